//! Reads figures back from HTML as a browser would.

use std::collections::BTreeMap;

use scraper::{ElementRef, Html, Selector};

use super::grid::{Grid, Written};

fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap()
}

fn text(element: ElementRef<'_>) -> String {
    element.text().collect()
}

/// The title on the page.
pub fn title(page: &str) -> String {
    let page = Html::parse_document(page);
    let titles: Vec<String> = page.select(&selector("h1")).map(text).collect();
    assert_eq!(titles.len(), 1, "{titles:?}");
    titles.concat()
}

/// All that can be read on the page, without its style.
pub fn words(page: &str) -> String {
    let page = Html::parse_document(page);
    page.select(&selector("body")).map(text).collect()
}

/// Every figure that carries its cell path.
pub fn by_cell(page: &str) -> Vec<(String, String)> {
    let page = Html::parse_document(page);
    let figures = selector("td[data-cell]");
    let figures = page.select(&figures);
    figures.map(|figure| (figure.attr("data-cell").unwrap().to_owned(), text(figure))).collect()
}

/// For every figure the texts of the headings that its `headers` names, in that order.
pub fn by_headers(page: &str) -> Vec<(String, Vec<String>)> {
    let page = Html::parse_document(page);
    let headings: BTreeMap<&str, String> =
        page.select(&selector("th[id]")).map(|th| (th.attr("id").unwrap(), text(th))).collect();
    let name = |id: &str| headings.get(id).cloned().unwrap_or_else(|| format!("no heading {id}"));
    let figures = selector("td[data-cell]");
    let figures = page.select(&figures).map(|figure| {
        let headers = figure.attr("headers").unwrap_or_default().split(' ').map(name).collect();
        (figure.attr("data-cell").unwrap().to_owned(), headers)
    });
    figures.collect()
}

/// The tables that a selector finds, as grids.
pub fn grids(page: &str, css: &str) -> Result<Vec<Grid>, String> {
    let page = Html::parse_document(page);
    page.select(&selector(css)).map(grid).collect()
}

fn grid(table: ElementRef<'_>) -> Result<Grid, String> {
    let span = |cell: ElementRef<'_>, name| cell.attr(name).map_or(1, |span| span.parse().unwrap());
    let written = |cell: ElementRef<'_>| Written {
        text: text(cell),
        columns: span(cell, "colspan"),
        rows: span(cell, "rowspan"),
        path: cell.attr("data-cell").map(str::to_owned),
    };
    let (rows, cells) = (selector("tr"), selector("th, td"));
    let line = |row: ElementRef<'_>| row.select(&cells).map(written).collect();
    Grid::flow(table.select(&rows).map(line).collect())
}
