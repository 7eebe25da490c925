//! What the check finds: the list of rules, and their run.
//!
//! A rule is one file: it looks at a [`Subject`] and returns findings. Adding a rule is one file
//! and one line in [`RULES`].

mod d001;
mod d002;
mod d003;
mod d004;
mod d005;
mod d006;
mod d007;
mod d011;
mod d012;
mod s401;
mod s403;
mod s405;
mod t101;
mod t102;
mod t103;
mod t104;
mod totals;
mod words;

#[cfg(test)]
mod testing;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::format::Forms;
use crate::report::{Fault, Reading, Report, read};
use crate::source::{Source, Span};

/// One rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Its public code.
    pub code: Code,
    /// What it finds, in a few words.
    pub title: &'static str,
    /// Looks for what it finds.
    pub check: fn(&Subject<'_>) -> Vec<Diagnostic>,
}

/// What a rule looks at.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The data file.
    pub source: &'a Source,
    /// The forms at hand.
    pub forms: &'a Forms,
    /// What the reader met.
    pub faults: &'a [Fault],
    /// The report; `None` if the file does not read.
    pub report: Option<&'a Report>,
}

/// Every rule.
pub const RULES: &[Rule] = &[
    d001::RULE,
    d002::RULE,
    d003::RULE,
    d004::RULE,
    d005::RULE,
    d006::RULE,
    d007::RULE,
    d011::RULE,
    d012::RULE,
    t101::RULE,
    t102::RULE,
    t103::RULE,
    t104::RULE,
    s401::RULE,
    s403::RULE,
    s405::RULE,
];

/// A data file, read and checked.
#[derive(Debug)]
pub struct Checked {
    /// The report; `None` if the file does not read.
    pub report: Option<Report>,
    /// Findings in the order of the file.
    pub findings: Vec<Diagnostic>,
}

impl Checked {
    /// True if the report must not be published so.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(Diagnostic::is_open_error)
    }
}

/// Reads a data file and lets every rule look at it.
pub fn check(source: &Source, forms: &Forms) -> Checked {
    let Reading { report, faults } = read(source, forms);
    let subject = Subject { source, forms, faults: &faults, report: report.as_ref() };
    let mut findings: Vec<Diagnostic> = RULES.iter().flat_map(|rule| (rule.check)(&subject)).collect();
    // In the order of the file; a remark on the file as a whole comes last.
    let is_remark =
        |finding: &Diagnostic| finding.severity != Severity::Error && finding.span == Span::default();
    findings.sort_by_key(|finding| (is_remark(finding), finding.span.start, finding.code));
    Checked { report, findings }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn codes_are_unique_and_titled() {
        let codes: HashSet<&str> = RULES.iter().map(|rule| rule.code.0).collect();
        assert_eq!(codes.len(), RULES.len());
        for rule in RULES {
            assert!(!rule.title.is_empty(), "{}", rule.code.0);
        }
    }
}
