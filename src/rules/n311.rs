//! N311: heading numbers skip, repeat or start late.
//!
//! Only numbers that open a line are headings; `第二十条第（一）项` in a sentence is not. A list that starts
//! anew after words of its own (“改进措施如下：”) is fine.

pub(crate) mod renumber;

use std::ops::Range;

use super::headings::is_title;
use super::{Example, Rule, Subject, passages};
use crate::diagnostic::{Code, Diagnostic};
use crate::prose::Prose;
use crate::report::Report;

pub(crate) const RULE: Rule = Rule {
    code: Code("N311"),
    title: "小标题序号不连续",
    what: "同一部分里，行首的（一）（二）（三）或者一、二、三、跳号、重号，或者不从一开始。",
    why: "序号不连续，多半是删改时漏了一段，或者移动后没有重新编号。",
    source: "《党政机关公文格式》（GB/T 9704—2012）7.3.3：结构层次序数依次标注",
    fails: Example::new(
        "（一）……（二）……（四）",
        &[("### （三）政府信息管理情况", "### （四）政府信息管理情况")],
    ),
    passes: Example::new("（一）……（二）……（三）", &[]),
    check,
};

/// A kind of number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `一、`
    Comma,
    /// `（一）`
    Brackets,
}

/// A numbered line: kind, number, and the bytes of the number in the line.
pub(super) type Number = (Kind, u32, Range<usize>);

/// A numbered line of a text and its place in the sequence.
struct Entry {
    kind: Kind,
    number: u32,
    /// The bytes of the number in the text, its signs included.
    range: Range<usize>,
    /// The number before it in the same list; 0 for the first.
    previous: u32,
    /// True if other lines stand between the two.
    after_others: bool,
    /// What is wrong with it.
    template: Option<&'static str>,
}

fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(report) = subject.report else { return Vec::new() };
    let mut findings = Vec::new();
    for (prose, text) in subject.narrative() {
        for entry in entries(report, prose) {
            let Some(template) = entry.template else { continue };
            let span = prose.locate(text, entry.range);
            findings.push(
                Diagnostic::warning(RULE.code, span, template)
                    .help("请核对是否漏了一段，并按顺序重新编号")
                    .value("place", passages::place(report, prose.section))
                    .value("number", show(entry.kind, entry.number))
                    .value("previous", show(entry.kind, entry.previous))
                    .value("first", show(entry.kind, 1)),
            );
        }
    }
    findings
}

/// The numbered lines of a text. One without a number before it opens a list.
fn entries(report: &Report, prose: &Prose) -> Vec<Entry> {
    let titles: Vec<&str> = report.form.sections.iter().map(|section| section.title.as_str()).collect();
    let mut entries = Vec::new();
    // The last number of each kind, and whether other lines have come since.
    let mut last: [Option<(u32, bool)>; 2] = [None, None];
    // The number of a heading of the wrong rank, until the next number.
    let mut stray = None;
    for (start, line) in passages::lines(&prose.text) {
        let of_section = titles.contains(&line.trim_start_matches(['#', ' ']).trim_end());
        let Some((kind, number, range)) = number(line).filter(|_| !of_section) else {
            if !line.trim().is_empty() {
                last.iter_mut().flatten().for_each(|(_, others)| *others = true);
            }
            continue;
        };
        // The section's own title in other words: 五、存在问题及改进情况.
        let own = prose.section.and_then(|section| u32::try_from(section + 1).ok());
        if kind == Kind::Comma && last == [None, None] && Some(number) == own && number > 1 {
            continue;
        }
        // Where a heading of the other rank stands in the list (一、 for （一）), that is N321's: the number
        // goes on from the other kind.
        let is_heading = kind == Kind::Comma && is_title(line.get(range.end..).unwrap_or_default());
        let before =
            if is_heading { last.last().copied().flatten().map(|(number, _)| number) } else { stray };
        let goes_on = before.and_then(|before| before.checked_add(1)) == Some(number);
        let (outer, inner) = last.split_at_mut(1);
        let slot = match kind {
            Kind::Comma => outer.first_mut(),
            Kind::Brackets => inner.first_mut(),
        };
        let Some(slot) = slot else { continue };
        let is_of_other_rank = goes_on && (is_heading || slot.is_none());
        let template = fault(*slot, number).filter(|_| !is_of_other_rank);
        // A new list has nothing before it.
        let before = slot.filter(|_| template.is_some() || number != 1);
        let (previous, after_others) = before.unwrap_or((0, false));
        let range = start + range.start..start + range.end;
        entries.push(Entry { kind, number, range, previous, after_others, template });
        *slot = Some((number, false));
        stray = is_heading.then_some(number);
        if kind == Kind::Comma {
            // Under a new 一、 the （一） start anew.
            inner.fill(None);
        } else if let Some((_, others)) = outer.first_mut().and_then(Option::as_mut) {
            *others = true;
        }
    }
    entries
}

/// What is wrong with a number after the last one, if anything.
fn fault(last: Option<(u32, bool)>, number: u32) -> Option<&'static str> {
    match last {
        None if number != 1 => Some("{place}的序号从{number}开始，前面没有{first}"),
        None => None,
        Some((previous, _)) if number == previous.saturating_add(1) => None,
        // A new list after two entries or more and words in between.
        Some((previous, true)) if number == 1 && previous > 1 => None,
        Some((previous, _)) if number == previous => Some("{place}的序号{number}写了两次"),
        Some((previous, _)) if number < previous => Some("{place}的序号从{previous}退回到{number}"),
        Some(_) => Some("{place}的序号从{previous}跳到{number}"),
    }
}

/// The number that opens a line.
pub(super) fn number(line: &str) -> Option<Number> {
    let words = line.trim_start_matches(['#', ' ', '\u{3000}', '-', '*', '+', '\u{A0}']);
    let start = line.len() - words.len();
    let is_numeral = |c: char| "一二三四五六七八九十".contains(c);
    let (inner, kind) = match words.strip_prefix(['（', '(']) {
        Some(inner) => (inner, Kind::Brackets),
        None => (words, Kind::Comma),
    };
    let rest = inner.trim_start_matches(is_numeral);
    let numeral = inner.get(..inner.len() - rest.len())?;
    let after = match kind {
        Kind::Brackets => rest.strip_prefix(['）', ')'])?,
        Kind::Comma => rest.strip_prefix('、')?,
    };
    // 三、四季度 and 一、二级 are no numbers of headings, nor is “（一）、（二）” in a sentence.
    let is_list_of_numbers = after.starts_with(is_numeral) && kind == Kind::Comma
        || kind == Kind::Brackets && after.starts_with(['、', '至', '和', '项']);
    let end = line.len() - after.len();
    (!is_list_of_numbers).then_some(())?;
    Some((kind, value(numeral)?, start..end))
}

/// `二十三` as a number; up to 99.
fn value(numeral: &str) -> Option<u32> {
    let digit = |c: char| "一二三四五六七八九".chars().zip(1_u32..).find(|(d, _)| *d == c).map(|(_, n)| n);
    let one = |text: &str| {
        let mut chars = text.chars();
        let first = digit(chars.next()?)?;
        chars.next().is_none().then_some(first)
    };
    match numeral.split_once('十') {
        None => one(numeral),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { one(tens)? };
            Some(tens * 10 + if ones.is_empty() { 0 } else { one(ones)? })
        }
    }
}

/// A number up to 99 as a numeral.
fn numeral(number: u32) -> String {
    let digit = |n: u32| "一二三四五六七八九".chars().zip(1_u32..).find(|(_, d)| *d == n).map(|(c, _)| c);
    let (tens, ones) = (number / 10, number % 10);
    let mut words = String::new();
    if tens > 1 {
        words.extend(digit(tens));
    }
    if tens > 0 {
        words.push('十');
    }
    words.extend(digit(ones));
    words
}

/// A number with its signs, in quotes.
pub(super) fn show(kind: Kind, number: u32) -> String {
    let words = numeral(number);
    match kind {
        Kind::Comma => format!("“{words}、”"),
        Kind::Brackets => format!("“（{words}）”"),
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
        assert_eq!(finding.message(), "“一、总体情况”的序号从“（四）”跳到“（六）”");
        let late = only(&[("### （一）收取信息处理费情况", "### 收取信息处理费情况")]);
        assert_eq!(late.message(), "“六、其他需要报告的事项”的序号从“（二）”开始，前面没有“（一）”");
        let twice = only(&[("（二）改进措施。", "（一）改进措施。")]);
        assert!(twice.message().contains("写了两次"));
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
    fn numerals_are_read_and_shown() {
        for (numeral, number) in [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("三十五", 35)]
        {
            assert_eq!(value(numeral), Some(number));
            assert_eq!(show(Kind::Comma, number), format!("“{numeral}、”"));
        }
        assert_eq!(value("一二"), None);
    }
}
