//! Which reports explain the differences between a report of the sum and the sum: those that were left out, counted
//! twice, or counted without being of the sum.
//!
//! A report is named only where it cannot be chance: the figures that agree must have more binary digits, all
//! together, than it takes to number the ways that were tried.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::{Slip, SlipKind};
use crate::collect::Sum;
use crate::collect::sum::binary_digits;
use crate::format::CellId;

/// Of the cells that are concerned, nine in ten must agree: the others may have faults of their own.
const SOME: usize = 9;
const OF: usize = 10;
/// Binary digits that the figures must have beyond those that number the ways: one in sixteen such ways is chance.
const MARGIN: u32 = 4;
/// Where more cells differ, each for itself, none is explained alone.
const MOST_ALONE: usize = 3;
/// Cells explained alone may name no more units.
const MOST_UNITS: usize = 2;
/// Cells by which the second of two reports is sought.
const PROBES: usize = 6;
/// A figure that more reports have tells too little to seek one by it.
const MOST_ALIKE: usize = 16;
/// Where more than one way fits, nobody knows.
const ENOUGH: usize = 2;

/// A report with which something may have been done wrong.
pub(super) struct Suspect {
    /// The place of its unit.
    pub unit: usize,
    /// Its place among the reports of the unit.
    pub file: usize,
    /// True if it is in the sum.
    pub is_summed: bool,
    /// Its figures in the cells that are compared.
    pub figures: Vec<Decimal>,
}

impl Suspect {
    fn kinds(&self) -> &'static [SlipKind] {
        match self.is_summed {
            true => &[SlipKind::LeftOut, SlipKind::Twice],
            false => &[SlipKind::OutOfScope],
        }
    }

    fn at(&self, cell: usize) -> Decimal {
        self.figures.get(cell).copied().unwrap_or_default()
    }
}

/// One thing that may have been done with a report.
#[derive(Clone, Copy)]
struct Step<'p> {
    suspect: &'p Suspect,
    kind: SlipKind,
}

impl Step<'_> {
    /// What it adds to the report of the sum in a cell.
    fn adds(&self, cell: usize) -> Decimal {
        self.kind.adds(self.suspect.at(cell))
    }

    fn slip(&self) -> Slip {
        Slip { report: self.suspect.unit, file: self.suspect.file, kind: self.kind }
    }
}

/// How well steps explain the differences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// All of them.
    Whole,
    /// Nearly all of them.
    Nearly,
}

/// What is to be explained, in the cells that are compared.
pub(super) struct Puzzle {
    /// By how much the report of the sum states more.
    excess: Vec<Decimal>,
    /// The cells that are stated, not computed: a total tells nothing that its parts do not.
    parts: Vec<usize>,
    /// For each cell the cells that it is computed from, as far as they are compared.
    addends: Vec<Vec<usize>>,
    suspects: Vec<Suspect>,
    /// Binary digits that figures must have so that it is no chance that they agree.
    least_digits: u32,
}

impl Puzzle {
    /// `compared` are the places of the cells in the sum, each with the excess.
    pub fn new(sum: &Sum, compared: &[(usize, Decimal)], suspects: Vec<Suspect>) -> Self {
        let cells = compared.iter().map(|(at, _)| sum.cells.get(*at).map(|cell| cell.id));
        let cells: Vec<Option<CellId>> = cells.collect();
        let by_id: BTreeMap<CellId, usize> =
            cells.iter().enumerate().filter_map(|(at, id)| Some(((*id)?, at))).collect();
        let addends = |id: &Option<CellId>| -> Vec<usize> {
            let all = id.map(|id| sum.addends(id).concat()).unwrap_or_default();
            all.iter().filter_map(|id| by_id.get(id).copied()).collect()
        };
        let is_part = |id: &Option<CellId>| id.is_some_and(|id| sum.addends(id).is_empty());
        let ways: usize = suspects.iter().map(|suspect| suspect.kinds().len()).sum();
        Self {
            excess: compared.iter().map(|(_, excess)| *excess).collect(),
            parts: (0..cells.len()).filter(|at| cells.get(*at).is_some_and(is_part)).collect(),
            addends: cells.iter().map(addends).collect(),
            suspects,
            least_digits: usize::BITS - ways.leading_zeros() + MARGIN,
        }
    }

    /// For each cell that differs the slips that explain it; none where nothing does, or more than one way.
    pub fn solve(&self) -> Vec<Vec<Slip>> {
        let differing = (0..self.excess.len()).filter(|at| !self.excess_at(*at).is_zero());
        let differing: Vec<usize> = differing.collect();
        match self.whole().as_deref() {
            Some([steps]) => {
                let slips: Vec<Slip> = steps.iter().map(Step::slip).collect();
                let explained =
                    |at: &usize| if self.rest(*at, steps).is_zero() { slips.clone() } else { Vec::new() };
                differing.iter().map(explained).collect()
            }
            Some(_) => vec![Vec::new(); differing.len()],
            None => self.one_by_one(&differing),
        }
    }

    fn excess_at(&self, cell: usize) -> Decimal {
        self.excess.get(cell).copied().unwrap_or_default()
    }

    /// What is left of the excess in a cell when steps are undone.
    fn rest(&self, cell: usize, steps: &[Step<'_>]) -> Decimal {
        steps.iter().fold(self.excess_at(cell), |rest, step| rest - step.adds(cell))
    }

    fn steps(&self) -> impl Iterator<Item = Step<'_>> {
        self.suspects
            .iter()
            .flat_map(|suspect| suspect.kinds().iter().map(move |&kind| Step { suspect, kind }))
    }

    /// The ways in which one report, or two, explain all differences or nearly all; `None` if there is none.
    fn whole(&self) -> Option<Vec<Vec<Step<'_>>>> {
        if self.parts.iter().all(|part| self.excess_at(*part).is_zero()) {
            return None;
        }
        let ones = || self.steps().filter_map(|step| Some((self.fit(&[step])?, vec![step])));
        let of = |fit: Fit, ways: &[(Fit, Vec<Step<'_>>)]| -> usize {
            ways.iter().filter(|(own, _)| *own == fit).count()
        };
        let one: Vec<_> = ones().collect();
        let two = if of(Fit::Whole, &one) > 0 { Vec::new() } else { self.two() };
        let tiers = [(Fit::Whole, &one), (Fit::Whole, &two), (Fit::Nearly, &one), (Fit::Nearly, &two)];
        let (fit, ways) = tiers.into_iter().find(|(fit, ways)| of(*fit, ways) > 0)?;
        Some(ways.iter().filter(|(own, _)| *own == fit).map(|(_, steps)| steps.clone()).collect())
    }

    /// How well steps explain the cells that are stated; `None` if they do not.
    fn fit(&self, steps: &[Step<'_>]) -> Option<Fit> {
        let (mut concerned, mut agreeing) = (0, 0);
        for &part in self.parts.iter().filter(|part| self.concerns(**part, steps)) {
            concerned += 1;
            agreeing += usize::from(self.rest(part, steps).is_zero());
        }
        if agreeing * OF < concerned * SOME {
            return None;
        }
        let is_whole = agreeing == concerned;
        // All the figures of one report, in more than one cell, are no chance.
        let is_sure = is_whole && steps.len() == 1 && agreeing > 1;
        (is_sure || steps.iter().all(|step| self.tells(step, steps))).then_some(if is_whole {
            Fit::Whole
        } else {
            Fit::Nearly
        })
    }

    /// True if there is a difference in a cell, or would be one by these steps. Where one takes away what another adds,
    /// nothing is to be seen.
    fn concerns(&self, cell: usize, steps: &[Step<'_>]) -> bool {
        !self.excess_at(cell).is_zero() || !self.rest(cell, steps).is_zero()
    }

    /// True if the cells in which a report has figures bear it out that something was done with it.
    fn tells(&self, step: &Step<'_>, steps: &[Step<'_>]) -> bool {
        let (mut own, mut agreeing, mut digits) = (0, 0, 0);
        let has_figure = |part: &&usize| !step.suspect.at(**part).is_zero() && self.concerns(**part, steps);
        for &part in self.parts.iter().filter(has_figure) {
            own += 1;
            if self.rest(part, steps).is_zero() {
                agreeing += 1;
                digits += binary_digits(step.suspect.at(part));
            }
        }
        agreeing * OF >= own * SOME && digits >= self.least_digits
    }

    /// The ways in which two reports explain the differences, two at most of each kind of fit.
    fn two(&self) -> Vec<(Fit, Vec<Step<'_>>)> {
        let probes = self.probes();
        let mut ways: Vec<(Fit, Vec<Step<'_>>)> = Vec::new();
        for (place, suspect) in self.suspects.iter().enumerate() {
            for &kind in suspect.kinds() {
                let first = Step { suspect, kind };
                for (other, kind) in self.seconds(&probes, &first, place) {
                    let Some(suspect) = self.suspects.get(other) else { continue };
                    let steps = [first, Step { suspect, kind }];
                    ways.extend(self.fit(&steps).map(|fit| (fit, steps.to_vec())));
                }
                if ways.iter().filter(|(fit, _)| *fit == Fit::Whole).count() >= ENOUGH {
                    return ways;
                }
            }
        }
        ways
    }

    /// The reports behind one, each with what may have been done with it, that explain in some cells what it leaves.
    fn seconds(&self, probes: &[Probe], first: &Step<'_>, place: usize) -> BTreeSet<(usize, SlipKind)> {
        let mut seconds = BTreeSet::new();
        for probe in probes {
            let rest = self.rest(probe.cell, std::slice::from_ref(first));
            if rest.is_zero() {
                continue;
            }
            let having = |figure: Decimal| probe.by_figure.get(&figure).map_or(&[][..], Vec::as_slice);
            let behind = |figure: Decimal| having(figure).iter().copied().filter(move |other| *other > place);
            let more = behind(rest).filter_map(|other| {
                let kinds = self.suspects.get(other)?.kinds().iter().copied();
                Some((other, kinds.into_iter().find(|kind| *kind != SlipKind::LeftOut)?))
            });
            let less =
                behind(-rest).filter(|other| self.suspects.get(*other).is_some_and(|other| other.is_summed));
            seconds.extend(more.chain(less.map(|other| (other, SlipKind::LeftOut))));
        }
        seconds
    }

    /// The cells in which the figures of the reports differ most.
    fn probes(&self) -> Vec<Probe> {
        let probe = |&cell: &usize| {
            let mut by_figure: BTreeMap<Decimal, Vec<usize>> = BTreeMap::new();
            for (place, suspect) in self.suspects.iter().enumerate() {
                let figure = suspect.at(cell);
                if !figure.is_zero() {
                    by_figure.entry(figure).or_default().push(place);
                }
            }
            by_figure.retain(|_, having| having.len() <= MOST_ALIKE);
            Probe { cell, by_figure }
        };
        let mut probes: Vec<Probe> = self.parts.iter().map(probe).collect();
        probes.sort_by_key(|probe| std::cmp::Reverse(probe.by_figure.len()));
        probes.truncate(PROBES);
        probes
    }

    /// Where but few cells differ, each is explained by the only report with such a figure. A total that differs with
    /// its parts is explained by what explains these.
    fn one_by_one(&self, differing: &[usize]) -> Vec<Vec<Slip>> {
        let nothing = || vec![Vec::new(); differing.len()];
        let depends = |at: &usize| {
            let addends = self.addends.get(*at).into_iter().flatten();
            addends.into_iter().any(|addend| !self.excess_at(*addend).is_zero())
        };
        let alone: Vec<usize> = differing.iter().copied().filter(|at| !depends(at)).collect();
        if alone.len() > MOST_ALONE {
            return nothing();
        }
        let found: BTreeMap<usize, Step<'_>> =
            alone.iter().filter_map(|at| Some((*at, self.only_one(*at)?))).collect();
        let mut named: Vec<Step<'_>> = Vec::new();
        for step in found.values() {
            if !named.iter().any(|other| other.slip() == step.slip()) {
                named.push(*step);
            }
        }
        let units: BTreeSet<usize> = named.iter().map(|step| step.suspect.unit).collect();
        if units.len() > MOST_UNITS {
            return nothing();
        }
        let explained = |at: &usize| match found.get(at) {
            Some(step) => vec![step.slip()],
            None if depends(at) && self.rest(*at, &named).is_zero() => {
                named.iter().filter(|step| !step.adds(*at).is_zero()).map(Step::slip).collect()
            }
            None => Vec::new(),
        };
        differing.iter().map(explained).collect()
    }

    /// The only thing done with a report that explains the difference in a cell, if the figure is larger than there
    /// are reports: of many, one has any small figure.
    fn only_one(&self, cell: usize) -> Option<Step<'_>> {
        let excess = self.excess_at(cell);
        if excess.abs() < Decimal::from(self.suspects.len()) {
            return None;
        }
        let mut fitting = self.steps().filter(|step| step.adds(cell) == excess);
        fitting.next().filter(|_| fitting.next().is_none())
    }
}

/// A cell by which reports are sought: which of them have a figure, by their places.
struct Probe {
    cell: usize,
    by_figure: BTreeMap<Decimal, Vec<usize>>,
}
