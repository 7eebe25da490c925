//! The account of what was read, for a person and as JSON.

use serde::Serialize;

use super::{Imported, Status};
use crate::cli::files;
use crate::cli::terminal::Terminal;
use crate::diagnostic::Diagnostic;
use crate::published::{How, Reading};

/// Remarks of one file that are shown to a person.
const MOST_SHOWN: usize = 40;

/// Tells a person what was read.
pub(super) fn tell(imported: &Imported, terminal: &mut Terminal) {
    let shown = files::shown(&imported.path);
    let reading = match &imported.outcome {
        Ok(reading) => reading,
        Err(problem) => {
            terminal.problem(&format!("“{shown}”：{problem}"));
            return;
        }
    };
    let mut lines = vec![format!("{shown}：{}", in_words(reading))];
    let remarks = &imported.remarks;
    lines.extend(remarks.iter().take(MOST_SHOWN).map(|remark| format!("  {}", one(remark))));
    if remarks.len() > MOST_SHOWN {
        lines.push(format!("  ……另有 {} 处，用 --format json 可以全部列出", remarks.len() - MOST_SHOWN));
    }
    let unused = &reading.account.unused;
    if !unused.is_empty() {
        lines.push(format!(
            "  没有用到的文字 {} 处，例如：{}",
            unused.len(),
            unused.first().map_or("", String::as_str)
        ));
    }
    let next = match imported.status() {
        Status::Clean => "接着检查",
        _ => "请对照原文补填、核对，再检查",
    };
    lines.push(format!(
        "已生成：{}。{next}：nianbao check {}",
        files::shown(&imported.output),
        files::argument(&imported.output)
    ));
    let look = Terminal::result_look();
    let lines: Vec<String> = lines.iter().map(|line| look.sentence(line, 0)).collect();
    terminal.result(&lines.join("\n"));
}

/// What a person is to look at in what was read; nothing if all is as the form has it.
pub(super) fn to_look_at(reading: &Reading, remarks: &[Diagnostic]) -> Vec<String> {
    if reading.account.is_sound() && remarks.is_empty() {
        return Vec::new();
    }
    let more = remarks.len().saturating_sub(MOST_SHOWN);
    let more = (more > 0).then(|| format!("……另有 {more} 处"));
    let summary = format!("{}；请对照原文补填、核对", in_words(reading));
    std::iter::once(summary).chain(remarks.iter().take(MOST_SHOWN).map(one)).chain(more).collect()
}

/// `提醒[P502] 表格1 第4行第1列：表格里的“规范性文件”，规定的名称是“行政规范性文件”`
fn one(remark: &Diagnostic) -> String {
    let place = remark
        .place
        .as_ref()
        .filter(|place| !place.words.is_empty())
        .map(|place| format!(" {}", place.words));
    format!("{}[{}]{}：{}", remark.severity.words(), remark.code.0, place.unwrap_or_default(), remark.message)
}

/// `2021年格式，青禾县林业局 2024 年度，200 格都读到了`
fn in_words(reading: &Reading) -> String {
    let account = &reading.account;
    let cells = &account.cells;
    let read = cells.iter().filter(|cell| cell.value.is_some()).count();
    let doubtful = cells.iter().filter(|cell| cell.doubtful).count();
    let agency = account.agency.as_deref().unwrap_or("机关名称没有读到");
    let year = account.year.map_or("年度没有读到".to_owned(), |year| format!("{year} 年度"));
    let count = if read == cells.len() {
        format!("{read} 格都读到了")
    } else {
        format!("{} 格读到 {read} 格", cells.len())
    };
    let blank = cells.iter().filter(|cell| cell.value.as_deref() == Some("")).count();
    let blank = if blank > 0 { format!("，其中 {blank} 格空白") } else { String::new() };
    let doubt = if doubtful > 0 { format!("，{doubtful} 格把握不大") } else { String::new() };
    format!("{}，{agency}，{year}，{count}{blank}{doubt}", reading.form.name)
}

#[derive(Serialize)]
struct Files<'a> {
    version: u8,
    files: Vec<File<'a>>,
}

#[derive(Serialize)]
struct File<'a> {
    path: String,
    output: Option<String>,
    kind: Option<&'static str>,
    form: Option<&'a str>,
    agency: Option<&'a str>,
    year: Option<u16>,
    cells: Vec<Cell<'a>>,
    remarks: Vec<Remark>,
    unused: &'a [String],
    problem: Option<&'a str>,
}

#[derive(Serialize)]
struct Cell<'a> {
    path: &'a str,
    value: Option<&'a str>,
    place: Option<String>,
    how: Option<&'static str>,
    doubtful: bool,
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct Remark {
    code: &'static str,
    message: String,
    place: Option<String>,
}

/// The accounts of all files.
pub(super) fn json(all: &[Imported]) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(&Files { version: 1, files: all.iter().map(file).collect() })
}

fn file(imported: &Imported) -> File<'_> {
    let path = imported.path.display().to_string();
    let empty = File {
        path,
        output: None,
        kind: None,
        form: None,
        agency: None,
        year: None,
        cells: Vec::new(),
        remarks: Vec::new(),
        unused: &[],
        problem: None,
    };
    let reading = match &imported.outcome {
        Ok(reading) => reading,
        Err(problem) => return File { problem: Some(problem), ..empty },
    };
    let account = &reading.account;
    let cells = account.cells.iter().map(|cell| Cell {
        path: &cell.path,
        value: cell.value.as_deref(),
        place: cell.place.as_ref().map(ToString::to_string),
        how: cell.value.as_ref().map(|_| How::name(cell.how)),
        doubtful: cell.doubtful,
        note: cell.note.as_deref(),
    });
    File {
        output: Some(imported.output.display().to_string()),
        kind: Some(account.kind.name()),
        form: Some(&account.form),
        agency: account.agency.as_deref(),
        year: account.year,
        cells: cells.collect(),
        remarks: imported
            .remarks
            .iter()
            .map(|remark| Remark {
                code: remark.code.0,
                message: remark.message.clone(),
                place: remark
                    .place
                    .as_ref()
                    .map(|place| place.words.clone())
                    .filter(|words| !words.is_empty()),
            })
            .collect(),
        unused: &account.unused,
        ..empty
    }
}
