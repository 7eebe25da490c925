//! How changes come to be in the file: whole, with all else as it was, and nothing lost that was said to be saved.

use super::*;

const CELL: &str = "requests.received.natural_person";
const NAME: &str = "agency.name";

#[test]
fn the_mark_and_the_line_ends_of_the_file_stay() {
    for (mark, ends) in [("\u{FEFF}", "\n"), ("", "\r\n"), ("\u{FEFF}", "\r\n"), ("", "\r")] {
        let before = format!("{mark}{}", sound().replace('\n', ends));
        let form = Form::of(&before);
        form.saves(CELL, Some("58"), Some("57"));
        let text = form.state()["values"]["problems.text"].as_str().unwrap().to_owned();
        form.saves("problems.text", Some(&text), Some("甲。\n\n乙。"));
        let after = form.text();
        assert!(
            after.starts_with(mark) && after.contains(&format!("甲。{ends}{ends}乙。{ends}")),
            "{ends:?}"
        );
        if ends == "\r\n" {
            assert_eq!(after.matches('\n').count(), after.matches("\r\n").count());
        }
        form.post("/undo", &json!({}));
        form.post("/undo", &json!({}));
        assert_eq!(form.text(), before, "{ends:?}");
    }
}

#[test]
fn the_file_as_it_was_opened_is_kept_once() {
    let form = Form::of(sound());
    assert_eq!(form.names(), ["年报.toml"]);
    form.saves(CELL, Some("58"), Some("57"));
    let kept = form.path.with_file_name("年报-原稿.toml");
    assert_eq!(fs::read_to_string(&kept).unwrap(), sound());
    form.saves(CELL, Some("57"), Some("56"));
    assert_eq!(form.names(), ["年报-原稿.toml", "年报.toml"]);
    // The next run leaves what the first has kept.
    let next = Form::at(&form.path);
    next.saves(CELL, Some("56"), Some("55"));
    assert_eq!(fs::read_to_string(&kept).unwrap(), sound());
    assert_eq!(next.names(), ["年报-原稿.toml", "年报.toml"]);
}

#[test]
fn what_cannot_be_written_is_said_and_can_be_written_later() {
    let form = Form::of(sound());
    let folder = form.path.parent().unwrap().to_owned();
    let away = folder.with_file_name(format!("{}-别处", folder.file_name().unwrap().to_str().unwrap()));
    let lock = form.path.with_file_name(".~lock.年报.toml#");
    let readonly = |is_so| {
        let mut permissions = fs::metadata(&form.path).unwrap().permissions();
        permissions.set_readonly(is_so);
        fs::set_permissions(&form.path, permissions).unwrap();
    };
    type Deed<'d> = &'d dyn Fn();
    let ways: [(&str, Deed<'_>, Deed<'_>); 3] = [
        ("只读", &|| readonly(true), &|| readonly(false)),
        ("打开", &|| fs::write(&lock, ",x,y,z;").unwrap(), &|| fs::remove_file(&lock).unwrap()),
        ("不存在", &|| fs::rename(&folder, &away).unwrap(), &|| fs::rename(&away, &folder).unwrap()),
    ];
    let mut now = 58;
    for (words, hinder, allow) in ways {
        let (from, to) = (now.to_string(), (now - 1).to_string());
        let before = form.bytes();
        hinder();
        let answer = form.change(CELL, Some(&from), Some(&to));
        assert_eq!(answer["outcome"], "unsaved", "{answer}");
        assert!(answer["message"].as_str().unwrap().contains(words), "{words}: {answer}");
        allow();
        assert_eq!(form.bytes(), before, "{words}");
        form.await_state(|state| state["reads"] == true);
        form.saves(CELL, Some(&from), Some(&to));
        now -= 1;
    }
    assert_eq!(form.names(), ["年报-原稿.toml", "年报.toml"]);
}

#[cfg(unix)]
#[test]
fn on_a_full_disk_the_file_stays_whole() {
    let folder = folder(&[("年报.toml", sound())]);
    let path = folder.path().join("年报.toml");
    // No file may become larger than half of this one: the system refuses in the middle of a write.
    let mut command = Command::new("sh");
    let blocks = sound().len() / 2 / 512;
    command.args(["-c", &format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\""), "sh"]);
    command.arg(env!("CARGO_BIN_EXE_nianbao")).args(["edit", "--no-open"]).arg(&path);
    let form = Form::run(command, &path);
    let answer = form.change(CELL, Some("58"), Some("57"));
    assert_eq!(answer["outcome"], "unsaved", "{answer}");
    assert!(answer["message"].as_str().unwrap().contains("无法写入"), "{answer}");
    assert_eq!((form.text(), form.names()), (sound(), vec!["年报.toml".to_owned()]));
    assert_eq!(form.state()["undo"], false);
}

#[test]
fn a_killed_program_keeps_all_that_was_said_to_be_saved() {
    let folder = folder(&[("年报.toml", sound())]);
    let path = folder.path().join("年报.toml");
    let mut value = 58_u32;
    for run in 0..8_u64 {
        let mut form = Form::at(&path);
        let (port, key) = (form.port, form.key.clone());
        let saved = std::thread::scope(|scope| {
            let writer = scope.spawn(move || {
                let mut last = value;
                while let Some(answer) = ask(port, &key, "/change", &raised(last)) {
                    assert_eq!(answer["outcome"], "saved", "{answer:.300}");
                    last += 1;
                }
                last
            });
            std::thread::sleep(Duration::from_millis(120 + 97 * run % 400));
            form.child.kill().unwrap();
            writer.join().unwrap()
        });
        let text = fs::read_to_string(&path).unwrap();
        let held = (saved..=saved + 1).find(|value| text == with(*value));
        value = held.unwrap_or_else(|| panic!("{saved} was saved: {text}"));
    }
}

/// The change of the cell from a figure to the next.
pub(super) fn raised(value: u32) -> Value {
    let change = json!({ "address": CELL, "from": value.to_string(), "to": (value + 1).to_string() });
    json!({ "changes": [change] })
}

/// The file with another figure in the cell; its columns stay lined up.
pub(super) fn with(value: u32) -> String {
    use nianbao::edit::{Change, DataFile};
    let text = sound();
    let source = nianbao::source::Source::new("年报.toml", text.as_str());
    let forms = nianbao::format::Forms::built_in();
    let file = DataFile::read(&source, &forms).unwrap();
    let change =
        Change { address: CELL.parse().unwrap(), from: Some("58".to_owned()), to: Some(value.to_string()) };
    String::from_utf8(file.plan(&[change]).unwrap().apply(text.as_bytes())).unwrap()
}

#[test]
fn two_windows_at_once_lose_no_value_that_was_saved() {
    let form = Form::of(sound());
    let cells = ["requests.granted.natural_person", "requests.received.other"];
    let state = form.state();
    let first = |cell: &str| state["values"][cell].as_str().unwrap_or_else(|| panic!("{cell}")).to_owned();
    let count = 15;
    std::thread::scope(|scope| {
        for cell in cells {
            let (form, mut from) = (&form, first(cell));
            scope.spawn(move || {
                for number in 0..count {
                    let to = (1_000 + number).to_string();
                    form.saves(cell, Some(&from), Some(&to));
                    from = to;
                }
            });
        }
        // A third one sends the same change again and again, as after an answer that did not come.
        let form = &form;
        scope.spawn(move || {
            for _ in 0..count {
                let answer = form.change(NAME, Some("青禾县住房和城乡建设局"), Some("青禾县住建局"));
                assert_ne!(answer["outcome"], "unsaved", "{answer}");
            }
        });
    });
    let state = form.state();
    for cell in cells {
        assert_eq!(state["values"][cell], (1_000 + count - 1).to_string(), "{cell}");
    }
    assert_eq!(state["values"][NAME], "青禾县住建局");
}
