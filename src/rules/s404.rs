//! S404: the narrative names another agency as its own.
//!
//! A paragraph that is taken over from another agency's report keeps that agency's name in the
//! phrase that says who compiled it. Only such phrases are read, and only a full name with its
//! region is judged: short forms (区行政审批局, 县住建局) and other agencies in the narrative are fine.

use super::{Example, Rule, Subject, passages};
use crate::diagnostic::{Code, Diagnostic};

pub(super) const RULE: Rule = Rule {
    code: Code("S404"),
    title: "编制机关写成了别的机关",
    what: "“本报告由……编制”“……（以下简称‘我局’）”“我局即……”“对本报告有疑问，请与……联系”这几种说法里的机关全称，与编制机关对不上。机关简称不算。",
    why: "套用其他机关的报告，最容易把对方的名称留在文中。",
    source: "《中华人民共和国政府信息公开条例》（国务院令第711号）第四十九条：年度报告由本行政机关编制并公布",
    fails: Example::new(
        "对本报告如有疑问，请与青禾县自然资源局办公室联系",
        &[("请与{{ agency.name }}办公室联系", "请与青禾县自然资源局办公室联系")],
    ),
    passes: Example::new(
        "对本报告如有疑问，请与青禾县住房和城乡建设局办公室联系",
        &[("请与{{ agency.name }}办公室联系", "请与青禾县住房和城乡建设局办公室联系")],
    ),
    check,
};

/// What an agency's name ends with.
const KINDS: &[&str] =
    &["人民政府", "局", "委员会", "办公室", "办公厅", "办事处", "中心", "厅", "委", "院", "支队", "大队"];
/// Words by which a report calls its own agency.
const SELF: &[&str] = &[
    "我局",
    "本局",
    "我委",
    "本委",
    "我办",
    "本机关",
    "本单位",
    "我单位",
    "我中心",
    "本中心",
    "我镇",
    "我乡",
    "我街道",
];
/// What follows the name in 由…编制.
const AFTER_NAME: &[&str] =
    &["根据", "依据", "按照", "依照", "负责", "统一", "组织", "牵头", "编制", "编写", "汇总"];

/// More characters than this are no name.
const LONGEST: usize = 40;

fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(report) = subject.report else { return Vec::new() };
    let own = report.agency_name();
    if own.is_empty() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (prose, text) in subject.narrative() {
        for sentence in prose.sentences() {
            let words = prose.text.get(sentence.clone()).unwrap_or_default();
            let Some(name) = claimed(words, own).into_iter().find(|name| is_foreign(name, own)) else {
                continue;
            };
            let start = sentence.start + words.find(name).unwrap_or(0);
            findings.push(
                Diagnostic::warning(
                    RULE.code,
                    prose.locate(text, start..start + name.len()),
                    "{place}把编制机关写成了“{name}”，本报告的编制机关是“{own}”",
                )
                .help("请核对这里的机关名称；如果是套用其他机关的文字，请逐句检查")
                .value("place", passages::place(report, prose.section))
                .value("name", name)
                .value("own", own),
            );
        }
    }
    findings
}

/// The names that a sentence gives for the agency itself.
fn claimed<'t>(sentence: &'t str, own: &str) -> Vec<&'t str> {
    let mut names = Vec::new();
    let about_report = passages::has_any(sentence, &["本报告", "年度报告", "本年报"]);
    if about_report
        && let Some((_, after)) = sentence.split_once('由')
        && passages::has_any(after, &["编制", "编写"])
    {
        let end = AFTER_NAME.iter().filter_map(|word| after.find(word)).min().unwrap_or(after.len());
        names.extend(after.get(..end).map(leading_name));
    }
    if about_report && sentence.contains("联系") {
        for (at, word) in sentence.match_indices(['与', '同', '向']) {
            let rest = beginning(sentence.get(at + word.len()..).unwrap_or_default());
            let Some(name) = rest.split_once("联系").map(|(name, _)| name) else { continue };
            // The office of the government above may well answer for its departments.
            let seat = name.split_once("人民政府").map_or("", |(seat, _)| seat);
            if leading_name(name) == name && (seat.is_empty() || !own.contains(seat)) {
                names.push(name);
            }
        }
    }
    for open in ["（以下简称", "(以下简称", "（下称", "（简称"] {
        if let Some((before, after)) = sentence.split_once(open) {
            let short = after.trim_start_matches(['“', '"', '‘', '：', ':']);
            if SELF.iter().any(|word| short.starts_with(word)) {
                names.push(trailing_name(before));
            }
        }
    }
    if sentence.contains('即') {
        let said = SELF.iter().filter_map(|word| sentence.split_once(&format!("{word}即")));
        names.extend(said.map(|(_, rest)| leading_name(rest)));
    }
    names
}

/// As much of a text as a name can take and a word behind it.
fn beginning(text: &str) -> &str {
    let end = text.char_indices().nth(LONGEST + 2).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or(text)
}

/// The Chinese characters that a text begins with.
fn leading_name(text: &str) -> &str {
    text.split(|c| !passages::is_han(c)).next().unwrap_or_default()
}

/// The name that a text ends with: what introduces it is left out.
fn trailing_name(text: &str) -> &str {
    let name = text.rsplit(|c| !passages::is_han(c)).next().unwrap_or_default();
    let intro = ["公布", "发布", "编制", "公开", "现将", "就", "关于", "根据", "报告", "度", "年"];
    let start = intro.iter().filter_map(|word| name.rfind(word).map(|at| at + word.len())).max();
    name.get(start.unwrap_or(0)..).unwrap_or(name)
}

/// True for a full name of an agency that is not this one under any form of its name.
fn is_foreign(name: &str, own: &str) -> bool {
    let chars: Vec<char> = name.chars().collect();
    // `青禾县…` is a full name, `县…` and `我县…` are not.
    let region = chars.iter().position(|c| "省市县区旗州盟镇乡".contains(*c)).filter(|&at| at >= 2);
    let is_full = region.is_some_and(|at| chars.len() > at + 2)
        && KINDS.iter().any(|kind| name.ends_with(kind))
        && chars.len() <= LONGEST
        && !name.contains(['我', '本', '各', '其', '该', '或', '相', '等']);
    let core = name.trim_end_matches("办公室").trim_end_matches("办公厅");
    is_full && !is_part(core, own) && !is_part(own, core)
}

/// True if the characters of one text stand in the other in this order.
fn is_part(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    short.chars().all(|c| rest.any(|other| other == c))
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::rules::testing::{found, only};

    const CONTACT: &str = "请与{{ agency.name }}办公室联系";

    #[test]
    fn another_agency_in_the_compiling_phrase_is_found() {
        let finding = only(&[("本报告根据", "本报告由青禾县自然资源局根据")]);
        assert_eq!((finding.code.0, finding.severity), ("S404", Severity::Warning));
        assert_eq!(
            finding.message(),
            "引言把编制机关写成了“青禾县自然资源局”，本报告的编制机关是“青禾县住房和城乡建设局”"
        );
        for text in [
            "2024年，东山县自然资源局（以下简称“我局”）推进公开。2024年，",
            "我局即青禾县教育局。2024年，",
            "2024年，东山县住房和城乡建设局（以下简称我局）推进公开。2024年，",
        ] {
            assert_eq!(
                only(&[("text = '''\n2024年，", &format!("text = '''\n{text}"))]).code.0,
                "S404",
                "{text}"
            );
        }
    }

    #[test]
    fn the_own_name_in_any_form_and_other_agencies_elsewhere_are_fine() {
        for text in [
            "请与青禾县住建局联系",
            "请与县住建局办公室联系",
            "请与我局办公室联系",
            "请与青禾县人民政府办公室联系",
            "请与南川市青禾县住房和城乡建设局政务公开办公室联系",
        ] {
            assert_eq!(found(&[(CONTACT, text)]), [], "{text}");
        }
        for text in [
            "本报告由县住建局编制。",
            "本报告由各股室提供素材、局办公室编制。",
            "规划由青禾县自然资源局编制，已经公布。",
            "青禾县住房和城乡建设局（以下简称“我局”）推进公开。",
            "现将青禾县住房和城乡建设局（以下简称本局）2024年情况报告如下。",
            "与青禾县自然资源局联系建立协作机制。",
            "青禾县自然资源局（以下简称“县资源局”）参加会商。",
        ] {
            assert_eq!(
                found(&[("text = '''\n2024年，", &format!("text = '''\n{text}2024年，"))]),
                [],
                "{text}"
            );
        }
    }
}
