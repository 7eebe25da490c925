//! Reading data files and writing outputs, each whole or not at all.
#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "the one place that touches files")]

mod below;
mod disk;
mod folder;
mod fonts;
mod litter;
mod lock;
mod near;
mod reason;
mod replace;
mod temporary;
mod write;

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

pub(super) use below::reports_below;
pub(super) use folder::Folder;
pub(super) use fonts::{Pieces, fonts_in};
pub(super) use litter::clear_beside;
pub(super) use near::{
    BACKUP, CHANGED_BY_HAND, Found, ORIGINAL, OTHER_ENCODING, all_matching, bare, data_files, is_kept,
    is_pattern, is_report_name, matching, meant, no_folder, published_files, reports_beside,
};
pub(super) use reason::reason;
pub(super) use replace::{Replacement, Seen, replace_all, replace_one};
pub(super) use write::{NewFile, check_writable, create, keep};

use crate::render::{self, Renderer};
use crate::source::{MAX_BYTES, Source, Unreadable, visible};

/// Reads a data file, or says why it cannot be read.
pub(super) fn read(path: &Path) -> Result<Source, String> {
    refuse_absent(path)?;
    read_bytes(path).map(|bytes| source(path, &bytes))
}

/// Says of a data file that is not there what may be meant instead.
pub(super) fn refuse_absent(path: &Path) -> Result<(), String> {
    let is_absent = |error: io::Error| error.kind() == io::ErrorKind::NotFound;
    match fs::metadata(path).is_err_and(is_absent) {
        true => Err(format!("无法读取“{}”：{}", shown(path), near::words(path))),
        false => Ok(()),
    }
}

/// The source that the bytes of a data file make.
pub(super) fn source(path: &Path, bytes: &[u8]) -> Source {
    Source::from_bytes(path.display().to_string(), bytes)
}

/// Most bytes of a published report: with pictures in it, it has some.
const MOST_PUBLISHED: u64 = 64 << 20;

/// Reads the bytes of a published report, or says why it cannot be read.
pub(super) fn read_published(path: &Path) -> Result<Vec<u8>, String> {
    let bytes = read_up_to(path, MOST_PUBLISHED + 1)?;
    if bytes.len() as u64 > MOST_PUBLISHED {
        return Err(format!("无法读取“{}”：文件超过 64 MB，请只保留年度报告本身", shown(path)));
    }
    Ok(bytes)
}

/// Reads the bytes of a data file; of one that is too large, no more than show that.
pub(super) fn read_bytes(path: &Path) -> Result<Vec<u8>, String> {
    read_up_to(path, MAX_BYTES as u64 + 1)
}

fn read_up_to(path: &Path, limit: u64) -> Result<Vec<u8>, String> {
    let failed = |words: &str| format!("无法读取“{}”：{words}", shown(path));
    let refused = |error: io::Error| failed(&reason(&error));
    let metadata = fs::metadata(path).map_err(refused)?;
    if metadata.is_dir() {
        return Err(failed("这是文件夹，请写明其中的数据文件"));
    }
    // A pipe or a device could keep the reader waiting for ever. What the user hands over as a stream
    // (`<(…)`, `/dev/stdin`) ends by itself.
    if !metadata.is_file() && !is_stream(path) {
        return Err(failed(NOT_PLAIN));
    }
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes)).map_err(refused)?;
    Ok(bytes)
}

/// Said of a pipe, a socket or a device.
const NOT_PLAIN: &str = "这不是普通的文件";

/// Refuses a stream where a file is needed: one that is read again later, or is written.
pub(super) fn refuse_stream(path: &Path) -> Result<(), String> {
    if is_stream(path) {
        return Err(format!("无法使用“{}”：{NOT_PLAIN}，请写明文件的名称", shown(path)));
    }
    Ok(())
}

/// True for a name of one of the streams that the program was started with, such as `/dev/stdin`: the name
/// may lead there over several links.
fn is_stream(path: &Path) -> bool {
    const MOST_LINKS: usize = 40;
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        let Ok(folder) = fs::canonicalize(folder(&path)) else { return false };
        if folder.starts_with("/proc") || folder.starts_with("/dev/fd") {
            return true;
        }
        match fs::read_link(&path) {
            Ok(next) => path = folder.join(next),
            Err(_) => return false,
        }
    }
    false
}

/// Reads another text than a data file, such as a template, or says why it cannot be read.
pub(super) fn read_text(path: &Path) -> Result<String, String> {
    let source = read(path)?;
    match source.problem() {
        None => Ok(source.text().to_owned()),
        Some(Unreadable::TooLarge) => Err(format!("无法读取“{}”：文件太大", shown(path))),
        Some(Unreadable::Other(_)) => Err(format!("无法读取“{}”：不是文本文件", shown(path))),
        Some(Unreadable::Misread) => Err(format!("无法读取“{}”：文字已成乱码", shown(path))),
        Some(_) => Err(format!("无法读取“{}”：不是 UTF-8 编码的文本，请另存为 UTF-8", shown(path))),
    }
}

/// Reads an output that was made before; `None` if there is none, or none that can be read, or one
/// that is far too large for a report.
pub(super) fn read_output(path: &Path) -> Option<Vec<u8>> {
    const MOST_BYTES: u64 = 16 * 1024 * 1024;
    // A pipe would keep the reader waiting for ever.
    let is_small = fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() <= MOST_BYTES);
    let mut bytes = Vec::new();
    let file = is_small.then(|| File::open(path).ok()).flatten()?;
    file.take(MOST_BYTES).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// True if there is something at a path, be it a broken link.
pub(super) fn exists(path: &Path) -> bool {
    use io::ErrorKind::{InvalidFilename, InvalidInput, NotADirectory, NotFound};
    match fs::symlink_metadata(path) {
        Ok(_) => true,
        // Whatever cannot be looked at may be there.
        Err(error) => !matches!(error.kind(), NotFound | NotADirectory | InvalidFilename | InvalidInput),
    }
}

/// Bytes of a file; 0 if there is none.
pub(super) fn size(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |file| file.len())
}

/// Size and time of a file, by which it is seen that it has become another; `None` if there is none.
pub(super) fn stamp(path: &Path) -> Option<(u64, Option<SystemTime>)> {
    let file = fs::metadata(path).ok()?;
    Some((file.len(), file.modified().ok()))
}

/// The extension in small letters.
pub(super) fn extension(path: &Path) -> String {
    path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase()).unwrap_or_default()
}

/// True for the name of something that `render` makes, or that people make of it.
pub(super) fn is_output_name(path: &Path) -> bool {
    let extension = extension(path);
    render::with_extension(&extension).is_some()
}

/// True for the name of a data file, or of something that `render` makes.
pub(super) fn is_work_name(path: &Path) -> bool {
    let is_data_file = path.to_string_lossy().to_ascii_lowercase().ends_with(".toml.txt");
    is_output_name(path) || extension(path) == "toml" || is_data_file
}

/// True for the name of lists for other programs: many programs write files with such an ending.
pub(super) fn is_list_name(path: &Path) -> bool {
    render::with_extension(&extension(path)).is_some_and(|renderer| !renderer.has_digest)
}

/// True if a data file or something that `render` made stands there, as far as the name tells; of a list for other
/// programs, what it holds.
pub(super) fn is_work(path: &Path) -> bool {
    let is_report = |renderer: &Renderer| {
        renderer.has_digest || read_output(path).is_some_and(|bytes| (renderer.is_sealed)(&bytes))
    };
    exists(path) && is_work_name(path) && render::with_extension(&extension(path)).is_none_or(is_report)
}

/// Refuses to write a result over a data file or a report.
pub(super) fn refuse_over_work(path: &Path) -> Result<(), String> {
    if is_work(path) {
        return Err(format!(
            "“{}”已经存在，可能是数据文件或者报告，没有改动；请给结果另取一个文件名，例如 检查结果.txt",
            shown(path)
        ));
    }
    Ok(())
}

/// True if a path leads to a file.
pub(super) fn is_file(path: &Path) -> bool {
    path.is_file()
}

/// The files with an extension in a folder, in the order of their names.
///
/// # Errors
/// There is no such folder, or it cannot be read: why, in plain words.
pub(super) fn in_folder(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, String> {
    in_order(folder, |path| extension(path) == ending && is_file(path))
}

/// Refuses what is no folder where one is needed.
fn refuse_no_folder(folder: &Path) -> Result<(), String> {
    if is_file(folder) {
        return Err(format!("“{}”是文件，这里要写它所在的文件夹", folder.display()));
    }
    if is_folder(folder) { Ok(()) } else { Err(no_folder(folder)) }
}

/// What of a folder is wanted, in the order of the names.
fn in_order(folder: &Path, is_wanted: impl Fn(&Path) -> bool) -> Result<Vec<PathBuf>, String> {
    refuse_no_folder(folder)?;
    let failed = |error: io::Error| format!("无法读取“{}”：{}", folder.display(), reason(&error));
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if is_wanted(&path) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// True if a path leads to a folder.
pub(super) fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// The name of a data file without its extension: that of `a.toml` and of `a.toml.txt` is `a`.
pub(super) fn stem(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let strip = |name: &str, extension: &str| {
        let cut = name.len().checked_sub(extension.len())?;
        let tail = name.get(cut..)?;
        (cut > 0 && tail.eq_ignore_ascii_case(extension))
            .then(|| name.get(..cut).unwrap_or_default().to_owned())
    };
    let without_text = strip(&name, ".txt").filter(|rest| strip(rest, ".toml").is_some()).unwrap_or(name);
    strip(&without_text, ".toml").unwrap_or_else(|| {
        let plain = Path::new(&without_text).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        plain.unwrap_or(without_text)
    })
}

/// The folder that a file stands in.
pub(super) fn folder(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// A path by which two names of one file can be compared.
pub(super) fn identity(path: &Path) -> PathBuf {
    Names::default().identity(path)
}

/// Compares the names of many files, asking the system about each folder once.
#[derive(Default)]
pub(super) struct Names {
    folders: HashMap<PathBuf, PathBuf>,
}

impl Names {
    /// A path by which two names of one file can be compared.
    pub fn identity(&mut self, path: &Path) -> PathBuf {
        let folder = folder(path);
        let real = self
            .folders
            .entry(folder)
            .or_insert_with_key(|folder| fs::canonicalize(folder).unwrap_or_else(|_| folder.clone()));
        let name = path.file_name().unwrap_or_default();
        if cfg!(windows) { real.join(name.to_ascii_lowercase()) } else { real.join(name) }
    }
}

/// The path that leads from one file to another, as a data file would name it: with forward slashes,
/// relative where that is possible. `None` if no text in a data file can name it.
pub(super) fn path_between(from: &Path, to: &Path) -> Option<String> {
    let start = fs::canonicalize(folder(from)).ok()?;
    let end = fs::canonicalize(folder(to)).ok()?.join(to.file_name()?);
    let path = relative(&start, &end).unwrap_or(end);
    let text = path.to_str()?;
    let text = if cfg!(windows) { windows_path(text) } else { text.to_owned() };
    let is_plain = !text.chars().any(|c| c.is_control() || c == '\\') && text.trim() == text;
    (is_plain && text.len() <= 1_000).then_some(text)
}

/// A canonical path of Windows with forward slashes, without the beginning that is of no use elsewhere.
fn windows_path(text: &str) -> String {
    let text = match text.strip_prefix(r"\\?\UNC\") {
        Some(share) => format!(r"\\{share}"),
        None => text.strip_prefix(r"\\?\").unwrap_or(text).to_owned(),
    };
    text.replace('\\', "/")
}

/// The way from a folder to a file; `None` if they have no common root.
fn relative(from: &Path, to: &Path) -> Option<PathBuf> {
    let (mut steps, mut target) = (from.components().peekable(), to.components().peekable());
    let mut shared = false;
    while steps.peek().is_some() && steps.peek() == target.peek() {
        shared = true;
        steps.next();
        target.next();
    }
    shared.then(|| steps.map(|_| Component::ParentDir).chain(target).collect())
}

/// A path as it is shown, with marks for what would steer the terminal.
pub(super) fn shown(path: &Path) -> String {
    visible(&path.display().to_string())
}

/// A path as it is typed behind a command.
pub(super) fn argument(path: &Path) -> String {
    crate::difference::argument(&shown(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_drop_the_extension_of_the_data_file() {
        for (name, expected) in [
            ("a.toml", "a"),
            ("a.toml.txt", "a"),
            ("x/2024年报.TOML", "2024年报"),
            ("a.txt", "a"),
            ("a", "a"),
            ("a.b.toml", "a.b"),
            (".toml", ".toml"),
        ] {
            assert_eq!(stem(Path::new(name)), expected, "{name}");
        }
    }

    #[test]
    fn canonical_paths_of_windows_become_plain() {
        for (path, expected) in [
            (r"\\?\UNC\server\share\x.toml", "//server/share/x.toml"),
            (r"\\?\C:\年报\x.toml", "C:/年报/x.toml"),
            (r"..\2023\x.toml", "../2023/x.toml"),
        ] {
            assert_eq!(windows_path(path), expected);
        }
    }

    #[test]
    fn a_file_is_named_from_the_folder_of_another() {
        let way = |from: &str, to: &str| relative(Path::new(from), Path::new(to));
        assert_eq!(way("/a/2024", "/a/2024/b.toml"), Some("b.toml".into()));
        assert_eq!(way("/a/2024", "/a/2023/b.toml"), Some("../2023/b.toml".into()));
        assert_eq!(way("/", "/b.toml"), Some("b.toml".into()));
        assert_eq!(way("/x/y", "/b.toml"), Some("../../b.toml".into()));
        assert_eq!(way("a", "b"), None);
        let folder = tempfile::tempdir().unwrap();
        let old = folder.path().join("上年 2023.toml");
        fs::write(&old, "").unwrap();
        let named = path_between(&folder.path().join("新.toml"), &old);
        assert_eq!(named.as_deref(), Some("上年 2023.toml"));
        let odd = folder.path().join("a\\b.toml");
        assert_eq!(path_between(&folder.path().join("新.toml"), &odd).is_some(), cfg!(windows));
        assert_eq!(path_between(&folder.path().join("无/新.toml"), &old), None);
    }
}
