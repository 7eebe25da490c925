//! A form as some reports print it: a group of rows as one row.

use std::collections::BTreeSet;

use super::{Balance, Carry, Form, Group, Item, LayoutCell, LayoutRow, Row, Sum, Table};

impl Form {
    /// The same form with a group of one of its tables as one row: its key and label are those of the group, the
    /// sums add it instead of its rows, and the printed grid has one row in place of theirs. `None` if there is no
    /// such group.
    #[must_use]
    pub fn with_group_as_row(&self, section: usize, group: usize) -> Option<Self> {
        let mut form = self.clone();
        let table = form.sections.get_mut(section)?.table.as_mut()?;
        *table = merged(table, group)?;
        Some(form)
    }
}

fn merged(table: &Table, index: usize) -> Option<Table> {
    let group = table.groups.get(index)?;
    let members: BTreeSet<usize> = group.rows.iter().copied().collect();
    let first = *members.first()?;
    let number = |row: usize| row - members.range(..row).count().saturating_sub(usize::from(row > first));
    let moved = |row: usize| if members.contains(&row) { number(first) } else { number(row) };
    let all =
        |rows: &[usize]| rows.iter().map(|&row| moved(row)).collect::<BTreeSet<_>>().into_iter().collect();
    let rows = table.rows.iter().enumerate().filter_map(|(at, row)| match members.contains(&at) {
        true if at != first => None,
        true => Some(as_row(group, row)),
        false => {
            let sum = row.sum.as_ref().map(|sum| Sum { code: sum.code.clone(), addends: all(&sum.addends) });
            Some(Row { sum, ..row.clone() })
        }
    });
    let groups = table.groups.iter().enumerate().filter(|(at, _)| *at != index);
    let balance = |balance: &Balance| Balance {
        code: balance.code.clone(),
        left: all(&balance.left),
        right: all(&balance.right),
    };
    Some(Table {
        rows: rows.collect(),
        groups: groups.map(|(_, group)| Group { rows: all(&group.rows), ..group.clone() }).collect(),
        balances: table.balances.iter().map(balance).collect(),
        carry: table.carry.map(|carry| Carry { from: moved(carry.from), to: moved(carry.to) }),
        layout: layout(table, index, &members, first, &moved),
        ..table.clone()
    })
}

/// The one row: what stands above it is what stands above the group.
fn as_row(group: &Group, first: &Row) -> Row {
    let number = group.label.split_inclusive(['）', '.', '、']).next().unwrap_or_default();
    let prefix = first.prefix.strip_suffix(number).unwrap_or(&first.prefix);
    Row {
        key: group.key.clone(),
        role: group.role,
        label: group.label.clone(),
        also: group.also.clone(),
        prefix: prefix.to_owned(),
        set: first.set,
        sum: None,
    }
}

/// The printed grid without the rows of the members but the first, which has the label of the group.
fn layout(
    table: &Table,
    group: usize,
    members: &BTreeSet<usize>,
    first: usize,
    moved: &impl Fn(usize) -> usize,
) -> Vec<LayoutRow> {
    let is_gone = |row: &LayoutRow| {
        row.cells
            .iter()
            .any(|cell| matches!(cell.item, Item::Row(row) if row != first && members.contains(&row)))
    };
    let gone: Vec<usize> =
        table.layout.iter().enumerate().filter(|(_, row)| is_gone(row)).map(|(at, _)| at).collect();
    let label_width = table.layout.iter().flat_map(|row| &row.cells).find_map(|cell| match cell.item {
        Item::Row(row) if row == first => Some(cell.area.columns),
        _ => None,
    });
    let cell = |cell: &LayoutCell| {
        let mut area = cell.area;
        let within = gone.iter().filter(|&&row| row > area.row && row < area.row + area.rows).count();
        area.rows -= within;
        area.row -= gone.iter().filter(|&&row| row < cell.area.row).count();
        let item = match &cell.item {
            Item::Row(row) if *row == first => return None,
            Item::Group(own) if *own == group => {
                area.columns += label_width.unwrap_or_default();
                area.rows = 1;
                Item::Row(moved(first))
            }
            Item::Group(own) => Item::Group(own - usize::from(*own > group)),
            Item::Row(row) => Item::Row(moved(*row)),
            Item::Figure(row, column) => Item::Figure(moved(*row), *column),
            other => other.clone(),
        };
        Some(LayoutCell { area, item })
    };
    let kept = table.layout.iter().enumerate().filter(|(at, _)| !gone.contains(at));
    kept.map(|(_, row)| LayoutRow { head: row.head, cells: row.cells.iter().filter_map(cell).collect() })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::format::{Forms, cover};

    #[test]
    fn every_group_of_every_form_can_be_one_row() {
        let forms = Forms::built_in();
        for form in forms.ids().map(|id| forms.get(id).unwrap()) {
            for (section, _, table) in form.tables() {
                for (index, group) in table.groups.iter().enumerate() {
                    let Some(other) = form.with_group_as_row(section, index) else { panic!("{}", group.key) };
                    let merged = other.table(section).unwrap();
                    assert_eq!(merged.rows.len() + group.rows.len(), table.rows.len() + 1, "{}", group.key);
                    let row = merged.rows.iter().position(|row| row.key == group.key).unwrap();
                    assert_eq!(merged.rows[row].label, group.label);
                    for sum in merged.rows.iter().filter_map(|row| row.sum.as_ref()) {
                        assert_eq!(sum.addends.iter().filter(|&&addend| addend == row).count(), 1);
                        assert!(sum.addends.iter().all(|&addend| addend < merged.rows.len()));
                    }
                    // The rows around keep their figures.
                    for own in
                        table.rows.iter().filter(|own| !own.key.starts_with(&format!("{}.", group.key)))
                    {
                        assert!(merged.rows.iter().any(|other| other.key == own.key), "{}", own.key);
                    }
                    let areas = merged.layout.iter().flat_map(|row| &row.cells).map(|cell| cell.area);
                    if group.label.starts_with('（') {
                        cover(merged.layout.len(), merged.weights.len(), areas).unwrap();
                    }
                }
            }
        }
    }

    #[test]
    fn the_one_row_is_named_like_the_rows_beside_it() {
        let form = Forms::built_in().get("2021").unwrap();
        let (section, _, table) = form.tables().nth(1).unwrap();
        let index = table.groups.iter().position(|group| group.key == "other_handling").unwrap();
        let other = form.with_group_as_row(section, index).unwrap();
        let row = other.table(section).unwrap().rows.iter().find(|row| row.key == "other_handling").unwrap();
        assert_eq!(row.full_label(), "三、（六）其他处理");
    }
}
