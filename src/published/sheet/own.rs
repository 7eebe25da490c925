//! Workbooks of this program: the narrative stands on one sheet with the titles of all sections, each section with a
//! table on a sheet of its own.

use super::super::office::package::Package;
use super::super::{PageBlock, ParagraphRole};
use super::SheetError;
use crate::exchange::PROPERTY;

/// The part that holds the properties which programs make up.
const PROPERTIES: &str = "docProps/custom.xml";

/// What stands before an entry of a list without numbers.
const BULLET: &str = "•";

/// True if this program has made the workbook, whoever saved it since.
pub fn is_own(package: &mut Package<'_>) -> Result<bool, SheetError> {
    let properties = package.text(PROPERTIES)?.unwrap_or_default();
    Ok(properties.contains(&format!("name=\"{PROPERTY}\"")))
}

/// The blocks of the sheets in the order of the report: each sheet where its title stands on the first.
pub fn in_order(sheets: Vec<Vec<PageBlock>>) -> Vec<PageBlock> {
    let mut sheets = sheets.into_iter();
    let narrative = sheets.next().unwrap_or_default();
    let mut others: Vec<Vec<PageBlock>> = sheets.collect();
    let mut blocks = Vec::new();
    for block in narrative {
        let title = title(&block);
        let own =
            others.iter().position(|sheet| title.is_some() && sheet.first().and_then(self::title) == title);
        match own {
            Some(own) => blocks.extend(others.remove(own).into_iter().map(entry)),
            None => blocks.push(entry(block)),
        }
    }
    blocks.extend(others.into_iter().flatten().map(entry));
    blocks
}

/// An entry of a list that has no number: on a sheet its mark stands among its words.
fn entry(mut block: PageBlock) -> PageBlock {
    if let PageBlock::Paragraph(paragraph) = &mut block
        && let Some(first) = paragraph.runs.first_mut()
        && let Some(words) = first.text.strip_prefix(BULLET).and_then(|rest| rest.strip_prefix(' '))
    {
        first.text = words.to_owned();
        paragraph.role = ParagraphRole::Item { depth: 0, marker: BULLET.to_owned() };
    }
    block
}

fn title(block: &PageBlock) -> Option<String> {
    match block {
        PageBlock::Paragraph(paragraph) => Some(paragraph.text()),
        PageBlock::Grid(_) => None,
    }
}
