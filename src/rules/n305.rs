//! N305: a year in the narrative is not the report year where the report year must stand.
//!
//! Most years in a report are other years by right: comparisons, plans, the dates and titles of
//! documents, history. So only a few places are judged, those in which a report speaks of its own
//! year, and there only where nothing beside it shows a look back.

mod judge;
mod mention;
mod sentences;
#[cfg(test)]
mod tests;
mod words;

use super::{Example, Rule, Subject, passages};
use crate::diagnostic::{Code, Diagnostic};
use crate::prose::Prose;
use crate::report::{Report, Text};
use crate::source::{Source, Span, Spanned};
use judge::{Fault, Place, speaks_of};
use mention::{Mention, Standing, mentions};
use sentences::Sentences;

pub(super) const RULE: Rule = Rule {
    code: Code("N305"),
    title: "正文中的年份不是报告年度",
    what: "只看应当写报告年度的地方：本报告的标题和“现将……报告如下”一类的句子，数据的统计期限，以及句首或段首的“2023年，我局……”“2023年共收到……”。与往年比较、下一年的打算、年份区间、文件的日期和标题、往年的事件都不算；同一句或同一段写了报告年度作对照的也不算。",
    why: "沿用上年的文字而没有改年份，是年度报告最常见的差错，公众会以为公布的是旧报告。",
    source: "《中华人民共和国政府信息公开条例》第四十九条、第五十条：年度报告写本年度的情况",
    fails: Example::new(
        "2023年，青禾县住房和城乡建设局认真执行……（2024 年度的报告）",
        &[("2024年，青禾县住房和城乡建设局认真执行", "2023年，青禾县住房和城乡建设局认真执行")],
    ),
    passes: Example::new(
        "收到申请75件，较2023年增加9件；2025年，我局将改进政策解读",
        &[("围绕住房保障", "申请量较2023年增加9件，围绕住房保障")],
    ),
    check,
};

/// More places than these of one section are one finding, with their number.
const MOST_EACH: usize = 3;
/// Places that a finding lists.
const MOST_LISTED: usize = 20;
/// Characters of the text that a message shows.
const SHOWN: usize = 24;
/// The wrong years of one text.
struct Found<'a> {
    prose: &'a Prose,
    text: &'a Text,
    faults: Vec<Fault>,
    /// Sentences that open with a later year, which may be a plan.
    openings: Vec<Fault>,
}

fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(report) = subject.report else { return Vec::new() };
    // A year that does not fit the form is a fault of its own (D007).
    let fits = |year: &&Spanned<u16>| report.named_form.years.contains(&year.value);
    let Some(year) = report.year.as_ref().filter(fits) else { return Vec::new() };
    let (mut all, mut says_year) = (Vec::new(), false);
    for (prose, text) in subject.narrative() {
        let mentions = mentions(prose);
        says_year |= mentions.iter().any(|mention| is_statement(prose, mention, year.value));
        let (faults, openings) = Sentences::new(prose, &mentions, year.value).faults(report.agency_name());
        all.push(Found { prose, text, faults, openings });
    }
    if let Some(finding) = (!says_year).then(|| another_year(subject, report, &all)).flatten() {
        return vec![finding];
    }
    all.iter().flat_map(|found| of_text(subject, report, found)).collect()
}

/// True if a typed year shows that the narrative is on it: not 2024年1月印发, no plan.
fn is_statement(prose: &Prose, mention: &Mention, year: u16) -> bool {
    let after = prose.text.get(mention.end..).unwrap_or_default();
    let clause: String = after.chars().take(30).take_while(|c| !"。；\n".contains(*c)).collect();
    mention.standing == Standing::Plain
        && speaks_of(&prose.text, mention, year)
        && !after.trim_start().starts_with(|c: char| c.is_ascii_digit())
        && !["将", "下一步", "计划", "继续", "拟"].iter().any(|word| clause.contains(word))
}

/// The finding on a narrative that is on one other year throughout.
fn another_year(subject: &Subject<'_>, report: &Report, all: &[Found<'_>]) -> Option<Diagnostic> {
    let mut places: Vec<(&Found<'_>, &Fault)> = Vec::new();
    for found in all {
        let start = places.len();
        places.extend(found.faults.iter().chain(&found.openings).map(|fault| (found, fault)));
        places.get_mut(start..).unwrap_or_default().sort_by_key(|(_, fault)| fault.range.start);
    }
    let mut faults = places.into_iter();
    let (first, fault) = faults.next()?;
    let rest: Vec<_> = faults.collect();
    // Without any sure fault the first words of the report must show it: the last ones may be plans.
    let starts = first.prose.section.is_none_or(|section| section == 0);
    if !starts && all.iter().all(|found| found.faults.is_empty()) {
        return None;
    }
    if rest.is_empty() || rest.iter().any(|(_, other)| other.year != fault.year) {
        return None;
    }
    let span = first.prose.locate(first.text, fault.range.clone());
    let places = std::iter::once((first, fault)).chain(rest.iter().copied());
    let lines = lines(subject.source, places.map(|(found, fault)| located(found, fault)));
    let year = report.year.as_ref()?;
    let mut finding = Diagnostic::error(
        RULE.code,
        span,
        "正文有 {count} 处写的是 {found} 年，没有一处写 {year} 年，而数据文件的报告年度（year）填的是 {year}",
    )
    .help("请先核对 year：填错的，改为 {found}；没有填错的，正文是从 {found} 年度的报告沿用的，请逐处改写（第 {lines} 行）")
    .value("count", rest.len() + 1)
    .value("found", fault.year)
    .value("year", year.value)
    .value("lines", lines);
    finding.labels = vec![(year.span, "报告年度".to_owned())];
    finding.expected = Some(year.value.to_string());
    finding.actual = Some(fault.year.to_string());
    Some(finding)
}

/// The findings on one text.
fn of_text(subject: &Subject<'_>, report: &Report, found: &Found<'_>) -> Vec<Diagnostic> {
    if found.faults.len() <= MOST_EACH {
        return found.faults.iter().map(|fault| single(report, found, fault)).collect();
    }
    let Some(first) = found.faults.first() else { return Vec::new() };
    let spans: Vec<Span> = found.faults.iter().map(|fault| located(found, fault)).collect();
    let mut years: Vec<u16> = found.faults.iter().map(|fault| fault.year).collect();
    years.sort_unstable();
    years.dedup();
    let years: Vec<String> = years.iter().map(u16::to_string).collect();
    let mut finding = Diagnostic::error(
        RULE.code,
        located(found, first),
        "{place}有 {count} 处写的是 {found} 年，而本报告是 {year} 年度的，这是第一处：“{words}”",
    )
    .help("请逐处核对（第 {lines} 行）：沿用旧报告的，改写为 {year} 年的情况；确是回顾往年的，请写明与本年的关系")
    .value("place", passages::place(report, found.prose.section))
    .value("count", found.faults.len())
    .value("found", years.join("、"))
    .value("year", report.year())
    .value("words", shown(found, first))
    .value("lines", lines(subject.source, spans.iter().copied()));
    finding.labels = spans.iter().take(MOST_LISTED).skip(1).map(|span| (*span, String::new())).collect();
    finding.expected = Some(report.year().to_string());
    finding.actual = Some(first.year.to_string());
    vec![finding]
}

fn single(report: &Report, found: &Found<'_>, fault: &Fault) -> Diagnostic {
    let is_later = fault.year > report.year();
    let (template, help) = match fault.place {
        Place::Title => (
            "{place}把本报告写成了 {found} 年的：“{words}”，而报告年度是 {year}",
            "请把 {found} 改为 {year}；年份可以写成 {{ year }}，由程序填写",
        ),
        Place::Period => (
            "{place}的统计期限写到了 {found} 年：“{words}”，而报告年度是 {year}",
            "统计期限应为{year}年1月1日至{year}年12月31日；年份可以写成 {{ year }}，由程序填写",
        ),
        Place::Account if is_later => (
            "{place}写的是 {found} 年的情况：“{words}”，而报告年度是 {year}",
            "如果写的是本年度的情况，请把 {found} 改为 {year}；如果是下一年的打算，请写明“将”“计划”",
        ),
        Place::Account => (
            "{place}写的是 {found} 年的情况：“{words}”，而报告年度是 {year}",
            "如果是沿用旧报告，请改写为 {year} 年的情况；如果是与往年比较或者回顾，请写明与本年的关系，例如“较{found}年”“{found}年印发的”",
        ),
    };
    let mut finding = Diagnostic::error(RULE.code, located(found, fault), template)
        .help(help)
        .value("place", passages::place(report, found.prose.section))
        .value("found", fault.year)
        .value("year", report.year())
        .value("words", shown(found, fault));
    finding.expected = Some(report.year().to_string());
    finding.actual = Some(fault.year.to_string());
    finding
}

fn located(found: &Found<'_>, fault: &Fault) -> Span {
    found.prose.locate(found.text, fault.range.clone())
}

/// The words at the place, with some that follow.
fn shown(found: &Found<'_>, fault: &Fault) -> String {
    let from = found.prose.text.get(fault.range.start..).unwrap_or_default();
    let at_least = found.prose.text.get(fault.range.clone()).unwrap_or_default().chars().count();
    let line = from.split(['\n', '。', '；']).next().unwrap_or_default();
    let most = SHOWN.max(at_least);
    let mut words: String = line.chars().take(most).collect();
    if words.len() < line.len() {
        words.push('…');
    }
    words.replace('“', "‘").replace('”', "’")
}

/// The lines of the file on which places stand: `12、15`.
fn lines(source: &Source, spans: impl Iterator<Item = Span>) -> String {
    let mut spans = spans.take(MOST_LISTED + 1);
    let mut lines: Vec<usize> =
        spans.by_ref().take(MOST_LISTED).map(|span| source.position(span.start).line).collect();
    lines.dedup();
    let all: Vec<String> = lines.iter().map(usize::to_string).collect();
    let more = if spans.next().is_some() { " 等" } else { "" };
    format!("{}{more}", all.join("、"))
}
