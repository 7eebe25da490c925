//! Reports, rosters and files for the tests of this room.

use std::io::{Cursor, Write};

use rust_decimal::Decimal;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Deadline, Entry, Figure, Filed, Roster, Stray};
use crate::copied::Marks;
use crate::format::Forms;
use crate::report::Date;
use crate::rules;
use crate::source::Source;

/// A sound report of form 2021.
const SOUND: &str = include_str!("../../examples/qinghe-2024.toml");

/// The agency, the year and the date that [`SOUND`] states.
const AGENCY: &str = "青禾县住房和城乡建设局";
const YEAR: &str = "year   = 2024";
const DATE: &str = "2025-01-16";

/// A cell of [`SOUND`], its path and the row that states it.
pub(super) const PENALTIES: (&str, &str) = ("disclosure.penalties", "penalties           = 1037");

/// A report that was filed: checked without last year's.
pub(super) struct Sample {
    path: String,
    text: String,
    is_published: bool,
}

/// The report of an agency, in a data file.
pub(super) fn report(path: &str, agency: &str, year: u16) -> Sample {
    let text = SOUND.replace(AGENCY, agency).replacen(YEAR, &format!("year   = {year}"), 1);
    Sample { path: path.to_owned(), text, is_published: false }
}

impl Sample {
    /// The report with the first place of the words replaced.
    pub fn edit(mut self, from: &str, to: &str) -> Self {
        assert!(self.text.contains(from), "{from}");
        self.text = self.text.replacen(from, to, 1);
        self
    }

    /// The report in other words.
    pub fn rewritten(mut self) -> Self {
        self.text = self.text.replace('，', "，经过认真研究，");
        self
    }

    /// The report with another day of issue.
    pub fn dated(self, day: &str) -> Self {
        self.edit(DATE, day)
    }

    /// The report as one that was published.
    pub fn published(mut self) -> Self {
        self.is_published = true;
        self
    }

    /// What is kept of it.
    pub fn filed(self) -> Filed {
        let source = Source::new("年报.toml", self.text);
        let checked = rules::check(&source, &Forms::built_in());
        // A list of figures has no narratives.
        let has_texts = !self.path.ends_with(".csv");
        let report = checked.report.as_ref().filter(|_| has_texts);
        let marks = report.map(Marks::of).unwrap_or_default();
        let mut filed = Filed::new((0, self.path), &source, (&checked, marks), None);
        filed.is_data_file = !self.is_published;
        filed
    }
}

/// A unit of a roster that says no more than its name.
pub(super) fn entry(name: &str) -> Entry {
    Entry {
        name: name.to_owned(),
        aliases: Vec::new(),
        category: String::new(),
        deadline: None,
        counts: true,
        contact: String::new(),
    }
}

impl Entry {
    /// The unit with another name.
    pub(super) fn also(mut self, alias: &str) -> Self {
        self.aliases.push(alias.to_owned());
        self
    }

    /// The unit with a last day for its report.
    pub(super) fn until(mut self, day: &str) -> Self {
        self.deadline = Some(Deadline::Day(Date::parse(day).expect("a day")));
        self
    }
}

/// A roster of units that says no more than their names.
pub(super) fn roster(names: &[&str]) -> Roster {
    Roster { entries: names.iter().map(|name| entry(name)).collect(), remarks: Vec::new() }
}

/// A file that does not read.
pub(super) fn stray(path: &str) -> Stray {
    Stray { path: path.to_owned(), problem: "读不出来".to_owned(), is_other: false }
}

/// A workbook of one sheet, of which the XML is given.
pub(super) fn workbook(sheet: &str) -> Vec<u8> {
    workbook_of(&[sheet])
}

/// A workbook of several.
pub(super) fn workbook_of(sheets: &[&str]) -> Vec<u8> {
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation = |kind: &str, target: &str| {
        format!(
            "<Relationships><Relationship Id='r' Type='{OFFICE}/{kind}' Target='{target}'/></Relationships>"
        )
    };
    let types = "<Types><Override ContentType='spreadsheetml.sheet.main+xml'/></Types>";
    let book: String =
        (1..=sheets.len()).map(|at| format!("<sheet name='{at}' sheetId='{at}' r:id='r{at}'/>")).collect();
    let book = format!("<workbook xmlns:r='r'><sheets>{book}</sheets></workbook>");
    let worksheets: String = (1..=sheets.len())
        .map(|at| {
            format!("<Relationship Id='r{at}' Type='{OFFICE}/worksheet' Target='worksheets/s{at}.xml'/>")
        })
        .collect();
    let worksheets = format!("<Relationships>{worksheets}</Relationships>");
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), types.to_owned()),
        ("_rels/.rels".to_owned(), relation("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml".to_owned(), book),
        ("xl/_rels/workbook.xml.rels".to_owned(), worksheets),
    ];
    let sheets = sheets.iter().enumerate();
    parts.extend(sheets.map(|(at, sheet)| {
        (format!("xl/worksheets/s{}.xml", at + 1), format!("<worksheet>{sheet}</worksheet>"))
    }));
    for (name, xml) in parts {
        archive.start_file(name, SimpleFileOptions::default()).expect("a part");
        archive.write_all(xml.as_bytes()).expect("its words");
    }
    archive.finish().expect("an archive").into_inner()
}

/// The report of a unit for 2024.
pub(super) fn filed(agency: &str) -> Filed {
    report(&format!("{agency}.toml"), agency, 2024).filed()
}

/// The report of a unit in the form of 2019.
pub(super) fn filed_in_2019(agency: &str) -> Filed {
    const AGENCY_2019: &str = "海东市平安区政务服务中心";
    let text = include_str!("../../examples/pingan-2019.toml").replace(AGENCY_2019, agency);
    Sample { path: format!("{agency}.toml"), text, is_published: false }.filed()
}

/// Puts a figure into a cell.
pub(super) fn set(filed: &mut Filed, path: &str, figure: Figure) {
    let form = filed.form.clone().expect("a form");
    let at = form.cells().position(|cell| form.path(cell) == path).expect("a cell");
    filed.figures[at] = figure;
}

/// The number in a cell.
pub(super) fn value(filed: &Filed, path: &str) -> Decimal {
    let form = filed.form.clone().expect("a form");
    let cell = form.cells().find(|cell| form.path(*cell) == path).expect("a cell");
    filed.figure(cell).number().expect("a number")
}
