//! Sums with slips in them, and what is said of each.

use std::collections::BTreeMap;

use super::*;
use crate::collect::testing::{filed, set};

/// Units that all differ, and the report of their sum.
fn county() -> (Vec<Filed>, Filed) {
    let mut reports: Vec<Filed> = ["甲局", "乙局", "丙局", "丁局"].iter().map(|name| filed(name)).collect();
    for (report, of) in reports.iter_mut().zip(["17", "29", "41", "83"]) {
        set(report, "requests.received.natural_person", Figure::Number(of.parse().unwrap()));
        set(report, "requests.received.total", Figure::Number(of.parse().unwrap()));
    }
    let stated = added(&reports);
    (reports, stated)
}

fn added(reports: &[Filed]) -> Filed {
    let sum = Sum::of(reports[0].form.as_ref().unwrap(), reports.iter().enumerate());
    let mut stated = filed("示例县人民政府");
    let figures = sum.cells.iter().map(|cell| cell.value.map_or(Figure::Blank, Figure::Number));
    stated.figures = figures.collect();
    stated
}

fn compared(stated: &Filed, reports: &[Filed]) -> Against {
    let sum = Sum::of(reports[0].form.as_ref().unwrap(), reports.iter().enumerate());
    Against::new(stated, &sum, reports.iter().enumerate().map(candidate))
}

fn candidate((unit, report): (usize, &Filed)) -> Candidate<'_> {
    Candidate { unit, file: 0, is_summed: true, report }
}

fn slips(against: &Against) -> Vec<Vec<(usize, SlipKind)>> {
    let slips = |cell: &Differs| cell.explained_by.iter().map(|slip| (slip.report, slip.kind)).collect();
    against.differences.iter().map(slips).collect()
}

#[test]
fn a_sum_that_agrees_has_no_differences() {
    let (reports, stated) = county();
    let against = compared(&stated, &reports);
    assert!(against.agrees() && against.uncompared.is_empty());
    assert_eq!(against.compared, stated.figures.len());
}

#[test]
fn one_report_or_two_explain_all_differences() {
    let reports = &larger_county()[..4];
    let all = |parts: &[usize]| of(reports, parts);
    for (parts, expected) in [
        (&[0, 1, 3][..], vec![(2, SlipKind::LeftOut)]),
        (&[0, 1, 2, 3, 1], vec![(1, SlipKind::Twice)]),
        (&[1, 2], vec![(0, SlipKind::LeftOut), (3, SlipKind::LeftOut)]),
        (&[0, 0, 1, 2], vec![(0, SlipKind::Twice), (3, SlipKind::LeftOut)]),
    ] {
        let found = slips(&compared(&added(&all(parts)), reports));
        assert!(!found.is_empty());
        assert!(found.iter().all(|slips| *slips == expected), "{parts:?}: {found:?}");
    }
}

#[test]
fn a_total_that_a_unit_states_wrongly_hides_no_report_that_was_left_out() {
    let (mut reports, _) = county();
    set(&mut reports[3], "requests.received.total", Figure::Number(Decimal::from(84)));
    // The office adds up the parts.
    let mut stated = added(&[reports[0].clone(), reports[1].clone(), reports[3].clone()]);
    set(&mut stated, "requests.received.total", Figure::Number(Decimal::from(17 + 29 + 83)));
    let against = compared(&stated, &reports);
    for cell in &against.differences {
        let is_total = cell.path == "requests.received.total";
        let expected = if is_total { vec![] } else { vec![(2, SlipKind::LeftOut)] };
        let found: Vec<_> = cell.explained_by.iter().map(|slip| (slip.report, slip.kind)).collect();
        assert_eq!(found, expected, "{}", cell.path);
    }
    assert!(against.differences.len() > 2);
}

#[test]
fn two_ways_to_explain_a_difference_explain_nothing() {
    let (mut reports, _) = county();
    reports[3] = Filed { agency: "戊局".to_owned(), ..reports[0].clone() };
    let against = compared(&added(&reports[..3]), &reports);
    assert!(against.differences.len() > 1);
    assert!(slips(&against).iter().all(Vec::is_empty), "{:?}", slips(&against));
}

#[test]
fn one_cell_is_explained_by_the_only_report_with_that_figure() {
    let (reports, mut stated) = county();
    let number = |number: i64| Figure::Number(Decimal::from(number));
    set(&mut stated, "requests.received.natural_person", number(17 + 41 + 83));
    set(&mut stated, "requests.received.total", number(17 + 29 + 41 + 83 + 5));
    let against = compared(&stated, &reports);
    assert_eq!(slips(&against), [vec![(1, SlipKind::LeftOut)], vec![]]);
    assert_eq!(against.differences[0].excess(), Decimal::from(-29));
}

#[test]
fn what_one_of_the_two_lacks_is_not_compared() {
    let (mut reports, mut stated) = county();
    set(&mut reports[0], "requests.received.natural_person", Figure::Blank);
    set(&mut stated, "requests.received.total", Figure::Unread);
    let against = compared(&stated, &reports);
    assert_eq!(against.uncompared, ["requests.received.natural_person", "requests.received.total"]);
    assert!(against.differences.is_empty());
}

/// Units with figures of their own in all cells, the last of them small.
fn larger_county() -> Vec<Filed> {
    let mut reports: Vec<Filed> = (0..9).map(|at| filed(&format!("{at}局"))).collect();
    for (unit, report) in (1..).zip(&mut reports) {
        let form = report.form.clone().unwrap();
        for (at, cell) in (1..).zip(form.cells()) {
            let number = if unit == 9 { i64::from(at % 7 == 0) } else { (at * unit * 37 + at * at) % 101 };
            set(report, &form.path(cell), Figure::Number(Decimal::from(number)));
        }
    }
    reports
}

/// The report of the sum of these, with so many figures of the form wrong in cells that are no totals.
fn added_with_faults(reports: &[Filed], faults: usize) -> Filed {
    let mut stated = added(reports);
    let form = stated.form.clone().unwrap();
    let parts = form.cells().enumerate().filter(|(_, cell)| !form.place(*cell).unwrap().is_computed());
    for (at, _) in parts.step_by(3).take(faults) {
        stated.figures[at] = Figure::Number(stated.figures[at].number().unwrap() + Decimal::from(9));
    }
    stated
}

fn of(all: &[Filed], places: &[usize]) -> Vec<Filed> {
    places.iter().map(|&at| all[at].clone()).collect()
}

/// Which explanations there are, with the cells of each.
fn explanations(against: &Against) -> BTreeMap<Vec<(usize, SlipKind)>, usize> {
    let mut all = BTreeMap::new();
    slips(against).into_iter().for_each(|slips| *all.entry(slips).or_default() += 1);
    all
}

#[test]
fn a_few_wrong_figures_hide_no_report_and_are_left_unexplained() {
    let all = larger_county();
    let (left_out, twice) = (SlipKind::LeftOut, SlipKind::Twice);
    for (parts, expected) in [
        (&[0, 1, 2, 4, 5, 6, 7, 8][..], vec![(3, left_out)]),
        (&[0, 1, 2, 3, 4, 5, 5, 6, 7, 8], vec![(5, twice)]),
        (&[0, 1, 2, 4, 5, 6, 8], vec![(3, left_out), (7, left_out)]),
        (&[0, 1, 2, 4, 5, 5, 6, 7, 8], vec![(3, left_out), (5, twice)]),
    ] {
        let found = explanations(&compared(&added_with_faults(&of(&all, parts), 3), &all));
        assert_eq!(found.keys().cloned().collect::<Vec<_>>(), [vec![], expected], "{parts:?}");
        assert_eq!(found[&vec![]], 3, "{parts:?}");
    }
}

#[test]
fn what_no_one_or_two_reports_explain_accuses_nobody() {
    let all = larger_county();
    let thrice = added(&of(&all, &[0, 1, 2, 3, 4, 5, 5, 5, 6, 7, 8]));
    let without_three = added(&of(&all, &[0, 1, 2, 6, 7, 8]));
    let faulty = added_with_faults(&all, 4);
    let much_faulty = added_with_faults(&of(&all, &[0, 1, 2, 4, 5, 6, 7, 8]), 30);
    for stated in [thrice, without_three, faulty, much_faulty] {
        let against = compared(&stated, &all);
        assert!(against.differences.len() >= 4);
        assert!(slips(&against).iter().all(Vec::is_empty), "{:?}", explanations(&against));
    }
}

#[test]
fn a_small_figure_accuses_nobody() {
    let (reports, _) = county();
    let path = "requests.received.natural_person";
    let mut more: Vec<Filed> = (0..30).map(|at| filed(&format!("{at}局"))).collect();
    more.iter_mut().for_each(|report| set(report, path, Figure::Number(Decimal::ZERO)));
    // 17 is less than there are units: some unit has any such figure.
    let all = [reports, more].concat();
    for (amount, expected) in [(17, 0), (83, 1)] {
        let mut stated = added(&all);
        let form = stated.form.clone().unwrap();
        let place = form.cells().position(|cell| form.path(cell) == path).unwrap();
        let number = stated.figures[place].number().unwrap() + Decimal::from(amount);
        set(&mut stated, path, Figure::Number(number));
        let found = slips(&compared(&stated, &all));
        assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [expected], "{amount}: {found:?}");
    }
}

#[test]
fn a_report_that_is_not_summed_may_have_been_counted() {
    let all = larger_county();
    let sum = Sum::of(all[0].form.as_ref().unwrap(), all[..7].iter().enumerate());
    let candidates = all[..8]
        .iter()
        .enumerate()
        .map(|(unit, report)| Candidate { is_summed: unit < 7, ..candidate((unit, report)) });
    for (parts, expected) in [
        (&[0, 1, 2, 3, 4, 5, 6, 7][..], vec![(7, SlipKind::OutOfScope)]),
        (&[0, 1, 3, 4, 5, 6, 7], vec![(2, SlipKind::LeftOut), (7, SlipKind::OutOfScope)]),
    ] {
        let against = Against::new(&added(&of(&all, parts)), &sum, candidates.clone());
        assert_eq!(explanations(&against).into_keys().collect::<Vec<_>>(), [expected]);
    }
}
