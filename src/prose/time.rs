//! The times that the narrative speaks of: years of the calendar, each with how it stands in its
//! sentence. A year that is compared with, a date, a deadline and the title of a document are told
//! apart here, from the words beside them; what a report must say of its own year is a rule's matter.

pub mod clause;
pub mod sense;

use crate::prose::{Prose, number};
use sense::Sense;

/// How a year stands in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// By itself: what is said may be about it.
    About,
    /// In the title of a document, or in quotes.
    Title,
    /// At one end of a range of years or dates.
    Range,
    /// As the stretch from its first month to its last.
    Period,
    /// By its last day: 2024年底, 2024年12月31日.
    Closing,
    /// With a month or day in it.
    Date,
    /// As a beginning: 2019年以来.
    Since,
    /// Beside another that it is compared with: 较2023年.
    Compared,
    /// As that into which applications are carried: 结转2025年.
    Carried,
    /// As the time by which something is due: 到2027年.
    Deadline,
}

/// A year of the calendar with 年 behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Year {
    /// The year.
    pub year: u16,
    /// The year in which the stretch ends that it opens; the same if there is none.
    pub last: u16,
    /// First byte of the year.
    pub start: usize,
    /// The byte behind 年, 年度 or 年全年.
    pub end: usize,
    /// The byte behind the whole time: behind 12月31日 of a period.
    pub until: usize,
    /// How it stands.
    pub standing: Standing,
    /// True if a reference writes it: it is right by itself.
    pub is_reference: bool,
}

impl Year {
    /// True if the year is spoken of as such.
    pub fn is_spoken_of(&self, year: u16) -> bool {
        self.year == year && !matches!(self.standing, Standing::Title | Standing::Carried)
    }
}

/// Every year of a text, in order.
pub fn years(prose: &Prose) -> Vec<Year> {
    let mut found: Vec<Year> = Vec::new();
    // Where a title or a quotation has opened: the number of years found before it.
    let (mut title, mut quotation) = (None, None);
    let mut pass = |found: &mut Vec<Year>, mark: char| match mark {
        '《' => title = Some(found.len()),
        '“' => quotation = Some(found.len()),
        '》' => within_title(found, title.take()),
        '”' => within_title(found, quotation.take()),
        '\n' => (title, quotation) = (None, None),
        _ => {}
    };
    let mut marks = prose.marks().peekable();
    for at in memchr::memmem::find_iter(prose.text.as_bytes(), "年") {
        while let Some((_, mark)) = marks.next_if(|(place, _)| *place < at) {
            pass(&mut found, mark);
        }
        found.extend(year(prose, at));
    }
    marks.for_each(|(_, mark)| pass(&mut found, mark));
    found
}

/// Marks the years since a title opened.
fn within_title(found: &mut [Year], opened: Option<usize>) {
    let since = opened.and_then(|opened| found.get_mut(opened..)).unwrap_or_default();
    since.iter_mut().for_each(|year| year.standing = Standing::Title);
}

/// The year that four digits before a 年 are.
fn year(prose: &Prose, at: usize) -> Option<Year> {
    let text = prose.text.as_str();
    let (before, rest) = (text.get(..at)?.trim_end_matches(is_blank), text.get(at..)?.strip_prefix('年')?);
    let (mut year, mut place, mut start) = (0_u16, 1_u16, at);
    for (at, c) in before.char_indices().rev().take(4) {
        year += place * u16::try_from(digit(c)?).ok()?;
        (place, start) = (place.saturating_mul(10), at);
    }
    let before = before.get(..start)?.trim_end_matches(is_blank);
    if !(1990..2100).contains(&year) || before.ends_with(|c| digit(c).is_some()) {
        return None;
    }
    let rest = rest.strip_prefix('度').unwrap_or(rest);
    let rest = Sense::Whole.after_start(rest).unwrap_or(rest);
    let (standing, last, after) = match whole_year(rest) {
        Some((last, after)) => (Standing::Period, last.unwrap_or(year), after),
        None => {
            let (standing, after) = standing(before, rest);
            (standing, year, after)
        }
    };
    let place = |rest: &str| text.len() - rest.len();
    let is_reference = prose.reference_at(start).is_some();
    Some(Year { year, last, start, end: place(rest), until: place(after), standing, is_reference })
}

/// How a year stands between the words before it and those after, and what follows the time.
fn standing<'t>(before: &str, rest: &'t str) -> (Standing, &'t str) {
    let after_range = Sense::To
        .before_end(before)
        .is_some_and(|other| other.ends_with(|c| digit(c).is_some() || "年度月日起".contains(c)));
    let before_range =
        Sense::To.after_start(rest).is_some_and(|other| other.starts_with(|c| digit(c).is_some()));
    if after_range || before_range {
        return (Standing::Range, rest);
    }
    if let Some((month, day, after)) = month(rest) {
        let end = after.strip_prefix(['底', '末']);
        return match (month, day, end) {
            (12, Some(31), _) | (12, None, Some(_)) => (Standing::Closing, end.unwrap_or(after)),
            _ => (Standing::Date, after),
        };
    }
    let rest_of_year = rest.strip_prefix('年').unwrap_or(rest);
    if let Some(after) = unblanked(rest_of_year).strip_prefix(['底', '末']) {
        return (Standing::Closing, after);
    }
    let standing = if rest.starts_with('初') {
        Standing::Date
    } else if Sense::Since.opens(rest) {
        Standing::Since
    } else if Sense::Carried.ends(before) {
        Standing::Carried
    } else if Sense::Until.ends(before) || before.ends_with('至') {
        Standing::Deadline
    } else if Sense::Than.ends(before) {
        Standing::Compared
    } else {
        Standing::About
    };
    (standing, rest)
}

/// A month, with the day in it if there is one, and what follows.
fn month(text: &str) -> Option<(u32, Option<u32>, &str)> {
    let (month, rest) = numeral(text)?;
    let rest = unblanked(rest.strip_prefix('月')?);
    let day = numeral(rest).and_then(|(day, rest)| Some((day, rest.strip_prefix('日')?)));
    Some(day.map_or((month, None, rest), |(day, rest)| (month, Some(day), unblanked(rest))))
}

/// A stretch from January to December: the year at its end if that is written out, and what follows.
fn whole_year(after: &str) -> Option<(Option<u16>, &str)> {
    let (_, rest) = numeral(after).filter(|(month, _)| *month == 1)?;
    let rest = unblanked(rest.strip_prefix('月').unwrap_or(rest));
    let first = numeral(rest).and_then(|(day, rest)| rest.strip_prefix('日').filter(|_| day == 1));
    let rest = first.unwrap_or(rest);
    let rest = unblanked(Sense::Since.after_start(unblanked(rest)).unwrap_or(rest));
    let rest = unblanked(rest.strip_prefix(['，', ',']).unwrap_or(rest));
    let rest = unblanked(Sense::To.after_start(rest)?);
    let year =
        numeral(rest).and_then(|(year, rest)| Some((u16::try_from(year).ok()?, rest.strip_prefix('年')?)));
    let (last, rest) = match year {
        Some((year, rest)) => (Some(year), rest),
        None => {
            (None, rest.strip_prefix(['当', '同']).and_then(|rest| rest.strip_prefix('年')).unwrap_or(rest))
        }
    };
    let (month, day, rest) = month(rest)?;
    let is_last = month == 12 && day.is_none_or(|day| day == 31);
    is_last.then(|| (last, rest.strip_prefix(['止', '份']).unwrap_or(rest)))
}

/// A number of a date and what follows it; blanks on either side go with it. 元月 is the first month.
fn numeral(text: &str) -> Option<(u32, &str)> {
    let text = unblanked(text);
    if let Some(rest) = text.strip_prefix('元') {
        return Some((1, rest));
    }
    let length = text.find(|c| digit(c).is_none()).unwrap_or(text.len());
    let digits = text.get(..length).filter(|digits| (1..=4).contains(&digits.chars().count()))?;
    let value = digits.chars().filter_map(digit).fold(0, |value, digit| value * 10 + digit);
    Some((value, unblanked(text.get(length..)?)))
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}')
}

fn unblanked(text: &str) -> &str {
    text.trim_start_matches(is_blank)
}

/// The digit that a character writes, in a year.
fn digit(c: char) -> Option<u32> {
    number::digit(c).or_else(|| u32::try_from(number::chinese_digit(c)?).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Forms;
    use crate::prose::all;
    use crate::report::read;
    use crate::source::Source;

    /// The years of a sentence in a report, each with its standing, its last year and its words.
    fn told(sentence: &str) -> Vec<(u16, Standing, u16, String)> {
        let sound = include_str!("../../examples/qinghe-2024.toml");
        let last = "除上述情况外，没有其他需要报告的事项。";
        assert!(sound.contains(last));
        let source = Source::new("年报.toml", sound.replace(last, &format!("（始）{sentence}")));
        let report = read(&source, &Forms::built_in()).report.unwrap();
        let all = all(&report);
        let (prose, _) = all.last().unwrap();
        let start = prose.text.find("（始）").unwrap();
        let since = years(prose).into_iter().filter(|year| year.start > start);
        since
            .map(|year| (year.year, year.standing, year.last, prose.text[year.start..year.until].to_owned()))
            .collect()
    }

    #[test]
    fn a_year_stands_in_its_sentence_as_the_words_beside_it_say() {
        use Standing::*;
        for (sentence, year, standing, words) in [
            ("2024年，我局公开信息。", 2024, About, "2024年"),
            ("我局2024 年度共公开信息。", 2024, About, "2024 年度"),
            ("２０２４年全年公开信息。", 2024, About, "２０２４年全年"),
            ("二〇二四年，我局公开信息。", 2024, About, "二〇二四年"),
            ("落实《2024年政务公开工作要点》。", 2024, Title, "2024年"),
            ("“2023年度优秀案例”评选。", 2023, Title, "2023年度"),
            ("2021—2023年累计公开。", 2023, Range, "2023年"),
            ("2024年1月1日起至2024年12月31日止，", 2024, Period, "2024年1月1日起至2024年12月31日止"),
            ("2024年1—12月，", 2024, Period, "2024年1—12月"),
            ("截至2024年底，", 2024, Closing, "2024年底"),
            ("截至2024年12月31日，", 2024, Closing, "2024年12月31日"),
            ("2024年3月印发，", 2024, Date, "2024年3月"),
            ("2024年初，", 2024, Date, "2024年"),
            ("2019年以来，", 2019, Since, "2019年"),
            ("较2023年增加9件。", 2023, Compared, "2023年"),
            ("结转2025年继续办理3件。", 2025, Carried, "2025年"),
            ("到2027年，全部事项网上可查。", 2027, Deadline, "2027年"),
        ] {
            let found = told(sentence);
            assert!(found.contains(&(year, standing, year, words.to_owned())), "{sentence}: {found:?}");
        }
        assert_eq!(told("2024年1月1日至2025年12月31日")[0].2, 2025);
        assert!(told("12024年、1824年、24年、电话2024").is_empty());
    }

    #[test]
    fn a_year_that_a_reference_writes_is_known_as_such() {
        let source = Source::new("年报.toml", include_str!("../../examples/qinghe-2024.toml"));
        let report = read(&source, &Forms::built_in()).report.unwrap();
        let all = all(&report);
        let in_preamble: Vec<_> =
            years(&all[0].0).into_iter().map(|year| (year.year, year.is_reference)).collect();
        assert_eq!(in_preamble, [(2024, true)]);
    }
}
