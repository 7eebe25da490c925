//! A file that was dragged onto the program: a data file is filled in, a published report is shown.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::load::is_data;
use super::page::Shown;
use super::terminal::Terminal;
use super::{Done, Status, edit, files, preview};

/// The file that was dragged onto the program: its only argument, and no command. Of a file that is no report it is
/// said why not when it is read.
pub(super) fn file(arguments: &[OsString]) -> Option<PathBuf> {
    let [_, only] = arguments else { return None };
    let path = PathBuf::from(only);
    (is_dragged(&path) && files::is_file(&path)).then_some(path)
}

/// No command has a dot in its name, and what is dragged comes with its whole path.
fn is_dragged(path: &Path) -> bool {
    path.extension().is_some() || path.is_absolute() && files::exists(path)
}

/// What is wrong with what was dragged onto the program and is not one file.
pub(super) fn problem(arguments: &[OsString]) -> Option<String> {
    let files = arguments.get(1..)?;
    let path = Path::new(files.first()?);
    if !is_dragged(path) {
        return None;
    }
    let is_option = |argument: &OsString| argument.to_string_lossy().starts_with('-');
    let shown = files::shown(path);
    Some(match files {
        _ if files.iter().any(is_option) => return None,
        [_] if !files::exists(path) => format!("没有“{shown}”这个文件"),
        [_] if files::is_folder(path) => {
            format!("“{shown}”是文件夹；请打开它，把里面的数据文件（扩展名为 .toml）或者报告拖过来")
        }
        [_] => format!("“{shown}”不是文件，打不开"),
        _ => "一次只能打开一个文件；要检查或生成多个，请用 nianbao check 或 nianbao render".to_owned(),
    })
}

/// Opens a file that was dragged onto the program, or says why it cannot. Its window closes with the
/// program, so what went wrong stays there until it is read.
pub(super) fn run(file: Result<PathBuf, String>, terminal: &mut Terminal) -> Status {
    let shown = file.and_then(|file| open(file, terminal));
    let status = shown.unwrap_or_else(|problem| terminal.failed(&problem));
    if status != Status::Clean {
        terminal.wait_for_enter();
    }
    status
}

fn open(file: PathBuf, terminal: &mut Terminal) -> Done {
    let is_form = is_data(&file, &files::read_published(&file)?);
    let shown = Shown::of_file(file);
    if is_form { edit::run(shown, terminal) } else { preview::run(shown.into(), terminal) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_file_alone_counts_as_dragged() {
        let folder = tempfile::tempdir().unwrap();
        let dragged = |names: &[&str]| {
            let arguments = names.iter().map(|name| folder.path().join(name).into_os_string());
            file(&std::iter::once("nianbao".into()).chain(arguments).collect::<Vec<_>>())
        };
        for name in ["年.toml", "年.TOML.txt", "年.docx", "年.txt", "年"] {
            files::create(&folder.path().join(name), "").unwrap();
            assert!(dragged(&[name]).is_some(), "{name}");
        }
        assert!(dragged(&["没有.toml"]).is_none() && dragged(&["没有"]).is_none());
        assert!(dragged(&[]).is_none() && dragged(&["年.toml", "年.toml"]).is_none());
        std::fs::create_dir(folder.path().join("各局.2024")).unwrap();
        assert!(dragged(&["各局.2024"]).is_none());
    }

    #[test]
    fn what_is_not_one_file_is_refused_with_the_reason() {
        let folder = tempfile::tempdir().unwrap();
        files::create(&folder.path().join("年.toml"), "").unwrap();
        let refused = |names: &[&str]| {
            let path = |name: &&str| match name.starts_with('-') {
                true => name.into(),
                false => folder.path().join(name).into_os_string(),
            };
            let arguments: Vec<_> = std::iter::once("nianbao".into()).chain(names.iter().map(path)).collect();
            problem(&arguments).unwrap_or_default()
        };
        assert!(refused(&["没有.toml"]).contains("没有“"));
        std::fs::create_dir(folder.path().join("各局")).unwrap();
        assert!(refused(&["各局"]).contains("是文件夹"));
        assert_eq!(refused(&["没有"]), "");
        assert!(refused(&["年.toml", "年.toml"]).contains("一次只能"));
        assert_eq!(refused(&["年.toml", "--draft"]), "");
        let command = ["nianbao", "check", "年.toml"].map(OsString::from);
        assert_eq!(problem(&command), None);
    }
}
