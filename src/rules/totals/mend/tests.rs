use rust_decimal::Decimal;

use super::{Doubt, Verdict, judge, may_cancel, missing_total};
use crate::format::CellId;
use crate::report::Report;
use crate::rules::testing::edited;

const RECEIVED: &str = "[     58,        7,        1,            1,            6,    2,   75 ]";
const GRANTED: &str = "[     21,        4,        1,            0,            2,    1 ]";
const HANDLED: &str = "[     59,        8,        1,            1,            5,    2,   76 ]";
const FORWARD: &str = "[      2,        0,        0,            0,            1,    0,    3 ]";
const REVIEWS: &str = "[        3,        1,        0,        1,    5 ]";

fn report(edits: &[(&str, &str)]) -> Report {
    edited(edits).report.unwrap()
}

/// The totals to be mended in section three or four, by path; the doubt where there is one.
fn judged(section: usize, edits: &[(&str, &str)]) -> Result<Vec<(String, String)>, Doubt> {
    let report = report(edits);
    match judge(&report, section) {
        Verdict::Sound => Ok(Vec::new()),
        Verdict::Mend(totals) => {
            Ok(totals.iter().map(|(id, new)| (report.form.path(*id), new.to_string())).collect())
        }
        Verdict::Leave(doubt) => Err(doubt),
    }
}

fn mended(edits: &[(&str, &str)]) -> Vec<(String, String)> {
    judged(2, edits).unwrap()
}

fn one(path: &str, new: &str) -> (String, String) {
    (path.to_owned(), new.to_owned())
}

#[test]
fn wrong_totals_over_figures_that_balance_are_mended() {
    assert_eq!(mended(&[]), []);
    assert_eq!(mended(&[(RECEIVED, "[58, 7, 1, 1, 6, 2, 57]")]), [one("requests.received.total", "75")]);
    assert_eq!(mended(&[(HANDLED, "[58, 8, 1, 1, 5, 2, 76]")]), [one("requests.total.natural_person", "59")]);
    assert_eq!(mended(&[(HANDLED, "[59, 8, 1, 1, 5, 2, 75]")]), [one("requests.total.total", "76")]);
    // A slip that was carried on into the total of totals.
    assert_eq!(
        mended(&[(HANDLED, "[58, 8, 1, 1, 5, 2, 75]")]),
        [one("requests.total.natural_person", "59"), one("requests.total.total", "76")]
    );
    // Last year's totals left in.
    let all = mended(&[(HANDLED, "[31, 2, 0, 0, 4, 1, 38]")]);
    assert_eq!(all.len(), 7);
    // Two slips that have nothing to do with each other.
    assert_eq!(
        mended(&[(RECEIVED, "[58, 7, 1, 1, 6, 2, 76]"), (GRANTED, "[21, 4, 1, 0, 2, 1, 34]")]),
        [one("requests.received.total", "75"), one("requests.granted.total", "29")]
    );
}

#[test]
fn a_figure_at_fault_is_named_and_no_total_touched() {
    let doubt = judged(2, &[("[     58,        7,", "[     85,        7,")]).unwrap_err();
    let Doubt::Figure(words) = doubt else { panic!("{doubt:?}") };
    assert!(words.contains("的 85 改为 58"), "{words}");
    // The row has no total of its own: any figure of the column may be the wrong one.
    assert_eq!(judged(2, &[("[     21,        4,", "[     22,        4,")]), Err(Doubt::Unclear));
    // A figure that stands in the next row.
    let doubt = judged(
        2,
        &[
            (RECEIVED, "[58, 7, 1, 1, 6, 0, 75]"),
            (
                "[      3,        1,        0,            0,            0,    0,    4 ]",
                "[3, 1, 0, 0, 0, 2, 4]",
            ),
        ],
    );
    assert!(matches!(doubt, Err(Doubt::Figure(_) | Doubt::Unclear)), "{doubt:?}");
}

#[test]
fn what_misplaced_figures_would_explain_as_well_is_left() {
    // One application left out of what was received and of what was granted.
    assert_eq!(
        judged(
            2,
            &[
                (RECEIVED, "[57, 7, 1, 1, 6, 2, 75]"),
                (GRANTED, "[20, 4, 1, 0, 2, 1, 29]"),
                (HANDLED, "[58, 8, 1, 1, 5, 2, 75]"),
            ]
        ),
        Err(Doubt::Unclear)
    );
    // The same where the row of totals still has it.
    assert_eq!(
        judged(2, &[(RECEIVED, "[57, 7, 1, 1, 6, 2, 75]"), (GRANTED, "[20, 4, 1, 0, 2, 1]")]),
        Err(Doubt::Unclear)
    );
    // Three that stand in a row further up.
    assert_eq!(
        judged(
            2,
            &[
                (GRANTED, "[24, 4, 1, 0, 2, 1, 29]"),
                (
                    "[      9,        1,        0,            0,            1,    0 ]",
                    "[6, 1, 0, 0, 1, 0, 11]"
                ),
            ]
        ),
        Err(Doubt::Unclear)
    );
}

#[test]
fn a_wrong_total_beside_a_wrong_figure_is_left() {
    let carried_in = "[      3,        1,        0,            0,            0,    0,    4 ]";
    let edits = [(GRANTED, "[24, 4, 1, 0, 2, 1]"), (carried_in, "[3, 1, 0, 0, 0, 0, 9]")];
    assert_eq!(judged(2, &edits), Err(Doubt::Unclear));
}

#[test]
fn cancelling_is_seen_in_every_combination() {
    let cancels = |rows: &[i64], columns: &[i64]| {
        let decimals = |numbers: &[i64]| numbers.iter().map(|&n| Decimal::from(n)).collect::<Vec<_>>();
        may_cancel(&decimals(rows), &decimals(columns))
    };
    assert!(!cancels(&[], &[]) && !cancels(&[1], &[]) && !cancels(&[1, 1], &[]));
    assert!(cancels(&[1, -1], &[]) && cancels(&[5, 1, 2, -3], &[]));
    // Columns alone have nothing to do with rows.
    assert!(!cancels(&[], &[1, -1]) && !cancels(&[7], &[1, -1]));
    assert!(cancels(&[1], &[1]) && cancels(&[1], &[-1]) && cancels(&[3, 9], &[1, 2]));
}

#[test]
fn a_table_with_a_blank_or_wrong_cell_is_left() {
    for cell in ["\"\"", "-1", "\"4件\""] {
        let granted = format!("[21, {cell}, 1, 0, 2, 1]");
        assert_eq!(
            judged(2, &[(RECEIVED, "[58, 7, 1, 1, 6, 2, 76]"), (GRANTED, &granted)]),
            Err(Doubt::Unreadable),
            "{cell}"
        );
    }
    assert_eq!(
        judged(2, &[(RECEIVED, "[58, 7, 1, 1, 6, 2, 76]"), ("granted    ", "# ")]),
        Err(Doubt::Unreadable)
    );
}

#[test]
fn in_section_four_a_total_is_mended_only_where_no_figure_can_be_wrong() {
    assert_eq!(judged(3, &[(REVIEWS, "[3, 1, 0, 1, 6]")]), Err(Doubt::Unclear));
    assert_eq!(judged(3, &[(REVIEWS, "[3, 1, 0, 1, 4]")]), Err(Doubt::Unclear));
    let direct = "[        1,        0,        1,        0 ]";
    assert_eq!(judged(3, &[(REVIEWS, "[3, 1, 0, 1, 0]"), (direct, "[1, 0, 1, 0, 0]")]), Err(Doubt::Unclear));
    // No single figure can be so small that these add up.
    assert_eq!(
        judged(3, &[(REVIEWS, "[3, 1, 0, 1, 0]")]),
        Ok(vec![one("proceedings.reconsideration.total", "5")])
    );
}

#[test]
fn a_blank_total_is_known_where_nothing_is_wrong() {
    let total = |edits: &[(&str, &str)]| {
        let report = report(edits);
        let row = report.form.table(2).unwrap().rows.iter().position(|row| row.key == "granted").unwrap();
        missing_total(&report, CellId { section: 2, row, column: 6 }).map(|total| total.to_string())
    };
    assert_eq!(total(&[]).as_deref(), Some("29"));
    assert_eq!(total(&[(GRANTED, "[21, \"\", 1, 0, 2, 1]")]), None);
    assert_eq!(total(&[(GRANTED, "[22, 4, 1, 0, 2, 1]")]), None);
    assert_eq!(total(&[(RECEIVED, "[58, 7, 1, 1, 6, 2, 76]")]), None);
    // What cannot be judged yet speaks against nothing.
    assert_eq!(total(&[(FORWARD, "[\"\", 0, 0, 0, 1, 0]")]).as_deref(), Some("29"));
}
