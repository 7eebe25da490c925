//! What a check says of its files, one after another: the results of a file are let go of as soon as they
//! are told, so that what is kept does not grow with the number of files.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::overview::{Outcome, Overview};
use super::total::Total;
use super::{Arguments, Deny, about, human_text};
use crate::cli::OutputFormat;
use crate::cli::fix::Fixed;
use crate::cli::load::{Loaded, load, load_with_bindings};
use crate::diagnostic::human::Look;
use crate::diagnostic::json::{self, File};
use crate::diagnostic::sarif::{self, RuleText};
use crate::diagnostic::{Counts, csv};
use crate::format::Forms;
use crate::rules::{Rule, rules};
use crate::source::visible;

/// What is told of one file.
#[derive(Default)]
pub(super) struct Told {
    /// The file.
    path: PathBuf,
    /// As it is shown.
    text: String,
    /// SARIF puts together what it says of all files only when the last is known.
    results: Vec<Value>,
    /// The findings, counted.
    pub counts: Counts,
    /// Why the file could not be read.
    pub problem: Option<String>,
}

/// How results look.
pub(super) struct Style {
    format: OutputFormat,
    look: Look,
    rules: Vec<RuleText>,
    /// Of each file one line only.
    overview: Option<Overview>,
    /// From these findings on a file has not passed.
    denied: Deny,
}

impl Style {
    pub(super) fn new(format: OutputFormat, look: Look, arguments: &Arguments) -> Self {
        let rules = match format {
            OutputFormat::Sarif => rules().map(rule_text).collect(),
            _ => Vec::new(),
        };
        let overview = arguments.summary.then(|| Overview::new(&arguments.files));
        Self { format, look, rules, overview, denied: arguments.deny.unwrap_or(Deny::Errors) }
    }

    /// True if a file with so many findings passes.
    pub(super) fn passes(&self, counts: Counts) -> bool {
        let Counts { errors, warnings, notes, accepted: _ } = counts;
        let found = [(Deny::Errors, errors), (Deny::Warnings, warnings), (Deny::Notes, notes)];
        found.iter().all(|(kind, count)| *kind > self.denied || *count == 0)
    }

    /// Checks a file, and says what is told of it.
    ///
    /// # Errors
    /// The results cannot be written in their format; no case is known.
    pub(super) fn told(
        &self,
        path: &Path,
        last: Option<&Path>,
        forms: &Forms,
        fixed: Option<&Fixed>,
    ) -> Result<Told, String> {
        let loaded = match self.format {
            OutputFormat::Json => load_with_bindings(path, last, forms),
            _ => load(path, last, forms).map(|one| (one, Vec::new())),
        };
        let told = Told { path: path.to_owned(), ..Told::default() };
        let (one, bindings) = match loaded {
            Ok(loaded) => loaded,
            Err(problem) => return self.unread(told, problem),
        };
        let findings = &one.checked.findings;
        let mut told = Told { counts: one.checked.counts(), ..told };
        match (self.format, &self.overview) {
            (OutputFormat::Json, _) => {
                told.text = json::nested(&entry(&one, fixed).with_bindings(bindings)).map_err(unwritten)?;
            }
            (OutputFormat::Human, Some(overview)) => {
                let outcome = if self.passes(told.counts) { Outcome::Passed } else { Outcome::Failed };
                let agency = about(&one.checked).agency.unwrap_or_default();
                told.text = overview.line(path, outcome, told.counts, &visible(&agency));
            }
            (OutputFormat::Human, None) => told.text = human_text(&one.source, findings, self.look),
            (OutputFormat::Sarif, _) => told.results = sarif::results(&one.source, findings, &self.rules),
            (OutputFormat::Csv, _) => told.text = csv::findings(&one.source, findings).map_err(unwritten)?,
        }
        Ok(told)
    }

    /// What is told of a file that could not be read.
    fn unread(&self, mut told: Told, problem: String) -> Result<Told, String> {
        let path = told.path.display().to_string();
        match (self.format, &self.overview) {
            (OutputFormat::Json, _) => {
                told.text = json::nested(&File::unreadable(path, problem.clone())).map_err(unwritten)?;
            }
            (OutputFormat::Csv, _) => {
                told.text = csv::unreadable(path, problem.clone()).map_err(unwritten)?;
            }
            (OutputFormat::Human, Some(overview)) => {
                told.text = overview.line(&told.path, Outcome::Unread, Counts::default(), "");
            }
            _ => {}
        }
        Ok(Told { problem: Some(problem), ..told })
    }
}

/// Said of results that cannot be written in their format.
fn unwritten<E: std::fmt::Display>(error: E) -> String {
    format!("无法写出结果：{error}")
}

/// What has been told of the files so far.
pub(super) struct Results<'s> {
    style: &'s Style,
    /// True once the words of a file stand there, from which the next are set apart.
    is_open: bool,
    /// The files together.
    pub total: Total,
    problems: Vec<String>,
    results: Vec<Value>,
}

impl<'s> Results<'s> {
    pub(super) fn new(style: &'s Style) -> Self {
        let (total, problems, results) = (Total::default(), Vec::new(), Vec::new());
        Self { style, is_open: false, total, problems, results }
    }

    /// The next words, after those of a further file.
    ///
    /// # Errors
    /// They cannot be written in their format; no case is known.
    pub(super) fn add(&mut self, told: Told) -> Result<String, String> {
        self.total.add(&told.path, told.counts, told.problem.as_deref());
        // Only SARIF puts together at its end all that could not be read.
        self.problems.extend(told.problem.filter(|_| self.style.format == OutputFormat::Sarif));
        self.results.extend(told.results);
        if told.text.is_empty() { Ok(String::new()) } else { self.next(&told.text) }
    }

    fn next(&mut self, words: &str) -> Result<String, String> {
        let is_first = !std::mem::replace(&mut self.is_open, true);
        let between = match (self.style.format, &self.style.overview) {
            (OutputFormat::Json, _) if is_first => json::OPEN.to_owned(),
            (OutputFormat::Json, _) => json::BETWEEN.to_owned(),
            (OutputFormat::Csv, _) if is_first => csv::head().map_err(unwritten)?,
            (OutputFormat::Csv, _) => String::new(),
            (_, Some(overview)) if is_first => format!("{}\n", overview.head()),
            (_, Some(_)) => "\n".to_owned(),
            _ if is_first => String::new(),
            _ => "\n\n".to_owned(),
        };
        Ok(format!("{between}{words}"))
    }

    /// The last words, after those of the last file; `None` if there is nothing to tell.
    ///
    /// # Errors
    /// The results cannot be written in their format; no case is known.
    pub(super) fn close(&mut self) -> Result<Option<String>, String> {
        let last = match self.style.format {
            // Every line has its end.
            OutputFormat::Csv if self.is_open => return Ok(Some(String::new())),
            OutputFormat::Csv => return self.next("").map(Some),
            OutputFormat::Human => {
                let mut lines = match self.style.overview {
                    Some(_) => self.total.unread(self.style.look),
                    None => Vec::new(),
                };
                if self.total.files() > 1 {
                    lines.push(match self.style.overview {
                        Some(_) => self.total.sum(),
                        None => self.total.lines(),
                    });
                }
                if lines.is_empty() { String::new() } else { self.next(&lines.join("\n"))? }
            }
            OutputFormat::Json => json::CLOSE.to_owned(),
            OutputFormat::Sarif => {
                self.is_open = true;
                let results = std::mem::take(&mut self.results);
                let log = sarif::log(results, &self.problems, &self.style.rules);
                serde_json::to_string_pretty(&log).map_err(unwritten)?
            }
        };
        Ok(self.is_open.then(|| format!("{last}\n")))
    }
}

/// What `--format json` says of one file.
fn entry(one: &Loaded, fixed: Option<&Fixed>) -> File {
    let file = File::new(&one.source, about(&one.checked), &one.checked.findings);
    match fixed {
        Some(fixed) => file.with_fixed(&fixed.changes),
        None => file,
    }
}

/// What SARIF says of a rule: the same words as `nianbao explain`.
fn rule_text(rule: &Rule) -> RuleText {
    let help = format!(
        "为什么：{}\n不通过的例子：{}\n通过的例子：{}\n依据：{}",
        rule.why, rule.fails.text, rule.passes.text, rule.source
    );
    RuleText { code: rule.code.0, title: rule.title, what: rule.what, help }
}
