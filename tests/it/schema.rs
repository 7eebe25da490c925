//! The schema of the data file, judged by a validator: it accepts what the program reads, and refuses
//! what the check refuses as structure.

use std::fs;
use std::sync::OnceLock;

use jsonschema::Validator;
use nianbao::diagnostic::Diagnostic;
use nianbao::format::Forms;
use nianbao::rules::check;
use nianbao::schema;
use nianbao::source::Source;
use proptest::prelude::*;
use serde_json::{Map, Value};
use toml::de::{DeTable, DeValue};

use crate::common::program::nianbao;

const QINGHE: &str = include_str!("../../examples/qinghe-2024.toml");
const BAOSHAN: &str = include_str!("../../examples/baoshan-2019.toml");

fn validator(form: &str) -> Validator {
    let text = schema::write(&Forms::built_in().get(form).unwrap()).unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    assert!(jsonschema::draft7::meta::is_valid(&schema), "the schema is no draft-07 schema");
    jsonschema::draft7::new(&schema).unwrap()
}

/// A data file as an editor's plug-in hands it to the validator: dates are texts there, and so is what
/// JSON has no number for.
fn json(text: &str) -> Option<Value> {
    fn value(toml: &DeValue<'_>) -> Value {
        match toml {
            DeValue::String(text) => Value::from(text.as_ref()),
            DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix())
                .map_or_else(|_| Value::from(f64::MAX), Value::from),
            DeValue::Float(float) => float
                .as_str()
                .parse()
                .ok()
                .and_then(serde_json::Number::from_f64)
                .map_or_else(|| Value::from(float.as_str()), Value::from),
            DeValue::Boolean(flag) => Value::from(*flag),
            DeValue::Datetime(date) => Value::from(date.to_string()),
            DeValue::Array(list) => list.iter().map(|item| value(item.get_ref())).collect(),
            DeValue::Table(inner) => table(inner),
        }
    }
    fn table(toml: &DeTable<'_>) -> Value {
        let members = toml.iter().map(|(key, item)| (key.get_ref().to_string(), value(item.get_ref())));
        Value::from(members.collect::<Map<String, Value>>())
    }
    DeTable::parse(text).ok().map(|parsed| table(parsed.get_ref()))
}

fn complaints(validator: &Validator, text: &str) -> Vec<String> {
    let file = json(text).unwrap_or_else(|| panic!("no TOML:\n{text}"));
    validator.iter_errors(&file).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// The codes of the check for structure.
fn structure(text: &str) -> Vec<&'static str> {
    let findings = check(&Source::new("年报.toml", text), &Forms::built_in()).findings;
    let codes = findings.iter().map(|finding| finding.code.0);
    codes.filter(|code| ["D001", "D002", "D003", "D004", "D005", "D007", "D012"].contains(code)).collect()
}

#[test]
fn every_example_is_valid() {
    let (old, new) = (validator("2019"), validator("2021"));
    let mut count = 0;
    for entry in fs::read_dir("examples").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let (own, other) = if text.contains("format = \"2019\"") { (&old, &new) } else { (&new, &old) };
        assert_eq!(complaints(own, &text), [""; 0], "{}", path.display());
        assert!(!complaints(other, &text).is_empty(), "{}", path.display());
        count += 1;
    }
    assert_eq!(count, 7);
}

#[test]
fn every_new_file_is_valid_and_names_its_schema() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["baoshan-2019", "huarong-2020", "qinghe-2023"] {
        let file = format!("{name}.toml");
        fs::copy(format!("examples/{file}"), folder.path().join(&file)).unwrap();
    }
    for (arguments, form) in [
        (&["--year", "2019"][..], "2019"),
        (&["--year", "2024", "--agency", "示例县财政局"], "2021"),
        (&["--year", "2024", "--zeros"], "2021"),
        (&["--from", "baoshan-2019.toml"], "2019"),
        (&["--from", "huarong-2020.toml"], "2021"),
        (&["--from", "qinghe-2023.toml"], "2021"),
    ] {
        let output = folder.path().join("新.toml");
        let outcome = nianbao(folder.path(), [&["new", "-o", "新.toml"], arguments].concat());
        assert_eq!(outcome.status, 0, "{}", outcome.stderr);
        let text = fs::read_to_string(&output).unwrap();
        let name = format!("nianbao-{form}.schema.json");
        assert!(text.starts_with(&format!("#:schema ./{name}\n# ")), "{text}");
        let beside: Value =
            serde_json::from_str(&fs::read_to_string(folder.path().join(&name)).unwrap()).unwrap();
        let validator = jsonschema::draft7::new(&beside).unwrap();
        assert_eq!(complaints(&validator, &text), [""; 0], "{arguments:?}");
        fs::remove_file(output).unwrap();
    }
}

/// Edits of structure that both refuse: form, what is replaced, by what.
const BROKEN: &[(&str, &str, &str)] = &[
    ("2021", "[requests]           #", "[request]           #"),
    ("2021", "[problems]           #", "[problem]           #"),
    ("2021", "received                     =", "recieved                     ="),
    ("2021", "granted                      =", "#"),
    ("2021", "denied.state_secret ", "denied.state_secrets "),
    ("2021", "denied.state_secret ", "#"),
    ("2021", "carried_forward              =", "requests.carried_forward              ="),
    ("2021", "format = \"2021\"", ""),
    ("2021", "format = \"2021\"", "format = 2021"),
    ("2021", "format = \"2021\"", "format = \"2023\""),
    ("2021", "format = \"2021\"", "format = \"2019\""),
    ("2021", "year   = 2024", ""),
    ("2021", "year   = 2024", "year = \"2024\""),
    ("2021", "year   = 2024", "year = 2020"),
    ("2021", "year   = 2024", "year = 20244"),
    ("2021", "year   = 2024", "year = 2024\nmonth = 1"),
    ("2021", "level    = \"department\"", "level = \"部门\""),
    ("2021", "level    = \"department\"", ""),
    ("2021", "name     = \"青禾县住房和城乡建设局\"", ""),
    ("2021", "phone    = \"0000-0000000\"", "phone = 12345"),
    ("2021", "phone    = \"0000-0000000\"", "fax = \"12345\""),
    ("2021", "[site]", "[[site]]"),
    ("2021", "[agency]", "[agencies]"),
    ("2021", "licensing           = 15286", "licensing = [ 1, 2 ]"),
    ("2021", "licensing           = 15286", "licensing = []"),
    ("2021", "licensing           = 15286", "licensing = { count = 1 }"),
    ("2021", "licensing           = 15286", "licensing = -1"),
    ("2021", "licensing           = 15286", "licensing = 1.5"),
    ("2021", "licensing           = 15286", "licensing = true"),
    ("2021", "licensing           = 15286", "licensing = \"15286件\""),
    ("2021", "licensing           = 15286", "licensing = 1000000000"),
    ("2021", "licensing           = 15286", "licensing = 2024-01-01"),
    ("2021", "licensing           = 15286", "licensing = [[ 1 ]]"),
    ("2021", "regulations         = [", "regulations = [ 0,"),
    ("2021", "regulations         = [", "regulations = 0 # ["),
    ("2021", "[other_matters]", "[previous]\npath = \"a.toml\"\n[other_matters]"),
    ("2021", "[other_matters]", "[previous]\n[other_matters]"),
    ("2021", "[other_matters]", "[accept]\ncode = \"T103\"\n[other_matters]"),
    ("2021", "[other_matters]", "[[accept]]\nrule = \"T103\"\n[other_matters]"),
    ("2021", "[other_matters]", "[[accept]]\ncode = 103\n[other_matters]"),
    ("2021", "[proceedings]", "[proceedings.extra]"),
    ("2019", "year   = 2019", "year = 2021"),
    ("2019", "format = \"2019\"", "format = \"2021\""),
    ("2019", "other_services ", "other_service "),
    ("2019", "other_services ", "#"),
    ("2019", "procurement         = [           32,", "procurement = [ 32.5,"),
    ("2019", "procurement         = [           32,", "procurement = [ 0, 32,"),
    ("2019", "procurement         = [           32,", "procurement = [ -32,"),
    ("2019", "343.78 ]", "-343.78 ]"),
    ("2019", "343.78 ]", "\"343.78万元\" ]"),
    ("2019", "343.78 ]", "999999999.5 ]"),
    ("2019", "343.78 ]", "nan ]"),
    ("2019", "other_handling               =", "other_handling.rest ="),
    ("2019", "[proceedings]", "[[proceedings]]"),
];

#[test]
fn what_the_check_refuses_as_structure_the_schema_refuses() {
    let (old, new) = (validator("2019"), validator("2021"));
    for (form, from, to) in BROKEN {
        let (validator, sound) = if *form == "2019" { (&old, BAOSHAN) } else { (&new, QINGHE) };
        assert!(sound.contains(from), "{form}: {from}");
        let text = sound.replacen(from, to, 1);
        let codes = structure(&text);
        assert!(!codes.is_empty() && !codes.contains(&"D001"), "{form}: {from} → {to}: {codes:?}");
        assert!(!complaints(validator, &text).is_empty(), "{form}: {from} → {to}: {codes:?}");
    }
}

#[test]
fn what_the_program_reads_the_schema_accepts() {
    let (old, new) = (validator("2019"), validator("2021"));
    for (form, from, to) in [
        ("2021", "licensing           = 15286", "licensing = [ 15286 ]"),
        ("2021", "licensing           = 15286", "licensing = +15_286"),
        ("2021", "licensing           = 15286", "licensing = \" \""),
        ("2021", "licensing           = 15286", "licensing = [ \"\" ]"),
        ("2021", "format = \"2021\"", "format = \" 2021 \""),
        ("2021", "2025-01-16", "2025-01-16T08:00:00+08:00"),
        ("2021", "phone    = \"0000-0000000\"", "phone = \"\""),
        ("2021", "[other_matters]", "[previous]\nfile = \"\"\n[other_matters]"),
        (
            "2021",
            "[other_matters]",
            "[[accept]]\n[[accept]]\ncode = \"T103\"\nreason = \"甲\"\n[other_matters]",
        ),
        ("2019", "343.78 ]", "343.780000000000001 ]"),
        ("2019", "343.78 ]", "999999999 ]"),
        ("2019", "343.78 ]", "\"\" ]"),
        ("2019", "licensing           = [              0,         0,", "licensing = [ 0, -417,"),
    ] {
        let (validator, sound) = if form == "2019" { (&old, BAOSHAN) } else { (&new, QINGHE) };
        assert!(sound.contains(from), "{form}: {from}");
        let text = sound.replacen(from, to, 1);
        assert_eq!(structure(&text).iter().filter(|code| **code != "D012").count(), 0, "{to}");
        assert_eq!(complaints(validator, &text), [""; 0], "{form}: {from} → {to}");
    }
}

/// A random edit of the lines of a file.
#[derive(Debug, Clone)]
enum Edit {
    /// Leaves a line out.
    Drop(usize),
    /// Puts something behind the equals sign of a line.
    Value(usize, &'static str),
    /// Puts something before the closing bracket of a line.
    Cell(usize, &'static str),
    /// Puts something in the place of a line's first figure.
    Figure(usize, &'static str),
    /// Changes the key of a line.
    Key(usize, &'static str),
    /// Puts a line behind another.
    Insert(usize, &'static str),
}

/// None of these is what JSON cannot tell from something sound: a date in quotes, `1.0`, `0x1F`, `1e5`,
/// more than 15 decimals.
const VALUES: &[&str] = &[
    "0",
    "7",
    "-7",
    "1.5",
    "\"\"",
    "\" \"",
    "\"甲\"",
    "true",
    "2024-01-01",
    "[]",
    "[ 1 ]",
    "[ \"\" ]",
    "[ 1.5 ]",
    "[ 1, 2 ]",
    "[ 1, 2, 3 ]",
    "[ 1, 2, 3, 4 ]",
    "[ 1, 2, 3, 4, 5 ]",
    "[ 1, 2, 3, 4, 5, 6 ]",
    "[ 0, 0, 0, 0, 0, 0, 0 ]",
    "[ 1, 2, 3, 4, 5, 6, 7, 8 ]",
    "[ 1, \"甲\" ]",
    "[ [1], 2, 3 ]",
    "{ a = 1 }",
    "999999999",
    "1000000000",
    "12.50",
    "99999999999999999999",
    "inf",
    "\"2021\"",
    "\"2019\"",
    "\"department\"",
];
const FIGURES: &[&str] = &[
    "",
    "\"\"",
    "-1",
    "+1",
    "1.5",
    "\"1件\"",
    "false",
    "1, 2",
    "1000000000",
    "999999999",
    "[ 1 ]",
    "nan",
    "1_0",
];
const KEYS: &[&str] =
    &["a", "text", "name", "granted", "total", "denied.rest", "denied", "total.sum", "file", "date"];
const LINES: &[&str] = &[
    "[site]",
    "[previous]",
    "[[accept]]",
    "[annex]",
    "a = 1",
    "total = [ 1, 2, 3, 4, 5, 6 ]",
    "cell = \"a\"",
    "file = \"a\"",
    "regulations.made = 1",
    "title = \"甲\"",
    "[requests.denied.other]",
    "fee = 0",
    "deadline = 2025-01-20",
];

fn edit() -> impl Strategy<Value = Edit> {
    let line = 0..200_usize;
    prop_oneof![
        line.clone().prop_map(Edit::Drop),
        (line.clone(), proptest::sample::select(VALUES)).prop_map(|(at, value)| Edit::Value(at, value)),
        (line.clone(), proptest::sample::select(FIGURES)).prop_map(|(at, cell)| Edit::Cell(at, cell)),
        (line.clone(), proptest::sample::select(FIGURES)).prop_map(|(at, cell)| Edit::Figure(at, cell)),
        (line.clone(), proptest::sample::select(KEYS)).prop_map(|(at, key)| Edit::Key(at, key)),
        (line, proptest::sample::select(LINES)).prop_map(|(at, text)| Edit::Insert(at, text)),
    ]
}

/// A sound file without words that lines could be taken for, one statement a line.
fn plain(sound: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut in_text = false;
    for line in sound.lines() {
        if line.ends_with("'''") && !in_text {
            in_text = true;
            let key = line.split('=').next().unwrap().trim();
            lines.push(format!("{key} = '正文'"));
        } else if line.starts_with("'''") {
            in_text = false;
        } else if !in_text && !line.starts_with('#') && !line.is_empty() {
            let bare = line.split("  #").next().unwrap().trim_end();
            lines.push(bare.to_owned());
        }
    }
    lines
}

fn apply(lines: &mut Vec<String>, edit: &Edit) {
    let (Edit::Drop(at)
    | Edit::Value(at, _)
    | Edit::Cell(at, _)
    | Edit::Figure(at, _)
    | Edit::Key(at, _)
    | Edit::Insert(at, _)) = *edit;
    let at = at % lines.len();
    let line = lines[at].clone();
    let (key, value) =
        line.split_once('=').map_or((line.as_str(), ""), |(key, value)| (key.trim(), value.trim()));
    match *edit {
        Edit::Drop(_) => drop(lines.remove(at)),
        Edit::Insert(_, text) => lines.insert(at, text.to_owned()),
        _ if value.is_empty() => {}
        Edit::Value(_, value) => lines[at] = format!("{key} = {value}"),
        Edit::Key(_, key) => lines[at] = format!("{key} = {value}"),
        Edit::Cell(_, cell) => lines[at] = line.replace(" ]", &format!(", {cell} ]")),
        Edit::Figure(_, cell) => {
            let figure = value.trim_start_matches(['[', ' ']);
            let digits = figure.find(|c: char| !c.is_ascii_digit()).unwrap_or(figure.len());
            if digits > 0 {
                let at_figure = line.len() - figure.len();
                lines[at] = format!("{}{cell}{}", &line[..at_figure], &line[at_figure + digits..]);
            }
        }
    }
}

/// Whether the schema must refuse a file; `None` where only what JSON cannot tell is at fault.
fn refused(text: &str) -> Option<bool> {
    let findings = check(&Source::new("年报.toml", text), &Forms::built_in()).findings;
    let has = |codes: &[&str]| findings.iter().any(|finding| codes.contains(&finding.code.0));
    if has(&["D001"]) {
        return None;
    }
    // A text or a name that is there and blank is still to be filled in.
    let is_blank = |finding: &Diagnostic| {
        let words = &finding.message;
        finding.code.0 == "D003"
            && (words.ends_with("没有内容") && text.contains("text = \"") || words.contains("agency.name"))
    };
    let is_structure = |finding: &&Diagnostic| ["D002", "D003", "D004", "D005"].contains(&finding.code.0);
    let (blank, structure): (Vec<_>, Vec<_>) =
        findings.iter().filter(is_structure).partition(|f| is_blank(f));
    if !structure.is_empty() {
        return Some(true);
    }
    (blank.is_empty() && !has(&["D007", "D012"])).then_some(false)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn after_any_edit_check_and_schema_agree(form in 0..2_usize, edits in proptest::collection::vec(edit(), 1..4)) {
        static VALIDATORS: OnceLock<[Validator; 2]> = OnceLock::new();
        let validators = VALIDATORS.get_or_init(|| [validator("2019"), validator("2021")]);
        let mut lines = plain([BAOSHAN, QINGHE][form]);
        for edit in &edits {
            apply(&mut lines, edit);
        }
        let text = lines.join("\n") + "\n";
        let (Some(refused), Some(file)) = (refused(&text), json(&text)) else { return Ok(()) };
        let complaints: Vec<String> =
            validators[form].iter_errors(&file).map(|e| format!("{}: {e}", e.instance_path())).collect();
        prop_assert_eq!(refused, !complaints.is_empty(), "{:?}\n{:?}\n{}", structure(&text), complaints, text);
    }
}

#[test]
fn the_command_prints_the_newest_form_or_the_one_that_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let newest = nianbao(folder.path(), ["schema"]);
    assert_eq!((newest.status, newest.stderr.as_str()), (0, ""));
    let forms = Forms::built_in();
    let id = forms.newest().unwrap();
    assert!(newest.stdout == nianbao(folder.path(), ["schema", &id]).stdout, "not the newest form");
    assert!(newest.stdout == schema::write(&forms.get(&id).unwrap()).unwrap(), "not the schema of {id}");
    let old = nianbao(folder.path(), ["schema", "2019", "-o", "旧.json"]);
    assert_eq!((old.status, old.stdout.as_str()), (0, ""));
    let written = fs::read_to_string(folder.path().join("旧.json")).unwrap();
    assert!(written.contains("政府集中采购") && schema::is_own(&written));
    // An own file is replaced, any other is left alone.
    assert_eq!(nianbao(folder.path(), ["schema", "-o", "旧.json"]).status, 0);
    assert_eq!(fs::read_to_string(folder.path().join("旧.json")).unwrap(), newest.stdout);
    fs::write(folder.path().join("我的.json"), "{}").unwrap();
    let outcome = nianbao(folder.path(), ["schema", "-o", "我的.json"]);
    assert_eq!(outcome.status, 2);
    assert!(outcome.stderr.contains("没有改动"), "{}", outcome.stderr);
    let unknown = nianbao(folder.path(), ["schema", "2020"]);
    assert_eq!(unknown.status, 2);
    assert!(unknown.stderr.contains("2019、2021"), "{}", unknown.stderr);
}

#[test]
fn every_key_has_its_official_label_and_cells_their_unit() {
    fn walk(node: &Value, seen: &mut usize) {
        for (key, inner) in node.get("properties").and_then(Value::as_object).into_iter().flatten() {
            for what in ["title", "description"] {
                let words =
                    inner.get(what).and_then(Value::as_str).unwrap_or_else(|| panic!("{key}: {what}"));
                assert!(crate::common::is_chinese(words), "{key}: {words}");
            }
            *seen += 1;
            walk(inner, seen);
        }
    }
    for form in ["2019", "2021"] {
        let text = schema::write(&Forms::built_in().get(form).unwrap()).unwrap();
        let schema: Value = serde_json::from_str(&text).unwrap();
        let mut seen = 0;
        walk(&schema, &mut seen);
        assert!(seen > 60, "{seen}");
        let of = |path: &str| schema.pointer(path).unwrap_or_else(|| panic!("{path}")).to_string();
        let cell = of("/properties/requests/properties/received/items/0");
        assert!(
            cell.contains("单位：件") && cell.contains("“一、本年新收政府信息公开申请数量”行“自然人”列"),
            "{cell}"
        );
        if form == "2019" {
            assert!(of("/properties/disclosure/properties/procurement/items/1").contains("单位：万元"));
            assert!(of("/properties/disclosure/properties/licensing/items/1").contains("单位：项"));
        } else {
            assert!(of("/properties/disclosure/properties/fees").contains("单位：万元"));
        }
    }
}
