//! D006: cells left blank.
//!
//! The explanation to the form asks for a 0 where nothing happened: a blank cell leaves open
//! whether nothing happened or nobody counted.

use crate::diagnostic::{Code, Diagnostic};
use crate::report::{Cell, State};
use crate::rules::{Acceptance, Example, Look, RowAt, Rule, Subject, words};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("D006"),
    title: "单元格空白",
    what: "一对引号 \"\" 表示还没有填写。每一行空白的格合并为一条。",
    why: "没有发生的要填 0；空白分不清是没有发生还是没有统计。",
    source: "国办公开办函〔2021〕30号、〔2019〕60号所附格式的填表说明",
    fails: Example::new("licensing = \"\"  # 行政许可", &[("= 15286", "= \"\"")]),
    passes: Example::new("licensing = 15286  # 行政许可", &[]),
    acceptance: Acceptance::FaultOfTheFile,
    look: Look::Row(check),
};

fn check(subject: &Subject<'_>, row: &RowAt<'_>) -> Option<Diagnostic> {
    let cells = row.row.cells.iter().enumerate();
    let blank: Vec<(usize, &Cell)> = cells.filter(|(_, cell)| cell.state == State::Blank).collect();
    let (_, first) = blank.first()?;
    let columns = blank.iter().filter_map(|(column, _)| row.columns().get(*column));
    let labels = words::list(columns.map(|column| &column.label));
    let name = row.declared.quoted();
    let message = if row.columns().len() == 1 {
        format!("{name}（{labels}）没有填写")
    } else if blank.len() == row.row.cells.len() {
        format!("{name}一行都没有填写")
    } else {
        format!("{name}一行有 {} 格没有填写：{labels}", blank.len())
    };
    let finding = RULE
        .error(first.span, message)
        .help("请填上数字；没有发生的填 0，不能留空")
        .also(blank.iter().skip(1).map(|(_, cell)| cell.span))
        .cells(subject.cells(blank.iter().map(|(column, _)| row.id(*column))));
    Some(finding)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::only;

    #[test]
    fn blank_cells_of_a_row_are_one_finding_and_are_no_zeros() {
        let finding = only(&[("[      5,        1,", "[      \"\",        \"\",")]);
        assert_eq!(finding.code.0, "D006");
        let row = "“三、（二）部分公开（区分处理的，只计这一情形，不计其他情形）”";
        assert_eq!(finding.message, format!("{row}一行有 2 格没有填写：自然人、商业企业"));
        let paths: Vec<&str> = finding.cells.iter().map(|cell| cell.path.as_str()).collect();
        assert_eq!(paths, ["requests.partly_granted.natural_person", "requests.partly_granted.enterprise"]);
        assert_eq!(only(&[("= 15286", "= \"\"")]).message, "“行政许可”（本年处理决定数量）没有填写");
    }
}
