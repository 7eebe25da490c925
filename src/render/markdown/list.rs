//! Lists whose numbers stay as they are written.

use super::escape_line_start;
use crate::document::{ListItem, Run};

/// Draws a list. Markdown numbers a list by itself from the first number on, so entries whose
/// numbers do not follow one another become paragraphs.
pub(super) fn list(items: &[ListItem], inline: impl Fn(&[Run]) -> String) -> String {
    let counts_on = counts_on(items);
    let mut out: Vec<String> = Vec::new();
    for item in items {
        let words = inline(&item.runs);
        let words = escape_line_start(&words);
        if counts_on {
            let marker = if item.marker == "•" { "-" } else { &item.marker };
            out.push(format!("{}{marker} {words}", "    ".repeat(usize::from(item.depth))));
        } else {
            let marker =
                if item.marker == "•" { "• ".to_owned() } else { escape_line_start(&item.marker) + " " };
            out.push(format!("{marker}{words}"));
        }
    }
    out.join(if counts_on { "\n" } else { "\n\n" })
}

/// True if each depth has markers of one kind that count on by one.
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

fn follows(before: &str, marker: &str) -> bool {
    let number = |marker: &str| marker.trim_end_matches(['.', ')']).parse::<u64>().ok();
    let sign = |marker: &str| marker.chars().next_back();
    match (number(before), number(marker)) {
        (Some(before_number), Some(number)) => number == before_number + 1 && sign(before) == sign(marker),
        (None, None) => true,
        _ => false,
    }
}
