//! Last year's report, from which a new data file goes on.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::cli::files;
use crate::cli::load::{Loaded, load_last, load_last_bytes};
use crate::cli::unsure::listed;
use crate::format::Forms;
use crate::report::Report;

/// A data file or a published report that could be read.
#[derive(Debug)]
pub(in crate::cli) struct Last {
    pub path: PathBuf,
    pub report: Report,
    pub year: u16,
    /// Errors that the check finds in it.
    pub errors: usize,
    /// True for a report as it was published.
    pub is_published: bool,
    /// Cells of it that may be other ones, in words.
    pub unsure: Option<String>,
    /// Paths of the cells that were not read for certain.
    pub unread: BTreeSet<String>,
}

impl Last {
    /// Reads and checks the file; why it cannot serve, in plain words.
    pub fn load(path: &Path, forms: &Forms) -> Result<Self, String> {
        load_last(path, forms).and_then(|loaded| Self::of(path, loaded))
    }

    /// The same of a file that is about to be at a path.
    pub fn from_bytes(path: &Path, bytes: &[u8], forms: &Forms) -> Result<Self, String> {
        load_last_bytes(path, bytes, forms).and_then(|loaded| Self::of(path, loaded))
    }

    fn of(path: &Path, loaded: Loaded) -> Result<Self, String> {
        let (name, argument) = (files::shown(path), files::argument(path));
        let errors = loaded.checked.counts().errors;
        let report = loaded.checked.report.ok_or_else(|| {
            format!(
                "“{name}”不是数据文件，或者有写法上的错误，读不出来；请先运行 nianbao check {argument} 查看"
            )
        })?;
        let published = loaded.published.as_deref();
        let year = report.year.as_ref().map(|year| year.value).ok_or_else(|| match published {
            Some(_) => format!(
                "“{name}”里没有找到报告年度；请先运行 nianbao import {argument} --year 年度 生成数据文件，再用它起草"
            ),
            None => format!("“{name}”没有写明报告年度，或者写得不对；请先运行 nianbao check {argument} 查看"),
        })?;
        let unsure = published.and_then(|reading| listed(reading, &|cell| cell.doubtful));
        let cells = published.iter().flat_map(|reading| &reading.account.cells);
        let unread = cells.filter(|cell| cell.doubtful || cell.value.is_none());
        let unread = unread.map(|cell| cell.path.clone()).collect();
        let (path, is_published) = (path.to_owned(), published.is_some());
        Ok(Self { path, report, year, errors, is_published, unsure, unread })
    }

    /// The year of the report that goes on from it.
    pub fn next_year(&self) -> u16 {
        self.year.saturating_add(1)
    }

    /// Full name of its agency.
    pub fn agency(&self) -> String {
        self.report.agency_name().to_owned()
    }
}
