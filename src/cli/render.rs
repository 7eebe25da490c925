//! `nianbao render`: checks, then writes the report.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::check::human_text;
use super::load::{Loaded, load};
use super::terminal::Terminal;
use super::{Status, files, look};
use crate::document::{self, build};
use crate::format::Forms;
use crate::render::{MarkdownTables, Options, RENDERERS, Renderer};

#[derive(Args)]
pub(super) struct Arguments {
    /// 数据文件，可以写多个
    #[arg(value_name = "文件", required = true)]
    files: Vec<PathBuf>,
    /// 生成哪几种，用逗号隔开：md、html、docx；不写则三种都生成
    #[arg(long, value_name = "种类", value_parser = kinds)]
    to: Option<Kinds>,
    /// 放报告的文件夹；不写则与数据文件在一起
    #[arg(short, long, value_name = "目录")]
    output: Option<PathBuf>,
    /// 上年的数据文件；只有一个数据文件时可用
    #[arg(long, value_name = "上年文件")]
    prev: Option<PathBuf>,
    /// 有错误也生成，每页标明“草稿”，文件名加“-草稿”
    #[arg(long)]
    draft: bool,
    /// Markdown 中的表格：html 保留合并的单元格（默认），pipe 为不含 HTML 的简单表格
    #[arg(
        long,
        value_name = "样式",
        value_enum,
        default_value = "html",
        hide_default_value = true,
        hide_possible_values = true
    )]
    md_tables: Tables,
    /// 网页只生成正文片段，样式写在各元素里，供粘贴到网站的编辑器
    #[arg(long)]
    fragment: bool,
    /// Word 的版面文件（字体、字号、距离），只写与标准不同的几项
    #[arg(long, value_name = "文件")]
    style: Option<PathBuf>,
    /// 自己的模板所在的文件夹；其中有的模板代替内置的（见 nianbao templates）
    #[arg(long, value_name = "目录")]
    templates: Option<PathBuf>,
}

/// Identifiers of the wanted renderers.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Kinds(Vec<&'static str>);

/// Reads `md, HTML，docx` as a person writes it.
fn kinds(text: &str) -> Result<Kinds, String> {
    let names = text.split([',', '，', '、', ' ']).map(str::trim).filter(|name| !name.is_empty());
    let known = |name: &str| {
        RENDERERS.iter().map(|r| r.id).find(|id| name.trim_start_matches('.').eq_ignore_ascii_case(id))
    };
    let kinds: Vec<_> =
        names.map(|name| known(name).ok_or_else(|| name.to_owned())).collect::<Result<_, _>>()?;
    if kinds.is_empty() { Err(String::new()) } else { Ok(Kinds(kinds)) }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Tables {
    Html,
    Pipe,
}

/// One data file with the folder and stem of its outputs.
struct Job<'a> {
    input: &'a Path,
    folder: PathBuf,
    stem: String,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Status {
    if arguments.prev.is_some() && arguments.files.len() > 1 {
        terminal
            .problem("--prev 只能与一个数据文件同用；处理多个文件时，请在各文件的 [previous] 中写明上年文件");
        return Status::Failed;
    }
    let renderers = renderers(arguments.to.as_ref());
    let jobs = match plan(arguments, &renderers) {
        Ok(jobs) => jobs,
        Err(problem) => {
            terminal.problem(&problem);
            return Status::Failed;
        }
    };
    let options = match options(arguments) {
        Ok(options) => options,
        Err(problem) => {
            terminal.problem(&problem);
            return Status::Failed;
        }
    };
    let with = With { draft: arguments.draft, prev: arguments.prev.as_deref(), renderers, options };
    let forms = Forms::built_in();
    jobs.iter().map(|job| run_one(job, &with, &forms, terminal)).max().unwrap_or(Status::Clean)
}

/// What all files are drawn with.
struct With<'a> {
    draft: bool,
    prev: Option<&'a Path>,
    renderers: Vec<&'static Renderer>,
    options: Options,
}

/// How outputs are drawn; every template and style file is read before any data file.
fn options(arguments: &Arguments) -> Result<Options, String> {
    let templates = look::templates(arguments.templates.as_deref())?;
    let style = look::style(&templates, arguments.style.as_deref())?;
    let tables = match arguments.md_tables {
        Tables::Html => MarkdownTables::Html,
        Tables::Pipe => MarkdownTables::Pipe,
    };
    Ok(Options { tables, fragment: arguments.fragment, templates, style: Some(style) })
}

fn renderers(kinds: Option<&Kinds>) -> Vec<&'static Renderer> {
    RENDERERS.iter().filter(|renderer| kinds.is_none_or(|Kinds(ids)| ids.contains(&renderer.id))).collect()
}

/// Settles all names before anything is read.
fn plan<'a>(arguments: &'a Arguments, renderers: &[&Renderer]) -> Result<Vec<Job<'a>>, String> {
    let mut jobs = Vec::new();
    let mut taken: HashMap<PathBuf, &Path> = HashMap::new();
    for input in &arguments.files {
        let folder = arguments.output.clone().unwrap_or_else(|| files::folder(input));
        let mark = if arguments.draft { "-草稿" } else { "" };
        let job = Job { input, folder, stem: format!("{}{mark}", files::stem(input)) };
        for renderer in renderers {
            let output = files::identity(&job.output(renderer));
            if arguments.files.iter().any(|other| files::identity(other) == output) {
                return Err(format!(
                    "报告“{}”会覆盖数据文件，请给数据文件换一个名称",
                    job.output(renderer).display()
                ));
            }
            if let Some(other) = taken.insert(output, input) {
                return Err(format!(
                    "“{}”和“{}”的报告文件同名，请分别生成，或给其中一个数据文件换一个名称",
                    other.display(),
                    input.display()
                ));
            }
        }
        jobs.push(job);
    }
    if let Some(folder) = &arguments.output {
        files::make_folder(folder)?;
    }
    Ok(jobs)
}

impl Job<'_> {
    fn output(&self, renderer: &Renderer) -> PathBuf {
        self.folder.join(format!("{}.{}", self.stem, renderer.id))
    }
}

fn run_one(job: &Job<'_>, with: &With<'_>, forms: &Forms, terminal: &mut Terminal) -> Status {
    let Loaded { source, checked } = match load(job.input, with.prev, forms) {
        Ok(loaded) => loaded,
        Err(problem) => {
            terminal.problem(&problem);
            return Status::Failed;
        }
    };
    if !checked.findings.is_empty() {
        terminal.say(&human_text(&source, &checked.findings, Terminal::remark_look()));
        terminal.say("");
    }
    let failed = checked.has_errors();
    let Some(report) = checked.report.as_ref().filter(|_| !failed || with.draft) else {
        let hint = if checked.report.is_some() { "；要先看草稿，请加 --draft" } else { "" };
        terminal.say(&format!("没有生成报告：请先改正以上错误{hint}"));
        return Status::Findings;
    };
    let document = build(report, document::Options { draft: with.draft });
    let mut outputs = Vec::new();
    for renderer in &with.renderers {
        match (renderer.render)(&document, &with.options) {
            Ok(bytes) => outputs.push((job.output(renderer), bytes)),
            Err(error) => {
                terminal.problem(&error.to_string());
                return Status::Failed;
            }
        }
    }
    if let Err(problem) = files::replace_all(&outputs) {
        terminal.problem(&problem);
        return Status::Failed;
    }
    let names: Vec<String> = outputs.iter().map(|(path, _)| path.display().to_string()).collect();
    terminal.say(&format!("已生成：{}", names.join("、")));
    if failed { Status::Findings } else { Status::Clean }
}
