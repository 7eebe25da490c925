//! Faults put into random sound tables: whatever is named as their cause must be it.

use rust_decimal::Decimal;

use super::{Cause, find};
use crate::format::{CellId, Forms};
use crate::report::{Report, State, read};
use crate::rules::testing::{SOUND, SOUND_2019, edited};
use crate::source::{Source, Span};

/// Faults of each kind in each of the two forms.
const RUNS: usize = 500;

/// A small generator of numbers, the same on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }

    /// A figure as tables have them: mostly zeros and small ones.
    fn figure(&mut self) -> Decimal {
        Decimal::from(match self.below(20) {
            0..=10 => 0,
            11..=16 => self.below(30),
            17..=18 => self.below(300),
            _ => self.below(4000),
        })
    }
}

fn base(text: &str) -> Report {
    read(&Source::new("a", text), &Forms::built_in()).report.unwrap()
}

fn set(report: &mut Report, id: CellId, state: State) {
    let row = report.tables[id.section].as_mut().unwrap().rows[id.row].as_mut().unwrap();
    row.cells[id.column].state = state;
}

fn value(report: &Report, id: CellId) -> Decimal {
    report.value(id).unwrap()
}

/// A sound table with every total stated. What is carried in is so small that what is received, which
/// makes the balance hold, is not below zero.
fn fill(report: &mut Report, section: usize, dice: &mut Dice) {
    let form = report.form.clone();
    let table = form.table(section).unwrap();
    let ids: Vec<CellId> = form.cells().filter(|id| id.section == section).collect();
    let place = |id: CellId| form.place(id).unwrap();
    for &id in &ids {
        let is_sum = place(id).column.sum.is_some() || place(id).row.sum.is_some();
        let state = if is_sum { State::Absent } else { State::Number(dice.figure()) };
        set(report, id, state);
    }
    for balance in &table.balances {
        for column in 0..table.column_sets[table.rows[balance.left[0]].set].columns.len() {
            let at = |row| CellId { section, row, column };
            if place(at(balance.left[0])).column.sum.is_some() {
                continue;
            }
            let right: Decimal = balance.right.iter().map(|&row| value(report, at(row))).sum();
            let small = value(report, at(balance.left[1])).min(right);
            set(report, at(balance.left[1]), State::Number(small));
            set(report, at(balance.left[0]), State::Number(right - small));
        }
    }
    for &id in &ids {
        let stated = State::Number(value(report, id));
        set(report, id, stated);
    }
}

/// Runs a kind of fault on both forms; how often it was named, how often it went unnoticed, of how many.
fn measure(
    section: usize,
    most: usize,
    seed: u64,
    fault: impl Fn(&mut Report, &[CellId], &mut Dice) -> bool,
) -> (usize, usize, usize) {
    let (mut named, mut unseen, mut tried) = (0, 0, 0);
    let mut dice = Dice(seed);
    for text in [SOUND, SOUND_2019] {
        let mut report = base(text);
        let ids: Vec<CellId> = report.form.cells().filter(|id| id.section == section).collect();
        let mut runs = 0;
        while runs < most {
            fill(&mut report, section, &mut dice);
            assert!(runs > 10 || find(&report, section).is_none());
            let sound = report.clone();
            if !fault(&mut report, &ids, &mut dice) {
                continue;
            }
            runs += 1;
            tried += 1;
            match find(&report, section) {
                Some(Cause { edits, words }) => {
                    named += 1;
                    for (id, new) in edits {
                        set(&mut report, id, new.map_or(State::Absent, State::Number));
                    }
                    for &id in &ids {
                        assert_eq!(value(&report, id), value(&sound, id), "{words}");
                    }
                }
                None => unseen += usize::from(is_balanced(&report, section)),
            }
        }
    }
    (named, unseen, tried)
}

fn is_balanced(report: &Report, section: usize) -> bool {
    let table = report.form.table(section).unwrap();
    let values = super::stated(report, section, table).unwrap();
    super::equations(section, table, &values).unwrap().iter().all(|e| e.rest(&values).is_zero())
}

fn pick(ids: &[CellId], dice: &mut Dice) -> CellId {
    ids[usize::try_from(dice.below(ids.len() as u64)).unwrap()]
}

fn changed_cell(report: &mut Report, ids: &[CellId], dice: &mut Dice) -> bool {
    let (id, new) = (pick(ids, dice), dice.figure());
    let changes = value(report, id) != new;
    set(report, id, State::Number(new));
    changes
}

fn swapped_digits(report: &mut Report, ids: &[CellId], dice: &mut Dice) -> bool {
    let id = pick(ids, dice);
    let mut digits: Vec<char> = value(report, id).to_string().chars().collect();
    if digits.len() < 2 || digits[0] == digits[1] || digits[1] == '0' {
        return false;
    }
    digits.swap(0, 1);
    let text: String = digits.into_iter().collect();
    set(report, id, State::Number(text.parse().unwrap()));
    true
}

fn swapped_neighbours(report: &mut Report, ids: &[CellId], dice: &mut Dice) -> bool {
    let one = pick(ids, dice);
    let other = match dice.below(2) {
        0 => CellId { column: one.column + 1, ..one },
        _ => CellId { row: one.row + 1, ..one },
    };
    if !ids.contains(&other) || value(report, one) == value(report, other) {
        return false;
    }
    let (a, b) = (value(report, one), value(report, other));
    set(report, one, State::Number(b));
    set(report, other, State::Number(a));
    true
}

fn row_total_in_a_cell(report: &mut Report, ids: &[CellId], dice: &mut Dice) -> bool {
    let id = pick(ids, dice);
    let form = report.form.clone();
    let set_of_row = form.place(id).unwrap().set;
    let total = CellId { column: set_of_row.columns.len() - 1, ..id };
    let new = value(report, total);
    let changes = id != total && value(report, id) != new;
    set(report, id, State::Number(new));
    changes
}

/// `1,234` in a row without a total reads as one cell more.
fn thousands_comma(report: &mut Report, ids: &[CellId], dice: &mut Dice) -> bool {
    let id = pick(ids, dice);
    let width = report.form.place(id).unwrap().set.columns.len();
    let number = value(report, id);
    let (first, second) = (number / Decimal::ONE_THOUSAND, number % Decimal::ONE_THOUSAND);
    if id.column + 1 == width || first < Decimal::ONE || second < Decimal::ONE_HUNDRED {
        return false;
    }
    let row = report.tables[id.section].as_mut().unwrap().rows[id.row].as_mut().unwrap();
    let mut states: Vec<State> = row.cells.iter().map(|cell| cell.state.clone()).collect();
    states.pop();
    states[id.column] = State::Number(first.floor());
    states.insert(id.column + 1, State::Number(second));
    for (index, (cell, state)) in row.cells.iter_mut().zip(states).enumerate() {
        cell.state = state;
        // Blanks after all commas but the one in the number.
        let start = index * 10;
        cell.span =
            if index == id.column + 1 { Span::new(start, start + 3) } else { Span::new(start, start + 2) };
        if index == id.column {
            cell.span.end = start + 9;
        }
    }
    true
}

#[test]
fn a_named_cause_is_the_right_one() {
    for section in [2, 3] {
        // Section four has one sum to a cell: several edits would do for nearly every fault there.
        for (name, least, (named, unseen, tried)) in [
            ("one changed cell", 95, measure(section, RUNS, 11, changed_cell)),
            ("two digits swapped", 95, measure(section, RUNS, 12, swapped_digits)),
            ("neighbours swapped", 90, measure(section, RUNS, 13, swapped_neighbours)),
            ("row total in a cell", 90, measure(section, RUNS, 14, row_total_in_a_cell)),
            ("thousands comma", 95, measure(section, RUNS, 15, thousands_comma)),
        ] {
            let said = format!("section {section}, {name}: {named} of {tried} named, {unseen} break no sum");
            assert!(section != 2 || named * 100 >= tried * least, "{said}");
        }
    }
}

#[test]
fn the_cause_stands_before_the_general_help() {
    let checked = edited(&[(
        "3,        1,        0,            0,            0,    0,    4 ]",
        "3,        1,        0,            1,            0,    0,    4 ]",
    )]);
    for finding in &checked.findings {
        assert_eq!(
            finding.help_text().unwrap().split('；').next().unwrap().split('。').next().unwrap(),
            "把“二、上年结转政府信息公开申请数量”行“社会公益组织”列的 1 改为 0 后，各项合计全部平衡",
            "{}",
            finding.code.0
        );
    }
    assert!(checked.findings.iter().any(|f| f.code.0 == "T101"));
    let checked = edited(&[("[     58,        7,", "[     85,        7,")]);
    assert!(
        checked.findings[0]
            .help_text()
            .unwrap()
            .contains("的 85 改为 58 后，各项合计全部平衡（疑似数字颠倒）。请核对")
    );
}

#[test]
fn nothing_is_said_where_several_edits_would_do() {
    // The row total is not stated, so any cell of the column may be the wrong one.
    let checked = edited(&[("[     21,        4,", "[     22,        4,")]);
    assert!(!checked.findings.is_empty());
    for finding in checked.findings {
        assert!(finding.help_text().unwrap().starts_with("请核对"), "{:?}", finding.help_text());
    }
}

#[test]
fn without_the_row_of_totals_the_rows_around_it_are_neighbours() {
    let checked = edited(&[
        ("total                        =", "#"),
        (
            "[      1,        0,        0,            0,            0,    0 ]        # 3.其他",
            "[2, 0, 0, 0, 0, 0]",
        ),
        ("[      2,        0,        0,            0,            1,    0,    3 ]", "[1, 0, 0, 0, 1, 0, 3]"),
    ]);
    // The total of the last row is out, and so would it be if the two figures had changed places.
    let help = checked.findings[0].help_text().unwrap();
    assert!(help.starts_with("请核对"), "{help}");
}
