//! A report is counted once, in however many files it was filed.

use std::collections::BTreeMap;

use super::super::{Figure, Filed};

/// Cells that are named where two reports differ.
const MOST_CELLS: usize = 3;

/// Reports of one unit and year, the one that counts first, and whether others state other figures than it.
pub(super) fn counted_once(mut files: Vec<Filed>, remarks: &mut Vec<String>) -> (Vec<Filed>, bool) {
    files.sort_by_cached_key(|filed| (!filed.is_data_file, filed.blanks(), filed.path.clone()));
    let Some((first, others)) = files.split_first() else { return (files, false) };
    let all: Vec<_> = others.iter().map(|other| (other, differences(first, other))).collect();
    let is_differing = all.iter().any(|(_, cells)| !cells.is_empty());
    for (other, cells) in all.iter().filter(|(_, cells)| !cells.is_empty()) {
        let named = cells.get(..MOST_CELLS).unwrap_or(cells).join("；");
        let more = if cells.len() > MOST_CELLS { format!("等{}处", cells.len()) } else { String::new() };
        remarks.push(format!(
            "“{}”与“{}”的数字不一致，都没有计入汇总：{named}{more}。请核对后只留正确的一份",
            first.path, other.path
        ));
    }
    let twice: Vec<String> =
        files.iter().filter(|filed| filed.is_data_file).map(|filed| format!("“{}”", filed.path)).collect();
    if !is_differing && twice.len() > 1 {
        remarks.push(format!("同一份数据文件有{}份，数字一致，按一份计：{}", twice.len(), twice.join("、")));
    }
    let other_words: Vec<String> = others
        .iter()
        .filter(|other| !other.marks.is_same_text(&first.marks))
        .map(|other| format!("“{}”", other.path))
        .collect();
    if !is_differing && !other_words.is_empty() {
        remarks.push(format!(
            "几份文件数字一致、文字不同，只检查了“{}”，没有检查{}；请只留定稿的一份，或者重新生成",
            first.path,
            other_words.join("、")
        ));
    }
    (files, is_differing)
}

/// The cells in which two reports differ, in official words with both values.
fn differences(one: &Filed, other: &Filed) -> Vec<String> {
    let (Some(form), Some(of_other)) = (&one.form, &other.form) else { return Vec::new() };
    let words = |cell, own: Figure, theirs: Figure| {
        let place = form.place(cell).map(|place| place.words()).unwrap_or_default();
        format!("{place}分别为{}和{}", value(own), value(theirs))
    };
    if form.id == of_other.id {
        let pairs = form.cells().zip(one.figures.iter().zip(&other.figures));
        let differing = pairs.filter(|(_, (own, theirs))| differ(**own, **theirs));
        return differing.map(|(cell, (own, theirs))| words(cell, *own, *theirs)).collect();
    }
    // Of two forms, what both ask for is compared.
    let theirs: BTreeMap<String, Figure> =
        of_other.cells().map(|cell| of_other.path(cell)).zip(other.figures.iter().copied()).collect();
    let pairs = form.cells().zip(&one.figures);
    let common = pairs.filter_map(|(cell, own)| Some((cell, *own, *theirs.get(&form.path(cell))?)));
    let differing = common.filter(|(_, own, theirs)| differ(*own, *theirs));
    differing.map(|(cell, own, theirs)| words(cell, own, theirs)).collect()
}

/// What was not read tells no difference.
pub(super) fn differ(one: Figure, other: Figure) -> bool {
    one != other && one != Figure::Unread && other != Figure::Unread
}

fn value(figure: Figure) -> String {
    figure.number().map_or_else(|| "空白".to_owned(), |number| number.to_string())
}
