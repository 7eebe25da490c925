//! The figures that a data file must print, worked out by the tests themselves.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::lists::{APPLICANTS, National, PROCEEDINGS, RESULTS, TOTAL};

/// Figures by cell path, as they are printed.
pub type Figures = BTreeMap<String, String>;

/// Every figure of a data file of a national form; totals are added up here, whatever is stated.
pub fn figures(text: &str) -> Figures {
    let parsed = DeTable::parse(text).unwrap();
    let file = parsed.get_ref();
    let form = National::of(file.get("format").unwrap().get_ref().as_str().unwrap());
    let mut figures = Figures::new();
    for (key, columns) in form.disclosure {
        put(&mut figures, &format!("disclosure.{key}"), columns, &row(file, "disclosure", key));
    }
    let mut handled = vec![0; APPLICANTS.len()];
    for key in form.requests() {
        let cells = if key == TOTAL {
            handled.iter().map(u64::to_string).collect()
        } else {
            row(file, "requests", key)
        };
        if form.handled.contains(&key) {
            for (sum, cell) in handled.iter_mut().zip(&cells) {
                *sum += cell.parse::<u64>().unwrap();
            }
        }
        put_with_total(&mut figures, &format!("requests.{key}"), APPLICANTS, &cells);
    }
    for key in PROCEEDINGS {
        let cells = row(file, "proceedings", key);
        put_with_total(&mut figures, &format!("proceedings.{key}"), RESULTS, &cells);
    }
    assert_eq!(figures.len(), form.figures, "figures of form {}", form.id);
    figures
}

/// The cells of one row as they are written, `+` and underscores apart: digit by digit, because a
/// floating point number would lose some.
pub fn row(file: &DeTable<'_>, section: &str, key: &str) -> Vec<String> {
    let mut value = file.get(section).unwrap_or_else(|| panic!("no section {section}")).get_ref();
    for part in key.split('.') {
        let inner = value.as_table().and_then(|table| table.get(part));
        value = inner.unwrap_or_else(|| panic!("no row {section}.{key}")).get_ref();
    }
    match value {
        DeValue::Array(cells) => cells.iter().map(|cell| number(cell.get_ref())).collect(),
        single => vec![number(single)],
    }
}

fn number(value: &DeValue<'_>) -> String {
    let written = match value {
        DeValue::Integer(integer) => integer.as_str(),
        DeValue::Float(float) => float.as_str(),
        other => panic!("{other:?} is no number"),
    };
    written.strip_prefix('+').unwrap_or(written).to_owned()
}

/// Puts the cells of a row under their paths; a row with one unnamed column is its own path.
pub fn put(figures: &mut Figures, row: &str, columns: &[&str], cells: &[String]) {
    for (column, cell) in columns.iter().zip(cells) {
        let path = if column.is_empty() { row.to_owned() } else { format!("{row}.{column}") };
        assert_eq!(figures.insert(path.clone(), cell.clone()), None, "{path} twice");
    }
}

/// The same with the sum of the cells behind them, whatever total is stated.
pub fn put_with_total(figures: &mut Figures, row: &str, columns: &[&str], cells: &[String]) {
    let cells = cells.get(..columns.len()).unwrap();
    put(figures, row, columns, cells);
    let total: u64 = cells.iter().map(|cell| cell.parse::<u64>().unwrap()).sum();
    put(figures, row, &[TOTAL], &[total.to_string()]);
}
