//! What the check has to say: typed values, turned into text in one place.

mod fix;
pub mod human;
pub mod json;
pub mod sarif;

pub use fix::{Change, Fix};

use crate::source::Span;

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
///
/// The wording is a template with `{name}` for each of the named values, so that other outputs can
/// have the values themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule.
    pub code: Code,
    /// How grave it is.
    pub severity: Severity,
    /// What is wrong, with `{name}` for each value.
    pub template: &'static str,
    /// How to mend it, with `{name}` for each value.
    pub help_template: Option<&'static str>,
    /// The named values.
    pub values: Vec<(&'static str, String)>,
    /// Where.
    pub span: Span,
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

/// A cell that takes part in a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellRef {
    /// Cell path.
    pub path: String,
    /// Where it stands.
    pub span: Span,
    /// Its value as it is written; empty if it is blank.
    pub value: String,
}

impl Diagnostic {
    /// A finding at a place.
    pub fn new(code: Code, severity: Severity, span: Span, template: &'static str) -> Self {
        Self {
            code,
            severity,
            template,
            help_template: None,
            values: Vec::new(),
            span,
            label: String::new(),
            labels: Vec::new(),
            notes: Vec::new(),
            facts: Vec::new(),
            cells: Vec::new(),
            expected: None,
            actual: None,
            accepted: None,
            fix: None,
            left: Vec::new(),
        }
    }

    /// An error at a place.
    pub fn error(code: Code, span: Span, template: &'static str) -> Self {
        Self::new(code, Severity::Error, span, template)
    }

    /// A warning at a place.
    pub fn warning(code: Code, span: Span, template: &'static str) -> Self {
        Self::new(code, Severity::Warning, span, template)
    }

    /// Names a value that the wording uses.
    #[must_use]
    pub fn value(mut self, name: &'static str, value: impl ToString) -> Self {
        self.values.push((name, value.to_string()));
        self
    }

    /// Says how to mend it.
    #[must_use]
    pub fn help(mut self, template: &'static str) -> Self {
        self.help_template = Some(template);
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

    /// What is wrong, in words.
    pub fn message(&self) -> String {
        fill(self.template, &self.values)
    }

    /// How to mend it, in words.
    pub fn help_text(&self) -> Option<String> {
        self.help_template.map(|template| fill(template, &self.values))
    }

    /// True if the finding stands against the exit status: it is an error that nobody accepted.
    pub fn is_open_error(&self) -> bool {
        self.severity == Severity::Error && self.accepted.is_none()
    }
}

/// Puts values into a template; a name without a value stays as it is, and values are not searched.
fn fill(template: &str, values: &[(&'static str, String)]) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let known = after.split_once('}').and_then(|(name, tail)| {
            values.iter().find(|(known, _)| *known == name).map(|(_, value)| (value, tail))
        });
        rest = match known {
            Some((value, tail)) => {
                text.push_str(value);
                tail
            }
            None => {
                text.push('{');
                after
            }
        };
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_go_into_the_template_once() {
        let values = [("a", "{b}".to_owned()), ("b", "2".to_owned())];
        assert_eq!(fill("{a}+{b}={c} {", &values), "{b}+2={c} {");
    }
}
