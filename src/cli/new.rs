//! `nianbao new`: a data file ready to fill in.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::terminal::Terminal;
use super::{Status, files};
use crate::format::Forms;
use crate::report::Level;
use crate::skeleton::{self, Known};

#[derive(Args)]
pub(super) struct Arguments {
    /// 编制机关全称
    #[arg(long, value_name = "名称", default_value = "", hide_default_value = true)]
    agency: String,
    /// 报告年度；不写则为刚结束的年度（十一、十二月为当年）
    #[arg(long, value_name = "年度")]
    year: Option<u16>,
    /// 机关类别：部门、街道办等写 department，各级人民政府写 government
    #[arg(
        long,
        value_name = "类别",
        value_enum,
        default_value = "department",
        hide_default_value = true,
        hide_possible_values = true
    )]
    level: LevelArgument,
    /// 所有数字先填 0（不写则留空，检查时会逐行提醒）
    #[arg(long)]
    zeros: bool,
    /// 数据文件的名称；不写则为“<年度>年报.toml”。已有的文件不会被覆盖
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LevelArgument {
    #[value(alias = "部门")]
    Department,
    #[value(alias = "政府")]
    Government,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Status {
    match write(arguments) {
        Ok(path) => {
            let shown = path.display();
            terminal.say(&format!("已生成：{shown}"));
            terminal.say(&format!("请用记事本等文本编辑器打开填写，填好后运行：nianbao check {shown}"));
            Status::Clean
        }
        Err(problem) => {
            terminal.problem(&problem);
            Status::Failed
        }
    }
}

fn write(arguments: &Arguments) -> Result<PathBuf, String> {
    let year = arguments.year.unwrap_or_else(current_report_year);
    let form = Forms::built_in()
        .for_year(year)
        .ok_or_else(|| format!("{year} 年度没有可用的格式：现行格式自 2019 年度起使用"))?;
    let level = match arguments.level {
        LevelArgument::Department => Level::Department,
        LevelArgument::Government => Level::Government,
    };
    let agency: String = arguments.agency.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let known = Known { agency: agency.trim().to_owned(), level: Some(level), year, zeros: arguments.zeros };
    let text = skeleton::write(&form, &known).map_err(|error| format!("模板有误：{error}"))?;
    let path = arguments.output.clone().unwrap_or_else(|| PathBuf::from(format!("{year}年报.toml")));
    files::create(&path, &text)?;
    Ok(path)
}

/// The year that a report would be on now: the last one, or in November and December this one.
#[expect(clippy::disallowed_methods, reason = "only the command line knows the clock, and only as a default")]
fn current_report_year() -> u16 {
    const SECONDS_A_MONTH: u64 = 2_629_746;
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    // A month's average length will do: what counts is November, and a year before or after New
    // Year's night is the same report year.
    let months = since.as_secs() / SECONDS_A_MONTH;
    let (year, month) = (1970 + months / 12, months % 12);
    u16::try_from(if month >= 10 { year } else { year - 1 }).unwrap_or(2024)
}
