//! Lists whose numbers stay as they are written.

use super::escape_line_start;
use crate::document::{ListItem, Run};

/// Least indent of a nested entry; Markdown wants at least the width of the marker above.
const INDENT: usize = 4;

/// Draws a list. Markdown numbers a list by itself from the first number on, so entries whose
/// numbers do not follow one another become paragraphs.
pub(super) fn list(items: &[ListItem], inline: impl Fn(&[Run]) -> String) -> String {
    let counts_on = counts_on(items);
    let mut out: Vec<String> = Vec::new();
    // For each entry that is open how far its text stands in.
    let mut indents: Vec<usize> = Vec::new();
    for item in items {
        let words = inline(&item.runs);
        let words = escape_line_start(&words);
        if counts_on {
            let marker = if item.marker == "•" { "-" } else { &item.marker };
            indents.truncate(usize::from(item.depth));
            let indent = indents.last().copied().unwrap_or(0);
            indents.push(indent + INDENT.max(marker.len() + 1));
            out.push(format!("{}{marker} {words}", " ".repeat(indent)));
        } else {
            let marker =
                if item.marker == "•" { "• ".to_owned() } else { escape_line_start(&item.marker) + " " };
            out.push(format!("{marker}{words}"));
        }
    }
    out.join(if counts_on { "\n" } else { "\n\n" })
}

/// True if at each depth the numbers of one kind count on by one.
fn counts_on(items: &[ListItem]) -> bool {
    let mut last: Vec<Option<&str>> = Vec::new();
    for item in items {
        let depth = usize::from(item.depth);
        last.resize(depth + 1, None);
        if let Some(slot) = last.get_mut(depth) {
            if slot.is_some_and(|before| !follows(before, &item.marker)) {
                return false;
            }
            *slot = Some(&item.marker);
        }
    }
    true
}

/// Another kind of marker begins a new list by itself, at whatever number.
fn follows(before: &str, marker: &str) -> bool {
    let number = |marker: &str| marker.trim_end_matches(['.', ')']).parse::<u64>().ok();
    let sign = |marker: &str| marker.chars().next_back();
    match (number(before), number(marker)) {
        (Some(before_number), Some(number)) => sign(before) != sign(marker) || number == before_number + 1,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Parser, Tag};

    use super::*;

    /// The lists that a reader of Markdown sees: their first number and depth.
    fn seen(items: &[(u8, &str)]) -> Vec<(usize, Option<u64>)> {
        let item = |(depth, marker): &(u8, &str)| ListItem {
            depth: *depth,
            marker: (*marker).to_owned(),
            runs: vec![Run { text: "甲".to_owned(), ..Run::default() }],
        };
        let items: Vec<_> = items.iter().map(item).collect();
        let text = list(&items, |runs| runs.iter().map(|run| run.text.as_str()).collect());
        let (mut depth, mut lists) = (0, Vec::new());
        for event in Parser::new(&text) {
            match event {
                Event::Start(Tag::List(first)) => {
                    lists.push((depth, first));
                    depth += 1;
                }
                Event::End(pulldown_cmark::TagEnd::List(_)) => depth -= 1,
                _ => {}
            }
        }
        lists
    }

    #[test]
    fn nested_lists_of_another_kind_stay_nested() {
        assert_eq!(
            seen(&[(0, "•"), (1, "1."), (1, "2."), (1, "•"), (1, "3)"), (0, "•")]),
            [(0, None), (1, Some(1)), (1, None), (1, Some(3))]
        );
        assert_eq!(seen(&[(0, "2024."), (1, "•"), (2, "1.")]), [(0, Some(2024)), (1, None), (2, Some(1))]);
    }

    #[test]
    fn numbers_that_do_not_count_on_are_no_list() {
        assert!(seen(&[(0, "1."), (0, "3.")]).is_empty());
    }
}
