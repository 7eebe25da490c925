//! What calamine does not tell of the sheets of an `.xlsx`: hidden rows and columns, which numbers are percentages,
//! which cells have a frame. The pass also looks for what calamine takes badly.

use std::collections::HashMap;
use std::sync::Arc;

use quick_xml::events::BytesStart;

use super::super::office::xml::{Token, Tokens, attribute};
use super::pattern::Pattern;
use super::{Budget, Layout, Merge, Position, SheetError};

/// Rows and columns of a sheet, by the format.
const MOST_ROWS: u32 = 1_048_576;
const MOST_COLUMNS: u32 = 16_384;

/// Cells that a sheet lists, blank ones without a frame as well.
const MOST_LISTED: usize = 2_000_000;

/// What a cell looks like.
#[derive(Debug, Clone, Default)]
pub struct Look {
    pub percent: bool,
    pub framed: bool,
    /// How its numbers show, where that can be told.
    pub pattern: Option<Arc<Pattern>>,
}

/// The looks that cells refer to by number.
pub fn looks(styles: &str) -> Result<Vec<Look>, SheetError> {
    let mut tokens = Tokens::new(styles);
    let mut open: Vec<Vec<u8>> = Vec::new();
    let mut patterns: HashMap<String, Arc<Pattern>> = HashMap::new();
    let mut percentages = vec!["9".to_owned(), "10".to_owned()];
    let mut framed: Vec<bool> = Vec::new();
    let mut looks = Vec::new();
    while let Some(token) = tokens.next()? {
        let start = match token {
            Token::Start(start) => start,
            Token::End => {
                open.pop();
                continue;
            }
            Token::Text(_) => continue,
        };
        let name = start.local_name().as_ref().to_owned();
        let within = |parent: &[u8]| open.last().is_some_and(|name| name == parent);
        let say = |name| attribute(&start, name).unwrap_or_default();
        match name.as_slice() {
            b"numFmt" if within(b"numFmts") && say("formatCode").contains('%') => {
                percentages.push(say("numFmtId").into_owned());
            }
            b"numFmt" if within(b"numFmts") => {
                let pattern = Pattern::of(&say("formatCode")).map(Arc::new);
                patterns.extend(pattern.map(|pattern| (say("numFmtId").into_owned(), pattern)));
            }
            b"border" if within(b"borders") => framed.push(false),
            b"left" | b"right" | b"start" | b"end" | b"top" | b"bottom" if within(b"border") => {
                let line = attribute(&start, "style").is_some_and(|style| style != "none");
                if let Some(framed) = framed.last_mut() {
                    *framed |= line;
                }
            }
            b"xf" if within(b"cellXfs") => {
                let border = say("borderId").parse::<usize>().ok();
                let framed = border.and_then(|border| framed.get(border)).copied().unwrap_or(false);
                let percent = percentages.iter().any(|id| *id == say("numFmtId"));
                let pattern = patterns.get(&*say("numFmtId")).cloned();
                looks.push(Look { percent, framed, pattern });
            }
            _ => {}
        }
        open.push(name);
    }
    Ok(looks)
}

/// What a sheet says beside its values.
pub fn layout(sheet: &str, looks: &[Look], budget: &mut Budget) -> Result<Layout, SheetError> {
    let mut scan = Scan {
        layout: Layout::default(),
        looks,
        budget,
        row: 0,
        column: 0,
        listed: 0,
        cell: Cell::default(),
    };
    let mut tokens = Tokens::new(sheet);
    let mut open: Vec<Within> = Vec::new();
    while let Some(token) = tokens.next()? {
        match token {
            Token::Start(start) => {
                scan.start(&start)?;
                open.push(match start.local_name().as_ref() {
                    b"c" => Within::Cell,
                    b"v" => Within::Value,
                    b"f" => Within::Formula,
                    _ => Within::Other,
                });
            }
            Token::End => {
                if open.pop() == Some(Within::Cell) {
                    scan.end_cell()?;
                }
            }
            Token::Text(text) => match open.last() {
                Some(Within::Value) => scan.cell.valued = true,
                Some(Within::Formula) => scan.cell.formula.push_str(&text),
                _ => {}
            },
        }
    }
    Ok(scan.layout)
}

/// What its text belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    Cell,
    Value,
    Formula,
    Other,
}

/// The cell that is read.
#[derive(Debug, Default)]
struct Cell {
    at: Position,
    formula: String,
    /// Whether its value is stored.
    valued: bool,
}

struct Scan<'s> {
    layout: Layout,
    looks: &'s [Look],
    budget: &'s mut Budget,
    row: u32,
    column: u32,
    /// Cells so far.
    listed: usize,
    cell: Cell,
}

impl Scan<'_> {
    /// A formula that no program has worked out stands for its value: what it comes to is not known.
    fn end_cell(&mut self) -> Result<(), SheetError> {
        let cell = std::mem::take(&mut self.cell);
        if !cell.formula.is_empty() && !cell.valued {
            self.budget.spend(1, cell.formula.len())?;
            self.layout.formulas.insert(cell.at, format!("={}", cell.formula));
        }
        Ok(())
    }

    fn start(&mut self, start: &BytesStart<'_>) -> Result<(), SheetError> {
        let on = |name| attribute(start, name).is_some_and(|on| on == "1" || on == "true");
        match start.local_name().as_ref() {
            b"drawing" => self.layout.drawn = true,
            b"dimension" => drop(area(start)?),
            b"mergeCell" => {
                self.budget.spend(1, 0)?;
                self.layout.merges.extend(area(start)?);
            }
            b"col" if on("hidden") => {
                let column = |name| attribute(start, name)?.parse::<u32>().ok()?.checked_sub(1);
                let (first, last) = (column("min").ok_or(SheetError::Broken)?, column("max").unwrap_or(0));
                self.layout.hidden_columns.extend(first..=last.min(MOST_COLUMNS - 1));
            }
            b"row" => {
                self.row = match attribute(start, "r") {
                    Some(row) => row
                        .parse::<u32>()
                        .ok()
                        .and_then(|row| row.checked_sub(1))
                        .ok_or(SheetError::Broken)?,
                    None => self.row + u32::from(self.column > 0),
                };
                self.column = 0;
                within((self.row, 0))?;
                if on("hidden") {
                    self.layout.hidden_rows.insert(self.row);
                }
            }
            b"c" => {
                self.listed += 1;
                if self.listed > MOST_LISTED {
                    return Err(SheetError::TooLarge);
                }
                let at = match attribute(start, "r") {
                    Some(name) => position(&name)?,
                    None => (self.row, self.column),
                };
                self.column = within(at)?.1 + 1;
                self.cell = Cell { at, ..Cell::default() };
                let look = attribute(start, "s").and_then(|look| look.parse::<usize>().ok());
                let look = look.and_then(|look| self.looks.get(look)).cloned().unwrap_or_default();
                if look.framed {
                    self.budget.spend(1, 0)?;
                    self.layout.framed.insert(at);
                }
                if look.percent {
                    self.budget.spend(1, 0)?;
                    self.layout.percentages.insert(at);
                }
                if let Some(pattern) = look.pattern {
                    self.budget.spend(1, 0)?;
                    self.layout.patterns.insert(at, pattern);
                }
            }
            _ => {}
        }
        Ok(())
    }
}

fn within(at: Position) -> Result<Position, SheetError> {
    if at.0 < MOST_ROWS && at.1 < MOST_COLUMNS { Ok(at) } else { Err(SheetError::TooLarge) }
}

/// The cells that an element refers to.
fn area(start: &BytesStart<'_>) -> Result<Option<Merge>, SheetError> {
    let Some(text) = attribute(start, "ref") else { return Ok(None) };
    let (first, last) = text.split_once(':').unwrap_or((&text, &text));
    let (first, last) = (position(first)?, position(last)?);
    // calamine takes the difference of the two unchecked.
    if first.0 > last.0 || first.1 > last.1 {
        Err(SheetError::Broken)
    } else {
        Ok(Some(Merge { first, last }))
    }
}

/// The position that a name such as `AB12` gives.
fn position(name: &str) -> Result<Position, SheetError> {
    let digits = name.find(|c: char| c.is_ascii_digit()).ok_or(SheetError::Broken)?;
    let (letters, digits) = name.split_at_checked(digits).ok_or(SheetError::Broken)?;
    // Longer ones are beyond the last row and column.
    if letters.len() > 3 || digits.len() > 7 {
        return Err(SheetError::TooLarge);
    }
    let column = letters
        .chars()
        .try_fold(0, |column, letter| Some(column * 26 + letter.to_digit(36)?.checked_sub(9)?));
    let row = digits.parse::<u32>().ok();
    let zero_based =
        |number: Option<u32>| number.and_then(|number| number.checked_sub(1)).ok_or(SheetError::Broken);
    within((zero_based(row)?, zero_based(column)?))
}
