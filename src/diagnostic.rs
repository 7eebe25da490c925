//! What the check has to say: typed values, turned into text in one place.

pub mod csv;
mod fix;
pub mod human;
pub mod json;
pub mod sarif;

pub use fix::{Change, Fix};
use serde::Serialize;

use crate::source::{Source, Span};

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The report must not be published so.
    Error,
    /// A person must look.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// Name in machine-readable output.
    pub fn id(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }

    /// Name for people.
    pub fn words(self) -> &'static str {
        match self {
            Severity::Error => "错误",
            Severity::Warning => "提醒",
            Severity::Note => "提示",
        }
    }
}

/// A stable, public code of a rule, e.g. `T103`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub &'static str);

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule.
    pub code: Code,
    /// How grave it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// How to mend it, in a data file as in a published report; see [`Diagnostic::advice`].
    pub help: Option<String>,
    /// What else helps who has the data file: its keys, its lines, a written reason.
    pub help_in_file: Option<String>,
    /// What else helps who has only the report as it was published.
    pub help_in_report: Option<String>,
    /// Where.
    pub span: Span,
    /// Where in a published file, if that is what was checked: then `span` is of no file that anybody has.
    pub place: Option<PublishedPlace>,
    /// Words at the place itself.
    pub label: String,
    /// Further places, with words for each.
    pub labels: Vec<(Span, String)>,
    /// Calculations, one each, such as the two sides of an equation.
    pub notes: Vec<String>,
    /// What the finding is compared with, one sentence each, such as a place in last year's file.
    pub facts: Vec<String>,
    /// Every cell that takes part.
    pub cells: Vec<CellRef>,
    /// Those that were probably filled in wrongly, where the words name them: nobody has to look at the others first.
    pub suspects: Vec<CellRef>,
    /// The key of the section that it is on, where its place does not show it.
    pub section: Option<String>,
    /// The computed value.
    pub expected: Option<String>,
    /// The stated value.
    pub actual: Option<String>,
    /// The agency's written reason, if it has accepted the finding.
    pub accepted: Option<String>,
    /// How it is mended, where that is certain.
    pub fix: Option<Fix>,
    /// Why it is not, where that is worth saying: one sentence each, without its full stop.
    pub left: Vec<String>,
}

/// A place in a published file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PublishedPlace {
    /// As a person would look for it: `表格2 第4行第8列`; empty if it is not known.
    pub words: String,
    /// Line of a text, from 1.
    pub line: Option<usize>,
    /// Cell of that line, from 1.
    pub column: Option<usize>,
}

/// A cell that takes part in a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellRef {
    /// Cell path.
    pub path: String,
    /// Where it stands.
    pub span: Span,
    /// Its value as it is written; empty if it is blank.
    pub value: String,
    /// Where in a published file, if that is what was checked.
    pub place: Option<PublishedPlace>,
}

impl Diagnostic {
    /// A finding at a place.
    pub fn new(code: Code, severity: Severity, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            message: message.into(),
            help: None,
            help_in_file: None,
            help_in_report: None,
            span,
            place: None,
            label: String::new(),
            labels: Vec::new(),
            notes: Vec::new(),
            facts: Vec::new(),
            cells: Vec::new(),
            suspects: Vec::new(),
            section: None,
            expected: None,
            actual: None,
            accepted: None,
            fix: None,
            left: Vec::new(),
        }
    }

    /// An error at a place.
    pub fn error(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, span, message)
    }

    /// A warning at a place.
    pub fn warning(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, span, message)
    }

    /// Says how to mend it, whatever was checked.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says what helps in a data file alone.
    #[must_use]
    pub fn help_in_file(mut self, help: impl Into<String>) -> Self {
        self.help_in_file = Some(help.into());
        self
    }

    /// Says what helps in a published report alone.
    #[must_use]
    pub fn help_in_report(mut self, help: impl Into<String>) -> Self {
        self.help_in_report = Some(help.into());
        self
    }

    /// How to mend it in what was checked: who reads of a published report has no data file.
    pub fn advice(&self) -> Option<String> {
        let own = if self.place.is_some() { &self.help_in_report } else { &self.help_in_file };
        let parts: Vec<&str> = [&self.help, own].into_iter().flatten().map(String::as_str).collect();
        (!parts.is_empty()).then(|| parts.join("；"))
    }

    /// Names the section that it is on.
    #[must_use]
    pub fn in_section(mut self, key: &str) -> Self {
        self.section = Some(key.to_owned());
        self
    }

    /// Puts words at the place itself.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Says what mends it.
    #[must_use]
    pub fn fix(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix;
        self
    }

    /// Marks a further place with words.
    #[must_use]
    pub fn mark(mut self, span: Span, words: impl Into<String>) -> Self {
        self.labels.push((span, words.into()));
        self
    }

    /// Marks further places without words.
    #[must_use]
    pub fn also(mut self, spans: impl IntoIterator<Item = Span>) -> Self {
        self.labels.extend(spans.into_iter().map(|span| (span, String::new())));
        self
    }

    /// Names the cells that take part.
    #[must_use]
    pub fn cells(mut self, cells: Vec<CellRef>) -> Self {
        self.cells = cells;
        self
    }

    /// Marks the first of its cells with words.
    #[must_use]
    pub fn mark_cell(mut self, words: &str) -> Self {
        self.labels = self.cells.iter().take(1).map(|cell| (cell.span, words.to_owned())).collect();
        self
    }

    /// Adds what it is compared with.
    #[must_use]
    pub fn fact(mut self, fact: String) -> Self {
        self.facts.push(fact);
        self
    }

    /// Gives the computed value.
    #[must_use]
    pub fn expected(mut self, value: impl ToString) -> Self {
        self.expected = Some(value.to_string());
        self
    }

    /// Gives the stated value.
    #[must_use]
    pub fn actual(mut self, value: impl ToString) -> Self {
        self.actual = Some(value.to_string());
        self
    }
}

/// Where a finding is, as a person looks for it: `第 31 行第 5 列`, in a published file `表格2 第4行第8列`; empty for
/// the file as a whole.
pub(crate) fn place(source: &Source, finding: &Diagnostic) -> String {
    if let Some(place) = &finding.place {
        return place.words.clone();
    }
    if finding.span == Span::default() || source.text().is_empty() {
        return String::new();
    }
    let at = source.position(finding.span.start);
    format!("第 {} 行第 {} 列", at.line, at.column)
}

/// How many findings of each kind there are; those that were accepted count as nothing else.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
    /// Accepted with a written reason.
    pub accepted: usize,
}

impl std::ops::Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            errors: self.errors + other.errors,
            warnings: self.warnings + other.warnings,
            notes: self.notes + other.notes,
            accepted: self.accepted + other.accepted,
        }
    }
}

impl Counts {
    /// The counts of these findings.
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Diagnostic>) -> Self {
        let mut counts = Self::default();
        for finding in findings {
            *match (&finding.accepted, finding.severity) {
                (Some(_), _) => &mut counts.accepted,
                (None, Severity::Error) => &mut counts.errors,
                (None, Severity::Warning) => &mut counts.warnings,
                (None, Severity::Note) => &mut counts.notes,
            } += 1;
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advice_fits_what_was_checked() {
        let finding = Diagnostic::error(Code("T101"), Span::default(), "");
        assert_eq!(finding.advice(), None);
        let finding = finding.help("请核对").help_in_file("改 year").help_in_report("改标题");
        assert_eq!(finding.advice().as_deref(), Some("请核对；改 year"));
        let published = Diagnostic { place: Some(PublishedPlace::default()), ..finding };
        assert_eq!(published.advice().as_deref(), Some("请核对；改标题"));
        let only = Diagnostic { help: None, help_in_report: None, ..published };
        assert_eq!(only.advice(), None);
    }

    #[test]
    fn what_is_accepted_counts_as_nothing_else() {
        let finding = |severity, accepted: Option<&str>| Diagnostic {
            accepted: accepted.map(str::to_owned),
            ..Diagnostic::new(Code("T101"), severity, Span::default(), "")
        };
        let findings = [
            finding(Severity::Error, None),
            finding(Severity::Error, Some("机构改革")),
            finding(Severity::Warning, None),
            finding(Severity::Warning, None),
            finding(Severity::Note, None),
            finding(Severity::Note, Some("机构改革")),
        ];
        assert_eq!(Counts::of(&findings), Counts { errors: 1, warnings: 2, notes: 1, accepted: 2 });
    }
}
