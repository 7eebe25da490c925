//! Where in two sentences the change is.

use super::align::hunks;

/// In a longer sentence (of so many words) nothing is marked.
const LONGEST_MARKED: usize = 500;
/// Changes with no more than so many characters between them are marked as one.
const CLOSE: usize = 1;
/// If more of a sentence than this (in percent) is new, marks would only be in the way.
const MOST_MARKED: usize = 60;

/// A stretch of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    pub text: String,
    /// True if the other sentence says it differently.
    pub changed: bool,
}

/// Both sentences cut where they differ.
pub(super) fn marked(old: &str, new: &str) -> (Vec<Stretch>, Vec<Stretch>) {
    let (before, after) = (words(old), words(new));
    let mut places =
        if before.len().max(after.len()) > LONGEST_MARKED { Vec::new() } else { hunks(&before, &after) };
    places.dedup_by(|next, last| {
        let is_close = next.old.start - last.old.end <= CLOSE && next.new.start - last.new.end <= CLOSE;
        if is_close {
            (last.old.end, last.new.end) = (next.old.end, next.new.end);
        }
        is_close
    });
    let changed: usize = places.iter().map(|place| place.old.len() + place.new.len()).sum();
    if changed * 100 > (before.len() + after.len()) * MOST_MARKED {
        places.clear();
    }
    let cut = |words: &[&str], ranges: Vec<std::ops::Range<usize>>| {
        let (mut out, mut at) = (Vec::new(), 0);
        let mut push = |part: Option<&[&str]>, changed| {
            let text = part.unwrap_or_default().concat();
            if !text.is_empty() {
                out.push(Stretch { text, changed });
            }
        };
        for range in ranges {
            push(words.get(at..range.start), false);
            at = range.end;
            push(words.get(range), true);
        }
        push(words.get(at..), false);
        out
    };
    (
        cut(&before, places.iter().map(|place| place.old.clone()).collect()),
        cut(&after, places.iter().map(|place| place.new.clone()).collect()),
    )
}

/// Numbers and Latin words whole, all else character by character.
fn words(text: &str) -> Vec<&str> {
    let is_solid = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '%');
    let (mut found, mut rest) = (Vec::new(), text);
    while let Some(first) = rest.chars().next() {
        let length = match is_solid(first) {
            true => rest.find(|c| !is_solid(c)).unwrap_or(rest.len()),
            false => first.len_utf8(),
        };
        let (word, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        found.push(word);
        rest = after;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(old: &str, new: &str) -> (String, String) {
        let text = |parts: Vec<Stretch>| {
            let part = |p: Stretch| if p.changed { format!("【{}】", p.text) } else { p.text };
            parts.into_iter().map(part).collect::<String>()
        };
        let (old, new) = marked(old, new);
        (text(old), text(new))
    }

    #[test]
    fn the_changed_words_are_marked_and_numbers_stay_whole() {
        let (old, new) = shown("全年新收申请1286件，占44.7%。", "全年新收申请1386件，占45.7%。");
        assert_eq!(old, "全年新收申请【1286】件，占【44.7%】。");
        assert_eq!(new, "全年新收申请【1386】件，占【45.7%】。");
        assert_eq!(shown("我局组织培训4期。", "我局组织业务培训4期。").1, "我局组织【业务】培训4期。");
    }

    #[test]
    fn sentences_with_little_in_common_are_not_marked() {
        assert_eq!(shown("甲乙丙丁。", "戊己庚辛。").0, "甲乙丙丁。");
        let long = "年".repeat(LONGEST_MARKED);
        assert_eq!(shown(&format!("{long}甲"), &format!("{long}乙")).0, format!("{long}甲"));
    }
}
