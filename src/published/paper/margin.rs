//! Leaves out what stands at the edge of every page: page numbers and running heads.

use super::Sheet;
use super::lines::Line;
use std::collections::HashMap;

/// A running head lies within that part of a page from its edge: one in twelve.
const EDGE: i64 = 12;
/// A page number lies within that part of a page from its edge: one in seven.
const NUMBER_EDGE: i64 = 7;
/// Lines at each edge that can be running heads.
const HEADS: usize = 2;

/// Takes page numbers and running heads out of all pages.
pub(super) fn strip(sheets: &mut [Sheet]) {
    for sheet in sheets.iter_mut() {
        strip_numbers(sheet);
    }
    let mut seen: HashMap<String, usize> = HashMap::new();
    for sheet in sheets.iter() {
        for line in heads(sheet) {
            *seen.entry(key(line)).or_default() += 1;
        }
    }
    let (pages, mut found) = (sheets.len(), Vec::new());
    for sheet in sheets.iter_mut() {
        // In a long file a few pages may lack it, such as the first.
        let often = |count: usize| count >= 2 && (count == pages || (count >= 3 && count * 5 >= pages * 3));
        found.clear();
        found.extend(heads(sheet).filter(|line| seen.get(&key(line)).copied().is_some_and(often)).map(key));
        sheet.lines.retain(|line| !found.contains(&key(line)));
    }
}

/// The lines that lie wholly within the edge of a page.
fn heads(sheet: &Sheet) -> impl Iterator<Item = &Line> {
    let edge = sheet.height / EDGE;
    let above = sheet.lines.iter().take(HEADS).filter(move |line| line.frame.bottom <= edge);
    let below =
        sheet.lines.iter().rev().take(HEADS).filter(move |line| line.frame.top >= sheet.height - edge);
    above.chain(below)
}

/// What a running head has in common on all pages: its words but for numbers, and its height.
fn key(line: &Line) -> String {
    let words: String = line.text().chars().filter(|c| !c.is_numeric()).collect();
    let height = line.base / 300;
    format!("{height} {words}")
}

/// Takes out the first and the last line of a page where they are a page number and stand apart from all else.
fn strip_numbers(sheet: &mut Sheet) {
    let edge = sheet.height / NUMBER_EDGE;
    let (low, high) = (sheet.height - edge, edge);
    let below_tables = sheet.tables.iter().map(|table| table.frame.bottom).max().unwrap_or_default();
    let above_tables = sheet.tables.iter().map(|table| table.frame.top).min().unwrap_or(i64::MAX);
    let is_foot =
        |line: &Line| line.frame.top >= low && line.frame.center().1 > below_tables && is_mark(&line.text());
    if sheet.lines.last().is_some_and(is_foot) {
        sheet.lines.pop();
    }
    let is_head = |line: &Line| {
        line.frame.bottom <= high && line.frame.center().1 < above_tables && is_mark(&line.text())
    };
    if sheet.lines.first().is_some_and(is_head) {
        sheet.lines.remove(0);
    }
}

/// True for what is no text of the page: its number, or what a browser prints at its edge.
fn is_mark(text: &str) -> bool {
    is_page_number(text) || is_browser_mark(text)
}

/// True for the address of a page with the page number (`https://… 1/5`), and for the time of printing that stands
/// before its title (`2025/1/6 10:05 …`).
fn is_browser_mark(text: &str) -> bool {
    let numbers = |word: &str, apart: char| {
        let parts =
            word.split(apart).filter(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()));
        (parts.count(), word.matches(apart).count() + 1)
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    let has = |word: Option<&&str>, count: usize, apart| {
        word.is_some_and(|word| numbers(word.trim_end_matches(','), apart) == (count, count))
    };
    let time = words.get(1).map(|word| word.trim_start_matches(|c: char| !c.is_ascii_digit()));
    (text.contains("://") && has(words.last(), 2, '/'))
        || (has(words.first(), 3, '/') && time.as_ref().is_some_and(|time| has(Some(time), 2, ':')))
}

/// True for `3`, `- 3 -`, `— 3 —`, `3/7`, `第3页 共7页` and the like.
fn is_page_number(text: &str) -> bool {
    let is_dash = |c: char| "-—–－─‐‑−~～·.|".contains(c);
    let dense: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let bare = dense.trim_matches(is_dash).to_lowercase();
    let words = bare.split(|c: char| c.is_numeric()).filter(|word| !word.is_empty());
    let known = ["第", "页", "共", "页共", "页/共", "页,共", "页，共", "/", "page", "of", "p", "之", "頁"];
    let mut numbers = bare.split(|c: char| !c.is_numeric()).filter(|number| !number.is_empty());
    let count = numbers.clone().count();
    (1..=2).contains(&count)
        && numbers.all(|number| number.chars().count() <= 4)
        && words.into_iter().all(|word| known.contains(&word))
}
