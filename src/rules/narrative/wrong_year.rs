//! N305: a year in the narrative is not the report year where the report year must stand.
//!
//! Most years in a report are other years by right: comparisons, plans, the dates and titles of
//! documents, history. So only a few places are judged, those in which a report speaks of its own
//! year, and there only where nothing beside it shows a look back; and those in which it says what
//! it will do, which is a matter of the year that comes.

mod judge;
mod sentences;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::prose::Prose;
use crate::report::{Report, Text};
use crate::rules::{Acceptance, Example, Look, Rule, Subject, passages};
use crate::source::{Source, Span, Spanned};
use judge::{Fault, Opening, Place};
use sentences::{Said, Sentences};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("N305"),
    title: "正文中的年份不是报告年度",
    what: "只看应当写报告年度的地方：本报告的标题和“现将……报告如下”一类的句子，数据的统计期限，以及句首或段首的“2023年，我局……”“2023年共收到……”“截至2023年底，共有……”；写打算的“2024年，我局将……”应是下一年（提醒）。与往年比较、下一年的打算、“到2027年”一类的期限、年份区间、文件的日期和标题、往年的事件都不算；同一句或同一段写了报告年度作对照的也不算。",
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
    acceptance: Acceptance::Reason,
    look: Look::Report(check),
};

/// More places than these of one section are one finding, with their number.
const MOST_EACH: usize = 3;
/// Places that a finding lists.
const MOST_LISTED: usize = 20;
/// Characters of the text that a message shows.
const SHOWN: usize = 24;

/// What one text says of years.
struct Found<'a> {
    prose: &'a Prose,
    text: &'a Text,
    said: Said,
}

fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some((report, year, all)) = read(subject) else { return Vec::new() };
    if let Some(places) = another_year(report, &all) {
        return doubt(subject, year, &places).into_iter().collect();
    }
    all.iter().flat_map(|found| of_text(subject, report, found)).collect()
}

/// The one other year that the narrative is on throughout. Then the year of the file is in doubt, and
/// not a title or date that fits the narrative.
pub(in crate::rules) fn narrated_year(subject: &Subject<'_>) -> Option<u16> {
    let (report, _, all) = read(subject)?;
    another_year(report, &all)?.first().map(|(_, fault)| fault.year)
}

/// The report, its year and what its texts say of years.
fn read<'a>(subject: &Subject<'a>) -> Option<(&'a Report, &'a Spanned<u16>, Vec<Found<'a>>)> {
    let report = subject.report;
    // A year that does not fit the form is a fault of its own (D007).
    let year = report.year.as_ref().filter(|year| report.named_form.years.contains(&year.value))?;
    let said = |prose| Sentences::new(prose, year.value, report.agency_name()).said();
    let all = subject.narrative().map(|(prose, text)| Found { prose, text, said: said(prose) });
    Some((report, year, all.collect()))
}

/// The places that show that the narrative is on one other year throughout.
fn another_year<'a, 'b>(report: &Report, all: &'b [Found<'a>]) -> Option<Vec<(&'b Found<'a>, &'b Fault)>> {
    if all.iter().any(|found| found.said.states_year) {
        return None;
    }
    let date = report.publication.date.as_ref().and_then(|date| date.value.year.checked_sub(1));
    let dated = date.filter(|year| *year != report.year());
    let mut places = Vec::new();
    for found in all {
        let sure = found.said.faults.iter().filter(|fault| fault.place != Place::Plan);
        let counts = |opening: &&Opening| opening.is_clear || dated == Some(opening.fault.year);
        let openings = found.said.openings.iter().filter(counts).map(|opening| &opening.fault);
        let mut faults: Vec<_> = sure.chain(openings).collect();
        faults.sort_by_key(|fault| fault.range.start);
        places.extend(faults.into_iter().map(|fault| (found, fault)));
    }
    let (first, fault) = places.first()?;
    let is_one = places.iter().all(|(_, other)| other.year == fault.year);
    // Without any sure fault the first words of the report must show it: the last ones may be plans.
    let starts = first.prose.section.is_none_or(|section| section == 0);
    let has_sure = all.iter().any(|found| found.said.faults.iter().any(|fault| fault.place != Place::Plan));
    // One place is enough where the date agrees with it.
    let is_shown = dated == Some(fault.year) || places.len() > 1 && (starts || has_sure);
    (is_one && is_shown).then_some(places)
}

/// The finding on a narrative that is on one other year throughout.
fn doubt(subject: &Subject<'_>, year: &Spanned<u16>, places: &[(&Found<'_>, &Fault)]) -> Option<Diagnostic> {
    let (first, fault) = places.first()?;
    let lines = lines(subject.source, places.iter().map(|(found, fault)| located(found, fault)));
    let (count, found, own) = (places.len(), fault.year, year.value);
    let message = format!("正文有 {count} 处写的是 {found} 年，没有一处写 {own} 年，而报告年度是 {own}");
    let reused = format!("正文是从 {found} 年度的报告沿用的，请逐处改写");
    let finding = RULE
        .error(located(first, fault), message)
        .help_in_file(format!("请先核对 year：填错的，改为 {found}；没有填错的，{reused}（第 {lines} 行）"))
        .help_in_report(format!("请先核对标题里的年度：写错的，改为 {found}；没有写错的，{reused}"));
    Some(finding.mark(year.span, "报告年度").expected(own).actual(fault.year))
}

/// The findings on one text: what is told of the year, and what is planned, each by itself.
fn of_text(subject: &Subject<'_>, report: &Report, found: &Found<'_>) -> Vec<Diagnostic> {
    let (plans, told): (Vec<_>, Vec<_>) =
        found.said.faults.iter().partition(|fault| fault.place == Place::Plan);
    let groups = [told, plans].into_iter().flat_map(|faults| {
        let size = if faults.len() > MOST_EACH { faults.len() } else { 1 };
        faults.chunks(size).map(<[_]>::to_vec).collect::<Vec<_>>()
    });
    groups.filter_map(|faults| finding(subject, report, found, &faults)).collect()
}

/// The finding on one place, or on many of one kind.
fn finding(
    subject: &Subject<'_>,
    report: &Report,
    found: &Found<'_>,
    faults: &[&Fault],
) -> Option<Diagnostic> {
    let first = faults.first()?;
    let is_plan = first.place == Place::Plan;
    let spans: Vec<Span> = faults.iter().map(|fault| located(found, fault)).collect();
    let years: BTreeSet<u16> = faults.iter().map(|fault| fault.year).collect();
    let years: Vec<String> = years.iter().map(u16::to_string).collect();
    let place = passages::place(report, found.prose.section);
    let (year, next) = (report.year(), report.year().saturating_add(1));
    let words = shown(found, first);
    let (message, in_file, in_report) = if let &[one] = faults {
        (format!("{place}{}", wording(one, year, &words)), help_in_file(one, year), help(one, year))
    } else {
        let (count, told) = (faults.len(), years.join("、"));
        let lines = lines(subject.source, spans.iter().copied());
        let (what, mend) = match is_plan {
            true => ("打算写的是", format!("下一年的打算应写 {next} 年")),
            false => (
                "写的是",
                format!("沿用旧报告的，改写为 {year} 年的情况；确是回顾往年的，请写明与本年的关系"),
            ),
        };
        (
            format!("{place}有 {count} 处{what} {told} 年，而本报告是 {year} 年度的，这是第一处：“{words}”"),
            format!("请逐处核对（第 {lines} 行）：{mend}"),
            format!("请逐处核对：{mend}"),
        )
    };
    let severity = if is_plan { Severity::Warning } else { Severity::Error };
    let finding = RULE
        .finding(severity, located(found, first), message)
        .help_in_file(in_file)
        .help_in_report(in_report)
        .also(spans.iter().copied().take(MOST_LISTED).skip(1))
        .expected(if is_plan { next } else { year })
        .actual(first.year);
    Some(finding)
}

/// What is wrong at one place, behind its name.
fn wording(fault: &Fault, year: u16, words: &str) -> String {
    let found = fault.year;
    match fault.place {
        Place::Title => format!("把本报告写成了 {found} 年的：“{words}”，而报告年度是 {year}"),
        Place::Period => format!("的统计期限写到了 {found} 年：“{words}”，而报告年度是 {year}"),
        Place::Plan => format!(
            "写的是 {found} 年的打算：“{words}”，而本报告是 {year} 年度的，下一年是 {} 年",
            year.saturating_add(1)
        ),
        Place::Account => format!("写的是 {found} 年的情况：“{words}”，而报告年度是 {year}"),
    }
}

/// How to mend one place in a data file.
fn help_in_file(fault: &Fault, year: u16) -> String {
    let help = help(fault, year);
    match fault.place {
        Place::Title | Place::Period => format!("{help}；年份可以写成 {{{{ year }}}}，由程序填写"),
        Place::Plan | Place::Account => help,
    }
}

/// How to mend one place.
fn help(fault: &Fault, year: u16) -> String {
    let found = fault.year;
    match fault.place {
        Place::Title => format!("请把 {found} 改为 {year}"),
        Place::Period => format!("统计期限应为{year}年1月1日至{year}年12月31日"),
        Place::Plan => format!(
            "如果是下一年的打算，请把 {found} 改为 {}；如果写的是 {year} 年已经做的工作，\
             请改成已完成的说法，例如去掉“将”“计划”",
            year.saturating_add(1)
        ),
        Place::Account if found > year => {
            format!("如果写的是本年度的情况，请把 {found} 改为 {year}；如果是下一年的打算，请写明“将”“计划”")
        }
        Place::Account => format!(
            "如果是沿用旧报告，请改写为 {year} 年的情况；如果是与往年比较或者回顾，\
             请写明与本年的关系，例如“较{found}年”“{found}年印发的”"
        ),
    }
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
