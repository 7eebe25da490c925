//! Mistakes in a value that is a figure or a row of figures.

use super::number::{is_number, is_unit, no_number, without_thousands};
use super::value::Value;
use super::{Found, Words};
use crate::format::{Column, ColumnSet, Kind};
use crate::report::statements::QUOTES;
use crate::report::to_half_width;
use crate::rules::meant::comma_readings;
use crate::rules::words::shorten;
use crate::source::Span;

/// Something that is no figure: as it is written, and the figure that is meant.
fn not_number(written: &str, mended: Option<&str>) -> Words {
    let help = match mended {
        Some(number) if number.starts_with('-') => {
            format!("只写阿拉伯数字：减少的写作 {number}，增加的不写正负号；没有发生的填 0")
        }
        Some(number) => format!("只写阿拉伯数字，请写作 {number}；没有发生的填 0"),
        None => "没有发生的填 0，只写阿拉伯数字".to_owned(),
    };
    Words::new(format!("“{}”不是数字", shorten(written)), help)
}

/// A row without its opening bracket.
fn no_bracket(help: String) -> Words {
    Words::new("方括号没有成对：这一行数字缺少开头的 [", help)
}

/// A punctuation mark behind a figure or a row: the mark, and the sound end of the line.
fn extra_mark(mark: &str, mended: &str) -> Words {
    let mark = shorten(mark);
    Words::new(format!("后面多了“{mark}”"), format!("请删去“{mark}”，只写到 {mended} 为止"))
}

/// A figure with a unit, or words where a figure belongs.
pub(super) fn unquoted(word: &str) -> Words {
    let word = word.trim();
    let shown = shorten(word);
    if !word.starts_with(|c: char| c.is_ascii_digit()) {
        return Words::new(
            format!("“{shown}”不是数字，也没有放在引号里"),
            format!("该填数字的，没有发生的填 0，只写阿拉伯数字；该填文字的，写作 \"{shown}\"（英文双引号）"),
        );
    }
    let number =
        |number: &str| is_number(number).then(|| number.to_owned()).or_else(|| without_thousands(number));
    let end = word.find(|c: char| !(c.is_ascii_digit() || "+-.,".contains(c))).unwrap_or(word.len());
    let (figure, unit) = word.split_at(end);
    let meant = number(figure).filter(|_| is_unit(unit.trim()) && comma_readings(figure).is_none());
    let help = match meant {
        Some(number) => format!("只写数字，请写作 {number}"),
        None if word.ends_with('元') && !word.ends_with("万元") => {
            "只写数字；金额以万元为单位，请换算后填写".to_owned()
        }
        None => "只写数字，例如 12；文字内容要放在英文双引号里".to_owned(),
    };
    Words::new(format!("“{shown}”不是数字：数字后面不要带单位、文字或空格"), help)
}

/// A figure of which more is written than can be read: nothing less than all of it may be advised.
fn incomplete(written: &str, column: Option<&Column>) -> Words {
    let unit = column.map_or_else(String::new, |column| format!("，以{}为单位", column.unit));
    Words::new(
        format!("“{}”不是数字", shorten(written)),
        format!("请核对后写出完整的数字{unit}，只用阿拉伯数字和英文小数点；说明文字放在 # 之后"),
    )
}

/// A comma in an amount, which may stand for the point.
fn comma_in_amount(written: &str, column: Option<&Column>) -> Option<Words> {
    let [point, whole] =
        comma_readings(written).filter(|_| column.is_some_and(|column| column.kind == Kind::Amount))?;
    Some(Words::new(
        format!("数字“{}”里的逗号，可能是千位逗号，也可能是小数点", shorten(written)),
        format!("请核对：若是小数，请写作 {point}；若是千位逗号，请写作 {whole}"),
    ))
}

/// A comma that sets thousands apart.
pub(super) fn thousands(written: &str, in_row: bool) -> Words {
    let reads = if in_row && written.contains(',') { "，会被读成两格" } else { "或千位分隔符" };
    let mended = written.replace([',', '，', '\'', '’', '‘', '＇', '′'], "");
    Words::new(format!("数字“{written}”里有千位逗号{reads}"), format!("数字中间不加逗号，请写作 {mended}"))
}

/// A group of three digits with a zero in front, which may be the second half of a figure such as `1, 034`.
pub(super) fn second_half(first: &str, group: &str) -> Words {
    let digits = group.trim_start_matches('0');
    let alone = if digits.is_empty() { "0" } else { digits };
    Words::new(
        format!("“{first}, {group}”像是一个数字里加了千位逗号"),
        format!("请核对：若是一个数字，请写作 {first}{group}；若是两格，后一格不加前面的 0，只写 {alone}"),
    )
}

/// Names the mistake in a figure or a row of figures, if it is one that only figures have; `set` are the columns of
/// its row, where they are known.
pub(super) fn mistake(value: &Value<'_>, set: Option<&ColumnSet>) -> Option<Found> {
    let masked = mask_comments(value.text);
    let text = masked.trim_end();
    let (place, words) = if text.starts_with('[') { row(text, set) } else { scalar(text, set) }?;
    Some((super::behind(value.at, place), words))
}

/// Overwrites comments with blanks, so that everything else keeps its place.
fn mask_comments(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let (before, after) = line.split_at(line.find('#').unwrap_or(line.len()));
        masked.push_str(before);
        masked.extend(after.bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }));
    }
    masked
}

fn scalar(text: &str, set: Option<&ColumnSet>) -> Option<Found> {
    let column = set.and_then(|set| set.columns.first());
    let whole = Span::new(0, text.len());
    if text.is_empty() || text.contains('\n') {
        return None;
    }
    if text.ends_with(']') && !text.contains(['[', '［', '【']) {
        let help = format!("请在开头补上 [ ，写作 {}", shorten(&format!("[ {text}")));
        return Some((whole, no_bracket(help)));
    }
    if let Some(found) = cell(text, column, false) {
        return Some((whole, found));
    }
    let parts: Vec<&str> = text.split([',', '，', '、']).map(str::trim).collect();
    if parts.len() > 1 && parts.iter().all(|part| is_number(part)) {
        let row = format!("[ {} ]", parts.join(", "));
        let help = format!(
            "一行有几格的，前后要有方括号，写作 {}；只有一格的，只写一个数字，中间不加逗号",
            shorten(&row)
        );
        return Some((whole, no_bracket(help)));
    }
    let (number, rest) = leading_number(text)?;
    let words = rest.trim_start();
    if words.split_whitespace().all(is_number) {
        let help = "请只留一个数字；若是一个数字，中间不要有空格";
        return Some((whole, Words::new("这里只能写一个数字", help)));
    }
    if is_number(&half_width(text)) {
        return None;
    }
    let at = text.len() - words.len();
    if !words.chars().any(char::is_alphanumeric) {
        return Some((Span::new(at, text.len()), extra_mark(words, number)));
    }
    if words.len() == rest.len() && words.starts_with(|c: char| c.is_ascii() && !"(/;".contains(c)) {
        return None;
    }
    if !is_note(rest) {
        return Some((whole, incomplete(text, column)));
    }
    Some((Span::new(at, text.len()), no_hash(number, words)))
}

fn half_width(text: &str) -> String {
    text.chars().map(to_half_width).collect()
}

/// True if what stands behind a figure can be only a note on it: words that do not belong to the figure itself, as
/// other digits, numerals and units do.
fn is_note(rest: &str) -> bool {
    let signs = |c: char| c.is_whitespace() || "(（[【/;；".contains(c);
    let words = rest.trim_start_matches(signs);
    let words = ["单位", "计量单位"].iter().find_map(|unit| words.strip_prefix(unit)).unwrap_or(words);
    let words = words.trim_start_matches([':', '：', ' ']);
    let has_border = rest.starts_with(signs);
    let of_figure = |c: char| c.is_numeric() || OF_FIGURES.contains(c);
    let is_word = words
        .starts_with(|c: char| c.is_alphabetic() && !to_half_width(c).is_ascii() && !of_figure(c))
        && !words.contains('元');
    is_word && (has_border || !words.contains(char::is_numeric))
}

/// What a figure may go on with: numerals, steps of ten, a spoken point, money.
const OF_FIGURES: &str = "点十百千万亿兆零〇一二三四五六七八九两几多余半成倍角分";

/// Words behind a figure or a row that were meant as a note.
fn no_hash(before: &str, words: &str) -> Words {
    let plain = words.trim_start_matches(['/', '-', ';', '；', ' ']);
    Words::new(
        format!("“{}”前面缺少 #：说明文字前面要有 #", shorten(plain)),
        format!("请写作 {before}  # {plain}；不需要的说明也可以删去"),
    )
}

fn row(text: &str, set: Option<&ColumnSet>) -> Option<Found> {
    let mut columns = set.into_iter().flat_map(|set| &set.columns);
    let close = text.find(']');
    let first_line = text.find('\n').unwrap_or(text.len());
    let end = close.unwrap_or(first_line);
    let mut start = 1;
    let inner = text.get(..end)?;
    while start <= end {
        let rest = inner.get(start..)?;
        let border = rest.find([',', '，', '、', ';', '；']);
        let written = rest.get(..border.unwrap_or(rest.len()))?;
        let trimmed = written.trim();
        let at = start + (written.len() - written.trim_start().len());
        if let Some(found) = row_cell(trimmed, at, columns.next()) {
            return Some(found);
        }
        let Some(border) = border else { break };
        let sign = rest.get(border..)?.chars().next()?;
        let place = Span::new(start + border, start + border + sign.len_utf8());
        match sign {
            ';' | '；' => {
                let message = format!("数字之间要用英文逗号，不用分号“{sign}”");
                return Some((place, Words::new(message, "请把这一行数字之间的分号都改为英文逗号 ,")));
            }
            ',' => start = place.end,
            _ => return None,
        }
    }
    let after = text.get(close? + 1..)?;
    let extra = after.trim_start();
    let at = text.len() - extra.len();
    if extra.is_empty() || extra.contains('\n') {
        return None;
    }
    let span = Span::new(at, text.len());
    if extra.chars().any(char::is_alphanumeric) {
        let is_words = !extra.starts_with(|c: char| c.is_ascii() && !"(/;-".contains(c));
        return is_words.then(|| (span, no_hash("]", extra)));
    }
    Some((span, extra_mark(extra, "]")))
}

fn row_cell(text: &str, at: usize, column: Option<&Column>) -> Option<Found> {
    let whole = Span::new(at, at + text.len());
    // A quote without a partner swallows the cells behind it.
    if text.matches('"').count() == 1 {
        let quote = at + text.find('"')?;
        let words = Words::new("这里多了一个引号", "请删去这个引号，数字不加引号");
        return Some((Span::new(quote, quote + 1), words));
    }
    if let Some(found) = cell(text, column, true) {
        return Some((whole, found));
    }
    let (number, rest) = leading_number(text)?;
    let words = rest.trim_start();
    if is_number(&half_width(text)) {
        return None;
    }
    if is_note(rest) {
        return Some((whole, not_number(text, Some(number))));
    }
    let is_words = words.chars().any(char::is_alphanumeric) && !words.is_ascii();
    let goes_on = text.get(number.len()..).is_some_and(|rest| rest.trim_start().starts_with('.'));
    (is_words || goes_on || words.starts_with(['(', '（'])).then(|| (whole, incomplete(text, column)))
}

/// The mistakes that a figure of its own and one in a row have in common.
fn cell(text: &str, column: Option<&Column>, in_row: bool) -> Option<Words> {
    if text.is_empty() || is_number(text) || text == "\"\"" || text == "''" {
        return None;
    }
    let bare = text.trim_matches(|c: char| QUOTES.contains(&c) || c.is_whitespace());
    if bare.len() < text.len() && !bare.is_empty() {
        let sound = text.len() == bare.len() + 2
            && (text.starts_with('"') && text.ends_with('"')
                || text.starts_with('\'') && text.ends_with('\''));
        let figure = without_thousands(bare).unwrap_or_else(|| bare.to_owned());
        if let Some(found) = comma_in_amount(bare, column).filter(|_| !sound) {
            return Some(found);
        }
        if !sound && is_number(&figure) {
            return Some(Words::new("数字旁边留着引号", format!("请删去引号，只写 {figure}")));
        }
        let nothing = no_number(bare).filter(|_| !sound && text.contains("\"\""));
        return nothing.map(|mended| not_number(bare, mended.as_deref()));
    }
    if let Some(found) = comma_in_amount(text, column) {
        return Some(found);
    }
    if without_thousands(text).is_some() {
        return Some(thousands(&text.replace('，', ","), in_row));
    }
    if let Some(mended) = no_number(text) {
        return Some(not_number(text, mended.as_deref()));
    }
    let (_, rest) = leading_number(text)?;
    let unit = rest.trim();
    (is_unit(unit) || ["元", "%", "％"].contains(&unit)).then(|| unquoted(text))
}

/// A number, and something other than a number behind it.
fn leading_number(text: &str) -> Option<(&str, &str)> {
    let end = text
        .char_indices()
        .find(|(at, c)| !(c.is_ascii_digit() || *c == '.' || *at == 0 && "+-".contains(*c)))
        .map_or(text.len(), |(at, _)| at);
    let (number, rest) = text.split_at(end);
    let number = number.trim_end_matches('.');
    // `2025-1-20` and `12:30` are no figure with a note.
    let glued = rest.starts_with(['-', ':', '_', '+']);
    (is_number(number) && !rest.is_empty() && !glued).then_some((number, rest))
}
