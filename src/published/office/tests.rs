use super::ole::{Ole, containing};
use super::{Office, kind_of};

#[test]
fn old_files_are_told_by_their_streams() {
    let kind = |stream: &str| kind_of(&containing(stream, &[1; 5000]));
    assert_eq!(kind("WordDocument"), Some(Office::OldWord));
    assert_eq!(kind("Workbook"), Some(Office::OldWorkbook));
    assert_eq!(kind("BOOK"), Some(Office::OldWorkbook));
    assert_eq!(kind("EncryptedPackage"), Some(Office::Locked));
    assert_eq!(kind("PowerPoint Document"), Some(Office::Other));
    assert_eq!(kind_of(b"<html>"), None);
}

#[test]
fn a_stream_comes_out_as_it_went_in() {
    let stream: Vec<u8> = (0..3_000_000_u32).map(|at| (at % 251) as u8).collect();
    let file = containing("Workbook", &stream);
    assert_eq!(Ole::open(&file).unwrap().stream("workbook"), Some(stream));
}

#[test]
fn a_chain_that_is_a_loop_ends() {
    let mut file = containing("Workbook", &[7; 20_000]);
    // The last table of chains: sector 1 goes on in itself.
    let table = file.len() - 4096;
    file[table + 4..table + 8].copy_from_slice(&1_u32.to_le_bytes());
    let stream = Ole::open(&file).unwrap().stream("Workbook");
    assert!(stream.is_none_or(|stream| stream.len() == 20_000));
}
