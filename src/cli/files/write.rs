//! Writing one file, whole or not at all.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::disk::{Disk, System};
use super::litter;
use super::lock::{self, Mark};
use super::temporary::{Refused, Temporary};
use super::{exists, reason, shown};

/// A file that is to be there for the first time: whole beside its place, in which it is put last.
pub(in crate::cli) struct NewFile<'p> {
    path: &'p Path,
    file: Temporary<'static>,
}

impl<'p> NewFile<'p> {
    /// Writes it. Nothing may stand in its place.
    pub fn prepare(path: &'p Path, content: impl AsRef<[u8]>) -> Result<Self, String> {
        litter::clear_beside(path);
        if exists(path) {
            return Err(is_there(path));
        }
        Ok(Self { path, file: prepare(&System, path, content.as_ref())? })
    }

    /// Puts it in its place.
    pub fn put(self) -> Result<(), String> {
        self.file.put_new().map_err(|refused| match refused {
            Refused::Changed(_) => is_there(self.path),
            Refused::Failed(error) => cannot_write(self.path, &error),
        })
    }
}

fn is_there(path: &Path) -> String {
    format!("“{}”已经存在，没有改动；请用 -o 另取文件名", shown(path))
}

/// Writes a file that must not be there yet.
pub(in crate::cli) fn create(path: &Path, content: impl AsRef<[u8]>) -> Result<(), String> {
    NewFile::prepare(path, content)?.put()
}

/// Finds out whether a file can be made in a folder.
///
/// # Errors
/// It cannot: why, in plain words.
pub(in crate::cli) fn check_writable(folder: &Path) -> Result<(), String> {
    let made = Temporary::new(&System, &folder.join(".nianbao"), b"").map(drop);
    made.map_err(|error| reason(&error))
}

/// The file that a path means: of a link, what it leads to. A link that leads nowhere stands for itself.
pub(super) fn behind_link(path: &Path) -> io::Result<PathBuf> {
    let is_link = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink());
    if is_link && path.exists() { fs::canonicalize(path) } else { Ok(path.to_owned()) }
}

/// Finds out before anything is replaced whether a file is held open by another program, is
/// write-protected, or is none.
pub(super) fn check_replaceable(path: &Path) -> Result<(), String> {
    let Ok(metadata) = fs::metadata(path) else { return Ok(()) };
    let shown = shown(path);
    if metadata.is_dir() {
        return Err(format!("无法写入“{shown}”：这里已有同名的文件夹"));
    }
    if !metadata.is_file() {
        return Err(format!("无法写入“{shown}”：这不是普通的文件"));
    }
    if metadata.permissions().readonly() {
        return Err(format!("无法写入“{shown}”：文件是只读的，没有改动任何文件"));
    }
    match lock::of(path) {
        Some(Mark::Of(mark)) => {
            return Err(format!(
                "无法写入“{shown}”：正在 Word、WPS 等程序中打开，请先关闭；没有改动任何文件。如果确实没有打开，请删除那个程序留下的标记文件“{}”",
                super::shown(&mark)
            ));
        }
        Some(Mark::Perhaps(mark)) => {
            return Err(format!(
                "无法写入“{shown}”：正在 Word、WPS 等程序中打开，或者同一文件夹里名称相近的另一个文件开着（有标记文件“{}”），请先关闭；没有改动任何文件",
                super::shown(&mark)
            ));
        }
        None => {}
    }
    match OpenOptions::new().write(true).open(path) {
        Ok(_) => Ok(()),
        Err(error) => Err(cannot_write(path, &error)),
    }
}

/// Writes beside the target, so that putting it in place is one step.
pub(super) fn prepare<'d>(disk: &'d dyn Disk, path: &Path, bytes: &[u8]) -> Result<Temporary<'d>, String> {
    // A file that may be written itself stands in a folder that takes no other beside it.
    let failed = if exists(path) { cannot_write_beside } else { cannot_write };
    Temporary::new(disk, path, bytes).map_err(|error| failed(path, &error))
}

/// Keeps bytes in a file of their own, whose name must be free, in a folder that the user has not chosen for it.
pub(in crate::cli) fn keep(path: &Path, bytes: &[u8]) -> Result<(), String> {
    litter::clear_beside(path);
    let whole = Temporary::new(&System, path, bytes).and_then(Temporary::settled);
    whole.map_err(Refused::from).and_then(Temporary::put_new).map_err(|refused| match refused {
        Refused::Changed(_) => format!("“{}”刚才已经有了，没有改动任何文件；请再试一次", shown(path)),
        Refused::Failed(error) => cannot_write_beside(path, &error),
    })
}

/// What is said where the place of a file is not for the user to choose.
fn cannot_write_beside(path: &Path, error: &io::Error) -> String {
    let why = match error.kind() {
        io::ErrorKind::PermissionDenied => "没有权限在这个文件夹里写文件".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => reason(error),
        _ => return cannot_write(path, error),
    };
    format!(
        "无法写入“{}”：{why}；请把文件移到可以写的文件夹里再做，或者请管理员开通权限，没有改动任何文件",
        shown(path)
    )
}

pub(super) fn cannot_write(path: &Path, error: &io::Error) -> String {
    let hint = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "；请先腾出磁盘空间",
        io::ErrorKind::PermissionDenied if exists(path) => "；如果正在 Word、WPS 或浏览器中打开，请先关闭",
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => "；请换一个文件夹（-o）",
        _ if error.raw_os_error() == Some(32) && cfg!(windows) => "；请先关闭打开此文件的 Word、WPS 等程序",
        _ => "",
    };
    format!("无法写入“{}”：{}{hint}，没有改动任何文件", shown(path), reason(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_write_protected_is_not_rewritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "old").unwrap();
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        assert!(check_replaceable(&path).unwrap_err().contains("只读"));
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
