//! From the form as it is written to the form as it is used: the self-check.

mod years;

use super::file::{
    BalanceFile, Cols, ColumnFile, ColumnSetFile, FormFile, GroupFile, KindFile, LayoutCellFile,
    LayoutRowFile, RowFile, SectionFile, TableFile, TopicFile,
};
use super::{
    Area, Balance, Column, ColumnSet, Form, FormError, Group, Item, Kind, LayoutCell, LayoutRow, Row,
    Section, Sum, Table, TopicRole, cover,
};

/// Keys of a data file that are no section.
pub(crate) const RESERVED: &[&str] =
    &["format", "year", "agency", "publication", "site", "previous", "accept", "last"];

/// Codes of the rules that judge the sum of columns in a row.
const COLUMN_SUM_CODES: &[&str] = &["T101", "T104"];
/// Codes of the rules that judge the sum of rows in a column.
const ROW_SUM_CODES: &[&str] = &["T102"];
/// Codes of the rules that judge equations between rows.
const BALANCE_CODES: &[&str] = &["T103"];

pub(super) fn resolve(file: FormFile) -> Result<Form, FormError> {
    unique("sections", file.sections.iter().map(|s| s.key.as_str()))?;
    let mut sections = Vec::new();
    for section in file.sections {
        sections.push(resolve_section(section)?);
    }
    if sections.is_empty() {
        return Err(FormError::Empty { place: "form".into(), what: "`sections`" });
    }
    roles_once("sections", sections.iter().filter_map(|s| s.role))?;
    roles_once("topics", sections.iter().flat_map(|s| s.topic_roles.iter().copied().flatten()))?;
    let tables = || sections.iter().filter_map(|s| s.table.as_ref());
    let rows = tables().flat_map(|table| table.rows.iter().filter_map(|row| row.role));
    let groups = tables().flat_map(|table| table.groups.iter().filter_map(|group| group.role));
    roles_once("rows and groups", rows.chain(groups))?;
    Ok(Form {
        id: file.id,
        name: file.name,
        source: file.source,
        years: file.years.range(),
        title_suffix: file.title_suffix,
        deadlines: file.deadlines.map(|deadlines| years::deadlines(&deadlines)).transpose()?,
        sections,
    })
}

fn resolve_section(file: SectionFile) -> Result<Section, FormError> {
    let place = format!("section `{}`", file.key);
    if RESERVED.contains(&file.key.as_str()) || !is_plain_key(&file.key) {
        return Err(FormError::BadKey { place, key: file.key });
    }
    let table = file.table.map(|table| resolve_table(&place, table)).transpose()?;
    if file.fresh && table.is_some() {
        return Err(FormError::BadYears { place, problem: "only a narrative can be `fresh`".into() });
    }
    let (topics, topic_roles) = file.topics.into_iter().map(topic).unzip();
    let (key, role, title, fresh) = (file.key, file.role, file.title, file.fresh);
    Ok(Section { key, role, title, topics, topic_roles, fresh, table })
}

fn topic(file: TopicFile) -> (String, Option<TopicRole>) {
    match file {
        TopicFile::Plain(label) => (label, None),
        TopicFile::InRole { role, label } => (label, Some(role)),
    }
}

fn resolve_table(place: &str, file: TableFile) -> Result<Table, FormError> {
    let column_sets = resolve_column_sets(place, file.column_sets)?;
    let rows = resolve_rows(place, &column_sets, &file.groups, &file.rows)?;
    let groups = resolve_groups(place, file.groups, &rows)?;
    let balances =
        file.balances.into_iter().map(|b| resolve_balance(place, &rows, b)).collect::<Result<Vec<_>, _>>()?;
    let carry = file.carry.map(|carry| years::carry(place, &rows, &carry)).transpose()?;
    let mut table = Table {
        caption: file.caption,
        weights: file.weights,
        corner: file.corner,
        column_sets,
        groups,
        rows,
        balances,
        carry,
        layout: Vec::new(),
    };
    if table.weights.contains(&0) {
        return Err(FormError::Empty { place: place.into(), what: "a column weight" });
    }
    table.layout = resolve_layout(place, &table, file.layout)?;
    Ok(table)
}

fn resolve_column_sets(place: &str, files: Vec<ColumnSetFile>) -> Result<Vec<ColumnSet>, FormError> {
    unique(place, files.iter().map(|s| s.key.as_str()))?;
    files.into_iter().map(|set| resolve_column_set(place, set)).collect()
}

fn resolve_column_set(place: &str, file: ColumnSetFile) -> Result<ColumnSet, FormError> {
    let place = format!("{place}, column set `{}`", file.key);
    let keys: Vec<String> = file.columns.iter().map(|c| c.key.clone()).collect();
    unique(&place, keys.iter().map(String::as_str))?;
    if file.columns.first().is_none_or(|first| first.sum_of.is_some()) {
        return Err(FormError::Empty { place, what: "the list of stated columns" });
    }
    let mut columns: Vec<Column> = Vec::new();
    for column in file.columns {
        if !is_plain_key(&column.key) {
            return Err(FormError::BadKey { place, key: column.key });
        }
        if column.sum_of.is_none() && columns.last().is_some_and(|before| before.sum.is_some()) {
            let key = columns.last().map(|c| c.key.clone()).unwrap_or_default();
            return Err(FormError::ComputedFirst { place, key });
        }
        columns.push(resolve_column(&place, &keys, column)?);
    }
    roles_once(&place, columns.iter().filter_map(|c| c.role))?;
    let sums: Vec<Option<&Sum>> = columns.iter().map(|c| c.sum.as_ref()).collect();
    no_circle(&place, &sums)?;
    let stock = file.stock.map(|stock| years::stock(&place, &columns, &stock)).transpose()?;
    Ok(ColumnSet { key: file.key, columns, stock })
}

fn resolve_column(place: &str, keys: &[String], file: ColumnFile) -> Result<Column, FormError> {
    let sum = match file.sum_of {
        None => None,
        Some(names) => {
            let mut addends = Vec::new();
            for name in names {
                addends.push(index_of(place, "column", keys.iter().map(String::as_str), &name)?);
            }
            Some(sum(place, &file.key, file.code, addends, COLUMN_SUM_CODES)?)
        }
    };
    let kind = match file.kind {
        KindFile::Count => Kind::Count,
        KindFile::Change => Kind::Change,
        KindFile::Amount => Kind::Amount,
    };
    let usual_unit = if kind == Kind::Amount { "万元" } else { "件" };
    Ok(Column {
        unit: file.unit.unwrap_or_else(|| usual_unit.to_owned()),
        short: file.short.unwrap_or_else(|| file.label.clone()),
        key: file.key,
        role: file.role,
        label: file.label,
        kind,
        sum,
    })
}

fn resolve_rows(
    place: &str,
    sets: &[ColumnSet],
    groups: &[GroupFile],
    files: &[RowFile],
) -> Result<Vec<Row>, FormError> {
    unique(place, files.iter().map(|r| r.key.as_str()).chain(groups.iter().map(|g| g.key.as_str())))?;
    let mut rows = Vec::new();
    for file in files {
        if !file.key.split('.').all(is_plain_key) {
            return Err(FormError::BadKey { place: place.into(), key: file.key.clone() });
        }
        let set = index_of(place, "column set", sets.iter().map(|s| s.key.as_str()), &file.columns)?;
        let sum = match &file.sum_of {
            None => None,
            Some(names) => {
                let mut addends = Vec::new();
                for name in names {
                    addends.extend(rows_named(place, groups, files, name)?);
                }
                Some(sum(place, &file.key, file.code.clone(), addends, ROW_SUM_CODES)?)
            }
        };
        let (key, label, prefix) = (file.key.clone(), file.label.clone(), file.prefix.clone());
        rows.push(Row { key, role: file.role, label, prefix, set, sum });
    }
    let sums: Vec<Option<&Sum>> = rows.iter().map(|r| r.sum.as_ref()).collect();
    no_circle(place, &sums)?;
    for row in &rows {
        same_set(place, &rows, row.sum.iter().flat_map(|s| s.addends.iter().copied()), row.set)?;
    }
    Ok(rows)
}

/// The rows that a name in `sum_of` stands for: one row, or all rows of a group.
fn rows_named(
    place: &str,
    groups: &[GroupFile],
    files: &[RowFile],
    name: &str,
) -> Result<Vec<usize>, FormError> {
    if groups.iter().any(|g| g.key == name) {
        return Ok(members(files.iter().map(|r| r.key.as_str()), name));
    }
    Ok(vec![index_of(place, "row", files.iter().map(|r| r.key.as_str()), name)?])
}

fn members<'a>(keys: impl Iterator<Item = &'a str>, group: &str) -> Vec<usize> {
    keys.enumerate()
        .filter(|(_, key)| key.strip_prefix(group).is_some_and(|rest| rest.starts_with('.')))
        .map(|(index, _)| index)
        .collect()
}

fn resolve_groups(place: &str, files: Vec<GroupFile>, rows: &[Row]) -> Result<Vec<Group>, FormError> {
    let mut groups = Vec::new();
    for file in files {
        let place = format!("{place}, group `{}`", file.key);
        let members = members(rows.iter().map(|r| r.key.as_str()), &file.key);
        let Some(set) = members.first().and_then(|&first| rows.get(first)).map(|row| row.set) else {
            return Err(FormError::Empty { place, what: "the group" });
        };
        same_set(&place, rows, members.iter().copied(), set)?;
        groups.push(Group { key: file.key, role: file.role, label: file.label, rows: members });
    }
    Ok(groups)
}

fn resolve_balance(place: &str, rows: &[Row], file: BalanceFile) -> Result<Balance, FormError> {
    let place = format!("{place}, balance `{}`", file.code);
    let side = |names: Vec<String>| {
        if names.is_empty() {
            return Err(FormError::Empty { place: place.clone(), what: "a side of the equation" });
        }
        names.iter().map(|name| index_of(&place, "row", rows.iter().map(|r| r.key.as_str()), name)).collect()
    };
    let (left, right): (Vec<usize>, Vec<usize>) = (side(file.left)?, side(file.right)?);
    let set = left.first().and_then(|&first| rows.get(first)).map_or(0, |row| row.set);
    same_set(&place, rows, left.iter().chain(&right).copied(), set)?;
    if !BALANCE_CODES.contains(&file.code.as_str()) {
        return Err(FormError::BadSum {
            place,
            problem: format!("there are the rules {}", BALANCE_CODES.join(", ")),
        });
    }
    Ok(Balance { code: file.code, left, right })
}

fn resolve_layout(
    place: &str,
    table: &Table,
    files: Vec<LayoutRowFile>,
) -> Result<Vec<LayoutRow>, FormError> {
    let place = format!("{place}, layout");
    let height = files.len();
    let mut free_from = vec![0_usize; table.weights.len()];
    let mut layout = Vec::new();
    for (row, file) in files.into_iter().enumerate() {
        let mut cells = Vec::new();
        for cell in file.cells {
            for (item, columns, rows) in expand(&place, table, cell)? {
                // A cell stands at the first column that no cell from above reaches into.
                let column = free_from.iter().position(|&free| free <= row).unwrap_or(free_from.len());
                let area = Area { row, column, rows, columns };
                for free in free_from.iter_mut().skip(column).take(columns) {
                    *free = row.saturating_add(rows);
                }
                cells.push(LayoutCell { area, item });
            }
        }
        layout.push(LayoutRow { head: file.head, cells });
    }
    let areas = layout.iter().flat_map(|row| row.cells.iter().map(|cell| cell.area));
    cover(height, table.weights.len(), areas)
        .map_err(|fault| FormError::Grid { place: place.clone(), fault })?;
    printed_once(&place, table, &layout)?;
    Ok(layout)
}

/// What a written layout cell stands for: one printed cell, or one for each figure of a row.
fn expand(place: &str, table: &Table, file: LayoutCellFile) -> Result<Vec<(Item, usize, usize)>, FormError> {
    let rows = file.rows.unwrap_or(1);
    let row_index = |key: &str| index_of(place, "row", table.rows.iter().map(|r| r.key.as_str()), key);
    if let Some(key) = &file.figures {
        let row = row_index(key)?;
        let width =
            table.rows.get(row).and_then(|r| table.column_sets.get(r.set)).map_or(0, |set| set.columns.len());
        let spans = match file.cols {
            None => vec![1; width],
            Some(Cols::One(span)) => vec![span; width],
            Some(Cols::Each(spans)) => spans,
        };
        if spans.len() != width {
            return Err(FormError::LayoutCell { place: format!("{place}, figures of `{key}`") });
        }
        return Ok(spans
            .into_iter()
            .enumerate()
            .map(|(c, span)| (Item::Figure(row, c), span, rows))
            .collect());
    }
    let columns = match file.cols {
        None => 1,
        Some(Cols::One(span)) => span,
        Some(Cols::Each(_)) => return Err(FormError::LayoutCell { place: place.into() }),
    };
    let mut items = Vec::new();
    items.extend(file.text.map(Item::Text));
    items.extend(file.note.map(Item::Note));
    items.extend(file.band.map(Item::Band));
    if let Some(key) = &file.row {
        items.push(Item::Row(row_index(key)?));
    }
    if let Some(key) = &file.group {
        items.push(Item::Group(index_of(place, "group", table.groups.iter().map(|g| g.key.as_str()), key)?));
    }
    if let Some(key) = &file.column {
        let unknown = || FormError::Unknown { place: place.into(), what: "column", key: key.clone() };
        let (set_key, column_key) = key.split_once('.').ok_or_else(unknown)?;
        let set = table.column_sets.iter().position(|s| s.key == set_key).ok_or_else(unknown)?;
        let columns = &table.column_sets.get(set).ok_or_else(unknown)?.columns;
        items.push(Item::Column(set, columns.iter().position(|c| c.key == column_key).ok_or_else(unknown)?));
    }
    match <[Item; 1]>::try_from(items) {
        Ok([item]) => Ok(vec![(item, columns, rows)]),
        Err(_) => Err(FormError::LayoutCell { place: place.into() }),
    }
}

fn printed_once(place: &str, table: &Table, layout: &[LayoutRow]) -> Result<(), FormError> {
    for (index, row) in table.rows.iter().enumerate() {
        let times = layout
            .iter()
            .flat_map(|line| &line.cells)
            .filter(|cell| matches!(cell.item, Item::Figure(r, 0) if r == index))
            .count();
        if times != 1 {
            return Err(FormError::Printed { place: place.into(), key: row.key.clone(), times });
        }
    }
    Ok(())
}

fn sum(
    place: &str,
    key: &str,
    code: Option<String>,
    addends: Vec<usize>,
    codes: &[&str],
) -> Result<Sum, FormError> {
    let place = format!("{place}, `{key}`");
    let problem = |problem: &str| FormError::BadSum { place: place.clone(), problem: problem.into() };
    let code = code.ok_or_else(|| problem("a sum needs the code of the rule that a wrong one breaks"))?;
    if !codes.contains(&code.as_str()) {
        return Err(problem(&format!("no rule `{code}` judges such a sum; there are {}", codes.join(", "))));
    }
    let mut seen = addends.clone();
    seen.sort_unstable();
    seen.dedup();
    if addends.is_empty() || seen.len() != addends.len() {
        return Err(problem("a sum needs addends, each of them once"));
    }
    Ok(Sum { code, addends })
}

fn no_circle(place: &str, sums: &[Option<&Sum>]) -> Result<(), FormError> {
    let mut known: Vec<bool> = sums.iter().map(Option::is_none).collect();
    loop {
        let ready = |sum: &Sum| sum.addends.iter().all(|&a| known.get(a).copied().unwrap_or(false));
        let next: Vec<bool> =
            sums.iter().zip(&known).map(|(sum, &already)| already || sum.is_none_or(ready)).collect();
        if next == known {
            break;
        }
        known = next;
    }
    if known.iter().all(|&k| k) {
        return Ok(());
    }
    Err(FormError::BadSum { place: place.into(), problem: "a sum contains itself".into() })
}

fn same_set(
    place: &str,
    rows: &[Row],
    members: impl Iterator<Item = usize>,
    set: usize,
) -> Result<(), FormError> {
    for row in members.filter_map(|index| rows.get(index)) {
        if row.set != set {
            let problem = format!("the row `{}` has other columns than the rest", row.key);
            return Err(FormError::BadSum { place: place.into(), problem });
        }
    }
    Ok(())
}

fn index_of<'a>(
    place: &str,
    what: &'static str,
    mut keys: impl Iterator<Item = &'a str>,
    key: &str,
) -> Result<usize, FormError> {
    keys.position(|k| k == key).ok_or_else(|| FormError::Unknown {
        place: place.into(),
        what,
        key: key.into(),
    })
}

fn unique<'a>(place: &str, keys: impl Iterator<Item = &'a str>) -> Result<(), FormError> {
    let mut seen = std::collections::HashSet::new();
    for key in keys {
        if !seen.insert(key) {
            return Err(FormError::DuplicateKey { place: place.into(), key: key.into() });
        }
    }
    Ok(())
}

fn roles_once<R: std::fmt::Debug + Eq + std::hash::Hash>(
    place: &str,
    roles: impl Iterator<Item = R>,
) -> Result<(), FormError> {
    let mut seen = std::collections::HashSet::new();
    for role in roles {
        let key = format!("{role:?}");
        if !seen.insert(role) {
            return Err(FormError::DuplicateRole { place: place.into(), role: key });
        }
    }
    Ok(())
}

fn is_plain_key(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

#[cfg(test)]
mod tests;
