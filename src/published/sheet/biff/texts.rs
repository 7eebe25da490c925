//! The table of texts that cells share. It may go on in records that continue it, in the middle of a text;
//! calamine panics where such a record is empty, and where a text breaks off in its head.

use super::super::{MOST_CELLS, SheetError};
use super::{kind, record, u16_at, u32_at};

/// Records that continue the table. They hold eight kilobytes each.
const MOST_PARTS: usize = 10_000;

/// The parts of the table, and how far it is read.
struct Texts<'a> {
    parts: std::vec::IntoIter<&'a [u8]>,
    data: &'a [u8],
}

/// Goes through the table whose record begins there.
pub fn check(stream: &[u8], at: usize) -> Result<(), SheetError> {
    let mut parts = Vec::new();
    let mut next = at;
    while let Some((record, end)) = record(stream, next) {
        if !parts.is_empty() && record.kind != kind::CONTINUE {
            break;
        }
        if parts.len() == MOST_PARTS {
            return Err(SheetError::TooLarge);
        }
        parts.push(stream.get(record.at..end).unwrap_or_default());
        next = end;
    }
    let mut parts = parts.into_iter();
    // Two counts come first.
    let data = parts.next().and_then(|first| first.get(8..)).ok_or(SheetError::Broken)?;
    let mut texts = Texts { parts, data };
    for _ in 0..MOST_CELLS {
        if texts.data.is_empty() && !texts.next_part() {
            return Ok(());
        }
        texts.text().ok_or(SheetError::Broken)?;
    }
    Err(SheetError::TooLarge)
}

impl<'a> Texts<'a> {
    fn next_part(&mut self) -> bool {
        let next = self.parts.next();
        self.data = next.unwrap_or(self.data);
        next.is_some()
    }

    fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.data.split_at_checked(len)?;
        self.data = rest;
        Some(taken)
    }

    /// One text with what belongs to it. Each part of a text begins with a byte that says how wide its characters are.
    fn text(&mut self) -> Option<()> {
        if self.data.is_empty() {
            return Some(());
        }
        let head = self.take(3)?;
        let (mut left, flags) = (usize::from(u16_at(head, 0)?), *head.get(2)?);
        let runs = if flags & 8 != 0 { usize::from(u16_at(self.take(2)?, 0)?) } else { 0 };
        let extra = if flags & 4 != 0 { u32_at(self.take(4)?, 0)? as usize } else { 0 };
        let mut wide = flags & 1 != 0;
        while left > 0 {
            let width = if wide { 2 } else { 1 };
            let here = left.min(self.data.len() / width);
            self.take(here * width)?;
            left -= here;
            if left > 0 {
                wide = self.next_part().then(|| self.take(1)).flatten()?.first()? & 1 != 0;
            }
        }
        self.skip(runs * 4)?;
        self.skip(extra)
    }

    fn skip(&mut self, mut len: usize) -> Option<()> {
        while len > 0 {
            if self.data.is_empty() && !self.next_part() {
                return None;
            }
            let here = len.min(self.data.len());
            self.take(here)?;
            len -= here;
        }
        Some(())
    }
}
