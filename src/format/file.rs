//! The TOML file of a form, as it is written.

use std::ops::RangeInclusive;

use serde::Deserialize;
use toml::Spanned;

use super::{ColumnRole, Kind, RowRole, SectionRole, TopicRole};

/// A name with its place in the file.
pub(super) type Name = Spanned<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FormFile {
    pub id: Name,
    pub name: String,
    pub source: String,
    pub years: Spanned<Years>,
    pub title_suffix: String,
    pub deadlines: Option<Spanned<DeadlinesFile>>,
    pub sections: Vec<SectionFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Years {
    pub from: u16,
    pub to: Option<u16>,
}

impl Years {
    /// From the first to the last year; without a last one the form is still in force.
    pub(super) fn range(&self) -> RangeInclusive<u16> {
        self.from..=self.to.unwrap_or(u16::MAX)
    }
}

/// Each a month and a day.
#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeadlinesFile {
    pub department: (u8, u8),
    pub government: (u8, u8),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SectionFile {
    pub key: Name,
    pub role: Option<Spanned<SectionRole>>,
    pub title: String,
    #[serde(default)]
    pub also: Vec<String>,
    #[serde(default)]
    pub topics: Vec<Spanned<TopicFile>>,
    #[serde(default)]
    pub fresh: bool,
    pub table: Option<TableFile>,
}

/// A topic that no rule asks for needs no role.
#[derive(Deserialize)]
#[serde(untagged, expecting = "要写成 \"文字\" 或者 { role = \"…\", label = \"文字\" }")]
pub(super) enum TopicFile {
    Plain(String),
    InRole { role: TopicRole, label: String },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TableFile {
    pub caption: String,
    pub weights: Spanned<Vec<u16>>,
    pub corner: String,
    pub column_sets: Vec<ColumnSetFile>,
    #[serde(default)]
    pub groups: Vec<GroupFile>,
    pub rows: Vec<RowFile>,
    #[serde(default)]
    pub balances: Vec<BalanceFile>,
    pub carry: Option<Spanned<CarryFile>>,
    pub layout: Spanned<Vec<LayoutRowFile>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ColumnSetFile {
    pub key: Name,
    pub columns: Vec<ColumnFile>,
    pub stock: Option<Spanned<StockFile>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StockFile {
    pub made: Name,
    pub ended: Name,
    pub total: Name,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ColumnFile {
    pub key: Name,
    pub role: Option<Spanned<ColumnRole>>,
    pub label: String,
    #[serde(default)]
    pub also: Vec<String>,
    pub short: Option<String>,
    #[serde(default)]
    pub kind: Kind,
    pub unit: Option<String>,
    pub code: Option<Name>,
    pub sum_of: Option<Vec<Name>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GroupFile {
    pub key: Name,
    pub role: Option<Spanned<RowRole>>,
    pub label: String,
    #[serde(default)]
    pub also: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RowFile {
    pub key: Name,
    pub role: Option<Spanned<RowRole>>,
    pub label: String,
    #[serde(default)]
    pub also: Vec<String>,
    #[serde(default)]
    pub prefix: String,
    pub columns: Name,
    pub code: Option<Name>,
    pub sum_of: Option<Vec<Name>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BalanceFile {
    pub code: Name,
    pub left: Vec<Name>,
    pub right: Vec<Name>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CarryFile {
    pub from: Name,
    pub to: Name,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LayoutRowFile {
    #[serde(default)]
    pub head: bool,
    pub cells: Vec<Spanned<LayoutCellFile>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LayoutCellFile {
    pub text: Option<String>,
    pub note: Option<String>,
    pub band: Option<String>,
    pub row: Option<Name>,
    pub group: Option<Name>,
    pub column: Option<Name>,
    pub figures: Option<Name>,
    /// Grid columns; for `figures` one number for each figure.
    pub cols: Option<Cols>,
    pub rows: Option<usize>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "要写成一个数或者 [数, 数]")]
pub(super) enum Cols {
    One(usize),
    Each(Vec<usize>),
}
