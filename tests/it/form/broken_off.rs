//! A form that is killed, or refused by the disk, at any of the calls with which it writes: the file is whole, what
//! was said to be saved is in it, and what was not is said and can be saved later.
//!
//! `strace` does it, as in `kills`.

use std::os::unix::process::ExitStatusExt;

use super::saving::{raised, with};
use super::*;
use crate::kills::has_strace;

/// The calls with which files are written and answers are given. A file is made by opening it; the calls behind
/// that find what it leaves.
const CALLS: &str =
    "write,writev,sendto,flock,fchmod,fsync,rename,renameat,renameat2,link,linkat,unlink,unlinkat";
const SIGKILL: i32 = 9;
const KEPT: &str = "年报-原稿.toml";
/// What the cell holds at first.
const FIRST: u32 = 58;
/// The first change keeps the file as it was opened, the next one does not.
const CHANGES: u32 = 2;

/// A form under strace, with something done to the calls of a name.
struct Traced {
    form: Result<Form, String>,
    log: tempfile::NamedTempFile,
}

impl Traced {
    fn new(path: &Path, trace: &str, inject: Option<&str>) -> Self {
        let log = tempfile::NamedTempFile::new().unwrap();
        let mut command = Command::new("strace");
        // Not every processor has all calls.
        let trace = format!("trace=?{}", trace.replace(',', ",?"));
        // Tracing from aside leaves the program a child of this test.
        command.args(["-D", "-f", "-y", "-s", "0", "-e", &trace, "-o"]).arg(log.path());
        command
            .args(inject.map(|inject| ["-e".to_owned(), format!("inject={inject}")]).into_iter().flatten());
        command.arg(env!("CARGO_BIN_EXE_nianbao")).args(["edit", "--no-open"]).arg(path);
        Self { form: Form::start(command, path), log }
    }

    /// The names of the calls that were made.
    fn calls(&self) -> Vec<String> {
        let log = fs::read_to_string(self.log.path()).unwrap();
        let name = |line: &str| Some(line.split_once(' ')?.1.trim().split_once('(')?.0.to_owned());
        let mut names: Vec<String> = log.lines().filter_map(name).collect();
        names.sort();
        names.dedup();
        names.retain(|name| CALLS.split(',').any(|call| call == name));
        names
    }

    /// The calls that were made to fail: each thread counts its own.
    fn failed(&self) -> Vec<String> {
        let log = fs::read_to_string(self.log.path()).unwrap();
        log.lines().filter(|line| line.ends_with("(INJECTED)")).map(str::to_owned).collect()
    }

    /// Raises the cell again and again; how often it was said to be saved.
    fn raise(&self) -> u32 {
        let Ok(form) = &self.form else { return 0 };
        let saved = (0..CHANGES).take_while(|change| {
            let answer = ask(form.port, &form.key, "/change", &raised(FIRST + change));
            answer.is_some_and(|answer| {
                assert_eq!(answer["outcome"], "saved", "{answer:.300}");
                true
            })
        });
        saved.count().try_into().unwrap()
    }

    /// True if it was killed, after so many changes were said to be saved.
    fn was_killed(&mut self, saved: u32) -> bool {
        let Ok(form) = &mut self.form else { return true };
        let status = if saved < CHANGES { form.child.wait().map(Some) } else { form.child.try_wait() };
        status.unwrap().is_some_and(|status| status.signal() == Some(SIGKILL))
    }
}

/// The calls that a form makes, by their names.
fn calls() -> Vec<String> {
    let folder = folder(&[("年报.toml", sound())]);
    let traced = Traced::new(&folder.path().join("年报.toml"), CALLS, None);
    assert_eq!(traced.raise(), CHANGES);
    traced.calls()
}

/// Kills the form at the how many-th call of a name; false if it does not make so many.
fn killed_at(call: &str, number: usize, earlier: Option<&str>) -> bool {
    let folder = folder(&[("年报.toml", sound())]);
    let (path, kept) = (folder.path().join("年报.toml"), folder.path().join(KEPT));
    if let Some(earlier) = earlier {
        fs::write(&kept, earlier).unwrap();
    }
    let mut traced = Traced::new(&path, call, Some(&format!("{call}:signal=KILL:when={number}")));
    let saved = traced.raise();
    if !traced.was_killed(saved) {
        assert_eq!(saved, CHANGES, "{call} {number}");
        return false;
    }
    let context = format!("killed at {call} {number} after {saved} changes");
    let text = fs::read_to_string(&path).unwrap();
    let now = [saved, saved + 1].into_iter().find(|change| text == with(FIRST + change));
    let now = now.unwrap_or_else(|| panic!("{context}: {text}"));
    let original = earlier.map_or_else(sound, str::to_owned);
    match fs::read_to_string(&kept) {
        Ok(kept) => assert_eq!(kept, original, "{context}"),
        Err(_) => assert!(earlier.is_none() && now == 0, "{context}: nothing is kept"),
    }
    let form = Form::at(&path);
    let is_known = |name: &String| name == KEPT || name == "年报.toml" || name.starts_with(".nianbao-");
    assert!(form.names().iter().all(is_known), "{context}: {:?}", form.names());
    assert_eq!(form.post("/change", &raised(FIRST + now))["outcome"], "saved", "{context}");
    assert_eq!(form.names(), [KEPT, "年报.toml"], "{context}");
    assert_eq!(fs::read_to_string(&kept).unwrap(), original, "{context}");
    true
}

#[test]
fn killed_at_any_call_the_file_is_whole_and_holds_what_was_saved() {
    if !has_strace() {
        return;
    }
    let calls = calls();
    assert!(["fsync", "flock", "write"].iter().all(|call| calls.iter().any(|own| own == call)), "{calls:?}");
    let mut count = 0;
    for call in &calls {
        count += (1..).take_while(|number| killed_at(call, *number, None)).count();
    }
    assert!(count >= 15, "{calls:?}: {count}");
    for call in calls.iter().filter(|call| call.starts_with("rename") || *call == "fsync") {
        assert!(killed_at(call, 1, Some("早先的原稿\n")), "{call}");
    }
}

/// Lets the how many-th call of a name fail, as on a full disk; false if there are not so many. Those of the files are
/// noted, with how often a change was not saved for that.
fn full_at(call: &str, number: usize, hits: &mut Vec<String>) -> bool {
    let folder = folder(&[("年报.toml", sound())]);
    let path = folder.path().join("年报.toml");
    let traced = Traced::new(&path, call, Some(&format!("{call}:error=ENOSPC:when={number}")));
    let mut unsaved = 0;
    if let Ok(form) = &traced.form {
        let mut held = FIRST;
        while held < FIRST + CHANGES {
            let Some(answer) = ask(form.port, &form.key, "/change", &raised(held)) else { break };
            if answer["outcome"] == "saved" {
                held += 1;
            } else {
                unsaved += 1;
                let words = answer["message"].as_str().unwrap_or_default();
                assert_eq!((&answer["outcome"], unsaved), (&"unsaved".into(), 1), "{answer}");
                assert!(words.contains("磁盘已满") && words.contains("请先腾出磁盘空间"), "{words}");
                assert!(form.names().iter().all(|name| !name.starts_with('.')), "{:?}", form.names());
            }
            assert!(form.text() == with(held), "{call} {number}: {held} was held, not {}", form.text());
        }
    }
    let failed = traced.failed();
    // A program that cannot even write to its own threads has other troubles.
    if !failed.is_empty() && failed.iter().all(|line| line.contains(folder.path().to_str().unwrap())) {
        let form = traced.form.as_ref().unwrap_or_else(|words| panic!("{failed:?}: {words}"));
        assert!(form.text() == with(FIRST + CHANGES), "{failed:?}: {}", form.text());
        assert_eq!(fs::read_to_string(path.with_file_name(KEPT)).unwrap(), sound(), "{failed:?}");
        hits.push(format!("{call} {unsaved}"));
    }
    !failed.is_empty()
}

#[test]
fn a_disk_that_is_full_for_a_moment_is_told_and_the_next_change_saved() {
    if !has_strace() {
        return;
    }
    let mut hits = Vec::new();
    for call in calls().iter().filter(|call| !["sendto", "writev", "flock"].contains(&call.as_str())) {
        let _ = (1..).take_while(|number| full_at(call, *number, &mut hits)).count();
    }
    // Two files are written, and the second one twice.
    let count = |wanted: &str| hits.iter().filter(|hit| *hit == wanted).count();
    assert!(count("fsync 1") == 3 && count("rename 1") == 2 && count("write 1") > 0, "{hits:?}");
}

/// True if a folder that is closed keeps nobody out, as with the superuser.
fn is_almighty(closed: &Path) -> bool {
    fs::write(closed.join("试"), "").is_ok_and(|()| fs::remove_file(closed.join("试")).is_ok())
}

#[test]
fn in_a_folder_that_is_closed_it_is_told_and_saved_once_it_is_open() {
    use std::os::unix::fs::{PermissionsExt, chown};
    use std::os::unix::process::CommandExt;
    /// Whom files belong to that belong to nobody.
    const NOBODY: u32 = 65_534;
    let folder = folder(&[("年报.toml", sound())]);
    let path = folder.path().join("年报.toml");
    let open = |mode| fs::set_permissions(folder.path(), fs::Permissions::from_mode(mode)).unwrap();
    open(0o555);
    let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
    let programs = tempfile::tempdir().unwrap();
    if is_almighty(folder.path()) {
        // The superuser's own folders may be closed to others.
        let copy = programs.path().join("nianbao");
        fs::copy(env!("CARGO_BIN_EXE_nianbao"), &copy).unwrap();
        fs::set_permissions(programs.path(), fs::Permissions::from_mode(0o755)).unwrap();
        for own in [folder.path(), &path] {
            chown(own, Some(NOBODY), Some(NOBODY)).unwrap();
        }
        command = Command::new(copy);
        command.uid(NOBODY).gid(NOBODY);
    }
    let form = Form::run(
        {
            command.args(["edit", "--no-open"]).arg(&path);
            command
        },
        &path,
    );
    let answer = form.post("/change", &raised(FIRST));
    let words = answer["message"].as_str().unwrap_or_default();
    assert_eq!(answer["outcome"], "unsaved", "{answer}");
    assert!(words.contains("没有权限") && words.contains("文件夹") && !words.contains("-o"), "{words}");
    assert_eq!((form.text(), form.names()), (sound(), vec!["年报.toml".to_owned()]));
    open(0o755);
    assert_eq!(form.post("/change", &raised(FIRST))["outcome"], "saved");
    assert_eq!((form.text(), form.names()), (with(FIRST + 1), vec![KEPT.to_owned(), "年报.toml".to_owned()]));
}
