//! Reading data files and writing outputs, each whole or not at all.
#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "the one place that touches files")]

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use crate::source::{MAX_BYTES, Source, Unreadable};

/// Reads a data file, or says why it cannot be read.
pub(super) fn read(path: &Path) -> Result<Source, String> {
    read_bytes(path).map(|bytes| source(path, bytes))
}

/// The source that the bytes of a data file make.
pub(super) fn source(path: &Path, bytes: Vec<u8>) -> Source {
    let name = path.display().to_string();
    if bytes.len() > MAX_BYTES {
        return Source::unreadable(name, Unreadable::TooLarge);
    }
    Source::from_bytes(name, bytes)
}

/// Reads the bytes of a data file; of one that is too large, no more than show that.
pub(super) fn read_bytes(path: &Path) -> Result<Vec<u8>, String> {
    let name = path.display().to_string();
    let failed = |error: io::Error| format!("无法读取“{name}”：{}", reason(&error));
    if fs::metadata(path).map_err(failed)?.is_dir() {
        return Err(format!("无法读取“{name}”：这是文件夹，请写明其中的数据文件"));
    }
    let mut bytes = Vec::new();
    let limit = MAX_BYTES as u64 + 1;
    File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes)).map_err(failed)?;
    Ok(bytes)
}

/// Reads another text than a data file, such as a template, or says why it cannot be read.
pub(super) fn read_text(path: &Path) -> Result<String, String> {
    let source = read(path)?;
    match source.problem() {
        None => Ok(source.text().to_owned()),
        Some(Unreadable::TooLarge) => Err(format!("无法读取“{}”：文件太大", path.display())),
        Some(_) => Err(format!("无法读取“{}”：不是 UTF-8 编码的文本，请另存为 UTF-8", path.display())),
    }
}

/// True if there is something at a path, be it a broken link.
pub(super) fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// True if a path leads to a file.
pub(super) fn is_file(path: &Path) -> bool {
    path.is_file()
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

/// Makes sure that a folder is there.
pub(super) fn make_folder(path: &Path) -> Result<(), String> {
    if path.is_file() {
        return Err(format!("无法写入“{}”：这是文件，不是文件夹", path.display()));
    }
    fs::create_dir_all(path)
        .map_err(|error| format!("无法建立文件夹“{}”：{}", path.display(), reason(&error)))
}

/// A path by which two names of one file can be compared.
pub(super) fn identity(path: &Path) -> PathBuf {
    let folder = fs::canonicalize(folder(path)).unwrap_or_else(|_| folder(path));
    let name = path.file_name().unwrap_or_default();
    if cfg!(windows) { folder.join(name.to_ascii_lowercase()) } else { folder.join(name) }
}

/// Writes a file that must not be there yet.
pub(super) fn create(path: &Path, text: &str) -> Result<(), String> {
    if exists(path) {
        return Err(format!("“{}”已经存在，没有改动；请用 -o 另取文件名", path.display()));
    }
    let file = prepare(path, text.as_bytes())?;
    match file.persist_noclobber(path) {
        Ok(_) => Ok(()),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
            Err(format!("“{}”已经存在，没有改动；请用 -o 另取文件名", path.display()))
        }
        Err(error) => Err(cannot_write(path, &error.error)),
    }
}

/// Replaces several files: all of them, or none.
pub(super) fn replace_all(outputs: &[(PathBuf, Vec<u8>)]) -> Result<(), String> {
    let mut prepared = Vec::new();
    for (path, bytes) in outputs {
        check_replaceable(path)?;
        prepared.push((path, prepare(path, bytes)?));
    }
    let mut replaced: Vec<Replaced<'_>> = Vec::new();
    for (path, file) in prepared {
        match replace(path, file) {
            Ok(done) => replaced.push(done),
            Err(error) => {
                for done in replaced.into_iter().rev() {
                    done.undo();
                }
                return Err(cannot_write(path, &error));
            }
        }
    }
    Ok(())
}

/// Replaces the content of a file that is there, whole or not at all. It keeps its permissions; of a
/// link, what it leads to is replaced.
pub(super) fn rewrite(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let failed = |error: &io::Error| cannot_write(path, error);
    let is_link = fs::symlink_metadata(path).map_err(|error| failed(&error))?.is_symlink();
    let target = if is_link { fs::canonicalize(path).map_err(|e| failed(&e))? } else { path.to_owned() };
    let permissions = fs::metadata(&target).map_err(|error| failed(&error))?.permissions();
    if permissions.readonly() {
        return Err(format!("无法写入“{}”：文件是只读的，没有改动", path.display()));
    }
    check_replaceable(&target)?;
    let file = prepare(&target, bytes)?;
    file.as_file().set_permissions(permissions).map_err(|error| failed(&error))?;
    file.persist(&target).map(drop).map_err(|error| failed(&error.error))
}

/// A file that has been put in place, and what stood there before. Dropping it lets go of the old
/// one.
struct Replaced<'p> {
    path: &'p Path,
    before: Option<tempfile::TempPath>,
}

impl Replaced<'_> {
    /// Puts back what stood there. If even that fails there is nothing left to try.
    fn undo(self) {
        match self.before {
            Some(before) => drop(before.persist(self.path)),
            None => drop(fs::remove_file(self.path)),
        }
    }
}

fn replace(path: &Path, file: NamedTempFile) -> io::Result<Replaced<'_>> {
    let before = if fs::symlink_metadata(path).is_ok() {
        let place = Builder::new().prefix(".nianbao-").tempfile_in(folder(path))?.into_temp_path();
        fs::rename(path, &place)?;
        Some(place)
    } else {
        None
    };
    let done = Replaced { path, before };
    match file.persist(path) {
        Ok(_) => Ok(done),
        Err(error) => {
            if done.before.is_some() {
                done.undo();
            }
            Err(error.error)
        }
    }
}

/// Finds out before anything is replaced whether a file is held open by another program, is
/// write-protected, or is a folder.
fn check_replaceable(path: &Path) -> Result<(), String> {
    let Ok(metadata) = fs::metadata(path) else { return Ok(()) };
    if metadata.is_dir() {
        return Err(format!("无法写入“{}”：这里已有同名的文件夹", path.display()));
    }
    match OpenOptions::new().write(true).open(path) {
        Ok(_) => Ok(()),
        Err(error) => Err(cannot_write(path, &error)),
    }
}

/// Writes beside the target, so that putting it in place is one step.
fn prepare(path: &Path, bytes: &[u8]) -> Result<NamedTempFile, String> {
    let mut builder = Builder::new();
    builder.prefix(".nianbao-");
    #[cfg(unix)]
    {
        // Like any other new file: whatever the user's mask leaves.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let written = builder.tempfile_in(folder(path)).and_then(|mut file| {
        file.write_all(bytes)?;
        file.flush()?;
        Ok(file)
    });
    written.map_err(|error| cannot_write(path, &error))
}

fn cannot_write(path: &Path, error: &io::Error) -> String {
    let hint = match error.kind() {
        io::ErrorKind::PermissionDenied => "；如果正在 Word、WPS 或浏览器中打开，请先关闭",
        _ if error.raw_os_error() == Some(32) && cfg!(windows) => "；请先关闭打开此文件的 Word、WPS 等程序",
        _ => "",
    };
    format!("无法写入“{}”：{}{hint}，没有改动任何文件", path.display(), reason(error))
}

/// Why the system refused, in plain words.
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "文件或文件夹不存在".to_owned(),
        io::ErrorKind::PermissionDenied => "没有权限，或文件被占用".to_owned(),
        io::ErrorKind::AlreadyExists => "已经存在".to_owned(),
        io::ErrorKind::StorageFull => "磁盘已满".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "磁盘不可写".to_owned(),
        io::ErrorKind::InvalidFilename => "文件名不合要求".to_owned(),
        io::ErrorKind::NotADirectory => "路径中有一段不是文件夹".to_owned(),
        io::ErrorKind::IsADirectory => "这是文件夹".to_owned(),
        _ if error.raw_os_error() == Some(32) && cfg!(windows) => "文件正被其他程序占用".to_owned(),
        _ => match error.raw_os_error() {
            Some(code) => format!("系统错误 {code}"),
            None => "读写失败".to_owned(),
        },
    }
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
    fn if_one_file_cannot_be_replaced_none_is() {
        let folder = tempfile::tempdir().unwrap();
        let (old, blocked, fresh) =
            (folder.path().join("a"), folder.path().join("b"), folder.path().join("c"));
        fs::write(&old, "old").unwrap();
        fs::create_dir(&blocked).unwrap();
        let outputs = [&old, &fresh, &blocked].map(|path| (path.clone(), b"new".to_vec()));
        assert!(replace_all(&outputs).unwrap_err().contains("同名的文件夹"));
        assert_eq!(fs::read_to_string(&old).unwrap(), "old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
        fs::remove_dir(&blocked).unwrap();
        replace_all(&outputs).unwrap();
        for path in [&old, &blocked, &fresh] {
            assert_eq!(fs::read_to_string(path).unwrap(), "new");
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    }

    #[test]
    fn what_was_replaced_can_be_put_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "old").unwrap();
        replace(&path, prepare(&path, b"new").unwrap()).unwrap().undo();
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        let fresh = folder.path().join("b");
        replace(&fresh, prepare(&fresh, b"new").unwrap()).unwrap().undo();
        assert!(!fresh.exists());
    }

    #[test]
    fn a_file_that_is_write_protected_is_not_rewritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "old").unwrap();
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        assert!(rewrite(&path, b"new").unwrap_err().contains("只读"));
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn an_existing_file_is_never_overwritten_by_create() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        create(&path, "one").unwrap();
        assert!(create(&path, "two").unwrap_err().contains("已经存在"));
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
    }
}
