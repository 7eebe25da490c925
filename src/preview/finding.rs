//! A finding as the page gets it: its words, its place in the file and its place in the report.

use serde::Serialize;

use super::excerpt::{Excerpt, excerpt};
use crate::diagnostic::Diagnostic;
use crate::edition::solid;
use crate::report::{Report, Row, Text};
use crate::source::{Source, Span};

/// Flagged words longer than this are not looked for in the report: its section is shown.
const LONGEST_WORDS: usize = 1_500;
/// Words are counted in a text up to here; a real one is far shorter.
const LONGEST_COUNTED: usize = 64 * 1024;
/// Characters before the flagged words that tell them from the same words elsewhere.
const CONTEXT: usize = 8;

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Finding {
    code: &'static str,
    severity: &'static str,
    severity_words: &'static str,
    message: String,
    help: Option<String>,
    notes: Vec<String>,
    facts: Vec<String>,
    accepted: Option<String>,
    /// The place in the file; `None` if it is the file as a whole.
    place: Option<Place>,
    cells: Vec<Cell>,
    section: Option<String>,
    words: Option<Words>,
    excerpt: Excerpt,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Place {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

/// Cells of the report's tables.
#[derive(Debug, Serialize)]
struct Cell {
    /// The path as the finding names it.
    path: String,
    /// The paths of the figures on the page; more than one if the path is that of a group.
    shown: Vec<String>,
    value: String,
    line: usize,
    column: usize,
    /// True for what the finding points at itself.
    main: bool,
}

/// Words of the narrative.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Words {
    /// What prints as it is written, without blanks; between two pieces stands what does not.
    pieces: Vec<String>,
    /// What stands before them.
    before: String,
    /// How often the same words stand earlier in the text.
    nth: usize,
}

impl Finding {
    pub fn new(source: &Source, report: Option<&Report>, finding: &Diagnostic) -> Self {
        let text = report.and_then(|report| narrative(report, finding.span));
        Self {
            code: finding.code.0,
            severity: finding.severity.id(),
            severity_words: finding.severity.words(),
            message: finding.message(),
            help: finding.help_text(),
            notes: finding.notes.clone(),
            facts: finding.facts.clone(),
            accepted: finding.accepted.clone(),
            place: place(source, finding.span),
            cells: report.map(|report| cells(source, report, finding)).unwrap_or_default(),
            section: report.and_then(|report| section(report, finding)).map(str::to_owned),
            words: text.and_then(|text| Words::new(source, text, finding.span)),
            excerpt: excerpt(source, finding),
        }
    }
}

fn place(source: &Source, span: Span) -> Option<Place> {
    if span == Span::default() || source.text().is_empty() {
        return None;
    }
    let (from, to) = (source.position(span.start), source.position(span.end));
    Some(Place { line: from.line, column: from.column, end_line: to.line, end_column: to.column })
}

fn holds(outer: Span, inner: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// The text that a place stands in.
fn narrative(report: &Report, span: Span) -> Option<&Text> {
    let texts = report.texts.iter().flatten().chain(&report.publication.preamble);
    texts.into_iter().find(|text| holds(text.span, span))
}

/// The row that a place stands in, with the indices of its section and its own.
fn row(report: &Report, span: Span) -> Option<(usize, usize, &Row)> {
    let tables = report.tables.iter().enumerate().filter_map(|(index, table)| Some((index, table.as_ref()?)));
    let rows = tables.flat_map(|(section, table)| {
        table.rows.iter().enumerate().filter_map(move |(index, row)| Some((section, index, row.as_ref()?)))
    });
    let mut rows = rows;
    rows.find(|(_, _, row)| holds(Span::new(row.key_span.start, row.span.end), span))
}

/// The cells that take part; those of the row if the finding is on a row as a whole.
fn cells(source: &Source, report: &Report, finding: &Diagnostic) -> Vec<Cell> {
    let is_main = |span: Span| holds(span, finding.span) || holds(finding.span, span);
    let paths = |path: &str| match report.form.target(path) {
        Ok(target) => target.cells.iter().map(|&cell| report.form.path(cell)).collect(),
        Err(_) => Vec::new(),
    };
    let cell = |path: String, span: Span, value: String, main: bool| {
        let at = source.position(span.start);
        Cell { shown: paths(&path), path, value, line: at.line, column: at.column, main }
    };
    if !finding.cells.is_empty() {
        let cells = finding.cells.iter();
        return cells
            .map(|one| cell(one.path.clone(), one.span, one.value.clone(), is_main(one.span)))
            .collect();
    }
    let Some((section, index, row)) = row(report, finding.span) else { return Vec::new() };
    let ids = report.form.cells().filter(|id| id.section == section && id.row == index);
    ids.map(|id| cell(report.form.path(id), row.span, String::new(), false)).collect()
}

/// The part of the report that a finding is on: the key of a section, or `title`, `preamble` and
/// `signature`.
fn section<'r>(report: &'r Report, finding: &Diagnostic) -> Option<&'r str> {
    let span = finding.span;
    let sections = || report.form.sections.iter();
    if span != Span::default() {
        let publication = &report.publication;
        let title = publication.title.iter().map(|title| title.span);
        let names = title.chain(report.agency.name.iter().map(|name| name.span));
        if names.into_iter().any(|name| holds(name, span)) {
            return Some("title");
        }
        if publication.date.iter().any(|date| holds(date.span, span)) {
            return Some("signature");
        }
        if publication.preamble.iter().any(|text| holds(text.span, span)) {
            return Some("preamble");
        }
        let written = report.texts.iter().zip(&report.tables).position(|(text, table)| {
            text.iter().any(|text| holds(text.span, span))
                || table.iter().any(|table| holds(table.span, span))
        });
        let index = written.or_else(|| row(report, span).map(|(section, ..)| section));
        if let Some(section) = index.and_then(|index| report.form.sections.get(index)) {
            return Some(&section.key);
        }
    }
    let of_cell = |section: &&crate::format::Section| {
        let paths = finding.cells.iter().map(|cell| cell.path.as_str());
        paths.take(1).any(|path| path.split('.').next() == Some(section.key.as_str()))
    };
    // What is missing stands nowhere, but the finding names the section.
    let named =
        |section: &&crate::format::Section| finding.values.iter().any(|(_, value)| *value == section.title);
    let found = sections().find(of_cell).or_else(|| sections().find(named));
    found.map(|section| section.key.as_str())
}

impl Words {
    /// The words of a place in a text; `None` if it is the text as a whole.
    fn new(source: &Source, text: &Text, span: Span) -> Option<Self> {
        if holds(span, text.span) || span.end - span.start > LONGEST_WORDS {
            return None;
        }
        let written = source.slice(span).lines().find(|line| !line.trim().is_empty())?;
        let mut pieces = printed(written);
        if pieces.is_empty() {
            pieces = vec![solid(written)];
        }
        let first = pieces.first()?;
        let earlier = source.slice(Span::new(text.span.start, span.start));
        let line = earlier.rsplit('\n').next().unwrap_or_default();
        let line = line.get(line.char_indices().rev().nth(4 * CONTEXT).map_or(0, |(at, _)| at)..);
        // What has been cut may have opened the braces that end here.
        let line = line.and_then(|line| line.rsplit("}}").next());
        let before = line.filter(|line| !ends_in_mark(line)).and_then(|line| printed(line).pop());
        let before: Vec<char> = before.unwrap_or_default().chars().rev().take(CONTEXT).collect();
        let before: String = before.into_iter().rev().collect();
        let nth = match earlier.len() <= LONGEST_COUNTED {
            true => solid(earlier).matches(&format!("{before}{first}")).count(),
            false => 0,
        };
        Some(Self { before, nth, pieces })
    }
}

/// True if what follows the text does not directly follow its last printed piece.
fn ends_in_mark(text: &str) -> bool {
    text.ends_with(['*', ')', '|', '`', '#'])
}

/// The stretches of Markdown that print as they are written.
fn printed(text: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        pieces.extend(plain(before));
        match after.split_once("}}") {
            Some((_, after)) => rest = after,
            None => return pieces,
        }
    }
    pieces.extend(plain(rest));
    pieces
}

fn plain(text: &str) -> impl Iterator<Item = String> {
    text.split(['*', '[', ']', '|', '`', '#', '\\', '_', '<', '>'])
        .map(solid)
        .filter(|piece| !piece.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Forms;
    use crate::rules::{Checked, check};

    const SOUND: &str = include_str!("../../examples/qinghe-2024.toml");

    fn checked(edits: &[(&str, &str)]) -> (Source, Checked) {
        let text = edits.iter().fold(SOUND.to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1)
        });
        let source = Source::new("年报.toml", text);
        let checked = check(&source, &Forms::built_in());
        (source, checked)
    }

    fn only(code: &str, edits: &[(&str, &str)]) -> Finding {
        let (source, checked) = checked(edits);
        let found = checked.findings.iter().find(|finding| finding.code.0 == code);
        Finding::new(
            &source,
            checked.report.as_ref(),
            found.unwrap_or_else(|| panic!("{:?}", checked.findings)),
        )
    }

    #[test]
    fn a_wrong_total_is_the_main_cell_among_its_addends() {
        let finding = only("T101", &[("2,   75 ]", "2,   76 ]")]);
        let main: Vec<&str> = finding.cells.iter().filter(|c| c.main).map(|c| c.path.as_str()).collect();
        assert_eq!(main, ["requests.received.total"]);
        assert!(finding.cells.iter().any(|cell| cell.shown == ["requests.received.enterprise"]));
        assert_eq!(finding.section.as_deref(), Some("requests"));
        assert!(finding.words.is_none() && finding.place.is_some());
    }

    #[test]
    fn a_group_is_shown_by_the_cells_of_its_rows() {
        let (source, checked) = checked(&[]);
        let report = checked.report.unwrap();
        let mut finding = Diagnostic::error(crate::diagnostic::Code("N301"), Span::default(), "");
        finding.cells.push(crate::diagnostic::CellRef {
            path: "requests.denied.total".to_owned(),
            span: Span::default(),
            value: "1".to_owned(),
        });
        let cells = cells(&source, &report, &finding);
        let shown = &cells[0].shown;
        assert!(
            shown.len() == 8 && shown.contains(&"requests.denied.deliberative.total".to_owned()),
            "{shown:?}"
        );
        assert_eq!(section(&report, &finding), Some("requests"));
    }

    #[test]
    fn a_finding_on_a_row_has_the_cells_of_the_row_and_a_missing_row_has_its_table() {
        let finding = only("D004", &[("2,   75 ]", "2,   75, 1, 1 ]")]);
        assert_eq!(finding.cells.len(), 7);
        assert!(finding.cells.iter().all(|cell| cell.path.starts_with("requests.received.")));
        let finding = only("D003", &[("denied.deliberative ", "#")]);
        assert_eq!((finding.cells.len(), finding.section.as_deref()), (0, Some("requests")));
        let finding = only("D003", &[("[other_matters]", "[zzzz]")]);
        assert_eq!(finding.section.as_deref(), Some("other_matters"));
    }

    #[test]
    fn flagged_words_are_found_with_what_stands_before_them() {
        let finding = only("N313", &[("推进政府信息公开，各项任务", "推进政府信息公开,各项任务")]);
        assert_eq!(finding.section.as_deref(), Some("overview"));
        let words = finding.words.unwrap();
        assert!(words.pieces[0].contains(',') && words.nth == 0, "{words:?}");
        assert!(words.pieces[0].len() < 30 || words.before.is_empty(), "{words:?}");
    }

    #[test]
    fn the_same_words_are_told_apart_and_references_are_left_open() {
        let text = "'''\n受理3件，办结3件。受理 3 件\n受理{{ a.b }}件，**重点**工作'''";
        let file = format!("text = {text}");
        let source = Source::new("a", file.as_str());
        let span = Span::new(7, 7 + text.len());
        let text = Text::new("", span, &source, &mut crate::narrative::Room::default());
        let words = |words: &str, nth: usize| {
            let at = file.match_indices(words).nth(nth).unwrap().0;
            Words::new(&source, &text, Span::new(at, at + words.len()))
        };
        let found = |pieces: &[&str], before: &str, nth| {
            let pieces = pieces.iter().map(|&piece| piece.to_owned()).collect();
            Some(Words { pieces, before: before.to_owned(), nth })
        };
        assert_eq!(words("3件", 0), found(&["3件"], "受理", 0));
        assert_eq!(words("3件", 1), found(&["3件"], "受理3件，办结", 0));
        assert_eq!(words("受理 3 件", 0), found(&["受理3件"], "3件，办结3件。", 0));
        assert_eq!(words("受理{{ a.b }}件", 0), found(&["受理", "件"], "", 2));
        assert_eq!(words("件，**重点**工作", 0), found(&["件，", "重点", "工作"], "", 1));
        assert_eq!(words("**", 0), found(&["**"], "件，", 0));
        assert_eq!(Words::new(&source, &text, span), None);
    }
}
