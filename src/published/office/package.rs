//! The package of a file of Office: a ZIP archive, read within bounds. Sizes are measured while unpacking; what
//! the archive says of them is not believed.

use std::io::{Cursor, ErrorKind, Read};

use memchr::memmem;
use zip::ZipArchive;
use zip::result::ZipError;

/// Entries of an archive. A report with a hundred pictures has two hundred; the directory of a million would take
/// hundreds of megabytes.
const MOST_ENTRIES: usize = 10_000;

/// Bytes of a part. The text of a report of a thousand pages takes a tenth of it.
pub const LARGEST_PART: usize = 32 << 20;

/// Bytes that are unpacked of an archive in all.
const LARGEST_SUM: usize = 64 << 20;

/// What begins an entry of the directory of an archive.
const ENTRY: &[u8] = b"PK\x01\x02";

/// What begins the end of an archive. An archive has one, and one more for each that is packed in it as it is.
const END: &[u8] = b"PK\x05\x06";

/// Ends of an archive: behind each, a directory is looked for.
const MOST_ENDS: usize = 16;

/// Why a package cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PackageError {
    /// No archive, or a damaged one.
    #[error("文件已损坏或者不完整，请重新下载，或用 Word、WPS 打开后另存一份")]
    Broken,
    /// Too much of anything.
    #[error("文件解开后过大，不像是一份年度报告；请只留报告的内容，另存后再试")]
    TooLarge,
    /// Parts with a password.
    #[error("文件设有密码，请取消密码后另存一份")]
    Locked,
}

/// An open package.
pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes that may still be unpacked.
    left: usize,
}

impl<'a> Package<'a> {
    /// Opens a package.
    pub fn open(bytes: &'a [u8]) -> Result<Self, PackageError> {
        // Counted before the directory is read, because each entry takes memory.
        let more_than = |most, what| memmem::find_iter(bytes, what).nth(most).is_some();
        if more_than(MOST_ENTRIES, ENTRY) || more_than(MOST_ENDS, END) {
            return Err(PackageError::TooLarge);
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| PackageError::Broken)?;
        Ok(Self { archive, left: LARGEST_SUM })
    }

    /// Whether it has that part.
    pub fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// A part, or `None` if there is none of that name.
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, PackageError> {
        let file = match self.archive.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(of(&error)),
        };
        let most = self.left.min(LARGEST_PART);
        let mut part = Vec::new();
        file.take(most as u64 + 1).read_to_end(&mut part).map_err(|error| match error.kind() {
            ErrorKind::OutOfMemory => PackageError::TooLarge,
            _ => PackageError::Broken,
        })?;
        if part.len() > most {
            return Err(PackageError::TooLarge);
        }
        self.left -= part.len();
        Ok(Some(part))
    }

    /// A part as text.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, PackageError> {
        self.part(name)?.map(|part| text(part).ok_or(PackageError::Broken)).transpose()
    }
}

fn of(error: &ZipError) -> PackageError {
    match error {
        ZipError::UnsupportedArchive(what) if *what == ZipError::PASSWORD_REQUIRED => PackageError::Locked,
        _ => PackageError::Broken,
    }
}

/// The text of an XML part: UTF-8, or UTF-16 with its mark.
fn text(part: Vec<u8>) -> Option<String> {
    let wide = |read: fn([u8; 2]) -> u16| {
        let units = part.get(2..)?.chunks_exact(2).filter_map(|pair| pair.try_into().ok()).map(read);
        char::decode_utf16(units).collect::<Result<String, _>>().ok()
    };
    match part.as_slice() {
        [0xFF, 0xFE, ..] => wide(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => wide(u16::from_be_bytes),
        _ => String::from_utf8(part).ok(),
    }
}
