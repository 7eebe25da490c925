//! A correction notice (更正说明) to publish: a [`Document`], drawn by the renderers like the report itself.

mod passage;

use super::{CellChange, Detail, DetailChange, Difference, NarrativeChange, is_renaming};
use crate::document::{
    Alignment, Block, Document, KIND, MATTER, Metadata, Paragraph, Run, Section, Signature,
};
use crate::document::{TextTable, report_name};
use crate::edition::{Edition, cells_of, solid};
use crate::format::quote;
use crate::narrative::numeral;
use crate::report::{Date, Site};
use crate::source::visible;

/// What stands where the reason of the correction is still to be written.
pub const REASON_UNWRITTEN: &str = "【待填写】";
/// What stands before the reason, and what a clerk types before it as well.
const REASON: [&str; 3] = ["更正原因", "更正的原因", "原因"];
/// What the title of every notice ends with.
pub const TITLE_END: &str = "的更正说明";
/// What the search words call a notice.
const NOTICE: &str = "更正说明";
/// What a notice calls the agency where a page does not name it.
const AGENCY_UNKNOWN: &str = "（编制机关）";
/// What a notice says of a place that was published without being filled in.
const NOT_FILLED: &str = "（未填写）";
/// The last sentence.
const CLOSING: &str = "特此说明。";

/// What a notice says besides the changes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts<'f> {
    /// Why the report is corrected, which only the agency knows; without it a place is left.
    pub reason: Option<&'f str>,
    /// The day of the correction; without it a line is left.
    pub date: Option<Date>,
    /// Digest of the file that is replaced.
    pub replaces: Option<&'f str>,
    /// The web site that publishes it.
    pub site: Option<&'f Site>,
}

/// The notice: what is replaced, why, and which figures, sentences and details were corrected, from what to
/// what.
pub fn notice(difference: &Difference, old: &Edition, new: &Edition, facts: Facts<'_>) -> Document {
    // Readers know the report by what was published.
    let published = old.title.as_ref().or(new.title.as_ref()).cloned().unwrap_or_else(report_name);
    let agency = new.agency.as_ref().or(new.issuer.as_ref()).or(old.issuer.as_ref()).cloned();
    let agency = agency.unwrap_or_else(|| AGENCY_UNKNOWN.to_owned());
    let title = format!("关于《{published}》{TITLE_END}");
    let mut preamble = vec![opening(old, &published, &agency)];
    let changes = Changes::new(difference);
    preamble.push(paragraph(&extent(difference, &changes)));
    let [lead, ..] = REASON;
    preamble.push(paragraph(&format!("{lead}：{}", reason(facts.reason))));
    let has_figures = difference.cells.iter().any(CellChange::is_of_figure);
    let parts = [
        ("figures", if has_figures { "表格中的数字" } else { "表格中的附注" }, figures(difference)),
        ("words", changes.name_of_passages(), passage::blocks(&changes.passages)),
        ("details", "标题和落款", details(&changes)),
    ];
    let mut parts: Vec<_> = parts.into_iter().filter(|(.., blocks)| !blocks.is_empty()).collect();
    if let Some((.., last)) = parts.last_mut() {
        last.push(paragraph(CLOSING));
    }
    let mut sections = Vec::new();
    if let [(.., blocks)] = parts.as_mut_slice() {
        // A single part needs no heading.
        preamble.append(blocks);
    } else {
        sections.extend((1..).zip(parts).map(|(number, (key, name, blocks))| Section {
            key: key.to_owned(),
            title: format!("{}、{name}", numeral(number)),
            blocks,
        }));
    }
    Document {
        form: new.form.clone(),
        year: new.year.unwrap_or_default(),
        draft: false,
        metadata: metadata(&title, &agency, new.year, facts),
        signature: Signature {
            issuer: new.issuer.clone().unwrap_or_else(|| agency.clone()),
            date: facts.date,
            awaits_date: facts.date.is_none(),
        },
        title,
        agency,
        preamble,
        sections,
    }
}

fn metadata(title: &str, agency: &str, year: Option<u16>, facts: Facts<'_>) -> Metadata {
    let site = facts.site.cloned().unwrap_or_default();
    let year = year.map(|year| format!("{year}年"));
    let words = [Some(agency.to_owned()), year, Some(MATTER.to_owned()), Some(KIND.to_owned())];
    Metadata {
        site_name: site.name,
        site_domain: site.domain,
        site_id_code: site.id_code,
        description: format!("{title}。"),
        keywords: words.into_iter().flatten().chain([NOTICE.to_owned()]).collect(),
        replaces: facts.replaces.map(str::to_owned),
    }
}

fn run(text: &str) -> Run {
    Run { text: text.to_owned(), ..Run::default() }
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph(Paragraph { lead: Vec::new(), runs: vec![run(text)] })
}

/// Which report is corrected; its title mostly names the agency.
fn opening(old: &Edition, title: &str, agency: &str) -> Block {
    let named = old.agency.as_deref().unwrap_or(agency);
    let is_in_title = [named, agency].iter().any(|name| solid(title).contains(&solid(name)));
    let by = if is_in_title { "" } else { named };
    let when = match (&old.date, by) {
        (Some(date), "") => format!("{date}公布的"),
        (Some(date), _) => format!("于{date}公布的"),
        (None, "") => String::new(),
        (None, _) => "公布的".to_owned(),
    };
    paragraph(&format!(
        "现对{by}{when}《{title}》中的下列内容作出更正，以更正后的内容为准。更正后的报告替代原报告。"
    ))
}

/// What is said besides the figures. Where the name of the agency was corrected that is said once, not again of
/// each place that names it.
struct Changes<'d> {
    passages: Vec<NarrativeChange>,
    /// All but the year, which no notice can correct.
    details: Vec<&'d DetailChange>,
}

impl<'d> Changes<'d> {
    fn new(difference: &'d Difference) -> Self {
        let agency = difference.details.iter().find(|change| change.detail == Detail::Agency);
        let names = agency.and_then(|change| change.old.as_deref().zip(change.new.as_deref()));
        let is_name = |old: &Option<String>, new: &Option<String>| match (names, old, new) {
            (Some(names), Some(old), Some(new)) => is_renaming(names, old, new),
            _ => false,
        };
        let passages = difference.sentences.iter().filter(|change| !is_name(&change.old, &change.new));
        let is_said = |change: &&DetailChange| match change.detail {
            Detail::Year => false,
            Detail::Agency => true,
            Detail::Title | Detail::Issuer | Detail::Date => !is_name(&change.old, &change.new),
        };
        Self {
            passages: passages.cloned().collect(),
            details: difference.details.iter().filter(is_said).collect(),
        }
    }

    /// How many figures in tables of the narrative changed, and at how many places its words did.
    fn counted(&self) -> (usize, usize) {
        let figures: Vec<usize> = self.passages.iter().filter_map(figures_of_rows).collect();
        (figures.iter().sum(), self.passages.len() - figures.len())
    }

    fn name_of_passages(&self) -> &'static str {
        match self.counted() {
            (0, _) => "文字部分",
            (_, 0) => "正文表格中的数字",
            _ => "正文文字和正文表格中的数字",
        }
    }
}

/// How many figures changed, if that is all that changed in rows of a table of the narrative.
fn figures_of_rows(change: &NarrativeChange) -> Option<usize> {
    let (old, new) = (change.old.as_ref()?, change.new.as_ref()?);
    if change.moved_behind.is_some() || old.lines().count() != new.lines().count() {
        return None;
    }
    let is_figure = |cell: &str| cell.contains(|c: char| c.is_ascii_digit());
    let mut count = 0;
    for (old, new) in old.lines().zip(new.lines()) {
        let (old, new) = (cells_of(old)?, cells_of(new)?);
        let changed = || old.iter().zip(&new).filter(|(old, new)| old != new);
        if old.len() != new.len() || changed().any(|(old, new)| !is_figure(old) || !is_figure(new)) {
            return None;
        }
        count += changed().count();
    }
    (count > 0).then_some(count)
}

/// What is corrected, and what is not: figures of the tables, words, details.
fn extent(difference: &Difference, changes: &Changes<'_>) -> String {
    let figures = difference.corrected().filter(|cell| cell.is_of_figure()).count();
    let totals = difference.derived().filter(|cell| cell.is_of_figure()).count();
    let notes = difference.cells.iter().filter(|cell| cell.old_note != cell.new_note).count();
    let (in_rows, passages) = changes.counted();
    let mut named: Vec<String> = Vec::new();
    match (figures, totals) {
        (0, 0) => {}
        (0, totals) => named.push(format!("表格数字{totals}处")),
        (figures, 0) => named.push(format!("表格数字{figures}处")),
        (figures, totals) => {
            named.push(format!("表格数字{figures}处（另有{totals}个总计随之变化）"));
        }
    }
    let has_figures = figures + totals > 0;
    if notes > 0 {
        named.push(format!("表格附注{notes}处"));
    }
    if in_rows > 0 {
        named.push(format!("正文表格数字{in_rows}处"));
    }
    match (passages, has_figures) {
        (0, _) => {}
        (passages, true) => named.push(format!("文字{passages}处")),
        (passages, false) => named.push(format!("文字表述{passages}处")),
    }
    let names = changes.details.iter().map(|change| match change.detail {
        Detail::Agency => "机关名称",
        detail => detail.words(),
    });
    named.extend(names.map(str::to_owned));
    let all = named.join("、");
    let tables = if in_rows > 0 { "其他表格数字" } else { "表格数字" };
    match (has_figures, passages > 0) {
        (true, true) => format!("本次更正涉及{all}。"),
        (true, false) if in_rows > 0 => format!("本次更正仅涉及{all}，不涉及文字表述。"),
        (true, false) => format!("本次更正仅涉及{all}，不涉及正文文字。"),
        (false, true) => format!("本次更正仅涉及{all}，不涉及{tables}。"),
        (false, false) => format!("本次更正仅涉及{all}，不涉及{tables}和其他文字。"),
    }
}

/// The reason as a sentence, or the place for it.
fn reason(given: Option<&str>) -> String {
    match given.and_then(bare_reason) {
        Some(words) if words.ends_with(['。', '！', '？', '.']) => words,
        Some(words) => format!("{words}。"),
        None => REASON_UNWRITTEN.to_owned(),
    }
}

/// A reason without the words that the notice itself writes before it; `None` if nothing is left.
pub fn bare_reason(typed: &str) -> Option<String> {
    let words = visible(typed.split_whitespace().collect::<Vec<_>>().join(" ").as_str());
    let behind = REASON.iter().find_map(|lead| words.strip_prefix(lead));
    let mark = ['：', ':', '是', '为', ' '];
    let behind = behind.filter(|rest| rest.is_empty() || rest.starts_with(mark));
    let words = behind.map_or(words.as_str(), |rest| rest.trim_start_matches(mark)).trim();
    Some(words.to_owned()).filter(|words| !words.is_empty())
}

/// The figures before and after, a table for each section.
fn figures(difference: &Difference) -> Vec<Block> {
    let sections: Vec<&[CellChange]> = difference.cells.chunk_by(|a, b| a.section == b.section).collect();
    let is_one = sections.len() == 1;
    let mut blocks = Vec::new();
    for (number, cells) in (1..).zip(sections) {
        let section = cells.first().map(|cell| quote(&cell.section)).unwrap_or_default();
        let number = if is_one { String::new() } else { format!("（{}）", numeral(number)) };
        blocks.push(Block::Heading { level: 2, runs: vec![run(&format!("{number}{section}部分"))] });
        blocks.push(Block::TextTable(TextTable {
            head: ["行", "列", "原为", "更正为"].map(|words| vec![run(words)]).to_vec(),
            rows: cells.iter().map(row).collect(),
            alignment: vec![Alignment::Default, Alignment::Default, Alignment::Center, Alignment::Center],
        }));
    }
    if difference.derived().next().is_some() {
        blocks.push(paragraph("注：标有“*”的是总计，随所列数字的更正而变化。"));
    }
    blocks
}

fn row(cell: &CellChange) -> Vec<Vec<Run>> {
    let column = if cell.derived { format!("{}*", cell.column) } else { cell.column.clone() };
    let [old, new] = cell.printed().map(|printed| printed.unwrap_or_else(|| NOT_FILLED.to_owned()));
    [cell.row.clone(), column, old, new].map(|text| vec![run(&text)]).to_vec()
}

fn details(changes: &Changes<'_>) -> Vec<Block> {
    let words = |change: &&DetailChange| {
        let name = change.detail.words();
        Some(match (change.detail, &change.old, &change.new) {
            (Detail::Agency, Some(old), Some(new)) => {
                format!("机关名称原为{}，更正为{}，报告中的这一名称一并更正。", quote(old), quote(new))
            }
            (_, Some(old), Some(new)) => format!("{name}原为{}，更正为{}。", quote(old), quote(new)),
            (_, None, Some(new)) => format!("{name}原未注明，现为{}。", quote(new)),
            (_, Some(old), None) => format!("{name}原为{}，现删去。", quote(old)),
            (_, None, None) => return None,
        })
    };
    changes.details.iter().filter_map(words).map(|words| paragraph(&words)).collect()
}
