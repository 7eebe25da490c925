use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::super::office::ole::containing;
use super::super::{Page, PageBlock};
use super::{SheetError, read};

/// A workbook with these sheets, each with a name, a state and its XML.
fn xlsx(sheets: &[(&str, &str, &str)], parts: &[(&str, &str)]) -> Vec<u8> {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut entries = String::new();
    let mut targets = String::new();
    let mut all: Vec<(String, String)> = Vec::new();
    for (at, (name, state, xml)) in sheets.iter().enumerate() {
        entries += &format!("<sheet name='{name}' sheetId='{at}' state='{state}' r:id='r{at}'/>");
        targets +=
            &format!("<Relationship Id='r{at}' Type='{office}/worksheet' Target='worksheets/s{at}.xml'/>");
        all.push((format!("xl/worksheets/s{at}.xml"), format!("<worksheet>{xml}</worksheet>")));
    }
    let part = |name: &str, xml: &str| (name.to_owned(), xml.to_owned());
    all.push(part(
        "xl/workbook.xml",
        &format!("<workbook xmlns:r='r'><sheets>{entries}</sheets></workbook>"),
    ));
    all.push(part("xl/_rels/workbook.xml.rels", &format!("<Relationships>{targets}</Relationships>")));
    let root = format!("<Relationship Id='r' Type='{office}/officeDocument' Target='xl/workbook.xml'/>");
    all.push(part("_rels/.rels", &format!("<Relationships>{root}</Relationships>")));
    all.push(part(
        "[Content_Types].xml",
        "<Types><Override ContentType='spreadsheetml.sheet.main+xml'/></Types>",
    ));
    all.extend(parts.iter().map(|(name, xml)| part(name, xml)));
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, xml) in all {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(xml.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn reading(xml: &str) -> Result<Page, SheetError> {
    read(&xlsx(&[("年报", "visible", xml)], &[]))
}

/// Rows from the first on, cells apart by tabs.
fn rows(rows: &[&str]) -> String {
    let cell = |text: &str| format!("<c t='inlineStr'><is><t>{text}</t></is></c>");
    let row = |text: &&str| match *text {
        "" => "<row/>".to_owned(),
        text => format!("<row>{}</row>", text.split('\t').map(cell).collect::<String>()),
    };
    rows.iter()
        .enumerate()
        .map(|(at, text)| row(text).replacen("<row", &format!("<row r='{}'", at + 1), 1))
        .collect()
}

/// Paragraphs as they are; grids with `column+cols*rows text` for each cell.
fn drawn(page: &Page) -> Vec<String> {
    let draw = |block: &PageBlock| match block {
        PageBlock::Paragraph(paragraph) => paragraph.text(),
        PageBlock::Grid(grid) => {
            let rows = grid.rows.iter().map(|row| {
                let cells = row
                    .iter()
                    .map(|cell| format!("{}+{}*{} {}", cell.column, cell.cols, cell.rows, cell.text));
                cells.collect::<Vec<_>>().join("|")
            });
            rows.collect::<Vec<_>>().join("\n")
        }
    };
    page.blocks.iter().map(draw).collect()
}

fn values(xml: &str, parts: &[(&str, &str)]) -> Vec<String> {
    let sheet = format!("<sheetData><row>{xml}</row></sheetData>");
    let page = read(&xlsx(&[("年报", "visible", &sheet)], parts)).unwrap();
    let cells = page.blocks.iter().flat_map(|block| match block {
        PageBlock::Grid(grid) => grid.rows.iter().flatten().map(|cell| cell.text.clone()).collect(),
        PageBlock::Paragraph(paragraph) => vec![paragraph.text()],
    });
    cells.collect()
}

#[test]
fn a_sheet_is_cut_where_a_row_is_blank() {
    let sheet = rows(&["某市报告", "一、总体情况", "全年工作。", "", "甲\t乙", "1\t2", "", "二、其他"]);
    let page = reading(&format!("<sheetData>{sheet}</sheetData>")).unwrap();
    let grid = "0+1*1 甲|1+1*1 乙\n0+1*1 1|1+1*1 2";
    assert_eq!(drawn(&page), ["某市报告", "一、总体情况", "全年工作。", grid, "二、其他"]);
    let PageBlock::Grid(grid) = &page.blocks[3] else { panic!("{page:?}") };
    assert_eq!(grid.rows[1][1].place.to_string(), "工作表“年报” 第6行第2列");
}

#[test]
fn a_label_alone_in_its_row_is_of_the_table_and_a_heading_is_not() {
    let sheet = rows(&["表一", "甲类", "名\t数", "子\t1", "乙类", "名\t数", "二、标题", "名\t数", "丑\t2"]);
    let page = reading(&format!("<sheetData>{sheet}</sheetData>")).unwrap();
    let first =
        "0+1*1 甲类|1+1*1 \n0+1*1 名|1+1*1 数\n0+1*1 子|1+1*1 1\n0+1*1 乙类|1+1*1 \n0+1*1 名|1+1*1 数";
    assert_eq!(drawn(&page), ["表一", first, "二、标题", "0+1*1 名|1+1*1 数\n0+1*1 丑|1+1*1 2"]);
}

#[test]
fn a_heading_right_below_a_table_begins_the_narrative() {
    let long = "这一段文字说明本年度的情况，".repeat(6);
    for below in [&[long.as_str()][..], &["（一）主要问题", &long]] {
        let sheet = rows(&[&["名\t数", "子\t1", "五、标题"], below].concat());
        let page = reading(&format!("<sheetData>{sheet}</sheetData>")).unwrap();
        let mut expected = vec!["0+1*1 名|1+1*1 数\n0+1*1 子|1+1*1 1", "五、标题"];
        expected.extend(below);
        assert_eq!(drawn(&page), expected);
    }
    // Rows of a blank table.
    let sheet = rows(&["名\t数", "一、甲", "二、乙", "丙"]);
    let page = reading(&format!("<sheetData>{sheet}</sheetData>")).unwrap();
    assert_eq!(drawn(&page).len(), 1);
}

#[test]
fn merged_cells_are_one() {
    let sheet = rows(&["甲\t看不见\t乙", "看不见\t看不见\t丙", "1\t2\t3"]);
    let merges = "<mergeCells><mergeCell ref='A1:B2'/></mergeCells>";
    let page = reading(&format!("<sheetData>{sheet}</sheetData>{merges}")).unwrap();
    assert_eq!(drawn(&page), ["0+2*2 甲|2+1*1 乙\n2+1*1 丙\n0+1*1 1|1+1*1 2|2+1*1 3"]);
}

#[test]
fn hidden_sheets_rows_and_columns_stay_out() {
    let sheet = rows(&["甲\t藏\t乙", "1\t2\t3", "藏\t藏\t藏", "4\t5\t6"])
        .replace("<row r='3'", "<row r='3' hidden='1'");
    let visible = format!("<cols><col min='2' max='2' hidden='1'/></cols><sheetData>{sheet}</sheetData>");
    let hidden = format!("<sheetData>{}</sheetData>", rows(&["藏"]));
    let bytes =
        xlsx(&[("明", "visible", &visible), ("暗", "hidden", &hidden), ("更暗", "veryHidden", &hidden)], &[]);
    let page = read(&bytes).unwrap();
    assert_eq!(drawn(&page), ["0+1*1 甲|1+1*1 乙\n0+1*1 1|1+1*1 3\n0+1*1 4|1+1*1 6"]);
    let PageBlock::Grid(grid) = &page.blocks[0] else { panic!("{page:?}") };
    assert_eq!((grid.rows[2][1].place.row, grid.rows[2][1].place.column), (Some(4), Some(3)));
}

#[test]
fn numbers_show_without_binary_remains() {
    let number = |text: &str| format!("<c><v>{text}</v></c>");
    let cells = ["0.30000000000000004", "1E6", "12.3", "-5", "1048576", "0", "36.50"].map(number).concat();
    assert_eq!(values(&cells, &[]), ["0.3", "1000000", "12.3", "-5", "1048576", "0", "36.5"]);
}

#[test]
fn formats_decide_what_a_number_shows() {
    let styles = "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='yyyy\"年\"m\"月\"d\"日\"'/></numFmts>\
        <cellXfs><xf numFmtId='0'/><xf numFmtId='10'/><xf numFmtId='164'/><xf numFmtId='22'/><xf numFmtId='20'/></cellXfs></styleSheet>";
    let cells = "<c s='1'><v>0.125</v></c><c s='2'><v>45677</v></c><c s='3'><v>45677.5</v></c><c s='4'><v>0.25</v></c>\
        <c s='2'><v>1e300</v></c><c t='d'><v>2025-01-20T00:00:00</v></c>";
    let shown = values(cells, &[("xl/styles.xml", styles)]);
    let endless = format!("1{}", "0".repeat(300));
    assert_eq!(shown, ["12.5%", "2025年1月20日", "2025年1月20日 12:00", "6:00", &endless, "2025年1月20日"]);
}

#[test]
fn other_values_show_as_in_the_sheet() {
    let cells = "<c t='b'><v>1</v></c><c t='e'><v>#DIV/0!</v></c><c><f>A1+1</f><v>7</v></c><c><f>A1+1</f></c><c t='str'><f>x</f><v>文</v></c>\
        <c t='s'><v>0</v></c>";
    let texts = "<sst uniqueCount='1'><si><r><t>甲</t></r><r><t>乙</t></r><rPh><t>jia</t></rPh></si></sst>";
    // A formula without a value is no figure.
    let expected = ["TRUE", "#DIV/0!", "7", "=A1+1", "文", "甲乙"];
    assert_eq!(values(cells, &[("xl/sharedStrings.xml", texts)]), expected);
}

#[test]
fn framed_cells_belong_to_a_table_also_when_blank() {
    let styles = "<styleSheet><borders><border><left/></border><border><left style='thin'/></border></borders>\
        <cellXfs><xf borderId='0'/><xf borderId='1'/></cellXfs></styleSheet>";
    let sheet = "<sheetData><row r='1'><c s='1' t='str'><v>甲</v></c><c s='1' t='str'><v>乙</v></c></row>\
        <row r='2'><c s='1'/><c s='1'/></row><row r='3'><c s='0'/><c s='0'/></row>";
    let frames =
        (4..1000).map(|row| format!("<row r='{row}'><c s='1'/><c s='1'/></row>")).collect::<String>();
    let sheet = format!("{sheet}{frames}<row r='1001'><c t='str'><v>丙</v></c></row></sheetData>");
    let page = read(&xlsx(&[("年报", "visible", &sheet)], &[("xl/styles.xml", styles)])).unwrap();
    // A table of frames alone is none.
    assert_eq!(drawn(&page), ["0+1*1 甲|1+1*1 乙\n0+1*1 |1+1*1 ", "丙"]);
}

#[test]
fn a_sheet_with_drawings_may_be_a_picture() {
    let page = reading("<sheetData/><drawing r:id='r1'/>").unwrap();
    assert_eq!(page.pictures.iter().map(ToString::to_string).collect::<Vec<_>>(), ["工作表“年报”"]);
}

#[test]
fn hostile_workbooks_are_refused() {
    let refused = |sheet: &str| reading(sheet).unwrap_err();
    let row = |cells: &str| format!("<sheetData><row r='1'>{cells}</row></sheetData>");
    assert_eq!(refused(&row(&"<c/>".repeat(20_000))), SheetError::TooLarge);
    assert_eq!(refused(&row("<c r='AAAAAAAA1'/>")), SheetError::TooLarge);
    assert_eq!(refused("<dimension ref='B9:A1'/><sheetData/>"), SheetError::Broken);
    assert_eq!(refused(&"<x>".repeat(100_000)), SheetError::Broken);
    assert_eq!(
        refused(&format!("<sheetData>{}</sheetData>", "<row/>".repeat(6 << 20))),
        SheetError::TooLarge
    );
    let wide = (1..99)
        .map(|row| format!("<row r='{row}'><c r='A{row}'><v>1</v></c><c r='XFD{row}'><v>1</v></c></row>"));
    assert_eq!(
        refused(&format!("<sheetData>{}</sheetData>", wide.collect::<String>())),
        SheetError::TooLarge
    );
    let texts = "<sst uniqueCount='999999999999999'><si/></sst>";
    let bytes = xlsx(&[("年报", "visible", "<sheetData/>")], &[("xl/sharedStrings.xml", texts)]);
    assert_eq!(read(&bytes).unwrap_err(), SheetError::TooLarge);
}

#[test]
fn shared_texts_count_each_time() {
    let texts = format!("<sst><si><t>{}</t></si></sst>", "长".repeat(1 << 20));
    let sheet = format!("<sheetData><row>{}</row></sheetData>", "<c t='s'><v>0</v></c>".repeat(100));
    let bytes = xlsx(&[("年报", "visible", &sheet)], &[("xl/sharedStrings.xml", &texts)]);
    assert_eq!(read(&bytes).unwrap_err(), SheetError::TooLarge);
}

/// A stream of records.
fn biff(records: &[(u16, &[u8])]) -> Vec<u8> {
    let mut stream = Vec::new();
    for (kind, data) in records {
        stream.extend(kind.to_le_bytes());
        stream.extend((data.len() as u16).to_le_bytes());
        stream.extend(*data);
    }
    stream
}

/// Numbers of two bytes each.
fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// A workbook of Excel 97 with one sheet of these records.
fn xls(records: &[(u16, &[u8])]) -> Vec<u8> {
    let start = words(&[0x0600, 5, 0, 0, 0, 0, 0, 0]);
    let mut globals = vec![(0x0809, start.as_slice())];
    let look = words(&[0, 0, 0, 0, 0, 0x1111, 0, 0, 0, 0]);
    let percent = words(&[0, 10, 0, 0, 0, 0, 0, 0, 0, 0]);
    globals.extend([(0x00E0, look.as_slice()), (0x00E0, percent.as_slice())]);
    let texts: Vec<u8> = [&words(&[1, 0, 1, 0, 2])[..], &[1], &words(&[0x7532, 0x4E59])[..]].concat();
    globals.push((0x00FC, &texts));
    let mut entry = vec![0, 0, 0, 0, 0, 0, 2, 1];
    entry.extend(words(&[0x5E74, 0x62A5]));
    let length = biff(&globals).len() + 4 + entry.len() + 4;
    entry[..4].copy_from_slice(&(length as u32).to_le_bytes());
    globals.extend([(0x0085, entry.as_slice()), (0x000A, &[])]);
    let mut stream = biff(&globals);
    stream.extend(biff(&[(0x0809, &start)]));
    stream.extend(biff(records));
    stream.extend(biff(&[(0x000A, &[])]));
    containing("Workbook", &stream)
}

/// A whole number in a cell.
fn whole(row: u16, column: u16, look: u16, value: u16) -> Vec<u8> {
    words(&[row, column, look, (value << 2) | 2, 0])
}

#[test]
fn old_workbooks_are_read_alike() {
    let (label, one, two, hidden) =
        (words(&[0, 0, 0, 0, 0]), whole(1, 0, 0, 12), whole(1, 1, 1, 3), whole(2, 0, 0, 4));
    let (blanks, merge) = (words(&[3, 0, 0, 0, 1]), words(&[1, 0, 0, 0, 1]));
    let (blank, row) = (words(&[0, 1, 0]), words(&[2, 0, 1, 0, 0, 0, 0x20, 0]));
    let records: &[(u16, &[u8])] = &[
        (0x0200, &[0xFF; 14]),
        (0x0208, &row),
        (0x00FD, &label),
        (0x0201, &blank),
        (0x027E, &one),
        (0x027E, &two),
        (0x027E, &hidden),
        (0x00BE, &blanks),
        (0x00E5, &merge),
    ];
    let page = read(&xls(records)).unwrap();
    assert_eq!(drawn(&page), ["0+2*1 甲乙\n0+1*1 12|1+1*1 300%\n0+1*1 |1+1*1 "]);
}

#[test]
fn hostile_old_workbooks_are_refused() {
    // Two cells at the ends of the sheet: calamine would take memory for sixteen million.
    let (first, last) = (whole(0, 0, 0, 1), whole(0xFFFF, 0xFF, 0, 1));
    assert_eq!(read(&xls(&[(0x027E, &first), (0x027E, &last)])).unwrap_err(), SheetError::TooLarge);
    // A merge that says it has more areas than it has, and a row of numbers that ends before it begins.
    let damaged = [
        (0x00E5, words(&[9, 0])),
        (0x00BD, words(&[0, 5, 0, 0, 0, 1])),
        (0x0006, words(&[0, 0])),
        (0x027E, first),
    ];
    let damaged: Vec<_> = damaged.iter().map(|(kind, data)| (*kind, data.as_slice())).collect();
    assert_eq!(drawn(&read(&xls(&damaged)).unwrap()), ["1"]);
    assert_eq!(read(&containing("Workbook", &[0xFF; 9000])).unwrap_err(), SheetError::Broken);
    assert_eq!(read(&containing("WordDocument", &[0; 9000])).unwrap_err(), SheetError::OldWord);
}
