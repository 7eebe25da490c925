//! What the system may put in the way of the program: pipes and devices where a file is expected, a full
//! disk, odd names. It never waits for ever, and says what is wrong in words.
#![cfg(target_os = "linux")]

use std::fs::{self, File, OpenOptions};
use std::os::fd::OwnedFd;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::common::program::{Outcome, Program, nianbao};
use crate::common::text_of;

const NOT_PLAIN: &str = "这不是普通的文件";

/// A sound data file without last year's.
fn report() -> String {
    text_of("examples/qinghe-2024.toml").replace("[previous]", "[previous_]")
}

/// A folder with a data file and things that are no plain files.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("r.toml"), text_of("examples/qinghe-2024.toml")).unwrap();
    assert!(Command::new("mkfifo").arg(at("pipe.toml")).status().unwrap().success());
    drop(UnixListener::bind(at("socket.toml")).unwrap());
    symlink("/dev/zero", at("device.toml")).unwrap();
    folder
}

/// Refused in words, with status 2.
fn refused(outcome: &Outcome, words: &str) {
    assert_eq!(outcome.status, 2, "{}", outcome.stderr);
    assert!(outcome.stderr.contains(words), "{words}: {}", outcome.stderr);
}

#[test]
fn what_is_no_plain_file_is_refused_wherever_a_file_is_read() {
    let folder = folder();
    let path = folder.path();
    for name in ["pipe.toml", "socket.toml", "device.toml"] {
        for arguments in [
            &["check", name][..],
            &["check", "--fix", name],
            &["check", "r.toml", "--prev", name],
            &["render", name],
            &["render", "r.toml", "--prev", name],
            &["render", "r.toml", "--style", name],
            &["diff", name, "r.toml"],
            &["diff", "r.toml", name],
            &["new", "--from", name, "-o", "new.toml"],
            &["preview", "--no-open", name],
            &["preview", "--no-open", "r.toml", "--prev", name],
        ] {
            refused(&nianbao(path, arguments), NOT_PLAIN);
        }
        fs::create_dir(path.join("t")).unwrap();
        fs::rename(path.join(name), path.join("t/page.html")).unwrap();
        refused(&nianbao(path, ["render", "r.toml", "--templates", "t"]), NOT_PLAIN);
        fs::rename(path.join("t/page.html"), path.join(name)).unwrap();
        fs::remove_dir(path.join("t")).unwrap();
    }
}

#[test]
fn the_file_of_last_year_must_be_a_plain_one() {
    let folder = folder();
    for name in ["pipe.toml", "socket.toml", "device.toml", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"] {
        fs::write(
            folder.path().join("named.toml"),
            format!("{}\n[previous]\nfile = '{name}'\n", last_named()),
        )
        .unwrap();
        // Nothing ever comes in here.
        let (input, _open) = std::io::pipe().unwrap();
        let outcome = Program::new(folder.path(), ["check", "named.toml"]).stdin(OwnedFd::from(input)).run();
        assert_eq!(outcome.status, 1);
        assert!(outcome.stdout.contains(NOT_PLAIN), "{name}: {}", outcome.stdout);
    }
}

/// A data file to which `[previous]` can be added.
fn last_named() -> String {
    let text = text_of("examples/qinghe-2024.toml");
    text.split("[previous]").next().unwrap().to_owned()
}

#[test]
fn what_is_no_plain_file_is_never_written_over() {
    let folder = folder();
    let path = folder.path();
    for name in ["pipe.toml", "socket.toml"] {
        for output in ["r.md", "r.html", "r.docx"] {
            fs::rename(path.join(name), path.join(output)).unwrap();
            refused(&nianbao(path, ["render", "r.toml"]), NOT_PLAIN);
            fs::rename(path.join(output), path.join(name)).unwrap();
        }
        fs::rename(path.join(name), path.join("out.txt")).unwrap();
        for arguments in [
            &["check", "r.toml", "-o", "out.txt"][..],
            &["diff", "r.toml", "r.toml.old", "-o", "out.txt"],
            &["schema", "-o", "out.txt"],
        ] {
            fs::write(path.join("r.toml.old"), report()).unwrap();
            refused(&nianbao(path, arguments), NOT_PLAIN);
        }
        refused(&nianbao(path, ["render", "r.toml", "-o", "out.txt"]), "这不是文件夹");
        fs::rename(path.join("out.txt"), path.join(name)).unwrap();
    }
}

#[test]
fn a_stream_is_read_but_never_set_right() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let wrong = report().replacen("2,   75 ]", "2,   76 ]", 1);
    fs::write(path.join("r.toml"), &wrong).unwrap();
    symlink("/dev/stdin", path.join("link.toml")).unwrap();
    let input = || File::open(path.join("r.toml")).unwrap();
    for name in ["/dev/stdin", "/dev/fd/0", "/proc/self/fd/0", "link.toml"] {
        let checked = Program::new(path, ["check", name]).stdin(input()).run();
        assert!(checked.stdout.contains("T101"), "{name}: {}", checked.stdout);
        refused(&Program::new(path, ["check", "--fix", name]).stdin(input()).run(), NOT_PLAIN);
        assert_eq!(fs::read_to_string(path.join("r.toml")).unwrap(), wrong);
        refused(&Program::new(path, ["preview", "--no-open", name]).stdin(input()).run(), NOT_PLAIN);
    }
}

#[test]
fn a_signal_ends_the_preview_even_while_it_waits_for_a_file() {
    let folder = folder();
    for signal in ["INT", "TERM"] {
        let (input, _open) = std::io::pipe().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
        command.args(["preview", "--no-open", "r.toml", "--prev", "/dev/stdin"]).current_dir(folder.path());
        let mut child = command.stdin(OwnedFd::from(input)).stderr(Stdio::null()).spawn().unwrap();
        // The wish is heard only once the program has said so to the system.
        let start = Instant::now();
        while child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(100));
            let _ = Command::new("kill")
                .args(["-s", signal, &child.id().to_string()])
                .stderr(Stdio::null())
                .status();
            if start.elapsed() > Duration::from_secs(20) {
                child.kill().unwrap();
                panic!("{signal} did not end it");
            }
        }
        child.wait().unwrap();
    }
}

#[test]
fn a_result_that_cannot_be_written_is_said_and_a_closed_pipe_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::write(path.join("r.toml"), report()).unwrap();
    fs::write(path.join("old.toml"), report().replace("0000-0000000", "0000-1111111")).unwrap();
    for arguments in [
        &["check", "r.toml"][..],
        &["check", "r.toml", "--format", "json"],
        &["check", "r.toml", "--format", "sarif"],
        &["diff", "old.toml", "r.toml"],
        &["diff", "old.toml", "r.toml", "--format", "json"],
        &["diff", "old.toml", "r.toml", "--format", "md"],
        &["explain"],
        &["explain", "T103"],
        &["schema"],
        &["schema", "2019"],
        &["completions", "bash"],
        &["--help"],
        &["check", "--help"],
        &["--version"],
    ] {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let outcome = Program::new(path, arguments).run_into(full);
        refused(&outcome, "无法写出结果：磁盘已满");
        assert_eq!(outcome.stderr.matches("无法写出结果").count(), 1, "{arguments:?}");
        let (_, closed) = std::io::pipe().unwrap();
        let outcome = Program::new(path, arguments).run_into(File::from(OwnedFd::from(closed)));
        assert_eq!(outcome.status, 0, "{arguments:?}");
        assert!(!outcome.stderr.contains("无法写出"), "{}", outcome.stderr);
    }
}

/// Every control character shows as a mark; line breaks between lines are the program's own.
fn is_harmless(text: &str) {
    let is_steering = |c: char| c.is_control() && c != '\n' || c == '\u{202E}';
    assert!(!text.contains(is_steering), "{text:?}");
}

#[test]
fn what_would_steer_the_terminal_in_a_name_is_shown_as_a_mark() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let name = |ending: &str| format!("甲\u{1b}]0;x\u{7}\r\n\u{9b}31m\u{7f}\u{202E}乙{ending}");
    let shown = "甲␛]0;x␇␍␊�31m␡�乙";
    let wrong = report().replacen("2,   75 ]", "2,   76 ]", 1);
    let data = name(".toml");
    let prepare = || {
        fs::write(path.join(&data), &wrong).unwrap();
        fs::write(path.join("old.toml"), report().replace("0000-0000000", "0000-1111111")).unwrap();
    };
    let absent = name("无.toml");
    let (out, templates) = (name(".txt"), name("模板"));
    for (arguments, status) in [
        (&["check", &data][..], 1),
        (&["check", &data, "old.toml"], 1),
        (&["check", &data, "-o", &out], 1),
        (&["check", &absent], 2),
        (&["check", "old.toml", "--prev", &absent], 2),
        (&["render", &data], 1),
        (&["render", &data, "--draft"], 1),
        (&["render", &data, "--draft", "--backup", "-o", &templates], 1),
        (&["render", &data, "--draft", "old.toml"], 1),
        (&["diff", "old.toml", &data], 0),
        (&["diff", &data, &data], 2),
        (&["new", "--from", &data, "-o", &absent, "--year", "2025"], 0),
        (&["new", "--from", &data, "-o", &absent, "--year", "2025"], 2),
        (&["templates", &templates], 0),
        (&["templates", &templates], 2),
        (&["schema", "-o", &name(".json")], 0),
        (&["render", &data, "--style", &absent], 2),
        (&["check", &data, "--fix"], 0),
        (&["preview", "--no-open", &name("不在.toml")], 2),
        (&[&name("不在.toml")], 2),
    ] {
        prepare();
        let outcome = nianbao(path, arguments);
        assert_eq!(outcome.status, status, "{arguments:?} {}", outcome.stderr);
        let said = outcome.stdout + &outcome.stderr;
        assert!(said.contains(shown), "{arguments:?}: {said}");
        is_harmless(&said);
    }
    let odd = name("");
    for arguments in [
        &["explain", &odd][..],
        &["completions", &odd],
        &["schema", &odd],
        &[&odd],
        &["check", &data, &format!("--{odd}")],
        &["check", &data, "--format", &odd],
    ] {
        let outcome = nianbao(path, arguments);
        refused(&outcome, "]0;x␇");
        is_harmless(&outcome.stderr);
    }
    // What stands in the file is shown alike.
    let text = report().replacen("2,   75 ]", "2,   \"\\u001b[31m\\u009b\" ]", 1);
    fs::write(path.join("r.toml"), format!("\"\\u001b\\u009b\" = 1\n{text}")).unwrap();
    let outcome = nianbao(path, ["check", "r.toml"]);
    assert!(outcome.stdout.contains("D002") && outcome.stdout.contains("D005"), "{}", outcome.stdout);
    is_harmless(&outcome.stdout);
    fs::write(
        path.join("named.toml"),
        format!("{}\n[previous]\nfile = \"\\u001b[31m无.toml\"\n", last_named()),
    )
    .unwrap();
    is_harmless(&nianbao(path, ["check", "named.toml"]).stdout);
}

#[test]
fn what_the_system_says_is_said_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    symlink("loop.toml", path.join("loop.toml")).unwrap();
    fs::write(path.join("r.toml"), report()).unwrap();
    let long = format!("{}.toml", "a".repeat(300));
    for (name, words) in
        [("loop.toml", "链接互相指向"), (long.as_str(), "文件名不合要求"), ("r.toml/a.toml", "不是文件夹")]
    {
        refused(&nianbao(path, ["check", name]), words);
        refused(&nianbao(path, ["render", "r.toml", "--prev", name]), words);
    }
}

#[test]
fn code_points_that_are_no_characters_reach_no_output() {
    let folder = tempfile::tempdir().unwrap();
    let odd = "\u{FFFE}\u{FFFF}\u{FDD0}\u{1FFFE}\u{10FFFF}";
    let text = report().replace("青禾县住房和城乡建设局", &format!("青禾县{odd}住房和城乡建设局"));
    let text = text
        .replace("青禾县规划路1号", &format!("青禾县{odd}规划路1号"))
        .replace("0000-0000000", &format!("0000{odd}-0000000"));
    fs::write(folder.path().join("r.toml"), text).unwrap();
    let outcome = nianbao(folder.path(), ["render", "r.toml", "--draft"]);
    assert!(outcome.status < 2, "{}", outcome.stderr);
    for output in ["md", "html"] {
        let text = fs::read_to_string(folder.path().join(format!("r-草稿.{output}"))).unwrap();
        assert!(text.contains("青禾县住房和城乡建设局") && !text.contains(|c| odd.contains(c)), "{output}");
    }
    let name = format!("青禾县{odd}财政局");
    let made = nianbao(folder.path(), ["new", "--agency", &name, "--year", "2024", "-o", "n.toml"]);
    assert_eq!(made.status, 0);
    assert!(fs::read_to_string(folder.path().join("n.toml")).unwrap().contains("\"青禾县财政局\""));
}
