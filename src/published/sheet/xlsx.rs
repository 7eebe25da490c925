//! Workbooks of Excel 2007 and later, and of WPS.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::super::office::package::Package;
use super::super::office::xml::{Token, Tokens, attribute, relationships};
use super::{Budget, MOST_SHEETS, Sheet, SheetError, own, scan, value};

/// The shortest entry of the table of shared texts.
const SHORTEST_ENTRY: usize = "<si/>".len();

/// The visible sheets, and whether this program has made the workbook.
pub fn read(bytes: &[u8]) -> Result<(Vec<Sheet>, bool), SheetError> {
    let mut package = Package::open(bytes)?;
    let is_own = own::is_own(&mut package)?;
    let mut budget = Budget::default();
    let parts = Parts::of(&mut package)?;
    let looks = scan::looks(&package.text(&parts.within("styles.xml"))?.unwrap_or_default())?;
    let mut layouts = BTreeMap::new();
    for (name, path, visible) in &parts.sheets {
        // The hidden ones are measured as well, and no more.
        let sheet = package.text(path)?.unwrap_or_default();
        if *visible {
            layouts.insert(name.clone(), scan::layout(&sheet, &looks, &mut budget)?);
        }
    }
    // calamine unpacks the rest of these by itself.
    drop(package);
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| of(&error))?;
    let names = workbook.sheets_metadata().iter();
    let names =
        names.filter(|sheet| sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet);
    let names: Vec<_> = names.map(|sheet| sheet.name.clone()).collect();
    let mut sheets = Vec::new();
    for name in names {
        let Some(mut layout) = layouts.remove(&name) else { continue };
        let mut cells = std::mem::take(&mut layout.formulas);
        let mut reader = workbook.worksheet_cells_reader(&name).map_err(|error| of(&error))?;
        while let Some(cell) = reader.next_cell().map_err(|error| of(&error))? {
            let at = cell.get_position();
            let text = value::shown(cell.get_value(), layout.percentages.contains(&at));
            // Others may show a count with decimals, or a unit behind it.
            let pattern = layout.patterns.get(&at).filter(|_| is_own && value::is_number(cell.get_value()));
            let text = match pattern {
                Some(pattern) => pattern.shown(&text),
                None => text,
            };
            if !text.is_empty() {
                budget.spend(1, text.len())?;
                cells.insert(at, text);
            }
        }
        sheets.push(Sheet { name, layout, cells });
    }
    Ok((sheets, is_own))
}

fn of(error: &XlsxError) -> SheetError {
    match error {
        XlsxError::Password => SheetError::Locked,
        _ => SheetError::Broken,
    }
}

/// Where the parts of the workbook are.
struct Parts {
    folder: String,
    /// Name, path and whether it is visible.
    sheets: Vec<(String, String, bool)>,
}

impl Parts {
    /// Finds them as calamine does: in the folder of the workbook, under their usual names.
    fn of(package: &mut Package<'_>) -> Result<Self, SheetError> {
        let root = relationships(&package.text("_rels/.rels")?.ok_or(SheetError::Broken)?)?;
        let workbook = root.iter().rfind(|part| part.kind == "officeDocument").ok_or(SheetError::Broken)?;
        let target = workbook.target.trim_start_matches('/');
        let folder = target.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let mut parts = Self { folder, sheets: Vec::new() };
        let list = package.text(&parts.within("_rels/workbook.xml.rels"))?.ok_or(SheetError::Broken)?;
        let targets: BTreeMap<_, _> =
            relationships(&list)?.into_iter().map(|part| (part.id, part.target)).collect();
        let text = package.text(&parts.within("workbook.xml"))?.ok_or(SheetError::Broken)?;
        let mut tokens = Tokens::new(&text);
        while let Some(token) = tokens.next()? {
            let Token::Start(start) = token else { continue };
            if start.local_name().as_ref() != b"sheet" {
                continue;
            }
            if parts.sheets.len() == MOST_SHEETS {
                return Err(SheetError::TooLarge);
            }
            let say = |name| attribute(&start, name).unwrap_or_default();
            let target = targets.get(&*say("id")).ok_or(SheetError::Broken)?;
            let path = match target.strip_prefix('/') {
                Some(path) => path.to_owned(),
                None => parts.within(target),
            };
            let visible = !matches!(&*say("state"), "hidden" | "veryHidden");
            parts.sheets.push((say("name").into_owned(), path, visible));
        }
        parts.check_texts(package)?;
        Ok(parts)
    }

    fn within(&self, name: &str) -> String {
        format!("{}{name}", self.folder)
    }

    /// calamine takes memory for as many shared texts as the table says it has.
    fn check_texts(&self, package: &mut Package<'_>) -> Result<(), SheetError> {
        let Some(text) = package.text(&self.within("sharedStrings.xml"))? else { return Ok(()) };
        let mut tokens = Tokens::new(&text);
        while let Some(token) = tokens.next()? {
            let Token::Start(start) = token else { continue };
            if start.local_name().as_ref() == b"sst" {
                let count = attribute(&start, "uniqueCount").and_then(|count| count.parse::<usize>().ok());
                let too_many = count.is_some_and(|count| count > text.len() / SHORTEST_ENTRY);
                return if too_many { Err(SheetError::TooLarge) } else { Ok(()) };
            }
        }
        Ok(())
    }
}
