//! The text that stands for a reference.

use rust_decimal::Decimal;

use super::Expression;
use crate::report::{Report, TargetError};

/// Why no text stands for a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The path names no cell.
    Unknown(String),
    /// The path names a row or a group; its columns.
    NeedsColumn {
        /// The path.
        path: String,
        /// Keys of the columns.
        columns: Vec<String>,
    },
    /// A key outside the tables that the file leaves out.
    NotStated(String),
    /// `last.` without last year's file.
    NoLastYear,
    /// The figure that is divided by is zero; its path.
    ZeroDivisor(String),
    /// A filter on something that is no figure.
    NotAFigure(String),
    /// The cell is blank or cannot be read, which other rules report.
    NoValue,
    /// The figure is beyond what can be computed.
    TooLarge,
}

/// Evaluates a reference against a report.
///
/// # Errors
/// See [`Failure`].
pub fn evaluate(expression: &Expression, report: &Report) -> Result<String, Failure> {
    if let Some(text) = plain_text(&expression.path, report) {
        return match expression.filter {
            // A missing name or year is D003; contact data may be left out, but not if it is used.
            None if matches!(expression.path.as_str(), "year" | "agency.name") => {
                text.ok_or(Failure::NoValue)
            }
            None => text.ok_or_else(|| Failure::NotStated(expression.path.clone())),
            Some(_) => Err(Failure::NotAFigure(expression.path.clone())),
        };
    }
    let value = figure(&expression.path, report)?;
    let Some(applied) = &expression.filter else { return Ok(value.to_string()) };
    let other = match &applied.argument {
        None => Decimal::ONE,
        Some(path) => {
            let divisor = figure(path, report)?;
            if divisor.is_zero() {
                return Err(Failure::ZeroDivisor(path.clone()));
            }
            divisor
        }
    };
    (applied.filter.make)(value, other, applied.digits).ok_or(Failure::TooLarge)
}

/// The text of a path that names no figure; `None` inside if the file does not say it.
fn plain_text(path: &str, report: &Report) -> Option<Option<String>> {
    let agency = &report.agency;
    match path {
        "year" => Some(report.year.as_ref().map(|year| year.value.to_string())),
        "agency.name" => Some(agency.name.as_ref().map(|name| name.value.clone())),
        "agency.address" => Some(agency.address.clone()),
        "agency.postcode" => Some(agency.postcode.clone()),
        "agency.phone" => Some(agency.phone.clone()),
        "agency.email" => Some(agency.email.clone()),
        "agency.website" => Some(agency.website.clone()),
        _ => None,
    }
}

fn figure(path: &str, report: &Report) -> Result<Decimal, Failure> {
    if let Some(inner) = path.strip_prefix("last.") {
        let last = report.last_year.report().ok_or(Failure::NoLastYear)?;
        // Last year's file may not lead on to the year before.
        if inner.starts_with("last.") {
            return Err(Failure::Unknown(path.to_owned()));
        }
        return figure(inner, last);
    }
    if plain_text(path, report).is_some() {
        return Err(Failure::NotAFigure(path.to_owned()));
    }
    let target = report.form.target(path).map_err(|error| match error {
        TargetError::Unknown => Failure::Unknown(path.to_owned()),
        TargetError::NeedsColumn(columns) => Failure::NeedsColumn { path: path.to_owned(), columns },
    })?;
    report.target_value(&target).ok_or(Failure::NoValue)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Forms;
    use crate::report::read;
    use crate::source::Source;

    #[test]
    fn digits_stay_as_written() {
        let source = Source::new("年报.toml", include_str!("../../examples/qinghe-2024.toml"));
        let report = read(&source, &Forms::built_in()).report.unwrap();
        let fees = Expression { path: "disclosure.fees".to_owned(), filter: None };
        assert_eq!(evaluate(&fees, &report), Ok("328.6150".to_owned()));
    }
}
