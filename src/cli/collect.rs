//! `nianbao collect`: the reports of many units, for the office that collects them.

mod copied;
mod found;
mod overview;
mod read;
mod sum;
mod write;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::forms::OwnForms;
use super::terminal::Terminal;
use super::{Done, Status, files, inputs};
use crate::collect::{Collection, Overview, Roster, Stray, book, gather, json};

#[derive(Args)]
pub(super) struct Arguments {
    /// 各单位的报告，或者放报告的文件夹（连同下面各层）：数据文件和已公布的报告（网页、Word、PDF 等）可以混放
    #[arg(value_name = "目录或文件", required = true)]
    files: Vec<PathBuf>,
    /// 应当报送的单位名单：CSV 或者 Excel 表格，要有“单位名称”一列，可以有别名、类别、期限、计入汇总、联系人各列
    #[arg(long, value_name = "名单")]
    roster: Option<PathBuf>,
    /// 要核对的汇总年报：数据文件或者已公布的报告，逐格与各单位之和比较
    #[arg(long, value_name = "汇总年报")]
    against: Option<PathBuf>,
    /// 把各单位之和写成汇总年报的数据文件；已有的文件不会被覆盖
    #[arg(long, value_name = "汇总数据文件")]
    sum: Option<PathBuf>,
    /// 报告年度；不写则是多数单位都有的最近一个年度
    #[arg(long, value_name = "年度")]
    year: Option<u16>,
    #[command(flatten)]
    forms: OwnForms,
    /// 放结果的文件夹：情况表、退回意见、雷同、汇总；不写则只显示情况
    #[arg(short, long, value_name = "目录")]
    output: Option<PathBuf>,
    /// 结果的样式：human 供人阅读（默认），json 供其他程序读取
    #[arg(long, value_name = "样式", value_enum, default_value = "human")]
    format: Style,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Style {
    #[value(aliases = ["文字", "txt", "text"])]
    Human,
    Json,
}

pub(super) fn run(mut arguments: Arguments, terminal: &mut Terminal) -> Done {
    arguments.against = arguments.against.map(|against| inputs::named(&against, terminal)).transpose()?;
    if let Some(path) = &arguments.sum {
        sum::refuse_place(path, &arguments.files)?;
    }
    if let Some(folder) = arguments.output.as_deref().filter(|folder| files::is_file(folder)) {
        return Err(format!("“{}”是文件，-o 后面请写放结果的文件夹", files::shown(folder)));
    }
    let arguments = &arguments;
    let forms = arguments.forms.load()?;
    let roster = arguments.roster.as_deref().map(read_roster).transpose()?;
    let said = roster.iter().flat_map(|roster| &roster.remarks);
    said.for_each(|remark| terminal.say(remark));
    let found = found::found(arguments, terminal)?;
    let (filed, strays) = read::all(&found, &forms, terminal);
    if filed.is_empty() {
        return Err(nothing_read(&strays));
    }
    let gathered = gather(filed, strays, roster.as_ref(), arguments.year);
    gathered.remarks.iter().for_each(|remark| terminal.say(remark));
    if gathered.units.is_empty() {
        return Err(nothing_read(&gathered.strays));
    }
    let year =
        gathered.year.ok_or("没有一份报告写明了年度；请在 --year 后面写明要汇总的年度，例如 --year 2024")?;
    let mut collection = Collection::new(gathered, year, roster.is_some());
    read::with_last_years(&mut collection, &found, &forms);
    copied::find(&mut collection, &found, &forms);
    let stated = arguments.against.as_ref().map(|path| sum::stated(path, year, &forms)).transpose()?;
    stated.iter().for_each(|stated| collection.set_aside(stated));
    collection.add_up(&forms);
    if let Some(path) = &arguments.sum {
        sum::refuse_empty(&collection, path)?;
    }
    stated.iter().for_each(|stated| collection.compare_with(stated));
    let overview = Overview::of(&collection);
    match arguments.format {
        Style::Human => {
            let look = Terminal::result_look();
            terminal.result(&overview::text(&overview, arguments.output.is_some(), look));
        }
        Style::Json => terminal.result(&as_json(&overview)?),
    }
    if let Some(folder) = &arguments.output {
        write::all(&overview, folder, vec![workbook(&overview, terminal)?], terminal)?;
    }
    if let Some(path) = &arguments.sum {
        sum::write(&collection, path, terminal)?;
    }
    let status = if collection.is_sound() { Status::Clean } else { Status::Findings };
    Ok(if found.problems.is_empty() { status } else { Status::Failed })
}

/// Said where there is no report at all, with why the first files do not read.
fn nothing_read(strays: &[Stray]) -> String {
    const MOST_NAMED: usize = 5;
    let lines = strays.iter().take(MOST_NAMED).map(|stray| format!("  {}：{}", stray.path, stray.problem));
    std::iter::once("没有读到一份报告".to_owned()).chain(lines).collect::<Vec<_>>().join("\n")
}

/// The result for other programs.
///
/// # Errors
/// It cannot be written; no case is known.
fn as_json(overview: &Overview<'_>) -> Result<String, String> {
    json::text(overview, None).map_err(|error| format!("无法写出结果：{error}"))
}

/// The workbook; what it has no room for is said.
///
/// # Errors
/// It cannot be made; no case is known.
fn workbook(overview: &Overview<'_>, terminal: &mut Terminal) -> Result<write::Made, String> {
    let made = book::make(overview).map_err(|error| error.to_string())?;
    made.left_out.iter().for_each(|words| terminal.say(words));
    Ok(write::Made { name: book::NAME, bytes: made.bytes, changed_in: "Excel、WPS 表格" })
}

/// Reads the roster.
///
/// # Errors
/// It cannot be read, or is none: why, in plain words.
fn read_roster(path: &Path) -> Result<Roster, String> {
    let bytes = files::read_published(path)?;
    Roster::read(&bytes).map_err(|error| format!("名单“{}”不能使用：{error}", files::shown(path)))
}
