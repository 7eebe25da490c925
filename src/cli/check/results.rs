//! What a check says of its files, one after another: the results of a file are let go of as soon as they
//! are told, so that what is kept does not grow with the number of files.

use std::path::Path;

use serde_json::Value;

use super::{about, accepted_words, human_text};
use crate::cli::OutputFormat;
use crate::cli::fix::Fixed;
use crate::cli::load::{Loaded, load, load_with_bindings};
use crate::diagnostic::Counts;
use crate::diagnostic::human::Look;
use crate::diagnostic::json::{self, File};
use crate::diagnostic::sarif::{self, RuleText};
use crate::format::Forms;
use crate::rules::{Rule, rules};

/// What is told of one file.
#[derive(Default)]
pub(super) struct Told {
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
}

impl Style {
    pub(super) fn new(format: OutputFormat, look: Look) -> Self {
        let rules = match format {
            OutputFormat::Sarif => rules().map(rule_text).collect(),
            _ => Vec::new(),
        };
        Self { format, look, rules }
    }

    /// Checks a file, and says what is told of it.
    ///
    /// # Errors
    /// The results cannot be written as JSON; no case is known.
    pub(super) fn told(
        &self,
        path: &Path,
        last: Option<&Path>,
        forms: &Forms,
        fixed: Option<&Fixed>,
    ) -> Result<Told, serde_json::Error> {
        let loaded = match self.format {
            OutputFormat::Json => load_with_bindings(path, last, forms),
            _ => load(path, last, forms).map(|one| (one, Vec::new())),
        };
        let mut told = Told::default();
        let (one, bindings) = match loaded {
            Ok(loaded) => loaded,
            Err(problem) => {
                if self.format == OutputFormat::Json {
                    told.text = json::nested(&File::unreadable(path.display().to_string(), problem.clone()))?;
                }
                return Ok(Told { problem: Some(problem), ..told });
            }
        };
        told.counts = one.checked.counts();
        let findings = &one.checked.findings;
        match self.format {
            OutputFormat::Json => told.text = json::nested(&entry(&one, fixed).with_bindings(bindings))?,
            OutputFormat::Human => told.text = human_text(&one.source, findings, self.look),
            OutputFormat::Sarif => told.results = sarif::results(&one.source, findings, &self.rules),
        }
        Ok(told)
    }
}

/// What has been told of the files so far.
pub(super) struct Results<'s> {
    style: &'s Style,
    /// True once the words of a file stand there, from which the next are set apart.
    is_open: bool,
    files: usize,
    counts: Counts,
    problems: Vec<String>,
    results: Vec<Value>,
}

impl<'s> Results<'s> {
    pub(super) fn new(style: &'s Style) -> Self {
        let (counts, problems, results) = (Counts::default(), Vec::new(), Vec::new());
        Self { style, is_open: false, files: 0, counts, problems, results }
    }

    /// The next words, after those of a further file.
    pub(super) fn add(&mut self, told: Told) -> String {
        self.files += 1;
        self.counts = self.counts + told.counts;
        self.problems.extend(told.problem);
        self.results.extend(told.results);
        if told.text.is_empty() { String::new() } else { self.next(&told.text) }
    }

    fn next(&mut self, words: &str) -> String {
        let is_first = !std::mem::replace(&mut self.is_open, true);
        let between = match self.style.format {
            OutputFormat::Json if is_first => json::OPEN,
            OutputFormat::Json => json::BETWEEN,
            _ if is_first => "",
            _ => "\n\n",
        };
        format!("{between}{words}")
    }

    /// The last words, after those of the last file; `None` if there is nothing to tell.
    ///
    /// # Errors
    /// The results cannot be written as JSON; no case is known.
    pub(super) fn close(mut self) -> Result<Option<String>, serde_json::Error> {
        let last = match self.style.format {
            OutputFormat::Human if self.files > 1 => self.next(&self.total()),
            OutputFormat::Human => String::new(),
            OutputFormat::Json => json::CLOSE.to_owned(),
            OutputFormat::Sarif => {
                self.is_open = true;
                serde_json::to_string_pretty(&sarif::log(self.results, &self.problems, &self.style.rules))?
            }
        };
        Ok(self.is_open.then(|| format!("{last}\n")))
    }

    /// One line over several files.
    fn total(&self) -> String {
        let Counts { errors, warnings, accepted, .. } = self.counts;
        let accepted = accepted_words(accepted);
        let unread = match self.problems.len() {
            0 => String::new(),
            unread => format!("；{unread} 个文件无法读取"),
        };
        format!("共 {} 个文件：{errors} 处错误，{warnings} 处提醒{accepted}{unread}", self.files)
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
