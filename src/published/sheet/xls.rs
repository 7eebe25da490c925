//! Workbooks of Excel 97 to 2003. calamine follows chains of sectors round and round, so it is given the one stream
//! that it needs in a container of our own.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, DataRef, Reader, SheetType, SheetVisible, Xls, XlsError};

use super::super::office::ole::{self, Ole};
use super::{Budget, Merge, Sheet, SheetError, biff, value};

/// Bytes of the stream with the sheets, pictures included.
const LARGEST_STREAM: usize = 24 << 20;

/// The visible sheets.
pub fn read(bytes: &[u8]) -> Result<Vec<Sheet>, SheetError> {
    let ole = Ole::open(bytes).ok_or(SheetError::Broken)?;
    let mut stream =
        ["Workbook", "Book"].iter().find_map(|name| ole.stream(name)).ok_or(SheetError::Broken)?;
    if stream.len() > LARGEST_STREAM {
        return Err(SheetError::TooLarge);
    }
    drop(ole);
    let mut budget = Budget::default();
    let layouts = biff::mend(&mut stream, &mut budget)?.layouts;
    let container = ole::containing("Workbook", &stream);
    drop(stream);
    let workbook: Xls<_> = Xls::new(Cursor::new(container)).map_err(|error| of(&error))?;
    let mut sheets = Vec::new();
    for ((at, metadata), mut layout) in workbook.sheets_metadata().iter().enumerate().zip(layouts) {
        if metadata.visible != SheetVisible::Visible || metadata.typ != SheetType::WorkSheet {
            continue;
        }
        let merges = workbook.merge_cells_by_sheet_id(at).unwrap_or_default();
        budget.spend(merges.len(), 0)?;
        let merges = merges.iter().filter(|area| area.start.0 <= area.end.0 && area.start.1 <= area.end.1);
        layout.merges.extend(merges.map(|area| Merge { first: area.start, last: area.end }));
        sheets.push(Sheet { name: metadata.name.clone(), layout, cells: BTreeMap::new() });
    }
    fill(workbook, &mut sheets, &mut budget)?;
    Ok(sheets)
}

/// Takes the values over.
fn fill(
    mut workbook: Xls<Cursor<Vec<u8>>>,
    sheets: &mut [Sheet],
    budget: &mut Budget,
) -> Result<(), SheetError> {
    for sheet in sheets {
        let range = workbook.worksheet_range(&sheet.name).map_err(|error| of(&error))?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, data) in range.used_cells() {
            let row = u32::try_from(row).ok().and_then(|row| row.checked_add(top));
            let column = u32::try_from(column).ok().and_then(|column| column.checked_add(left));
            let (Some(row), Some(column)) = (row, column) else { continue };
            let at = (row, column);
            let text = value::shown(&borrowed(data), sheet.layout.percentages.contains(&at));
            if !text.is_empty() {
                budget.spend(1, text.len())?;
                sheet.cells.insert(at, text);
            }
        }
    }
    Ok(())
}

fn borrowed(data: &Data) -> DataRef<'_> {
    match data {
        Data::Int(value) => DataRef::Int(*value),
        Data::Float(value) => DataRef::Float(*value),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(value) => DataRef::Bool(*value),
        Data::DateTime(date) => DataRef::DateTime(*date),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}

fn of(error: &XlsError) -> SheetError {
    match error {
        XlsError::Password => SheetError::Locked,
        _ => SheetError::Broken,
    }
}
