//! From the form as it is written to the form as it is used: the self-check.

mod years;

use std::collections::HashSet;
use std::hash::Hash;

use toml::Spanned;

use super::file::{
    BalanceFile, Cols, ColumnFile, ColumnSetFile, FormFile, GroupFile, LayoutCellFile, LayoutRowFile, Name,
    RowFile, SectionFile, TableFile, TopicFile,
};
use super::{
    Area, Balance, Column, ColumnSet, Form, FormFault, Group, Item, Kind, LayoutCell, LayoutRow, Row,
    Section, Sum, Table, TopicRole, cover,
};

/// Keys of a data file that are no section.
pub(crate) const RESERVED: &[&str] =
    &["format", "year", "agency", "publication", "site", "previous", "note", "accept", "last"];

/// What a section's title was where the report was published.
pub(crate) const HEADING: &str = "heading";
/// The text between the title of a section and its table.
pub(crate) const BEFORE: &str = "before";
/// The text under a table.
pub(crate) const AFTER: &str = "after";
/// Keys of a section with a table that are no row.
const BESIDE_ROWS: &[&str] = &[HEADING, BEFORE, AFTER];

/// Codes of the rules that judge the sum of columns in a row.
const COLUMN_SUM_CODES: &[&str] = &["T101", "T104"];
/// Codes of the rules that judge the sum of rows in a column.
const ROW_SUM_CODES: &[&str] = &["T102"];
/// Codes of the rules that judge equations between rows.
const BALANCE_CODES: &[&str] = &["T103"];

/// Most sections of a report.
const MOST_SECTIONS: usize = 99;
/// Most columns of a printed table: more do not go into a Word table.
const MOST_COLUMNS: usize = 63;
/// Most rows of a table, of figures or printed.
const MOST_ROWS: usize = 1000;

/// What is wrong, and the byte of the file where it stands.
pub(super) type Fault = (usize, FormFault);

/// The byte at which a part of the file begins.
fn start<T>(part: &Spanned<T>) -> usize {
    part.span().start
}

fn fault<T>(part: &Spanned<T>, fault: FormFault) -> Fault {
    (start(part), fault)
}

pub(super) fn resolve(file: FormFile) -> Result<Form, Fault> {
    let is_of_id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-');
    if file.id.get_ref().is_empty() || !file.id.get_ref().chars().all(is_of_id) {
        return Err(fault(&file.id, FormFault::BadId(file.id.get_ref().clone())));
    }
    unique(file.sections.iter().map(|s| &s.key))?;
    if file.sections.is_empty() {
        return Err((0, FormFault::Empty("sections")));
    }
    at_most(0, "部分", file.sections.len(), MOST_SECTIONS)?;
    roles_once(file.sections.iter().filter_map(|s| s.role.as_ref()))?;
    roles_once_among_topics(&file.sections)?;
    let tables = || file.sections.iter().filter_map(|s| s.table.as_ref());
    let rows = tables().flat_map(|table| table.rows.iter().filter_map(|row| row.role.as_ref()));
    let groups = tables().flat_map(|table| table.groups.iter().filter_map(|group| group.role.as_ref()));
    roles_once(rows.chain(groups))?;
    let years = file.years.get_ref().range();
    if years.is_empty() {
        return Err(fault(&file.years, FormFault::BadYears("years 的 to 不能早于 from；请核对年度")));
    }
    Ok(Form {
        id: file.id.into_inner(),
        name: file.name,
        source: file.source,
        years,
        title_suffix: file.title_suffix,
        deadlines: file.deadlines.map(|deadlines| years::deadlines(&deadlines)).transpose()?,
        sections: file.sections.into_iter().map(resolve_section).collect::<Result<_, _>>()?,
    })
}

fn resolve_section(file: SectionFile) -> Result<Section, Fault> {
    let at = start(&file.key);
    if RESERVED.contains(&file.key.get_ref().as_str()) || !is_plain_key(file.key.get_ref()) {
        return Err((at, FormFault::BadKey(file.key.into_inner())));
    }
    let table = file.table.map(|table| resolve_table(at, table)).transpose()?;
    if file.fresh && table.is_some() {
        return Err((at, FormFault::BadYears("有表的部分不能写 fresh；请去掉")));
    }
    let (topics, topic_roles) = file.topics.into_iter().map(|one| topic(one.into_inner())).unzip();
    let (key, role) = (file.key.into_inner(), file.role.map(Spanned::into_inner));
    Ok(Section {
        key,
        role,
        title: file.title,
        also: file.also,
        topics,
        topic_roles,
        fresh: file.fresh,
        table,
    })
}

fn topic(file: TopicFile) -> (String, Option<TopicRole>) {
    match file {
        TopicFile::Plain(label) => (label, None),
        TopicFile::InRole { role, label } => (label, Some(role)),
    }
}

fn resolve_table(at: usize, file: TableFile) -> Result<Table, Fault> {
    let weights = file.weights.get_ref();
    if weights.is_empty() || weights.contains(&0) {
        return Err(fault(&file.weights, FormFault::Empty("weights 或者其中的一个数")));
    }
    at_most(start(&file.weights), "表的列", weights.len(), MOST_COLUMNS)?;
    at_most(at, "列组", file.column_sets.len(), MOST_COLUMNS)?;
    at_most(at, "行", file.rows.len().max(file.groups.len()), MOST_ROWS)?;
    let column_sets = resolve_column_sets(file.column_sets)?;
    let rows = resolve_rows(&column_sets, &file.groups, &file.rows)?;
    let groups = resolve_groups(file.groups, &rows)?;
    let balances = file.balances.into_iter().map(|b| resolve_balance(&rows, b)).collect::<Result<_, _>>()?;
    let carry = file.carry.map(|carry| years::carry(&rows, &carry)).transpose()?;
    let mut table = Table {
        caption: file.caption,
        weights: file.weights.into_inner(),
        corner: file.corner,
        column_sets,
        groups,
        rows,
        balances,
        carry,
        layout: Vec::new(),
    };
    table.layout = resolve_layout(&table, file.layout)?;
    Ok(table)
}

fn resolve_column_sets(files: Vec<ColumnSetFile>) -> Result<Vec<ColumnSet>, Fault> {
    unique(files.iter().map(|s| &s.key))?;
    files.into_iter().map(resolve_column_set).collect()
}

fn resolve_column_set(file: ColumnSetFile) -> Result<ColumnSet, Fault> {
    at_most(start(&file.key), "列", file.columns.len(), MOST_COLUMNS)?;
    unique(file.columns.iter().map(|c| &c.key))?;
    if file.columns.first().is_none_or(|first| first.sum_of.is_some()) {
        return Err(fault(&file.key, FormFault::Empty("填写的列")));
    }
    roles_once(file.columns.iter().filter_map(|c| c.role.as_ref()))?;
    let keys: Vec<String> = file.columns.iter().map(|c| c.key.get_ref().clone()).collect();
    let mut columns: Vec<Column> = Vec::new();
    for column in file.columns {
        if !is_plain_key(column.key.get_ref()) {
            return Err(fault(&column.key, FormFault::BadKey(column.key.get_ref().clone())));
        }
        if let Some(before) = columns.last().filter(|before| before.sum.is_some() && column.sum_of.is_none())
        {
            return Err(fault(&column.key, FormFault::ComputedFirst(before.key.clone())));
        }
        columns.push(resolve_column(&keys, column)?);
    }
    no_circle(start(&file.key), &columns.iter().map(|c| c.sum.as_ref()).collect::<Vec<_>>())?;
    let stock = file.stock.map(|stock| years::stock(&columns, &stock)).transpose()?;
    Ok(ColumnSet { key: file.key.into_inner(), columns, stock })
}

fn resolve_column(keys: &[String], file: ColumnFile) -> Result<Column, Fault> {
    let sum = match file.sum_of {
        None => None,
        Some(names) => {
            let mut addends = Vec::new();
            for name in &names {
                addends.push(index_of("列", keys.iter().map(String::as_str), name)?);
            }
            Some(sum(&file.key, file.code, addends, COLUMN_SUM_CODES)?)
        }
    };
    let kind = file.kind;
    let usual_unit = if kind == Kind::Amount { "万元" } else { "件" };
    Ok(Column {
        unit: file.unit.unwrap_or_else(|| usual_unit.to_owned()),
        short: file.short.unwrap_or_else(|| file.label.clone()),
        key: file.key.into_inner(),
        role: file.role.map(Spanned::into_inner),
        label: file.label,
        also: file.also,
        kind,
        sum,
    })
}

fn resolve_rows(sets: &[ColumnSet], groups: &[GroupFile], files: &[RowFile]) -> Result<Vec<Row>, Fault> {
    unique(files.iter().map(|r| &r.key).chain(groups.iter().map(|g| &g.key)))?;
    let mut rows = Vec::new();
    for file in files {
        if !file.key.get_ref().split('.').all(is_plain_key) || is_fixed_key(file.key.get_ref()) {
            return Err(fault(&file.key, FormFault::BadKey(file.key.get_ref().clone())));
        }
        let set = index_of("列组", sets.iter().map(|s| s.key.as_str()), &file.columns)?;
        let sum = match &file.sum_of {
            None => None,
            Some(names) => {
                at_most(start(&file.key), "相加的行", names.len(), MOST_ROWS)?;
                let mut addends = Vec::new();
                for name in names {
                    addends.extend(rows_named(groups, files, name)?);
                    at_most(start(name), "相加的行", addends.len(), MOST_ROWS)?;
                }
                Some(sum(&file.key, file.code.clone(), addends, ROW_SUM_CODES)?)
            }
        };
        let (key, label, prefix) = (file.key.get_ref().clone(), file.label.clone(), file.prefix.clone());
        let role = file.role.as_ref().map(|role| *role.get_ref());
        rows.push(Row { key, role, label, also: file.also.clone(), prefix, set, sum });
    }
    let sums: Vec<Option<&Sum>> = rows.iter().map(|r| r.sum.as_ref()).collect();
    no_circle(files.first().map_or(0, |first| start(&first.key)), &sums)?;
    for (row, file) in rows.iter().zip(files) {
        same_set(start(&file.key), &rows, row.sum.iter().flat_map(|s| s.addends.iter().copied()), row.set)?;
    }
    Ok(rows)
}

/// The rows that a name in `sum_of` stands for: one row, or all rows of a group.
fn rows_named(groups: &[GroupFile], files: &[RowFile], name: &Name) -> Result<Vec<usize>, Fault> {
    let keys = || files.iter().map(|r| r.key.get_ref().as_str());
    if groups.iter().any(|g| g.key.get_ref() == name.get_ref()) {
        return Ok(members(keys(), name.get_ref()));
    }
    Ok(vec![index_of("行", keys(), name)?])
}

fn members<'a>(keys: impl Iterator<Item = &'a str>, group: &str) -> Vec<usize> {
    keys.enumerate()
        .filter(|(_, key)| key.strip_prefix(group).is_some_and(|rest| rest.starts_with('.')))
        .map(|(index, _)| index)
        .collect()
}

fn resolve_groups(files: Vec<GroupFile>, rows: &[Row]) -> Result<Vec<Group>, Fault> {
    let mut groups = Vec::new();
    for file in files {
        let members = members(rows.iter().map(|r| r.key.as_str()), file.key.get_ref());
        let Some(set) = members.first().and_then(|&first| rows.get(first)).map(|row| row.set) else {
            return Err(fault(&file.key, FormFault::Empty("行组")));
        };
        same_set(start(&file.key), rows, members.iter().copied(), set)?;
        let (key, role) = (file.key.into_inner(), file.role.map(Spanned::into_inner));
        groups.push(Group { key, role, label: file.label, also: file.also, rows: members });
    }
    Ok(groups)
}

fn resolve_balance(rows: &[Row], file: BalanceFile) -> Result<Balance, Fault> {
    let at = start(&file.code);
    let side = |names: &[Name]| {
        if names.is_empty() {
            return Err((at, FormFault::Empty("等式的一边")));
        }
        at_most(at, "等式一边的行", names.len(), MOST_ROWS)?;
        names.iter().map(|name| index_of("行", rows.iter().map(|r| r.key.as_str()), name)).collect()
    };
    let (left, right): (Vec<usize>, Vec<usize>) = (side(&file.left)?, side(&file.right)?);
    let set = left.first().and_then(|&first| rows.get(first)).map_or(0, |row| row.set);
    same_set(at, rows, left.iter().chain(&right).copied(), set)?;
    if !BALANCE_CODES.contains(&file.code.get_ref().as_str()) {
        let problem = format!("等式的 code 只能写 {}", BALANCE_CODES.join("、"));
        return Err((at, FormFault::BadSum(problem)));
    }
    Ok(Balance { code: file.code.into_inner(), left, right })
}

fn resolve_layout(table: &Table, files: Spanned<Vec<LayoutRowFile>>) -> Result<Vec<LayoutRow>, Fault> {
    let at = start(&files);
    let height = files.get_ref().len();
    at_most(at, "layout 的行", height, MOST_ROWS)?;
    let heads: Vec<bool> = files.get_ref().iter().map(|row| row.head).collect();
    let mut free_from = vec![0_usize; table.weights.len()];
    let mut layout = Vec::new();
    for (row, file) in files.into_inner().into_iter().enumerate() {
        let mut cells = Vec::new();
        for cell in file.cells {
            let at = start(&cell);
            for (item, columns, rows) in expand(table, at, cell.into_inner())? {
                // A cell stands at the first column that no cell from above reaches into.
                let column = free_from.iter().position(|&free| free <= row).unwrap_or(free_from.len());
                let area = Area { row, column, rows, columns };
                // In HTML no cell reaches beyond the head that it is in: the rows below would move.
                if heads.iter().skip(row).take(rows).any(|head| *head != file.head) {
                    return Err((at, FormFault::BeyondHead { rows }));
                }
                for free in free_from.iter_mut().skip(column).take(columns) {
                    *free = row.saturating_add(rows);
                }
                cells.push(LayoutCell { area, item });
                at_most(at, "一行里的格", cells.len(), MOST_COLUMNS)?;
            }
        }
        layout.push(LayoutRow { head: file.head, cells });
    }
    let areas = layout.iter().flat_map(|row| row.cells.iter().map(|cell| cell.area));
    cover(height, table.weights.len(), areas).map_err(|fault| (at, FormFault::Grid(fault)))?;
    printed_once(at, table, &layout)?;
    Ok(layout)
}

/// What a written layout cell stands for: one printed cell, or one for each figure of a row.
fn expand(table: &Table, at: usize, file: LayoutCellFile) -> Result<Vec<(Item, usize, usize)>, Fault> {
    let rows = file.rows.unwrap_or(1);
    let row_index = |name: &Name| index_of("行", table.rows.iter().map(|r| r.key.as_str()), name);
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
            return Err((at, FormFault::LayoutSpans(key.get_ref().clone())));
        }
        let figure = |(column, span)| (Item::Figure(row, column), span, rows);
        return Ok(spans.into_iter().enumerate().map(figure).collect());
    }
    let columns = match file.cols {
        None => 1,
        Some(Cols::One(span)) => span,
        Some(Cols::Each(_)) => return Err((at, FormFault::LayoutCell)),
    };
    let mut items = Vec::new();
    items.extend(file.text.map(Item::Text));
    items.extend(file.note.map(Item::Note));
    items.extend(file.band.map(Item::Band));
    if let Some(name) = &file.row {
        items.push(Item::Row(row_index(name)?));
    }
    if let Some(name) = &file.group {
        items.push(Item::Group(index_of("行组", table.groups.iter().map(|g| g.key.as_str()), name)?));
    }
    if let Some(name) = &file.column {
        items.push(column_heading(table, name)?);
    }
    match <[Item; 1]>::try_from(items) {
        Ok([item]) => Ok(vec![(item, columns, rows)]),
        Err(_) => Err((at, FormFault::LayoutCell)),
    }
}

/// The heading of a column that is named as `set.column`.
fn column_heading(table: &Table, name: &Name) -> Result<Item, Fault> {
    let found = || {
        let (set, column) = name.get_ref().split_once('.')?;
        let set = table.column_sets.iter().position(|s| s.key == set)?;
        let column = table.column_sets.get(set)?.columns.iter().position(|c| c.key == column)?;
        Some(Item::Column(set, column))
    };
    found().ok_or_else(|| unknown("列（列组.列）", name))
}

fn printed_once(at: usize, table: &Table, layout: &[LayoutRow]) -> Result<(), Fault> {
    let mut times = vec![0_usize; table.rows.len()];
    for cell in layout.iter().flat_map(|line| &line.cells) {
        if let Item::Figure(row, 0) = cell.item
            && let Some(times) = times.get_mut(row)
        {
            *times += 1;
        }
    }
    match table.rows.iter().zip(times).find(|(_, times)| *times != 1) {
        Some((row, times)) => Err((at, FormFault::Printed { key: row.key.clone(), times })),
        None => Ok(()),
    }
}

fn sum(key: &Name, code: Option<Name>, addends: Vec<usize>, codes: &[&str]) -> Result<Sum, Fault> {
    let Some(code) = code.filter(|code| codes.contains(&code.get_ref().as_str())) else {
        let problem = format!("有 sum_of 的“{}”还要写 code，可以写：{}", key.get_ref(), codes.join("、"));
        return Err(fault(key, FormFault::BadSum(problem)));
    };
    let mut seen = addends.clone();
    seen.sort_unstable();
    seen.dedup();
    if addends.is_empty() || seen.len() != addends.len() {
        let problem = format!("“{}”的 sum_of 是空的，或者同一项写了两次；每项写一次", key.get_ref());
        return Err(fault(key, FormFault::BadSum(problem)));
    }
    Ok(Sum { code: code.into_inner(), addends })
}

fn no_circle(at: usize, sums: &[Option<&Sum>]) -> Result<(), Fault> {
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
    let problem = "有的 sum_of 绕了一圈又加上自己；请核对各个 sum_of".to_owned();
    Err((at, FormFault::BadSum(problem)))
}

fn same_set(at: usize, rows: &[Row], members: impl Iterator<Item = usize>, set: usize) -> Result<(), Fault> {
    match members.filter_map(|index| rows.get(index)).find(|row| row.set != set) {
        Some(row) => {
            let problem = format!("行“{}”的列组与其他各行不同，不能放在一起；请核对 columns", row.key);
            Err((at, FormFault::BadSum(problem)))
        }
        None => Ok(()),
    }
}

fn index_of<'a>(
    what: &'static str,
    mut keys: impl Iterator<Item = &'a str>,
    name: &Name,
) -> Result<usize, Fault> {
    keys.position(|key| key == name.get_ref()).ok_or_else(|| unknown(what, name))
}

fn unknown(what: &'static str, name: &Name) -> Fault {
    fault(name, FormFault::Unknown { what, key: name.get_ref().clone() })
}

fn at_most(at: usize, what: &'static str, count: usize, most: usize) -> Result<(), Fault> {
    if count > most { Err((at, FormFault::TooMany { what, most })) } else { Ok(()) }
}

fn unique<'a>(names: impl Iterator<Item = &'a Name>) -> Result<(), Fault> {
    let mut seen = HashSet::new();
    for name in names {
        if !seen.insert(name.get_ref()) {
            return Err(fault(name, FormFault::DuplicateKey(name.get_ref().clone())));
        }
    }
    Ok(())
}

fn roles_once<'a, R: Eq + Hash + 'a>(roles: impl Iterator<Item = &'a Spanned<R>>) -> Result<(), Fault> {
    let mut seen = HashSet::new();
    for role in roles {
        if !seen.insert(role.get_ref()) {
            return Err(fault(role, FormFault::DuplicateRole));
        }
    }
    Ok(())
}

fn roles_once_among_topics(sections: &[SectionFile]) -> Result<(), Fault> {
    let mut seen = HashSet::new();
    for topic in sections.iter().flat_map(|section| &section.topics) {
        if let TopicFile::InRole { role, .. } = topic.get_ref()
            && !seen.insert(role)
        {
            return Err(fault(topic, FormFault::DuplicateRole));
        }
    }
    Ok(())
}

fn is_plain_key(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// True for a key that every section with a table has beside its rows.
fn is_fixed_key(key: &str) -> bool {
    key.split('.').next().is_some_and(|first| BESIDE_ROWS.contains(&first))
}

#[cfg(test)]
mod tests;
