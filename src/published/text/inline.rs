//! Words within a line of Markdown: escapes, entities, bold, links.

use super::lines::is_invisible;
use crate::published::PageRun;
use crate::published::html::first_bytes;
use crate::published::page::trim_runs;

/// Longest tag of HTML or target of a link that is looked for.
const MAX_TAG: usize = 500;
/// Longest entity.
const MAX_ENTITY: usize = 10;

/// The words of a line.
pub(super) struct Inline {
    /// The words without blanks around them.
    pub(super) runs: Vec<PageRun>,
    /// How many pictures are among them.
    pub(super) pictures: usize,
}

impl Inline {
    /// The words without their marks.
    pub(super) fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }
}

/// Reads the words of a line; marks of Markdown such as `*` count only if the text is Markdown.
pub(super) fn inline(words: &str, is_markdown: bool) -> Inline {
    let mut scanner = Scanner {
        out: Inline { runs: Vec::new(), pictures: 0 },
        closers: Closers::of(if is_markdown { words } else { "" }),
        is_markdown,
        bold: 0,
        stars: false,
        emphasis: false,
        links: Vec::new(),
        pictures: 0,
        last: None,
    };
    let mut rest = words;
    while let Some(c) = rest.chars().next() {
        let after = scanner.step(c, rest, words.len() - rest.len());
        rest = rest.get(after.max(c.len_utf8())..).unwrap_or_default();
    }
    trim_runs(&mut scanner.out.runs);
    scanner.out
}

/// Where the last mark of each kind stands: a mark before it may open.
struct Closers {
    double: Option<usize>,
    single: Option<usize>,
    tick: Option<usize>,
}

impl Closers {
    fn of(words: &str) -> Self {
        Self { double: words.rfind("**"), single: words.rfind('*'), tick: words.rfind('`') }
    }
}

struct Scanner {
    out: Inline,
    closers: Closers,
    is_markdown: bool,
    /// Elements of HTML that make bold.
    bold: usize,
    /// Between two `**`.
    stars: bool,
    /// Between two `*`.
    emphasis: bool,
    /// For each `[` that is open, whether it begins a picture.
    links: Vec<bool>,
    /// How many of them begin a picture.
    pictures: usize,
    last: Option<char>,
}

impl Scanner {
    /// Reads what begins with `c`; gives the bytes that it takes.
    fn step(&mut self, c: char, rest: &str, at: usize) -> usize {
        match c {
            '\\' => {
                if let Some(sign) = rest.chars().nth(1).filter(char::is_ascii_punctuation) {
                    self.push(sign);
                    return 2;
                }
            }
            '&' => {
                if let Some((sign, len)) = entity(rest) {
                    self.push(sign);
                    return len;
                }
            }
            '<' => {
                if let Some(len) = self.tag(rest) {
                    return len;
                }
            }
            _ if self.is_markdown => {
                if let Some(len) = self.mark(c, rest, at) {
                    return len;
                }
            }
            _ => {}
        }
        self.push(c);
        c.len_utf8()
    }

    fn mark(&mut self, c: char, rest: &str, at: usize) -> Option<usize> {
        let next = rest.chars().nth(1);
        let is_word = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
        let before = |closer: Option<usize>| closer.is_some_and(|closer| closer > at);
        match c {
            '*' if rest.starts_with("**") => {
                let opens = !self.stars && before(self.closers.double) && is_word(rest.chars().nth(2));
                if !opens && !self.stars {
                    return None;
                }
                self.stars = opens;
                Some(2)
            }
            '*' => {
                let opens = !self.emphasis && before(self.closers.single) && is_word(next);
                let closes = self.emphasis && is_word(self.last);
                if !opens && !closes {
                    return None;
                }
                self.emphasis = opens;
                Some(1)
            }
            '`' if self.closers.tick.is_some_and(|tick| tick > at || rest.len() == 1) => Some(1),
            '!' if next == Some('[') && rest.get(1..).is_some_and(opens_link) => {
                self.links.push(true);
                self.pictures += 1;
                Some(2)
            }
            '[' if opens_link(rest) => {
                self.links.push(false);
                Some(1)
            }
            ']' => self.link_end(rest),
            _ => None,
        }
    }

    /// The target of a link is not shown.
    fn link_end(&mut self, rest: &str) -> Option<usize> {
        let limit = first_bytes(rest, MAX_TAG);
        let target = limit.strip_prefix("](").filter(|_| !self.links.is_empty())?;
        let len = target_len(target)?;
        if self.links.pop() == Some(true) {
            self.pictures -= 1;
            self.out.pictures += 1;
        }
        Some(2 + len)
    }

    /// A tag of HTML; an address between angles is shown.
    fn tag(&mut self, rest: &str) -> Option<usize> {
        let limit = first_bytes(rest, MAX_TAG);
        let inside = limit.get(1..limit.find('>')?)?;
        if inside.starts_with("http") || inside.starts_with("mailto:") {
            for c in inside.chars() {
                self.push(c);
            }
            return Some(inside.len() + 2);
        }
        let (is_end, name) = match inside.strip_prefix('/') {
            Some(name) => (true, name),
            None => (false, inside),
        };
        let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != ':').unwrap_or(name.len());
        let (name, attributes) = name.split_at_checked(end)?;
        if !attributes.is_empty() && !attributes.starts_with([' ', '\t', '/']) {
            return None;
        }
        match name.to_ascii_lowercase().as_str() {
            "b" | "strong" if is_end => self.bold = self.bold.saturating_sub(1),
            "b" | "strong" => self.bold += 1,
            "br" => self.push('\n'),
            "img" => self.out.pictures += 1,
            "a" | "abbr" | "big" | "center" | "code" | "div" | "em" | "font" | "i" | "ins" | "mark"
            | "o:p" | "p" | "s" | "small" | "span" | "strike" | "sub" | "sup" | "u" => {}
            _ => return None,
        }
        Some(inside.len() + 2)
    }

    fn push(&mut self, c: char) {
        self.last = Some(c);
        // The words of a picture are not shown.
        if is_invisible(c) || self.pictures > 0 {
            return;
        }
        let c = if c == '\u{a0}' { ' ' } else { c };
        let bold = self.bold > 0 || self.stars;
        match self.out.runs.last_mut() {
            Some(run) if run.bold == bold || c.is_whitespace() => run.text.push(c),
            _ => self.out.runs.push(PageRun { text: c.into(), bold }),
        }
    }
}

/// True if a bracket begins the words of a link that has a target.
fn opens_link(rest: &str) -> bool {
    let limit = first_bytes(rest, MAX_TAG);
    // The words may hold a picture, which has a target of its own.
    let words = limit.strip_prefix("[![").or(limit.strip_prefix('[')).unwrap_or_default();
    words
        .find("](")
        .filter(|end| !words.get(..*end).is_some_and(|words| words.contains(']')))
        .and_then(|end| target_len(words.get(end + 2..)?))
        .is_some()
}

/// Length of a link's target with what ends it.
fn target_len(target: &str) -> Option<usize> {
    match target.strip_prefix('<') {
        Some(inside) => inside.find(">)").map(|end| end + 3),
        None => target.find(')').map(|end| end + 1),
    }
}

/// The sign that an entity stands for, and its length.
fn entity(rest: &str) -> Option<(char, usize)> {
    let limit = first_bytes(rest.get(1..)?, MAX_ENTITY);
    let name = limit.get(..limit.find(';')?)?;
    let sign = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" | "ensp" | "emsp" => ' ',
        "middot" => '·',
        "ldquo" => '“',
        "rdquo" => '”',
        "lsquo" => '‘',
        "rsquo" => '’',
        "mdash" => '—',
        "ndash" => '–',
        "hellip" => '…',
        "times" => '×',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| *c != '\0')?
        }
    };
    Some((sign, name.len() + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(words: &str) -> String {
        let runs = inline(words, true).runs;
        runs.iter().map(|run| if run.bold { format!("[{}]", run.text) } else { run.text.clone() }).collect()
    }

    #[test]
    fn escapes_and_entities_are_undone() {
        assert_eq!(
            shown(r"\*甲\* 1\. \\ a\b &lt;b&gt; &amp;amp; &#x7532;&#20057;&nbsp;丙 &x;"),
            "*甲* 1. \\ a\\b <b> &amp; 甲乙 丙 &x;"
        );
    }

    #[test]
    fn bold_is_kept_and_other_marks_are_dropped() {
        assert_eq!(shown("**甲。**乙<strong>丙</strong>*丁*<em>戊</em> `己`"), "[甲。]乙[丙]丁戊 己");
        assert_eq!(shown("2 * 3 = 6，**"), "2 * 3 = 6，**");
        assert_eq!(inline("1024*768 1920*1080", false).text(), "1024*768 1920*1080");
    }

    #[test]
    fn of_a_link_its_words_are_kept() {
        assert_eq!(
            shown("见[专题](<https://a.example/x>)和[乙](http://b)。<http://c>"),
            "见专题和乙。http://c"
        );
        assert_eq!(shown("[甲] x](y"), "[甲] x](y");
        let picture = inline("![说明](a.png)甲", true);
        assert_eq!((picture.text().as_str(), picture.pictures), ("甲", 1));
    }

    #[test]
    fn what_is_no_tag_stays() {
        assert_eq!(shown("1<2且3>2 <甲>"), "1<2且3>2 <甲>");
    }
}
