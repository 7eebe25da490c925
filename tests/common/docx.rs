//! Reads paragraphs and tables back from a DOCX as a word processor would.

use std::collections::BTreeSet;
use std::io::{Cursor, Read, Write};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::grid::{Grid, Placed, Written};

/// A block of the story.
#[derive(Debug)]
pub enum Block {
    Paragraph { style: String, text: String },
    Table(Grid),
}

/// An element with its text where it stands.
#[derive(Debug, Default)]
struct Node {
    name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Node>,
    text: String,
}

impl Node {
    fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    fn all<'n>(&'n self, name: &'static str) -> impl Iterator<Item = &'n Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The value of a property below this element, such as `w:tcPr/w:gridSpan`.
    fn value(&self, path: &[&str]) -> Option<&str> {
        let property = path.iter().try_fold(self, |node, name| node.child(name))?;
        property.attributes.iter().find(|(name, _)| name == "w:val").map(|(_, value)| value.as_str())
    }
}

/// One part of the package as text.
pub fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The names of all parts.
pub fn parts(bytes: &[u8]) -> Vec<String> {
    let archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    archive.file_names().map(str::to_owned).collect()
}

/// The years that the archive gives its parts as the time of their last change.
pub fn years(bytes: &[u8]) -> BTreeSet<u16> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len()).map(|at| archive.by_index(at).unwrap().last_modified().unwrap().year()).collect()
}

/// What a word processor makes of a file: other words, and every part packed anew.
pub fn edited(bytes: &[u8], old: &str, new: &str) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for name in parts(bytes) {
        writer.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(part(bytes, &name).replace(old, new).as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Every paragraph and table of the story, in order.
pub fn blocks(bytes: &[u8]) -> Result<Vec<Block>, String> {
    let document = parse(&part(bytes, "word/document.xml"));
    let body = document.child("w:document").and_then(|root| root.child("w:body")).unwrap();
    let mut blocks = Vec::new();
    for child in &body.children {
        match child.name.as_str() {
            "w:p" => blocks.push(Block::Paragraph {
                style: child.value(&["w:pPr", "w:pStyle"]).unwrap_or_default().to_owned(),
                text: paragraph_text(child),
            }),
            "w:tbl" => blocks.push(Block::Table(table(child)?)),
            _ => {}
        }
    }
    Ok(blocks)
}

/// The tables that stand under one of these headings.
pub fn tables_under(blocks: Vec<Block>, titles: &[&str]) -> Vec<Grid> {
    let mut under = false;
    let mut grids = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph { style, text } if style == "Heading1" => {
                under = titles.contains(&text.as_str())
            }
            Block::Table(grid) if under => grids.push(grid),
            _ => {}
        }
    }
    grids
}

/// A table: cells take their columns from `w:gridSpan`, and their rows from the cells below that
/// continue a vertical merge.
fn table(table: &Node) -> Result<Grid, String> {
    let mut cells: Vec<Placed> = Vec::new();
    let height = table.all("w:tr").count();
    for (row, line) in table.all("w:tr").enumerate() {
        let mut column = 0;
        for cell in line.all("w:tc") {
            let span = cell.value(&["w:tcPr", "w:gridSpan"]);
            let columns = span.map_or(1, |span| span.parse().unwrap());
            let continues = cell.child("w:tcPr").and_then(|properties| properties.child("w:vMerge"));
            if continues.is_some_and(|merge| merge.value(&[]) != Some("restart")) {
                let above = cells.iter_mut().find(|above| {
                    above.column == column
                        && above.cell.columns == columns
                        && above.row + above.cell.rows == row
                });
                above.ok_or_else(|| format!("row {row}, column {column} continues nothing"))?.cell.rows += 1;
            } else {
                let texts: Vec<String> = cell.all("w:p").map(paragraph_text).collect();
                // A note stands below its figure where it has no room beside it.
                let text = texts.join("\n").replace("\n（", "（");
                let cell = Written { text, columns, rows: 1, path: None };
                cells.push(Placed { row, column, cell });
            }
            column += columns;
        }
    }
    let width = table.child("w:tblGrid").map_or(0, |grid| grid.all("w:gridCol").count());
    Grid::of(height, width, cells)
}

fn paragraph_text(node: &Node) -> String {
    let own = match node.name.as_str() {
        "w:t" => node.text.clone(),
        "w:br" => "\n".to_owned(),
        _ => String::new(),
    };
    own + &node.children.iter().map(paragraph_text).collect::<String>()
}

fn parse(xml: &str) -> Node {
    let mut reader = Reader::from_str(xml);
    let mut open = vec![Node::default()];
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => open.push(node(&start)),
            Event::Empty(start) => open.last_mut().unwrap().children.push(node(&start)),
            Event::End(_) => {
                let closed = open.pop().unwrap();
                open.last_mut().unwrap().children.push(closed);
            }
            Event::Text(text) => open.last_mut().unwrap().text.push_str(std::str::from_utf8(&text).unwrap()),
            Event::GeneralRef(name) => {
                let entity = format!("&{};", std::str::from_utf8(&name).unwrap());
                let text = quick_xml::escape::unescape(&entity).unwrap();
                open.last_mut().unwrap().text.push_str(&text);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(open.len(), 1, "an element is not closed");
    open.remove(0)
}

fn node(start: &quick_xml::events::BytesStart<'_>) -> Node {
    let text = |bytes: &[u8]| std::str::from_utf8(bytes).unwrap().to_owned();
    let attributes = start.attributes().map(|attribute| {
        let attribute = attribute.unwrap();
        (text(attribute.key.as_ref()), text(&attribute.value))
    });
    Node {
        name: text(start.name().as_ref()),
        attributes: attributes.collect(),
        children: Vec::new(),
        text: String::new(),
    }
}
