//! What leads from one year's report to the next.

use super::index_of;
use crate::format::file::{CarryFile, DeadlinesFile, StockFile};
use crate::format::{Carry, Column, Deadlines, FormError, Kind, Row, Stock};

pub(super) fn deadlines(file: &DeadlinesFile) -> Result<Deadlines, FormError> {
    let deadlines = Deadlines { department: file.department, government: file.government };
    let is_day = |(month, day): (u8, u8)| (1..=12).contains(&month) && (1..=31).contains(&day);
    if is_day(deadlines.department) && is_day(deadlines.government) {
        return Ok(deadlines);
    }
    let problem = "a month from 1 to 12 and a day from 1 to 31 are needed".to_owned();
    Err(FormError::BadYears { place: "deadlines".into(), problem })
}

pub(super) fn carry(place: &str, rows: &[Row], file: &CarryFile) -> Result<Carry, FormError> {
    let place = format!("{place}, carry");
    let index = |key: &str| index_of(&place, "row", rows.iter().map(|r| r.key.as_str()), key);
    let carry = Carry { from: index(&file.from)?, to: index(&file.to)? };
    let set = |row: usize| rows.get(row).map(|row| row.set);
    if carry.from == carry.to || set(carry.from) != set(carry.to) {
        let problem = "two rows with the same columns are needed".to_owned();
        return Err(FormError::BadYears { place, problem });
    }
    Ok(carry)
}

pub(super) fn stock(place: &str, columns: &[Column], file: &StockFile) -> Result<Stock, FormError> {
    let place = format!("{place}, stock");
    let index = |key: &str| index_of(&place, "column", columns.iter().map(|c| c.key.as_str()), key);
    let stock = Stock { made: index(&file.made)?, ended: index(&file.ended)?, total: index(&file.total)? };
    let counts =
        |column: usize| columns.get(column).is_some_and(|c| c.kind == Kind::Count && c.sum.is_none());
    let distinct = stock.made != stock.ended && stock.made != stock.total && stock.ended != stock.total;
    if !distinct || ![stock.made, stock.ended, stock.total].into_iter().all(counts) {
        let problem = "three different stated columns that count are needed".to_owned();
        return Err(FormError::BadYears { place, problem });
    }
    Ok(stock)
}
