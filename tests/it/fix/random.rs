//! Random reports with faults: a wrong total is set right and nothing else is touched; where a figure is
//! at fault nothing is written at all.

use nianbao::fix::{Options, Plan, plan};
use nianbao::format::Forms;
use nianbao::rules::check;
use nianbao::source::Source;

use crate::common::lists::{APPLICANTS, NATIONAL, RESULTS, TOTAL};
use crate::common::sheet::Sheet;

/// Reports of each kind of fault.
const RUNS: usize = 80;

/// A small generator of numbers, the same on every run.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    /// A figure as tables have them: mostly zeros and small ones.
    fn figure(&mut self) -> usize {
        match self.below(20) {
            0..=10 => 0,
            11..=16 => self.below(30),
            17..=18 => self.below(300),
            _ => self.below(4000),
        }
    }
}

/// A sound report; of each three rows two state their total, and of each three reports two state the row
/// of totals.
fn sound(dice: &mut Dice) -> Sheet {
    let mut sheet = Sheet::new(NATIONAL[dice.below(2)], |_| dice.figure().to_string());
    sheet.balance();
    if dice.below(3) > 0 {
        sheet.state_total_row();
    }
    sheet.state_row_totals(|| dice.below(3) > 0);
    sheet
}

/// The cells of sections three and four, as row and column of the sheet: the stated totals, or the rest.
fn cells(sheet: &Sheet, totals: bool) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (row, (section, key, cells)) in sheet.rows.iter().enumerate() {
        let width = match *section {
            "requests" => APPLICANTS.len(),
            "proceedings" => RESULTS.len(),
            _ => continue,
        };
        let is_total = |column: usize| column == width || (*section, *key) == ("requests", TOTAL);
        found.extend(
            (0..cells.len()).filter(|&column| is_total(column) == totals).map(|column| (row, column)),
        );
    }
    found
}

fn value(sheet: &Sheet, (row, column): (usize, usize)) -> u64 {
    sheet.rows[row].2[column].parse().unwrap()
}

fn set(sheet: &mut Sheet, (row, column): (usize, usize), value: u64) {
    sheet.rows[row].2[column] = value.to_string();
}

fn fixed(text: &str, options: Options) -> (Plan, String) {
    let plan = plan(&Source::new("a", text), &Forms::built_in(), options);
    let done = String::from_utf8(plan.apply(text.as_bytes())).unwrap();
    (plan, done)
}

fn codes(text: &str) -> Vec<&'static str> {
    check(&Source::new("a", text), &Forms::built_in()).findings.iter().map(|f| f.code.0).collect()
}

/// A text without the blanks that keep columns lined up.
fn bare(text: &str) -> String {
    text.replace(' ', "")
}

#[test]
fn one_wrong_total_is_set_right_and_nothing_else_changes() {
    let (mut dice, mut tried, mut left) = (Dice(2024), 0, 0);
    while tried < RUNS {
        let sheet = sound(&mut dice);
        let text = sheet.text();
        let totals = cells(&sheet, true);
        if totals.is_empty() {
            continue;
        }
        let at = totals[dice.below(totals.len())];
        let mut wrong = sheet.clone();
        set(&mut wrong, at, dice.figure() as u64);
        if wrong.text() == text || sheet.rows[at.0].0 == "proceedings" {
            continue;
        }
        tried += 1;
        let (plan, done) = fixed(&wrong.text(), Options::default());
        if plan.edits.is_empty() {
            // Another small edit would do as well, and the person is told so.
            assert!(!plan.left.is_empty(), "{}", wrong.text());
            assert!(done == wrong.text());
            left += 1;
            continue;
        }
        assert_eq!(plan.changes.len(), 1);
        assert_eq!(plan.changes[0].new, value(&sheet, at).to_string());
        let codes = codes(&done);
        assert!(!codes.iter().any(|code| code.starts_with('T')), "{codes:?}");
        assert_eq!(bare(&done), bare(&text));
        // Only the one line differs.
        let differing = wrong.text().lines().zip(done.lines()).filter(|(a, b)| a != b).count();
        assert_eq!((differing, wrong.text().lines().count()), (1, done.lines().count()));
        assert!(fixed(&done, Options::default()).0.edits.is_empty());
    }
    assert!(left * 20 <= tried, "{left} of {tried} left");
}

/// Runs a kind of fault of the figures: whatever the sums then say, no stated total is written over.
fn nothing_is_written(seed: u64, fault: impl Fn(&mut Sheet, &mut Dice) -> bool) {
    let (mut dice, mut tried) = (Dice(seed), 0);
    while tried < RUNS {
        let mut sheet = sound(&mut dice);
        if !fault(&mut sheet, &mut dice) {
            continue;
        }
        tried += 1;
        let text = sheet.text();
        let (plan, done) = fixed(&text, Options::default());
        assert_eq!(plan.changes, [], "{text}");
        assert!(done == text);
    }
}

fn figure(sheet: &Sheet, dice: &mut Dice) -> (usize, usize) {
    let figures = cells(sheet, false);
    figures[dice.below(figures.len())]
}

#[test]
fn one_wrong_figure_leaves_the_file_as_it_is() {
    nothing_is_written(1, |sheet, dice| {
        let at = figure(sheet, dice);
        let (old, new) = (value(sheet, at), dice.figure() as u64);
        set(sheet, at, new);
        old != new
    });
}

#[test]
fn swapped_digits_leave_the_file_as_it_is() {
    nothing_is_written(2, |sheet, dice| {
        let at = figure(sheet, dice);
        let old = value(sheet, at);
        let new: u64 = old.to_string().chars().rev().collect::<String>().parse().unwrap();
        set(sheet, at, new);
        old != new
    });
}

#[test]
fn a_total_in_the_place_of_a_figure_leaves_the_file_as_it_is() {
    nothing_is_written(3, |sheet, dice| {
        let at = figure(sheet, dice);
        let sum = sheet.rows[at.0].2.iter().map(|cell| cell.parse::<u64>().unwrap()).sum();
        let old = value(sheet, at);
        set(sheet, at, sum);
        old != sum
    });
}

#[test]
fn figures_in_the_next_row_or_column_leave_the_file_as_it_is() {
    nothing_is_written(4, |sheet, dice| {
        let one = figure(sheet, dice);
        let other = if dice.below(2) == 0 { (one.0 + 1, one.1) } else { (one.0, one.1 + 1) };
        if !cells(sheet, false).contains(&other) || sheet.rows[one.0].0 != sheet.rows[other.0].0 {
            return false;
        }
        let (a, b) = (value(sheet, one), value(sheet, other));
        set(sheet, one, b);
        set(sheet, other, a);
        a != b
    });
}

#[test]
fn a_figure_in_a_row_far_off_leaves_the_file_as_it_is() {
    nothing_is_written(5, |sheet, dice| {
        // With every total stated, or else the one total that is out is the simplest fault.
        let mut all = Sheet::new(sheet.form, |_| dice.figure().to_string());
        all.balance();
        all.state_total_row();
        all.state_row_totals(|| true);
        *sheet = all;
        let one = figure(sheet, dice);
        let other = (figure(sheet, dice).0, one.1);
        if one == other || sheet.rows[one.0].0 != sheet.rows[other.0].0 || value(sheet, one) == 0 {
            return false;
        }
        let moved = 1 + dice.below(value(sheet, one) as usize) as u64;
        let (a, b) = (value(sheet, one), value(sheet, other));
        set(sheet, one, a - moved);
        set(sheet, other, b + moved);
        true
    });
}

#[test]
fn blank_totals_are_filled_with_what_stood_there() {
    let mut dice = Dice(7);
    for _ in 0..RUNS {
        let sheet = sound(&mut dice);
        let mut blank = sheet.clone();
        for (row, column) in cells(&sheet, true) {
            if dice.below(3) == 0 {
                blank.rows[row].2[column] = "\"\"".to_owned();
            }
        }
        let (_, done) = fixed(&blank.text(), Options::default());
        assert_eq!(bare(&done), bare(&sheet.text()));
    }
}

#[test]
fn blank_zeros_are_filled_and_blank_figures_are_not_covered_up() {
    let mut dice = Dice(8);
    for _ in 0..RUNS {
        let sheet = sound(&mut dice);
        let mut blank = sheet.clone();
        let mut all_zeros = true;
        for (row, column) in cells(&sheet, false) {
            if dice.below(4) == 0 && (value(&sheet, (row, column)) == 0 || dice.below(20) == 0) {
                all_zeros &= value(&sheet, (row, column)) == 0;
                blank.rows[row].2[column] = "\"\"".to_owned();
            }
        }
        let text = blank.text();
        let (plan, done) = fixed(&text, Options { blanks: true });
        if all_zeros {
            assert_eq!(bare(&done), bare(&sheet.text()));
        }
        // Whatever was blank, no stated total has changed.
        assert!(plan.changes.iter().all(|change| change.old.is_empty() && change.new == "0"), "{text}");
        assert!(fixed(&done, Options { blanks: true }).0.edits.is_empty());
    }
}

#[test]
fn numbers_of_headings_are_set_right_in_one_run_or_left() {
    let sound = crate::common::text_of("examples/qinghe-2024.toml");
    let from = sound.find("### （一）收取信息处理费情况").unwrap();
    let to = sound.rfind("'''").unwrap();
    let (mut dice, mut mended, mut left) = (Dice(311), 0, 0);
    for _ in 0..4 * RUNS {
        let lines = (0..2 + dice.below(6)).map(|_| {
            let numeral = ["一", "二", "三", "四", "五"][dice.below(5)];
            match dice.below(8) {
                0..=2 => format!("### （{numeral}）情况\n如下。\n"),
                3..=4 => format!("（{numeral}）情况如下。\n"),
                5 => format!("{numeral}、情况如下。\n"),
                6 => format!("### {numeral}、情况\n"),
                _ => "情况如下。\n".to_owned(),
            }
        });
        let text = format!("{}{}{}", &sound[..from], lines.collect::<String>(), &sound[to..]);
        let (plan, done) = fixed(&text, Options::default());
        let (again, _) = fixed(&done, Options::default());
        assert!(again.edits.is_empty(), "{}", &text[from..]);
        mended += usize::from(!plan.edits.is_empty());
        left += usize::from(!plan.left.is_empty());
    }
    assert!(mended > RUNS / 2 && left > RUNS / 2, "{mended} {left}");
}
