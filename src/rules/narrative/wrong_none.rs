//! N302: the narrative says none where the table has some, or the reverse.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::format::{CellId, quote};
use crate::prose::Words;
use crate::prose::counts::Counts;
use crate::rules::statements::Verdict;
use crate::rules::{Acceptance, Example, Look, Rule, Subject};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("N302"),
    title: "正文说没有，表格里有（或相反）",
    what: "正文写明未收到政府信息公开申请、没有行政复议或行政诉讼等，表中相应各格应为0；正文写明有若干件，\
           表中不应为0。表格前后写着“无”“各项均为0”的，整张表都应为0。用词和范围都确定的为错误，其余为提醒。",
    why: "有无之别比多少之别更严重，往往是套用上年或者别家的文字留下的。",
    source: "国办公开办函〔2021〕30号：年度报告内容应当准确、前后一致",
    fails: Example::new(
        "正文：全年未收到政府信息公开申请；表中本年新收总计75",
        &[("全年新收政府信息公开申请{{ requests.received.total }}件，", "全年未收到政府信息公开申请，")],
    ),
    passes: Example::new(
        "正文：全年未制定规章；表中规章三格为0",
        &[("全年制发行政规范性文件", "全年未制定规章。制发行政规范性文件")],
    ),
    acceptance: Acceptance::Reason,
    look: Look::Report(check),
};

/// Words that may stand before 无 or 为0 where a whole table is spoken of, those that name a table, and what is then
/// said of it.
static LEAD: Words = Words::under("rule table-lead");
static NAMES: Words = Words::under("rule table-names");
static NONE: Words = Words::under("rule table-none");

fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let statements = subject.statements;
    let mut found = statements.findings(&RULE, subject, &[Verdict::NoneAgainstSome]);
    found.extend(statements.narratives.iter().flat_map(|narrative| of_table(subject, narrative)));
    found
}

/// “无。” or “各项均为0。” beside a table that has figures.
fn of_table(subject: &Subject<'_>, narrative: &Counts<'_>) -> Option<Diagnostic> {
    let report = subject.report;
    let section = narrative.prose.section.filter(|&section| report.form.table(section).is_some())?;
    let prose = &narrative.prose;
    let mut sentences = prose.sentences();
    // Alone, 无 must open the text: behind other words it answers those.
    let first = sentences.next()?;
    let is_said = |range: &Range<usize>| {
        let words = prose.text.get(range.clone()).unwrap_or_default();
        says_none(words, *range == first)
    };
    let said = std::iter::once(first.clone()).chain(sentences).find(is_said)?;
    let has_figure = |id: &CellId| report.value(*id).is_some_and(|value| !value.is_zero());
    let filled: Vec<CellId> =
        report.form.cells().filter(|id| id.section == section).filter(has_figure).collect();
    let place = report.form.place(*filled.first()?)?;
    let value = report.value(*filled.first()?)?;
    let words = quote(prose.text.get(said.clone())?.trim_end_matches(['。', '；']));
    let count = filled.len();
    let more = if count > 1 { format!("，共 {count} 格不是0") } else { String::new() };
    let message = format!("正文写明{words}，与表格不符：表中{}为{value}{more}", place.words());
    let finding = RULE.warning(prose.locate(narrative.text, said), message);
    let help = "请核对原始台账：表格无误的，删去这句话；确实没有的，表中应填0";
    Some(finding.help(help).cells(subject.cells(filled.into_iter().take(1))).mark_cell("表中的数字"))
}

/// True for words that say of a whole table that there is nothing in it, and say nothing else.
fn says_none(words: &str, is_first: bool) -> bool {
    let mut rest = words.trim_end_matches(['。', '；', '！', '.', ';']);
    let mut names_table = false;
    loop {
        if NONE.contains(&rest) {
            return is_first || names_table;
        }
        let Some(after) = LEAD.after_start(rest).or_else(|| after_year(rest)) else { return false };
        let word = rest.get(..rest.len() - after.len()).unwrap_or_default();
        names_table |= NAMES.is_in(word);
        rest = after;
    }
}

/// What follows a year: 2024年.
fn after_year(words: &str) -> Option<&str> {
    let rest = words.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.strip_prefix('年').filter(|_| words.len() - rest.len() == 4)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{edited, only};

    /// What N302 says of words before or behind the table of cases.
    fn beside_table(key: &str, words: &str, edits: &[(&str, &str)]) -> Vec<String> {
        let head = format!("[proceedings]\n{key} = \"{}\"", words.replace('\n', "\\n"));
        let edits: Vec<_> = [("[proceedings]", head.as_str())].iter().chain(edits).copied().collect();
        let findings = edited(&edits).findings;
        findings.into_iter().filter(|one| one.code.0 == "N302").map(|one| one.message).collect()
    }

    #[test]
    fn none_beside_a_full_table_is_found() {
        for (words, said) in [
            ("无。", "无"),
            ("本年度无。", "本年度无"),
            ("各项均为0。", "各项均为0"),
            ("2024年以上各项数据都为零", "2024年以上各项数据都为零"),
            ("我局没有相关案件可以说明。上表数据均为0。", "上表数据均为0"),
        ] {
            for key in ["before", "after"] {
                let found = beside_table(key, words, &[]);
                let says = format!("正文写明“{said}”，与表格不符：表中“行政复议”行“结果维持”列为3，共 ");
                assert!(found.len() == 1 && found[0].starts_with(&says), "{key} {words}: {found:?}");
            }
        }
    }

    #[test]
    fn none_of_another_thing_is_none_of_the_table() {
        for words in [
            "其他情况：无。",
            "需要说明的事项：\n无。",
            "案件情况见上表。无。",
            "本年度无其他情况。",
            "数据来源：司法局。",
        ] {
            assert_eq!(beside_table("after", words, &[]), [""; 0], "{words}");
        }
        let none = [
            ("[        3,        1,        0,        1,    5 ]", "[0, 0, 0, 0, 0]"),
            ("[        1,        0,        1,        0 ]", "[0, 0, 0, 0]"),
            ("[        1,        0,        0,        1 ]", "[0, 0, 0, 0]"),
        ];
        assert_eq!(beside_table("after", "各项均为0。", &none), [""; 0]);
    }

    #[test]
    fn none_against_some_is_found() {
        let finding =
            only(&[("除上述情况外，没有其他需要报告的事项。", "本年度没有因政府信息公开引起的行政复议。")]);
        assert_eq!(finding.code.0, "N302");
        assert_eq!(
            finding.message,
            "正文“没有因政府信息公开引起的行政复议”与表格不符：表中“行政复议”总计为5"
        );
    }
}
