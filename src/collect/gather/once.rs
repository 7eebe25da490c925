//! A report is counted once, in however many files it was filed.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Figure, Filed};
use crate::diagnostic::Severity;

/// Cells that are named where two reports differ.
const MOST_CELLS: usize = 3;

/// Reports of one unit and year, the one that counts first, and whether others state other figures than it.
pub(super) fn counted_once(mut files: Vec<Filed>, remarks: &mut Vec<String>) -> (Vec<Filed>, bool) {
    // A list of figures says neither whose it is nor anything else.
    files.sort_by_cached_key(|filed| {
        let is_list = filed.agency.is_empty() && filed.marks.is_empty();
        (!filed.is_data_file, is_list, filed.blanks(), filed.path.clone())
    });
    let Some((first, others)) = files.split_first() else { return (files, false) };
    let all: Vec<_> = others.iter().map(|other| (other, differences(first, other))).collect();
    let is_differing = all.iter().any(|(_, cells)| !cells.is_empty());
    for (other, cells) in all.iter().filter(|(_, cells)| !cells.is_empty()) {
        let named = cells.get(..MOST_CELLS).unwrap_or(cells).join("；");
        let more = if cells.len() > MOST_CELLS { format!("等{}处", cells.len()) } else { String::new() };
        // Two names of one body, or two bodies that the roster has in one line.
        let names = match (first.agency.as_str(), other.agency.as_str()) {
            (one, two) if one != two && !one.is_empty() && !two.is_empty() => {
                format!("（编制机关分别是{one}和{two}；是两个单位的，请在名单上分开写）")
            }
            _ => String::new(),
        };
        remarks.push(format!(
            "“{}”与“{}”的数字不一致，都没有计入汇总：{named}{more}。请核对后只留正确的一份{names}",
            first.path, other.path
        ));
    }
    let twice: Vec<String> =
        files.iter().filter(|filed| filed.is_data_file).map(|filed| format!("“{}”", filed.path)).collect();
    if !is_differing && twice.len() > 1 {
        remarks.push(format!("同一份数据文件有{}份，数字一致，按一份计：{}", twice.len(), twice.join("、")));
    }
    if !is_differing {
        remarks.extend(others.iter().filter_map(|other| unchecked(first, other)));
    }
    (files, is_differing)
}

/// Said of another file with the same figures that has what the one that counts does not: other words, or errors.
fn unchecked(first: &Filed, other: &Filed) -> Option<String> {
    // A list of figures says nothing else.
    if other.marks.is_empty() {
        return None;
    }
    let (path, of_first) = (&other.path, &first.path);
    if !other.marks.are_of_one_text(&first.marks) {
        return Some(format!(
            "“{path}”与“{of_first}”数字一致、文字不同，只检查了“{of_first}”；请只留定稿的一份，或者重新生成"
        ));
    }
    let codes = |filed: &Filed| -> BTreeSet<&str> {
        let errors = filed.findings.iter().filter(|found| found.counts_as(Severity::Error));
        errors.map(|found| found.finding.code).collect()
    };
    let (own, theirs) = (codes(first), codes(other));
    let more: Vec<&str> = theirs.difference(&own).copied().collect();
    (!more.is_empty()).then(|| {
        let more = more.join("、");
        format!("“{path}”与“{of_first}”数字一致，另有“{of_first}”没有的错误（{more}）；请只留定稿的一份")
    })
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
