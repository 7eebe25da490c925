//! How a data file is written: where every heading, key and value stands.
//!
//! The reader of TOML gives values; which of them stand under one heading, with which dotted keys and in which
//! brackets, only the text tells.

use toml_parser::Source as TomlSource;
use toml_parser::parser::{Event, EventKind, parse_document};

use crate::report::keys;
use crate::source::Span;

/// A whole file.
#[derive(Debug)]
pub(super) struct Written {
    /// What stands before the first heading, and what each heading opens; in the order of the file.
    pub blocks: Vec<Block>,
    /// Every comment.
    pub comments: Vec<Span>,
}

/// What one heading opens.
#[derive(Debug)]
pub(super) struct Block {
    /// The path of the heading; empty for the top of the file.
    pub path: Vec<String>,
    /// True for `[[…]]`.
    pub is_repeated: bool,
    /// The heading with its brackets; empty at the start of the file for its top.
    pub head: Span,
    /// The keys under it.
    pub entries: Vec<Entry>,
}

/// A key with its value.
#[derive(Debug)]
pub(super) struct Entry {
    /// The path from the heading, or from the table in braces that holds it: several parts for a dotted key.
    pub path: Vec<String>,
    /// The key as it is written.
    pub key: Span,
    /// The value.
    pub value: Value,
}

/// A value.
#[derive(Debug)]
pub(super) struct Value {
    /// Where it stands, brackets and quotes included.
    pub span: Span,
    /// What it is made of.
    pub shape: Shape,
}

/// What a value is made of.
#[derive(Debug)]
pub(super) enum Shape {
    /// One figure, text or date.
    Single,
    /// A list in brackets.
    List(Vec<Value>),
    /// A table in braces.
    Table(Vec<Entry>),
}

/// Where a key that is not there yet belongs.
#[derive(Debug, Clone, Copy)]
pub(super) enum Holder<'w> {
    /// Under a heading.
    Block(&'w Block),
    /// In a table in braces.
    Braces(&'w Value, &'w [Entry]),
}

impl Written {
    /// Looks through a text that reads as TOML.
    pub fn of(text: &str) -> Self {
        let source = TomlSource::new(text);
        let mut events: Vec<Event> = Vec::new();
        parse_document(&source.lex().into_vec(), &mut events, &mut ());
        let mut builder = Builder { source, events: events.into_iter(), comments: Vec::new() };
        let blocks = builder.blocks();
        Self { blocks, comments: builder.comments }
    }

    /// The value at a path; not one in a section of which there may be many.
    pub fn find(&self, path: &[&str]) -> Option<Found<'_>> {
        self.blocks.iter().filter(|block| !block.is_repeated).find_map(|block| {
            let rest = rest_of(path, &block.path)?;
            find_in(&block.entries, rest, Holder::Block(block))
        })
    }

    /// The sections of a name of which there may be many: `[[note]]`, or a list of tables in braces.
    pub fn repeated(&self, name: &str) -> Vec<Member<'_>> {
        let mut members = Vec::new();
        for block in &self.blocks {
            if let [own] = block.path.as_slice()
                && own == name
            {
                members.push(Member::Block(block));
            }
        }
        if let Some(Found { value, .. }) = self.find(&[name]) {
            match &value.shape {
                Shape::List(values) => {
                    members.extend(values.iter().filter_map(|member| match &member.shape {
                        Shape::Table(entries) => Some(Member::Braces(value, member, entries)),
                        _ => None,
                    }))
                }
                Shape::Table(entries) => members.push(Member::Braces(value, value, entries)),
                Shape::Single => {}
            }
        }
        members
    }

    /// Where a key of a path belongs, as far down as there is a place for it, and the rest of its path. `None` if its
    /// section is not there at all.
    pub fn holder<'p, 's>(&self, path: &'p [&'s str]) -> Option<(Holder<'_>, &'p [&'s str])> {
        (0..path.len()).rev().find_map(|length| {
            let (held, rest) = path.split_at_checked(length)?;
            self.table(held).map(|holder| (holder, rest))
        })
    }

    /// The table of exactly this path, where a key can be added to it.
    fn table(&self, path: &[&str]) -> Option<Holder<'_>> {
        let blocks = || self.blocks.iter().filter(|block| !block.is_repeated);
        if let Some(block) = blocks().find(|block| block.path == path) {
            // A key of the top belongs there only if its section does.
            return Some(Holder::Block(block));
        }
        if let Some(Found { value, .. }) = self.find(path)
            && let Shape::Table(entries) = &value.shape
        {
            return Some(Holder::Braces(value, entries));
        }
        None
    }

    /// True if dotted keys of the top make up that section.
    pub fn is_dotted(&self, section: &str) -> bool {
        let top = self.blocks.iter().filter(|block| block.path.is_empty());
        top.flat_map(|block| &block.entries)
            .any(|entry| entry.path.len() > 1 && entry.path.first().is_some_and(|first| first == section))
    }
}

/// A value that was found, with the key it stands behind.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found<'w> {
    /// The value.
    pub value: &'w Value,
    /// Its key.
    pub entry: &'w Entry,
    /// What the key stands in.
    pub holder: Holder<'w>,
}

/// One of several sections of a name.
#[derive(Debug, Clone, Copy)]
pub(super) enum Member<'w> {
    /// `[[note]]`, or `[note]` where it should be that.
    Block(&'w Block),
    /// The list, a table in braces in it, and the keys of that.
    Braces(&'w Value, &'w Value, &'w [Entry]),
}

impl<'w> Member<'w> {
    /// Its keys.
    pub fn entries(self) -> &'w [Entry] {
        match self {
            Self::Block(block) => &block.entries,
            Self::Braces(_, _, entries) => entries,
        }
    }

    /// The value of one of its keys.
    pub fn get(self, key: &str) -> Option<Found<'w>> {
        let holder = self.holder();
        find_in(self.entries(), &[key], holder)
    }

    /// What its keys stand in.
    pub fn holder(self) -> Holder<'w> {
        match self {
            Self::Block(block) => Holder::Block(block),
            Self::Braces(_, member, entries) => Holder::Braces(member, entries),
        }
    }
}

fn find_in<'w>(entries: &'w [Entry], path: &[&str], holder: Holder<'w>) -> Option<Found<'w>> {
    entries.iter().find_map(|entry| {
        let rest = rest_of(path, &entry.path)?;
        match &entry.value.shape {
            _ if rest.is_empty() => Some(Found { value: &entry.value, entry, holder }),
            Shape::Table(inner) => find_in(inner, rest, Holder::Braces(&entry.value, inner)),
            _ => None,
        }
    })
}

/// What of a path lies beyond another one that it begins with.
fn rest_of<'p, 's>(path: &'p [&'s str], start: &[String]) -> Option<&'p [&'s str]> {
    let (held, rest) = path.split_at_checked(start.len())?;
    held.iter().zip(start).all(|(one, other)| one == other).then_some(rest)
}

struct Builder<'t> {
    source: TomlSource<'t>,
    events: std::vec::IntoIter<Event>,
    comments: Vec<Span>,
}

impl Builder<'_> {
    fn next(&mut self) -> Option<Event> {
        loop {
            let event = self.events.next()?;
            match event.kind() {
                EventKind::Comment => self.comments.push(span(&event)),
                EventKind::Whitespace | EventKind::Newline | EventKind::Error => {}
                _ => return Some(event),
            }
        }
    }

    fn blocks(&mut self) -> Vec<Block> {
        let top = Block { path: Vec::new(), is_repeated: false, head: Span::default(), entries: Vec::new() };
        let mut blocks = vec![top];
        while let Some(event) = self.next() {
            match event.kind() {
                EventKind::StdTableOpen => blocks.push(self.heading(&event, false)),
                EventKind::ArrayTableOpen => blocks.push(self.heading(&event, true)),
                EventKind::SimpleKey => {
                    let path = blocks.last().map(|block| block.path.clone()).unwrap_or_default();
                    let entry = self.entry(&event, &path);
                    if let (Some(block), Some(entry)) = (blocks.last_mut(), entry) {
                        block.entries.push(entry);
                    }
                }
                _ => {}
            }
        }
        blocks
    }

    fn heading(&mut self, open: &Event, is_repeated: bool) -> Block {
        let (mut path, mut head) = (Vec::new(), span(open));
        while let Some(event) = self.next() {
            match event.kind() {
                EventKind::SimpleKey => path.push(self.key(&event, &path)),
                EventKind::KeySep => {}
                _ => {
                    head.end = span(&event).end;
                    break;
                }
            }
        }
        Block { path, is_repeated, head, entries: Vec::new() }
    }

    /// A key from its first part on, with its value.
    fn entry(&mut self, first: &Event, above: &[String]) -> Option<Entry> {
        let mut path = above.to_vec();
        path.push(self.key(first, &path));
        let mut key = span(first);
        loop {
            let event = self.next()?;
            match event.kind() {
                EventKind::SimpleKey => {
                    path.push(self.key(&event, &path));
                    key.end = span(&event).end;
                }
                EventKind::KeySep => {}
                _ => break,
            }
        }
        let open = self.next()?;
        let value = self.value(&open, &path)?;
        Some(Entry { path: path.split_off(above.len()), key, value })
    }

    fn value(&mut self, open: &Event, path: &[String]) -> Option<Value> {
        let mut place = span(open);
        let shape = match open.kind() {
            EventKind::ArrayOpen => {
                let mut values = Vec::new();
                place.end = loop {
                    let event = self.next()?;
                    match event.kind() {
                        EventKind::ArrayClose => break span(&event).end,
                        EventKind::ValueSep => {}
                        _ => values.push(self.value(&event, path)?),
                    }
                };
                Shape::List(values)
            }
            EventKind::InlineTableOpen => {
                let mut entries = Vec::new();
                place.end = loop {
                    let event = self.next()?;
                    match event.kind() {
                        EventKind::InlineTableClose => break span(&event).end,
                        EventKind::SimpleKey => entries.push(self.entry(&event, path)?),
                        _ => {}
                    }
                };
                Shape::Table(entries)
            }
            _ => Shape::Single,
        };
        Some(Value { span: place, shape })
    }

    /// One part of a key; what people call a key stands for it.
    fn key(&self, event: &Event, above: &[String]) -> String {
        let mut name = String::new();
        if let Some(raw) = self.source.get(event) {
            raw.decode_key(&mut name, &mut ());
        }
        canonical(above, &name).map_or(name, str::to_owned)
    }
}

/// The key that what people call it stands for, under what stands above it.
pub(super) fn canonical(above: &[String], name: &str) -> Option<&'static str> {
    let section = match above {
        [] => "",
        [section] => section.as_str(),
        _ => return None,
    };
    keys::named(section, name).map(|key| key.name)
}

fn span(event: &Event) -> Span {
    Span::new(event.span().start(), event.span().end())
}
