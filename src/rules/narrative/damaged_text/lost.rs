//! Characters that were lost: inside a known word, and after the numbers of a date.

use std::ops::Range;
use std::sync::LazyLock;

use super::{Damage, Kind};
use crate::prose::time::clause::starts_own;
use crate::prose::{Prose, Words};
use crate::report::body::is_short_for;
use crate::rules::passages::is_han;

/// Known words, in brackets a character that is easily lost; with ^ only where no word stands before them.
static LOST: Words = Words::under("rule lost");

/// A known word without one of its characters.
struct Remnant {
    /// What is left of it.
    left: String,
    /// What was lost.
    lost: char,
    /// True if no word may stand before it: 政信息公开 is in 财政信息公开.
    opens: bool,
}

static REMNANTS: LazyLock<Vec<Remnant>> = LazyLock::new(|| {
    let read = |entry: &str| {
        let opens = entry.starts_with('^');
        let (before, rest) = entry.trim_start_matches('^').split_once('[')?;
        let (lost, after) = rest.split_once(']')?;
        Some(Remnant { left: format!("{before}{after}"), lost: lost.chars().next()?, opens })
    };
    LOST.iter().copied().filter_map(read).collect()
});

/// What follows the year of a sentence where the 年 was lost.
static AFTER_YEAR: Words = Words::under("rule after-year");

/// Adds what a text has lost.
pub(super) fn find(prose: &Prose, year: u16, agency: &str, damages: &mut Vec<Damage>) {
    let (text, mut end) = (prose.text.as_str(), 0);
    let mut found = words(prose);
    for (at, _) in prose.marks().filter(|(_, c)| c.is_ascii_digit()) {
        if at < end {
            continue;
        }
        let (before, rest) = text.split_at_checked(at).unwrap_or_default();
        let (length, damage) = date(rest, before.chars().next_back(), year, agency);
        end = at + length;
        found.extend(damage.map(|(kind, range)| Damage { kind, range: at + range.start..at + range.end }));
    }
    found.sort_by_key(|damage| damage.range.start);
    // At one place the first of the lexicon counts.
    found.dedup_by_key(|damage| damage.range.start);
    damages.append(&mut found);
}

/// The known words that have lost a character, in the order of the lexicon.
fn words(prose: &Prose) -> Vec<Damage> {
    let mut found: Vec<Damage> = Vec::new();
    for remnant in REMNANTS.iter().filter(|remnant| prose.may_hold(&remnant.left)) {
        let words = remnant.left.trim_end_matches(['。', '，', '；']);
        for at in memchr::memmem::find_iter(prose.text.as_bytes(), &remnant.left) {
            let before = prose.text.get(..at).and_then(|before| before.chars().next_back());
            if !(remnant.opens && before.is_some_and(is_han)) {
                found.push(Damage { kind: Kind::Lost(Some(remnant.lost)), range: at..at + words.len() });
            }
        }
    }
    found
}

/// Looks at the number that a text begins with: how many digits it has, and what of a date was lost.
fn date(
    rest: &str,
    previous: Option<char>,
    year: u16,
    agency: &str,
) -> (usize, Option<(Kind, Range<usize>)>) {
    let after = without_digits(rest);
    let length = rest.len() - after.len();
    // 第2024号, V2.2024, 0571-2024: no year.
    let is_inside = previous
        .is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '—' | '/' | '〔' | '['));
    if let Some(next) = after.strip_prefix('年').filter(|_| !is_inside) {
        let is_short = is_short_year(rest.get(..length).unwrap_or_default(), next, year);
        return (length, is_short.then_some((Kind::ShortYear, 0..length + '年'.len_utf8())));
    }
    if is_inside || after.starts_with('年') {
        return (length, None);
    }
    // 2025，我县坚持……; 2025街道没有……
    let opens = previous.is_none_or(|c| matches!(c, '\n' | '。' | '；'));
    let is_subject = || opens && (after.starts_with(['，', ',']) || starts_own(after, agency));
    let stated = rest.get(..length.min(4)).and_then(|year| year.parse::<u16>().ok());
    let is_year = length >= 4 && stated.is_some_and(|stated| stated.abs_diff(year) <= 1);
    let lost = if is_year && length == 4 {
        let is_lost = AFTER_YEAR.opens(after) || is_subject();
        is_lost.then_some(Kind::Lost(Some('年')))
    } else if is_year {
        // 20241月, 202411日
        let is_run_on =
            after.starts_with('月') && length <= 6 || after.starts_with('日') && (6..=8).contains(&length);
        is_run_on.then_some(Kind::Lost(None))
    } else if previous == Some('月') && length <= 2 {
        // 1月1至12月31日; 1月1至15日 is right.
        let other = after.strip_prefix(['至', '到']).unwrap_or_default();
        let month = without_digits(other);
        (month.len() < other.len() && month.starts_with('月')).then_some(Kind::Lost(Some('日')))
    } else {
        None
    };
    let next = after.chars().next().map_or(0, char::len_utf8);
    (length, lost.map(|kind| (kind, 0..length + next)))
}

/// True for a year about the report year without one of its digits: 202年1月, 截至224年底.
fn is_short_year(digits: &str, next: &str, year: u16) -> bool {
    let years = year.saturating_sub(1)..=year.saturating_add(1);
    let goes_on = next.starts_with(|c: char| c.is_ascii_digit() || "度底末初".contains(c));
    digits.len() == 3 && goes_on && years.into_iter().any(|year| is_short_for(digits, &year.to_string()))
}

fn without_digits(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_ascii_digit())
}
