//! The overview as CSV (情况表.csv): one unit a line, for those who work in spreadsheet programs.

use super::{Overview, Row};
use crate::exchange::lines::{BYTE_ORDER_MARK, harmless, lines};

/// What the columns are called.
pub(super) const HEAD: [&str; 12] = [
    "单位",
    "类别",
    "联系人",
    "情况",
    "日期",
    "错误",
    "提醒",
    "空白格",
    "第一处问题",
    "位置",
    "文件",
    "说明",
];

/// The overview. Several files or remarks of a unit stand in one field, a line each.
///
/// # Errors
/// None that is known: a line in memory can always be written.
pub fn text(overview: &Overview<'_>) -> Result<String, csv::Error> {
    let records = std::iter::once(HEAD.map(str::to_owned)).chain(overview.rows.iter().map(fields));
    Ok(format!("{BYTE_ORDER_MARK}{}", lines(records.map(|record| record.map(harmless)))?))
}

/// What stands in the columns of a line.
pub(super) fn fields(row: &Row) -> [String; HEAD.len()] {
    let number = |count: Option<usize>| count.map(|count| count.to_string()).unwrap_or_default();
    [
        row.name.clone(),
        row.category.clone(),
        row.contact.clone(),
        row.state_words.clone(),
        row.date.map(|date| date.to_string()).unwrap_or_default(),
        number(row.errors),
        number(row.warnings),
        number(row.blanks),
        row.problem.clone(),
        row.place.clone(),
        row.files.join("\n"),
        row.remarks.join("\n"),
    ]
}
