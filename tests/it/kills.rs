//! A run that is killed at any of its file-changing system calls leaves a whole file, old or new, under
//! every name that had one; the next run ends the work and leaves nothing else behind.
//!
//! `strace` kills it. Where that is not at hand these tests do nothing, unless `NIANBAO_STRACE` says, as in
//! CI, that it must be; `cli::files::replace` has the same promises tested on a disk whose calls fail.
#![cfg(target_os = "linux")]

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

use crate::common::text_of;

/// The calls that change files.
const CHANGING: &str = "rename,renameat,renameat2,unlink,unlinkat,openat,open,creat,write,writev,pwrite64,\
    ftruncate,truncate,link,linkat,symlink,symlinkat,mkdir,mkdirat,rmdir,fchmod,copy_file_range,sendfile";
/// The calls that look at a file from outside.
const LOOKING: &str = "statx,stat,lstat,newfstatat,readlink,readlinkat";
const SIGKILL: i32 = 9;
const LITTER: &str = ".nianbao-";

/// True where strace is at hand and works.
pub(crate) fn has_strace() -> bool {
    let run = Command::new("strace").args(["-o", "/dev/null", "true"]).stderr(Stdio::null()).status();
    let works = run.is_ok_and(|status| status.success());
    assert!(works || std::env::var_os("NIANBAO_STRACE").is_none(), "strace must be here, and does not work");
    works
}

/// Runs the program under strace, or without it.
fn run(folder: &Path, strace: &[&str], arguments: &[&str]) -> ExitStatus {
    let program = env!("CARGO_BIN_EXE_nianbao");
    let mut command = if strace.is_empty() { Command::new(program) } else { Command::new("strace") };
    if !strace.is_empty() {
        command.args(strace).arg(program);
    }
    command.args(arguments).current_dir(folder);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap()
}

/// Every file below a folder, by its path.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if entry.file_type().unwrap().is_dir() {
            all.extend(
                files(&entry.path()).into_iter().map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)),
            );
        } else {
            all.insert(name, fs::read(entry.path()).unwrap());
        }
    }
    all
}

/// The calls of a run, of those that are named, that have to do with its folder, but for those that only
/// open a file to read it: which call, and the how many-th of its name.
fn calls(folder: &Path, arguments: &[&str], named: &str) -> Vec<(String, usize)> {
    let log = tempfile::NamedTempFile::new().unwrap();
    // Not every processor has all of them.
    let trace = format!("trace=?{}", named.replace(',', ",?"));
    run(folder, &["-f", "-y", "-s", "0", "-o", log.path().to_str().unwrap(), "-e", &trace], arguments);
    let (mut counts, mut calls) = (HashMap::new(), Vec::new());
    for line in fs::read_to_string(log.path()).unwrap().lines() {
        // `1234  openat(AT_FDCWD</tmp/folder>, "name", O_WRONLY|O_CREAT) = 3`
        let Some((name, rest)) = line.split_once(' ').and_then(|(_, call)| call.trim().split_once('('))
        else {
            continue;
        };
        let count: &mut usize = counts.entry(name.to_owned()).or_default();
        *count += 1;
        let is_reading = name == "openat" && !rest.contains("O_CREAT") && !rest.contains("O_TRUNC");
        let is_elsewhere =
            matches!(name, "openat" | "write" | "writev") && !rest.contains(folder.to_str().unwrap());
        if !is_reading && !is_elsewhere {
            calls.push((name.to_owned(), *count));
        }
    }
    calls
}

/// A folder of its own, prepared.
fn fresh(prepare: impl Fn(&Path)) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    prepare(folder.path());
    folder
}

/// Runs the program with something done to one of its calls.
fn injected(folder: &Path, call: &str, number: usize, what: &str, arguments: &[&str]) -> ExitStatus {
    let (trace, inject) = (format!("trace={call}"), format!("inject={call}:{what}:when={number}"));
    run(folder, &["-f", "-o", "/dev/null", "-e", &trace, "-e", &inject], arguments)
}

/// Kills the program at each of its calls that change something; it must make at least `least` of them.
fn kill_everywhere(prepare: impl Fn(&Path), arguments: &[&str], least: usize) {
    if !has_strace() {
        return;
    }
    let fresh = || fresh(&prepare);
    let folder = fresh();
    let before = files(folder.path());
    let calls = calls(folder.path(), arguments, CHANGING);
    let after = files(folder.path());
    assert!(before != after && after.keys().all(|name| !name.contains(LITTER)), "{:?}", after.keys());
    assert!(calls.len() >= least, "{calls:?}");
    for (name, number) in calls {
        let folder = fresh();
        let status = injected(folder.path(), &name, number, "signal=KILL", arguments);
        let context = format!("{arguments:?} killed at {name} {number}");
        assert_eq!(status.signal(), Some(SIGKILL), "{context}: {status}");
        let left = files(folder.path());
        for (path, bytes) in &before {
            let now = left.get(path);
            assert!(now == Some(bytes) || now == after.get(path), "{context}: {path}");
        }
        for (path, bytes) in left.iter().filter(|(path, _)| !before.contains_key(*path)) {
            assert!(path.contains(LITTER) || after.get(path) == Some(bytes), "{context}: {path}");
        }
        run(folder.path(), &[], arguments);
        let end = files(folder.path());
        assert!(end == after, "{context}: {:?} after the next run", end.keys());
    }
}

/// Lets each call that changes something, and each look at a file, fail: nothing that was there is lost,
/// nothing half is there, and no folder that was made stays empty.
fn fail_everywhere(prepare: impl Fn(&Path), arguments: &[&str]) {
    if !has_strace() {
        return;
    }
    let folder = fresh(&prepare);
    let before = files(folder.path());
    let mut calls = calls(folder.path(), arguments, CHANGING);
    let after = files(folder.path());
    calls.extend(self::calls(fresh(&prepare).path(), arguments, LOOKING));
    for (name, number) in calls {
        let folder = fresh(&prepare);
        injected(folder.path(), &name, number, "error=ENOSPC", arguments);
        let context = format!("{arguments:?} with {name} {number} failing");
        let left = files(folder.path());
        for (path, bytes) in &before {
            assert!(left.get(path) == Some(bytes) || left.get(path) == after.get(path), "{context}: {path}");
        }
        for (path, bytes) in left.iter().filter(|(path, _)| !before.contains_key(*path)) {
            // What cannot be removed is left to the next run.
            let is_left = path.contains(LITTER) && name.starts_with("unlink");
            // What was kept has another name if that of the usual one cannot be looked at.
            let is_kept = before.values().any(|old| old == bytes);
            assert!(is_left || is_kept || after.get(path) == Some(bytes), "{context}: {path}");
        }
        for entry in fs::read_dir(folder.path()).unwrap().map(Result::unwrap) {
            let is_empty = fs::read_dir(entry.path()).is_ok_and(|mut entries| entries.next().is_none());
            assert!(!is_empty, "{context}: {:?} is empty", entry.file_name());
        }
    }
}

fn report() -> String {
    text_of("examples/qinghe-2024.toml")
}

/// A report whose three outputs are of older data, and one of them changed by hand.
fn outdated(folder: &Path) {
    let old = report().replace("[previous]", "[previous_]").replace("0000-0000000", "0000-1111111");
    fs::write(folder.join("r.toml"), old).unwrap();
    run(folder, &[], &["render", "--draft", "r.toml"]);
    for output in ["md", "html", "docx"] {
        fs::rename(folder.join(format!("r-草稿.{output}")), folder.join(format!("r.{output}"))).unwrap();
    }
    let page = fs::read_to_string(folder.join("r.md")).unwrap();
    fs::write(folder.join("r.md"), page + "手写的一句。\n").unwrap();
    fs::write(folder.join("r.toml"), report()).unwrap();
}

#[test]
fn render_over_three_outputs() {
    kill_everywhere(outdated, &["render", "r.toml"], 12);
}

#[test]
fn render_with_calls_that_fail() {
    fail_everywhere(outdated, &["render", "r.toml"]);
}

#[test]
fn render_with_a_backup_into_a_new_folder() {
    kill_everywhere(outdated, &["render", "r.toml", "--backup"], 14);
    let only_data = |folder: &Path| fs::write(folder.join("r.toml"), report()).unwrap();
    kill_everywhere(only_data, &["render", "r.toml", "-o", "out/put"], 10);
}

#[test]
fn check_that_sets_right() {
    let wrong = |folder: &Path| {
        let text = report();
        assert!(text.contains("2,   75 ]"));
        fs::write(folder.join("r.toml"), text.replacen("2,   75 ]", "2,   76 ]", 1)).unwrap();
    };
    kill_everywhere(wrong, &["check", "--fix", "r.toml"], 4);
}

#[test]
fn results_in_a_file() {
    let with_result = |folder: &Path| {
        fs::write(folder.join("old.toml"), report().replace("0000-0000000", "0000-1111111")).unwrap();
        fs::write(folder.join("r.toml"), report()).unwrap();
        fs::write(folder.join("result.txt"), "以前的结果\n").unwrap();
    };
    kill_everywhere(with_result, &["check", "r.toml", "-o", "result.txt"], 3);
    kill_everywhere(with_result, &["diff", "old.toml", "r.toml", "-o", "result.txt"], 3);
    kill_everywhere(with_result, &["diff", "old.toml", "r.toml", "-o", "new.txt"], 3);
    kill_everywhere(with_result, &["schema", "-o", "schema.json"], 3);
}

#[test]
fn a_new_data_file() {
    kill_everywhere(|_| (), &["new", "--agency", "示例县财政局", "--year", "2024", "-o", "n.toml"], 6);
}

#[test]
fn templates_in_a_new_folder() {
    kill_everywhere(|_| (), &["templates", "t"], 20);
    fail_everywhere(|_| (), &["templates", "t"]);
}
