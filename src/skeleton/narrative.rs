//! The narrative of a new data file: last year's headings to write under, and last year's words in
//! comments, where nothing prints them.

use super::heading;
use crate::document::{self, Block, Run};
use crate::format::Form;
use crate::narrative::{self, Kind, escape, numeral, ordinal};
use crate::reference::{Part, scan};
use crate::report::{Around, Note, Report, beyond_limits, is_unprintable, keys};
use crate::source::MAX_BYTES;

/// What stands where the clerk is to write; the check reports it (N306) until it is replaced.
const UNWRITTEN: &str = "【待填写】";
/// A heading with more characters is no heading but a paragraph, and would be printed with last
/// year's words.
const LONGEST_HEADING: usize = 60;
/// A section with more headings is no section that a person has divided.
const MOST_HEADINGS: usize = 100;

/// Lines that open and close last year's words.
const OPEN: &str = "# ---- 上年的文字，供参考，不会印出来；写好后可以删去 ----";
const CLOSE: &str = "# ---- 上年的文字到此为止 ----";

/// What a new file takes over from last year's narrative.
#[derive(Debug, Default)]
pub(super) struct Narrative {
    /// The comment with last year's preamble.
    pub preamble: Vec<String>,
    /// Of each section of the form: the comment with last year's words, and the lines to start from.
    pub sections: Vec<(Vec<String>, Vec<String>)>,
    /// Of each section of the form: the comment with last year's words around its table.
    pub around: Vec<Vec<String>>,
    /// The comment with last year's notes in cells.
    pub notes: Vec<String>,
    /// What the clerk must hear of.
    pub remarks: Vec<String>,
    /// Headings that were kept.
    pub headings: usize,
}

impl Narrative {
    /// What a file starts from without last year's: a heading for each topic of a section, and where to write.
    pub fn new_for(form: &Form) -> Self {
        let lines = |topics: &[String]| {
            let headings = topics.iter().enumerate().flat_map(|(index, topic)| {
                let number = numeral(u32::try_from(index + 1).unwrap_or_default());
                [format!("（{number}）{topic}"), UNWRITTEN.to_owned()]
            });
            if topics.is_empty() { vec![UNWRITTEN.to_owned()] } else { headings.collect() }
        };
        let sections = form.sections.iter().map(|section| (Vec::new(), lines(&section.topics)));
        Self { sections: sections.collect(), ..Self::default() }
    }

    /// What a form takes over for a report year.
    pub fn new(form: &Form, last: &Report) -> Self {
        let document = document::build(last, document::Options::default());
        let mut narrative = Self::default();
        let preamble = last.publication.preamble.as_ref();
        narrative.preamble = preamble.map(|text| comment(&text.value)).unwrap_or_default();
        for section in &form.sections {
            let index = last.form.sections.iter().position(|s| s.key == section.key);
            let index = index.filter(|_| section.table.is_none());
            let text = index.and_then(|index| last.texts.get(index)?.as_ref());
            let blocks = index.and_then(|index| document.sections.get(index));
            let old = text.map(|text| comment(&text.value)).unwrap_or_default();
            let around = last.form.sections.iter().position(|s| s.key == section.key);
            let around = around.filter(|_| section.table.is_some()).and_then(|index| last.around.get(index));
            narrative.around.push(around.map(texts_around).unwrap_or_default());
            let is_marked =
                |block: &narrative::Block| matches!(block.kind, Kind::Heading { marked: true, .. });
            let marks = text.is_some_and(|text| text.blocks.iter().any(is_marked));
            let outline = Outline { form, last, marks, headings: 0, statements: 0, moved: false };
            narrative.add(&section.title, old, outline, blocks.map_or(&[][..], |section| &section.blocks));
        }
        narrative.notes = last.notes.iter().flat_map(|note| note_comment(form, last, note)).collect();
        narrative.remarks.extend(gone(form, last));
        narrative.leave_out_what_is_too_long();
        narrative
    }

    fn add(&mut self, title: &str, old: Vec<String>, mut outline: Outline<'_>, blocks: &[Block]) {
        let mut lines = outline.lines(blocks);
        if outline.headings > MOST_HEADINGS {
            self.remarks.push(format!("上年“{title}”的小标题太多，没有照搬"));
            lines = vec![UNWRITTEN.to_owned()];
        } else {
            self.headings += outline.headings.saturating_sub(outline.statements);
            if outline.statements > 0 {
                self.remarks.push(format!(
                    "上年“{title}”有 {} 个小标题写有数字或者是整句的话，没有照搬，已换成“{UNWRITTEN}”",
                    outline.statements
                ));
            }
            if outline.moved {
                self.remarks.push(format!("“{title}”小标题中的年份已顺延一年，请核对"));
            }
        }
        self.sections.push((old, lines));
    }

    /// The new file must stay one that the program reads, with as much room again for new words.
    fn leave_out_what_is_too_long(&mut self) {
        let all = self.sections.iter().map(|(old, _)| old).chain([&self.preamble, &self.notes]);
        let all = all.chain(&self.around);
        let all = all.flatten().map(|line| format!("{line}\n")).collect::<String>();
        if all.len() * 2 <= MAX_BYTES && beyond_limits(&all.repeat(2)).is_none() {
            return;
        }
        self.preamble.clear();
        self.around.iter_mut().for_each(Vec::clear);
        self.notes.clear();
        self.sections.iter_mut().for_each(|(old, _)| old.clear());
        self.remarks.push("上年的文字太长，没有放进新文件，请对照上年文件编写".to_owned());
    }
}

/// Last year's text before and behind a table, to be put in force again.
fn texts_around(around: &Around) -> Vec<String> {
    let texts = [(keys::BEFORE, "表前", &around.before), (keys::AFTER, "表后", &around.after)];
    let lines = texts.into_iter().filter_map(|(key, place, text)| {
        let lines = plain_lines(&text.as_ref()?.value);
        // What holds the end of a text cannot stand within one.
        let mark = if lines.iter().any(|line| line.contains("'''")) { return None } else { "'''" };
        let head = [
            format!("# 上年{place}有下面的文字；仍要写的，核对后去掉各行行首的 # 号"),
            format!("# {key} = {mark}"),
        ];
        let lines = lines.into_iter().map(|line| format!("# {line}").trim_end().to_owned());
        Some(head.into_iter().chain(lines).chain([format!("# {mark}")]))
    });
    lines.flatten().collect()
}

/// Last year's note, to be put in force again where this year's form has its cell.
fn note_comment(form: &Form, last: &Report, note: &Note) -> Vec<String> {
    let path = last.form.path(note.cell);
    let words = plain_lines(&note.text.value).concat();
    if form.target(&path).is_err() || words.is_empty() {
        return Vec::new();
    }
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    vec![
        "# [[note]]".to_owned(),
        format!("# cell = {}", quoted(&path)),
        format!("# text = {}", quoted(&words)),
    ]
}

/// Narrative sections of last year's report that this year's form does not have.
fn gone(form: &Form, last: &Report) -> Vec<String> {
    let sections = last.form.sections.iter().zip(&last.texts);
    sections
        .filter(|(section, text)| text.is_some() && form.sections.iter().all(|s| s.key != section.key))
        .map(|(section, _)| format!("上年的“{}”，本年度的格式没有这一部分，文字没有照搬", section.title))
        .collect()
}

/// Makes the lines to start from out of what the document has as headings.
struct Outline<'a> {
    form: &'a Form,
    last: &'a Report,
    /// True if last year's text marks headings with `#`; else a line that is only `（一）…` will do.
    marks: bool,
    headings: usize,
    /// Headings among them that state what was last year.
    statements: usize,
    /// True if a year in a heading was moved on.
    moved: bool,
}

impl Outline<'_> {
    fn lines(&mut self, blocks: &[Block]) -> Vec<String> {
        let mut lines = Vec::new();
        let is_heading = |block: &Block| match block {
            Block::Heading { .. } => true,
            Block::Paragraph(paragraph) => !paragraph.lead.is_empty(),
            _ => false,
        };
        if blocks.first().is_none_or(|first| !is_heading(first)) {
            lines.push(UNWRITTEN.to_owned());
        }
        for (index, block) in blocks.iter().enumerate() {
            match block {
                Block::Heading { level, runs } => {
                    self.headings += 1;
                    lines.push(self.heading(*level, runs));
                    let next = blocks.get(index + 1);
                    let opens_part =
                        matches!(next, Some(Block::Heading { level: inner, .. }) if inner > level);
                    if !opens_part {
                        lines.push(UNWRITTEN.to_owned());
                    }
                }
                Block::Paragraph(paragraph) if !paragraph.lead.is_empty() => {
                    self.headings += 1;
                    let words = self.words(&paragraph.lead, true);
                    lines.push(format!("{}{UNWRITTEN}", words.trim_end_matches(UNWRITTEN)));
                }
                _ => {}
            }
        }
        lines
    }

    fn heading(&mut self, level: u8, runs: &[Run]) -> String {
        let words = self.words(runs, false);
        // A line that is only `（一）…` is a heading as it stands, unless a figure may make it longer.
        let is_plain = runs.iter().all(|run| run.reference.is_none());
        let is_line = ordinal(&words).is_some_and(|ordinal| ordinal.rank == 2)
            && words.find('。').is_none_or(|at| at + '。'.len_utf8() == words.len());
        if level == 2 && (!self.marks || is_plain && is_line) {
            return words;
        }
        format!("{} {words}", "#".repeat(usize::from(level) + 1))
    }

    /// The words of a heading as the narrative would have them written; only its ordinal, if they are
    /// a statement of last year's.
    fn words(&mut self, runs: &[Run], is_lead: bool) -> String {
        let length: usize = runs.iter().map(|run| run.text.chars().count()).sum();
        if length > LONGEST_HEADING {
            return UNWRITTEN.to_owned();
        }
        let moved_before = self.moved;
        let mut words = String::new();
        // The words without the report year and the figures that follow this year's tables.
        let mut plain = String::new();
        for run in runs {
            match &run.reference {
                Some(reference) => words.push_str(&self.reference(reference)),
                None => {
                    let (text, rest) = match run.text.split_once('。') {
                        Some((text, rest)) => (format!("{text}。"), Some(rest)),
                        None => (run.text.clone(), None),
                    };
                    words.push_str(&escape(&self.years_moved_on(&text, &mut plain)));
                    // A second sentence would be last year's words.
                    if rest.is_some() {
                        break;
                    }
                }
            }
        }
        let plain = plain.trim();
        // Behind a name from the file, 1. numbers nothing.
        let opens = runs.first().is_some_and(|run| run.reference.is_none());
        let ordinal = ordinal(plain).filter(|_| opens).map_or(0, |ordinal| ordinal.length);
        let (ordinal, rest) = plain.split_at(ordinal);
        let has_figures = is_lead && runs.iter().any(|run| run.reference.is_some());
        if heading::states_figure(rest) || is_lead && (has_figures || heading::is_statement(rest)) {
            self.statements += 1;
            self.moved = moved_before;
            return format!("{ordinal}{UNWRITTEN}");
        }
        let words = words.trim();
        if words.is_empty() { UNWRITTEN.to_owned() } else { words.to_owned() }
    }

    /// A figure reference, if this year's form has what it names.
    fn reference(&self, reference: &str) -> String {
        let written = format!("{{{{ {reference} }}}}");
        let known = |path: &str| {
            let (path, form) = match path.strip_prefix("last.") {
                Some(path) => (path, &*self.last.form),
                None => (path, self.form),
            };
            path == "year" || path.starts_with("agency.") || form.target(path).is_ok()
        };
        let usable = scan(&written).into_iter().all(|found| match found.part {
            Part::Reference(expression) => {
                let other = expression.filter.as_ref().and_then(|applied| applied.argument.as_deref());
                known(&expression.path) && other.is_none_or(known)
            }
            Part::Braces | Part::Malformed(_) => false,
        });
        if usable { written } else { UNWRITTEN.to_owned() }
    }

    /// The report year, and the year after it, said of this year's report; the text without them is
    /// added to the plain words.
    fn years_moved_on(&mut self, text: &str, plain: &mut String) -> String {
        let last = self.last.year();
        let mut out = String::new();
        for part in text.split_inclusive('年') {
            let digits = part.strip_suffix('年').unwrap_or_default();
            let head = digits.trim_end_matches(|c: char| c.is_ascii_digit());
            let year = digits.strip_prefix(head).and_then(|year| year.parse::<u16>().ok());
            match year.filter(|&year| last > 0 && (year == last || Some(year) == last.checked_add(1))) {
                Some(year) => {
                    self.moved = true;
                    out.push_str(&format!("{head}{}年", year.saturating_add(1)));
                    plain.push_str(head);
                }
                None => {
                    out.push_str(part);
                    plain.push_str(part);
                }
            }
        }
        out
    }
}

/// Last year's words, each line behind a `#`.
fn comment(text: &str) -> Vec<String> {
    let lines = plain_lines(text).into_iter().map(|line| format!("# {line}").trim_end().to_owned());
    let mut out: Vec<String> = vec![OPEN.to_owned()];
    out.extend(lines);
    out.push(CLOSE.to_owned());
    out
}

/// The lines of a text, with nothing that no editor shows, or shows as a line break.
fn plain_lines(text: &str) -> Vec<String> {
    let is_break =
        |c: char| matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let text = text.replace("\r\n", "\n");
    let line = |line: &str| line.chars().filter(|&c| !is_unprintable(c)).collect();
    text.trim_matches(is_break).split(is_break).map(line).collect()
}
