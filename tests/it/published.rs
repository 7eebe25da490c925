//! Reports as they were published, with their faults: what is found is what a person has found in
//! them, no more and no less.

use std::collections::BTreeSet;

use nianbao::diagnostic::Diagnostic;
use nianbao::format::Forms;
use nianbao::rules::check;
use nianbao::source::{Source, Span};

use crate::common::{text_of, toml_files};

/// Every path that a finding can be said to stand at: its cell, the row of its cells, the key in
/// whose line it stands, or the key that its mend asks for.
fn paths(source: &Source, finding: &Diagnostic) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    if let [cell] = finding.cells.as_slice() {
        paths.insert(cell.path.clone());
    }
    let rows: BTreeSet<&str> =
        finding.cells.iter().filter_map(|cell| cell.path.rsplit_once('.')).map(|(row, _)| row).collect();
    if let (Some(row), 1) = (rows.first(), rows.len()) {
        paths.insert((*row).to_owned());
    }
    if finding.span != Span::default() {
        let key = key_at(source, finding.span.start);
        // A finding in the narrative stands in its section.
        paths.extend(key.strip_suffix(".text").map(str::to_owned));
        paths.insert(key);
    } else if let Some((section, key)) = asked_for(&finding.advice().unwrap_or_default()) {
        paths.insert(format!("{section}.{key}"));
    }
    paths
}

/// The key of the line that holds a byte, with the section that it stands in.
fn key_at(source: &Source, offset: usize) -> String {
    let until = source.line_span(offset).end;
    let (mut section, mut key) = (String::new(), String::new());
    for line in source.text()[..until].lines() {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.split(']').next()) {
            (section, key) = (name.to_owned(), String::new());
        } else if let Some((name, _)) = line.split_once('=') {
            key = name.trim().to_owned();
        }
    }
    if key.is_empty() { section } else { format!("{section}.{key}") }
}

/// The section and the key in a sentence such as `请在 [publication] 部分写明：date = 2020-01-20`.
fn asked_for(help: &str) -> Option<(&str, &str)> {
    let (section, rest) = help.split_once('[')?.1.split_once(']')?;
    let before = rest.split_once(" = ")?.0;
    Some((section, before.rsplit(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next()?))
}

/// The lines of the list beside a report: code and path. What later rules will find is left out.
fn expected(name: &str) -> Vec<(String, String)> {
    let text = text_of(&format!("tests/fixtures/published/{name}.expected"));
    let lines = text.lines().filter(|line| !line.starts_with("# later:") && !line.is_empty());
    let pair = |line: &str| line.split_once('\t').map(|(code, path)| (code.to_owned(), path.to_owned()));
    lines.map(|line| pair(line).unwrap_or_else(|| panic!("{name}: {line}"))).collect()
}

#[test]
fn the_findings_are_exactly_the_faults_of_the_published_reports() {
    for (name, text) in toml_files("tests/fixtures/published") {
        let source = Source::new(format!("{name}.toml"), text);
        let findings = check(&source, &Forms::built_in()).findings;
        let mut left: Vec<(&str, BTreeSet<String>)> =
            findings.iter().map(|finding| (finding.code.0, paths(&source, finding))).collect();
        for (code, path) in expected(&name) {
            let at = left.iter().position(|(found, paths)| *found == code && paths.contains(&path));
            let at = at.unwrap_or_else(|| panic!("{name}: {code} {path} is not found; there are {left:#?}"));
            left.remove(at);
        }
        assert!(left.is_empty(), "{name}: also found {left:#?}");
    }
}

#[test]
fn places_in_a_file_are_named_by_section_and_key() {
    let source = Source::new("a", "year = 1\n[b] # 注\nc.d  = [1,\n 2]\n");
    let at = |needle: &str| key_at(&source, source.text().find(needle).unwrap());
    assert_eq!([at("year"), at("[b]"), at("c.d"), at("2]")], [".year", "b", "b.c.d", "b.c.d"]);
    assert_eq!(asked_for("请在 [publication] 部分写明：date = 2020-01-20"), Some(("publication", "date")));
}
