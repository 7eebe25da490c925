use std::cell::Cell;
use std::fs::{File, Permissions};

use super::super::litter;
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

/// The names in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn if_one_file_cannot_be_replaced_none_is() {
    let folder = tempfile::tempdir().unwrap();
    let (old, blocked, fresh) = (folder.path().join("a"), folder.path().join("b"), folder.path().join("c"));
    fs::write(&old, "old").unwrap();
    fs::create_dir(&blocked).unwrap();
    let outputs = [&old, &fresh, &blocked].map(|path| output(path, None));
    assert!(replace_all(&outputs).unwrap_err().contains("同名的文件夹"));
    assert_eq!(read(&old), "old");
    assert_eq!(names(folder.path()), ["a", "b"]);
    fs::remove_dir(&blocked).unwrap();
    replace_all(&outputs).unwrap();
    for path in [&old, &blocked, &fresh] {
        assert_eq!(read(path), "new");
    }
    assert_eq!(names(folder.path()), ["a", "b", "c"]);
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
    assert_eq!(names(folder.path()), ["a", "kept"]);
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

#[cfg(unix)]
#[test]
fn permissions_stay_and_a_link_leads_to_the_new_file() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let (path, link) = (folder.path().join("a"), folder.path().join("link"));
    fs::write(&path, "old").unwrap();
    fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
    symlink(&path, &link).unwrap();
    replace_all(&[output(&link, None)]).unwrap();
    assert_eq!(read(&path), "new");
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

/// A disk on which something goes wrong.
struct Faulty<'t> {
    /// Calls that still go well.
    left: Cell<usize>,
    /// True if nothing works any more after the first failure, as if the program had been killed.
    dies: bool,
    /// True where files cannot change places or have second names.
    is_simple: bool,
    /// Done before a file is put in the place of another.
    at_last: &'t dyn Fn(&Path),
}

impl Faulty<'_> {
    fn after(calls: usize) -> Self {
        Self { left: Cell::new(calls), dies: false, is_simple: false, at_last: &|_| () }
    }

    fn may(&self) -> io::Result<()> {
        let left = self.left.get();
        self.left.set(if left == 0 && !self.dies { usize::MAX } else { left.saturating_sub(1) });
        if left == 0 { Err(io::Error::other("")) } else { Ok(()) }
    }

    fn if_rich(&self) -> io::Result<()> {
        if self.is_simple { Err(io::ErrorKind::Unsupported.into()) } else { Ok(()) }
    }
}

impl Disk for Faulty<'_> {
    fn create(&self, path: &Path) -> io::Result<File> {
        self.may().and_then(|()| System.create(path))
    }

    fn write(&self, file: &File, bytes: &[u8]) -> io::Result<()> {
        System.write(file, &bytes[..bytes.len() / 2])?;
        self.may().and_then(|()| System.write(file, &bytes[bytes.len() / 2..]))
    }

    fn permit(&self, file: &File, permissions: Permissions) -> io::Result<()> {
        self.may().and_then(|()| System.permit(file, permissions))
    }

    fn settle(&self, file: &File) -> io::Result<()> {
        self.may().and_then(|()| System.settle(file))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.may().and_then(|()| System.rename(from, to))
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        (self.at_last)(other);
        self.may().and_then(|()| self.if_rich()).and_then(|()| System.exchange(one, other))
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.may().and_then(|()| self.if_rich()).and_then(|()| System.link(from, to))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.may().and_then(|()| System.remove(path))
    }
}

/// One output that is replaced, one of which the old is kept, one that is new.
fn three(folder: &Path) -> [Replacement; 3] {
    let [a, b, c, kept] = ["a", "b", "c", "b-手改"].map(|name| folder.join(name));
    let replacement = |path: &Path, keep_as| Replacement {
        seen: Seen::at(path).unwrap(),
        keep_as: fs::read(path).is_ok_and(|bytes| bytes != b"new").then_some(keep_as).flatten(),
        ..output(path, None)
    };
    [replacement(&a, None), replacement(&b, Some(kept)), replacement(&c, None)]
}

#[test]
fn whichever_call_fails_each_name_holds_a_whole_file_and_the_next_run_ends_the_work() {
    let mut reached_the_end = 0;
    for (dies, is_simple, calls) in [true, false]
        .iter()
        .flat_map(|d| [true, false].map(|s| (d, s)))
        .flat_map(|(d, s)| (0..30).map(move |n| (*d, s, n)))
    {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path();
        fs::write(folder.join("a"), "old").unwrap();
        fs::write(folder.join("b"), "changed").unwrap();
        let disk = Faulty { dies, is_simple, ..Faulty::after(calls) };
        let outcome = replace_on(&disk, &three(folder));
        let context = format!("dies: {dies}, simple: {is_simple}, after {calls} calls: {outcome:?}");
        assert!(["old", "new"].contains(&read(&folder.join("a")).as_str()), "{context}");
        assert!(["changed", "new"].contains(&read(&folder.join("b")).as_str()), "{context}");
        for (name, text) in [("c", "new"), ("b-手改", "changed")] {
            assert!(
                fs::read_to_string(folder.join(name)).is_ok_and(|t| t == text) || !folder.join(name).exists()
            );
        }
        if outcome.is_ok() {
            assert_eq!(
                ["a", "b", "c"].map(|name| read(&folder.join(name))),
                ["new", "new", "new"],
                "{context}"
            );
        }
        litter::clear(&System, folder);
        replace_on(&System, &three(folder)).unwrap();
        assert_eq!(["a", "b", "c"].map(|name| read(&folder.join(name))), ["new", "new", "new"], "{context}");
        assert_eq!(names(folder), ["a", "b", "b-手改", "c"], "{context}");
        reached_the_end += usize::from(disk.left.get() > 0 && outcome.is_ok());
    }
    assert!(reached_the_end > 4, "the last runs must be long enough to fail nowhere");
}

/// Saves a file as an editor does, by putting a new one in its place; once.
fn save(path: &Path) {
    let beside = path.with_extension("editor");
    if read(path) == "old" {
        fs::write(&beside, "saved").unwrap();
        fs::rename(beside, path).unwrap();
    }
}

#[test]
fn a_save_in_the_last_moment_is_not_lost() {
    for keep in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let (path, kept) = (folder.path().join("a"), folder.path().join("kept"));
        fs::write(&path, "old").unwrap();
        let disk = Faulty { at_last: &save, ..Faulty::after(usize::MAX) };
        let keep_as = keep.then_some(kept.as_path());
        let replacement = Replacement { seen: Seen::file(b"old"), ..output(&path, keep_as) };
        let problem = replace_on(&disk, &[replacement]).unwrap_err();
        assert!(problem.contains("刚才又有改动，没有覆盖"), "{problem}");
        assert_eq!(read(&path), "saved");
        assert_eq!(names(folder.path()), ["a"]);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_save_that_cannot_be_put_back_is_named_and_never_cleared_away() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    fs::write(&path, "old").unwrap();
    // Made, written, permitted, settled, renamed, exchanged; the exchange back fails.
    let disk = Faulty { at_last: &save, ..Faulty::after(6) };
    let replacement = Replacement { seen: Seen::file(b"old"), ..output(&path, None) };
    let problem = replace_on(&disk, &[replacement]).unwrap_err();
    litter::clear(&System, folder.path());
    let all = names(folder.path());
    let swap = all.iter().find(|name| name.ends_with(".swap")).unwrap();
    assert!(problem.contains(swap.as_str()), "{problem}");
    assert_eq!((read(&folder.path().join(swap)), read(&path)), ("saved".to_owned(), "new".to_owned()));
}

#[test]
fn what_appears_where_nothing_was_seen_stays() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    fs::write(&path, "saved").unwrap();
    let file = prepare(&System, &path, b"new").unwrap();
    assert!(matches!(file.put_new(), Err(Refused::Changed(None))));
    assert_eq!(read(&path), "saved");
    assert_eq!(names(folder.path()), ["a"]);
}
