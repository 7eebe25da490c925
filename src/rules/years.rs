//! What the rules that look at two years share.

group! {
    carried_over_unequal,
    stock_unequal,
    more_repealed_than_known,
    copied_text,
    sudden_change,
    wrong_last_year,
}

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Subject, words};
use crate::diagnostic::CellRef;
use crate::format::CellId;
use crate::report::{Accept, LastYear, Report, bare_name};
use crate::rules::acceptance::incomplete_acceptance;
use crate::source::{Source, Span};

/// This year's report and last year's.
pub(super) struct Pair<'a> {
    pub report: &'a Report,
    pub last: &'a Report,
    source: &'a Source,
    last_source: &'a Source,
    /// Where the cells stand in a published file.
    last_places: Option<&'a BTreeMap<String, String>>,
}

/// In what the two files do not belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mismatch {
    pub agency: bool,
    pub year: bool,
}

/// Both reports, where last year's is at hand, whether they belong together or not.
pub(super) fn any_pair<'a>(subject: &Subject<'a>) -> Option<Pair<'a>> {
    let Subject { report, source, .. } = *subject;
    match &report.last_year {
        LastYear::Known(known) => {
            Some(Pair { report, last: &known.0, source, last_source: &known.1, last_places: None })
        }
        LastYear::Published(published) => Some(Pair {
            report,
            last: &published.report,
            source,
            last_source: &published.source,
            last_places: Some(&published.places),
        }),
        LastYear::None | LastYear::Unavailable(_) => None,
    }
}

/// Both reports, if they are those of one agency in consecutive years: else nothing can be compared,
/// and Y206 says why. An agency that states in writing why its name is another one now is compared.
pub(super) fn pair<'a>(subject: &Subject<'a>) -> Option<Pair<'a>> {
    any_pair(subject).filter(|pair| {
        let mismatch = pair.mismatch();
        !mismatch.year && (!mismatch.agency || is_renamed(pair.report))
    })
}

/// True if the data file gives a reason for the other name in last year's report.
fn is_renamed(report: &Report) -> bool {
    let is_about_names = |accept: &&Accept| {
        accept.code.as_ref().is_some_and(|code| code.value == wrong_last_year::RULE.code.0)
    };
    report
        .accepts
        .iter()
        .filter(is_about_names)
        .filter_map(|accept| accept.reason.as_ref())
        .any(|reason| !incomplete_acceptance::says_nothing(reason))
}

impl Pair<'_> {
    /// What an unreadable name or year leaves open counts as fitting: it has its own finding.
    pub fn mismatch(&self) -> Mismatch {
        let name = |report: &Report| bare_name(report.agency_name());
        let (name, last_name) = (name(self.report), name(self.last));
        let (year, last_year) = (self.report.year(), self.last.year());
        Mismatch {
            agency: !name.is_empty() && !last_name.is_empty() && name != last_name,
            year: year != 0 && last_year != 0 && year.checked_sub(1) != Some(last_year),
        }
    }

    /// The name of last year's file.
    pub fn last_file(&self) -> String {
        self.last_source.shown_name()
    }

    /// True if last year's file says just what this one says.
    pub fn is_itself(&self) -> bool {
        self.last_source.text() == self.source.text()
    }

    /// Cells of this year that take part in a finding.
    pub fn cells(&self, ids: impl IntoIterator<Item = CellId>) -> Vec<CellRef> {
        words::cell_refs(self.report, self.source, ids)
    }

    /// The cell of last year's report with the same path and the same kind of figure; where the two
    /// files follow different forms, most cells of one have none in the other.
    pub fn same_cell(&self, id: CellId) -> Option<CellId> {
        self.report.form.same_cell(id, &self.last.form)
    }

    /// Last year's figure of the same path.
    pub fn last_value(&self, id: CellId) -> Option<Decimal> {
        self.last.value(self.same_cell(id)?)
    }

    /// Where a cell stands in last year's file: `“上年.toml”第 80 行`, `“上年.docx”表格2 第3行第4列`.
    pub fn place_in_last(&self, id: CellId) -> String {
        let place = match self.last_places {
            Some(places) => places.get(&self.last.form.path(id)).cloned(),
            None => {
                let cell = self.last.cell(id);
                cell.map(|cell| format!("第 {} 行", self.last_source.position(cell.span.start).line))
            }
        };
        format!("上一年度的报告“{}”{}", self.last_source.shown_name(), place.unwrap_or_default())
    }
}

/// The cell's place; the start of the file for one that is not in it.
pub(super) fn span_of(report: &Report, id: CellId) -> Span {
    report.cell(id).map_or_else(Span::default, |cell| cell.span)
}
