//! What the numbers of headings should be, where that is certain.
//!
//! A list is numbered anew only if its lines are plainly of one kind and none of them may be missing its
//! number. Numbers that run backwards may be a paragraph in the wrong place: that is for a person.

use super::{Entry, Kind, entries, numeral, passages};
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
        let entries = entries(report, prose);
        for kind in [Kind::Comma, Kind::Brackets] {
            let of_kind: Vec<&Entry> = entries.iter().filter(|entry| entry.kind == kind).collect();
            for list in of_kind.chunk_by(|_, next| next.previous != 0) {
                let faults: Vec<Span> = list
                    .iter()
                    .filter(|entry| entry.template.is_some())
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
    let mark = mark(&prose.text, list.first()?);
    let (mut changes, mut last) = (Vec::new(), None);
    for (&entry, due) in list.iter().zip(1_u32..) {
        let index = all.partition_point(|other| other.range.start < entry.range.start);
        let of_any_kind = index.checked_sub(1).and_then(|index| all.get(index));
        let since = if mark.is_empty() { of_any_kind } else { last };
        last = Some(entry);
        let between = prose.text.get(since.map_or(0, |other| other.range.end)..entry.range.start)?;
        let is_certain = self::mark(&prose.text, entry) == mark
            && due < 100
            && (entry.template.is_none() || is_certain(entry, mark, between, since.is_some()));
        if !is_certain {
            return None;
        }
        if entry.number != due {
            changes.push((numeral_span(source, prose, text, entry)?, numeral(due)));
        }
    }
    Some(changes)
}

/// What stands before a number in its line, such as `###`.
fn mark<'t>(text: &'t str, entry: &Entry) -> &'t str {
    let before = text.get(..entry.range.start).unwrap_or_default();
    let line = before.rfind('\n').map_or(0, |end| end + 1);
    before.get(line..).unwrap_or_default().trim_matches([' ', '\u{3000}', '\u{A0}'])
}

/// True if it is plain that a number is wrong, and not that a line before it has lost its own.
/// `between` is what stands between it and the number before; of the first words after that number
/// the rest of its line is no line of its own.
fn is_certain(entry: &Entry, mark: &str, between: &str, has_before: bool) -> bool {
    let mut lines = between.lines().skip(usize::from(has_before)).map(str::trim);
    let is_heading = mark.starts_with('#');
    let is_unnumbered = |line: &str| line.strip_prefix(mark).is_some_and(|rest| !rest.starts_with('#'));
    if is_heading && lines.clone().any(|line| line != mark && is_unnumbered(line)) {
        return false;
    }
    match entry.previous {
        // Numbers before those of a pasted section may be on another page.
        0 => {
            entry.kind == Kind::Brackets && (is_heading || lines.all(|line| line.is_empty() || line == mark))
        }
        // A list of one entry may be followed by another list.
        1 if entry.number == 1 => is_heading || !entry.after_others,
        previous => entry.number >= previous,
    }
}

/// Where the numeral of an entry stands in the file; `None` if it is not written there as it reads.
fn numeral_span(source: &Source, prose: &Prose, text: &Text, entry: &Entry) -> Option<Span> {
    let written = prose.text.get(entry.range.clone())?;
    let inner = written.trim_matches(['（', '(', '）', ')', '、']);
    let start = entry.range.start + written.find(inner)?;
    let span = prose.locate(text, start..start + inner.len());
    (source.slice(span) == inner).then_some(span)
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
