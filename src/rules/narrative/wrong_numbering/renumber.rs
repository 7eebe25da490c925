//! What the numbers of headings should be, where that is certain.
//!
//! A list is numbered anew only if its lines are plainly of one kind and none of them may be missing its
//! number. Numbers that run backwards may be a paragraph in the wrong place: that is for a person.

use super::{Entry, entries, passages};
use crate::narrative::{Block, Kind, numeral};
use crate::prose::{self, Prose};
use crate::report::{Report, Text};
use crate::source::{Source, Span};

/// A list whose numbers are not in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct List {
    /// What the place of the text is called.
    pub place: String,
    /// The numbers that are not in order, signs included.
    pub faults: Vec<Span>,
    /// The numerals that change, each with the new one; `None` if they cannot be told.
    pub changes: Option<Vec<(Span, String)>>,
}

/// Every list of the narrative whose numbers are not in order.
pub(crate) fn lists(report: &Report, source: &Source) -> Vec<List> {
    let mut found = Vec::new();
    for (prose, text) in &prose::all(report) {
        let entries = entries(report, prose, text);
        for rank in [1, 2] {
            let of_rank: Vec<&Entry> = entries.iter().filter(|entry| entry.rank == rank).collect();
            for list in of_rank.chunk_by(|_, next| next.previous != 0) {
                let faults: Vec<Span> = list
                    .iter()
                    .filter(|entry| entry.wrong.is_some())
                    .map(|entry| prose.locate(text, entry.range.clone()))
                    .collect();
                if !faults.is_empty() {
                    let place = passages::place(report, prose.section);
                    let changes = changes(source, prose, text, list, &entries);
                    found.push(List { place, faults, changes });
                }
            }
        }
    }
    found
}

fn changes(
    source: &Source,
    prose: &Prose,
    text: &Text,
    list: &[&Entry],
    all: &[Entry],
) -> Option<Vec<(Span, String)>> {
    let mark = mark(text.blocks.get(list.first()?.line)?);
    let (mut changes, mut last) = (Vec::new(), None);
    for (&entry, due) in list.iter().zip(1_u32..) {
        let index = all.partition_point(|other| other.line < entry.line);
        let of_any_rank = index.checked_sub(1).and_then(|index| all.get(index));
        let since = if mark == Mark::None { of_any_rank } else { last };
        last = Some(entry);
        let between = text.blocks.get(since.map_or(0, |other| other.line + 1)..entry.line)?;
        let is_certain = self::mark(text.blocks.get(entry.line)?) == mark
            && due < 100
            && (entry.wrong.is_none() || is_certain(entry, mark, between));
        if !is_certain {
            return None;
        }
        if entry.number != due {
            changes.push((numeral_span(source, prose, text, entry)?, numeral(due)));
        }
    }
    Some(changes)
}

/// What stands before a number in its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    None,
    /// `#`, by the rank that they give.
    Heading(u8),
    /// The mark of a list, by its depth.
    Entry(u8),
}

fn mark(block: &Block) -> Mark {
    match block.kind {
        Kind::Heading { rank, marked: true } => Mark::Heading(rank),
        Kind::Entry { depth, .. } => Mark::Entry(depth),
        _ => Mark::None,
    }
}

/// True if it is plain that a number is wrong, and not that a line before it has lost its own.
/// `between` is what stands between it and the number before.
fn is_certain(entry: &Entry, mark: Mark, between: &[Block]) -> bool {
    let is_heading = matches!(mark, Mark::Heading(_));
    if is_heading && between.iter().any(|block| self::mark(block) == mark) {
        return false;
    }
    match entry.previous {
        // Numbers before those of a pasted section may be on another page.
        0 => entry.rank == 2 && (is_heading || between.is_empty()),
        // A list of one entry may be followed by another list.
        1 if entry.number == 1 => is_heading || !entry.after_others,
        previous => entry.number >= previous,
    }
}

/// Where the numeral of an entry stands in the file; `None` if it is not written there as it reads.
fn numeral_span(source: &Source, prose: &Prose, text: &Text, entry: &Entry) -> Option<Span> {
    let span = prose.locate(text, entry.numeral.clone());
    (source.slice(span) == prose.text.get(entry.numeral.clone())?).then_some(span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Forms;
    use crate::report::read;
    use crate::rules::testing::{SOUND, edit};

    /// The text of section six after its numbers are set right; `None` if they cannot be told.
    fn renumbered(text: &str) -> Option<String> {
        let from = SOUND.find("### （一）收取信息处理费情况").unwrap();
        let to = SOUND.rfind("'''").unwrap();
        let file = edit(SOUND, &[(&SOUND[from..to], text)]);
        let source = Source::new("a", file.clone());
        let lists = lists(&read(&source, &Forms::built_in()).report.unwrap(), &source);
        let mut file = file;
        let mut changes: Vec<_> =
            lists.into_iter().map(|list| list.changes).collect::<Option<Vec<_>>>()?.concat();
        changes.sort();
        for (span, new) in changes.into_iter().rev() {
            file.replace_range(span.start..span.end, &new);
        }
        let after = Source::new("a", file.clone());
        assert!(super::lists(&read(&after, &Forms::built_in()).report.unwrap(), &after).is_empty());
        Some(file[from..file.rfind("'''").unwrap()].to_owned())
    }

    #[test]
    fn skipped_and_repeated_numbers_are_set_right() {
        for (text, expected) in [
            ("（一）甲。\n（三）乙。\n（四）丙。", "（一）甲。\n（二）乙。\n（三）丙。"),
            (
                "（一）甲。\n（二）乙。\n（二）丙。\n（三）丁。",
                "（一）甲。\n（二）乙。\n（三）丙。\n（四）丁。",
            ),
            ("（一）甲。\n（一）乙。", "（一）甲。\n（二）乙。"),
            ("### (一)甲\n子。\n###　（三）乙\n丑。", "### (一)甲\n子。\n###　（二）乙\n丑。"),
            ("### （一）甲\n子。\n### （一）乙\n丑。", "### （一）甲\n子。\n### （二）乙\n丑。"),
            ("前言。\n### （二）甲\n子。\n### （三）乙", "前言。\n### （一）甲\n子。\n### （二）乙"),
            ("（二）甲。", "（一）甲。"),
            ("一、甲。\n三、乙。\n（一）子。\n（三）丑。", "一、甲。\n二、乙。\n（一）子。\n（二）丑。"),
            ("**（一）甲。**\n**（三）乙。**见（三）。", "**（一）甲。**\n**（二）乙。**见（三）。"),
        ] {
            assert_eq!(renumbered(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn numbers_beyond_nine_keep_their_style() {
        let text: Vec<String> =
            (1..=21).map(|n| format!("（{}）甲。", numeral(if n > 9 { n + 1 } else { n }))).collect();
        let expected: Vec<String> = (1..=21).map(|n| format!("（{}）甲。", numeral(n))).collect();
        assert_eq!(renumbered(&text.join("\n")), Some(expected.join("\n")));
    }

    #[test]
    fn where_a_line_may_have_lost_its_number_nothing_is_said() {
        for text in [
            // A paragraph in the wrong place.
            "（一）甲。\n（三）乙。\n（二）丙。",
            // Lists within the entries of another.
            "### （一）甲\n（一）子。\n（二）丑。\n### （二）乙",
            // Two lists of one entry.
            "（一）甲。\n措施如下：\n（一）乙。",
            "### 甲\n子。\n### （二）乙",
            "### （一）甲\n### 乙\n### （三）丙",
            "存在的问题。\n（二）改进措施。",
            "七、其他。",
        ] {
            assert_eq!(renumbered(text), None, "{text}");
        }
    }

    #[test]
    fn an_ordered_text_has_no_list_to_mend() {
        assert_eq!(renumbered("（一）甲。\n（二）乙。").as_deref(), Some("（一）甲。\n（二）乙。"));
    }
}
