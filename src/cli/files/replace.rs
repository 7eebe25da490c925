//! Replacing several files: all of them, or none.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tempfile::{Builder, NamedTempFile, TempPath};

use super::folder;
use super::write::{behind_link, cannot_write, check_replaceable, prepare};

/// A file that is to be replaced.
#[derive(Debug)]
pub(in crate::cli) struct Replacement {
    /// The file.
    pub path: PathBuf,
    /// What it is to hold.
    pub bytes: Vec<u8>,
    /// Where to keep what stands there now; nothing may stand there yet.
    pub keep_as: Option<PathBuf>,
    /// What stood there when it was decided to replace it.
    pub seen: Seen,
}

/// What stood in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Seen {
    /// Nobody has looked; whatever it is may be replaced.
    Anything,
    /// Nothing.
    Nothing,
    /// A file with this digest.
    File([u8; 32]),
}

impl Seen {
    /// A file with these bytes.
    pub fn file(bytes: &[u8]) -> Self {
        Seen::File(Sha256::digest(bytes).into())
    }
}

/// Writes or replaces one file.
pub(in crate::cli) fn replace_one(path: &Path, bytes: Vec<u8>) -> Result<(), String> {
    replace_all(&[Replacement { path: path.to_owned(), bytes, keep_as: None, seen: Seen::Anything }])
}

/// Replaces several files: all of them, or none.
pub(in crate::cli) fn replace_all(outputs: &[Replacement]) -> Result<(), String> {
    let mut prepared = Vec::new();
    for output in outputs {
        let target = behind_link(&output.path).map_err(|error| cannot_write(&output.path, &error))?;
        check_replaceable(&target)?;
        let file = prepare(&target, &output.bytes)?;
        prepared.push((output, target, file));
    }
    let mut replaced = Vec::new();
    for (output, target, file) in prepared {
        match replace(output, target, file) {
            Ok(done) => replaced.push(done),
            Err(refused) => {
                let left = replaced.into_iter().rev().chain([refused.before]).filter_map(Replaced::undo);
                return Err(refused.problem + &left.collect::<String>());
            }
        }
    }
    Ok(())
}

/// A file that has been put in place, or was to be, and where what stood there before is now.
struct Replaced {
    path: PathBuf,
    before: Before,
}

enum Before {
    /// Nothing stood there, and nothing was put there.
    Untouched,
    /// Nothing stood there.
    Nothing,
    /// The old file, which is let go of when this is dropped.
    Aside(TempPath),
    /// The old file, which is kept under another name.
    Kept(PathBuf),
}

impl Replaced {
    /// Puts back what stood there. If that fails the old file stays where it is, and a sentence says so.
    fn undo(self) -> Option<String> {
        let left = match self.before {
            Before::Untouched => None,
            Before::Nothing => {
                // What was put there is the new file; if it cannot be taken away it is whole.
                let _ = fs::remove_file(&self.path);
                None
            }
            // Dropping the error would delete the file.
            Before::Aside(before) => {
                before.persist(&self.path).err().and_then(|refused| refused.path.keep().ok())
            }
            Before::Kept(kept) => fs::rename(&kept, &self.path).err().map(|_| kept),
        };
        left.map(|left| {
            format!("。原来的“{}”没能放回原处，现在是“{}”，请改回原名", self.path.display(), left.display())
        })
    }
}

/// Why a file was not replaced, and what is still to be undone.
struct Refused {
    problem: String,
    before: Replaced,
}

fn replace(output: &Replacement, path: PathBuf, file: NamedTempFile) -> Result<Replaced, Refused> {
    let failed = |before, problem| Refused { problem, before: Replaced { path: path.clone(), before } };
    let words = |error: &io::Error| cannot_write(&output.path, error);
    let before = match set_aside(output, &path) {
        Ok(before) => before,
        Err(error) => return Err(failed(Before::Untouched, words(&error))),
    };
    if !is_as_seen(&before, output.seen) {
        let problem = format!("“{}”刚才又有改动，没有覆盖；请再运行一次", output.path.display());
        return Err(failed(before, problem));
    }
    // What has appeared in the meantime is nothing that anybody has looked at.
    match file.persist_noclobber(&path) {
        Ok(_) => Ok(Replaced { path, before }),
        Err(refused) => {
            let before = if matches!(before, Before::Nothing) { Before::Untouched } else { before };
            Err(failed(before, words(&refused.error)))
        }
    }
}

/// Moves what stands in a place out of the way.
fn set_aside(output: &Replacement, path: &Path) -> io::Result<Before> {
    if fs::symlink_metadata(path).is_err() {
        return Ok(Before::Nothing);
    }
    if let Some(keep) = &output.keep_as {
        move_to(path, keep)?;
        return Ok(Before::Kept(keep.clone()));
    }
    let place = Builder::new().prefix(".nianbao-").tempfile_in(folder(path))?.into_temp_path();
    fs::rename(path, &place)?;
    Ok(Before::Aside(place))
}

/// True if what was moved away is what was seen when it was decided to replace it.
fn is_as_seen(before: &Before, seen: Seen) -> bool {
    let same = |path: &Path| fs::read(path).is_ok_and(|bytes| Seen::file(&bytes) == seen);
    match (before, seen) {
        (_, Seen::Anything) => true,
        (Before::Nothing | Before::Untouched, seen) => seen == Seen::Nothing,
        (Before::Aside(place), Seen::File(_)) => same(place),
        (Before::Kept(place), Seen::File(_)) => same(place),
        (Before::Aside(_) | Before::Kept(_), Seen::Nothing) => false,
    }
}

/// Gives a file another name, which must be free.
fn move_to(path: &Path, to: &Path) -> io::Result<()> {
    TempPath::try_from_path(path)?.persist_noclobber(to).map_err(|refused| {
        // What is dropped as a temporary file would be deleted; this is the user's.
        match refused.path.keep() {
            Ok(_) => refused.error,
            Err(error) => error.error,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(path: &Path, keep_as: Option<&Path>) -> Replacement {
        Replacement {
            path: path.to_owned(),
            bytes: b"new".to_vec(),
            keep_as: keep_as.map(Path::to_owned),
            seen: Seen::Anything,
        }
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
            let file = prepare(&output.path, &output.bytes).unwrap();
            let done = replace(output, output.path.clone(), file).unwrap_or_else(|r| panic!("{}", r.problem));
            assert_eq!(done.undo(), None);
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
    fn what_has_changed_since_it_was_seen_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let (path, kept) = (folder.path().join("a"), folder.path().join("kept"));
        for keep_as in [None, Some(kept.as_path())] {
            for (seen, is_right) in
                [(Seen::Nothing, false), (Seen::file(b"other"), false), (Seen::file(b"old"), true)]
            {
                fs::write(&path, "old").unwrap();
                let outcome = replace_all(&[Replacement { seen, ..output(&path, keep_as) }]);
                assert_eq!(outcome.is_ok(), is_right, "{seen:?} {outcome:?}");
                assert_eq!(read(&path), if is_right { "new" } else { "old" });
                assert_eq!(kept.exists(), is_right && keep_as.is_some());
            }
        }
        fs::remove_file(&path).unwrap();
        replace_all(&[Replacement { seen: Seen::file(b"old"), ..output(&path, None) }]).unwrap_err();
        assert!(!path.exists());
    }

    #[test]
    fn an_old_file_that_cannot_be_put_back_is_not_lost() {
        let folder = tempfile::tempdir().unwrap();
        let (path, aside) = (folder.path().join("a"), folder.path().join("aside"));
        fs::write(&aside, "old").unwrap();
        // A folder with something in it, over which nothing can be renamed.
        fs::create_dir_all(path.join("b")).unwrap();
        let before = Before::Aside(TempPath::try_from_path(&aside).unwrap());
        let words = Replaced { path: path.clone(), before }.undo().unwrap();
        assert!(words.contains("aside") && words.contains("没能放回原处"), "{words}");
        assert_eq!(read(&aside), "old");
    }

    #[cfg(unix)]
    #[test]
    fn permissions_stay_and_a_link_leads_to_the_new_file() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("a"), folder.path().join("link"));
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        symlink(&path, &link).unwrap();
        replace_all(&[output(&link, None)]).unwrap();
        assert_eq!(read(&path), "new");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
