//! The notice of a correction: in every output it says what the two files say, and nothing else.

use std::collections::BTreeSet;
use std::fs;

use nianbao::difference::compare;
use nianbao::difference::notice::{Facts, notice};
use nianbao::document::{self, Document, build};
use nianbao::edition::Edition;
use nianbao::format::Forms;
use nianbao::render::{Options, RENDERERS, Renderer, with_extension};
use nianbao::report::{Date, read};
use nianbao::source::Source;
use proptest::prelude::*;

use crate::common::data::Figures;
use crate::common::docx::{self, Block};
use crate::common::grid::Grid;
use crate::common::labels::national;
use crate::common::lists::{NATIONAL, National};
use crate::common::markdown::pipe_tables;
use crate::common::program::{Outcome, nianbao};
use crate::common::sheet::Sheet;
use crate::common::{edited, folder, fonts, html, text_of, toml_files};

const EXAMPLE: &str = "examples/qinghe-2024.toml";
const TITLE: &str = "关于《青禾县住房和城乡建设局2024年政府信息公开工作年度报告》的更正说明";

/// A figure that no sentence states.
const UNSPOKEN: (&str, &str) =
    ("0,            0,            0 ]  # 规章", "0,            0,            1 ]  # 规章");
/// A figure in the prose and in a table, with the reference that follows it.
const FIGURE: (&str, &str) = ("coercive_measures   = 6 ", "coercive_measures   = 7 ");
const WORDS: (&str, &str) = ("组织业务培训4期", "组织业务培训5期");
/// A figure of a table in the narrative.
const IN_ROW: (&str, &str) = ("| 网站专栏 | 742 |", "| 网站专栏 | 743 |");
const DAY: (&str, &str) = ("date     = 2025-01-16", "date     = 2025-01-20");

/// A folder with the report before and after the correction.
fn corrected(edits: &[(&str, &str)]) -> tempfile::TempDir {
    let text = text_of(EXAMPLE);
    folder(&[("旧.toml", text.as_str()), ("新.toml", edited(&text, edits.iter().copied()).as_str())])
}

fn diff(folder: &tempfile::TempDir, arguments: &[&str]) -> Outcome {
    nianbao(folder.path(), [&["diff", "旧.toml", "新.toml"], arguments].concat())
}

fn done(folder: &tempfile::TempDir, arguments: &[&str]) -> String {
    let outcome = diff(folder, arguments);
    assert_eq!(outcome.status, 0, "{}", outcome.stderr);
    outcome.stdout
}

/// The notice as Markdown.
fn written(edits: &[(&str, &str)]) -> String {
    done(&corrected(edits), &["--format", "md"])
}

/// The notice on two data files, as the library makes it.
fn made(old: &str, new: &str) -> Document {
    let forms = Forms::built_in();
    let edition = |text: &str| {
        let report = read(&Source::new("a", text), &forms).report.unwrap();
        Edition::of(&build(&report, document::Options::default()))
    };
    let (old, new) = (edition(old), edition(new));
    let difference = compare(&old, &new, &forms.get(&new.form).unwrap());
    notice(&difference, &old, &new, Facts::default())
}

fn drawn(document: &Document, output: &str) -> Vec<u8> {
    (with_extension(output).unwrap().render)(document, &Options::default()).unwrap()
}

/// The outputs that this machine can make.
fn outputs() -> impl Iterator<Item = &'static Renderer> {
    RENDERERS.iter().filter(|kind| !kind.is_data && (!kind.needs_fonts || fonts::are_installed()))
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

/// Row, column, old and new figure.
type Line = [String; 4];

fn line(cells: Vec<String>) -> Line {
    let [row, column, old, new] = <[String; 4]>::try_from(cells).unwrap();
    [row, column.trim_end_matches('*').to_owned(), old, new]
}

fn lines_of(grids: Vec<Grid>) -> Vec<Line> {
    let lines = |grid: Grid| {
        let row = |row: usize| grid.cells.iter().filter(move |cell| cell.row == row);
        (1..grid.height())
            .map(|at| line(row(at).map(|cell| cell.cell.text.clone()).collect()))
            .collect::<Vec<_>>()
    };
    grids.into_iter().flat_map(lines).collect()
}

/// What the tables of each output say.
fn read_back(document: &Document) -> [Vec<Line>; 3] {
    let markdown = pipe_tables(&text(drawn(document, "md")));
    let markdown = markdown.into_iter().flat_map(|table| table.rows).map(line).collect();
    let page = html::grids(&text(drawn(document, "html")), "table").unwrap();
    let blocks = docx::blocks(&drawn(document, "docx")).unwrap();
    let tables = blocks.into_iter().filter_map(|block| match block {
        Block::Table(grid) => Some(grid),
        Block::Paragraph { .. } => None,
    });
    [markdown, lines_of(page), lines_of(tables.collect())]
}

/// What they must say, by the labels that a person has typed.
fn meant(form: &str, old: &Figures, new: &Figures) -> Vec<Line> {
    let differing = national(form).into_iter().filter(|label| old[&label.path] != new[&label.path]);
    let line = |label: crate::common::labels::Label| {
        let [_, row, column] = label.flat;
        [row, column, old[&label.path].clone(), new[&label.path].clone()]
    };
    differing.map(line).collect()
}

/// A report with random figures, and the figures at some of its places after the correction.
fn corrections(form: &'static National) -> impl Strategy<Value = (Sheet, Sheet)> {
    let stated: usize = form.rows().iter().map(|(_, _, columns)| columns.len()).sum();
    let figures = prop::collection::vec(0..100_000u64, stated);
    let places = prop::collection::vec((any::<prop::sample::Index>(), 0..100_000u64), 0..40);
    (figures, places).prop_map(move |(figures, places)| {
        let mut figures = figures.into_iter();
        let sheet = Sheet::new(form, |_| figures.next().unwrap().to_string());
        let mut after = sheet.clone();
        let count = after.rows.iter().map(|(_, _, cells)| cells.len()).sum();
        for (place, figure) in places {
            let mut cells = after.rows.iter_mut().flat_map(|(_, _, cells)| cells);
            *cells.nth(place.index(count)).unwrap() = figure.to_string();
        }
        (sheet, after)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn old_and_new_figures_are_those_of_the_files(
        first in corrections(NATIONAL[0]),
        second in corrections(NATIONAL[1]),
    ) {
        for (before, after) in [first, second] {
            let document = made(&before.text(), &after.text());
            let meant = meant(before.form.id, &before.figures(), &after.figures());
            for read in read_back(&document) {
                prop_assert_eq!(&read, &meant);
            }
        }
    }

    #[test]
    fn what_was_said_and_what_is_said_instead_can_be_read(
        places in prop::collection::vec((any::<prop::sample::Index>(), 0..3_u8), 1..6),
    ) {
        let old = text_of(EXAMPLE);
        let (start, end) = (old.find("### （三）").unwrap(), old.find("[disclosure]").unwrap());
        let prose = &old[start..end];
        let clauses: Vec<&str> = prose.split_inclusive(['。', '；']).collect();
        let mut new: Vec<String> = clauses.iter().map(|clause| (*clause).to_owned()).collect();
        let (mut gone, mut come) = (BTreeSet::new(), BTreeSet::new());
        for (number, (place, kind)) in places.iter().enumerate() {
            // The last piece closes the text.
            let place = place.index(clauses.len() - 1);
            if new[place] != clauses[place] || clauses[place].contains("](") {
                continue;
            }
            let end = clauses[place].chars().next_back().unwrap();
            let words = format!("更正后的第{number}句话{end}");
            if *kind == 0 {
                new[place].push_str(&words);
            } else {
                // Numbers and headings before the words stay.
                let at = clauses[place].rfind(['\n', '.', '*']).map_or(0, |at| at + 1);
                new[place] = format!("{}{words}", &clauses[place][..at]);
                gone.insert(clauses[place][at..].trim().to_owned());
            }
            come.insert(words);
        }
        let document = made(&old, &old.replace(prose, &new.concat()));
        let page = html::words(&text(drawn(&document, "html")));
        for words in gone.iter().chain(&come) {
            prop_assert!(page.contains(words.as_str()), "{}\n{}", words, page);
        }
    }
}

#[test]
fn a_notice_looks_like_the_report_in_every_output() {
    let folder = corrected(&[FIGURE, WORDS]);
    let path = |name: &str| folder.path().join(name);
    for renderer in outputs() {
        let name = format!("更正说明.{}", renderer.extension);
        let outcome = diff(&folder, &["-o", &name, "--reason", "录入时有误", "--date", "2025年3月5日"]);
        assert_eq!((outcome.status, outcome.stdout.as_str()), (0, ""), "{}", outcome.stderr);
        assert!(outcome.stderr.contains(&format!("更正说明已写入：{name}")), "{}", outcome.stderr);
        let bytes = fs::read(path(&name)).unwrap();
        assert!((renderer.is_intact)(&bytes), "{name}");
        assert_eq!((renderer.title)(&bytes).as_deref(), Some(TITLE), "{name}");
    }
    let page = fs::read_to_string(path("更正说明.html")).unwrap();
    assert_eq!(html::title(&page), TITLE);
    let words = fs::read(path("更正说明.docx")).unwrap();
    let digest = nianbao::render::digest(text_of(EXAMPLE).as_bytes());
    for properties in [page.as_str(), &docx::part(&words, "docProps/custom.xml")] {
        assert!(properties.contains(&digest), "{properties}");
    }
    assert!(page.contains("<meta name=\"PubDate\" content=\"2025-03-05 00:00\">"), "{page}");
    let core = docx::part(&words, "docProps/core.xml");
    assert!(core.contains("2025-03-05T00:00:00Z") && core.contains("青禾县住房和城乡建设局"), "{core}");
    // No reader sees the digest.
    let story = docx::part(&words, "word/document.xml");
    assert!(!html::words(&page).contains("sha256") && !story.contains("sha256"));
    // Nor is the page taken for a report.
    let outcome = nianbao(folder.path(), ["diff", "更正说明.html", "新.toml"]);
    assert_eq!(outcome.status, 2);
    assert!(outcome.stderr.contains("没有读到政府信息公开工作年度报告的表格"), "{}", outcome.stderr);
}

#[test]
fn the_title_breaks_alike_in_word_and_on_the_page() {
    let document = made(&text_of(EXAMPLE), &edited(&text_of(EXAMPLE), [WORDS]));
    let page = text(drawn(&document, "html"));
    let title = page.split_once("<h1>").unwrap().1.split_once("</h1>").unwrap().0;
    let lines: Vec<String> = title.split("<span class=\"line\">").skip(1).map(html::words).collect();
    assert_eq!(lines, ["关于《青禾县住房和城乡建设局", "2024年政府信息公开工作年度报告》", "的更正说明"]);
    let story = docx::part(&drawn(&document, "docx"), "word/document.xml");
    let title = story.split("</w:p>").next().unwrap();
    let lines_of_word: Vec<&str> = title
        .split("<w:t xml:space=\"preserve\">")
        .skip(1)
        .map(|rest| rest.split("</w:t>").next().unwrap())
        .collect();
    assert_eq!(lines_of_word, lines);
    assert_eq!(title.matches("<w:br").count(), 2);
}

#[test]
fn what_is_left_open_has_a_place_and_is_said() {
    let folder = corrected(&[WORDS]);
    let outcome = diff(&folder, &["--format", "md"]);
    assert!(outcome.stdout.contains("\n更正原因：【待填写】\n"), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("\n　　　　年　　月　　日\n"), "{}", outcome.stdout);
    for says in ["更正原因还没有写", "--reason", "日期留空", "--date 2025-03-05"] {
        assert!(outcome.stderr.contains(says), "{says}: {}", outcome.stderr);
    }
    let outcome = diff(&folder, &["--format", "md", "--reason", "录入时\n有误", "--date", "2025.3.5"]);
    assert!(outcome.stdout.contains("\n更正原因：录入时 有误。\n"), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("\n2025年3月5日\n"), "{}", outcome.stdout);
    assert!(!outcome.stderr.contains("更正原因") && !outcome.stderr.contains("日期"), "{}", outcome.stderr);
    // What the notice writes before the reason stands there once.
    for typed in ["更正原因：录入有误", "更正原因:录入有误。", "原因： 录入有误", "更正的原因是录入有误"]
    {
        let notice = done(&folder, &["--format", "md", "--reason", typed]);
        assert!(notice.contains("\n更正原因：录入有误。\n"), "{notice}");
    }
    let outcome = diff(&folder, &["--format", "md", "--reason", "更正原因："]);
    assert!(
        outcome.stdout.contains("【待填写】") && outcome.stderr.contains("还没有写"),
        "{}",
        outcome.stdout
    );
    let outcome = diff(&folder, &["--format", "md", "--date", "2025-01-05"]);
    assert!(outcome.stderr.contains("早于原报告的日期 2025年1月16日"), "{}", outcome.stderr);
    let outcome = diff(&folder, &["--format", "md", "--date", "2025-02-30"]);
    assert_eq!(outcome.status, 2);
    assert!(outcome.stderr.replace("\n", "").contains("2025年3月5日"), "{}", outcome.stderr);
    // The same input gives the same bytes.
    assert_eq!(done(&folder, &["--format", "html"]), done(&folder, &["--format", "html"]));
}

#[test]
fn it_is_said_whether_figures_or_only_words_are_corrected() {
    for (edits, says) in [
        (&[FIGURE][..], "本次更正涉及表格数字1处、文字1处。"),
        (&[UNSPOKEN], "仅涉及表格数字1处，不涉及正文文字。"),
        (&[WORDS], "本次更正仅涉及文字表述1处，不涉及表格数字。"),
        (&[WORDS, DAY], "本次更正仅涉及文字表述1处、落款日期，不涉及表格数字。"),
        (&[DAY], "本次更正仅涉及落款日期，不涉及表格数字和其他文字。"),
        (&[IN_ROW], "本次更正仅涉及正文表格数字1处，不涉及其他表格数字和其他文字。"),
        (&[IN_ROW, WORDS], "本次更正仅涉及正文表格数字1处、文字表述1处，不涉及其他表格数字。"),
        (&[UNSPOKEN, IN_ROW], "本次更正仅涉及表格数字1处、正文表格数字1处，不涉及文字表述。"),
        (&[("| 网站专栏 |", "| 网站栏目 |")], "本次更正仅涉及文字表述1处，不涉及表格数字。"),
    ] {
        let notice = written(edits);
        assert!(notice.contains(says), "{says}: {notice}");
    }
    let notice = written(&[FIGURE, WORDS]);
    for says in [
        "“一、总体情况”部分“（一）主动公开情况”",
        "“一、总体情况”部分“（五）监督保障情况”",
        "现对2025年1月16日公布的《青禾县住房和城乡建设局2024年政府信息公开工作年度报告》",
        "实施行政强制**6**件",
        "实施行政强制**7**件",
        // The sentence stands whole around the clause.
        "更正为：政务公开列入股室年度考核，考核结果与评先评优挂钩；组织业务培训**5**期；邀请",
    ] {
        assert!(notice.contains(says), "{says}: {notice}");
    }
}

#[test]
fn a_name_alone_can_be_corrected() {
    const NAME: &str = "青禾县住房和城乡建设局";
    let old = text_of(EXAMPLE);
    for name in ["青禾县住房城乡建设局", "青禾县住房和城市更新局"] {
        let new = old.replace(NAME, name);
        let folder = folder(&[("旧.toml", old.as_str()), ("新.toml", new.as_str())]);
        let notice = done(&folder, &["--format", "md"]);
        let says = format!("机关名称原为“{NAME}”，更正为“{name}”，报告中的这一名称一并更正。");
        assert!(notice.contains(&says), "{notice}");
        assert!(notice.contains("本次更正仅涉及机关名称，不涉及表格数字和其他文字。"), "{notice}");
        // Other figures or other words beside another name are those of another agency.
        for edit in [UNSPOKEN, WORDS] {
            fs::write(folder.path().join("新.toml"), edited(&new, [edit])).unwrap();
            let outcome = diff(&folder, &["--format", "md"]);
            assert_eq!((outcome.status, outcome.stdout.as_str()), (2, ""), "{edit:?}");
            let says = ["编制机关不同", "分两次写"];
            assert!(says.iter().all(|words| outcome.stderr.contains(words)), "{}", outcome.stderr);
        }
    }
}

#[test]
fn the_ending_of_the_file_decides_or_is_refused() {
    let folder = corrected(&[WORDS]);
    let exists = |name: &str| folder.path().join(name).exists();
    for (name, begins) in [
        ("a.md", "# 关于"),
        ("a.htm", "<!DOCTYPE"),
        ("a.JSON", "{"),
        ("a.txt", "旧.toml"),
        ("a", "旧.toml"),
        ("a.docx", "PK"),
    ] {
        done(&folder, &["-o", name]);
        let bytes = fs::read(folder.path().join(name)).unwrap();
        assert!(bytes.starts_with(begins.as_bytes()), "{name}");
    }
    for (name, begins) in [("网页", "<!DOCTYPE"), ("markdown", "# 关于"), ("JSON", "{")] {
        assert!(done(&folder, &["--format", name]).starts_with(begins), "{name}");
    }
    for (arguments, says) in [
        (
            &["--format", "md", "-o", "说明.docx"][..],
            &["Word 文件", "nianbao diff 旧.toml 新.toml -o 说明.docx", "--format md -o 说明.md"][..],
        ),
        (
            &["--format", "docx", "-o", "说明.md"],
            &["Markdown 文件", "nianbao diff 旧.toml 新.toml -o 说明.docx", "-o 说明.md"],
        ),
        (&["--format", "docx", "-o", "说明"], &["没有扩展名", "-o 说明.docx"]),
        (&["--format", "html", "-o", "说明.txt"], &["-o 说明.html"]),
        (&["--format", "human", "-o", "说明.html"], &["-o 说明.html", "-o 说明.txt"]),
        (&["-o", "说明.doc"], &["-o 说明.docx"]),
        (&["-o", "说明.csv"], &["CSV 文件", "-o 说明.docx"]),
        (&["-o", "说明.xlsx"], &["Excel 文件", ".pdf、.docx、", "-o 说明.docx"]),
        (&["--format", "pdf"], &["PDF 文件不能显示在屏幕上", "-o 更正说明.pdf"]),
        (&["-o", "说明.toml"], &["数据文件"]),
        (&["--format", "word"], &["nianbao diff 旧.toml 新.toml -o 更正说明.docx"]),
        (&["--reason", "有误"], &["--reason 有误 -o 更正说明.docx"]),
    ] {
        let outcome = diff(&folder, arguments);
        assert_eq!((outcome.status, outcome.stdout.as_str()), (2, ""), "{arguments:?}");
        for words in says {
            assert!(outcome.stderr.contains(words), "{arguments:?} {words}: {}", outcome.stderr);
        }
    }
    for name in
        ["说明.docx", "说明.md", "说明", "说明.txt", "说明.html", "说明.doc", "说明.xlsx", "说明.toml"]
    {
        assert!(!exists(name), "{name}");
    }
    for (name, says) in [
        ("送审.docx", "nianbao render 旧.toml --to docx -o 送审"),
        ("送审.htm", "--to html -o 送审"),
        ("送审.pdf", "--to pdf -o 送审"),
        ("送审.xlsx", "-o 送审"),
    ] {
        let outcome = nianbao(folder.path(), ["render", "旧.toml", "--to", "docx", "-o", name]);
        assert_eq!((outcome.status, exists(name)), (2, false), "{name}");
        assert!(outcome.stderr.contains(says), "{}", outcome.stderr);
    }
    // A point in the name of a folder is no ending.
    assert_eq!(nianbao(folder.path(), ["render", "旧.toml", "--to", "md", "-o", "送审2.0"]).status, 0);
}

#[test]
fn a_notice_is_written_anew_unless_somebody_went_on_in_it() {
    let folder = corrected(&[WORDS]);
    let path = |name: &str| folder.path().join(name);
    let kinds = outputs().map(|renderer| renderer.id).collect::<Vec<_>>().join(",");
    assert_eq!(nianbao(folder.path(), ["render", "旧.toml", "--to", &kinds]).status, 0);
    for renderer in outputs() {
        let name = format!("更正说明.{}", renderer.extension);
        done(&folder, &["-o", &name]);
        let first = fs::read(path(&name)).unwrap();
        done(&folder, &["-o", &name, "--reason", "录入时有误"]);
        let second = fs::read(path(&name)).unwrap();
        assert_ne!(first, second, "{name}");
        let changed = match renderer.extension {
            "docx" => docx::edited(&second, "录入时有误", "录入时漏了一期"),
            // A line may end within the words.
            "ofd" => docx::edited(&second, "误", "错"),
            // What other programs add stands behind the rest.
            "pdf" => [&second[..], b"\n% more\n"].concat(),
            _ => text(second.clone()).replace("录入时有误", "录入时漏了一期").into_bytes(),
        };
        // A report is no notice, though nobody has changed it.
        for (name, present) in [(&name, changed), (&format!("旧.{}", renderer.extension), Vec::new())] {
            if !present.is_empty() {
                fs::write(path(name), &present).unwrap();
            }
            let before = fs::read(path(name)).unwrap();
            let outcome = diff(&folder, &["-o", name]);
            assert_eq!(outcome.status, 2, "{name}");
            assert!(outcome.stderr.contains("没有覆盖"), "{}", outcome.stderr);
            assert_eq!(fs::read(path(name)).unwrap(), before, "{name}");
        }
    }
}

#[test]
fn every_example_gives_a_notice_of_a_changed_day() {
    for (name, old) in toml_files("examples") {
        let Some(line) = old.lines().find(|line| line.starts_with("date ")) else { continue };
        let new = old.replacen(line, "date = 2029-12-31", 1);
        let document = made(&old, &new);
        let page = html::words(&text(drawn(&document, "html")));
        assert!(page.contains("更正为“2029年12月31日”。"), "{name}: {page}");
        assert_eq!(document.signature.date, None::<Date>);
        assert!(read_back(&document).iter().all(Vec::is_empty), "{name}");
    }
}
