//! `nianbao collect`: the reports of many units, for the office that collects them.

mod found;
mod overview;
mod read;
mod write;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::files::NewFile;
use super::forms::OwnForms;
use super::terminal::Terminal;
use super::{Done, Status, files, inputs};
use crate::collect::{Against, Collection, Roster, gather};
use crate::format::Forms;

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
    if let Some(sum) = arguments.sum.as_deref().filter(|sum| files::exists(sum)) {
        return Err(format!("“{}”已经存在，没有覆盖；请在 --sum 后面写一个别的文件名", files::shown(sum)));
    }
    let arguments = &arguments;
    let forms = arguments.forms.load()?;
    let roster = arguments.roster.as_deref().map(read_roster).transpose()?;
    let found = found::found(arguments, terminal)?;
    let (filed, strays) = read::all(&found.files, &found.named, &forms, terminal);
    let mut collection = gather(filed, strays, roster.as_ref(), arguments.year);
    read::with_last_years(&mut collection, &forms);
    let against = arguments.against.as_deref();
    let against = against.map(|path| read::one(path, &forms)).transpose()?;
    collection.add_up(&forms);
    collection.against = against.map(|stated| Against::new(&stated, &collection.sum, collection.summed()));
    if let Some(path) = &arguments.sum {
        write_sum(&collection, path, terminal)?;
    }
    let status = if collection.is_sound() { Status::Clean } else { Status::Findings };
    Ok(if found.problems.is_empty() { status } else { Status::Failed })
}

/// Reads the roster.
///
/// # Errors
/// It cannot be read, or is none: why, in plain words.
fn read_roster(path: &Path) -> Result<Roster, String> {
    files::refuse_absent(path)?;
    let bytes = files::read_published(path)?;
    Roster::read(&bytes).map_err(|error| format!("名单“{}”不能使用：{error}", files::shown(path)))
}
