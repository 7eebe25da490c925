//! The roster (名单) of an office: the units that have to file, with what it says of each.

mod account;
mod heads;
mod line;
mod sheets;
mod table;
#[cfg(test)]
mod tests;
mod value;

use crate::published::SheetError;
use crate::report::Date;

/// Lines of a roster: all units of China that file a report, some 200,000, and what stands above and between them.
const MOST_LINES: usize = 300_000;

/// Bytes of its file.
const LARGEST_FILE: usize = 64 << 20;

/// Faults, lines and units that are named at a time.
const MOST_NAMED: usize = 10;

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
    pub deadline: Option<Deadline>,
    /// 计入汇总: true if its figures count in the sum.
    pub counts: bool,
    /// 联系人; empty if the roster does not say it.
    pub contact: String,
}

/// The last day for a report, as a roster states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deadline {
    /// A day of a year.
    Day(Date),
    /// Month and day, of the year after the report year.
    NextYear(u8, u8),
}

impl Deadline {
    /// The day for the report of a year.
    pub fn of(self, year: u16) -> Option<Date> {
        match self {
            Self::Day(date) => Some(date),
            Self::NextYear(month, day) => {
                let next = year.checked_add(1)?;
                // 2月29日 is the last day of February.
                Date::of(next, month, day).or_else(|| Date::of(next, month, day.checked_sub(1)?))
            }
        }
    }
}

/// The units that have to file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roster {
    /// In the order of the file.
    pub entries: Vec<Entry>,
    /// What was not read of it, and what else a person has to look at, a sentence each.
    pub remarks: Vec<String>,
}

/// Why a roster cannot be read, in plain words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RosterError {
    /// Beyond all measure.
    #[error(
        "名单过大：最多可以有 {MOST_LINES} 行、{} MB。请核对是不是这个文件；是的，请只留名单所在的工作表和各列，另存后再试",
        LARGEST_FILE >> 20
    )]
    TooLarge,
    /// A workbook that cannot be read.
    #[error("{0}")]
    Sheet(SheetError),
    /// No sheet and no text.
    #[error(
        "这个文件不是名单。名单应当是 Excel 工作簿（.xlsx、.xls）或者 CSV 文件；请用 Excel 或 WPS 打开，另存为 .xlsx 后再试"
    )]
    OtherKind,
    /// Text in no known encoding.
    #[error("名单里的文字是乱码，读不出来。请用 Excel 或 WPS 打开，另存为 .xlsx 后再试")]
    Garbled,
    /// Quotes of a CSV that do not close.
    #[error(
        "名单第 {0} 行的英文双引号（\"）没有成对，后面的内容分不清是哪一格的。请补上或者删去这个引号后再试"
    )]
    OpenQuote(usize),
    /// No head, and no plain list of names.
    #[error(
        "名单里没有“单位名称”这一列。请在最前面{}行以内写一行表头：“单位名称”必须有，“别名”“类别”“期限”“计入汇总”“联系人”可以没有；只有一列名称的名单可以不写表头",
        heads::WITHIN
    )]
    NoHead,
    /// No unit under the head.
    #[error("名单里没有单位。请在“单位名称”下面写上各单位的名称，一行一个")]
    NoUnit,
    /// Lines that cannot be read, a sentence each.
    #[error("{}", .0.join("\n"))]
    Lines(Vec<String>),
}

impl Roster {
    /// Reads the file of a roster, a workbook or a CSV: all its sheets with a head.
    ///
    /// # Errors
    /// The file is no roster, or lines of it cannot be read: which, why and what to do, in plain words.
    pub fn read(bytes: &[u8]) -> Result<Self, RosterError> {
        let lists = table::read(bytes)?;
        let (sheets, mut others) = sheets::with_heads(&lists);
        if sheets.is_empty() {
            return Err(RosterError::NoHead);
        }
        let mut account = account::Account::default();
        for (sheet, heads) in sheets {
            account.add(&sheet, line::read(sheet.list, heads));
        }
        let account::Account { entries, mut faults, mut remarks, .. } = account.closed();
        if !faults.is_empty() {
            let more = faults.len().saturating_sub(MOST_NAMED);
            faults.truncate(MOST_NAMED);
            faults.extend((more > 0).then(|| format!("另有 {more} 处同类问题没有列出")));
            return Err(RosterError::Lines(faults));
        }
        if entries.is_empty() {
            return Err(RosterError::NoUnit);
        }
        remarks.append(&mut others);
        Ok(Self { entries, remarks })
    }
}
