//! The rows of a sheet, each as it stands in the file.

use std::fmt::Write;

use quick_xml::escape::escape;
use rust_xlsxwriter::utility::column_number_to_name;

use super::skeleton::Styles;
use super::{Cell, Row, Value};
use crate::render::xlsx::figure::decimals;
use crate::render::xlsx::sheet::height;
use crate::render::xml::push_allowed;

/// Writes rows, one below the other.
pub(super) struct Rows<'s> {
    styles: &'s Styles,
    /// The size of the words in twips.
    size: u32,
    /// Widths of the columns in pixels.
    widths: Vec<u32>,
    /// The letters of the columns.
    columns: Vec<String>,
    /// The number of the last row.
    number: usize,
    /// The row.
    xml: String,
}

impl<'s> Rows<'s> {
    pub fn new(styles: &'s Styles, size: u32, widths: Vec<u32>) -> Self {
        let columns = (0..).zip(&widths).map(|(column, _)| column_number_to_name(column)).collect();
        Self { styles, size, widths, columns, number: 0, xml: String::new() }
    }

    /// The next row.
    pub fn xml(&mut self, row: &Row) -> &str {
        self.number += 1;
        self.xml.clear();
        let height = row.height.unwrap_or_else(|| self.height(row));
        let number = self.number.to_string();
        // Writing into a text cannot fail.
        let _ = write!(self.xml, "<row r=\"{number}\" ht=\"{height}\" customHeight=\"1\">");
        for (cell, column) in row.cells.iter().zip(&self.columns) {
            let Cell { value, look } = cell;
            let seen = match value {
                Value::Number(number) | Value::Formula(_, number) => (*look, Some(decimals(number))),
                Value::Text(_) => (*look, None),
            };
            let style = self.styles.iter().find(|(own, _)| *own == seen).map_or("0", |(_, style)| style);
            for part in ["<c r=\"", column, &number, "\" s=\"", style, "\""] {
                self.xml.push_str(part);
            }
            push_value(&mut self.xml, value);
        }
        self.xml.push_str("</row>");
        &self.xml
    }

    /// How high a row must be for its words, in points.
    fn height(&self, row: &Row) -> u32 {
        let of_cell = |(cell, width): (&Cell, &u32)| match &cell.value {
            Value::Text(text) if !text.is_empty() => height(text, *width, self.size),
            _ => 0,
        };
        let pixels = row.cells.iter().zip(&self.widths).map(of_cell).max().unwrap_or_default();
        // A point is four thirds of a pixel.
        pixels.max(height("", 0, self.size)) * 3 / 4
    }
}

/// The rest of a cell.
fn push_value(xml: &mut String, value: &Value) {
    match value {
        Value::Text(text) if text.is_empty() => xml.push_str("/>"),
        Value::Text(text) => {
            xml.push_str(" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
            push_allowed(xml, &escape(literal(text)));
            xml.push_str("</t></is></c>");
        }
        Value::Number(number) => ["><v>", number, "</v></c>"].iter().for_each(|part| xml.push_str(part)),
        Value::Formula(formula, number) => {
            let _ = write!(xml, "><f>{}</f><v>{number}</v></c>", escape(formula.as_str()));
        }
    }
}

/// A text as a workbook keeps it: there `_x0041_` stands for a letter, unless its first sign is written so, too.
fn literal(text: &str) -> String {
    const SIGN: &str = "_x";
    const HEX: usize = 4;
    let mut literal = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once(SIGN) {
        let is_letter = behind.split_at_checked(HEX).is_some_and(|(hex, end)| {
            hex.bytes().all(|byte| byte.is_ascii_hexdigit()) && end.starts_with('_')
        });
        literal.extend([before, if is_letter { "_x005F_x" } else { SIGN }]);
        rest = behind;
    }
    literal.push_str(rest);
    literal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_for_a_letter_is_written_so_that_it_does_not() {
        assert_eq!(literal("a_x0041__xZ041_甲_x00_"), "a_x005F_x0041__xZ041_甲_x00_");
        assert_eq!(literal("_x0041"), "_x0041");
    }
}
