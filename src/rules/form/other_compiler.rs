//! S404: the narrative names another agency as its own.
//!
//! A paragraph that is taken over from another agency's report keeps that agency's name in the
//! phrase that says who compiled it. Only such phrases are read, and only a full name with its
//! region is judged: short forms (区行政审批局, 县住建局) and other agencies in the narrative are fine.

use std::collections::HashSet;
use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::prose::{Prose, Words};
use crate::report::Text;
use crate::report::body::{Body, Kind, PLACE_ENDS, is_short_for};
use crate::rules::form::other_body;
use crate::rules::{Acceptance, Example, Look, Rule, Subject, passages};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("S404"),
    title: "编制机关写成了别的机关",
    what: "“现公布……年度报告”“本报告由……编制”“某局编制了本报告”“……（以下简称‘我局’）”“我局即……”“对本报告有疑问，请与……联系”这几种说法里的机关全称，与编制机关对不上。机关简称不算。",
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
    acceptance: Acceptance::Reason,
    look: Look::Text(check),
};

/// Words by which a report calls its own agency.
static SELF: Words = Words::under("rule self");
/// What follows the name in 由…编制.
static AFTER_NAME: Words = Words::under("rule compiles");

/// What follows the name where a clause begins with it.
static AFTER_PUBLISHER: Words = Words::under("rule publisher");

/// Words by which a report is published, and what it is called from there on.
static PUBLISHES: Words = Words::under("rule publishes");
static PUBLISHED: Words = Words::under("rule published");

/// What a report calls itself in full.
static THIS_REPORT: Words = Words::under("rule this-report");
/// The same in the preamble.
static REPORT_ITSELF: Words = Words::under("rule report-itself");
/// The same, where it is compiled or published.
static OWN_REPORT: Words = Words::under("rule own-report");
/// What is done with it.
static COMPILED: Words = Words::under("rule compiled");
/// What opens the short form of a name.
static CALLED_BELOW: Words = Words::under("rule called-below");
/// What introduces a name.
static BEFORE_NAME: Words = Words::under("rule before-name");

/// More characters than this are no name.
const LONGEST: usize = 40;

fn check(subject: &Subject<'_>, prose: &Prose, text: &Text) -> Vec<Diagnostic> {
    let own = subject.report.agency_name();
    if own.is_empty() {
        return Vec::new();
    }
    // The same name over and over is one fault.
    let mut told = HashSet::new();
    let finding = |range: Range<usize>| {
        let name = prose.text.get(range.clone()).filter(|name| told.insert(*name))?;
        let place = passages::place(subject.report, prose.section);
        let message = format!("{place}把编制机关写成了“{name}”，本报告的编制机关是“{own}”");
        let finding = RULE.warning(prose.locate(text, range), message);
        Some(finding.help("请核对这里的机关名称；如果是套用其他机关的文字，请逐句检查"))
    };
    compilers(prose, own).into_iter().filter_map(finding).collect()
}

/// Where a text names another agency as the one that compiled the report, one place in a sentence.
pub(in crate::rules) fn compilers(prose: &Prose, own: &str) -> Vec<Range<usize>> {
    let of_sentence = |sentence: Range<usize>| {
        let words = prose.text.get(sentence.clone()).unwrap_or_default();
        let name =
            claimed(words, own, prose.section.is_none()).into_iter().find(|name| is_foreign(name, own))?;
        let start = sentence.start + words.find(name).unwrap_or(0);
        Some(start..start + name.len())
    };
    if !may_claim(prose) {
        return Vec::new();
    }
    prose.sentences().filter_map(of_sentence).collect()
}

/// False for a text in which no sentence gives a name for the agency.
fn may_claim(prose: &Prose) -> bool {
    let says_who = |at: usize| prose.text.get(..at).is_some_and(|before| SELF.ends(before));
    let claims = [&THIS_REPORT, &PUBLISHED, &OWN_REPORT, &CALLED_BELOW];
    prose.section.is_none()
        || claims.into_iter().any(|words| prose.has_any(words))
        || prose.places("即").any(says_who)
}

/// The names that a sentence gives for the agency itself; in the preamble 报告 is this report.
fn claimed<'t>(sentence: &'t str, own: &str, in_preamble: bool) -> Vec<&'t str> {
    let mut names = Vec::new();
    let is_called = sentence.contains('报');
    let about_report =
        is_called && (THIS_REPORT.is_in(sentence) || in_preamble && REPORT_ITSELF.is_in(sentence));
    if about_report
        && let Some((_, after)) = sentence.split_once('由')
        && COMPILED.is_in(after)
    {
        let end = AFTER_NAME.iter().filter_map(|word| after.find(word)).min().unwrap_or(after.len());
        names.extend(after.get(..end).map(leading_name));
    }
    if (about_report || in_preamble) && sentence.contains("联系") {
        for (at, word) in sentence.match_indices(['与', '同', '向']) {
            let rest = beginning(sentence.get(at + word.len()..).unwrap_or_default());
            let Some(name) = rest.split_once("联系").map(|(name, _)| name) else { continue };
            // The office of the government above may well answer for its departments.
            let seat = name.split_once("人民政府").map_or("", |(seat, _)| seat);
            let is_above = !seat.is_empty() && own.contains(seat);
            if leading_name(name) == name && !is_above && !leads_openness(name, own) {
                names.push(with_kind(name));
            }
        }
    }
    if is_called {
        names.extend(published(sentence));
    }
    if is_called && (PUBLISHED.is_in(sentence) || OWN_REPORT.is_in(sentence)) {
        names.extend(publishers(sentence, own));
    }
    let is_short = sentence.contains('称');
    for open in CALLED_BELOW.iter().filter(|_| is_short) {
        if let Some((before, after)) = sentence.split_once(*open) {
            let short = after.trim_start_matches(['“', '"', '‘', '：', ':']);
            if SELF.opens(short) {
                names.push(trailing_name(before));
            }
        }
    }
    let says_who = sentence.match_indices('即').filter_map(|(at, _)| sentence.split_at_checked(at));
    let says_who = says_who.filter(|(before, _)| SELF.ends(before));
    names.extend(says_who.map(|(_, rest)| leading_name(rest.trim_start_matches('即'))));
    names
}

/// Whose report a sentence publishes: 现公布青禾县教育局2024年政府信息公开工作年度报告.
fn published(sentence: &str) -> Option<&str> {
    let (before, _) = PUBLISHED.iter().find_map(|title| sentence.split_once(title))?;
    let start = PUBLISHES.iter().filter_map(|word| before.rfind(word).map(|at| at + word.len())).max()?;
    let title = before.get(start..)?.trim_start_matches(['《', '“', ' ']);
    let year = title.trim_start_matches(|c: char| c.is_ascii_digit());
    let named = if year.len() < title.len() { year.trim_start_matches(['年', '度']) } else { title };
    Some(leading_name(named))
}

/// The bodies that open a clause by which a report is compiled or published: 青禾县教育局编制了…….
fn publishers<'t>(sentence: &'t str, own: &str) -> impl Iterator<Item = &'t str> {
    let own = Body::of(own);
    sentence.split(['，', '：', '。']).filter_map(move |clause| {
        let words = leading_name(clause.trim_start_matches(|c| !passages::is_han(c)));
        // Without its place no body is another one for certain.
        let words = Some(words).filter(|words| words.contains(PLACE_ENDS))?;
        let end = AFTER_PUBLISHER.iter().filter_map(|word| words.find(word)).min()?;
        let name = words.get(..end)?;
        // The government may publish for its bodies, and a body of it for the government.
        other_body::is_other_compiler(&Body::of(name), &own).then_some(name)
    })
}

/// True if a body may answer for the openness work of a government's report: its lead office, or the
/// bureau that is in charge of it.
fn leads_openness(name: &str, own: &str) -> bool {
    let (body, own) = (Body::of(name), Body::of(own));
    let seat = own.seat();
    let of_same_place = seat.is_some_and(|(_, seat)| body.places.iter().any(|&(_, place)| place == seat));
    of_same_place && (own.is_government() && other_body::leads(name) || name.contains("公开"))
}

/// The longest beginning of a name that tells what body it is: 青禾县教育局 of 青禾县教育局督导股.
fn with_kind(name: &str) -> &str {
    let ends = name.char_indices().rev().filter(|(_, c)| LAST.contains(c)).take(MOST_PARTS);
    let mut parts = ends.filter_map(|(at, c)| name.get(..at + c.len_utf8()));
    parts.find(|part| Body::of(part).kind.is_some_and(|kind| kind != Kind::Other)).unwrap_or(name)
}

/// What the name of a body ends with, and how many of these a name is tried for.
const LAST: [char; 8] = ['局', '会', '府', '厅', '室', '处', '委', '心'];
const MOST_PARTS: usize = 3;

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
    let start = BEFORE_NAME.iter().filter_map(|word| name.rfind(word).map(|at| at + word.len())).max();
    name.get(start.unwrap_or(0)..).unwrap_or(name)
}

/// True for a full name of an agency that is not this one under any form of its name.
fn is_foreign(name: &str, own: &str) -> bool {
    let chars: Vec<char> = name.chars().collect();
    // `青禾县…` is a full name, `县…` and `我县…` are not.
    let region = chars.iter().position(|c| "省市县区旗州盟镇乡".contains(*c)).filter(|&at| at >= 2);
    let is_full = region.is_some_and(|at| chars.len() > at + 2)
        && Body::of(name).kind.is_some()
        && chars.len() <= LONGEST
        && !name.contains(['我', '本', '各', '其', '该', '或', '相', '等']);
    let core = name.trim_end_matches("办公室").trim_end_matches("办公厅");
    is_full && !is_short_for(core, own) && !is_short_for(own, core)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::rules::testing::{found, found_in_government, only};

    const CONTACT: &str = "请与{{ agency.name }}办公室联系";

    #[test]
    fn another_agency_in_the_compiling_phrase_is_found() {
        let finding = only(&[("本报告根据", "本报告由青禾县自然资源局根据")]);
        assert_eq!((finding.code.0, finding.severity), ("S404", Severity::Warning));
        assert_eq!(
            finding.message,
            "引言把编制机关写成了“青禾县自然资源局”，本报告的编制机关是“青禾县住房和城乡建设局”"
        );
        // The same name twice is one fault.
        let twice = "本报告由青禾县自然资源局编制。本报告由青禾县自然资源局编写。本报告根据";
        assert_eq!(only(&[("本报告根据", twice)]).code.0, "S404");
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
    fn another_agencys_report_that_is_published_is_found() {
        for text in [
            "现公布青禾县民族事务局2024年度政府信息公开工作年度报告。",
            "现向社会发布《东山县教育局2024年政府信息公开工作年度报告》。",
            "现发布2024年度东山县教育局政府信息公开年度报告。",
        ] {
            let finding = only(&[("本报告根据", &format!("{text}本报告根据"))]);
            assert_eq!(finding.code.0, "S404", "{text}");
        }
        for text in [
            "东山县住房和城乡建设局编制了2024年政府信息公开工作年度报告。",
            "根据条例，青禾县教育局公布2024年政府信息公开工作年度报告。",
            "青禾县教育局根据条例第五十条，向社会公布2024年政府信息公开工作年度报告。",
            "青禾县教育局编制了本报告。",
        ] {
            let finding = only(&[("本报告根据", &format!("{text}本报告根据"))]);
            assert_eq!(finding.code.0, "S404", "{text}");
        }
        for text in [
            "青禾县人民政府统一编制格式，青禾县住房和城乡建设局编制了2024年政府信息公开工作年度报告。",
            "县住建局编制了2024年政府信息公开工作年度报告。",
            "南川市人民政府公布2024年政府信息公开工作年度报告。",
            "现公布青禾县住房和城乡建设局2024年政府信息公开工作年度报告。",
            "现发布《县住建局2024年政府信息公开工作年度报告》。",
            "在青禾县人民政府网站发布2024年政府信息公开工作年度报告。",
        ] {
            assert_eq!(found(&[("本报告根据", &format!("{text}本报告根据"))]), [], "{text}");
        }
    }

    #[test]
    fn the_office_in_charge_answers_for_a_government() {
        for office in ["青禾县政务公开领导小组办公室", "青禾县行政审批局", "青禾县政务服务和数据局"]
        {
            let edits = [("请与{{ agency.name }}办公室联系", &*format!("请与{office}联系"))];
            assert_eq!(found_in_government(&edits), [""; 0], "{office}");
        }
        let others = [("请与{{ agency.name }}办公室联系", "请与白石县行政审批局联系")];
        assert_eq!(found_in_government(&others), ["S404"]);
    }

    #[test]
    fn the_own_name_in_any_form_and_other_agencies_elsewhere_are_fine() {
        for text in
            ["请与青禾县教育局联系", "请与青禾县教育局督导股联系", "请向东山县住房和城乡建设局办公室联系"]
        {
            assert_eq!(only(&[(CONTACT, text)]).code.0, "S404", "{text}");
        }
        for text in [
            "请与青禾县住建局联系",
            "请与青禾县住房和城乡建设局信访股联系",
            "请与青禾县人民政府办公室政务公开股联系",
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
