//! Whatever else comes in on the port: nothing of it changes a byte.

use std::io::ErrorKind;

use super::*;

const CELL: &str = "requests.received.natural_person";

fn change() -> String {
    json!({ "changes": [{ "address": CELL, "from": "58", "to": "57" }] }).to_string()
}

#[test]
fn requests_of_other_pages_and_programs_change_nothing() {
    let form = Form::of(sound());
    let old = Form::of(sound()).key.clone();
    let host = form.host();
    let ask = |other: &[(&str, &str)]| form.post_with("/change", &change(), other).0;
    for foreign in ["http://evil.example", "null", "https://localhost:1", "http://127.0.0.1:1", ""] {
        assert_eq!(ask(&[("Origin", foreign)]), 403, "{foreign}");
        assert_eq!(ask(&[("Origin", foreign), ("Sec-Fetch-Site", "cross-site")]), 403, "{foreign}");
    }
    for foreign in ["evil.example", "127.0.0.1", "127.0.0.1:1", ""] {
        let status = ask(&[("Host", foreign)]);
        assert!(matches!(status, 400 | 403), "{foreign}: {status}");
    }
    for key in ["", "0", &old, &form.key.to_uppercase(), &format!("{} ", &form.key[1..])] {
        assert_eq!(ask(&[("X-Nianbao-Key", key)]), 403, "{key}");
    }
    // What a page can send to another origin without asking first, and other kinds.
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/plain; charset=application/json",
        "application/json, text/plain",
        "",
    ] {
        assert_eq!(ask(&[("Content-Type", kind)]), 415, "{kind}");
        // As such a page would send it: without the secret, from its own origin.
        let sent = [("Content-Type", kind), ("X-Nianbao-Key", ""), ("Origin", "http://evil.example")];
        assert_eq!(ask(&sent), 403, "{kind}");
    }
    for method in ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"] {
        let head = form.head("/change", change().len(), &[]).replacen("POST", method, 1);
        assert_eq!(form.send((head + &change()).as_bytes()).0, 405, "{method}");
    }
    let preflight = format!(
        "OPTIONS /change HTTP/1.1\r\nHost: {host}\r\nOrigin: http://evil.example\r\n\
         Access-Control-Request-Method: POST\r\n\r\n"
    );
    let (status, answer) = form.send(preflight.as_bytes());
    assert!(status == 403 && !answer.contains("Access-Control"), "{status} {answer}");
    assert_eq!(form.get("/change").0, 404);
    for path in
        ["/", "/state", "/report", "/layout", "/events", "/download/md", "/files", "/../change", "/change/"]
    {
        assert_eq!(form.post_with(path, &change(), &[]).0, 405, "{path}");
    }
    assert_eq!((form.text(), form.names()), (sound(), vec!["年报.toml".to_owned()]));
    // The secret is in no page.
    for path in ["/", "/edit.js", "/edit.css", "/state", "/layout", "/report"] {
        let (status, body) = form.get(path);
        assert!(status == 200 && !body.contains(&form.key), "{path}");
    }
    assert_eq!(ask(&[]), 200);
    assert_ne!(form.text(), sound());
}

#[test]
fn bodies_that_are_no_request_change_nothing() {
    let form = Form::of(sound());
    let deep = "[".repeat(500_000);
    let path = |path: &str| json!({ "changes": [{ "address": path, "from": null, "to": "1" }] }).to_string();
    let large =
        json!({ "changes": [{ "address": CELL, "from": "58", "to": "1".repeat(1 << 20) }] }).to_string();
    for (body, statuses) in [
        ("", &[400][..]),
        ("null", &[400]),
        ("{}", &[400]),
        (&deep, &[400]),
        (&format!("{{\"changes\":{deep}"), &[400]),
        ("{\"changes\":[{\"address\":\"year\",\"from\":2024,\"to\":2023}]}", &[400]),
        ("changes=1", &[400]),
        (&large, &[413]),
    ] {
        let status = form.post_with("/change", body, &[]).0;
        assert!(statuses.contains(&status), "{body:.40}: {status}");
    }
    for name in [
        "../../etc/passwd",
        "..\\x",
        "/etc/passwd",
        "年报.toml",
        "agency.name\n[x]",
        "__proto__",
        "a.b",
        "note:x",
        "format.x",
    ] {
        let (status, answer) = form.post_with("/change", &path(name), &[]);
        assert!(status == 200 && answer.contains("\"outcome\":\"refused\""), "{name}: {status} {answer}");
    }
    // A body without its length, in parts, that grows beyond what is taken.
    let mut stream = form.connect();
    let head = form.head("/change", 0, &[]).replacen("Content-Length: 0", "Transfer-Encoding: chunked", 1);
    stream.write_all(head.as_bytes()).unwrap();
    let part = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
    for _ in 0..40 {
        if stream.write_all(part.as_bytes()).is_err() {
            break;
        }
    }
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 413"), "{answer}");
    // One that says that it is longer than it is, and ends.
    let mut stream = form.connect();
    stream.write_all((form.head("/change", 10_000, &[]) + &change()).as_bytes()).unwrap();
    drop(stream);
    assert_eq!((form.text(), form.names()), (sound(), vec!["年报.toml".to_owned()]));
}

#[test]
fn three_hundred_slow_writers_keep_nobody_waiting() {
    let form = Form::of(sound());
    let mut slow: Vec<TcpStream> = (0..300)
        .map(|number| {
            let mut stream = form.connect();
            let head = form.head("/change", 1_000, &[]);
            // Some have not even ended their head.
            let sent = if number % 3 == 0 { &head[..head.len() - 2] } else { &head };
            stream.write_all(sent.as_bytes()).unwrap();
            stream
        })
        .collect();
    for stream in &mut slow {
        let _ = stream.write_all(b"{");
    }
    let start = Instant::now();
    form.saves(CELL, Some("58"), Some("57"));
    assert_eq!(form.get("/state").0, 200);
    assert!(start.elapsed() < Duration::from_secs(4), "{:?}", start.elapsed());
    for mut stream in slow {
        let mut rest = Vec::new();
        let end = stream.read_to_end(&mut rest).map_err(|error| error.kind());
        assert!(!matches!(end, Err(ErrorKind::WouldBlock | ErrorKind::TimedOut)), "it is waited for");
        assert!(!String::from_utf8_lossy(&rest).contains("saved"));
    }
    form.saves(CELL, Some("57"), Some("58"));
}

#[test]
fn the_preview_takes_no_change() {
    let folder = folder(&[("年报.toml", sound())]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
    command.args(["preview", "--no-open", "年报.toml"]).current_dir(folder.path());
    let mut child =
        command.stderr(Stdio::piped()).stdin(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stderr.take().unwrap()).read_line(&mut line).unwrap();
    let (_, rest) = line.split_once("http://127.0.0.1:").unwrap();
    let port = rest.split('/').next().unwrap().parse().unwrap();
    let path = folder.path().join("年报.toml");
    let preview = Form { child, port, key: "0".repeat(32), path, _folder: None };
    for path in ["/change", "/paste", "/zeros", "/undo", "/redo", "/mend", "/markdown"] {
        assert_eq!(preview.post_with(path, &change(), &[]).0, 405, "{path}");
    }
    for path in ["/layout", "/edit.js", "/edit.css"] {
        assert_eq!(preview.get(path).0, 404, "{path}");
    }
    assert!(!preview.state().as_object().unwrap().contains_key("values"));
    assert_eq!(preview.text(), sound());
}
