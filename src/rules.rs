//! What the check finds: the list of rules, and their run.
//!
//! A rule is one file, named by the defect: it looks at what it declares and returns findings. Adding a rule is
//! one file and its name in its group.

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
mod meant;
pub(crate) mod narrative;
#[cfg(test)]
mod page;
mod passages;
mod published;
mod rule;
mod section;
mod statements;
mod stock;
pub(crate) mod totals;
mod words;
mod years;

#[cfg(test)]
mod testing;

pub use bindings::bindings;

pub use rule::{Acceptance, Example, Rule, Sample};
use rule::{CellAt, FileRead, Look, RowAt, Subject};

use crate::copied::Marks;
use crate::diagnostic::json::Binding;
use crate::diagnostic::{Counts, Diagnostic, Severity};
use crate::format::Forms;
use crate::published as published_report;
use crate::report::{Fault, LastYear, Reading, Report, read};
use crate::source::{Source, Span};
use statements::Statements;

/// The groups of rules.
const GROUPS: [&[Rule]; 7] = [
    data::RULES,
    totals::RULES,
    years::RULES,
    narrative::RULES,
    form::RULES,
    published::RULES,
    acceptance::RULES,
];

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
    /// How many findings of each kind there are.
    pub fn counts(&self) -> Counts {
        Counts::of(&self.findings)
    }

    /// True if the report must not be published so.
    pub fn has_errors(&self) -> bool {
        self.counts().errors > 0
    }
}

/// Reads a data file and lets every rule look at it.
pub fn check(source: &Source, forms: &Forms) -> Checked {
    check_reading(read(source, forms), source, forms, LastYear::None)
}

/// Lets every rule look at a data file that has been read, with last year's beside it.
pub fn check_reading(reading: Reading, source: &Source, forms: &Forms, last_year: LastYear) -> Checked {
    run(reading, source, forms, last_year, |_| ()).0
}

/// The same, with what each number of the narrative was taken for (see [`bindings()`]): the sentences are
/// read once for both.
pub fn check_with_bindings(
    reading: Reading,
    source: &Source,
    forms: &Forms,
    last_year: LastYear,
) -> (Checked, Vec<Binding>) {
    let (checked, bound) =
        run(reading, source, forms, last_year, |statements| bindings::of(statements, source));
    (checked, bound.unwrap_or_default())
}

/// The same, with what tells who may have copied the narrative (see [`Marks`]), likewise.
pub fn check_with_marks(
    reading: Reading,
    source: &Source,
    forms: &Forms,
    last_year: LastYear,
) -> (Checked, Marks) {
    let (checked, marks) = run(reading, source, forms, last_year, |statements| statements.marks());
    (checked, marks.unwrap_or_default())
}

/// Lets every rule look at a published report: at the data file that it makes, and at the account of its reading.
/// Findings say where in the report they are; `reading` is that data file as it was read, `source` its text.
pub fn check_published(
    published: &published_report::Reading,
    reading: Reading,
    source: &Source,
    forms: &Forms,
    last_year: LastYear,
) -> Checked {
    on_published(published, check_reading(reading, source, forms, last_year), source)
}

/// What was found in the data file that a published report makes, as findings on that report.
pub fn on_published(published: &published_report::Reading, mut checked: Checked, source: &Source) -> Checked {
    checked.findings.retain(|finding| published::is_on_report(finding, published, source));
    for finding in &mut checked.findings {
        published::lead_to_source(finding, published, checked.report.as_ref());
    }
    checked.findings.extend(published::findings(published));
    checked
}

/// What of a published report is not as the form has it (the rules P501 to P506). `source` is the data file that it
/// makes.
pub fn published_remarks(
    published: &published_report::Reading,
    source: &Source,
    forms: &Forms,
) -> Vec<Diagnostic> {
    let all = check_published(published, read(source, forms), source, forms, LastYear::None).findings;
    all.into_iter().filter(|finding| published::RULES.iter().any(|rule| rule.code == finding.code)).collect()
}

/// Lets every rule look, and tells what else is asked of the sentences if the file reads.
fn run<T>(
    reading: Reading,
    source: &Source,
    forms: &Forms,
    last_year: LastYear,
    ask: impl FnOnce(&Statements<'_>) -> T,
) -> (Checked, Option<T>) {
    let Reading { mut report, mut faults } = reading;
    if let Some(report) = &mut report {
        if let LastYear::Unavailable(reason) = &last_year {
            let span = report.previous.as_ref().map(|previous| previous.span);
            faults.push(Fault::NoLastYear { span, reason: reason.clone() });
        }
        report.last_year = last_year;
    }
    let form = report.as_ref().map(|report| &*report.form);
    let year = report.as_ref().and_then(|report| Some(report.year.as_ref()?.value));
    let file = FileRead { source, forms, faults: &faults, form, year };
    let statements = report.as_ref().map(Statements::new);
    let subject = report.as_ref().zip(statements.as_ref());
    let subject =
        subject.map(|(report, statements)| Subject { source, forms, faults: &faults, report, statements });
    let mut findings: Vec<Diagnostic> =
        rules().flat_map(|rule| rule.findings(&file, subject.as_ref())).collect();
    let answer = statements.as_ref().map(ask);
    if let Some(report) = &report {
        accept::apply(source, report, &mut findings);
        section::name(report, &mut findings);
    }
    // In the order of the file; a remark on the file as a whole comes last.
    let is_remark =
        |finding: &Diagnostic| finding.severity != Severity::Error && finding.span == Span::default();
    findings.sort_by_key(|finding| (is_remark(finding), finding.span.start, finding.code));
    if let Some(report) = &report {
        totals::mend::attach(report, source, false, &mut findings);
    }
    (Checked { report, findings }, answer)
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
            Sample::Published => return testing::codes_of_published(example.edits),
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
            assert!(failing.contains(&code), "the failing example of {code} is found by {failing:?} only");
            assert_eq!(codes(&rule.passes), [""; 0], "the passing example of {code} has findings");
        }
    }
}
