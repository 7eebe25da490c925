//! What a clerk reads is tested on: the files of `tests/fixtures/diagnostics`, and the failing example of each
//! rule.

use nianbao::document::{self, build};
use nianbao::format::Forms;
use nianbao::render::{self, MarkdownTables};
use nianbao::report::read;
use nianbao::rules::{Rule, Sample};
use nianbao::source::Source;
use toml::{Table, Value};

use super::{edited, text_of};

const EXAMPLE: &str = "examples/qinghe-2024.toml";
const EXAMPLE_2019: &str = "examples/baoshan-2019.toml";
const LAST_YEAR: &str = "examples/qinghe-2023.toml";

/// The keys that a case may have: a mistyped one would make it test nothing.
const KEYS: &[&str] =
    &["codes", "accepted", "sample", "edits", "append", "last_year", "last_edits", "encoding"];

/// A data file, and what must be found in it.
pub struct Case {
    /// Its name: that of a data file, or of a published report.
    pub name: &'static str,
    /// Its bytes.
    pub file: Vec<u8>,
    /// Last year's data file, if it is given.
    pub last: Option<String>,
    /// The codes of all findings, sorted.
    pub codes: Vec<String>,
    /// Those of them that a written reason covers.
    pub accepted: Vec<String>,
}

impl Case {
    /// Reads a file of `tests/fixtures/diagnostics`; its README says what can stand in one.
    pub fn of_file(text: &str) -> Self {
        let case: Table = text.parse().unwrap();
        for key in case.keys() {
            assert!(KEYS.contains(&key.as_str()), "no such key: {key}");
        }
        let sample = match word(&case, "sample") {
            "" => text_of(EXAMPLE),
            "government" => government(),
            "2019" => text_of(EXAMPLE_2019),
            other => panic!("no sample {other}"),
        };
        let text = edited(&sample, edits(&case, "edits")) + word(&case, "append");
        let has_last = word(&case, "last_year") == "given" || case.contains_key("last_edits");
        Self {
            name: "年报.toml",
            file: encoded(&text, word(&case, "encoding")),
            last: has_last.then(|| edited(&text_of(LAST_YEAR), edits(&case, "last_edits"))),
            codes: words(&case, "codes"),
            accepted: words(&case, "accepted"),
        }
    }

    /// The failing example of a rule.
    pub fn of_rule(rule: &Rule) -> Self {
        let sample = match rule.fails.sample {
            Sample::Form2021 => text_of(EXAMPLE),
            Sample::Government => government(),
            Sample::Form2019 => text_of(EXAMPLE_2019),
            Sample::Published => published(),
        };
        Self {
            name: if rule.fails.sample == Sample::Published { "年报.md" } else { "年报.toml" },
            file: edited(&sample, rule.fails.edits.iter().copied()).into_bytes(),
            last: rule.fails.last.map(|edits| edited(&text_of(LAST_YEAR), edits.iter().copied())),
            codes: Vec::new(),
            accepted: Vec::new(),
        }
    }
}

/// The example as it is published, as Markdown with tables of pipes.
fn published() -> String {
    let source = Source::new("年报.toml", text_of(EXAMPLE));
    let report = read(&source, &Forms::built_in()).report.unwrap();
    let options = render::Options { tables: MarkdownTables::Pipe, ..render::Options::default() };
    render::markdown::render(&build(&report, document::Options::default()), &options).unwrap()
}

/// The example as the report of a government.
fn government() -> String {
    let edits = text_of("tests/fixtures/government.tsv");
    let edits = edits.lines().filter_map(|line| line.split_once('\t'));
    edits.fold(text_of(EXAMPLE), |text, (from, to)| text.replace(from, to))
}

/// The edits of a case under a key.
fn edits<'c>(case: &'c Table, key: &str) -> impl Iterator<Item = (&'c str, &'c str)> {
    let edits = case.get(key).and_then(Value::as_array).into_iter().flatten();
    edits.map(|edit| (edit["from"].as_str().unwrap(), edit["to"].as_str().unwrap()))
}

/// A text of a case; empty if it has none.
fn word<'c>(case: &'c Table, key: &str) -> &'c str {
    case.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The texts of a list of a case.
fn words(case: &Table, key: &str) -> Vec<String> {
    let list = case.get(key).and_then(Value::as_array).into_iter().flatten();
    list.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The bytes of a text.
fn encoded(text: &str, encoding: &str) -> Vec<u8> {
    match encoding {
        "" => text.as_bytes().to_vec(),
        "utf-16" => std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect(),
        // The bytes of 年 for every character that is not ASCII: only the encoding matters.
        "gbk" => text
            .chars()
            .flat_map(|c| if c.is_ascii() { vec![u8::try_from(c).unwrap()] } else { vec![0xC4, 0xEA] })
            .collect(),
        other => panic!("no encoding {other}"),
    }
}
