//! The text that stands for a reference.

use std::sync::LazyLock;

use rust_decimal::{Decimal, RoundingStrategy};
use tera::{Context, Kwargs, State, Tera, TeraResult};

use super::{Expression, Filter};
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
    // A figure as it stands needs no template.
    let Some(filter) = &expression.filter else { return Ok(value.to_string()) };
    let mut context = Context::new();
    context.insert("value", &value.to_string());
    let template = match filter {
        Filter::Wan => "wan",
        Filter::Percent { of: other } | Filter::Change { from: other } => {
            let divisor = figure(other, report)?;
            if divisor.is_zero() {
                return Err(Failure::ZeroDivisor(other.clone()));
            }
            context.insert("other", &divisor.to_string());
            if matches!(filter, Filter::Percent { .. }) { "percent" } else { "change" }
        }
    };
    match TEMPLATES.as_ref() {
        Some(templates) => templates.render(template, &context).map_err(|_| Failure::TooLarge),
        None => Err(Failure::TooLarge),
    }
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

/// The only templates that a reference is rendered with.
static TEMPLATES: LazyLock<Option<Tera>> = LazyLock::new(|| {
    let mut tera = Tera::default();
    tera.register_filter("percent", percent);
    tera.register_filter("wan", wan);
    tera.register_filter("change", change);
    let templates = [
        ("percent", "{{ value | percent(of=other) }}"),
        ("wan", "{{ value | wan }}"),
        ("change", "{{ value | change(from=other) }}"),
    ];
    tera.add_raw_templates(templates).ok().map(|()| tera)
});

fn percent(value: &str, arguments: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let (value, of) = (decimal(value)?, decimal(arguments.must_get::<&str>("of")?)?);
    let share = value.checked_mul(Decimal::ONE_HUNDRED).and_then(|value| value.checked_div(of));
    Ok(format!("{}%", one_decimal(share.ok_or_else(too_large)?)))
}

fn wan(value: &str, _: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let value = decimal(value)?.checked_div(Decimal::from(10_000)).ok_or_else(too_large)?;
    Ok(format!("{}万", one_decimal(value)))
}

fn change(value: &str, arguments: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let (value, from) = (decimal(value)?, decimal(arguments.must_get::<&str>("from")?)?);
    let change = value
        .checked_sub(from)
        .and_then(|difference| difference.checked_mul(Decimal::ONE_HUNDRED))
        .and_then(|difference| difference.checked_div(from))
        .ok_or_else(too_large)?;
    let rounded = one_decimal(change.abs());
    Ok(match rounded.as_str() {
        "0" => "持平".to_owned(),
        _ if change.is_sign_negative() => format!("下降{rounded}%"),
        _ => format!("增长{rounded}%"),
    })
}

fn decimal(text: &str) -> TeraResult<Decimal> {
    Decimal::from_str_exact(text).map_err(|_| too_large())
}

fn too_large() -> tera::Error {
    tera::Error::message("the figure is beyond what can be computed")
}

/// Rounds half up to one decimal, and drops `.0`.
fn one_decimal(value: Decimal) -> String {
    value.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero).normalize().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Forms;
    use crate::report::read;
    use crate::source::Source;

    fn render(template: &str, value: &str, other: &str) -> String {
        let mut context = Context::new();
        context.insert("value", value);
        context.insert("other", other);
        TEMPLATES.as_ref().unwrap().render(template, &context).unwrap()
    }

    #[test]
    fn shares_are_rounded_half_up_to_one_decimal() {
        assert_eq!(render("percent", "38", "85"), "44.7%");
        assert_eq!(render("percent", "1", "8"), "12.5%");
        assert_eq!(render("percent", "1", "16"), "6.3%");
        assert_eq!(render("percent", "1", "2000"), "0.1%");
        assert_eq!(render("percent", "5", "5"), "100%");
        assert_eq!(render("percent", "0", "5"), "0%");
    }

    #[test]
    fn ten_thousands_are_rounded_half_up() {
        assert_eq!(render("wan", "447000", ""), "44.7万");
        assert_eq!(render("wan", "15286", ""), "1.5万");
        assert_eq!(render("wan", "20000", ""), "2万");
        assert_eq!(render("wan", "500", ""), "0.1万");
    }

    #[test]
    fn changes_name_their_direction() {
        assert_eq!(render("change", "1123", "1000"), "增长12.3%");
        assert_eq!(render("change", "500", "1000"), "下降50%");
        assert_eq!(render("change", "7", "7"), "持平");
    }

    #[test]
    fn digits_stay_as_written() {
        let source = Source::new("年报.toml", include_str!("../../examples/qinghe-2024.toml"));
        let report = read(&source, &Forms::built_in()).report.unwrap();
        let fees = Expression { path: "disclosure.fees".to_owned(), filter: None };
        assert_eq!(evaluate(&fees, &report), Ok("328.6150".to_owned()));
    }
}
