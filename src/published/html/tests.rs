//! Tests of whole pages.

use super::*;
use crate::published::{Grid, PageParagraph, ParagraphRole};

fn page(html: &str) -> Page {
    read_page(html).unwrap()
}

fn paragraphs(page: &Page) -> Vec<&PageParagraph> {
    let blocks = page.blocks.iter();
    blocks.filter_map(|b| if let PageBlock::Paragraph(p) = b { Some(p) } else { None }).collect()
}

fn grids(page: &Page) -> Vec<&Grid> {
    let blocks = page.blocks.iter();
    blocks.filter_map(|b| if let PageBlock::Grid(g) = b { Some(g) } else { None }).collect()
}

/// Paragraphs with bold words in brackets, grids as `{…}`.
fn shown(html: &str) -> Vec<String> {
    let show = |block: &PageBlock| match block {
        PageBlock::Paragraph(paragraph) => {
            let bold = |run: &crate::published::PageRun| {
                if run.bold { format!("[{}]", run.text) } else { run.text.clone() }
            };
            paragraph.runs.iter().map(bold).collect()
        }
        PageBlock::Grid(grid) => {
            let rows: Vec<_> = grid.rows.iter().map(|row| texts(row).join(",")).collect();
            format!("{{{}}}", rows.join("/"))
        }
    };
    page(html).blocks.iter().map(show).collect()
}

fn texts(row: &[crate::published::GridCell]) -> Vec<String> {
    row.iter().map(|cell| cell.text.replace('\n', "⏎")).collect()
}

/// Column, columns and rows of each cell.
fn spans(html: &str) -> Vec<Vec<(usize, usize, usize)>> {
    let page = page(html);
    let rows = &grids(&page)[0].rows;
    rows.iter().map(|row| row.iter().map(|cell| (cell.column, cell.cols, cell.rows)).collect()).collect()
}

#[test]
fn blocks_and_breaks_part_paragraphs_but_spans_do_not() {
    let html = "甲<p>乙<span>丙</span><font>丁</font><a href=x>戊</a><o:p></o:p><div>己<br>庚</div>\
        <span style='display: block'>辛</span>壬";
    assert_eq!(shown(html), ["甲", "乙丙丁戊", "己", "庚", "辛", "壬"]);
}

#[test]
fn bold_is_what_shows_bold() {
    let html = "<p><b>甲</b><strong>乙</strong><span style='FONT-WEIGHT:bold'>丙</span>丁\
        <b style='font-weight:normal'>戊</b><i style='font-weight: 700'>己<u style='font-weight:400'>庚</u></i>";
    assert_eq!(shown(html), ["[甲乙丙]丁戊[己]庚"]);
}

#[test]
fn headings_and_entries_have_their_roles() {
    let html = "<h2>甲<br>乙</h2><ol start=3><li>丙<p>丁</p><ul><li>戊</ul><li value=9><p>己</p></ol>\
        <ol type=a><li>庚</ol><ul style='list-style:none'><li>辛</ul>";
    let page = page(html);
    let roles: Vec<_> = paragraphs(&page).iter().map(|p| (p.text(), p.role.clone())).collect();
    let item = |depth, marker: &str| ParagraphRole::Item { depth, marker: marker.to_owned() };
    let wanted = [
        ("甲乙", ParagraphRole::Heading(2)),
        ("丙", item(0, "3.")),
        ("丁", ParagraphRole::Plain),
        ("戊", item(1, "•")),
        ("己", item(0, "9.")),
        ("庚", item(0, "a.")),
        ("辛", ParagraphRole::Plain),
    ];
    assert_eq!(roles, wanted.map(|(text, role)| (text.to_owned(), role)));
}

#[test]
fn pages_that_write_their_markers_are_understood() {
    let html = "<ul class=list><li><span class='marker'>1.</span>甲<ul><li><span class=marker>•</span><b>乙</b></ul></ul>";
    let roles: Vec<_> = paragraphs(&page(html)).iter().map(|p| (p.text(), p.role.clone())).collect();
    let item = |depth, marker: &str| ParagraphRole::Item { depth, marker: marker.to_owned() };
    assert_eq!(roles, [("甲".to_owned(), item(0, "1.")), ("乙".to_owned(), item(1, "•"))]);
}

#[test]
fn a_title_of_several_lines_is_one_heading() {
    let html = "<h1 style='font-weight:700'><span style='display:block'>甲乙</span>\n<span style='display:block'>2024年</span></h1>";
    assert_eq!(shown(html), ["甲乙2024年"]);
}

#[test]
fn a_caption_that_says_the_heading_again_is_left_out() {
    let html = "<h2>二、甲情况</h2><table><caption>甲情况</caption><tr><td>1</table><table><caption>乙</caption><tr><td>2</table>";
    assert_eq!(shown(html), ["二、甲情况", "{1}", "乙", "{2}"]);
    let html = "<h2>二、甲情况</h2><p>列表如下：<table><caption>甲情况</caption><tr><td>1</table>";
    assert_eq!(shown(html), ["二、甲情况", "列表如下：", "{1}"]);
}

#[test]
fn what_is_not_shown_stays_out() {
    let html = "<style>a</style><script>b</script><noscript>c</noscript><template>d</template><!-- e -->\
        <p hidden>f<p style='display:none'>g<p style=\"visibility: hidden\">h<span style='mso-hide:all'>i</span>\
        <select><option>j</select><button>k</button><textarea>l</textarea><del>m</del><p>n<svg><text>o</text></svg>";
    assert_eq!(shown(html), ["n"]);
}

#[test]
fn line_ends_of_the_source_show_where_they_are_kept() {
    assert_eq!(
        shown("<pre>甲\n乙</pre><p>丙\n丁<p style='white-space:pre-wrap'>戊\n己"),
        ["甲", "乙", "丙丁", "戊", "己"]
    );
}

#[test]
fn cells_have_their_places_in_the_grid() {
    let html = "<table><tr><td rowspan=2 colspan=2>甲<td>乙<tr><td>丙<tr><td>丁<td>戊<td>己</table>";
    assert_eq!(
        spans(html),
        [vec![(0, 2, 2), (2, 1, 1)], vec![(2, 1, 1)], vec![(0, 1, 1), (1, 1, 1), (2, 1, 1)]]
    );
    let page = page(html);
    assert_eq!(grids(&page)[0].rows[2][1].place.to_string(), "表格1 第3行第2列");
}

#[test]
fn spans_end_with_their_group_and_absurd_ones_with_the_table() {
    let html = "<table><thead><tr><td rowspan=9>甲<td>乙<tr><td>丙</thead><tbody><tr><td rowspan=0>丁<td>戊\
        <tr><td>己<tr><td colspan=900>庚</table>";
    assert_eq!(
        spans(html),
        [
            vec![(0, 1, 2), (1, 1, 1)],
            vec![(1, 1, 1)],
            vec![(0, 1, 3), (1, 1, 1)],
            vec![(1, 1, 1)],
            vec![(1, 1, 1)]
        ]
    );
}

#[test]
fn the_foot_shows_last_with_its_place_in_the_source() {
    let html = "<table><tfoot><tr><td>末</tfoot><tbody><tr><td>首</tbody></table>";
    assert_eq!(shown(html), ["{首/末}"]);
    assert_eq!(grids(&page(html))[0].rows[1][0].place.row, Some(1));
}

#[test]
fn cells_keep_their_lines() {
    let html = "<table><caption>表题</caption><tr><td>本年新<br>制作<p>数量</p><td>&nbsp;<td><p>1<b>2</b></p>\
        <td><ol><li>甲<li>乙</ol></table>";
    assert_eq!(shown(html), ["表题", "{本年新⏎制作⏎数量,,12,1.甲⏎2.乙}"]);
}

#[test]
fn hidden_rows_and_cells_count_only_for_places() {
    let html = "<table><tr style='display:none'><td>甲<tr><td hidden>乙<td>丙</table>";
    assert_eq!(shown(html), ["{丙}"]);
    assert_eq!(grids(&page(html))[0].rows[0][0].place.to_string(), "表格1 第2行第2列");
}

#[test]
fn tables_around_tables_are_no_grids() {
    let html =
        "<table><tr><td>甲<p>乙<table><tr><td>1<td>2</table>丙</td><td><table><tr><td>3<td>4</table></table>";
    assert_eq!(shown(html), ["甲", "乙", "{1,2}", "丙", "{3,4}"]);
    let page = page(html);
    assert_eq!(grids(&page)[1].place.table, Some(3));
    assert_eq!(paragraphs(&page)[2].place.to_string(), "表格1 第1行第1列");
}

#[test]
fn a_small_table_within_a_cell_is_its_words() {
    assert_eq!(
        shown("<table><tr><td>甲<td><table><tr><td>5</table><tr><td>乙<td>6</table>"),
        ["{甲,5/乙,6}"]
    );
}

#[test]
fn a_cell_that_holds_an_article_is_no_grid() {
    let article = format!("<table><tr><td><p>{}<p>乙</table>", "甲".repeat(70));
    assert_eq!(shown(&article).len(), 2);
    assert_eq!(shown("<table><tr><td>第一部分</table>"), ["{第一部分}"]);
    let headed = format!("<table><tr><td>左<td><h1>题</h1><p>{}<p>丙</table>", "甲".repeat(110));
    assert_eq!(shown(&headed)[..2], ["左", "题"]);
}

#[test]
fn pictures_have_the_place_of_their_cell_but_icons_are_none() {
    let html = "<img src=a><img src=b width=16><img style='width:20px' src=c><table><tr><td>甲<td><img src=d></table>";
    let places: Vec<_> = page(html).pictures.iter().map(ToString::to_string).collect();
    assert_eq!(places, ["", "表格1 第1行第2列"]);
}

#[test]
fn the_head_is_kept() {
    let html = "<title> 甲\n报告 </title><meta name=PubDate content='2024-01-05'><meta charset=utf-8><title>乙</title>";
    let meta = page(html).meta;
    assert_eq!(
        meta.iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>(),
        ["PubDate=2024-01-05", "title=甲报告"]
    );
}

#[test]
fn html_in_scripts_is_read() {
    let json = r#"{"docTitle": "甲报告", "content": "\u003cp\u003e乙\u003c\/p\u003e<table><tr><td>1<\/td><\/tr><\/table>"}"#;
    let page = read(json.as_bytes()).unwrap();
    assert_eq!((page.meta["title"].as_str(), page.blocks.len()), ("甲报告", 2));
    let written = "<p>甲</p><script>document.write('<table><tr><td>1<\\/td><\\/tr><\\/table>')</script>";
    assert_eq!(shown(written), ["甲", "{1}"]);
    let twice = format!(
        "{}<script>a='<table><tr><td>9</td></tr></table>'</script>",
        "<table><tr><td>1</table>".repeat(10)
    );
    assert_eq!(shown(&twice).len(), 10);
}

#[test]
fn mhtml_is_read_by_its_own_encoding() {
    let file = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n\
        Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
        <p>=B9=AB=BF=AA\r\n--b--";
    assert_eq!(paragraphs(&read(file).unwrap())[0].text(), "公开");
}

#[test]
fn a_place_leads_to_its_cell_in_the_source() {
    use scraper::{ElementRef, Html, Selector};
    let source = "<table><tr><td>a<table><tr><td>1<th>2<tr><td>3</table><tr><td>b</table><div hidden><table></table></div>\
        <table><tfoot><tr><td>5</tfoot><tr><td>6<td>7</table>";
    let document = Html::parse_document(source);
    let select = |name| Selector::parse(name).unwrap();
    let (table, row, cell) = (select("table"), select("tr"), select("td, th"));
    let page = page(source);
    let cells: Vec<_> = grids(&page).into_iter().flat_map(|grid| grid.rows.iter().flatten()).collect();
    assert_eq!(cells.len(), 6);
    for found in cells {
        let table = document.select(&table).nth(found.place.table.unwrap() - 1).unwrap();
        let is_own = |row: &ElementRef<'_>| {
            row.ancestors().find_map(ElementRef::wrap).is_some()
                && row.ancestors().filter_map(ElementRef::wrap).find(|e| e.value().name() == "table")
                    == Some(table)
        };
        let row = table.select(&row).filter(is_own).nth(found.place.row.unwrap() - 1).unwrap();
        let cell = row.select(&cell).nth(found.place.column.unwrap() - 1).unwrap();
        assert_eq!(cell.text().collect::<String>(), found.text);
    }
}

#[test]
fn pages_made_to_exhaust_are_refused() {
    let refused = |html: &str| read(html.as_bytes()).unwrap_err();
    assert_eq!(refused(&"<div>".repeat(100_000)), HtmlError::TooDeep { limit: 512 });
    assert_eq!(refused(&"<table><tr><td>".repeat(10_000)), HtmlError::TooDeep { limit: 512 });
    assert!(matches!(refused(&"<p>a".repeat(400_000)), HtmlError::TooManyElements { .. }));
    let attributes: String = (0..1000).map(|i| format!(" a{i}")).collect();
    assert_eq!(refused(&format!("<p{attributes}>")), HtmlError::TagTooLong);
    assert_eq!(refused(&format!("<p title='{}'>", " ".repeat(70_000))), HtmlError::TagTooLong);
    assert!(matches!(
        refused(&("<table><tr>".to_owned() + &"<td>".repeat(210_000))),
        HtmlError::TooManyColumns { .. }
    ));
    assert!(matches!(
        refused(&("<table>".to_owned() + &"<tr><td>".repeat(210_000))),
        HtmlError::TooManyCells { .. }
    ));
    assert!(matches!(refused(&"<p>a".repeat(5 << 20)), HtmlError::TooLong { .. }));
    assert_eq!(refused("没有网页"), HtmlError::NoPage);
}

#[test]
fn a_picture_within_the_page_does_no_harm() {
    let picture = ("iVBORw0KGgoAAAANSUhEUgAA".repeat(3) + "/").repeat(40_000);
    assert_eq!(shown(&format!("<p>甲<img src='data:image/png;base64,{picture}'>乙")), ["甲乙"]);
    assert_eq!(shown(&format!("<p>甲<!--{}-->乙", "批注 ".repeat(20_000))), ["甲乙"]);
}

#[test]
fn the_mark_of_a_note_is_no_digit_of_a_figure() {
    let cells = "<td>12<sup>1</sup><td>3<span style='vertical-align: super'>[2]</span><td style='vertical-align:super'>4";
    assert_eq!(
        shown(&format!("<table border=1><tr>{cells}<tr><td>5<td>6<td>7</table>")),
        ["{12¹,3[²],4/5,6,7}"]
    );
}
