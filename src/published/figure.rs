//! What stands in a cell of a table of figures.

use crate::document::UNFILLED;
use crate::narrative::radicals;
use crate::prose::Words;
use crate::prose::number::begins_number;
use crate::source::is_unseen;

use super::shows;

/// With this begins what a draft says behind a total that is not the sum.
const COMPUTED: &str = "应为";

/// Digits of the marks of notes.
pub(super) const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/// What stands in a cell for no figure.
static NONE: Words = Words::under("list page-none");

/// A unit behind a figure has no more characters.
const LONGEST_UNIT: usize = 4;

/// Digits of a count that any machine can hold.
const LONGEST_COUNT: usize = 18;

/// What a cell says, as the data file keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Figure {
    /// The figure in ASCII digits without what sets thousands apart; empty for a blank cell; other words as they stand.
    pub text: String,
    /// What stands in brackets behind it.
    pub note: Option<String>,
    /// What stands between the digits of the figure.
    pub pieces: Pieces,
}

/// Whether a figure is in one piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pieces {
    /// It is, or thin blanks set its thousands apart, which stand for nothing else.
    One,
    /// Other blanks set its thousands apart, as people type it: a report that was published may mean two figures.
    Thousands,
    /// A blank or a new line stands elsewhere in it: nobody can tell whether it is one figure or two.
    Several,
}

impl Figure {
    fn new(text: String, note: Option<String>, pieces: Pieces) -> Self {
        Self { text, note, pieces }
    }
}

/// Reads a cell.
pub(crate) fn figure(text: &str) -> Figure {
    if is_digits(text) {
        return Figure::new(text.to_owned(), None, Pieces::One);
    }
    let plain: String = text.chars().filter(|&c| shows(c)).map(narrow).collect();
    let plain = without_marks(&plain);
    let pieces = pieces(text);
    if let Some(number) = number(plain) {
        return Figure::new(number, None, pieces);
    }
    // Drafts of Word set it below, without brackets.
    if let Some(number) = plain.split_once(COMPUTED).and_then(|(figure, _)| number(figure)) {
        return Figure::new(number, None, pieces);
    }
    // 22（其中修订16件）
    let noted = plain.split_once('(').and_then(|(figure, rest)| {
        let inner =
            rest.strip_suffix(')').filter(|inner| !inner.is_empty() && !inner.contains(['(', ')']))?;
        Some((number(figure)?, inner))
    });
    if let Some((number, _)) = noted {
        let open = text.find(['（', '(']).map_or(text.len(), |at| at);
        let inner = text.get(open..).unwrap_or_default().trim().trim_start_matches(['（', '(']);
        let inner = inner.trim_end_matches(['）', ')']);
        // A cell breaks its words anywhere; a blank within a line is one.
        let line = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
        let inner = inner.lines().map(line).collect::<String>();
        // What only a draft says beside a figure.
        let note = Some(inner).filter(|inner| !inner.starts_with(COMPUTED));
        return Figure::new(number, note, pieces);
    }
    let text = plainly(text);
    Figure::new(if text == UNFILLED { String::new() } else { text }, None, Pieces::One)
}

/// A figure without the marks of notes behind it: `687①`, `687[1]`, `687¹`, `687*`.
fn without_marks(plain: &str) -> &str {
    let marked = without_raised(plain).trim_end_matches(['*', '※']);
    let bracket = marked.strip_suffix(']').and_then(|inner| inner.rsplit_once('['));
    let is_number =
        |inner: &&str| !inner.is_empty() && inner.chars().all(|c| c.is_ascii_digit() || RAISED.contains(c));
    let figure = bracket.filter(|(_, inner)| is_number(inner)).map_or(marked, |(figure, _)| figure);
    if number(figure).is_some() { figure } else { plain }
}

/// Words without the raised or circled number of a note behind them.
pub(super) fn without_raised(words: &str) -> &str {
    words.trim_end_matches(|c: char| ('①'..='⑳').contains(&c) || RAISED.contains(c))
}

/// `1 234` and `12\n3` may be one figure or two.
fn pieces(text: &str) -> Pieces {
    let figure = text.split(['（', '(']).next().unwrap_or_default().trim();
    let is_of_figure = |c: char| narrow(c).is_ascii_digit() || matches!(narrow(c), '.' | ',');
    let pieces: Vec<&str> = figure.split(char::is_whitespace).filter(|piece| !piece.is_empty()).collect();
    let joins = |pair: &[&str]| matches!(pair, [one, other] if one.ends_with(is_of_figure) && other.starts_with(is_of_figure));
    if !pieces.windows(2).any(joins) {
        return Pieces::One;
    }
    let digits = |piece: &str| piece.chars().take_while(|&c| narrow(c).is_ascii_digit()).count();
    let are_threes = pieces.iter().skip(1).all(|piece| digits(piece) == 3);
    let are = |is_kind: fn(char) -> bool| figure.chars().filter(|c| c.is_whitespace()).all(is_kind);
    if are_threes && are(|c| matches!(c, '\u{2009}' | '\u{202F}')) {
        return Pieces::One;
    }
    // Nothing else than digits stands before the last three, and no zero leads.
    let is_plain = |piece: &&str| piece.chars().all(|c| narrow(c).is_ascii_digit());
    let first = pieces.first().map(|piece| piece.trim_start_matches(|c| matches!(narrow(c), '+' | '-')));
    let leads = first.is_some_and(|first| {
        is_plain(&first) && (1..=3).contains(&digits(first)) && !first.starts_with(|c| narrow(c) == '0')
    });
    let (_, inner) = pieces.split_first().unwrap_or((&"", &[]));
    let (last, inner) = inner.split_last().unwrap_or((&"", &[]));
    let ends = last.chars().all(|c| narrow(c).is_ascii_digit() || narrow(c) == '.');
    let are_thousands = are_threes && leads && inner.iter().all(is_plain) && ends;
    if are_thousands && are(|c| !matches!(c, '\n' | '\r' | '\t')) {
        Pieces::Thousands
    } else {
        Pieces::Several
    }
}

/// True if a cell holds a figure or nothing, or what people write for nothing.
pub(crate) fn may_be_figure(text: &str) -> bool {
    if is_digits(text) {
        return true;
    }
    let shown = || text.chars().filter(|&c| shows(c)).map(narrow);
    let Some(start) = shown().next() else { return true };
    let first = shown().find(|c| !matches!(c, '+' | '-'));
    let begins = first.is_none_or(|c| c.is_ascii_digit() || matches!(c, '/' | '\\' | '—' | '*' | '–'));
    let is_numeral = |c: char| begins_number(c) || c == '万';
    // `十二` or `〇`, and what stands for none.
    let is_none = |word: &&str| word.starts_with(start) && shown().eq(word.chars());
    let is_in_words = || shown().all(is_numeral) || NONE.iter().any(is_none);
    begins && number_leads(&shown().collect::<String>()) || first.is_some() && is_in_words()
}

/// The unit that a heading or a label says: `元` of `本年收费金额（单位：元）`.
pub(super) fn unit_in(label: &str) -> Option<&str> {
    const COLONS: [char; 2] = [':', '：'];
    let open = label.rfind(['（', '(']).map(|at| label.get(at..).unwrap_or_default());
    let said = open.unwrap_or(label).trim_start_matches(['（', '(']).trim_end_matches(['）', ')']);
    let named = said.trim_start_matches("计量").strip_prefix("单位");
    let unit = named.map(|unit| unit.trim_start_matches(COLONS)).or(open.map(|_| said))?;
    Some(unit).filter(|unit| !unit.is_empty())
}

/// True for what says a unit and nothing else: `（单位：元）` over a whole table.
pub(super) fn is_unit_alone(text: &str) -> bool {
    let said = text.trim_start_matches(['（', '(']);
    said.trim_start_matches("计量").starts_with("单位") && unit_in(text).is_some()
}

/// True if what is said as a unit is another measure of what the official one measures: `元`, `亿元` for `万元`.
pub(super) fn is_other_unit(said: &str, official: &str) -> bool {
    let is_of_kind = official.chars().next_back().is_some_and(|last| said.ends_with(last));
    // 人民币万元 is 万元, 百万元 is not.
    let is_same = said.strip_suffix(official).is_some_and(|before| !before.ends_with(begins_number));
    is_of_kind && !is_same
}

/// True for ASCII digits alone, as nearly every cell has them.
pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `1.属于国家秘密` begins with a digit and is a label.
fn number_leads(plain: &str) -> bool {
    let rest = plain.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '+' | '-'));
    let number = plain.strip_suffix(rest).unwrap_or_default();
    let is_whole = !number.ends_with(['.', ',']);
    rest.is_empty() && is_whole || rest.starts_with('(') || rest.chars().count() <= LONGEST_UNIT && is_whole
}

/// True for a figure that sums can be made of.
pub(super) fn decimal(text: &str) -> Option<rust_decimal::Decimal> {
    // Nearly every figure is a few digits.
    if text.len() < LONGEST_COUNT && is_digits(text) {
        return text.parse::<u64>().ok().map(rust_decimal::Decimal::from);
    }
    // Decimals take `3.` and `1_`, too.
    let is_plain = number(text).is_some_and(|number| number == text);
    is_plain.then(|| rust_decimal::Decimal::from_str_exact(text).ok()).flatten()
}

/// A number as a data file has it.
fn number(plain: &str) -> Option<String> {
    if is_digits(plain) {
        return Some(plain.to_owned());
    }
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", plain.strip_prefix('+').unwrap_or(plain)),
    };
    let (whole, part) = digits.split_once('.').map_or((digits, None), |(whole, part)| (whole, Some(part)));
    if part.is_some_and(|part| !is_digits(part)) {
        return None;
    }
    let mut groups = whole.split([',', '\'']);
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let has_commas = !rest.is_empty();
    let is_grouped = first.len() <= 3 && rest.iter().all(|group| group.len() == 3 && is_digits(group));
    if !is_digits(first) || has_commas && !is_grouped {
        return None;
    }
    let part = part.map(|part| format!(".{part}")).unwrap_or_default();
    Some(format!("{sign}{first}{}{part}", rest.concat()))
}

/// ASCII for what people type in full width.
fn narrow(c: char) -> char {
    match c {
        '’' | '٬' => '\'',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '−' | '﹣' => '-',
        c => c,
    }
}

/// Words of a cell as they stand, on one line.
pub(super) fn plainly(text: &str) -> String {
    let text: String =
        text.chars().filter(|&c| !is_unseen(c)).map(|c| radicals::ordinary(c).unwrap_or(c)).collect();
    text.split_whitespace().collect::<Vec<_>>().join("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_cell_is_kept() {
        for (cell, text, note) in [
            ("15", "15", None),
            (" １，２３４ ", "1234", None),
            ("+2", "2", None),
            ("－417", "-417", None),
            ("343.78万元", "343.78万元", None),
            ("22（其中修订16件）", "22", Some("其中修订16件")),
            ("0.00", "0.00", None),
            ("／", "／", None),
            ("\u{a0}\u{3000}", "", None),
            ("1,23", "1,23", None),
            ("不适用", "不适用", None),
            ("76\n应为75", "76", None),
            ("76（应为75）", "76", None),
            ("22（其中\n修订 16件）", "22", Some("其中修订 16件")),
            ("1'234", "1234", None),
            ("1’234.50", "1234.50", None),
            ("12’3", "12’3", None),
            ("1\u{2009}234", "1234", None),
            ("12 件", "12件", None),
            ("687①", "687", None),
            ("687²", "687", None),
            ("687［1］", "687", None),
            ("²", "²", None),
            ("687*", "687", None),
            ("*", "*", None),
            ("十二", "十二", None),
        ] {
            let read = figure(cell);
            assert_eq!((read.text.as_str(), read.note.as_deref()), (text, note), "{cell}");
        }
    }

    #[test]
    fn blanks_within_a_figure_are_told() {
        let several = [
            "5 3",
            "1 2",
            "12\n3",
            "12\n345",
            "1\u{2009}23",
            "5 3（其中2）",
            "0 123",
            "12 34 567",
            "1234 567",
        ];
        let thousands = [
            "1 234",
            "1\u{a0}234",
            "1\u{3000}234",
            "－１２ ３４５ ６７８",
            "1 234.50",
            "1 234（其中2）",
            "1\u{2009}234 567",
        ];
        let one =
            ["1234", " 53\n", "1\u{2009}234", "1\u{202F}234.5", "- 5", "12 件", "22（其中 3 4）", "1,234"];
        let kinds = [(Pieces::Several, &several[..]), (Pieces::Thousands, &thousands), (Pieces::One, &one)];
        for (kind, cell) in kinds.iter().flat_map(|(kind, cells)| cells.iter().map(move |cell| (*kind, cell)))
        {
            assert_eq!(figure(cell).pieces, kind, "{cell}");
        }
        assert_eq!(figure("1 234（其中2）").text, "1234");
    }

    #[test]
    fn the_unit_of_a_label_is_known_from_the_official_one() {
        for (label, is_other) in [
            ("本年收费金额（单位：元）", true),
            ("收费金额(元)", true),
            ("（单位:亿元）", true),
            ("单位：元", true),
            ("行政事业性收费（百万元）", true),
            ("本年收费金额（单位：万元）", false),
            ("本年收费金额（人民币万元）", false),
            ("计量单位：万元", false),
            ("本年收费金额", false),
            ("处理决定数量（单位：件）", false),
            ("元", false),
        ] {
            let is = unit_in(label).is_some_and(|said| is_other_unit(said, "万元"));
            assert_eq!(is, is_other, "{label}: {:?}", unit_in(label));
        }
    }

    #[test]
    fn sums_are_made_of_whole_figures_only() {
        for figure in ["0", "-7", "343.78", "007"] {
            assert!(decimal(figure).is_some(), "{figure}");
        }
        for words in ["", "3.", ".5", "1e3", "1_0", "--1", "12件"] {
            assert_eq!(decimal(words), None, "{words}");
        }
    }

    #[test]
    fn labels_that_begin_with_a_digit_are_no_figures() {
        for cell in ["", "0", "251000元", "/", "22（其中修订16件）", "－7", "十二", "〇", "无"] {
            assert!(may_be_figure(cell), "{cell}");
        }
        for cell in ["1.属于国家秘密", "8.", "一、", "总计", "2.重复申请"] {
            assert!(!may_be_figure(cell), "{cell}");
        }
    }
}
