//! Who published the report, for which year, and who signs it when.

use std::cell::LazyCell;
use std::ops::Range;

use super::page::{Page, PageBlock, ParagraphRole};
use super::{agency, shows, solid};
use crate::document::MATTER;
use crate::format::Form;
use crate::prose::Words;
use crate::report::{Date, bare_name};

/// A longer paragraph is no title.
const LONGEST_TITLE: usize = 60;
/// No title is broken over more lines.
const LINES_OF_A_TITLE: usize = 3;
/// A longer line is no name of an agency.
const LONGEST_ISSUER: usize = 40;
/// A shorter beginning of the title is no name of an agency.
const SHORTEST_ISSUER: usize = 4;
/// What the title of such a report speaks of, where it does not say 政府信息公开.
static MATTERS: Words = Words::under("list page-matter");
/// What it ends with, but for a few words such as `（数据表）`.
static ENDS: Words = Words::under("list page-ending");
/// What stands beside the name of the agency in it.
static BESIDE_NAME: Words = Words::under("list page-beside-name");
/// What an announcement of it ends with.
static FOLLOWING: Words = Words::under("rule following");
/// At most so many characters of such words stand at its end.
const MOST_BEHIND: usize = 5;

/// Title, agency and year of a report.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Heading {
    pub title: Option<String>,
    pub agency: Option<String>,
    pub year: Option<u16>,
    /// Blocks that the title takes.
    pub blocks: Range<usize>,
}

/// The title of a report among the blocks before its first section, or in the head of a web page.
pub(super) fn heading(page: &Page, before: usize) -> Heading {
    let text = |at: usize| match page.blocks.get(at) {
        Some(PageBlock::Paragraph(paragraph)) => Some(paragraph.text().trim().to_owned()),
        _ => None,
    };
    let words = LazyCell::new(|| page.blocks.iter().map(words_of).collect::<Vec<_>>());
    let mut best: Option<Candidate> = None;
    for at in 0..before {
        let Some(first) = text(at) else { continue };
        let is_heading = matches!(page.blocks.get(at), Some(PageBlock::Paragraph(p)) if matches!(p.role, ParagraphRole::Heading(1)));
        // A long title is broken over two or three lines.
        let mut title = String::new();
        for end in at..before.min(at + LINES_OF_A_TITLE) {
            let line = if end == at { Some(first.clone()) } else { text(end) };
            let Some(line) = line else { break };
            title.push_str(&line);
            if is_title(&title) {
                let found = Candidate { is_heading, blocks: at..end + 1, title: solid(&title) };
                if best.as_ref().is_none_or(|best| found.is_better(best, &words)) {
                    best = Some(found);
                }
                break;
            }
        }
    }
    let found = best.map(|best| (best.blocks, best.title));
    let (blocks, title) = match found {
        Some((blocks, title)) => (blocks, Some(title)),
        None => (0..0, None),
    };
    let (agency, year) = title.as_deref().map(parse).unwrap_or_default();
    let head =
        ["ArticleTitle", "title"].iter().filter_map(|name| page.meta.get(*name)).map(|title| solid(title));
    let of_head = head.filter(|title| is_title(title)).map(|title| parse(&title)).next().unwrap_or_default();
    Heading { title, agency: agency.or(of_head.0), year: year.or(of_head.1), blocks }
}

/// The words of each block, made when they are first asked for.
type WordsOfBlocks<F> = LazyCell<Vec<String>, F>;

/// What may be the title of a report.
struct Candidate {
    is_heading: bool,
    blocks: Range<usize>,
    title: String,
}

impl Candidate {
    /// True if it takes the place of an earlier one. `words` are those of each block.
    fn is_better(&self, earlier: &Self, words: &WordsOfBlocks<impl FnOnce() -> Vec<String>>) -> bool {
        if self.blocks.start >= earlier.blocks.end {
            return self.is_heading || !earlier.is_heading;
        }
        // The earlier one has more lines: those before may be the name of the agency, or the site's.
        let (own, longer) = (parse(&self.title).0, parse(&earlier.title).0);
        let Some(longer) = longer else { return true };
        let is_spoken = || {
            let others = words.iter().enumerate().filter(|(at, _)| !earlier.blocks.contains(at));
            others.into_iter().any(|(_, words)| words.contains(&longer))
        };
        let is_name = own.is_none() && agency::is_body(&longer);
        !is_name && !is_spoken()
    }
}

/// The words of a block without blanks; none of a grid.
fn words_of(block: &PageBlock) -> String {
    match block {
        PageBlock::Paragraph(paragraph) => solid(&paragraph.text()),
        PageBlock::Grid(_) => String::new(),
    }
}

/// True for what may be the title of such a report.
pub(super) fn is_title(text: &str) -> bool {
    // Nearly every paragraph names no year, or is longer.
    if !text.contains('年') || text.chars().filter(|&c| shows(c)).nth(LONGEST_TITLE).is_some() {
        return false;
    }
    let text = solid(text);
    let is_short = !text.contains(['。', '：', ':', '|', '，']);
    let whole =
        text.strip_suffix(['）', ')']).and_then(|text| text.rsplit_once(['（', '('])).map(|(text, _)| text);
    let whole = whole.unwrap_or(&text);
    let behind = ENDS.iter().filter_map(|end| Some(whole.rsplit_once(end)?.1.chars().count())).min();
    let ends = behind.is_some_and(|behind| behind <= MOST_BEHIND) && !FOLLOWING.ends(&text);
    is_short && ends && matters().any(|matter| text.contains(matter)) && year_at(&text).is_some()
}

/// The first year of four digits and where it stands.
pub(super) fn year_at(text: &str) -> Option<(Range<usize>, u16)> {
    let digits = |c: char| c.is_ascii_digit();
    text.match_indices('年').find_map(|(at, _)| {
        let before = text.get(..at)?;
        let start = before.trim_end_matches(digits).len();
        let year = before.get(start..).filter(|year| year.len() == 4)?;
        let year: u16 = year.parse().ok().filter(|year| (1990..=2100).contains(year))?;
        let after = text.get(at..)?;
        let length = if after.starts_with("年度") { "年度".len() } else { "年".len() };
        Some((start..at + length, year))
    })
}

/// What the title and the announcement of such a report speak of.
pub(super) fn matters() -> impl Iterator<Item = &'static str> {
    std::iter::once(MATTER).chain(MATTERS.iter().copied())
}

/// Agency and year of a title: `青禾县林业局2024年政府信息公开工作年度报告`, `2024年青禾县林业局政府信息公开年报`.
fn parse(title: &str) -> (Option<String>, Option<u16>) {
    let Some((range, year)) = year_at(title) else { return (None, None) };
    let before = title.get(..range.start).unwrap_or_default();
    let after = title.get(range.end..).unwrap_or_default();
    let until_matter = |words: &str| {
        let at = matters().filter_map(|matter| words.find(matter)).min();
        at.and_then(|at| words.get(..at)).map(str::to_owned)
    };
    // The year may stand in brackets at the end.
    let name = match before.is_empty() {
        true => until_matter(after).unwrap_or_default(),
        false => until_matter(before).unwrap_or_else(|| before.to_owned()),
    };
    let mut name = name.trim();
    while let Some(rest) = BESIDE_NAME.after_start(name).or_else(|| BESIDE_NAME.before_end(name)) {
        name = rest.trim();
    }
    let is_name = name.chars().count() >= 2 && !name.contains(|c: char| c.is_ascii_digit());
    (is_name.then(|| name.to_owned()), Some(year))
}

/// Issuer and date under a report.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Signature {
    pub issuer: Option<String>,
    pub date: Option<Date>,
    /// Where it begins and ends among the blocks; what follows is the site's.
    pub blocks: Option<Range<usize>>,
}

/// The last date that stands alone, or behind a name, and the name before it.
pub(super) fn signature(page: &Page, from: usize, title: Option<&str>) -> Signature {
    let text = |at: usize| match page.blocks.get(at) {
        Some(PageBlock::Paragraph(paragraph)) => Some(paragraph.text().trim().to_owned()),
        _ => None,
    };
    let title = title.map(solid).unwrap_or_default();
    let is_name = |line: &str| {
        let line = line.trim();
        (2..=LONGEST_ISSUER).contains(&line.chars().count())
            && !line.contains(['。', '：', ':', '，', '；', '、'])
            && !line.starts_with("附件")
    };
    // What is published with a report may have a date of its own: that of the name in the title comes first.
    let is_signed = |at: &usize| {
        let name = text(*at).map(|line| solid(&line)).unwrap_or_default();
        let date = text(at + 1).and_then(|line| date(&line));
        name.chars().count() >= SHORTEST_ISSUER && title.starts_with(&name) && date.is_some()
    };
    let until = (from..page.blocks.len()).rev().find(is_signed).map_or(page.blocks.len(), |at| at + 2);
    for at in (from..until).rev() {
        let Some(line) = text(at) else { continue };
        if let Some(date) = date(&line) {
            let before = at
                .checked_sub(1)
                .filter(|before| *before >= from)
                .and_then(|before| Some((before, text(before)?)));
            let named = before.filter(|(_, name)| is_name(name) && crate::narrative::ordinal(name).is_none());
            let start = named.as_ref().map_or(at, |(before, _)| *before);
            return Signature {
                issuer: named.map(|(_, name)| solid(&name)),
                date: Some(date),
                blocks: Some(start..at + 1),
            };
        }
        if let Some((name, date)) = name_and_date(&line).filter(|(name, _)| is_name(name)) {
            return Signature { issuer: Some(solid(&name)), date: Some(date), blocks: Some(at..at + 1) };
        }
    }
    // Some reports have no date: a name alone at the end is that of the title.
    let alone = (from..page.blocks.len()).rev().find(|&at| {
        let name = text(at).map(|line| solid(&line)).unwrap_or_default();
        name.chars().count() >= SHORTEST_ISSUER && !title.is_empty() && title.starts_with(&name)
    });
    Signature {
        issuer: alone.and_then(text).map(|name| solid(&name)),
        date: None,
        blocks: alone.map(|at| at..at + 1),
    }
}

/// A line that is a date and nothing else, with digits or numerals.
fn date(line: &str) -> Option<Date> {
    let plain: String = solid(line).trim_end_matches("印发").chars().map(arabic).collect();
    if !plain.ends_with('日') && !plain.contains(['-', '.']) {
        return None;
    }
    Date::parse(&tens(&plain))
}

/// `二〇二五年` as digits; 十 is left.
fn arabic(c: char) -> char {
    let digits = "〇一二三四五六七八九";
    match c {
        '○' | '◯' | '零' | 'Ｏ' | 'О' | 'Ο' | 'O' | 'o' => '0',
        c => digits.chars().zip('0'..='9').find(|(own, _)| *own == c).map_or(c, |(_, digit)| digit),
    }
}

/// 十 in months and days: `十2月` is 12, `2十日` is 20, `2十3日` is 23.
fn tens(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let is_digit = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(char::is_ascii_digit);
    let mut out = String::new();
    for (at, c) in chars.iter().enumerate() {
        match (*c, is_digit(at.checked_sub(1)), is_digit(Some(at + 1))) {
            ('十', false, true) => out.push('1'),
            ('十', true, true) => {}
            ('十', true, false) => out.push('0'),
            ('十', false, false) => out.push_str("10"),
            (c, ..) => out.push(c),
        }
    }
    out
}

/// `青禾县林业局 2025年1月16日` in one line.
fn name_and_date(line: &str) -> Option<(String, Date)> {
    let plain = solid(line);
    if plain.chars().count() > 2 * LONGEST_ISSUER {
        return None;
    }
    let is_year = |c: char| arabic(c).is_ascii_digit();
    let mut starts = plain.char_indices().filter(|&(at, c)| at > 0 && is_year(c)).map(|(at, _)| at);
    starts.find_map(|start| {
        let (name, rest) = plain.split_at_checked(start)?;
        Some((name.to_owned(), date(rest)?))
    })
}

/// The year that the words of a report speak of most.
pub(super) fn spoken_year(texts: &[String]) -> Option<u16> {
    let mut counts = std::collections::BTreeMap::<u16, usize>::new();
    for text in texts {
        let mut rest = text.as_str();
        while let Some((range, year)) = year_at(rest) {
            *counts.entry(year).or_default() += 1;
            rest = rest.get(range.end..).unwrap_or_default();
        }
    }
    counts.into_iter().max_by_key(|(year, count)| (*count, *year)).map(|(year, _)| year)
}

/// True if a title is the one that would be made of agency and year.
pub(super) fn is_made(form: &Form, title: &str, agency: &str, year: u16) -> bool {
    solid(title) == solid(&form.title(bare_name(agency).as_ref(), year))
        || solid(title) == solid(&form.title(agency, year))
}
