//! What `nianbao fonts` says: the fonts that the outputs need, what was found for each, where to get the rest.

use unicode_width::UnicodeWidthStr;

use super::find::{Found, Row};
use crate::cli::files;
use crate::cli::terminal::Terminal;
use crate::cli::usage::narrow;
use crate::render::RENDERERS;

const HEADS: [&str; 3] = ["用途", "要用的字体", "找到的字体"];
const GAP: usize = 2;
const INDENT: &str = "  ";

/// All of it.
pub(super) fn text(found: &Found) -> String {
    let (kinds, columns) = (kinds(), columns(&found.rows));
    let mut lines =
        vec![sentence(&format!("生成 {kinds} 要用到下面的字体。这台电脑上找到的：")), String::new()];
    lines.push(line(HEADS[0], HEADS[1], HEADS[2], columns));
    lines.extend(found.rows.iter().flat_map(|row| of_row(row, columns)));
    let lacking = |row: &&Row| row.taken.as_ref().is_none_or(|taken| taken.is_stand_in);
    let lacking: Vec<&Row> = found.rows.iter().filter(lacking).collect();
    if !found.passed.is_empty() {
        lines.extend([String::new(), "没有使用的文件：".to_owned()]);
        lines.extend(found.passed.iter().map(|words| indented(words)));
    }
    if !lacking.is_empty() {
        lines.extend([String::new(), "标准的字体从哪里得到：".to_owned()]);
        lines.extend(lacking.iter().map(|row| get(row)));
        lines.push(sentence(
            "装进系统以后不必再设置。没有装的，把字体文件放进一个文件夹，生成时加上：--fonts 文件夹",
        ));
    }
    lines.extend([String::new(), sentence(&conclusion(&kinds, &lacking))]);
    lines.join("\n")
}

/// What the outputs that need fonts are called.
pub(in crate::cli) fn kinds() -> String {
    let kinds: Vec<&str> = RENDERERS.iter().filter(|kind| kind.needs_fonts).map(|kind| kind.name).collect();
    kinds.join("、")
}

fn conclusion(kinds: &str, lacking: &[&Row]) -> String {
    let missing: Vec<&str> = lacking
        .iter()
        .filter(|row| row.taken.is_none() && !row.wanted.is_latin)
        .map(|row| row.wanted.role.as_str())
        .collect();
    match missing.as_slice() {
        [] if lacking.is_empty() => format!("字体齐全，可以生成 {kinds}"),
        [] => format!("可以生成 {kinds}，其中有的字体是代替的"),
        missing => format!("还不能生成 {kinds}：缺少{}", missing.join("、")),
    }
}

/// The width of the first two columns.
fn columns(rows: &[Row]) -> (usize, usize) {
    let widest = |head: &str, of: fn(&Row) -> &str| {
        rows.iter().map(|row| of(row).width()).chain([head.width()]).max().unwrap_or_default() + GAP
    };
    (widest(HEADS[0], |row| &row.wanted.role), widest(HEADS[1], |row| &row.wanted.font))
}

fn line(role: &str, font: &str, found: &str, columns: (usize, usize)) -> String {
    format!("{}{}{found}", padded(role, columns.0), padded(font, columns.1))
}

fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(text.width())))
}

fn of_row(row: &Row, columns: (usize, usize)) -> Vec<String> {
    let words = match &row.taken {
        Some(taken) if taken.is_stand_in => format!("没有，用“{}”代替", taken.name),
        Some(taken) => taken.name.clone(),
        None if row.wanted.is_latin => "没有，用汉字的字体".to_owned(),
        None => "没有，也没有可以代替的".to_owned(),
    };
    let path = row.taken.as_ref().map(|taken| line("", "", &files::shown(&taken.path), columns));
    std::iter::once(line(&row.wanted.role, &row.wanted.font, &words, columns)).chain(path).collect()
}

fn get(row: &Row) -> String {
    indented(&format!("{}：{}", row.wanted.role, row.wanted.get))
}

/// A sentence broken as help is.
fn sentence(words: &str) -> String {
    narrow(Terminal::result_look()).sentence(words, 0)
}

/// The same further in.
fn indented(words: &str) -> String {
    let broken = narrow(Terminal::result_look()).sentence(words, INDENT.len());
    format!("{INDENT}{}", broken.replace('\n', &format!("\n{INDENT}")))
}
