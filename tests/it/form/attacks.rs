//! Whatever else comes in on the port: nothing of it changes a byte.

use super::*;

const CELL: &str = "requests.received.natural_person";

fn change() -> String {
    json!({ "changes": [{ "address": CELL, "from": "58", "to": "57" }] }).to_string()
}

#[test]
fn requests_of_other_pages_and_programs_change_nothing() {
    let form = Form::of(sound());
    let old = Form::of(sound()).key.clone();
    form.refuses_strangers("/change", &change(), &old);
    for path in [
        "/",
        "/state",
        "/report",
        "/layout",
        "/events",
        "/download/md",
        "/files",
        "/open",
        "/draft",
        "/new",
        "/../change",
        "/change/",
    ] {
        assert_eq!(form.post_with(path, change(), &[]).0, 405, "{path}");
    }
    assert_eq!((form.text(), form.names()), (sound(), vec!["年报.toml".to_owned()]));
    // The secret is in no page.
    for path in ["/", "/edit.js", "/edit.css", "/state", "/layout", "/report"] {
        let (status, body) = form.get(path);
        assert!(status == 200 && !body.contains(&form.key), "{path}");
    }
    assert_eq!(form.post_with("/change", change(), &[]).0, 200);
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
        let (status, answer) = form.post_with("/change", path(name), &[]);
        assert!(status == 200 && answer.contains("\"outcome\":\"refused\""), "{name}: {status} {answer}");
    }
    form.refuses_endless("/change", &[], 40);
    // One that says that it is longer than it is, and ends.
    let mut stream = form.connect();
    stream.write_all((form.head("/change", 10_000, &[]) + &change()).as_bytes()).unwrap();
    drop(stream);
    assert_eq!((form.text(), form.names()), (sound(), vec!["年报.toml".to_owned()]));
}

#[test]
fn three_hundred_slow_writers_keep_nobody_waiting() {
    let form = Form::of(sound());
    form.is_not_kept_by_slow_writers("/change", || {
        form.saves(CELL, Some("58"), Some("57"));
        assert_eq!(form.get("/state").0, 200);
    });
    form.saves(CELL, Some("57"), Some("58"));
}

#[test]
fn the_preview_takes_no_change() {
    let folder = folder(&[("年报.toml", sound())]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
    command.args(["preview", "--no-open", "年报.toml"]).current_dir(folder.path());
    let mut child =
        command.stderr(Stdio::piped()).stdin(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let address = lines.map(Result::unwrap).find(|line| line.starts_with("http://")).unwrap();
    let page = Page { key: "0".repeat(32), ..Page::at(&address) };
    let preview = Form { child, page, path: folder.path().join("年报.toml"), _folder: None };
    for path in
        ["/change", "/paste", "/zeros", "/undo", "/redo", "/mend", "/markdown", "/open", "/draft", "/new"]
    {
        assert_eq!(preview.post_with(path, change(), &[]).0, 405, "{path}");
    }
    for path in ["/layout", "/edit.js", "/edit.css", "/files", "/start.js"] {
        assert_eq!(preview.get(path).0, 404, "{path}");
    }
    assert!(!preview.state().as_object().unwrap().contains_key("values"));
    assert_eq!(preview.text(), sound());
}
