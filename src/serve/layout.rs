//! What the form page shows fields for, in which order and under which names: as JSON, made of what the form and
//! `report::keys` say.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use hyper::body::Bytes;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::format::{self, CellId, Form, Forms, Item, LayoutCell};
use crate::report::Level;
use crate::report::keys::{self, Holds, Key};

/// The sections of the file whose keys are fields, in the order of the page; `""` is the top of the file.
const GROUPS: [&str; 5] = ["", "agency", "publication", "site", "previous"];

/// The layout of the page for one form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    version: String,
    json: Bytes,
}

impl Layout {
    /// The layout for a file of a form, or of none that is known. `files` are those that may be named as last year's.
    pub fn new(form: Option<&Form>, forms: &Forms, files: &[String]) -> Self {
        let sections = form.map(|form| {
            let sections = form.sections.iter().enumerate();
            sections.map(|(index, section)| Section::new(form, index, section)).collect::<Vec<_>>()
        });
        let preamble = Section {
            key: "preamble".to_owned(),
            title: keys::label(PREAMBLE).unwrap_or_default().to_owned(),
            texts: keys::FIXED.iter().filter(|key| key.path() == PREAMBLE).map(Text::fixed).collect(),
            table: None,
        };
        let page = Page {
            form: form.map(|form| form.id.as_str()),
            form_title: form.map(|form| form.source.as_str()),
            fields: GROUPS.iter().map(|group| Group::new(group, form, forms, files)).collect(),
            sections: std::iter::once(preamble).chain(sections.into_iter().flatten()).collect(),
            labels: form.map(labels).unwrap_or_default(),
        };
        // Strings, numbers and lists always make JSON.
        let digest = Sha256::digest(serde_json::to_vec(&page).unwrap_or_default());
        let mut version = String::new();
        for byte in digest.iter().take(8) {
            let _ = write!(version, "{byte:02x}");
        }
        let json = serde_json::to_vec(&Message { version: &version, page: &page }).unwrap_or_default().into();
        Self { version, json }
    }

    /// Two layouts with the same version are the same.
    pub(super) fn version(&self) -> &str {
        &self.version
    }

    pub(super) fn json(&self) -> Bytes {
        self.json.clone()
    }
}

/// The narrative that is no section of a form.
const PREAMBLE: &str = "publication.preamble";

#[derive(Serialize)]
struct Message<'p> {
    version: &'p str,
    #[serde(flatten)]
    page: &'p Page<'p>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Page<'p> {
    form: Option<&'p str>,
    form_title: Option<&'p str>,
    fields: Vec<Group>,
    sections: Vec<Section>,
    /// What can be referred to in a text and has no field of its own: the groups of rows.
    labels: BTreeMap<String, String>,
}

/// The figures of the groups of rows, by their paths.
fn labels(form: &Form) -> BTreeMap<String, String> {
    let mut labels = BTreeMap::new();
    for (_, section, table) in form.tables() {
        for group in &table.groups {
            let first = group.rows.first().and_then(|&row| table.rows.get(row));
            let columns = first.and_then(|row| table.column_sets.get(row.set)).into_iter();
            for column in columns.flat_map(|set| &set.columns) {
                let path = format!("{}.{}.{}", section.key, group.key, column.key);
                labels.insert(path, format!("{}，{}", group.label, column.label));
            }
        }
    }
    labels
}

/// Fields that stand together.
#[derive(Serialize)]
struct Group {
    title: String,
    fields: Vec<Field>,
}

#[derive(Serialize)]
struct Field {
    address: String,
    label: &'static str,
    kind: &'static str,
    required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
    /// What may be chosen, with its words.
    #[serde(skip_serializing_if = "Option::is_none")]
    choices: Option<Vec<(String, String)>>,
}

impl Group {
    fn new(section: &'static str, form: Option<&Form>, forms: &Forms, files: &[String]) -> Self {
        let all = keys::within(section).filter_map(|key| Field::new(key, form, forms, files));
        let title = keys::label(section).unwrap_or("报告");
        Self { title: title.to_owned(), fields: all.collect() }
    }
}

impl Field {
    /// The field of a key; `None` for what is no field of its own.
    fn new(key: &Key, form: Option<&Form>, forms: &Forms, files: &[String]) -> Option<Self> {
        let address = key.path();
        let chosen = |texts: &[String]| texts.iter().map(|text| (text.clone(), text.clone())).collect();
        let (kind, choices) = match key.holds {
            // Which form it is, is asked only where none is known: the cells of another form are others.
            Holds::Form if form.is_none() => {
                ("choice", Some(chosen(&forms.ids().map(str::to_owned).collect::<Vec<_>>())))
            }
            Holds::Form | Holds::Section | Holds::Sections | Holds::Narrative => return None,
            Holds::Year => ("year", None),
            Holds::Date => ("date", None),
            Holds::Level => {
                let one = |level: Level| (level.key().to_owned(), level.words().to_owned());
                ("choice", Some(vec![one(Level::Government), one(Level::Department)]))
            }
            Holds::Text if key.section == "previous" => ("file", Some(chosen(files))),
            Holds::Text => ("text", None),
        };
        let hint = hint(&address).map(str::to_owned);
        // Last year's file can be done without, though its section cannot.
        let required = key.required && key.section != "previous";
        Some(Self { address, label: key.label, kind, required, hint, choices })
    }
}

/// What a field is where nothing is typed.
fn hint(address: &str) -> Option<&'static str> {
    match address {
        "publication.title" => Some("可以不填，由程序按机关名称和年度写出"),
        "publication.issuer" => Some("可以不填，默认为编制机关全称"),
        _ => None,
    }
}

/// A section of the report.
#[derive(Serialize)]
struct Section {
    key: String,
    title: String,
    texts: Vec<Text>,
    table: Option<Table>,
}

#[derive(Serialize)]
struct Text {
    address: String,
    label: &'static str,
    required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<&'static str>,
}

#[derive(Serialize)]
struct Table {
    caption: String,
    columns: usize,
    weights: Vec<u16>,
    rows: Vec<Vec<Cell>>,
}

/// A cell of the printed grid.
#[derive(Serialize)]
#[serde(untagged)]
enum Cell {
    Words {
        text: String,
        head: bool,
        columns: usize,
        rows: usize,
    },
    Figure {
        address: String,
        row: String,
        column: String,
        computed: bool,
        amount: bool,
        /// True for a figure that may be negative.
        signed: bool,
        unit: String,
        columns: usize,
        rows: usize,
    },
}

impl Text {
    fn fixed(key: &Key) -> Self {
        Self { address: key.path(), label: key.label, required: key.required, place: None }
    }

    /// A text of a section of the form; `None` for what is none.
    fn of_section(section: &str, key: &Key) -> Option<Self> {
        let place = match key.name {
            _ if key.holds != Holds::Narrative => return None,
            keys::BEFORE => Some("before"),
            keys::AFTER => Some("after"),
            _ => None,
        };
        let address = format!("{section}.{}", key.name);
        Some(Self { address, label: key.label, required: key.required, place })
    }
}

impl Section {
    fn new(form: &Form, index: usize, section: &format::Section) -> Self {
        let keys = if section.table.is_some() { keys::OF_TABLES } else { keys::OF_NARRATIVES };
        let table = section.table.as_ref().map(|table| Table {
            caption: table.caption.clone(),
            columns: table.weights.len(),
            weights: table.weights.clone(),
            rows: table
                .layout
                .iter()
                .map(|row| row.cells.iter().filter_map(|cell| Cell::new(form, index, table, cell)).collect())
                .collect(),
        });
        Self {
            key: section.key.clone(),
            title: section.title.clone(),
            texts: keys.iter().filter_map(|key| Text::of_section(&section.key, key)).collect(),
            table,
        }
    }
}

impl Cell {
    fn new(form: &Form, section: usize, table: &format::Table, cell: &LayoutCell) -> Option<Self> {
        let (columns, rows) = (cell.area.columns, cell.area.rows);
        let Item::Figure(row, column) = cell.item else {
            let head = !matches!(cell.item, Item::Note(_));
            return Some(Self::Words { text: table.words(&cell.item), head, columns, rows });
        };
        let place = form.place(CellId { section, row, column })?;
        Some(Self::Figure {
            address: place.path(),
            row: place.row.full_label(),
            column: place.column.label.clone(),
            computed: place.is_computed(),
            amount: place.column.kind == format::Kind::Amount,
            signed: place.column.kind == format::Kind::Change,
            unit: place.column.unit.clone(),
            columns,
            rows,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::edit::DataFile;
    use crate::source::Source;

    fn layout(form: Option<&Form>, files: &[String]) -> Value {
        let layout = Layout::new(form, &Forms::built_in(), files);
        serde_json::from_slice(&layout.json()).unwrap()
    }

    fn addresses(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Array(all) => all.iter().for_each(|one| addresses(one, found)),
            Value::Object(all) => {
                found.extend(all.get("address").and_then(Value::as_str).map(str::to_owned));
                all.values().for_each(|one| addresses(one, found));
            }
            _ => {}
        }
    }

    #[test]
    fn every_cell_and_text_has_its_field_once() {
        let forms = Forms::built_in();
        for id in forms.ids() {
            let form = forms.get(id).unwrap();
            let mut shown = Vec::new();
            addresses(&layout(Some(&form), &[]), &mut shown);
            let source = Source::new("a", format!("format = \"{id}\"\nyear = {}\n", form.years.start()));
            let file = DataFile::read(&source, &forms).unwrap();
            let mut known: Vec<String> =
                file.values().into_iter().map(|(address, _)| address.to_string()).collect();
            // What the page leaves to the text of the file.
            known.retain(|address| address != "format" && !address.ends_with(".heading"));
            shown.sort();
            known.sort();
            assert_eq!(shown, known);
        }
    }

    #[test]
    fn a_table_is_drawn_as_the_form_prints_it() {
        let form = Forms::built_in().get("2021").unwrap();
        let layout = layout(Some(&form), &["../2023/年报.toml".to_owned()]);
        assert_eq!((&layout["form"], &layout["version"]).0, "2021");
        let section =
            layout["sections"].as_array().unwrap().iter().find(|one| one["key"] == "requests").unwrap();
        assert_eq!(section["texts"][0]["place"], "before");
        let cells: Vec<&Value> = section["table"]["rows"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|row| row.as_array().unwrap())
            .collect();
        assert_eq!(cells[0]["head"], false);
        let cell = |path: &str| *cells.iter().find(|cell| cell["address"] == path).unwrap();
        assert_eq!(cell("requests.received.natural_person")["computed"], false);
        assert_eq!(cell("requests.received.total")["computed"], true);
        assert_eq!(cell("requests.received.total")["row"], "一、本年新收政府信息公开申请数量");
        let area: u64 =
            cells.iter().map(|cell| cell["columns"].as_u64().unwrap() * cell["rows"].as_u64().unwrap()).sum();
        let rows = section["table"]["rows"].as_array().unwrap().len() as u64;
        assert_eq!(area, rows * section["table"]["columns"].as_u64().unwrap());
        assert_eq!(layout["labels"]["requests.denied.total"], "（三）不予公开，总计");
        assert!(layout["labels"]["requests.received.total"].is_null());
        let previous = &layout["fields"][4]["fields"][0];
        assert_eq!((&previous["kind"], &previous["required"]), (&"file".into(), &false.into()));
        assert_eq!(previous["choices"][0][0], "../2023/年报.toml");
    }

    #[test]
    fn a_file_of_no_known_form_is_asked_for_it() {
        let layout = layout(None, &[]);
        assert_eq!(layout["form"], Value::Null);
        let form = &layout["fields"][0]["fields"][0];
        assert_eq!((&form["address"], &form["choices"][0][0]), (&"format".into(), &"2019".into()));
        assert_eq!(layout["sections"].as_array().unwrap().len(), 1);
    }
}
