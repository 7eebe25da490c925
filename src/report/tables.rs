//! The figures of one section as the data file states them.

use std::collections::HashSet;

use rust_decimal::Decimal;
use toml::Spanned as TomlSpanned;
use toml::de::{DeTable, DeValue};

use super::cell::{self, Cell, Invalid, State};
use super::fault::{Fault, Missing};
use super::keys;
use super::reader::{Reader, nearest};
use crate::format::{ColumnSet, Kind, Row as TableRow, Table};
use crate::source::{Source, Span};

/// The rows of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableData {
    /// Where the section's heading stands.
    pub span: Span,
    /// One entry for each row of the form; `None` if the file does not have the row.
    pub rows: Vec<Option<Row>>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where the key stands.
    pub key_span: Span,
    /// Where the figures stand, brackets included.
    pub span: Span,
    /// One cell for each column of the form.
    pub cells: Vec<Cell>,
    /// Set if the row as a whole cannot be read.
    pub fault: Option<RowFault>,
}

/// Why a row cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowFault {
    /// The wrong number of cells.
    WrongCount {
        /// Cells that the row has.
        found: usize,
        /// Cells that must be stated.
        required: usize,
        /// Cells if all totals are stated too.
        most: usize,
    },
    /// A comma that sets thousands apart has made two cells of one.
    Thousands {
        /// The numbers as they are written, e.g. `1,234`.
        written: Vec<String>,
        /// The row as it should read.
        mended: String,
        /// The commas that set thousands apart; none if a row without them may be another one.
        commas: Vec<Span>,
        /// True if the row may as well be meant as it is written, or joined in another way.
        is_doubtful: bool,
    },
}

/// A row of the form in the file: its index, where its key stands, its value.
type Entry<'t, 's> = (usize, Span, &'t TomlSpanned<DeValue<'s>>);

/// Reads the table of section `section` from its part of the file.
pub(super) fn read(
    reader: &mut Reader<'_>,
    section: usize,
    key: &str,
    span: Span,
    data: &DeTable<'_>,
    table: &Table,
) -> TableData {
    let (mut entries, mut unknown) = (Vec::new(), Vec::new());
    collect("", data, table, &mut entries, &mut unknown);
    let mut rows = vec![None; table.rows.len()];
    for (index, key_span, value) in entries {
        let set = table.rows.get(index).and_then(|row| table.column_sets.get(row.set));
        if let (Some(slot), Some(set)) = (rows.get_mut(index), set) {
            *slot = Some(read_row(reader.source, key_span, value, set));
        }
    }
    let absent = |index: usize| rows.get(index).is_some_and(Option::is_none);
    let mut meant = HashSet::new();
    for (unknown_key, span) in unknown {
        let (nearest, group) = meant_rows(table, &unknown_key, absent);
        meant.extend(nearest.iter().cloned());
        reader.note(Fault::UnknownKey {
            path: format!("{key}.{unknown_key}"),
            span,
            nearest,
            group,
            belongs: None,
        });
    }
    for (index, row) in table.rows.iter().enumerate() {
        if absent(index) && row.sum.is_none() && !meant.contains(&row.key) {
            reader.note(Fault::Missing { what: Missing::Row(section, index), span });
        }
    }
    TableData { span, rows }
}

/// How many rows of a form the file has, with as many cells as they must have.
pub(super) fn fitting_rows(file: &DeTable<'_>, section: &str, table: &Table) -> usize {
    let Some(data) = file.get(section).and_then(|section| section.get_ref().as_table()) else { return 0 };
    let (mut entries, mut unknown) = (Vec::new(), Vec::new());
    collect("", data, table, &mut entries, &mut unknown);
    let fits = |(index, _, value): &&Entry<'_, '_>| {
        let cells = value.get_ref().as_array().map_or(1, |cells| cells.len());
        table
            .rows
            .get(*index)
            .and_then(|row| table.column_sets.get(row.set))
            .is_some_and(|set| cells == set.required() || cells == set.columns.len())
    };
    entries.iter().filter(fits).count()
}

/// Flattens dotted keys and subsections into row keys, and sets apart the ones that no row has.
fn collect<'t, 's>(
    prefix: &str,
    data: &'t DeTable<'s>,
    table: &Table,
    entries: &mut Vec<Entry<'t, 's>>,
    unknown: &mut Vec<(String, Span)>,
) {
    let is_near = |path: &str| nearest(path, table.rows.iter().map(|row| row.key.as_str())).is_some();
    for (name, value) in data {
        let key = name.get_ref();
        if prefix.is_empty() && keys::OF_TABLES.iter().any(|fixed| *fixed.name == **key) {
            continue;
        }
        let is_key = |row: &TableRow| {
            row.key.len() == prefix.len() + key.len()
                && row.key.ends_with(&**key)
                && row.key.starts_with(prefix)
        };
        let span = name.span().into();
        let row = table.rows.iter().position(is_key);
        match (value.get_ref().as_table(), row) {
            (None, Some(index)) => entries.push((index, span, value)),
            (Some(inner), _) if is_group(table, &format!("{prefix}{key}")) => {
                collect(&format!("{prefix}{key}."), inner, table, entries, unknown);
            }
            (Some(inner), _)
                if inner.keys().any(|member| is_near(&format!("{prefix}{key}.{}", member.get_ref()))) =>
            {
                // Only the first part of a dotted key is mistyped: `not-processed.petition`.
                let path = |member: &str| format!("{prefix}{key}.{member}");
                unknown.extend(inner.keys().map(|member| (path(member.get_ref()), member.span().into())));
            }
            _ => unknown.push((format!("{prefix}{key}"), span)),
        }
    }
}

fn is_group(table: &Table, key: &str) -> bool {
    table.rows.iter().any(|row| row.key.strip_prefix(key).is_some_and(|rest| rest.starts_with('.')))
}

/// The rows that an unknown key may mean, and whether it names a group of them. A row that the file
/// has already cannot be meant.
fn meant_rows(table: &Table, key: &str, absent: impl Fn(usize) -> bool) -> (Vec<String>, bool) {
    if table.rows.iter().any(|row| row.key == key) {
        return (vec![key.to_owned()], false);
    }
    let rows = || table.rows.iter().enumerate().filter(|(index, _)| absent(*index)).map(|(_, row)| row);
    if is_group(table, key) {
        let of_group =
            rows().filter(|row| row.key.strip_prefix(key).is_some_and(|rest| rest.starts_with('.')));
        return (of_group.map(|row| row.key.clone()).collect(), true);
    }
    let meant = table.row_named(key).filter(|(row, _)| absent(*row)).and_then(|(row, _)| table.rows.get(row));
    let by_label = meant.or_else(|| rows().find(|row| !key.is_ascii() && row.label.contains(key)));
    let by_label = by_label.map(|row| row.key.clone());
    let near = || nearest(key, rows().map(|row| row.key.as_str()));
    (by_label.or_else(near).into_iter().collect(), false)
}

fn read_row(source: &Source, key_span: Span, value: &TomlSpanned<DeValue<'_>>, set: &ColumnSet) -> Row {
    let span: Span = value.span().into();
    let elements = match value.get_ref() {
        DeValue::Array(elements) => elements.iter().collect::<Vec<_>>(),
        _ => vec![value],
    };
    let (required, most) = (set.required(), set.columns.len());
    if let Some(fault) = row_fault(source, &elements, span, required, most, set) {
        let cells = vec![Cell { state: State::Invalid(Invalid::Misplaced), span }; most];
        return Row { key_span, span, cells, fault: Some(fault) };
    }
    let cells = set
        .columns
        .iter()
        .enumerate()
        .map(|(index, column)| match elements.get(index) {
            Some(element) => cell::read(element, column.kind),
            None => Cell { state: State::Absent, span },
        })
        .collect();
    Row { key_span, span, cells, fault: None }
}

fn row_fault(
    source: &Source,
    elements: &[&TomlSpanned<DeValue<'_>>],
    span: Span,
    required: usize,
    most: usize,
    set: &ColumnSet,
) -> Option<RowFault> {
    let found = elements.len();
    let right_count = found == required || found == most;
    // Only a short row is worth the search: a mistaken comma adds a few cells, not a million.
    if found > required && found <= most * 3 {
        let merged = merge_thousands(source, elements);
        let joined = merged.numbers.len();
        let fits = joined == required || joined == most;
        if !merged.written.is_empty() && fits && (!right_count || is_thousands(source, elements, span, set)) {
            return Some(thousands(source, elements, merged, right_count, set));
        }
    }
    (!right_count).then_some(RowFault::WrongCount { found, required, most })
}

/// A row in which thousands seem to be set apart, and how sure that is.
fn thousands(
    source: &Source,
    elements: &[&TomlSpanned<DeValue<'_>>],
    merged: Merged,
    right_count: bool,
    set: &ColumnSet,
) -> RowFault {
    let figures: Vec<Option<Decimal>> = merged.numbers.iter().map(|number| number.parse().ok()).collect();
    // With fewer of the commas taken out the row may have a sound number of cells too.
    let least = elements.len() - merged.commas.len();
    let other =
        (least + 1..=elements.len()).any(|cells| cells == set.required() || cells == set.columns.len());
    let is_point = merged.is_point(set);
    // Nobody states 0 as the total of a row that has figures: such a row is no other one.
    let is_zero = elements.last().is_some_and(|last| source.slice(last.span().into()) == "0");
    let is_doubtful = is_point || other && !(right_count && is_zero);
    // Where other figures stand as close to each other, other ones may be joined.
    let glued = elements.windows(2).filter(|pair| match pair {
        [one, next] => source.slice(Span::new(one.span().end, next.span().start)) == ",",
        _ => false,
    });
    // A total that holds vouches for the figures under it.
    let states_total = set
        .columns
        .iter()
        .zip(&figures)
        .any(|(column, figure)| column.sum.is_some() && figure.is_some_and(|total| !total.is_zero()));
    let is_certain = !is_point
        && !other
        && (states_total || glued.count() == merged.commas.len())
        && wrong_totals(&figures, set).next().is_none();
    RowFault::Thousands {
        mended: format!("[{}]", merged.numbers.join(", ")),
        written: merged.written,
        commas: if is_certain { merged.commas } else { Vec::new() },
        is_doubtful,
    }
}

/// A row with the numbers joined that a comma may set apart.
#[derive(Default)]
struct Merged {
    /// All its numbers.
    numbers: Vec<String>,
    /// The joined ones as they are written.
    written: Vec<String>,
    /// The commas in them.
    commas: Vec<Span>,
    /// The joined ones by their index, with the number of their commas.
    joined: Vec<(usize, usize)>,
}

impl Merged {
    /// True if one of the commas may stand for the point of an amount.
    fn is_point(&self, set: &ColumnSet) -> bool {
        self.joined.iter().any(|&(index, commas)| {
            let is_amount = set.columns.get(index).is_some_and(|column| column.kind == Kind::Amount);
            is_amount && commas == 1 && self.numbers.get(index).is_some_and(|number| !number.contains('.'))
        })
    }
}

/// Joins neighbours such as `1,234` that only a comma without a blank sets apart.
fn merge_thousands(source: &Source, elements: &[&TomlSpanned<DeValue<'_>>]) -> Merged {
    let mut merged = Merged::default();
    let mut joined = false;
    let mut end_before = None;
    for element in elements {
        let span: Span = element.span().into();
        let text = source.slice(span);
        let comma =
            end_before.map(|end| Span::new(end, span.start)).filter(|&comma| source.slice(comma) == ",");
        let whole = text.split('.').next().unwrap_or_default();
        let three_digits = whole.len() == 3 && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let index = merged.numbers.len().saturating_sub(1);
        let last = merged.numbers.last_mut().filter(|last| {
            let plain = last.bytes().all(|b| b.is_ascii_digit()) && !last.starts_with('0');
            three_digits && plain && (joined || last.len() <= 3)
        });
        match (last, comma) {
            (Some(last), Some(comma)) => {
                match merged.joined.last_mut().filter(|_| joined) {
                    Some((_, commas)) => *commas += 1,
                    None => merged.joined.push((index, 1)),
                }
                match merged.written.last_mut().filter(|_| joined) {
                    Some(before) => *before = format!("{before},{text}"),
                    None => merged.written.push(format!("{last},{text}")),
                }
                last.push_str(text);
                merged.commas.push(comma);
                joined = true;
            }
            _ => {
                merged.numbers.push(text.to_owned());
                joined = false;
            }
        }
        end_before = Some(span.end);
    }
    merged
}

/// A row with the right number of cells is still taken for one with thousands set apart if its last
/// cell cannot be the total: it is smaller than one of the addends, or it is not the sum and the
/// author puts a blank after the other commas.
fn is_thousands(
    source: &Source,
    elements: &[&TomlSpanned<DeValue<'_>>],
    span: Span,
    set: &ColumnSet,
) -> bool {
    let blanks_elsewhere = source.slice(span).contains(", ");
    let numbers: Vec<Option<Decimal>> =
        elements.iter().zip(&set.columns).map(|(e, c)| cell::read(e, c.kind).state.number()).collect();
    wrong_totals(&numbers, set)
        .any(|(stated, addends)| blanks_elsewhere || addends.iter().any(|addend| *addend > stated))
}

/// The totals of a row that are not the sums of their addends, with those.
fn wrong_totals<'n>(
    numbers: &'n [Option<Decimal>],
    set: &'n ColumnSet,
) -> impl Iterator<Item = (Option<Decimal>, Vec<Option<Decimal>>)> + 'n {
    set.columns.iter().zip(numbers).filter_map(|(column, &stated)| {
        let sum = column.sum.as_ref()?;
        let addends: Vec<Option<Decimal>> =
            sum.addends.iter().map(|&a| numbers.get(a).copied().flatten()).collect();
        (addends.iter().copied().sum::<Option<Decimal>>() != stated).then_some((stated, addends))
    })
}
