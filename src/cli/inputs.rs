//! The data files that a command is given: by name, as a folder or a pattern, or not at all where there is only one.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::files::{self, Found, Names};
use super::terminal::Terminal;

/// The folder in which the program runs.
const HERE: &str = ".";
/// Files that are listed where one is to be chosen.
const MOST_LISTED: usize = 10;

/// The data files that are meant by what was typed; by nothing, the one of this folder. A name that means no file
/// is left for the command to say so.
///
/// # Errors
/// A folder or a pattern has no data files, or there is more than one to choose from: what to do, in plain words.
pub(super) fn several(
    typed: &[PathBuf],
    command: &str,
    terminal: &mut Terminal,
) -> Result<Vec<PathBuf>, String> {
    if typed.is_empty() {
        return Ok(vec![only_here(command, terminal)?]);
    }
    let mut names = Names::default();
    let mut seen: HashSet<PathBuf> = HashSet::new();
    let mut paths = Vec::new();
    for path in typed {
        let Some(found) = expanded(path)? else {
            let path = one_of(path, terminal);
            paths.extend(Some(path).filter(|path| seen.insert(names.identity(path))));
            continue;
        };
        if !found.others.is_empty() {
            terminal.say(&format!("不是数据文件，不算在内：{}", listed(&found.others)));
        }
        // A file that was named before is not taken twice.
        paths.extend(found.data.into_iter().filter(|path| seen.insert(names.identity(path))));
    }
    Ok(paths)
}

/// The files that are meant by what was typed, of whatever kind.
///
/// # Errors
/// A pattern names none: in plain words.
pub(super) fn published(typed: &[PathBuf], terminal: &mut Terminal) -> Result<Vec<PathBuf>, String> {
    let mut names = Names::default();
    let mut seen: HashSet<PathBuf> = HashSet::new();
    let mut paths = Vec::new();
    for path in typed {
        let found = if files::exists(path) || !files::is_pattern(path) {
            vec![one_of(path, terminal)]
        } else {
            files::all_matching(&path.to_string_lossy())?
        };
        if found.is_empty() {
            return Err(format!("没有名称符合“{}”的文件", files::shown(path)));
        }
        paths.extend(found.into_iter().filter(|path| seen.insert(names.identity(path))));
    }
    Ok(paths)
}

/// The data file that is meant by what was typed; by nothing, the one of this folder.
///
/// # Errors
/// There is none, or more than one to choose from: what to do, in plain words.
pub(super) fn one(typed: Option<&Path>, command: &str, terminal: &mut Terminal) -> Result<PathBuf, String> {
    match typed {
        None => only_here(command, terminal),
        Some(path) => named(path, terminal),
    }
}

/// The file that is meant by the name of one.
///
/// # Errors
/// A folder or a pattern is given that has none, or more than one: what to do, in plain words.
pub(super) fn named(path: &Path, terminal: &mut Terminal) -> Result<PathBuf, String> {
    let Some(found) = expanded(path)? else { return Ok(one_of(path, terminal)) };
    match <[PathBuf; 1]>::try_from(found.data) {
        Ok([only]) => {
            terminal.say(&match path.as_os_str() == HERE {
                true => taken_here(&only),
                false => format!("“{}”按“{}”处理", files::shown(path), files::shown(&only)),
            });
            Ok(only)
        }
        Err(several) => {
            let within = if path.as_os_str() == HERE {
                "本文件夹".to_owned()
            } else {
                format!("“{}”", files::shown(path))
            };
            Err(format!("{within}里不止一个数据文件，请写明是哪一个：{}", listed(&several)))
        }
    }
}

/// The files of a folder or a pattern; `None` for the name of a file, be it there or not.
fn expanded(path: &Path) -> Result<Option<Found>, String> {
    let shown = || files::shown(path);
    let found = if files::is_folder(path) {
        files::data_files(path)?
    } else if !files::exists(path) && files::is_pattern(path) {
        files::matching(&path.to_string_lossy())?
    } else {
        return Ok(None);
    };
    if found.data.is_empty() {
        return Err(match files::is_folder(path) {
            true => format!("文件夹“{}”里没有数据文件（扩展名为 .toml）", shown()),
            false => format!("没有名称符合“{}”的数据文件", shown()),
        });
    }
    Ok(Some(found))
}

/// The file that is meant by a name.
fn one_of(path: &Path, terminal: &mut Terminal) -> PathBuf {
    let meant = if files::exists(path) { None } else { files::meant(path) };
    let Some(meant) = meant else { return path.to_owned() };
    terminal.say(&format!("没有“{}”，按“{}”处理", files::shown(path), files::shown(&meant)));
    meant
}

/// The data file of the folder in which the program runs, if there is one only.
fn only_here(command: &str, terminal: &mut Terminal) -> Result<PathBuf, String> {
    let usage = format!("查看用法：nianbao {command} --help");
    let found = files::data_files(Path::new(HERE))?.data;
    match found.as_slice() {
        [only] => {
            terminal.say(&taken_here(only));
            Ok(only.clone())
        }
        [] => Err(format!(
            "没有写文件名，本文件夹里也没有数据文件（扩展名为 .toml）\n要写成：nianbao {command} 文件\n{usage}"
        )),
        [first, ..] => Err(format!(
            "没有写文件名，本文件夹里的数据文件不止一个：{}\n请写明是哪一个，例如：nianbao {command} {}\n{usage}",
            listed(&found),
            files::argument(first)
        )),
    }
}

fn taken_here(file: &Path) -> String {
    format!("没有写文件名，按本文件夹里的“{}”处理", files::shown(file))
}

fn listed(paths: &[PathBuf]) -> String {
    let names: Vec<String> = paths.iter().take(MOST_LISTED).map(|path| files::shown(path)).collect();
    let more = if paths.len() > MOST_LISTED { format!("等 {} 个", paths.len()) } else { String::new() };
    format!("{}{more}", names.join("、"))
}
