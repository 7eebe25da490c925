//! The data file of the sum (`--sum`), and the report of the sum that is compared with the units (`--against`).

use std::path::{Path, PathBuf};

use super::read;
use crate::cli::files::{self, NewFile};
use crate::cli::new;
use crate::cli::terminal::Terminal;
use crate::collect::{Collection, Filed, Sum};
use crate::format::Forms;

/// Refuses a place where the data file of the sum cannot be, before anything is read.
///
/// # Errors
/// Why, in plain words, with what to write instead.
pub(super) fn refuse_place(path: &Path, collected: &[PathBuf]) -> Result<(), String> {
    let shown = files::shown(path);
    if files::extension(path) != "toml" {
        let better = files::argument(&path.with_extension("toml"));
        return Err(format!("--sum 后面是数据文件的名称，要以 .toml 结尾，请写：--sum {better}"));
    }
    if files::exists(path) {
        return Err(format!("“{shown}”已经存在，没有覆盖；请在 --sum 后面写一个别的文件名"));
    }
    let own = files::identity(path);
    let holds = |folder: &&PathBuf| {
        // Of the folder itself that a file in it would have.
        let inside = files::identity(&folder.join("汇总"));
        files::is_folder(folder) && inside.parent().is_some_and(|folder| own.starts_with(folder))
    };
    match collected.iter().find(holds) {
        Some(folder) => Err(format!(
            "“{shown}”在要汇总的文件夹“{}”里面，下次汇总会把它也当作一个单位的报告；请放到各单位的文件夹以外",
            files::shown(folder)
        )),
        None => Ok(()),
    }
}

/// Refuses to write the sum of no reports.
///
/// # Errors
/// There is no form, or no unit is in the sum: why, in plain words.
pub(super) fn refuse_empty(collection: &Collection, path: &Path) -> Result<(), String> {
    if added_up(collection)?.summed.is_empty() {
        return Err(nothing_added(collection, path));
    }
    Ok(())
}

fn nothing_added(collection: &Collection, path: &Path) -> String {
    let absent = collection.sum_account().and_then(|account| account.absent_in_words()).unwrap_or_default();
    format!(
        "没有一个单位的报告计入汇总，没有写出“{}”。{absent}请核对名单的“计入汇总”一列和各单位的报告",
        files::shown(path)
    )
}

/// Writes the data file, and beside it what helps editors.
///
/// # Errors
/// It cannot be written, or the year has no form: why, in plain words.
pub(super) fn write(collection: &Collection, path: &Path, terminal: &mut Terminal) -> Result<(), String> {
    let sum = added_up(collection)?;
    let text = sum.data_file(&collection.parts()).map_err(|error| format!("模板有误：{error}"))?;
    // As with a new data file, it comes last.
    let file = NewFile::prepare(path, &text)?;
    let beside = new::place_beside(path, &sum.form);
    file.put()?;
    terminal.say(&format!("各单位之和已写入：{}{}", files::shown(path), new::beside_in_words(&beside)));
    if let Some(problem) = new::beside_failed(&beside) {
        terminal.say(&format!("注意：{problem}"));
    }
    Ok(())
}

fn added_up(collection: &Collection) -> Result<&Sum, String> {
    collection.sum.as_ref().ok_or_else(|| no_form(collection.year))
}

fn no_form(year: u16) -> String {
    format!("{year} 年度没有可用的格式，不能汇总")
}

/// Reads the report of the sum that is to be compared.
///
/// # Errors
/// It does not read, has no figures, or is of another year: why, in plain words, with what to do.
pub(super) fn stated(path: &Path, year: u16, forms: &Forms) -> Result<Filed, String> {
    if forms.for_year(year).is_none() {
        return Err(no_form(year));
    }
    let stated = read::one((0, path), None, forms)?;
    let shown = files::shown(path);
    if stated.form.is_none() {
        let first = stated.findings.first();
        let why = first.map(|found| match found.place.as_str() {
            "" => found.finding.message.clone(),
            place => format!("{place}，{}", found.finding.message),
        });
        return Err(format!(
            "“{shown}”读不出数字，没有核对：{}。请先运行 nianbao check {} 查看并改正",
            why.unwrap_or_default(),
            files::argument(path)
        ));
    }
    match stated.year.filter(|own| *own != year) {
        None => Ok(stated),
        Some(own) => Err(format!(
            "“{shown}”是 {own} 年度的报告，这里汇总的是 {year} 年度，没有核对；请在 --against 后面写 {year} 年度的汇总年报，或者加上 --year {own} 汇总那一年度"
        )),
    }
}
