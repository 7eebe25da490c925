//! Reads a data file or a published report, and last year's beside it.

use std::path::{Path, PathBuf};

use super::files;
use crate::copied::Marks;
use crate::diagnostic::json::Binding;
use crate::format::Forms;
use crate::published;
use crate::report::{LastYear, PublishedLast, Reading, Report, is_data_file, read};
use crate::rules::{Checked, check_reading, check_with_bindings, check_with_marks, on_published};
use crate::source::Source;

/// A data file or a published report, checked.
pub(super) struct Loaded {
    /// The text: of a published report that of the data file that it makes, under the name of the report.
    pub source: Source,
    /// What was found.
    pub checked: Checked,
    /// How a published report was read; `None` for a data file.
    pub published: Option<Box<published::Reading>>,
}

/// A file as it was read.
struct Input {
    source: Source,
    published: Option<Box<published::Reading>>,
}

/// Reads and checks a data file or a published report; `last` is last year's, if it was named on the command line.
///
/// # Errors
/// The file, or the one named on the command line, cannot be read: why, in plain words.
pub(super) fn load(path: &Path, last: Option<&Path>, forms: &Forms) -> Result<Loaded, String> {
    checked(input(path, forms, Doubtful::Kept)?, path, last, forms)
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
    let input = input(path, forms, Doubtful::Kept)?;
    if input.published.is_some() {
        // Its narrative has no lines in any file that the user has.
        return checked(input, path, last, forms).map(|loaded| (loaded, Vec::new()));
    }
    loaded(input, path, last, forms, check_with_bindings)
}

/// The same, with what tells who may have copied the narrative.
///
/// # Errors
/// As [`load`].
pub(super) fn load_with_marks(
    path: &Path,
    last: Option<&Path>,
    forms: &Forms,
) -> Result<(Loaded, Marks), String> {
    loaded(input(path, forms, Doubtful::Kept)?, path, last, forms, check_with_marks)
}

/// Reads a data file or a published report and does not check it; `None` if there is no report in the data file.
///
/// # Errors
/// The file cannot be read: why, in plain words.
pub(super) fn report(path: &Path, forms: &Forms) -> Result<Option<Report>, String> {
    let Input { source, .. } = input(path, forms, Doubtful::Kept)?;
    Ok(read(&source, forms).report)
}

/// Reads and checks last year's report: what is not certain in a published one is blank.
///
/// # Errors
/// As [`load`].
pub(super) fn load_last(path: &Path, forms: &Forms) -> Result<Loaded, String> {
    checked(input(path, forms, Doubtful::Blank)?, path, None, forms)
}

/// The same of what is about to be at a path.
///
/// # Errors
/// As [`load`].
pub(super) fn load_last_bytes(path: &Path, bytes: &[u8], forms: &Forms) -> Result<Loaded, String> {
    checked(input_of(path, bytes, forms, Doubtful::Blank)?, path, None, forms)
}

fn checked(input: Input, path: &Path, last: Option<&Path>, forms: &Forms) -> Result<Loaded, String> {
    let check =
        |reading, source: &_, forms: &_, last_year| (check_reading(reading, source, forms, last_year), ());
    loaded(input, path, last, forms, check).map(|(loaded, ())| loaded)
}

/// `check` looks at a data file, or at the one that a published report makes, and tells what else is asked of it.
fn loaded<T>(
    input: Input,
    path: &Path,
    last: Option<&Path>,
    forms: &Forms,
    check: impl FnOnce(Reading, &Source, &Forms, LastYear) -> (Checked, T),
) -> Result<(Loaded, T), String> {
    let Input { source, published } = input;
    let reading = read(&source, forms);
    let last_year = last_year(path, last, reading.report.as_ref(), forms)?;
    let (mut checked, told) = check(reading, &source, forms, last_year);
    if let Some(published) = &published {
        checked = on_published(published, checked, &source);
    }
    Ok((Loaded { source, checked, published }, told))
}

/// What becomes of cells that may be other ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doubtful {
    /// They are shown, and a finding says so.
    Kept,
    /// They are blank: nobody looks at them again.
    Blank,
}

/// Reads a data file, or the data file that a published report makes.
fn input(path: &Path, forms: &Forms, doubtful: Doubtful) -> Result<Input, String> {
    // Of a data file no more is read than shows that it is too large; of one that is not there is said what is near.
    if files::extension(path) == "toml" || !files::exists(path) {
        return files::read(path).map(|source| Input { source, published: None });
    }
    input_of(path, &files::read_published(path)?, forms, doubtful)
}

/// The same of bytes.
fn input_of(path: &Path, bytes: &[u8], forms: &Forms, doubtful: Doubtful) -> Result<Input, String> {
    if is_data(path, bytes) {
        return Ok(Input { source: files::source(path, bytes), published: None });
    }
    let reading = super::import::reading(bytes, None, forms)
        .map_err(|problem| format!("“{}”：{problem}", files::shown(path)))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let text = match doubtful {
        Doubtful::Kept => reading.data_file(&name),
        Doubtful::Blank => reading.without_doubtful().data_file(&name),
    };
    let text = text.map_err(|error| format!("模板有误：{error}"))?;
    let source = Source::new(path.display().to_string(), text);
    Ok(Input { source, published: Some(Box::new(reading)) })
}

/// True for a data file, by its name or by what it says.
pub(super) fn is_data(path: &Path, bytes: &[u8]) -> bool {
    let is_named_so = files::extension(path) == "toml";
    is_named_so || !published::is_other_than_text(bytes) && is_data_file(&files::source(path, bytes))
}

/// Last year's report, if one is named.
fn last_year(
    path: &Path,
    last: Option<&Path>,
    report: Option<&Report>,
    forms: &Forms,
) -> Result<LastYear, String> {
    let named = report.and_then(|report| report.previous.as_ref());
    Ok(match (last, named) {
        (Some(last), _) => read_last(input(last, forms, Doubtful::Blank)?, forms),
        (None, Some(named)) if named.value.trim().is_empty() => {
            LastYear::Unavailable("没有写文件名（引号里是空的）".to_owned())
        }
        (None, Some(named)) => {
            let last = beside(path, &named.value);
            let found = files::refuse_stream(&last).and_then(|()| match files::exists(&last) {
                true => input(&last, forms, Doubtful::Blank),
                false => files::read_bytes(&last)
                    .map(|bytes| Input { source: files::source(&last, &bytes), published: None }),
            });
            match found {
                Ok(input) => read_last(input, forms),
                Err(problem) => LastYear::Unavailable(problem),
            }
        }
        (None, None) => LastYear::None,
    })
}

/// Where a data file says that last year's is.
pub(super) fn named_last(report: &Report, file: &Path) -> Option<PathBuf> {
    let named = report.previous.as_ref()?;
    (!named.value.trim().is_empty()).then(|| beside(file, &named.value))
}

fn read_last(input: Input, forms: &Forms) -> LastYear {
    let Input { source, published } = input;
    let Some(report) = read(&source, forms).report else {
        return LastYear::Unavailable(format!("“{}”里有写法上的错误，读不出来", source.shown_name()));
    };
    let Some(published) = published else { return LastYear::Known(Box::new((report, source))) };
    let place = |cell: &published::ReadCell| Some((cell.path.clone(), cell.place.as_ref()?.to_string()));
    let places = published.account.cells.iter().filter_map(place).collect();
    LastYear::Published(Box::new(PublishedLast { report, source, places }))
}

/// A path that the data file names, from the folder of that file; either slash will do.
fn beside(path: &Path, named: &str) -> PathBuf {
    let named = if cfg!(windows) { named.to_owned() } else { named.replace('\\', "/") };
    match path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => folder.join(named),
        None => PathBuf::from(named),
    }
}
