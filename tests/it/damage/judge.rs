//! Holds what was read of a damaged page against the truth.

use std::collections::BTreeMap;
use std::fmt;

use nianbao::published::{Account, Page, PageBlock};
use rust_decimal::Decimal;

use crate::common::lists::{APPLICANTS, National, RESULTS, TOTAL};

/// What became of the cells.
#[derive(Debug, Default)]
pub struct Counts {
    pub equal: usize,
    pub doubtful: usize,
    pub missing: usize,
    pub silent: usize,
    /// Wrong where nobody can see it: all labels are there and all sums are true.
    pub excused: usize,
    /// Damages after which nothing was read.
    pub refused: usize,
}

impl Counts {
    pub fn add(&mut self, other: &Self) {
        self.equal += other.equal;
        self.doubtful += other.doubtful;
        self.missing += other.missing;
        self.silent += other.silent;
        self.excused += other.excused;
        self.refused += other.refused;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { equal, doubtful, missing, silent, excused, refused } = self;
        write!(
            f,
            "{equal} equal, {doubtful} doubtful, {missing} missing, {silent} silent, {excused} excused; {refused} refused"
        )
    }
}

/// A figure as a number, and what stands before its note.
pub fn plain(text: &str) -> String {
    let text: String = text.split(['（', '(']).next().unwrap_or_default().trim().replace([',', '，'], "");
    let text = text.strip_prefix('+').unwrap_or(&text).to_owned();
    Decimal::from_str_exact(&text).map_or(text, |number| number.normalize().to_string())
}

/// Counts the cells, and tells those that say something wrong without doubt.
pub fn judge(account: &Account, truth: &BTreeMap<String, String>) -> (Counts, Vec<String>) {
    let mut counts = Counts::default();
    let mut silent = Vec::new();
    let cells: BTreeMap<&str, _> = account.cells.iter().map(|cell| (cell.path.as_str(), cell)).collect();
    for (path, meant) in truth {
        let cell = cells.get(path.as_str());
        match cell.and_then(|cell| Some((cell, cell.value.as_deref()?))) {
            None => counts.missing += 1,
            Some((cell, _)) if cell.doubtful => counts.doubtful += 1,
            Some((_, value)) if plain(value) == plain(meant) => counts.equal += 1,
            Some((_, value)) => silent.push(format!("{path} is {value:?}, not {meant:?}")),
        }
    }
    // A cell that the report does not have.
    for cell in account.cells.iter().filter(|cell| !truth.contains_key(&cell.path) && !cell.doubtful) {
        if let Some(value) = cell.value.as_deref().filter(|value| !value.is_empty()) {
            silent.push(format!("{} is {value:?}, and is not there", cell.path));
        }
    }
    (counts, silent)
}

/// True if nobody can see the damage: every label is still there, none is new, and every sum is true.
pub fn is_sound(before: &Page, after: &Page, account: &Account) -> bool {
    labels(before) == labels(after) && sums_are_true(account)
}

/// The labels and headings of all grids.
fn labels(page: &Page) -> Vec<String> {
    let grids = page.blocks.iter().filter_map(|block| match block {
        PageBlock::Grid(grid) => Some(grid),
        PageBlock::Paragraph(_) => None,
    });
    let texts = grids.flat_map(|grid| grid.rows.iter().flatten()).map(|cell| solid(&cell.text));
    let mut texts: Vec<String> = texts.filter(|text| is_label(text)).collect();
    texts.sort();
    texts
}

/// Without blanks.
pub fn solid(text: &str) -> String {
    text.split_whitespace().collect()
}

/// A text with a Chinese character that does not begin as a figure does.
pub fn is_label(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '．' | ','));
    let number = text.strip_suffix(rest).unwrap_or_default();
    // `251000元` is none, `1.属于国家秘密` is.
    crate::common::is_chinese(rest) && (number.is_empty() || number.ends_with(['.', '．']))
}

/// The sums of the national forms, worked out here.
fn sums_are_true(account: &Account) -> bool {
    let form = National::of(&account.form);
    let figure = |path: String| -> Option<Decimal> {
        let cell = account.cells.iter().find(|cell| cell.path == path)?;
        match plain(cell.value.as_deref()?).as_str() {
            "" => Some(Decimal::ZERO),
            text => Decimal::from_str_exact(text).ok(),
        }
    };
    let add = |paths: Vec<String>| paths.into_iter().map(figure).sum::<Option<Decimal>>();
    let with_total: Vec<String> = APPLICANTS.iter().copied().chain([TOTAL]).map(str::to_owned).collect();
    let of_row = |row: &str, columns: &[&str]| {
        let parts = add(columns.iter().map(|column| format!("{row}.{column}")).collect());
        parts.is_some() && parts == figure(format!("{row}.{TOTAL}"))
    };
    let group = format!("requests.other_handling.{TOTAL}");
    let is_one_row = account.cells.iter().any(|cell| cell.path == group);
    let mut handled: Vec<&str> = form.handled.to_vec();
    if is_one_row {
        handled.retain(|key| !key.starts_with("other_handling"));
        handled.push("other_handling");
    }
    let columns = with_total.iter().all(|column| {
        let total = figure(format!("requests.{TOTAL}.{column}"));
        let parts = add(handled.iter().map(|key| format!("requests.{key}.{column}")).collect());
        let came = add(["received", "carried_in"].map(|key| format!("requests.{key}.{column}")).to_vec());
        let gone = add([TOTAL, "carried_forward"].map(|key| format!("requests.{key}.{column}")).to_vec());
        total.is_some() && parts == total && came.is_some() && came == gone
    });
    let rows = handled.iter().chain(&["received", "carried_in", TOTAL, "carried_forward"]);
    let rows = rows.copied().all(|key| of_row(&format!("requests.{key}"), APPLICANTS));
    let proceedings = crate::common::lists::PROCEEDINGS;
    columns && rows && proceedings.iter().all(|key| of_row(&format!("proceedings.{key}"), RESULTS))
}
