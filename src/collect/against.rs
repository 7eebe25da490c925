//! A report of the sum (汇总年报) beside the reports of the units: where they differ, and which unit explains it.

use std::collections::{BTreeMap, HashSet};

use rust_decimal::Decimal;

use super::{Filed, Sum};
use crate::format::CellId;

/// What comes of the comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Against {
    /// The cells whose figures differ.
    pub differences: Vec<Differs>,
    /// The cells that could not be compared, by their paths: one of the two has no figure.
    pub uncompared: Vec<String>,
}

/// A cell whose figures differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differs {
    /// Cell path.
    pub path: String,
    /// What the report of the sum states.
    pub stated: Decimal,
    /// What the units add up to.
    pub summed: Decimal,
    /// The only way in which reports explain it, if there is but one.
    pub explained_by: Vec<Slip>,
}

impl Differs {
    /// By how much the report states more than the units add up to.
    pub fn excess(&self) -> Decimal {
        self.stated - self.summed
    }
}

/// What was done wrong with the figures of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slip {
    /// Its place among those that were given.
    pub report: usize,
    /// What was done.
    pub kind: SlipKind,
}

/// A slip in adding up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SlipKind {
    /// It was left out.
    LeftOut,
    /// It was counted twice.
    Twice,
}

impl SlipKind {
    /// Its name in machine-readable output.
    pub fn id(self) -> &'static str {
        match self {
            Self::LeftOut => "left_out",
            Self::Twice => "twice",
        }
    }

    /// The same in words, behind the name of the unit.
    pub fn words(self) -> &'static str {
        match self {
            Self::LeftOut => "没有计入",
            Self::Twice => "重复计入",
        }
    }
}

/// Figures of a report, or differences, each in its cell.
type Figures = Vec<Decimal>;

impl Against {
    /// Compares a report of the sum with the sum. `reports` are those that are in it, each with its place.
    pub fn new<'r>(stated: &Filed, sum: &Sum, reports: impl IntoIterator<Item = (usize, &'r Filed)>) -> Self {
        let theirs = sum.figures(stated);
        let mut against = Self { differences: Vec::new(), uncompared: Vec::new() };
        // Indices of the cells that both state.
        let mut compared = Vec::new();
        for (at, cell) in sum.cells.iter().enumerate() {
            let figure = theirs.get(at).copied().flatten().and_then(super::Figure::number);
            let Some((stated, summed)) = figure.zip(cell.value) else {
                against.uncompared.push(cell.path.clone());
                continue;
            };
            compared.push((at, stated - summed));
            if stated != summed {
                let path = cell.path.clone();
                against.differences.push(Differs { path, stated, summed, explained_by: Vec::new() });
            }
        }
        if against.differences.is_empty() {
            return against;
        }
        let unlike: HashSet<CellId> = sum.unlike().map(|cell| cell.id).collect();
        let is_alike = |&at: &usize| sum.cells.get(at).is_some_and(|cell| !unlike.contains(&cell.id));
        let figures = |filed: &Filed| -> Figures {
            let all = sum.figures(filed);
            let figure = |at: usize| all.get(at).copied().flatten().and_then(super::Figure::number);
            // A cell that is compared has a figure in every report.
            compared.iter().map(|&(at, _)| figure(at).unwrap_or_default().normalize()).collect()
        };
        against.explain(&Reports {
            excess: compared.iter().map(|(_, excess)| excess.normalize()).collect(),
            is_alike: compared.iter().map(|(at, _)| is_alike(at)).collect(),
            all: reports.into_iter().map(|(place, filed)| (place, figures(filed))).collect(),
        });
        against
    }

    /// Looks for what explains all differences at once; failing that, for what explains each by itself.
    fn explain(&mut self, reports: &Reports) {
        let whole = reports.whole();
        let differing = reports.excess.iter().enumerate().filter(|(_, excess)| !excess.is_zero());
        for (cell, (at, excess)) in self.differences.iter_mut().zip(differing) {
            cell.explained_by = match whole.as_deref() {
                None => reports.only_one(at, *excess).into_iter().collect(),
                Some([slips]) if reports.explain(slips, at, *excess) => slips.clone(),
                // Where more than one way fits, nobody knows.
                Some(_) => Vec::new(),
            };
        }
    }
}

/// What is to be explained, and the reports that may explain it, in all cells that are compared.
struct Reports {
    /// By how much the report of the sum states more.
    excess: Figures,
    /// False for a total for which a unit states something else than its parts: whoever adds up the parts gets another
    /// one, so that it tells nothing of what was done wrong.
    is_alike: Vec<bool>,
    /// Each with its place.
    all: Vec<(usize, Figures)>,
}

impl Reports {
    /// The ways in which one report, or two, explain all differences; `None` if there is none.
    fn whole(&self) -> Option<Vec<Vec<Slip>>> {
        let alike = |figures: &Figures| -> Figures {
            let pairs = figures.iter().zip(&self.is_alike);
            pairs.filter(|(_, is_alike)| **is_alike).map(|(figure, _)| *figure).collect()
        };
        let excess = alike(&self.excess);
        if excess.iter().all(Decimal::is_zero) {
            return None;
        }
        let all: Vec<(usize, Figures)> =
            self.all.iter().map(|(place, figures)| (*place, alike(figures))).collect();
        one_slip(&excess, &all).or_else(|| two_slips(&excess, &all))
    }

    /// The only report whose figure explains the difference in a cell.
    fn only_one(&self, at: usize, excess: Decimal) -> Option<Slip> {
        let slip = |(report, figures): &(usize, Figures)| slip(*report, excess, *figures.get(at)?);
        let mut fitting = self.all.iter().filter_map(slip);
        fitting.next().filter(|_| fitting.next().is_none())
    }

    /// True if slips explain the difference in a cell.
    fn explain(&self, slips: &[Slip], at: usize, excess: Decimal) -> bool {
        let rest = slips.iter().fold(excess, |rest, slip| {
            let report = self.all.iter().find(|(report, _)| *report == slip.report);
            let own = report.and_then(|(_, figures)| figures.get(at)).copied().unwrap_or_default();
            without(rest, own, slip.kind)
        });
        rest.is_zero()
    }
}

/// The slip that makes a figure of a report the excess.
fn slip(report: usize, excess: Decimal, figure: Decimal) -> Option<Slip> {
    if figure.is_zero() {
        return None;
    }
    let kind = match excess {
        excess if excess == figure => SlipKind::Twice,
        excess if excess == -figure => SlipKind::LeftOut,
        _ => return None,
    };
    Some(Slip { report, kind })
}

/// The ways in which one report explains all; `None` if there is none.
fn one_slip(excess: &Figures, reports: &[(usize, Figures)]) -> Option<Vec<Vec<Slip>>> {
    let less: Figures = excess.iter().map(|excess| -excess).collect();
    let fits = |(report, figures): &(usize, Figures)| {
        let twice = (figures == excess).then_some(SlipKind::Twice);
        let kind = twice.or_else(|| (*figures == less).then_some(SlipKind::LeftOut))?;
        Some(vec![Slip { report: *report, kind }])
    };
    let ways: Vec<_> = reports.iter().filter_map(fits).collect();
    (!ways.is_empty()).then_some(ways)
}

/// The ways in which two reports explain all; `None` if there is none. Two are enough to know that it is not one.
fn two_slips(excess: &Figures, reports: &[(usize, Figures)]) -> Option<Vec<Vec<Slip>>> {
    const ENOUGH: usize = 2;
    let mut by_figures: BTreeMap<&[Decimal], Vec<usize>> = BTreeMap::new();
    // A report without any case explains nothing.
    let some = reports.iter().filter(|(_, figures)| figures.iter().any(|figure| !figure.is_zero()));
    for (report, figures) in some.clone() {
        by_figures.entry(figures).or_default().push(*report);
    }
    let mut ways: Vec<Vec<Slip>> = Vec::new();
    for (report, figures) in some {
        for kind in [SlipKind::LeftOut, SlipKind::Twice] {
            let rest: Figures =
                excess.iter().zip(figures).map(|(excess, own)| without(*excess, *own, kind)).collect();
            let less: Figures = rest.iter().map(|rest| -rest).collect();
            let twice =
                by_figures.get(rest.as_slice()).into_iter().flatten().map(|other| (other, SlipKind::Twice));
            let left_out =
                by_figures.get(less.as_slice()).into_iter().flatten().map(|other| (other, SlipKind::LeftOut));
            // Each pair is met from both sides.
            for (&other, other_kind) in twice.chain(left_out).filter(|(other, _)| **other > *report) {
                let slips = [Slip { report: *report, kind }, Slip { report: other, kind: other_kind }];
                ways.push(slips.to_vec());
            }
            if ways.len() >= ENOUGH {
                return Some(ways);
            }
        }
    }
    (!ways.is_empty()).then_some(ways)
}

/// What is left of an excess when a slip is put right.
fn without(excess: Decimal, own: Decimal, kind: SlipKind) -> Decimal {
    match kind {
        SlipKind::LeftOut => (excess + own).normalize(),
        SlipKind::Twice => (excess - own).normalize(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::Figure;
    use crate::collect::testing::{filed, set};

    /// Units that all differ, and the report of their sum.
    fn county() -> (Vec<Filed>, Filed) {
        let mut reports: Vec<Filed> =
            ["甲局", "乙局", "丙局", "丁局"].iter().map(|name| filed(name)).collect();
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
        Against::new(stated, &sum, reports.iter().enumerate())
    }

    fn slips(against: &Against) -> Vec<Vec<(usize, SlipKind)>> {
        let slips = |cell: &Differs| cell.explained_by.iter().map(|slip| (slip.report, slip.kind)).collect();
        against.differences.iter().map(slips).collect()
    }

    #[test]
    fn a_sum_that_agrees_has_no_differences() {
        let (reports, stated) = county();
        let against = compared(&stated, &reports);
        assert_eq!(against, Against { differences: Vec::new(), uncompared: Vec::new() });
    }

    #[test]
    fn one_report_or_two_explain_all_differences() {
        let (reports, _) = county();
        let all = |parts: &[usize]| parts.iter().map(|&at| reports[at].clone()).collect::<Vec<_>>();
        for (parts, expected) in [
            (&[0, 1, 3][..], vec![(2, SlipKind::LeftOut)]),
            (&[0, 1, 2, 3, 1], vec![(1, SlipKind::Twice)]),
            (&[1, 2], vec![(0, SlipKind::LeftOut), (3, SlipKind::LeftOut)]),
            (&[0, 0, 1, 2], vec![(0, SlipKind::Twice), (3, SlipKind::LeftOut)]),
        ] {
            let found = slips(&compared(&added(&all(parts)), &reports));
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
}
