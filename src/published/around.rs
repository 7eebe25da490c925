//! What stands around a report on its page and is none of it: the site's furniture, a list of contents, and what
//! is left of a torn table.

use std::collections::BTreeSet;
use std::ops::Range;

use super::expected::Expected;
use super::page::{Kind, Page, PageBlock};
use super::sections::{self, Names, Part};
use super::title::Signature;
use super::{solid, words};

/// A line of the source that was not used is cut here in the account.
const LONGEST_UNUSED: usize = 60;

/// The blocks of a page, and what of them is the report's.
pub(super) struct Around<'p> {
    blocks: &'p [PageBlock],
    /// Of each block: true if it is no word of the report, but may be a figure.
    is_other: Vec<bool>,
    /// True for each paragraph that is an official label beside its table.
    labels: Vec<bool>,
    /// Where the words end.
    end: usize,
}

impl<'p> Around<'p> {
    /// `tables` says of each block which section's figures it holds; `title` which blocks the title takes.
    pub fn new(
        page: &'p Page,
        expected: &Expected,
        names: &Names,
        tables: &[Option<usize>],
        parts: &[Part],
        title: &Range<usize>,
        end: usize,
    ) -> Self {
        let blocks = page.blocks.as_slice();
        let labels = labels(expected, blocks, tables);
        // A table of figures is the report's, whatever a cell of it says.
        let is_site = |(block, table): (&PageBlock, &Option<usize>)| table.is_none() && is_site(block);
        let mut is_other: Vec<bool> = blocks.iter().zip(tables).map(is_site).collect();
        let mut leave_out = |range: Range<usize>, is_left_out: &dyn Fn(&PageBlock) -> bool| {
            for (other, block) in is_other.iter_mut().zip(blocks).take(range.end).skip(range.start) {
                *other |= is_left_out(block);
            }
        };
        let first = parts.first().map_or(blocks.len(), |part| part.at.unwrap_or(part.blocks.start));
        // Links of the site stand between the title and the first sentence, contents behind it.
        let preamble =
            (title.end..first).find(|&at| blocks.get(at).is_some_and(is_sentence)).unwrap_or(first);
        leave_out(title.end..preamble, &|_| true);
        leave_out(preamble..first, &|block| sections::is_title(names, block));
        if page.kind.is_paper() || page.kind == Kind::Text {
            for part in parts {
                let own = |at: &usize| tables.get(*at).is_some_and(Option::is_some);
                let table = part.blocks.clone().find(own);
                leave_out(part.blocks.start..table.unwrap_or(part.blocks.start), &|block| {
                    !is_sentence(block)
                });
            }
        }
        Self { blocks, is_other, labels, end }
    }

    /// The blocks that are words of the report.
    pub fn words(&self, range: Range<usize>) -> impl Iterator<Item = &'p PageBlock> {
        let range = range.start.min(self.end)..range.end.min(self.end);
        let labels = self.labels.get(range.clone()).unwrap_or_default();
        let is_other = self.is_other.get(range.clone()).unwrap_or_default();
        let blocks = self.blocks.get(range).unwrap_or_default();
        let all = blocks.iter().zip(labels.iter().zip(is_other));
        all.filter(|(_, (is_label, is_other))| !**is_label && !**is_other).map(|(block, _)| block)
    }

    /// The block in a few words, unless it is a label of a table.
    pub fn told_but_labels(&self, at: usize) -> Option<String> {
        told(self.blocks.get(at).filter(|_| self.labels.get(at) == Some(&false))?)
    }

    /// What stands around the report.
    pub fn furniture(&self, title: &Range<usize>, first: usize, signature: &Signature) -> Vec<String> {
        let after = signature.blocks.as_ref().map_or(self.blocks.len(), |range| range.end);
        let before = 0..title.start.min(first);
        let within = (title.end..self.end).filter(|&at| self.is_other.get(at) == Some(&true));
        let all = before.chain(within).chain(after.max(self.end)..self.blocks.len());
        all.filter_map(|at| told(self.blocks.get(at)?)).collect()
    }
}

/// Paragraphs that are no words of the report but a piece of a table that was torn: official labels that stand
/// alone beside a table, or the caption of that table.
fn labels(expected: &Expected, blocks: &[PageBlock], tables: &[Option<usize>]) -> Vec<bool> {
    let captions: BTreeSet<String> =
        expected.form.tables().map(|(_, _, table)| solid(&table.caption)).collect();
    let is_label = |at: usize| match blocks.get(at) {
        Some(PageBlock::Paragraph(paragraph)) => {
            let text = paragraph.text();
            expected.find(&text).is_some_and(|found| !found.differs) || captions.contains(&solid(&text))
        }
        _ => false,
    };
    let mut out = vec![false; blocks.len()];
    // Only a run of them that touches a table.
    for (at, _) in tables.iter().enumerate().filter(|(_, table)| table.is_some()) {
        let above = (0..at).rev().take_while(|&above| is_label(above));
        let below = (at + 1..blocks.len()).take_while(|&below| is_label(below));
        for label in above.chain(below) {
            if let Some(own) = out.get_mut(label) {
                *own = true;
            }
        }
    }
    out
}

fn is_site(block: &PageBlock) -> bool {
    match block {
        PageBlock::Paragraph(paragraph) => words::is_of_the_site(&paragraph.text()),
        PageBlock::Grid(grid) => grid
            .rows
            .iter()
            .flatten()
            .any(|cell| cell.text.contains(char::is_alphabetic) && words::is_of_the_site(&cell.text)),
    }
}

/// True for a paragraph that says something.
fn is_sentence(block: &PageBlock) -> bool {
    match block {
        PageBlock::Paragraph(paragraph) => {
            let text = paragraph.text();
            text.contains(['。', '，', ',', '；']) || text.trim_end().ends_with(['：', ':'])
        }
        PageBlock::Grid(_) => false,
    }
}

/// A block in a few words.
pub(super) fn told(block: &PageBlock) -> Option<String> {
    let text = match block {
        PageBlock::Paragraph(paragraph) => paragraph.text(),
        PageBlock::Grid(grid) => {
            grid.rows.iter().flatten().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" ")
        }
    };
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut short: String = text.chars().take(LONGEST_UNUSED).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    (!short.is_empty()).then_some(short)
}
