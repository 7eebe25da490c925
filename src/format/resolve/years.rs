//! What leads from one year's report to the next.

use toml::Spanned;

use super::{Fault, Name, fault, index_of};
use crate::format::file::{CarryFile, DeadlinesFile, StockFile};
use crate::format::{Carry, Column, Deadlines, FormFault, Kind, Row, Stock};

pub(super) fn deadlines(file: &Spanned<DeadlinesFile>) -> Result<Deadlines, Fault> {
    let DeadlinesFile { department, government } = *file.get_ref();
    let is_day = |(month, day): (u8, u8)| (1..=12).contains(&month) && (1..=31).contains(&day);
    if is_day(department) && is_day(government) {
        return Ok(Deadlines { department, government });
    }
    Err(fault(file, FormFault::BadYears("deadlines 要写月和日，例如 [1, 31]")))
}

pub(super) fn carry(rows: &[Row], file: &Spanned<CarryFile>) -> Result<Carry, Fault> {
    let index = |name: &Name| index_of("行", rows.iter().map(|r| r.key.as_str()), name);
    let carry = Carry { from: index(&file.get_ref().from)?, to: index(&file.get_ref().to)? };
    let set = |row: usize| rows.get(row).map(|row| row.set);
    if carry.from == carry.to || set(carry.from) != set(carry.to) {
        return Err(fault(file, FormFault::BadYears("carry 的 from 和 to 要写列组相同的两个行")));
    }
    Ok(carry)
}

pub(super) fn stock(columns: &[Column], file: &Spanned<StockFile>) -> Result<Stock, Fault> {
    let index = |name: &Name| index_of("列", columns.iter().map(|c| c.key.as_str()), name);
    let StockFile { made, ended, total } = file.get_ref();
    let stock = Stock { made: index(made)?, ended: index(ended)?, total: index(total)? };
    let counts =
        |column: usize| columns.get(column).is_some_and(|c| c.kind == Kind::Count && c.sum.is_none());
    let distinct = stock.made != stock.ended && stock.made != stock.total && stock.ended != stock.total;
    if !distinct || ![stock.made, stock.ended, stock.total].into_iter().all(counts) {
        return Err(fault(file, FormFault::BadYears("stock 要写三个不同的、填写整数的列")));
    }
    Ok(stock)
}
