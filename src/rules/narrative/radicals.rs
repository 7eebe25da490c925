//! N317: characters of the radical blocks (⼯⼈⺠), which text copied from a PDF has in place of ordinary ones.

use crate::diagnostic::{Change, Code, Diagnostic, Fix};
use crate::narrative::radicals::{WIDTH, has_any, ordinary, plain};
use crate::report::{Fault, Report};
use crate::rules::{Acceptance, Example, Look, Rule, Subject, passages, words};
use crate::source::{Edit, Source, Span};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("N317"),
    title: "形似汉字的部首字符",
    what: "正文、机关全称、标题和联系方式里的部首字符（如⼯、⼈、⻓，Unicode 编号 2E80 至 2FDF），看上去与普通汉字一样。每部分合并为一条，写明有几处；可以用 check --fix 换成普通汉字。其他规则按普通汉字读。",
    why: "多是从 PDF 复制文字时带进来的：搜索不到，朗读软件读不出，有的设备显示为方框。",
    source: "Unicode 中日韩部首补充、康熙部首区；GB 18030 规定的汉字编码",
    fails: Example::new(
        "各项⼯作按期完成（其中的⼯是部首字符）",
        &[("各项任务按期完成", "各项⼯作按期完成")],
    ),
    passes: Example::new("各项工作按期完成", &[("各项任务按期完成", "各项工作按期完成")]),
    acceptance: Acceptance::Reason,
    look: Look::Report(check),
};

/// A text of the data file that has radicals.
struct Found {
    /// What the text is called.
    place: String,
    /// Where the text stands.
    text: Span,
    /// The first of them; the whole text where they are written as escapes.
    first: Span,
    /// The radicals with the ordinary characters, each once.
    pairs: Vec<(char, char)>,
    /// How many there are in all.
    count: usize,
}

/// The radicals of each text that has any, in the order of the file.
fn find(report: &Report, faults: &[Fault], source: &Source) -> Vec<Found> {
    let mut found = Vec::new();
    let short = faults.iter().filter_map(|fault| match fault {
        Fault::Radicals { path, span } => Some((words::key(path, Some(&report.form)), *span)),
        _ => None,
    });
    for (place, span) in short {
        let written = source.slice(span);
        let first = written.char_indices().find(|(_, c)| ordinary(*c).is_some());
        let at = |(at, c): (usize, char)| Span::new(span.start + at, span.start + at + c.len_utf8());
        found.push(of_text(place, span, first.map_or(span, at), written));
    }
    for (section, text) in report.narrative().filter(|(_, text)| has_any(&text.value)) {
        let Some((at, c)) = text.value.char_indices().find(|(_, c)| ordinary(*c).is_some()) else { continue };
        let first = text.locate(at, at + c.len_utf8());
        found.push(of_text(passages::place(report, section), text.span, first, &text.value));
    }
    found.sort_by_key(|found| found.text.start);
    found
}

fn of_text(place: String, text: Span, first: Span, value: &str) -> Found {
    let (mut pairs, mut count) = (Vec::new(), 0);
    for pair in value.chars().filter_map(|c| Some((c, ordinary(c)?))) {
        count += 1;
        if !pairs.contains(&pair) {
            pairs.push(pair);
        }
    }
    Found { place, text, first, pairs, count }
}

fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let report = subject.report;
    let finding = |found: Found| {
        let fix = fix(subject.source, &found);
        let shown: Vec<String> =
            found.pairs.iter().take(SHOWN).map(|(old, new)| format!("{old}（应为{new}）")).collect();
        let more = if found.pairs.len() > SHOWN { "等" } else { "" };
        RULE.warning(
            found.first,
            format!(
                "{place}有部首字符 {count} 处：{shown}{more}，这是第一处",
                place = found.place,
                count = found.count,
                shown = shown.join("、")
            ),
        )
        .help("看上去与普通汉字一样，其实不是")
        .help_in_file("可以用 nianbao check --fix 全部换成普通汉字")
        .help_in_report("请换成普通汉字")
        .fix(fix)
    };
    find(report, subject.faults, subject.source).into_iter().map(finding).collect()
}

/// Ordinary characters for the radicals of a text, with one edit a line. One written as an escape is left: it
/// stands nowhere in the file.
fn fix(source: &Source, found: &Found) -> Option<Fix> {
    let (mut edits, mut count, mut start) = (Vec::new(), 0, found.text.start);
    for line in source.slice(found.text).split_inclusive('\n') {
        let is_radical = |c: char| ordinary(c).is_some();
        if let (Some(first), Some(last)) = (line.find(is_radical), line.rfind(is_radical)) {
            let stretch = line.get(first..).and_then(|rest| rest.get(..last - first + WIDTH));
            let written = stretch.unwrap_or_default();
            count += written.chars().filter(|&c| is_radical(c)).count();
            let span = Span::new(start + first, start + first + written.len());
            edits.push(Edit { span, text: plain(written) });
        }
        start += line.len();
    }
    let place = format!("{}的部首字符 {count} 处", found.place);
    let (old, new) = found.pairs.iter().copied().unzip();
    let changes = vec![Change::in_text(source, found.first, place, old, new)];
    (count > 0).then_some(Fix { edits, changes, also: Vec::new() })
}

/// How many different ones a message shows.
const SHOWN: usize = 6;

#[cfg(test)]
mod tests {
    use crate::rules::testing::{edited, found, only};

    #[test]
    fn one_finding_counts_those_of_a_text_and_shows_what_they_should_be() {
        let finding = only(&[("各项任务按期完成", "各项⼯作由⼈⺠监督，⼯作有⻓进")]);
        assert_eq!(finding.code.0, "N317");
        assert_eq!(
            finding.message,
            "“一、总体情况”有部首字符 5 处：⼯（应为工）、⼈（应为人）、⺠（应为民）、⻓（应为长），这是第一处"
        );
        let name = only(&[("[site]\nname    = \"青禾", "[site]\nname    = \"⻘禾")]);
        assert_eq!(name.message, "“网站名称”（site.name）有部首字符 1 处：⻘（应为青），这是第一处");
    }

    #[test]
    fn the_other_rules_read_the_ordinary_characters() {
        // The agency in the preamble, the title and the signature; a heading's number; a count.
        let edits = [
            ("name     = \"青禾县住房和城乡建设局\"", "name     = \"⻘禾县住房和城乡建设局\""),
            ("### （二）依", "### （⼆）依"),
            ("各项任务按期完成。", "各项任务按期完成。全年收到申请⼗件。"),
        ];
        let codes: Vec<String> = found(&edits).into_iter().map(|(code, _)| code).collect();
        assert_eq!(codes, ["N317", "N301", "N317"]);
        let checked = edited(&edits);
        assert_eq!(checked.report.unwrap().agency_name(), "青禾县住房和城乡建设局");
    }

    #[test]
    fn a_radical_that_is_written_as_an_escape_is_found_too() {
        let finding = only(&[("[site]\nname    = \"青禾", "[site]\nname    = \"\\u2ED8禾")]);
        assert_eq!(finding.code.0, "N317");
    }
}
