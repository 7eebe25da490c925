//! N311: heading numbers skip, repeat or start late.
//!
//! Only numbers that open a line are headings; `第二十条第（一）项` in a sentence is not. A list that starts
//! anew after words of its own (“改进措施如下：”) is fine.

mod deeper;
mod renumber;

use std::collections::HashMap;
use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::narrative::{Ordinal, numeral};
use crate::prose::{Line, Prose};
use crate::report::{Report, Text};
use crate::rules::headings::{is_title, stands_for_inner, title};
use crate::rules::narrative::heading_rank::is_of_section;
use crate::rules::{Acceptance, Example, Look, Rule, Subject, passages};
use crate::source::Source;

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("N311"),
    title: "小标题序号不连续",
    what: "同一部分里，行首的（一）（二）（三）或者一、二、三、跳号、重号，或者不从一开始；1. 2. 3. 和（1）（2）（3）跳号、重号。",
    why: "序号不连续，多半是删改时漏了一段，或者移动后没有重新编号。",
    source: "《党政机关公文格式》（GB/T 9704—2012）7.3.3：结构层次序数依次标注",
    fails: Example::new(
        "（一）……（二）……（四）",
        &[("### （三）政府信息管理情况", "### （四）政府信息管理情况")],
    ),
    passes: Example::new("（一）……（二）……（三）", &[]),
    acceptance: Acceptance::Reason,
    look: Look::Text(check),
};

/// A numbered line of a text and its place in the sequence.
struct Entry {
    /// 1 for `一、`, 2 for `（一）`.
    rank: u8,
    number: u32,
    /// Which line of the text it is.
    line: usize,
    /// The bytes of the number in the text, its signs included.
    range: Range<usize>,
    /// The bytes of the numeral alone.
    numeral: Range<usize>,
    /// The number before it in the same list; 0 for the first.
    previous: u32,
    /// True if other lines stand between the two.
    after_others: bool,
    /// What is wrong with it.
    wrong: Option<Wrong>,
}

/// What is wrong with a number after the last one.
#[derive(Debug, Clone, Copy)]
enum Wrong {
    /// None stands before it, and it is not the first.
    NotFirst,
    Twice,
    GoesBack,
    Skips,
}

fn check(subject: &Subject<'_>, prose: &Prose, text: &Text) -> Vec<Diagnostic> {
    let finding = |rank, number, previous, range, wrong| {
        let place = passages::place(subject.report, prose.section);
        let (number, previous) = (show(rank, number), show(rank, previous));
        let message = match wrong {
            Wrong::NotFirst => format!("{place}的序号从{number}开始，前面没有{}", show(rank, 1)),
            Wrong::Twice => format!("{place}的序号{number}写了两次"),
            Wrong::GoesBack => format!("{place}的序号从{previous}退回到{number}"),
            Wrong::Skips => format!("{place}的序号从{previous}跳到{number}"),
        };
        RULE.warning(prose.locate(text, range), message).help("请核对是否漏了一段，并按顺序重新编号")
    };
    let narrative = Narrative { report: subject.report, source: subject.source, prose, text };
    let entries = narrative.entries();
    let mut mends = renumber::mends(&narrative, &entries);
    let upper = entries.into_iter().filter_map(|one| {
        let mut found = finding(one.rank, one.number, one.previous, one.range, one.wrong?);
        match mends.remove(&one.line) {
            Some(Ok(fix)) => found.fix = Some(fix),
            Some(Err(left)) => found.left.push(left),
            None => {}
        }
        Some(found)
    });
    let deeper = deeper::find(prose, text).into_iter();
    upper.chain(deeper.map(|one| finding(one.rank, one.number, one.previous, one.range, one.wrong))).collect()
}

/// A text with all that its numbers are judged by.
struct Narrative<'a> {
    report: &'a Report,
    source: &'a Source,
    prose: &'a Prose,
    text: &'a Text,
}

impl Narrative<'_> {
    fn entries(&self) -> Vec<Entry> {
        entries(self.report, self.prose, &numbered(self.report, self.prose, self.text))
    }

    /// The entries as they would be if some lines had other numbers.
    fn entries_with(&self, numbers: &HashMap<usize, u32>) -> Vec<Entry> {
        let mut numbered = numbered(self.report, self.prose, self.text);
        for (line, _, number) in &mut numbered {
            *number = numbers.get(line).copied().unwrap_or(*number);
        }
        entries(self.report, self.prose, &numbered)
    }
}

/// The last number of a rank, and whether other lines have come since.
type Last = Option<(u32, bool)>;

/// Judges the numbered lines of a text. One without a number before it opens a list.
fn entries(report: &Report, prose: &Prose, numbered: &[(usize, Ordinal, u32)]) -> Vec<Entry> {
    let mut entries = Vec::new();
    // The last number of each rank, and whether other lines have come since.
    let (mut outer, mut inner): (Last, Last) = (None, None);
    // The number of a heading of the wrong rank, until the next number.
    let mut stray = None;
    let mut due = 0;
    for (at, &(index, ordinal, number)) in numbered.iter().enumerate() {
        let Some(line) = prose.lines().get(index) else { continue };
        if index > due {
            [&mut outer, &mut inner].into_iter().flatten().for_each(|(_, others)| *others = true);
        }
        due = index + 1;
        // The section's own title in other words: 五、存在问题及改进情况.
        let own = prose.section.and_then(|section| u32::try_from(section + 1).ok());
        let is_first = outer.is_none() && inner.is_none();
        if ordinal.rank == 1 && is_first && Some(number) == own && number > 1 {
            continue;
        }
        // Where a heading of the other rank stands in the list (一、 for （一）), that is N321's: the number
        // goes on from the other rank.
        let words = prose.words(line).get(ordinal.start + ordinal.length..).unwrap_or_default();
        let next = numbered.get(at + 1).map(|&(_, next, number)| (next.rank, number));
        let last_number = inner.map(|(number, _)| number).or(stray);
        let is_heading = ordinal.rank == 1
            && (is_title(words)
                || stands_for_inner(last_number, number, next)
                    && !is_of_section(report, prose.section, number, title(words), is_first));
        let before = if is_heading { inner.map(|(number, _)| number) } else { stray };
        let goes_on = before.and_then(|before| before.checked_add(1)) == Some(number);
        let last = if ordinal.rank == 1 { outer } else { inner };
        // So is a section of its own that stands behind the list: 五、 behind （三）.
        let is_moved = is_heading
            && outer.is_none()
            && inner.is_some()
            && !is_of_section(report, prose.section, number, title(words), is_first);
        let is_of_other_rank = goes_on && (is_heading || last.is_none()) || is_moved;
        let wrong = fault(last, number).filter(|_| !is_of_other_rank);
        // A new list has nothing before it.
        let before = last.filter(|_| wrong.is_some() || number != 1);
        let (previous, after_others) = before.unwrap_or((0, false));
        let start = line.range.start + ordinal.start;
        let numeral = start + ordinal.open..start + ordinal.open + ordinal.numeral;
        let (rank, range) = (ordinal.rank, start..start + ordinal.length);
        entries.push(Entry { rank, number, line: index, range, numeral, previous, after_others, wrong });
        stray = is_heading.then_some(number);
        if rank == 1 {
            // Under a new 一、 the （一） start anew.
            (outer, inner) = (Some((number, false)), None);
        } else {
            inner = Some((number, false));
            outer.iter_mut().for_each(|(_, others)| *others = true);
        }
    }
    entries
}

/// The numbered lines of the two upper ranks, without the titles of sections.
fn numbered(report: &Report, prose: &Prose, text: &Text) -> Vec<(usize, Ordinal, u32)> {
    let is_section = |words: &str| report.form.sections.iter().any(|section| section.title == words);
    let number = |(index, line): (usize, &Line)| {
        let ordinal = text.blocks.get(line.block)?.ordinal?;
        let is_entry = ordinal.rank <= 2 && !is_section(prose.words(line));
        Some((index, ordinal, ordinal.number.filter(|_| is_entry)?))
    };
    prose.lines().iter().enumerate().filter_map(number).collect()
}

/// What is wrong with a number after the last one, if anything.
fn fault(last: Last, number: u32) -> Option<Wrong> {
    match last {
        None if number != 1 => Some(Wrong::NotFirst),
        None => None,
        Some((previous, _)) if number == previous.saturating_add(1) => None,
        // A new list after two entries or more and words in between.
        Some((previous, true)) if number == 1 && previous > 1 => None,
        Some((previous, _)) if number == previous => Some(Wrong::Twice),
        Some((previous, _)) if number < previous => Some(Wrong::GoesBack),
        Some(_) => Some(Wrong::Skips),
    }
}

/// A number with its signs, in quotes.
pub(in crate::rules) fn show(rank: u8, number: u32) -> String {
    match rank {
        1 => format!("“{}、”", numeral(number)),
        2 => format!("“（{}）”", numeral(number)),
        3 => format!("“{number}.”"),
        _ => format!("“（{number}）”"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;
    use crate::rules::testing::{edited, only};

    #[test]
    fn a_skipped_number_is_found_once() {
        let finding = only(&[("### （五）监督保障情况", "### （六）监督保障情况")]);
        assert_eq!((finding.code.0, finding.severity), ("N311", Severity::Warning));
        assert_eq!(finding.message, "“一、总体情况”的序号从“（四）”跳到“（六）”");
        let late = only(&[("### （一）收取信息处理费情况", "### 收取信息处理费情况")]);
        assert_eq!(late.message, "“六、其他需要报告的事项”的序号从“（二）”开始，前面没有“（一）”");
        let twice = only(&[("（二）改进措施。", "（一）改进措施。")]);
        assert!(twice.message.contains("写了两次"));
    }

    /// Messages for a text in section six.
    fn of(text: &str) -> usize {
        let sound = "### （二）其他事项\n除上述情况外，没有其他需要报告的事项。";
        let findings = edited(&[(sound, text)]).findings;
        findings.iter().filter(|finding| finding.code == RULE.code).count()
    }

    #[test]
    fn lists_that_start_anew_and_numbers_in_a_sentence_are_fine() {
        assert_eq!(of("（二）甲。\n改进措施如下：\n（一）甲。\n（二）乙。"), 0);
        assert_eq!(of("一、甲\n（一）甲。\n（二）乙。\n二、乙\n（一）甲。"), 0);
        assert_eq!(of("三、四季度各开展一次。\n（二）甲。"), 0);
        assert_eq!(of("（二）甲。依据第二十条第（一）项公开。"), 0);
        assert_eq!(of("六、其他需要报告的事项\n（二）甲。"), 0);
        assert_eq!(of("（二）甲。\n**（三）乙。**"), 0);
        let problems = |text: &str| {
            let findings = edited(&[("（一）存在的主要问题。", text)]).findings;
            findings.iter().filter(|finding| finding.code == RULE.code).count()
        };
        assert_eq!(problems("五、存在问题及改进情况\n（一）存在的主要问题。"), 0);
        assert_eq!(problems("六、存在问题及改进情况\n（一）存在的主要问题。"), 1);
    }

    #[test]
    fn the_other_kind_is_read_too() {
        assert_eq!(of("一、甲。\n三、乙。"), 1);
        assert_eq!(of("二、甲。\n三、乙。"), 1);
        // 二、 for （二） is N321's.
        assert_eq!(of("二、其他情况。\n（三）乙。"), 0);
        assert_eq!(of("（二）甲。\n（四）乙。\n（五）丙。"), 1);
    }

    #[test]
    fn numbers_below_those_are_read_too() {
        for text in [
            "（二）甲。\n1.乙。\n2.丙。\n4.丁。",
            "（二）甲。\n1.乙。说明。\n说明。\n2.丙。\n说明。\n4.丁。",
            "（二）甲。\n（1）乙。\n（3）丙。",
            "（二）甲。\n1. 乙。\n2. 丙。\n4. 丁。",
            "### （二）甲\n#### 1.乙\n说明。\n#### 3.丙\n说明。",
            "### （二）甲\n#### 1.乙\n说明。\n#### 1.丙\n说明。",
            "（二）甲。有三项：1.乙；2.丙；4.丁。",
            "（二）甲。有三项：（1）乙；（2）丙；（4）丁。",
            "（二）甲。\n1.乙。\n2.丙。\n2.丁。",
            "（二）甲。\n1.乙。\n2.丙。\n2.丁。\n4.戊。",
            "（二）甲。\n1.乙。\n3.丙。\n3.丁。\n4.戊。",
            "（二）甲。\n1.乙。\n3.丙。\n4.丁。",
        ] {
            assert_eq!(of(text), 1, "{text}");
        }
        for text in [
            "（二）甲。\n1.乙。\n2.丙。\n说明。\n1.丁。\n2.戊。",
            "（二）甲。1.乙。\n2.丙。\n3.丁。",
            "（二）甲。\n1.乙；2.丙。\n3.丁。",
            "（二）甲。\n1.乙。\n（1）丙。\n（2）丁。\n2.戊。\n（1）己。",
            "（二）甲。\n2.5万件，3.5万件。\n4.7万件。",
            "### （二）甲\n#### 1.乙\n说明。\n### （三）丙\n#### 1.丁\n说明。",
            "（二）甲。有三项：1.乙；2.丙；3.丁。依据第（1）项、第（5）项公开。",
            "（二）甲。得分：1.5分，3.5分。",
            "（二）甲。\n1.乙。\n说明。\n1.丙。\n说明。",
        ] {
            assert_eq!(of(text), 0, "{text}");
        }
        let skipped = only(&[
            ("\n- **提高答复质量。**", "\n1.提高答复质量。"),
            ("\n- **加强业务指导。**", "\n3.加强业务指导。"),
        ]);
        assert!(skipped.message.ends_with("的序号从“1.”跳到“3.”"), "{}", skipped.message);
    }
}
