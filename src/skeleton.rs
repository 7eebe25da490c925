//! A data file ready to fill in (`nianbao new`).

use serde::Serialize;
use tera::{Context, Tera};
use unicode_width::UnicodeWidthStr;

use crate::format::{ColumnSet, Form, Row, Table};
use crate::report::Level;

const TEMPLATE: &str = include_str!("../templates/new.toml");

/// What is known before the file is filled in.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Full name of the agency; empty if it is still to be filled in.
    pub agency: String,
    /// What kind of body it is.
    pub level: Option<Level>,
    /// Report year.
    pub year: u16,
    /// True if every figure starts as 0 and not as blank.
    pub zeros: bool,
}

#[derive(Serialize)]
struct Values {
    form: String,
    source: String,
    year: u16,
    next_year: u16,
    agency: String,
    level: &'static str,
    title: String,
    sections: Vec<Section>,
}

#[derive(Serialize)]
struct Section {
    key: String,
    title: String,
    /// Blanks that put the comment behind every section's heading in one column.
    pad: String,
    topics: Vec<String>,
    rows: Vec<Line>,
    is_table: bool,
}

/// A row of figures, perhaps under a line that names its columns.
#[derive(Serialize)]
struct Line {
    /// Comment over the row; empty if the row above has the same columns.
    head: String,
    text: String,
}

/// Writes the data file for a form.
///
/// # Errors
/// The template does not work, which a test shows that it does.
pub fn write(form: &Form, known: &Known) -> Result<String, tera::Error> {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let widest = form.sections.iter().map(|section| section.key.len()).max().unwrap_or(0);
    let sections = form.sections.iter().map(|section| Section {
        key: section.key.clone(),
        title: section.title.clone(),
        pad: " ".repeat(widest - section.key.len()),
        topics: section.topics.clone(),
        rows: section.table.as_ref().map(|table| lines(table, known.zeros)).unwrap_or_default(),
        is_table: section.table.is_some(),
    });
    let values = Values {
        form: form.id.clone(),
        source: form.source.clone(),
        year: known.year,
        next_year: known.year.saturating_add(1),
        agency: quoted(&known.agency),
        level: match known.level {
            Some(Level::Government) => "government",
            Some(Level::Department) | None => "department",
        },
        title: form.title(if known.agency.is_empty() { "编制机关全称" } else { &known.agency }, known.year),
        sections: sections.collect(),
    };
    let mut tera = Tera::default();
    tera.add_raw_template("new.toml", TEMPLATE)?;
    tera.render("new.toml", &Context::from_serialize(&values)?)
}

/// The rows of a table, with keys, columns and comments lined up.
fn lines(table: &Table, zeros: bool) -> Vec<Line> {
    let key_width = table.rows.iter().map(|row| row.key.len()).max().unwrap_or(0);
    let cell = if zeros { "0" } else { "\"\"" };
    let mut last_set = None;
    let drawn: Vec<(String, String, &Row)> = table
        .rows
        .iter()
        .filter_map(|row| {
            let set = table.column_sets.get(row.set)?;
            let head = if last_set == Some(row.set) { String::new() } else { head(set, key_width) };
            last_set = Some(row.set);
            let key = &row.key;
            Some((head, format!("{key:key_width$} = {}", cells(set, cell)), row))
        })
        .collect();
    let text_width = drawn.iter().map(|(_, text, _)| text.width()).max().unwrap_or(0);
    drawn
        .into_iter()
        .map(|(head, text, row)| {
            let pad = " ".repeat(text_width - text.width());
            let computed = if row.sum.is_some() {
                "（由程序计算；如填写，则核对是否一致）"
            } else {
                ""
            };
            // A row of totals is computed: it is offered, and needs no filling in.
            let offer = if row.sum.is_some() { "# " } else { "" };
            Line { head, text: format!("{offer}{text}{pad}  # {}{computed}", comment(table, row)) }
        })
        .collect()
}

/// The comment over rows: the headings of the columns, each over its cell.
fn head(set: &ColumnSet, key_width: usize) -> String {
    let mut out = format!("#{}", " ".repeat(key_width + 2));
    if set.is_single() {
        return format!("# 以下各行填：{}", set.columns.iter().map(|c| c.label.as_str()).collect::<String>());
    }
    for column in set.columns.iter().filter(|column| column.sum.is_none()) {
        out.push_str("  ");
        out.push_str(&column.short);
    }
    out
}

/// `[ "", "" ]`, each cell under the heading of its column.
fn cells(set: &ColumnSet, cell: &str) -> String {
    if set.is_single() {
        return cell.to_owned();
    }
    let stated: Vec<_> = set.columns.iter().filter(|column| column.sum.is_none()).collect();
    let padded = stated
        .iter()
        .map(|column| format!("{}{cell}", " ".repeat(column.short.width().saturating_sub(cell.len()))));
    format!("[ {} ]", padded.collect::<Vec<_>>().join(", "))
}

/// The full label where a row opens a group, its own label below.
fn comment(table: &Table, row: &Row) -> String {
    let group = table.groups.iter().find(|group| {
        group.rows.first().and_then(|&first| table.rows.get(first)).is_some_and(|first| first.key == row.key)
    });
    match group {
        Some(group) => format!("{}：{}", group.label, row.label),
        None => row.label.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Forms;
    use crate::rules::check;
    use crate::source::Source;

    #[test]
    fn a_new_file_names_what_is_unfilled_and_nothing_else() {
        let forms = Forms::built_in();
        for (id, year) in [("2019", 2020), ("2021", 2024)] {
            let form = forms.get(id).unwrap();
            let known = Known { agency: "示例\"县\"财政局".into(), year, ..Known::default() };
            let text = write(&form, &known).unwrap();
            let checked = check(&Source::new("a", text), &forms);
            let report = checked.report.expect("a new file reads");
            assert_eq!(report.agency_name(), "示例\"县\"财政局");
            let rows: usize =
                form.tables().map(|(_, _, t)| t.rows.iter().filter(|r| r.sum.is_none()).count()).sum();
            let count = |code: &str| checked.findings.iter().filter(|f| f.code.0 == code).count();
            // Every row of figures, the three narratives, and the date.
            assert_eq!((count("D006"), count("D003"), count("S405")), (rows, 3, 1));
            assert_eq!(checked.findings.len(), rows + 4);
        }
    }

    /// One text that says what each narrative section must speak of.
    const NARRATIVE: &str = "主动公开、依申请公开、政府信息管理、平台建设和监督保障工作已按要求完成，开展了工作考核和社会评议，\
        没有责任追究情形。存在的问题是解读形式不够丰富，将从三个方面改进：增加图解，加强培训，完善目录。本年度未收取信息处理费。";

    #[test]
    fn a_file_of_zeros_passes_once_the_narrative_is_there() {
        let forms = Forms::built_in();
        for (id, year) in [("2019", 2019), ("2021", 2022)] {
            let form = forms.get(id).unwrap();
            let known =
                Known {
                    agency: "示例县人民政府".into(), year, level: Some(Level::Government), zeros: true
                };
            let text =
                write(&form, &known).unwrap().replace("text = '''\n", &format!("text = '''\n{NARRATIVE}\n"));
            let checked = check(&Source::new("a", text), &forms);
            assert!(!checked.has_errors(), "{:?}", checked.findings);
        }
    }

    #[test]
    fn columns_line_up_under_their_headings() {
        let forms = Forms::built_in();
        let form = forms.get("2021").unwrap();
        let text = write(&form, &Known { year: 2024, ..Known::default() }).unwrap();
        let mut lines = text.lines().skip_while(|line| !line.contains("自然人  商业企业"));
        let (head, row) = (lines.next().unwrap(), lines.next().unwrap());
        for (label, nth) in [("自然人", 0), ("其他", 5)] {
            let heading_end = head[..head.find(label).unwrap() + label.len()].width();
            let cell_end = row.match_indices("\"\"").nth(nth).unwrap().0 + 2;
            assert_eq!(heading_end, row[..cell_end].width(), "{label}");
        }
    }
}
