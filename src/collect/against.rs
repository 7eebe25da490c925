//! A report of the sum (汇总年报) beside the reports of the units: where they differ, and which unit explains it.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Filed, Sum};

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

/// The figures of a report, each in its cell.
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
        let figures = |filed: &Filed| -> Figures {
            let all = sum.figures(filed);
            let figure = |at: usize| all.get(at).copied().flatten().and_then(super::Figure::number);
            // A cell that is compared has a figure in every report.
            compared.iter().map(|&(at, _)| figure(at).unwrap_or_default().normalize()).collect()
        };
        let reports: Vec<(usize, Figures)> =
            reports.into_iter().map(|(place, filed)| (place, figures(filed))).collect();
        let excess: Figures = compared.iter().map(|(_, excess)| excess.normalize()).collect();
        against.explain(&excess, &reports);
        against
    }

    /// Looks for what explains all differences at once; failing that, for what explains each by itself.
    fn explain(&mut self, excess: &Figures, reports: &[(usize, Figures)]) {
        let whole = one_slip(excess, reports).or_else(|| two_slips(excess, reports));
        if let Some(slips) = whole {
            // Where more than one way fits, nobody knows.
            if let [slips] = slips.as_slice() {
                self.differences.iter_mut().for_each(|cell| cell.explained_by.clone_from(slips));
            }
            return;
        }
        let differing = excess.iter().enumerate().filter(|(_, excess)| !excess.is_zero());
        for (cell, (at, excess)) in self.differences.iter_mut().zip(differing) {
            let slip = |(report, figures): &(usize, Figures)| slip(*report, *excess, *figures.get(at)?);
            let mut fitting = reports.iter().filter_map(slip);
            cell.explained_by = fitting.next().filter(|_| fitting.next().is_none()).into_iter().collect();
        }
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
