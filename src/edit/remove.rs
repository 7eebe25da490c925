//! Takes a key or a section out of a data file, with the lines that are its own.

use super::Refused;
use super::draft::Draft;
use super::slot;
use super::stands;
use super::written::{Block, Entry, Holder, Member};
use crate::source::{Edit, Span};

/// Takes a key with its value out; with `and_heading` also the heading above it, if nothing else is under it.
pub(super) fn key(draft: &mut Draft<'_>, path: &[&str], and_heading: bool) -> Result<(), Refused> {
    let Some(found) = draft.written.find(path) else { return Ok(()) };
    let spans = match found.holder {
        Holder::Block(block) => {
            let own = draft.lines(Span::new(found.entry.key.start, found.entry.value.span.end));
            let is_last = and_heading && block.entries.len() == 1 && !block.path.is_empty();
            is_last.then(|| draft.lines(block.head)).into_iter().chain([own]).collect()
        }
        Holder::Braces(_, entries) => vec![within_braces(entries, found.entry)],
    };
    take_out(draft, spans, and_heading)
}

/// Takes one of several sections of a name out.
pub(super) fn member(draft: &mut Draft<'_>, wanted: &slot::Member) -> Result<(), Refused> {
    let Some(member) = stands::member(&draft.source, &draft.written, wanted) else { return Ok(()) };
    let spans = match member {
        Member::Block(block) => lines_of(draft, block),
        Member::Braces(list, member, _) => {
            let members: Vec<Span> = stands::cells(list).iter().map(|value| value.span).collect();
            vec![between_commas(&members, member.span)]
        }
    };
    take_out(draft, spans, true)
}

fn lines_of(draft: &Draft<'_>, block: &Block) -> Vec<Span> {
    let entries = block.entries.iter().map(|entry| Span::new(entry.key.start, entry.value.span.end));
    std::iter::once(block.head).chain(entries).map(|span| draft.lines(span)).collect()
}

/// A key among others in braces, with the comma that sets it apart.
fn within_braces(entries: &[Entry], entry: &Entry) -> Span {
    let spans: Vec<Span> =
        entries.iter().map(|entry| Span::new(entry.key.start, entry.value.span.end)).collect();
    between_commas(&spans, Span::new(entry.key.start, entry.value.span.end))
}

/// One of several things that commas set apart, with its comma: that before it, or of the first that behind it.
fn between_commas(all: &[Span], one: Span) -> Span {
    let at = all.iter().position(|span| *span == one).unwrap_or_default();
    let before = at.checked_sub(1).and_then(|at| all.get(at));
    match (before, all.get(at + 1)) {
        (Some(before), _) => Span::new(before.end, one.end),
        (None, Some(next)) => Span::new(one.start, next.start),
        (None, None) => one,
    }
}

/// Deletes stretches; with `and_blank` also a blank line that would stand doubled then.
fn take_out(draft: &mut Draft<'_>, spans: Vec<Span>, and_blank: bool) -> Result<(), Refused> {
    let mut spans = spans;
    for span in &spans {
        draft.forget_comments(*span);
    }
    if and_blank && let (Some(first), Some(last)) = (spans.first().copied(), spans.last_mut()) {
        let text = draft.source.text();
        let before = text.get(..first.start).unwrap_or_default();
        let is_line = before.is_empty() || before.ends_with('\n');
        let blank_before = before.is_empty() || before.ends_with("\n\n") || before.ends_with("\n\r\n");
        let behind = text.get(last.end..).unwrap_or_default();
        let blank_behind = behind.split_inclusive('\n').next().filter(|line| line.trim().is_empty());
        if let Some(blank) = blank_behind.filter(|_| is_line && blank_before) {
            last.end += blank.len();
        } else if behind.is_empty() && is_line && blank_before && !before.is_empty() {
            let start = before.trim_end_matches(['\n', '\r']).len();
            let start = draft.line_end_of(start);
            if let Some(first) = spans.first_mut() {
                first.start = start.min(first.start);
            }
        }
    }
    draft.apply(spans.into_iter().map(|span| Edit { span, text: String::new() }).collect())
}
