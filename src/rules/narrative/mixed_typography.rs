//! N313: signs that do not follow the usage of printed Chinese: full-width digits, half-width
//! punctuation and blanks between Chinese characters. One note per text, with counts.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::prose::Prose;
use crate::report::Text;
use crate::rules::{Acceptance, Example, Look, Rule, Subject, passages, words};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("N313"),
    title: "数字、标点或空格的写法不统一",
    what: "全角数字（２０２４）、汉字之间的半角标点（公开,透明）、汉字之间的空格。每部分合并为一条提示，写明各有几处。叙述中的表格和引用的数字不算。",
    why: "这类写法多是从别处粘贴带来的，排版不齐，也不便检索。",
    source: "《标点符号用法》（GB/T 15834—2011）、《出版物上数字用法》（GB/T 15835—2011）",
    fails: Example::new(
        "认真执行,各项任务按期完成",
        &[("推进政府信息公开，各项任务", "推进政府信息公开,各项任务")],
    ),
    passes: Example::new("认真执行，各项任务按期完成", &[]),
    acceptance: Acceptance::Reason,
    look: Look::AnyText(check),
};

/// Places of each kind in one text.
#[derive(Debug, Default)]
struct Places {
    digits: Vec<Range<usize>>,
    marks: Vec<Range<usize>>,
    blanks: Vec<Range<usize>>,
}

fn check(subject: &Subject<'_>, prose: &Prose, text: &Text) -> Vec<Diagnostic> {
    let places = places(prose);
    let kinds = [
        ("全角数字", &places.digits),
        ("汉字之间的半角标点", &places.marks),
        ("汉字之间的空格", &places.blanks),
    ];
    let first = kinds.iter().filter_map(|(_, found)| found.first()).min_by_key(|range| range.start);
    let Some(first) = first else { return Vec::new() };
    let found = kinds.iter().filter(|(_, found)| !found.is_empty());
    let counts = words::list(found.map(|(kind, found)| format!("{kind} {} 处", found.len())));
    let message = format!("{}有{counts}，这是第一处", passages::place(subject.report, prose.section));
    let finding = RULE.finding(Severity::Note, prose.locate(text, first.clone()), message);
    vec![finding.help("数字请用半角，汉字之间的标点请用全角，汉字之间不留空格；可用编辑器的查找替换统一修改")]
}

/// True for a sign that can be of one of the kinds.
fn is_judged(c: char) -> bool {
    let is_mark = matches!(c, ',' | ';' | ':' | '?' | '!' | '(' | ')' | '.');
    is_mark || matches!(c, '０'..='９' | ' ' | '\u{3000}')
}

fn places(prose: &Prose) -> Places {
    let mut places = Places::default();
    for line in prose.lines() {
        let (start, line) = (line.range.start, prose.words(line));
        // A row, drawn or meant as one.
        if line.starts_with('|') {
            continue;
        }
        let mut end = start;
        for (at, c) in prose.marks_in(start..start + line.len()).filter(|(_, c)| is_judged(*c)) {
            if at < end {
                continue;
            }
            let from = at - start;
            let is_like = |other: char| match c {
                '０'..='９' => ('０'..='９').contains(&other),
                ' ' | '\u{3000}' => matches!(other, ' ' | '\u{3000}'),
                _ => false,
            };
            let (before, tail) = line.split_at_checked(from).unwrap_or_default();
            let after = tail.get(c.len_utf8()..).unwrap_or_default().trim_start_matches(is_like);
            end = start + line.len() - after.len();
            let range = at..end;
            let between = before.chars().next_back().is_some_and(passages::is_han)
                && after.chars().next().is_some_and(passages::is_han);
            // A reference prints what the figure is.
            if prose.reference_at(range.start).is_none() {
                match c {
                    '０'..='９' => places.digits.push(range),
                    ',' | ';' | ':' | '?' | '!' | '(' | ')' | '.' if between => places.marks.push(range),
                    ' ' | '\u{3000}' if between => places.blanks.push(range),
                    _ => {}
                }
            }
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{found, only};

    #[test]
    fn one_note_counts_what_is_there() {
        let finding = only(&[
            ("组织业务培训4期", "组织业务 培训４期(含线上),效果好"),
            ("局党组全年两次", "局党组 全年２０次"),
        ]);
        assert_eq!((finding.code.0, finding.severity), ("N313", Severity::Note));
        // `)` stands before a comma, not between two characters.
        assert_eq!(
            finding.message,
            "“一、总体情况”有全角数字 2 处、汉字之间的半角标点 1 处、汉字之间的空格 2 处，这是第一处"
        );
    }

    #[test]
    fn tables_references_and_other_signs_are_fine() {
        for text in [
            "组织业务培训 4 期",
            "组织Word 培训4期",
            "组织业务培训4期\n| 甲 乙 | ４ |\n",
            "网址www.qinghe.example.gov.cn，时间9:30",
            "　　组织业务培训4期",
        ] {
            assert_eq!(found(&[("组织业务培训4期", text)]), [], "{text}");
        }
    }
}
