//! Reads an OFD with ofdsdk and prints what stands on its pages.
//!
//! usage: ofd-check FILE
//!
//! The types of ofdsdk are made from the schema of the standard: what is no element or attribute there is kept as
//! "other", and must not be found. What is read must be the same after it has been written and read again. A line of
//! the output is `c PAGE X BASE SIZE CHARACTER` for a glyph and `l PAGE LEFT TOP RIGHT BOTTOM` for a line or a filled
//! area, in millimetres.

use std::error::Error;
use std::io::Cursor;

use ofdsdk::parts::ofd_package::OfdPackage;
use ofdsdk::schemas::page::{LayerContentChoice, PathObject, TextObject};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: ofd-check FILE")?;
    let package = OfdPackage::new_from_file(&path)?;
    let read = format!("{package:?}");
    for others in ["xml_other_attrs: [(", "xml_other_children: [(", "other_parts: [O"] {
        if let Some(at) = read.find(others) {
            let words: String = read[at..].chars().take(200).collect();
            return Err(format!("{path}: not in the schema: {words}").into());
        }
    }
    let mut written = Cursor::new(Vec::new());
    package.save(&mut written)?;
    written.set_position(0);
    if format!("{:?}", OfdPackage::new(written)?) != read {
        return Err(format!("{path}: what ofdsdk writes of it is not the same").into());
    }
    for document in &package.documents {
        for (number, page) in document.pages.iter().enumerate() {
            let content = page.root_element.content.as_ref().ok_or("a page without content")?;
            for object in content.layer.iter().flat_map(|layer| &layer.xml_children) {
                match object {
                    LayerContentChoice::TextObject(text) => print_text(number, text)?,
                    LayerContentChoice::PathObject(path) => print_path(number, path)?,
                    other => return Err(format!("{path}: an object that nobody drew: {other:?}").into()),
                }
            }
        }
    }
    Ok(())
}

fn numbers(text: &str) -> Result<Vec<f64>, Box<dyn Error>> {
    Ok(text.split(' ').map(str::parse).collect::<Result<_, _>>()?)
}

fn corner(boundary: &str) -> Result<[f64; 4], Box<dyn Error>> {
    numbers(boundary)?.try_into().map_err(|_| format!("no area: {boundary}").into())
}

fn print_text(page: usize, text: &TextObject) -> Result<(), Box<dyn Error>> {
    let [left, top, ..] = corner(&text.boundary)?;
    for code in &text.text_code {
        let mut x = left + code.x.ok_or("a text without a place")?;
        let base = top + code.y.ok_or("a text without a place")?;
        let steps = code.delta_x.as_deref().map(numbers).transpose()?.unwrap_or_default();
        let characters: Vec<char> = code.xml_value.chars().collect();
        if steps.len() + 1 != characters.len() {
            return Err(format!("{} distances between {} characters", steps.len(), characters.len()).into());
        }
        for (at, c) in characters.iter().enumerate() {
            println!("c {page} {x:.4} {base:.4} {:.4} {}", text.size, u32::from(*c));
            x += steps.get(at).copied().unwrap_or(0.0);
        }
    }
    Ok(())
}

fn print_path(page: usize, path: &PathObject) -> Result<(), Box<dyn Error>> {
    let [left, top, width, height] = corner(&path.boundary)?;
    println!("l {page} {left:.4} {top:.4} {:.4} {:.4}", left + width, top + height);
    Ok(())
}
