//! The files that are to be collected.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::Arguments;
use super::write::RECORD;
use crate::cli::files::{self, Names};
use crate::cli::inputs;
use crate::cli::terminal::Terminal;
use crate::collect::{json, letter};

/// What is to be read.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The files, each once.
    pub files: Vec<PathBuf>,
    /// Those of them that the user has named one by one: what is no report among the others is passed over.
    pub named: HashSet<PathBuf>,
    /// What lies beside them and is not read.
    pub others: Vec<PathBuf>,
    /// Folders that could not be looked through, in plain words.
    pub problems: Vec<String>,
}

/// The files that are meant by what was typed, without the roster, the report of the sum and what a run before has
/// written.
///
/// # Errors
/// A folder or a pattern has none, or cannot be read: why, in plain words.
pub(super) fn found(arguments: &Arguments, terminal: &mut Terminal) -> Result<Found, String> {
    let mut names = Names::default();
    let others = [&arguments.roster, &arguments.against, &arguments.sum];
    let mut seen: HashSet<PathBuf> = others.into_iter().flatten().map(|path| names.identity(path)).collect();
    let but: Vec<PathBuf> = arguments.output.iter().cloned().collect();
    let mut found = Found::default();
    for path in &arguments.files {
        let files = if files::is_folder(path) {
            let below = files::reports_below(path, &but)?;
            found.problems.extend(below.problems);
            let own = Own::among(&below.reports);
            found.others.extend(below.others.into_iter().filter(|path| !own.has(path)).map(files::bare));
            below.reports.into_iter().filter(|path| !own.has(path)).collect()
        } else {
            let files = inputs::published(std::slice::from_ref(path), terminal)?;
            if let Some(absent) = files.iter().find(|file| !files::exists(file)) {
                return Err(format!("没有“{}”这个文件或者文件夹，请核对名称", files::shown(absent)));
            }
            found.named.extend(files.iter().cloned());
            files
        };
        if files.is_empty() {
            found.problems.push(format!("文件夹“{}”里没有报告", files::shown(path)));
        }
        found
            .files
            .extend(files.into_iter().map(files::bare).filter(|path| seen.insert(names.identity(path))));
    }
    found.problems.iter().for_each(|problem| terminal.problem(problem));
    Ok(found)
}

/// What runs before have written: the office's own files are no reports.
struct Own {
    files: HashSet<PathBuf>,
    /// Folders of letters, of which some may be of a run long before.
    folders: Vec<PathBuf>,
}

impl Own {
    /// Known by what such a run has put down of its files.
    fn among(files: &[PathBuf]) -> Self {
        let mut own = Self { files: HashSet::new(), folders: Vec::new() };
        for record in files.iter().filter(|path| path.file_name().is_some_and(|name| name == RECORD)) {
            let outputs =
                files::read_published(record).map(|bytes| json::outputs(&bytes)).unwrap_or_default();
            if outputs.is_empty() {
                continue;
            }
            let folder = files::folder(record);
            own.files.extend(outputs.keys().map(|name| folder.join(name)));
            own.files.insert(record.clone());
            own.folders.push(folder.join(letter::FOLDER));
        }
        own
    }

    fn has(&self, path: &Path) -> bool {
        self.files.contains(path) || self.folders.iter().any(|folder| path.starts_with(folder))
    }
}

/// True for a file that may well be something else than a report, so that nobody misses it among reports.
pub(super) fn may_be_other(path: &Path) -> bool {
    matches!(files::extension(path).as_str(), "txt" | "md" | "csv" | "json")
}
