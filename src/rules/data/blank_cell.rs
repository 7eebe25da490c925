//! D006: cells left blank.
//!
//! The explanation to the form asks for a 0 where nothing happened: a blank cell leaves open
//! whether nothing happened or nobody counted.

use crate::diagnostic::{Code, Diagnostic};
use crate::format::CellId;
use crate::report::State;
use crate::rules::{Example, Rule, Subject, words};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("D006"),
    title: "单元格空白",
    what: "一对引号 \"\" 表示还没有填写。每一行空白的格合并为一条。",
    why: "没有发生的要填 0；空白分不清是没有发生还是没有统计。",
    source: "国办公开办函〔2021〕30号、〔2019〕60号所附格式的填表说明",
    fails: Example::new("licensing = \"\"  # 行政许可", &[("= 15286", "= \"\"")]),
    passes: Example::new("licensing = 15286  # 行政许可", &[]),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(report) = subject.report else { return Vec::new() };
    let mut findings = Vec::new();
    for (section, _, table) in report.form.tables() {
        for (index, row) in table.rows.iter().enumerate() {
            let Some(data) = report.row(section, index) else { continue };
            let columns = table.column_sets.get(row.set).map_or(&[][..], |set| &set.columns);
            let blank: Vec<usize> = (0..data.cells.len())
                .filter(|&column| data.cells.get(column).is_some_and(|cell| cell.state == State::Blank))
                .collect();
            let Some(first) = blank.first().and_then(|&column| data.cells.get(column)) else { continue };
            let labels = words::list(blank.iter().filter_map(|&c| columns.get(c)).map(|c| &c.label));
            let row = row.quoted();
            let message = if columns.len() == 1 {
                format!("{row}（{labels}）没有填写")
            } else if blank.len() == data.cells.len() {
                format!("{row}一行都没有填写")
            } else {
                format!("{row}一行有 {} 格没有填写：{labels}", blank.len())
            };
            let mut finding = Diagnostic::error(RULE.code, first.span, message)
                .help("请填上数字；没有发生的填 0，不能留空");
            let ids = blank.iter().map(|&column| CellId { section, row: index, column });
            let others = blank.iter().skip(1).filter_map(|&column| data.cells.get(column));
            finding.labels = others.map(|cell| (cell.span, String::new())).collect();
            finding.cells = words::cell_refs(report, subject.source, ids);
            findings.push(finding);
        }
    }
    findings
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
