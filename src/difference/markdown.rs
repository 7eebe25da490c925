//! A correction notice (更正说明) to publish, as Markdown.

use super::{CellChange, Detail, Difference};
use crate::document::{UNFILLED, report_name};
use crate::edition::Edition;
use crate::format::quote;
use crate::render::markdown::{escape, escape_line_start};

/// What a notice calls the agency where a page does not name it.
const AGENCY_UNKNOWN: &str = "（编制机关）";
/// The line under the head of the table; programs that make Word of Markdown give each column room by it.
const WIDTHS: &str = "|--------------|------------------|----------|------:|------:|";
/// What a notice says of a place that was published without being filled in.
const NOT_FILLED: &str = "（未填写）";
/// Numerals of the parts of the notice.
const NUMERALS: [&str; 3] = ["一", "二", "三"];

/// The notice: which cells, sentences and details were corrected, from what to what. It gives no reasons,
/// which only the agency knows.
pub fn notice(difference: &Difference, old: &Edition, new: &Edition) -> String {
    // Readers know the report by what was published.
    let title = old.title.as_ref().or(new.title.as_ref());
    let title = title.map_or_else(report_name, |title| escape(title));
    let agency = new.agency.as_ref().or(new.issuer.as_ref()).or(old.issuer.as_ref());
    let agency = agency.map_or_else(|| AGENCY_UNKNOWN.to_owned(), |name| escape(name));
    let signed = new.issuer.as_ref().map_or_else(|| agency.clone(), |name| escape(name));
    let day = old.date.as_ref().map(|date| format!("于{}", escape(date))).unwrap_or_default();
    let mut parts = vec![
        format!("# 关于《{title}》的更正说明"),
        format!("现对{agency}{day}公布的《{title}》中的下列内容作出更正，以更正后的内容为准。"),
    ];
    let named = [
        ("表格中的数字", table(difference)),
        ("文字部分", narrative(difference)),
        ("标题和落款", details(difference)),
    ];
    let named: Vec<_> = named.into_iter().filter(|(_, content)| !content.is_empty()).collect();
    let is_one = named.len() == 1;
    for ((name, content), numeral) in named.into_iter().zip(NUMERALS) {
        // A single part needs no heading.
        if !is_one {
            parts.push(format!("## {numeral}、{name}"));
        }
        parts.extend(content);
    }
    parts.push("特此说明。".to_owned());
    parts.push(escape_line_start(&signed));
    parts.push("　　　　年　　月　　日".to_owned());
    parts.join("\n\n")
}

fn table(difference: &Difference) -> Vec<String> {
    if difference.cells.is_empty() {
        return Vec::new();
    }
    let mut lines = vec!["| 部分 | 行 | 列 | 原为 | 更正为 |".to_owned(), WIDTHS.to_owned()];
    lines.extend(difference.cells.iter().map(row));
    let mut out = vec![lines.join("\n")];
    if difference.derived().next().is_some() {
        out.push("注：标有“\\*”的是总计，随所列数字的更正而变化。".to_owned());
    }
    out
}

fn row(cell: &CellChange) -> String {
    let mark = if cell.derived { "\\*" } else { "" };
    let [old, new] = cell.printed().map(|figure| figure.unwrap_or_else(|| NOT_FILLED.to_owned()));
    let words = [&cell.section, &cell.row, &cell.column].map(|words| escape(words));
    format!("| {}{mark} | {} | {} |", words.join(" | "), escape(&old), escape(&new))
}

fn narrative(difference: &Difference) -> Vec<String> {
    let mut out = Vec::new();
    let is_one = difference.narrative.len() == 1;
    for (number, change) in (1..).zip(&difference.narrative) {
        let number = if is_one { String::new() } else { format!("（{number}）") };
        let place = quote(&escape(&change.title));
        let (old, new) = (change.old.as_deref().map(passage), change.new.as_deref().map(passage));
        match (old, new) {
            (Some(old), Some(new)) => {
                out.push(format!("{number}{place}部分，原文为："));
                out.push(old);
                out.push("更正为：".to_owned());
                out.push(new);
            }
            (Some(old), None) => {
                out.push(format!("{number}{place}部分，删去："));
                out.push(old);
            }
            (None, new) => {
                out.push(format!("{number}{place}部分，增加："));
                out.extend(new);
            }
        }
    }
    out
}

/// Sentences as a quotation, a paragraph for each line.
fn passage(text: &str) -> String {
    let text = text.replace(UNFILLED, NOT_FILLED);
    let lines = text.split('\n').map(|line| format!("> {}", escape_line_start(&escape(line))));
    lines.collect::<Vec<_>>().join("\n>\n")
}

fn details(difference: &Difference) -> Vec<String> {
    let changes = difference.details.iter().filter(|change| change.detail != Detail::Year);
    changes
        .map(|change| {
            let name = change.detail.words();
            match (&change.old, &change.new) {
                (Some(old), Some(new)) => {
                    format!("{name}原为{}，更正为{}。", quote(&escape(old)), quote(&escape(new)))
                }
                (None, Some(new)) => format!("{name}原未注明，现为{}。", quote(&escape(new))),
                (Some(old), None) => format!("{name}原为{}，现删去。", quote(&escape(old))),
                (None, None) => String::new(),
            }
        })
        .collect()
}
