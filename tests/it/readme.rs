//! The README for clerks is followed word for word, from nothing to a published correction: the figures and texts
//! that it says to fill in, the commands that it says to type, and what it says that they show.

use std::fs;
use std::path::Path;

use crate::common::program::{Outcome, nianbao};

const README: &str = include_str!("../../README.zh-CN.md");
const FILE: &str = "2024年报.toml";

/// The README under a heading, as far as the next one of the same level.
fn part(heading: &str) -> &'static str {
    let (_, rest) = README.split_once(&format!("\n{heading}\n")).expect(heading);
    let marks = heading.split(' ').next().unwrap();
    rest.split(&format!("\n{marks} ")).next().unwrap()
}

/// The blocks of one kind in a part, without the blanks before them.
fn blocks(part: &str, kind: &str) -> Vec<String> {
    let open = format!("```{kind}\n");
    let block = |rest: &str| {
        let lines = rest.split("```").next().unwrap().lines();
        lines.map(|line| line.strip_prefix("   ").unwrap_or(line).to_owned() + "\n").collect()
    };
    part.split(&open).skip(1).map(block).collect()
}

/// What stands between the marks of code in a cell of a table.
fn code(cell: &str) -> Option<&str> {
    cell.split('`').nth(1)
}

/// The rows of tables of two columns.
fn rows(part: &str) -> impl Iterator<Item = (&str, &str)> {
    part.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |")?.split_once(" | "))
}

fn run(folder: &Path, command: &str) -> Outcome {
    let words: Vec<&str> = command.split_whitespace().collect();
    assert_eq!(words[0], "nianbao", "{command}");
    let outcome = nianbao(folder, &words[1..]);
    assert_eq!(outcome.status, 0, "{command}\n{}{}", outcome.stdout, outcome.stderr);
    outcome
}

/// The start page and the form.
const PAGES: &str = concat!(
    include_str!("../../templates/start.html"),
    include_str!("../../templates/start.js"),
    include_str!("../../templates/edit.html"),
    include_str!("../../templates/edit-cells.js"),
    include_str!("../../templates/edit-narrative.js"),
    include_str!("../../templates/edit-page.js"),
);

/// The new data file with what the README says to fill in.
fn filled(text: &str) -> String {
    let figures: Vec<_> =
        rows(part("### 填数字")).filter_map(|(row, value)| Some((code(row)?, code(value)?))).collect();
    assert_eq!(figures.len(), 8);
    let overview = &blocks(part("### 写正文"), "toml")[0];
    let overview: Vec<&str> = overview
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with("（") && !line.contains("'''"))
        .collect();
    let others =
        rows(part("### 写正文")).filter(|(place, _)| code(place).is_none_or(|code| code == "preamble"));
    let others: Vec<&str> = others.filter_map(|(_, words)| code(words)).take(3).collect();
    // The introduction stands before the first section, the others behind it.
    let mut words = others[..1].iter().chain(&overview).chain(&others[1..]);
    let mut fill = |line: &str| -> String {
        let key = line.trim_start_matches("# ").split('=').next().unwrap().trim();
        match figures.iter().find(|(row, _)| *row == key) {
            Some((_, value)) if value.contains('=') => return (*value).to_owned(),
            Some((_, value)) if !line.starts_with('#') => return format!("{key} = {value}"),
            _ if line.starts_with('#') => return line.to_owned(),
            _ => {}
        }
        let line = if line.contains("【待填写】") {
            line.replace("【待填写】", words.next().unwrap())
        } else {
            line.to_owned()
        };
        line.replace("\"\"", "0")
    };
    let text = text.lines().map(|line| fill(line) + "\n").collect();
    assert_eq!(words.next(), None);
    text
}

#[test]
fn it_leads_from_nothing_to_a_published_correction() {
    let folder = tempfile::tempdir().unwrap();
    let (folder, file) = (folder.path(), folder.path().join(FILE));
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    run(folder, blocks(part("## 第一步：生成数据文件"), "sh")[1].trim());
    fs::write(&file, filled(&read(FILE))).unwrap();
    let checked = run(folder, blocks(part("## 第三步：检查"), "sh")[0].trim());
    assert!(checked.stdout.contains("检查通过"), "{}", checked.stdout);
    run(folder, blocks(part("## 第四步：生成报告"), "sh")[0].trim());

    let correction = part("## 第五步：更正");
    let changes = [("licensing = 412", "licensing = 421"), ("培训2次", "培训3次")];
    let corrected = changes.iter().fold(read(FILE), |text, (old, new)| text.replace(old, new));
    fs::write(&file, corrected).unwrap();
    let commands = blocks(correction, "sh");
    let compared = run(folder, commands[0].trim());
    for line in blocks(correction, "text")[0].lines() {
        assert!(compared.stdout.contains(line.trim_end()), "{line}\n{}", compared.stdout);
    }
    run(folder, &commands[1].trim().replace(".docx", ".md"));
    let notice = read("更正说明.md");
    assert!(notice.contains("| 412 | 421 |") && notice.contains("录入数据时有误"), "{notice}");
    run(folder, commands[2].trim());
    assert!(read("2024年报.md").contains("421") && read("2024年报-备份.md").contains("412"));
}

#[test]
fn its_examples_of_texts_and_notes_work() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    run(folder, blocks(part("## 第一步：生成数据文件"), "sh")[1].trim());
    let text = filled(&fs::read_to_string(folder.join(FILE)).unwrap());
    let around = &blocks(part("### 表格前后的文字"), "toml")[0];
    let heading = text.lines().find(|line| line.starts_with("[proceedings]")).unwrap();
    let lists =
        blocks(part("### 写正文"), "toml")[1..].concat().replace("text = '''\n", "").replace("'''\n", "");
    let references =
        rows(part("### 写正文")).filter_map(|(written, _)| code(written)).filter(|code| code.contains("{{"));
    let references: String = references.map(|written| written.replace("\\|", "|") + "\n").collect();
    let text = text.replace(&format!("{heading}\n"), around);
    let text = text.replacen("（二）依申请公开", &format!("{lists}{references}（二）依申请公开"), 1);
    fs::write(folder.join(FILE), text + &blocks(part("### 格里的附注"), "toml")[0]).unwrap();
    run(folder, "nianbao render 2024年报.toml --to md");
    let printed = fs::read_to_string(folder.join("2024年报.md")).unwrap();
    for shown in [
        "22（其中修订6件）",
        "情况如下表",
        "含上年度结转数量",
        "- 图解4篇",
        "| 下半年 | 7 |",
        "70.7%",
        "70\\.67%",
    ] {
        assert!(printed.contains(shown), "{shown}\n{printed}");
    }
}

#[test]
fn its_words_for_the_pages_are_those_of_the_pages() {
    // The folder of the example, and what stands in the draft.
    let others = ["年报", "【待填写】"];
    let quoted = part("## 在浏览器里编年报").split('“').skip(1).filter_map(|rest| rest.split('”').next());
    let words: Vec<_> = quoted.filter(|words| !others.contains(words)).collect();
    assert!(words.len() > 10, "{words:?}");
    for words in words {
        assert!(PAGES.contains(words), "{words}");
    }
}
