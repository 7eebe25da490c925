//! Reads and checks reports, as many at a time as the machine has processors.

use std::path::{Path, PathBuf};

use super::found::{Found, may_be_other};
use crate::cli::files;
use crate::cli::load::{Loaded, load_with_marks};
use crate::cli::outputs;
use crate::cli::parallel;
use crate::cli::progress::Progress;
use crate::cli::terminal::Terminal;
use crate::collect::{Collection, Filed, Stray, letter, page};
use crate::format::Forms;
use crate::published;

/// Files that are named where they are passed over; more are counted.
const MOST_NAMED: usize = 5;

/// What became of all files: those that read, and the others with why.
pub(super) fn all(found: &Found, forms: &Forms, terminal: &mut Terminal) -> (Vec<Filed>, Vec<Stray>) {
    let (mut filed, mut strays) = (Vec::new(), Vec::new());
    let files: Vec<(usize, &PathBuf)> = found.files.iter().enumerate().collect();
    let progress = Progress::new("正在检查", files.len());
    let read = |&(place, path): &(usize, &PathBuf)| (path.clone(), one((place, path), None, forms));
    parallel::in_order(&files, read, |(path, outcome)| {
        progress.went_on();
        match outcome {
            Ok(report) => filed.push(report),
            Err(_) if is_own(&path) => strays.push(Stray {
                path: files::shown(&path),
                problem: "这是本程序写的退回意见或者情况表，不是报告".to_owned(),
                is_other: true,
            }),
            Err(problem) => {
                let is_other = !found.named.contains(&path) && may_be_other(&path);
                strays.push(Stray { path: files::shown(&path), problem, is_other });
            }
        }
    });
    drop(progress);
    let other = |path: &PathBuf| Stray { path: files::shown(path), problem: why_not(path), is_other: true };
    parallel::in_order(&found.others, other, |stray| strays.push(stray));
    let others: Vec<&str> =
        strays.iter().filter(|stray| stray.is_other).map(|stray| stray.path.as_str()).collect();
    if !others.is_empty() {
        let more = match others.len() > MOST_NAMED {
            true => format!("等 {} 个", others.len()),
            false => String::new(),
        };
        let names: Vec<&str> = others.into_iter().take(MOST_NAMED).collect();
        terminal.say(&format!("不是年度报告，不算在内：{}{more}", names.join("、")));
    }
    (filed, strays)
}

/// True for a letter or an overview that a run before has written, wherever it lies and whatever it is called now.
fn is_own(path: &Path) -> bool {
    outputs::title(path)
        .is_some_and(|title| [letter::TITLE_END, page::TITLE_END].iter().any(|end| title.ends_with(end)))
}

/// Why a file is not taken for a report whose name is not that of one.
fn why_not(path: &Path) -> String {
    if files::is_folder(path) {
        return "这是通到别处的文件夹的链接，没有往下找；里面有报告的，请直接写那个文件夹".to_owned();
    }
    if files::is_kept(path) {
        return "看文件名是本程序另存的旧文件，没有读；确是要报送的，请改文件名".to_owned();
    }
    if files::extension(path) == "toml" {
        return "看内容不是年度报告的数据文件".to_owned();
    }
    let problem = files::read_published(path).map(|bytes| published::read(&bytes).err());
    match problem {
        Ok(Some(problem)) => problem.to_string(),
        Ok(None) => "扩展名不是报告文件的，没有读；确是报告的，请改回原来的扩展名".to_owned(),
        Err(problem) => problem,
    }
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
    collection.worst_first();
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
