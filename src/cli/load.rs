//! Reads a data file, and last year's beside it.

use std::path::{Path, PathBuf};

use super::files;
use crate::diagnostic::json::Binding;
use crate::format::Forms;
use crate::report::{LastYear, Reading, Report, read};
use crate::rules::{Checked, check_reading, check_with_bindings};
use crate::source::Source;

/// A data file, checked.
pub(super) struct Loaded {
    /// The text.
    pub source: Source,
    /// What was found.
    pub checked: Checked,
}

/// Reads and checks a data file; `last` is last year's, if it was named on the command line.
///
/// # Errors
/// The file, or the one named on the command line, cannot be read: why, in plain words.
pub(super) fn load(path: &Path, last: Option<&Path>, forms: &Forms) -> Result<Loaded, String> {
    let (source, reading, last_year) = read_both(path, last, forms)?;
    let checked = check_reading(reading, &source, forms, last_year);
    Ok(Loaded { source, checked })
}

/// The same, with what each number of the narrative was taken for.
///
/// # Errors
/// As [`load`].
pub(super) fn load_with_bindings(
    path: &Path,
    last: Option<&Path>,
    forms: &Forms,
) -> Result<(Loaded, Vec<Binding>), String> {
    let (source, reading, last_year) = read_both(path, last, forms)?;
    let (checked, bindings) = check_with_bindings(reading, &source, forms, last_year);
    Ok((Loaded { source, checked }, bindings))
}

/// The data file, and last year's if one is named.
fn read_both(path: &Path, last: Option<&Path>, forms: &Forms) -> Result<(Source, Reading, LastYear), String> {
    let source = files::read(path)?;
    files::refuse_output(path, &source)?;
    let reading = read(&source, forms);
    let named = reading.report.as_ref().and_then(|report| report.previous.as_ref());
    let last_year = match (last, named) {
        (Some(last), _) => read_last(files::read(last)?, forms),
        (None, Some(named)) if named.value.trim().is_empty() => {
            LastYear::Unavailable("没有写文件名（引号里是空的）".to_owned())
        }
        (None, Some(named)) => {
            let last = beside(path, &named.value);
            match files::refuse_stream(&last).and_then(|()| files::read_bytes(&last)) {
                Ok(bytes) => read_last(files::source(&last, &bytes), forms),
                Err(problem) => LastYear::Unavailable(problem),
            }
        }
        (None, None) => LastYear::None,
    };
    Ok((source, reading, last_year))
}

/// Where a data file says that last year's is.
pub(super) fn named_last(report: &Report, file: &Path) -> Option<PathBuf> {
    let named = report.previous.as_ref()?;
    (!named.value.trim().is_empty()).then(|| beside(file, &named.value))
}

fn read_last(source: Source, forms: &Forms) -> LastYear {
    match read(&source, forms).report {
        Some(report) => LastYear::Known(Box::new((report, source))),
        None => LastYear::Unavailable(format!("“{}”里有写法上的错误，读不出来", source.shown_name())),
    }
}

/// A path that the data file names, from the folder of that file; either slash will do.
fn beside(path: &Path, named: &str) -> PathBuf {
    let named = if cfg!(windows) { named.to_owned() } else { named.replace('\\', "/") };
    match path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => folder.join(named),
        None => PathBuf::from(named),
    }
}
