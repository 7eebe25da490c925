//! Reads and checks reports, as many at a time as the machine has processors.

use std::path::{Path, PathBuf};

use super::found::{Found, may_be_other};
use crate::cli::files;
use crate::cli::load::{Loaded, load_with_marks};
use crate::cli::parallel;
use crate::cli::progress::Progress;
use crate::cli::terminal::Terminal;
use crate::collect::{Collection, Filed, Stray};
use crate::format::Forms;

/// Files that are named where they are passed over; more are counted.
const MOST_NAMED: usize = 5;

/// What became of all files: those that read, and the others with why.
pub(super) fn all(found: &Found, forms: &Forms, terminal: &mut Terminal) -> (Vec<Filed>, Vec<Stray>) {
    let (mut filed, mut strays, mut passed_over) = (Vec::new(), Vec::new(), Vec::new());
    let files: Vec<(usize, &PathBuf)> = found.files.iter().enumerate().collect();
    let progress = Progress::new("正在检查", files.len());
    let read = |&(place, path): &(usize, &PathBuf)| (path.clone(), one((place, path), None, forms));
    parallel::in_order(&files, read, |(path, outcome)| {
        progress.went_on();
        match outcome {
            Ok(report) => filed.push(report),
            Err(_) if !found.named.contains(&path) && may_be_other(&path) => passed_over.push(path),
            Err(problem) => strays.push(Stray { path: files::shown(&path), problem }),
        }
    });
    drop(progress);
    if !passed_over.is_empty() {
        let names: Vec<String> = passed_over.iter().take(MOST_NAMED).map(|path| files::shown(path)).collect();
        let more = match passed_over.len() > MOST_NAMED {
            true => format!("等 {} 个", passed_over.len()),
            false => String::new(),
        };
        terminal.say(&format!("不是年度报告，不算在内：{}{more}", names.join("、")));
    }
    (filed, strays)
}

/// Checks the reports again that have last year's beside them, as far as the check has not seen it. They are read as
/// `found` has them.
pub(super) fn with_last_years(collection: &mut Collection, found: &Found, forms: &Forms) {
    let path = |report: &Filed| found.files.get(report.file).map(|path| (report.file, path.clone()));
    let pair = |place: usize| {
        let unit = collection.units.get(place)?;
        let last = path(unit.last_year.as_ref()?)?.1;
        Some((place, path(unit.report()?)?, last))
    };
    let again: Vec<_> = collection.without_last_years().into_iter().filter_map(pair).collect();
    let progress = Progress::new("正在与上年核对", again.len());
    type Again = (usize, (usize, PathBuf), PathBuf);
    let read = |(place, (file, path), last): &Again| (*place, one((*file, path), Some(last), forms));
    parallel::in_order(&again, read, |(place, report)| {
        progress.went_on();
        // A file that has gone meanwhile was checked a moment ago.
        if let Ok(report) = report {
            collection.put_checked(place, report);
        }
    });
}

/// Reads and checks a report, with its place among the files.
///
/// # Errors
/// It does not read: why, in plain words.
pub(super) fn one(
    (place, path): (usize, &Path),
    last: Option<&Path>,
    forms: &Forms,
) -> Result<Filed, String> {
    let (Loaded { source, checked, published }, marks) = load_with_marks(path, last, forms)?;
    Ok(Filed::new((place, files::shown(path)), &source, (&checked, marks), published.as_deref()))
}
