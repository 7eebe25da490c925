//! Joins lines of writing to paragraphs.

use super::super::{PageParagraph, PageRun, ParagraphRole, Place};
use super::Sheet;
use super::lines::{Line, median};
use super::shape::Frame;

/// How the lines of a page stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure {
    left: i64,
    right: i64,
    /// From one line to the next.
    pitch: i64,
    /// Size of the type of paragraphs.
    size: i64,
}

/// A paragraph while it is put together.
pub(super) struct Paragraph {
    runs: Vec<PageRun>,
    page: usize,
    first: Line,
    last: Line,
    /// Lines so far.
    count: usize,
    /// The page of its last line.
    last_page: usize,
    measure: Measure,
}

/// How the lines of each page stand. A page with few lines stands as the pages of the file do.
pub(super) fn measures(sheets: &[Sheet]) -> Vec<Measure> {
    let all: Vec<&Line> = sheets.iter().flat_map(|sheet| &sheet.lines).collect();
    let mut sizes: Vec<i64> =
        all.iter().flat_map(|line| std::iter::repeat_n(line.size, line.marks.len())).collect();
    let size = median(&mut sizes);
    let mut pitches: Vec<i64> = sheets
        .iter()
        .flat_map(|sheet| sheet.lines.iter().zip(sheet.lines.iter().skip(1)))
        .map(|(above, below)| below.base - above.base)
        .filter(|pitch| (size..=3 * size).contains(pitch))
        .collect();
    let pitch = if pitches.is_empty() { 2 * size } else { median(&mut pitches) };
    let whole = edges(&all, size);
    let of = |sheet: &Sheet| {
        let lines: Vec<&Line> = sheet.lines.iter().collect();
        let (left, right) = edges(&lines, size);
        let left = left.or(whole.0).unwrap_or_default();
        // Short lines may end together by chance: then tables are as broad as the writing, or the margins alike.
        let alike = sheet.width - left;
        let is_far = |right: &i64| (right - left) * 4 >= (alike - left) * 3;
        let table = || sheet.tables.iter().map(|table| table.frame.right).max();
        let shared = right.filter(is_far).or(whole.1.filter(is_far));
        let right = shared.unwrap_or_else(|| alike.max(table().unwrap_or_default()));
        Measure { left, right, pitch, size }
    };
    sheets.iter().map(of).collect()
}

/// The outermost places where some lines of ordinary size begin, and where some end, no farther apart than a
/// character.
fn edges(lines: &[&Line], size: i64) -> (Option<i64>, Option<i64>) {
    let body = || lines.iter().filter(|line| (line.size - size).abs() * 5 <= size);
    let outermost = |mut places: Vec<i64>| {
        places.sort_unstable();
        let others = places.iter().skip(SHARED - 1);
        places.iter().zip(others).find(|(a, b)| *b - *a <= size).map(|(_, b)| *b)
    };
    let left = outermost(body().map(|line| line.frame.left).collect());
    let right = outermost(body().map(|line| -line.frame.right).collect());
    (left, right.map(|right| -right))
}

/// That many lines show where a margin is.
const SHARED: usize = 3;

impl Paragraph {
    pub fn new(line: Line, page: usize, measure: Measure) -> Self {
        let runs = runs(&line);
        let first = Line { marks: line.marks.iter().take(4).copied().collect(), ..line.clone() };
        Self { runs, page, first, last: line, count: 1, last_page: page, measure }
    }

    /// True if a line goes on with this paragraph.
    pub fn goes_on(&self, next: &Line, page: usize, measure: Measure) -> bool {
        let (last, size) = (&self.last, self.last.size.max(next.size));
        if (last.size - next.size).abs() * 6 > size {
            return false;
        }
        let near = page != self.last_page || next.base - last.base <= self.measure.pitch * 3 / 2;
        if self.is_title() {
            let middle = |line: &Line| line.frame.center().0;
            return page == self.last_page
                && next.base - last.base <= 2 * size
                && (middle(last) - middle(next)).abs() <= 2 * size;
        }
        // A line may lack some characters at its end: a point may not begin the next, and a word is not parted.
        let lacks = (size * 5 / 2).max(first_word(next) + size);
        let full = last.frame.right + lacks >= self.measure.right;
        let at_margin = next.frame.left <= measure.left + size * 6 / 5;
        let under_last = self.count > 1 && (next.frame.left - last.frame.left).abs() * 2 <= size;
        let hangs = self.count == 1
            && begins_item(&self.first.text())
            && (0..=4 * size).contains(&(next.frame.left - self.first.frame.left));
        near && full && (at_margin || under_last || hangs)
    }

    pub fn add(&mut self, line: Line, page: usize, measure: Measure) {
        let end = self.runs.last().and_then(|run| run.text.chars().next_back());
        let start = line.marks.first().map(|mark| mark.c);
        let words =
            end.is_some_and(|c| c.is_ascii_alphabetic()) && start.is_some_and(|c| c.is_ascii_alphabetic());
        if let Some(run) = self.runs.last_mut().filter(|_| self.last.blank_end || words) {
            run.text.push(' ');
        }
        for run in runs(&line) {
            match self.runs.last_mut() {
                Some(last) if last.bold == run.bold => last.text.push_str(&run.text),
                _ => self.runs.push(run),
            }
        }
        self.count += 1;
        self.last = line;
        self.last_page = page;
        self.measure = measure;
    }

    /// True for type that is larger by a quarter than that of paragraphs.
    fn is_title(&self) -> bool {
        self.last.size * 4 >= self.measure.size * 5
    }

    /// The paragraph as it is.
    pub fn end(mut self) -> PageParagraph {
        let role = match take_bullet(&mut self.runs) {
            Some(bullet) => ParagraphRole::Item { depth: depth_of(bullet), marker: bullet.to_string() },
            None if self.is_title() && self.count < 4 => ParagraphRole::Heading(1),
            None => ParagraphRole::Plain,
        };
        let place = Place { page: Some(self.page), ..Place::default() };
        PageParagraph { role, runs: self.runs, place }
    }
}

/// Takes the bullet off an entry of a list.
fn take_bullet(runs: &mut Vec<PageRun>) -> Option<char> {
    let first = runs.first_mut()?;
    let bullet = first.text.chars().next().filter(|c| BULLETS.contains(*c))?;
    let words = first.text.trim_start_matches(bullet).trim_start().to_owned();
    if words.is_empty() && runs.len() == 1 {
        return None;
    }
    match runs.first_mut() {
        Some(first) if !words.is_empty() => first.text = words,
        _ => {
            runs.remove(0);
            let next = runs.first_mut()?;
            next.text = next.text.trim_start().to_owned();
        }
    }
    Some(bullet)
}

/// Bullets of lists, as Word and browsers set them.
const BULLETS: &str = "•●◦○▪■";

/// How deep a list with that bullet lies.
fn depth_of(bullet: char) -> u8 {
    match bullet {
        '◦' | '○' => 1,
        '▪' | '■' => 2,
        _ => 0,
    }
}

/// The breadth of the word of letters with which a line begins.
fn first_word(line: &Line) -> i64 {
    let word = line.marks.iter().take_while(|mark| mark.c.is_ascii_graphic());
    word.map(|mark| mark.frame).reduce(Frame::union).map_or(0, Frame::width)
}

/// True if a line begins with the mark of a list: `•`, `1.`, `（1）`.
fn begins_item(text: &str) -> bool {
    let mut chars = text.trim_start_matches(['(', '（']).chars().skip_while(char::is_ascii_digit).peekable();
    let numbered = text.contains(|c: char| c.is_ascii_digit());
    match chars.peek() {
        Some('.' | ')' | '）' | '、') => numbered,
        Some(c) => "•·◦▪■●○–-".contains(*c),
        None => false,
    }
}

/// The words of a line, bold and not.
fn runs(line: &Line) -> Vec<PageRun> {
    let mut runs: Vec<PageRun> = Vec::new();
    for (text, bold) in line.pieces() {
        match runs.last_mut() {
            // A blank is as bold as what stands before it.
            Some(run) if run.bold == bold || text.trim().is_empty() => run.text.push_str(&text),
            _ => runs.push(PageRun { text, bold }),
        }
    }
    runs
}
