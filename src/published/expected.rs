//! What a form prints, as recognition looks for it: the lines of figures, the names beside and over them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use super::figure::{is_digits, without_raised};
use super::page::GridCell;
use super::solid;
use crate::format::{Area, CellId, Column, Form, Item, Kind, LayoutRow, Table, without_numbers};

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
pub(super) struct Expected {
    pub form: Arc<Form>,
    /// Lines of figures in printed order; a group that may be printed as one line follows its table.
    pub lines: Vec<Line>,
    /// All names, the official ones first.
    names: Vec<Name>,
    /// Where each name is, without blanks and numbers.
    by_name: HashMap<String, usize>,
    /// What was sought before, and whether it was miswritten: a page names the same things again and again.
    sought: RefCell<HashMap<String, Option<(usize, bool)>>>,
}

/// What a name means.
#[derive(Debug)]
struct Name {
    chars: Vec<char>,
    meaning: Meaning,
}

#[derive(Debug)]
enum Meaning {
    /// An official name, without numbers and as the form prints it.
    Official { name: String, printed: String, parts: Vec<Part> },
    /// Another name for an official one, by index.
    Other(usize),
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

/// What stands over a figure.
type Heads = Rc<[String]>;

/// One figure of a line.
#[derive(Debug)]
pub(super) struct Slot {
    pub path: String,
    pub kind: Kind,
    /// True for the sum of the others.
    pub is_total: bool,
    /// What stands over it, from top to bottom, as [`Expected::find`] names it; the last is its own heading.
    pub heads: Heads,
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

impl Expected {
    pub fn new(form: Arc<Form>) -> Self {
        let mut expected = Self {
            form: Arc::clone(&form),
            lines: Vec::new(),
            names: Vec::new(),
            by_name: HashMap::new(),
            sought: RefCell::default(),
        };
        for (section, declared, table) in form.tables() {
            expected.add_table(section, &declared.key, table);
        }
        expected.add_variants();
        expected
    }

    fn add_table(&mut self, section: usize, key: &str, table: &Table) {
        let mut over = Over::default();
        for (at, row) in table.layout.iter().enumerate() {
            self.add_names(table, row);
            if row.head {
                continue;
            }
            over.above(table, at);
            let slots = slots(section, row, &mut over, &self.form);
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
                heads: Rc::from([key_of(&declared.label)]),
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
                heads: Rc::clone(&slot.heads),
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
        let at = *self.by_name.entry(name).or_insert_with_key(|name| {
            let meaning =
                Meaning::Official { name: name.clone(), printed: label.to_owned(), parts: Vec::new() };
            self.names.push(Name { chars: name.chars().collect(), meaning });
            self.names.len() - 1
        });
        if let Some(Name { meaning: Meaning::Official { parts, .. }, .. }) = self.names.get_mut(at)
            && !parts.contains(&part)
        {
            parts.push(part);
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
        for (other, name) in pairs {
            if let Some(&official) = self.by_name.get(&name)
                && !self.by_name.contains_key(&other)
            {
                let (chars, official) = (other.chars().collect(), self.official(official));
                self.by_name.insert(other, self.names.len());
                self.names.push(Name { chars, meaning: Meaning::Other(official) });
            }
        }
    }

    /// The index of the official name that a name stands for.
    fn official(&self, at: usize) -> usize {
        match self.names.get(at).map(|name| &name.meaning) {
            Some(Meaning::Other(official)) => *official,
            _ => at,
        }
    }

    /// What a cell says, if it says a name.
    pub fn find_in(&self, cell: &GridCell) -> Option<Found<'_>> {
        // Nearly every cell holds a figure.
        if is_digits(&cell.text) { None } else { self.find(&solid(&cell.text)) }
    }

    /// What a text says that is a name without a slip.
    pub fn find_exactly(&self, written: &str) -> Option<Found<'_>> {
        let at = self.seek_exactly(without_numbers(without_raised(written))).ok()?;
        self.found(at, false)
    }

    /// What a written label means; `None` if it is none of the form, or may be several.
    pub fn find(&self, written: &str) -> Option<Found<'_>> {
        if is_digits(written) || written.len() > LONGEST_LABEL * 4 {
            return None;
        }
        let written = without_raised(written);
        let known = self.sought.borrow().get(written).copied();
        let known = known.unwrap_or_else(|| {
            let found = self.seek(written);
            let mut sought = self.sought.borrow_mut();
            if sought.len() < MOST_SOUGHT {
                sought.insert(written.to_owned(), found);
            }
            found
        });
        let (at, is_miswritten) = known?;
        self.found(at, is_miswritten)
    }

    fn found(&self, at: usize, is_miswritten: bool) -> Option<Found<'_>> {
        let official = self.official(at);
        match &self.names.get(official)?.meaning {
            Meaning::Official { name, printed, parts } => {
                Some(Found { name, printed, parts, differs: is_miswritten || at != official })
            }
            Meaning::Other(_) => None,
        }
    }

    /// The name that a written label is, and whether it is miswritten.
    fn seek(&self, written: &str) -> Option<(usize, bool)> {
        match self.seek_exactly(without_numbers(written)) {
            Ok(at) => Some((at, false)),
            Err(key) => self.nearest(&key).map(|at| (at, true)),
        }
    }

    /// The name that is a label without its number, with or without what stands in brackets.
    ///
    /// # Errors
    /// There is none: the label without what stands in brackets.
    fn seek_exactly(&self, whole: String) -> Result<usize, String> {
        let name = |name: &str| self.by_name.get(name).filter(|_| !name.is_empty()).copied();
        if let Some(at) = name(&whole) {
            return Ok(at);
        }
        let key = key_of_whole(whole);
        name(&key).ok_or(key)
    }

    /// The one name of which a written one is the beginning, or from which it differs by a slip or two: the
    /// official one.
    fn nearest(&self, key: &str) -> Option<usize> {
        let chars: Vec<char> = key.chars().collect();
        if chars.len() < SHORTEST_MISWRITTEN || chars.len() > LONGEST_LABEL {
            return None;
        }
        let names = || self.names.iter().enumerate();
        let mut cut = names().filter(|(_, name)| name.chars.starts_with(&chars));
        if let Some((at, _)) = cut.next() {
            let official = self.official(at);
            return cut.all(|(other, _)| self.official(other) == official).then_some(official);
        }
        let is_digit = |c: &char| c.is_ascii_digit() || ('０'..='９').contains(c);
        // `行政许可：97` is a label with its figure.
        if chars.iter().skip_while(|c| is_digit(c)).any(is_digit) {
            return None;
        }
        let near = names().filter(|(_, name)| may_be_near(&name.chars, &chars));
        let near = near
            .map(|(at, name)| (strsim::generic_levenshtein(&name.chars, &chars), self.official(at)))
            .filter(|(slips, _)| *slips <= MOST_SLIPS && slips * 3 <= chars.len());
        let near: Vec<(usize, usize)> = near.collect();
        let (best, official) = *near.iter().min()?;
        near.iter().all(|(slips, other)| *slips > best || *other == official).then_some(official)
    }
}

/// False if so many characters of one are not in the other that there are more slips.
fn may_be_near(one: &[char], other: &[char]) -> bool {
    one.len().abs_diff(other.len()) <= MOST_SLIPS
        && one.iter().filter(|c| !other.contains(c)).nth(MOST_SLIPS).is_none()
}

/// A label without blanks, numbers, quotes, and what stands in brackets, unless nothing else would be left.
pub(super) fn key_of(label: &str) -> String {
    key_of_whole(without_numbers(label))
}

fn key_of_whole(mut label: String) -> String {
    if let Some(bracket) = label.find('(').filter(|&bracket| bracket > 0) {
        label.truncate(bracket);
    }
    label
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

/// What stands over the figures of the rows under one head of a table.
#[derive(Debug, Default)]
struct Over {
    /// Rows of the table down to the end of the head.
    end: usize,
    /// Each cell of the head, from top to bottom.
    cells: Vec<(Area, String)>,
    /// What was sought before, with column and width: the rows of a table have the same columns.
    sought: Vec<(usize, usize, Heads)>,
}

impl Over {
    /// The head next above a row, as it is already or anew.
    fn above(&mut self, table: &Table, at: usize) {
        let above = table.layout.get(..at).unwrap_or_default();
        let end = above.iter().rposition(|row| row.head).map_or(0, |last| last + 1);
        if end == self.end {
            return;
        }
        let start = above.get(..end).unwrap_or_default().iter().rposition(|row| !row.head);
        let head = above.get(start.map_or(0, |last| last + 1)..end).unwrap_or_default();
        let cells = head.iter().flat_map(|row| &row.cells);
        let cells = cells.filter(|cell| !matches!(cell.item, Item::Band(_) | Item::Note(_)));
        let cells = cells.map(|cell| (cell.area, key_of(&label_of(table, &cell.item)))).collect();
        *self = Self { end, cells, sought: Vec::new() };
    }

    fn figure(&mut self, area: Area) -> Heads {
        let mut known = self.sought.iter();
        let known = known.find(|(column, columns, _)| (*column, *columns) == (area.column, area.columns));
        if let Some((.., heads)) = known {
            return Rc::clone(heads);
        }
        let is_over =
            |own: &Area| own.column < area.column + area.columns && area.column < own.column + own.columns;
        let over = self.cells.iter().filter(|(own, _)| is_over(own));
        let heads: Heads = over.map(|(_, key)| key.clone()).collect();
        self.sought.push((area.column, area.columns, Rc::clone(&heads)));
        heads
    }
}

/// The figures of a printed row, each with what stands over it in the head next above.
fn slots(section: usize, row: &LayoutRow, over: &mut Over, form: &Form) -> Vec<Slot> {
    let figures = row.cells.iter().filter_map(|cell| match cell.item {
        Item::Figure(row, column) => Some((cell.area, CellId { section, row, column })),
        _ => None,
    });
    let slot = |(area, cell): (Area, CellId)| {
        let column = form.place(cell)?.column;
        let (path, is_total) = (form.path(cell), column.sum.is_some());
        Some(Slot { path, kind: column.kind, is_total, heads: over.figure(area) })
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
        let expected = Expected::new(form);
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
        assert_eq!(*fifteen.slots[5].heads, ["行政诉讼", "未经复议直接起诉", "结果维持"]);
        assert_eq!(fifteen.slots.len(), 15);
    }
}
