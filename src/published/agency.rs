//! What the name of the agency tells, and what the words of a report tell of it.

use super::solid;
use super::title::{matters, year_at};
use crate::prose::Words;
use crate::report::Level;
use crate::report::body::Body;

/// A longer name is none.
const LONGEST_NAME: usize = 30;
/// What stands before the name of an agency whose report is announced.
static ANNOUNCES: Words = Words::under("list page-announces");

/// What kind of body a name tells; a bare place, such as `青禾县`, stands for its government.
pub(super) fn level(name: &str) -> Option<Level> {
    let body = Body::of(name);
    // A street has an office, no government.
    if name.ends_with("街道") {
        return Some(Level::Department);
    }
    let is_government = !body.places.is_empty() && body.is_government();
    if is_government { Some(Level::Government) } else { Level::by_name(name) }
}

/// True for what is the name of a public body.
pub(super) fn is_body(name: &str) -> bool {
    let body = Body::of(name);
    body.kind.is_some() || !body.places.is_empty() && body.core.is_empty()
}

/// The full name that the words give of an agency whose name lacks its place: `青禾县林业局` of `林业局`.
pub(super) fn full_name(name: &str, texts: &[String]) -> Option<String> {
    if name.is_empty() || !Body::of(name).places.is_empty() || !is_body(name) {
        return None;
    }
    let words = solid(&texts.join("\n"));
    let full = |at: usize| {
        let before = words.get(..at)?;
        let is_boundary = |c: char| !c.is_alphabetic() || c == '年';
        let place = before.rsplit(is_boundary).next().filter(|place| !place.is_empty())?;
        Some(format!("{place}{name}"))
    };
    let is_full = |full: &String| {
        let body = Body::of(full);
        let is_body = !body.places.is_empty() && name.ends_with(body.core);
        // Said once, it may have a word before it that is none of the name.
        is_body && full.chars().count() <= LONGEST_NAME && words.matches(full.as_str()).nth(1).is_some()
    };
    words.match_indices(name).filter_map(|(at, _)| full(at)).find(is_full)
}

/// The agency that the first words announce: `现公布青禾县林业局2024年政府信息公开工作年度报告`.
pub(super) fn announced(words: &str) -> Option<String> {
    let text = solid(words);
    let mut rest = text.as_str();
    while let Some((range, _)) = year_at(rest) {
        let before = rest.get(..range.start)?.rsplit(|c: char| !c.is_alphabetic()).next()?;
        let start = ANNOUNCES.last_end(before);
        let name = start.and_then(|start| before.get(start..)).unwrap_or(before);
        let after = rest.get(range.end..).unwrap_or_default();
        let body = Body::of(name);
        let is_full = !body.places.is_empty() && is_body(name) && name.chars().count() <= LONGEST_NAME;
        if is_full && matters().any(|matter| after.starts_with(matter)) {
            return Some(name.to_owned());
        }
        rest = after;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_place_stands_for_its_government() {
        for (name, wanted) in [
            ("青禾县", Level::Government),
            ("青禾县人民政府", Level::Government),
            ("青禾县城关街道", Level::Department),
            ("青禾县林业局", Level::Department),
            ("林业局", Level::Department),
        ] {
            assert_eq!(level(name), Some(wanted), "{name}");
        }
    }

    #[test]
    fn the_words_give_the_full_name() {
        for (name, text, wanted) in [
            ("林业局", "2024年青禾县林业局认真工作。青禾县林业局将加强培训。", Some("青禾县林业局")),
            ("县林业局", "今年，青禾县林业局认真工作。青禾县林业局将加强培训。", Some("青禾县林业局")),
            ("林业局", "县林业局认真工作，县林业局将加强培训。", None),
            ("青禾县林业局", "东山市青禾县林业局认真工作。东山市青禾县林业局将加强培训。", None),
            ("林业局", "根据青禾县林业局的安排，各林业局配合。", None),
        ] {
            assert_eq!(full_name(name, &[text.to_owned()]).as_deref(), wanted, "{text}");
        }
    }

    #[test]
    fn the_first_words_announce_the_agency() {
        for (text, wanted) in [
            ("根据《条例》规定，现公布青禾县林业局2024年政府信息公开工作年度报告。", Some("青禾县林业局")),
            ("现将青禾县城关镇人民政府2024年度政府信息公开工作报告如下：", Some("青禾县城关镇人民政府")),
            ("现公布我局2024年政府信息公开工作年度报告。", None),
            ("自2024年1月1日起，县林业局2024年政府信息公开工作", None),
        ] {
            assert_eq!(announced(text).as_deref(), wanted, "{text}");
        }
    }
}
