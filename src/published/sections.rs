//! Where each section of the form begins and ends on a page, and the sections that the form does not have.

use std::collections::BTreeSet;
use std::ops::Range;

use super::page::{PageBlock, PageParagraph, ParagraphRole};
use super::solid;
use crate::format::{Form, bare, without_numbers};
use crate::narrative::ordinal;

/// A longer paragraph is no title of a section.
const LONGEST_TITLE: usize = 40;
/// Bytes of a title with the blanks that set it in the middle of its line.
const MOST_BYTES_OF_A_TITLE: usize = 600;
/// How much alike two titles are at least that mean the same section, in percent.
const ALIKE: usize = 60;

/// A stretch of the page under the title of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// The section of the form; `None` for one that the form does not have.
    pub section: Option<usize>,
    /// The title as it is published; `None` where it is lost.
    pub title: Option<String>,
    /// Block of the title.
    pub at: Option<usize>,
    /// Blocks under it.
    pub blocks: Range<usize>,
}

/// Cuts a page into its sections. `tables` says of each block which section's figures it holds. The blocks before
/// the first part are title and preamble.
pub(super) fn cut(form: &Form, names: &Names, blocks: &[PageBlock], tables: &[Option<usize>]) -> Vec<Part> {
    let titles = titles(names, blocks);
    let mut chosen: Vec<(Option<usize>, usize)> = Vec::new();
    let mut from = 0;
    for (section, declared) in form.sections.iter().enumerate() {
        let own = tables.iter().position(|table| *table == Some(section));
        let end = match declared.table {
            Some(_) => own.unwrap_or_else(|| next_table(tables, section, from)),
            None => next_table(tables, section, from),
        };
        let mut candidates =
            titles.iter().filter(|(of, at)| *of == section && *at >= from && *at < end.max(from));
        let is_before_tables = tables.iter().skip(from).any(Option::is_some);
        // A list of contents stands before the text.
        let at = if is_before_tables { candidates.next_back() } else { candidates.next() };
        match (at, own) {
            (Some(&(_, at)), _) => {
                chosen.push((Some(section), at));
                from = own.filter(|own| *own > at).map_or(at + 1, |_| last_table(tables, section) + 1);
            }
            (None, Some(own)) if own >= from => {
                chosen.push((Some(section), own));
                from = last_table(tables, section) + 1;
            }
            (None, _) => {}
        }
    }
    add_numbered(form, blocks, tables, &mut chosen);
    add_others(blocks, tables, &mut chosen);
    parts(blocks, tables, &chosen)
}

fn next_table(tables: &[Option<usize>], section: usize, from: usize) -> usize {
    let later =
        tables.iter().enumerate().skip(from).find(|(_, table)| table.is_some_and(|table| table > section));
    later.map_or(tables.len(), |(at, _)| at)
}

fn last_table(tables: &[Option<usize>], section: usize) -> usize {
    tables.iter().rposition(|table| *table == Some(section)).unwrap_or(0)
}

/// Paragraphs that may be the title of a section, with the section.
fn titles(names: &Names, blocks: &[PageBlock]) -> Vec<(usize, usize)> {
    let paragraphs = blocks.iter().enumerate().filter_map(|(at, block)| Some((at, title_of(block)?)));
    paragraphs.filter_map(|(at, title)| Some((names.meant(&title)?, at))).collect()
}

/// The words of a paragraph that may be the title of a section: numbered as one, or a heading.
fn title_of(block: &PageBlock) -> Option<String> {
    let PageBlock::Paragraph(paragraph) = block else { return None };
    let length: usize = paragraph.runs.iter().map(|run| run.text.len()).sum();
    if length > MOST_BYTES_OF_A_TITLE {
        return None;
    }
    let text = paragraph.text();
    let text = text.trim();
    // （一） numbers a part of a section.
    let is_heading = ordinal(text).is_none()
        && (matches!(paragraph.role, ParagraphRole::Heading(_)) || is_wholly_bold(paragraph));
    let is_numbered = number(text).is_some();
    let words = text.trim_end_matches(['。', '：', ':', '；']);
    let is_title = (is_numbered || is_heading)
        && words.chars().count() <= LONGEST_TITLE
        && !words.contains(['。', '；']);
    is_title.then(|| words.to_owned())
}

/// True for a paragraph that is the title of a section, as a list of contents repeats it.
pub(super) fn is_title(names: &Names, block: &PageBlock) -> bool {
    title_of(block).is_some_and(|title| names.meant(&title).is_some())
}

fn is_wholly_bold(paragraph: &PageParagraph) -> bool {
    paragraph.runs.iter().all(|run| run.bold || run.text.trim().is_empty())
}

/// The number of the title of a section, with its bytes: `一、`, `第一部分`.
fn number(text: &str) -> Option<(u32, usize)> {
    if let Some(ordinal) = ordinal(text) {
        return Some((ordinal.number.filter(|_| ordinal.rank == 1)?, ordinal.length));
    }
    let (numeral, rest) = text.strip_prefix('第')?.split_once(['部', '章'])?;
    // 第一部分 reads as 一、.
    let number = ordinal(&format!("{}、", numeral.trim()))?.number?;
    Some((number, text.len() - rest.strip_prefix('分').unwrap_or(rest).len()))
}

/// What the sections of a form are called: of each the official name and the others, without numbers.
#[derive(Debug)]
pub(super) struct Names(Vec<Vec<Name>>);

#[derive(Debug)]
struct Name {
    name: String,
    pairs: Vec<(char, char)>,
}

impl Names {
    pub fn of(form: &Form) -> Self {
        let names = form.sections.iter().map(|section| {
            let own = std::iter::once(bare(&section.title))
                .chain(section.also.iter().map(|also| without_numbers(also)));
            own.map(|name| Name { pairs: pairs(&name), name }).collect()
        });
        Self(names.collect())
    }

    /// The section that a published title means.
    fn meant(&self, title: &str) -> Option<usize> {
        let title = number(title).and_then(|(_, length)| title.get(length..)).unwrap_or(title);
        let whole = without_numbers(title);
        let name = whole.split('(').next().unwrap_or_default().to_owned();
        let is_exact = |own: &Vec<Name>| own.iter().any(|own| own.name == name || own.name == whole);
        if let Some(exact) = self.0.iter().position(is_exact) {
            return Some(exact);
        }
        let own = pairs(&name);
        let best =
            |section: &Vec<Name>| section.iter().map(|name| alike(&name.pairs, &own)).max().unwrap_or(0);
        let (section, score) = self.0.iter().map(best).enumerate().max_by_key(|(_, score)| *score)?;
        (score >= ALIKE).then_some(section)
    }
}

/// The pairs of neighbouring characters of a text.
fn pairs(text: &str) -> Vec<(char, char)> {
    text.chars().zip(text.chars().skip(1)).collect()
}

/// The share of the pairs of neighbouring characters that two texts have in common, in percent (Sørensen and Dice).
fn alike(one: &[(char, char)], other: &[(char, char)]) -> usize {
    let mut rest = other.to_vec();
    let mut is_common = |pair: &(char, char)| {
        rest.iter().position(|other| other == pair).map(|at| rest.swap_remove(at)).is_some()
    };
    let common = one.iter().filter(|pair| is_common(pair)).count();
    200 * common / (one.len() + other.len()).max(1)
}

/// A section whose title has none of the known words, but its number and its place among the others.
fn add_numbered(
    form: &Form,
    blocks: &[PageBlock],
    tables: &[Option<usize>],
    chosen: &mut Vec<(Option<usize>, usize)>,
) {
    for section in 0..form.sections.len() {
        if chosen.iter().any(|(own, _)| *own == Some(section)) {
            continue;
        }
        let is_before = |other: &Option<usize>| other.is_some_and(|other| other < section);
        let before = chosen.iter().filter(|(other, _)| is_before(other)).map(|(_, at)| at + 1).max();
        let after = chosen.iter().filter(|(other, _)| !is_before(other)).map(|(_, at)| *at).min();
        let table = tables.iter().rposition(is_before).map(|at| at + 1);
        let from = before.max(table).unwrap_or(0);
        let own = |at: &usize| {
            let title = blocks.get(*at).and_then(title_of);
            title
                .and_then(|title| number(&title))
                .is_some_and(|(number, _)| usize::try_from(number).is_ok_and(|number| number == section + 1))
        };
        let to = after.unwrap_or(blocks.len());
        let mut found = (from..to).filter(own);
        // Under other titles 一、 may count anything; of two nobody knows which is meant.
        if let (Some(at), None) = (found.next(), found.next()) {
            chosen.push((Some(section), at));
            chosen.sort_by_key(|(_, at)| *at);
        }
    }
}

/// Sections of the report that the form does not have: a title whose number goes on from the title before.
fn add_others(blocks: &[PageBlock], tables: &[Option<usize>], chosen: &mut Vec<(Option<usize>, usize)>) {
    let Some(first) = chosen.first().map(|(_, at)| *at) else { return };
    let number = |at: usize| Some(number(&blocks.get(at).and_then(title_of)?)?.0);
    let mut last = number(first);
    let mut counts_within = false;
    let mut others = Vec::new();
    for at in first + 1..blocks.len() {
        if chosen.iter().any(|(_, own)| *own == at) {
            last = number(at).or(last);
            counts_within = false;
            continue;
        }
        let Some(number) = number(at).filter(|_| tables.get(at) == Some(&None)) else { continue };
        // 一、二、 within a section.
        counts_within |= number == 1;
        if !counts_within && last.is_some_and(|last| number == last + 1) {
            others.push((None, at));
            last = Some(number);
        }
    }
    chosen.extend(others);
    chosen.sort_by_key(|(_, at)| *at);
}

/// The paragraphs that hold the title of a section and the text under it, by block, with the bytes of the title:
/// `六、其他需要报告的事项：2024年未收取信息处理费。`
pub(super) fn titles_with_text(form: &Form, blocks: &[PageBlock]) -> Vec<(usize, usize)> {
    let names = form
        .sections
        .iter()
        .flat_map(|section| std::iter::once(section.name()).chain(section.also.iter().map(String::as_str)));
    let names: BTreeSet<&str> = names.collect();
    let titles = blocks.iter().enumerate().filter_map(|(at, block)| match block {
        PageBlock::Paragraph(paragraph) => Some((at, title_length(&paragraph.text(), &names)?)),
        PageBlock::Grid(_) => None,
    });
    titles.collect()
}

/// Bytes of a title of a section with text behind it.
fn title_length(text: &str, names: &BTreeSet<&str>) -> Option<usize> {
    let (_, length) = number(text.trim_start())?;
    let after = text.trim_start().get(length..)?.trim_start();
    let rest = names.iter().filter_map(|name| after.strip_prefix(name)).min_by_key(|rest| rest.len())?;
    let is_text = rest.starts_with(['。', '：', ':', '；']) || rest.starts_with(char::is_whitespace);
    let words = rest.trim_start_matches(['。', '：', ':', '；']).trim();
    (is_text && words.contains(['。', '，', ','])).then(|| text.len() - rest.len())
}

/// Takes the title, of so many bytes, off the beginning of a paragraph.
pub(super) fn split_off_title(paragraph: &mut PageParagraph, mut length: usize) -> PageParagraph {
    let mut title = PageParagraph { runs: Vec::new(), ..paragraph.clone() };
    for run in &mut paragraph.runs {
        let rest = run.text.split_off(length.min(run.text.len()));
        length -= run.text.len();
        title.runs.extend((!run.text.is_empty()).then(|| run.clone()));
        run.text = rest;
    }
    paragraph.runs.retain(|run| !run.text.is_empty());
    if let Some(first) = paragraph.runs.first_mut() {
        first.text = first.text.trim_start_matches(['。', '：', ':', '；']).trim_start().to_owned();
    }
    // The text is no heading, whatever the title is.
    paragraph.role = ParagraphRole::Plain;
    title
}

fn parts(blocks: &[PageBlock], tables: &[Option<usize>], chosen: &[(Option<usize>, usize)]) -> Vec<Part> {
    let ends = chosen.iter().skip(1).map(|(_, at)| *at).chain([blocks.len()]);
    let parts = chosen.iter().zip(ends).map(|((section, at), end)| {
        // A table whose title is lost begins its section.
        let has_title = tables.get(*at) == Some(&None);
        let title = blocks.get(*at).filter(|_| has_title).and_then(|block| match block {
            PageBlock::Paragraph(paragraph) => Some(paragraph.text().trim().to_owned()),
            PageBlock::Grid(_) => None,
        });
        let start = if has_title { at + 1 } else { *at };
        Part { section: *section, title, at: has_title.then_some(*at), blocks: start..end.max(start) }
    });
    parts.collect()
}

/// True if a published title says the official one, whatever stands between its words.
pub(super) fn is_official(published: &str, official: &str) -> bool {
    solid(published) == solid(official)
}
