//! `nianbao new`: a data file ready to fill in, from nothing or from last year's.

mod ask;
mod draft;
mod last;

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};

use super::forms::OwnForms;
use super::terminal::Terminal;
use super::{Done, Status, files, inputs};
use crate::format::Forms;
use crate::report::Level;

pub(super) use draft::{
    Plan, Way, beside_failed, beside_in_words, current_report_year, place_beside, plan, remarks, write,
};
use draft::{Written, plain_name, usual_name};
pub(super) use last::{Last, Unfit};

#[derive(Default, Args)]
pub(super) struct Arguments {
    /// 编制机关全称
    #[arg(long, value_name = "名称")]
    agency: Option<String>,
    /// 报告年度；不写则为刚结束的年度（十一、十二月为当年），有上年文件的为其下一年度
    #[arg(long, value_name = "年度")]
    year: Option<u16>,
    /// 机关类别：部门、街道办等写 department，各级人民政府写 government
    #[arg(long, value_name = "类别", value_enum)]
    level: Option<Level>,
    /// 上年的报告，数据文件或者已公布的 Word、网页、PDF 等都可以：带入机关信息、上年结转、现行有效件数和小标题，上年的文字放在说明里供参考；本文件夹里只有一个数据文件的，可以只写 --from
    #[arg(long, value_name = "上年文件", num_args = 0..=1, default_missing_value = ".")]
    from: Option<PathBuf>,
    #[command(flatten)]
    forms: OwnForms,
    /// 所有数字先填 0（不写则留空，检查时会逐行提醒）
    #[arg(long)]
    zeros: bool,
    /// 数据文件的名称；不写则为“<年度>年报.toml”。已有的文件不会被覆盖
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
}

impl ValueEnum for Level {
    fn value_variants<'v>() -> &'v [Self] {
        &[Level::Department, Level::Government]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.key()))
    }
}

impl Arguments {
    /// A report of an agency, from nothing.
    pub fn from_nothing(agency: String, level: Level, year: u16) -> Self {
        Self { agency: Some(agency), level: Some(level), year: Some(year), ..Self::default() }
    }

    /// True if the command was given bare.
    fn is_bare(&self) -> bool {
        let Self { agency, year, level, from, zeros, output, forms: _ } = self;
        agency.is_none() && year.is_none() && level.is_none() && from.is_none() && !zeros && output.is_none()
    }
}

pub(super) fn run(mut arguments: Arguments, terminal: &mut Terminal) -> Done {
    arguments.from = arguments.from.map(|from| inputs::named(&from, terminal)).transpose()?;
    let arguments = &arguments;
    let forms = arguments.forms.load()?;
    let is_conversation = arguments.is_bare() && io::stdin().is_terminal() && io::stderr().is_terminal();
    let plan = if is_conversation {
        let Some(plan) = converse(&forms) else {
            terminal.say("\n已停止，没有生成文件");
            return Ok(Status::Failed);
        };
        plan
    } else {
        let last = arguments.from.as_deref().map(|path| Last::load(path, &forms)).transpose();
        let last = last.map_err(|unfit| unfit.to_string())?;
        plan(arguments, last)?
    };
    let written = write(&plan, &forms)?;
    report(&plan, &written, &arguments.forms, terminal);
    Ok(Status::Clean)
}

/// What the questions and their answers come to; `None` if they were broken off.
fn converse(forms: &Forms) -> Option<Plan> {
    let around = ask::Around {
        load: &|path| Last::load(path, forms).map_err(|unfit| unfit.to_string()),
        exists: &files::exists,
        has_form: &|year| forms.for_year(year).is_some(),
        first_year: forms.first_year().unwrap_or_default(),
        this_year: current_report_year(),
    };
    ask::ask(&mut io::stdin().lock(), &mut io::stderr(), &around)
}

/// Says what was written, what to look at, and what to do next.
fn report(plan: &Plan, written: &Written, forms: &OwnForms, terminal: &mut Terminal) {
    let shown = files::shown(&plan.output);
    terminal.say(&format!("已生成：{shown}{}", beside_in_words(&written.beside)));
    if let Some(last) = &plan.last {
        let taken_over = written.skeleton.taken_over.join("、");
        terminal.say(&format!("已从“{}”带入：{taken_over}", files::shown(&last.path)));
    }
    for remark in remarks(plan, written, Way::Command(forms)) {
        terminal.say(&format!("注意：{remark}"));
    }
    if plan.level_is_assumed {
        let level = match plan.level {
            Some(Level::Government) => "各级人民政府（government）",
            Some(Level::Department) | None => "部门、街道办等（department）",
        };
        terminal.say(&format!("机关类别按{level}写，不对的请在文件里改正"));
    }
    terminal.say(&format!(
        "请用记事本等文本编辑器打开填写，填好后运行：nianbao check {}{}",
        files::argument(&plan.output),
        forms.as_typed()
    ));
}
