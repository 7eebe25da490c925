//! What the check finds: the list of rules, and their run.
//!
//! A rule is one file, named by the defect: it looks at a [`Subject`] and returns findings. Adding a rule is
//! one file and one line in its group.

/// The rules of a group: each is a file of the folder, named by the defect.
macro_rules! group {
    ($($rule:ident),* $(,)?) => {
        $(pub(crate) mod $rule;)*

        /// The rules of the group, in the order of their codes.
        pub(super) const RULES: &[crate::rules::Rule] = &[$($rule::RULE),*];
    };
}

mod accept;
mod acceptance;
mod bindings;
mod data;
mod form;
mod headings;
pub(crate) mod narrative;
pub mod page;
mod passages;
mod statements;
mod stock;
pub(crate) mod totals;
mod words;
mod years;

#[cfg(test)]
mod testing;

pub use bindings::bindings;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::format::Forms;
use crate::prose::Prose;
use crate::report::{Fault, LastYear, Reading, Report, Text, read};
use crate::source::{Source, Span};
pub use statements::Statements;

/// One rule, with the explanation that `nianbao explain` prints.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Its public code.
    pub code: Code,
    /// What it finds, in a few words.
    pub title: &'static str,
    /// What it looks at and finds, in full sentences.
    pub what: &'static str,
    /// Why it is a fault (为什么).
    pub why: &'static str,
    /// Where that is laid down (依据).
    pub source: &'static str,
    /// An example that fails.
    pub fails: Example,
    /// An example that passes.
    pub passes: Example,
    /// Looks for what it finds.
    pub check: fn(&Subject<'_>) -> Vec<Diagnostic>,
}

/// An example of a rule: what is shown, and the edits that make a whole report of it.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// What is shown.
    pub text: &'static str,
    /// The sound report that is edited.
    pub sample: Sample,
    /// What is replaced in it, each at its first place.
    pub edits: &'static [(&'static str, &'static str)],
    /// What is replaced in last year's report, `examples/qinghe-2023.toml`; `None` if the rule looks
    /// at one year only.
    pub last: Option<&'static [(&'static str, &'static str)]>,
}

impl Example {
    /// An example in the sample of form 2021.
    pub const fn new(text: &'static str, edits: &'static [(&'static str, &'static str)]) -> Self {
        Self { text, sample: Sample::Form2021, edits, last: None }
    }

    /// An example in the sample of form 2019.
    pub const fn form_2019(text: &'static str, edits: &'static [(&'static str, &'static str)]) -> Self {
        Self { text, sample: Sample::Form2019, edits, last: None }
    }

    /// An example in the sample of form 2021 as the report of a government.
    pub const fn government(text: &'static str, edits: &'static [(&'static str, &'static str)]) -> Self {
        Self { text, sample: Sample::Government, edits, last: None }
    }

    /// The same example with last year's report beside it.
    #[must_use]
    pub const fn with_last(self, last: &'static [(&'static str, &'static str)]) -> Self {
        Self { last: Some(last), ..self }
    }
}

/// The sound report that an example edits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sample {
    /// `examples/qinghe-2024.toml`.
    Form2021,
    /// The same as the report of a government.
    Government,
    /// `examples/baoshan-2019.toml`.
    Form2019,
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
    /// What the narrative states, read once for all rules on it.
    pub statements: Option<&'a Statements<'a>>,
}

impl<'a> Subject<'a> {
    /// The narrative, with the figures in place.
    pub fn narrative(&self) -> impl Iterator<Item = (&'a Prose, &'a Text)> {
        let narratives = self.statements.into_iter().flat_map(|statements| &statements.narratives);
        narratives.map(|narrative| (&narrative.prose, narrative.text))
    }
}

/// The groups of rules.
const GROUPS: [&[Rule]; 6] =
    [data::RULES, totals::RULES, years::RULES, narrative::RULES, form::RULES, acceptance::RULES];

/// Every rule, in the order of their codes.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    GROUPS.into_iter().flatten()
}

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

    /// True if there are warnings that nobody has accepted.
    pub fn has_warnings(&self) -> bool {
        self.findings.iter().any(|f| f.severity == Severity::Warning && f.accepted.is_none())
    }
}

/// Reads a data file and lets every rule look at it.
pub fn check(source: &Source, forms: &Forms) -> Checked {
    check_reading(read(source, forms), source, forms, LastYear::None)
}

/// Lets every rule look at a data file that has been read, with last year's beside it.
pub fn check_reading(reading: Reading, source: &Source, forms: &Forms, last_year: LastYear) -> Checked {
    let Reading { mut report, faults } = reading;
    if let Some(report) = &mut report {
        report.last_year = last_year;
    }
    let statements = report.as_ref().map(Statements::new);
    let subject =
        Subject { source, forms, faults: &faults, report: report.as_ref(), statements: statements.as_ref() };
    let mut findings: Vec<Diagnostic> = rules().flat_map(|rule| (rule.check)(&subject)).collect();
    if let Some(report) = &report {
        accept::apply(source, report, &mut findings);
    }
    // In the order of the file; a remark on the file as a whole comes last.
    let is_remark =
        |finding: &Diagnostic| finding.severity != Severity::Error && finding.span == Span::default();
    findings.sort_by_key(|finding| (is_remark(finding), finding.span.start, finding.code));
    if let Some(report) = &report {
        totals::mend::attach(report, source, false, &mut findings);
    }
    Checked { report, findings }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    /// The findings of an example.
    fn codes(example: &Example) -> Vec<&'static str> {
        let forms = Forms::built_in();
        let sample = match example.sample {
            Sample::Form2021 => testing::SOUND.to_owned(),
            Sample::Government => testing::government(),
            Sample::Form2019 => testing::SOUND_2019.to_owned(),
        };
        let source = Source::new("年报.toml", testing::edit(&sample, example.edits));
        let last_year = match example.last {
            Some(edits) => testing::last_year(&testing::edit(testing::LAST, edits)),
            None => LastYear::None,
        };
        let checked = check_reading(read(&source, &forms), &source, &forms, last_year);
        checked.findings.iter().map(|finding| finding.code.0).collect()
    }

    #[test]
    fn codes_are_unique_and_every_rule_is_explained() {
        let unique: HashSet<&str> = rules().map(|rule| rule.code.0).collect();
        assert_eq!(unique.len(), rules().count());
        for rule in rules() {
            for text in [rule.title, rule.what, rule.why, rule.source, rule.fails.text, rule.passes.text] {
                assert!(!text.is_empty(), "{}", rule.code.0);
            }
        }
    }

    #[test]
    fn the_failing_example_of_each_rule_fails_it_and_the_passing_one_fails_none() {
        for rule in rules() {
            let code = rule.code.0;
            let failing = codes(&rule.fails);
            assert!(failing.contains(&code), "{code}: {failing:?}");
            assert_eq!(codes(&rule.passes), [""; 0], "{code}");
        }
    }
}
