//! All outputs of one report, and every difference between them and the figures that they must show.

use std::collections::BTreeMap;

use nianbao::document::{self, Document, build};
use nianbao::format::Forms;
use nianbao::layout::Style;
use nianbao::published;
use nianbao::render::{MarkdownTables, Options, docx, html, markdown};
use nianbao::report::{Report, read};
use nianbao::source::Source;

use super::data::Figures;
use super::grid::Grid;
use super::labels::Label;
use super::lists::NATIONAL;
use super::sheet::Sheet;
use super::{docx as read_docx, html as read_html, markdown as read_markdown};

/// The outputs of one report.
pub struct Outputs {
    pub html: String,
    pub markdown: String,
    /// Markdown with pipe tables.
    pub pipe: String,
    pub docx: Vec<u8>,
}

/// What is printed, and where: labels of the figures, and the printed titles of the sections that
/// hold them.
#[derive(Debug)]
pub struct Printed<'a> {
    pub labels: Vec<Label>,
    pub titles: &'a [(&'a str, &'a str)],
}

/// Reads a data file; it may have errors.
pub fn report(text: &str, forms: &Forms) -> Report {
    read(&Source::new("年报.toml", text), forms).report.unwrap()
}

/// The document of a data file.
pub fn document(text: &str, forms: &Forms) -> Document {
    build(&report(text, forms), document::Options::default())
}

impl Outputs {
    /// Draws a data file through the library.
    pub fn of(text: &str, forms: &Forms) -> Self {
        let document = document(text, forms);
        let options = Options::default();
        let pipe = Options { tables: MarkdownTables::Pipe, ..Options::default() };
        Self {
            html: html::render(&document, &options).unwrap(),
            markdown: markdown::render(&document, &options).unwrap(),
            pipe: markdown::render(&document, &pipe).unwrap(),
            docx: docx::render(&document, &Style::built_in().unwrap()).unwrap(),
        }
    }

    /// Every difference between the figures and what each output shows; empty if there is none.
    pub fn differences(&self, figures: &Figures, printed: &Printed<'_>) -> Vec<String> {
        let labels = &printed.labels;
        let by = |name: fn(&Label) -> String| -> Figures {
            labels.iter().map(|label| (name(label), figures[&label.path].clone())).collect()
        };
        let by_label = by(Label::name);
        assert_eq!(by_label.len(), figures.len(), "labels that tell every figure apart");
        let titles: Vec<&str> = printed.titles.iter().map(|(_, title)| *title).collect();
        let docx = read_docx::blocks(&self.docx).map(|blocks| read_docx::tables_under(blocks, &titles));
        let html = read_html::grids(&self.html, "table.form");
        let markdown = read_markdown::html_tables(&self.markdown);
        let mut found = compare("HTML by cell path", figures, &read_html::by_cell(&self.html));
        found.extend(compare_headers(&self.html, labels));
        found.extend(compare_grids("HTML by labels", &by_label, html, printed));
        found.extend(compare_order(&markdown, figures, labels));
        found.extend(compare_grids("Markdown by labels", &by_label, markdown, printed));
        found.extend(compare("Markdown, pipe tables", &by(Label::flat_name), &self.pipe_figures(printed)));
        found.extend(compare_grids("DOCX by labels", &by_label, docx, printed));
        found
    }

    /// Figures of the pipe tables under the titles, by full labels.
    fn pipe_figures(&self, printed: &Printed<'_>) -> Vec<(String, String)> {
        let mut figures = Vec::new();
        for table in read_markdown::pipe_tables(&self.pipe) {
            let Some((section, _)) = printed.titles.iter().find(|(_, title)| *title == table.section) else {
                continue;
            };
            for row in &table.rows {
                for (column, text) in table.head.iter().zip(row).skip(1) {
                    figures
                        .push((format!("{section} | {} | {} | {column}", table.part, row[0]), text.clone()));
                }
            }
        }
        figures
    }
}

/// Compares figures that were read with the ones that were meant: none may be missing, none may be
/// there twice, none may be new.
pub fn compare(output: &str, meant: &Figures, read: &[(String, String)]) -> Vec<String> {
    let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, text) in read {
        found.entry(name).or_default().push(text);
    }
    let mut differences = Vec::new();
    for (name, text) in meant {
        match found.remove(name.as_str()).as_deref() {
            Some([only]) if only == text => {}
            Some(texts) => differences.push(format!("{output}: {name}: {texts:?}, not {text}")),
            None => differences.push(format!("{output}: {name}: missing")),
        }
    }
    differences.extend(found.keys().map(|name| format!("{output}: {name}: not expected")));
    differences
}

fn compare_grids(
    output: &str,
    meant: &Figures,
    grids: Result<Vec<Grid>, String>,
    printed: &Printed<'_>,
) -> Vec<String> {
    let grids = match grids {
        Ok(grids) if grids.len() == printed.titles.len() => grids,
        Ok(grids) => return vec![format!("{output}: {} tables", grids.len())],
        Err(fault) => return vec![format!("{output}: {fault}")],
    };
    let mut read = Vec::new();
    for ((section, _), grid) in printed.titles.iter().zip(grids) {
        for figure in grid.figures() {
            let (rows, columns) = (figure.rows.join(" / "), figure.columns.join(" / "));
            read.push((format!("{section} | {rows} | {columns}"), figure.text));
        }
    }
    compare(output, meant, &read)
}

/// In reading order the figures are those of the list of labels.
fn compare_order(grids: &Result<Vec<Grid>, String>, figures: &Figures, labels: &[Label]) -> Vec<String> {
    let grids = grids.iter().flatten();
    let read: Vec<String> = grids.flat_map(Grid::figures).map(|figure| figure.text).collect();
    let meant: Vec<&String> = labels.iter().map(|label| &figures[&label.path]).collect();
    if read.iter().eq(meant) { Vec::new() } else { vec!["Markdown: the order of the figures".to_owned()] }
}

/// What a screen reader says of each figure: its row labels, then its column headings.
pub fn compare_headers(page: &str, labels: &[Label]) -> Vec<String> {
    let said = read_html::by_headers(page).into_iter().map(|(path, texts)| (path, texts.join(" / ")));
    let meant = labels.iter().map(|label| {
        let parts = [label.rows.as_str(), label.columns.as_str()];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        (label.path.clone(), parts.join(" / "))
    });
    compare("HTML, headers", &meant.collect(), &said.collect::<Vec<_>>())
}

/// Draws a report of each national form in which every figure is another one, and reads it as a published report:
/// every cell must be found for certain, and nothing else.
pub fn every_figure_reads_back(draw: impl Fn(&Document) -> Vec<u8>) {
    let forms = Forms::built_in();
    for form in NATIONAL {
        let mut next = 0;
        let sheet = Sheet::new(form, |_| {
            next += 1;
            format!("{next}")
        });
        let page = published::read(&draw(&document(&sheet.text(), &forms))).unwrap();
        let account = published::recognise(&page, &forms, None).unwrap().account;
        let certain = account.cells.into_iter().filter(|cell| !cell.doubtful);
        let found: BTreeMap<_, _> = certain.filter_map(|cell| Some((cell.path, cell.value?))).collect();
        assert_eq!(found, sheet.figures().into_iter().collect(), "{}", form.id);
    }
}
