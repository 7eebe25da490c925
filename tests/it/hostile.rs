//! Words that would do harm in an output if they were more than words: they are shown, all of them,
//! and do nothing.

use std::collections::BTreeSet;

use nianbao::format::Forms;
use nianbao::render::{Options, html};
use pulldown_cmark::{Event, Parser};
use scraper::{Html, Selector};

use crate::common::outputs::{Outputs, document};
use crate::common::{docx, text_of};

const EXAMPLE: &str = "examples/qinghe-2024.toml";

const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>",
    "' onmouseover='alert(1)",
    "</title></style></p></td></table>",
    "<!-- --> ]]> <![CDATA[ <?xml ?>",
    "&lt;b&gt; &amp;amp; &#x3c; &nbsp;",
    "[点这里](javascript:alert(1))",
    "<javascript:alert(1)>",
    "[x](data:text/html,1) [y](vbscript:x) ![图](https://a.cn/x.png)",
    "{% raw %} {% include \"page.html\" %} {# 注 #} {{{{",
    "{ { get_env(name=\"HOME\") } }",
    "${jndi:ldap://a} %s %n $(id) `id`",
    "\\\\server\\share \\u0041 \\n",
    "=1+1 @SUM(A1) +cmd' /C calc'!A0",
];

/// Elements and attributes that a page may have.
const ELEMENTS: &[&str] = &[
    "html", "head", "meta", "title", "style", "body", "main", "article", "section", "h1", "h2", "h3", "h4",
    "h5", "p", "span", "strong", "em", "a", "ul", "li", "div", "table", "caption", "colgroup", "col",
    "thead", "tbody", "tr", "th", "td", "small", "time",
];
const ATTRIBUTES: &[&str] = &[
    "lang",
    "charset",
    "name",
    "content",
    "class",
    "id",
    "aria-labelledby",
    "aria-label",
    "role",
    "tabindex",
    "data-ref",
    "data-table",
    "data-cell",
    "scope",
    "headers",
    "colspan",
    "rowspan",
    "style",
    "href",
    "rel",
    "datetime",
];

/// The example with these words wherever a person can write words.
fn data_file(words: &str) -> String {
    let quoted = toml::Value::String(words.to_owned()).to_string();
    let narrative = toml::Value::String(format!(
        "{words}\n\n| 甲 | {words} |\n|---|---|\n| {words} | 乙 |\n- {words}\n### {words}\n"
    ));
    let mut text = text_of(EXAMPLE);
    for (from, to) in [
        ("name     = \"青禾县住房和城乡建设局\"", format!("name     = {quoted}")),
        ("address  = \"青禾县规划路1号\"", format!("address  = {quoted}")),
        ("issuer   = \"青禾县住房和城乡建设局\"", format!("issuer   = {quoted}")),
        (
            "title    = \"青禾县住房和城乡建设局2024年政府信息公开工作年度报告\"",
            format!("title    = {quoted}"),
        ),
        ("name    = \"青禾县住房和城乡建设局网站\"", format!("name    = {quoted}")),
        ("domain  = \"www.qinghe.example.gov.cn\"", format!("domain  = {quoted}")),
    ] {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, &to, 1);
    }
    let (before, _) = text.split_once("[other_matters]").unwrap();
    format!("{before}[other_matters]\ntext = {narrative}\n")
}

/// What is not allowed in a page.
fn trespasses(page: &str, elements: &[&str]) -> Vec<String> {
    let page = Html::parse_document(page);
    let mut found = BTreeSet::new();
    for element in page.select(&Selector::parse("*").unwrap()) {
        let name = element.value().name();
        if !elements.contains(&name) {
            found.insert(format!("<{name}>"));
        }
        for (attribute, value) in element.value().attrs() {
            let is_link = ["http:", "https:", "mailto:"].iter().any(|scheme| value.starts_with(scheme));
            if !ATTRIBUTES.contains(&attribute) || attribute == "href" && !is_link {
                found.insert(format!("{attribute}={value}"));
            }
        }
    }
    found.into_iter().collect()
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The words without what the author's own Markdown takes away: links keep their words.
fn shown(words: &str) -> String {
    squeezed(match words {
        "[x](data:text/html,1) [y](vbscript:x) ![图](https://a.cn/x.png)" => "x",
        "[点这里](javascript:alert(1))" => "点这里",
        // Entities are those of Markdown.
        "&lt;b&gt; &amp;amp; &#x3c; &nbsp;" => "<b>&amp;<",
        // A backslash before a mark takes its meaning away.
        "\\\\server\\share \\u0041 \\n" => "\\server\\share\\u0041\\n",
        other => other,
    })
}

#[test]
fn nothing_that_is_written_becomes_markup() {
    for words in HOSTILE {
        let text = data_file(words);
        let outputs = Outputs::of(&text, &Forms::built_in());
        assert_eq!(trespasses(&outputs.html, ELEMENTS), [""; 0], "{words}");
        let document = document(&text, &Forms::built_in());
        let options = Options { fragment: true, ..Options::default() };
        let fragment = html::render(&document, &options).unwrap();
        assert_eq!(trespasses(&fragment, ELEMENTS), [""; 0], "{words}");
        for markdown in [&outputs.markdown, &outputs.pipe] {
            for event in Parser::new(markdown) {
                if let Event::Html(tag) | Event::InlineHtml(tag) = event {
                    // Nothing but the tables of the form and bold words beside punctuation.
                    assert_eq!(trespasses(&tag, ELEMENTS), [""; 0], "{words}");
                }
            }
        }
        // Parts that are no XML would not read.
        let word = docx::blocks(&outputs.docx).unwrap();
        assert!(word.len() > 20);
        for part in docx::parts(&outputs.docx) {
            assert!(!docx::part(&outputs.docx, &part).contains("<script"), "{part}");
        }
    }
}

#[test]
fn nothing_that_is_written_is_lost() {
    for words in HOSTILE {
        let outputs = Outputs::of(&data_file(words), &Forms::built_in());
        let page = Html::parse_document(&outputs.html);
        let in_page = |selector: &str| {
            let found: Vec<String> = page
                .select(&Selector::parse(selector).unwrap())
                .map(|element| squeezed(&element.text().collect::<String>()))
                .collect();
            found
        };
        let plain = squeezed(words);
        assert_eq!(in_page("title"), [plain.as_str()], "{words}");
        assert_eq!(in_page("h1"), [plain.as_str()]);
        assert!(in_page(".signature p").contains(&plain), "{words}");
        let narrative = shown(words);
        for place in ["#other_matters ~ p", "#other_matters ~ h3", "section li", "section td", "section th"] {
            let texts = in_page(place);
            assert!(texts.iter().any(|text| text.contains(&narrative)), "{words}: {place}: {texts:?}");
        }
        let mut docx_text = String::new();
        for block in docx::blocks(&outputs.docx).unwrap() {
            match block {
                docx::Block::Paragraph { text, .. } => docx_text.push_str(&text),
                docx::Block::Table(grid) => {
                    docx_text.extend(grid.cells.iter().map(|placed| placed.cell.text.as_str()))
                }
            }
        }
        let count = squeezed(&docx_text).matches(&narrative).count();
        assert!(count >= 5, "{words}: {count}");
    }
}

#[test]
fn a_paragraph_of_a_megabyte_is_whole_in_every_output() {
    let words = "政府信息公开".repeat(58_000);
    let text = text_of(EXAMPLE).replacen("除上述情况外，没有其他需要报告的事项。", &words, 1);
    let outputs = Outputs::of(&text, &Forms::built_in());
    assert!(outputs.html.contains(&words) && outputs.markdown.contains(&words));
    assert!(docx::part(&outputs.docx, "word/document.xml").contains(&words));
}
