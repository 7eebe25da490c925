//! What a form prints, as recognition looks for it: the lines of figures, the names beside and over them.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use super::figure::without_raised;
use super::solid;
use crate::format::{CellId, Column, Form, Item, Kind, LayoutRow, Table, bare, without_numbers};

/// A label with fewer characters is only taken as it is written.
const SHORTEST_MISWRITTEN: usize = 4;
/// Characters that may be wrong in a label.
const MOST_SLIPS: usize = 2;
/// A longer text is no label.
const LONGEST_LABEL: usize = 80;

/// So many texts are kept with what they mean.
const MOST_SOUGHT: usize = 4096;

/// A form as recognition looks for it.
#[derive(Debug)]
pub(super) struct Expected<'f> {
    pub form: &'f Form,
    /// Lines of figures in printed order; a group that may be printed as one line follows its table.
    pub lines: Vec<Line>,
    /// What each name means, without blanks and numbers.
    names: HashMap<String, Name>,
    /// All names in characters, each with the official one that it stands for.
    official: Vec<(Vec<char>, String)>,
    /// What was sought before: a page names the same things again and again.
    sought: RefCell<HashMap<String, Option<(String, bool)>>>,
}

/// What a name means.
#[derive(Debug, Clone)]
struct Name {
    parts: Vec<Part>,
    /// The official name that it stands for; its own, if it is one.
    official: String,
    /// The official name as the form prints it.
    printed: String,
}

/// A printed line of figures.
#[derive(Debug)]
pub(super) struct Line {
    pub section: usize,
    /// Official label; `None` for a line whose figures have their names over them alone.
    pub label: Option<String>,
    pub kind: LineKind,
    pub slots: Vec<Slot>,
}

/// What a line of figures is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineKind {
    /// One row, or several side by side.
    Rows,
    /// A group of rows, by index, printed as one.
    Group(usize),
    /// One of several rows that the form prints side by side, printed in a line of its own.
    Alone,
}

/// One figure of a line.
#[derive(Debug)]
pub(super) struct Slot {
    pub path: String,
    pub kind: Kind,
    /// True for the sum of the others.
    pub is_total: bool,
    /// What stands over it, from top to bottom, as [`Expected::find`] names it; the last is its own heading.
    pub heads: Vec<String>,
}

/// What a name on a page may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The label of a line, by index.
    Line(usize),
    /// A heading over figures, or a band.
    Head,
    /// A label beside several lines.
    Beside,
    /// Explanatory words.
    Note,
}

/// A name that was recognised.
#[derive(Debug, Clone)]
pub(super) struct Found<'e> {
    /// The official name, without number.
    pub name: &'e str,
    /// The same as the form prints it.
    pub printed: &'e str,
    pub parts: &'e [Part],
    /// True if it stands otherwise in the form.
    pub differs: bool,
}

impl Found<'_> {
    /// The line that it labels.
    pub fn line(&self) -> Option<usize> {
        self.parts.iter().find_map(|part| if let Part::Line(index) = part { Some(*index) } else { None })
    }

    /// True if it may stand over figures.
    pub fn is_head(&self) -> bool {
        self.parts.contains(&Part::Head) || self.is_note()
    }

    /// True for explanatory words, which nobody need print letter for letter.
    pub fn is_note(&self) -> bool {
        self.parts.contains(&Part::Note)
    }
}

impl<'f> Expected<'f> {
    pub fn new(form: &'f Form) -> Self {
        let mut expected = Self {
            form,
            lines: Vec::new(),
            names: HashMap::new(),
            official: Vec::new(),
            sought: RefCell::default(),
        };
        for (section, declared, table) in form.tables() {
            expected.add_table(section, &declared.key, table);
        }
        expected.add_variants();
        expected
    }

    fn add_table(&mut self, section: usize, key: &str, table: &Table) {
        for (at, row) in table.layout.iter().enumerate() {
            self.add_names(table, row);
            if row.head {
                continue;
            }
            let slots = slots(section, table, at, self.form);
            if slots.is_empty() {
                continue;
            }
            let label = row.cells.iter().rev().find_map(|cell| match cell.item {
                Item::Row(index) => table.rows.get(index).map(|row| row.label.clone()),
                _ => None,
            });
            if let Some(label) = &label {
                self.add_name(label, Part::Line(self.lines.len()));
            }
            self.lines.push(Line { section, label, kind: LineKind::Rows, slots });
        }
        self.add_rows_side_by_side(section, table);
        self.add_groups(section, key, table);
    }

    /// Tables without merged cells print such rows one under the other.
    fn add_rows_side_by_side(&mut self, section: usize, table: &Table) {
        for (index, row) in table.rows.iter().enumerate() {
            let Some(set) = table.column_sets.get(row.set) else { continue };
            let slot = |(column, declared): (usize, &Column)| Slot {
                path: self.form.path(CellId { section, row: index, column }),
                kind: declared.kind,
                is_total: declared.sum.is_some(),
                heads: vec![key_of(&declared.label)],
            };
            let slots: Vec<Slot> = set.columns.iter().enumerate().map(slot).collect();
            let is_alone = self.lines.iter().any(|line| {
                let has =
                    line.slots.iter().any(|own| slots.first().is_some_and(|slot| slot.path == own.path));
                has && line.label.is_none()
            });
            if is_alone {
                let at = self.lines.len();
                self.add_name(&row.label, Part::Line(at));
                self.add_name_as(solid(&row.full_label()), &row.label, Part::Line(at));
                self.lines.push(Line {
                    section,
                    label: Some(row.label.clone()),
                    kind: LineKind::Alone,
                    slots,
                });
            }
        }
    }

    /// A group of rows may be printed as one row.
    fn add_groups(&mut self, section: usize, key: &str, table: &Table) {
        for (index, group) in table.groups.iter().enumerate() {
            let first = group.rows.first().and_then(|&first| table.rows.get(first));
            let Some(set) = first.and_then(|first| table.column_sets.get(first.set)) else { continue };
            let own = first.map(|first| format!("{key}.{}.", first.key)).unwrap_or_default();
            let line = self.lines.iter().find(|line| {
                line.section == section && line.slots.first().is_some_and(|slot| slot.path.starts_with(&own))
            });
            let Some(line) = line.filter(|line| line.label.is_some()) else { continue };
            let slots = line.slots.iter().zip(&set.columns).map(|(slot, column)| Slot {
                path: format!("{key}.{}.{}", group.key, column.key),
                kind: column.kind,
                is_total: column.sum.is_some(),
                heads: slot.heads.clone(),
            });
            let slots = slots.collect();
            self.add_name(&group.label, Part::Line(self.lines.len()));
            let (label, kind) = (Some(group.label.clone()), LineKind::Group(index));
            self.lines.push(Line { section, label, kind, slots });
        }
    }

    fn add_names(&mut self, table: &Table, row: &LayoutRow) {
        for cell in &row.cells {
            match &cell.item {
                Item::Note(text) => self.add_name(text, Part::Note),
                // Bands differ only in their brackets.
                Item::Band(text) => self.add_name_as(without_numbers(text), text, Part::Head),
                Item::Text(text) => {
                    let part = if row.head { Part::Head } else { Part::Beside };
                    self.add_name(text, part);
                }
                Item::Column(..) => self.add_name(&label_of(table, &cell.item), Part::Head),
                Item::Row(_) | Item::Group(_) if row.head => {
                    self.add_name(&label_of(table, &cell.item), Part::Head);
                }
                Item::Group(_) => self.add_name(&label_of(table, &cell.item), Part::Beside),
                Item::Row(_) | Item::Figure(..) => {}
            }
        }
    }

    fn add_name(&mut self, label: &str, part: Part) {
        self.add_name_as(key_of(label), label, part);
    }

    fn add_name_as(&mut self, name: String, label: &str, part: Part) {
        let known = self.names.entry(name).or_insert_with_key(|name| {
            self.official.push((name.chars().collect(), name.clone()));
            Name { parts: Vec::new(), official: name.clone(), printed: label.to_owned() }
        });
        if !known.parts.contains(&part) {
            known.parts.push(part);
        }
    }

    /// The other names lead to the official ones: they are added last, and never hide one.
    fn add_variants(&mut self) {
        let tables = self.form.tables().map(|(_, _, table)| table);
        let pairs: Vec<(String, String)> = tables
            .flat_map(|table| {
                let columns = table.column_sets.iter().flat_map(|set| &set.columns);
                let columns = columns.map(|column| (&column.label, &column.also));
                let rows = table.rows.iter().map(|row| (&row.label, &row.also));
                let groups = table.groups.iter().map(|group| (&group.label, &group.also));
                columns.chain(rows).chain(groups)
            })
            .flat_map(|(label, also)| also.iter().map(|other| (key_of(other), key_of(label))))
            .collect();
        self.variants(pairs);
    }

    fn variants(&mut self, pairs: Vec<(String, String)>) {
        let known: BTreeMap<String, Name> = pairs
            .iter()
            .filter_map(|(_, name)| Some((name.clone(), self.names.get(name)?.clone())))
            .collect();
        for (other, name) in pairs {
            if let Some(known) = known.get(&name).filter(|_| !self.names.contains_key(&other)) {
                self.names.insert(other.clone(), known.clone());
                self.official.push((other.chars().collect(), name));
            }
        }
    }

    /// What a written label means; `None` if it is none of the form, or may be several.
    pub fn find(&self, written: &str) -> Option<Found<'_>> {
        if written.len() > LONGEST_LABEL * 4 {
            return None;
        }
        let written = without_raised(written);
        let known = self.sought.borrow().get(written).cloned();
        let known = known.unwrap_or_else(|| {
            let found = self.seek(written);
            let mut sought = self.sought.borrow_mut();
            if sought.len() < MOST_SOUGHT {
                sought.insert(written.to_owned(), found.clone());
            }
            found
        });
        let (name, differs) = known?;
        let Name { parts, official, printed } = self.names.get(&name)?;
        Some(Found { name: official, printed, parts, differs: differs || *official != name })
    }

    /// The name that a written label is, and whether it is miswritten.
    fn seek(&self, written: &str) -> Option<(String, bool)> {
        let key = key_of(written);
        for wanted in [&without_numbers(written), &key] {
            if !wanted.is_empty() && self.names.contains_key(wanted) {
                return Some((wanted.clone(), false));
            }
        }
        self.nearest(&key).map(|name| (name, true))
    }

    /// The one name of which a written one is the beginning, or from which it differs by a slip or two.
    fn nearest(&self, key: &str) -> Option<String> {
        let chars: Vec<char> = key.chars().collect();
        if chars.len() < SHORTEST_MISWRITTEN || chars.len() > LONGEST_LABEL {
            return None;
        }
        let mut cut = self.official.iter().filter(|(name, _)| name.starts_with(&chars));
        if let Some((_, name)) = cut.next() {
            return cut.all(|(_, other)| other == name).then(|| name.clone());
        }
        let is_digit = |c: &char| c.is_ascii_digit() || ('０'..='９').contains(c);
        // `行政许可：97` is a label with its figure.
        if chars.iter().skip_while(|c| is_digit(c)).any(is_digit) {
            return None;
        }
        let near = self.official.iter().filter(|(name, _)| name.len().abs_diff(chars.len()) <= MOST_SLIPS);
        let mut near: Vec<(usize, &String)> = near
            .map(|(name, official)| (strsim::generic_levenshtein(name, &chars), official))
            .filter(|(slips, _)| *slips <= MOST_SLIPS && slips * 3 <= chars.len())
            .collect();
        near.sort();
        let (best, name) = *near.first()?;
        near.iter().all(|(slips, other)| *slips > best || *other == name).then(|| name.clone())
    }
}

/// A label without blanks, numbers, quotes, and what stands in brackets, unless nothing else would be left.
pub(super) fn key_of(label: &str) -> String {
    let short = bare(label);
    if short.is_empty() { without_numbers(label) } else { short }
}

fn label_of(table: &Table, item: &Item) -> String {
    let label = match item {
        Item::Row(row) => table.rows.get(*row).map(|row| &row.label),
        Item::Group(group) => table.groups.get(*group).map(|group| &group.label),
        Item::Column(set, column) => {
            let set = table.column_sets.get(*set);
            set.and_then(|set| set.columns.get(*column)).map(|column| &column.label)
        }
        Item::Text(text) | Item::Note(text) | Item::Band(text) => Some(text),
        Item::Figure(..) => None,
    };
    label.cloned().unwrap_or_default()
}

/// The figures of a printed row, each with what stands over it in the head next above.
fn slots(section: usize, table: &Table, at: usize, form: &Form) -> Vec<Slot> {
    let Some(row) = table.layout.get(at) else { return Vec::new() };
    let above = table.layout.get(..at).unwrap_or_default();
    let head_end = above.iter().rposition(|row| row.head).map_or(0, |last| last + 1);
    let head_start = above.get(..head_end).unwrap_or_default().iter().rposition(|row| !row.head);
    let head = above.get(head_start.map_or(0, |last| last + 1)..head_end).unwrap_or_default();
    let figures = row.cells.iter().filter_map(|cell| match cell.item {
        Item::Figure(row, column) => Some((cell.area, row, column)),
        _ => None,
    });
    let slot = |(area, row, column): (crate::format::Area, usize, usize)| {
        let cell = CellId { section, row, column };
        let over = head.iter().flat_map(|row| &row.cells).filter(|cell| {
            let own = cell.area;
            let overlaps = own.column < area.column + area.columns && area.column < own.column + own.columns;
            overlaps && !matches!(cell.item, Item::Band(_) | Item::Note(_))
        });
        let heads = over.map(|cell| key_of(&label_of(table, &cell.item))).collect();
        let column = form.place(cell)?.column;
        Some(Slot { path: form.path(cell), kind: column.kind, is_total: column.sum.is_some(), heads })
    };
    figures.filter_map(slot).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Forms;

    #[test]
    fn labels_are_found_as_people_write_them() {
        let form = Forms::built_in().get("2021").unwrap();
        let expected = Expected::new(&form);
        let path = |label: &str| {
            let line = expected.find(label)?.line()?;
            Some(expected.lines[line].slots[0].path.clone())
        };
        for (label, wanted) in [
            ("一、本年新收政府信息公开申请数量", "requests.received.natural_person"),
            (
                "(二) 部分公开(区分处理的, 只计这一情形, 不计其他情形)",
                "requests.partly_granted.natural_person",
            ),
            ("1．属于国家秘密", "requests.denied.state_secret.natural_person"),
            ("5.属于三类内容事务信息", "requests.denied.internal_affairs.natural_person"),
            ("规范性文件", "disclosure.normative_documents.issued"),
            ("（六）其他处理", "requests.other_handling.natural_person"),
            ("3.其他", "requests.other_handling.rest.natural_person"),
            ("行政许可¹", "disclosure.licensing"),
            ("1.申请人无正当理由逾期不补正、", "requests.other_handling.not_corrected.natural_person"),
        ] {
            assert_eq!(path(label).as_deref(), Some(wanted), "{label}");
        }
        for label in ["属于", "不予公", "名称", "", "3", "索引号", "其它"] {
            assert_eq!(path(label), None, "{label}");
        }
        let fifteen = expected.lines.iter().find(|line| line.label.is_none()).unwrap();
        assert_eq!(fifteen.slots[5].heads, ["行政诉讼", "未经复议直接起诉", "结果维持"]);
        assert_eq!(fifteen.slots.len(), 15);
    }
}
