//! In which style the results go to a file or to the screen.

use clap::ValueEnum;

use super::Arguments;
use crate::cli::endings::{self, Written};
use crate::cli::{OutputFormat, files};

/// The style that was asked for, or that of the ending of the file.
///
/// # Errors
/// The ending is that of other files: why, in plain words, with the command that would work.
pub(super) fn choose(arguments: &Arguments) -> Result<OutputFormat, String> {
    let Some(path) = &arguments.output else { return Ok(arguments.format.unwrap_or(OutputFormat::Human)) };
    let files = match arguments.files.as_slice() {
        [only] => files::argument(only),
        _ => "文件…".to_owned(),
    };
    let styles: Vec<Written> = OutputFormat::value_variants().iter().map(|style| written(*style)).collect();
    let wanted = arguments.format.map(written);
    let chosen = endings::style(path, wanted.as_ref(), &styles, &format!("nianbao check {files}"))?;
    let style = OutputFormat::value_variants().iter().find(|style| written(**style) == chosen);
    Ok(style.copied().unwrap_or(OutputFormat::Human))
}

fn written(style: OutputFormat) -> Written {
    let (name, ending) = match style {
        OutputFormat::Human => ("human", "txt"),
        OutputFormat::Csv => ("csv", "csv"),
        OutputFormat::Json => ("json", "json"),
        OutputFormat::Sarif => ("sarif", "sarif"),
    };
    let called = endings::called(ending).unwrap_or_else(|| "文本文件".to_owned());
    Written { name, called, ending, other_endings: &[], is_text: true }
}
