//! `nianbao diff`: what a correction changed, and the notice of it.

mod side;
mod style;

use std::path::{Path, PathBuf};

use clap::Args;

use super::files::Seen;
use super::fonts::{OwnFonts, Tell};
use super::forms::OwnForms;
use super::load::Loaded;
use super::terminal::Terminal;
use super::{Done, Status, files, inputs, look};
use crate::diagnostic::human::Look;
use crate::difference::notice::{Facts, TITLE_END, bare_reason, notice};
use crate::difference::{Difference, argument, compare, human, json, no_correction};
use crate::edition::Edition;
use crate::render::Renderer;
use crate::report::Date;
use crate::source::visible;
use side::Side;
use style::Style;
pub(super) use style::names;

#[derive(Args)]
pub(super) struct Arguments {
    /// 改动前的数据文件，或者当时公布的报告：网页、Word（.docx）、PDF、OFD、电子表格、文本
    #[arg(value_name = "旧文件", display_order = 1)]
    old: PathBuf,
    /// 改动后的数据文件，或者重新公布的报告
    #[arg(value_name = "新文件", display_order = 2)]
    new: PathBuf,
    #[command(flatten)]
    forms: OwnForms,
    /// 结果的样式：human 供人阅读（默认），docx、pdf、ofd、html、md 是可以发布的更正说明，json 供其他程序读取；不写则由 -o 的扩展名决定
    #[arg(long, value_name = "样式", value_parser = style::parser(), ignore_case = true)]
    format: Option<Style>,
    /// 更正原因，写进更正说明；不写则留出“【待填写】”
    #[arg(long, value_name = "文字")]
    reason: Option<String>,
    /// 更正说明的日期，如 2025-03-05；不写则留空，发布时填写
    #[arg(long, value_name = "日期", value_parser = date)]
    date: Option<Date>,
    /// 把结果写入文件，不显示在屏幕上；.docx、.pdf、.ofd、.html、.md 写成更正说明，.json 供其他程序读取
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
    #[command(flatten)]
    fonts: OwnFonts,
}

/// Reads a day; the words are those of `usage`.
fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "日期".to_owned())
}

pub(super) fn run(mut arguments: Arguments, terminal: &mut Terminal) -> Done {
    arguments.old = inputs::named(&arguments.old, terminal)?;
    arguments.new = inputs::named(&arguments.new, terminal)?;
    let arguments = &arguments;
    let (old_path, new_path) = (&arguments.old, &arguments.new);
    refuse_same(arguments)?;
    let style = Style::choose(arguments.format, arguments.output.as_deref(), &command(arguments))?;
    if !matches!(style, Style::Notice(_)) && (arguments.reason.is_some() || arguments.date.is_some()) {
        return Err(format!(
            "--reason 和 --date 只写进更正说明；要写更正说明，请运行：{} -o 更正说明.docx",
            command(arguments)
        ));
    }
    let forms = arguments.forms.load()?;
    let mut old = Side::load(old_path, &forms)?;
    let mut new = Side::load(new_path, &forms)?;
    if old.has_bare_numbers() {
        old.edition.write_figures_as(&new.edition);
    }
    if new.has_bare_numbers() {
        new.edition.write_figures_as(&old.edition);
    }
    let mut difference = compare(&old.edition, &new.edition, &new.form);
    let new_name = files::shown(new_path);
    let options = arguments.forms.as_typed();
    if let Some(Loaded { source, checked, .. }) = &new.loaded
        && let Some(report) = &checked.report
    {
        difference.add_prose(&old.edition, report, source);
        difference.add_outputs(&new_name, &options);
    }
    difference.doubt_preamble(old.may_hold_words_of_site(), new.may_hold_words_of_site());
    difference.remarks.extend([&old, &new].iter().flat_map(|side| side.unsure_words()));
    if old.loaded.is_some() && new.loaded.is_none() {
        difference
            .remarks
            .push(format!("这里把“{new_name}”当作改动后的一份；如果它是改动前公布的，请把两个文件名对调"));
    }
    if let Style::Notice(_) = style {
        fit_for_notice(&difference, &old, &new, &new_name, &options)?;
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
    match style {
        Style::Notice(renderer) => publish(arguments, renderer, &difference, &old, &new, terminal)?,
        Style::Human | Style::Json => show(arguments, style, &difference, &old, &new, terminal)?,
    }
    Ok(Status::Clean)
}

/// Refuses to compare a file with itself, and to write over one of the two.
fn refuse_same(arguments: &Arguments) -> Result<(), String> {
    let Arguments { old, new, output, .. } = arguments;
    let is_same = |a: &Path, b: &Path| files::identity(a) == files::identity(b);
    if files::is_file(old) && is_same(old, new) {
        return Err(format!(
            "两次写的是同一个文件“{}”，没有可以比较的。请写明改动前的一份和改动后的一份；改动前的数据文件没有留存的，可以用当时公布的报告（网页、Word、PDF 等）",
            files::shown(new)
        ));
    }
    match output {
        Some(output) if is_same(old, output) || is_same(new, output) => {
            Err(format!("“{}”是要比较的文件，不能把结果写进去", files::shown(output)))
        }
        _ => Ok(()),
    }
}

/// The beginning of the command, as it is typed again: all but what says how and where the result is written.
fn command(arguments: &Arguments) -> String {
    let Arguments { old, new, forms, reason, date, .. } = arguments;
    let reason = reason.as_ref().map(|words| format!(" --reason {}", argument(&visible(words))));
    let date = date.map(|date| format!(" --date {date}"));
    let options = [reason, date].into_iter().flatten().collect::<String>();
    format!("nianbao diff {} {}{}{options}", files::argument(old), files::argument(new), forms.as_typed())
}

/// Refuses a notice that would be wrong: of what is no correction, or with figures that do not agree.
fn fit_for_notice(
    difference: &Difference,
    old: &Side,
    new: &Side,
    new_name: &str,
    options: &str,
) -> Result<(), String> {
    if let Some(reason) = no_correction(difference, &old.edition, &new.edition) {
        return Err(format!("没有写更正说明：{reason}"));
    }
    if new.loaded.as_ref().is_some_and(|loaded| loaded.checked.has_errors()) {
        let command = format!("nianbao check {}{options}", argument(new_name));
        return Err(format!(
            "没有写更正说明：“{new_name}”里还有错误，更正后的内容可能不对。请先运行 {command}，改到没有错误再写"
        ));
    }
    if let Some(problem) = [old, new].into_iter().find_map(Side::doubt) {
        return Err(format!("没有写更正说明：{problem}"));
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
            Some(
                "这份已公布的报告可能已经按改动后的数据文件重新生成；更正前的数据文件或备份（-备份）如有留存，请用它比较",
            )
        }
        _ => None,
    }
}

/// Shows a list of the changes.
fn show(
    arguments: &Arguments,
    style: Style,
    difference: &Difference,
    old: &Side,
    new: &Side,
    terminal: &mut Terminal,
) -> Result<(), String> {
    let names = [&arguments.old, &arguments.new].map(|path| path.display().to_string());
    let [old_name, new_name] = &names;
    let text = match style {
        Style::Json => {
            json::text(difference, (old_name, &old.edition, &old.digest), (new_name, &new.edition))
                .map_err(|error| format!("无法写出结果：{error}"))?
        }
        Style::Human | Style::Notice(_) => {
            let look = match arguments.output {
                Some(_) => Look { colour: false, unicode: true, width: None },
                None => Terminal::result_look(),
            };
            human::draw(difference, &visible(old_name), &visible(new_name), look)
        }
    };
    let Some(path) = &arguments.output else {
        terminal.result(&text);
        return Ok(());
    };
    if files::is_work(path) {
        return Err(format!(
            "“{}”已经存在，看来是数据文件或者报告，没有覆盖；请用 -o 写一个别的文件名",
            files::shown(path)
        ));
    }
    files::replace_one(path, format!("{text}\n").into_bytes(), Seen::Anything)?;
    terminal.say(&format!("比较结果已写入：{}", files::shown(path)));
    Ok(())
}

/// Writes the notice, and says what is left to do.
fn publish(
    arguments: &Arguments,
    renderer: &Renderer,
    difference: &Difference,
    old: &Side,
    new: &Side,
    terminal: &mut Terminal,
) -> Result<(), String> {
    if difference.has_no_correction() {
        terminal.say("两份报告没有不同，没有可写的更正说明");
        return Ok(());
    }
    let report = new.loaded.as_ref().and_then(|loaded| loaded.checked.report.as_ref());
    let facts = Facts {
        reason: arguments.reason.as_deref(),
        date: arguments.date,
        replaces: Some(&old.digest),
        site: report.map(|report| &report.site),
    };
    let document = notice(difference, &old.edition, &new.edition, facts);
    let options = look::options(None, None, &arguments.fonts, Tell::WhenAsked)?;
    let drawn = (renderer.render)(&document, &options);
    arguments.fonts.say(terminal);
    let bytes = drawn.map_err(|error| error.to_string())?;
    match &arguments.output {
        None => terminal.part(&String::from_utf8_lossy(&bytes)),
        Some(path) => {
            let seen = spare(path, renderer, &bytes)?;
            files::replace_one(path, bytes, seen)?;
            terminal.say(&format!("更正说明已写入：{}", files::shown(path)));
        }
    }
    let look = Terminal::remark_look();
    for remark in unwritten(arguments, &old.edition) {
        terminal.say(&look.sentence(&remark, 0));
    }
    if let Some(list) = human::touched(difference, look) {
        terminal.say(&list);
    }
    Ok(())
}

/// What of a notice is left to its writer.
fn unwritten(arguments: &Arguments, old: &Edition) -> Vec<String> {
    let has_reason = arguments.reason.as_deref().and_then(bare_reason).is_some();
    let mut remarks = Vec::new();
    if !has_reason {
        remarks.push(
            "更正原因还没有写：请在说明里标着“【待填写】”的地方补写，或者加上 --reason 原因，重新写一份"
                .to_owned(),
        );
    }
    match arguments.date {
        None => remarks.push("日期留空：请在发布时填写，或者加上 --date 2025-03-05 这样的日期".to_owned()),
        Some(date) if old.date.as_deref().and_then(Date::parse).is_some_and(|published| date < published) => {
            remarks.push(format!(
                "注意：更正的日期 {} 早于原报告的日期 {}，请核对",
                date.chinese(),
                old.date.as_deref().unwrap_or_default()
            ));
        }
        Some(_) => {}
    }
    remarks
}

/// Refuses to write over what is not a notice of this program, or one that the clerk went on to write. What was
/// seen there.
fn spare(path: &Path, renderer: &Renderer, bytes: &[u8]) -> Result<Seen, String> {
    if !files::exists(path) {
        return Ok(Seen::Nothing);
    }
    let is_own = |present: &Vec<u8>| {
        let is_notice = || (renderer.title)(present).is_some_and(|title| title.ends_with(TITLE_END));
        present == bytes || (renderer.is_intact)(present) && is_notice()
    };
    match files::read_output(path).filter(is_own) {
        Some(present) => Ok(Seen::file(&present)),
        None => Err(format!(
            "“{}”已经存在，内容与要写的更正说明不同（可能已经补写过），没有覆盖；请用 -o 写一个别的文件名",
            files::shown(path)
        )),
    }
}
