//! `nianbao` without a command, in a terminal: the real program, asked as its start page asks it.

mod attacks;
mod drafts;

use std::fs;
use std::io::Read;
use std::ops::Deref;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::common::page::{LONGEST, Page};
use crate::common::program::nianbao;
use crate::common::text_of;

const LAST: &str = "2023年报.toml";

fn last_years() -> String {
    text_of("examples/qinghe-2023.toml")
}

/// A folder with last year's data file and the Word file that was made of it.
fn with_last_years() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(LAST), last_years()).unwrap();
    assert_eq!(nianbao(folder.path(), ["render", LAST, "--to", "docx"]).status, 0);
    folder
}

/// A terminal: what the program has, and what it says on it.
fn terminal() -> (fs::File, fs::File) {
    use rustix::fs::{CWD, Mode, OFlags};
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    let own = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&own).unwrap();
    unlockpt(&own).unwrap();
    let name = ptsname(&own, Vec::new()).unwrap();
    let other =
        rustix::fs::openat(CWD, name.as_c_str(), OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).unwrap();
    (other.into(), own.into())
}

/// The running program, which ends with the test whatever happens.
struct Start {
    child: Child,
    page: Page,
    said: Arc<Mutex<String>>,
}

impl Deref for Start {
    type Target = Page;

    fn deref(&self) -> &Page {
        &self.page
    }
}

impl Drop for Start {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Start {
    fn of(folder: &Path) -> Self {
        Self::run(Command::new(env!("CARGO_BIN_EXE_nianbao")), folder)
    }

    fn run(mut command: Command, folder: &Path) -> Self {
        let (theirs, mut ours) = terminal();
        command.stdin(theirs.try_clone().unwrap()).stdout(Stdio::null()).stderr(theirs);
        // There is no browser to be found.
        command.current_dir(folder).env("PATH", "/nonexistent").env_remove("BROWSER");
        let child = command.spawn().unwrap();
        // The program alone has the terminal: its end is the end of what is read.
        drop(command);
        let said = Arc::new(Mutex::new(String::new()));
        let heard = Arc::clone(&said);
        std::thread::spawn(move || {
            let (mut all, mut part) = (Vec::new(), [0; 4096]);
            while let Ok(count @ 1..) = ours.read(&mut part) {
                all.extend_from_slice(&part[..count]);
                *heard.lock().unwrap() = String::from_utf8_lossy(&all).replace('\r', "");
            }
        });
        let mut start = Self { child, page: Page { port: 0, key: String::new() }, said };
        start.awaits("地址栏");
        let said = start.said();
        start.page = Page::at(said.lines().find(|line| line.starts_with("http://")).unwrap());
        assert_eq!(start.page.key.len(), 32, "{said}");
        start
    }

    fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    /// Waits until it says something.
    fn awaits(&self, words: &str) {
        let start = Instant::now();
        while !self.said().contains(words) {
            assert!(start.elapsed() < LONGEST, "waited in vain for {words}: {}", self.said());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn files(&self) -> Vec<Value> {
        let (status, body) = self.get("/files");
        assert_eq!(status, 200, "{body}");
        serde_json::from_str::<Value>(&body).unwrap()["files"].as_array().unwrap().clone()
    }

    fn id(&self, name: &str) -> String {
        let files = self.files();
        let file = files.iter().find(|file| file["name"] == name).unwrap_or_else(|| panic!("{files:?}"));
        file["id"].as_str().unwrap().to_owned()
    }

    /// Asks for a file of the list.
    fn ask(&self, path: &str, name: &str) -> Value {
        self.post(path, &json!({ "id": self.id(name) }))
    }

    /// Brings a file, its name as the page writes it.
    fn bring(&self, name: &str, bytes: &[u8]) -> Value {
        let name: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let (status, answer) = self.post_with("/draft", bytes, &[BYTES, ("X-Nianbao-Name", &name)]);
        assert_eq!(status, 200, "{answer}");
        serde_json::from_str(&answer).unwrap()
    }
}

const BYTES: (&str, &str) = ("Content-Type", "application/octet-stream");

/// The form that an answer has opened.
fn opened(answer: &Value) -> Page {
    assert_eq!(answer["outcome"], "opened", "{answer}");
    Page::at(answer["address"].as_str().unwrap())
}

/// Why nothing was opened.
fn refused(answer: &Value) -> &str {
    assert_eq!(answer["outcome"], "refused", "{answer}");
    answer["message"].as_str().unwrap()
}

/// The names of the files of a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn the_files_of_the_folder_are_listed_the_newest_year_first() {
    let folder = with_last_years();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("2024.toml", &text_of("examples/qinghe-2024.toml"));
    write("坏.toml", "year = \n");
    for left_out in ["版面.toml", "年报-原稿.toml", ".隐.toml", "~$年报.docx", "照片.jpg", "检查结果.txt"]
    {
        write(left_out, "[page]\nwidth = 210\n");
    }
    let start = Start::of(folder.path());
    let listing: Value = serde_json::from_str(&start.get("/files").1).unwrap();
    assert!(
        listing["folder"].as_str().unwrap().ends_with(folder.path().file_name().unwrap().to_str().unwrap())
    );
    assert!(listing["year"].as_u64().unwrap() > 2023);
    let files = start.files();
    let shown: Vec<(&str, &str, &Value)> = files
        .iter()
        .map(|file| (file["name"].as_str().unwrap(), file["kind"].as_str().unwrap(), &file["year"]))
        .collect();
    assert_eq!(
        shown,
        [
            ("2024.toml", "data", &2024.into()),
            ("2023年报.docx", "published", &2023.into()),
            (LAST, "data", &2023.into()),
            ("坏.toml", "data", &Value::Null),
        ]
    );
    assert_eq!(
        (&files[1]["title"], &files[2]["title"], &files[3]["title"]),
        (&"青禾县住房和城乡建设局 2023年度".into(), &"青禾县住房和城乡建设局 2023年度".into(), &Value::Null)
    );
    // What comes meanwhile is there at the next look, and what was there keeps its id.
    write("2025.toml", &text_of("examples/qinghe-2024.toml").replacen("year   = 2024", "year   = 2025", 1));
    assert_eq!((start.files()[0]["name"].as_str(), start.files().len()), (Some("2025.toml"), 5));
    assert_eq!(start.files()[2]["id"], files[1]["id"]);
    assert_eq!(start.said().lines().next().unwrap().split_once('：').unwrap().0, "文件夹");
}

#[test]
fn a_data_file_is_opened_once_and_filled_in() {
    let folder = with_last_years();
    let start = Start::of(folder.path());
    let answer = start.ask("/open", LAST);
    let form = opened(&answer);
    assert_eq!(start.ask("/open", LAST), answer);
    assert_ne!((form.port, &form.key), (start.port, &start.key));
    let cell = "requests.received.natural_person";
    let state: Value = serde_json::from_str(&form.get("/state").1).unwrap();
    let change = json!({ "changes": [{ "address": cell, "from": state["values"][cell], "to": "1" }] });
    assert_eq!(form.post("/change", &change)["outcome"], "saved");
    assert_ne!(fs::read_to_string(folder.path().join(LAST)).unwrap(), last_years());
    // The start page's secret opens no form, and no form's the start page.
    for (page, other) in [(&form, &start.page), (&start.page, &form)] {
        let path = if page.port == form.port { "/undo" } else { "/open" };
        assert_eq!(page.post_with(path, "{}", &[("X-Nianbao-Key", &other.key)]).0, 403);
    }
    start.awaits("已打开“2023年报.toml”");
    // A change from outside is told in the one terminal.
    fs::write(folder.path().join(LAST), last_years()).unwrap();
    start.awaits("2023年报.toml：没有错误和提醒\n");
    // A file that does not read is opened at its fault.
    fs::write(folder.path().join("坏.toml"), "format = \"2021\"\nyear =\n").unwrap();
    let faulty = opened(&start.ask("/open", "坏.toml"));
    assert!(faulty.get("/state").1.contains("\"reads\":false"));
}

#[test]
fn the_wish_to_end_ends_every_form() {
    let folder = with_last_years();
    let mut start = Start::of(folder.path());
    let form = opened(&start.ask("/open", LAST));
    let id = start.child.id().to_string();
    assert!(Command::new("kill").args(["-s", "INT", &id]).status().unwrap().success());
    assert_eq!(start.child.wait().unwrap().code(), Some(0));
    start.awaits("已结束");
    assert!(std::net::TcpStream::connect(("127.0.0.1", form.port)).is_err());
}

#[test]
fn what_is_gone_or_was_never_listed_is_refused() {
    let folder = with_last_years();
    let start = Start::of(folder.path());
    let before = names(folder.path());
    for id in ["9", "-1", "", "x", "../2023年报.toml", "2023年报.toml", "184467440737095516160", "0x0"] {
        for path in ["/open", "/draft"] {
            let answer = start.post(path, &json!({ "id": id }));
            assert!(refused(&answer).contains("列表里没有这个文件"), "{id}: {answer}");
        }
    }
    assert_eq!(start.files().len(), 2);
    let (data, word) = (start.id(LAST), start.id("2023年报.docx"));
    fs::remove_file(folder.path().join(LAST)).unwrap();
    fs::remove_file(folder.path().join("2023年报.docx")).unwrap();
    for (path, id) in [("/open", &data), ("/draft", &data), ("/open", &word), ("/draft", &word)] {
        let answer = start.post(path, &json!({ "id": id }));
        assert!(refused(&answer).contains("已经不在这个文件夹里"), "{answer}");
    }
    // A folder in the place of a file is no file.
    fs::create_dir(folder.path().join(LAST)).unwrap();
    assert!(refused(&start.post("/open", &json!({ "id": data }))).contains("已经不在"));
    fs::remove_dir(folder.path().join(LAST)).unwrap();
    fs::write(folder.path().join(LAST), last_years()).unwrap();
    opened(&start.post("/open", &json!({ "id": data })));
    assert_eq!(names(folder.path()).len(), before.len() - 1);
}
