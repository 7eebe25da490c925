//! `nianbao import`: the data file of a report that was published.

mod account;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::files::NewFile;
use super::forms::OwnForms;
use super::terminal::Terminal;
use super::{Done, Status, files, inputs};
use crate::diagnostic::Diagnostic;
use crate::format::Forms;
use crate::published::{self, Reading, Said};
use crate::report::Level;
use crate::rules::published_remarks;
use crate::source::{MAX_BYTES, Source};

#[derive(Args)]
pub(super) struct Arguments {
    /// 已发布的报告：网页、Word（.docx）、电子表格、PDF、OFD、文本，可以写多个
    #[arg(value_name = "文件", required = true)]
    files: Vec<PathBuf>,
    /// 数据文件的名称，或者放数据文件的文件夹；不写则放在报告旁边，名称相同，扩展名为 .toml。已有的文件不会被覆盖
    #[arg(short, long, value_name = "文件或目录")]
    output: Option<PathBuf>,
    /// 表格所用的格式；不写则由表格本身决定
    #[arg(long, value_name = "格式")]
    form: Option<String>,
    /// 编制机关全称；不写则照报告的标题、落款
    #[arg(long, value_name = "名称")]
    agency: Option<String>,
    /// 机关类别：部门、街道办等写 department，各级人民政府写 government；不写则由名称决定
    #[arg(long, value_name = "类别", value_enum)]
    level: Option<Level>,
    /// 报告年度；不写则照报告的标题
    #[arg(long, value_name = "年度")]
    year: Option<u16>,
    #[command(flatten)]
    forms: OwnForms,
    /// 结果的样式：human 供人阅读（默认），json 逐格列出读到的内容和出处
    #[arg(long, value_name = "样式", value_enum, default_value = "human")]
    format: Style,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Style {
    #[value(aliases = ["文字", "txt", "text"])]
    Human,
    Json,
}

/// One input and what came of it.
struct Imported {
    path: PathBuf,
    output: PathBuf,
    /// What was read, or why nothing was, in plain words.
    outcome: Result<Reading, String>,
    /// What is not as the form has it.
    remarks: Vec<Diagnostic>,
}

impl Imported {
    fn status(&self) -> Status {
        match &self.outcome {
            Ok(reading) if reading.account.is_sound() => Status::Clean,
            Ok(_) => Status::Findings,
            Err(_) => Status::Failed,
        }
    }
}

pub(super) fn run(mut arguments: Arguments, terminal: &mut Terminal) -> Done {
    let forms = arguments.forms.load()?;
    if let Some(id) = &arguments.form {
        forms.get(id).map_err(|error| error.to_string())?;
    }
    arguments.files = inputs::published(&arguments.files, terminal)?;
    let outputs = outputs(&arguments)?;
    let said = Said { agency: arguments.agency.clone(), level: arguments.level, year: arguments.year };
    let mut status = Status::Clean;
    let mut told = Vec::new();
    for (path, output) in arguments.files.iter().zip(outputs) {
        let outcome = import(path, &output, arguments.form.as_deref(), &said, &forms);
        let (outcome, remarks) = match outcome {
            Ok((reading, remarks)) => (Ok(reading), remarks),
            Err(problem) => (Err(problem), Vec::new()),
        };
        let imported = Imported { path: path.clone(), output, outcome, remarks };
        status = status.max(imported.status());
        match arguments.format {
            Style::Human => account::tell(&imported, terminal),
            Style::Json => told.push(imported),
        }
    }
    if arguments.format == Style::Json {
        let text = account::json(&told).map_err(|error| format!("无法写出结果：{error}"))?;
        terminal.result(&text);
        told.iter()
            .filter_map(|one| one.outcome.as_ref().err())
            .for_each(|problem| terminal.problem(problem));
    }
    Ok(status)
}

/// Reads a published report and writes its data file; what is not as the form has it.
fn import(
    path: &Path,
    output: &Path,
    form: Option<&str>,
    said: &Said,
    forms: &Forms,
) -> Result<(Reading, Vec<Diagnostic>), String> {
    let shown = files::shown(path);
    if files::exists(output) {
        return Err(format!("“{}”已经存在，没有覆盖；请用 -o 写一个别的文件名", files::shown(output)));
    }
    let mut reading = reading(&files::read_published(path)?, form, forms)?;
    reading.say(said);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let text = reading.data_file(&name).map_err(|error| format!("“{shown}”：模板有误：{error}"))?;
    if text.len() > MAX_BYTES {
        return Err(format!(
            "“{shown}”里的文字太多，写成的数据文件会超过 4 MB，读不了；请只保留年度报告本身"
        ));
    }
    NewFile::prepare(output, &text)?.put()?;
    let remarks = published_remarks(&reading, &Source::new(name, text), forms);
    Ok((reading, remarks))
}

/// Makes the data file of a published report; what to look at in it, in plain words.
///
/// # Errors
/// It is none, or the data file cannot be written: why, in plain words.
pub(super) fn import_one(path: &Path, output: &Path, forms: &Forms) -> Result<Vec<String>, String> {
    let (reading, remarks) = import(path, output, None, &Said::default(), forms)
        .map_err(|problem| format!("“{}”：{problem}", files::shown(path)))?;
    Ok(account::to_look_at(&reading, &remarks))
}

/// The data file that a published report is made into, unless another is named.
pub(super) fn data_file_of(path: &Path) -> PathBuf {
    files::bare(with_toml(&files::folder(path).join(files::stem(path))))
}

/// Where each data file goes.
///
/// # Errors
/// Two inputs would have the same one, or one file is named for several.
fn outputs(arguments: &Arguments) -> Result<Vec<PathBuf>, String> {
    let one_file = match &arguments.output {
        Some(output) if files::is_folder(output) => None,
        Some(output) if arguments.files.len() == 1 && !ends_as_folder(output) => Some(output.clone()),
        Some(output) if files::extension(output) == "toml" => {
            return Err(format!(
                "“{}”是一个文件的名称，要读的报告有 {} 份。-o 后面请写放数据文件的文件夹",
                files::shown(output),
                arguments.files.len()
            ));
        }
        _ => None,
    };
    if let Some(file) = one_file {
        let has_ending = matches!(files::extension(&file).as_str(), "toml" | "txt");
        return Ok(vec![if has_ending { file } else { with_toml(&file) }]);
    }
    let place = |path: &PathBuf| {
        let folder = arguments.output.clone().unwrap_or_else(|| files::folder(path));
        with_toml(&folder.join(files::stem(path)))
    };
    let outputs: Vec<PathBuf> = arguments.files.iter().map(place).collect();
    for (at, output) in outputs.iter().enumerate() {
        if let Some(other) = outputs.iter().take(at).position(|other| other == output) {
            let [one, two] = [other, at]
                .map(|at| arguments.files.get(at).map(|path| files::shown(path)).unwrap_or_default());
            return Err(format!(
                "“{one}”和“{two}”会写成同一个数据文件“{}”。请分开读，用 -o 各写一个名称",
                files::shown(output)
            ));
        }
    }
    Ok(outputs)
}

/// True for `各局/`.
fn ends_as_folder(path: &Path) -> bool {
    path.to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR])
}

fn with_toml(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".toml");
    PathBuf::from(name)
}

/// Reads a file as a published report.
///
/// # Errors
/// It is none, or cannot be read: why, in plain words, without the name of the file.
pub(super) fn reading(bytes: &[u8], form: Option<&str>, forms: &Forms) -> Result<Reading, String> {
    let page = published::read(bytes).map_err(|error| error.to_string())?;
    published::recognise(&page, forms, form).map_err(|error| error.to_string())
}
