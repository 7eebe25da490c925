//! `nianbao diff`: what a correction changed.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::files::Seen;
use super::forms::OwnForms;
use super::load::{Loaded, load};
use super::terminal::Terminal;
use super::{Done, Status, files};
use crate::diagnostic::human::Look;
use crate::difference::{Difference, argument, compare, human, json, markdown, not_one_report};
use crate::document::{self, build};
use crate::edition::{Edition, read_page};
use crate::format::{Form, Forms};
use crate::render;
use crate::source::{Source, Unreadable, visible};

#[derive(Args)]
pub(super) struct Arguments {
    /// 改动前的数据文件，或者用它生成的网页（.html）
    #[arg(value_name = "旧文件", display_order = 1)]
    old: PathBuf,
    /// 改动后的数据文件（或网页）
    #[arg(value_name = "新文件", display_order = 2)]
    new: PathBuf,
    #[command(flatten)]
    forms: OwnForms,
    /// 结果的样式：human 供人阅读（默认），md 是可以发布的更正说明，json 供其他程序读取
    #[arg(long, value_name = "样式", value_enum, default_value = "human")]
    format: Style,
    /// 把结果写入文件（UTF-8 编码），不显示在屏幕上
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
}

/// How the changes are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Style {
    Human,
    #[value(alias = "markdown")]
    Md,
    Json,
}

/// One of the two files.
struct Side {
    edition: Edition,
    /// What a data file says; `None` for a page.
    loaded: Option<Loaded>,
    /// What a data file prints, with its paragraphs, links and bold words.
    layout: Option<String>,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Done {
    let (old_path, new_path) = (&arguments.old, &arguments.new);
    let is_same = |a: &Path, b: &Path| files::identity(a) == files::identity(b);
    if files::is_file(old_path) && is_same(old_path, new_path) {
        return Err(format!(
            "两次写的是同一个文件“{}”，没有可以比较的。请写明改动前的一份和改动后的一份；改动前的数据文件没有留存的，可以用改动前生成的网页（.html）",
            files::shown(new_path)
        ));
    }
    if let Some(output) = &arguments.output
        && [old_path, new_path].iter().any(|input| is_same(input, output))
    {
        return Err(format!("“{}”是要比较的文件，不能把结果写进去", files::shown(output)));
    }
    let forms = arguments.forms.load()?;
    let old = side(old_path, &forms)?;
    let new = side(new_path, &forms)?;
    let form = form_of(&new, &forms)?;
    let mut difference = compare(&old.edition, &new.edition, &form);
    let new_name = files::shown(new_path);
    let options = arguments.forms.as_typed();
    if let Some(Loaded { source, checked }) = &new.loaded
        && let Some(report) = &checked.report
    {
        difference.add_prose(&old.edition, report, source);
        difference.add_outputs(&new_name, &options);
    }
    if old.loaded.is_none() {
        difference.doubt_preamble_of_page();
    }
    if old.loaded.is_some() && new.loaded.is_none() {
        difference.remarks.push(format!(
            "这里把网页“{new_name}”当作改动后的一份；如果它是改动前生成的，请把两个文件名对调"
        ));
    }
    if arguments.format == Style::Md {
        fit_for_notice(&old, &new, &new_name, &options)?;
    }
    let mut say = |words: &str| {
        terminal.say(&Terminal::remark_look().sentence(&format!("注意：{words}"), 0));
    };
    difference.remarks.iter().for_each(|remark| say(remark));
    if new.loaded.as_ref().is_some_and(|loaded| loaded.checked.has_errors()) {
        let command = format!("nianbao check {}{options}", argument(&new_name));
        say(&format!("“{new_name}”里还有错误，请先改正再发布：{command}"));
    }
    if difference.is_empty() {
        unseen(arguments, &old, &new).into_iter().for_each(say);
    }
    show(arguments, &difference, &old.edition, &new.edition, terminal)?;
    Ok(Status::Clean)
}

/// Refuses a notice that would be wrong: of what is no correction, or with figures that do not agree.
fn fit_for_notice(old: &Side, new: &Side, new_name: &str, options: &str) -> Result<(), String> {
    if let Some(reason) = not_one_report(&old.edition, &new.edition).into_iter().next() {
        return Err(format!("没有写更正说明：{reason}"));
    }
    if new.loaded.as_ref().is_some_and(|loaded| loaded.checked.has_errors()) {
        let command = format!("nianbao check {}{options}", argument(new_name));
        return Err(format!(
            "没有写更正说明：“{new_name}”里还有错误，更正后的内容可能不对。请先运行 {command}，改到没有错误再写"
        ));
    }
    let is_blank = |(path, figure): (&String, &String)| {
        figure.is_empty() && old.edition.figures.get(path).is_some_and(|old| !old.is_empty())
    };
    if new.edition.figures.iter().any(is_blank) {
        return Err(format!("没有写更正说明：“{new_name}”里有原来填了数字的格现在是空白。请补填以后再写"));
    }
    Ok(())
}

/// What may be different although no figure and no word is.
fn unseen(arguments: &Arguments, old: &Side, new: &Side) -> Option<&'static str> {
    match (&old.layout, &new.layout) {
        (Some(before), Some(after)) => {
            (before != after).then_some("文字和数字没有不同，版式（分段、加粗、链接）有改动")
        }
        (None, Some(_))
            if files::identity(&files::folder(&arguments.old).join("a"))
                == files::identity(&files::folder(&arguments.new).join("a")) =>
        {
            Some("网页可能已经重新生成；更正前的数据文件或备份（-备份）如有留存，请用它比较")
        }
        _ => None,
    }
}

fn show(
    arguments: &Arguments,
    difference: &Difference,
    old: &Edition,
    new: &Edition,
    terminal: &mut Terminal,
) -> Result<(), String> {
    let names = [&arguments.old, &arguments.new].map(|path| path.display().to_string());
    let [old_name, new_name] = &names;
    let text = match arguments.format {
        Style::Md if difference.has_no_correction() => {
            terminal.say("两份报告没有不同，没有可写的更正说明");
            return Ok(());
        }
        Style::Md => markdown::notice(difference, old, new),
        Style::Json => json::text(difference, (old_name, old), (new_name, new))
            .map_err(|error| format!("无法写出结果：{error}"))?,
        Style::Human => {
            let look = match arguments.output {
                Some(_) => Look { colour: false, unicode: true, width: None },
                None => Terminal::result_look(),
            };
            human::draw(difference, &visible(old_name), &visible(new_name), look)
        }
    };
    match &arguments.output {
        None => terminal.result(&text),
        Some(path) => {
            let bytes = format!("{text}\n").into_bytes();
            let seen = spare(path, arguments.format, &bytes)?;
            files::replace_one(path, bytes, seen)?;
            let what = if arguments.format == Style::Md { "更正说明" } else { "比较结果" };
            terminal.say(&format!("{what}已写入：{}", files::shown(path)));
        }
    }
    if arguments.format == Style::Md {
        let look = Terminal::remark_look();
        terminal.say("更正的原因请自行补写");
        if let Some(list) = human::touched(difference, look) {
            terminal.say(&list);
        }
    }
    Ok(())
}

/// Refuses to write over what is not a result of this command: a notice that the clerk went on to write,
/// a data file, a report. What was seen there.
fn spare(path: &Path, style: Style, bytes: &[u8]) -> Result<Seen, String> {
    if !files::exists(path) {
        return Ok(Seen::Nothing);
    }
    let shown = files::shown(path);
    let is_kept = match style {
        Style::Md => files::read_output(path).is_none_or(|present| present != bytes),
        Style::Human | Style::Json => files::is_work_name(path),
    };
    match (is_kept, style) {
        (false, Style::Md) => Ok(Seen::file(bytes)),
        (false, _) => Ok(Seen::Anything),
        (true, Style::Md) => Err(format!(
            "“{shown}”已经存在，内容与要写的更正说明不同（可能已经补写过），没有覆盖；请用 -o 写一个别的文件名"
        )),
        (true, _) => {
            Err(format!("“{shown}”已经存在，看来是数据文件或者报告，没有覆盖；请用 -o 写一个别的文件名"))
        }
    }
}

fn form_of(side: &Side, forms: &Forms) -> Result<Arc<Form>, String> {
    forms.get(&side.edition.form).map_err(|error| error.to_string())
}

/// Reads a data file or a page, whichever it is.
fn side(path: &Path, forms: &Forms) -> Result<Side, String> {
    let source = files::read(path)?;
    refuse(path, &source)?;
    if is_page(path, &source) {
        let edition =
            read_page(source.text(), forms).map_err(|error| format!("“{}”：{error}", files::shown(path)))?;
        return Ok(Side { edition, loaded: None, layout: None });
    }
    let loaded = load(path, None, forms)?;
    let Some(report) = &loaded.checked.report else {
        let shown = files::shown(path);
        return Err(format!(
            "“{shown}”里有写法上的错误，读不出来；请先运行 nianbao check {}，改正后再比较",
            argument(&shown)
        ));
    };
    let document = build(report, document::Options::default());
    let layout = render::markdown::render(&document, &render::Options::default());
    let layout = layout.map_err(|error| error.to_string())?;
    Ok(Side { edition: Edition::of(&document), loaded: Some(loaded), layout: Some(layout) })
}

fn is_page(path: &Path, source: &Source) -> bool {
    let named = render::with_extension(&files::extension(path)).is_some_and(|renderer| renderer.is_page);
    named || source.text().trim_start().starts_with('<')
}

/// Says what to give instead of an output that cannot be read back.
fn refuse(path: &Path, source: &Source) -> Result<(), String> {
    let shown = files::shown(path);
    let extension = files::extension(path);
    let kind = match render::with_extension(&extension) {
        Some(renderer) if renderer.is_page => None,
        Some(renderer) => Some(format!("{} 文件", renderer.name)),
        None => match extension.as_str() {
            "pdf" => Some("PDF 文件".to_owned()),
            "xls" | "xlsx" | "et" => Some("电子表格".to_owned()),
            _ => None,
        },
    };
    if let Some(kind) = kind {
        return Err(format!(
            "“{shown}”是 {kind}，不能从中读出数字。请改用生成它的数据文件（.toml），或者同时生成的网页（.html）"
        ));
    }
    match source.problem() {
        None => Ok(()),
        Some(Unreadable::TooLarge) => {
            Err(format!("“{shown}”超过 4 MB，没有读取；请确认给的是数据文件或者网页"))
        }
        Some(_) if is_page(path, source) => Err(format!(
            "“{shown}”不是 UTF-8 编码的网页；请在浏览器中打开，另存为 UTF-8 编码的网页，再作比较"
        )),
        Some(Unreadable::NotText | Unreadable::Other(_)) => {
            Err(format!("“{shown}”不是文本文件；请写明数据文件（.toml），或者用它生成的网页（.html）"))
        }
        Some(_) => Err(format!(
            "“{shown}”的编码不是 UTF-8，读不出来；请先运行 nianbao check {}，按提示改正后再比较",
            argument(&shown.to_string())
        )),
    }
}
