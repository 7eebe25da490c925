//! Reads a page that was rendered before.

use std::sync::Arc;

use super::pieces::{Piece, PieceKind, Pieces, pieces};
use super::{Edition, PREAMBLE, PREAMBLE_TITLE, Passage, solid};
use crate::document::{KIND, MATTER};
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
    let Pieces { list, mut figures, mut notes, meta } = pieces(html);
    if figures.is_empty() {
        return Err(PageError::NoMarks);
    }
    let fitting = fitting(&figures.keys().map(String::as_str).collect(), forms);
    // Of forms with the same cells the one of the year is meant.
    let of_year = |form: &&Arc<Form>| {
        let title = Plan::new(&list, form).title(&meta);
        author(&meta, title.as_deref(), form).1.is_some_and(|year| form.years.contains(&year))
    };
    let form = match fitting.as_slice() {
        [form] => form,
        several => several.iter().rfind(of_year).or(several.last()).ok_or(PageError::NoForm)?,
    };
    let paths: std::collections::BTreeSet<String> = form.cells().map(|cell| form.path(cell)).collect();
    figures.retain(|path, _| paths.contains(path));
    notes.retain(|path, _| paths.contains(path));
    let plan = Plan::new(&list, form);
    let title = plan.title(&meta);
    let preamble = title.as_ref().and_then(|_| plan.preamble());
    let signature = plan.signature(title.as_deref());
    let (issuer, date) = signature.as_ref().map(|found| (found.issuer.clone(), found.date.clone())).unzip();
    let (agency, year) = author(&meta, title.as_deref(), form);
    let end = signature.map(|found| found.start);
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
        notes,
        passages: preamble.into_iter().chain(plan.passages(end)).collect(),
    })
}

type Meta = std::collections::BTreeMap<String, String>;

/// The forms whose cells are those of the page; none if no form has any of them.
fn fitting(paths: &std::collections::BTreeSet<&str>, forms: &Forms) -> Vec<Arc<Form>> {
    let known = forms.ids().filter_map(|id| forms.get(id).ok());
    let scored = known.map(|form| {
        let cells: Vec<String> = form.cells().map(|cell| form.path(cell)).collect();
        let found = cells.iter().filter(|path| paths.contains(path.as_str())).count();
        ((found, std::cmp::Reverse(cells.len() - found)), form)
    });
    let scored: Vec<_> = scored.filter(|((found, _), _)| *found > 0).collect();
    let best = scored.iter().map(|(score, _)| *score).max();
    scored.into_iter().filter(|(score, _)| Some(*score) == best).map(|(_, form)| form).collect()
}

/// Letters and digits: two headings are the same whatever an editor did to their punctuation.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// What the lines begin with that a site sets between the title and the text.
const OF_THE_SITE: &str = "发布时间 发布日期 发布机构 发布单位 信息来源 文章来源 来源 作者 责任编辑 \
    浏览 点击 阅读 访问 字体 字号 打印 分享 索引号 当前位置 目录";

/// True for such a line: `发布时间：2025-01-16 来源：本站 浏览次数：128`.
fn is_of_the_site(text: &str) -> bool {
    let words = solid(text.trim_start_matches(|c: char| !c.is_alphanumeric()));
    !words.contains('。') && OF_THE_SITE.split(' ').any(|beginning| words.starts_with(beginning))
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
        let titles: Vec<String> = form.sections.iter().map(|section| letters(&section.title)).collect();
        let longest = titles.iter().map(String::len).max().unwrap_or_default();
        let is_title = |piece: &Piece| {
            let words: String = piece.text.chars().take(longest * 2).collect();
            level(piece).is_some() && titles.contains(&letters(&words))
        };
        let named: Vec<bool> = list.iter().map(is_title).collect();
        let is_named = |place: Option<usize>| place.is_some_and(|place| named.get(place) == Some(&true));
        // Of several the one that stands in no list of contents, then that of the highest level; an editor
        // may have made a paragraph of it.
        let mut found: std::collections::HashMap<String, (bool, u8, usize)> =
            std::collections::HashMap::new();
        for (place, piece) in list.iter().enumerate().filter(|(place, _)| is_named(Some(*place))) {
            let is_listed = is_named(place.checked_sub(1)) || is_named(Some(place + 1));
            let candidate = (is_listed, level(piece).unwrap_or(u8::MAX), place);
            found
                .entry(letters(&piece.text))
                .and_modify(|best| *best = (*best).min(candidate))
                .or_insert(candidate);
        }
        let place =
            |section: &crate::format::Section| found.get(&letters(&section.title)).map(|(.., place)| *place);
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

    /// The paragraphs between two places; without tables of figures, those up to the first of them.
    fn paragraphs(
        &self,
        heading: usize,
        end: usize,
        has_table: bool,
    ) -> Option<impl Iterator<Item = &'p str>> {
        let part = self.list.get(heading + 1..end)?;
        let own = part.iter().take_while(move |piece| has_table || piece.kind != PieceKind::Figures);
        let is_text = |piece: &&Piece| !matches!(piece.kind, PieceKind::Signature | PieceKind::Figures);
        Some(own.filter(is_text).map(|piece| piece.text.as_str()))
    }

    /// What stands before the first section, without the site's own words; `None` if its end is unknown.
    fn preamble(&self) -> Option<Vec<String>> {
        let titles: Vec<String> = self.form.sections.iter().map(|section| letters(&section.title)).collect();
        let is_own = |text: &&str| !is_of_the_site(text) && !titles.contains(&letters(text));
        let end = self.headings.first().copied().flatten()?;
        Some(self.paragraphs(self.title?, end, false)?.filter(is_own).map(str::to_owned).collect())
    }

    /// The text of sections whose heading was found, and that of the section behind them: what stands
    /// under a heading that was not recognised would be taken for theirs.
    fn passages(&self, end: Option<usize>) -> impl Iterator<Item = Passage> {
        let ends = self.headings.iter().skip(1).copied().chain([end]);
        let sections = self.form.sections.iter().zip(&self.headings).zip(ends);
        sections.filter_map(move |((section, heading), end)| {
            Some(Passage {
                key: section.key.clone(),
                title: section.title.clone(),
                paragraphs: self
                    .paragraphs((*heading)?, end?, section.table.is_some())?
                    .map(str::to_owned)
                    .collect(),
            })
        })
    }

    /// Name and date under the report. Where their mark is lost, they are the last paragraph that is the
    /// name in the title and a date behind it, or the last date and the short paragraph before it, or the
    /// name alone.
    fn signature(&self, title: Option<&str>) -> Option<Signature> {
        let last = self.headings.iter().flatten().max().copied()?;
        let body = self.list.get(last + 1..)?;
        let marked = |piece: &&Piece| piece.kind == PieceKind::Signature;
        if let Some(at) = body.iter().position(|piece| marked(&piece)) {
            let mut texts = body.iter().filter(marked).map(|piece| piece.text.clone());
            let issuer = texts.next()?;
            return Some(Signature { start: last + 1 + at, issuer, date: texts.find(|text| is_date(text)) });
        }
        let title = title.map(solid).unwrap_or_default();
        let is_name = |piece: &Piece| {
            let name = solid(&piece.text);
            name.chars().count() >= SHORTEST_ISSUER && title.starts_with(&name)
        };
        let date =
            |place: usize| body.get(place).map(|piece| &piece.text).filter(|text| is_date(text)).cloned();
        let signed = |at: usize, issuer: &Piece| Signature {
            start: last + 1 + at,
            issuer: issuer.text.clone(),
            date: date(at + 1),
        };
        let mut names = body.iter().enumerate().rev().filter(|(_, piece)| is_name(piece));
        if let Some((at, issuer)) = names.clone().find(|(at, _)| date(at + 1).is_some()) {
            return Some(signed(at, issuer));
        }
        if let Some(at) = body.iter().rposition(|piece| is_date(&piece.text)) {
            let at = at.checked_sub(1)?;
            let issuer = body.get(at)?;
            let is_short = issuer.text.chars().count() <= LONGEST_ISSUER;
            let is_name = is_short && !issuer.text.contains('。') && !issuer.text.starts_with("附件");
            return is_name.then(|| signed(at, issuer));
        }
        names.next().map(|(at, issuer)| signed(at, issuer))
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
        let (agency, year) = words.strip_suffix(&format!(",{MATTER},{KIND}"))?.rsplit_once(',')?;
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
