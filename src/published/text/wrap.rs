//! Text whose lines were cut at about the same width, as PDF extractors give it.

use super::lines::{Line, begins_like_heading, width};

/// Prose narrower than this tells nothing.
const NARROW: usize = 24;
/// Widest line that anything cuts lines at.
const WIDEST: usize = 200;
/// What a full line may lack: an indent, a word or a sign that does not fit.
const SLACK: usize = 8;
/// What the first line of a paragraph may lack more: its indent is often lost.
const INDENT: usize = 4;
/// So many full lines are needed.
const ENOUGH: usize = 6;

/// Width at which the lines of a text are cut, if they are.
pub(super) fn cut_width<'a>(prose: impl Iterator<Item = &'a Line<'a>>) -> Option<usize> {
    let mut counts = vec![0_usize; WIDEST + 1];
    let (mut all, mut torn) = (0_usize, vec![0_usize; WIDEST + 1]);
    for line in prose {
        let width = width(line.words).min(WIDEST);
        if width < NARROW {
            continue;
        }
        all += 1;
        if let (Some(count), Some(torn)) = (counts.get_mut(width), torn.get_mut(width)) {
            *count += 1;
            *torn += usize::from(!ends_sentence(line.words));
        }
    }
    let within = |counts: &[usize], width: usize| -> usize {
        counts.iter().take(width + 1).skip((width + 1).saturating_sub(SLACK)).sum()
    };
    let best = (NARROW..WIDEST).max_by_key(|width| (within(&counts, *width), WIDEST - width))?;
    let full = within(&counts, best);
    let wider: usize = counts.iter().skip(best + 1).sum();
    // Most lines are full, hardly one is wider, and most of the full ones end within a sentence.
    let is_cut =
        full >= ENOUGH && full * 5 >= all * 2 && wider * 20 <= all && within(&torn, best) * 10 >= full * 7;
    is_cut.then_some(best)
}

/// True if the next line goes on with the sentence of this one, which may be the first of its paragraph.
pub(super) fn goes_on(before: &str, is_first: bool, after: &str, cut: usize) -> bool {
    let slack = if is_first { SLACK + INDENT } else { SLACK };
    width(before) + slack > cut && !ends_sentence(before) && !begins_like_heading(after)
}

fn ends_sentence(words: &str) -> bool {
    words.ends_with(['。', '：', ':', '；', '！', '？', '|'])
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    fn cut(text: &str) -> Option<usize> {
        let lines: Vec<_> = lines(text).collect();
        cut_width(lines.iter())
    }

    #[test]
    fn lines_of_one_width_are_cut() {
        let wrapped = ("甲".repeat(28) + "\n").repeat(7) + "乙乙。\n" + &"丙".repeat(26);
        assert!(cut(&wrapped).is_some_and(|width| (56..64).contains(&width)));
    }

    #[test]
    fn paragraphs_of_their_own_are_not() {
        let free: String = (20..60).map(|len| "甲".repeat(len) + "。\n").collect();
        assert_eq!(cut(&free), None);
        assert_eq!(cut(&("甲".repeat(28) + "。\n").repeat(9)), None);
        assert_eq!(cut(&("甲".repeat(28) + "\n").repeat(3)), None);
    }

    #[test]
    fn a_sentence_ends_its_paragraph() {
        let full = "甲".repeat(28);
        assert!(goes_on(&full, false, "乙", 58));
        assert!(goes_on(&"甲".repeat(24), true, "乙", 58) && !goes_on(&"甲".repeat(24), false, "乙", 58));
        assert!(!goes_on(&full, false, "（二）乙", 58) && !goes_on("甲甲", true, "乙", 58));
        assert!(!goes_on(&(full.clone() + "。"), true, "乙", 58) && !goes_on(&(full + "："), true, "乙", 58));
    }
}
