//! A new data file: what it is to be, and how it comes to be there.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Arguments;
use super::last::Last;
use crate::cli::files::{self, NewFile};
use crate::cli::forms::OwnForms;
use crate::cli::{endings, schema as placed};
use crate::format::{Form, Forms};
use crate::report::{Expected, Fault, Level, bare_name, is_unprintable, read};
use crate::schema;
use crate::skeleton::{self, Known, LastFile, Skeleton};
use crate::source::Source;

/// What is to be written, and where.
pub(in crate::cli) struct Plan {
    pub agency: String,
    pub level: Option<Level>,
    /// True if nobody said what kind of body it is.
    pub level_is_assumed: bool,
    pub year: u16,
    pub zeros: bool,
    pub last: Option<Last>,
    pub output: PathBuf,
}

/// What was written.
pub(in crate::cli) struct Written {
    pub skeleton: Skeleton,
    /// What came of the files beside it, which are for editors: their names.
    pub beside: Result<Vec<String>, String>,
}

/// What the arguments come to.
///
/// # Errors
/// They contradict each other, or last year's report: why, in plain words.
pub(in crate::cli) fn plan(arguments: &Arguments, last: Option<Last>) -> Result<Plan, String> {
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

pub(super) fn usual_name(year: u16) -> PathBuf {
    PathBuf::from(format!("{year}年报.toml"))
}

/// A name on one line.
pub(super) fn plain_name(name: &str) -> String {
    let kept = name.chars().filter(|&c| c.is_control() || !is_unprintable(c));
    kept.map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}

/// Writes it, over nothing that is there.
///
/// # Errors
/// There is no form for its year, or it cannot be written: why, in plain words.
pub(in crate::cli) fn write(plan: &Plan, forms: &Forms) -> Result<Written, String> {
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
    let known = Known {
        agency: plan.agency.clone(),
        level: plan.level,
        year,
        zeros: plan.zeros,
        last,
        ..Known::default()
    };
    let skeleton = skeleton::write(&form, &known).map_err(|error| format!("模板有误：{error}"))?;
    refuse_too_long(&skeleton.text, forms)?;
    // The data file comes last: a run that is broken off before can simply be run again.
    let file = NewFile::prepare(&plan.output, &skeleton.text)?;
    let beside = place_beside(&plan.output, &form);
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

/// Puts beside a data file what helps editors: the names of the files.
///
/// # Errors
/// Why one of them is not there, in plain words.
pub(in crate::cli) fn place_beside(data_file: &Path, form: &Form) -> Result<Vec<String>, String> {
    let schema = place_schema(data_file, form)?;
    Ok(std::iter::once(schema).chain(place_settings(data_file)?).collect())
}

/// The files beside a data file, behind its name; nothing where they are not there.
pub(in crate::cli) fn beside_in_words(beside: &Result<Vec<String>, String>) -> String {
    let words = |names: &Vec<String>| format!("（旁边的 {} 供编辑器用，可以不管）", names.join("、"));
    beside.as_ref().map(words).unwrap_or_default()
}

/// Why the files beside a data file are not there.
pub(in crate::cli) fn beside_failed(beside: &Result<Vec<String>, String>) -> Option<String> {
    beside.as_ref().err().map(|problem| format!("供编辑器用的文件没有写出：{problem}"))
}

/// Puts the schema beside a data file; its name, or why it is not there. A file of that name that is
/// not the program's own is left alone.
fn place_schema(data_file: &Path, form: &Form) -> Result<String, String> {
    let name = schema::file_name(form);
    let path = files::folder(data_file).join(&name);
    let text = schema::write(form).map_err(|error| error.to_string())?;
    placed::place(&path, &text).map(|()| name)
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
    files::create(&path, SETTINGS.replace("{name}", &name))?;
    Ok(Some(SETTINGS_FILE.to_owned()))
}

/// How a file is looked at.
#[derive(Debug, Clone, Copy)]
pub(in crate::cli) enum Way<'f> {
    /// By a command, with forms of one's own.
    Command(&'f OwnForms),
    /// On a page.
    Page,
}

impl Way<'_> {
    /// How to see what is wrong in a file.
    fn check(self, path: &Path) -> String {
        match self {
            Self::Command(forms) => {
                format!("请先运行 nianbao check {}{} 查看", files::argument(path), forms.as_typed())
            }
            Self::Page => "请先打开它查看".to_owned(),
        }
    }

    /// What to do where last year's file cannot be named in the data file at `path`.
    fn name_last(self, path: &Path) -> String {
        match self {
            Self::Command(forms) => format!(
                "检查时请写明：nianbao check {}{} --prev 上年文件",
                files::argument(path),
                forms.as_typed()
            ),
            Self::Page => "不会与它核对；要核对的，请把它改名以后重新起草".to_owned(),
        }
    }
}

/// What to look at in what was written, in plain words.
pub(in crate::cli) fn remarks(plan: &Plan, written: &Written, way: Way<'_>) -> Vec<String> {
    let of_last = plan.last.as_ref().map(|last| of_last(plan, last, written, way));
    of_last.into_iter().flatten().chain(beside_failed(&written.beside)).collect()
}

/// What to look at in a file that goes on from last year's.
fn of_last(plan: &Plan, last: &Last, written: &Written, way: Way<'_>) -> Vec<String> {
    let mut remarks = Vec::new();
    let (shown, last_year) = (files::shown(&last.path), last.year);
    if last.errors > 0 {
        remarks.push(format!(
            "“{shown}”本身还有 {} 处必须改正的错误，带入的内容可能不对；{}",
            last.errors,
            way.check(&last.path)
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
        remarks.push(format!("“{shown}”的路径不能写进新文件，{}", way.name_last(&plan.output)));
    }
    remarks.extend(written.skeleton.remarks.iter().cloned());
    remarks
}

/// The year that a report would be on now: the last one, or in November and December this one.
#[expect(clippy::disallowed_methods, reason = "only the command line knows the clock, and only as a default")]
pub(in crate::cli) fn current_report_year() -> u16 {
    const SECONDS_A_MONTH: u64 = 2_629_746;
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    // A month's average length will do: what counts is November, and a year before or after New
    // Year's night is the same report year.
    let months = since.as_secs() / SECONDS_A_MONTH;
    let (year, month) = (1970 + months / 12, months % 12);
    u16::try_from(if month >= 10 { year } else { year - 1 }).unwrap_or(2024)
}
