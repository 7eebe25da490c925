//! Reads and checks reports, as many at a time as the machine has processors.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::found::may_be_other;
use crate::cli::files;
use crate::cli::load::{Loaded, load};
use crate::cli::parallel;
use crate::cli::progress::Progress;
use crate::cli::terminal::Terminal;
use crate::collect::{Collection, Filed, Stray};
use crate::format::Forms;

/// Files that are named where they are passed over; more are counted.
const MOST_NAMED: usize = 5;

/// What became of all files: those that read, and the others with why.
pub(super) fn all(
    paths: &[PathBuf],
    named: &HashSet<PathBuf>,
    forms: &Forms,
    terminal: &mut Terminal,
) -> (Vec<Filed>, Vec<Stray>) {
    let (mut filed, mut strays, mut passed_over) = (Vec::new(), Vec::new(), Vec::new());
    let progress = Progress::new("正在检查", paths.len());
    let read = |path: &PathBuf| (path.clone(), one_with(path, None, forms));
    parallel::in_order(paths, read, |(path, outcome)| {
        progress.went_on();
        match outcome {
            Ok(report) => filed.push(report),
            Err(_) if !named.contains(&path) && may_be_other(&path) => passed_over.push(path),
            Err(problem) => strays.push(Stray { path: path.display().to_string(), problem }),
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

/// Reads and checks one report.
///
/// # Errors
/// It does not read: why, in plain words.
pub(super) fn one(path: &Path, forms: &Forms) -> Result<Filed, String> {
    one_with(path, None, forms)
}

/// Checks the reports again that have last year's beside them, as far as the check has not seen it.
pub(super) fn with_last_years(collection: &mut Collection, forms: &Forms) {
    let again: Vec<(usize, PathBuf, PathBuf)> = collection.without_last_years();
    let mut checked = Vec::new();
    let read = |(unit, path, last): &(usize, PathBuf, PathBuf)| (*unit, one_with(path, Some(last), forms));
    let progress = Progress::new("正在与上年核对", again.len());
    parallel::in_order(&again, read, |(unit, report)| {
        progress.went_on();
        // A file that has gone since was read a moment ago.
        checked.extend(report.ok().map(|report| (unit, report)));
    });
    checked.into_iter().for_each(|(unit, report)| collection.put_checked(unit, report));
}

fn one_with(path: &Path, last: Option<&Path>, forms: &Forms) -> Result<Filed, String> {
    let Loaded { source, checked, published } = load(path, last, forms)?;
    Ok(Filed::new(path.display().to_string(), &source, &checked, published.as_deref()))
}
