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
            assert!(runs > 10 || find(&report, section, None).is_none());
            let sound = report.clone();
            if !fault(&mut report, &ids, &mut dice) {
                continue;
            }
            runs += 1;
            tried += 1;
            match find(&report, section, None) {
                // Two columns without a row are no edit that could be wrong.
                Some(Cause { edits, .. }) if edits.is_empty() => {}
                Some(Cause { edits, words, .. }) => {
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
    // Of several findings of one fault the first says it.
    let codes: Vec<&str> = checked.findings.iter().map(|finding| finding.code.0).collect();
    assert_eq!(codes, ["T103", "T101"]);
    assert!(
        checked.findings[0].message.starts_with(
            "多半是“二、上年结转政府信息公开申请数量”行“社会公益组织”列的 1 填错了，应为 0。“社会公益组织”列两边不相等："
        ),
        "{}",
        checked.findings[0].message
    );
    assert!(checked.findings[1].message.starts_with("与本表前一处差错多半同出一因：“"));
    assert_eq!(
        checked.findings[0].help.as_deref().unwrap().split('。').next().unwrap(),
        "把“二、上年结转政府信息公开申请数量”行“社会公益组织”列的 1 改为 0 后，各项合计全部平衡"
    );
    assert_eq!(checked.findings[1].help.as_deref().unwrap(), "照本表前一处所说改正后，请再检查一次");
    let checked = edited(&[("[     58,        7,", "[     85,        7,")]);
    assert!(
        checked.findings[0]
            .help
            .as_deref()
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
        assert!(finding.help.as_deref().unwrap().starts_with("请核对"), "{:?}", finding.help);
    }
}

#[test]
fn without_the_row_of_totals_the_rows_around_it_are_neighbours() {
    let edits = [
        ("total                        =", "#"),
        (
            "[      1,        0,        0,            0,            0,    0 ]        # 3.其他",
            "[2, 0, 0, 0, 0, 0]",
        ),
        ("[      2,        0,        0,            0,            1,    0,    3 ]", "[1, 0, 0, 0, 1, 0, 3]"),
    ];
    // The total of the last row is out, and so would it be if the two figures had changed places.
    let help = edited(&edits).findings[0].help.clone().unwrap();
    assert!(help.starts_with("请核对"), "{help}");
    // The text says that they have.
    let reference = "其他处理{{ requests.other_handling.total }}件";
    let help = cause_of(&[&edits[..], &[(reference, "其他处理2件")]].concat());
    assert!(help.contains("对调后，各项合计全部平衡（疑似填反了两行），正文写的也是改正后的数。"), "{help}");
    // A text that holds as the table stands speaks against it.
    let help = cause_of(&[&edits[..], &[(reference, "其他处理3件")]].concat());
    assert!(help.starts_with("请核对"), "{help}");
}

const RECEIVED: &str = "[     58,        7,        1,            1,            6,    2,   75 ]";

/// What the first finding says of the cause.
fn cause_of(edits: &[(&str, &str)]) -> String {
    let checked = edited(edits);
    let of_totals = checked.findings.iter().filter(|finding| finding.code.0.starts_with('T'));
    let help: Vec<String> = of_totals.filter_map(|finding| finding.help.clone()).collect();
    let (first, rest) = help.split_first().unwrap();
    assert!(rest.iter().all(|help| !help.contains("列与")), "{rest:?}");
    first.clone()
}

#[test]
fn two_columns_with_opposite_differences_are_named() {
    // One in another column of 一, its total as it was; other rows would do as well.
    let moved = (RECEIVED, "[59, 7, 1, 1, 6, 1, 75]");
    let help = cause_of(&[moved]);
    assert!(
        help.starts_with(
            "“自然人”列与“其他”列的差额大小相等、方向相反，疑似有 1 在这两列之间填错了列，请逐行核对这两列。"
        ),
        "{help}"
    );
    // The text tells the row.
    let reference = "自然人提出{{ requests.received.natural_person }}件";
    let help = cause_of(&[moved, (reference, "自然人提出58件")]);
    assert!(
        help.contains("“一、本年新收政府信息公开申请数量”行“自然人”列的 59 改为 58")
            && help.contains("（疑似有 1 填错了列），正文写的也是改正后的数。"),
        "{help}"
    );
    // Columns that are out by unlike amounts are no such case.
    let help = cause_of(&[(RECEIVED, "[60, 7, 1, 1, 6, 1, 76]")]);
    assert!(help.starts_with("请核对"), "{help}");
}

#[test]
fn the_row_is_named_where_no_other_would_do() {
    // Only 一 has so many in that column: neither 二 nor the side of the results can give them.
    let help = cause_of(&[(RECEIVED, "[52, 13, 1, 1, 6, 2, 75]")]);
    assert!(
        help.starts_with(
            "把“一、本年新收政府信息公开申请数量”行“商业企业”列的 13 改为 7、“一、本年新收政府信息公开申请数量”行“自然人”列的 52 改为 58 后，各项合计全部平衡（疑似有 6 填错了列）"
        ),
        "{help}"
    );
    // The total of the results, where the equation holds over the figures themselves.
    let help = cause_of(&[(
        "[     59,        8,        1,            1,            5,    2,   76 ]",
        "[58, 8, 1, 1, 5, 3, 76]",
    )]);
    assert!(help.contains("（七）总计") && help.contains("的 3 改为 2"), "{help}");
}

/// One of a figure stands in another column of its row, not in the next, which is another kind of slip.
fn moved_to_another_column(report: &mut Report, ids: &[CellId], dice: &mut Dice) -> bool {
    let (from, to) = (pick(ids, dice), pick(ids, dice));
    let form = report.form.clone();
    let is_total = |id: CellId| form.place(id).unwrap().column.sum.is_some();
    let most = value(report, from);
    if from.row != to.row
        || from.column.abs_diff(to.column) < 2
        || is_total(from)
        || is_total(to)
        || most < Decimal::ONE
    {
        return false;
    }
    let (taken, given) = (value(report, from) - Decimal::ONE, value(report, to) + Decimal::ONE);
    set(report, from, State::Number(taken));
    set(report, to, State::Number(given));
    true
}

#[test]
fn a_row_that_is_named_for_a_move_is_the_right_one() {
    let (named, _, tried) = measure(2, 200, 16, moved_to_another_column);
    assert!(named > 0 && tried == 400, "{named} of {tried}");
}
