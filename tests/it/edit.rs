//! Random sessions in the form: whatever way a data file is written in, only what is changed changes, and taking
//! everything back gives the first bytes.

mod comments;
mod ways;

use std::collections::{BTreeMap, BTreeSet};

use nianbao::edit::{Address, Change, DataFile, History, Plan, Refused, cells_of_html};
use nianbao::format::Forms;
use nianbao::skeleton::{self, Known};
use nianbao::source::Source;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::common::outputs::Outputs;
use crate::common::toml_files;

/// What a person does in the form; the numbers choose among what there is.
#[derive(Debug, Clone)]
enum Deed {
    Cell(Index, String),
    /// A field, a text, or an acceptance or a note that is there.
    Other(Index, String),
    Note(Index, Option<String>),
    Accept(Option<Index>, bool, Option<String>),
    Zeros(Index),
    Paste(Index, Vec<Vec<String>>),
    Undo,
    Redo,
    /// Somebody else adds a line to the file.
    Elsewhere,
}

/// What is typed: figures, words, texts of several lines, dates; much of it does not fit where it is typed.
fn typed() -> impl Strategy<Value = String> {
    let known = [
        "0",
        "7",
        "１２",
        "1,234",
        "328.50",
        "-3",
        "999999999",
        "",
        " ",
        "/",
        "3件",
        "2025-01-20",
        "2025年2月3日",
        "甲乙",
        "甲\n\n### 乙\n- 丙",
        "'''",
        "a'''b\"\"\"\\",
        "# 甲\n[x]\ny = 1",
        "行尾  \n\t表\t",
        "{{ year }}",
        "government",
        "2023",
    ];
    let any = prop::collection::vec(
        prop::sample::select(vec!["甲", "\n", "'", "\"", "\\", "#", " ", "=", "1"]),
        0..12,
    );
    prop_oneof![3 => prop::sample::select(known.to_vec()).prop_map(str::to_owned), 1 => any.prop_map(|parts| parts.concat())]
}

fn deed() -> impl Strategy<Value = Deed> {
    let figure = prop::sample::select(vec!["0", "5", "12", "1，000", "", "/"]).prop_map(str::to_owned);
    let block = prop::collection::vec(prop::collection::vec(figure, 1..4), 1..4);
    let words = prop::option::of(
        prop::sample::select(vec!["其中修订3件", "机构改革", "甲“乙”\\"]).prop_map(str::to_owned),
    );
    prop_oneof![
        4 => (any::<Index>(), typed()).prop_map(|(at, text)| Deed::Cell(at, text)),
        4 => (any::<Index>(), typed()).prop_map(|(at, text)| Deed::Other(at, text)),
        1 => (any::<Index>(), words.clone()).prop_map(|(at, text)| Deed::Note(at, text)),
        1 => (any::<Option<Index>>(), any::<bool>(), words)
            .prop_map(|(at, has_words, text)| Deed::Accept(at, has_words, text)),
        1 => any::<Index>().prop_map(Deed::Zeros),
        2 => (any::<Index>(), block).prop_map(|(at, block)| Deed::Paste(at, block)),
        2 => Just(Deed::Undo),
        1 => Just(Deed::Redo),
        1 => Just(Deed::Elsewhere),
    ]
}

/// A file that is open in the form.
struct Session {
    bytes: Vec<u8>,
    history: History,
    forms: Forms,
    /// True while nobody else has written.
    alone: bool,
}

type Values = BTreeMap<String, Option<String>>;

impl Session {
    fn source(&self) -> Source {
        Source::from_bytes("年报.toml", &self.bytes)
    }

    /// All that the file says.
    fn values(&self) -> Values {
        let source = self.source();
        let file = DataFile::read(&source, &self.forms).unwrap();
        file.values().into_iter().map(|(address, value)| (address.to_string(), value)).collect()
    }

    /// What is to be done, planned; `None` if there is nothing to do.
    fn planned(&self, deed: &Deed) -> Option<Result<Plan, Refused>> {
        let source = self.source();
        let file = DataFile::read(&source, &self.forms).unwrap();
        let form = file.form().unwrap();
        let cells: Vec<String> = form.cells().map(|cell| form.path(cell)).collect();
        let one = |address: Address, to: Option<String>| {
            let from = file.value(&address).unwrap();
            Some(file.plan(&[Change { address, from, to }]))
        };
        match deed {
            Deed::Cell(at, text) => one(Address::Value(at.get(&cells).clone()), Some(text.clone())),
            Deed::Other(at, text) => {
                let all = file.values().into_iter().map(|(address, _)| address);
                let others: Vec<Address> = all.filter(|other| !cells.contains(&other.to_string())).collect();
                one(at.get(&others).clone(), Some(text.clone()))
            }
            Deed::Note(at, text) => one(Address::Note(at.get(&cells).clone()), text.clone()),
            Deed::Accept(at, has_words, text) => {
                let cell = at.map(|at| at.get(&cells).clone());
                let words = has_words.then(|| "共“3”件, [无]".to_owned());
                one(Address::Accept { code: Some("Y201".to_owned()), cell, words, number: 1 }, text.clone())
            }
            Deed::Zeros(at) => {
                let path = at.get(&cells).rsplit_once('.').unwrap().0.to_owned();
                Some(file.zeros(&path).and_then(|changes| file.plan(&changes)))
            }
            Deed::Paste(at, block) => {
                let start = Address::Value(at.get(&cells).clone());
                Some(file.paste(&start, block).and_then(|pasted| file.plan(&pasted.changes)))
            }
            Deed::Undo => self.history.undo().map(|step| file.plan_step(step)),
            Deed::Redo => self.history.redo().map(|step| file.plan_step(step)),
            Deed::Elsewhere => None,
        }
    }

    /// Does it; false if it was refused, and then nothing has changed.
    fn does(&mut self, deed: &Deed) -> Result<(), TestCaseError> {
        if matches!(deed, Deed::Elsewhere) {
            let line_end = if self.bytes.contains(&b'\r') { "\r\n" } else { "\n" };
            self.bytes.extend(format!("{line_end}# 别人写的一行{line_end}").bytes());
            self.alone = false;
        }
        let plan = match self.planned(deed) {
            None => return Ok(()),
            Some(Ok(plan)) => plan,
            Some(Err(Refused::NotAllowed { .. } | Refused::NoFit(_))) => return Ok(()),
            Some(Err(refused)) => return Err(TestCaseError::fail(format!("{deed:?}: {refused}"))),
        };
        let (text, values) = (self.source(), self.values());
        self.bytes = plan.apply(&self.bytes);
        same_beside(&text, &self.source(), &plan)?;
        says(&values, &self.values(), &plan)?;
        match deed {
            Deed::Undo => self.history.undone(&plan),
            Deed::Redo => self.history.redone(&plan),
            _ => self.history.done(&plan),
        }
        Ok(())
    }
}

/// The rows and keys that changes touch, as sections and keys of TOML; those of a note or an acceptance as their list.
fn touched(plan: &Plan) -> BTreeSet<String> {
    let names = plan.changes.iter().map(|change| match &change.address {
        Address::Value(path) => path.clone(),
        Address::Note(_) => "note".to_owned(),
        Address::Accept { .. } => "accept".to_owned(),
    });
    names.collect()
}

/// Every value of a file by its path, the cells of a row together.
fn leaves(value: &toml::Value, path: &str, out: &mut BTreeMap<String, String>) {
    match value {
        toml::Value::Table(table) => {
            for (key, value) in table {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                leaves(value, &path, out);
            }
        }
        value => {
            out.insert(path.to_owned(), value.to_string());
        }
    }
}

/// Read by TOML alone, nothing differs but what was changed, and every comment is there.
fn same_beside(before: &Source, after: &Source, plan: &Plan) -> Result<(), TestCaseError> {
    let read = |source: &Source| {
        let mut out = BTreeMap::new();
        leaves(&toml::Value::Table(source.text().parse().unwrap()), "", &mut out);
        out
    };
    let (old, new) = (read(before), read(after));
    let touched = touched(plan);
    for key in old.keys().chain(new.keys()) {
        let is_touched = || touched.iter().any(|path| path == key || path.starts_with(&format!("{key}.")));
        prop_assert!(
            old.get(key) == new.get(key) || is_touched(),
            "{key}: {:?} {:?}",
            old.get(key),
            new.get(key)
        );
    }
    let mut left = comments::comments(after.text());
    let takes_away = plan.changes.iter().any(|change| change.to.is_none());
    let mut gone = Vec::new();
    for comment in comments::comments(before.text()) {
        match left.iter().position(|other| *other == comment) {
            Some(at) => drop(left.swap_remove(at)),
            None => gone.push(comment),
        }
    }
    for comment in gone.iter().filter(|_| !takes_away) {
        // One that offered what has been put in: what it said behind that is still there.
        let offered = comment.trim_start_matches('#').trim_start();
        let name = offered.trim_start_matches('[').split(['=', ']']).next().unwrap_or_default().trim();
        let is_taken_up = plan.changes.iter().any(|change| {
            let path = change.address.to_string();
            change.from.is_none() && path.split('.').any(|part| name.split('.').next_back() == Some(part))
        });
        let behind = offered.split_once('#').map(|(_, words)| format!("#{words}"));
        let is_kept = behind.is_none_or(|words| {
            let at = left.iter().position(|other| *other == words.trim_end());
            at.map(|at| left.swap_remove(at)).is_some()
        });
        prop_assert!(is_taken_up && is_kept, "{comment} is gone");
    }
    let (old, new) = (before.text(), after.text());
    prop_assert_eq!(old.ends_with('\n'), new.ends_with('\n'));
    let returns =
        |text: &str| text.contains("\r\n") && text.matches('\n').count() != text.matches("\r\n").count();
    prop_assert!(!returns(new), "line ends differ");
    Ok(())
}

/// What was changed says the new, and everything else what it did; new rows are blank beside the change.
fn says(old: &Values, new: &Values, plan: &Plan) -> Result<(), TestCaseError> {
    let changed: BTreeMap<String, &Change> =
        plan.changes.iter().map(|change| (change.address.to_string(), change)).collect();
    let row = |path: &str| path.rsplit_once('.').map_or(path, |(row, _)| row).to_owned();
    let rows: BTreeSet<String> = changed.keys().map(|path| row(path)).collect();
    reasons_say(old, new, plan)?;
    for path in old.keys().chain(new.keys()).filter(|path| !path.starts_with("accept:")) {
        let (was, is) = (old.get(path).cloned().flatten(), new.get(path).cloned().flatten());
        match changed.get(path) {
            Some(change) => prop_assert_eq!(&is, &change.to, "{}", path),
            None if is == was => {}
            None => {
                let is_blank = |text: &Option<String>| text.as_deref().is_none_or(str::is_empty);
                prop_assert!(
                    rows.contains(&row(path)) && is_blank(&was) && is_blank(&is),
                    "{path}: {was:?} {is:?}"
                );
            }
        }
    }
    Ok(())
}

/// The reasons that are bound to the same, in their order.
fn reasons(values: &Values) -> BTreeMap<String, BTreeMap<usize, String>> {
    let mut all: BTreeMap<String, BTreeMap<usize, String>> = BTreeMap::new();
    for (path, text) in values.iter().filter(|(path, _)| path.starts_with("accept:")) {
        let (name, number) = numbered(path);
        all.entry(name).or_default().extend(text.clone().map(|text| (number, text)));
    }
    all
}

/// What a reason is bound to, and its number among those that are bound to the same.
fn numbered(path: &str) -> (String, usize) {
    let parts: Vec<serde_json::Value> = serde_json::from_str(path.strip_prefix("accept:").unwrap()).unwrap();
    let number = parts.get(3).map_or(1, |number| number.as_u64().unwrap().try_into().unwrap());
    (format!("{:?}", &parts[..3]), number)
}

/// A reason that is taken out leaves its number to the next.
fn reasons_say(old: &Values, new: &Values, plan: &Plan) -> Result<(), TestCaseError> {
    let mut wanted = reasons(old);
    for change in plan.changes.iter().filter(|change| matches!(change.address, Address::Accept { .. })) {
        let (name, number) = numbered(&change.address.to_string());
        let reasons = wanted.entry(name).or_default();
        reasons.remove(&number);
        reasons.extend(change.to.clone().map(|text| (number, text)));
    }
    wanted.retain(|_, reasons| !reasons.is_empty());
    let in_order = |all: BTreeMap<String, BTreeMap<usize, String>>| -> BTreeMap<String, Vec<String>> {
        all.into_iter().map(|(name, reasons)| (name, reasons.into_values().collect())).collect()
    };
    prop_assert_eq!(in_order(wanted), in_order(reasons(new)));
    Ok(())
}

/// The examples, and a new file of each form, which offers what may be filled in.
fn files() -> Vec<(String, String)> {
    let forms = Forms::built_in();
    let new = forms.ids().map(|id| {
        let form = forms.get(id).unwrap();
        let known = Known { year: *form.years.start(), ..Known::default() };
        (format!("新 {id}"), skeleton::write(&form, &known).unwrap().text)
    });
    examples().into_iter().chain(new).collect()
}

fn examples() -> Vec<(String, String)> {
    toml_files("examples")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn only_what_is_changed_changes_and_goes_back_byte_for_byte(
        example in any::<Index>(),
        way in any::<Index>(),
        ends in any::<Index>(),
        deeds in prop::collection::vec(deed(), 1..14),
    ) {
        let files = files();
        let (name, text) = example.get(&files);
        let text = (way.get(ways::WAYS))(text);
        let first = (ends.get(ways::ENDS))(&text);
        let mut session = Session { bytes: first.clone(), history: History::default(), forms: Forms::built_in(), alone: true };
        for deed in &deeds {
            session.does(deed).map_err(|fault| TestCaseError::fail(format!("{name}: {fault}")))?;
        }
        let last = session.bytes.clone();
        let mut steps = 0;
        while session.history.undo().is_some() {
            session.does(&Deed::Undo)?;
            steps += 1;
            prop_assert!(steps <= deeds.len());
        }
        if session.alone {
            prop_assert_eq!(String::from_utf8_lossy(&session.bytes), String::from_utf8_lossy(&first));
            for _ in 0..steps {
                session.does(&Deed::Redo)?;
            }
            let is_last = session.history.redo().is_none();
            prop_assert!(!is_last || session.bytes == last);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_spoilt_file_is_changed_soundly_or_not_at_all(
        example in any::<Index>(),
        way in any::<Index>(),
        faults in prop::collection::vec((any::<Index>(), 0..2usize, prop::sample::select(FAULTS.to_vec())), 1..3),
        deeds in prop::collection::vec(deed(), 1..5),
    ) {
        let examples = examples();
        let mut text = (way.get(ways::WAYS))(&example.get(&examples).1);
        for (at, gone, fault) in faults {
            // Most faults are between lines and between values, where a person makes them.
            let places: Vec<usize> = text.match_indices(['\n', ',', '=', '[', '\'']).map(|(at, _)| at).collect();
            let at = *at.get(&places);
            text.replace_range(at..at + gone, fault);
        }
        let mut session =
            Session { bytes: text.into_bytes(), history: History::default(), forms: Forms::built_in(), alone: true };
        for deed in &deeds {
            let source = session.source();
            let is_open = DataFile::read(&source, &session.forms).is_ok_and(|file| file.form().is_some());
            if is_open && !matches!(session.planned(deed), Some(Err(_))) {
                session.does(deed)?;
            }
        }
    }
}

/// What is put into a file to spoil it.
const FAULTS: &[&str] = &[
    "",
    "\n",
    ", ",
    "[",
    "]",
    "\"\"",
    "'''",
    "\"",
    " = ",
    "#",
    "\n[requests]\n",
    "\nnote = 1\n",
    "\n[[note]]\n",
    "{",
    "}",
    "1,234",
    "\n[[accept]]\ncode = \"Y201\"\n",
    "\n[previous]\n",
    "\nx.y.z = 1 # 甲\n",
    "\n[requests.denied]\n",
    "\u{3000}",
];

#[test]
fn every_way_of_writing_says_the_same() {
    let forms = Forms::built_in();
    for (name, text) in examples() {
        let values = |bytes: &[u8]| {
            let source = Source::from_bytes("a", bytes);
            DataFile::read(&source, &forms).unwrap().values()
        };
        let plain = values(text.as_bytes());
        for (number, way) in ways::WAYS.iter().enumerate() {
            for end in ways::ENDS {
                let other = values(&end(&way(&text)));
                assert_eq!(plain, other, "{name} {number}");
            }
        }
    }
}

/// The tables of a page of HTML.
fn tables(html: &str) -> Vec<String> {
    let parts = html.split("<table").skip(1);
    parts.map(|part| format!("<table{}</table>", part.split("</table>").next().unwrap())).collect()
}

#[test]
fn a_printed_table_is_pasted_whole_into_a_new_file() {
    let forms = Forms::built_in();
    for (name, text) in examples() {
        let source = Source::new("a", text.as_str());
        let full = DataFile::read(&source, &forms).unwrap();
        let form = full.form().unwrap();
        let known = Known { year: *form.years.start(), ..Known::default() };
        let mut blank = skeleton::write(form, &known).unwrap().text;
        let html = Outputs::of(&text, &forms).html;
        let sections = form.sections.iter().enumerate().filter(|(_, section)| section.table.is_some());
        // The narrative has tables of its own.
        let printed: Vec<String> =
            tables(&html).into_iter().filter(|table| table.contains("data-cell")).collect();
        for ((index, _), table) in sections.zip(printed) {
            let now = Source::new("a", blank.as_str());
            let file = DataFile::read(&now, &forms).unwrap();
            let first = form.cells().find(|cell| cell.section == index).unwrap();
            let start = Address::Value(form.path(first));
            let pasted = file.paste(&start, &cells_of_html(&table).unwrap()).unwrap();
            assert_eq!(pasted.remarks, [""; 0], "{name}");
            let plan = file.plan(&pasted.changes).unwrap();
            blank = String::from_utf8(plan.apply(blank.as_bytes())).unwrap();
        }
        let now = Source::new("a", blank.as_str());
        let file = DataFile::read(&now, &forms).unwrap();
        for id in form.cells() {
            let place = form.place(id).unwrap();
            if place.column.sum.is_none() && place.row.sum.is_none() {
                let address = Address::Value(place.path());
                let number =
                    |file: &DataFile<'_>| file.value(&address).unwrap().map(|text| text.replace('+', ""));
                assert_eq!(number(&file), number(&full), "{name} {address}");
            }
        }
    }
}
