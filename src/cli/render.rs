//! `nianbao render`: checks, then writes the report.

mod changes;
mod make;
mod plan;
mod watch;

use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Arg, Args, Command, Error, ValueEnum, ValueHint};

use super::progress::Progress;
use make::make;
use plan::Job;

use super::files::{self, Folder};
use super::fonts::{OwnFonts, Tell};
use super::forms::OwnForms;
use super::terminal::Terminal;
use super::watch::Stop;
use super::{Done, Status, endings, inputs, look, parallel};
use crate::format::Forms;
use crate::render::{MarkdownTables, Options, RENDERERS, Renderer, digest, to_be_named};

#[derive(Args)]
pub(super) struct Arguments {
    /// 数据文件，可以写多个，也可以写文件夹或 *.toml；本文件夹里只有一个的，可以不写
    #[arg(value_name = "文件")]
    files: Vec<PathBuf>,
    #[arg(long, value_name = "种类", value_delimiter = ',', value_parser = KindParser, help = to_help())]
    to: Vec<&'static Renderer>,
    /// 放报告的文件夹；不写则与数据文件在一起
    #[arg(short, long, value_name = "目录", value_hint = ValueHint::DirPath)]
    output: Option<PathBuf>,
    /// 上年的报告：数据文件，或者已公布的 Word、网页、PDF 等；只有一个数据文件时可用
    #[arg(long, value_name = "上年文件")]
    prev: Option<PathBuf>,
    /// 有错误也生成，每页标明“草稿”，文件名加“-草稿”
    #[arg(long)]
    draft: bool,
    /// Markdown 中的表格：html 保留合并的单元格（默认），pipe 为不含 HTML 的简单表格
    #[arg(long, value_name = "样式", value_enum, default_value = "html")]
    md_tables: Tables,
    /// 网页只生成正文片段，样式写在各元素里，供粘贴到网站的编辑器
    #[arg(long)]
    fragment: bool,
    /// OFD 里放进用到的字体；不放时只写字体的名称，由阅读的电脑提供
    #[arg(long)]
    embed_fonts: bool,
    /// Word、PDF 和 OFD 的版面文件（字体、字号、距离），只写与标准不同的几项
    #[arg(long, value_name = "文件")]
    style: Option<PathBuf>,
    /// 自己的模板所在的文件夹；其中有的模板代替内置的（见 nianbao templates）
    #[arg(long, value_name = "目录", value_hint = ValueHint::DirPath)]
    templates: Option<PathBuf>,
    #[command(flatten)]
    fonts: OwnFonts,
    #[command(flatten)]
    forms: OwnForms,
    /// 原来的报告另存一份备份
    #[arg(long)]
    backup: bool,
    /// 一直运行，数据文件每次保存后重新生成；按 Ctrl+C 结束
    #[arg(long)]
    watch: bool,
}

/// Reads the name of a kind, and names all kinds for completion.
#[derive(Clone)]
struct KindParser;

impl TypedValueParser for KindParser {
    type Value = &'static Renderer;

    fn parse_ref(
        &self,
        command: &Command,
        argument: Option<&Arg>,
        value: &OsStr,
    ) -> Result<Self::Value, Error> {
        kind.parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let value = |kind: &Renderer| {
            PossibleValue::new(kind.id)
                .help(kind.help)
                .aliases(kind.other_names)
                .aliases(kind.other_extensions)
        };
        Some(Box::new(RENDERERS.iter().map(value)))
    }
}

fn kind(name: &str) -> Result<&'static Renderer, String> {
    RENDERERS.iter().find(|kind| kind.id == name).ok_or_else(|| name.to_owned())
}

/// The names of all kinds, as they are written on the command line.
pub(super) fn ids(between: &str) -> String {
    RENDERERS.iter().map(|kind| kind.id).collect::<Vec<_>>().join(between)
}

fn to_help() -> String {
    let kinds: Vec<String> = RENDERERS.iter().map(|kind| format!("{}（{}）", kind.id, kind.name)).collect();
    format!(
        "生成哪几种，用逗号隔开：{}；不写则都生成，只有 {} 要写明",
        kinds.join("、"),
        to_be_named(|kind| kind.id, "、")
    )
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Tables {
    #[value(alias = "网页")]
    Html,
    #[value(aliases = ["竖线", "markdown"])]
    Pipe,
}

pub(super) fn run(mut arguments: Arguments, terminal: &mut Terminal) -> Done {
    arguments.files = inputs::several(&arguments.files, "render", terminal)?;
    arguments.prev = arguments.prev.map(|prev| inputs::named(&prev, terminal)).transpose()?;
    let arguments = &arguments;
    if arguments.prev.is_some() && arguments.files.len() > 1 {
        return Err("--prev 只能与一个数据文件同用；处理多个文件时，请在各文件的 [previous] 中写明上年文件"
            .to_owned());
    }
    if arguments.watch {
        return watch::run(arguments, terminal);
    }
    let (jobs, with) = prepare(arguments, None)?;
    Ok(make_all(&jobs, &with, None, terminal))
}

/// Settles everything that does not depend on what the data files say.
fn prepare<'a>(
    arguments: &'a Arguments,
    written: Option<&'a Written>,
) -> Result<(Vec<Job<'a>>, With<'a>), String> {
    if let Some(folder) = &arguments.output {
        let files: Vec<String> = arguments.files.iter().map(|file| files::argument(file)).collect();
        endings::refuse_as_folder(folder, &format!("nianbao render {}", files.join(" ")))?;
    }
    let renderers = renderers(&arguments.to);
    let folder = arguments.output.as_deref().map(Folder::make).transpose()?;
    let jobs = plan::plan(arguments, &renderers)?;
    let with = With {
        draft: arguments.draft,
        backup: arguments.backup,
        is_alone: jobs.len() == 1,
        prev: arguments.prev.as_deref(),
        renderers,
        options: options(arguments)?,
        fonts: &arguments.fonts,
        forms: arguments.forms.load()?,
        large: Mutex::new(()),
        written,
        _folder: folder,
    };
    Ok((jobs, with))
}

/// Makes all reports, and says of each what became of it as soon as that of all before it is said. None is
/// begun any more once the user wants to end.
fn make_all(jobs: &[Job<'_>], with: &With<'_>, stop: Option<&Stop>, terminal: &mut Terminal) -> Status {
    let progress = Progress::new("正在生成", jobs.len());
    let (mut status, mut failed) = (Status::Clean, Vec::new());
    let is_wanted = || !stop.is_some_and(Stop::requested);
    let work = |job: &Job<'_>| is_wanted().then(|| (files::shown(job.input), make(job, with)));
    parallel::in_order(jobs, work, |made| {
        let Some((name, made)) = made else { return };
        progress.show(|| {
            for remark in &made.remarks {
                remark.say(terminal);
            }
            if !with.is_alone {
                terminal.say(&format!("{name}：{}", made.summary));
            }
        });
        status = status.max(made.status);
        if !made.is_written {
            failed.push(name);
        }
    });
    drop(progress);
    with.fonts.say(terminal);
    if !with.is_alone && is_wanted() {
        terminal.say(&total(jobs.len(), &failed));
    }
    status
}

/// One line over several files.
fn total(files: usize, failed: &[String]) -> String {
    let made = files - failed.len();
    match failed {
        [] => format!("共 {files} 个文件，全部生成了报告"),
        failed => format!(
            "共 {files} 个文件，{made} 个生成了报告，{} 个没有生成：{}",
            failed.len(),
            failed.join("、")
        ),
    }
}

/// What all files are drawn with.
struct With<'a> {
    draft: bool,
    backup: bool,
    /// True if there is one data file only.
    is_alone: bool,
    prev: Option<&'a Path>,
    renderers: Vec<&'static Renderer>,
    options: Options,
    fonts: &'a OwnFonts,
    forms: Forms,
    /// Held while a report of unusual size is made: one at a time, so that memory stays bounded
    /// however many processors there are.
    large: Mutex<()>,
    /// With `--watch` only: another run writes nothing twice.
    written: Option<&'a Written>,
    /// The folder of the outputs: held so long, and gone again if nothing is put into it.
    _folder: Option<Folder>,
}

/// What the run has written that carries no digest of itself (CSV, JSON), by digests: with `--watch` it writes over that,
/// and keeps only what somebody else has changed.
#[derive(Default)]
struct Written(Mutex<HashSet<String>>);

impl Written {
    /// True if these bytes are among it.
    fn has(&self, bytes: &[u8]) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(&digest(bytes))
    }

    fn add(&self, bytes: &[u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(digest(bytes));
    }
}

/// How outputs are drawn; every template and style file is read before any data file.
fn options(arguments: &Arguments) -> Result<Options, String> {
    let (folder, style) = (arguments.templates.as_deref(), arguments.style.as_deref());
    let look = look::options(folder, style, &arguments.fonts, Tell::WhenAsked)?;
    let tables = match arguments.md_tables {
        Tables::Html => MarkdownTables::Html,
        Tables::Pipe => MarkdownTables::Pipe,
    };
    Ok(Options { tables, fragment: arguments.fragment, embed_fonts: arguments.embed_fonts, ..look })
}

/// The wanted kinds, in the order in which they are made; if none is named, the usual ones: a usual run never fails
/// for want of a font.
fn renderers(wanted: &[&Renderer]) -> Vec<&'static Renderer> {
    let is_wanted = |kind: &&Renderer| match wanted {
        [] => kind.is_usual(),
        wanted => wanted.iter().any(|one| one.id == kind.id),
    };
    RENDERERS.iter().filter(is_wanted).collect()
}
