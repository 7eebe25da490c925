//! What the start page makes: as the commands make it, in the folder and nowhere else, over nothing that is there.

use super::*;

/// The files that come with a data file, for editors.
const FOR_EDITORS: [&str; 2] = [".taplo.toml", "nianbao-2021.schema.json"];
const NEXT: &str = "2024年报.toml";

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

/// What `nianbao new --from` writes, in a folder that has last year's report alone.
fn drafted_by_command(name: &str, bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    let outcome = nianbao(folder.path(), ["new", "--from", name]);
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    read(folder.path(), NEXT)
}

#[test]
fn a_draft_is_what_the_command_writes() {
    for name in [LAST, "2023年报.docx"] {
        let folder = with_last_years();
        let last = fs::read(folder.path().join(name)).unwrap();
        let start = Start::of(folder.path());
        let answer = start.ask("/draft", name);
        let form = opened(&answer);
        assert_eq!(read(folder.path(), NEXT), drafted_by_command(name, &last), "{name}");
        assert_eq!(fs::read(folder.path().join(name)).unwrap(), last, "{name}");
        assert!(form.get("/state").1.contains("\"file\":\"2024年报.toml\""));
        // Once more: it is there, and nothing is opened.
        let before = read(folder.path(), NEXT);
        let again = start.ask("/draft", name);
        assert!(refused(&again).contains("已有“2024年报.toml”"), "{again}");
        assert_eq!(read(folder.path(), NEXT), before);
        // From the list it is the form that is open.
        assert_eq!(start.ask("/open", NEXT)["address"], answer["address"]);
    }
}

#[test]
fn a_file_that_is_brought_is_kept_and_drafted_from() {
    let source = with_last_years();
    let bytes = fs::read(source.path().join("2023年报.docx")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let start = Start::of(folder.path());
    opened(&start.bring("去年 的.docx", &bytes));
    let mut all = vec![NEXT.to_owned(), "去年 的.docx".to_owned()];
    all.extend(FOR_EDITORS.map(str::to_owned));
    all.sort();
    assert_eq!(names(folder.path()), all);
    assert_eq!(fs::read(folder.path().join("去年 的.docx")).unwrap(), bytes);
    assert_eq!(read(folder.path(), NEXT), drafted_by_command("去年 的.docx", &bytes));
    // The draft is there: nothing more is kept.
    assert!(refused(&start.bring("别的.docx", &bytes)).contains("已有“2024年报.toml”"));
    assert_eq!(names(folder.path()), all);
    // The same bytes under the same name are that file.
    fs::remove_file(folder.path().join(NEXT)).unwrap();
    opened(&start.bring("去年 的.docx", &bytes));
    assert_eq!(names(folder.path()), all);
    // Others of that name get a number.
    fs::remove_file(folder.path().join(NEXT)).unwrap();
    opened(&start.bring("去年 的.docx", last_years().as_bytes()));
    assert!(
        read(folder.path(), NEXT).contains("file     = \"去年 的-2.docx\""),
        "{}",
        read(folder.path(), NEXT)
    );
    assert_eq!(read(folder.path(), "去年 的-2.docx"), last_years());
    assert_eq!(fs::read(folder.path().join("去年 的.docx")).unwrap(), bytes);
}

#[test]
fn a_file_that_is_no_report_is_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    let start = Start::of(folder.path());
    for (name, bytes, words) in [
        ("总结.docx", &b"PK\x03\x04"[..], "总结.docx"),
        ("总结.txt", "今年的工作总结。".as_bytes(), "没有读到政府信息公开工作年度报告的表格"),
        ("照片.pdf", b"\xFF\xD8\xFF\xE0", "这是图片"),
        ("空.html", b"", "文件是空的"),
        ("坏.toml", b"year =\n", "读不出来"),
        ("程序.exe", b"MZ", "不像是年度报告"),
    ] {
        let answer = start.bring(name, bytes);
        assert!(refused(&answer).contains(words), "{name}: {answer}");
        assert_eq!(names(folder.path()), [""; 0], "{name}");
    }
    fs::write(folder.path().join("总结.pdf"), b"\xFF\xD8\xFF\xE0").unwrap();
    for path in ["/open", "/draft"] {
        assert!(refused(&start.ask(path, "总结.pdf")).contains("这是图片"));
    }
    assert_eq!(names(folder.path()), ["总结.pdf"]);
}

#[test]
fn a_published_report_is_read_into_a_data_file_beside_it() {
    let folder = with_last_years();
    let start = Start::of(folder.path());
    // Its data file is there already.
    assert!(refused(&start.ask("/open", "2023年报.docx")).contains("已有“2023年报.toml”"));
    assert_eq!(read(folder.path(), LAST), last_years());
    fs::remove_file(folder.path().join(LAST)).unwrap();
    let answer = start.ask("/open", "2023年报.docx");
    let form = opened(&answer);
    assert!(form.get("/state").1.contains("\"file\":\"2023年报.toml\""));
    let imported = read(folder.path(), LAST);
    fs::remove_file(folder.path().join(LAST)).unwrap();
    assert_eq!(nianbao(folder.path(), ["import", "2023年报.docx"]).status, 0);
    assert_eq!(imported, read(folder.path(), LAST));
    assert_eq!(answer["notes"], json!([]));
}

#[test]
fn what_is_to_be_looked_at_comes_along() {
    let folder = tempfile::tempdir().unwrap();
    let text = last_years().replacen("2,   66 ]", "2,   67 ]", 1);
    assert_ne!(text, last_years());
    fs::write(folder.path().join(LAST), &text).unwrap();
    let errors = nianbao(folder.path(), ["check", LAST]).status;
    let start = Start::of(folder.path());
    let answer = start.ask("/draft", LAST);
    opened(&answer);
    let notes = answer["notes"].as_array().unwrap();
    assert_eq!((errors, notes.len()), (1, 1), "{answer}");
    let note = notes[0].as_str().unwrap();
    assert!(note.contains("处必须改正的错误"), "{note}");
    start.awaits(&format!("注意：{note}"));
}

#[test]
fn a_new_file_is_what_the_command_writes() {
    let folder = tempfile::tempdir().unwrap();
    let start = Start::of(folder.path());
    let ask = |agency: &str, level: &str, year: u16| {
        start.post("/new", &json!({ "agency": agency, "level": level, "year": year }))
    };
    for agency in ["", "  ", "\n"] {
        assert!(refused(&ask(agency, "department", 2024)).contains("请填写编制机关的全称"));
    }
    let long = "局".repeat(2_000);
    assert!(refused(&ask(&long, "department", 2024)).contains("机关全称太长"));
    assert!(refused(&ask("示例县财政局", "department", 2000)).contains("没有可用的格式"));
    assert_eq!(names(folder.path()), [""; 0]);
    opened(&ask("示例市人民政府", "government", 2024));
    let other = tempfile::tempdir().unwrap();
    let command = ["new", "--agency", "示例市人民政府", "--level", "government", "--year", "2024"];
    assert_eq!(nianbao(other.path(), command).status, 0);
    assert_eq!(read(folder.path(), NEXT), read(other.path(), NEXT));
    assert!(refused(&ask("示例县财政局", "department", 2024)).contains("已有“2024年报.toml”"));
    assert_eq!(read(folder.path(), NEXT), read(other.path(), NEXT));
}

#[test]
fn where_nothing_can_be_written_nothing_is_left_and_it_is_said() {
    let source = with_last_years();
    let bytes = fs::read(source.path().join("2023年报.docx")).unwrap();
    let mut before = names(source.path());
    before.sort();
    // No file may have a byte: the system refuses in the middle of a write.
    let mut full = Command::new("/bin/sh");
    full.args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\"", env!("CARGO_BIN_EXE_nianbao")]);
    let start = Start::run(full, source.path());
    let new = json!({ "agency": "示例县财政局", "level": "department", "year": 2022 });
    let refuses = |start: &Start| {
        for answer in [
            start.ask("/draft", LAST),
            start.ask("/draft", "2023年报.docx"),
            start.bring("去年.docx", &bytes),
            start.post("/new", &new),
        ] {
            assert!(refused(&answer).contains("写"), "{answer}");
        }
        assert_eq!(names(source.path()), before);
        // What is there can be read.
        opened(&start.ask("/open", LAST));
    };
    refuses(&start);
    drop(start);
    let set = |is_readonly| {
        use std::os::unix::fs::PermissionsExt;
        let mode = if is_readonly { 0o555 } else { 0o755 };
        fs::set_permissions(source.path(), fs::Permissions::from_mode(mode)).unwrap();
    };
    set(true);
    // The administrator may write everywhere.
    let is_refused = fs::write(source.path().join("试"), "").is_err();
    if is_refused {
        refuses(&Start::of(source.path()));
    }
    set(false);
    let _ = fs::remove_file(source.path().join("试"));
}
