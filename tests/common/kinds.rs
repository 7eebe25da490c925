//! A report as others might publish it: its page as a script, a workbook and a PDF.

use std::io::{Cursor, Write};

use scraper::{ElementRef, Html, Selector};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::grid::{Grid, is_figure};
use super::html::grids;

/// What a page shows, in its order.
enum Block {
    /// A heading or a paragraph, and its size in points.
    Words(String, usize),
    Table(Grid),
}

/// The blocks of a page of this program.
fn blocks(page: &str) -> Vec<Block> {
    let html = Html::parse_document(page);
    let parts = Selector::parse("h1, h2, h3, p, li, table").unwrap();
    let mut tables = grids(page, "table").unwrap().into_iter();
    let is_in_table = |part: ElementRef<'_>| {
        part.ancestors().filter_map(ElementRef::wrap).any(|around| around.value().name() == "table")
    };
    let parts = html.select(&parts).filter(|part| !is_in_table(*part));
    let block = |part: ElementRef<'_>| {
        let size = match part.value().name() {
            "table" => return tables.next().map(Block::Table),
            "h1" => 20,
            "h2" => 14,
            _ => 10,
        };
        let words: String = part.text().collect::<String>().split_whitespace().collect();
        Some(Block::Words(words, size)).filter(|_| !part.text().all(|text| text.trim().is_empty()))
    };
    parts.filter_map(block).collect()
}

/// A page within a script, as some sites deliver it.
pub fn script(page: &str) -> Vec<u8> {
    format!("var content = {};\nshow(content);\n", serde_json::to_string(page).unwrap()).into_bytes()
}

/// A package of parts, packed small.
pub fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const SHEET: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override \
    PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>";

/// A workbook of one sheet with that between the tags of its sheet.
pub fn workbook(content: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let book = format!(
        "<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
    );
    let links = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" \
         Type=\"{relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    );
    let root = links
        .replace("worksheets/sheet1.xml", "xl/workbook.xml")
        .replace("relationships/worksheet", "relationships/officeDocument");
    let sheet = format!("<worksheet xmlns=\"{main}\">{content}</worksheet>");
    package(&[
        ("[Content_Types].xml", SHEET.as_bytes()),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", links.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

/// A page as a workbook of one sheet: figures are numbers, cells are merged as on the page.
pub fn sheet(page: &str) -> Vec<u8> {
    let (mut rows, mut merges, mut at) = (String::new(), String::new(), 1);
    for block in blocks(page) {
        match block {
            Block::Words(words, _) => {
                rows += &format!("<row r=\"{at}\">{}</row>", cell(at, 0, &words));
                at += 1;
            }
            Block::Table(grid) => {
                for row in 0..grid.height() {
                    let own = grid.cells.iter().filter(|placed| placed.row == row);
                    let cells: String =
                        own.clone().map(|placed| cell(at, placed.column, &placed.cell.text)).collect();
                    rows += &format!("<row r=\"{at}\">{cells}</row>");
                    for placed in own.filter(|placed| placed.cell.rows * placed.cell.columns > 1) {
                        let last = name(at + placed.cell.rows - 1, placed.column + placed.cell.columns - 1);
                        merges += &format!("<mergeCell ref=\"{}:{last}\"/>", name(at, placed.column));
                    }
                    at += 1;
                }
            }
        }
    }
    workbook(&format!("<sheetData>{rows}</sheetData><mergeCells>{merges}</mergeCells>"))
}

/// `B12`, for the twelfth row and the second column.
fn name(row: usize, column: usize) -> String {
    format!("{}{row}", char::from(b'A' + u8::try_from(column).unwrap()))
}

fn cell(row: usize, column: usize, text: &str) -> String {
    let name = name(row, column);
    if is_figure(text) && !text.contains('（') {
        return format!("<c r=\"{name}\"><v>{text}</v></c>");
    }
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    format!("<c r=\"{name}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

/// The width and height of a page, and its margin, in points.
const PAGE: (usize, usize, usize) = (600, 840, 40);
/// The size of type in tables.
const SMALL: usize = 6;

/// The pages of a PDF, as they are written.
struct Pages {
    done: Vec<String>,
    /// What stands on the page so far, and how far down that reaches.
    page: String,
    y: usize,
}

impl Pages {
    fn turn(&mut self) {
        self.done.push(std::mem::take(&mut self.page));
        self.y = PAGE.1 - PAGE.2;
    }

    fn say(&mut self, x: usize, y: usize, size: usize, text: &str) {
        // The encoding of the font has no other bullet.
        let text = text.replace('•', "●");
        let codes: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
        self.page += &format!("BT /F1 {size} Tf {x} {y} Td <{codes}> Tj ET\n");
    }

    /// Words, in as many lines as they need; but for headings the first is indented.
    fn words(&mut self, words: &str, size: usize) {
        let (width, _, margin) = PAGE;
        let indent = if size > 10 { 0 } else { 2 };
        let text: Vec<char> = std::iter::repeat_n(' ', indent).chain(words.chars()).collect();
        for (number, line) in text.chunks((width - 2 * margin) / size).enumerate() {
            if self.y < margin + 2 * size {
                self.turn();
            }
            self.y -= size + size / 2;
            let indent = if number == 0 { indent } else { 0 };
            self.say(margin + indent * size, self.y, size, &line.iter().skip(indent).collect::<String>());
        }
    }

    /// A table on a page of its own, with a frame around each cell.
    fn table(&mut self, grid: &Grid) {
        self.turn();
        let (width, _, margin) = PAGE;
        let column = (width - 2 * margin) / grid.width;
        let lines = |text: &str, columns: usize| -> Vec<String> {
            let text: Vec<char> = text.chars().collect();
            text.chunks((columns * column / SMALL - 1).max(1)).map(|line| line.iter().collect()).collect()
        };
        let mut heights = vec![SMALL * 2; grid.height()];
        for placed in &grid.cells {
            let needed = lines(&placed.cell.text, placed.cell.columns).len() * (SMALL + 1) + SMALL;
            let rows = &mut heights[placed.row..placed.row + placed.cell.rows];
            let lacking = needed.saturating_sub(rows.iter().sum());
            *rows.last_mut().unwrap() += lacking;
        }
        let top = self.y;
        for placed in &grid.cells {
            let start = top - heights[..placed.row].iter().sum::<usize>();
            let height: usize = heights[placed.row..placed.row + placed.cell.rows].iter().sum();
            let (x, across) = (margin + placed.column * column, placed.cell.columns * column);
            self.page += &format!("{x} {} {across} {height} re S\n", start - height);
            for (number, line) in lines(&placed.cell.text, placed.cell.columns).iter().enumerate() {
                self.say(x + 2, start - (number + 1) * (SMALL + 1), SMALL, line);
            }
        }
        self.turn();
    }
}

/// A page as a PDF with a font that is not in the file.
pub fn pdf(page: &str) -> Vec<u8> {
    let mut pages = Pages { done: Vec::new(), page: String::new(), y: PAGE.1 - PAGE.2 };
    for block in blocks(page) {
        match block {
            Block::Words(words, size) => pages.words(&words, size),
            Block::Table(grid) => pages.table(&grid),
        }
    }
    pages.turn();
    let kids: String = (0..pages.done.len()).map(|at| format!("{} 0 R ", 6 + at * 2)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Kids[{kids}]/Count {}>>", pages.done.len()),
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>"
            .to_owned(),
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000\
         /CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 5 0 R>>"
            .to_owned(),
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6>>".to_owned(),
    ];
    for content in &pages.done {
        let (width, height, _) = PAGE;
        let text = objects.len() + 2;
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Resources<</Font<</F1 3 0 R>>>>/Contents {text} 0 R>>"
        ));
        objects.push(format!("<</Length {}>>stream\n{content}\nendstream", content.len()));
    }
    file(&objects)
}

/// A PDF of these objects, the first of them the catalog.
fn file(objects: &[String]) -> Vec<u8> {
    let mut file = String::from("%PDF-1.4\n");
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(objects) {
        table += &format!("{:010} 00000 n \n", file.len());
        file += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    let (start, size) = (file.len(), objects.len() + 1);
    file += &format!("{table}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF");
    file.into_bytes()
}
