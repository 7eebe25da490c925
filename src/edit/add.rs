//! Puts a key that is not there yet into a data file, where a careful person would have typed it.

use super::draft::Draft;
use super::written::{Block, Entry, Holder};
use super::{Refused, offer, slot};
use crate::format::{Form, Section};
use crate::report::keys::{self, Holds};
use crate::source::spacing::{gap_before_comment, width};
use crate::source::{Edit, Span};

/// A key that is to be put in.
pub(super) struct New<'n> {
    /// Its path.
    pub path: Vec<&'n str>,
    /// Its value as TOML.
    pub value: String,
    /// What it is called, for the comment behind it; none stands behind a text of several lines.
    pub label: String,
    /// For a row of figures that is the first of its kind: the comment over it, and the width of the keys under that.
    pub head: Option<(String, usize)>,
    /// True for a row of figures.
    pub is_row: bool,
}

/// Puts a key in.
pub(super) fn key(draft: &mut Draft<'_>, new: &New<'_>) -> Result<(), Refused> {
    let section = new.path.first().copied().filter(|_| new.path.len() > 1);
    let edit = match draft.written.holder(&new.path) {
        Some((Holder::Braces(value, entries), rest)) => {
            in_braces(value.span, entries, &rest.join("."), &new.value)
        }
        Some((Holder::Block(block), rest)) => {
            // A section that is not there yet gets its heading.
            let is_new = section.filter(|section| block.path.is_empty() && !draft.written.is_dotted(section));
            match is_new {
                Some(section) => match offer::section(draft, section) {
                    Some((heading, removed)) => {
                        draft.removed.push(removed);
                        draft.apply(vec![heading])?;
                        return key(draft, new);
                    }
                    None => in_new_section(draft, section, new, rest.get(1..).unwrap_or_default()),
                },
                None => match offer::key(draft, block, &rest.join("."), &new.value) {
                    Some((edit, removed)) => {
                        draft.removed.push(removed);
                        edit
                    }
                    None => in_block(draft, block, new, rest),
                },
            }
        }
        None => return Err(Refused::Odd("没有放这一项的地方")),
    };
    draft.apply(vec![edit])
}

/// Behind the other keys in braces.
pub(super) fn in_braces(braces: Span, entries: &[Entry], key: &str, value: &str) -> Edit {
    match entries.last() {
        Some(last) => {
            let end = last.value.span.end;
            Edit { span: Span::new(end, end), text: format!(", {key} = {value}") }
        }
        None => Edit { span: braces, text: format!("{{ {key} = {value} }}") },
    }
}

fn declared<'f>(form: Option<&'f Form>, section: &str) -> Option<&'f Section> {
    form?.sections.iter().find(|declared| declared.key == section)
}

/// The keys of a section in the order in which a data file has them, each by its path.
fn order(form: Option<&Form>, section: &str) -> Vec<String> {
    let Some(declared) = declared(form, section) else {
        return keys::of(section).into_iter().map(str::to_owned).collect();
    };
    let around = slot::keys_of(declared.table.is_some()).iter().map(|key| key.name);
    let rows = declared.table.iter().flat_map(|table| table.rows.iter().map(|row| row.key.clone()));
    let (after, before): (Vec<&str>, Vec<&str>) =
        around.partition(|key| [keys::TEXT, keys::AFTER].contains(key));
    before.into_iter().map(str::to_owned).chain(rows).chain(after.into_iter().map(str::to_owned)).collect()
}

/// On a line of its own among the others under a heading.
fn in_block(draft: &Draft<'_>, block: &Block, new: &New<'_>, rest: &[&str]) -> Edit {
    let section = if new.path.len() > 1 { new.path.first().copied().unwrap_or_default() } else { "" };
    let inner = |path: &[String]| -> String {
        let whole = block.path.iter().chain(path).map(String::as_str);
        whole.skip(usize::from(!section.is_empty())).collect::<Vec<_>>().join(".")
    };
    let order = order(draft.form, section);
    let has_table = declared(draft.form, section).is_some_and(|declared| declared.table.is_some());
    let own = new.path.get(usize::from(!section.is_empty())..).unwrap_or_default().join(".");
    let place = order.iter().position(|key| *key == own);
    // Only keys of its own section are its neighbours.
    let is_of_section = |entry: &&Entry| {
        let mut whole = block.path.iter().chain(&entry.path);
        section.is_empty() || whole.next().is_some_and(|first| first == section)
    };
    let placed = block.entries.iter().filter(is_of_section).filter_map(|entry| {
        let at = order.iter().position(|key| *key == inner(&entry.path))?;
        Some((at, entry))
    });
    let placed: Vec<(usize, &Entry)> = placed.collect();
    let before = placed.iter().filter(|(at, _)| Some(*at) < place).max_by_key(|(at, _)| *at);
    let behind = placed.iter().filter(|(at, _)| Some(*at) > place).min_by_key(|(at, _)| *at);
    // Texts around a table are no rows of it.
    let is_like = |at: &usize| {
        let key = order.get(*at).map(String::as_str);
        slot::keys_of(true).iter().any(|around| Some(around.name) == key) != new.is_row
    };
    let neighbour = before.or(behind).filter(|(at, _)| is_like(at) || !has_table).map(|(_, entry)| *entry);
    // More than one blank before a sign of equality lines it up with others.
    let are_lined_up = placed.iter().any(|(_, entry)| sign(draft, entry).1 > 1);
    let column = neighbour.filter(|_| are_lined_up).map(|entry| sign(draft, entry).0);
    let line = line(draft, neighbour, column, &rest.join("."), new);
    let at = match (before, behind) {
        (Some((_, entry)), _) => draft.line_end_of(entry.value.span.end),
        // Over the rows of a table stand the names of their columns; nothing stands over a text.
        (None, Some((_, entry))) if new.is_row || section.is_empty() => {
            draft.source.line_span(entry.key.start).start
        }
        _ if block.path.is_empty() => behind_comments(draft, 0),
        _ => draft.line_end_of(block.head.end),
    };
    on_own_lines(draft, at, &line)
}

/// Behind the lines of comments that begin at a place.
fn behind_comments(draft: &Draft<'_>, at: usize) -> usize {
    let lines = draft.source.text().get(at..).unwrap_or_default().split_inclusive('\n');
    at + lines.take_while(|line| line.trim_start().starts_with('#')).map(str::len).sum::<usize>()
}

/// Text that begins a line, with a line end before it where the file has none there.
pub(super) fn on_own_lines(draft: &Draft<'_>, at: usize, lines: &str) -> Edit {
    let text = draft.source.text();
    let is_open = at == text.len() && !text.is_empty() && !text.ends_with('\n');
    // A file that ends without a line end goes on to do so.
    let text = if is_open { format!("\n{}", lines.trim_end_matches('\n')) } else { lines.to_owned() };
    Edit { span: Span::new(at, at), text }
}

/// How far from the start of a key its sign of equality stands, without one blank, and how many blanks are before it.
fn sign(draft: &Draft<'_>, entry: &Entry) -> (usize, usize) {
    let between = draft.source.slice(Span::new(entry.key.end, entry.value.span.start));
    let blanks = between.len() - between.trim_start_matches([' ', '\t']).len();
    (entry.key.end - entry.key.start + blanks.saturating_sub(1), blanks)
}

/// The line of a key, lined up with that of a neighbour.
fn line(
    draft: &Draft<'_>,
    neighbour: Option<&Entry>,
    key_width: Option<usize>,
    key: &str,
    new: &New<'_>,
) -> String {
    let source = &draft.source;
    let before = |at: usize| {
        let start = source.line_span(at).start;
        source.slice(Span::new(start, at))
    };
    let indent = neighbour.map_or("", |entry| before(entry.key.start));
    let indent = if indent.trim().is_empty() { indent } else { "" };
    let key_width = key_width.or(new.head.as_ref().map(|(_, width)| *width)).unwrap_or(0);
    let mut line = format!("{indent}{key:key_width$} = {}", new.value);
    if !new.value.contains('\n') && !new.label.is_empty() {
        let comment = neighbour.and_then(|entry| gap_before_comment(source, entry.value.span));
        let column = comment.map_or(0, |gap| width(before(gap.end)));
        let pad = usize::try_from(column - width(&line)).unwrap_or_default().max(2);
        line.push_str(&format!("{}# {}", " ".repeat(pad), new.label));
    }
    line.push('\n');
    match &new.head {
        Some((head, _)) => format!("{head}\n{line}"),
        None => line,
    }
}

/// The names of all sections in the order in which a data file has them, with their titles.
fn sections(form: Option<&Form>) -> Vec<(&str, &str)> {
    let fixed = |holds: Holds| {
        keys::within("").filter(move |key| key.holds == holds).map(|key| (key.name, key.label))
    };
    let of_form = form.into_iter().flat_map(|form| &form.sections);
    let of_form = of_form.map(|section| (section.key.as_str(), section.title.as_str()));
    fixed(Holds::Section).chain(of_form).chain(fixed(Holds::Sections)).collect()
}

/// Under a heading of its own, behind the section that it follows in a data file.
fn in_new_section(draft: &Draft<'_>, section: &str, new: &New<'_>, rest: &[&str]) -> Edit {
    let sections = sections(draft.form);
    let place = sections.iter().position(|(name, _)| *name == section);
    let title = place.and_then(|at| sections.get(at)).map_or("", |(_, title)| *title);
    let before = sections.get(..place.unwrap_or(sections.len())).unwrap_or_default();
    let blocks = &draft.written.blocks;
    let is_named = |block: &&Block, name: &str| block.path.first().is_some_and(|first| first == name);
    let last =
        before.iter().rev().find_map(|(name, _)| blocks.iter().rev().find(|block| is_named(block, name)));
    let last = last.or(blocks.first());
    let heading = format!("[{section}]");
    let column = last.and_then(|block| gap_before_comment(&draft.source, block.head));
    let column = column.map_or(0, |gap| {
        let start = draft.source.line_span(gap.start).start;
        width(draft.source.slice(Span::new(start, gap.end)))
    });
    let pad = usize::try_from(column - width(&heading)).unwrap_or_default().max(3);
    let heading = format!("{heading}{}# {title}\n", " ".repeat(pad));
    let lines = format!("{heading}{}", line(draft, None, None, &rest.join("."), new));
    section_behind(draft, last, &lines)
}

/// Lines of a new section behind the keys of a block, a blank line before them.
pub(super) fn section_behind(draft: &Draft<'_>, block: Option<&Block>, lines: &str) -> Edit {
    let end =
        block.map_or(0, |block| block.entries.last().map_or(block.head.end, |last| last.value.span.end));
    let text = draft.source.text();
    if end == 0 {
        let blank = if text.is_empty() { "" } else { "\n" };
        return Edit { span: Span::new(0, 0), text: format!("{lines}{blank}") };
    }
    // Comments directly under the last key belong to it.
    on_own_lines(draft, behind_comments(draft, draft.line_end_of(end)), &format!("\n{lines}"))
}
