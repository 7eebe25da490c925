//! The overview as a web page (情况表.html): one file, with a script of its own that sorts, and nothing from elsewhere.

use serde::Serialize;
use tera::{Context, Tera};

use super::{Collection, Overview, Row, Tie, letter};
use crate::document::report_name;
use crate::source::visible;

/// What goes around the values.
const SHELL: &str = include_str!("../../templates/collect.html");
/// The style of the pages.
pub(super) const STYLE: &str = include_str!("../../templates/collect.css");
/// What sorts the tables.
const SCRIPT: &str = include_str!("../../templates/collect.js");
/// What the title of every overview ends with.
pub const TITLE_END: &str = "报送情况表";
/// A longer problem is folded; nothing of it is left out.
const LONGEST_SHOWN: usize = 200;
/// A longer list is folded when the page is opened.
const LONGEST_OPEN: usize = 20;

#[derive(Serialize)]
struct Values<'c> {
    title: String,
    style: &'static str,
    script: &'static str,
    sentences: Vec<String>,
    has_copied: bool,
    copied_page: String,
    tables: Vec<Table<'c>>,
    strays: Vec<Stray<'c>>,
    /// Files that were not taken for reports, each with why.
    others: Option<List>,
    sum: Option<Account>,
    tie: Option<TieValues>,
}

#[derive(Serialize)]
struct Table<'c> {
    id: &'static str,
    /// Empty for the overview itself, which stands right below the title of the page.
    title: &'static str,
    caption: &'static str,
    rows: Vec<RowValues<'c>>,
}

#[derive(Serialize)]
struct RowValues<'c> {
    name: &'c str,
    /// 类别 and 联系人.
    about: Vec<&'c str>,
    state: &'static str,
    state_words: &'c str,
    /// Its place in the overview: the worst first.
    rank: usize,
    letter: String,
    date: String,
    iso_date: String,
    errors: String,
    warnings: String,
    blanks: String,
    problem: &'c str,
    rest: &'c str,
    place: &'c str,
    files: &'c [String],
    remarks: &'c [String],
}

#[derive(Serialize)]
struct Stray<'c> {
    path: &'c str,
    problem: &'c str,
}

/// Sentences, and lists under them.
#[derive(Serialize)]
struct Account {
    sentences: Vec<String>,
    lists: Vec<List>,
}

#[derive(Serialize)]
struct List {
    title: &'static str,
    is_short: bool,
    items: Vec<String>,
}

#[derive(Serialize)]
struct TieValues {
    sentences: Vec<String>,
    rows: Vec<TieRow>,
    lists: Vec<List>,
}

#[derive(Serialize)]
struct TieRow {
    cell: String,
    stated: String,
    summed: String,
    excess: String,
    explanation: String,
}

/// The page.
///
/// # Errors
/// The template does not work, which a test shows that it does.
pub fn text(overview: &Overview<'_>) -> Result<String, tera::Error> {
    let collection = overview.collection;
    let (listed, unlisted): (Vec<_>, Vec<_>) =
        rows(overview).into_iter().partition(|(_, is_listed)| *is_listed);
    let mut tables = vec![table("units", "", "各单位的情况", listed)];
    if !unlisted.is_empty() {
        tables.push(table("unlisted", "不在名单上的单位", "不在名单上的单位", unlisted));
    }
    let strays = collection.strays.iter();
    let others = collection.others.iter().map(|other| format!("{}：{}", other.path, other.reason()));
    fill(
        "collect.html",
        SHELL,
        &Values {
            title: title(collection, TITLE_END),
            style: STYLE,
            script: SCRIPT,
            sentences: collection.counts_in_words(),
            has_copied: !collection.copied.is_empty(),
            copied_page: address(&[super::passages_page::NAME]),
            tables,
            others: list("没有当作报告的文件", others.collect()),
            strays: strays.map(|stray| Stray { path: &stray.path, problem: &stray.problem }).collect(),
            sum: sum(collection),
            tie: collection.tie().map(tie),
        },
    )
}

/// A table with these lines.
fn table<'o>(
    id: &'static str,
    title: &'static str,
    caption: &'static str,
    rows: Vec<(RowValues<'o>, bool)>,
) -> Table<'o> {
    Table { id, title, caption, rows: rows.into_iter().map(|(row, _)| row).collect() }
}

/// The title of a page: `2024年政府信息公开工作年度报告报送情况表`.
pub(super) fn title(collection: &Collection, what: &str) -> String {
    format!("{}年{}{what}", collection.year, report_name())
}

/// Fills a template, whose values are escaped.
pub(super) fn fill(name: &str, shell: &str, values: &impl Serialize) -> Result<String, tera::Error> {
    let mut tera = Tera::default();
    tera.add_raw_template(name, shell)?;
    let text = tera.render(name, &Context::from_serialize(values)?)?;
    // A page may hold no control characters, and nothing shall turn round what stands behind it.
    Ok(text.split('\n').map(visible).collect::<Vec<_>>().join("\n"))
}

/// The lines of the overview, each with whether the unit has to file.
fn rows<'o>(overview: &'o Overview<'_>) -> Vec<(RowValues<'o>, bool)> {
    let collection = overview.collection;
    let rows = overview.rows.iter().zip(&collection.units).enumerate();
    rows.map(|(rank, (row, unit))| {
        let is_listed = !collection.has_roster || unit.entry.is_some();
        (row_values(rank, row), is_listed)
    })
    .collect()
}

fn row_values(rank: usize, row: &Row) -> RowValues<'_> {
    let number = |count: Option<usize>| count.map(|count| count.to_string()).unwrap_or_default();
    let cut = row.problem.char_indices().nth(LONGEST_SHOWN).map_or(row.problem.len(), |(at, _)| at);
    let (problem, rest) = row.problem.split_at_checked(cut).unwrap_or((&row.problem, ""));
    let letter = row.letter.as_ref().map(|name| address(&[letter::FOLDER, &format!("{name}.docx")]));
    let about = [row.category.as_str(), row.contact.as_str()].into_iter();
    RowValues {
        name: &row.name,
        about: about.filter(|words| !words.is_empty()).collect(),
        state: row.state.id(),
        state_words: &row.state_words,
        rank,
        letter: letter.unwrap_or_default(),
        date: row.date.map(|date| date.chinese()).unwrap_or_default(),
        iso_date: row.date.map(|date| date.to_string()).unwrap_or_default(),
        errors: number(row.errors),
        warnings: number(row.warnings),
        blanks: number(row.blanks),
        problem,
        rest,
        place: &row.place,
        files: &row.files,
        remarks: &row.remarks,
    }
}

fn list(title: &'static str, items: Vec<String>) -> Option<List> {
    let is_short = items.len() <= LONGEST_OPEN;
    (!items.is_empty()).then_some(List { title, is_short, items })
}

fn sum(collection: &Collection) -> Option<Account> {
    let account = collection.sum_account()?;
    let absent = account.absent.into_iter().map(|(name, why)| format!("{name}：{why}")).collect();
    let lists = [
        list("应当计入而没有计入的单位", absent),
        list("没有加总、留作空白的格", account.blank),
        list("各单位所写的总计与分项之和不一致的格", account.unlike),
    ];
    Some(Account { sentences: account.sentences, lists: lists.into_iter().flatten().collect() })
}

fn tie(tie: Tie) -> TieValues {
    let row = |row: super::TieRow| TieRow {
        cell: row.cell,
        stated: row.stated,
        summed: row.summed,
        excess: row.excess,
        explanation: row.explanation,
    };
    TieValues {
        sentences: tie.sentences,
        rows: tie.rows.into_iter().map(row).collect(),
        lists: list("没有核对的格", tie.uncompared).into_iter().collect(),
    }
}

/// The address of a file beside the page, below these folders.
fn address(parts: &[&str]) -> String {
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~".contains(byte);
    let part = |part: &&str| -> String {
        let byte =
            |byte: u8| if is_plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
        part.bytes().map(byte).collect()
    };
    parts.iter().map(part).collect::<Vec<_>>().join("/")
}
