//! The reports in a folder and in all folders below it.

use std::fs;
use std::path::{Path, PathBuf};

use super::near::{is_data_name, is_kept, is_other_toml};
use super::{extension, identity, is_file, is_folder, is_report_name, reason, refuse_no_folder, shown};

/// How far down folders are looked through: deeper ones lead in a circle.
const DEEPEST: usize = 32;

/// What a folder holds.
#[derive(Debug, Default)]
pub(in crate::cli) struct Below {
    /// Files that may be reports, in the order of their paths.
    pub reports: Vec<PathBuf>,
    /// Other files, and folders behind links, in the same order.
    pub others: Vec<PathBuf>,
    /// Folders that could not be looked through, each with why, in plain words.
    pub problems: Vec<String>,
}

/// The files of a folder and of all folders below it: those that may be reports by their names, and the others, what
/// the program has kept among them. What is hidden, the parts of a web page that a browser has saved beside it, and
/// what lies in one of `but` is left out.
///
/// # Errors
/// There is no such folder, or it cannot be read: why, in plain words.
pub(in crate::cli) fn reports_below(folder: &Path, but: &[PathBuf]) -> Result<Below, String> {
    refuse_no_folder(folder)?;
    let mut below = Below::default();
    look(folder, but, DEEPEST, &mut below);
    // Of the folder itself that is said at once.
    let first = below.problems.first().filter(|_| below.reports.is_empty() && below.problems.len() == 1);
    match first {
        Some(problem) => Err(problem.clone()),
        None => {
            below.reports.sort();
            below.others.sort();
            Ok(below)
        }
    }
}

fn look(folder: &Path, but: &[PathBuf], left: usize, below: &mut Below) {
    if left == 0 {
        below.problems.push(format!("文件夹“{}”层数太多，没有往下找", shown(folder)));
        return;
    }
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            below.problems.push(format!("无法读取文件夹“{}”：{}", shown(folder), reason(&error)));
            return;
        }
    };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name();
        if name.to_string_lossy().starts_with(['.', '~', '$']) {
            continue;
        }
        let kind = entry.file_type().ok();
        // A link to a folder may lead back.
        if kind.is_some_and(|kind| kind.is_dir()) {
            let is_left_out = but.iter().any(|other| identity(other) == identity(&path));
            if !is_left_out && !is_of_page(&path) {
                look(&path, but, left - 1, below);
            }
        } else if kind.is_some_and(|kind| kind.is_symlink()) && is_folder(&path) {
            below.others.push(path);
        } else if is_file(&path) {
            let is_report = may_be_report(&path) && !is_kept(&path) && !is_other_data(&path);
            if is_report { below.reports.push(path) } else { below.others.push(path) }
        }
    }
}

/// True for a name with the ending of a report, be it one that cannot be read: whoever files such a one is to know.
fn may_be_report(path: &Path) -> bool {
    is_report_name(path) || matches!(extension(path).as_str(), "doc" | "wps")
}

/// True for a folder with the pictures and scripts of a web page.
fn is_of_page(folder: &Path) -> bool {
    folder.file_name().is_some_and(|name| name.to_string_lossy().ends_with("_files"))
}

/// True for a TOML file that is no data file.
fn is_other_data(path: &Path) -> bool {
    is_data_name(path) && is_other_toml(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_are_found_in_all_folders_below_and_nothing_else_is() {
        let place = tempfile::tempdir().unwrap();
        let at = |name: &str| place.path().join(name);
        for name in ["a/b/c", "a/.git", "结果/退回意见", "戊_files"] {
            fs::create_dir_all(at(name)).unwrap();
        }
        let files = [
            "甲.toml",
            "a/乙.docx",
            "a/b/c/丙.pdf",
            "a/b/丁.XLSX",
            "戊.html",
            "己-手改.docx",
            "壬.doc",
            "戊_files/页.html",
            "~$乙.docx",
            "样式.toml",
            "照片.jpg",
            "a/.git/庚.toml",
            "结果/情况表.html",
            "结果/退回意见/辛.docx",
        ];
        for name in files {
            // A page has keys that no data file has, too.
            let is_data = name.ends_with("toml") && name != "样式.toml";
            let text = if is_data { "year = 2024\n" } else { "[page]\ntop = 1\n" };
            fs::write(at(name), text).unwrap();
        }
        let below = reports_below(place.path(), &[at("结果")]).unwrap();
        let assert_are = |found: &[PathBuf], expected: &[&str]| {
            let mut expected: Vec<PathBuf> = expected.iter().map(|name| at(name)).collect();
            expected.sort();
            assert_eq!(found, expected);
        };
        assert_are(
            &below.reports,
            &["a/b/c/丙.pdf", "a/b/丁.XLSX", "a/乙.docx", "壬.doc", "戊.html", "甲.toml"],
        );
        assert_are(&below.others, &["己-手改.docx", "样式.toml", "照片.jpg"]);
        assert!(reports_below(&at("没有"), &[]).unwrap_err().contains("没有"));
    }
}
