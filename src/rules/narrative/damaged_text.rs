//! N318: damaged text. Characters doubled or lost, a paragraph pasted twice, one that breaks off, signs that
//! stand alone.

mod doubled;
mod headings;
mod lost;
mod paragraphs;
mod signs;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::prose::Prose;
use crate::rules::{Acceptance, Example, Look, Rule, Subject, passages, words};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("N318"),
    title: "文字重复、缺漏或没有写完",
    what: "正文里重复的字词（过程性性信息、资金资金）、漏掉的字（（四）府信息公开、（四）开平台建设、2024共收到、202年1月1日、20241月1日、六部分成）、写了两次的段落和分句、没有写完的段落、没有成对的书名号、括号、引号，以及写成 ‹ › 的书名号。人人、层层、认认真真等叠词，以及前一个词的末字与后一个词的首字恰好相同的（公开开展、部门门户网站）不算；数字和字母不看。同样的文字在一个部分里合并为一条。",
    why: "多是复制、改稿或者文字识别时留下的，通读一遍就能看出，发布出去有损公信。",
    source: "《党政机关公文处理工作条例》：公文文字应当准确、规范；《标点符号用法》（GB/T 15834—2011）",
    fails: Example::new("属于四类过程性性信息", &[("各项任务按期完成", "各项任务任务按期完成")]),
    passes: Example::new(
        "人人参与，公开开展",
        &[("各项任务按期完成", "人人参与，公开开展评议，各项任务按期完成")],
    ),
    acceptance: Acceptance::Reason,
    look: Look::Report(check),
};

/// What is damaged, and where in the words.
struct Damage {
    kind: Kind,
    range: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    /// A character or word stands twice.
    Doubled,
    /// A character is missing; the character, where it is known.
    Lost(Option<char>),
    /// A year without one of its digits.
    ShortYear,
    /// A paragraph or sentence that was there before.
    Repeated,
    /// A paragraph breaks off.
    Unfinished,
    /// An opening or closing sign stands alone.
    Alone,
    /// A sign of another language.
    Foreign,
}

fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let report = subject.report;
    let mut findings = Vec::new();
    let (mut known, mut seen) = (doubled::Known::of(report.agency_name()), paragraphs::Seen::default());
    for (prose, text) in subject.narrative() {
        let mut damages = Vec::new();
        doubled::find(prose, &mut known, &mut damages);
        lost::find(prose, report.year(), report.agency_name(), &mut damages);
        headings::find(report, prose, text, &mut damages);
        signs::find(prose, &mut damages);
        paragraphs::find(prose, text, &mut seen, &mut damages);
        for (damage, count) in merge(&prose.text, damages) {
            let more =
                if count > 1 { format!("，共 {count} 处，这是第一处") } else { String::new() };
            let span = prose.locate(text, damage.range.clone());
            // A figure that cannot be had leaves nothing between its words: that is no damage.
            let is_of_words = matches!(damage.kind, Kind::Doubled | Kind::Lost(_) | Kind::ShortYear);
            if is_of_words && subject.source.slice(span).contains("{{") {
                continue;
            }
            let place = passages::place(report, prose.section);
            let (wrong, help) = damage.kind.wording(&damage.shown(prose));
            let finding = RULE.warning(span, format!("{place}{wrong}{more}"));
            findings.push(finding.help(help));
        }
    }
    findings
}

/// A row of a table.
fn is_row(line: &str) -> bool {
    line.trim_start().starts_with('|')
}

/// The first of each that says the same, with their number.
fn merge(text: &str, damages: Vec<Damage>) -> Vec<(Damage, usize)> {
    let mut merged: Vec<(Damage, usize)> = Vec::new();
    let mut places = HashMap::new();
    for damage in damages {
        let words = text.get(damage.range.clone()).unwrap_or_default();
        let place = *places.entry((damage.kind, words)).or_insert(merged.len());
        match merged.get_mut(place) {
            Some((_, count)) => *count += 1,
            None => merged.push((damage, 1)),
        }
    }
    merged
}

impl Kind {
    /// What is wrong, behind the name of the place, and how to mend it.
    fn wording(self, words: &str) -> (String, &'static str) {
        match self {
            Self::Doubled => (format!("的“{words}”疑似有重复的字词"), "请核对，多写的请删去"),
            Self::Lost(Some(lost)) => (format!("的“{words}”疑似漏了“{lost}”字"), "请核对，漏了的请补上"),
            Self::Lost(None) => (format!("的“{words}”疑似漏了年、月或者日"), "请核对，漏了的请补上"),
            Self::ShortYear => (format!("的“{words}”疑似漏了年份里的一个数字"), "请核对，漏了的请补上"),
            Self::Repeated => (format!("的“{words}”前面已经写过，疑似重复粘贴"), "请核对，重复的请删去"),
            Self::Unfinished => (
                format!("有一段在“{words}”处没有写完，或者漏了句号"),
                "请补上没有写完的文字，或者在段末加上句号",
            ),
            Self::Alone => (format!("“{words}”处的括号、引号或者书名号没有成对"), "请补上另一半，或者删去"),
            Self::Foreign => {
                (format!("的“{words}”不是中文的书名号"), "请改用《 》；书名号里面再用书名号的，请用〈 〉")
            }
        }
    }
}

impl Damage {
    /// The damaged words, with a few around them where they say little.
    fn shown(&self, prose: &Prose) -> String {
        let around = match self.kind {
            Kind::Doubled | Kind::Lost(_) | Kind::ShortYear => 2,
            Kind::Alone => 6,
            Kind::Repeated | Kind::Unfinished | Kind::Foreign => 0,
        };
        let (before, rest) = prose.text.split_at_checked(self.range.start).unwrap_or_default();
        let length = self.range.end - self.range.start;
        let (words, after) = rest.split_at_checked(length).unwrap_or_default();
        let is_near = |c: &char| passages::is_han(*c) || matches!(self.kind, Kind::Alone) && *c != '\n';
        let mut shown: Vec<char> = before.chars().rev().take(around).take_while(is_near).collect();
        shown.reverse();
        shown.extend(words.chars());
        shown.extend(after.chars().take(around).take_while(is_near));
        words::shorten(&shown.into_iter().collect::<String>())
    }
}
