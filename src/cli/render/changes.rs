//! What a report says now that the page on the disk did not say.

use crate::diagnostic::human::Look;
use crate::difference::{CellChange, compare, human};
use crate::document::Document;
use crate::edition::{Edition, read_page};
use crate::format::{Form, Forms};

/// Blanks before a cell.
const INDENT: usize = 2;
/// More cells than this are counted, not listed.
const MOST_CELLS: usize = 20;

/// What has changed since a page was made, a line each; nothing for a page that cannot be compared.
pub(super) fn since(page: &[u8], document: &Document, form: &Form, forms: &Forms, look: Look) -> Vec<String> {
    let Ok(page) = str::from_utf8(page) else { return Vec::new() };
    let Ok(before) = read_page(page, forms) else { return Vec::new() };
    let difference = compare(&before, &Edition::of(document), form);
    if difference.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![format!("与上次生成的网页相比：{}", human::summary(&difference))];
    let cells: Vec<&CellChange> = difference.corrected().chain(difference.derived()).collect();
    for cell in cells.iter().take(MOST_CELLS) {
        let remark = if cell.derived { "（随之变化）" } else { "" };
        let (old, new) = (human::figure(cell.old.as_deref()), human::figure(cell.new.as_deref()));
        let words = look.sentence(&format!("{}：{old} → {new}{remark}", cell.label), INDENT);
        lines.push(words.lines().map(|line| format!("{:INDENT$}{line}", "")).collect::<Vec<_>>().join("\n"));
    }
    if cells.len() > MOST_CELLS {
        lines.push(format!("{:INDENT$}另有 {} 格", "", cells.len() - MOST_CELLS));
    }
    lines
}
