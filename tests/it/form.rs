//! `nianbao edit`: the real program, asked as its page asks it.

mod attacks;
#[cfg(target_os = "linux")]
mod broken_off;
mod saving;
mod session;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::common::page::{LONGEST, Page};
use crate::common::{folder, text_of};

fn sound() -> String {
    text_of("examples/qinghe-2024.toml")
}

/// The running program, which ends with the test whatever happens.
struct Form {
    child: Child,
    page: Page,
    path: PathBuf,
    _folder: Option<tempfile::TempDir>,
}

impl Deref for Form {
    type Target = Page;

    fn deref(&self) -> &Page {
        &self.page
    }
}

impl Drop for Form {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Form {
    /// Fills in a file that holds these bytes.
    fn of(bytes: impl AsRef<[u8]>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("年报.toml");
        fs::write(&path, bytes).unwrap();
        let mut form = Self::at(&path);
        form._folder = Some(folder);
        form
    }

    fn at(path: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
        command.args(["edit", "--no-open"]).arg(path);
        Self::run(command, path)
    }

    fn run(command: Command, path: &Path) -> Self {
        Self::start(command, path).unwrap_or_else(|words| panic!("{words}"))
    }

    /// Starts the program; what it says if it does not come so far as to name its address.
    fn start(mut command: Command, path: &Path) -> Result<Self, String> {
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap());
        let (mut words, mut line) = (String::new(), String::new());
        lines.read_line(&mut words).unwrap();
        // Without a first line there may be no second one as long as the program runs.
        if words.starts_with("填报地址（") {
            lines.read_line(&mut line).unwrap();
        }
        if !line.ends_with('\n') {
            let _ = child.kill();
            child.wait().unwrap();
            return Err(words + &line);
        }
        assert!(words.contains("Ctrl+C"), "{words}");
        // What else it says is read away, so that it never waits for a reader.
        std::thread::spawn(move || std::io::copy(&mut lines, &mut std::io::sink()));
        Ok(Self { child, page: Page::at(&line), path: path.to_owned(), _folder: None })
    }

    fn change(&self, address: &str, from: Option<&str>, to: Option<&str>) -> Value {
        self.post("/change", &json!({ "changes": [{ "address": address, "from": from, "to": to }] }))
    }

    /// A change that must be taken; gives the state.
    fn saves(&self, address: &str, from: Option<&str>, to: Option<&str>) -> Value {
        let answer = self.change(address, from, to);
        assert_eq!(answer["outcome"], "saved", "{answer}");
        answer["state"].clone()
    }

    fn state(&self) -> Value {
        serde_json::from_str(&self.get("/state").1).unwrap()
    }

    /// The state once it is as it should be.
    fn await_state(&self, wanted: impl Fn(&Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            let state = self.state();
            if wanted(&state) {
                return state;
            }
            assert!(start.elapsed() < LONGEST, "{state}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn bytes(&self) -> Vec<u8> {
        fs::read(&self.path).unwrap()
    }

    fn text(&self) -> String {
        String::from_utf8(self.bytes()).unwrap()
    }

    /// The names of the files beside the data file, and its own.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path.parent().unwrap()).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

/// What is answered to a proper request; `None` if no whole answer comes, as from a program that is killed.
fn ask(port: u16, key: &str, path: &str, body: &Value) -> Option<Value> {
    let body = body.to_string();
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(LONGEST)).unwrap();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\nX-Nianbao-Key: {key}\r\n\
         Content-Type: application/json\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all((head + &body).as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (_, body) = answer.split_once("\r\n\r\n")?;
    serde_json::from_str(body).ok()
}

/// The lines of two texts that differ; they must have as many.
fn differing<'t>(before: &'t str, after: &'t str) -> Vec<(&'t str, &'t str)> {
    assert_eq!(before.lines().count(), after.lines().count());
    before.lines().zip(after.lines()).filter(|(one, other)| one != other).collect()
}
