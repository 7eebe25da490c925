//! `nianbao edit`: the real program, asked as its page asks it.

mod attacks;
#[cfg(target_os = "linux")]
mod broken_off;
mod saving;
mod session;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::common::{folder, text_of};

/// A hang, however busy the machine is.
const LONGEST: Duration = Duration::from_secs(30);

fn sound() -> String {
    text_of("examples/qinghe-2024.toml")
}

/// The running program, which ends with the test whatever happens.
struct Form {
    child: Child,
    port: u16,
    key: String,
    path: PathBuf,
    _folder: Option<tempfile::TempDir>,
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
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        if !line.starts_with("填报地址：") || !line.ends_with('\n') {
            let _ = child.kill();
            child.wait().unwrap();
            return Err(line);
        }
        // What else it says is read away, so that it never waits for a reader.
        std::thread::spawn(move || std::io::copy(&mut lines, &mut std::io::sink()));
        assert!(line.contains("Ctrl+C"), "{line}");
        let (_, rest) = line.split_once("http://127.0.0.1:").unwrap_or_else(|| panic!("{line}"));
        let (port, rest) = rest.split_once("/#").unwrap();
        let key = rest.chars().take_while(char::is_ascii_hexdigit).collect();
        Ok(Self { child, port: port.parse().unwrap(), key, path: path.to_owned(), _folder: None })
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(LONGEST)).unwrap();
        stream.set_write_timeout(Some(LONGEST)).unwrap();
        stream
    }

    fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Sends bytes and reads all that comes back, until the server closes: status and body.
    fn send(&self, bytes: &[u8]) -> (u16, String) {
        let mut stream = self.connect();
        // The server may close before it has read all of a request that it refuses.
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        let mut part = [0; 65_536];
        while let Ok(count @ 1..) = stream.read(&mut part) {
            answer.extend_from_slice(&part[..count]);
        }
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        let status = head.split(' ').nth(1).and_then(|digits| digits.parse().ok());
        (status.unwrap_or_default(), body.to_owned())
    }

    fn get(&self, path: &str) -> (u16, String) {
        let head = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.host());
        self.send(head.as_bytes())
    }

    /// The head of a proper request, with other headers where they are given.
    fn head(&self, path: &str, length: usize, other: &[(&str, &str)]) -> String {
        let origin = format!("http://{}", self.host());
        let proper = [
            ("Host", self.host()),
            ("Origin", origin),
            ("X-Nianbao-Key", self.key.clone()),
            ("Content-Type", "application/json".to_owned()),
        ];
        let mut head = format!("POST {path} HTTP/1.1\r\nConnection: close\r\nContent-Length: {length}\r\n");
        for (name, value) in proper {
            if !other.iter().any(|(replaced, _)| *replaced == name) {
                head.push_str(&format!("{name}: {value}\r\n"));
            }
        }
        // An empty value leaves the header out.
        for (name, value) in other.iter().filter(|(_, value)| !value.is_empty()) {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head + "\r\n"
    }

    fn post_with(&self, path: &str, body: &str, other: &[(&str, &str)]) -> (u16, String) {
        self.send((self.head(path, body.len(), other) + body).as_bytes())
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        let (status, answer) = self.post_with(path, &body.to_string(), &[]);
        assert_eq!(status, 200, "{path} {body}: {answer}");
        serde_json::from_str(&answer).unwrap()
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
