//! The marks inside a line: bold, emphasis, links.

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use crate::document::Run;

/// A text that stands for a reference.
pub(super) struct Inserted {
    /// What prints.
    pub text: String,
    /// The reference, if it is one.
    pub reference: Option<String>,
}

// Noncharacters: no text may hold them, and `clean` has taken them out.
const TOKEN_OPEN: char = '\u{FDD0}';
const TOKEN_CLOSE: char = '\u{FDD1}';
const BOLD_OPEN: char = '\u{FDD2}';
const BOLD_CLOSE: char = '\u{FDD3}';
/// Stands before every line that is parsed, so that nothing in it can open a block. A comma, because
/// marks at the beginning of a line must still count as standing after punctuation.
const GUARD: char = ',';

/// A line longer than this, in bytes, is no paragraph that a person wrote: it prints as it is, since
/// to look for marks in it takes a hundredfold of its size.
const LONGEST_READ: usize = 200_000;

/// The token for the inserted text of that index.
pub(super) fn token(index: usize) -> String {
    format!("{TOKEN_OPEN}{index}{TOKEN_CLOSE}")
}

/// Marks of more worth than this nobody has written in one report: the lines from there on print as
/// they are, since a stretch of text takes a hundredfold of its size, and in a DOCX a thousandfold.
const MOST_MARKED: usize = 20_000;
/// Bytes of a link's target that count as much as a mark: each stretch of a link holds the target.
const TARGET_COST: usize = 64;

/// What the marks that are still to come in a report may be worth.
pub(in crate::document) struct Room(usize);

impl Default for Room {
    fn default() -> Self {
        Self(MOST_MARKED)
    }
}

/// Reads one line.
pub(super) fn runs(line: &str, inserted: &[Inserted], room: &mut Room) -> Vec<Run> {
    let read = if line.len() > LONGEST_READ { None } else { marked(line, inserted, room) };
    read.unwrap_or_else(|| {
        let mut reader = Reader::new(inserted);
        reader.push(line);
        reader.runs
    })
}

/// Reads a line with its marks, if there is room for them.
fn marked(line: &str, inserted: &[Inserted], room: &mut Room) -> Option<Vec<Run>> {
    let mut reader = Reader::new(inserted);
    let text = format!("{GUARD}{}", protect(line));
    let mut guarded = true;
    for event in Parser::new(&text) {
        match event {
            Event::Text(words) => {
                let words = if std::mem::take(&mut guarded) {
                    words.strip_prefix(GUARD).unwrap_or(&words)
                } else {
                    &words
                };
                reader.push(words);
            }
            other => reader.event(other),
        }
        if reader.worth > room.0 {
            return None;
        }
    }
    room.0 -= reader.worth;
    reader.runs.retain(|run| !run.text.is_empty());
    Some(reader.runs)
}

struct Reader<'i> {
    inserted: &'i [Inserted],
    runs: Vec<Run>,
    /// Marks that are open.
    style: Run,
    /// What closes each open link or image that is shown as it is written.
    literal_links: Vec<Option<String>>,
    /// What the marks have been worth so far: a line without any, nothing.
    worth: usize,
}

impl<'i> Reader<'i> {
    fn new(inserted: &'i [Inserted]) -> Self {
        Self { inserted, runs: Vec::new(), style: Run::default(), literal_links: Vec::new(), worth: 0 }
    }

    /// Adds a stretch of text in the style that is open.
    fn add(&mut self, text: String, reference: Option<String>) {
        if !self.runs.is_empty() {
            self.worth += 1 + self.style.link.as_ref().map_or(0, |link| link.len() / TARGET_COST);
        }
        self.runs.push(Run { text, reference, ..self.style.clone() });
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::Strong) => self.style.strong = true,
            Event::End(TagEnd::Strong) => self.style.strong = false,
            Event::Start(Tag::Emphasis) => self.style.emphasis = true,
            Event::End(TagEnd::Emphasis) => self.style.emphasis = false,
            Event::Start(Tag::Link { link_type, dest_url, .. }) => self.open_link(link_type, &dest_url),
            Event::Start(Tag::Image { dest_url, .. }) => {
                self.push("![");
                self.literal_links.push(Some(format!("]({dest_url})")));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => match self.literal_links.pop().flatten() {
                Some(close) => self.push(&close),
                None => self.style.link = None,
            },
            Event::Code(words) | Event::Html(words) | Event::InlineHtml(words) => self.push(&words),
            Event::SoftBreak | Event::HardBreak => self.push(" "),
            _ => {}
        }
    }

    /// A link with a harmless target is a link; any other is shown as it is written.
    fn open_link(&mut self, link_type: LinkType, target: &str) {
        let target = self.expand(target);
        let target = if link_type == LinkType::Email { format!("mailto:{target}") } else { target };
        let lower = target.to_ascii_lowercase();
        if ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme)) {
            self.style.link = Some(target);
            self.literal_links.push(None);
        } else if link_type == LinkType::Autolink {
            self.push("<");
            self.literal_links.push(Some(">".to_owned()));
        } else {
            self.push("[");
            self.literal_links.push(Some(format!("]({target})")));
        }
    }

    /// Adds text in the style that is open, with tokens resolved.
    fn push(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find([TOKEN_OPEN, BOLD_OPEN, BOLD_CLOSE]) {
            let (before, mark) = rest.split_at(at);
            self.plain(before);
            let mut chars = mark.chars();
            match chars.next() {
                Some(BOLD_OPEN) => self.style.strong = true,
                Some(BOLD_CLOSE) => self.style.strong = false,
                _ => {
                    let (index, after) = chars.as_str().split_once(TOKEN_CLOSE).unwrap_or_default();
                    if let Some(figure) =
                        index.parse::<usize>().ok().and_then(|index| self.inserted.get(index))
                    {
                        self.add(figure.text.clone(), figure.reference.clone());
                    }
                    rest = after;
                    continue;
                }
            }
            rest = chars.as_str();
        }
        self.plain(rest);
    }

    fn plain(&mut self, text: &str) {
        // An entity such as `&#8238;` may have brought in what `clean` had taken out.
        let text = super::clean(text).replace('\n', " ");
        match self.runs.last_mut() {
            Some(last) if last.reference.is_none() && same_style(last, &self.style) => {
                last.text.push_str(&text);
            }
            _ => self.add(text, None),
        }
    }

    /// A link's target with tokens resolved.
    fn expand(&self, target: &str) -> String {
        let mut out = String::new();
        let mut rest = target;
        while let Some((before, after)) = rest.split_once(TOKEN_OPEN) {
            out.push_str(before);
            let (index, tail) = after.split_once(TOKEN_CLOSE).unwrap_or_default();
            let figure = index.parse::<usize>().ok().and_then(|index| self.inserted.get(index));
            out.push_str(figure.map_or("", |figure| figure.text.as_str()));
            rest = tail;
        }
        out.push_str(rest);
        out.retain(|c| !matches!(c, BOLD_OPEN | BOLD_CLOSE));
        out
    }
}

fn same_style(one: &Run, other: &Run) -> bool {
    (one.strong, one.emphasis, &one.link) == (other.strong, other.emphasis, &other.link)
}

/// Settles what the asterisks of a line mean, before CommonMark does.
///
/// `**` opens and closes bold wherever it touches words on the inside; CommonMark would leave
/// `**重点工作。**下一步` as it is. A lone `*` between words (`张*三`) and three or more (`138****1234`)
/// are plain, since they stand for what is left out. Backticks are plain too.
fn protect(line: &str) -> String {
    let chars: Vec<char> = line.chars().collect();
    let at = |index: usize| chars.get(index).copied();
    let mut out = String::with_capacity(line.len() + 8);
    let mut open: Option<usize> = None;
    let mut index = 0;
    while let Some(c) = at(index) {
        // Only a run of asterisks is read as one; to count every run would be quadratic.
        let length =
            if c == '*' { chars.iter().skip(index).take_while(|&&other| other == c).count() } else { 1 };
        let before = index.checked_sub(1).and_then(at);
        let after = at(index + length);
        match c {
            // A backslash keeps what follows as it is.
            '\\' => {
                out.push(c);
                out.extend(at(index + 1));
                index += 2;
                continue;
            }
            '`' => out.push_str("\\`"),
            '*' if length == 2 => match open {
                Some(place) if before.is_some_and(|c| !c.is_whitespace()) && before != Some('*') => {
                    out.replace_range(place..place + 4, BOLD_OPEN.encode_utf8(&mut [0; 4]));
                    out.push(BOLD_CLOSE);
                    open = None;
                    index += 2;
                    continue;
                }
                None if opens_bold(before, after) => {
                    open = Some(out.len());
                    out.push_str("\\*\\*");
                    index += 2;
                    continue;
                }
                _ => out.push_str("\\*\\*"),
            },
            '*' if length > 2 || is_word(before) && is_word(after) => out.push_str(&"\\*".repeat(length)),
            _ => out.extend(std::iter::once(c)),
        }
        index += length;
    }
    out
}

/// `**` opens bold if words follow, and punctuation after it is of the opening kind or does not
/// stand directly behind a word, as in `李**、王**`.
fn opens_bold(before: Option<char>, after: Option<char>) -> bool {
    let Some(after) = after.filter(|c| !c.is_whitespace()) else { return false };
    is_word(Some(after)) || "“‘《〈（(【[「『".contains(after) || !is_word(before)
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_alphanumeric() || c == TOKEN_OPEN || c == TOKEN_CLOSE)
}
