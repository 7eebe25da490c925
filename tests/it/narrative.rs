//! Whatever a person writes reads alike in all outputs, and nothing of it is taken for markup.

use nianbao::format::Forms;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use scraper::{Html, Selector};

use crate::common::docx::{self, Block};
use crate::common::lists::FORM_2021;
use crate::common::outputs::Outputs;
use crate::common::sheet::Sheet;

/// Elements that a narrative may become.
const ALLOWED: &[&str] = &[
    "p", "span", "strong", "em", "a", "h3", "h4", "h5", "ul", "li", "div", "table", "thead", "tbody", "tr",
    "th", "td", "small", "time",
];

/// The outputs of a report with these words as section five.
fn outputs(words: &str) -> Outputs {
    let text = Sheet::new(&FORM_2021, |_| "0".to_owned()).text();
    let words = words.replace("'''", "''");
    let (before, rest) = text.split_once("[problems]\ntext = '''\n").unwrap();
    let (_, after) = rest.split_once("'''").unwrap();
    let text = format!("{before}[problems]\ntext = '''\n{words}\n'''{after}");
    assert!(text.contains(&words));
    Outputs::of(&text, &Forms::built_in())
}

/// Without blanks, and without the signs of lists: a reader of Markdown draws those by himself.
fn plain(text: &str) -> String {
    text.chars().filter(|&c| !c.is_whitespace() && !"•.)".contains(c)).collect()
}

/// What a browser shows of section five, after a look at every element that it becomes.
fn html_words(page: &str) -> String {
    let page = Html::parse_document(page);
    let section = Selector::parse("section[aria-labelledby=problems]").unwrap();
    let section = page.select(&section).next().unwrap();
    for element in section.select(&Selector::parse("*").unwrap()) {
        let name = element.value().name();
        assert!(ALLOWED.contains(&name) || name == "h2", "<{name}>");
        for (attribute, value) in element.value().attrs() {
            assert!(!attribute.starts_with("on"), "{attribute}");
            let harmless = ["http:", "https:", "mailto:"]
                .iter()
                .any(|scheme| value.to_ascii_lowercase().starts_with(scheme));
            assert!(attribute != "href" || harmless, "{value}");
        }
    }
    plain(&section.text().collect::<String>()).replacen("五、存在的主要问题及改进情况", "", 1)
}

/// What a word processor shows of section five.
fn docx_words(word: &[u8]) -> String {
    let mut words = String::new();
    let mut inside = false;
    for block in docx::blocks(word).unwrap() {
        match block {
            Block::Paragraph { style, text } if style == "Heading1" => inside = text.starts_with('五'),
            Block::Paragraph { text, .. } if inside => words.push_str(&text),
            Block::Table(grid) if inside => {
                words.extend(grid.cells.iter().map(|placed| placed.cell.text.as_str()))
            }
            _ => {}
        }
    }
    plain(&words)
}

/// What a reader of Markdown with all usual extensions sees.
fn markdown_words(markdown: &str) -> String {
    let (_, rest) = markdown.split_once("## 五、存在的主要问题及改进情况").unwrap();
    let (section, _) = rest.rsplit_once("\n## 六、").unwrap();
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM;
    let (mut words, mut lists) = (String::new(), Vec::new());
    for event in Parser::new_ext(section, options) {
        match event {
            Event::Text(text) => words.push_str(&text),
            Event::Start(Tag::List(number)) => lists.push(number),
            Event::End(TagEnd::List(_)) => drop(lists.pop()),
            Event::Start(Tag::Item) => {
                if let Some(number) = lists.last_mut().and_then(Option::as_mut) {
                    words.push_str(&number.to_string());
                    *number += 1;
                }
            }
            Event::Start(
                Tag::Paragraph | Tag::Heading { .. } | Tag::Emphasis | Tag::Strong | Tag::Link { .. },
            ) => {}
            Event::Start(Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell) => {}
            Event::SoftBreak | Event::HardBreak | Event::End(_) => {}
            Event::InlineHtml(tag) if ["<strong>", "</strong>", "<em>", "</em>"].contains(&&*tag) => {}
            // Nothing else can come of a narrative, so it will differ.
            other => words.push_str(&format!("{other:?}")),
        }
    }
    plain(&words)
}

/// All outputs say the same of these words.
fn agree(words: &str) -> Result<(), String> {
    let outputs = outputs(words);
    let html = html_words(&outputs.html);
    for (output, read) in [
        ("DOCX", docx_words(&outputs.docx)),
        ("Markdown", markdown_words(&outputs.markdown)),
        ("Markdown with pipe tables", markdown_words(&outputs.pipe)),
    ] {
        if html != read {
            return Err(format!("{words:?}: HTML reads {html:?}, {output} {read:?}"));
        }
    }
    Ok(())
}

/// Pieces of what people paste, and all that has a meaning somewhere.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "*", "**", "***", "_", "__", "~", "~~", "`", "```", "[", "]", "(", ")", "[a](https://a.cn)",
    "[x](javascript:alert(1))", "<", ">", "<b>", "</p>", "<script>", "<!--", "-->", "&", "&amp;", "&#8238;",
    "&lt;", "\\", "|", "#", "##", "!", "![a](b)", "-", "+", "=", "===", "---", ":", "::", ".", "1.", "2)", "{",
    "}", "{ {", "https://www.example.gov.cn/a_b", "www.a.cn", "a@b.cn", "<https://a.cn>", "$", "$$", "^",
    "[^1]", "[ ]", "[x]", "'", "\"", "“", "”", "，", "。", "（一）", "(二)", "一、", "\t", " ", "  ", "\u{3000}",
    "\u{200B}", "％", "@", "/", "%", "\u{2028}", "\u{1F600}",
];

fn lines() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => prop::sample::select(PIECES).prop_map(str::to_owned),
        2 => "[一-龥]{1,4}",
        1 => "[a-zA-Z0-9]{1,3}",
    ];
    let line = prop::collection::vec(piece, 1..8).prop_map(|pieces| pieces.concat());
    prop::collection::vec(line, 1..4).prop_map(|lines| lines.join("\n"))
}

/// What random words have once found, and what people do write.
#[test]
fn words_that_look_like_markup_read_alike() {
    let mut differences = Vec::new();
    for words in [
        // A mark before a link makes an image of it in Markdown.
        "详见!<https://www.example.gov.cn>",
        "注意!\\[公告](https://www.example.gov.cn)",
        // Marks at the end of a heading close it in Markdown.
        "### 甲 \\#",
        "##\\#",
        "张*三、李**、138****1234，5*6，_下划线_，~~删~~，`代码`",
        "<script>alert(1)</script>&lt;b&gt;&amp;&nbsp;",
        "1. 甲\n1. 乙\n3) 丙\n- 丁\n    - 戊\n+ 己",
        "| 甲 | 乙 |\n|---|---|\n| 1 \\| 2 | <b> |\n| * | |",
        "2024. 年\n+ 208\n= 3\n===\n---\n: 甲\n> 引用\n```\n    缩进",
        "[x](javascript:alert(1)) [y](//a.cn) <javascript:a> [a]: https://a.cn",
    ] {
        differences.extend(agree(words).err());
    }
    assert_eq!(differences, [""; 0]);
}

/// A table as it is pasted from Word is the table that bars make, in all outputs and for the check.
#[test]
fn a_table_of_tabs_is_a_table_of_bars() {
    let tabs = "各类办理情况：\n事项\t**数量**\t备注\n主动公开\t{{ year }}\t\n\u{3000}其他 \t2\t无";
    let bars = "各类办理情况：\n| 事项 | **数量** | 备注 |\n|---|---|---|\n| 主动公开 | {{ year }} |  |\n| 其他 | 2 | 无 |";
    let [tabs, bars] = [tabs, bars].map(outputs);
    assert!(tabs.html == bars.html && tabs.markdown == bars.markdown && tabs.pipe == bars.pipe);
    let [one, other] = [&tabs, &bars].map(|outputs| format!("{:?}", docx::blocks(&outputs.docx).unwrap()));
    assert_eq!(one, other);
    assert!(bars.pipe.contains("| 主动公开 |"), "{}", bars.pipe);
    let found = |words: &str| {
        let text = crate::common::text_of("examples/qinghe-2024.toml");
        let section = text.find("\n[problems]").unwrap();
        let open = section + text[section..].find("'''\n").unwrap() + 4;
        let text = format!("{}{words}\n{}", &text[..open], &text[open..]);
        let checked = nianbao::rules::check(&nianbao::source::Source::new("a", text), &Forms::built_in());
        checked.findings.into_iter().map(|finding| (finding.code.0, finding.message)).collect::<Vec<_>>()
    };
    let wrong = found("事项\t数量\n收到申请\t××件\n作出行政许可1件\t无");
    assert_eq!(wrong, found("| 事项 | 数量 |\n|---|---|\n| 收到申请 | ××件 |\n| 作出行政许可1件 | 无 |"));
    assert!(!wrong.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_words_read_alike(words in lines()) {
        prop_assert_eq!(agree(&words), Ok(()));
    }
}
