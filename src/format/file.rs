//! The TOML file of a form, as it is written.

use std::ops::RangeInclusive;

use serde::Deserialize;

use super::{ColumnRole, RowRole, SectionRole, TopicRole};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FormFile {
    pub id: String,
    pub name: String,
    pub source: String,
    pub years: Years,
    pub title_suffix: String,
    pub deadlines: Option<DeadlinesFile>,
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
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeadlinesFile {
    pub department: (u8, u8),
    pub government: (u8, u8),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SectionFile {
    pub key: String,
    pub role: Option<SectionRole>,
    pub title: String,
    #[serde(default)]
    pub topics: Vec<TopicFile>,
    #[serde(default)]
    pub fresh: bool,
    pub table: Option<TableFile>,
}

/// A topic that no rule asks for needs no role.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum TopicFile {
    Plain(String),
    InRole { role: TopicRole, label: String },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TableFile {
    pub caption: String,
    pub weights: Vec<u16>,
    pub corner: String,
    pub column_sets: Vec<ColumnSetFile>,
    #[serde(default)]
    pub groups: Vec<GroupFile>,
    pub rows: Vec<RowFile>,
    #[serde(default)]
    pub balances: Vec<BalanceFile>,
    pub carry: Option<CarryFile>,
    pub layout: Vec<LayoutRowFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ColumnSetFile {
    pub key: String,
    pub columns: Vec<ColumnFile>,
    pub stock: Option<StockFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StockFile {
    pub made: String,
    pub ended: String,
    pub total: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ColumnFile {
    pub key: String,
    pub role: Option<ColumnRole>,
    pub label: String,
    pub short: Option<String>,
    #[serde(default)]
    pub kind: KindFile,
    pub unit: Option<String>,
    pub code: Option<String>,
    pub sum_of: Option<Vec<String>>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub(super) enum KindFile {
    #[default]
    Count,
    Change,
    Amount,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GroupFile {
    pub key: String,
    pub role: Option<RowRole>,
    pub label: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RowFile {
    pub key: String,
    pub role: Option<RowRole>,
    pub label: String,
    #[serde(default)]
    pub prefix: String,
    pub columns: String,
    pub code: Option<String>,
    pub sum_of: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BalanceFile {
    pub code: String,
    pub left: Vec<String>,
    pub right: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CarryFile {
    pub from: String,
    pub to: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LayoutRowFile {
    #[serde(default)]
    pub head: bool,
    pub cells: Vec<LayoutCellFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LayoutCellFile {
    pub text: Option<String>,
    pub note: Option<String>,
    pub band: Option<String>,
    pub row: Option<String>,
    pub group: Option<String>,
    pub column: Option<String>,
    pub figures: Option<String>,
    /// Grid columns; for `figures` one number for each figure.
    pub cols: Option<Cols>,
    pub rows: Option<usize>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Cols {
    One(usize),
    Each(Vec<usize>),
}
