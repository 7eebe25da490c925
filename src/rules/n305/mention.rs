//! Years in the narrative: `2024年`, `２０２４ 年度`, `二〇二四年`, and the whole year as a period.

use crate::prose::Prose;

/// How a year stands in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// By itself, typed.
    Plain,
    /// In the title of a document, or in quotes.
    Title,
    /// At one end of a range of years or dates.
    Range,
    /// Written by a reference: it is right by itself.
    Reference,
}

/// A year of the calendar with 年 behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mention {
    pub year: u16,
    /// First byte of the year.
    pub start: usize,
    /// The byte behind 年, 年度 or 年全年.
    pub end: usize,
    pub standing: Standing,
}

/// Signs and words between the ends of a range.
const CONNECTORS: &[&str] = &["至", "到", "——", "—", "–", "－", "-", "~", "～"];

/// Digits in a row that may be a year.
#[derive(Debug, Clone, Copy, Default)]
struct Run {
    start: usize,
    value: u32,
    count: u32,
}

/// Every year of a text, in order.
pub(super) fn mentions(prose: &Prose) -> Vec<Mention> {
    let text = prose.text.as_str();
    let mut found: Vec<Mention> = Vec::new();
    let mut run = Run::default();
    // Where a title or a quotation has opened: the number of years found before it.
    let (mut title, mut quotation) = (None, None);
    for (at, c) in text.char_indices() {
        if let Some(digit) = digit(c) {
            if run.count == 0 {
                run.start = at;
            }
            run.value = run.value.saturating_mul(10).saturating_add(digit);
            run.count += 1;
            continue;
        }
        found.extend(finished(prose, run, at));
        run = Run::default();
        match c {
            '《' => title = Some(found.len()),
            '“' => quotation = Some(found.len()),
            '》' => within_title(&mut found, title.take()),
            '”' => within_title(&mut found, quotation.take()),
            '\n' => (title, quotation) = (None, None),
            _ => {}
        }
    }
    found
}

/// Marks the years since a title opened.
fn within_title(found: &mut [Mention], opened: Option<usize>) {
    let since = opened.and_then(|opened| found.get_mut(opened..)).unwrap_or_default();
    since.iter_mut().for_each(|mention| mention.standing = Standing::Title);
}

/// The year that a run of digits is, if 年 follows it.
fn finished(prose: &Prose, run: Run, at: usize) -> Option<Mention> {
    if run.count != 4 {
        return None;
    }
    let text = prose.text.as_str();
    let year = u16::try_from(run.value).ok().filter(|year| (1990..2100).contains(year))?;
    let mut rest = text.get(at..)?.trim_start_matches([' ', '\u{3000}']).strip_prefix('年')?;
    for word in ["度", "全年"] {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    let end = text.len() - rest.len();
    let before = text.get(..run.start)?.trim_end_matches([' ', '\u{3000}']);
    let joined = CONNECTORS.iter().find_map(|connector| before.strip_suffix(connector));
    let is_range = joined
        .is_some_and(|other| other.ends_with(|c| digit(c).is_some() || "年度月日起".contains(c)))
        || CONNECTORS.iter().any(|connector| {
            rest.strip_prefix(connector).is_some_and(|other| other.starts_with(|c| digit(c).is_some()))
        });
    let standing = if prose.reference_at(run.start).is_some() {
        Standing::Reference
    } else if is_range {
        Standing::Range
    } else {
        Standing::Plain
    };
    Some(Mention { year, start: run.start, end, standing })
}

/// The digit that a character writes, in a year.
fn digit(c: char) -> Option<u32> {
    match c {
        '０'..='９' => Some(u32::from(c) - u32::from('０')),
        '〇' | '○' | '零' => Some(0),
        '一' => Some(1),
        '二' => Some(2),
        '三' => Some(3),
        '四' => Some(4),
        '五' => Some(5),
        '六' => Some(6),
        '七' => Some(7),
        '八' => Some(8),
        '九' => Some(9),
        _ => c.to_digit(10),
    }
}

/// A stretch from January to December: what comes after it, and the year at its end if that is
/// written out.
pub(super) fn whole_year(after: &str) -> Option<(&str, Option<u16>)> {
    let (rest, until) = days(after).or_else(|| Some((months(after)?, None)))?;
    let rest = ["止", "期间", "份"].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    Some((rest, until))
}

/// `1月1日起至2024年12月31日`
fn days(after: &str) -> Option<(&str, Option<u16>)> {
    let rest = eat(eat(after, &["1月", "01月", "元月"])?, &["1日", "01日"])?;
    let rest = eat(rest, &["起", "开始"]).unwrap_or(rest);
    let rest = eat(eat(rest, &["，", ","]).unwrap_or(rest), CONNECTORS)?;
    let number = rest.get(..4).and_then(|digits| digits.parse::<u16>().ok());
    let year = number.and_then(|year| Some((year, eat(rest.get(4..)?, &["年"])?)));
    let (until, rest) = match year {
        Some((year, rest)) => (Some(year), rest),
        None => (None, eat(rest, &["当年", "同年"]).unwrap_or(rest)),
    };
    Some((eat(eat(rest, &["12月"])?, &["31日"])?, until))
}

/// `1—12月`
fn months(after: &str) -> Option<&str> {
    let rest = eat(after, &["1", "01", "元"])?;
    let rest = eat(rest, &["月"]).unwrap_or(rest);
    eat(eat(rest, CONNECTORS)?, &["12月"])
}

/// What follows one of the words; blanks on either side go with it.
fn eat<'t>(text: &'t str, words: &[&str]) -> Option<&'t str> {
    let text = text.trim_start_matches([' ', '\u{3000}']);
    let rest = words.iter().find_map(|word| text.strip_prefix(word))?;
    Some(rest.trim_start_matches([' ', '\u{3000}']))
}
