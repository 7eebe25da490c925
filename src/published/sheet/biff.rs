//! The stream of an `.xls` (MS-XLS), gone through before calamine reads it: hidden rows and columns, frames and
//! percentages, which calamine does not tell; and records that would make it panic or take memory without end are
//! made such that it passes over them.

mod texts;

use std::collections::{BTreeMap, BTreeSet};

use super::scan::Look;
use super::{Budget, Layout, MOST_CELLS, MOST_SHEETS, Position, SheetError};

/// Types of records.
mod kind {
    pub const EOF: u16 = 0x000A;
    pub const BOF: u16 = 0x0809;
    pub const FORMULA: u16 = 0x0006;
    pub const EXTERN_SHEET: u16 = 0x0017;
    pub const NAME: u16 = 0x0018;
    pub const DATE_MODE: u16 = 0x0022;
    pub const PASSWORD: u16 = 0x002F;
    pub const CODE_PAGE: u16 = 0x0042;
    pub const CONTINUE: u16 = 0x003C;
    pub const COLUMNS: u16 = 0x007D;
    pub const SHEET: u16 = 0x0085;
    pub const NUMBERS: u16 = 0x00BD;
    pub const BLANKS: u16 = 0x00BE;
    pub const LABEL_WITH_RUNS: u16 = 0x00D6;
    pub const LOOK: u16 = 0x00E0;
    pub const MERGES: u16 = 0x00E5;
    pub const TEXTS: u16 = 0x00FC;
    pub const SHARED_LABEL: u16 = 0x00FD;
    pub const DIMENSIONS: u16 = 0x0200;
    pub const BLANK: u16 = 0x0201;
    pub const NUMBER: u16 = 0x0203;
    pub const LABEL: u16 = 0x0204;
    pub const TRUTH: u16 = 0x0205;
    pub const FORMULA_TEXT: u16 = 0x0207;
    pub const ROW: u16 = 0x0208;
    pub const SHORT_NUMBER: u16 = 0x027E;
    pub const FORMAT: u16 = 0x041E;
    /// A type that no program knows and all pass over.
    pub const NOTHING: u16 = 0x7FFF;
}

/// A record: its type, and where its data are in the stream.
#[derive(Debug, Clone, Copy)]
struct Record {
    kind: u16,
    at: usize,
    len: usize,
}

/// What is known of a stream.
#[derive(Debug, Default)]
pub struct Workbook {
    /// Layouts of the sheets, in their order.
    pub layouts: Vec<Layout>,
    looks: Vec<Look>,
    percent_formats: BTreeSet<u16>,
    /// Where the sheets begin.
    starts: Vec<usize>,
}

/// Goes through the stream and mends it.
pub fn mend(stream: &mut [u8], budget: &mut Budget) -> Result<Workbook, SheetError> {
    let mut workbook = Workbook::default();
    // Built in: 0% and 0.00%.
    workbook.percent_formats.extend([9, 10]);
    workbook.globals(stream)?;
    let mut length = 0_usize;
    let mut area = 0_usize;
    for start in std::mem::take(&mut workbook.starts) {
        let (layout, end, cells) = workbook.sheet(stream, start, budget)?;
        workbook.layouts.push(layout);
        // Sheets do not lie in each other; if they do, reading them takes time without end.
        length += end - start;
        area = area.saturating_add(cells);
        if length > stream.len() {
            return Err(SheetError::Broken);
        }
        // calamine takes memory for every cell between the first and the last.
        if area > MOST_CELLS * 4 {
            return Err(SheetError::TooLarge);
        }
    }
    Ok(workbook)
}

/// The record at that place, and where the next begins.
fn record(stream: &[u8], at: usize) -> Option<(Record, usize)> {
    let kind = u16_at(stream, at)?;
    let len = usize::from(u16_at(stream, at + 2)?);
    let next = at.checked_add(4 + len)?;
    (next <= stream.len()).then_some((Record { kind, at: at + 4, len }, next))
}

fn u16_at(stream: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(stream.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn u32_at(stream: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(stream.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

fn write(stream: &mut [u8], at: usize, value: u16) {
    if let Some(place) = stream.get_mut(at..at + 2) {
        place.copy_from_slice(&value.to_le_bytes());
    }
}

/// Makes a record one that is passed over.
fn drop_record(stream: &mut [u8], record: Record) {
    write(stream, record.at - 4, kind::NOTHING);
}

impl Workbook {
    /// The records that hold for all sheets.
    fn globals(&mut self, stream: &mut [u8]) -> Result<(), SheetError> {
        let mut at = 0;
        while let Some((record, next)) = record(stream, at) {
            at = next;
            match record.kind {
                kind::EOF => return Ok(()),
                kind::PASSWORD => return Err(SheetError::Locked),
                kind::SHEET => self.sheet_entry(stream, record)?,
                kind::FORMAT => {
                    let data = stream.get(record.at..next).unwrap_or_default();
                    if data.contains(&b'%') {
                        self.percent_formats.extend(u16_at(data, 0));
                    }
                }
                kind::LOOK => self.look(stream, record),
                kind::TEXTS => texts::check(stream, record.at - 4)?,
                kind::BOF if record.len < 4 => return Err(SheetError::Broken),
                kind::CODE_PAGE | kind::DATE_MODE if record.len < 2 => drop_record(stream, record),
                // Names of areas and formulas are not needed.
                kind::NAME | kind::EXTERN_SHEET => drop_record(stream, record),
                _ => {}
            }
        }
        Err(SheetError::Broken)
    }

    fn sheet_entry(&mut self, stream: &[u8], record: Record) -> Result<(), SheetError> {
        let start = u32_at(stream, record.at).ok_or(SheetError::Broken)? as usize;
        if self.starts.len() == MOST_SHEETS {
            return Err(SheetError::TooLarge);
        }
        if record.len < 8 || start >= stream.len() {
            return Err(SheetError::Broken);
        }
        self.starts.push(start);
        Ok(())
    }

    /// The format of a number and the lines around a cell.
    fn look(&mut self, stream: &[u8], record: Record) {
        let format = u16_at(stream, record.at + 2).unwrap_or(0);
        let lines = if record.len >= 20 { u16_at(stream, record.at + 10).unwrap_or(0) } else { 0 };
        let percent = self.percent_formats.contains(&format);
        self.looks.push(Look { percent, framed: lines != 0, pattern: None });
    }

    /// A sheet: its layout, where it ends, and how many cells are between its first and its last.
    fn sheet(
        &self,
        stream: &mut [u8],
        start: usize,
        budget: &mut Budget,
    ) -> Result<(Layout, usize, usize), SheetError> {
        let mut layout = Layout::default();
        let mut ends: BTreeMap<bool, Position> = BTreeMap::new();
        let mut at = start;
        while let Some((record, next)) = record(stream, at) {
            at = next;
            if tame(stream, record) {
                continue;
            }
            let data = stream.get(record.at..next).unwrap_or_default();
            match record.kind {
                kind::EOF => break,
                kind::ROW => layout.row(data),
                kind::COLUMNS => layout.columns(data),
                _ => {}
            }
            for (position, look) in cells(record, data).unwrap_or_default() {
                budget.spend(1, 0)?;
                let look = self.looks.get(usize::from(look)).cloned().unwrap_or_default();
                if look.framed {
                    layout.framed.insert(position);
                }
                if look.percent {
                    layout.percentages.insert(position);
                }
                let first = ends.entry(false).or_insert(position);
                *first = (first.0.min(position.0), first.1.min(position.1));
                let last = ends.entry(true).or_insert(position);
                *last = (last.0.max(position.0), last.1.max(position.1));
            }
        }
        let area = match (ends.get(&false), ends.get(&true)) {
            (Some(first), Some(last)) => (last.0 - first.0 + 1) as usize * (last.1 - first.1 + 1) as usize,
            _ => 0,
        };
        Ok((layout, at, area))
    }
}

/// The cells of a record, each with the number of its look; `None` if it has no cells.
fn cells(record: Record, data: &[u8]) -> Option<Vec<(Position, u16)>> {
    let (row, column) = (u32::from(u16_at(data, 0)?), u16_at(data, 2)?);
    let at = |index: usize| Some((row, u32::from(column) + u32::try_from(index).ok()?));
    match record.kind {
        kind::BLANK
        | kind::NUMBER
        | kind::LABEL
        | kind::LABEL_WITH_RUNS
        | kind::TRUTH
        | kind::SHORT_NUMBER
        | kind::SHARED_LABEL
        | kind::FORMULA => Some(vec![(at(0)?, u16_at(data, 4)?)]),
        kind::NUMBERS | kind::BLANKS => {
            let step = if record.kind == kind::NUMBERS { 6 } else { 2 };
            let looks = data.get(4..data.len().checked_sub(2)?)?.chunks_exact(step);
            Some(looks.enumerate().filter_map(|(index, look)| Some((at(index)?, u16_at(look, 0)?))).collect())
        }
        _ => None,
    }
}

/// Makes a record harmless; says whether nothing is left of it.
fn tame(stream: &mut [u8], record: Record) -> bool {
    let data = stream.get(record.at..record.at + record.len).unwrap_or_default();
    let bad = match record.kind {
        // It has memory taken for as many cells as it says.
        kind::DIMENSIONS => true,
        kind::MERGES => u16_at(data, 0).is_none_or(|count| data.len() < 2 + usize::from(count) * 8),
        kind::NUMBERS => match (u16_at(data, 2), data.len().checked_sub(2).and_then(|at| u16_at(data, at))) {
            (Some(first), Some(last)) => {
                last < first || data.len() != 6 + 6 * (usize::from(last - first) + 1)
            }
            _ => true,
        },
        kind::FORMULA => data.len() < 22,
        kind::FORMULA_TEXT => data.len() < 3,
        _ => false,
    };
    if bad {
        drop_record(stream, record);
    } else if record.kind == kind::FORMULA {
        // Only its stored value is wanted: nothing is left of its tokens.
        write(stream, record.at + 20, 0);
    }
    bad
}

impl Layout {
    fn row(&mut self, data: &[u8]) {
        const HIDDEN: u16 = 0x20;
        if let (Some(row), Some(options)) = (u16_at(data, 0), u16_at(data, 12))
            && options & HIDDEN != 0
        {
            self.hidden_rows.insert(u32::from(row));
        }
    }

    fn columns(&mut self, data: &[u8]) {
        const HIDDEN: u16 = 1;
        const LAST: u16 = 255;
        if let (Some(first), Some(last), Some(options)) = (u16_at(data, 0), u16_at(data, 2), u16_at(data, 8))
            && options & HIDDEN != 0
        {
            self.hidden_columns.extend((first..=last.min(LAST)).map(u32::from));
        }
    }
}
