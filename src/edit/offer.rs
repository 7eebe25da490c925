//! Comments that offer a key or a section, as a new data file has them: `# date = 2025-01-20   # 落款日期`. Whoever
//! wants it takes the sign before it away.

use toml::de::DeTable;

use super::draft::Draft;
use super::written::{Block, Entry, Written};
use crate::source::spacing::width;
use crate::source::{Edit, Span};

/// A comment that offers something.
struct Offer {
    /// The comment.
    comment: Span,
    /// What it says without the sign before it.
    text: String,
    written: Written,
}

impl Offer {
    /// What a comment offers; `None` for one that is only words.
    fn of(draft: &Draft<'_>, comment: Span) -> Option<Self> {
        let start = draft.source.line_span(comment.start).start;
        let is_line = draft.source.slice(Span::new(start, comment.start)).trim().is_empty();
        let text = draft.source.slice(comment).strip_prefix('#').filter(|_| is_line)?.trim_end();
        let text = text.strip_prefix(' ').unwrap_or(text);
        let may_offer = text.starts_with('[') || text.contains('=');
        let is_toml = may_offer && DeTable::parse(text).is_ok();
        is_toml.then(|| Self { comment, text: text.to_owned(), written: Written::of(text) })
    }

    /// The heading that it offers.
    fn heading(&self) -> Option<&Block> {
        self.written.blocks.get(1)
    }

    /// The key that it offers.
    fn entry(&self) -> Option<&Entry> {
        self.written.blocks.first()?.entries.first()
    }

    /// The comment with its sign.
    fn whole(&self, draft: &Draft<'_>) -> String {
        draft.source.slice(self.comment).to_owned()
    }

    fn slice(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// What stands behind the value that it offers, as a comment or nothing.
    fn behind(&self, value: Span) -> &str {
        self.slice(value.end, self.text.len()).trim()
    }
}

/// The edit that takes an offer up, and the comment that goes with it.
type Taken = (Edit, String);

/// The comments from a place to the end of what stands under a heading.
fn comments<'d>(draft: &'d Draft<'_>, block: &Block) -> impl Iterator<Item = Span> + 'd {
    let start = block.head.end;
    let later = draft.written.blocks.iter().map(|other| other.head).find(|head| head.start > start);
    let end = later.map_or(draft.source.text().len(), |head| head.start);
    let all = draft.written.comments.iter().copied();
    all.skip_while(move |comment| comment.start < start).take_while(move |comment| comment.start < end)
}

/// The edit by which a key takes the place of the comment that offers it under a heading, if one does.
pub(super) fn key(draft: &Draft<'_>, block: &Block, key: &str, value: &str) -> Option<Taken> {
    let offers = comments(draft, block).filter_map(|comment| Offer::of(draft, comment));
    // What an offered section offers belongs to that.
    let mut own = offers.take_while(|offer| offer.heading().is_none());
    let offer = own.find(|offer| {
        let is_key = |entry: &Entry| offer.slice(entry.key.start, entry.key.end) == key;
        offer.entry().is_some_and(is_key)
    })?;
    let stands = offer.entry()?.value.span;
    let line = draft.lines(offer.comment);
    let indent = draft.source.slice(Span::new(line.start, offer.comment.start)).to_owned();
    let new = format!("{indent}{}{value}", offer.slice(0, stands.start));
    let behind = offer.behind(stands);
    let text = match (behind.is_empty(), value.contains('\n')) {
        (true, _) => new,
        // Behind a text of several lines nobody would look for it.
        (false, true) => format!("{indent}{behind}\n{new}"),
        (false, false) => {
            // It stays where it comes to stand without the sign, if there is room.
            let before = offer.slice(0, offer.text.len() - behind.len());
            let column = width(&indent) + width(before);
            let pad = usize::try_from(column - width(&new)).unwrap_or_default().max(2);
            format!("{new}{}{behind}", " ".repeat(pad))
        }
    };
    Some((Edit { span: Span::new(line.start, offer.comment.end), text }, offer.whole(draft)))
}

/// The edit by which a section takes the place of the comment that offers its heading, if one does and nothing else
/// would then come to stand under it.
pub(super) fn section(draft: &Draft<'_>, section: &str) -> Option<Taken> {
    let blocks = &draft.written.blocks;
    let last = |at: usize| blocks.iter().rev().find(|block| block.head.start <= at);
    let is_behind_all = |comment: Span| {
        let keys = last(comment.start).map(|block| block.entries.as_slice()).unwrap_or_default();
        keys.iter().all(|entry| entry.key.start < comment.start)
    };
    let comments = draft.written.comments.iter().copied();
    let is_wanted = |offer: &Offer| {
        offer.heading().is_some_and(|heading| !heading.is_repeated && heading.path == [section])
            && is_behind_all(offer.comment)
    };
    let offer = comments.filter_map(|comment| Offer::of(draft, comment)).find(is_wanted)?;
    let whole = offer.whole(draft);
    Some((Edit { span: offer.comment, text: offer.text }, whole))
}
