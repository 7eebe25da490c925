//! `nianbao new --from`: a file that goes on from last year's, as a clerk makes it.

use std::fs;
use std::path::Path;

use crate::common::html;
use crate::common::program::{Outcome, nianbao};

const EXAMPLES: &[(&str, u16)] = &[
    ("baoshan-2019", 2019),
    ("huarong-2020", 2020),
    ("pingan-2019", 2019),
    ("qinghe-2023", 2023),
    ("qinghe-2024", 2024),
    ("shunhe-2020", 2020),
    ("zhifu-2019", 2019),
];

/// A folder with an example in it, under its own name.
fn folder_with(example: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let file = format!("{example}.toml");
    fs::copy(format!("examples/{file}"), folder.path().join(file)).unwrap();
    folder
}

fn new(folder: &Path, arguments: &[&str]) -> Outcome {
    nianbao(folder, [&["new"], arguments].concat())
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

/// Puts a 0 into each blank cell, and words into each place that is still to be written.
fn fill(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let is_comment = line.starts_with('#');
        let line = if is_comment { line.to_owned() } else { line.replace("\"\"", "0") };
        out.push_str(&line.replace("【待填写】", "正在编写。"));
        out.push('\n');
    }
    out
}

/// True for a line that is a heading, and not last year's statement behind an ordinal.
fn is_heading(line: &str) -> bool {
    let is_marked =
        line.starts_with('#') || line.starts_with('（') && !line.trim_end_matches('。').contains('。');
    let no_year =
        ["2019年", "2020年", "2023年", "2024年"].iter().fold(line.to_owned(), |l, y| l.replace(y, ""));
    is_marked && !no_year.contains(|c: char| c.is_ascii_digit())
}

/// A run-in heading that is a mere heading, and the sentences behind it.
fn run_in(line: &str) -> Option<(&str, &str)> {
    let (lead, rest) = line.split_once('。').filter(|_| line.starts_with('（'))?;
    let is_short = !lead.contains(['，', '{']) && lead.chars().count() <= 23;
    (is_short && !lead.contains(|c: char| c.is_ascii_digit())).then_some((lead, rest))
}

/// The sentences of a data file's narrative, without its headings and what figures stand for.
fn sentences(text: &str) -> Vec<String> {
    let file: toml::Table = text.parse().unwrap();
    let mut found = Vec::new();
    let narratives = file.values().filter_map(|section| section.get("text")?.as_str());
    let preamble = file.get("publication").and_then(|section| section.get("preamble")?.as_str());
    for line in narratives.chain(preamble).flat_map(str::lines) {
        let heading = is_heading(line);
        let line = run_in(line).map_or(line, |(_, rest)| rest);
        let pieces = line.split(['。', '；', '，', '：', '、', '|', '*', '[', ']', '{', '}']);
        let long = |piece: &&str| piece.chars().filter(|c| !c.is_ascii()).count() >= 6;
        found.extend(pieces.filter(long).filter(|_| !heading).map(|piece| piece.trim().to_owned()));
    }
    found
}

/// The words of a report of the same agency that was begun from nothing.
fn blank_page(folder: &Path, old: &str, year: u16) -> String {
    let file: toml::Table = old.parse().unwrap();
    let agency = file["agency"]["name"].as_str().unwrap();
    let year = year.to_string();
    assert_eq!(new(folder, &["--agency", agency, "--year", &year, "-o", "空.toml"]).status, 0);
    fs::write(folder.join("空.toml"), fill(&read(folder, "空.toml"))).unwrap();
    assert!(nianbao(folder, ["render", "空.toml", "--draft", "--to", "html"]).status <= 1);
    html::words(&read(folder, "空-草稿.html"))
}

/// Last year's statements where headings stand.
const STATEMENTS: &str = "（一）全年主动公开政府信息1286条。其中网站公开一千条。\n（二）机制不断健全完善，公开质量稳步提升。\
    群众比较满意。\n### 2023年共办理申请86件\n戊。\n（三）全年答复行政复议案件12起\n";

#[test]
fn of_last_years_words_nothing_is_printed() {
    for (name, year) in EXAMPLES {
        let folder = folder_with(name);
        let old = read(folder.path(), &format!("{name}.toml"));
        let old = old.replace("\ntext = '''\n", &format!("\ntext = '''\n{STATEMENTS}"));
        fs::write(folder.path().join(format!("{name}.toml")), &old).unwrap();
        let outcome = new(folder.path(), &["--from", &format!("{name}.toml"), "-o", "新.toml"]);
        assert_eq!(outcome.status, 0, "{}", outcome.stderr);
        let text = read(folder.path(), "新.toml");
        let sentences = sentences(&old);
        assert!(sentences.len() > 20, "{name}");
        // They are there to look at …
        for sentence in &sentences {
            assert!(text.contains(sentence.as_str()), "{name}: {sentence}");
        }
        fs::write(folder.path().join("新.toml"), fill(&text)).unwrap();
        let outcome = nianbao(folder.path(), ["render", "新.toml", "--draft"]);
        assert!(outcome.status <= 1, "{}", outcome.stderr);
        // … and not in the report.
        let (page, markdown) = (read(folder.path(), "新-草稿.html"), read(folder.path(), "新-草稿.md"));
        // The words of the form, the title and the signature, from a file that knows nothing of last year's.
        let blank = blank_page(folder.path(), &old, year + 1);
        assert!(html::title(&page).contains(&format!("{}年", year + 1)));
        for printed in [html::words(&page), markdown] {
            assert!(printed.contains("正在编写。"));
            for sentence in &sentences {
                // One of last year's headings may be the same words.
                let kept = |line: &str| {
                    is_heading(line) && line.chars().count() < 60 && line.contains(sentence.as_str())
                        || run_in(line).is_some_and(|(lead, _)| lead.contains(sentence.as_str()))
                };
                let elsewhere = blank.contains(sentence.as_str()) || old.lines().any(kept);
                assert!(elsewhere || !printed.contains(sentence.as_str()), "{name}: {sentence}");
            }
        }
    }
}

#[test]
fn last_years_file_is_named_from_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::create_dir_all(path("2023 年")).unwrap();
    fs::create_dir_all(path("归档/2024")).unwrap();
    fs::copy("examples/qinghe-2023.toml", path("2023 年/年报.toml")).unwrap();
    let outcome = new(folder.path(), &["--from", "2023 年/年报.toml", "-o", "归档/2024/年报.toml"]);
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    let text = read(folder.path(), "归档/2024/年报.toml");
    assert!(text.contains("\nfile     = \"../../2023 年/年报.toml\"\n"), "{text}");
    assert!(path("归档/2024/nianbao-2021.schema.json").exists());
    let blank = new(folder.path(), &["-o", "2023 年/又一个.toml"]);
    assert!(blank.stderr.contains("nianbao check \"2023 年/又一个.toml\""), "{}", blank.stderr);
    // The check finds it from anywhere, and compares.
    let outcome = nianbao(Path::new("/"), ["check", path("归档/2024/年报.toml").to_str().unwrap()]);
    assert_eq!(outcome.status, 1);
    assert!(!outcome.stdout.contains("D012") && !outcome.stdout.contains("Y20"), "{}", outcome.stdout);
    let changed =
        text.replace("carried_in                   = [      3,", "carried_in                   = [      2,");
    assert_ne!(changed, text);
    fs::write(path("归档/2024/年报.toml"), changed).unwrap();
    let outcome = nianbao(folder.path(), ["check", "归档/2024/年报.toml"]);
    assert!(outcome.stdout.contains("Y201"), "{}", outcome.stdout);
    // In the same folder the name will do.
    assert_eq!(new(&path("2023 年"), &["--from", "年报.toml"]).status, 0);
    assert!(read(&path("2023 年"), "2024年报.toml").contains("\nfile     = \"年报.toml\"\n"));
}

#[test]
fn options_say_otherwise() {
    let folder = folder_with("qinghe-2023");
    let from = ["--from", "qinghe-2023.toml"];
    assert_eq!(new(folder.path(), &[&from[..], &["--year", "2024"]].concat()).status, 0);
    let wrong = new(folder.path(), &[&from[..], &["--year", "2025"]].concat());
    assert_eq!(wrong.status, 2);
    assert!(
        wrong.stderr.contains("2023 年度") && wrong.stderr.contains("应当写 2024 年度的"),
        "{}",
        wrong.stderr
    );
    let options = ["--agency", "青禾县人民政府", "--level", "government", "-o", "新.toml", "--zeros"];
    let outcome = new(folder.path(), &[&from[..], &options].concat());
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    assert!(
        outcome.stderr.contains("机关全称与上年文件的不同（上年是“青禾县住房和城乡建设局”）"),
        "{}",
        outcome.stderr
    );
    let text = read(folder.path(), "新.toml");
    assert!(
        text.contains("\"青禾县人民政府\"   # 编制机关全称") && text.contains("level    = \"government\"")
    );
    assert!(text.contains("carried_in                   = [      3,        1,"), "{text}");
    // The new file is never last year's, and nothing is overwritten.
    let before = read(folder.path(), "qinghe-2023.toml");
    assert_eq!(new(folder.path(), &[&from[..], &["-o", "qinghe-2023.toml"]].concat()).status, 2);
    assert_eq!(read(folder.path(), "qinghe-2023.toml"), before);
}

#[test]
fn the_level_follows_a_name_that_is_given() {
    let folder = folder_with("qinghe-2023");
    for (name, level, words) in [
        ("示例县人民政府", "government", "各级人民政府（government）"),
        ("示例县人民政府（本级）", "government", "各级人民政府（government）"),
        ("示例县人民政府办公室", "department", "部门、街道办等（department）"),
    ] {
        let output = format!("{name}.toml");
        for from in [&[][..], &["--from", "qinghe-2023.toml"]] {
            let outcome = new(folder.path(), &[&["--agency", name, "-o", &output], from].concat());
            assert_eq!(outcome.status, 0, "{}", outcome.stderr);
            assert!(outcome.stderr.contains(&format!("机关类别按{words}写")), "{}", outcome.stderr);
            assert!(read(folder.path(), &output).contains(&format!("level    = \"{level}\"")));
            fs::remove_file(folder.path().join(&output)).unwrap();
        }
        let outcome = new(folder.path(), &["--agency", name, "-o", &output, "--level", "government"]);
        assert!(!outcome.stderr.contains("机关类别按"), "{}", outcome.stderr);
    }
}

#[test]
fn brackets_and_blanks_make_no_other_name() {
    let folder = folder_with("qinghe-2023");
    let old = read(folder.path(), "qinghe-2023.toml");
    fs::write(
        folder.path().join("旧.toml"),
        old.replacen("name     = \"青禾县住房和城乡建设局\"", "name     = \"青禾县住建局（人防办）\"", 1),
    )
    .unwrap();
    let outcome =
        new(folder.path(), &["--from", "旧.toml", "--agency", "青禾县 住建局(人防办)", "-o", "新.toml"]);
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    assert!(!outcome.stderr.contains("机关全称与上年文件的不同"), "{}", outcome.stderr);
    assert!(!outcome.stderr.contains("机关类别按"), "{}", outcome.stderr);
}

#[test]
fn a_file_that_cannot_serve_is_refused_and_says_why() {
    let folder = folder_with("qinghe-2023");
    let path = |name: &str| folder.path().join(name);
    assert_eq!(nianbao(folder.path(), ["render", "qinghe-2023.toml"]).status, 0);
    fs::write(path("坏.toml"), "format = 2021”\n[").unwrap();
    fs::write(path("空.toml"), "").unwrap();
    let text = read(folder.path(), "qinghe-2023.toml");
    fs::write(path("无年度.toml"), text.replacen("year   = 2023", "", 1)).unwrap();
    fs::write(path("大.toml"), text.replacen("year   = 2023", "year = 2999", 1)).unwrap();
    let before = fs::read_dir(folder.path()).unwrap().count();
    for (file, words) in [
        ("没有.toml", &["文件不存在"][..]),
        (".", &["不止一个数据文件", "qinghe-2023.toml"]),
        ("坏.toml", &["读不出来", "nianbao check 坏.toml"]),
        ("空.toml", &["读不出来"]),
        ("无年度.toml", &["没有写明报告年度", "nianbao check 无年度.toml"]),
    ] {
        let outcome = new(folder.path(), &["--from", file]);
        assert_eq!((outcome.status, outcome.stdout.as_str()), (2, ""), "{file}");
        for word in words {
            assert!(outcome.stderr.contains(word), "{file}: {}", outcome.stderr);
        }
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), before);
    // The year after the last one that can be: there is nothing wrong with asking.
    assert!(new(folder.path(), &["--from", "大.toml"]).stderr.contains("要编 2999 年度的报告"));
}

#[test]
fn errors_of_last_years_file_are_spoken_of() {
    let folder = folder_with("qinghe-2023");
    let text = read(folder.path(), "qinghe-2023.toml");
    let row = "carried_forward              = [      3,        1,        0,            0,            0,    0,    4 ]";
    assert!(text.contains(row));
    let broken = text.replace(row, "carried_forward = [ 3, \"\", 0, 0, 0, 0 ]").replace("14120 ", "-5 ");
    fs::write(folder.path().join("qinghe-2023.toml"), broken).unwrap();
    let outcome = new(folder.path(), &["--from", "qinghe-2023.toml"]);
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("本身还有 2 处必须改正的错误"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("商业企业列没有填写"), "{}", outcome.stderr);
    let line = read(folder.path(), "2024年报.toml");
    assert!(line.contains("carried_in                   = [      3,       \"\",        0,"), "{line}");
}

#[test]
fn the_schema_beside_it_is_kept_up_to_date_but_never_taken_from_another() {
    let folder = folder_with("qinghe-2023");
    let schema = folder.path().join("nianbao-2021.schema.json");
    let make = |output: &str| new(folder.path(), &["--from", "qinghe-2023.toml", "-o", output]);
    assert!(make("a.toml").stderr.contains("供编辑器用，可以不管"));
    let own = fs::read_to_string(&schema).unwrap();
    // An older one of the program's own is replaced, and so is an intact one left as it is.
    fs::write(&schema, own.replacen("自然人", "个人", 1)).unwrap();
    assert_eq!(make("b.toml").status, 0);
    assert_eq!(fs::read_to_string(&schema).unwrap(), own);
    for foreign in ["{}", "no JSON", "{\"$comment\": \"我的\"}"] {
        fs::write(&schema, foreign).unwrap();
        let outcome = make(&format!("{}.toml", foreign.len()));
        assert_eq!(outcome.status, 0, "{}", outcome.stderr);
        assert!(outcome.stderr.contains("不是本程序生成的，没有改动"), "{}", outcome.stderr);
        assert_eq!(fs::read_to_string(&schema).unwrap(), foreign);
    }
}

#[test]
fn without_a_terminal_there_are_no_questions() {
    let folder = tempfile::tempdir().unwrap();
    let outcome = nianbao(folder.path(), ["new"]);
    assert_eq!((outcome.status, outcome.stdout.as_str()), (0, ""));
    assert!(!outcome.stderr.contains("回车"), "{}", outcome.stderr);
}

#[test]
fn completions_are_written_for_every_shell() {
    let folder = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish", "BASH"] {
        let outcome = nianbao(folder.path(), ["completions", shell]);
        assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""), "{shell}");
        for word in ["nianbao", "check", "render", "completions", "--from"] {
            let word = if shell == "fish" { word.trim_start_matches("--") } else { word };
            assert!(outcome.stdout.contains(word), "{shell}: {word}");
        }
        if shell == "bash" && cfg!(unix) {
            fs::write(folder.path().join("补全"), &outcome.stdout).unwrap();
            let bash = std::process::Command::new("bash")
                .arg("-n")
                .arg(folder.path().join("补全"))
                .output()
                .unwrap();
            assert!(bash.status.success(), "{}", String::from_utf8_lossy(&bash.stderr));
        }
    }
    let outcome = nianbao(folder.path(), ["completions", "tcsh"]);
    assert_eq!(outcome.status, 2);
    assert!(
        outcome.stderr.contains("没有“tcsh”的补全脚本，可以写：bash、elvish、fish、powershell、zsh"),
        "{}",
        outcome.stderr
    );
}
