//! Lines of fields (CSV), as spreadsheet programs read and write them.
//!
//! They take what begins like a formula for one, whoever wrote it: a sign in front of it keeps it text.

use csv::{Terminator, Writer, WriterBuilder};

/// What the columns of the list of figures are called.
pub(crate) const HEAD: [&str; 7] = ["路径", SECTION, ROW, COLUMN, VALUE, "单位", NOTE];
/// The column with the title of the section.
pub(crate) const SECTION: &str = "部分";
/// The column with the full label of the row.
pub(crate) const ROW: &str = "行";
/// The column with the heading of the column.
pub(crate) const COLUMN: &str = "列";
/// The column with the figure.
pub(crate) const VALUE: &str = "数值";
/// The column with what stands in brackets behind the figure.
pub(crate) const NOTE: &str = "说明";

/// By this, spreadsheet programs know that a file is UTF-8.
pub(crate) const BYTE_ORDER_MARK: &str = "\u{FEFF}";
/// With this in front, a field is text.
const TEXT: char = '\'';
/// With these a formula may begin, or what spreadsheet programs leave out before one.
const BEGINS: [char; 11] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n'];

/// The lines of records.
///
/// # Errors
/// None that is known: a line in memory can always be written.
pub(crate) fn lines<const N: usize>(
    records: impl IntoIterator<Item = [String; N]>,
) -> Result<String, csv::Error> {
    let mut writer: Writer<Vec<u8>> =
        WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    for record in records {
        writer.write_record(record)?;
    }
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A field that no spreadsheet program takes for a formula.
pub(crate) fn harmless(field: String) -> String {
    if field.starts_with(BEGINS) { format!("{TEXT}{field}") } else { field }
}

/// A field as it was before it was made harmless.
pub(crate) fn meant(field: &str) -> &str {
    field.strip_prefix(TEXT).filter(|rest| rest.starts_with(BEGINS)).unwrap_or(field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_like_a_formula_is_text_and_is_read_as_it_was() {
        for field in ["=1+1", "+1", "-1", "@甲", "＝1", "\t=1", "\r=1", "\n=1"] {
            let kept = harmless(field.to_owned());
            assert_eq!((kept.as_str(), meant(&kept)), (format!("'{field}").as_str(), field));
        }
        for field in ["", "甲", "12", "'甲"] {
            assert_eq!((harmless(field.to_owned()).as_str(), meant(field)), (field, field));
        }
    }
}
