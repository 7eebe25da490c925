//! What the numbers of headings should be, where that is certain.
//!
//! A list is numbered anew only if its lines are plainly of one kind and none of them may be missing its
//! number. Numbers that run backwards may be a paragraph in the wrong place: that is for a person.

use std::collections::{HashMap, HashSet};

use super::{Entry, Narrative, passages};
use crate::diagnostic::{Change, Fix};
use crate::narrative::{Block, Kind, numeral};
use crate::source::{Edit, Span};

/// A list whose numbers are not in order.
struct List<'e> {
    entries: Vec<&'e Entry>,
    /// The lines whose numbers change, with their new numbers and the places of their numerals; `None` if
    /// they cannot be told.
    changes: Option<Vec<(usize, u32, Span)>>,
}

impl<'e> List<'e> {
    /// The entries that are not in order; there is one at least.
    fn faults(&self) -> impl Iterator<Item = &'e Entry> {
        self.entries.iter().copied().filter(|entry| entry.wrong.is_some())
    }
}

/// The mend of each list whose numbers are not in order, or why it has none, by the line of its first number
/// that is not.
pub(super) fn mends(narrative: &Narrative<'_>, entries: &[Entry]) -> HashMap<usize, Result<Fix, String>> {
    if entries.iter().all(|entry| entry.wrong.is_none()) {
        return HashMap::new();
    }
    let mut lists = lists(narrative, entries);
    settle(narrative, &mut lists);
    let place = format!("{}的小标题序号", passages::place(narrative.report, narrative.prose.section));
    let span = |entry: &Entry| narrative.prose.locate(narrative.text, entry.range.clone());
    let unclear: Vec<&Entry> =
        lists.iter().filter(|list| list.changes.is_none()).filter_map(|list| list.faults().next()).collect();
    let left = unclear.first().map_or_else(String::new, |first| {
        let line = narrative.source.line(span(first).start);
        let others = if unclear.len() > 1 { format!("等 {} 处", unclear.len()) } else { String::new() };
        format!("{place}（第 {line} 行{others}）不能断定应当怎样编，没有改动，请核对")
    });
    let mend = |list: &List<'_>| {
        let mut faults = list.faults();
        let first = faults.next()?;
        let fix = list.changes.as_ref().map(|changes| Fix {
            edits: changes.iter().map(|&(_, new, span)| Edit { span, text: numeral(new) }).collect(),
            changes: changes.iter().map(|&(_, new, span)| change(narrative, &place, span, new)).collect(),
            also: faults.map(span).collect(),
        });
        Some((first.line, fix.ok_or_else(|| left.clone())))
    };
    lists.iter().filter_map(mend).collect()
}

fn change(narrative: &Narrative<'_>, place: &str, span: Span, new: u32) -> Change {
    let old = narrative.source.slice(span).to_owned();
    Change::in_text(narrative.source, span, place.to_owned(), old, numeral(new))
}

/// The lists whose numbers are not in order.
fn lists<'e>(narrative: &Narrative<'_>, entries: &'e [Entry]) -> Vec<List<'e>> {
    let mut found = Vec::new();
    for rank in [1, 2] {
        let of_rank: Vec<&Entry> = entries.iter().filter(|entry| entry.rank == rank).collect();
        for list in of_rank.chunk_by(|_, next| next.previous != 0) {
            if list.iter().any(|entry| entry.wrong.is_some()) {
                let changes = changes(narrative, list, entries);
                found.push(List { entries: list.to_vec(), changes });
            }
        }
    }
    found
}

/// So often lists are left out of a mend before all of them are left.
const ATTEMPTS: usize = 3;

/// Leaves the lists whose new numbers would put others out of order: a （二） before a （一） is no （一）
/// before another, but a paragraph in the wrong place.
fn settle(narrative: &Narrative<'_>, lists: &mut [List<'_>]) {
    let is_known: HashSet<usize> = lists.iter().flat_map(List::faults).map(|entry| entry.line).collect();
    for _ in 0..ATTEMPTS {
        let certain = lists.iter().filter_map(|list| list.changes.as_ref()).flatten();
        let numbers: HashMap<usize, u32> = certain.map(|&(line, new, _)| (line, new)).collect();
        if numbers.is_empty() {
            return;
        }
        let entries = narrative.entries_with(&numbers);
        let after = self::lists(narrative, &entries);
        let is_disturbed = |list: &List<'_>| {
            list.changes.is_some() || !list.faults().all(|entry| is_known.contains(&entry.line))
        };
        let disturbed: HashSet<usize> = after
            .iter()
            .filter(|list| is_disturbed(list))
            .flat_map(|list| list.entries.iter().map(|entry| entry.line))
            .collect();
        if disturbed.is_empty() {
            return;
        }
        for list in lists.iter_mut() {
            if list.entries.iter().any(|entry| disturbed.contains(&entry.line)) {
                list.changes = None;
            }
        }
    }
    lists.iter_mut().for_each(|list| list.changes = None);
}

fn changes(narrative: &Narrative<'_>, list: &[&Entry], all: &[Entry]) -> Option<Vec<(usize, u32, Span)>> {
    let text = narrative.text;
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
            changes.push((entry.line, due, numeral_span(narrative, entry)?));
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
fn numeral_span(narrative: &Narrative<'_>, entry: &Entry) -> Option<Span> {
    let span = narrative.prose.locate(narrative.text, entry.numeral.clone());
    (narrative.source.slice(span) == narrative.prose.text.get(entry.numeral.clone())?).then_some(span)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Diagnostic;
    use crate::format::Forms;
    use crate::narrative::numeral;
    use crate::rules::check;
    use crate::rules::testing::{SOUND, edit};
    use crate::source::{Source, apply};

    /// The text of section six after its numbers are set right; `None` if they cannot be told.
    fn renumbered(text: &str) -> Option<String> {
        let from = SOUND.find("### （一）收取信息处理费情况").unwrap();
        let to = SOUND.rfind("'''").unwrap();
        let file = edit(SOUND, &[(&SOUND[from..to], text)]);
        let found = of_rule(&file);
        if found.iter().any(|finding| !finding.left.is_empty()) {
            return None;
        }
        let mut edits: Vec<_> =
            found.into_iter().filter_map(|finding| finding.fix).flat_map(|fix| fix.edits).collect();
        edits.sort();
        let file = String::from_utf8(apply(file.as_bytes(), &edits)).unwrap();
        assert_eq!(of_rule(&file), []);
        Some(file[from..file.rfind("'''").unwrap()].to_owned())
    }

    fn of_rule(file: &str) -> Vec<Diagnostic> {
        let checked = check(&Source::new("a", file), &Forms::built_in());
        checked.findings.into_iter().filter(|finding| finding.code.0 == "N311").collect()
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
            // The same at the head of a list: one number alone would be mended, and then the other.
            "### （二）甲\n子。\n### （一）乙\n丑。",
            "（二）甲。\n说明。\n（一）乙。\n说明。\n（三）丙。",
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
