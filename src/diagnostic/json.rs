//! Findings for other programs (`--format json`).

use std::rc::Rc;

use serde::{Serialize, Serializer};

use super::{Change, Counts, Diagnostic};
use crate::source::{Source, Span};

/// What stands before the first file of the output; 1 is the version of its structure.
pub(crate) const OPEN: &str = "{\n  \"version\": 1,\n  \"files\": [\n    ";
/// What stands between two files.
pub(crate) const BETWEEN: &str = ",\n    ";
/// What stands after the last one.
pub(crate) const CLOSE: &str = "\n  ]\n}";

/// The whole output.
///
/// # Errors
/// None that is known: every key is a string and every value can be written.
pub fn text(files: &[File]) -> Result<String, serde_json::Error> {
    let files = files.iter().map(nested).collect::<Result<Vec<_>, _>>()?;
    Ok(format!("{OPEN}{}{CLOSE}\n", files.join(BETWEEN)))
}

/// A file as it stands in the output, so that a run over many need not keep them all.
///
/// # Errors
/// None that is known: every key is a string and every value can be written.
pub(crate) fn nested(file: &File) -> Result<String, serde_json::Error> {
    // A line break within a text is written as \n.
    serde_json::to_string_pretty(file).map(|text| text.replace('\n', "\n    "))
}

/// What was found in one file.
#[derive(Debug, Serialize)]
pub struct File {
    path: String,
    format: Option<String>,
    year: Option<u16>,
    agency: Option<String>,
    errors: usize,
    warnings: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
    /// What `--fix` changed; left out without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    fixed: Option<Vec<Fixed>>,
    findings: Vec<Finding>,
    bindings: Vec<Binding>,
}

/// What a number of the narrative was taken for (`"bindings"` of a file).
///
/// ```json
/// { "text": "79件", "words": "受理政府信息公开申请79件", "line": 31, "column": 14, "says": "count",
///   "readings": [
///     { "path": "requests.received.total", "label": "“一、本年新收政府信息公开申请数量”总计", "value": "75" },
///     { "path": "requests.received.total + requests.carried_in.total", "label": "…之和", "value": "79" } ],
///   "certain": true, "agrees": true }
/// ```
#[derive(Debug, Serialize)]
pub struct Binding {
    /// The number with its unit, or the words that say none.
    pub text: String,
    /// The words that bind it, up to its end.
    pub words: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in characters.
    pub column: usize,
    /// `count`, `none`, `all` (said of all that was counted before), `last_year`, `increase` or `decrease`.
    pub says: &'static str,
    /// The cells that it can mean, the nearest first; numbers that are read alike share them.
    #[serde(serialize_with = "shared")]
    pub readings: Rc<[BoundReading]>,
    /// True if one of the readings must hold: then a contradiction is an error, else a warning.
    pub certain: bool,
    /// Whether one holds; `null` where a cell has no value.
    pub agrees: Option<bool>,
}

fn shared<S: Serializer>(readings: &Rc<[BoundReading]>, to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(readings.iter())
}

/// One way to read a number.
#[derive(Debug, Serialize)]
pub struct BoundReading {
    /// A cell path, or a sum of them with ` + ` and ` - `; `last.` leads to last year's file.
    pub path: String,
    /// The same in official words.
    pub label: String,
    /// Its value.
    pub value: Option<String>,
}

/// One change of the data file.
#[derive(Debug, Serialize)]
struct Fixed {
    cell: Option<String>,
    place: String,
    line: usize,
    old: String,
    new: String,
}

/// Who and what a file is about.
#[derive(Debug, Default)]
pub struct About {
    /// Identifier of the form.
    pub format: Option<String>,
    /// Report year.
    pub year: Option<u16>,
    /// Full name of the agency.
    pub agency: Option<String>,
}

/// One finding.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    /// The rule, e.g. `T103`.
    pub code: &'static str,
    severity: &'static str,
    /// What is wrong.
    pub message: String,
    /// The agency's written reason, if it has accepted the finding.
    pub accepted: Option<String>,
    file: String,
    /// Of a published file only where it is a text.
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    /// Where in a published file.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    cells: Vec<Cell>,
    expected: Option<String>,
    actual: Option<String>,
    /// How to mend it.
    pub help: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
struct Cell {
    path: String,
    line: Option<usize>,
    column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    value: String,
}

impl File {
    /// The findings of one file.
    pub fn new(source: &Source, about: About, findings: &[Diagnostic]) -> Self {
        let counts = Counts::of(findings);
        Self {
            path: source.name().to_owned(),
            format: about.format,
            year: about.year,
            agency: about.agency,
            errors: counts.errors,
            warnings: counts.warnings,
            problem: None,
            fixed: None,
            findings: findings.iter().map(|finding| Finding::new(source, finding)).collect(),
            bindings: Vec::new(),
        }
    }

    /// The same with what was changed before the check.
    #[must_use]
    pub fn with_fixed(mut self, changes: &[Change]) -> Self {
        let fixed = changes.iter().map(|change| Fixed {
            cell: change.path.clone(),
            place: change.place.clone(),
            line: change.line,
            old: change.old.clone(),
            new: change.new.clone(),
        });
        self.fixed = Some(fixed.collect());
        self
    }

    /// The file with what the numbers of its narrative were taken for.
    #[must_use]
    pub fn with_bindings(self, bindings: Vec<Binding>) -> Self {
        Self { bindings, ..self }
    }

    /// A file that could not be read.
    pub fn unreadable(path: String, problem: String) -> Self {
        Self {
            path,
            format: None,
            year: None,
            agency: None,
            errors: 0,
            warnings: 0,
            problem: Some(problem),
            fixed: None,
            findings: Vec::new(),
            bindings: Vec::new(),
        }
    }
}

impl Finding {
    /// A finding on a text.
    pub fn new(source: &Source, finding: &Diagnostic) -> Self {
        let Span { start, end } = finding.span;
        let (from, to) = (source.position(start), source.position(end));
        let published = finding.place.as_ref();
        let at = |line: usize, of_published: Option<usize>| {
            if published.is_some() { of_published } else { Some(line) }
        };
        let cells = finding.cells.iter().map(|cell| {
            let own = source.position(cell.span.start);
            let place = cell.place.as_ref();
            Cell {
                path: cell.path.clone(),
                line: at(own.line, place.and_then(|place| place.line)),
                column: at(own.column, place.and_then(|place| place.column)),
                place: place.map(|place| place.words.clone()),
                value: cell.value.clone(),
            }
        });
        let (line, column) =
            (published.and_then(|place| place.line), published.and_then(|place| place.column));
        Self {
            code: finding.code.0,
            severity: finding.severity.id(),
            message: finding.message.clone(),
            accepted: finding.accepted.clone(),
            file: source.name().to_owned(),
            line: at(from.line, line),
            column: at(from.column, column),
            end_line: at(to.line, line),
            end_column: at(to.column, column),
            place: published.map(|place| place.words.clone()),
            cells: cells.collect(),
            expected: finding.expected.clone(),
            actual: finding.actual.clone(),
            help: finding.advice(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_output_is_json_that_is_laid_out_as_a_whole() {
        let files =
            ["甲\n.toml", "乙.toml"].map(|path| File::unreadable(path.to_owned(), "错\n误".to_owned()));
        let text = text(&files).unwrap();
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!((&value["version"], &value["files"][1]["path"]), (&1.into(), &"乙.toml".into()));
        assert_eq!(value["files"][0]["problem"], "错\n误");
        let indents = |text: &str| {
            text.lines()
                .map(|line| line.len() - line.trim_start().len())
                .collect::<std::collections::BTreeSet<_>>()
        };
        assert_eq!(indents(&text), indents(&serde_json::to_string_pretty(&value).unwrap()));
    }
}
