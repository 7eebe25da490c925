//! Reports with the same figures.

use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::super::{Figure, Filed};
use super::once::differ;
use super::owner::Owned;

/// Figures other than nought by which a report is known.
const ENOUGH: usize = 3;

/// True if two reports are of one form, not of two years, and state the same in all cells.
pub(super) fn are_same(one: &Filed, other: &Filed) -> bool {
    let (Some(form), Some(of_other)) = (&one.form, &other.form) else { return false };
    let years = one.year.zip(other.year);
    form.id == of_other.id
        && years.is_none_or(|(year, of_other)| year == of_other)
        && one.figures.iter().zip(&other.figures).all(|(own, theirs)| !differ(*own, *theirs))
}

/// True if no other report is likely to have the same figures by chance: many small units have nothing but noughts.
pub(super) fn is_telling(report: &Filed) -> bool {
    let numbers = report.figures.iter().filter_map(|figure| figure.number());
    numbers.filter(|number| !number.is_zero()).collect::<BTreeSet<_>>().len() >= ENOUGH
}

/// True if one file is called like the other with something behind it, in the same folder: `甲-草稿.docx`, `甲.toml`.
fn are_related(one: &str, other: &str) -> bool {
    let parts = |path: &str| {
        let at = path.rfind(['/', '\\']).map_or(0, |at| at + 1);
        (path.get(..at).unwrap_or_default().to_owned(), super::stem(path).to_owned())
    };
    let ((folder, stem), (of_other, other)) = (parts(one), parts(other));
    let (short, long) = if stem.len() <= other.len() { (&stem, &other) } else { (&other, &stem) };
    let is_more = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    folder == of_other && !short.is_empty() && long.strip_prefix(short.as_str()).is_some_and(is_more)
}

/// Reports by their figures.
#[derive(Debug, Default)]
pub(super) struct ByFigures {
    /// Those that read in full: unit and place among its files.
    whole: HashMap<u64, Vec<(usize, usize)>>,
    /// Those of which cells were not read.
    partly: Vec<(usize, usize)>,
}

impl ByFigures {
    /// All files of the units.
    pub fn of(units: &[Owned]) -> Self {
        let mut all = Self::default();
        for (unit, owned) in units.iter().enumerate() {
            for (file, report) in owned.files.iter().enumerate() {
                all.add((unit, file), report);
            }
        }
        all
    }

    /// Adds a file of a unit.
    pub fn add(&mut self, at: (usize, usize), report: &Filed) {
        match key(report) {
            Some(key) => self.whole.entry(key).or_default().push(at),
            None if report.form.is_some() => self.partly.push(at),
            None => {}
        }
    }

    /// The one unit that has filed the same figures, and the year of that report. Of several the one whose file is
    /// called like this one is meant.
    pub fn unit_of(&self, report: &Filed, units: &[Owned]) -> Option<(usize, Option<u16>)> {
        let file = |&(unit, file): &(usize, usize)| Some((unit, units.get(unit)?.files.get(file)?));
        let whole: Vec<&(usize, usize)> = match key(report) {
            Some(key) => self.whole.get(&key).into_iter().flatten().collect(),
            None => self.whole.values().flatten().collect(),
        };
        let all = whole.into_iter().chain(&self.partly).filter_map(file);
        let same: Vec<(usize, &Filed)> = all.filter(|(_, other)| are_same(report, other)).collect();
        let of_one = |same: &[(usize, &Filed)]| {
            let (unit, first) = same.first()?;
            same.iter().all(|(other, _)| other == unit).then_some((*unit, first.year))
        };
        let related: Vec<_> =
            same.iter().filter(|(_, other)| are_related(&report.path, &other.path)).copied().collect();
        of_one(&related).or_else(|| of_one(&same).filter(|_| is_telling(report)))
    }
}

/// What two reports with the same figures have in common; `None` if cells were not read.
fn key(report: &Filed) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    report.form.as_ref()?.id.hash(&mut hasher);
    for figure in &report.figures {
        if *figure == Figure::Unread {
            return None;
        }
        figure.number().hash(&mut hasher);
    }
    Some(hasher.finish())
}
