//! Random slips of the keyboard in sound files: what is mended says what the file said before, and what may mean
//! two things stays.

use nianbao::fix::{Options, plan};
use nianbao::format::Forms;
use nianbao::report::{Report, read};
use nianbao::source::Source;

use super::random::Dice;
use crate::common::text_of;

/// Files with slips.
const RUNS: usize = 150;

/// A slip on a line of a data file; `None` if the line has no place for it.
type Slip = fn(&str, &mut Dice) -> Option<String>;

/// The value of a line, from behind the equals sign to the note.
fn value(line: &str) -> Option<(usize, usize)> {
    let start = line.find('=')? + 1;
    let end = line.find('#').unwrap_or(line.len());
    (start < end && !line.starts_with('#')).then_some((start, end))
}

/// Writes the value of a line anew.
fn in_value(line: &str, write: impl Fn(&str) -> String) -> Option<String> {
    let (start, end) = value(line)?;
    let new = write(&line[start..end]);
    (new != line[start..end]).then(|| format!("{}{new}{}", &line[..start], &line[end..]))
}

fn is_figures(line: &str) -> bool {
    value(line).is_some_and(|(start, end)| {
        let text = line[start..end].trim();
        text.starts_with('[') || text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    })
}

fn figures(line: &str, write: impl Fn(&str) -> String) -> Option<String> {
    is_figures(line).then(|| in_value(line, write)).flatten()
}

/// Exchanges some of the characters of a value.
fn some(text: &str, dice: &mut Dice, exchange: impl Fn(char) -> Option<String>) -> String {
    let picked: Vec<bool> = text.chars().map(|_| dice.below(2) == 0).collect();
    let one =
        |(c, is_picked): (char, bool)| exchange(c).filter(|_| is_picked).unwrap_or_else(|| c.to_string());
    text.chars().zip(picked).map(one).collect()
}

fn wide_marks(line: &str, dice: &mut Dice) -> Option<String> {
    let (start, end) = value(line).filter(|_| is_figures(line))?;
    let exchange = |c: char| {
        Some(match c {
            ',' => ["，", "、", "；", ";"]
                [usize::from(line.len() % 4 == 1) + usize::from(line.len() % 3 == 1)]
            .to_owned(),
            '[' => "［".to_owned(),
            ']' => "】".to_owned(),
            _ => return None,
        })
    };
    let new = some(&line[start..end], dice, exchange);
    Some(format!("{}{new}{}", &line[..start], &line[end..]))
}

fn wide_digits(line: &str, dice: &mut Dice) -> Option<String> {
    let (start, end) = value(line).filter(|_| is_figures(line))?;
    let wide = |c: char| char::from_u32(u32::from(c) + 0xFEE0).filter(|_| c.is_ascii_digit() || c == '.');
    let new = some(&line[start..end], dice, |c| wide(c).map(String::from));
    Some(format!("{}{new}{}", &line[..start], &line[end..]))
}

fn quoted(line: &str, dice: &mut Dice) -> Option<String> {
    let quotes = [["\"", "\""], ["“", "”"], ["‘", "’"], ["\"", "”"]][dice.below(4)];
    let which = dice.below(6);
    figures(line, |text| {
        let mut cells = 0;
        let parts = text.split_inclusive([',', ']']);
        let write = |part: &str| {
            let digits = part.trim_matches(|c: char| !c.is_ascii_digit() && c != '.');
            cells += 1;
            if digits.is_empty() || cells != which {
                return part.to_owned();
            }
            part.replacen(digits, &format!("{}{digits}{}", quotes[0], quotes[1]), 1)
        };
        parts.map(write).collect()
    })
}

fn wide_equals(line: &str, dice: &mut Dice) -> Option<String> {
    value(line).filter(|_| !line.contains("'''"))?;
    Some(line.replacen('=', ["＝", "：", "=\u{3000}", "\u{A0}="][dice.below(4)], 1))
}

fn behind(line: &str, dice: &mut Dice) -> Option<String> {
    let (_, end) = value(line).filter(|_| !line.contains("'''"))?;
    let text = line[..end].trim_end();
    let mark = ["；", "，", ";", "。", "\u{200B}", "，"][dice.below(6)];
    Some(format!("{text}{mark}{}", &line[text.len()..]))
}

fn wide_quotes(line: &str, dice: &mut Dice) -> Option<String> {
    let (start, end) = value(line)?;
    let text = line[start..end].trim();
    let inside = text.strip_prefix('"')?.strip_suffix('"').filter(|inside| !inside.contains(['"', '“']))?;
    let [open, close] = [["“", "”"], ["‘", "’"], ["\"", "”"], ["＂", "＂"]][dice.below(4)];
    Some(line.replacen(text, &format!("{open}{inside}{close}"), 1))
}

fn heading(line: &str, dice: &mut Dice) -> Option<String> {
    let (name, rest) = line.strip_prefix('[')?.split_once(']')?;
    let [open, close] = [["【", "】"], ["［", "］"], ["[", "］"], ["\u{3000}[", "]；"]][dice.below(4)];
    Some(format!("{open}{name}{close}{rest}"))
}

fn day(line: &str, dice: &mut Dice) -> Option<String> {
    let date = line.strip_prefix("date")?.split_once("= ")?.1.get(..10)?;
    let mut parts = date.split('-').map(|part| part.trim_start_matches('0'));
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let new = match dice.below(5) {
        0 => format!("{year}年{month}月{day}日"),
        1 => format!("\"{year}年{month}月{day}日\""),
        2 => format!("{year}.{month}.{day}"),
        3 => format!("“{date}”"),
        _ => format!("{year}/{month}/{day}"),
    };
    Some(line.replacen(date, &new, 1))
}

fn year(line: &str, dice: &mut Dice) -> Option<String> {
    let number = line.strip_prefix("year")?.split_once("= ")?.1.get(..4)?;
    let new =
        [format!("{number}年"), format!("\"{number}\""), format!("“{number}年度”")][dice.below(3)].clone();
    Some(line.replacen(number, &new, 1))
}

const SLIPS: &[Slip] = &[
    wide_marks,
    wide_digits,
    quoted,
    wide_equals,
    behind,
    wide_quotes,
    heading,
    day,
    year,
    wide_marks,
    quoted,
];

/// All that a report says, in words.
fn said(text: &str) -> String {
    let reading = read(&Source::new("a", text), &Forms::built_in());
    let Some(Report { form, year, agency, publication, texts, tables, .. }) = reading.report else {
        return format!("{:?}", reading.faults);
    };
    let cells =
        tables.iter().flatten().flat_map(|table| table.rows.iter().flatten()).flat_map(|row| &row.cells);
    let cells: Vec<_> = cells.map(|cell| &cell.state).collect();
    let texts: Vec<_> = texts.iter().flatten().map(|text| &text.value).collect();
    let names = [agency.name, publication.title, publication.issuer].map(|text| text.map(|text| text.value));
    let date = publication.date.map(|date| date.value.to_string());
    format!("{} {:?} {names:?} {date:?} {texts:?} {cells:?}", form.id, year.map(|year| year.value))
}

#[test]
fn a_file_with_slips_says_after_the_run_what_it_said_before_them() {
    let mut dice = Dice(12);
    for example in ["examples/qinghe-2024.toml", "examples/baoshan-2019.toml"] {
        let sound = text_of(example);
        let expected = said(&sound);
        for run in 0..RUNS {
            let mut lines: Vec<String> = sound.lines().map(str::to_owned).collect();
            let in_text =
                |at: usize| sound.lines().take(at).filter(|line| line.contains("'''")).count() % 2 == 1;
            for _ in 0..1 + dice.below(12) {
                let at = dice.below(lines.len());
                let slip = SLIPS[dice.below(SLIPS.len())];
                // One slip a line: two may hide each other.
                let is_sound = sound.lines().nth(at) == Some(lines[at].as_str());
                if let Some(line) = slip(&lines[at], &mut dice).filter(|_| is_sound && !in_text(at)) {
                    lines[at] = line;
                }
            }
            let wrong = format!("{}\n", lines.join("\n"));
            let slips: Vec<_> =
                wrong.lines().zip(sound.lines()).filter(|(a, b)| a != b).map(|(a, _)| a).collect();
            let source = Source::new("a", wrong.as_str());
            let first = plan(&source, &Forms::built_in(), Options::default());
            let done = String::from_utf8(first.apply(wrong.as_bytes())).unwrap();
            assert!(said(&done) == expected, "{run}: {slips:#?}\n{:#?}", first.changes);
            assert!(first.left.is_empty(), "{slips:#?}: {:?}", first.left);
            let again = plan(&Source::new("a", done), &Forms::built_in(), Options::default());
            assert!(again.edits.is_empty(), "{slips:#?}");
        }
    }
}
