//! What is written for a figure and can mean no other.

use super::data::syntax_error::is_unit;
use crate::format::{Column, Kind};
use crate::report::statements::QUOTES;
use crate::report::{LARGEST, to_half_width};
use crate::source::is_unseen;

/// The plain figure that a text means, such as `15286` for `１５，２８６件`; `None` where another may be meant,
/// or one that the column does not take. Without a column no unit of money is taken.
pub(super) fn figure(text: &str, column: Option<&Column>) -> Option<String> {
    let half: String = text.chars().filter(|&c| !is_unseen(c)).map(to_half_width).collect();
    let half = half.trim();
    let end = half.find(|c: char| !(c.is_ascii_digit() || "+-.,".contains(c))).unwrap_or(half.len());
    let (number, unit) = half.split_at(end);
    let unit = unit.trim();
    let is_amount = column.is_some_and(|column| column.kind == Kind::Amount);
    let is_of_column = column.is_some_and(|column| column.unit == unit);
    if !(unit.is_empty() || is_of_column || !is_amount && is_unit(unit) && !unit.ends_with('元')) {
        return None;
    }
    let is_change = column.is_some_and(|column| column.kind == Kind::Change);
    let sign = if number.starts_with('-') { "-" } else { "" };
    if !sign.is_empty() && !is_change {
        return None;
    }
    let digits = number.strip_prefix(['+', '-']).unwrap_or(number);
    let (whole, decimals) = plain(digits)?;
    let is_count = column.is_some_and(|column| column.kind != Kind::Amount);
    if is_amount && comma_readings(digits).is_some() || is_count && point_readings(digits).is_some() {
        return None;
    }
    if is_count && decimals.bytes().any(|byte| byte != b'0') {
        return None;
    }
    let whole = match whole.trim_start_matches('0') {
        "" => "0".to_owned(),
        digits => digits.to_owned(),
    };
    if whole.parse::<u64>().ok()? > LARGEST {
        return None;
    }
    let sign = if whole == "0" && is_count { "" } else { sign };
    let point = if decimals.is_empty() || is_count { String::new() } else { format!(".{decimals}") };
    Some(format!("{sign}{whole}{point}"))
}

/// The two figures that an amount such as `328,615` may be: a comma for the point, or one that sets thousands
/// apart.
pub(super) fn comma_readings(text: &str) -> Option<[String; 2]> {
    readings(text, ',')
}

/// The two figures that a count such as `1.000` may be: one with decimals that are zeros, or one whose thousands
/// a point sets apart, as in other countries.
pub(super) fn point_readings(text: &str) -> Option<[String; 2]> {
    let [_, all] = readings(text, '.')?;
    let whole = all.strip_suffix("000")?.to_owned();
    Some([whole, all])
}

/// True if a figure with a zero in front may be the second half of one such as `1,034`, as the text before it
/// tells.
pub(super) fn is_second_half(before: &str, written: &str) -> bool {
    let is_around = |c: char| QUOTES.contains(&c) || c.is_whitespace() || is_unseen(c);
    let near = before.trim_end_matches(is_around);
    let Some(head) = near.strip_suffix([',', '，', '、', ';', '；']) else { return false };
    let digits: String = written.trim_matches(is_around).chars().map(to_half_width).collect();
    let is_three = digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let is_glued = near.len() == before.len() && !written.starts_with(is_around) && digits.len() > 1;
    digits.starts_with('0')
        && (is_three || is_glued)
        && head.trim_end_matches(is_around).ends_with(char::is_numeric)
}

/// Up to three digits and three more: with a point between them, and without.
fn readings(text: &str, sign: char) -> Option<[String; 2]> {
    let half: String = text.chars().filter(|&c| !is_unseen(c)).map(to_half_width).collect();
    let (whole, rest) = half.trim().split_once(sign)?;
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let is_group = (1..=3).contains(&whole.len()) && rest.len() == 3 && is_digits(whole) && is_digits(rest);
    let is_thousands = is_group && !whole.starts_with('0');
    is_thousands.then(|| [format!("{whole}.{rest}"), format!("{whole}{rest}")])
}

/// The digits before and behind the point, with the commas that set thousands apart taken out.
fn plain(number: &str) -> Option<(String, &str)> {
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = whole.split(',');
    let first = groups.next().filter(|first| !first.is_empty() && is_digits(first))?;
    let rest: Vec<&str> = groups.collect();
    let is_set_apart = first.len() <= 3 && !first.starts_with('0');
    let are_thousands = is_set_apart && rest.iter().all(|group| group.len() == 3 && is_digits(group));
    let is_sound = (rest.is_empty() || are_thousands) && is_digits(decimals) && !number.ends_with('.');
    is_sound.then(|| (format!("{first}{}", rest.concat()), decimals))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Forms;

    /// The figures that a text means: in a column that counts, in one of changes, in one of amounts, anywhere.
    fn read(text: &str) -> [Option<String>; 4] {
        let forms = Forms::built_in();
        let form = forms.get("2019").unwrap();
        let sets = form.tables().flat_map(|(_, _, table)| &table.column_sets);
        let columns: Vec<&Column> = sets.flat_map(|set| &set.columns).collect();
        let of = |kind: Kind| columns.iter().find(|column| column.kind == kind).copied();
        let of = |kind: Kind| figure(text, Some(of(kind).unwrap()));
        [of(Kind::Count), of(Kind::Change), of(Kind::Amount), figure(text, None)]
    }

    #[test]
    fn only_what_can_mean_nothing_else_is_a_figure() {
        let all = |figure: &str| [0; 4].map(|_| Some(figure.to_owned()));
        for (text, figure) in [
            ("31", "31"),
            (" ３１ ", "31"),
            ("１，２３４，５６７", "1234567"),
            ("007", "7"),
            ("000", "0"),
            ("+208", "208"),
            ("\u{200B}7\u{FEFF}", "7"),
            ("1\u{200B}5", "15"),
        ] {
            assert_eq!(read(text), all(figure), "{text}");
        }
        let some = |figure: &str| Some(figure.to_owned());
        // In an amount the comma may stand for the point, in a count the point for a comma.
        assert_eq!(read("1,234"), [some("1234"), some("1234"), None, some("1234")]);
        assert_eq!(read("1.000"), [None, None, some("1.000"), some("1.000")]);
        assert_eq!(read("1.00"), [some("1"), some("1"), some("1.00"), some("1.00")]);
        assert_eq!(read("1037.000"), [some("1037"), some("1037"), some("1037.000"), some("1037.000")]);
        assert_eq!(read("3,286.15"), [None, None, some("3286.15"), some("3286.15")]);
        assert_eq!(read("15286.0"), [some("15286"), some("15286"), some("15286.0"), some("15286.0")]);
        assert_eq!(read("328.6150"), [None, None, some("328.6150"), some("328.6150")]);
        assert_eq!(read("328.6150万元"), [None, None, some("328.6150"), None]);
        assert_eq!(read("５ 件"), [some("5"), some("5"), None, some("5")]);
        assert_eq!(read("-4"), [None, some("-4"), None, None]);
        for text in [
            "",
            "/",
            "1 2",
            "12,34",
            "0,123",
            "1,2345",
            "5.",
            "251000元",
            "三",
            "1e3",
            "1-2",
            "+-5",
            "9999999999",
        ] {
            assert_eq!(read(text), [None, None, None, None], "{text}");
        }
    }
}
