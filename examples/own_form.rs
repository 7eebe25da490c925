//! Brings a form of one's own, checks a report on it, and prints it as Markdown.
//!
//! ```sh
//! cargo run --example own_form
//! ```
#![expect(clippy::print_stdout, reason = "an example shows what it made")]

use std::error::Error;

use nianbao::document::{self, build};
use nianbao::format::Forms;
use nianbao::render::{MarkdownTables, Options, markdown};
use nianbao::rules::check;
use nianbao::source::Source;

/// `formats/README.md` says what can stand here.
const FORM: &str = r#"
id           = "library"
name         = "图书馆服务报告格式"
source       = "《示例县公共图书馆管理办法》"
years        = { from = 2020 }
title_suffix = "年度公共图书馆服务报告"

[[sections]]
key   = "service"
title = "一、服务情况"

[sections.table]
caption     = "服务情况"
weights     = [2, 1, 1, 1]
corner      = "项目"
column_sets = [{ key = "halls", columns = [
  { key = "main",   label = "总馆" },
  { key = "branch", label = "分馆" },
  { key = "all",    label = "合计", code = "T101", sum_of = ["main", "branch"] },
] }]
rows        = [{ key = "visits", label = "到馆人次", columns = "halls" }]
layout      = [
  { head = true, cells = [{ text = "项目" }, { column = "halls.main" }, { column = "halls.branch" }, { column = "halls.all" }] },
  { cells = [{ row = "visits" }, { figures = "visits" }] },
]

[[sections]]
key   = "plans"
title = "二、下一步打算"
"#;

const REPORT: &str = r#"
format = "library"
year   = 2024

[agency]
name  = "示例县图书馆"
level = "department"

[publication]
date = 2025-01-15

[service]
visits = [ 5210, 1846, 7056 ]

[plans]
text = "全年到馆{{ service.visits.all }}人次。明年在乡镇再设分馆。"
"#;

fn main() -> Result<(), Box<dyn Error>> {
    let mut forms = Forms::built_in();
    forms.add(FORM)?;
    let checked = check(&Source::new("library.toml", REPORT), &forms);
    for finding in &checked.findings {
        println!("{}: {}", finding.code.0, finding.message);
    }
    let report = checked.report.ok_or("the data file does not read")?;
    let document = build(&report, document::Options::default());
    let options = Options { tables: MarkdownTables::Pipe, ..Options::default() };
    println!("{}", markdown::render(&document, &options)?);
    Ok(())
}
