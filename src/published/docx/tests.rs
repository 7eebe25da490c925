use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::super::{Grid, Page, PageBlock, PageParagraph, ParagraphRole};
use super::{DocxError, read};

const TYPES: &str = r#"<Types><Override PartName="/word/document.xml"
    ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;

fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, text) in [("[Content_Types].xml", TYPES)].iter().chain(parts) {
        archive.start_file(*name, options).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn document(body: &str) -> String {
    format!("<w:document xmlns:w='w' xmlns:r='r'><w:body>{body}<w:sectPr/></w:body></w:document>")
}

fn reading(body: &str, parts: &[(&str, &str)]) -> Result<Page, DocxError> {
    let document = document(body);
    let mut all = vec![("word/document.xml", document.as_str())];
    all.extend(parts);
    read(&package(&all))
}

fn page(body: &str) -> Page {
    reading(body, &[]).unwrap()
}

/// The paragraphs alone.
fn paragraphs(page: &Page) -> Vec<&PageParagraph> {
    let blocks = page.blocks.iter();
    blocks
        .filter_map(|block| if let PageBlock::Paragraph(paragraph) = block { Some(paragraph) } else { None })
        .collect()
}

fn texts(page: &Page) -> Vec<String> {
    paragraphs(page).iter().map(|paragraph| paragraph.text()).collect()
}

fn grids(page: &Page) -> Vec<&Grid> {
    page.blocks
        .iter()
        .filter_map(|block| if let PageBlock::Grid(grid) = block { Some(grid) } else { None })
        .collect()
}

/// Each cell as `column+cols*rows text`, rows on lines.
fn drawn(grid: &Grid) -> String {
    let row = |row: &Vec<super::super::GridCell>| {
        let cells =
            row.iter().map(|cell| format!("{}+{}*{} {}", cell.column, cell.cols, cell.rows, cell.text));
        cells.collect::<Vec<_>>().join("|")
    };
    grid.rows.iter().map(row).collect::<Vec<_>>().join("\n")
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn tc(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text))
}

fn tbl(rows: &[&[String]]) -> String {
    let rows = rows.iter().map(|row| format!("<w:tr>{}</w:tr>", row.concat())).collect::<String>();
    format!("<w:tbl>{rows}</w:tbl>")
}

#[test]
fn words_count_wherever_word_shows_them() {
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let body = [
        "<w:p>",
        &format!("<w:ins w:id='1'>{}</w:ins>", run("一")),
        &format!("<w:smartTag>{}</w:smartTag>", run("二")),
        &format!("<w:fldSimple w:instr='DATE'>{}</w:fldSimple>", run("三")),
        &format!(
            "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
            run("四")
        ),
        &format!("<w:hyperlink r:id='r1'>{}</w:hyperlink>", run("五")),
        &format!("<w:moveTo w:id='2'>{}</w:moveTo>", run("六")),
        "<w:r><w:ruby><w:rt><w:r><w:t>qī</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>七</w:t></w:r></w:rubyBase></w:ruby></w:r>",
        "<w:r><w:t>八&#x4E5D;&lt;</w:t><w:noBreakHyphen/><w:sym w:char='5341'/></w:r>",
        "</w:p>",
    ];
    assert_eq!(texts(&page(&body.concat())), ["一二三四五六七八九<-十"]);
}

#[test]
fn what_is_deleted_or_hidden_stays_out() {
    let body = "<w:p><w:r><w:t>留</w:t></w:r>\
        <w:del w:id='1'><w:r><w:delText>删</w:delText></w:r></w:del>\
        <w:moveFrom w:id='2'><w:r><w:t>移</w:t></w:r></w:moveFrom>\
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>\
        <w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>下</w:t></w:r>\
        <w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>来</w:t></w:r></w:p>";
    assert_eq!(texts(&page(body)), ["留下来"]);
}

#[test]
fn a_deleted_end_joins_paragraphs() {
    let joined = "<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr><w:r><w:t>前</w:t></w:r></w:p>";
    assert_eq!(texts(&page(&format!("{joined}{}", p("后")))), ["前后"]);
    // Nothing to go on in: no word is lost.
    assert_eq!(texts(&page(joined)), ["前"]);
}

#[test]
fn deleted_rows_and_cells_are_gone_but_still_counted() {
    let row = |properties: &str, text| {
        format!("<w:tr><w:trPr>{properties}</w:trPr>{}{}</w:tr>", tc("<w:cellDel/>", "旧"), tc("", text))
    };
    let body = format!(
        "<w:tbl>{}{}{}{}</w:tbl>",
        row("", "甲"),
        row("<w:del w:id='1'/>", "乙"),
        row("<w:hidden/>", "丙"),
        row("<w:ins w:id='2'/>", "丁")
    );
    let page = page(&body);
    let grid = grids(&page)[0];
    assert_eq!(drawn(grid), "0+1*1 甲\n0+1*1 丁");
    let last = &grid.rows[1][0].place;
    assert_eq!((last.table, last.row, last.column), (Some(1), Some(4), Some(2)));
}

#[test]
fn fields_show_their_result() {
    let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
    let (begin, middle, end) = (mark("begin"), mark("separate"), mark("end"));
    let code = "<w:r><w:instrText>IF </w:instrText></w:r>";
    let inner = format!("{begin}{code}{middle}<w:r><w:t>内</w:t></w:r>{end}");
    let body = format!(
        "<w:p>{begin}{code}{inner}{middle}<w:r><w:t>果</w:t></w:r>{end}<w:r><w:t>尾</w:t></w:r></w:p>"
    );
    assert_eq!(texts(&page(&body)), ["果尾"]);
    // An end that is missing does not take the rest of the document along.
    assert_eq!(texts(&page(&format!("<w:p>{begin}{code}</w:p>{}", p("后")))), ["后"]);
}

#[test]
fn a_table_of_contents_stays_out() {
    let begin = "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText> TOC \\o </w:instrText><w:fldChar w:fldCharType='separate'/></w:r>";
    let end = "<w:p><w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>";
    let list = format!("<w:p>{begin}<w:r><w:t>一、总体情况 1</w:t></w:r></w:p>{}", p("二、主动公开 2"));
    let heading = "<w:p><w:pPr><w:outlineLvl w:val='0'/></w:pPr><w:r><w:t>一、总体情况</w:t></w:r></w:p>";
    assert_eq!(texts(&page(&format!("{list}{end}{}", p("正文")))), ["正文"]);
    // Without its end, it ends where a heading begins.
    assert_eq!(texts(&page(&format!("{list}{heading}{}", p("正文")))), ["一、总体情况", "正文"]);
}

#[test]
fn a_text_box_is_read_once() {
    let inside = |text| format!("<w:txbxContent>{}</w:txbxContent>", p(text));
    let body = format!(
        "<w:p><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{}</w:drawing></mc:Choice>\
         <mc:Fallback><w:pict>{}</w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>后</w:t></w:r></w:p>",
        inside("框"),
        inside("框")
    );
    assert_eq!(texts(&page(&body)), ["前后", "框"]);
    let only = format!(
        "<w:p><w:r><mc:AlternateContent><mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:r></w:p>",
        inside("独")
    );
    assert_eq!(texts(&page(&only)), ["独"]);
}

const STYLES: &str = "<w:styles>\
    <w:docDefaults><w:rPrDefault><w:rPr/></w:rPrDefault></w:docDefaults>\
    <w:style w:type='paragraph' w:default='1' w:styleId='a'><w:name w:val='Normal'/></w:style>\
    <w:style w:type='paragraph' w:styleId='1'><w:name w:val='heading 1'/><w:basedOn w:val='a'/><w:rPr><w:b/></w:rPr></w:style>\
    <w:style w:type='paragraph' w:styleId='2'><w:name w:val='标题 2'/></w:style>\
    <w:style w:type='paragraph' w:styleId='3'><w:name w:val='某'/><w:basedOn w:val='1'/><w:pPr><w:outlineLvl w:val='2'/></w:pPr></w:style>\
    <w:style w:type='paragraph' w:styleId='4'><w:name w:val='编号'/><w:pPr><w:numPr><w:ilvl w:val='1'/><w:numId w:val='1'/></w:numPr></w:pPr></w:style>\
    <w:style w:type='character' w:styleId='c'><w:name w:val='Strong'/><w:rPr><w:b/></w:rPr></w:style>\
    <w:style w:type='paragraph' w:styleId='h'><w:name w:val='藏'/><w:rPr><w:vanish/></w:rPr></w:style>\
    <w:style w:type='paragraph' w:styleId='x'><w:basedOn w:val='y'/></w:style><w:style w:type='paragraph' w:styleId='y'><w:basedOn w:val='x'/></w:style>\
    </w:styles>";

fn styled(style: &str, run: &str, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"
    )
}

#[test]
fn headings_are_told_by_outline_and_by_name() {
    let body =
        [styled("1", "", "甲"), styled("2", "", "乙"), styled("3", "", "丙"), styled("x", "", "丁"), p("戊")];
    let page = reading(&body.concat(), &[("word/styles.xml", STYLES)]).unwrap();
    let roles: Vec<_> = paragraphs(&page).iter().map(|paragraph| paragraph.role.clone()).collect();
    use ParagraphRole::{Heading, Plain};
    assert_eq!(roles, [Heading(1), Heading(2), Heading(3), Plain, Plain]);
}

#[test]
fn bold_is_of_the_run_or_of_a_style() {
    let body = [
        styled("1", "", "甲"),
        styled("1", "<w:b w:val='false'/>", "乙"),
        styled("a", "<w:rStyle w:val='c'/>", "丙"),
        styled("1", "<w:rStyle w:val='c'/>", "丁"),
        styled("a", "<w:b/>", "戊"),
        styled("h", "", "己"),
    ];
    let page = reading(&body.concat(), &[("word/styles.xml", STYLES)]).unwrap();
    let bold: Vec<_> = paragraphs(&page).iter().map(|paragraph| paragraph.runs[0].bold).collect();
    assert_eq!(bold, [true, false, true, false, true]);
}

const NUMBERING: &str = "<w:numbering>\
    <w:abstractNum w:abstractNumId='0'>\
    <w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='%1、'/></w:lvl>\
    <w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='chineseCountingThousand'/><w:lvlText w:val='（%2）'/></w:lvl>\
    <w:lvl w:ilvl='2'><w:start w:val='3'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%3.'/></w:lvl>\
    <w:lvl w:ilvl='3'><w:numFmt w:val='lowerLetter'/><w:isLgl/><w:lvlText w:val='%1.%4)'/></w:lvl></w:abstractNum>\
    <w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'><w:numFmt w:val='bullet'/><w:lvlText w:val='\u{F0B7}'/></w:lvl></w:abstractNum>\
    <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>\
    <w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>\
    <w:num w:numId='3'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='9'/></w:lvlOverride></w:num>\
    </w:numbering>";

fn listed(list: u8, level: u8, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list}'/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
    )
}

#[test]
fn entries_show_their_numbers() {
    let body = [
        listed(1, 0, "总体情况"),
        listed(1, 1, "甲"),
        listed(1, 2, "子"),
        listed(1, 2, "丑"),
        listed(1, 1, "乙"),
        listed(1, 2, "寅"),
        listed(1, 0, "主动公开"),
        listed(1, 3, "卯"),
        listed(3, 0, "接着"),
        listed(3, 0, "十"),
        listed(0, 0, "无"),
        listed(2, 0, "点"),
        styled("4", "", "随样式"),
    ];
    let page =
        reading(&body.concat(), &[("word/styles.xml", STYLES), ("word/numbering.xml", NUMBERING)]).unwrap();
    let shown: Vec<_> = paragraphs(&page)
        .iter()
        .map(|paragraph| match &paragraph.role {
            ParagraphRole::Item { depth, marker } => format!("{depth} {marker} {}", paragraph.text()),
            _ => paragraph.text(),
        })
        .collect();
    assert_eq!(
        shown,
        [
            "一、总体情况",
            "（一）甲",
            "2 3. 子",
            "2 4. 丑",
            "（二）乙",
            "2 3. 寅",
            "二、主动公开",
            "3 2.1) 卯",
            "九、接着",
            "十、十",
            "无",
            "0 • 点",
            "（一）随样式"
        ]
    );
}

#[test]
fn spans_put_cells_where_they_stand() {
    let body = tbl(&[
        &[tc("<w:gridSpan w:val='2'/>", "甲"), tc("<w:vMerge w:val='restart'/>", "乙"), tc("", "丙")],
        &[tc("", "1"), tc("", "2"), tc("<w:vMerge/>", "看不见"), tc("", "3")],
        &[
            tc("<w:hMerge w:val='restart'/>", "丁"),
            tc("<w:hMerge w:val='continue'/>", ""),
            tc("<w:vMerge/>", ""),
            tc("", "4"),
        ],
    ]);
    let page = page(&body);
    let grid = grids(&page)[0];
    assert_eq!(drawn(grid), "0+2*1 甲|2+1*3 乙|3+1*1 丙\n0+1*1 1|1+1*1 2|3+1*1 3\n0+2*1 丁|3+1*1 4");
    assert!(grid.has_spans);
    // The cells that go on from others are cells of the source as well.
    assert_eq!(grid.rows[1][2].place.column, Some(4));
}

#[test]
fn a_row_may_begin_further_right() {
    let first = format!("<w:tr>{}{}</w:tr>", tc("", "甲"), tc("", "乙"));
    let second =
        format!("<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{}</w:tr>", tc("<w:vMerge/>", "丙"));
    // It says that it goes on from a cell that stands alone: it shows.
    assert_eq!(
        drawn(grids(&page(&format!("<w:tbl>{first}{second}</w:tbl>")))[0]),
        "0+1*1 甲|1+1*1 乙\n1+1*1 丙"
    );
}

#[test]
fn lines_of_a_cell_are_apart() {
    let cell =
        format!("<w:tc>{}<w:p/><w:p><w:r><w:t>二</w:t><w:br/><w:t>三</w:t></w:r></w:p></w:tc>", p("一"));
    let page = page(&tbl(&[&[cell, tc("", "四")]]));
    assert_eq!(grids(&page)[0].rows[0][0].text, "一\n二\n三");
}

#[test]
fn tables_within_tables_are_read_once() {
    let inner = tbl(&[&[tc("", "1"), tc("", "2")]]);
    let layout = |content: &str| format!("<w:tbl><w:tr><w:tc>{}{content}</w:tc></w:tr></w:tbl>", p("题"));
    // It only arranges the page.
    let arranged = page(&layout(&inner));
    assert_eq!(texts(&arranged), ["题"]);
    assert_eq!(drawn(grids(&arranged)[0]), "0+1*1 1|1+1*1 2");
    assert_eq!(grids(&arranged)[0].place.table, Some(2));
    // It has cells of its own.
    let outer = page(&format!("<w:tbl><w:tr><w:tc>{}{inner}</w:tc>{}</w:tr></w:tbl>", p("左"), tc("", "右")));
    let drawings: Vec<_> = grids(&outer).into_iter().map(drawn).collect();
    assert_eq!(drawings, ["0+1*1 左|1+1*1 右", "0+1*1 1|1+1*1 2"]);
}

#[test]
fn notes_follow_what_refers_to_them() {
    let body = format!(
        "{}{}",
        tbl(&[&[
            "<w:tc><w:p><w:r><w:t>22</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r></w:p></w:tc>"
                .to_owned(),
            tc("", "3")
        ]]),
        p("后")
    );
    let notes = format!(
        "<w:footnotes><w:footnote w:type='separator' w:id='0'>{}</w:footnote><w:footnote w:id='2'>{}</w:footnote></w:footnotes>",
        p("线"),
        p("注")
    );
    let page = reading(&body, &[("word/footnotes.xml", &notes)]).unwrap();
    assert_eq!(texts(&page), ["注", "后"]);
    assert_eq!(drawn(grids(&page)[0]), "0+1*1 22|1+1*1 3");
}

#[test]
fn pictures_have_their_places() {
    let picture = "<w:p><w:r><w:drawing><a:blip r:embed='r1'/></w:drawing></w:r></w:p>";
    let page = page(&format!("{picture}{}", tbl(&[&[tc("", "1"), format!("<w:tc>{picture}</w:tc>")]])));
    let columns: Vec<_> = page.pictures.iter().map(|place| (place.table, place.column)).collect();
    assert_eq!(columns, [(None, None), (Some(1), Some(2))]);
}

#[test]
fn parts_are_found_by_their_relationships_and_in_any_namespace() {
    let root = "<Relationships><Relationship Id='1' Type='http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument' Target='/x/main.xml'/></Relationships>";
    let rels = "<Relationships><Relationship Id='1' Type='http://purl.oclc.org/ooxml/officeDocument/relationships/styles' Target='../s.xml'/></Relationships>";
    let body = styled("1", "", "甲").replace("w:", "ns0:");
    let document = format!(
        "<ns0:document xmlns:ns0='http://purl.oclc.org/ooxml/wordprocessingml/main'><ns0:body>{body}</ns0:body></ns0:document>"
    );
    let bytes = package(&[
        ("_rels/.rels", root),
        ("x/main.xml", &document),
        ("x/_rels/main.xml.rels", rels),
        ("s.xml", STYLES),
    ]);
    let page = read(&bytes).unwrap();
    assert_eq!(paragraphs(&page)[0].role, ParagraphRole::Heading(1));
}

#[test]
fn hostile_files_are_refused() {
    let refused = |body: &str| reading(body, &[]).unwrap_err();
    assert_eq!(refused(&"<w:sdt>".repeat(100_000)), DocxError::Broken);
    assert_eq!(refused(&"<w:p/>".repeat(6 << 20)), DocxError::TooLarge);
    assert_eq!(refused(&"<w:tbl><w:tr><w:tc>".repeat(30)), DocxError::TooDeep);
    assert_eq!(refused("<w:p><w:r><w:t>&lol;</w:t></w:r></w:p>"), DocxError::Broken);
    assert_eq!(refused("<w:altChunk r:id='r1'/>"), DocxError::Unmerged);
    assert_eq!(refused(&tbl(&[&[tc("<w:gridSpan w:val='99999'/>", "")]])), DocxError::TooLarge);
    assert_eq!(read(&vec![0; (64 << 20) + 1]).unwrap_err(), DocxError::TooLarge);
}

#[test]
fn a_file_that_breaks_off_is_refused() {
    let whole = package(&[("word/document.xml", &document(&p("甲")))]);
    assert!(read(&whole).is_ok());
    assert_eq!(read(&whole[..whole.len() - 30]).unwrap_err(), DocxError::Broken);
    assert_eq!(
        read(&package(&[("word/document.xml", "<w:document><w:body>")])).unwrap_err(),
        DocxError::Broken
    );
    assert_eq!(read("甲".as_bytes()).unwrap_err(), DocxError::NotWord);
}

#[test]
fn the_mark_of_a_note_is_no_digit_of_a_figure() {
    let body = "<w:p><w:r><w:t>12</w:t></w:r>\
        <w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>1</w:t></w:r><w:r><w:t>3</w:t></w:r></w:p>";
    assert_eq!(texts(&page(body)), ["12¹3"]);
}
