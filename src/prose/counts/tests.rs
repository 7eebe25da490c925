use super::super::item::Role;
use super::super::lexicon::examples;
use super::super::reading::{Reading, Year};
use super::*;
use crate::format::Forms;
use crate::report::{LastYear, Report, read as read_file};
use crate::source::Source;

/// What the items of a text say: `received.total 75, none reconsideration.total`, and which percentages
/// can be judged.
fn said(text: &str) -> String {
    let (file, last) = (
        include_str!("../../../examples/qinghe-2024.toml"),
        include_str!("../../../examples/qinghe-2023.toml"),
    );
    let (head, rest) = file.split_once("[overview]").unwrap();
    let (comment, rest) = rest.split_once("'''").unwrap();
    let (_, after) = rest.split_once("'''").unwrap();
    let text = format!("### （二）依申请公开情况\n{text}\n");
    let file = format!("{head}[overview]{comment}'''\n{text}'''{after}");
    let report = |name: &str, text: &str| {
        let source = Source::new(name, text.to_owned());
        (read_file(&source, &Forms::built_in()).report.unwrap(), source)
    };
    let (mut own, _): (Report, Source) = report("年报.toml", &file);
    own.last_year = LastYear::Known(Box::new(report("上年.toml", last)));
    let ledger = Ledger::new(&own);
    let all = counts(&ledger);
    let overview = all.iter().find(|narrative| narrative.prose.section == Some(0)).unwrap();
    let items = overview.items.iter().filter_map(|item| {
        let reading = written(&item.readings.first()?.reading);
        let value = item.figure.value.normalize();
        Some(match item.role {
            Role::Count | Role::Last => format!("{reading} {value}"),
            Role::None => format!("none {reading}"),
            Role::All => format!("all {reading} {value}"),
            Role::Rest => format!("rest {reading}"),
            Role::Change { up: true } => format!("more {reading} {value}"),
            Role::Change { up: false } => format!("fewer {reading} {value}"),
        })
    });
    let percents = overview.percents.iter().map(|percent| format!("{}%", percent.figure.value));
    items.chain(percents).collect::<Vec<_>>().join(", ")
}

/// A reading by its roles: `last.received.total - carried_in.total`.
fn written(reading: &Reading) -> String {
    let mut text = String::new();
    for term in &reading.0 {
        if !text.is_empty() {
            text.push_str(if term.is_minus { " - " } else { " + " });
        }
        text.push_str(if term.year == Year::Last { "last." } else { "" });
        text.push_str(&format!(
            "{}.{}",
            snake(&format!("{:?}", term.row)),
            snake(&format!("{:?}", term.column))
        ));
    }
    text
}

fn snake(name: &str) -> String {
    let mut text = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.push(c.to_ascii_lowercase());
    }
    text
}

#[test]
fn the_examples_of_the_lexicon_give_what_they_say() {
    let wrong: Vec<String> = examples()
        .map(|(heading, text, gives)| (heading, text, gives, said(text)))
        .filter(|(_, _, gives, said)| gives != said)
        .map(|(heading, text, gives, said)| {
            format!("@{heading}: {text}\n  should give: {gives}\n  gives: {said}")
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
