//! N306: placeholders and template words left in, or page furniture that was copied along.
//!
//! `××` also masks names in decided cases (张××诉××局), `×` multiplies, and 网站标识码 may be what the
//! sentence is about: each mark counts only where it stands for something that must be filled in.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::prose::{Prose, Words};
use crate::report::Text;
use crate::rules::{Acceptance, Example, Look, Rule, Subject, passages, words};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("N306"),
    title: "残留占位符、模板文字或网页文字",
    what: "叙述里留有 ××、XX、TODO、“（文字描述）”“该部分以表格形式报告”、“（此处补充……）”一类的填写提示、待补充、空的（）和【】、漏了数字的“信息条”“共件”等没有填写的内容，或者 ICP备案号、Copyright、版权所有、网站标识码等网页页脚。同一句里的合并为一条。案例中隐去的姓名（张××）不算。",
    why: "这些文字发布出去，说明报告没有通读。",
    source: "国办公开办函〔2021〕30号、〔2019〕60号所附格式",
    fails: Example::new("全年组织培训××期", &[("组织业务培训4期", "组织业务培训××期")]),
    passes: Example::new("全年组织培训4期", &[]),
    acceptance: Acceptance::Reason,
    look: Look::AnyText(check),
};

/// Words of the template that never belong in a report.
static TEMPLATE: Words = Words::under("rule template");
/// What a placeholder stands for, by the word that follows it.
static STANDS_FOR: Words = Words::under("rule placeholder-for");
/// What a placeholder for a number follows.
static BEFORE_NUMBER: Words = Words::under("rule before-number");

/// What a single sign stands for, by the word that follows it.
static PLACEHOLDER_ONE: Words = Words::under("rule placeholder-one");
/// Words for what comes later: 待补充.
static UNFILLED: Words = Words::under("rule unfilled");

/// What opens the instruction of a template in brackets: （此处补充……）.
static INSTRUCTION: Words = Words::under("rule instruction");
/// What such an instruction has anywhere: （……，可自行增减）.
static INSTRUCTS: Words = Words::under("rule instructs");
/// Characters of the longest instruction.
const LONGEST_INSTRUCTION: usize = 100;

/// Words with a counter whose number was lost.
static NUMBER_LOST: Words = Words::under("rule number-lost");

/// Words of the foot of a web page, in lower case.
static FURNITURE: Words = Words::under("rule page-foot");

fn check(subject: &Subject<'_>, prose: &Prose, text: &Text) -> Vec<Diagnostic> {
    let report = subject.report;
    // Most texts have none of them: the search sentence by sentence is for those that do.
    let has_furniture = has_furniture(prose);
    let template: Vec<&str> = prose.held(&TEMPLATE).collect();
    let has_unfilled = may_be_unfilled(prose);
    if !has_furniture && template.is_empty() && !has_unfilled && !prose.marks().any(|(_, c)| is_sign(c)) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    // Places where nothing is written yet are one finding: a new file has one under each heading.
    let mut unwritten: Option<(Diagnostic, usize)> = None;
    for sentence in prose.sentences() {
        let has_words = has_furniture || has_unfilled || !template.is_empty();
        if !has_words && !prose.marks_in(sentence.clone()).any(|(_, c)| is_sign(c)) {
            continue;
        }
        let said = prose.text.get(sentence.clone()).unwrap_or_default();
        let furniture = if has_furniture { page_furniture(said) } else { Vec::new() };
        let is_furniture = !furniture.is_empty();
        let mut places = if is_furniture { furniture } else { placeholders(said, &template, has_unfilled) };
        places.sort_by_key(|place| (place.start, place.end));
        let at = |place: &Range<usize>| {
            prose.locate(text, sentence.start + place.start..sentence.start + place.end)
        };
        // A reference to a figure that is not there yet leaves nothing: that is the cell's finding.
        places.retain(|place| !subject.source.slice(at(place)).contains("{{"));
        let Some(first) = places.first() else { continue };
        let place = passages::place(report, prose.section);
        let (message, help) = told(&place, said, &places, is_furniture);
        let is_all = *first == (0..said.len());
        unwritten = match unwritten {
            Some((finding, count)) if is_all => Some((finding.also([at(first)]), count + 1)),
            None if is_all => Some((RULE.error(at(first), message).help(help), 1)),
            other => {
                let others = places.iter().skip(1).map(at);
                findings.push(RULE.error(at(first), message).help(help).also(others));
                other
            }
        };
    }
    if let Some((finding, count)) = &mut unwritten
        && *count > 1
    {
        finding.message.push_str(&format!("，共 {count} 处，这是第一处"));
    }
    findings.extend(unwritten.map(|(finding, _)| finding));
    findings
}

/// What is said of the places in a sentence, and how to mend them.
fn told(place: &str, said: &str, places: &[Range<usize>], is_furniture: bool) -> (String, &'static str) {
    let mut marks: Vec<String> = Vec::new();
    for mark in places.iter().filter_map(|place| said.get(place.clone())) {
        let mark = format!("“{}”", words::shorten(mark));
        if !marks.contains(&mark) {
            marks.push(mark);
        }
    }
    let marks = words::list(marks);
    let is_lost = |place: &Range<usize>| said.get(place.clone()).is_some_and(|m| NUMBER_LOST.contains(&m));
    if places.iter().all(is_lost) {
        (format!("{place}的{marks}疑似漏写了数字"), "请在量词前补写数字；没有的，写 0 或者写明没有")
    } else if is_furniture {
        (format!("{place}里混进了网页上的文字：{marks}"), "这是复制网页时带进来的页脚或页面信息，请整句删去")
    } else {
        (format!("{place}里还有没填写的占位符或模板文字：{marks}"), "请填写实际内容，或者删去")
    }
}

/// True if a text has words of the foot of a web page.
fn has_furniture(prose: &Prose) -> bool {
    if prose.marks().any(|(_, c)| c.is_ascii_uppercase()) {
        return FURNITURE.is_in(&prose.text.to_ascii_lowercase());
    }
    prose.has_any(&FURNITURE)
}

/// The foot of a web page.
fn page_furniture(said: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let lower = said.to_ascii_lowercase();
    let mut add = |word: &str, counts: &dyn Fn(&str) -> bool| {
        let hits =
            lower.match_indices(word).filter(|(at, _)| counts(lower.get(at + word.len()..).unwrap_or("")));
        found.extend(hits.map(|(at, _)| at..at + word.len()));
    };
    // `ICP备案已完成` speaks of the work; a number behind it is the foot of a page.
    let is_number = |rest: &str| {
        let rest = rest.trim_start_matches(['案', '号', '：', ':', ' ']);
        let rest = rest.trim_start_matches(|c| {
            passages::is_han(c)
                && "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼".contains(c)
        });
        rest.strip_prefix("icp备").unwrap_or(rest).starts_with(|c: char| c.is_ascii_digit())
    };
    add("icp备", &is_number);
    add("网站标识码", &is_number);
    add("网站标识：", &is_number);
    add("copyright", &|_| true);
    add("版权所有", &|_| true);
    found
}

/// What is still to be filled in.
fn placeholders(said: &str, template: &[&str], has_unfilled: bool) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for word in template {
        found.extend(said.match_indices(word).map(|(at, _)| at..at + word.len()));
    }
    if has_unfilled {
        found.extend(unfilled(said));
    }
    let mut rest = 0;
    while let Some(open) = said.get(rest..).and_then(|tail| tail.find('【')).map(|at| rest + at) {
        let inner = open + '【'.len_utf8();
        let Some(length) = said.get(inner..).and_then(|tail| tail.find('】')) else { break };
        let end = inner + length + '】'.len_utf8();
        if said.get(inner..inner + length).is_some_and(|words| words.trim().is_empty()) {
            found.push(open..end);
        }
        rest = end;
    }
    // A case that is told with masked names keeps its signs.
    let is_case = said.contains('诉') && said.contains('案');
    for run in runs(said) {
        let before = said.get(..run.start).unwrap_or_default();
        let after = said.get(run.end..).unwrap_or_default();
        if !is_case && is_placeholder(said.get(run.clone()).unwrap_or_default(), before, after) {
            found.push(run);
        }
    }
    found.sort_by_key(|place| (place.start, std::cmp::Reverse(place.end)));
    found.dedup_by(|later, earlier| later.start < earlier.end);
    found
}

/// False if a text has nothing that is to be filled in.
fn may_be_unfilled(prose: &Prose) -> bool {
    let text = prose.text.as_str();
    // Behind a word that has lost its number no word goes on.
    let is_lost = |end: usize| {
        let said = text.get(..end).unwrap_or_default();
        let mut back = said.chars().rev();
        back.next().is_some_and(is_counter)
            && back.next().is_some_and(passages::is_han)
            && NUMBER_LOST.ends(said)
    };
    let is_bare = |(at, c): (usize, char)| {
        let rest = text.get(at..).unwrap_or_default();
        empty(rest, c, None).is_some() || instruction(rest, c).is_some()
    };
    prose.has_any(&UNFILLED)
        || is_lost(text.len())
        || prose.marks().any(|mark| is_lost(mark.0) || is_bare(mark))
}

/// True for the last character of words that lose their number.
fn is_counter(c: char) -> bool {
    matches!(c, '条' | '件' | '篇' | '份' | '次' | '场' | '个' | '元' | '%')
}

/// Brackets with nothing in them, words such as 待补充, and counters without a number: 信息条.
fn unfilled(said: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut previous = None;
    for (at, c) in said.char_indices() {
        let rest = || said.get(at..).unwrap_or_default();
        match c {
            '（' | '(' | '《' | '“' | '【' | '[' | '〔' => {
                let length = empty(rest(), c, previous).or_else(|| instruction(rest(), c));
                found.extend(length.map(|end| at..at + end));
            }
            '待' if !previous.is_some_and(|c| "有亟尚仍还需".contains(c)) => {
                let word = UNFILLED.iter().find(|word| rest().starts_with(**word));
                found.extend(word.filter(|word| ends(rest(), word)).map(|word| at..at + word.len()));
            }
            _ if is_counter(c)
                && previous.is_some_and(passages::is_han)
                && ends(rest(), c.encode_utf8(&mut [0; 4])) =>
            {
                let end = at + c.len_utf8();
                let said = said.get(..end).unwrap_or_default();
                let word = NUMBER_LOST.iter().find(|word| said.ends_with(**word));
                found.extend(word.map(|word| end - word.len()..end));
            }
            _ => {}
        }
        previous = Some(c);
    }
    found
}

/// True if no word goes on behind the one that the text begins with.
fn ends(rest: &str, word: &str) -> bool {
    let next = rest.get(word.len()..).and_then(|after| after.chars().next());
    !next.is_some_and(|c| passages::is_han(c) || c.is_ascii_alphanumeric())
}

/// The length of brackets with nothing in them. `[…]()` is a link, `f()` a name.
fn empty(rest: &str, open: char, previous: Option<char>) -> Option<usize> {
    let close = match open {
        '（' | '(' => [')', '）'],
        '《' => ['》', '》'],
        '“' => ['”', '”'],
        _ => return None,
    };
    let inner = rest.get(open.len_utf8()..)?;
    let after = inner.trim_start_matches([' ', '\u{3000}']);
    let is_name = open == '(' && previous.is_some_and(|c| c == ']' || c.is_ascii_alphanumeric());
    let end = after.strip_prefix(close).filter(|_| !is_name)?;
    Some(rest.len() - end.len())
}

/// The length of brackets with an instruction of the template in them.
fn instruction(rest: &str, open: char) -> Option<usize> {
    let close = match open {
        '（' | '(' => ['）', ')'],
        '【' => ['】', '】'],
        '〔' => ['〕', '〕'],
        '[' => [']', ']'],
        _ => return None,
    };
    // What opens once more, or ends its line, is none: it costs nothing to look.
    let mut chars = rest.char_indices().skip(1).take(LONGEST_INSTRUCTION);
    let (end, last) = chars.find(|(_, c)| close.contains(c) || *c == open || *c == '\n')?;
    let words = rest.get(open.len_utf8()..end).filter(|_| close.contains(&last))?.trim_start();
    let is_one = INSTRUCTION.opens(words) || INSTRUCTS.is_in(words);
    is_one.then_some(end + last.len_utf8())
}

/// Runs of the same sign ×, X, x, ＊, ○ or _.
fn runs(said: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut last = None;
    for (at, c) in said.char_indices() {
        let end = at + c.len_utf8();
        if is_run(c) {
            match found.last_mut() {
                Some(run) if last == Some(c) && run.end == at => run.end = end,
                _ => found.push(at..end),
            }
        }
        last = Some(c);
    }
    found
}

/// A sign that stands for what is to be filled in, where several stand together.
fn is_run(c: char) -> bool {
    matches!(c, '×' | 'X' | 'x' | 'Ｘ' | '＊' | '○' | '_')
}

/// A sign that may show a place to fill in.
fn is_sign(c: char) -> bool {
    c == '【' || is_run(c)
}

fn is_placeholder(run: &str, before: &str, after: &str) -> bool {
    let previous = before.chars().next_back();
    let next = after.chars().next();
    let count = run.chars().count();
    // Part of an English word, an address, a product of two numbers.
    let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic() || "@/.-_&=".contains(c));
    if is_latin(previous) || is_latin(next) || next.is_some_and(|c| c.is_ascii_digit()) {
        return false;
    }
    if run.starts_with('_') {
        return count >= 2;
    }
    // 二○二○年
    if run.starts_with('○') && previous.is_some_and(|c| "〇零一二三四五六七八九十百".contains(c))
    {
        return false;
    }
    let names = STANDS_FOR.opens(after);
    if previous.is_some_and(|c| c.is_ascii_digit()) {
        return after.starts_with('年') || count >= 2 && names;
    }
    if count == 1 {
        return PLACEHOLDER_ONE.opens(after);
    }
    let stands_alone =
        previous.is_none_or(|c| !passages::is_han(c)) && next.is_none_or(|c| !passages::is_han(c));
    names || stands_alone || BEFORE_NUMBER.ends(before)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::rules::testing::{found, only};

    fn with(text: &str) -> Vec<(String, String)> {
        found(&[("组织业务培训4期", text)])
    }

    #[test]
    fn what_is_not_filled_in_is_found_once_a_sentence() {
        let finding = only(&[("组织业务培训4期", "组织业务培训××期、讲座XX场")]);
        assert_eq!((finding.code.0, finding.severity), ("N306", Severity::Error));
        assert_eq!(finding.message, "“一、总体情况”里还有没填写的占位符或模板文字：“××”、“XX”");
        for text in [
            "由××局负责",
            "20××年组织培训",
            "202X年组织培训",
            "X月X日组织培训",
            "收到申请XX",
            "TODO",
            "【】",
            "【 】",
            "（文字描述）",
            "该部分以表格形式报告",
            "联系电话：××××××",
            "组织培训____期",
            "【××】",
            "××县开展培训",
            "【待填】",
            "公开政府信息（）条",
            "公开政府信息（　）条，效果良好",
            "公开政府信息条，其中网站4条",
            "收到申请共件。",
            "培训情况：待补充。",
            "待填",
            "（此处填写培训情况）",
            "印发《》",
            "X月X日",
            "【数据待补充】",
            "（此处补充培训情况）",
            "【请填写培训期数】",
            "(根据实际情况填写)",
            "（如没有，请写明）",
            "（单位名称）开展培训",
            "（本段可根据各单位情况自行增减）",
            "[此处插入图表]",
        ] {
            let codes = with(text);
            assert_eq!(codes.len(), 1, "{text}: {codes:?}");
            assert_eq!(codes[0].0, "N306", "{text}");
        }
    }

    #[test]
    fn page_furniture_is_found() {
        let text = "版权所有：县政府办。Copyright 2008-2017，鄂ICP备00000000号-1，网站标识码：0000000000。";
        let findings = with(text);
        assert_eq!(findings.len(), 2);
        assert_eq!(findings[1].1, "“一、总体情况”里混进了网页上的文字：“Copyright”、“ICP备”、“网站标识码”");
    }

    #[test]
    fn masked_names_and_plain_words_are_fine() {
        for text in [
            "张××不服答复",
            "张××诉××局政府信息公开案宣判",
            "屏幕分辨率1024×768",
            "3×5米展板",
            "【政策解读】栏目上线",
            "邮箱xxgk@qinghe.example.gov.cn",
            "网址www.xx.gov.cn",
            "规范标注网站标识码和ICP备案信息",
            "X光片管理",
            "身份证号遮盖为4201********1234",
            "推行“互联网+监管”",
            "二○二○年以前的文件",
            "建成于二○○五年",
            "培训内容有待补充，形式有待填补",
            "收到依申请公开件，按公共条件办理文件，公布信息条目",
            "共办理申请件、信件，培训期满",
            "[公开指南](https://www.qinghe.example.gov.cn/a)",
            "培训（请扫描二维码报名），咨询（请与办公室联系）",
            "公布流程（根据实际情况确定时限）",
            "提供答复文书（模板）和申请表（填写样例见附件）",
            "办理申请（待补正3件）、（如有异议可以反映）",
            "此处公示三十日",
        ] {
            assert_eq!(with(text), [], "{text}");
        }
    }
}
