//! What a change makes of a data file.

mod fields;
mod paste;
mod rows;

use super::{Address, Change, DataFile, Refused};
use crate::format::Forms;
use crate::source::Source;

/// The change of one thing as a page makes it that has just been opened.
fn change(file: &DataFile<'_>, address: &str, to: Option<&str>) -> Change {
    let address: Address = address.parse().unwrap();
    let from = file.value(&address).unwrap();
    Change { address, from, to: to.map(str::to_owned) }
}

/// The file after changes.
fn changed(text: &str, changes: &[(&str, Option<&str>)]) -> Result<String, Refused> {
    let (source, forms) = (Source::new("年报.toml", text), Forms::built_in());
    let file = DataFile::read(&source, &forms)?;
    let changes: Vec<Change> = changes.iter().map(|(address, to)| change(&file, address, *to)).collect();
    let plan = file.plan(&changes)?;
    let after = String::from_utf8(plan.apply(text.as_bytes())).unwrap();
    // Back again, byte for byte.
    let source = Source::new("年报.toml", after.as_str());
    let back = DataFile::read(&source, &forms)?.plan_step(&plan.back)?;
    assert_eq!(String::from_utf8(back.apply(after.as_bytes())).unwrap(), text);
    Ok(after)
}

/// The lines of the file after one change that were not there before, and those that are there no more.
fn lines(text: &str, address: &str, to: Option<&str>) -> (Vec<String>, Vec<String>) {
    let after = changed(text, &[(address, to)]).unwrap();
    let others = |one: &str, other: &str| -> Vec<String> {
        let is_new = |line: &&str| !other.split('\n').any(|there| there == *line);
        one.split('\n').filter(is_new).map(str::to_owned).collect()
    };
    (others(&after, text), others(text, &after))
}

/// What the file says, `-` for nothing.
fn value(text: &str, address: &str) -> String {
    let (source, forms) = (Source::new("年报.toml", text), Forms::built_in());
    let file = DataFile::read(&source, &forms).unwrap();
    file.value(&address.parse().unwrap()).unwrap().unwrap_or_else(|| "-".to_owned())
}

const REPORT: &str = include_str!("../../examples/qinghe-2024.toml");

/// The report with other words in one place.
fn report(from: &str, to: &str) -> String {
    assert_eq!(REPORT.matches(from).count(), 1, "{from}");
    REPORT.replace(from, to)
}

#[test]
fn what_stands_there_is_shown_as_a_person_reads_it() {
    for (address, text) in [
        ("year", "2024"),
        ("format", "2021"),
        ("agency.level", "department"),
        ("agency.name", "青禾县住房和城乡建设局"),
        ("publication.date", "2025-01-16"),
        ("publication.deadline", "-"),
        ("requests.received.total", "75"),
        ("requests.granted.total", "-"),
        ("disclosure.fees", "328.6150"),
        ("requests.before", "-"),
        ("note:disclosure.fees", "-"),
    ] {
        assert_eq!(value(REPORT, address), text, "{address}");
    }
    let narrative = value(REPORT, "other_matters.text");
    assert!(narrative.starts_with("### （一）") && narrative.ends_with("事项。"), "{narrative}");
    let blank = report("licensing           = 15286", "licensing           = \" \"  ");
    assert_eq!(value(&blank, "disclosure.licensing"), "");
}

#[test]
fn every_value_of_a_report_has_an_address() {
    let (source, forms) = (Source::new("a", REPORT), Forms::built_in());
    let file = DataFile::read(&source, &forms).unwrap();
    let values = file.values();
    assert!(values.len() > 200, "{}", values.len());
    for (address, value) in &values {
        assert_eq!(file.value(&address.to_string().parse().unwrap()).unwrap(), *value, "{address}");
    }
    for address in
        ["requests.denied.total", "requests.received", "agency.fax", "note:agency.name", "accept.code"]
    {
        let refused = file.value(&address.parse().unwrap());
        assert_eq!(refused, Err(Refused::Unknown(address.to_owned())), "{address}");
    }
}

#[test]
fn a_change_of_what_was_changed_elsewhere_is_a_conflict() {
    let (source, forms) = (Source::new("a", REPORT), Forms::built_in());
    let file = DataFile::read(&source, &forms).unwrap();
    let mut one = change(&file, "disclosure.penalties", Some("9"));
    one.from = Some("1000".to_owned());
    let other = change(&file, "year", Some("2023"));
    let Refused::Conflicts(conflicts) = file.plan(&[other.clone(), one.clone()]).unwrap_err() else {
        panic!()
    };
    assert_eq!(conflicts.len(), 1);
    assert_eq!(conflicts[0].now.as_deref(), Some("1037"));
    // What already says so needs no change, whoever made it.
    one.to = Some("1,037".to_owned());
    let plan = file.plan(&[one]).unwrap();
    assert!(plan.edits.is_empty() && plan.changes.is_empty());
    // Nothing is done where one of several cannot be done.
    let wrong = change(&file, "agency.name", Some("甲\n乙"));
    assert!(matches!(file.plan(&[other, wrong]), Err(Refused::NotAllowed { .. })));
}

#[test]
fn a_file_that_does_not_read_is_left_alone() {
    let (source, forms) = (Source::new("a", "year = = 2024"), Forms::built_in());
    assert_eq!(DataFile::read(&source, &forms).err(), Some(Refused::Faulty));
}

#[test]
fn a_file_does_not_grow_beyond_what_is_read() {
    let text = "长".repeat(crate::source::MAX_BYTES / 3);
    assert_eq!(changed(REPORT, &[("overview.text", Some(&text))]), Err(Refused::TooLarge));
    let lines = "行\n".repeat(30_000);
    assert_eq!(changed(REPORT, &[("overview.text", Some(&lines))]), Err(Refused::TooLarge));
}

#[test]
fn line_ends_and_the_byte_order_mark_stay() {
    let text = format!("\u{FEFF}{}", REPORT.replace('\n', "\r\n"));
    let after = changed(
        &text,
        &[
            ("problems.text", Some("甲\n乙\r\n丙")),
            ("site.name", Some("某网站")),
            ("requests.before", Some("一\n二")),
            ("note:disclosure.fees", Some("其中罚款3件")),
        ],
    )
    .unwrap();
    assert!(after.starts_with('\u{FEFF}') && after.matches('\n').count() == after.matches("\r\n").count());
    assert!(after.contains("text = '''\r\n甲\r\n乙\r\n丙\r\n'''"), "{after}");
    let old = REPORT.replace('\n', "\r");
    let after = changed(&old, &[("problems.text", Some("甲\n乙"))]).unwrap();
    assert!(!after.contains('\n') && after.contains("text = '''\r甲\r乙\r'''"));
}
