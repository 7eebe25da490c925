//! From a page to the report that it shows: form, figures, words, and the account of them.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use super::account::{Account, Oddity, ReadCell, Remark};
use super::around::{self, Around};
use super::edition::Certain;
use super::expected::{Expected, Line, LineKind};
use super::known::Known;
use super::page::{Grid, Kind, Page, PageBlock, ParagraphRole, Place};
use super::sections::{self, Names, Part};
use super::tables::{self, Figures};
use super::title::{self, Heading, Signature};
use super::{How, agency, rows, scattered, sheets, solid, words};
use crate::format::{Form, Forms, Kind as CellKind};
use crate::report::{Date, Level};

/// Fewer cells are no table of a report.
const FEWEST_CELLS: usize = 10;
/// A heading that a form does not have counts against it as so many figures.
const STRANGE_HEADING: usize = 5;

/// Why a page is no report that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoReport {
    /// Pictures where the tables should be.
    #[error("没有读到表格中的数字，表格多半是图片。请换用含有文字表格的文件，例如原来的 Word 文件")]
    Pictures,
    /// Figures without anything between them.
    #[error("表格中各格的数字连在一起，分不清哪个数字在哪一格。请换用网页、Word 文件等保留了表格的文件")]
    Glued,
    /// Labels and figures of the tables stand in lines of their own.
    #[error("表格散成了一行一格，分不清哪个数字在哪一格。请换用保留了表格的文件，例如原来的 Word 文件")]
    Scattered,
    /// Nothing of a form was found.
    #[error("没有读到政府信息公开工作年度报告的表格。请核对是不是这个文件")]
    NoTables,
}

/// The words of one section.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SectionWords {
    /// The title as it is published, where it is another than the form's.
    pub heading: Option<String>,
    /// Words before the table.
    pub before: String,
    /// Words under the table; of a section without one all its words.
    pub text: String,
}

/// A report as it was published.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The form of its tables, with each group as one row that is printed so.
    pub form: Arc<Form>,
    /// What was read, cell by cell.
    pub account: Account,
    pub(super) title: Option<String>,
    pub(super) preamble: String,
    pub(super) sections: Vec<SectionWords>,
    pub(super) issuer: Option<String>,
    pub(super) date: Option<Date>,
    /// What a person says that it is.
    pub(super) level: Option<Level>,
    /// Which passages have a certain beginning and end.
    pub(super) certain: Certain,
}

impl Reading {
    /// The same with every doubtful cell as one that was not read.
    #[must_use]
    pub fn without_doubtful(&self) -> Self {
        let mut certain = self.clone();
        for cell in certain.account.cells.iter_mut().filter(|cell| cell.doubtful) {
            (cell.value, cell.note) = (None, None);
        }
        certain
    }
}

/// Recognises the report that a page shows.
///
/// # Errors
/// The page has no tables of a form, or they cannot be read.
pub fn recognise(page: &Page, forms: &Forms, wanted: Option<&str>) -> Result<Reading, NoReport> {
    let known = Known::new(forms, wanted);
    let page = &with_rows_of_lines(page, &known);
    let (expected, mut figures) = fitting(page, &known)
        .filter(|(.., figures)| figures.values.len() >= FEWEST_CELLS)
        .ok_or_else(|| why_not(page, &known))?;
    if page.kind.is_paper() {
        figures.remarks.retain(|remark| !is_cut_off(&remark.oddity));
    }
    let form = &expected.form;
    let page = &with_titles_apart(page, form);
    let other_sheets = sheets::without_report(form, page, &figures);
    let is_elsewhere = |place: &Place| place.sheet.as_ref().is_some_and(|sheet| other_sheets.contains(sheet));
    figures.remarks.retain(|remark| !remark.place.as_ref().is_some_and(is_elsewhere));
    let (page, elsewhere) = sheets::without(page, &other_sheets, &mut figures.sections);
    let mut reading = Recogniser { page: &page, form, expected, figures }.reading();
    reading.account.unused.extend(elsewhere.iter().filter_map(around::told));
    Ok(reading)
}

/// True for the beginning of an official label: the rest of it does not show where a column or a page ends.
fn is_cut_off(oddity: &Oddity) -> bool {
    matches!(oddity, Oddity::Label { published, official } if solid(official).starts_with(published.as_str()))
}

fn grid_of(block: &PageBlock) -> Option<&Grid> {
    match block {
        PageBlock::Grid(grid) => Some(grid),
        PageBlock::Paragraph(_) => None,
    }
}

/// A page whose lines of figures are grids.
fn with_rows_of_lines<'p>(page: &'p Page, known: &Known<'_>) -> Cow<'p, Page> {
    let rows = rows::of_lines(page, known);
    if rows.is_empty() && page.kind != Kind::Text {
        return Cow::Borrowed(page);
    }
    let mut page = page.clone();
    for (at, grid) in rows {
        if let Some(block) = page.blocks.get_mut(at) {
            *block = PageBlock::Grid(grid);
        }
    }
    if page.kind == Kind::Text {
        page.blocks = scattered::gathered(page.blocks, known);
    }
    Cow::Owned(page)
}

/// A page whose titles stand apart from the text under them.
fn with_titles_apart<'p>(page: &'p Page, form: &Form) -> Cow<'p, Page> {
    let titles = sections::titles_with_text(form, &page.blocks);
    if titles.is_empty() {
        return Cow::Borrowed(page);
    }
    let mut titles = titles.into_iter().peekable();
    let mut page = page.clone();
    let blocks = std::mem::take(&mut page.blocks);
    for (at, mut block) in blocks.into_iter().enumerate() {
        let title = titles.next_if(|(title, _)| *title == at);
        if let (Some((_, length)), PageBlock::Paragraph(paragraph)) = (title, &mut block) {
            page.blocks.push(PageBlock::Paragraph(sections::split_off_title(paragraph, length)));
        }
        page.blocks.push(block);
    }
    Cow::Owned(page)
}

/// The form that explains most of what the tables hold, with what was read by it; of several, the one of the year.
fn fitting<'e>(page: &Page, known: &'e Known<'_>) -> Option<(&'e Expected, Figures)> {
    let first = page.blocks.iter().position(|block| grid_of(block).is_some());
    let year = title::heading(page, first.unwrap_or(page.blocks.len())).year;
    let mut best: Option<(_, (_, Figures))> = None;
    for expected in known.by_year(year) {
        let cells = expected.form.cells().count();
        // One with fewer cells than were surely read explains less.
        if best.as_ref().is_some_and(|((sure, _), _)| cells < *sure) {
            continue;
        }
        let grids = rows::with_headings(page, expected);
        let grids: Vec<&Grid> = grids.iter().map(Cow::as_ref).collect();
        let figures = tables::read(expected, &grids);
        let score = score(&figures);
        // Where nothing is left over, no other form explains more.
        let is_all = score == (cells, Reverse(0));
        if best.as_ref().is_none_or(|(other, _)| score > *other) {
            best = Some((score, (expected, figures)));
        }
        if is_all {
            break;
        }
    }
    best.map(|(_, fitting)| fitting)
}

/// How many figures a form surely explains, less those that its strange headings take away; then its remarks.
fn score(figures: &Figures) -> (usize, Reverse<usize>) {
    let sure = figures.values.values().filter(|value| value.doubt.is_none()).count();
    // Headings tell forms apart that have most of their rows in common.
    (sure.saturating_sub(STRANGE_HEADING * figures.strange), Reverse(figures.remarks.len()))
}

fn why_not(page: &Page, known: &Known<'_>) -> NoReport {
    let texts: Vec<String> = page
        .blocks
        .iter()
        .filter_map(|block| match block {
            PageBlock::Paragraph(paragraph) => Some(solid(&paragraph.text())),
            PageBlock::Grid(_) => None,
        })
        .collect();
    let labels = known.iter().flat_map(|expected| {
        let rows = expected.form.tables().flat_map(|(_, _, table)| &table.rows);
        rows.map(|row| solid(&row.label)).collect::<Vec<_>>()
    });
    let labels: std::collections::BTreeSet<String> = labels.collect();
    let is_glued = |label: &String| {
        let behind =
            texts.iter().filter_map(|text| text.split_once(label.as_str()).map(|(_, behind)| behind));
        behind.into_iter().any(|behind| behind.chars().take(4).filter(char::is_ascii_digit).count() == 4)
    };
    if labels.iter().any(is_glued) {
        return NoReport::Glued;
    }
    if texts.iter().filter(|text| labels.contains(*text)).count() >= FEWEST_CELLS {
        return NoReport::Scattered;
    }
    if page.pictures.is_empty() { NoReport::NoTables } else { NoReport::Pictures }
}

struct Recogniser<'p> {
    page: &'p Page,
    form: &'p Arc<Form>,
    expected: &'p Expected,
    figures: Figures,
}

impl Recogniser<'_> {
    fn reading(mut self) -> Reading {
        let blocks = &self.page.blocks;
        let tables = self.tables();
        let names = Names::of(self.form);
        let parts = sections::cut(self.form, &names, blocks, &tables);
        let first = parts.first().map_or(blocks.len(), |part| part.at.unwrap_or(part.blocks.start));
        let heading = title::heading(self.page, first);
        let last_table = tables.iter().rposition(Option::is_some).map_or(0, |at| at + 1);
        let end_from = parts.last().map_or(last_table, |part| part.blocks.start.max(last_table));
        let signature = title::signature(self.page, end_from, heading.title.as_deref());
        let end = signature.blocks.as_ref().map_or(blocks.len(), |range| range.start);
        let around = Around::new(self.page, self.expected, &names, &tables, &parts, &heading.blocks, end);
        let mut unused = around.furniture(&heading.blocks, first, &signature);
        let (preamble, sections) =
            self.sections(&around, &tables, &parts, heading.blocks.end..first, &mut unused);
        let texts: Vec<String> =
            std::iter::once(&preamble).chain(sections.iter().map(|section| &section.text)).cloned().collect();
        // What stands around a report on a web page would be taken for its last words.
        let has_end = signature.blocks.is_some() || self.page.kind != Kind::Html;
        let certain = Certain::of(self.form, &parts, heading.title.is_some(), has_end);
        self.remark_on_parts(&parts);
        let (agency, year) = self.who(&heading, &signature, &texts);
        let form = self.printed_form();
        let cells: Vec<ReadCell> = form.cells().map(|id| self.cell(form.path(id))).collect();
        self.remark_on_cells(&cells);
        let remarks = std::mem::take(&mut self.figures.remarks);
        let (kind, id) = (self.page.kind, self.form.id.clone());
        let account = Account { kind, form: id, agency, year, cells, remarks, unused };
        let (issuer, date) = (signature.issuer, signature.date);
        Reading {
            form,
            account,
            title: heading.title,
            preamble,
            sections,
            issuer,
            date,
            level: None,
            certain,
        }
    }

    /// Agency and year: as the title has them, else as the signature or the words do.
    fn who(
        &mut self,
        heading: &Heading,
        signature: &Signature,
        texts: &[String],
    ) -> (Option<String>, Option<u16>) {
        let said = signature.date.map(|date| date.year.saturating_sub(1));
        let year = heading.year.or_else(|| title::spoken_year(texts)).or(said);
        let announced = || texts.iter().take(2).find_map(|text| agency::announced(text));
        let name = heading.agency.clone().or_else(|| signature.issuer.clone()).or_else(announced);
        let full = heading.agency.as_ref().and_then(|name| {
            let of_signature = signature.issuer.clone().into_iter();
            agency::full_name(name, &of_signature.chain(texts.iter().cloned()).collect::<Vec<_>>())
        });
        let mut remark = |oddity| self.figures.remarks.push(Remark { oddity, place: None });
        if heading.title.is_none() {
            remark(Oddity::NoTitle);
        }
        match (&name, full) {
            (Some(published), Some(full)) => {
                remark(Oddity::ShortAgency { published: published.clone(), full })
            }
            (None, _) => remark(Oddity::NoAgency),
            _ => {}
        }
        if year.is_none() {
            remark(Oddity::NoYear);
        }
        (name, year)
    }

    /// Of each block the section whose figures it holds.
    fn tables(&self) -> Vec<Option<usize>> {
        let mut sections = self.figures.sections.iter();
        let of = |block: &PageBlock| match block {
            PageBlock::Grid(_) => sections.next().copied().flatten(),
            PageBlock::Paragraph(_) => None,
        };
        self.page.blocks.iter().map(of).collect()
    }

    fn sections(
        &self,
        around: &Around<'_>,
        tables: &[Option<usize>],
        parts: &[Part],
        before: std::ops::Range<usize>,
        unused: &mut Vec<String>,
    ) -> (String, Vec<SectionWords>) {
        let level = parts.iter().filter_map(|part| self.level(part.at?)).min();
        let joins = self.page.kind.is_paper() || self.page.kind == Kind::Text;
        let markdown = |range: std::ops::Range<usize>| words::markdown(around.words(range), level, joins);
        let preamble = markdown(before);
        let mut sections = vec![SectionWords::default(); self.form.sections.len()];
        let mut others = String::new();
        for part in parts {
            let Some(index) = part.section else {
                let title = part.title.as_deref().map(crate::narrative::escape).unwrap_or_default();
                let text = markdown(part.blocks.clone());
                others.push_str(&format!("\n\n### {title}\n\n{text}"));
                continue;
            };
            let Some(words) = sections.get_mut(index) else { continue };
            let official = self.form.sections.get(index).map_or("", |section| section.title.as_str());
            words.heading = part.title.clone().filter(|title| !sections::is_official(title, official));
            let own = |at: &usize| tables.get(*at).is_some_and(Option::is_some);
            let table = part.blocks.clone().find(|at| own(at)).zip(part.blocks.clone().rfind(|at| own(at)));
            match table {
                Some((start, end)) => {
                    words.before = markdown(part.blocks.start..start);
                    words.text = markdown(end + 1..part.blocks.end);
                    let within = (start..end).filter(|at| !own(at));
                    unused.extend(within.filter_map(|at| around.told_but_labels(at)));
                }
                None => words.text = markdown(part.blocks.clone()),
            }
        }
        // What the form does not have stands at the end of its first section.
        if let Some(first) = sections.first_mut() {
            first.text.push_str(&others);
            first.text = first.text.trim_start().to_owned();
        }
        (preamble, sections)
    }

    fn level(&self, at: usize) -> Option<u8> {
        match self.page.blocks.get(at) {
            Some(PageBlock::Paragraph(paragraph)) => match paragraph.role {
                ParagraphRole::Heading(level) => Some(level),
                _ => None,
            },
            _ => None,
        }
    }

    fn remark_on_parts(&mut self, parts: &[Part]) {
        let place = |part: &Part| part.at.and_then(|at| self.page.blocks.get(at)).map(place_of);
        let mut remarks = Vec::new();
        for part in parts {
            let section = part.section.and_then(|index| self.form.sections.get(index));
            match (section, &part.title) {
                (Some(section), Some(title)) if !sections::is_official(title, &section.title) => {
                    let oddity =
                        Oddity::SectionTitle { published: title.clone(), official: section.title.clone() };
                    remarks.push(Remark { oddity, place: place(part) });
                }
                (None, Some(title)) => {
                    remarks.push(Remark {
                        oddity: Oddity::ExtraSection { title: title.clone() },
                        place: place(part),
                    });
                }
                _ => {}
            }
        }
        for (index, section) in self.form.sections.iter().enumerate() {
            if parts.iter().all(|part| part.section != Some(index) || part.title.is_none()) {
                remarks.push(Remark {
                    oddity: Oddity::MissingSection { title: section.title.clone() },
                    place: None,
                });
            }
        }
        remarks.append(&mut self.figures.remarks);
        self.figures.remarks = remarks;
    }

    /// The form with each group as one row that the report prints so.
    fn printed_form(&self) -> Arc<Form> {
        let lines = self.expected.lines.iter().rev();
        // From the last, so that the numbers of the others stay.
        let groups = lines.filter_map(|line| match line.kind {
            LineKind::Group(group) => Some((line, group)),
            LineKind::Rows | LineKind::Alone => None,
        });
        let is_read =
            |line: &Line| line.slots.iter().any(|slot| self.figures.values.contains_key(&slot.path));
        let read = groups.filter(|(line, _)| is_read(line));
        read.fold(Arc::clone(self.form), |form, (line, group)| {
            form.with_group_as_row(line.section, group).map_or(form, Arc::new)
        })
    }

    fn cell(&self, path: String) -> ReadCell {
        match self.figures.values.get(&path) {
            Some(value) => ReadCell {
                path,
                value: Some(value.text.clone()),
                note: value.note.clone(),
                place: Some(value.place.clone()),
                how: value.how,
                doubtful: value.doubt.is_some(),
            },
            None => ReadCell { path, value: None, note: None, place: None, how: How::Label, doubtful: false },
        }
    }

    fn remark_on_cells(&mut self, cells: &[ReadCell]) {
        let mut remarks = Vec::new();
        let expected = self.expected;
        let by_path: HashMap<&str, &ReadCell> = cells.iter().map(|cell| (cell.path.as_str(), cell)).collect();
        for line in expected.lines.iter().filter(|line| line.kind != LineKind::Alone) {
            let own: Vec<&ReadCell> =
                line.slots.iter().filter_map(|slot| by_path.get(slot.path.as_str()).copied()).collect();
            let label = line.label.clone().unwrap_or_else(|| {
                self.form
                    .sections
                    .get(line.section)
                    .map(|section| section.name().to_owned())
                    .unwrap_or_default()
            });
            let paths = |wanted: &dyn Fn(&&ReadCell) -> bool| {
                own.iter().copied().filter(wanted).map(|cell| cell.path.clone()).collect::<Vec<_>>()
            };
            let missing = paths(&|cell| cell.value.is_none());
            let place = own.iter().find_map(|cell| cell.place.clone());
            if !missing.is_empty() {
                let whole = missing.len() == own.len();
                let oddity = Oddity::MissingCells { label: label.clone(), paths: missing, whole };
                remarks.push(Remark { oddity, place: place.clone() });
            }
            let why = own.iter().find_map(|cell| self.figures.values.get(&cell.path)?.doubt);
            if let Some(why) = why {
                let paths = paths(&|cell| cell.doubtful);
                let first = own.iter().find(|cell| cell.doubtful).and_then(|cell| cell.place.clone());
                let place = first.or(place);
                remarks.push(Remark { oddity: Oddity::Doubtful { label, paths, why }, place });
            }
            for (cell, slot) in own.iter().zip(&line.slots).filter(|(_, slot)| slot.kind == CellKind::Amount)
            {
                let text = cell.value.clone().unwrap_or_default();
                if text.starts_with(|c: char| c.is_ascii_digit()) && super::figure::decimal(&text).is_none() {
                    let oddity = Oddity::Unit { text, path: slot.path.clone() };
                    remarks.push(Remark { oddity, place: cell.place.clone() });
                }
            }
        }
        self.figures.remarks.extend(remarks);
    }
}

/// Where a block begins.
pub(super) fn place_of(block: &PageBlock) -> Place {
    match block {
        PageBlock::Paragraph(paragraph) => paragraph.place.clone(),
        PageBlock::Grid(grid) => grid.place.clone(),
    }
}
