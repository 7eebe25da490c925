//! From the lines of a list to the units of a roster.

use std::collections::BTreeMap;
use std::ops::Bound;

use super::heads::{self, Column, Heads};
use super::{Entry, value};
use crate::published::{List, ListCell};
use crate::report::bare_name;
use crate::report::body::{Body, is_bare_kind, plain_name};

/// Words with which a line begins that is no unit: notes below the list.
const NOTES: &[&str] = &["注", "备注", "说明", "附注", "填表", "填报", "制表", "审核", "联系电话"];

/// Words for a sum.
const SUMS: &[&str] = &["合计", "总计", "小计", "共计"];

/// The longest name of a unit, in characters.
pub(super) const LONGEST_NAME: usize = 80;

type Cells = BTreeMap<usize, ListCell>;

/// Lines below the heads of all blocks of columns, each with its number.
type Section<'l> = (Vec<Heads>, Vec<(usize, &'l Cells)>);

/// What a list says.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// Its units, each with its line.
    pub units: Vec<(usize, Entry)>,
    /// What is wrong with lines of it, each with its line.
    pub faults: Vec<(usize, String)>,
    /// Lines with words in place of the name that were not taken for one.
    pub passed_over: Vec<(usize, String)>,
    /// Lines of which the name is too long for one.
    pub too_long: Vec<usize>,
    /// Units that do not count since their cell is blank and others have a tick.
    pub without_tick: Vec<String>,
}

/// Columns of a list between two lines of heads.
struct Block<'l> {
    heads: &'l Heads,
    lines: Vec<(usize, &'l Cells)>,
    /// True where somebody has ticked the units that count: a unit without a tick does not.
    has_ticks: bool,
    /// True if some names are numbered and others are not: then what is numbered may stand above units.
    has_headings: bool,
}

/// Reads a list line by line, with the heads that it begins with.
pub(super) fn read(list: &List, heads: Vec<Heads>) -> Lines {
    let mut lines = Lines::default();
    for (blocks, below) in sections(list, heads) {
        for heads in &blocks {
            read_block(&Block::new(heads, below.clone()), &mut lines);
        }
    }
    lines
}

/// The heads of a list, each line of them with the lines below it.
fn sections(list: &List, heads: Vec<Heads>) -> Vec<Section<'_>> {
    let first = heads.first();
    let start = first.map_or(0, |heads| heads.line);
    let word =
        first.and_then(|heads| list.get(&heads.line)?.get(&heads.name)).map(|cell| bare_name(&cell.text));
    let mut sections = vec![(heads, Vec::new())];
    for (line, cells) in list.range((Bound::Excluded(start), Bound::Unbounded)) {
        let has_word =
            || cells.values().any(|cell| Some(bare_name(&cell.text)) == word && !cell.is_continued);
        let again = if word.is_some() && has_word() { heads::of_line(*line, cells) } else { Vec::new() };
        if !again.is_empty() {
            sections.push((again, Vec::new()));
        } else if let Some((_, lines)) = sections.last_mut() {
            lines.push((*line, cells));
        }
    }
    sections
}

impl<'l> Block<'l> {
    fn new(heads: &'l Heads, lines: Vec<(usize, &'l Cells)>) -> Self {
        let is_ticked = |at: usize| {
            let cell = |(_, cells): &(usize, &'l Cells)| cells.get(&at).map(|cell| value::tick(&cell.text));
            lines.iter().filter_map(cell).any(|tick| tick == Some(true))
        };
        let has_ticks = heads.first(Column::Counts).is_some_and(is_ticked);
        let names = || {
            lines.iter().filter_map(|(_, cells)| cells.get(&heads.name)).map(|cell| value::name(&cell.text))
        };
        let is_numbered = |name: &String| value::without_numeral(name).len() < name.len();
        let is_other =
            |name: &String| !is_numbered(name) && !is_note(name) && !is_sum(name) && !heads::is_title(name);
        let has_headings = names().any(|name| is_numbered(&name)) && names().any(|name| is_other(&name));
        Self { heads, lines, has_ticks, has_headings }
    }
}

fn read_block(block: &Block<'_>, lines: &mut Lines) {
    for (number, cells) in &block.lines {
        match of_line(cells, block) {
            Ok(Line::Unit(entry)) => {
                let ticked = block.heads.first(Column::Counts).and_then(|at| cells.get(&at));
                if ticked.is_none() && block.has_ticks {
                    lines.without_tick.push(entry.name.clone());
                }
                lines.units.push((*number, entry));
            }
            Ok(Line::Empty) => {}
            Ok(Line::PassedOver(words)) => lines.passed_over.push((*number, words)),
            Ok(Line::TooLong) => lines.too_long.push(*number),
            Err(fault) => lines.faults.push((*number, fault)),
        }
    }
}

/// What a line is.
enum Line {
    Unit(Entry),
    /// It names no unit, and has nothing that could be one.
    Empty,
    /// It has these words in place of a name.
    PassedOver(String),
    /// Its name is too long for one.
    TooLong,
}

/// What a line is.
fn of_line(cells: &Cells, block: &Block<'_>) -> Result<Line, String> {
    let heads = block.heads;
    let own = |at: &usize| cells.get(at).filter(|cell| !cell.is_continued);
    let Some(name) = own(&heads.name).map(|cell| value::name(&cell.text)).filter(|name| !name.is_empty())
    else {
        return if lacks_name(cells, heads) {
            Err("没有单位名称，却有其他内容。请补上单位名称；不是单位的，请删去这一行".to_owned())
        } else {
            Ok(Line::Empty)
        };
    };
    let is_alone = cells.iter().all(|(at, cell)| *at == heads.name || cell.is_continued);
    let sum = cells.range(..=heads.name).find(|(_, cell)| is_sum(&cell.text));
    if let Some((_, cell)) = sum {
        return Ok(Line::PassedOver(cell.text.clone()));
    }
    let is_heading =
        || is_alone && (block.has_headings && is_heading(&name) || heads.line == 0 && heads::is_title(&name));
    if heads::is_number(&name) || is_no_name(&name) || is_note(&name) || is_heading() {
        return Ok(Line::PassedOver(name));
    }
    if name.chars().count() > LONGEST_NAME {
        return Ok(Line::TooLong);
    }
    let name = value::without_notes(value::without_numeral(&name)).to_owned();
    let text = |column| {
        let cell = heads.first(column).and_then(|at| cells.get(&at));
        cell.map(|cell| cell.text.trim()).filter(|text| !text.is_empty())
    };
    let deadline = match text(Column::Deadline).filter(|text| !value::is_nothing(text)) {
        None => None,
        Some(text) => Some(value::deadline(text).ok_or_else(|| {
            format!("的期限“{text}”读不出是哪一天。请写成“2025年1月31日”“2025-01-31”或者“1月31日”的样子")
        })?),
    };
    let counts = match text(Column::Counts) {
        None => !block.has_ticks,
        Some(text) => value::tick(text)
            .ok_or_else(|| format!("的“计入汇总”写的是“{text}”，看不出是否计入。请写“是”或者“否”"))?,
    };
    let stated = heads.all(Column::Alias).filter_map(|at| own(&at)).flat_map(|cell| value::names(&cell.text));
    let mut aliases: Vec<String> = Vec::new();
    for alias in stated.chain(value::names_of_bracket(&name)) {
        if alias != name && !aliases.contains(&alias) {
            aliases.push(alias);
        }
    }
    let words = |column| text(column).unwrap_or_default().to_owned();
    let (category, contact) = (words(Column::Category), words(Column::Contact));
    Ok(Line::Unit(Entry { name, aliases, category, deadline, counts, contact }))
}

/// True for a line that has several things to say of a unit that it does not name.
fn lacks_name(cells: &Cells, heads: &Heads) -> bool {
    let said = heads.others.iter().filter_map(|(_, at)| cells.get(at)).filter(|cell| !cell.is_continued);
    let is_note = cells.values().any(|cell| cell.text.contains(['：', ':']) || is_note(&cell.text));
    !cells.contains_key(&heads.name) && said.count() > 1 && !is_note
}

/// True for what stands where a list ends: `———`, `无`, `（以下空白）`.
fn is_no_name(text: &str) -> bool {
    !text.contains(char::is_alphabetic)
        || text == "无"
        || text.contains("以下空白")
        || text.contains("以下无正文")
}

/// True for a note below the list: `注：…`, `填表人：…`.
fn is_note(text: &str) -> bool {
    let is_end = |rest: &str| rest.is_empty() || rest.starts_with(['：', ':', '人', '单', '时']);
    NOTES.iter().any(|word| text.strip_prefix(word).is_some_and(is_end)) || text.contains(['。', '；', '：'])
}

/// True for what a sum is called, with or without its number: `合计`, `合计12家`, `共17个单位`.
pub(super) fn is_sum(text: &str) -> bool {
    let bare = bare_name(text);
    let is_digit = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百".contains(c);
    let bare = bare.strip_prefix("以上").unwrap_or(&bare);
    let rest = SUMS.iter().find_map(|word| bare.strip_prefix(word));
    let of_units = || Some(bare).filter(|bare| bare.ends_with("单位"));
    let counted = rest.or_else(|| bare.strip_prefix('共')).or_else(of_units);
    let is_count = |rest: &str| {
        let rest = rest.trim_start_matches([':', '共']);
        let behind = rest.trim_start_matches(is_digit);
        behind.len() < rest.len() && (behind.is_empty() || behind.starts_with(['家', '个']))
    };
    rest.is_some_and(str::is_empty) || counted.is_some_and(is_count)
}

/// True for a numbered line that names no unit: `一、政府部门（32个）`.
fn is_heading(text: &str) -> bool {
    let words = plain_name(value::without_numeral(text));
    let body = Body::of(&words);
    // A unit that is numbered so is still a unit.
    let is_unit = body.kind.is_some() && !is_bare_kind(&words) || !body.places.is_empty();
    value::without_numeral(text).len() < text.len() && !is_unit
}
