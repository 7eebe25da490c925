//! What the narrative states of the tables, for the rules that compare the two.

use rust_decimal::Decimal;

use super::words::{cell_label, said_words};
use super::{Rule, Subject};
use crate::copied::Marks;
use crate::diagnostic::{Diagnostic, Severity};
use crate::format::{ColumnRole, RowRole};
use crate::prose::counts::{Counts, counts};
use crate::prose::item::{Item, Role, Sort};
use crate::prose::meaning::{RESULTS, parent};
use crate::prose::number::Figure;
use crate::prose::reading::{Bound, Ledger, Reading, Term, Year};
use crate::prose::{Prose, Words};
use crate::report::{Note, Report};

/// Readings of a number that a message names; those beyond are counted.
const MOST_READINGS: usize = 3;
/// Findings of one kind that are told one by one; those beyond are counted.
const MOST: usize = 100;

/// Every narrative as it was read, and what became of each of its numbers.
#[derive(Debug)]
pub struct Statements<'a> {
    pub(super) ledger: Ledger<'a>,
    pub(super) narratives: Vec<Counts<'a>>,
    /// The notes in cells, with their words.
    pub(super) notes: Vec<(Prose, &'a Note)>,
    verdicts: Vec<Vec<Verdict>>,
}

/// What the tables say to a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It was bound to no cell, or a cell has no value.
    Open,
    /// A reading holds.
    Agrees,
    /// No reading holds.
    Differs,
    /// No reading holds, and one of the two sides is none.
    NoneAgainstSome,
    /// What was said of all of them is not so.
    NotAll,
    /// The value holds, but the reference that writes it leads to a cell of another meaning.
    OtherCell,
}

impl Verdict {
    pub(super) fn is_fault(self) -> bool {
        !matches!(self, Verdict::Open | Verdict::Agrees)
    }
}

impl<'a> Statements<'a> {
    /// Reads the narratives of a report.
    pub fn new(report: &'a Report) -> Self {
        let ledger = Ledger::new(report);
        let narratives = counts(&ledger);
        let tells_carried = narratives.iter().any(|narrative| narrative.tells_carried);
        let judge = |narrative| judge_all(narrative, &ledger, tells_carried);
        let verdicts = narratives.iter().map(judge).collect();
        let prose = |note: &'a Note| (Prose::new(Some(note.cell.section), &note.text, report), note);
        let notes = report.notes.iter().map(prose).collect();
        Self { ledger, narratives, notes, verdicts }
    }

    /// What tells who may have copied the narratives.
    pub(super) fn marks(&self) -> Marks {
        Marks::of_narratives(self.report(), self.narratives.iter().map(|narrative| &narrative.prose))
    }

    pub(super) fn report(&self) -> &'a Report {
        self.ledger.report
    }

    /// What the tables say to an item of a narrative.
    pub(super) fn verdict(&self, narrative: usize, item: usize) -> Verdict {
        let verdicts = self.verdicts.get(narrative);
        verdicts.and_then(|all| all.get(item)).copied().unwrap_or(Verdict::Open)
    }

    /// The items with one of these verdicts, each with its narrative.
    pub(super) fn judged(
        &self,
        wanted: &'static [Verdict],
    ) -> impl Iterator<Item = (&Counts<'a>, &Item, Verdict)> {
        self.narratives.iter().zip(&self.verdicts).flat_map(move |(narrative, verdicts)| {
            let all = narrative.items.iter().zip(verdicts);
            all.filter(|(_, verdict)| wanted.contains(verdict))
                .map(move |(item, verdict)| (narrative, item, *verdict))
        })
    }

    /// The findings on the items with one of these verdicts.
    pub(super) fn findings(
        &self,
        rule: &Rule,
        subject: &Subject<'_>,
        wanted: &'static [Verdict],
    ) -> Vec<Diagnostic> {
        bounded(rule, self.judged(wanted), |(narrative, item, verdict)| {
            Some(self.finding(rule, subject, narrative, item, *verdict))
        })
    }

    fn finding(
        &self,
        rule: &Rule,
        subject: &Subject<'_>,
        narrative: &Counts<'_>,
        item: &Item,
        verdict: Verdict,
    ) -> Diagnostic {
        let report = self.report();
        let severity = if item.is_certain { Severity::Error } else { Severity::Warning };
        let span = narrative.prose.locate(narrative.text, item.range.clone());
        let said = self.all_said(item);
        let words = said_words(narrative, &item.words);
        let more =
            if said.len() > MOST_READINGS { format!("，等 {} 处", said.len()) } else { String::new() };
        let nearest: Vec<&str> = said.iter().take(MOST_READINGS).map(String::as_str).collect();
        let table = format!("{}{more}", nearest.join("；或"));
        let message = match verdict {
            Verdict::OtherCell => {
                let referred = narrative.prose.reference_at(item.range.start);
                let referred = referred.and_then(|to| cell_label(&report.form, &to.path));
                format!(
                    "正文{words}引用的是{}，不是所说的那一格：按文字应为{table}，眼下只是碰巧数字相同",
                    referred.unwrap_or_default()
                )
            }
            _ if said.len() > 1 => format!("正文{words}与表格不符，几种算法都对不上：表中{table}"),
            _ => format!("正文{words}与表格不符：表中{table}"),
        };
        let written = self.reference(item);
        let nearest = item.readings.first();
        let cells = nearest.map(|bound| bound.reading.cells(report)).unwrap_or_default();
        let mut finding = rule
            .finding(severity, span, message)
            .help("请核对原始台账，改正正文或者表格")
            .cells(subject.cells(cells))
            .mark_cell("表中的数字")
            .actual(item.figure.value);
        finding.help_in_file =
            written.map(|reference| format!("正文中的数字可写成 {reference}，由程序从表中取数"));
        match nearest.and_then(|bound| bound.value) {
            Some(value) => finding.expected(value),
            None => finding,
        }
    }

    /// What can be written in place of the number, where the nearest reading is one cell of this report.
    fn reference(&self, item: &Item) -> Option<String> {
        let bound = item.readings.first().filter(|_| item.role == Role::Count)?;
        bound.reading.single()?;
        Some(format!("{{{{ {} }}}}", bound.reading.path(self.report())))
    }

    /// The readings of an item with their values, the nearest first: what is read of the same cells, or comes to the
    /// same words, once.
    fn all_said(&self, item: &Item) -> Vec<String> {
        let report = self.report();
        let (mut seen, mut all) = (Vec::new(), Vec::new());
        for bound in item.readings.iter() {
            let cells = bound.reading.0.iter().map(|term| {
                let cells = term.report(report).map(|owner| owner.form.cells_in(term.row, term.column));
                (term.is_minus, term.year == Year::Last, cells.unwrap_or_default())
            });
            let cells: Vec<_> = cells.collect();
            if let Some(words) = self.said(item, bound)
                && !seen.contains(&cells)
                && !all.contains(&words)
            {
                seen.push(cells);
                all.push(words);
            }
        }
        all
    }

    /// A reading with its value, in words.
    fn said(&self, item: &Item, bound: &Bound) -> Option<String> {
        let (report, value) = (self.report(), bound.value?);
        let Role::Change { up } = item.role else {
            return Some(format!("{}为{value}", label(report, &bound.reading)));
        };
        let of = |year: Year| {
            let sign = |term: &Term| term.is_minus;
            let terms = || bound.reading.0.iter().filter(move |term| term.year == year);
            let first = terms().next().is_some_and(sign);
            Reading(
                terms()
                    .map(|term| Term { is_minus: sign(term) != first, year: Year::This, ..*term })
                    .collect(),
            )
        };
        let (this, last) = (of(Year::This), of(Year::Last));
        let (now, before) = (self.ledger.value(this.clone())?, self.ledger.value(last.last_year())?);
        let word = if up == (value >= Decimal::ZERO) { "增加" } else { "减少" };
        Some(format!("{}本年为{now}、上年为{before}，{word}{}", label(report, &this), value.abs()))
    }
}

/// The findings of one kind: those beyond a bound are counted in one more, at the first of them.
pub(super) fn bounded<T>(
    rule: &Rule,
    mut all: impl Iterator<Item = T>,
    finding: impl Fn(&T) -> Option<Diagnostic>,
) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = all.by_ref().filter_map(|one| finding(&one)).take(MOST).collect();
    let mut more = all.filter_map(|one| finding(&one));
    if let Some(first) = more.next() {
        let count = 1 + more.count();
        let message = format!("这里以下还有 {count} 处同类问题，不再逐一列出");
        found.push(rule.finding(first.severity, first.span, message).help("请先改正前面列出的，再检查一遍"));
    }
    found
}

/// The verdicts on the items of a narrative.
fn judge_all(narrative: &Counts<'_>, ledger: &Ledger<'_>, tells_carried: bool) -> Vec<Verdict> {
    let mut held: Option<&Item> = None;
    let mut found: Vec<Verdict> = Vec::with_capacity(narrative.items.len());
    for item in &narrative.items {
        let of_last = matches!(item.role, Role::Last | Role::Change { .. });
        let same = held.filter(|before| of_last && before.sort == item.sort);
        // Where 收到 was read one way this year, it is read so for last year too.
        let of_same = |held: &Bound, bound: &Bound| match item.role {
            Role::Change { up } => held.reading.change(up) == bound.reading,
            _ => held.reading.last_year() == bound.reading,
        };
        let is_meant = |bound: &&Bound| {
            same.is_none_or(|before| {
                before.readings.iter().any(|held| holds(&before.figure, held) && of_same(held, bound))
            })
        };
        let readings: Vec<&Bound> = item.readings.iter().filter(is_meant).collect();
        // A wrong number is not also wrong of all of them.
        let is_told = found.last().is_some_and(|verdict| verdict.is_fault())
            && narrative.items.get(found.len() - 1).is_some_and(|before| before.range == item.range);
        let verdict = match item.role {
            Role::Rest
                if tells_carried && !item.is_certain && item.sort == Sort::Row(RowRole::CarriedForward) =>
            {
                Verdict::Open
            }
            Role::Rest | Role::All if is_told => Verdict::Open,
            _ => judge(narrative, item, &readings, ledger.report),
        };
        if item.role == Role::Count {
            held = Some(item).filter(|_| verdict == Verdict::Agrees);
        }
        found.push(verdict);
    }
    settle_siblings(&narrative.prose.text, &narrative.items, &mut found);
    found
}

fn judge(narrative: &Counts<'_>, item: &Item, readings: &[&Bound], report: &Report) -> Verdict {
    // A blank or unreadable cell is reported by other rules and proves nothing here.
    if item.sort == Sort::Revised || readings.is_empty() || readings.iter().any(|bound| bound.value.is_none())
    {
        return Verdict::Open;
    }
    let is_part = |bound: &Bound| {
        item.sort == Sort::Withdrawn && bound.value.is_some_and(|value| value >= item.figure.value)
    };
    if readings.iter().any(|bound| holds(&item.figure, bound) || is_part(bound)) {
        return if refers_elsewhere(narrative, item, report) { Verdict::OtherCell } else { Verdict::Agrees };
    }
    // Where a total is stated wrong, the rules on sums say so; a text with the right one is no second fault.
    let is_right =
        |bound: &&Bound| bound.should_be.is_some_and(|value| fits(&item.figure, &bound.reading, value));
    if readings.iter().any(is_right) || item.role == Role::Last && is_of_wrong_year(narrative, item, report) {
        return Verdict::Open;
    }
    let is_none = item.figure.value.is_zero()
        || readings.iter().all(|bound| bound.value.is_some_and(|value| value.is_zero()));
    match item.role {
        Role::All | Role::Rest => Verdict::NotAll,
        Role::Count | Role::None if is_none => Verdict::NoneAgainstSome,
        _ => Verdict::Differs,
    }
}

/// Numbers of one sentence that are read alike can be parts of one figure: 废止4件，宣布失效2件. Where one
/// of them holds, or their sum does, or one is another body's, none of them is wrong for certain.
fn settle_siblings(text: &str, items: &[Item], verdicts: &mut [Verdict]) {
    let mut start = 0;
    while let Some(first) = items.get(start) {
        let length =
            items.iter().skip(start).take_while(|item| item.sentence == first.sentence).take(MOST).count();
        let sentence = items.get(start..start + length).unwrap_or_default();
        for (place, item) in sentence.iter().enumerate() {
            let is_wrong = verdicts.get(start + place).is_some_and(|verdict| *verdict == Verdict::Differs);
            if is_wrong
                && item.role == Role::Count
                && is_settled(text, item, sentence)
                && let Some(verdict) = verdicts.get_mut(start + place)
            {
                *verdict = Verdict::Open;
            }
        }
        start += length.max(1);
    }
}

fn is_settled(text: &str, item: &Item, sentence: &[Item]) -> bool {
    let is_alike = |other: &&Item| {
        other.role == Role::Count
            && std::rc::Rc::ptr_eq(&other.readings, &item.readings)
            && other.figure.unit == item.figure.unit
    };
    let alike: Vec<&Item> = sentence.iter().filter(is_alike).collect();
    let is_other = |other: &&Item| other.range != item.range;
    let others: Vec<&Item> = alike.iter().copied().filter(is_other).collect();
    let sum: Decimal = alike.iter().map(|item| item.figure.value).sum();
    let all = Figure { value: sum, ..item.figure.clone() };
    let one_holds = others.iter().any(|other| {
        other.figure.value > item.figure.value && other.readings.iter().any(|b| holds(&other.figure, b))
    });
    let is_part = !others.is_empty() && (one_holds || item.readings.iter().any(|bound| holds(&all, bound)));
    is_part
        || is_rest(item, sentence)
        || is_beside_unnamed(item, sentence)
        || is_with_new(text, item, sentence)
        || is_first_of_list(text, item, sentence)
}

/// Words for what was kept of the documents that there were.
static KEPT: Words = Words::under("rule kept");

/// “清理规范性文件，保留4件，新制发1件”: what was kept and what is new together are in force.
fn is_with_new(text: &str, item: &Item, sentence: &[Item]) -> bool {
    let said = text.get(item.words.clone()).unwrap_or_default();
    let of = |item: &Item, wanted: ColumnRole| {
        let mut columns = item.readings.iter().filter_map(|bound| bound.reading.single());
        columns.any(|(_, column)| column == wanted)
    };
    let is_new = |other: &&Item| other.role == Role::Count && of(other, ColumnRole::Issued);
    let holds_with = |other: &Item| {
        let both = Figure { value: item.figure.value + other.figure.value, ..item.figure.clone() };
        item.readings.iter().any(|bound| holds(&both, bound))
    };
    KEPT.is_in(said) && of(item, ColumnRole::InForce) && sentence.iter().filter(is_new).any(holds_with)
}

/// Bytes of the words between two numbers of one list, and of those that a comma sets apart.
const BETWEEN: [usize; 2] = [30, 18];

/// “行政诉讼一审3件、二审1件”: a part stands right behind what it is of, and the next ones name no other thing; all of
/// them together are the figure of the table.
fn is_first_of_list(text: &str, item: &Item, sentence: &[Item]) -> bool {
    let mut all = item.figure.clone();
    let mut end = item.range.end;
    let rest = sentence.iter().filter(|other| other.range.start >= item.range.end);
    for other in rest {
        let between = text.get(end..other.range.start).unwrap_or_default().trim_start();
        let [of_list, of_clauses] = BETWEEN;
        let is_listed = between.starts_with(['、', '和', '及', '与']) && between.len() <= of_list;
        let is_case = matches!(item.sort, Sort::Case(_));
        let follows = is_case && between.starts_with(['，', '；']) && between.len() <= of_clauses;
        let goes_on = is_listed || follows;
        if !goes_on || !other.readings.is_empty() || other.figure.unit != item.figure.unit {
            return false;
        }
        all.value += other.figure.value;
        end = other.range.end;
        if item.readings.iter().any(|bound| holds(&all, bound)) {
            return true;
        }
    }
    false
}

/// “不属于本机关公开8件，信息不存在2件”: a ground that the form does not name is counted with one that it does.
fn is_beside_unnamed(item: &Item, sentence: &[Item]) -> bool {
    let is_ground = matches!(item.sort, Sort::Row(row) if parent(row).is_some());
    let is_unnamed = |other: &&Item| {
        other.role == Role::Count && other.readings.is_empty() && other.figure.unit == item.figure.unit
    };
    let holds_with = |other: &Item| {
        let both = Figure { value: item.figure.value + other.figure.value, ..item.figure.clone() };
        item.readings.iter().any(|bound| holds(&both, bound))
    };
    is_ground && sentence.iter().filter(is_unnamed).any(holds_with)
}

/// “答复7件，不予处理4件”: what was answered, without the results that are told beside it.
fn is_rest(item: &Item, sentence: &[Item]) -> bool {
    let of_results = |other: &&Item| match other.sort {
        Sort::Row(row) => other.is_plain && (RESULTS.contains(&row) || parent(row).is_some()),
        _ => false,
    };
    let beside = sentence.iter().filter(of_results).filter(|other| other.is_among == item.is_among);
    let sum: Decimal = beside.filter(|other| other.role == Role::Count).map(|other| other.figure.value).sum();
    let all = Figure { value: sum + item.figure.value, ..item.figure.clone() };
    item.sort == Sort::Row(RowRole::Finished) && item.readings.iter().any(|bound| holds(&all, bound))
}

/// True if a sentence that opens with the year before has this year's number: the year is wrong (N305).
fn is_of_wrong_year(narrative: &Counts<'_>, item: &Item, report: &Report) -> bool {
    let before = narrative.prose.text.get(..item.range.start).unwrap_or_default();
    let sentence = before.rsplit(['。', '\n']).next().unwrap_or_default().trim_start();
    let opens = sentence.starts_with(&format!("{}年", report.year().wrapping_sub(1)));
    let ledger = Ledger::new(report);
    let own = |reading: &Reading| {
        Reading(reading.0.iter().map(|term| Term { year: Year::This, ..*term }).collect())
    };
    let is_own = |bound: &Bound| {
        let own = own(&bound.reading);
        ledger.value(own.clone()).is_some_and(|value| fits(&item.figure, &own, value))
    };
    opens && item.readings.iter().any(is_own)
}

/// Whether a stated number can be the value of a reading.
fn holds(figure: &Figure, bound: &Bound) -> bool {
    bound.value.is_some_and(|value| fits(figure, &bound.reading, value))
}

/// Whether a stated number can be a value; amounts are in 万元 in the tables.
fn fits(figure: &Figure, reading: &Reading, value: Decimal) -> bool {
    let Some(factor) = figure.in_wan().filter(|_| reading.is_amount()) else { return figure.fits(value) };
    // The same number followed by 元 is D008: the table holds yuan.
    let scaled = |number: Decimal| number.checked_mul(factor).unwrap_or(number);
    figure.value == value
        || Figure { value: scaled(figure.value), step: scaled(figure.step), ..figure.clone() }.fits(value)
}

/// True if the number is a reference to a cell that no reading has, where its words are certain.
fn refers_elsewhere(narrative: &Counts<'_>, item: &Item, report: &Report) -> bool {
    let is_plain = item.is_certain && item.role == Role::Count && !item.figure.value.is_zero();
    let Some(expression) = narrative.prose.reference_at(item.range.start).filter(|_| is_plain) else {
        return false;
    };
    let Ok(target) = report.form.target(&expression.path) else { return false };
    !item.readings.iter().any(|bound| {
        let one = |term: &Term| Reading(vec![*term]).cells(report) == target.cells;
        bound.reading.0.iter().any(one) || bound.reading.cells(report) == target.cells
    })
}

/// The official words of a reading: `“一、本年新收政府信息公开申请数量”总计`.
pub(super) fn label(report: &Report, reading: &Reading) -> String {
    let terms = &reading.0;
    let is_sum = terms.len() > 1 && terms.iter().all(|term| !term.is_minus);
    let end = if is_sum { "之和" } else { "" };
    // Columns of one row are named once with their row.
    if is_sum && terms.windows(2).all(|pair| matches!(pair, [a, b] if a.row == b.row && a.year == b.year)) {
        let row = terms.first().map(|term| row_words(report, term)).unwrap_or_default();
        let columns: Vec<String> = terms.iter().map(|term| column_words(report, term)).collect();
        return format!("{row}{}{end}", columns.join("、"));
    }
    let mut label = String::new();
    for (place, term) in terms.iter().enumerate() {
        if place > 0 {
            label.push_str(if term.is_minus { "减去" } else { "与" });
        }
        label.push_str(&row_words(report, term));
        label.push_str(&column_words(report, term));
    }
    label + end
}

/// The row of a term, with 上年 before it where the term leads there.
fn row_words(report: &Report, term: &Term) -> String {
    let Some(owner) = term.report(report) else { return String::new() };
    let path = term.path(report).unwrap_or_default();
    let row = super::words::row_label(&owner.form, &path)
        .or_else(|| super::words::row_label(&owner.form, path.rsplit_once('.')?.0));
    let year = if term.year == Year::Last { "上年" } else { "" };
    row.map_or(path, |row| format!("{year}“{row}”"))
}

/// The column of a term; empty for a row of one cell.
fn column_words(report: &Report, term: &Term) -> String {
    let Some(owner) = term.report(report) else { return String::new() };
    let cells = owner.form.cells_in(term.row, term.column);
    let place = cells.first().and_then(|cell| owner.form.place(*cell));
    place.filter(|place| !place.set.is_single()).map_or_else(String::new, |place| place.column.label.clone())
}
