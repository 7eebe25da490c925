//! What the four rules on totals (勾稽关系) share. The sums themselves are data of the form.

group! {
    wrong_row_total,
    wrong_total_of_results,
    unbalanced_requests,
    wrong_total_of_cases,
}

mod cause;
pub(crate) mod mend;

use rust_decimal::Decimal;

use super::{Rule, Subject};
use crate::diagnostic::Diagnostic;
use crate::format::{Balance, CellId, Column, ColumnSet, Form, Kind, Row, Sum, Table};
use crate::report::{LARGEST, Report, State};
use crate::source::Span;
use cause::Cause;

/// A term of an equation with its official name and value.
pub(super) struct Term {
    id: CellId,
    name: String,
    value: Decimal,
}

/// What is to be said of an equation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Holds,
    Fails,
    /// A blank or unreadable cell takes part; that has its own finding.
    Unjudged,
}

impl Verdict {
    fn of(equal: bool) -> Self {
        if equal { Verdict::Holds } else { Verdict::Fails }
    }
}

/// A finding and the section whose table it is about.
type InSection = (usize, Diagnostic);

/// Says the likely cause of a table's faults once: in the finding that the clerk reads first.
pub(super) fn with_causes(subject: &Subject<'_>, findings: Vec<InSection>) -> Vec<Diagnostic> {
    let report = subject.report;
    let said = (!findings.is_empty()).then(|| cause::Said::of(subject.statements));
    let mut known: Option<(usize, Option<(Place, Cause)>)> = None;
    let mut told = Vec::new();
    for (section, finding) in findings {
        if known.as_ref().is_none_or(|(of, _)| *of != section) {
            let cause = cause::find(report, section, said.as_ref());
            known = Some((section, cause.zip(first_place(subject, section)).map(|(cause, at)| (at, cause))));
        }
        told.push(match known.as_ref().and_then(|(_, cause)| cause.as_ref()) {
            Some((first, cause)) if *first == place_of(&finding) => because(subject, cause, finding),
            Some(_) => Diagnostic {
                message: format!("与本表前一处差错多半同出一因：{}", finding.message),
                help_in_file: None,
                ..finding.help("照本表前一处所说改正后，请再检查一次")
            },
            None => finding,
        });
    }
    told
}

/// A finding that says its likely cause first. That the total itself is wrong, its message says anyhow.
fn because(subject: &Subject<'_>, cause: &Cause, finding: Diagnostic) -> Diagnostic {
    let report = subject.report;
    let own = finding.cells.first().map(|cell| cell.path.as_str());
    let is_own =
        |id: CellId| own == Some(report.form.path(id).as_str()) && mend::is_sum_of(report, id, &finding);
    let message = match cause.edits.as_slice() {
        [(id, _)] if is_own(*id) => finding.message.clone(),
        _ => format!("{}。{}", cause.slip, finding.message),
    };
    let help = format!("{}。{}", cause.words, finding.help.as_deref().unwrap_or_default());
    let suspects = subject.cells(cause.edits.iter().map(|(id, _)| *id));
    Diagnostic { message, suspects, ..finding.help(help) }
}

/// What the findings of a file are sorted by.
type Place = (usize, &'static str);

fn place_of(finding: &Diagnostic) -> Place {
    (finding.span.start, finding.code.0)
}

/// Where the first of all findings on a table stands.
fn first_place(subject: &Subject<'_>, section: usize) -> Option<Place> {
    let all = [
        rows_that_fail(subject, &wrong_row_total::RULE),
        columns_that_fail(subject, &wrong_total_of_results::RULE),
        balances_that_fail(subject, &unbalanced_requests::RULE),
        rows_that_fail(subject, &wrong_total_of_cases::RULE),
    ];
    let of_table = all.iter().flatten().filter(|(of, _)| *of == section);
    of_table.map(|(_, finding)| place_of(finding)).min()
}

/// The cells of a form whose row or column is a sum that a rule judges.
fn totals<'f>(
    form: &'f Form,
    rule: &'f Rule,
    of_cell: fn(&'f Row, &'f Column) -> Option<&'f Sum>,
) -> impl Iterator<Item = (CellId, &'f Row, &'f Column, &'f Sum)> {
    let of_row = move |section, (row, declared): (usize, &'f Row), set: &'f ColumnSet| {
        set.columns.iter().enumerate().filter_map(move |(column, of)| {
            let sum = of_cell(declared, of).filter(|sum| sum.code == rule.code.0)?;
            Some((CellId { section, row, column }, declared, of, sum))
        })
    };
    form.tables().flat_map(move |(section, _, table)| {
        let rows = table.rows.iter().enumerate();
        let rows = rows.filter_map(|row| Some((row, table.column_sets.get(row.1.set)?)));
        rows.flat_map(move |(row, set)| of_row(section, row, set))
    })
}

/// Stated totals of rows that differ from the sum of their columns.
pub(super) fn rows_that_fail(subject: &Subject<'_>, rule: &Rule) -> Vec<InSection> {
    let report = subject.report;
    let mut findings = Vec::new();
    for (id, row, column, sum) in totals(&report.form, rule, |_, column| column.sum.as_ref()) {
        let Some(stated) = stated(report, id) else { continue };
        let columns = || sum.addends.iter().map(|&column| CellId { column, ..id });
        if let Some(computed) = add(report, columns(), Report::value)
            && stated != computed
            && let Some(addends) = terms(report, columns(), false)
        {
            let (row, column) = (row.quoted(), &column.label);
            let message = format!("{row}行的{column}填的是 {stated}，各列相加应为 {computed}");
            let finding = wrong_total(subject, rule, id, message, &addends, stated, computed);
            findings.push((id.section, finding));
        }
    }
    findings
}

/// Stated totals of columns that differ from the sum of their rows.
pub(super) fn columns_that_fail(subject: &Subject<'_>, rule: &Rule) -> Vec<InSection> {
    let report = subject.report;
    let mut findings = Vec::new();
    for (id, row, column, sum) in totals(&report.form, rule, |row, _| row.sum.as_ref()) {
        let rows = || sum.addends.iter().map(|&row| CellId { row, ..id });
        // The sum of what is stated is right in nearly every total.
        if stated(report, id).is_none_or(|stated| add(report, rows(), Report::value) == Some(stated)) {
            continue;
        }
        let verdict = |column| column_total_verdict(report, CellId { column, ..id }, sum);
        if verdict(id.column) != Verdict::Fails || !columns_hold(column.sum.as_ref(), verdict) {
            continue;
        }
        let (Some(stated), Some(mut addends)) = (stated(report, id), terms(report, rows(), true)) else {
            continue;
        };
        for term in &mut addends {
            term.value = due(report, term.id).unwrap_or(term.value);
        }
        let computed: Decimal = addends.iter().map(|term| term.value).sum();
        let (row, column) = (row.quoted(), &column.label);
        let message = format!("“{column}”列的{row}填的是 {stated}，各行相加应为 {computed}");
        let finding = wrong_total(subject, rule, id, message, &addends, stated, computed);
        findings.push((id.section, finding));
    }
    findings
}

/// Equations between rows that do not hold.
pub(super) fn balances_that_fail(subject: &Subject<'_>, rule: &Rule) -> Vec<InSection> {
    let report = subject.report;
    let mut findings = Vec::new();
    for (section, _, table) in report.form.tables() {
        for balance in table.balances.iter().filter(|balance| balance.code == rule.code.0) {
            let set = balance
                .left
                .first()
                .and_then(|&row| table.rows.get(row))
                .and_then(|r| table.column_sets.get(r.set));
            for (column, declared) in set.map_or(&[][..], |set| &set.columns).iter().enumerate() {
                let stated = |rows: &[usize]| {
                    add(report, rows.iter().map(|&row| CellId { section, row, column }), Report::value)
                };
                if stated(&balance.left) == stated(&balance.right) {
                    continue;
                }
                let verdict = |column| balance_verdict(report, section, column, balance);
                if verdict(column) == Verdict::Fails && columns_hold(declared.sum.as_ref(), verdict) {
                    let finding = unbalanced(subject, rule, section, column, table, balance);
                    findings.extend(finding.map(|finding| (section, finding)));
                }
            }
        }
    }
    findings
}

/// A column that is the sum of others is judged only where all of those hold; its own sum is the
/// matter of [`rows_that_fail`].
fn columns_hold(sum: Option<&Sum>, verdict: impl Fn(usize) -> Verdict) -> bool {
    sum.is_none_or(|sum| sum.addends.iter().all(|&column| verdict(column) == Verdict::Holds))
}

/// A stated total of a column fails if it differs from the sum of its rows; in a column that is the
/// sum of others, from the sum of the rows' stated totals and from that of their computed ones, so
/// that one wrong row total is not reported of the column too.
fn column_total_verdict(report: &Report, id: CellId, sum: &Sum) -> Verdict {
    let rows = || sum.addends.iter().map(|&row| CellId { row, ..id });
    match (report.cell(id).map(|cell| &cell.state), report.sum(rows()), add(report, rows(), due)) {
        (Some(State::Number(stated)), Some(as_stated), Some(as_due)) => {
            Verdict::of(*stated == as_stated || *stated == as_due)
        }
        (Some(State::Absent) | None, Some(_), _) => Verdict::Holds,
        _ => Verdict::Unjudged,
    }
}

/// An equation fails only if it fails with the stated and with the computed totals in it: a stated
/// total that is wrong has its own finding.
fn balance_verdict(report: &Report, section: usize, column: usize, balance: &Balance) -> Verdict {
    let side = |rows: &[usize], value: fn(&Report, CellId) -> Option<Decimal>| {
        add(report, rows.iter().map(|&row| CellId { section, row, column }), value)
    };
    let sides = |value| Some(side(&balance.left, value)? == side(&balance.right, value)?);
    match (sides(Report::value), sides(due)) {
        (Some(stated), Some(computed)) => Verdict::of(stated || computed),
        _ => Verdict::Unjudged,
    }
}

fn add(
    report: &Report,
    cells: impl Iterator<Item = CellId>,
    value: fn(&Report, CellId) -> Option<Decimal>,
) -> Option<Decimal> {
    cells.into_iter().try_fold(Decimal::ZERO, |sum, id| sum.checked_add(value(report, id)?))
}

/// What a cell should be by the sums of the form, whatever total is stated.
fn due(report: &Report, id: CellId) -> Option<Decimal> {
    let place = report.form.place(id)?;
    match (&place.row.sum, &place.column.sum) {
        (Some(sum), _) => add(report, sum.addends.iter().map(|&row| CellId { row, ..id }), due),
        (None, Some(sum)) => add(report, sum.addends.iter().map(|&column| CellId { column, ..id }), due),
        (None, None) => report.value(id),
    }
}

fn stated(report: &Report, id: CellId) -> Option<Decimal> {
    report.cell(id)?.state.number()
}

/// True if a cell may have that value.
fn may_hold(report: &Report, id: CellId, value: Decimal) -> bool {
    let kind = report.form.place(id).map(|place| place.column.kind);
    value.abs() <= Decimal::from(LARGEST) && (value >= Decimal::ZERO || kind == Some(Kind::Change))
}

/// The terms of one side; `None` if one has no value. Named by row or by column.
fn terms(report: &Report, ids: impl Iterator<Item = CellId>, by_row: bool) -> Option<Vec<Term>> {
    ids.map(|id| {
        let place = report.form.place(id)?;
        let name = if by_row { place.row.full_label() } else { place.column.label.clone() };
        Some(Term { id, name, value: report.value(id)? })
    })
    .collect()
}

/// `自然人 58 + 商业企业 7 = 65`; of many addends the zeros are only counted.
fn equation(terms: &[Term], total: Decimal) -> String {
    let few = terms.len() <= 6;
    let shown: Vec<String> = terms
        .iter()
        .filter(|t| few || !t.value.is_zero())
        .map(|t| format!("{} {}", t.name, t.value))
        .collect();
    let hidden = terms.len() - shown.len();
    let rest = if hidden > 0 { format!("（其余 {hidden} 行均为 0）") } else { String::new() };
    if shown.is_empty() { format!("{total}{rest}") } else { format!("{} = {total}{rest}", shown.join(" + ")) }
}

fn wrong_total(
    subject: &Subject<'_>,
    rule: &Rule,
    id: CellId,
    message: String,
    addends: &[Term],
    stated: Decimal,
    computed: Decimal,
) -> Diagnostic {
    let span = subject.report.cell(id).map_or_else(Span::default, |cell| cell.span);
    let difference = (stated - computed).abs();
    let mut finding = rule
        .error(span, message)
        .label(format!("填的是 {stated}，应为 {computed}"))
        .help("请核对算式中的各数")
        .help_in_file("总计也可以不填，由程序计算")
        .cells(subject.cells(std::iter::once(id).chain(addends.iter().map(|term| term.id))))
        .expected(computed)
        .actual(stated);
    finding.notes.push(format!("{}，与所填的 {stated} 相差 {difference}", equation(addends, computed)));
    finding.labels = labels(subject.report, addends, id.row);
    finding
}

fn unbalanced(
    subject: &Subject<'_>,
    rule: &Rule,
    section: usize,
    column: usize,
    table: &Table,
    balance: &Balance,
) -> Option<Diagnostic> {
    let report = subject.report;
    let cells = |rows: &[usize]| rows.iter().map(|&row| CellId { section, row, column }).collect::<Vec<_>>();
    let left = terms(report, cells(&balance.left).into_iter(), true)?;
    let right = terms(report, cells(&balance.right).into_iter(), true)?;
    let total = |terms: &[Term]| terms.iter().map(|term| term.value).sum::<Decimal>();
    let (left_total, right_total) = (total(&left), total(&right));
    let (mut notes, mut members) =
        (vec![equation(&left, left_total), equation(&right, right_total)], Vec::new());
    for term in left.into_iter().chain(right) {
        let sum = table.rows.get(term.id.row).and_then(|row| row.sum.as_ref());
        let is_stated = report.cell(term.id).is_some_and(|cell| cell.state != State::Absent);
        match sum.filter(|_| !is_stated) {
            // A total that is not in the file stands for its addends.
            Some(sum) => {
                let addends = terms(report, sum.addends.iter().map(|&row| CellId { row, ..term.id }), true)?;
                notes.push(format!(
                    "其中“{}”没有填写，由程序计算：{}",
                    term.name,
                    equation(&addends, term.value)
                ));
                members.extend(addends);
            }
            None => members.push(term),
        }
    }
    let first = members.first().and_then(|term| report.cell(term.id))?;
    let label = table
        .column_sets
        .get(table.rows.get(*balance.left.first()?)?.set)?
        .columns
        .get(column)?
        .label
        .clone();
    let (left, right) = (names_of(table, &balance.left), names_of(table, &balance.right));
    let message = format!("“{label}”列两边不相等：{left} = {left_total}，{right} = {right_total}");
    let mut finding = rule
        .error(first.span, message)
        .help("请核对算式中的各数，改正填错的一格")
        .cells(subject.cells(members.iter().map(|term| term.id)))
        .expected(left_total)
        .actual(right_total);
    if let Some(term) = members.first() {
        finding.label = format!("{} {}", term.name, term.value);
    }
    finding.notes = notes;
    finding.labels = labels(report, members.get(1..).unwrap_or_default(), usize::MAX);
    Some(finding)
}

fn names_of(table: &Table, rows: &[usize]) -> String {
    rows.iter()
        .filter_map(|&row| table.rows.get(row))
        .map(|row| row.full_label())
        .collect::<Vec<_>>()
        .join(" + ")
}

/// Marks the cells that count. Those in the row of the total itself get no words: the equation has
/// them, and six labels under one line are hard to read.
fn labels(report: &Report, terms: &[Term], total_row: usize) -> Vec<(Span, String)> {
    let mark = |term: &Term| {
        let cell = report.cell(term.id)?;
        let words =
            if term.id.row == total_row { String::new() } else { format!("{} {}", term.name, term.value) };
        Some((cell.span, words))
    };
    terms.iter().filter(|term| !term.value.is_zero()).filter_map(mark).collect()
}
