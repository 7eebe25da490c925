//! D006: cells left blank.
//!
//! The explanation to the form asks for a 0 where nothing happened: a blank cell leaves open
//! whether nothing happened or nobody counted.

use crate::diagnostic::{Change, Code, Diagnostic, Fix};
use crate::report::{Cell, Report, State};
use crate::rules::{Acceptance, Example, Look, RowAt, Rule, Subject, words};
use crate::source::{Edit, Source, unseen_name};

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
    let unseen = blank.iter().find_map(|(_, cell)| unseen(subject.source.slice(cell.span)));
    let unseen = unseen.map_or_else(String::new, |name| format!("；格里有看不见的字符：{name}"));
    let finding = RULE
        .error(first.span, message + &unseen)
        .help("请填上数字；没有发生的填 0，不能留空")
        .also(blank.iter().skip(1).map(|(_, cell)| cell.span))
        .cells(subject.cells(blank.iter().map(|(column, _)| row.id(*column))));
    Some(finding)
}

/// The first sign in a cell that nobody sees, with its number.
fn unseen(written: &str) -> Option<String> {
    let (c, name) = written.chars().find_map(|c| Some((c, unseen_name(c)?)))?;
    Some(format!("{name}（U+{:04X}）", u32::from(c)))
}

/// The cells of a finding of this rule without the signs in them that nobody sees.
pub(in crate::rules) fn without_unseen(
    report: &Report,
    source: &Source,
    finding: &Diagnostic,
) -> Option<Fix> {
    let mut fix = Fix::default();
    for cell in &finding.cells {
        let Some(name) = unseen(source.slice(cell.span)) else { continue };
        let target = report.form.target(&cell.path).ok();
        let place = target.and_then(|target| report.form.place(*target.cells.first()?));
        fix.edits.push(Edit { span: cell.span, text: "\"\"".to_owned() });
        fix.changes.push(Change {
            span: cell.span,
            line: source.line(cell.span.start),
            place: place.map(|place| place.words()).unwrap_or_default(),
            path: Some(cell.path.clone()),
            old: name,
            new: String::new(),
        });
    }
    (!fix.edits.is_empty()).then_some(fix)
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
