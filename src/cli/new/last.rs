//! Last year's data file, from which a new one goes on.

use std::path::{Path, PathBuf};

use crate::cli::files;
use crate::cli::load::{Loaded, load};
use crate::format::Forms;
use crate::report::Report;

/// A data file that could be read.
#[derive(Debug)]
pub(super) struct Last {
    pub path: PathBuf,
    pub report: Report,
    pub year: u16,
    /// Errors that the check finds in it.
    pub errors: usize,
}

impl Last {
    /// Reads and checks the file; why it cannot serve, in plain words.
    pub fn load(path: &Path, forms: &Forms) -> Result<Self, String> {
        load(path, None, forms).and_then(|loaded| Self::of(path, loaded))
    }

    pub fn of(path: &Path, loaded: Loaded) -> Result<Self, String> {
        let (name, argument) = (files::shown(path), files::argument(path));
        let errors = loaded.checked.counts().errors;
        let report = loaded.checked.report.ok_or_else(|| match files::is_output_name(path) {
            true => format!("“{name}”是生成的报告，不是数据文件；请写生成它的那个数据文件（扩展名为 .toml）"),
            false => format!(
                "“{name}”不是数据文件，或者有写法上的错误，读不出来；请先运行 nianbao check {argument} 查看"
            ),
        })?;
        let year = report.year.as_ref().map(|year| year.value).ok_or_else(|| {
            format!("“{name}”没有写明报告年度，或者写得不对；请先运行 nianbao check {argument} 查看")
        })?;
        Ok(Self { path: path.to_owned(), report, year, errors })
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
