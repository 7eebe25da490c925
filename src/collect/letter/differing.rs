//! What a letter says of a unit that has filed two reports with different figures.

use super::{OPEN, Part, file_name, paragraph, run};
use crate::collect::{Figure, Filed, Unit};
use crate::document::{Alignment, Block, TextTable};

/// Cells that are shown; more are counted.
const MOST_CELLS: usize = 30;

/// Which files, and in which cells they differ.
pub(super) fn blocks(report: &str, unit: &Unit) -> (Vec<Block>, Vec<Part>) {
    let names: Vec<String> = unit.filed.iter().map(|filed| format!("“{}”", file_name(&filed.path))).collect();
    let mut blocks = vec![paragraph(&format!(
        "你单位报送了 {} 份{report}：{}，所填的数字不一致，看不出以哪一份为准，现予退回。请核对后只保留正确的一份，于{OPEN}前重新报送。",
        names.len(),
        names.join("、")
    ))];
    let Some((first, other)) = pair(unit) else { return (blocks, Vec::new()) };
    let cells = differing(first, other);
    if cells.is_empty() {
        return (blocks, Vec::new());
    }
    let (lead, more) = match cells.len() > MOST_CELLS {
        true => {
            (format!("不一致的有 {} 格，下面列出 {MOST_CELLS} 格：", cells.len()), cells.len() - MOST_CELLS)
        }
        false => (format!("不一致的有 {} 格：", cells.len()), 0),
    };
    blocks.push(paragraph(&lead));
    let row = |(cell, own, theirs): (String, String, String)| {
        [cell, own, theirs].map(|text| vec![run(text)]).to_vec()
    };
    let head = ["格".to_owned(), file_name(&first.path), file_name(&other.path)];
    blocks.push(Block::TextTable(TextTable {
        head: head.map(|text| vec![run(text)]).to_vec(),
        rows: cells.into_iter().take(MOST_CELLS).map(row).collect(),
        alignment: vec![Alignment::Default, Alignment::Center, Alignment::Center],
    }));
    if more > 0 {
        blocks.push(paragraph(&format!("其余 {more} 格没有列出。")));
    }
    (blocks, Vec::new())
}

/// The first two reports that differ.
fn pair(unit: &Unit) -> Option<(&Filed, &Filed)> {
    let first = unit.filed.first()?;
    let rest = || unit.filed.iter().skip(1);
    let other = rest().find(|other| !differing(first, other).is_empty()).or_else(|| rest().next())?;
    Some((first, other))
}

/// The cells for which two reports state different figures, in official words, with what each states. What was not
/// read for certain is no difference.
fn differing(one: &Filed, other: &Filed) -> Vec<(String, String, String)> {
    let Some(form) = &one.form else { return Vec::new() };
    let cells = form.cells().zip(&one.figures).filter_map(|(cell, own)| {
        let place = form.place(cell)?;
        let theirs = match other.form.as_ref() {
            Some(same) if same.id == form.id => other.figure(cell),
            Some(theirs) => other.figure(theirs.same_cell(cell, form)?),
            None => return None,
        };
        let is_read = *own != Figure::Unread && theirs != Figure::Unread;
        (is_read && *own != theirs).then(|| (place.words(), shown(*own), shown(theirs)))
    });
    cells.collect()
}

fn shown(figure: Figure) -> String {
    figure.number().map_or_else(|| "（空白）".to_owned(), |number| number.to_string())
}
