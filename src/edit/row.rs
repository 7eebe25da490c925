//! New figures in a row of a table.

use super::add::{self, New};
use super::draft::Draft;
use super::stands::{cells, row_path};
use super::written::{Shape, Value};
use super::{Refused, comment, remove, string};
use crate::format::{CellId, Form, Table};
use crate::skeleton::rows::{self, Entry};
use crate::source::spacing::{self, gap_before, width};
use crate::source::{Edit, Span};

/// A row with what is to stand in some of its cells, by their columns; `None` for a cell that is not to be stated.
pub(super) struct RowChange<'f> {
    pub form: &'f Form,
    /// The first cell of the row.
    pub id: CellId,
    pub cells: Vec<(usize, Option<String>)>,
}

/// What becomes of a row.
pub(super) enum Work {
    /// Its cells change where they stand.
    Edits(Vec<Edit>),
    /// It is put in with these cells.
    Add(Vec<String>),
    /// It is taken out.
    Remove,
}

impl<'f> RowChange<'f> {
    fn path(&self) -> Vec<&'f str> {
        row_path(self.form, self.id).unwrap_or_default()
    }

    /// Works out what becomes of the row.
    ///
    /// # Errors
    /// The row has more cells than the form knows, so that nobody can say which is which.
    pub fn work(&self, draft: &Draft<'_>) -> Result<Work, Refused> {
        let Some(place) = self.form.place(self.id) else { return Ok(Work::Edits(Vec::new())) };
        let (required, most) = (place.set.required(), place.set.columns.len());
        let row = draft.written.find(&self.path()).map(|found| found.value);
        if row.is_some_and(|row| matches!(row.shape, Shape::Table(_))) {
            return Err(Refused::Odd("这一行的写法特殊"));
        }
        let old: Vec<&str> =
            row.map(cells).unwrap_or_default().iter().map(|cell| draft.source.slice(cell.span)).collect();
        let changed = |column: usize| self.cells.iter().find(|(at, _)| *at == column).map(|(_, cell)| cell);
        let all_new = (0..required).all(|column| changed(column).is_some_and(Option::is_some));
        if old.len() > most && !all_new {
            return Err(Refused::Odd("这一行的格数比规定的多，分不清各是哪一格（要改，请把整行重新填写）"));
        }
        let kept = if old.len() > most { &[][..] } else { old.as_slice() };
        let new: Vec<Option<String>> = (0..most)
            .map(|column| match changed(column) {
                Some(cell) => cell.as_deref().map(in_file),
                None => kept.get(column).map(|&cell| cell.to_owned()),
            })
            .collect();
        if new.iter().flatten().all(|cell| cell.is_empty() || cell == BLANK)
            && self.cells.iter().all(|(_, cell)| cell.is_none())
        {
            return Ok(if row.is_some() { Work::Remove } else { Work::Edits(Vec::new()) });
        }
        let states_totals = new.iter().skip(required).any(Option::is_some);
        let count = if states_totals { most } else { required };
        let new = new.into_iter().take(count).map(|cell| cell.unwrap_or_else(|| BLANK.to_owned())).collect();
        Ok(match row {
            Some(row) => Work::Edits(self.edits(draft, row, &old, new)),
            None => Work::Add(new),
        })
    }

    fn edits(&self, draft: &Draft<'_>, row: &Value, old: &[&str], new: Vec<String>) -> Vec<Edit> {
        let source = &draft.source;
        let stated: Vec<Span> = cells(row).iter().map(|cell| cell.span).collect();
        let is_list = matches!(row.shape, Shape::List(_));
        let is_anew = stated.len() > self.form.place(self.id).map_or(0, |place| place.set.columns.len());
        if !is_list && new.len() > 1 || stated.is_empty() || is_anew {
            return vec![Edit { span: row.span, text: format!("[ {} ]", new.join(", ")) }];
        }
        let changed = stated.iter().zip(old).zip(&new).filter(|((_, old), new)| **old != *new);
        let mut edits: Vec<Edit> =
            changed.map(|((span, _), new)| Edit { span: *span, text: new.clone() }).collect();
        let like = self.like(draft);
        let lined_up = is_lined_up(draft, &stated, like);
        let kept = stated.get(..new.len()).unwrap_or(&stated);
        let behind = behind(draft, row, &stated, &new, like.filter(|_| lined_up));
        let row = spacing::Row { cells: kept, cells_move: is_list && lined_up, comment_moves: false };
        edits.extend(spacing::keep_columns(source, row, &edits));
        edits.extend(behind);
        let last = stated.last().copied().unwrap_or_default();
        edits.extend(comment::keep(draft, last, &edits));
        edits
    }

    /// The nearest other row with the same columns that stands on one line.
    fn like<'d>(&self, draft: &'d Draft<'_>) -> Option<&'d Value> {
        let table = self.form.table(self.id.section)?;
        let set = table.rows.get(self.id.row)?.set;
        let others = table.rows.iter().enumerate().filter(|(at, row)| *at != self.id.row && row.set == set);
        let found = others.filter_map(|(row, _)| {
            let path = row_path(self.form, CellId { row, ..self.id })?;
            let value = draft.written.find(&path)?.value;
            let is_line = !draft.source.slice(value.span).contains('\n');
            (is_line && matches!(value.shape, Shape::List(_))).then_some((row.abs_diff(self.id.row), value))
        });
        found.min_by_key(|(distance, _)| *distance).map(|(_, value)| value)
    }

    /// Puts the row in.
    pub fn add(&self, draft: &mut Draft<'_>, new: Vec<String>) -> Result<(), Refused> {
        let (Some(place), Some(table)) = (self.form.place(self.id), self.form.table(self.id.section)) else {
            return Ok(());
        };
        let entry = Entry {
            key: &place.row.key,
            set: place.row.set,
            cells: new.clone(),
            is_offered: false,
            comment: String::new(),
        };
        let first = rows::first(table, &entry);
        let (value, head) = match (self.like(draft), first) {
            (Some(like), _) => (like_row(draft, &new, like), None),
            (None, Some((head, value, width))) => {
                let is_first = !self.has_kind(draft, table, place.row.set);
                (value, Some((head, width)).filter(|_| is_first))
            }
            (None, None) => return Ok(()),
        };
        let value = if place.set.is_single() { new.concat() } else { value };
        let label = rows::comment(table, place.row);
        add::key(draft, &New { path: self.path(), value, label, head, is_row: true })
    }

    /// True if a row with the same columns stands in the file.
    fn has_kind(&self, draft: &Draft<'_>, table: &Table, set: usize) -> bool {
        let mut rows = table.rows.iter().enumerate().filter(|(_, row)| row.set == set);
        rows.any(|(row, _)| {
            let path = row_path(self.form, CellId { row, ..self.id });
            path.is_some_and(|path| draft.written.find(&path).is_some())
        })
    }

    /// Takes the row out.
    pub fn remove(&self, draft: &mut Draft<'_>) -> Result<(), Refused> {
        remove::key(draft, &self.path(), false)
    }
}

/// What comes behind the last cell that stays, or goes from there.
fn behind(
    draft: &Draft<'_>,
    row: &Value,
    stated: &[Span],
    new: &[String],
    like: Option<&Value>,
) -> Option<Edit> {
    let last = *stated.get(..new.len()).unwrap_or(stated).last()?;
    if let Some(end) = stated.last().filter(|_| stated.len() > new.len()) {
        return Some(Edit { span: Span::new(last.end, end.end), text: String::new() });
    }
    if new.len() == stated.len() {
        return None;
    }
    let mut text = draft.source.slice(Span::new(row.span.start, last.end)).to_owned();
    let start = text.len();
    for (at, cell) in new.iter().enumerate().skip(stated.len()) {
        push(draft, &mut text, at, cell, like);
    }
    Some(Edit { span: Span::new(last.end, last.end), text: text.split_off(start) })
}

/// A cell left blank.
const BLANK: &str = "\"\"";

fn in_file(figure: &str) -> String {
    if figure.is_empty() { BLANK.to_owned() } else { string::bare(figure) }
}

/// True if the cells of a row stand under those of another one, or are set apart as if they did.
fn is_lined_up(draft: &Draft<'_>, stated: &[Span], like: Option<&Value>) -> bool {
    let source = &draft.source;
    let is_wide = |span: &Span| {
        let gap = gap_before(source, *span);
        gap.end - gap.start > 1 && gap.start > source.line_span(span.start).start
    };
    if stated.iter().any(is_wide) {
        return true;
    }
    let column = |span: &Span| source.position(span.end).column;
    let others = like.map(cells).unwrap_or_default();
    others.len() >= 2 && stated.iter().zip(others).all(|(one, other)| column(one) == column(&other.span))
}

/// Cells in brackets, each under that of another row.
fn like_row(draft: &Draft<'_>, new: &[String], like: &Value) -> String {
    let mut text = "[".to_owned();
    for (at, cell) in new.iter().enumerate() {
        push(draft, &mut text, at, cell, Some(like));
    }
    let end = cells(like).last().map_or(like.span.start + 1, |last| last.span.end);
    let close = draft.source.slice(Span::new(end, like.span.end)).trim_start_matches(',');
    let blank = if close.starts_with(' ') { " " } else { "" };
    format!("{text}{blank}]")
}

/// Adds a cell to the text of a row from its bracket on, under that of another row if there is one.
fn push(draft: &Draft<'_>, text: &mut String, at: usize, cell: &str, like: Option<&Value>) {
    if at > 0 {
        text.push(',');
    }
    let source = &draft.source;
    let other = like.and_then(|like| Some((like.span.start, cells(like).get(at)?.span)));
    let pad = other.map_or(1, |(start, other)| {
        let gap = gap_before(source, other);
        let end = width(source.slice(Span::new(start, other.end)));
        let pad = usize::try_from(end - width(text) - width(cell)).unwrap_or_default();
        pad.max(usize::from(gap.start < gap.end))
    });
    text.push_str(&" ".repeat(pad));
    text.push_str(cell);
}
