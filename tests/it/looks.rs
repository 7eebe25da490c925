//! Templates, style files and fragments: how an office makes the outputs its own.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use scraper::{Html, Selector};

use crate::common::program::nianbao;
use crate::common::{docx, html, text_of};

const EXAMPLE: &str = "examples/qinghe-2024.toml";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("年报.toml"), text_of(EXAMPLE)).unwrap();
    folder
}

/// Renders the example; what was written, if it was.
fn rendered(folder: &Path, arguments: &[&str], name: &str) -> Result<Vec<u8>, String> {
    let outcome = nianbao(folder, [&["render", "年报.toml"], arguments].concat());
    match outcome.status {
        0 => Ok(fs::read(folder.join(name)).unwrap()),
        status => Err(format!("{status} {}", outcome.stderr)),
    }
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_fragment_says_the_same_and_carries_its_styles() {
    let folder = folder();
    let page = text(rendered(folder.path(), &[], "年报.html").unwrap());
    let fragment = text(rendered(folder.path(), &["--to", "html", "--fragment"], "年报.html").unwrap());
    assert_eq!(html::by_cell(&fragment), html::by_cell(&page));
    assert_eq!(html::by_headers(&fragment), html::by_headers(&page));
    let words = |page: &str| {
        let words: Vec<String> = Html::parse_document(page)
            .select(&Selector::parse("h1, h2, h3, p, li, td, th, caption").unwrap())
            .map(|element| element.text().collect())
            .collect();
        words.concat()
    };
    let squeezed = |text: String| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    assert_eq!(squeezed(words(&fragment)), squeezed(words(&page)));
    for absent in ["<style", "<script", "<head", "<html", "<body", "<meta", "<link", "<!DOCTYPE"] {
        assert!(!fragment.contains(absent), "{absent}");
    }
    let parsed = Html::parse_fragment(&fragment);
    for element in ["h1", "h2", "h3", "p", "table", "th", "td", "li"] {
        let selector = Selector::parse(element).unwrap();
        assert!(parsed.select(&selector).count() > 0, "{element}");
        for found in parsed.select(&selector) {
            let style = found.attr("style").unwrap_or_default();
            assert!(style.contains(':'), "<{element}> has no style: {}", found.html());
        }
    }
}

#[test]
fn a_draft_fragment_is_marked() {
    let folder = folder();
    let arguments = ["--to", "html", "--fragment", "--draft"];
    let fragment = text(rendered(folder.path(), &arguments, "年报-草稿.html").unwrap());
    assert!(fragment.contains("草稿，仅供核对，不得发布"));
}

#[test]
fn the_templates_that_are_written_out_draw_the_same_report() {
    let folder = folder();
    let names = ["年报.html", "年报.md", "年报.docx"];
    let before: Vec<_> = names.map(|name| rendered(folder.path(), &[], name).unwrap()).into();
    assert_eq!(nianbao(folder.path(), ["templates", "模板"]).status, 0);
    let after = names.map(|name| rendered(folder.path(), &["--templates", "模板"], name).unwrap());
    for ((name, before), after) in names.iter().zip(before).zip(after) {
        assert!(before == after, "{name}");
    }
    // A second time nothing is written over.
    fs::write(folder.path().join("模板/page.css"), "p { color: red }").unwrap();
    assert_eq!(nianbao(folder.path(), ["templates", "模板"]).status, 2);
    assert_eq!(fs::read_to_string(folder.path().join("模板/page.css")).unwrap(), "p { color: red }");
}

#[test]
fn a_template_replaces_only_its_own() {
    let folder = folder();
    let templates = folder.path().join("模板");
    fs::create_dir(&templates).unwrap();
    fs::write(templates.join("page.css"), "p { color: red }").unwrap();
    let page = text(rendered(folder.path(), &["--templates", "模板"], "年报.html").unwrap());
    assert!(page.contains("<style>\np { color: red }</style>") && page.contains("<h1>"));
    fs::write(templates.join("report.md"), "{{ year }}|{{ issuer }}|{{ sections | length }}").unwrap();
    let markdown = text(rendered(folder.path(), &["--templates", "模板"], "年报.md").unwrap());
    let (markdown, seal) = markdown.split_once('\n').unwrap();
    assert_eq!(markdown, "2024|青禾县住房和城乡建设局|6");
    // Whatever a template says, the output can be recognised later.
    assert!(seal.starts_with("\n[//]: # (nianbao sha256:"), "{seal}");
    fs::write(templates.join("docx.toml"), "[body]\nfont = \"仿宋\"").unwrap();
    let word = rendered(folder.path(), &["--templates", "模板"], "年报.docx").unwrap();
    assert!(docx::part(&word, "word/styles.xml").contains("\"仿宋\""));
}

#[test]
fn faults_of_templates_and_styles_are_named_with_their_place_and_nothing_is_written() {
    for (name, content, part) in [
        ("page.html", "<p>\n{{ titel }}", "page.html”第 2 行第 4 列有误：没有“titel”这个值"),
        ("page.html", "{% for s in sections %}", "page.html”第 1 行"),
        ("report.md", "{{ ", "report.md”第 1 行"),
        ("docx.toml", "[body]\nfond = 1", "docx.toml”第 2 行第 1 列有误：没有“body.fond”"),
        ("别的.html", "", "里没有模板"),
    ] {
        let folder = folder();
        let templates = folder.path().join("模板");
        fs::create_dir(&templates).unwrap();
        fs::write(templates.join(name), content).unwrap();
        let refused = rendered(folder.path(), &["--templates", "模板"], "年报.html").unwrap_err();
        assert!(refused.starts_with("2 ") && refused.contains(part), "{name}: {refused}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "{name}");
    }
    let folder = folder();
    for (arguments, part) in
        [(["--templates", "没有"], "没有“没有”这个文件夹"), (["--style", "没有.toml"], "无法读取“没有.toml”")]
    {
        let refused = rendered(folder.path(), &arguments, "年报.html").unwrap_err();
        assert!(refused.starts_with("2 ") && refused.contains(part), "{refused}");
    }
}

#[test]
fn a_style_file_goes_over_that_of_the_templates() {
    let folder = folder();
    fs::create_dir(folder.path().join("模板")).unwrap();
    fs::write(folder.path().join("模板/docx.toml"), "[body]\nfont = \"甲体\"\nsize = 15").unwrap();
    fs::write(folder.path().join("本局.toml"), "[body]\nfont = \"乙体\"").unwrap();
    let arguments = ["--templates", "模板", "--style", "本局.toml"];
    let styles = docx::part(&rendered(folder.path(), &arguments, "年报.docx").unwrap(), "word/styles.xml");
    assert!(styles.contains("\"乙体\"") && !styles.contains("\"甲体\"") && styles.contains("w:val=\"30\""));
}

/// Names in the table of values of the templates' README: the first column, where the second or third
/// is not 没有.
fn documented(column: usize) -> BTreeSet<String> {
    let readme = text_of("templates/README.zh-CN.md");
    let rows = readme.lines().skip_while(|line| !line.starts_with("## 可用的值"));
    let rows = rows.filter(|line| line.starts_with("| `"));
    rows.filter_map(|line| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        (cells[column] != "没有").then(|| cells[1].trim_matches('`').to_owned())
    })
    .collect()
}

/// What a template receives must be what is written down: users' templates depend on it.
#[test]
fn templates_receive_the_documented_values() {
    for (name, column, arguments) in [
        ("page.html", 2, vec!["--to", "html"]),
        ("fragment.html", 2, vec!["--to", "html", "--fragment"]),
        ("report.md", 3, vec!["--to", "md"]),
    ] {
        let folder = folder();
        fs::create_dir(folder.path().join("模板")).unwrap();
        fs::write(folder.path().join("模板").join(name), "{{ none_such }}").unwrap();
        let arguments: Vec<&str> = arguments.into_iter().chain(["--templates", "模板"]).collect();
        let refused = rendered(folder.path(), &arguments, "").unwrap_err();
        let names = refused.split("可用的值：").nth(1).unwrap().trim();
        let received: BTreeSet<String> = names.split(", ").map(str::to_owned).collect();
        assert_eq!(received, documented(column), "{name}");
        let members = "{% for s in sections %}{{ s.key }}{{ s.title }}{{ s.body }}{% endfor %}";
        let tags = "{% for tag in meta %}{{ tag.name }}{{ tag.content }}{% endfor %}";
        let all = if column == 2 { format!("{members}{tags}") } else { members.to_owned() };
        fs::write(folder.path().join("模板").join(name), all).unwrap();
        let output = if column == 2 { "年报.html" } else { "年报.md" };
        let drawn = text(rendered(folder.path(), &arguments, output).unwrap());
        assert!(drawn.contains("other_matters") && drawn.contains("六、其他需要报告的事项"), "{drawn}");
    }
}
