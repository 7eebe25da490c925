//! What pages say, read back: no more than they tell, and nothing of the site.

use super::html::HtmlError;
use super::{
    Grid, GridCell, Kind, Page, PageBlock, PageParagraph, PageRun, ParagraphRole, Place, Reading, read,
    recognise,
};
use crate::document::{self, Document, build};
use crate::edition::Edition;
use crate::format::Forms;
use crate::render::{Options, Templates, html};
use crate::source::Source;

/// Every example, and what it prints.
fn examples() -> Vec<(&'static str, &'static str)> {
    vec![
        ("baoshan-2019", include_str!("../../examples/baoshan-2019.toml")),
        ("huarong-2020", include_str!("../../examples/huarong-2020.toml")),
        ("pingan-2019", include_str!("../../examples/pingan-2019.toml")),
        ("qinghe-2023", include_str!("../../examples/qinghe-2023.toml")),
        ("qinghe-2024", include_str!("../../examples/qinghe-2024.toml")),
        ("shunhe-2020", include_str!("../../examples/shunhe-2020.toml")),
        ("zhifu-2019", include_str!("../../examples/zhifu-2019.toml")),
    ]
}

fn document(text: &str, draft: bool) -> Document {
    let report = crate::report::read(&Source::new("a", text), &Forms::built_in()).report.unwrap();
    build(&report, document::Options { draft })
}

fn page_of(document: &Document, fragment: bool) -> String {
    html::render(document, &Options { fragment, ..Options::default() }).unwrap()
}

fn reading(page: &str) -> Reading {
    recognise(&read(page.as_bytes()).unwrap(), &Forms::built_in(), None).unwrap()
}

fn read_back(page: &str) -> Edition {
    reading(page).edition(&Forms::built_in()).unwrap()
}

/// Compares piece by piece, so that a failure shows what differs and not all that does not.
fn assert_same(name: &str, read: &Edition, meant: &Edition) {
    let differing = |path: &&String| read.figures.get(*path) != meant.figures.get(*path);
    let paths: Vec<&String> = read.figures.keys().chain(meant.figures.keys()).filter(differing).collect();
    assert!(paths.is_empty(), "{name}: {paths:?}");
    let keys = |edition: &Edition| -> Vec<String> {
        edition.passages.iter().map(|passage| passage.key.clone()).collect()
    };
    assert_eq!(keys(read), keys(meant), "{name}");
    for (read, meant) in read.passages.iter().zip(&meant.passages) {
        assert_eq!(read, meant, "{name}");
    }
    assert_eq!(read, meant, "{name}");
}

/// A report with whatever a page can hold: blank and wrong figures, words that look like HTML.
fn odd() -> String {
    let text = include_str!("../../examples/qinghe-2024.toml");
    let edits = [
        ("58,        7,        1,", "\"\",        7,        1,"),
        ("3,        1,        0,        1,    5 ]", "3,        1,        0,        1,    7 ]"),
        ("围绕住房保障", "  <b>围绕</b> &amp; **住房**　　保障\u{200b}《说明》"),
        ("业务培训4期", "{{ requests.received.natural_person }}期 [专栏](https://a.example.cn/?a=1&b=2)"),
        (
            "\n[requests]",
            "\n[[note]]\ncell = \"requests.received.enterprise\"\ntext = \"其中 <b>外地</b>3件\"\n\n[requests]\n\
             before = '现将申请办理情况列表如下：'\nafter = '''注：本表不含咨询。\n另附：无。'''\n",
        ),
        ("- **改进政策解读。**", "- 甲\n  - 乙<td data-cell=\"x\">\n- **改进政策解读。**"),
    ];
    edits.iter().fold(text.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    })
}

#[test]
fn a_page_of_any_kind_says_what_its_document_says() {
    let odd = odd();
    let all = examples().into_iter().chain([("odd", odd.as_str())]);
    for (name, text) in all {
        for draft in [false, true] {
            let document = document(text, draft);
            let meant = Edition::of(&document);
            assert!(meant.figures.len() > 150 && meant.passages.len() == 7, "{name}");
            for fragment in [false, true] {
                let name = format!("{name} {draft} {fragment}");
                assert_same(&name, &read_back(&page_of(&document, fragment)), &meant);
            }
        }
    }
}

#[test]
fn blank_and_wrong_figures_are_read_as_they_print() {
    let edition = read_back(&page_of(&document(&odd(), true), false));
    assert_eq!(edition.figures["requests.received.natural_person"], "");
    assert_eq!(edition.figures["proceedings.reconsideration.total"], "7");
    assert_eq!(edition.figures["requests.received.enterprise"], "7");
    assert_eq!(edition.notes["requests.received.enterprise"], "其中 <b>外地</b>3件");
    assert_eq!(edition.passage("requests").unwrap().paragraphs.len(), 3);
    let overview = &edition.passage("overview").unwrap().paragraphs;
    assert!(overview[0].contains("<b>围绕</b> & 住房 保障《说明》"), "{}", overview[0]);
    assert!(overview.iter().any(|line| line == "合计｜1286｜"), "{overview:#?}");
    assert!(overview.iter().any(|line| line.starts_with("1.严把源头关")));
}

#[test]
fn a_template_of_a_users_own_needs_no_shell() {
    let shell = "<h1>{{ title }}</h1>{% for s in sections %}<div><h3>{{ s.title }}</h3>{{ s.body | safe }}</div>\
                 {% endfor %}<p>{{ issuer }}<p>{{ date }}</p><footer>版权所有</footer>";
    let mut templates = Templates::default();
    templates.replace("page.html", "own".to_owned(), shell.to_owned());
    for (name, text) in examples() {
        let document = document(text, false);
        let mut meant = Edition::of(&document);
        // This shell leaves the preamble out.
        meant.passages[0].paragraphs.clear();
        meant.passages[0].headings.clear();
        let options = Options { templates: templates.clone(), ..Options::default() };
        assert_eq!(read_back(&html::render(&document, &options).unwrap()), meant, "{name}");
    }
}

#[test]
fn a_table_whose_heading_is_lost_is_no_narrative() {
    let shell = "<h1>{{ title }}</h1>{{ preamble | safe }}{% for s in sections %}{% if s.key not in ['disclosure', \
                 'requests', 'proceedings'] %}<h2>{{ s.title }}</h2>{% endif %}{{ s.body | safe }}{% endfor %}\
                 <p class=signature>{{ issuer }}<p class=signature>{{ date }}";
    let mut templates = Templates::default();
    templates.replace("page.html", "own".to_owned(), shell.to_owned());
    let document = document(examples()[4].1, false);
    let options = Options { templates, ..Options::default() };
    let mut meant = Edition::of(&document);
    // The heading may stand there in other words, which would be taken for a part of what is before it.
    meant
        .passages
        .retain(|passage| ["preamble", "problems", "other_matters"].contains(&passage.key.as_str()));
    assert_same("lost", &read_back(&html::render(&document, &options).unwrap()), &meant);
}

/// The fragment of the last example, with an edit of each heading in turn.
fn with_each_heading(edit: impl Fn(&str) -> String) -> Vec<(String, Edition)> {
    let fragment = page_of(&document(examples()[4].1, false), true);
    let parts: Vec<&str> = fragment.split("<h2").collect();
    let edited = |wanted: usize| -> String {
        let one = |(place, part): (usize, &&str)| match place {
            0 => (*part).to_owned(),
            _ if place == wanted => {
                let (heading, rest) = part.split_once("</h2>").unwrap();
                let (tag, title) = heading.split_once('>').unwrap();
                format!("<h2{tag}>{}</h2>{rest}", edit(title))
            }
            _ => format!("<h2{part}"),
        };
        parts.iter().enumerate().map(one).collect()
    };
    assert_eq!(parts.len(), 7);
    (1..parts.len()).map(|wanted| (format!("heading {wanted}"), read_back(&edited(wanted)))).collect()
}

#[test]
fn a_heading_that_is_lost_makes_no_false_passage() {
    let meant = Edition::of(&document(examples()[4].1, false));
    for (name, edition) in with_each_heading(|_| String::new()) {
        assert!(
            edition.passages.len() < meant.passages.len()
                || matches!(name.as_str(), "heading 3" | "heading 4"),
            "{name}"
        );
        for passage in &edition.passages {
            assert_eq!(Some(passage), meant.passage(&passage.key), "{name}");
        }
    }
    // One in other words is known all the same, or leaves its passage open.
    for (name, edition) in with_each_heading(|title| title.replace('、', "部分 ")) {
        for passage in &edition.passages {
            let meant = meant.passage(&passage.key).unwrap();
            assert_eq!(passage.paragraphs, meant.paragraphs, "{name}: other words");
        }
    }
    for (name, edition) in with_each_heading(|title| format!("{}：", title.replace('、', "．"))) {
        assert_same(&format!("{name}: punctuation"), &edition, &meant);
    }
}

#[test]
fn words_of_the_site_are_no_preamble() {
    let document = document(examples()[4].1, false);
    let fragment = page_of(&document, true);
    let contents: String =
        document.sections.iter().map(|section| format!("<li>{}</li>", section.title)).collect();
    let line = "<p>发布时间：2025-01-16　来源：本站　浏览次数：128</p><p>【字体：大 中 小】</p><p>打印</p>";
    let page = fragment.replacen("</h1>", &format!("</h1>{line}<p>目 录</p><ul>{contents}</ul>"), 1);
    let meant = Edition::of(&document);
    assert_same("list of contents", &read_back(&page), &meant);
    // Headings that are paragraphs are not mistaken for the entries of such a list.
    assert_same("paragraphs", &read_back(&page.replace("<h2", "<p").replace("</h2>", "</p>")), &meant);
}

#[test]
fn a_signature_without_mark_is_found_before_what_follows_it() {
    let document = document(examples()[4].1, false);
    let mut fragment = page_of(&document, true);
    for class in ["signature issuer", "signature"] {
        fragment = fragment.replace(&format!(" class=\"{class}\""), "");
    }
    let page = format!("{fragment}<p>附件：公开指南</p><p>2025年1月20日</p>");
    assert_same("signature", &read_back(&page), &Edition::of(&document));
}

/// What the editor of a web site makes of a fragment: blanks for the eye, paragraphs in cells, headings
/// that are paragraphs, no classes, and a page laid out by tables around it.
fn pasted(fragment: &str) -> String {
    let mut body = fragment.replace("</td>", "&nbsp;</p></td>").replace("</p>", "</p>\r\n   ");
    for class in ["level-1", "signature issuer", "signature", "lead", "marker", "list"] {
        body = body.replace(&format!(" class=\"{class}\""), " style='color: red'");
    }
    let body = body.replace("<h2", "<p><strong").replace("</h2>", "</strong></p>");
    let head = "<!DOCTYPE html><html><head><meta name='Keywords' content='某县,公开'><title>某县人民政府</title>\
                <script>if (1 < 2) document.write('<h1>年报</h1>')</script></head><body><table><tr><td>\
                <h1>某县人民政府</h1><ul><li>首页<li>公开</ul></td></tr><tr><td>";
    format!(
        "{head}{body}<div><p>打印 关闭</p></div></td></tr></table><p>某县人民政府办公室主办</p></body></html>"
    )
}

#[test]
fn a_page_that_went_through_the_editor_of_a_site_is_read() {
    for (name, text) in examples() {
        let document = document(text, false);
        let mut meant = Edition::of(&document);
        if document.preamble.is_empty() {
            meant.passages[0].paragraphs.clear();
            meant.passages[0].headings.clear();
        }
        let read = read_back(&pasted(&page_of(&document, true)));
        assert_eq!(read.figures, meant.figures, "{name}");
        assert_eq!(read, meant, "{name}");
    }
}

#[test]
fn what_a_page_does_not_tell_is_left_open() {
    let document = document(examples()[4].1, false);
    let fragment = page_of(&document, true);
    let start = fragment.find("<h1").unwrap();
    let end = fragment.find("</h1>").unwrap();
    let without = format!("<h1>某县人民政府门户网站</h1><p>发布日期：今天</p>{}", &fragment[end..]);
    assert!(start < end);
    let edition = read_back(&without);
    assert_eq!((edition.title, edition.agency, edition.year), (None, None, None));
    assert_eq!(edition.passages.len(), 6, "the preamble cannot be told from the site's own words");
    assert_eq!(edition.issuer.as_deref(), Some("青禾县住房和城乡建设局"));
}

#[test]
fn nothing_that_a_terminal_obeys_comes_from_a_page() {
    let fragment = page_of(&document(examples()[4].1, false), true);
    let page = fragment
        .replacen("</h1>", "\u{1b}[2J\u{202e}&#27;[31m</h1>", 1)
        .replacen("围绕住房保障", "围绕\u{7}住房\u{1b}[2J保障\u{85}\u{9b}", 1)
        .replacen(">75</td>", ">\u{1b}[2J75\r</td>", 1);
    let reading = reading(&page);
    let obeyed = |text: &str| text.chars().any(|c| c.is_control() || c == '\u{202e}');
    let edition = reading.edition(&Forms::built_in()).unwrap();
    let passages = edition.passages.iter().flat_map(|passage| &passage.paragraphs);
    let texts: Vec<&String> = passages.chain(edition.figures.values()).chain(&edition.title).collect();
    assert!(texts.len() > 150 && texts.iter().all(|text| !obeyed(text)), "{texts:#?}");
    assert!(reading.data_file("a").unwrap().lines().all(|line| !obeyed(line)));
}

#[test]
fn hostile_pages_take_no_more_than_their_size() {
    // A program built for tests takes a microsecond a byte; a square of that size nobody would wait for.
    const SIZE: usize = 400_000;
    let document = document(examples()[4].1, false);
    let (fragment, meant) = (page_of(&document, true), Edition::of(&document).figures);
    // These are refused as a whole; whatever else follows a report, it is read.
    let refused = [
        ("<div>", HtmlError::TooDeep { limit: 512 }),
        ("<table><tr><td>", HtmlError::TooDeep { limit: 512 }),
        ("<a ", HtmlError::TagTooLong),
    ];
    for part in [
        "<div>",
        "<td data-cell=a>",
        "<table><tr><td>",
        "<b x=1><p>",
        "<tr>a<p>",
        "<!--",
        "<a ",
        "&",
        "&#",
        "<h1>a",
        "</p>",
        "<script>",
        "<p class=signature>",
        "=\"",
        "<h2>一、总体情况</h2>",
        "<p>2025年1月1日</p>",
        "</table>",
    ] {
        let page = part.repeat(SIZE / part.len());
        let read_alone = read(page.as_bytes()).map(|page| recognise(&page, &Forms::built_in(), None));
        assert!(!matches!(read_alone, Ok(Ok(_))), "{part}");
        let page = read(format!("{fragment}{page}").as_bytes());
        if let Some((_, error)) = refused.iter().find(|(refused, _)| *refused == part) {
            assert_eq!(page, Err((*error).into()), "{part}");
            continue;
        }
        let page = page.unwrap_or_else(|error| panic!("{part}: {error}"));
        let edition =
            recognise(&page, &Forms::built_in(), None).unwrap().edition(&Forms::built_in()).unwrap();
        assert_eq!(edition.figures, meant, "{part}");
    }
}

#[test]
fn of_forms_with_the_same_cells_the_one_of_the_year_is_meant() {
    let form = include_str!("../../formats/2021.toml");
    let in_force = |years: &str| form.replacen("{ from = 2021", &format!("{{ {years} }} #"), 1);
    let mut forms = Forms::default();
    forms.add(&in_force("from = 2021, to = 2024")).unwrap();
    forms.add(&in_force("from = 2025").replace("\"2021\"", "\"next\"")).unwrap();
    let text = include_str!("../../examples/qinghe-2024.toml");
    let later = text.replace("2024", "2025");
    for fragment in [false, true] {
        let form_of = |text: &str| {
            let page = page_of(&document(text, false), fragment);
            recognise(&read(page.as_bytes()).unwrap(), &forms, None).unwrap().account.form
        };
        assert_eq!((form_of(text), form_of(&later)), ("2021".to_owned(), "next".to_owned()));
    }
}

#[test]
fn other_sheets_of_a_workbook_are_not_the_report() {
    let document = document(examples()[4].1, false);
    let mut page = read(page_of(&document, true).as_bytes()).unwrap();
    page.kind = Kind::Sheet;
    let on = |sheet: &str| Place { sheet: Some(sheet.to_owned()), ..Place::default() };
    for block in &mut page.blocks {
        match block {
            PageBlock::Paragraph(paragraph) => paragraph.place = on("年报"),
            PageBlock::Grid(grid) => grid.rows.iter_mut().flatten().for_each(|cell| cell.place = on("年报")),
        }
    }
    let words = |text: &str| {
        let runs = vec![PageRun { text: text.to_owned(), bold: false }];
        PageBlock::Paragraph(PageParagraph { role: ParagraphRole::Plain, runs, place: on("填报说明") })
    };
    let cell = |column: usize, text: &str| GridCell {
        column,
        cols: 1,
        rows: 1,
        text: text.to_owned(),
        place: on("填报说明"),
    };
    let row = vec![cell(0, "自然人"), cell(1, "1"), cell(2, "2")];
    let list = Grid { rows: vec![row], has_spans: true, place: on("填报说明") };
    let instructions = [words("填表时不得改动项目。"), PageBlock::Grid(list)];
    page.blocks.splice(0..0, instructions.clone());
    page.blocks.extend(instructions);
    let reading = recognise(&page, &Forms::built_in(), None).unwrap();
    let unused = &reading.account.unused;
    assert_eq!(unused.iter().filter(|words| *words == "填表时不得改动项目。").count(), 2, "{unused:?}");
    assert_eq!(unused.iter().filter(|words| *words == "自然人 1 2").count(), 2, "{unused:?}");
    let places = reading.account.remarks.iter().filter_map(|remark| remark.place.as_ref()?.sheet.as_deref());
    assert!(places.into_iter().all(|sheet| sheet == "年报"), "{:?}", reading.account.remarks);
    assert_same("sheets", &reading.edition(&Forms::built_in()).unwrap(), &Edition::of(&document));
}

#[test]
fn the_name_over_a_table_of_its_own_is_its_heading() {
    let page = page_of(&document(examples()[4].1, false), true);
    let start = page.rfind("<table").unwrap();
    let end = page.rfind("</table>").unwrap();
    let names = ["行政复议", "行政诉讼：未经复议直接起诉", "行政诉讼：复议后起诉"];
    let tables = names.iter().enumerate().map(|(index, name)| {
        let figures: String = (0..5).map(|column| format!("<td>{}</td>", 10 * index + column)).collect();
        format!(
            "<p>{name}</p><table border=1><tr><td>结果维持<td>结果纠正<td>其他结果<td>尚未审结<td>总计</tr>\
             <tr>{figures}</tr></table>"
        )
    });
    let page = format!("{}{}{}", &page[..start], tables.collect::<String>(), &page[end + 8..]);
    let account = reading(&page).account;
    for (path, wanted) in [
        ("proceedings.reconsideration.upheld", "0"),
        ("proceedings.litigation.direct.corrected", "11"),
        ("proceedings.litigation.after_reconsideration.total", "24"),
    ] {
        let cell = account.cell(path).unwrap();
        assert_eq!((cell.value.as_deref(), cell.doubtful), (Some(wanted), false), "{path}");
    }
}

/// A page with each cell in a line of its own.
fn one_cell_to_a_line(page: &Page) -> Vec<String> {
    let lines = |block: &PageBlock| match block {
        PageBlock::Paragraph(paragraph) => vec![paragraph.text()],
        PageBlock::Grid(grid) => grid.rows.iter().flatten().map(|cell| cell.text.clone()).collect(),
    };
    page.blocks.iter().flat_map(lines).collect()
}

/// Cells that are right and sure, right and doubtful, not read, and wrong.
fn judged(text: &str, meant: &Edition) -> [usize; 4] {
    let mut counts = [0; 4];
    for cell in reading(text).account.cells {
        let at = match &cell.value {
            None => 2,
            Some(value) if *value != meant.figures[&cell.path] => 3,
            Some(_) => usize::from(cell.doubtful),
        };
        counts[at] += 1;
    }
    counts
}

#[test]
fn cells_may_stand_one_to_a_line() {
    let document = document(examples()[4].1, false);
    let meant = Edition::of(&document);
    let lines = one_cell_to_a_line(&read(page_of(&document, true).as_bytes()).unwrap());
    assert_eq!(judged(&lines.join("\n"), &meant), [197, 3, 0, 0], "one row has no sum");
    // The number of a page behind a row, and a blank cell that was left out.
    for edit in [Some("7"), None] {
        let mut lines = lines.clone();
        let at = lines.iter().position(|line| line == "1.属于国家秘密").unwrap();
        match edit {
            Some(page) => lines.insert(at, page.to_owned()),
            None => drop(lines.remove(at + 2)),
        }
        let [sure, _, missing, wrong] = judged(&lines.join("\n"), &meant);
        assert!(sure >= 180 && missing > 0 && wrong == 0, "{sure} {missing} {wrong}");
    }
}

#[test]
fn pipes_may_stand_between_the_cells_alone() {
    let document = document(examples()[4].1, false);
    let page = read(page_of(&document, true).as_bytes()).unwrap();
    let lines = page.blocks.iter().flat_map(|block| match block {
        PageBlock::Paragraph(paragraph) => vec![paragraph.text()],
        PageBlock::Grid(grid) => {
            let row = |row: &Vec<GridCell>| {
                row.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" | ")
            };
            grid.rows.iter().map(row).collect()
        }
    });
    assert_eq!(judged(&lines.collect::<Vec<_>>().join("\n"), &Edition::of(&document)), [200, 0, 0, 0]);
}
