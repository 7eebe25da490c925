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

/// Why a file cannot be drafted from; as a command says it.
#[derive(Debug, thiserror::Error)]
pub(in crate::cli) enum Unfit {
    /// It cannot be read, or is no report: why, in plain words.
    #[error("{0}")]
    Unread(String),
    /// There are mistakes in how it is written.
    #[error("“{}”不是数据文件，或者有写法上的错误，读不出来；请先运行 nianbao check {} 查看", files::shown(.0), files::argument(.0))]
    Faulty(PathBuf),
    /// A data file without a year.
    #[error("“{}”没有写明报告年度，或者写得不对；请先运行 nianbao check {} 查看", files::shown(.0), files::argument(.0))]
    NoYear(PathBuf),
    /// A published report without one.
    #[error("“{}”里没有找到报告年度；请先运行 nianbao import {} --year 年度 生成数据文件，再用它起草", files::shown(.0), files::argument(.0))]
    NoYearPublished(PathBuf),
}

impl Last {
    /// Reads and checks the file; why it cannot serve.
    pub fn load(path: &Path, forms: &Forms) -> Result<Self, Unfit> {
        load_last(path, forms).map_err(Unfit::Unread).and_then(|loaded| Self::of(path, loaded))
    }

    /// The same of a file that is about to be at a path.
    pub fn from_bytes(path: &Path, bytes: &[u8], forms: &Forms) -> Result<Self, Unfit> {
        let loaded = load_last_bytes(path, bytes, forms).map_err(Unfit::Unread)?;
        Self::of(path, loaded)
    }

    pub fn of(path: &Path, loaded: Loaded) -> Result<Self, Unfit> {
        let errors = loaded.checked.counts().errors;
        let report = loaded.checked.report.ok_or_else(|| Unfit::Faulty(path.to_owned()))?;
        let published = loaded.published.as_deref();
        let year = report.year.as_ref().map(|year| year.value).ok_or_else(|| match published {
            Some(_) => Unfit::NoYearPublished(path.to_owned()),
            None => Unfit::NoYear(path.to_owned()),
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
