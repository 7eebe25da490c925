//! What a correction changed: two editions of a report, cell by cell and sentence by sentence.

mod align;
pub mod human;
pub mod json;
mod marks;
mod narrative;
pub mod notice;
mod touched;

use narrative::Cut;
pub use narrative::NarrativeChange;
#[cfg(feature = "cli")]
pub(crate) use touched::argument;
pub use touched::{Touched, TouchedKind};

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::document::printed_note;
use crate::edition::{Edition, PREAMBLE, Passage, solid};
use crate::format::{CellId, Form, Sum};

/// What changed from one edition of a report to the next.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Difference {
    /// Figures that changed, in the order of the form.
    pub cells: Vec<CellChange>,
    /// Title, signature, agency and year where they changed.
    pub details: Vec<DetailChange>,
    /// Sentences and paragraphs that changed, in the order of the report.
    pub narrative: Vec<NarrativeChange>,
    /// The same in whole sentences, as a notice shows them.
    #[serde(skip)]
    pub sentences: Vec<NarrativeChange>,
    /// What else is touched by the changes.
    pub touched: Vec<Touched>,
    /// Why the two are no editions of one report, and what could not be compared, in whole sentences.
    pub remarks: Vec<String>,
}

/// A figure that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CellChange {
    /// Cell path.
    pub path: String,
    /// The cell in official words: `“一、本年新收政府信息公开申请数量”行“商业企业”列`.
    pub label: String,
    /// Title of its section.
    pub section: String,
    /// Full label of its row.
    pub row: String,
    /// Heading of its column.
    pub column: String,
    /// The figure before; `None` if it was blank.
    pub old: Option<String>,
    /// The figure after; `None` if it is blank.
    pub new: Option<String>,
    /// The note behind the figure before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_note: Option<String>,
    /// The note behind it after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_note: Option<String>,
    /// True for a total that moved with figures that it sums up.
    pub derived: bool,
}

impl CellChange {
    /// True if the figure itself changed, and not only its note.
    pub fn is_of_figure(&self) -> bool {
        self.old != self.new
    }

    /// The figure with its note, before and after; `None` if the cell was or is blank.
    pub fn printed(&self) -> [Option<String>; 2] {
        [(&self.old, &self.old_note), (&self.new, &self.new_note)].map(|(figure, note)| {
            let note = note.as_deref().map(printed_note);
            match (figure, note) {
                (None, None) => None,
                (figure, note) => Some(figure.clone().unwrap_or_default() + &note.unwrap_or_default()),
            }
        })
    }
}

/// A change outside tables and narrative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DetailChange {
    /// What changed.
    #[serde(flatten)]
    pub detail: Detail,
    /// Before; `None` if there was none.
    pub old: Option<String>,
    /// After; `None` if there is none.
    pub new: Option<String>,
}

/// What a report states besides tables and narrative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(into = "json::Detail")]
pub enum Detail {
    /// The title.
    Title,
    /// Who signs.
    Issuer,
    /// The date under the report.
    Date,
    /// The agency that compiled it.
    Agency,
    /// The report year.
    Year,
}

impl Detail {
    /// Its name in official words.
    pub fn words(self) -> &'static str {
        match self {
            Detail::Title => "标题",
            Detail::Issuer => "落款单位",
            Detail::Date => "落款日期",
            Detail::Agency => "编制机关",
            Detail::Year => "报告年度",
        }
    }

    /// Its name for other programs.
    pub fn id(self) -> &'static str {
        match self {
            Detail::Title => "title",
            Detail::Issuer => "issuer",
            Detail::Date => "date",
            Detail::Agency => "agency",
            Detail::Year => "year",
        }
    }
}

impl Difference {
    /// True if both editions print the same.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty() && self.details.is_empty() && self.narrative.is_empty()
    }

    /// True if a notice would state nothing.
    pub fn has_no_correction(&self) -> bool {
        let is_said = |change: &DetailChange| change.detail != Detail::Year;
        self.cells.is_empty() && self.narrative.is_empty() && !self.details.iter().any(is_said)
    }

    /// Where one of the editions is a published file in which words of a web site may stand (`old`, `new`): words
    /// before the first section that only this file has may be the site's own, and are no change.
    pub fn doubt_preamble(&mut self, old: bool, new: bool) {
        let is_doubtful = |change: &NarrativeChange| {
            change.section == PREAMBLE && (old && change.new.is_none() || new && change.old.is_none())
        };
        self.sentences.retain(|change| !is_doubtful(change));
        let (doubtful, sure): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.narrative).into_iter().partition(is_doubtful);
        self.narrative = sure;
        let words = doubtful.into_iter().filter_map(|change| {
            Some(match (change.old, change.new) {
                (Some(words), None) => (words, "改动前", "改动后"),
                (_, words) => (words?, "改动后", "改动前"),
            })
        });
        self.remarks.extend(words.map(|(words, own, other)| {
            format!(
                "{own}的报告在标题和第一部分之间有{other}没有的文字{}，没有算作改动；如果是网站自己加的，不必理会",
                crate::format::quote(&words.replace('\n', ""))
            )
        }));
    }

    /// Figures that were corrected, without the totals that moved with them.
    pub fn corrected(&self) -> impl Iterator<Item = &CellChange> {
        self.cells.iter().filter(|cell| !cell.derived)
    }

    /// Totals that moved with what was corrected.
    pub fn derived(&self) -> impl Iterator<Item = &CellChange> {
        self.cells.iter().filter(|cell| cell.derived)
    }
}

/// Compares two editions; `form` is that of the new one.
pub fn compare(old: &Edition, new: &Edition, form: &Form) -> Difference {
    let shown = shown(old, new, form);
    let is_of_figure =
        |(id, path): &(CellId, String)| (old.figures.get(path) != new.figures.get(path)).then_some(*id);
    let changed: BTreeSet<CellId> = shown.iter().filter_map(is_of_figure).collect();
    Difference {
        cells: shown.iter().filter_map(|(id, _)| cell_change(old, new, form, *id, &changed)).collect(),
        details: details(old, new),
        narrative: narrative::changes(old, new, Cut::Clauses),
        sentences: narrative::changes(old, new, Cut::Sentences),
        touched: touched::years(old, new, form, &changed),
        remarks: remarks(old, new, form),
    }
}

/// The cells that both editions print, and print differently: the figure, or the note behind it. Each with its path.
fn shown(old: &Edition, new: &Edition, form: &Form) -> Vec<(CellId, String)> {
    let differs = |(_, path): &(CellId, String)| {
        let figures = old.figures.get(path).zip(new.figures.get(path));
        figures.is_some_and(|(before, after)| before != after || old.notes.get(path) != new.notes.get(path))
    };
    form.cells().map(|id| (id, form.path(id))).filter(differs).collect()
}

fn cell_change(
    old: &Edition,
    new: &Edition,
    form: &Form,
    id: CellId,
    changed: &BTreeSet<CellId>,
) -> Option<CellChange> {
    let place = form.place(id)?;
    let path = place.path();
    let follows = |addends: Vec<CellId>| {
        let moved = || {
            addends
                .iter()
                .try_fold(Decimal::ZERO, |sum, addend| sum.checked_add(step(old, new, form, *addend)?))
        };
        addends.iter().any(|addend| changed.contains(addend))
            && step(old, new, form, id).is_some_and(|step| moved() == Some(step))
    };
    let across = |sum: &Sum| follows(sum.addends.iter().map(|&column| CellId { column, ..id }).collect());
    let down = |sum: &Sum| follows(sum.addends.iter().map(|&row| CellId { row, ..id }).collect());
    let is_figure = changed.contains(&id);
    let derived = is_figure
        && (place.column.sum.as_ref().is_some_and(across) || place.row.sum.as_ref().is_some_and(down));
    Some(CellChange {
        label: place.words(),
        section: place.section.title.clone(),
        row: place.row.full_label(),
        column: place.column.label.clone(),
        old: stated(old, &path),
        new: stated(new, &path),
        old_note: old.notes.get(&path).cloned(),
        new_note: new.notes.get(&path).cloned(),
        path,
        derived,
    })
}

/// By how much a figure grew; `None` if one of the two is no number.
fn step(old: &Edition, new: &Edition, form: &Form, id: CellId) -> Option<Decimal> {
    let path = form.path(id);
    let figure = |edition: &Edition| Decimal::from_str_exact(edition.figures.get(&path)?).ok();
    figure(new)?.checked_sub(figure(old)?)
}

/// A figure, unless it is blank.
fn stated(edition: &Edition, path: &str) -> Option<String> {
    edition.figures.get(path).filter(|figure| !figure.is_empty()).cloned()
}

/// Where one edition does not tell (a published file without its title), nothing is compared.
fn details(old: &Edition, new: &Edition) -> Vec<DetailChange> {
    let year = |edition: &Edition| edition.year.map(|year| year.to_string());
    let both = |detail, old: Option<&String>, new: Option<&String>| match (old, new) {
        (Some(old), Some(new)) if solid(old) != solid(new) => {
            Some(DetailChange { detail, old: Some(old.clone()), new: Some(new.clone()) })
        }
        _ => None,
    };
    // A report without a date is one thing, a page without a signature another.
    let dated = old.issuer.is_some() && new.issuer.is_some() && old.date != new.date;
    let date = DetailChange { detail: Detail::Date, old: old.date.clone(), new: new.date.clone() };
    [
        both(Detail::Agency, old.agency.as_ref(), new.agency.as_ref()),
        both(Detail::Year, year(old).as_ref(), year(new).as_ref()),
        both(Detail::Title, old.title.as_ref(), new.title.as_ref()),
        both(Detail::Issuer, old.issuer.as_ref(), new.issuer.as_ref()),
        dated.then_some(date),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Why the two are no editions of one report, in whole sentences: other years, other agencies.
pub fn not_one_report(old: &Edition, new: &Edition) -> Vec<String> {
    let mut remarks = Vec::new();
    if let (Some(old), Some(new)) = (old.year, new.year)
        && old != new
    {
        remarks.push(format!(
            "两份文件是不同年度的报告（{old}年度、{new}年度），不是同一份报告改动前后的两个版本；与上年的数字核对，请用 nianbao check --prev"
        ));
    }
    if let (Some(old), Some(new)) = (&old.agency, &new.agency)
        && solid(old) != solid(new)
    {
        remarks.push(format!(
            "两份文件的编制机关不同（{old}、{new}）；如果不是改正名称，它们就不是同一份报告改动前后的两个版本"
        ));
    }
    remarks
}

/// Characters of the words that a moved sentence stands behind.
const LONGEST_NEIGHBOUR: usize = 20;

/// Where a sentence stands that only moved.
fn moved_to(behind: &str) -> String {
    let mut words: String = behind.chars().take(LONGEST_NEIGHBOUR).collect();
    if words.len() < behind.len() {
        words.push('…');
    }
    match words.as_str() {
        "" => "只是位置有变，移到了这一部分的开头".to_owned(),
        words => format!("只是位置有变，移到了{}之后", crate::format::quote(words)),
    }
}

/// True if two texts differ in nothing but the name that the agency had before and has after.
fn is_renaming((before, after): (&str, &str), old: &str, new: &str) -> bool {
    solid(old).replace(&solid(before), &solid(after)) == solid(new)
}

/// Why a notice of correction on these two would be wrong; `None` if they are two editions of one report. An
/// agency may have corrected its name, as long as nothing else tells the two apart.
pub fn no_correction(difference: &Difference, old: &Edition, new: &Edition) -> Option<String> {
    let reasons = not_one_report(old, new);
    let (Some(before), Some(after)) = (&old.agency, &new.agency) else { return reasons.into_iter().next() };
    if old.year.is_some() && new.year.is_some() && old.year != new.year || solid(before) == solid(after) {
        return reasons.into_iter().next();
    }
    let is_name = |change: &NarrativeChange| match (&change.old, &change.new) {
        (Some(was), Some(is)) => is_renaming((before, after), was, is),
        _ => false,
    };
    let is_name_alone = difference.cells.is_empty() && difference.narrative.iter().all(is_name);
    (!is_name_alone || old.form != new.form).then(|| {
        format!(
            "两份文件的编制机关不同（{before}、{after}），数字或者文字也不同，不像是同一份报告改动前后的两个版本。如果是同一机关，名称和内容都要更正的，请分两次写：先只改名称，写一份更正说明；再改内容，写另一份"
        )
    })
}

/// The old name of the agency in the text of the new edition.
fn old_name_left(old: &Edition, new: &Edition) -> Option<String> {
    let (before, after) = (old.agency.as_ref()?, new.agency.as_ref()?);
    if before == after || after.contains(before.as_str()) {
        return None;
    }
    let holds = |passage: &&Passage| passage.paragraphs.iter().any(|text| text.contains(before.as_str()));
    let titles: Vec<String> =
        new.passages.iter().filter(holds).map(|passage| crate::format::quote(&passage.title)).collect();
    let places = titles.join("、");
    (!titles.is_empty()).then(|| {
        format!(
            "编制机关改成了“{after}”，但{places}的文字里还有原来的名称“{before}”，请核对，应当改的一并改正"
        )
    })
}

fn remarks(old: &Edition, new: &Edition, form: &Form) -> Vec<String> {
    let mut remarks = not_one_report(old, new);
    let paths: Vec<String> = form.cells().map(|id| form.path(id)).collect();
    let common = paths.iter().filter(|path| [old, new].iter().all(|one| one.figures.contains_key(*path)));
    let common = common.count();
    remarks.extend(old_name_left(old, new));
    if old.form != new.form {
        remarks.push(format!(
            "两份文件的格式不同（{}年格式、{}年格式），只比较了两种格式都有的 {common} 格",
            old.form, new.form
        ));
    } else if common < paths.len() {
        let missing = paths.len() - common;
        remarks.push(format!("有 {missing} 格其中一份文件里没有，或者读得没有把握，没有比较"));
    }
    // Hardly any table has text around it.
    let has_table = |key: &str| form.tables().any(|(_, section, _)| section.key == key);
    let may_be_missed = |one: &&Passage| !has_table(&one.key) || !one.paragraphs.is_empty();
    let lost = |from: &Edition, other: &Edition| {
        let passages = from.passages.iter().filter(may_be_missed);
        let lost = passages.filter(|passage| other.passage(&passage.key).is_none());
        lost.map(|passage| passage.title.clone()).collect::<Vec<_>>()
    };
    let lost: Vec<String> = lost(new, old).into_iter().chain(lost(old, new)).collect();
    if !lost.is_empty() {
        let lost: Vec<String> = lost.iter().map(|title| crate::format::quote(title)).collect();
        remarks.push(format!("其中一份没有找到{}，这部分文字没有比较", lost.join("、")));
    }
    remarks
}

#[cfg(test)]
mod tests;
