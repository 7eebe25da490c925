//! N320: the preamble names the sections of the report wrongly.
//!
//! Published preambles paraphrase, so a name counts for the section with which it shares most of what
//! tells the sections apart. Nothing is said of a preamble that names none.

mod counted;

use std::collections::BTreeSet;
use std::ops::Range;

use counted::miscounted;

use crate::diagnostic::{Code, Diagnostic};
use crate::format::{Form, Section, quote};
use crate::narrative::value as numeral_value;
use crate::prose::{Prose, Words};
use crate::report::{Report, Text};
use crate::rules::{Acceptance, Example, Look, Rule, Subject, passages, words};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("N320"),
    title: "引言所列的各部分与报告不符",
    what: "引言里“由……等六部分组成”“全文包括……”一类的句子，所列各部分的名称、个数应与报告的各部分相符：写明的个数与所列的、与报告实有的不同，漏列一部分，把表内的行（如行政许可）或者格式没有的内容列为一部分，都会指出。没有列出各部分、只写个数的，看个数对不对。意思相同的其他说法不算。",
    why: "多是从别的报告或者旧格式的报告沿用来的，开头就与正文对不上。",
    source: "国办公开办函〔2021〕30号、〔2019〕60号所附格式",
    fails: Example::new(
        "由总体情况……等六部分组成，所列只有五部分",
        &[(
            "全文分为六个部分。",
            "全文由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、存在的主要问题及改进情况、其他需要报告的事项等六部分组成。",
        )],
    ),
    passes: Example::new(
        "六部分都列出",
        &[(
            "全文分为六个部分。",
            "全文由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、行政复议和行政诉讼情况、问题及改进措施、其他事项等六部分组成。",
        )],
    ),
    acceptance: Acceptance::Reason,
    look: Look::Text(check),
};

/// The words that announce what a report is made of.
static ANNOUNCES: Words = Words::under("rule announces-parts");
/// The words that close a list of sections.
static CLOSES: Words = Words::under("rule closes-parts");
/// What is counted where sections are.
static COUNTERS: Words = Words::under("rule part");

/// What the first of a list ends with, whatever it is called.
static OVERVIEW_END: Words = Words::under("rule overview-end");
/// Says that the list is whole.
static MADE_UP: Words = Words::under("rule made-up");

fn check(subject: &Subject<'_>, prose: &Prose, text: &Text) -> Vec<Diagnostic> {
    let report = subject.report;
    // Where there is no preamble, its sentences open the first section.
    if !matches!(prose.section, None | Some(0)) {
        return Vec::new();
    }
    let mut titles = None;
    let mut findings = Vec::new();
    for (start, line) in passages::lines(prose).filter(|(_, line)| !line.trim().is_empty()).take(OPENING) {
        let mut at = start;
        for sentence in line.split_inclusive('。') {
            if may_announce(sentence) {
                let of_list = (is_list(sentence) && may_be_wrong(sentence, prose, &report.form)).then(|| {
                    let titles = titles.get_or_insert_with(|| Titles::new(&report.form));
                    List::read(sentence, titles)?.fault(sentence, titles)
                });
                let of_report = if prose.section.is_none() { &REPORT_ITSELF } else { &THIS_REPORT };
                let all = report.form.sections.len();
                let count = || {
                    Some(sentence).filter(|said| of_report.is_in(said)).and_then(|said| miscounted(said, all))
                };
                let fault = of_list.flatten().or_else(count);
                findings.extend(fault.map(|fault| {
                    let range = at + fault.range.start..at + fault.range.end;
                    fault.finding(report, prose.locate(text, range), prose.section)
                }));
            }
            at += sentence.len();
        }
    }
    findings
}

/// True for a sentence with a word that announces the sections.
fn may_announce(sentence: &str) -> bool {
    sentence.len() <= LONGEST && ANNOUNCES.is_in(sentence)
}

/// True for one that may name them: three at least.
fn is_list(sentence: &str) -> bool {
    sentence.matches(['、', '，', ',', '；']).nth(1).is_some()
}

/// False for a sentence with which nothing can be wrong: it states no number of sections, does not say that its
/// list is whole, and has no row of a table.
fn may_be_wrong(sentence: &str, prose: &Prose, form: &Form) -> bool {
    let is_row =
        |label: &str| label.chars().count() == ROW_NAME && prose.may_hold(label) && sentence.contains(label);
    let mut rows = form.tables().flat_map(|(_, _, table)| &table.rows);
    MADE_UP.is_in(sentence) || stated(sentence, &(0..0)).is_some() || rows.any(|row| is_row(&row.label))
}

/// Words for the report; in the first section it must be named in full.
static REPORT_ITSELF: Words = Words::under("rule report-itself");
static THIS_REPORT: Words = Words::under("rule this-report");

fn is_numeral(c: char) -> bool {
    "一二三四五六七八九十".contains(c) || c.is_ascii_digit()
}

fn number(numeral: &str) -> Option<usize> {
    numeral.parse().ok().or_else(|| numeral_value(numeral).map(|number| number as usize))
}

/// Lines of a text in which sections are announced.
const OPENING: usize = 8;
/// Bytes of the longest sentence that is looked at.
const LONGEST: usize = 3_000;

/// What tells the sections of a form apart.
struct Titles<'f> {
    form: &'f Form,
    /// The titles, without their numbers.
    names: Vec<&'f str>,
    /// The pairs of characters that only one title has, ascending, each with the section.
    own: Vec<((char, char), usize)>,
}

impl<'f> Titles<'f> {
    fn new(form: &'f Form) -> Self {
        let names: Vec<&str> = form.sections.iter().map(Section::name).collect();
        let all =
            names.iter().enumerate().flat_map(|(index, name)| pairs(name).map(move |pair| (pair, index)));
        let mut all: Vec<((char, char), usize)> = all.collect();
        all.sort_unstable();
        all.dedup();
        // 本报告 is no section, though a title speaks of what is reported.
        let of_report: Vec<(char, char)> = pairs(&form.title_suffix).collect();
        let of_one = all.chunk_by(|(one, _), (other, _)| one == other).filter(|alike| alike.len() == 1);
        let own = of_one.flatten().copied().filter(|(pair, _)| !of_report.contains(pair)).collect();
        Self { form, names, own }
    }

    /// The label of a row that words have and no title, and where: 行政许可 for 行政诉讼, a word of the kind that
    /// the titles have.
    fn row_in(&self, words: &str) -> Option<(&'f str, usize)> {
        let rows = self.form.tables().flat_map(|(_, _, table)| &table.rows);
        rows.map(|row| row.label.as_str()).find_map(|label| {
            let (opening, _) = label.char_indices().nth(2).map(|(at, _)| label.split_at(at))?;
            let is_like = |name: &&str| name.contains(opening) && !name.contains(label);
            let is_title = label.chars().count() == ROW_NAME && self.names.iter().any(is_like);
            Some((label, words.find(label).filter(|_| is_title)?))
        })
    }

    /// The section that a name is most like, and how many pairs they share; `None` if it is like none.
    fn section_of(&self, name: &str) -> Option<(usize, usize)> {
        let place = |pair| self.own.binary_search_by_key(&pair, |(own, _)| *own).ok();
        let mut found: Vec<usize> = pairs(name).filter_map(place).collect();
        found.sort_unstable();
        found.dedup();
        let sections: Vec<usize> = found.iter().filter_map(|at| Some(self.own.get(*at)?.1)).collect();
        let shared = |section: usize| sections.iter().filter(|other| **other == section).count();
        let most = sections.iter().map(|section| (shared(*section), std::cmp::Reverse(*section))).max();
        most.map(|(count, section)| (section.0, count))
    }
}

/// Characters of a row's name that is taken for a section's.
const ROW_NAME: usize = 4;

fn pairs(text: &str) -> impl Iterator<Item = (char, char)> + '_ {
    text.chars().zip(text.chars().skip(1))
}

/// The sections that a sentence names.
struct List {
    /// The sections, in the order in which they are named.
    named: Vec<usize>,
    /// A name that is like no section's, between names that are.
    foreign: Option<Range<usize>>,
    /// From the first name to the last.
    range: Range<usize>,
}

impl List {
    fn read(sentence: &str, titles: &Titles<'_>) -> Option<Self> {
        let mut found = Vec::new();
        let mut first = None;
        for range in names(sentence) {
            let words = sentence.get(range.clone()).unwrap_or_default();
            let section = titles.section_of(words);
            // One pair is enough for a name among others, not to open a list.
            if first.is_none() && section.is_some_and(|(_, shared)| shared > 1) {
                first = Some(found.len());
            }
            found.push((range, section.map(|(section, _)| section)));
            if first.is_some_and(|first| first + 1 < found.len()) && CLOSES.is_in(words) {
                break;
            }
        }
        let first = first?;
        let last = found.iter().rposition(|(_, section)| section.is_some())?;
        let mut named = Vec::new();
        let mut foreign = None;
        // 概述, 基本情况: the first of a list is the overview, whatever it is called.
        let opens = first.checked_sub(1).and_then(|before| found.get(before));
        let is_opening = |range: &Range<usize>| {
            let words = sentence.get(range.clone()).unwrap_or_default();
            OVERVIEW_END.ends(words)
        };
        named.extend(opens.filter(|(range, _)| is_opening(range)).map(|_| 0));
        for (range, section) in found.get(first..=last)? {
            match section {
                Some(section) if named.last() != Some(section) => named.push(*section),
                Some(_) => {}
                // 下一步打算 belongs to the problems before it.
                None if named.last().is_some_and(|last| last + 2 >= titles.names.len()) => {}
                None => foreign = foreign.or_else(|| Some(range.clone())),
            }
        }
        let range = found.get(first)?.0.start..found.get(last)?.0.end;
        Some(Self { named, foreign, range })
    }

    /// What is wrong with the list.
    fn fault<'f>(&self, sentence: &str, titles: &Titles<'f>) -> Option<Fault<'f>> {
        let sections: BTreeSet<usize> = self.named.iter().copied().collect();
        let all = titles.names.len();
        let stated = stated(sentence, &self.range);
        let fault = |kind, range: Range<usize>| Some(Fault { kind, range });
        // A few of them may be what the overview speaks of: 主动公开、依申请公开等三个方面.
        let is_list_of_sections =
            sections.len() * 2 > all || stated.is_some() && sections.len() > 1 && sections.contains(&0);
        if !is_list_of_sections {
            return None;
        }
        let words = sentence.get(self.range.clone())?;
        if let Some((row, at)) = titles.row_in(words) {
            let start = self.range.start + at;
            return fault(Kind::Row(row), start..start + row.len());
        }
        let missing: Vec<&str> =
            (0..all).filter(|s| !sections.contains(s)).filter_map(|s| titles.names.get(s).copied()).collect();
        if let Some((number, range)) = stated {
            return match number {
                _ if number != all => fault(Kind::Number { number, named: sections.len(), all }, range),
                _ if !missing.is_empty() => {
                    fault(Kind::Missing { number, named: sections.len(), missing }, range)
                }
                _ => self.foreign.clone().and_then(|foreign| fault(Kind::Foreign, foreign)),
            };
        }
        // Without 等, what is made up of them names them all.
        let claims_all = MADE_UP.is_in(sentence);
        let after = sentence.get(self.range.end..).unwrap_or_default();
        if claims_all && !missing.is_empty() && !after.starts_with('等') {
            return fault(Kind::Left { missing }, self.range.clone());
        }
        None
    }
}

/// The names in a list: what stands between its signs and words.
fn names(sentence: &str) -> Vec<Range<usize>> {
    let mut names = Vec::new();
    let mut start = 0;
    let mut depth = 0_usize;
    for (at, c) in sentence.char_indices() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            '、' | '，' | ',' | '；' | ';' | '：' | ':' | '。' if depth == 0 => {
                names.push(start..at);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    names.push(start..sentence.len());
    names.into_iter().flat_map(|range| halves(sentence, range)).filter(|range| !range.is_empty()).collect()
}

/// 问题及改进情况和其他事项 names two: a name is divided at 和, 及 and 以及, which the parts of one section
/// survive, since both are like it.
fn halves(sentence: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let words = sentence.get(range.clone()).unwrap_or_default();
    let mut found = Vec::new();
    let mut start = 0;
    for (at, joint) in words.match_indices(['和', '及']) {
        found.push(range.start + start..range.start + at);
        start = at + joint.len();
    }
    found.push(range.start + start..range.end);
    // 收到和处理…: a half of a word or two says nothing by itself.
    let is_short =
        |part: &Range<usize>| sentence.get(part.clone()).is_some_and(|part| part.chars().count() < SHORTEST);
    if found.iter().any(is_short) { vec![range] } else { found }
}

/// Characters of the shortest half of a name.
const SHORTEST: usize = 4;

/// The number of sections that a sentence states behind their names, or else before them.
fn stated(sentence: &str, list: &Range<usize>) -> Option<(usize, Range<usize>)> {
    let mut found = None;
    for counter in &COUNTERS {
        for (at, _) in sentence.match_indices(counter) {
            let before = sentence.get(..at).unwrap_or_default().trim_end_matches(['个', '大', ' ', '项']);
            let start = before.trim_end_matches(is_numeral).len();
            let numeral = before.get(start..).unwrap_or_default();
            // 第三部分
            let is_ordinal = before.get(..start).is_some_and(|before| before.ends_with('第'));
            let Some(number) = number(numeral).filter(|_| !is_ordinal) else { continue };
            let range = start..at + counter.len();
            if start >= list.start || found.is_none() {
                found = Some((number, range));
            }
        }
    }
    found
}

/// What is wrong, and where.
struct Fault<'t> {
    kind: Kind<'t>,
    range: Range<usize>,
}

enum Kind<'t> {
    /// The label of a row stands where a section is named.
    Row(&'t str),
    /// The number stated is not that of the report's sections.
    Number { number: usize, named: usize, all: usize },
    /// The number stated is not that of the report's sections; none is named.
    Count { number: usize, all: usize },
    /// The number stated is right, but not all are named.
    Missing { number: usize, named: usize, missing: Vec<&'t str> },
    /// No number is stated, and not all are named.
    Left { missing: Vec<&'t str> },
    /// All are named, and something else.
    Foreign,
}

impl Fault<'_> {
    fn finding(self, report: &Report, span: crate::source::Span, section: Option<usize>) -> Diagnostic {
        let listed = |names: &[&str]| words::list(names.iter().map(|name| quote(name)));
        let titles: Vec<&str> = report.form.sections.iter().map(Section::name).collect();
        let wrong = match self.kind {
            Kind::Row(row) => format!("列举报告的各部分时写了“{row}”，报告没有这一部分"),
            Kind::Number { number, named, all } => {
                format!("说报告有 {number} 个部分，列出 {named} 个，报告实有 {all} 个部分")
            }
            Kind::Count { number, all } => format!("说报告有 {number} 个部分，报告实有 {all} 个部分"),
            Kind::Missing { number, named, missing } => {
                format!("说报告有 {number} 个部分，只列出 {named} 个，没有列{}", listed(&missing))
            }
            Kind::Left { missing } => format!("列举报告的各部分时没有列{}", listed(&missing)),
            Kind::Foreign => "列举的各部分中，有一项报告里没有".to_owned(),
        };
        let message = format!("{}{wrong}", passages::place(report, section));
        RULE.warning(span, message).help(format!("请按报告实有的各部分改写：{}", listed(&titles)))
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::found;

    /// What the rule says of a sentence of the preamble.
    fn of(sentence: &str) -> Vec<String> {
        found(&[("全文分为六个部分。", sentence)])
            .into_iter()
            .filter(|(code, _)| code == "N320")
            .map(|(code, message)| format!("{code} {message}"))
            .collect()
    }

    #[test]
    fn a_wrong_number_a_section_left_out_and_a_row_for_a_section_are_found() {
        for (sentence, message) in [
            (
                "报告由总体情况、主动公开政府信息情况、收到和处理申请情况、行政复议行政诉讼情况、存在的问题及改进情况等六部分组成。",
                "N320 引言说报告有 6 个部分，只列出 5 个，没有列“其他需要报告的事项”",
            ),
            (
                "报告内容包括总体情况、工作开展情况、存在的问题及整改措施三部分。",
                "N320 引言说报告有 3 个部分，列出 2 个，报告实有 6 个部分",
            ),
            (
                "全文共五个方面：总体情况，主动公开政府信息情况，收到和处理政府信息公开申请情况，政府信息公开行政复议、行政诉讼情况，存在的主要问题及改进情况，其他需要报告的事项。",
                "N320 引言说报告有 5 个部分，列出 6 个，报告实有 6 个部分",
            ),
            (
                "报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、行政复议、行政许可情况、存在的主要问题及改进情况、其他需要报告的事项6部分组成。",
                "N320 引言列举报告的各部分时写了“行政许可”，报告没有这一部分",
            ),
            (
                "报告由总体情况、收到和处理政府信息公开申请情况、行政复议和行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项组成。",
                "N320 引言列举报告的各部分时没有列“主动公开政府信息情况”",
            ),
            (
                "报告由总体情况、主动公开政府信息情况、申请办理情况、收费及减免情况、行政复议和行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项六部分组成。",
                "N320 引言列举的各部分中，有一项报告里没有",
            ),
        ] {
            assert_eq!(of(sentence), [message], "{sentence}");
        }
    }

    #[test]
    fn a_number_without_names_is_held_against_the_report() {
        for sentence in [
            "报告对本年度工作作了总结，内容分为三个方面。",
            "全文分为五个部分。",
            "本年报共分4部分。",
            "报告包括以下五个方面内容。",
            "年度报告全文由七大部分组成。",
        ] {
            let messages = of(sentence);
            assert!(
                messages.len() == 1 && messages[0].ends_with("个部分，报告实有 6 个部分"),
                "{sentence}: {messages:?}"
            );
        }
        for sentence in [
            "报告共分六部分。",
            "报告内容包括以下6个方面。",
            "报告从三个方面总结工作，第二部分为表格。",
            "报告所称公开内容，平台建设分为三个方面。",
            "专栏分为四个部分，收录年度报告。",
            "本报告总体情况部分从五个方面作了说明。",
        ] {
            assert_eq!(of(sentence), [""; 0], "{sentence}");
        }
    }

    #[test]
    fn what_paraphrases_or_enumerates_something_else_is_fine() {
        for sentence in [
            "全文分为六个部分。",
            "全文包括概述、主动公开政府信息情况、依申请公开情况、因政府信息公开工作被申请行政复议和提起行政诉讼情况、问题与改进措施，以及其他需要报告的事项等六个部分。",
            "报告共6部分：政府信息公开总体情况，行政机关主动公开政府信息情况，收到和处理政府信息公开申请情况，政府信息公开行政复议行政诉讼情况，工作存在的主要问题、下一步打算，其他报告事项。",
            "报告内容包括主动公开、依申请公开、政府信息管理、平台建设、监督保障等五个方面。",
            "专栏设有公开指南、主动公开内容、其他信息、依申请公开等4个方面内容，查阅更方便。",
            "报告包括总体情况、主动公开政府信息情况、申请办理情况、行政复议情况、存在的主要问题等内容。",
            "报告由本局办公室编制，内容涉及机构职能、规划计划、财政预决算三个方面。",
            "报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议及行政诉讼情况、存在的主要问题及改进情况及其他需要报告的事项等六部分组成。",
        ] {
            assert_eq!(of(sentence), [""; 0], "{sentence}");
        }
    }

    #[test]
    fn the_opening_of_the_first_section_is_read_too() {
        let text = "本年报由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况等六部分组成。\n2024年，青禾县";
        let findings = found(&[("2024年，青禾县", text)]);
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert_eq!(findings[0].0, "N320");
    }
}
