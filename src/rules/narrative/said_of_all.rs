//! N319: what the narrative says of all of them is not so in the table.

use crate::diagnostic::{Code, Diagnostic};
use crate::format::{ColumnRole, RowRole};
use crate::prose::counts::Counts;
use crate::prose::item::{Item, Role, Sort};
use crate::prose::meaning::RESULTS;
use crate::prose::reading::{Bound, Reading, Term};
use crate::rules::statements::{Statements, Verdict, bounded, label};
use crate::rules::words::said_words;
use crate::rules::{Acceptance, Example, Look, Rule, Subject};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("N319"),
    title: "正文说全部如此，表格里有例外",
    what: "正文写明收到的申请均已办结或全部答复，行政复议、行政诉讼均为维持，申请全部由自然人提出，没有被纠正、\
           败诉的案件等，表中其他各格应为0。正文另外写明有结转下年度的，不看“均已办结”。",
    why: "“全部”“均”是不留余地的话，一格不为0就不成立，多是沿用往年的文字留下的。",
    source: "国办公开办函〔2021〕30号：年度报告内容应当准确、前后一致",
    fails: Example::new(
        "正文：因政府信息公开引起的行政复议5件，均为维持；表中结果维持3件、结果纠正1件",
        &[("除上述情况外，没有其他需要报告的事项。", "因政府信息公开引起的行政复议5件，均为维持。")],
    ),
    passes: Example::new(
        "正文：因政府信息公开引起的行政复议5件，其中维持3件",
        &[("除上述情况外，没有其他需要报告的事项。", "因政府信息公开引起的行政复议5件，其中维持3件。")],
    ),
    acceptance: Acceptance::Reason,
    look: Look::Report(check),
};

fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let statements = subject.statements;
    let all = statements.judged(&[Verdict::NotAll]);
    bounded(&RULE, all, |(narrative, item, _)| Some(finding(subject, statements, narrative, item)))
}

fn finding(
    subject: &Subject<'_>,
    statements: &Statements<'_>,
    narrative: &Counts<'_>,
    item: &Item,
) -> Diagnostic {
    let report = statements.report();
    let others: Vec<(Reading, String)> = exceptions(item)
        .into_iter()
        .filter_map(|reading| {
            let value = statements.ledger.value(reading.clone()).filter(|value| !value.is_zero())?;
            let words = format!("{}为{value}", label(report, &reading));
            Some((reading, words))
        })
        .collect();
    let stated = item.readings.first();
    let table = match (others.as_slice(), stated) {
        ([], Some(Bound { reading, value: Some(value), .. })) => {
            format!("{}为{value}", label(report, reading))
        }
        (others, _) => others.iter().map(|(_, words)| words.as_str()).collect::<Vec<_>>().join("、"),
    };
    let span = narrative.prose.locate(narrative.text, item.range.clone());
    let mut finding = RULE
        .warning(
            span,
            format!("正文{words}说的是全部，表中{table}", words = said_words(narrative, &item.words)),
        )
        .help("请核对原始台账：确有例外的，在正文写明；没有的，改正表格");
    let cells = others.iter().flat_map(|(reading, _)| reading.cells(report));
    finding.cells = subject.cells(cells);
    finding.labels = finding.cells.iter().take(1).map(|cell| (cell.span, "表中的数字".to_owned())).collect();
    finding
}

/// The cells that must be 0 if all are as it is said.
fn exceptions(item: &Item) -> Vec<Reading> {
    if item.role == Role::Rest {
        return item.readings.iter().map(|bound| bound.reading.clone()).collect();
    }
    let Some(term) = item.readings.first().and_then(|bound| bound.reading.0.first().copied()) else {
        return Vec::new();
    };
    let one = |row: RowRole, column: ColumnRole| Reading(vec![Term { row, column, ..term }]);
    match item.sort {
        Sort::Row(row) => {
            let others = RESULTS.into_iter().filter(|other| *other != row);
            others.map(|row| one(row, ColumnRole::Total)).collect()
        }
        Sort::Applicant(columns) => columns.others().map(|column| one(RowRole::Received, column)).collect(),
        Sort::Outcome(said) => {
            let all =
                [ColumnRole::Upheld, ColumnRole::Corrected, ColumnRole::OtherResult, ColumnRole::Pending];
            all.into_iter().filter(|column| *column != said).map(|column| one(term.row, column)).collect()
        }
        Sort::Case(said) => {
            let all = [RowRole::DirectLitigation, RowRole::LitigationAfterReconsideration];
            all.into_iter().filter(|row| *row != said).map(|row| one(row, ColumnRole::Total)).collect()
        }
        Sort::Other | Sort::Results | Sort::Decisions | Sort::Items | Sort::Withdrawn | Sort::Revised => {
            Vec::new()
        }
    }
}
