//! Findings as a sheet (`--format csv`): one a line, for those who work in spreadsheet programs.

use super::{Diagnostic, Severity, place};
use crate::exchange::lines::{self as fields, BYTE_ORDER_MARK};
use crate::source::Source;

/// What the columns are called.
const HEAD: [&str; 7] = ["文件", "代码", "级别", "位置", "问题", "改法", "书面说明"];

/// The first line.
///
/// # Errors
/// None that is known: a line in memory can always be written.
pub fn head() -> Result<String, csv::Error> {
    Ok(format!("{BYTE_ORDER_MARK}{}", lines([HEAD.map(str::to_owned)])?))
}

/// The findings of a file, a line each.
///
/// # Errors
/// As [`head`].
pub fn findings(source: &Source, findings: &[Diagnostic]) -> Result<String, csv::Error> {
    lines(findings.iter().map(|finding| {
        let Diagnostic { code, severity, message, accepted, .. } = finding;
        let level = match accepted {
            Some(_) => format!("已说明（{}）", severity.words()),
            None => severity.words().to_owned(),
        };
        [
            source.name().to_owned(),
            code.0.to_owned(),
            level,
            place(source, finding),
            message.clone(),
            finding.advice().unwrap_or_default(),
            accepted.clone().unwrap_or_default(),
        ]
    }))
}

/// The line of a file that could not be read.
///
/// # Errors
/// As [`head`].
pub fn unreadable(path: String, problem: String) -> Result<String, csv::Error> {
    let level = format!("{}（读不了）", Severity::Error.words());
    let empty = String::new;
    lines([[path, empty(), level, empty(), problem, empty(), empty()]])
}

fn lines(records: impl IntoIterator<Item = [String; HEAD.len()]>) -> Result<String, csv::Error> {
    fields::lines(records.into_iter().map(|record| record.map(fields::harmless)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::Span;

    #[test]
    fn a_sheet_has_a_line_for_each_finding_and_nothing_in_it_is_a_formula() {
        let source = Source::new("=年,报.toml", "a\n年报b\n");
        let mut wrong = Diagnostic::error(Code("T101"), Span::new(2, 8), "“甲”,\"乙\"").help("-1\n换行");
        wrong.accepted = Some("@已核实".to_owned());
        let whole = Diagnostic::warning(Code("S405"), Span::default(), "没有日期");
        let text = findings(&source, &[wrong, whole]).unwrap();
        assert_eq!(
            text,
            "\"'=年,报.toml\",T101,已说明（错误）,第 2 行第 1 列,\"“甲”,\"\"乙\"\"\",\"'-1\n换行\",'@已核实\r\n\
             \"'=年,报.toml\",S405,提醒,,没有日期,,\r\n"
        );
        assert_eq!(head().unwrap(), "\u{FEFF}文件,代码,级别,位置,问题,改法,书面说明\r\n");
        let unread = unreadable("甲.toml".to_owned(), "文件不存在".to_owned()).unwrap();
        assert_eq!(unread, "甲.toml,,错误（读不了）,,文件不存在,,\r\n");
    }
}
