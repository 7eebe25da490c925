//! What a report says now that the page on the disk did not say.

use crate::diagnostic::human::Look;
use crate::difference::{CellChange, Difference, compare, human, not_one_report};
use crate::edition::Edition;
use crate::format::{Form, Forms};
use crate::published;

/// Blanks before a cell.
const INDENT: usize = 2;
/// More cells than this are counted, not listed.
const MOST_CELLS: usize = 20;

/// The report that stood on a page which is to be replaced.
pub(super) struct Before {
    edition: Edition,
    /// False for a fragment.
    is_whole: bool,
}

impl Before {
    /// Reads a page; `None` for one that tells no figures.
    pub fn read(page: &[u8], forms: &Forms) -> Option<Self> {
        let reading = published::recognise(&published::read(page).ok()?, forms, None).ok()?;
        let edition = reading.edition(forms)?;
        Some(Self { edition, is_whole: is_whole(page) })
    }

    /// True if it was the report of another agency or another year.
    pub fn is_other(&self, now: &Edition) -> bool {
        !not_one_report(&self.edition, now).is_empty()
    }

    /// What has changed since, a line each; `is_whole` tells whether the page has its shell now.
    pub fn words(&self, now: &Edition, is_whole: bool, form: &Form, look: Look) -> Vec<String> {
        if self.is_other(now) {
            let year = self.edition.year.map(|year| format!("{year}年")).unwrap_or_default();
            let agency = self.edition.agency.as_deref().unwrap_or_default();
            return vec![format!("注意：原来的是另一份报告（{agency}{year}的），已经备份，没有覆盖")];
        }
        let mut lines = changed(&compare(&self.edition, now, form), look);
        if self.is_whole != is_whole {
            let (old, new) = if self.is_whole {
                ("完整的网页", "正文片段")
            } else {
                ("正文片段", "完整的网页")
            };
            lines.push(format!("注意：原来的网页是{old}，现在换成了{new}"));
        }
        lines
    }
}

/// True for a page with its shell.
pub(super) fn is_whole(page: &[u8]) -> bool {
    page.trim_ascii_start().get(..9).is_some_and(|start| start.eq_ignore_ascii_case(b"<!doctype"))
}

/// The cells that differ, a line each.
fn changed(difference: &Difference, look: Look) -> Vec<String> {
    if difference.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![format!("与上次生成的网页相比：{}", human::summary(difference))];
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
