//! Whatever else comes in on the port of the start page: nothing of it makes or opens a file.

use std::io::Write;

use super::*;

const PATHS: [&str; 3] = ["/open", "/draft", "/new"];

#[test]
fn requests_of_other_pages_and_programs_make_and_open_nothing() {
    let folder = with_last_years();
    let before = names(folder.path());
    let start = Start::of(folder.path());
    let old = Start::of(folder.path()).key.clone();
    let chosen = json!({ "id": start.id(LAST) }).to_string();
    start.refuses_strangers("/open", &chosen, &old);
    let new = json!({ "agency": "甲局", "level": "department", "year": 2024 }).to_string();
    start.refuses_strangers("/new", &new, &old);
    for foreign in [("Origin", "http://evil.example"), ("X-Nianbao-Key", &old), ("Host", "evil.example")] {
        let headers = [BYTES, ("X-Nianbao-Name", "a.docx"), foreign];
        assert_eq!(start.post_with("/draft", last_years(), &headers).0, 403, "{foreign:?}");
    }
    // Bytes are taken in one place.
    for path in ["/open", "/new"] {
        assert_eq!(start.post_with(path, last_years(), &[BYTES, ("X-Nianbao-Name", "a.toml")]).0, 415);
    }
    for path in ["/", "/files", "/start.js", "/edit.css", "/state", "/change", "/paste", "/open/", "/../new"]
    {
        assert_eq!(start.post_with(path, &chosen, &[]).0, 405, "{path}");
    }
    for path in [
        "/state",
        "/layout",
        "/report",
        "/events",
        "/download/md",
        "/edit.js",
        "/preview.js",
        "/2023年报.toml",
    ] {
        assert_eq!(start.get(path).0, 404, "{path}");
    }
    for path in ["/", "/start.js", "/edit.css", "/files"] {
        let (status, body) = start.get(path);
        assert!(status == 200 && !body.contains(&start.key), "{path}");
    }
    let framed = format!(
        "GET /files HTTP/1.1\r\nHost: {}\r\nSec-Fetch-Site: cross-site\r\nConnection: close\r\n\r\n",
        start.host()
    );
    assert_eq!(start.send(framed.as_bytes()).0, 403);
    assert_eq!(names(folder.path()), before);
    assert!(!start.said().contains("已打开"), "{}", start.said());
}

#[test]
fn bodies_that_are_no_request_make_and_open_nothing() {
    let folder = with_last_years();
    let before = names(folder.path());
    let start = Start::of(folder.path());
    let deep = "[".repeat(500_000);
    let large = json!({ "id": "0".repeat(1 << 20) }).to_string();
    for path in PATHS {
        for body in
            ["", "null", "{}", "[]", "id=0", &deep, r#"{"id":0}"#, r#"{"id":"0","path":"/etc/passwd"}"#]
        {
            assert_eq!(start.post_with(path, body, &[]).0, 400, "{path} {body:.40}");
        }
        assert_eq!(start.post_with(path, &large, &[]).0, 413, "{path}");
        start.refuses_endless(path, &[], 40);
    }
    for level in ["", "city", "Department"] {
        let new = json!({ "agency": "甲局", "level": level, "year": 2024 }).to_string();
        assert_eq!(start.post_with("/new", new, &[]).0, 400, "{level}");
    }
    // A file without a name, with two, with one that is no text.
    let last = last_years();
    let name = |name| ("X-Nianbao-Name", name);
    for headers in [&[BYTES][..], &[BYTES, name("a.toml"), name("b.toml")], &[BYTES, name("%FF.toml")]] {
        assert_eq!(start.post_with("/draft", &last, headers).0, 400, "{headers:?}");
    }
    // A file that is too large: as it says, and as it turns out.
    let head = start.head("/draft", (64 << 20) + 1, &[BYTES, name("a.docx")]);
    let (status, words) = start.send(head.as_bytes());
    assert!(status == 413 && words.contains("64 MB"), "{status} {words}");
    start.refuses_endless("/draft", &[BYTES, name("a.docx")], 1_100);
    assert_eq!(names(folder.path()), before);
}

#[test]
fn names_lead_nowhere_else() {
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("年报");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("有.docx"), "别的").unwrap();
    let start = Start::of(&folder);
    let last = last_years();
    for name in [
        "/",
        "..",
        "../..",
        ".toml",
        ".toml.",
        ".隐.toml",
        "x\0.toml",
        "x\n.toml",
        "x.toml\u{7f}",
        "x:y.toml",
        "nul.toml",
        "x.exe",
        "x.toml/",
        &"年".repeat(300),
        &format!("{}.toml", "x".repeat(300)),
    ] {
        let answer = start.bring(name, last.as_bytes());
        assert!(refused(&answer).contains("文件") && names(&folder) == ["有.docx"], "{name}: {answer}");
    }
    for (name, kept) in [
        ("../../x.toml", "x.toml"),
        (r"C:\y.toml", "y.toml"),
        ("a/b.docx", "b.docx"),
        ("/etc/有.docx", "有-2.docx"),
    ] {
        opened(&start.bring(name, last.as_bytes()));
        assert_eq!(fs::read_to_string(folder.join(kept)).unwrap(), last, "{name}");
        fs::remove_file(folder.join("2024年报.toml")).unwrap();
    }
    assert_eq!(fs::read_to_string(folder.join("有.docx")).unwrap(), "别的");
    assert_eq!(names(outer.path()), ["年报"]);
    assert_eq!(names(&folder).len(), 7, "{:?}", names(&folder));
}

#[test]
fn slow_writers_keep_nobody_waiting() {
    let folder = with_last_years();
    let start = Start::of(folder.path());
    let id = start.id(LAST);
    start.is_not_kept_by_slow_writers("/open", || {
        opened(&start.post("/open", &json!({ "id": id })));
    });
    // One whole file at a time: another waits for its turn, and all else does not wait.
    let mut slow = start.connect();
    let head = start.head("/draft", 10_000, &[BYTES, ("X-Nianbao-Name", "a.docx")]);
    slow.write_all((head + "PK").as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(200));
    std::thread::scope(|scope| {
        let second = scope.spawn(|| start.bring("b.toml", last_years().as_bytes()));
        let begun = Instant::now();
        opened(&start.post("/open", &json!({ "id": id })));
        assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
        assert!(!second.is_finished(), "there is room for one only");
        drop(slow);
        opened(&second.join().unwrap());
    });
    assert!(!names(folder.path()).contains(&"a.docx".to_owned()));
}
