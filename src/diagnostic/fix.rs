//! How a finding is mended, as a value.

use crate::source::{Edit, Source, Span};

/// The mend of a finding, where nothing else can be meant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fix {
    /// What is written where, in the order of the text and apart from each other.
    pub edits: Vec<Edit>,
    /// What that changes, as a person sees it.
    pub changes: Vec<Change>,
    /// The places of further findings of the rule that it mends too. It falls away if one of them is
    /// accepted.
    pub also: Vec<Span>,
}

/// A change of the data file as a person sees it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// Where it stands in the source.
    pub span: Span,
    /// The line of the source, from 1; the edits move no line.
    pub line: usize,
    /// The place in official words.
    pub place: String,
    /// Path of the cell; `None` for what stands in a text.
    pub path: Option<String>,
    /// What stood there; empty for a blank cell.
    pub old: String,
    /// What stands there now.
    pub new: String,
}

impl Change {
    /// A change in a text of the file.
    pub fn in_text(source: &Source, span: Span, place: String, old: String, new: String) -> Self {
        Self { span, line: source.line(span.start), place, path: None, old, new }
    }

    /// A change in a cell, with its place in official words and its path.
    pub fn in_cell(
        source: &Source,
        span: Span,
        (place, path): (String, String),
        old: String,
        new: String,
    ) -> Self {
        Self { path: Some(path), ..Self::in_text(source, span, place, old, new) }
    }

    /// The change in words: `“总计”列：76 → 75`.
    pub fn words(&self) -> String {
        let shown = |text: &str| if text.is_empty() { "空白".to_owned() } else { text.to_owned() };
        format!("{}：{} → {}", self.place, shown(&self.old), shown(&self.new))
    }
}

impl Fix {
    /// The changes in words.
    pub fn words(&self) -> String {
        self.changes.iter().map(Change::words).collect::<Vec<_>>().join("；")
    }
}
