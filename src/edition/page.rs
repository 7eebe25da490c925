//! Reads a page that was rendered before.

use std::sync::Arc;

use super::pieces::{Piece, PieceKind, Pieces, pieces};
use super::{Edition, PREAMBLE, PREAMBLE_TITLE, Passage};
use crate::format::{Form, Forms};

/// An issuer whose paragraph is not marked is no longer than this.
const LONGEST_ISSUER: usize = 60;
/// Words with which the title begins are taken for the agency's name from this length on.
const SHORTEST_ISSUER: usize = 4;

/// Why a page is no edition of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// No figure carries its cell path.
    #[error(
        "这个网页里的数字没有本程序的标记：它不是用本程序生成的，或者网站的编辑器去掉了标记。请改用生成它的数据文件（.toml）来比较"
    )]
    NoMarks,
    /// Figures carry paths that no form has.
    #[error("这个网页里的表格不是已知格式的表格。请改用生成它的数据文件（.toml）来比较")]
    NoForm,
}

/// Reads what `render` wrote: a whole page or a fragment, a draft, a page of a user's own templates, or
/// one that went through the editor of a web site, as long as its figures carry their cell paths.
///
/// # Errors
/// The page carries no cell paths, or none that a form has.
pub fn read_page(html: &str, forms: &Forms) -> Result<Edition, PageError> {
    let Pieces { list, mut figures, meta } = pieces(html);
    if figures.is_empty() {
        return Err(PageError::NoMarks);
    }
    let form = fitting(&figures.keys().map(String::as_str).collect(), forms).ok_or(PageError::NoForm)?;
    let paths: std::collections::BTreeSet<String> = form.cells().map(|cell| form.path(cell)).collect();
    figures.retain(|path, _| paths.contains(path));
    let plan = Plan::new(&list, &form);
    let title = plan.title(&meta);
    let preamble = title.is_some().then(|| plan.preamble());
    let signature = plan.signature(title.as_deref());
    let (issuer, date) = signature.as_ref().map(|found| (found.issuer.clone(), found.date.clone())).unzip();
    let (agency, year) = author(&meta, title.as_deref(), &form);
    let end = signature.map_or(list.len(), |found| found.start);
    let preamble = preamble.map(|paragraphs| Passage {
        key: PREAMBLE.to_owned(),
        title: PREAMBLE_TITLE.to_owned(),
        paragraphs,
    });
    Ok(Edition {
        form: form.id.clone(),
        year,
        agency,
        title,
        issuer,
        date: date.flatten(),
        figures,
        passages: preamble.into_iter().chain(plan.passages(end)).collect(),
    })
}

type Meta = std::collections::BTreeMap<String, String>;

/// The form whose cells are those of the page.
fn fitting(paths: &std::collections::BTreeSet<&str>, forms: &Forms) -> Option<Arc<Form>> {
    let known = forms.ids().filter_map(|id| forms.get(id).ok());
    let scored = known.map(|form| {
        let cells: Vec<String> = form.cells().map(|cell| form.path(cell)).collect();
        let found = cells.iter().filter(|path| paths.contains(path.as_str())).count();
        (found, std::cmp::Reverse(cells.len() - found), form)
    });
    let best = scored.max_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)))?;
    Some(best.2).filter(|_| best.0 > 0)
}

/// Text without blanks: two headings are the same whatever an editor did to their blanks.
fn solid(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Where the parts of the report stand on the page.
struct Plan<'p> {
    list: &'p [Piece],
    form: &'p Form,
    /// For each section of the form the place of its heading.
    headings: Vec<Option<usize>>,
    /// The place of the title.
    title: Option<usize>,
}

struct Signature {
    /// Its first piece.
    start: usize,
    issuer: String,
    date: Option<String>,
}

impl<'p> Plan<'p> {
    fn new(list: &'p [Piece], form: &'p Form) -> Self {
        let level = |piece: &Piece| match piece.kind {
            PieceKind::Heading(level) => Some(level),
            PieceKind::Paragraph => Some(u8::MAX),
            PieceKind::Signature | PieceKind::Figures => None,
        };
        // Of several the one of the highest level; an editor may have made a paragraph of it.
        let mut found: std::collections::HashMap<String, (u8, usize)> =
            form.sections.iter().map(|section| (solid(&section.title), (u8::MAX, usize::MAX))).collect();
        for (place, piece) in list.iter().enumerate() {
            let Some(level) = level(piece) else { continue };
            if let Some(best) = found.get_mut(&solid(&piece.text)) {
                *best = (*best).min((level, place));
            }
        }
        let place = |section: &crate::format::Section| {
            found.get(&solid(&section.title)).map(|(_, place)| *place).filter(|&place| place < list.len())
        };
        let headings: Vec<Option<usize>> = form.sections.iter().map(place).collect();
        let first = headings.iter().flatten().min().copied();
        let above = first.and_then(|first| list.get(..first)).unwrap_or_default();
        let title = above.iter().rposition(|piece| piece.kind == PieceKind::Heading(1));
        Self { list, form, headings, title }
    }

    /// The title: a heading of the first level that speaks like one, or is that of the head tags. A site
    /// may have such a heading of its own.
    fn title(&self, meta: &Meta) -> Option<String> {
        let title = &self.list.get(self.title?)?.text;
        let is_own = meta.get("ArticleTitle").is_some_and(|article| article == title);
        let speaks = title.contains("报告") || year_in(title).is_some();
        (is_own || speaks).then(|| title.clone())
    }

    /// The paragraphs from a place up to the next section, or to `end`.
    fn paragraphs(&self, heading: usize, end: usize) -> Vec<String> {
        let next = self.headings.iter().flatten().copied().filter(|&place| place > heading).min();
        let end = next.map_or(end, |next| next.min(end));
        let part = self.list.get(heading + 1..end).unwrap_or_default();
        let own = part.iter().take_while(|piece| piece.kind != PieceKind::Figures);
        own.filter(|piece| piece.kind != PieceKind::Signature).map(|piece| piece.text.clone()).collect()
    }

    fn preamble(&self) -> Vec<String> {
        self.title.map(|title| self.paragraphs(title, self.list.len())).unwrap_or_default()
    }

    /// The narrative sections whose headings were found.
    fn passages(&self, end: usize) -> impl Iterator<Item = Passage> {
        let sections = self.form.sections.iter().zip(&self.headings);
        sections.filter(|(section, _)| section.table.is_none()).filter_map(move |(section, heading)| {
            Some(Passage {
                key: section.key.clone(),
                title: section.title.clone(),
                paragraphs: self.paragraphs((*heading)?, end),
            })
        })
    }

    /// Name and date under the report. Where their mark is lost, they are the last date that is a
    /// paragraph and the short one before it, or the last paragraph that is the name in the title.
    fn signature(&self, title: Option<&str>) -> Option<Signature> {
        let last = self.headings.iter().flatten().max().copied()?;
        let body = self.list.get(last + 1..)?;
        let marked = |piece: &&Piece| piece.kind == PieceKind::Signature;
        if let Some(at) = body.iter().position(|piece| marked(&piece)) {
            let mut texts = body.iter().filter(marked).map(|piece| piece.text.clone());
            let issuer = texts.next()?;
            return Some(Signature { start: last + 1 + at, issuer, date: texts.find(|text| is_date(text)) });
        }
        if let Some(at) = body.iter().rposition(|piece| is_date(&piece.text)) {
            let before = body.get(at.checked_sub(1)?)?;
            let is_name = before.text.chars().count() <= LONGEST_ISSUER && !before.text.contains('。');
            let date = Some(body.get(at)?.text.clone());
            return is_name.then(|| Signature { start: last + at, issuer: before.text.clone(), date });
        }
        let title = solid(title?);
        let is_name = |piece: &Piece| {
            let name = solid(&piece.text);
            name.chars().count() >= SHORTEST_ISSUER && title.starts_with(&name)
        };
        let at = body.iter().rposition(is_name)?;
        Some(Signature { start: last + 1 + at, issuer: body.get(at)?.text.clone(), date: None })
    }
}

/// True for `2025年1月16日` and nothing else.
fn is_date(text: &str) -> bool {
    let text = solid(text);
    let parts = text.strip_suffix('日').and_then(|rest| {
        let (year, rest) = rest.split_once('年')?;
        let (month, day) = rest.split_once('月')?;
        Some([(year, 4..=4), (month, 1..=2), (day, 1..=2)])
    });
    let is_number = |(text, width): &(&str, std::ops::RangeInclusive<usize>)| {
        width.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    parts.is_some_and(|parts| parts.iter().all(is_number))
}

/// The first year of four digits in a text.
fn year_in(text: &str) -> Option<u16> {
    let before = text.match_indices('年').filter_map(|(at, _)| text.get(at.checked_sub(4)?..at));
    before.filter_map(|digits| digits.parse().ok()).find(|year| *year >= 1000)
}

/// Agency and year: from the head tags if they are those of this program, else from a title that is the
/// prescribed one.
fn author(meta: &Meta, title: Option<&str>, form: &Form) -> (Option<String>, Option<u16>) {
    let own = meta.get("ArticleTitle").map(String::as_str) == title && title.is_some();
    let keywords = meta.get("Keywords").filter(|_| own);
    let named = keywords.and_then(|words| {
        let (agency, year) = words.strip_suffix(",政府信息公开,年度报告")?.rsplit_once(',')?;
        let year: u16 = year.strip_suffix('年')?.parse().ok()?;
        Some((super::said(agency), Some(year).filter(|&year| year > 0)))
    });
    named.unwrap_or_else(|| {
        let prescribed = title.and_then(|title| title.strip_suffix(form.title_suffix.as_str()));
        let split = prescribed.and_then(|text| text.split_at_checked(text.len().checked_sub(4)?));
        match split.map(|(agency, year)| (agency, year.parse().ok())) {
            Some((agency, Some(year))) => (super::said(agency), Some(year)),
            _ => (None, title.and_then(year_in)),
        }
    })
}
