//! Which sheets of a workbook hold the report: instructions, and lists to choose from, stand on sheets of their own.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::page::{Kind, Page, PageBlock};
use super::recognise::place_of;
use super::tables::Figures;
use super::{sections, title};
use crate::format::Form;

/// The sheets of which no figure was read, and that have no title of a section or of a report.
pub(super) fn without_report(form: &Form, page: &Page, figures: &Figures) -> BTreeSet<String> {
    if page.kind != Kind::Sheet {
        return BTreeSet::new();
    }
    let names = sections::Names::of(form);
    let mut all = BTreeSet::new();
    let mut own: BTreeSet<String> =
        figures.values.values().filter_map(|value| value.place.sheet.clone()).collect();
    for block in &page.blocks {
        let is_own = match block {
            PageBlock::Grid(_) => false,
            PageBlock::Paragraph(paragraph) => {
                sections::is_title(&names, block) || title::is_title(&paragraph.text())
            }
        };
        let Some(sheet) = place_of(block).sheet else { continue };
        if is_own {
            own.insert(sheet.clone());
        }
        all.insert(sheet);
    }
    all.difference(&own).cloned().collect()
}

/// The page without those sheets, and the blocks on them.
pub(super) fn without<'p>(
    page: &'p Page,
    sheets: &BTreeSet<String>,
    tables: &mut Vec<Option<usize>>,
) -> (Cow<'p, Page>, Vec<PageBlock>) {
    let is_there = |block: &PageBlock| place_of(block).sheet.is_some_and(|sheet| sheets.contains(&sheet));
    if sheets.is_empty() {
        return (Cow::Borrowed(page), Vec::new());
    }
    let grids = page.blocks.iter().filter(|block| matches!(block, PageBlock::Grid(_)));
    let mut keeps = grids.map(|grid| !is_there(grid));
    tables.retain(|_| keeps.next().unwrap_or(true));
    let (elsewhere, blocks) = page.blocks.iter().cloned().partition(is_there);
    (Cow::Owned(Page { blocks, ..page.clone() }), elsewhere)
}
