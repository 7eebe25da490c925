//! Writing: every file whole or not at all, and several of them all or none.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile, TempPath};

use super::{exists, folder, lock, reason};

/// Writes a file that must not be there yet.
pub(in crate::cli) fn create(path: &Path, text: &str) -> Result<(), String> {
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

/// A file that is to be replaced.
#[derive(Debug)]
pub(in crate::cli) struct Replacement {
    /// The file.
    pub path: PathBuf,
    /// What it is to hold.
    pub bytes: Vec<u8>,
    /// Where to keep what stands there now; nothing may stand there yet.
    pub keep_as: Option<PathBuf>,
}

/// Writes or replaces one file.
pub(in crate::cli) fn replace_one(path: &Path, bytes: Vec<u8>) -> Result<(), String> {
    replace_all(&[Replacement { path: path.to_owned(), bytes, keep_as: None }])
}

/// Replaces several files: all of them, or none.
pub(in crate::cli) fn replace_all(outputs: &[Replacement]) -> Result<(), String> {
    let mut prepared = Vec::new();
    for output in outputs {
        check_replaceable(&output.path)?;
        prepared.push((output, prepare(&output.path, &output.bytes)?));
    }
    let mut replaced: Vec<Replaced<'_>> = Vec::new();
    for (output, file) in prepared {
        match replace(output, file) {
            Ok(done) => replaced.push(done),
            Err(error) => {
                for done in replaced.into_iter().rev() {
                    done.undo();
                }
                return Err(cannot_write(&output.path, &error));
            }
        }
    }
    Ok(())
}

/// Replaces the content of a file that is there, whole or not at all. It keeps its permissions; of a
/// link, what it leads to is replaced.
pub(in crate::cli) fn rewrite(path: &Path, bytes: &[u8]) -> Result<(), String> {
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

/// A file that has been put in place, and where what stood there before is now.
struct Replaced<'p> {
    path: &'p Path,
    before: Before,
}

enum Before {
    /// Nothing stood there.
    Nothing,
    /// The old file, which is let go of when this is dropped.
    Aside(TempPath),
    /// The old file, which is kept under another name.
    Kept(PathBuf),
}

impl Replaced<'_> {
    /// Puts back what stood there. If even that fails there is nothing left to try.
    fn undo(self) {
        match self.before {
            Before::Nothing => drop(fs::remove_file(self.path)),
            Before::Aside(before) => drop(before.persist(self.path)),
            Before::Kept(kept) => drop(fs::rename(kept, self.path)),
        }
    }
}

fn replace(output: &Replacement, file: NamedTempFile) -> io::Result<Replaced<'_>> {
    let path = &output.path;
    let before = match &output.keep_as {
        _ if fs::symlink_metadata(path).is_err() => Before::Nothing,
        Some(keep) => {
            move_aside(path, keep)?;
            Before::Kept(keep.clone())
        }
        None => {
            let place = Builder::new().prefix(".nianbao-").tempfile_in(folder(path))?.into_temp_path();
            fs::rename(path, &place)?;
            Before::Aside(place)
        }
    };
    let done = Replaced { path, before };
    match file.persist(path) {
        Ok(_) => Ok(done),
        Err(error) => {
            if !matches!(done.before, Before::Nothing) {
                done.undo();
            }
            Err(error.error)
        }
    }
}

/// Gives a file another name, which must be free.
fn move_aside(path: &Path, to: &Path) -> io::Result<()> {
    TempPath::try_from_path(path)?.persist_noclobber(to).map_err(|refused| {
        // What is dropped as a temporary file would be deleted; this is the user's.
        match refused.path.keep() {
            Ok(_) => refused.error,
            Err(error) => error.error,
        }
    })
}

/// Finds out before anything is replaced whether a file is held open by another program, is
/// write-protected, or is a folder.
fn check_replaceable(path: &Path) -> Result<(), String> {
    let Ok(metadata) = fs::metadata(path) else { return Ok(()) };
    if metadata.is_dir() {
        return Err(format!("无法写入“{}”：这里已有同名的文件夹", path.display()));
    }
    if let Some(mark) = lock::of(path) {
        return Err(format!(
            "无法写入“{}”：正在 Word、WPS 等程序中打开，请先关闭；没有改动任何文件。如果确实没有打开，请删除那个程序留下的标记文件“{}”",
            path.display(),
            mark.display()
        ));
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

#[cfg(test)]
mod tests {
    use super::*;

    fn output(path: &Path, keep_as: Option<&Path>) -> Replacement {
        Replacement { path: path.to_owned(), bytes: b"new".to_vec(), keep_as: keep_as.map(Path::to_owned) }
    }

    fn read(path: &Path) -> String {
        fs::read_to_string(path).unwrap()
    }

    #[test]
    fn if_one_file_cannot_be_replaced_none_is() {
        let folder = tempfile::tempdir().unwrap();
        let (old, blocked, fresh) =
            (folder.path().join("a"), folder.path().join("b"), folder.path().join("c"));
        fs::write(&old, "old").unwrap();
        fs::create_dir(&blocked).unwrap();
        let outputs = [&old, &fresh, &blocked].map(|path| output(path, None));
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
        let replaced = |output: &Replacement| {
            replace(output, prepare(&output.path, &output.bytes).unwrap()).unwrap().undo();
        };
        replaced(&output(&path, None));
        replaced(&output(&path, Some(&folder.path().join("kept"))));
        replaced(&output(&folder.path().join("b"), None));
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_is_kept_never_takes_the_place_of_another_file() {
        let folder = tempfile::tempdir().unwrap();
        let (path, kept) = (folder.path().join("a"), folder.path().join("kept"));
        fs::write(&path, "old").unwrap();
        fs::write(&kept, "other").unwrap();
        replace_all(&[output(&path, Some(&kept))]).unwrap_err();
        assert_eq!((read(&path), read(&kept)), ("old".to_owned(), "other".to_owned()));
        fs::remove_file(&kept).unwrap();
        replace_all(&[output(&path, Some(&kept))]).unwrap();
        assert_eq!((read(&path), read(&kept)), ("new".to_owned(), "old".to_owned()));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn if_one_file_is_open_elsewhere_none_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let (first, open) = (folder.path().join("a.md"), folder.path().join("a.docx"));
        fs::write(&first, "old").unwrap();
        fs::write(&open, "old").unwrap();
        fs::write(folder.path().join(".~lock.a.docx#"), "").unwrap();
        let problem = replace_all(&[output(&first, None), output(&open, None)]).unwrap_err();
        assert!(problem.contains("请先关闭") && problem.contains("a.docx"), "{problem}");
        assert_eq!((read(&first), read(&open)), ("old".to_owned(), "old".to_owned()));
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
