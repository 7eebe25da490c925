//! From the bytes of a roster to lines of cells.

use super::{LARGEST_FILE, MOST_LINES, RosterError, heads};
use crate::published::{self, List, ListCell, SheetError};
use crate::source::Source;

/// What may stand between two cells of a text. The wide comma is typed by hand.
const SEPARATORS: [char; 4] = [',', '\t', ';', '，'];

/// Stands for a separator that is no byte.
const STAND_IN: char = '\u{1F}';

/// The sheets of the roster; a text is one.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<List>, RosterError> {
    if bytes.len() > LARGEST_FILE {
        return Err(RosterError::TooLarge);
    }
    let lists = match published::lists(bytes) {
        Ok(lists) => lists,
        Err(SheetError::NotWorkbook) => vec![text(bytes)?],
        Err(SheetError::TooLarge) => return Err(RosterError::TooLarge),
        Err(error) => return Err(RosterError::Sheet(error)),
    };
    if lists.iter().any(|list| list.len() > MOST_LINES) { Err(RosterError::TooLarge) } else { Ok(lists) }
}

fn text(bytes: &[u8]) -> Result<List, RosterError> {
    if published::is_other_than_text(bytes) {
        return Err(RosterError::OtherKind);
    }
    let text = published::text_of(bytes).map_err(|_| RosterError::Garbled)?;
    if text.contains(['\u{FFFD}', '\0']) {
        return Err(RosterError::Garbled);
    }
    let source = Source::new("", text);
    let by_head = |separator: &char| heads::known(&cells(&source, *separator, heads::WITHIN));
    let best = SEPARATORS.into_iter().rev().max_by_key(by_head).unwrap_or(',');
    let list = cells(&source, best, usize::MAX);
    match open_quote(source.text(), &list) {
        Some(line) => Err(RosterError::OpenQuote(line)),
        None => Ok(list),
    }
}

/// The first lines of a text, cut at a separator.
fn cells(source: &Source, separator: char, lines: usize) -> List {
    let replaced = (!separator.is_ascii()).then(|| source.text().replace(separator, &STAND_IN.to_string()));
    let text = replaced.as_deref().unwrap_or(source.text());
    // Where a separator was replaced, bytes are not those of the source, but lines are.
    let places = replaced.as_ref().map(|text| Source::new("", text.as_str()));
    let places = places.as_ref().unwrap_or(source);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(u8::try_from(if separator.is_ascii() { separator } else { STAND_IN }).unwrap_or(b','))
        .from_reader(text.as_bytes());
    let mut list = List::new();
    for record in reader.records().take(lines).flatten() {
        let start = record.position().map_or(0, |position| position.byte() as usize);
        // The reader counts the blank lines before a record as its own.
        let blank =
            text.get(start..).map_or(0, |rest| rest.len() - rest.trim_start_matches(['\r', '\n']).len());
        let cells = record.iter().enumerate().filter_map(|(column, text)| {
            let text = text.replace(STAND_IN, &separator.to_string()).trim().to_owned();
            (!text.is_empty()).then_some((column, ListCell { text, is_continued: false }))
        });
        list.insert(places.line(start + blank), cells.collect());
        if list.len() > MOST_LINES {
            break;
        }
    }
    list
}

/// The line of a cell with a quote that is never closed, and so goes on to the end of the text.
fn open_quote(text: &str, list: &List) -> Option<usize> {
    let is_odd = memchr::memchr_iter(b'"', text.as_bytes()).count() % 2 == 1;
    let (line, cells) = list.iter().next_back()?;
    let goes_on = cells.values().any(|cell| cell.text.contains('\n'));
    (is_odd && goes_on).then_some(*line)
}
