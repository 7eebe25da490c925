//! No code asks `year >= …` or names a row, column or label.

use std::collections::BTreeSet;

use super::code::{Literal, literals};
use super::{files, forms};

/// Keys of every data file, whatever its form, that are the key of a row or column too.
const OF_EVERY_FILE: &[&str] = &["publication", "previous"];

/// Where a name may stand: the file, the name, and why.
const ALLOWED: &[(&str, &str, &str)] = &[
    ("src/collect/roster/line.rs", "总计", "the last line of a roster, below its units"),
    ("src/cli.rs", "2021", "examples in the help of a command"),
    ("src/diagnostic/sarif.rs", "results", "a key of SARIF"),
    ("src/prose/lexicon.rs", "amount", "a heading of the lexicon"),
    ("src/reference/filter.rs", "change", "a filter of references"),
    (
        "src/rules/data/regulations_without_power.rs",
        "规范性文件",
        "the law's word for what a body may make instead",
    ),
    ("src/rules/data/broken_reference.rs", "change", "a filter of references"),
    ("src/rules/narrative/outdated_law.rs", "2019", "the first year of a law"),
    ("src/rules/form/other_compiler.rs", "公开", "a word of sentences"),
    ("src/rules/years/copied_text.rs", "proceedings.reconsideration.corrected", "the example of the rule"),
];

/// The names of the built-in forms.
struct Names {
    /// Keys of sections, sets, rows, groups and columns.
    keys: BTreeSet<String>,
    sections: BTreeSet<String>,
    /// Titles, labels, headings and topics, without their numbers.
    labels: BTreeSet<String>,
    /// Years in which a form begins or ends.
    years: BTreeSet<String>,
    /// What data files call the forms.
    ids: BTreeSet<String>,
}

impl Names {
    fn read() -> Self {
        let mut names = Self {
            keys: BTreeSet::new(),
            sections: BTreeSet::new(),
            labels: BTreeSet::new(),
            years: BTreeSet::new(),
            ids: BTreeSet::new(),
        };
        for (_, text) in forms() {
            let form: toml::Table = toml::from_str(&text).unwrap();
            names.ids.insert(form["id"].as_str().unwrap().to_owned());
            let years = form["years"].as_table().unwrap().values();
            names.years.extend(years.map(|year| year.as_integer().unwrap().to_string()));
            for section in form["sections"].as_array().unwrap() {
                names.sections.insert(section["key"].as_str().unwrap().to_owned());
                names.collect(section);
            }
        }
        names.keys.retain(|key| !OF_EVERY_FILE.contains(&key.as_str()));
        names
    }

    /// Takes the names out of a part of a form and of what it holds.
    fn collect(&mut self, value: &toml::Value) {
        for (key, value) in value.as_table().into_iter().flatten() {
            match (key.as_str(), value.as_str()) {
                ("key", Some(name)) => {
                    self.keys.insert(name.to_owned());
                    self.keys.extend(name.split('.').map(str::to_owned));
                }
                (
                    "label" | "short" | "title" | "caption" | "corner" | "text" | "note" | "band",
                    Some(label),
                ) => {
                    let number = |c| "一二三四五六七八九十、（）0123456789.".contains(c);
                    self.labels.insert(label.trim_start_matches(number).to_owned());
                }
                (_, None) => self.collect(value),
                _ => {}
            }
        }
        for value in value.as_array().into_iter().flatten() {
            self.collect(value);
        }
    }

    /// The name that a literal has, if it has one. A label of two characters may be a word like any other
    /// within a sentence, and so may a key.
    fn within<'n>(&'n self, literal: &'n Literal) -> Option<&'n str> {
        let text = literal.text.as_str();
        if literal.is_number {
            return self.years.get(text).map(String::as_str);
        }
        let part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '.');
        let is_key = |word: &str| {
            let path = word.strip_prefix("last.").unwrap_or(word);
            let of_path = path.split_once('.').is_some_and(|(section, row)| {
                self.sections.contains(section) && self.keys.contains(row.split('.').next().unwrap())
            });
            of_path || self.keys.contains(word) && (word == text || word.contains(['_', '.']))
        };
        let word = text.split(|c| !part(c)).find(|word| is_key(word.trim_matches('.')));
        let label = || {
            let long = |label: &&String| label.chars().count() > 2 && text.contains(label.as_str());
            self.labels.get(text).or_else(|| self.labels.iter().find(long)).map(String::as_str)
        };
        // A day is no form, and the years of a form may be those of an example: 2024年报.toml.
        let id = || {
            let is_digit = |c: char| c.is_ascii_digit();
            let is_day = |rest: &str| {
                rest.strip_prefix(['-', '.', '/', '年']).is_some_and(|day| day.starts_with(is_digit))
            };
            let stands_at = |(at, id): (usize, &str)| {
                let (before, after) = (&text[..at], &text[at + id.len()..]);
                !before.ends_with(is_digit) && !after.starts_with(is_digit) && !is_day(after)
            };
            let place = |id: &String| text.match_indices(id.as_str()).find(|place| stands_at(*place));
            self.ids.iter().filter_map(|id| Some((place(id)?.0, id.as_str()))).min().map(|(_, id)| id)
        };
        word.or_else(label).or_else(id)
    }
}

#[test]
fn no_code_names_a_row_a_column_a_label_or_the_years_of_a_form() {
    let names = Names::read();
    let (mut found, mut used) = (Vec::new(), BTreeSet::new());
    for (path, code) in files("src", "rs") {
        let is_test = path.ends_with("tests.rs") || path.ends_with("testing.rs") || path.contains("/tests/");
        if is_test {
            continue;
        }
        for literal in literals(&code) {
            let Some(name) = names.within(&literal) else { continue };
            let allowed = ALLOWED.iter().position(|(file, allowed, _)| *file == path && *allowed == name);
            match allowed {
                Some(place) => _ = used.insert(place),
                None => found.push(format!("{path}:{}: {name} in {:?}", literal.line, literal.text)),
            }
        }
    }
    assert!(found.is_empty(), "{} names of the forms in the code:\n{}", found.len(), found.join("\n"));
    let unused = (0..ALLOWED.len()).filter(|place| !used.contains(place)).map(|place| ALLOWED[place]);
    assert_eq!(unused.collect::<Vec<_>>(), [], "no longer there");
    let without_reason = ALLOWED.iter().filter(|(_, _, why)| why.is_empty());
    assert_eq!(without_reason.count(), 0);
}

#[test]
fn names_are_found_as_texts_paths_labels_and_years() {
    let names = Names::read();
    for (code, name) in [
        ("row.key == \"received\"", Some("received")),
        ("\"见 last.requests.denied.total\"", Some("last.requests.denied.total")),
        ("\"{carried_in} 件\"", Some("carried_in")),
        ("row.label == \"规章\"", Some("规章")),
        ("title.contains(\"存在的主要问题及改进情况\")", Some("存在的主要问题及改进情况")),
        ("year >= 2_021", Some("2021")),
        ("\"2019 年度\"", Some("2019")),
        ("\"2021-01-20\"", None),
        ("\"没有规章制定权\"", None),
        ("\"other things\"", None),
        ("\"www.example.cn\"", None),
        ("1999", None),
    ] {
        let found = literals(code);
        assert_eq!(names.within(&found[0]), name, "{code}");
    }
}
