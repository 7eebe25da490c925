//! N315: Markdown marks that will be visible in the report, or do something else than meant.

use std::ops::Range;

use super::{Example, Rule, Subject, passages};
use crate::diagnostic::{Code, Diagnostic};
use crate::report::Text;

pub(super) const RULE: Rule = Rule {
    code: Code("N315"),
    title: "会原样印出的标记",
    what: "“#标签”（# 后没有空格）、没有成对的 **、~~、行首的 >、反引号、--- 分隔线、不能作链接的 [文字](地址)，都会原样印在报告里；“#”“##”标题会按“###”处理。",
    why: "报告里印出标记符号，影响阅读；标题级别与各部分的标题混淆。",
    source: "本程序的叙述写法（Markdown 的一部分）",
    fails: Example::new("## （一）主动公开情况", &[("### （一）主动公开情况", "## （一）主动公开情况")]),
    passes: Example::new("### （一）主动公开情况", &[]),
    check,
};

/// A mark: where it stands in the text, what is wrong with it, how to mend it.
type Mark = (Range<usize>, &'static str, &'static str);

const VISIBLE: &str = "{place}的“{mark}”会原样印出来";

fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(report) = subject.report else { return Vec::new() };
    let mut findings = Vec::new();
    for (prose, text) in subject.narrative() {
        for (range, template, help) in marks(text) {
            let mark = text.value.get(range.clone()).unwrap_or_default();
            findings.push(
                Diagnostic::warning(RULE.code, text.locate(range.start, range.end), template)
                    .help(help)
                    .value("place", passages::place(report, prose.section))
                    .value("mark", super::words::shorten(mark)),
            );
        }
    }
    findings
}

const BLANKS: [char; 4] = [' ', '\u{3000}', '\u{A0}', '\r'];

/// The first mark of each line that does not do what it looks like.
fn marks(text: &Text) -> Vec<Mark> {
    let mut found = Vec::new();
    for (start, line) in passages::lines(&text.value) {
        let words = line.trim_matches(BLANKS);
        let at = start + line.len() - line.trim_start_matches(BLANKS).len();
        let mark = if words.starts_with('|') { None } else { block(words).or_else(|| inline(words)) };
        found.extend(mark.map(|(range, template, help)| (at + range.start..at + range.end, template, help)));
    }
    found
}

/// A mark that opens a line.
fn block(line: &str) -> Option<Mark> {
    let hashes = line.len() - line.trim_start_matches('#').len();
    if hashes > 0 {
        let rest = line.get(hashes..).unwrap_or_default();
        let is_heading = rest.starts_with([' ', '\u{3000}', '\u{A0}']) && hashes <= 6;
        return match (is_heading, hashes) {
            (true, 1 | 2) => Some((
                0..hashes,
                "{place}的标题用了“{mark}”，会按“###”印成二级标题",
                "一级标题由程序印出，请把这里改为“###”",
            )),
            (true, _) if rest.trim().is_empty() => Some((0..hashes, VISIBLE, "请写上标题，或者删去")),
            (true, _) => None,
            (false, _) => {
                Some((0..hashes, VISIBLE, "是标题的，请写成“### 标题”（# 后空一格）；不是标题的，请删去 #"))
            }
        };
    }
    let mut signs = line.chars().filter(|c| !c.is_whitespace());
    let sign = signs.next().filter(|c| matches!(c, '-' | '*' | '_' | '='));
    if sign.is_some() && signs.clone().count() >= 2 && signs.all(|c| Some(c) == sign) {
        return Some((0..line.len(), VISIBLE, "报告不印分隔线，请删去这一行"));
    }
    line.starts_with('>').then_some((0..1, VISIBLE, "报告没有引用块，请删去行首的 >"))
}

/// A mark inside a line.
fn inline(line: &str) -> Option<Mark> {
    // Most lines have none of them.
    if !line.bytes().any(|byte| matches!(byte, b'~' | b'`' | b']' | b'*')) {
        return None;
    }
    if let Some(at) = find(line, "~~") {
        return Some((at..at + 2, VISIBLE, "报告没有删除线：要删的文字请删去，并去掉 ~~"));
    }
    if let Some(at) = find(line, "`") {
        return Some((at..at + 1, VISIBLE, "请去掉反引号；引号请用“ ”"));
    }
    if let Some(range) = dead_link(line) {
        return Some((range, VISIBLE, "链接地址应以 https:// 或 http:// 开头；不需要链接的，请只留文字"));
    }
    let bold: Vec<usize> = pairs(line);
    let last = bold.last().filter(|_| bold.len() % 2 == 1)?;
    Some((*last..*last + 2, VISIBLE, "加粗的文字前后都要有 **，请补上另一个，或者删去"))
}

/// The first place of a mark without a backslash before it.
fn find(line: &str, mark: &str) -> Option<usize> {
    line.match_indices(mark)
        .map(|(at, _)| at)
        .find(|&at| !line.get(..at).is_some_and(|before| before.ends_with('\\')))
}

/// Places of `**` that stand for bold: three and more asterisks mask digits.
fn pairs(line: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = line.get(at..).and_then(|tail| tail.find('*')).map(|place| at + place) {
        let tail = line.get(start..).unwrap_or_default();
        let length = tail.len() - tail.trim_start_matches('*').len();
        let before = line.get(..start).unwrap_or_default();
        let after = tail.get(length..).unwrap_or_default();
        // `张**、王**` and `张**同志` are masked names, not bold.
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let mut back = before.chars().rev();
        let follows_word = back.next().is_some_and(passages::is_han);
        let is_surname = !back.next().is_some_and(passages::is_han);
        let person = ["同志", "先生", "女士", "反映", "申请", "等人", "诉"];
        let is_name = found.len() % 2 == 0
            && follows_word
            && if is_word(after.chars().next()) {
                is_surname || person.iter().any(|word| after.starts_with(word))
            } else {
                !after.starts_with(['“', '《', '（', '【'])
            };
        if length == 2 && !before.ends_with('\\') && !is_name {
            found.push(start);
        }
        at = start + length;
    }
    found
}

/// A link that is shown as it is written, since its target is none that a report may have.
fn dead_link(line: &str) -> Option<Range<usize>> {
    line.match_indices("](").find_map(|(middle, _)| {
        let start = line.get(..middle)?.rfind('[')?;
        let start = if line.get(..start)?.ends_with('!') { start - 1 } else { start };
        let target = line.get(middle + 2..)?;
        // Looking no farther than the next link keeps a line of nothing but `[](` from being read over
        // and over.
        let length = target.find([')', '[']).filter(|&end| target.get(end..=end) == Some(")"))?;
        let target = target.get(..length)?.trim().to_ascii_lowercase();
        let is_link = ["http://", "https://", "mailto:"].iter().any(|scheme| target.starts_with(scheme));
        let is_image = line.get(start..)?.starts_with('!');
        (is_image || !is_link).then_some(start..middle + 2 + length + 1)
    })
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::rules::testing::{found, only};

    const LINE: &str = "除上述情况外，没有其他需要报告的事项。";

    #[test]
    fn marks_that_stay_visible_are_found() {
        for (text, mark) in [
            ("#政务公开", "#"),
            ("没有**其他事项。", "**"),
            ("没有~~其他~~事项。", "~~"),
            ("> 没有其他事项。", ">"),
            ("没有`其他`事项。", "`"),
            ("没有其他事项。\n---", "---"),
            ("没有其他事项。\n* * *", "* * *"),
            ("没有[其他](javascript:alert)事项。", "[其他](javascript:alert)"),
            ("没有![图](https://a.example/b.png)事项。", "![图](https://a.example/b.png)"),
        ] {
            let finding = only(&[(LINE, text)]);
            assert_eq!((finding.code.0, finding.severity), ("N315", Severity::Warning), "{text}");
            assert_eq!(finding.message(), format!("“六、其他需要报告的事项”的“{mark}”会原样印出来"));
        }
    }

    #[test]
    fn a_heading_of_too_high_a_level_is_warned_of() {
        let finding = only(&[("### （一）主动公开情况", "# （一）主动公开情况")]);
        assert_eq!(finding.message(), "“一、总体情况”的标题用了“#”，会按“###”印成二级标题");
    }

    #[test]
    fn marks_that_work_and_plain_signs_are_fine() {
        for text in [
            "没有**其他**事项。",
            "**没有。**其他**事项。**",
            "没有[其他](https://www.example.gov.cn)事项。",
            "#### 其他\n没有事项。",
            "张**同志反映的情况已答复，电话138****1234。",
            "李**、王**反映的情况已答复。",
            "第3.1.2项，A>B，3*5。",
            "没有\\~~其他事项。",
            "- 没有其他事项。",
            "| 甲 | 乙 |\n|---|---|\n| `a` | b |",
        ] {
            assert_eq!(found(&[(LINE, text)]), [], "{text}");
        }
    }
}
