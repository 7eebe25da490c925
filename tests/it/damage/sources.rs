//! Reports whose cells are known: our own in many shapes, and published ones where they are at hand.

use std::collections::BTreeMap;
use std::path::PathBuf;

use nianbao::format::Forms;
use nianbao::published::{Page, read};

use crate::common::grid::Grid;
use crate::common::lists::NATIONAL;
use crate::common::outputs::Outputs;
use crate::common::sheet::Sheet;
use crate::common::{data, html, kinds, repository, toml_files};

/// A report and its cells.
pub struct Source {
    pub name: String,
    pub bytes: Vec<u8>,
    pub page: Page,
    pub truth: BTreeMap<String, String>,
}

impl Source {
    fn new(name: &str, bytes: Vec<u8>, truth: BTreeMap<String, String>) -> Self {
        let page = read(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        Self { name: name.to_owned(), bytes, page, truth }
    }
}

/// The folder of published reports beside the project, if it is there.
pub fn shared_folder() -> Option<PathBuf> {
    Some(repository("../shared/published")).filter(|folder| folder.is_dir())
}

/// The published reports that are to be read.
pub fn shared() -> Vec<Source> {
    let Some(folder) = shared_folder() else { return Vec::new() };
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.to_str().unwrap().ends_with(".truth.json"));
    paths.sort();
    let mut sources = Vec::new();
    for path in paths {
        let truth: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        if truth["read"] == false {
            continue;
        }
        let name = truth["file"].as_str().unwrap();
        let cells = truth["cells"].as_object().unwrap();
        let cells = cells.iter().map(|(path, value)| (path.clone(), value.as_str().unwrap().to_owned()));
        sources.push(Source::new(name, std::fs::read(folder.join(name)).unwrap(), cells.collect()));
    }
    sources
}

/// Reports of our own, in the shapes that reports are published in.
pub fn own() -> Vec<Source> {
    let mut sources = Vec::new();
    let examples: Vec<(String, String)> = toml_files("examples")
        .into_iter()
        .filter(|(name, _)| name == "qinghe-2024" || name == "pingan-2019")
        .collect();
    for (name, text) in &examples {
        let outputs = Outputs::of(text, &Forms::built_in());
        let truth = data::figures(text);
        let named = |shape: &str| format!("{name}, {shape}");
        sources.push(Source::new(&named("HTML"), outputs.html.clone().into_bytes(), truth.clone()));
        sources.push(Source::new(&named("pipe tables"), outputs.pipe.clone().into_bytes(), truth.clone()));
        sources.push(Source::new(&named("DOCX"), outputs.docx.clone(), truth.clone()));
        for (shape, bytes) in [
            ("script", kinds::script(&outputs.html)),
            ("workbook", kinds::sheet(&outputs.html)),
            ("PDF", kinds::pdf(&outputs.html)),
        ] {
            sources.push(Source::new(&named(shape), bytes, truth.clone()));
        }
        let grids = html::grids(&outputs.html, "table.form").unwrap();
        for (shape, text) in shapes(&grids) {
            sources.push(Source::new(&named(shape), text.into_bytes(), truth.clone()));
        }
    }
    sources.push(group_as_one_row());
    sources
}

/// The tables of a report as other programs write them.
fn shapes(grids: &[Grid]) -> [(&'static str, String); 4] {
    [
        ("tabs", report(grids, tabs)),
        ("blank cells for merged ones", report(grids, filled)),
        ("one cell to a line", report(grids, lines)),
        ("cells without spans", page(&report(grids, unmerged))),
    ]
}

fn page(body: &str) -> String {
    format!("<!DOCTYPE html><html><head><title>年度报告</title></head><body>{body}</body></html>")
}

fn report(grids: &[Grid], table: fn(&Grid) -> String) -> String {
    let titles = [
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
    ];
    let mut text =
        "示例县财政局2024年政府信息公开工作年度报告\n\n一、总体情况\n\n全年按要求公开政府信息。\n".to_owned();
    for (title, grid) in titles.iter().zip(grids) {
        text += &format!("\n{title}\n\n{}\n", table(grid));
    }
    text + "\n五、存在的主要问题及改进情况\n\n解读形式还不够丰富。\n\n六、其他需要报告的事项\n\n没有其他需要报告的事项。\n"
}

/// The cells that start in each row.
fn rows(grid: &Grid) -> Vec<Vec<String>> {
    let height = grid.cells.iter().map(|cell| cell.row + 1).max().unwrap_or(0);
    let mut rows = vec![Vec::new(); height];
    for cell in &grid.cells {
        rows[cell.row].push(cell.cell.text.replace('\n', ""));
    }
    rows
}

/// Every place of the grid, blank where a merged cell reaches.
fn places(grid: &Grid) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new(); grid.width]; rows(grid).len()];
    for cell in &grid.cells {
        rows[cell.row][cell.column] = cell.cell.text.replace('\n', "");
    }
    rows
}

fn tabs(grid: &Grid) -> String {
    rows(grid).iter().map(|row| row.join("\t")).collect::<Vec<_>>().join("\n")
}

fn filled(grid: &Grid) -> String {
    places(grid).iter().map(|row| row.join("\t")).collect::<Vec<_>>().join("\n")
}

/// A pipe ends a cell, and a line of pipes fills a row up.
fn lines(grid: &Grid) -> String {
    let width = grid.width + 1;
    let row = |row: Vec<String>| {
        let cells: String = row.iter().map(|text| format!("{text} |\n")).collect();
        cells + &"|".repeat(width - row.len())
    };
    rows(grid).into_iter().map(row).collect::<Vec<_>>().join("\n")
}

fn unmerged(grid: &Grid) -> String {
    let row = |row: &Vec<String>| {
        format!("<tr>{}</tr>", row.iter().map(|text| format!("<td>{text}</td>")).collect::<String>())
    };
    format!("<table>{}</table>", places(grid).iter().map(row).collect::<String>())
}

/// （六）其他处理 printed as one row.
fn group_as_one_row() -> Source {
    let mut turn = 0;
    let mut sheet = Sheet::new(NATIONAL[1], |_| {
        turn = (turn * 7 + 3) % 23;
        turn.to_string()
    });
    sheet.balance();
    sheet.state_total_row();
    let text = sheet.text();
    let rows = ["not_corrected", "fee_unpaid", "rest"].map(|key| format!("other_handling.{key}"));
    let mut truth = sheet.figures();
    let mut cells = Vec::new();
    for column in crate::common::lists::APPLICANTS.iter().chain(&["total"]) {
        let figures = rows.iter().map(|row| truth.remove(&format!("requests.{row}.{column}")).unwrap());
        let sum = figures.map(|figure| figure.parse::<u64>().unwrap()).sum::<u64>().to_string();
        truth.insert(format!("requests.other_handling.{column}"), sum.clone());
        cells.push(sum);
    }
    let grids = html::grids(&Outputs::of(&text, &Forms::built_in()).html, "table.form").unwrap();
    let text = report(&grids, tabs);
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let at = lines.iter().position(|line| line.starts_with("（六）其他处理\t")).unwrap();
    lines.splice(at..at + rows.len(), [format!("（六）其他处理\t{}", cells.join("\t"))]);
    Source::new("（六） as one row, tabs", lines.join("\n").into_bytes(), truth)
}
