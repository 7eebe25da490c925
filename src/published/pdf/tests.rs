//! Tests with small PDFs made here: their text is written out, not packed.

use super::super::{Grid, PageBlock, PageParagraph, ParagraphRole};
use super::{PdfError, read};

/// A PDF of these objects, the first of them the catalog.
fn pdf(objects: &[String]) -> Vec<u8> {
    let mut file = String::from("%PDF-1.4\n");
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(objects) {
        table += &format!("{:010} 00000 n \n", file.len());
        file += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    let start = file.len();
    let size = objects.len() + 1;
    file += &format!("{table}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF");
    file.into_bytes()
}

fn stream(dictionary: &str, content: &str) -> String {
    format!("<<{dictionary}/Length {}>>stream\n{content}\nendstream", content.len())
}

/// A PDF with a page for each text, and a Latin font `F1` and a Chinese one `F2`, neither of them in the file.
fn pages(contents: &[&str], extra: &[String]) -> Vec<u8> {
    let kids: String = (0..contents.len()).map(|at| format!("{} 0 R ", 8 + extra.len() + at * 2)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Kids[{kids}]/Count {}>>", contents.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[5 0 R]>>"
            .to_owned(),
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000\
         /CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 6 0 R>>"
            .to_owned(),
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6>>".to_owned(),
        "<</Font<</F1 3 0 R/F2 4 0 R/F3 8 0 R>>/XObject<</X 8 0 R>>>>".to_owned(),
    ];
    objects.extend_from_slice(extra);
    for content in contents {
        let text = objects.len() + 2;
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources 7 0 R/Contents {text} 0 R>>"
        ));
        objects.push(stream("", content));
    }
    pdf(&objects)
}

/// A Chinese text at a place, counted from the lower left corner.
fn say(x: u32, y: u32, size: u32, text: &str) -> String {
    let codes: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    format!("BT /F2 {size} Tf {x} {y} Td <{codes}> Tj ET\n")
}

/// A Latin text at a place.
fn write(x: u32, y: u32, text: &str) -> String {
    format!("BT /F1 10 Tf {x} {y} Td ({text}) Tj ET\n")
}

fn blocks(contents: &[&str]) -> Vec<PageBlock> {
    read(&pages(contents, &[])).unwrap().blocks
}

fn paragraphs(contents: &[&str]) -> Vec<PageParagraph> {
    let paragraph = |block| match block {
        PageBlock::Paragraph(paragraph) => Some(paragraph),
        PageBlock::Grid(_) => None,
    };
    blocks(contents).into_iter().filter_map(paragraph).collect()
}

fn texts(contents: &[&str]) -> Vec<String> {
    paragraphs(contents).iter().map(PageParagraph::text).collect()
}

fn grids(contents: &[&str]) -> Vec<Grid> {
    let grid = |block| match block {
        PageBlock::Grid(grid) => Some(grid),
        PageBlock::Paragraph(_) => None,
    };
    blocks(contents).into_iter().filter_map(grid).collect()
}

/// The cells of a grid as `column+cols×rows text`.
fn shown(grid: &Grid) -> Vec<Vec<String>> {
    let cell =
        |cell: &super::super::GridCell| format!("{}+{}x{} {}", cell.column, cell.cols, cell.rows, cell.text);
    grid.rows.iter().map(|row| row.iter().map(cell).collect()).collect()
}

/// A table of 3 by 3 squares of 100 by 20 points, but for two lines: a cell of two columns in the first row, and
/// one of two rows in the last column.
const TABLE: &str = "100 700 m 400 700 l S 100 680 m 400 680 l S 100 660 m 300 660 l S 100 640 m 400 640 l S \
                     100 700 m 100 640 l S 200 680 m 200 640 l S 300 700 m 300 640 l S 400 700 m 400 640 l S ";

#[test]
fn a_font_that_is_not_in_the_file_is_read_by_its_encoding() {
    assert_eq!(texts(&[&say(100, 700, 12, "一、总体情况")]), ["一、总体情况"]);
    // The mark is not in UniGB-UCS2-H; the words behind it are read all the same.
    assert_eq!(texts(&[&say(100, 700, 12, "•总体情况")]), ["\u{FFFD}总体情况"]);
}

#[test]
fn a_font_in_the_file_that_does_not_tell_its_characters_is_read_by_its_encoding() {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02X}")).collect::<String>();
    let font = |encoding: &str| {
        [
            format!(
                "<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Own/Encoding/{encoding}/DescendantFonts[9 0 R]>>"
            ),
            "<</Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+Own/DW 1000\
             /CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 10 0 R>>"
                .to_owned(),
            "<</Type/FontDescriptor/FontName/ABCDEF+Own/Flags 4/FontFile2 11 0 R>>".to_owned(),
            stream("/Filter/ASCIIHexDecode", &format!("{}>", hex(&super::font::empty_font()))),
        ]
    };
    let (codes, ..) = encoding_rs::GBK.encode("总计");
    let text = format!("BT /F3 10 Tf 100 700 Td <{}> Tj ET", hex(&codes));
    let page = read(&pages(&[&text, &text], &font("GBK-EUC-H"))).unwrap();
    assert!(matches!(&page.blocks[0], PageBlock::Paragraph(paragraph) if paragraph.text() == "总计"));
    // There the codes may be numbers of shapes.
    assert_eq!(read(&pages(&[&text], &font("Identity-H"))), Err(PdfError::NoCharacters));
}

#[test]
fn lines_stand_as_on_the_page_and_not_as_in_the_file() {
    let content = write(100, 600, "second") + &write(160, 700, "line") + &write(100, 700, "first");
    assert_eq!(texts(&[&content]), ["first line", "second"]);
}

#[test]
fn characters_painted_twice_count_once_and_are_bold() {
    let content = write(100, 400, "11") + "BT /F1 10 Tf 100.3 400 Td (11) Tj ET";
    let paragraphs = paragraphs(&[&content]);
    assert_eq!(paragraphs[0].text(), "11");
    assert!(paragraphs[0].runs[0].bold);
}

#[test]
fn text_outside_the_clip_and_across_the_page_is_not_shown() {
    let hidden = "q 0 0 50 50 re W n BT /F1 10 Tf 100 700 Td (hidden) Tj ET Q ";
    let leaning = "BT /F1 40 Tf 0.7 0.7 -0.7 0.7 200 300 Tm (secret) Tj ET ";
    assert_eq!(texts(&[&format!("{hidden}{leaning}{}", write(100, 600, "seen"))]), ["seen"]);
}

#[test]
fn invisible_text_over_a_picture_is_read() {
    assert_eq!(texts(&["BT 3 Tr /F1 10 Tf 100 700 Td (scanned) Tj ET"]), ["scanned"]);
}

#[test]
fn missing_lines_are_spans() {
    let content = TABLE.to_owned() + &write(150, 685, "a") + &write(350, 670, "b") + &write(110, 645, "c");
    let grids = grids(&[&content]);
    let expected: [&[&str]; 3] =
        [&["0+2x1 a", "2+1x1 "], &["0+1x1 ", "1+1x1 ", "2+1x2 b"], &["0+1x1 c", "1+1x1 "]];
    assert_eq!(shown(&grids[0]), expected);
    let place = &grids[0].rows[1][2].place;
    assert_eq!((place.page, place.table, place.row, place.column), (Some(1), Some(1), Some(2), Some(3)));
}

#[test]
fn thin_rectangles_frames_and_dots_are_lines_too() {
    let bars = "100 700 200 0.5 re f 100 680 200 0.5 re f 100 660 200.5 0.5 re f ";
    let dots: String = (0..20).map(|at| format!("199.5 {} 1 1 re f ", 661 + at * 2)).collect();
    let ring = "99 659 202 42 re 100 660 200 40 re f* ";
    let content = format!("{bars}{dots}{ring}{}", write(110, 685, "a") + &write(210, 665, "b"));
    let expected: [&[&str]; 2] = [&["0+1x1 a", "1+1x1 "], &["0+1x1 ", "1+1x1 b"]];
    assert_eq!(shown(&grids(&[&content])[0]), expected);
}

#[test]
fn a_table_that_is_open_below_has_its_last_row() {
    let lines = "100 700 m 300 700 l S 100 680 m 300 680 l S \
                 100 700 m 100 660 l S 200 700 m 200 660 l S 300 700 m 300 660 l S ";
    let content = lines.to_owned() + &write(110, 665, "last");
    assert_eq!(shown(&grids(&[&content])[0])[1], ["0+1x1 last", "1+1x1 "]);
}

#[test]
fn a_single_frame_is_no_table() {
    let content = "90 600 400 150 re S ".to_owned() + &write(100, 700, "framed");
    assert_eq!(texts(&[&content]), ["framed"]);
}

#[test]
fn a_label_down_a_cell_is_one_line_and_others_keep_theirs() {
    let label = say(110, 690, 8, "办") + &say(110, 680, 8, "理");
    let lines = say(210, 690, 8, "结果") + &say(210, 670, 8, "维持");
    let table = "100 700 200 60 re S 200 700 m 200 760 l S 200 640 m 200 700 l S 100 640 200 60 re S ";
    let content = format!("{table}{label}{lines}");
    let grid = &grids(&[&content])[0];
    let texts: Vec<&str> = grid.rows.iter().flatten().map(|cell| cell.text.as_str()).collect();
    assert_eq!(texts, ["", "", "办理", "结果\n维持"]);
}

#[test]
fn columns_without_lines_are_a_grid_of_known_order_only() {
    let row = |y: u32, words: [&str; 3]| {
        write(100, y, words[0]) + &write(250, y, words[1]) + &write(400, y, words[2])
    };
    let content = row(700, ["item", "new", "old"]) + &row(680, ["rules", "12", "3"]);
    let grid = &grids(&[&content])[0];
    assert!(!grid.has_spans);
    assert_eq!(shown(grid)[1], ["0+1x1 rules", "1+1x1 12", "2+1x1 3"]);
}

#[test]
fn full_lines_go_on_and_indented_ones_begin_a_paragraph() {
    let full = "这一行从左到右写满了整行的文字没有空的地方";
    let line = |y: u32, indent: u32, text: &str| say(100 + indent, y, 20, text);
    let content = [
        line(700, 40, &full.chars().take(18).collect::<String>()),
        line(670, 0, full),
        line(640, 0, full),
        line(610, 0, "到此为止。"),
        line(580, 40, &full.chars().take(18).collect::<String>()),
        line(550, 0, full),
    ]
    .concat();
    let texts = texts(&[&content]);
    assert_eq!(texts.len(), 2);
    assert!(texts[0].ends_with("到此为止。"));
}

#[test]
fn larger_type_is_a_heading() {
    let content = say(100, 700, 22, "年度报告")
        + &say(100, 600, 16, "正文正文正文正文正文")
        + &say(100, 570, 16, "正文");
    let roles: Vec<ParagraphRole> =
        paragraphs(&[&content]).into_iter().map(|paragraph| paragraph.role).collect();
    assert_eq!(roles[..2], [ParagraphRole::Heading(1), ParagraphRole::Plain]);
}

#[test]
fn page_numbers_and_running_heads_are_left_out() {
    let page = |number: u32, text: &str| {
        write(250, 770, &format!("Annual Report {number}"))
            + &write(100, 600, text)
            + &write(290, 40, &format!("- {number} -"))
    };
    let (first, second) = (page(1, "one"), page(2, "2"));
    assert_eq!(texts(&[&first, &second]), ["one", "2"]);
}

#[test]
fn what_a_browser_prints_at_the_edge_is_left_out() {
    let content =
        write(20, 785, "1/6/25, 10:05 AM") + &write(100, 400, "text") + &write(20, 10, "file:///a.html 1/1");
    assert_eq!(texts(&[&content]), ["text"]);
}

#[test]
fn bullets_make_entries_of_a_list() {
    let paragraph = &paragraphs(&[&say(100, 400, 12, "●条目")])[0];
    assert_eq!(paragraph.role, ParagraphRole::Item { depth: 0, marker: "●".to_owned() });
    assert_eq!(paragraph.text(), "条目");
}

#[test]
fn a_wide_table_printed_on_its_side_is_turned() {
    let content = "q 0 1 -1 0 600 0 cm 100 100 300 40 re S 250 100 m 250 140 l S \
                   BT /F1 10 Tf 110 110 Td (left) Tj ET BT /F1 10 Tf 260 110 Td (right) Tj ET Q";
    assert_eq!(shown(&grids(&[content])[0]), [["0+1x1 left", "1+1x1 right"]]);
}

#[test]
fn what_a_stretch_really_says_counts() {
    let content = "/Span<</ActualText <FEFF6237>>> BDC BT /F1 10 Tf 100 700 Td (x) Tj ET EMC";
    assert_eq!(texts(&[content]), ["户"]);
}

#[test]
fn pictures_alone_are_refused_and_counted_beside_text() {
    let picture =
        stream("/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8", "0");
    let paint = "q 500 0 0 600 50 50 cm /X Do Q ";
    assert_eq!(read(&pages(&[paint], std::slice::from_ref(&picture))), Err(PdfError::ImageOnly));
    let text = write(100, 700, "text");
    let page = read(&pages(&[&text, paint], &[picture])).unwrap();
    assert_eq!(page.pictures[0].page, Some(2));
}

#[test]
fn nothing_written_and_no_pdf_are_refused() {
    assert_eq!(read(&pages(&[""], &[])), Err(PdfError::Empty));
    assert_eq!(read(b"no pdf at all"), Err(PdfError::Broken));
    assert_eq!(read(b""), Err(PdfError::Broken));
}

#[test]
fn forms_within_forms_end() {
    let form = |number: usize| {
        let next = number + 1;
        let form = "/Type/XObject/Subtype/Form/BBox[0 0 600 800]";
        stream(&format!("{form}/Resources<</XObject<</X {next} 0 R>>>>"), &"/X Do ".repeat(10))
    };
    let forms: Vec<String> = (8..38).map(form).collect();
    assert_eq!(read(&pages(&["/X Do"], &forms)), Err(PdfError::TooComplex));
}

#[test]
fn one_part_many_times_over_is_refused() {
    let file = String::from_utf8(pages(&[&write(100, 700, "text")], &[])).unwrap();
    let file = file.replace("/Contents 9 0 R", "/Contents[9 0 R 9 0 R]");
    assert_eq!(read(file.as_bytes()), Err(PdfError::TooComplex));
}

#[test]
fn a_picture_within_the_text_is_no_writing() {
    let picture = format!("q BI /W 1/H 1/BPC 8/CS/G ID ({}EI Q ", "a".repeat(1 << 17));
    assert_eq!(super::limits::longest_writing(picture.as_bytes()), 0);
}

#[test]
fn endless_writing_is_refused() {
    assert_eq!(read(&pages(&[&write(1, 1, &"a".repeat(1 << 17))], &[])), Err(PdfError::TooComplex));
}

#[test]
fn a_part_that_unpacks_to_too_much_is_refused() {
    let mut packer = flate2::Compress::new(flate2::Compression::fast(), true);
    let mut packed = b"%PDF-1.4\n4 0 obj<</Filter/FlateDecode>>stream\n".to_vec();
    packed.reserve(1 << 20);
    packer.compress_vec(&vec![b' '; 65 << 20], &mut packed, flate2::FlushCompress::Finish).unwrap();
    assert_eq!(read(&packed), Err(PdfError::TooComplex));
    assert_eq!(read(&vec![b' '; (64 << 20) + 1]), Err(PdfError::TooLarge));
}

#[test]
fn the_mark_of_a_note_is_no_digit_of_a_figure() {
    let raised = "BT /F1 6 Tf 161.5 689 Td (1) Tj ET\n";
    let content =
        TABLE.to_owned() + &write(150, 685, "23") + raised + &write(350, 670, "45") + &write(110, 645, "6");
    let grids = grids(&[&content]);
    assert_eq!(grids[0].rows[0][0].text, "23¹");
}
