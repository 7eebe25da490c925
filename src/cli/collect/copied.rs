//! Looks for copied passages: the files of reports that may share one are read again, some at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::found::Found;
use crate::cli::load;
use crate::cli::parallel;
use crate::cli::progress::Progress;
use crate::collect::{Collection, Compared, Copied};
use crate::copied::{Marks, Shared, Texts, candidates, compare, groups};
use crate::format::Forms;

/// The texts of so many reports are kept at a time.
const AT_A_TIME: usize = 400;

/// Finds the passages that the reports of the collection have in common.
pub(super) fn find(collection: &mut Collection, found: &Found, forms: &Forms) {
    let compared = collection.compared();
    let marks: Vec<&Marks> = compared.iter().map(|one| &one.report.marks).collect();
    let likely = candidates(&marks);
    let mut shared: Vec<(usize, usize, Vec<Shared>)> = Vec::new();
    let progress = Progress::new("正在比较文字", likely.pairs.len());
    for pairs in batches(&likely.pairs) {
        let texts = texts(pairs, &compared, found, forms);
        let compare = |&(one, other): &(usize, usize)| {
            let both = texts.get(&one).zip(texts.get(&other));
            (one, other, both.map(|(one, other)| compare(one, other, &likely.standard)).unwrap_or_default())
        };
        parallel::in_order(pairs, compare, |(one, other, common)| {
            progress.went_on();
            if !common.is_empty() {
                shared.push((one, other, common));
            }
        });
    }
    let copied = groups(&shared).into_iter().map(|passage| Copied::of(passage, &compared)).collect();
    collection.copied = copied;
}

/// The pairs in lots that together concern no more than [`AT_A_TIME`] reports.
fn batches(pairs: &[(usize, usize)]) -> impl Iterator<Item = &[(usize, usize)]> {
    let mut rest = pairs;
    std::iter::from_fn(move || {
        let mut reports = BTreeSet::new();
        let fits = |(one, other): &&(usize, usize)| {
            reports.extend([*one, *other]);
            reports.len() <= AT_A_TIME
        };
        let count = rest.iter().take_while(fits).count();
        let (lot, behind) = rest.split_at_checked(count)?;
        rest = behind;
        (!lot.is_empty()).then_some(lot)
    })
}

/// The texts of all reports of some pairs. A file that has gone meanwhile has none.
fn texts(
    pairs: &[(usize, usize)],
    compared: &[Compared<'_>],
    found: &Found,
    forms: &Forms,
) -> BTreeMap<usize, Texts> {
    let reports: BTreeSet<usize> = pairs.iter().flat_map(|&(one, other)| [one, other]).collect();
    let path = |at: usize| Some((at, found.files.get(compared.get(at)?.report.file)?.clone()));
    let files: Vec<(usize, PathBuf)> = reports.into_iter().filter_map(path).collect();
    let read = |(at, path): &(usize, PathBuf)| Some((*at, Texts::of(&load::report(path, forms).ok()??)));
    let mut texts = BTreeMap::new();
    parallel::in_order(&files, read, |read| texts.extend(read));
    texts
}
