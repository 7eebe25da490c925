//! Filling in: what is changed, what is refused, what others change meanwhile, and the steps back.

use super::*;
use crate::common::program::nianbao;

const CELL: &str = "requests.received.natural_person";

#[test]
fn a_drafted_file_is_filled_in_and_only_what_is_filled_in_changes() {
    let folder = tempfile::tempdir().unwrap();
    let drafted =
        nianbao(folder.path(), ["new", "--agency", "示例县财政局", "--year", "2024", "-o", "年报.toml"]);
    assert_eq!(drafted.status, 0, "{}", drafted.stderr);
    let form = Form::at(&folder.path().join("年报.toml"));
    let before = form.text();
    let layout: Value = serde_json::from_str(&form.get("/layout").1).unwrap();
    let state = form.state();
    assert_eq!((&layout["version"], &layout["form"]), (&state["layout"], &"2021".into()));
    assert_eq!((&state["values"][CELL], &state["saved"]), (&"".into(), &Value::Null));
    let state = form.saves(CELL, Some(""), Some("１,234"));
    assert_eq!((&state["values"][CELL], &state["undo"]), (&"1234".into(), &true.into()));
    assert_eq!(state["computed"]["requests.received.total"], Value::Null);
    assert!(state["saved"].as_str().unwrap().len() == 8 && state["version"] == form.state()["version"]);
    let after = form.text();
    let [(was, is)] = differing(&before, &after)[..] else { panic!("{after}") };
    assert_eq!(
        is.replacen("1234", "\"\"", 1).split_whitespace().collect::<String>(),
        was.split_whitespace().collect::<String>()
    );
    // A block, then 0 for all that is still blank in the row: the total appears.
    let pasted = form.post("/paste", &json!({ "start": CELL, "text": "5\t６\r\n", "html": null }));
    assert_eq!(pasted["outcome"], "saved", "{pasted}");
    assert!(pasted["notes"][0].as_str().unwrap().contains("2 格"));
    let zeros = form.post("/zeros", &json!({ "row": "requests.received" }));
    assert_eq!(zeros["state"]["computed"]["requests.received.total"], "11", "{zeros}");
    let again = form.post("/zeros", &json!({ "row": "requests.received" }));
    assert_eq!(again["outcome"], "refused", "{again}");
    let text = "### （一）主动公开\n全年公开{{ requests.received.total }}件。";
    let state = form.state();
    let state = form.saves("overview.text", state["values"]["overview.text"].as_str(), Some(text));
    assert_eq!(state["values"]["overview.text"], text);
    for _ in 0..4 {
        assert_eq!(form.post("/undo", &json!({}))["outcome"], "saved");
    }
    assert_eq!(form.text(), before);
    assert_eq!(form.post("/undo", &json!({}))["outcome"], "refused");
    assert_eq!(form.post("/redo", &json!({}))["state"]["values"][CELL], "1234");
}

#[test]
fn what_does_not_belong_in_a_field_is_refused_with_the_reason() {
    let form = Form::of(sound());
    for (address, from, to, words) in [
        (CELL, Some("58"), "3件", "应填整数"),
        (CELL, Some("58"), "-1", "不能小于 0"),
        ("agency.level", Some("department"), "公司", "agency.level"),
        ("previous.file", Some("qinghe-2023.toml"), "/etc/passwd", "只能选列出的文件"),
        ("requests.nothing.total", None, "1", "没有“requests.nothing.total”这一项"),
    ] {
        let answer = form.change(address, from, Some(to));
        assert_eq!(answer["outcome"], "refused", "{answer}");
        let message = answer["message"].as_str().unwrap();
        assert!(message.contains(words) || address == words && !message.is_empty(), "{answer}");
        assert!(answer["address"] == address || words.contains("没有“"), "{answer}");
    }
    // Of several changes none is made if one is refused.
    let both = json!({ "changes": [
        { "address": CELL, "from": "58", "to": "59" },
        { "address": "requests.received.other", "from": "2", "to": "x" },
    ] });
    assert_eq!(form.post("/change", &both)["outcome"], "refused");
    let block = form.post("/paste", &json!({ "start": CELL, "text": "1\t2\tx", "html": "" }));
    assert_eq!(block["outcome"], "refused");
    assert_eq!(form.text(), sound());
    assert_eq!(form.names(), ["年报.toml"]);
}

#[test]
fn what_others_change_is_taken_in_and_the_same_value_asks() {
    let form = Form::of(sound());
    let elsewhere = |from: &str, to: &str| {
        let text = form.text();
        assert!(text.contains(from), "{from}");
        fs::write(&form.path, text.replacen(from, to, 1)).unwrap();
    };
    elsewhere("青禾县住房和城乡建设局\"", "青禾县住建局\"");
    form.await_state(|state| state["values"]["agency.name"] == "青禾县住建局");
    // Another value, changed in the very moment.
    elsewhere("青禾县住建局\"", "青禾县城建局\"");
    let state = form.saves(CELL, Some("58"), Some("59"));
    assert_eq!(
        (&state["values"]["agency.name"], &state["values"][CELL]),
        (&"青禾县城建局".into(), &"59".into())
    );
    // The same value.
    elsewhere("青禾县城建局\"", "青禾县建设局\"");
    let answer = form.change("agency.name", Some("青禾县城建局"), Some("青禾县规划局"));
    assert_eq!(answer["outcome"], "conflict", "{answer}");
    let conflict = &answer["conflicts"][0];
    assert_eq!((&conflict["now"], &conflict["to"]), (&"青禾县建设局".into(), &"青禾县规划局".into()));
    assert_eq!(answer["state"]["values"]["agency.name"], "青禾县建设局");
    assert!(form.text().contains("青禾县建设局\""));
    form.saves("agency.name", Some("青禾县建设局"), Some("青禾县规划局"));
    // To take back what was changed elsewhere since asks too, and so once more.
    elsewhere("青禾县规划局\"", "青禾县住保局\"");
    let answer = form.post("/undo", &json!({}));
    assert_eq!(
        (&answer["outcome"], &answer["conflicts"][0]["now"]),
        (&"conflict".into(), &"青禾县住保局".into())
    );
    let over = json!({ "over": [{ "address": "agency.name", "now": "青禾县住保局" }] });
    let answer = form.post("/undo", &over);
    assert_eq!(
        (&answer["outcome"], &answer["state"]["values"]["agency.name"]),
        (&"saved".into(), &"青禾县建设局".into()),
        "{answer}"
    );
    assert_eq!(form.post("/undo", &json!({}))["state"]["values"][CELL], "58");
}

#[test]
fn typing_into_one_text_is_one_step_back() {
    let form = Form::of(sound());
    let first = form.state()["values"]["problems.text"].as_str().unwrap().to_owned();
    let mut from = first.clone();
    for more in ["一", "一二", "一二三"] {
        let to = format!("{first}\n{more}");
        form.saves("problems.text", Some(&from), Some(&to));
        from = to;
    }
    let state = form.post("/undo", &json!({}))["state"].clone();
    assert_eq!((&state["values"]["problems.text"], &state["undo"]), (&first.as_str().into(), &false.into()));
    assert_eq!(form.text(), sound());
}

#[test]
fn a_finding_is_mended_and_the_mend_taken_back() {
    let wrong = sound().replacen("2,   75 ]", "2,   76 ]", 1);
    let form = Form::of(&wrong);
    let state = form.state();
    let finding = &state["findings"][0];
    assert_eq!((&finding["code"], &finding["acceptable"]), (&"T101".into(), &false.into()));
    let old = form.post("/mend", &json!({ "finding": 0, "version": "1" }));
    assert_eq!(old["outcome"], "refused", "{old}");
    let mended = form.post("/mend", &json!({ "finding": 0, "version": state["version"] }));
    assert_eq!(
        (&mended["outcome"], &mended["state"]["counts"]["errors"]),
        (&"saved".into(), &0.into()),
        "{mended}"
    );
    assert_eq!(form.text(), sound());
    assert_eq!(form.post("/undo", &json!({}))["outcome"], "saved");
    assert_eq!(form.text(), wrong);
}

#[test]
fn a_file_that_does_not_read_is_shown_at_the_fault_and_mended() {
    let broken = sound().replacen("year   = 2024", "year   ＝ 2024", 1);
    assert_ne!(broken, sound());
    let form = Form::of(&broken);
    let state = form.state();
    let faulty = &state["faulty"];
    let line = broken.lines().position(|line| line.contains('＝')).unwrap() + 1;
    assert_eq!(
        (&faulty["line"], &faulty["text"], &state["reads"]),
        (&line.into(), &broken.as_str().into(), &false.into())
    );
    let refused = form.change(CELL, Some("58"), Some("59"));
    assert_eq!(refused["outcome"], "unsaved");
    assert!(refused["message"].as_str().unwrap().contains("读不出来"), "{refused}");
    assert_eq!(form.text(), broken);
    let mend = json!({ "id": faulty["fixes"][0]["id"], "version": state["version"] });
    let mended = form.post("/mend", &mend);
    assert_eq!((&mended["outcome"], &mended["state"]["faulty"]), (&"saved".into(), &Value::Null), "{mended}");
    assert_eq!(form.text(), sound());
    // One that breaks while it is filled in keeps its values on the page.
    fs::write(&form.path, &broken).unwrap();
    let state = form.await_state(|state| !state["faulty"].is_null());
    assert_eq!(state["values"][CELL], "58");
}

#[test]
fn a_file_that_breaks_or_goes_keeps_its_values_and_its_form_on_the_page() {
    let older = text_of("examples/huarong-2020.toml");
    let form = Form::of(&older);
    let before = form.state();
    let layout = form.get("/layout").1;
    assert!(layout.contains("\"form\":\"2019\""), "{layout:.200}");
    let is_kept = |state: &Value| {
        assert_eq!((&state["values"], &state["layout"]), (&before["values"], &before["layout"]));
        assert_eq!(form.get("/layout").1, layout);
    };
    fs::write(&form.path, older.replacen("year   =", "year", 1)).unwrap();
    is_kept(&form.await_state(|state| !state["faulty"].is_null()));
    fs::remove_file(&form.path).unwrap();
    is_kept(&form.await_state(|state| !state["problem"].is_null()));
    fs::write(&form.path, &older).unwrap();
    is_kept(&form.await_state(|state| state["problem"].is_null() && state["faulty"].is_null()));
}

#[test]
fn a_file_in_another_encoding_is_converted_when_the_page_asks_for_it() {
    let text = sound();
    let (bytes, _, _) = encoding_rs::GBK.encode(&text);
    let form = Form::of(&bytes);
    let state = form.state();
    assert_eq!(state["faulty"]["text"], text);
    let fixes = state["faulty"]["fixes"].as_array().unwrap();
    let fix = fixes.last().unwrap();
    assert!(fix["words"].as_str().unwrap().contains("由 GBK 转成 UTF-8"), "{fix}");
    assert_eq!(form.bytes(), bytes.as_ref());
    let mend = json!({ "id": fix["id"], "version": state["version"] });
    assert_eq!(form.post("/mend", &mend)["state"]["values"][CELL], "58");
    assert_eq!(
        (form.text(), form.names()),
        (sound(), vec!["年报-原编码.toml".to_owned(), "年报.toml".to_owned()])
    );
    assert_eq!(fs::read(form.path.with_file_name("年报-原编码.toml")).unwrap(), bytes.as_ref());
}

#[test]
fn rich_text_becomes_markdown_and_nothing_is_written() {
    let form = Form::of(sound());
    let html = "<h2>主动公开</h2><p>全年<b>公开</b>5条。</p><script>x()</script>";
    let answer = form.post("/markdown", &json!({ "html": html, "text": "x" }));
    assert_eq!(answer["markdown"], "### 主动公开\n\n全年**公开**5条。");
    assert_eq!(form.post("/markdown", &json!({ "html": "", "text": "甲" }))["markdown"], "甲");
    assert_eq!((form.text(), form.names().len()), (sound(), 1));
}

#[test]
fn what_is_no_data_file_is_not_filled_in() {
    let folder = folder(&[("年报.toml", sound())]);
    nianbao(folder.path(), ["render", "年报.toml", "--to", "html"]);
    for (name, words) in [
        ("年报.html", "nianbao new --from 年报.html"),
        ("年保告.toml", "年报.toml"),
        ("没有.docx", "没有.docx"),
    ] {
        let outcome = nianbao(folder.path(), ["edit", "--no-open", name]);
        assert_eq!(outcome.status, 2, "{name}: {}", outcome.stderr);
        assert!(outcome.stderr.contains(words), "{name}: {}", outcome.stderr);
    }
}

#[test]
fn a_data_file_dragged_onto_the_program_is_filled_in() {
    let folder = folder(&[("年报.toml.txt", sound())]);
    let path = folder.path().join("年报.toml.txt");
    let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
    // There is no browser to be found.
    command.arg(&path).env("PATH", folder.path()).env_remove("BROWSER");
    Form::run(command, &path).saves(CELL, Some("58"), Some("57"));
}
