//! `nianbao preview`: what it shows, and whatever else comes in on its port.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::common::program::nianbao;
use crate::common::{folder, kinds, text_of};

/// A hang, however busy the machine is.
const LONGEST: Duration = Duration::from_secs(30);

fn sound() -> String {
    text_of("examples/qinghe-2024.toml")
}

/// A wrong 总计: one error.
fn wrong() -> String {
    let text = sound();
    assert!(text.contains("2,   75 ]"));
    text.replacen("2,   75 ]", "2,   76 ]", 1)
}

/// The running program, which ends with the test whatever happens.
struct Preview {
    child: Child,
    port: u16,
    lines: Option<BufReader<std::process::ChildStderr>>,
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Preview {
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
        command.args(["preview", "--no-open"]).args(arguments);
        Self::run(command, folder)
    }

    fn run(mut command: Command, folder: &Path) -> Self {
        command.current_dir(folder);
        let child =
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut preview = Self { child, port: 0, lines: None };
        preview.lines = preview.child.stderr.take().map(BufReader::new);
        let line = preview.line();
        let (_, rest) = line.split_once("http://127.0.0.1:").unwrap_or_else(|| panic!("{line}"));
        preview.port = rest.split('/').next().unwrap().parse().unwrap();
        assert!(line.starts_with("预览地址：") && line.contains("Ctrl+C"), "{line}");
        preview
    }

    /// On any free port.
    fn of(text: &str) -> (tempfile::TempDir, Self) {
        let folder = folder(&[("年报.toml", text)]);
        // A port of our own, taken: the program has to find another.
        let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = taken.local_addr().unwrap().port().to_string();
        let preview = Self::start(folder.path(), &["年报.toml", "--port", &port]);
        (folder, preview)
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.lines.as_mut().unwrap().read_line(&mut line).unwrap();
        line
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(LONGEST)).unwrap();
        stream.set_write_timeout(Some(LONGEST)).unwrap();
        stream
    }

    /// Sends bytes and reads all that comes back, until the server closes.
    fn send(&self, bytes: &[u8]) -> String {
        self.exchange(bytes, false)
    }

    fn exchange(&self, bytes: &[u8], hang_up: bool) -> String {
        let mut stream = self.connect();
        // The server may close before it has read all of a request that is too long.
        let _ = stream.write_all(bytes);
        if hang_up {
            let _ = stream.shutdown(Shutdown::Write);
        }
        let mut answer = Vec::new();
        let mut part = [0; 4096];
        while let Ok(count @ 1..) = stream.read(&mut part) {
            answer.extend_from_slice(&part[..count]);
        }
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Status and body of a proper request.
    fn get(&self, path: &str) -> (u16, String) {
        let answer = self.send(
            format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.host()).as_bytes(),
        );
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{path}: {answer:?}"));
        (status(head), body.to_owned())
    }

    fn state(&self) -> serde_json::Value {
        serde_json::from_str(&self.get("/state").1).unwrap()
    }

    /// The state once it is as it should be.
    fn await_state(&self, wanted: impl Fn(&serde_json::Value) -> bool) -> serde_json::Value {
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

    fn assert_alive(&self) {
        assert_eq!(self.get("/").0, 200);
        assert_eq!(self.get("/report").0, 200);
    }
}

fn status(head: &str) -> u16 {
    head.split(' ').nth(1).and_then(|digits| digits.parse().ok()).unwrap_or_else(|| panic!("{head:?}"))
}

/// Status lines of all answers in a text.
fn statuses(answer: &str) -> Vec<u16> {
    answer.match_indices("HTTP/1.").map(|(at, _)| status(&answer[at..])).collect()
}

#[test]
fn a_save_is_shown_and_a_broken_file_keeps_the_last_page() {
    let (folder, mut preview) = Preview::of(&sound());
    let path = folder.path().join("年报.toml");
    assert!(preview.line().contains("没有错误和提醒"));
    let good = preview.get("/report").1;
    assert!(good.contains("青禾县住房和城乡建设局") && !good.contains("class=\"draft\""));

    fs::write(&path, wrong()).unwrap();
    let state = preview.await_state(|state| state["counts"]["errors"] == 1);
    let finding = &state["findings"][0];
    assert_eq!((finding["code"].as_str(), finding["section"].as_str()), (Some("T101"), Some("requests")));
    assert!(finding["cells"].as_array().unwrap().iter().any(|cell| cell["main"] == true));
    assert_eq!(state["downloads"][0]["name"], "年报-草稿.docx");
    assert!(preview.line().contains("1 处错误，0 处提醒"));
    let draft = preview.get("/report").1;
    assert!(draft.contains("class=\"draft\""));

    // GBK, cut off, gone: each time the last good page stays.
    for (bytes, code) in [(&b"name = \"\xB1\xB1\xBE\xA9\"\n"[..], "D001"), ("year = ".as_bytes(), "D001")] {
        fs::write(&path, bytes).unwrap();
        let state =
            preview.await_state(|state| state["reads"] == false && state["findings"][0]["code"] == code);
        assert_eq!((preview.get("/report").1 == draft, &state["problem"]), (true, &serde_json::Value::Null));
        assert_eq!(preview.get("/download/html").0, 409);
        fs::write(&path, wrong()).unwrap();
        preview.await_state(|state| state["reads"] == true);
    }
    fs::remove_file(&path).unwrap();
    let state = preview.await_state(|state| state["reads"] == false);
    assert!(state["problem"].as_str().unwrap().contains("不存在"), "{state}");
    let other = folder.path().join("年报.toml.tmp");
    fs::write(&other, sound()).unwrap();
    fs::rename(&other, &path).unwrap();
    preview.await_state(|state| state["reads"] == true && state["counts"]["errors"] == 0);
    assert_eq!(preview.get("/report").1, good);
}

#[test]
fn downloads_are_what_render_writes() {
    for (text, mark, more) in [(sound(), "", &[][..]), (wrong(), "-草稿", &["--draft"][..])] {
        let (folder, preview) = Preview::of(&text);
        nianbao(folder.path(), [&["render", "年报.toml", "-o", "输出"], more].concat());
        for kind in ["md", "html", "docx"] {
            let mut stream = preview.connect();
            write!(
                stream,
                "GET /download/{kind} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
                preview.host()
            )
            .unwrap();
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).unwrap();
            let cut = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
            let head = String::from_utf8_lossy(&answer[..cut]).into_owned();
            let written = fs::read(folder.path().join(format!("输出/年报{mark}.{kind}"))).unwrap();
            assert!(answer[cut..] == written, "{kind}{mark}");
            assert!(head.contains("filename*=UTF-8''%E5%B9%B4%E6%8A%A5"), "{head}");
        }
    }
}

#[test]
fn last_years_file_is_watched_wherever_it_is_named() {
    let last = text_of("examples/qinghe-2023.toml");
    let text = format!("{}\n[previous]\nfile = '上年.toml'\n", sound().replace("[previous]", "[previous_]"));
    let folder = folder(&[("年报.toml", text.as_str())]);
    let preview = Preview::start(folder.path(), &["年报.toml"]);
    let codes = |state: &serde_json::Value| state["findings"].to_string();
    preview.await_state(|state| codes(state).contains("上年.toml"));
    fs::write(folder.path().join("上年.toml"), last).unwrap();
    preview.await_state(|state| !codes(state).contains("上年.toml"));
}

#[test]
fn strangers_are_refused() {
    let (_folder, preview) = Preview::of(&sound());
    let host = preview.host();
    let port = preview.port;
    let ask = |request: String| statuses(&preview.send(request.as_bytes()));
    for foreign in ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1", "localhost", "[::1]", ""] {
        assert_eq!(ask(format!("GET /state HTTP/1.1\r\nHost: {foreign}\r\n\r\n")), [403], "{foreign}");
    }
    assert_eq!(
        ask(format!("GET /state HTTP/1.1\r\nHost: LOCALHOST:{port}\r\nConnection: close\r\n\r\n")),
        [200]
    );
    assert_eq!(ask("GET /state HTTP/1.1\r\n\r\n".to_owned()), [403]);
    assert_eq!(ask("GET /state HTTP/1.0\r\n\r\n".to_owned()), [403]);
    assert_eq!(ask(format!("GET /state HTTP/1.1\r\nHost: {host}\r\nHost: evil.example\r\n\r\n")), [403]);
    for more in ["Origin: http://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site"] {
        assert_eq!(ask(format!("GET /state HTTP/1.1\r\nHost: {host}\r\n{more}\r\n\r\n")), [403], "{more}");
    }
    assert_eq!(ask(format!("GET http://evil.example/state HTTP/1.1\r\nHost: {host}\r\n\r\n")), [403]);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "年"] {
        let found = ask(format!("{method} /state HTTP/1.1\r\nHost: {host}\r\nContent-Length: 2\r\n\r\n{{}}"));
        assert!(found == [405] || method == "年" && found == [400], "{method}: {found:?}");
    }
    assert_eq!(ask(format!("CONNECT {host} HTTP/1.1\r\nHost: {host}\r\n\r\n")), [405]);
    preview.assert_alive();
}

#[test]
fn nothing_but_the_own_pages_is_read() {
    let (folder, preview) = Preview::of(&sound());
    fs::write(folder.path().join("secret"), "秘密").unwrap();
    for path in [
        "/../../etc/passwd",
        "/../../../../../../../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "/..\\..\\windows\\win.ini",
        "/secret",
        "/年报.toml",
        "/%E5%B9%B4%E6%8A%A5.toml",
        "//etc/passwd",
        "/download/../secret",
        "/report/../secret",
        "/state%00",
        "/.",
    ] {
        let answer = preview.send(
            format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", preview.host())
                .as_bytes(),
        );
        let [status] = statuses(&answer)[..] else { panic!("{path}: {answer}") };
        assert!(matches!(status, 400 | 403 | 404), "{path}: {answer}");
        assert!(!answer.contains("root:") && !answer.contains("秘密"), "{path}: {answer}");
    }
    let answer = preview
        .send(format!("GET file:///etc/passwd HTTP/1.1\r\nHost: {}\r\n\r\n", preview.host()).as_bytes());
    assert!(!answer.contains("root:") && matches!(statuses(&answer)[..], [400 | 403 | 404]), "{answer}");
    preview.assert_alive();
}

#[test]
fn what_is_no_request_is_refused_and_harms_nobody() {
    let (_folder, preview) = Preview::of(&sound());
    let host = preview.host();
    let long = "a".repeat(200_000);
    let many: String = (0..2_000).map(|n| format!("X-{n}: 1\r\n")).collect();
    let garbage: Vec<u8> = (0..100_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let requests: [(&str, Vec<u8>); 12] = [
        ("a long target", format!("GET /{long} HTTP/1.1\r\nHost: {host}\r\n\r\n").into()),
        ("a long header", format!("GET / HTTP/1.1\r\nHost: {host}\r\nX: {long}\r\n\r\n").into()),
        ("many headers", format!("GET / HTTP/1.1\r\nHost: {host}\r\n{many}\r\n").into()),
        ("a line without end", vec![b'G'; 3_000_000]),
        ("garbage", garbage),
        ("zeros", vec![0; 50_000]),
        ("HTTP/0.9", b"GET /state\r\n".to_vec()),
        ("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0".to_vec()),
        ("HTTP/3.7", format!("GET / HTTP/3.7\r\nHost: {host}\r\n\r\n").into()),
        ("TLS", b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03".to_vec()),
        ("a folded header", format!("GET / HTTP/1.1\r\nHost: {host}\r\n evil\r\n\r\n").into()),
        ("nothing", Vec::new()),
    ];
    // Of these there is nothing that could be answered.
    let unanswered = ["HTTP/2", "nothing"];
    for (name, bytes) in requests {
        let answer = preview.exchange(&bytes, true);
        let statuses = statuses(&answer);
        // Some systems drop an answer that comes before all of a long request is sent.
        if cfg!(target_os = "linux") || bytes.len() < 1024 {
            assert_eq!(statuses.is_empty(), unanswered.contains(&name), "{name}: {answer}");
        }
        assert!(statuses.iter().all(|status| (400..=505).contains(status)), "{name}: {answer}");
        assert!(!answer.contains("\"findings\""), "{name}");
    }
    preview.assert_alive();
}

#[test]
fn requests_in_one_go_are_answered_in_order() {
    let (_folder, preview) = Preview::of(&sound());
    let host = preview.host();
    let one = |path: &str| format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n");
    let last = format!("HEAD / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    let answer = preview.send((one("/state") + &one("/none") + &one("/preview.js") + &last).as_bytes());
    assert_eq!(statuses(&answer), [200, 404, 200, 200]);
    assert!(
        answer.trim_end().ends_with("GMT"),
        "an answer to HEAD has no body: {}",
        &answer[answer.len() - 200..]
    );
    // A body that nobody asked for does not become a request.
    let smuggled =
        format!("GET /state HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: 5\r\n\r\nGET /");
    assert_eq!(statuses(&preview.send(smuggled.as_bytes())), [200]);
    preview.assert_alive();
}

#[test]
fn slow_and_silent_clients_keep_nobody_waiting() {
    let (_folder, preview) = Preview::of(&sound());
    let silent: Vec<TcpStream> = (0..20).map(|_| preview.connect()).collect();
    // Readers that never read.
    let deaf: Vec<TcpStream> = (0..20)
        .map(|_| {
            let mut stream = preview.connect();
            let request = format!("GET /report HTTP/1.1\r\nHost: {}\r\n\r\n", preview.host());
            stream.write_all(request.repeat(50).as_bytes()).unwrap();
            stream
        })
        .collect();
    let mut slow = preview.connect();
    let mut closed = false;
    for byte in b"GET / HTTP/1.1\r\nHost: 127" {
        closed |= slow.write_all(&[*byte]).is_err();
        preview.assert_alive();
        if closed {
            break;
        }
        std::thread::sleep(Duration::from_secs(1));
    }
    assert!(closed, "a head that takes so long is not waited for");
    for mut stream in silent {
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).unwrap();
    }
    drop(deaf);
    preview.assert_alive();
}

#[test]
fn two_hundred_connections_at_once_are_served() {
    let (_folder, preview) = Preview::of(&sound());
    let request = format!("GET /report HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", preview.host());
    let mut streams: Vec<TcpStream> = (0..200).map(|_| preview.connect()).collect();
    for stream in &mut streams {
        stream.write_all(request.as_bytes()).unwrap();
    }
    let report = preview.get("/report").1;
    for mut stream in streams {
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with(&report));
    }
    // More than it takes at once wait for their turn.
    let waiting: Vec<TcpStream> = (0..300).map(|_| preview.connect()).collect();
    drop(waiting);
    preview.assert_alive();
}

#[test]
fn windows_that_wait_hear_of_each_save() {
    let (folder, preview) = Preview::of(&sound());
    let mut streams: Vec<BufReader<TcpStream>> = (0..20)
        .map(|_| {
            let mut stream = preview.connect();
            write!(stream, "GET /events HTTP/1.1\r\nHost: {}\r\n\r\n", preview.host()).unwrap();
            BufReader::new(stream)
        })
        .collect();
    let next = |stream: &mut BufReader<TcpStream>| {
        loop {
            let mut line = String::new();
            assert!(stream.read_line(&mut line).unwrap() > 0);
            if let Some(version) = line.strip_prefix("data: ") {
                return version.split(' ').next().unwrap().to_owned();
            }
        }
    };
    let first: Vec<String> = streams.iter_mut().map(next).collect();
    fs::write(folder.path().join("年报.toml"), wrong()).unwrap();
    let second: Vec<String> = streams.iter_mut().map(next).collect();
    assert!(first.iter().all(|version| *version == first[0]) && second.iter().all(|v| *v == second[0]));
    assert_ne!(first[0], second[0]);
    assert_eq!(preview.state()["version"], second[0].as_str());
}

#[test]
fn a_file_dragged_onto_the_program_opens_here() {
    let folder = folder(&[("年报.toml.txt", sound())]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
    // There is no browser to be found.
    command.arg(folder.path().join("年报.toml.txt")).env("PATH", folder.path()).env_remove("BROWSER");
    let mut preview = Preview::run(command, folder.path());
    assert!(preview.line().contains(" 年报.toml.txt：没有错误"));
    assert!(preview.line().contains("请在浏览器的地址栏输入"));
    assert_eq!(preview.state()["downloads"][3]["name"], "年报.md");
}

/// A report of any kind, with a wrong total: the report as read, and the place in the source.
#[test]
fn a_published_report_of_any_kind_is_shown_with_the_places_of_its_faults() {
    let folder = folder(&[("年报.toml", wrong())]);
    assert_eq!(nianbao(folder.path(), ["render", "年报.toml", "--draft"]).status, 1);
    let page = fs::read_to_string(folder.path().join("年报-草稿.html")).unwrap();
    for (extension, bytes) in
        [("xlsx", kinds::sheet(&page)), ("pdf", kinds::pdf(&page)), ("js", kinds::script(&page))]
    {
        fs::write(folder.path().join(format!("年报-草稿.{extension}")), bytes).unwrap();
    }
    for (extension, place) in [
        ("html", "表格3 第4行第8列"),
        ("docx", "表格3 第4行第8列"),
        ("js", "表格3 第4行第8列"),
        ("pdf", "表格1 第4行第8列"),
        ("xlsx", "工作表“a” 第"),
        ("md", "表格2 第4行第8列"),
    ] {
        let file = format!("年报-草稿.{extension}");
        let preview = Preview::start(folder.path(), &[&file]);
        let state = preview.state();
        let found: Vec<&serde_json::Value> = state["findings"].as_array().unwrap().iter().collect();
        let finding = found.iter().find(|finding| finding["code"] == "T101").unwrap();
        assert!(finding["foundAt"].as_str().unwrap().contains(place), "{file}: {}", finding["foundAt"]);
        assert!(finding["place"].is_null() && finding["cells"].as_array().unwrap().len() > 2, "{file}");
        assert!(preview.get("/report").1.contains("青禾县"), "{file}");
    }
}

#[test]
fn a_report_dragged_onto_the_program_opens_here_and_what_is_none_says_why() {
    let folder = folder(&[("年报.toml", sound())]);
    assert_eq!(nianbao(folder.path(), ["render", "年报.toml"]).status, 0);
    for name in ["年报.docx", "年报.html", "年报.md"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
        command.arg(folder.path().join(name)).env("PATH", folder.path()).env_remove("BROWSER");
        let mut preview = Preview::run(command, folder.path());
        assert!(preview.line().contains(&format!(" {name}：没有错误")), "{name}");
        assert!(preview.get("/report").1.contains("青禾县"), "{name}");
    }
    fs::write(folder.path().join("照片.jpg"), b"\xFF\xD8\xFF\xE0").unwrap();
    fs::write(folder.path().join("总结.txt"), "今年的工作总结，没有表格。\n").unwrap();
    for (name, why) in [("照片.jpg", "这是图片"), ("总结.txt", "没有读到政府信息公开工作年度报告的表格")]
    {
        let outcome = nianbao(folder.path(), [name]);
        assert_eq!(outcome.status, 2, "{name}");
        assert!(outcome.stderr.contains(&format!("“{name}”：{why}")), "{}", outcome.stderr);
    }
}

#[test]
fn a_slip_of_the_command_line_is_said_at_once() {
    let folder = folder(&[("年报.toml", sound())]);
    fs::create_dir(folder.path().join("空")).unwrap();
    for (arguments, words) in [
        (&["没有.toml"][..], "无法读取“没有.toml”"),
        (&["空"], "里没有数据文件"),
        (&["年报.toml", "--prev", "没有.toml"], "无法读取“没有.toml”"),
        (&["年报.toml", "--templates", "空"], "没有模板"),
        (&["年报.toml", "--port", "0"], "--port"),
        (&["年报.toml", "--port", "70000"], "--port"),
    ] {
        let outcome = nianbao(folder.path(), [&["preview", "--no-open"], arguments].concat());
        assert_eq!(outcome.status, 2, "{arguments:?}");
        assert!(outcome.stderr.contains(words), "{}", outcome.stderr);
    }
}

#[cfg(unix)]
#[test]
fn the_wish_to_end_ends_it_with_a_word() {
    for signal in ["INT", "TERM"] {
        let (_folder, mut preview) = Preview::of(&sound());
        preview.line();
        // A window that waits does not keep it.
        let mut window = preview.connect();
        write!(window, "GET /events HTTP/1.1\r\nHost: {}\r\n\r\n", preview.host()).unwrap();
        let id = preview.child.id().to_string();
        assert!(Command::new("kill").args(["-s", signal, &id]).status().unwrap().success());
        assert_eq!(preview.line().trim(), "预览已结束");
        assert_eq!(preview.child.wait().unwrap().code(), Some(0));
    }
}

#[cfg(unix)]
#[test]
fn what_would_steer_a_terminal_in_a_name_is_shown_as_a_mark_on_the_page_too() {
    let name = "年\u{1b}[31m\u{7}报.toml";
    let folder = folder(&[(name, &wrong())]);
    let mut preview = Preview::start(folder.path(), &[name, "--port", "1"]);
    let line = preview.line();
    assert!(line.contains("年␛[31m␇报.toml") && !line.trim_end().contains(char::is_control), "{line:?}");
    let (_, state) = preview.get("/state");
    assert!(state.contains("年␛[31m␇报"), "{state}");
    for steering in ["\u{1b}", "\u{7}", "\\u001b", "\\u0007"] {
        assert!(!state.contains(steering), "{state}");
    }
}
