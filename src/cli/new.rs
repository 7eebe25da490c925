//! `nianbao new`: a data file ready to fill in, from nothing or from last year's.

mod ask;
mod last;

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};

use super::files::NewFile;
use super::forms::OwnForms;
use super::terminal::Terminal;
use super::{Done, Status, endings, files, inputs};
use crate::format::{Form, Forms};
use crate::report::{Expected, Fault, Level, bare_name, is_unprintable, read};
use crate::schema;
use crate::skeleton::{self, Known, LastFile, Skeleton};
use crate::source::Source;
use last::Last;

#[derive(Args)]
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
    /// True if the command was given bare.
    fn is_bare(&self) -> bool {
        let Self { agency, year, level, from, zeros, output, forms: _ } = self;
        agency.is_none() && year.is_none() && level.is_none() && from.is_none() && !zeros && output.is_none()
    }
}

/// What is to be written, and where.
struct Plan {
    agency: String,
    level: Option<Level>,
    /// True if nobody said what kind of body it is.
    level_is_assumed: bool,
    year: u16,
    zeros: bool,
    last: Option<Last>,
    output: PathBuf,
}

/// What was written.
struct Written {
    skeleton: Skeleton,
    /// What came of the files beside it, which are for editors: their names.
    beside: Result<Vec<String>, String>,
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
        plan(arguments, &forms)?
    };
    let written = write(&plan, &forms)?;
    report(&plan, &written, &arguments.forms, terminal);
    Ok(Status::Clean)
}

/// What the questions and their answers come to; `None` if they were broken off.
fn converse(forms: &Forms) -> Option<Plan> {
    let around = ask::Around {
        load: &|path| Last::load(path, forms),
        exists: &files::exists,
        has_form: &|year| forms.for_year(year).is_some(),
        first_year: forms.first_year().unwrap_or_default(),
        this_year: current_report_year(),
    };
    ask::ask(&mut io::stdin().lock(), &mut io::stderr(), &around)
}

/// What the arguments come to.
fn plan(arguments: &Arguments, forms: &Forms) -> Result<Plan, String> {
    let last = arguments.from.as_deref().map(|path| Last::load(path, forms)).transpose()?;
    let year = match (&last, arguments.year) {
        (None, year) => year.unwrap_or_else(current_report_year),
        (Some(last), None) => last.next_year(),
        (Some(last), Some(year)) if year == last.next_year() => year,
        (Some(last), Some(year)) => {
            return Err(format!(
                "“{}”是 {} 年度的报告，编制 {year} 年度的报告，--from 后面应当写 {} 年度的",
                files::shown(&last.path),
                last.year,
                year.saturating_sub(1)
            ));
        }
    };
    let agency = arguments.agency.as_deref().map(plain_name);
    let agency = agency.or_else(|| last.as_ref().map(Last::agency)).unwrap_or_default();
    // A published report does not say it: what was read is a guess.
    let said = last.as_ref().filter(|last| !last.is_published);
    let last_level = said.and_then(|last| last.report.agency.level);
    let is_other = last.as_ref().is_none_or(|last| bare_name(&last.agency()) != bare_name(&agency));
    let known = arguments.level.or(last_level.filter(|_| !is_other));
    let by_name = Level::by_name(&agency);
    Ok(Plan {
        level: known.or(by_name),
        level_is_assumed: known.is_none() && by_name.is_some(),
        agency,
        year,
        zeros: arguments.zeros,
        output: match &arguments.output {
            Some(path) => data_file(path, year)?,
            None => usual_name(year),
        },
        last,
    })
}

/// Where the data file goes that was asked for under a name: into a folder under its usual name, and with its
/// own ending where none is written.
///
/// # Errors
/// The name is that of a file of another kind.
fn data_file(path: &Path, year: u16) -> Result<PathBuf, String> {
    if files::exists(path) && !files::is_file(path) {
        return Ok(path.join(usual_name(year)));
    }
    let ending = files::extension(path);
    match endings::called(&ending) {
        _ if matches!(ending.as_str(), "toml" | "txt") => Ok(path.to_owned()),
        None => {
            let mut name = path.as_os_str().to_owned();
            name.push(".toml");
            Ok(PathBuf::from(name))
        }
        Some(called) => Err(format!(
            "“{}”是{}的名称，这里生成的是数据文件，请写：-o {}",
            files::shown(path),
            endings::spaced(&called),
            files::argument(&path.with_extension("toml"))
        )),
    }
}

fn usual_name(year: u16) -> PathBuf {
    PathBuf::from(format!("{year}年报.toml"))
}

/// A name on one line.
fn plain_name(name: &str) -> String {
    let kept = name.chars().filter(|&c| c.is_control() || !is_unprintable(c));
    kept.map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}

fn write(plan: &Plan, forms: &Forms) -> Result<Written, String> {
    let year = plan.year;
    // It goes on in the form of last year's, as long as that is in force.
    let of_last = plan.last.as_ref().map(|last| &last.report.form).filter(|form| form.years.contains(&year));
    let form = of_last.map(Arc::clone).or_else(|| forms.for_year(year)).ok_or_else(|| {
        let first = forms.first_year().unwrap_or_default();
        format!("{year} 年度没有可用的格式：现行格式自 {first} 年度起使用")
    })?;
    let path = |last: &Last| files::path_between(&plan.output, &last.path);
    let last = plan.last.as_ref().map(|last| LastFile {
        report: &last.report,
        path: path(last),
        unread: &last.unread,
    });
    let known = Known { agency: plan.agency.clone(), level: plan.level, year, zeros: plan.zeros, last };
    let skeleton = skeleton::write(&form, &known).map_err(|error| format!("模板有误：{error}"))?;
    refuse_too_long(&skeleton.text, forms)?;
    // The data file comes last: a run that is broken off before can simply be run again.
    let file = NewFile::prepare(&plan.output, &skeleton.text)?;
    let beside = place_schema(&plan.output, &form).and_then(|schema| {
        let settings = place_settings(&plan.output)?;
        Ok(std::iter::once(schema).chain(settings).collect())
    });
    file.put()?;
    Ok(Written { skeleton, beside })
}

/// Refuses a name with which the new file would not read.
fn refuse_too_long(text: &str, forms: &Forms) -> Result<(), String> {
    let faults = read(&Source::new("", text), forms).faults;
    match faults.iter().any(|fault| matches!(fault, Fault::NotAllowed { expected: Expected::ShortText, .. }))
    {
        true => Err("机关全称太长，没有生成文件；请只写机关的全称，一般不超过 300 个字".to_owned()),
        false => Ok(()),
    }
}

/// Puts the schema beside a data file; its name, or why it is not there. A file of that name that is
/// not the program's own is left alone.
fn place_schema(data_file: &Path, form: &Form) -> Result<String, String> {
    let name = schema::file_name(form);
    let path = files::folder(data_file).join(&name);
    let text = schema::write(form).map_err(|error| error.to_string())?;
    super::schema::place(&path, &text).map(|()| name)
}

const SETTINGS_FILE: &str = ".taplo.toml";
/// Settings of Taplo, which formats TOML in editors: it would close up the columns of the figures. It can be told to
/// leave a file out only together with the schema; a pattern of keys that it cannot read makes it refuse to format.
const SETTINGS: &str = "# 供编辑器用，可以不管：不让编辑器的“格式化”把数据文件中对齐的各列挤到一起。\n\
    # 下面的 keys 有意写成读不出的样子，编辑器遇到它就不作格式化，提示和检查照常。\n\
    [[rule]]\n\
    include = [\"**/*年报.toml\", \"**/{name}\"]\n\
    keys = [\"[\"]\n\
    formatting = {}\n";

/// Puts the settings of the formatter beside a data file; their name, or `None` if there are some already.
fn place_settings(data_file: &Path) -> Result<Option<String>, String> {
    let [path, other] = [SETTINGS_FILE, "taplo.toml"].map(|name| files::folder(data_file).join(name));
    if files::exists(&path) || files::exists(&other) {
        return Ok(None);
    }
    let name = data_file.file_name().unwrap_or_default().to_string_lossy();
    // Signs of patterns stand for themselves between brackets.
    let pattern = |c: char| if "*?[]{}".contains(c) { format!("[{c}]") } else { c.to_string() };
    let name: String =
        name.chars().filter(|c| !c.is_control() && !"\"\\".contains(*c)).map(pattern).collect();
    files::create(&path, &SETTINGS.replace("{name}", &name))?;
    Ok(Some(SETTINGS_FILE.to_owned()))
}

/// Says what was written, what to look at, and what to do next.
fn report(plan: &Plan, written: &Written, forms: &OwnForms, terminal: &mut Terminal) {
    let shown = files::shown(&plan.output);
    let beside = match &written.beside {
        Ok(names) => format!("（旁边的 {} 供编辑器用，可以不管）", names.join("、")),
        Err(_) => String::new(),
    };
    terminal.say(&format!("已生成：{shown}{beside}"));
    if let Some(last) = &plan.last {
        let taken_over = written.skeleton.taken_over.join("、");
        terminal.say(&format!("已从“{}”带入：{taken_over}", files::shown(&last.path)));
        for remark in remarks(plan, last, written, forms) {
            terminal.say(&format!("注意：{remark}"));
        }
    }
    if plan.level_is_assumed {
        let level = match plan.level {
            Some(Level::Government) => "各级人民政府（government）",
            Some(Level::Department) | None => "部门、街道办等（department）",
        };
        terminal.say(&format!("机关类别按{level}写，不对的请在文件里改正"));
    }
    if let Err(problem) = &written.beside {
        terminal.say(&format!("注意：供编辑器用的文件没有写出：{problem}"));
    }
    terminal.say(&format!(
        "请用记事本等文本编辑器打开填写，填好后运行：nianbao check {}{}",
        files::argument(&plan.output),
        forms.as_typed()
    ));
}

/// What to look at in a file that goes on from last year's.
fn remarks(plan: &Plan, last: &Last, written: &Written, forms: &OwnForms) -> Vec<String> {
    let mut remarks = Vec::new();
    let (shown, last_year) = (files::shown(&last.path), last.year);
    if last.errors > 0 {
        remarks.push(format!(
            "“{shown}”本身还有 {} 处必须改正的错误，带入的内容可能不对；请先运行 nianbao check {}{} 查看",
            last.errors,
            files::argument(&last.path),
            forms.as_typed()
        ));
    }
    remarks.extend(
        last.unsure
            .iter()
            .map(|cells| format!("“{shown}”里{cells}读得没有把握，没有带入，也不作比较；请对照原文核实")),
    );
    if plan.year > current_report_year() {
        remarks.push(format!(
            "“{shown}”是 {last_year} 年度的，所以生成的是 {} 年度的文件；要编 {last_year} 年度的报告，上年文件应当是 {} 年度的",
            plan.year,
            last_year.saturating_sub(1)
        ));
    }
    let (name, last_name) = (&plan.agency, last.agency());
    if !last_name.is_empty() && bare_name(name) != bare_name(&last_name) {
        remarks.push(format!(
            "机关全称与上年文件的不同（上年是“{last_name}”）：数字仍从上年带入；机关改了名的，请在新文件里用书面说明写明（[[accept]]，code = \"Y206\"，reason 写改名的缘由），检查时照常与上年核对；不是同一机关的，请换上年文件重新生成"
        ));
    }
    if !written.skeleton.names_last {
        remarks.push(format!(
            "“{shown}”的路径不能写进新文件，检查时请写明：nianbao check {}{} --prev 上年文件",
            files::argument(&plan.output),
            forms.as_typed()
        ));
    }
    remarks.extend(written.skeleton.remarks.iter().cloned());
    remarks
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
