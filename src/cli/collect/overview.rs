//! What a run over many reports came to, for the screen: the counts, the units with something wrong, the worst first,
//! what was added up, and whether a report of the sum agrees.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::cli::check::{column, padded};
use crate::collect::{Overview, Row, State, Tie, TieRow, book};
use crate::diagnostic::human::Look;
use crate::source::visible;

/// Units that are shown, a line each; the others are in the overview that is written.
const MOST_UNITS: usize = 20;
/// Cells that are shown of a list.
const MOST_CELLS: usize = 3;
/// How to see the whole of a list.
const NOT_WRITTEN: &str = "加上 -o 目录可以看到全部";
/// Columns of a screen whose width is not known.
const COLUMNS: usize = 80;
/// Columns of a name at most.
const NAME: usize = 28;
/// Columns of what has become of a report: `有错误，迟报`.
const STATE: usize = 12;
/// Columns of a count.
const COUNT: usize = 6;

/// The overview in lines; `is_written` is true if the whole of it is written into a folder.
pub(super) fn text(overview: &Overview<'_>, is_written: bool, look: Look) -> String {
    let collection = overview.collection;
    let columns = look.width.unwrap_or(COLUMNS);
    let look = Look { width: Some(columns), ..look };
    let mut lines = vec![look.sentence(&collection.counts_in_words().concat(), 0)];
    lines.extend(units(&overview.rows, is_written, columns));
    if let Some(account) = collection.sum_account() {
        let absent = account.absent_in_words();
        let sentences: String = account.sentences.iter().cloned().chain(absent).collect();
        lines.extend([String::new(), look.sentence(&visible(&sentences), 0)]);
        let all = if is_written { "见情况表" } else { NOT_WRITTEN };
        lines.extend(list(&account.blank, all, look));
        if !account.unlike.is_empty() {
            lines.push("有的单位所写的总计与分项之和不一致：".to_owned());
            lines.extend(list(&account.unlike, all, look));
        }
    }
    lines.extend(collection.tie().into_iter().flat_map(|tie| tie_lines(&tie, is_written, look)));
    lines.join("\n")
}

/// The units with something wrong, a line each under a head.
fn units(rows: &[Row], is_written: bool, columns: usize) -> Vec<String> {
    let is_clean = |row: &Row| row.state == State::Filed && row.warnings == Some(0) && row.remarks.is_empty();
    let rows: Vec<&Row> = rows.iter().filter(|row| !is_clean(row)).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let shown = rows.get(..MOST_UNITS).unwrap_or(&rows);
    let names: Vec<String> = shown.iter().map(|row| cut(&visible(&row.name), NAME)).collect();
    let widest = column(names.iter().map(String::as_str).chain(["单位"]));
    let line = |name: &str, state: &str, counts: [String; 2], problem: &str| {
        let right = |count: &String| format!("{}{count}", " ".repeat(COUNT.saturating_sub(count.width())));
        let counts = counts.iter().map(right).collect::<String>();
        let before = format!("{}  {}{counts}  ", padded(name, widest), padded(state, STATE));
        let left = columns.saturating_sub(before.width());
        format!("{before}{}", cut(problem, left)).trim_end().to_owned()
    };
    let head = line("单位", "情况", ["错误", "提醒"].map(str::to_owned), "第一处问题");
    let number = |count: Option<usize>| count.map_or_else(|| "-".to_owned(), |count| count.to_string());
    let of_row = |(row, name): (&&Row, &String)| {
        let problem = if row.problem.is_empty() { row.remarks.first() } else { Some(&row.problem) };
        let problem = problem.map(|words| visible(words)).unwrap_or_default();
        line(name, &row.state_words, [number(row.errors), number(row.warnings)], &problem)
    };
    let mut lines = vec![String::new(), head];
    lines.extend(shown.iter().zip(&names).map(of_row));
    let more = rows.len() - shown.len();
    match (more, is_written) {
        (0, _) => {}
        (_, true) => lines.push(format!("其余 {more} 个单位见情况表")),
        (_, false) => lines.push(format!("其余 {more} 个单位没有列出；加上 -o 目录，就有全部单位的情况表")),
    }
    lines
}

/// Whether a report of the sum agrees.
fn tie_lines(tie: &Tie, is_written: bool, look: Look) -> Vec<String> {
    let row = |row: &TieRow| {
        let why = if row.explanation.is_empty() { String::new() } else { format!("；{}", row.explanation) };
        format!("{}：汇总年报 {}，各单位之和 {}，{}{why}", row.cell, row.stated, row.summed, row.excess)
    };
    let mut lines = vec![String::new(), look.sentence(&tie.sentences.concat(), 0)];
    let all = format!("见{}的“{}”", book::NAME, book::TIE);
    let all = if is_written { all.as_str() } else { NOT_WRITTEN };
    lines.extend(list(&tie.rows.iter().map(row).collect::<Vec<_>>(), all, look));
    lines
}

/// The first of a list, a sentence each, and how many more there are, with where all of it is.
fn list(items: &[String], all: &str, look: Look) -> Vec<String> {
    const INDENT: &str = "  ";
    let line = |item: &String| {
        let words = look.sentence(&visible(item), INDENT.len());
        format!("{INDENT}{}", words.replace('\n', &format!("\n{INDENT}")))
    };
    let mut lines: Vec<String> = items.iter().take(MOST_CELLS).map(line).collect();
    let more = items.len().saturating_sub(MOST_CELLS);
    lines.extend((more > 0).then(|| format!("{INDENT}还有 {more} 格，{all}")));
    lines
}

/// The beginning of a text that fits so many columns.
fn cut(text: &str, columns: usize) -> String {
    const MORE: &str = "…";
    if text.width() <= columns {
        return text.to_owned();
    }
    // In a Chinese font the mark may take two columns.
    let room = columns.saturating_sub(2);
    let mut taken = 0;
    let fits = |c: &char| {
        taken += c.width().unwrap_or_default();
        taken <= room
    };
    let beginning: String = text.chars().take_while(fits).collect();
    format!("{beginning}{MORE}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::Standing;
    use crate::collect::tests::sample::{county, unit};

    const PLAIN: Look = Look { colour: false, unicode: true, width: None };

    #[test]
    fn the_overview_fits_the_screen_and_has_all_that_is_wrong() {
        let text = text(&Overview::of(&county()), true, PLAIN);
        assert!(text.lines().all(|line| line.width() <= COLUMNS), "{text}");
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("../../../tests/it/snapshots");
        settings.set_prepend_module_to_snapshot(false);
        settings.bind(|| insta::assert_snapshot!("collect-overview", text));
    }

    #[test]
    fn of_many_units_the_worst_are_shown_and_the_others_counted() {
        let mut county = county();
        county.units = (0..100).map(|at| unit(&format!("{at}局"), Standing::Missing, Vec::new())).collect();
        county.copied.clear();
        let lines = |is_written| text(&Overview::of(&county), is_written, PLAIN);
        assert!(lines(true).contains(&format!("其余 {} 个单位见情况表", 100 - MOST_UNITS)));
        assert!(lines(false).contains("加上 -o 目录"));
        assert!(lines(true).lines().count() <= 45, "{}", lines(true));
    }

    #[test]
    fn a_text_is_cut_by_its_columns() {
        assert_eq!(
            (cut("年报", 4), cut("年报年报", 6), cut("a", 1)),
            ("年报".into(), "年报…".into(), "a".into())
        );
    }
}
