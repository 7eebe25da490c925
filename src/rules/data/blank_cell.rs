//! D006: cells left blank.
//!
//! The explanation to the form asks for a 0 where nothing happened: a blank cell leaves open
//! whether nothing happened or nobody counted.

use crate::diagnostic::{Change, Code, Diagnostic, Fix};
use crate::format::{CellId, quote};
use crate::report::{Cell, Report, State};
use crate::rules::{Acceptance, Example, Look, RowAt, Rule, Subject, words};
use crate::source::{Edit, Source, unseen_name};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("D006"),
    title: "单元格空白",
    what: "一对引号 \"\" 表示还没有填写。每一行空白的格合并为一条；整个表格都没有填写的，合并为一条。",
    why: "没有发生的要填 0；空白分不清是没有发生还是没有统计。",
    source: "国办公开办函〔2021〕30号、〔2019〕60号所附格式的填表说明",
    fails: Example::new("licensing = \"\"  # 行政许可", &[("= 15286", "= \"\"")]),
    passes: Example::new("licensing = 15286  # 行政许可", &[]),
    acceptance: Acceptance::FaultOfTheFile,
    look: Look::Report(check),
};

fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let rows: Vec<RowAt<'_>> = subject.every_row().collect();
    let tables = rows.chunk_by(|one, other| one.section == other.section);
    tables.flat_map(|rows| of_table(subject, rows)).collect()
}

/// One finding for each row that has blank cells; one for all where nothing has been filled in yet.
fn of_table(subject: &Subject<'_>, rows: &[RowAt<'_>]) -> Vec<Diagnostic> {
    let stated = rows.iter().filter(|row| row.row.cells.iter().any(|cell| cell.state != State::Absent));
    if stated.clone().count() < 2 || !rows.iter().all(is_blank) {
        return rows.iter().filter_map(|row| of_row(subject, row)).collect();
    }
    let cells: Vec<CellId> = stated.flat_map(|row| blank(row).map(|(column, _)| row.id(column))).collect();
    let place = cells.first().and_then(|&id| subject.report.cell(id)).map(|cell| cell.span);
    let title = rows.first().map(|row| quote(&row.of.title)).unwrap_or_default();
    let message = format!("{title}的表格还没有填写，共 {} 格", cells.len());
    let finding = RULE
        .error(place.unwrap_or_default(), message)
        .label("从这里起，各格都是空白")
        .help("请逐行填上数字；没有发生的填 0，不能留空")
        .cells(subject.cells(cells));
    vec![finding]
}

fn of_row(subject: &Subject<'_>, row: &RowAt<'_>) -> Option<Diagnostic> {
    let blank: Vec<(usize, &Cell)> = blank(row).collect();
    let (_, first) = blank.first()?;
    let columns = blank.iter().filter_map(|(column, _)| row.columns().get(*column));
    let labels = words::list(columns.map(|column| &column.label));
    let name = row.declared.quoted();
    let message = if row.columns().len() == 1 {
        format!("{name}（{labels}）没有填写")
    } else if is_blank(row) {
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

/// The blank cells of a row, each with its column.
fn blank<'r>(row: &'r RowAt<'_>) -> impl Iterator<Item = (usize, &'r Cell)> {
    row.row.cells.iter().enumerate().filter(|(_, cell)| cell.state == State::Blank)
}

/// True if every cell that the file has of a row is blank; a total may be left to the program.
fn is_blank(row: &RowAt<'_>) -> bool {
    row.row.cells.iter().all(|cell| matches!(cell.state, State::Blank | State::Absent))
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
        let place = (place.map(|place| place.words()).unwrap_or_default(), cell.path.clone());
        fix.changes.push(Change::in_cell(source, cell.span, place, name, String::new()));
    }
    (!fix.edits.is_empty()).then_some(fix)
}

#[cfg(test)]
mod tests {
    use crate::format::Forms;
    use crate::rules::check;
    use crate::rules::testing::{SOUND, only};
    use crate::source::Source;

    /// The sound report with every figure of a section blank, but those that are kept.
    fn blanked(section: &str, keep: &str) -> Vec<(String, usize)> {
        let mut is_within = false;
        let lines = SOUND.lines().map(|line| {
            if line.starts_with('[') {
                is_within = line.starts_with(&format!("[{section}]"));
            }
            match line.split_once('=') {
                Some((key, rest)) if is_within && !key.starts_with(keep) && !line.starts_with('#') => {
                    let (figures, comment) = rest.split_once('#').unwrap_or((rest, ""));
                    let cells = figures.trim().trim_matches(['[', ']']).split(',').map(|_| "\"\"");
                    let cells = cells.collect::<Vec<_>>().join(", ");
                    let value = if figures.contains('[') { format!("[{cells}]") } else { cells };
                    format!("{key}= {value} #{comment}")
                }
                _ => line.to_owned(),
            }
        });
        let source = Source::new("年报.toml", lines.collect::<Vec<_>>().join("\n"));
        let found = check(&source, &Forms::built_in()).findings;
        let blank = found.iter().filter(|finding| finding.code.0 == "D006");
        blank.map(|finding| (finding.message.clone(), finding.cells.len())).collect()
    }

    #[test]
    fn a_table_blank_throughout_is_one_finding_with_all_its_cells() {
        let found = blanked("proceedings", "-");
        assert_eq!(found.len(), 1, "{found:?}");
        let (message, cells) = found.first().unwrap();
        assert_eq!(
            *message,
            format!("“四、政府信息公开行政复议、行政诉讼情况”的表格还没有填写，共 {cells} 格")
        );
        assert_eq!(*cells, 13);
        // One row that is filled in, and each of the others is told.
        let found = blanked("proceedings", "reconsideration");
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.iter().all(|(message, _)| message.ends_with("一行都没有填写")), "{found:?}");
    }

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
