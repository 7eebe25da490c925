//! Widths of text and what follows from them: where the title breaks and where the signature stands.
//!
//! Widths count in half characters: 2 for a Chinese character, 1 for a Latin letter or digit, which
//! are half as wide in the fonts of official documents.

/// Characters that close the name of a place; a long agency name may break after them.
const PLACE_ENDS: &[char] = &['省', '市', '区', '县', '州', '盟', '旗', '镇', '乡'];

/// Punctuation that Unicode shares between scripts: full width in Chinese text.
const SHARED: &[char] = &['—', '…', '“', '”', '‘', '’', '·', '×', '±', '°', '÷', '※'];

/// Width of a text in half characters.
pub(super) fn halves(text: &str) -> u32 {
    text.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

/// True if Word would set part of the text in the Latin font unless told otherwise.
pub(super) fn has_shared_punctuation(text: &str) -> bool {
    text.contains(SHARED)
}

fn is_wide(c: char) -> bool {
    // From the CJK radicals on nearly all characters of a report are wide.
    c >= '\u{2E80}' || SHARED.contains(&c)
}

/// Breaks a title that is wider than `limit` (half characters) where its words end: after the name
/// of the agency, before the year. A title that needs other breaks is left to the word processor.
pub(super) fn title_lines<'t>(title: &'t str, agency: &str, year: u16, limit: u32) -> Vec<&'t str> {
    if halves(title) <= limit {
        return vec![title];
    }
    let start_of_year = title.find(&format!("{year}年"));
    let split = title.strip_prefix(agency).map(|_| agency.len());
    let Some((name, rest)) = split.or(start_of_year).and_then(|at| title.split_at_checked(at)) else {
        return vec![title];
    };
    let mut lines = name_lines(name, limit);
    lines.push(rest);
    lines.retain(|line| !line.is_empty());
    if lines.iter().all(|line| halves(line) <= limit) { lines } else { vec![title] }
}

/// A name in one line or, broken after a place, in two of nearly the same width.
fn name_lines(name: &str, limit: u32) -> Vec<&str> {
    if halves(name) <= limit {
        return vec![name];
    }
    let breaks = name.match_indices(PLACE_ENDS);
    let pairs = breaks.filter_map(|(at, end)| name.split_at_checked(at + end.len()));
    let best = pairs
        .filter(|(_, second)| !second.is_empty())
        .min_by_key(|(first, second)| halves(first).abs_diff(halves(second)));
    best.map_or(vec![name], |(first, second)| vec![first, second])
}

/// Distance of the signature from the right margin, in half characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SignatureIndents {
    /// Of the agency.
    pub issuer: u32,
    /// Of the date.
    pub date: u32,
}

/// Places the signature of a document without a seal (GB/T 9704—2012, 7.3.5.2): the agency ends two
/// characters before the margin; the date begins two characters right of where the agency begins. A
/// date longer than the agency ends two characters before the margin itself, and the agency moves
/// left until the date begins two characters right of it.
///
/// `line` is the number of half characters in a line; of an agency that fills more than one line
/// the full line counts.
pub(super) fn signature_indents(issuer: &str, date: &str, line: u32) -> SignatureIndents {
    const TWO_CHARACTERS: u32 = 4;
    let issuer = halves(issuer).min(line.saturating_sub(TWO_CHARACTERS));
    let date = halves(date);
    if date > issuer {
        SignatureIndents { issuer: TWO_CHARACTERS + date + TWO_CHARACTERS - issuer, date: TWO_CHARACTERS }
    } else {
        SignatureIndents { issuer: TWO_CHARACTERS, date: issuer - date }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_count_half_characters() {
        assert_eq!(halves("2025年1月20日"), 4 + 2 + 1 + 2 + 2 + 2);
        assert_eq!(halves("“三安全一稳定”"), 16);
    }

    #[test]
    fn a_short_title_is_one_line() {
        let title = "某市2024年政府信息公开工作年度报告";
        assert_eq!(title_lines(title, "某市", 2024, 40), [title]);
    }

    #[test]
    fn a_long_title_breaks_before_the_year() {
        let title = "海东市平安区政务服务中心2019年政府信息公开工作年度报告";
        let lines = title_lines(title, "海东市平安区政务服务中心", 2019, 40);
        assert_eq!(lines, ["海东市平安区政务服务中心", "2019年政府信息公开工作年度报告"]);
    }

    #[test]
    fn a_long_agency_breaks_after_a_place() {
        let agency = "开封市顺河回族区政务服务和大数据管理局";
        let title = format!("{agency}2020年政府信息公开工作年度报告");
        assert_eq!(
            title_lines(&title, agency, 2020, 32),
            ["开封市顺河回族区", "政务服务和大数据管理局", "2020年政府信息公开工作年度报告"]
        );
    }

    #[test]
    fn a_title_without_the_agency_breaks_before_the_year() {
        let title = "关于平安区政务服务中心的2019年政府信息公开工作制度报告";
        let lines = title_lines(title, "别的单位", 2019, 40);
        assert_eq!(lines.first(), Some(&"关于平安区政务服务中心的"));
        let endless = "长".repeat(60);
        assert_eq!(title_lines(&endless, "别的单位", 2019, 40), [&endless]);
    }

    #[test]
    fn the_date_begins_two_characters_right_of_the_agency() {
        for issuer in ["某局", "某某县人民政府", "海东市平安区政务服务中心"] {
            let date = "2025年1月20日";
            let indents = signature_indents(issuer, date, 56);
            let start_of_issuer = indents.issuer + halves(issuer);
            assert_eq!(start_of_issuer, indents.date + halves(date) + 4, "{issuer}");
        }
        assert_eq!(signature_indents("某局", "2025年1月20日", 56).date, 4);
        assert_eq!(signature_indents(&"长".repeat(40), "", 56).issuer, 4);
    }
}
