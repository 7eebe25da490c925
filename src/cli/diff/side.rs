//! One of the two files that are compared.

use std::path::Path;
use std::sync::Arc;

use crate::cli::files;
use crate::cli::load::{Loaded, load};
use crate::cli::unsure::listed;
use crate::difference::argument;
use crate::document::{self, build};
use crate::edition::Edition;
use crate::format::{Form, Forms};
use crate::published::{Kind, ReadCell, Reading};
use crate::render;

/// A data file or a published report.
pub(super) struct Side {
    /// What it prints.
    pub edition: Edition,
    /// The form of its tables, with a group as one row where it is given so.
    pub form: Arc<Form>,
    /// What a data file says; `None` for a published report.
    pub loaded: Option<Loaded>,
    /// What a data file prints, with its paragraphs, links and bold words.
    pub layout: Option<String>,
    /// Digest of the file.
    pub digest: String,
    /// Its name for the user.
    name: String,
    /// How a published report was read.
    published: Option<Box<Reading>>,
}

impl Side {
    /// Reads a data file or a published report, whichever it is.
    ///
    /// # Errors
    /// It cannot be read: why, in plain words.
    pub fn load(path: &Path, forms: &Forms) -> Result<Self, String> {
        if !files::is_output_name(path) {
            files::refuse_absent(path)?;
        }
        let digest = render::digest(&files::read_published(path)?);
        let mut loaded = load(path, None, forms)?;
        let name = files::shown(path);
        let Some(report) = &loaded.checked.report else {
            return Err(format!(
                "“{name}”里有写法上的错误，读不出来；请先运行 nianbao check {}，改正后再比较",
                argument(&name)
            ));
        };
        let form = Arc::clone(&report.form);
        if let Some(reading) = loaded.published.take() {
            let (edition, published) = (reading.edition_of(report), Some(reading));
            return Ok(Self { edition, form, loaded: None, layout: None, digest, name, published });
        }
        let document = build(report, document::Options::default());
        let layout = render::markdown::render(&document, &render::Options::default());
        let layout = layout.map_err(|error| error.to_string())?;
        let edition = Edition::of(&document);
        Ok(Self { edition, form, loaded: Some(loaded), layout: Some(layout), digest, name, published: None })
    }

    /// True if words of a web site may stand around the report.
    pub fn may_hold_words_of_site(&self) -> bool {
        let kind = self.published.as_ref().map(|reading| reading.account.kind);
        kind.is_some_and(|kind| kind.is_paper() || matches!(kind, Kind::Html | Kind::Text))
    }

    /// True if the file says what its numbers are, and not with how many decimals they were printed.
    pub fn has_bare_numbers(&self) -> bool {
        self.published.as_ref().is_some_and(|reading| reading.account.kind == Kind::Sheet)
    }

    /// The cells of a published report that were not compared: which, and where they stand.
    pub fn unsure_words(&self) -> Vec<String> {
        let Some(reading) = &self.published else { return Vec::new() };
        let name = &self.name;
        let listed = |wanted: &dyn Fn(&&ReadCell) -> bool| listed(reading, wanted);
        let missing = listed(&|cell| cell.value.is_none())
            .map(|cells| format!("“{name}”里没有读到{cells}，没有比较；请对照原文核对"));
        let doubtful = listed(&|cell| cell.doubtful)
            .map(|cells| format!("“{name}”里{cells}读得没有把握，没有比较；请对照原文核对"));
        missing.into_iter().chain(doubtful).collect()
    }

    /// Why nothing may be published that rests on this side; `None` if every figure that was read is certain.
    pub fn doubt(&self) -> Option<String> {
        let cells = listed(self.published.as_ref()?, &|cell| cell.doubtful)?;
        let name = &self.name;
        Some(format!(
            "“{name}”里{cells}读得没有把握，写出来可能有错。请先运行 nianbao import {} 生成数据文件，对照原文改正这几格，再用它比较",
            argument(name)
        ))
    }
}
