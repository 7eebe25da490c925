//! The words of the title, between which a line may end.

use super::{escape, push};
use crate::document::{Document, MATTER, work_and_kind};

/// Cuts a title into agency, year, matter and what follows; a title in other words is cut where it
/// has these. The parts make up the whole title.
pub(in crate::render) fn parts<'t>(title: &'t str, agency: &str, year: u16) -> Vec<&'t str> {
    // The name of an agency may hold any of the words.
    let rest = title.strip_prefix(agency).unwrap_or(title);
    let start = title.len() - rest.len();
    let mut cuts = vec![start];
    for word in [format!("{year}年"), MATTER.to_owned(), work_and_kind()] {
        if let Some(at) = rest.find(&word) {
            cuts.extend([start + at, start + at + word.len()]);
        }
    }
    cuts.sort_unstable();
    let (mut parts, mut left, mut at) = (Vec::new(), title, 0);
    for cut in cuts {
        if let Some((part, after)) = left.split_at_checked(cut.saturating_sub(at)) {
            parts.push(part);
            (left, at) = (after, cut);
        }
    }
    parts.push(left);
    parts.retain(|part| !part.is_empty());
    parts
}

/// The title with each part in an element of its own, for the style sheet to keep in one line.
pub(super) fn heading(document: &Document) -> String {
    let title = &document.title;
    let mut out = String::new();
    for part in parts(title, &document.agency, document.year) {
        // Only a name may be wider than a line.
        let class = if part.chars().count() > 8 { "name" } else { "word" };
        push(&mut out, format_args!("<span class=\"{class}\">{}</span>", escape(part)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_are_the_words_of_the_prescribed_title() {
        let cut = |title| parts(title, "某市政府信息公开办公室", 2024).join("|");
        assert_eq!(
            cut("某市政府信息公开办公室2024年政府信息公开工作年度报告"),
            "某市政府信息公开办公室|2024年|政府信息公开|工作年度报告"
        );
        assert_eq!(cut("关于2024年工作的报告"), "关于|2024年|工作的报告");
        assert_eq!(cut("年报"), "年报");
        assert_eq!(cut(""), "");
    }
}
