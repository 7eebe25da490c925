//! Passages of the narrative in a notice: where they stand, and how they read before and after.

use super::{NOT_FILLED, NarrativeChange, run};
use crate::difference::align::{Hunk, hunks};
use crate::difference::marks::{Stretch, marked};
use crate::difference::moved_to;
use crate::document::{Block, Paragraph, Run, UNFILLED};
use crate::format::quote;
use crate::narrative::numeral;

/// A longer passage (in characters) leaves out what is the same at its beginning and at its end.
const LONGEST_WHOLE: usize = 160;
/// No less than so many characters are left out.
const LEAST_LEFT_OUT: usize = 30;
/// What stands for the words that are left out.
const LEFT_OUT: &str = "……";
/// Numerals go so far.
const LAST_NUMERAL: u32 = 99;

/// The changes under the headings at which they stand.
pub(super) fn blocks(changes: &[NarrativeChange]) -> Vec<Block> {
    let is_one_place = |a: &NarrativeChange, b: &NarrativeChange| {
        (&a.section, &a.above, &a.heading) == (&b.section, &b.above, &b.heading)
    };
    let places: Vec<&[NarrativeChange]> = changes.chunk_by(is_one_place).collect();
    let is_one = places.len() == 1;
    let mut blocks = Vec::new();
    for (number, changes) in (1..).zip(places) {
        let Some(first) = changes.first() else { continue };
        let number = match number {
            _ if is_one => String::new(),
            1..=LAST_NUMERAL => format!("（{}）", numeral(number)),
            _ => format!("（{number}）"),
        };
        blocks.push(Block::Heading { level: 2, runs: vec![run(&format!("{number}{}", place(first)))] });
        for (index, change) in (1..).zip(changes) {
            let number = if changes.len() == 1 { String::new() } else { format!("{index}.") };
            blocks.extend(passage(&number, change));
        }
    }
    blocks
}

/// Where a passage stands: `“一、总体情况”部分“（二）依申请公开情况”`.
fn place(change: &NarrativeChange) -> String {
    let headings = change.above.iter().chain(&change.heading).map(|heading| quote(heading));
    format!("{}部分{}", quote(&change.title), headings.collect::<String>())
}

fn passage(number: &str, change: &NarrativeChange) -> Vec<Block> {
    let filled = |text: &String| text.replace(UNFILLED, NOT_FILLED);
    let whole = |text: String| vec![Stretch { text, changed: false }];
    if let (Some(behind), Some(new)) = (&change.moved_behind, &change.new) {
        let label = format!("{number}{}，文字没有改动：", moved_to(behind));
        return told(&label, whole(filled(new)));
    }
    match (change.old.as_ref().map(filled), change.new.as_ref().map(filled)) {
        (Some(old), Some(new)) => {
            let (old, new) = shortened(&old, &new);
            let (old, new) = marked(&old, &new);
            let mut blocks = told(&format!("{number}原文："), old);
            blocks.extend(told("更正为：", new));
            blocks
        }
        (Some(old), None) => told(&format!("{number}删去："), whole(old)),
        (None, Some(new)) => told(&format!("{number}增加："), whole(new)),
        (None, None) => Vec::new(),
    }
}

/// A label and what follows it, a paragraph for each line; what was changed stands out.
fn told(label: &str, stretches: Vec<Stretch>) -> Vec<Block> {
    let mut lines = vec![vec![run(label)]];
    for Stretch { text, changed } in stretches {
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                lines.push(Vec::new());
            }
            if let Some(last) = lines.last_mut().filter(|_| !line.is_empty()) {
                last.push(Run { strong: changed, ..run(line) });
            }
        }
    }
    let lines = lines.into_iter().filter(|runs| !runs.is_empty());
    lines.map(|runs| Block::Paragraph(Paragraph { lead: Vec::new(), runs })).collect()
}

/// Both texts without the clauses that are the same on both sides, but for those next to a change, which readers
/// need to find their way. Short texts stay whole.
fn shortened(old: &str, new: &str) -> (String, String) {
    if old.chars().count().max(new.chars().count()) <= LONGEST_WHOLE {
        return (old.to_owned(), new.to_owned());
    }
    let (before, after) = (clauses(old), clauses(new));
    let (mut shown_old, mut shown_new) = (String::new(), String::new());
    let mut at = 0;
    let end = Hunk { old: before.len()..before.len(), new: after.len()..after.len() };
    for Hunk { old, new } in hunks(&before, &after).into_iter().chain([end]) {
        let same = before.get(at..old.start).unwrap_or_default();
        let same = left_out(same, at > 0, old.start < before.len() || new.start < after.len());
        shown_old += &same;
        shown_new += &same;
        at = old.end;
        shown_old.extend(before.get(old).unwrap_or_default().iter().copied());
        shown_new.extend(after.get(new).unwrap_or_default().iter().copied());
    }
    (shown_old, shown_new)
}

/// Clauses that are the same on both sides, without those that stand next to no change.
fn left_out(same: &[&str], has_change_before: bool, has_change_behind: bool) -> String {
    let (first, rest) = same.split_at_checked(usize::from(has_change_before)).unwrap_or((same, &[]));
    let middle = rest.len().saturating_sub(usize::from(has_change_behind));
    let (middle, last) = rest.split_at_checked(middle).unwrap_or((rest, &[]));
    let middle = middle.concat();
    let middle = if middle.chars().count() < LEAST_LEFT_OUT { middle.as_str() } else { LEFT_OUT };
    [&first.concat(), middle, &last.concat()].concat()
}

/// A text cut behind its commas, semicolons and stops, and between its lines.
fn clauses(text: &str) -> Vec<&str> {
    text.split_inclusive(['，', '；', '。', '！', '？', '：', '\n']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_passage_keeps_what_is_next_to_the_change() {
        let same = "全年制发行政规范性文件若干件，";
        let long = same.repeat(8);
        let (old, new) = (format!("{long}新收75件；{long}"), format!("{long}新收76件；{long}"));
        let shown = |figure: &str| format!("……{same}新收{figure}件；{same}……");
        assert_eq!(shortened(&old, &new), (shown("75"), shown("76")));
        // What is the same between two changes is left out, too; what differs never is.
        let two = |a: &str, b: &str| format!("{a}，{long}{b}，{long}");
        let shown = |a: &str, b: &str| format!("{a}，{same}……{same}{b}，{same}……");
        assert_eq!(shortened(&two("甲", "乙"), &two("丙", "丁")), (shown("甲", "乙"), shown("丙", "丁")));
        let (before, after) = shortened(&long, &long.repeat(2));
        assert!(after.chars().count() - before.chars().count() >= long.chars().count(), "{before} {after}");
        let short = ("新收75件。".to_owned(), "新收76件。".to_owned());
        assert_eq!(shortened(&short.0, &short.1), short);
    }
}
