//! Forms and data files with every name and year changed, roles kept.
//!
//! Keys and labels are written backwards: a mistyped key stays as near to the right one as it was, and no
//! word in the code can be a part of one. Years move on by twenty, leap years among them.

use std::collections::HashSet;

use nianbao::format::Forms;

/// How far years move.
const YEARS: u16 = 20;
/// Sections of a data file that no form declares, and what a reference can name beside cells.
const FIXED: &[&str] = &["agency", "publication", "site", "previous", "accept", "last", "year"];
/// Values of a form that name its parts.
const KEYS: &[&str] = &[
    "key", "columns", "sum_of", "left", "right", "from", "to", "made", "ended", "total", "row", "group",
    "column", "figures",
];
/// Values of a form that are printed.
const LABELS: &[&str] =
    &["label", "short", "title", "caption", "corner", "text", "note", "band", "prefix", "name"];
/// What is counted: before one of them a number of four digits is no year.
const COUNTED: &str = "件条项次份个人余宗起篇期场元万亿多家名页部%";
const CHINESE: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// The built-in forms with other names.
pub struct Renamed {
    pub forms: Forms,
    sections: HashSet<String>,
}

impl Renamed {
    pub fn new() -> Self {
        let (mut forms, mut sections) = (Forms::default(), HashSet::new());
        for (_, text) in super::forms() {
            forms.add(&form(&text)).unwrap();
            let table: toml::Table = toml::from_str(&text).unwrap();
            let keys = table["sections"].as_array().unwrap().iter().map(|section| section["key"].as_str());
            sections.extend(keys.map(|key| key.unwrap().to_owned()));
        }
        Self { forms, sections }
    }

    /// A data file in the other names.
    pub fn file(&self, text: &str) -> String {
        let (mut out, mut is_form, mut in_text) = (String::new(), false, false);
        for line in text.split_inclusive('\n') {
            let was_in_text = in_text;
            in_text ^= line.matches("'''").count() % 2 == 1;
            if !was_in_text && line.starts_with('[') {
                let head = line.trim_start_matches('[').split([']', '.']).next().unwrap().trim();
                is_form = !line.starts_with("[[") && !FIXED.contains(&head);
            }
            let key = line.split('=').next().unwrap_or_default().trim();
            let is_narrative = was_in_text || ["text", "heading", "before", "after"].contains(&key);
            out.push_str(&if is_form && !is_narrative { figures(line) } else { self.words(line) });
        }
        out
    }

    /// A line outside the tables.
    fn words(&self, line: &str) -> String {
        let line = years(line);
        match line.strip_prefix("format = \"") {
            Some(id) => format!("format = \"n{id}"),
            None => self.paths(&line),
        }
    }

    /// Words with the cell paths in them in the other names.
    fn paths(&self, text: &str) -> String {
        each(
            text,
            |c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '.'),
            |run| {
                let (last, path) = run.strip_prefix("last.").map_or(("", run), |path| ("last.", path));
                let section = path.split_once('.').map(|(section, _)| section);
                match section.filter(|section| self.sections.contains(*section)) {
                    Some(_) => format!("{last}{}", tokens(path)),
                    None => run.to_owned(),
                }
            },
        )
    }
}

/// A line of a table, or the head of a section: what stands before its figures is a key.
fn figures(line: &str) -> String {
    let end = line.find(['=', ']', '#']).unwrap_or(line.len());
    format!("{}{}", tokens(&line[..end]), &line[end..])
}

/// A form in other names: each value of it belongs to the key that stands before it.
fn form(text: &str) -> String {
    let (mut out, mut key) = (String::new(), "");
    for (index, part) in text.split('"').enumerate() {
        let is_value = index % 2 == 1;
        if !is_value {
            let before = part.rsplit_once('=').map(|(before, _)| before.trim_end());
            key = before.and_then(|before| before.rsplit([' ', '\n', '{']).next()).unwrap_or(key);
            out.push_str(&years(part));
            continue;
        }
        let value = match key {
            "id" => format!("n{}", years(part)),
            "source" => years(part),
            key if KEYS.contains(&key) => tokens(part),
            key if LABELS.contains(&key) => words(part),
            _ => part.to_owned(),
        };
        out.push_str(&format!("\"{value}\""));
    }
    out
}

/// Each plain key in a text, backwards; words in Chinese that stand for a key too.
fn tokens(text: &str) -> String {
    let text = each(text, |c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_', backwards);
    each(&text, |c| ('\u{4E00}'..='\u{9FFF}').contains(&c), backwards)
}

/// A label backwards, its number kept.
fn words(label: &str) -> String {
    let words = label.trim_start_matches(|c| "一二三四五六七八九十、（）0123456789.".contains(c));
    format!("{}{}", &label[..label.len() - words.len()], backwards(words))
}

fn backwards(text: &str) -> String {
    text.chars().rev().collect()
}

/// A text with each run of such characters replaced.
fn each(text: &str, is_part: impl Fn(char) -> bool, change: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(&is_part) {
        let (before, from) = rest.split_at(start);
        let (run, after) = from.split_at(from.find(|c| !is_part(c)).unwrap_or(from.len()));
        out.push_str(before);
        out.push_str(&change(run));
        rest = after;
    }
    out + rest
}

/// A text with its years moved on: numbers of four digits from 2015 to 2035 that count nothing.
fn years(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let digit = |c: char| {
        c.to_digit(10).or_else(|| match c {
            '０'..='９' => Some(u32::from(c) - u32::from('０')),
            '○' | '零' => Some(0),
            c => CHINESE.iter().position(|&known| known == c).map(|at| at as u32),
        })
    };
    let mut out = String::new();
    let mut at = 0;
    while at < chars.len() {
        let length = chars[at..].iter().take_while(|&&c| digit(c).is_some()).count();
        let run = &chars[at..at + length];
        let year = run.iter().filter_map(|&c| digit(c)).fold(0, |year, digit| (year * 10 + digit) % 100_000);
        let before = at.checked_sub(1).map(|before| chars[before]);
        let after = chars.get(at + length);
        let counts = after.is_some_and(|c| COUNTED.contains(*c))
            || before.is_some_and(|c| ",，.".contains(c) && length == 4 && after == Some(&'.'));
        if length == 4 && (2015..=2035).contains(&year) && !counts {
            let moved = year + u32::from(YEARS);
            for (place, &c) in run.iter().enumerate() {
                let digit = moved / 10_u32.pow(3 - place as u32) % 10;
                out.push(match c {
                    '0'..='9' => char::from_digit(digit, 10).unwrap(),
                    '０'..='９' => char::from_u32(u32::from('０') + digit).unwrap(),
                    c if digit == 0 && "○零".contains(c) => c,
                    _ => CHINESE[digit as usize],
                });
            }
        } else {
            out.extend(run);
        }
        at += length;
        if let Some(c) = chars.get(at).filter(|_| length == 0) {
            out.push(*c);
            at += 1;
        }
    }
    out
}

#[test]
fn names_and_years_change_and_nothing_else_does() {
    let renamed = Renamed::new();
    let file = "format = \"2021\"\nyear = 2024\n[disclosure] # 2024年\nnormative_documents = [ 2024, 1, 14 ]\n行政许可 = 1\n\
                [overview]\ntext = '''\n2024年，收到2024件，二〇二三年{{ last.requests.denied.total | percent(of=requests.total.total) }}\n'''\n\
                [publication]\ntitle = \"2024年\"\n[[accept]]\ncell = \"requests.received\"\n";
    assert_eq!(
        renamed.file(file),
        "format = \"n2041\"\nyear = 2044\n[erusolcsid] # 2024年\nstnemucod_evitamron = [ 2024, 1, 14 ]\n可许政行 = 1\n\
         [weivrevo]\ntext = '''\n2044年，收到2024件，二〇四三年{{ last.stseuqer.deined.latot | percent(of=stseuqer.latot.latot) }}\n'''\n\
         [publication]\ntitle = \"2044年\"\n[[accept]]\ncell = \"stseuqer.deviecer\"\n"
    );
    let form = renamed.forms.get("n2039").unwrap();
    assert_eq!(*form.years.start(), 2039);
    assert_eq!(form.sections[0].title, "一、况情体总");
    assert!(form.cells().all(|cell| !form.path(cell).contains("received")));
}
