//! The roster (名单) of an office: the units that have to file, with what it says of each.

use crate::report::Date;

/// A unit of the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// 单位名称.
    pub name: String,
    /// 别名: other and former names.
    pub aliases: Vec<String>,
    /// 类别; empty if the roster does not say it.
    pub category: String,
    /// 期限: the last day for the report.
    pub deadline: Option<Date>,
    /// 计入汇总: true if its figures count in the sum.
    pub counts: bool,
    /// 联系人; empty if the roster does not say it.
    pub contact: String,
}

/// The units that have to file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roster {
    /// In the order of the file.
    pub entries: Vec<Entry>,
}
