//! Passages that reports of different units, or of one unit in two years, have in common (雷同).

use std::collections::HashSet;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::sum_file::named;
use super::{Collection, Filed};
use crate::copied;

/// A passage that several reports have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// Title of the section of the form that it stands in.
    pub section: String,
    /// Letters that they have in common.
    pub letters: usize,
    /// Share of the section that is alike, in percent.
    pub share: usize,
    /// Those that have it.
    pub members: Vec<Copier>,
}

/// A report that has a passage in common with others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copier {
    /// Its place among the units.
    pub unit: usize,
    /// Path of the file as it is shown.
    pub path: String,
    /// True for the unit's report of the year before.
    pub is_last_year: bool,
    /// The passage as it is written there.
    pub words: String,
}

/// A stretch of a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// Its words.
    pub text: String,
    /// True if the other passage has them, too.
    pub is_shared: bool,
}

/// A report whose words are compared with others'.
#[derive(Debug, Clone, Copy)]
pub struct Compared<'c> {
    /// The place of its unit.
    pub unit: usize,
    /// True for the unit's report of the year before.
    pub is_last_year: bool,
    /// The report.
    pub report: &'c Filed,
}

impl Collection {
    /// The reports whose words are compared: those that count, and those of the year before.
    pub fn compared(&self) -> Vec<Compared<'_>> {
        let mut all = Vec::new();
        for (unit, filed) in self.units.iter().enumerate() {
            let own = filed.report().map(|report| Compared { unit, is_last_year: false, report });
            let last = filed.last_year.as_ref();
            let last = last.map(|report| Compared { unit, is_last_year: true, report });
            all.extend([own, last].into_iter().flatten());
        }
        all
    }
}

impl Copied {
    /// A passage by the units that have it; its members have their places among those that were compared.
    pub fn of(passage: copied::Copied, compared: &[Compared<'_>]) -> Self {
        let member = |member: copied::Member| {
            let Compared { unit, is_last_year, report } = *compared.get(member.report)?;
            Some(Copier { unit, path: report.path.clone(), is_last_year, words: member.words })
        };
        let members = passage.members.into_iter().filter_map(member).collect();
        Self { section: passage.section, letters: passage.letters, share: passage.share, members }
    }

    /// What it is and how much: `“一、总体情况”部分约 240 字，占这一部分的 85%`.
    pub fn measure(&self) -> String {
        format!("“{}”部分约 {} 字，占这一部分的 {}%", self.section, self.letters, self.share)
    }

    /// With whom a unit shares it, in words: `乙局、丙局`, `本单位上年报告`.
    pub fn others(&self, unit: usize, collection: &Collection) -> String {
        let (own, others): (Vec<&Copier>, Vec<&Copier>) =
            self.members.iter().partition(|member| member.unit == unit);
        let has_own = own.iter().any(|member| member.is_last_year);
        // This year's and last year's report of a unit are two members; some thousand units may share a passage.
        let mut seen = HashSet::new();
        let others = others.into_iter().filter(|member| seen.insert(member.unit));
        let names: Vec<&str> = others
            .filter_map(|member| collection.units.get(member.unit))
            .map(|unit| unit.name.as_str())
            .collect();
        match (names.is_empty(), has_own) {
            (true, _) => "本单位上年报告".to_owned(),
            (false, true) => format!("{}和本单位上年报告", named(names.into_iter())),
            (false, false) => named(names.into_iter()),
        }
    }

    /// What the overview says of it beside a unit.
    pub(super) fn remark(&self, unit: usize, collection: &Collection) -> String {
        format!("与{}雷同：{}", self.others(unit, collection), self.measure())
    }
}

/// The passages of each unit that it has in common with others.
pub(super) fn copied_by_unit(collection: &Collection) -> Vec<Vec<&Copied>> {
    let mut by_unit: Vec<Vec<&Copied>> = vec![Vec::new(); collection.units.len()];
    for copied in &collection.copied {
        for member in &copied.members {
            let Some(own) = by_unit.get_mut(member.unit) else { continue };
            // This year's and last year's report of a unit are two members.
            if !own.last().is_some_and(|last| std::ptr::eq(*last, copied)) {
                own.push(copied);
            }
        }
    }
    by_unit
}

/// Passages that are longer together are not compared letter by letter, so that none takes a square of time.
const MOST_COMPARED: usize = 20_000;
/// A single letter that happens to stand in both is not marked.
const FEWEST_SHARED: usize = 2;

/// A passage, cut where another has the same words.
pub fn stretches(words: &str, other: &str) -> Vec<Stretch> {
    let (own, theirs): (Vec<char>, Vec<char>) = (words.chars().collect(), other.chars().collect());
    if own.len() + theirs.len() > MOST_COMPARED {
        return vec![Stretch { text: words.to_owned(), is_shared: words == other }];
    }
    let mut out: Vec<Stretch> = Vec::new();
    for operation in capture_diff_slices(Algorithm::Myers, &own, &theirs) {
        let range = operation.old_range();
        let is_shared = matches!(operation, DiffOp::Equal { .. }) && range.len() >= FEWEST_SHARED;
        let text: String = own.get(range).unwrap_or_default().iter().collect();
        match out.last_mut() {
            Some(last) if last.is_shared == is_shared => last.text.push_str(&text),
            _ if text.is_empty() => {}
            _ => out.push(Stretch { text, is_shared }),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::Standing;
    use crate::collect::tests::sample::{county, unit};

    #[test]
    fn the_others_are_named_once_and_many_are_counted() {
        let mut county = county();
        let copier =
            |unit, is_last_year| Copier { unit, path: String::new(), is_last_year, words: String::new() };
        let copied = |members: &[(usize, bool)]| Copied {
            section: String::new(),
            letters: 0,
            share: 0,
            members: members.iter().map(|(unit, is_last_year)| copier(*unit, *is_last_year)).collect(),
        };
        let others = |members: &[(usize, bool)], county: &Collection| copied(members).others(3, county);
        assert_eq!(others(&[(3, false), (4, false), (4, true), (5, false)], &county), "乙局、己局");
        assert_eq!(others(&[(3, false), (3, true)], &county), "本单位上年报告");
        assert_eq!(others(&[(3, false), (3, true), (4, true)], &county), "乙局和本单位上年报告");
        county.units = (0..30).map(|at| unit(&format!("{at}局"), Standing::Missing, Vec::new())).collect();
        let all: Vec<_> = (0..30).map(|unit| (unit, false)).collect();
        assert!(others(&all, &county).ends_with("、10局等 29 个单位"));
    }

    #[test]
    fn what_both_have_is_marked_and_a_single_letter_is_not() {
        let shown = |words: &str, other: &str| -> String {
            let mark =
                |part: Stretch| if part.is_shared { format!("【{}】", part.text) } else { part.text };
            stretches(words, other).into_iter().map(mark).collect()
        };
        assert_eq!(shown("甲局举办培训4期。", "乙县局举办培训12期。"), "甲【局举办培训】4【期。】");
        assert_eq!(shown("子丑寅卯", "甲乙寅丙丁"), "子丑寅卯");
        let long = "年报".repeat(MOST_COMPARED);
        assert_eq!(shown(&long, "年报"), long);
        assert_eq!(shown("", "年报"), "");
    }
}
