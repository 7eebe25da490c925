//! `check --summary`: one line a file, in columns.

use std::path::{Path, PathBuf};

use unicode_width::UnicodeWidthStr;

use super::total::{column, padded};
use crate::cli::files::shown;
use crate::diagnostic::Counts;

/// What a file came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Passed,
    Failed,
    Unread,
}

impl Outcome {
    fn words(self) -> &'static str {
        match self {
            Outcome::Passed => "通过",
            Outcome::Failed => "须改正",
            Outcome::Unread => "读不了",
        }
    }
}

/// The columns of an overview.
#[derive(Debug)]
pub(super) struct Overview {
    /// Columns of the names of files.
    names: usize,
}

const OUTCOME: usize = 6;
const COUNT: usize = 6;

impl Overview {
    /// An overview of these files.
    pub fn new(files: &[PathBuf]) -> Self {
        let names: Vec<String> = files.iter().map(|path| shown(path)).collect();
        Self { names: column(names.iter().map(String::as_str).chain(["文件"])) }
    }

    /// What the columns are called.
    pub fn head(&self) -> String {
        self.cells("文件", "结果", ["错误", "提醒"].map(str::to_owned), "机关")
    }

    /// The line of a file.
    pub fn line(&self, path: &Path, outcome: Outcome, counts: Counts, agency: &str) -> String {
        let counts = match outcome {
            Outcome::Unread => ["-", "-"].map(str::to_owned),
            _ => [counts.errors, counts.warnings].map(|count| count.to_string()),
        };
        self.cells(&shown(path), outcome.words(), counts, agency)
    }

    fn cells(&self, name: &str, outcome: &str, counts: [String; 2], agency: &str) -> String {
        let right = |count: &String| format!("{}{count}", " ".repeat(COUNT.saturating_sub(count.width())));
        let counts = counts.iter().map(right).collect::<String>();
        let line = format!("{}  {}{counts}  {agency}", padded(name, self.names), padded(outcome, OUTCOME));
        line.trim_end().to_owned()
    }
}
