//! All that was found, for other programs (汇总.json, `--format json`).

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

use super::{Collection, Overview, Row, Sum, SumCell, Unit, letter};
use crate::diagnostic::json::Finding;
use crate::format::Kind;
use crate::render::digest;

/// The version of the output's structure.
const VERSION: u8 = 1;

#[derive(Serialize)]
struct Output<'c> {
    version: u8,
    year: u16,
    units: Vec<UnitValues<'c>>,
    missing: Vec<&'c str>,
    copied: Vec<Group<'c>>,
    /// By the path of the cell; `null` if no form is in force in the year.
    sum: Option<BTreeMap<&'c str, SumValues<'c>>>,
    /// The report of the sum; `null` without one.
    against_report: Option<AgainstReport<'c>>,
    /// The cells that it states otherwise; `null` without one.
    against: Option<Vec<Differs<'c>>>,
    /// The cells that could not be compared with it.
    uncompared: Option<&'c [String]>,
    strays: Vec<Stray<'c>>,
    /// Files that were not taken for reports.
    others: Vec<Stray<'c>>,
    /// The digest of each file that the run has written, by its name in the folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    outputs: Option<&'c BTreeMap<String, String>>,
    /// The digest of this text without it, by which a later run sees that nobody has changed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<&'static str>,
}

#[derive(Serialize)]
struct UnitValues<'c> {
    name: &'c str,
    /// Whether the roster has it; `null` without a roster.
    listed: Option<bool>,
    summed: bool,
    category: &'c str,
    contact: &'c str,
    state: &'static str,
    late: bool,
    files: Vec<&'c str>,
    unread: Vec<Stray<'c>>,
    date: Option<String>,
    /// `null` where there is no report that counts.
    errors: Option<usize>,
    warnings: Option<usize>,
    blank_cells: Option<usize>,
    letter: Option<String>,
    remarks: &'c [String],
    findings: Vec<&'c Finding>,
}

#[derive(Serialize)]
struct Stray<'c> {
    path: &'c str,
    problem: &'c str,
}

#[derive(Serialize)]
struct Group<'c> {
    section: &'c str,
    letters: usize,
    share: usize,
    members: Vec<Member<'c>>,
}

#[derive(Serialize)]
struct Member<'c> {
    unit: &'c str,
    file: &'c str,
    last_year: bool,
    words: &'c str,
}

#[derive(Serialize)]
struct SumValues<'c> {
    /// A number for a count, a string for an amount, `null` where it could not be added up.
    value: Value,
    /// How many units have a figure for it.
    units: usize,
    /// Those that have none.
    blank: Vec<&'c str>,
}

#[derive(Serialize)]
struct AgainstReport<'c> {
    file: &'c str,
    agency: &'c str,
    year: Option<u16>,
    form: &'c str,
    /// True if its form is that of the year.
    same_form: bool,
    /// How many errors it has itself.
    errors: usize,
    /// How many cells were compared.
    compared: usize,
}

#[derive(Serialize)]
struct Differs<'c> {
    cell: &'c str,
    label: String,
    stated: Value,
    summed: Value,
    explained_by: Vec<Explanation<'c>>,
}

#[derive(Serialize)]
struct Explanation<'c> {
    unit: &'c str,
    file: &'c str,
    slip: &'static str,
}

/// The output; `outputs` are the digests of the files that the run has written, where it has.
///
/// # Errors
/// None that is known: every key is a string and every value can be written.
pub fn text(
    overview: &Overview<'_>,
    outputs: Option<&BTreeMap<String, String>>,
) -> Result<String, serde_json::Error> {
    let collection = overview.collection;
    let sum = collection.sum.as_ref();
    let against = collection.against.as_ref();
    let differences = sum.zip(against).map(|(sum, against)| {
        against.differences.iter().map(|cell| differs(collection, sum, cell)).collect()
    });
    let missing = collection.expected().filter(|unit| unit.state() == super::State::Missing);
    let text = serde_json::to_string_pretty(&Output {
        version: VERSION,
        year: collection.year,
        units: units(overview),
        missing: missing.map(|unit| unit.name.as_str()).collect(),
        copied: collection.copied.iter().map(|copied| group(copied, collection)).collect(),
        sum: sum.map(|sum| sum_values(sum, collection)),
        against_report: against.map(against_report),
        against: differences,
        uncompared: against.map(|against| against.uncompared.as_slice()),
        strays: strays(&collection.strays),
        others: strays(&collection.others),
        outputs,
        digest: outputs.map(|_| ""),
    })?;
    Ok(if outputs.is_some() { sealed(text) } else { text })
}

/// The key of the digest of the file itself, the last one in it, with no digest yet.
const UNSEALED: &str = "\"digest\": \"\"";

/// The text with the digest of what it is without.
fn sealed(mut text: String) -> String {
    if let Some(at) = text.rfind(UNSEALED) {
        let digest = digest(text.as_bytes());
        text.insert_str(at + UNSEALED.len() - 1, &digest);
    }
    text
}

/// True for what a run has written and nobody has changed since.
pub fn is_intact(bytes: &[u8]) -> bool {
    let Some(text) = str::from_utf8(bytes).ok().map(str::trim_end) else { return false };
    let stated =
        text.rsplit_once("\"digest\": \"").and_then(|(before, rest)| Some((before, rest.split_once('"')?)));
    stated.is_some_and(|(before, (stated, after))| {
        stated == digest(format!("{before}{UNSEALED}{after}").as_bytes())
    })
}

/// The digests of the files that a run before has written, by their names; none if the text is no such output.
pub fn outputs(bytes: &[u8]) -> BTreeMap<String, String> {
    #[derive(Deserialize)]
    struct Former {
        #[serde(default)]
        outputs: BTreeMap<String, String>,
    }
    serde_json::from_slice::<Former>(bytes).map(|former| former.outputs).unwrap_or_default()
}

fn differs<'c>(collection: &'c Collection, sum: &Sum, differs: &'c super::Differs) -> Differs<'c> {
    let cell = sum.cells.iter().find(|cell| cell.path == differs.path);
    let value = |number| cell.map_or(Value::Null, |cell| value(sum, cell, number));
    let explanation = |slip: &super::Slip| {
        let unit = collection.units.get(slip.report);
        let file = unit.and_then(|unit| unit.filed.get(slip.file));
        Explanation {
            unit: unit.map_or("", |unit| unit.name.as_str()),
            file: file.map_or("", |file| file.path.as_str()),
            slip: slip.kind.id(),
        }
    };
    Differs {
        cell: &differs.path,
        label: cell.map(|cell| sum.words_of(cell)).unwrap_or_default(),
        stated: value(differs.stated),
        summed: value(differs.summed),
        explained_by: differs.explained_by.iter().map(explanation).collect(),
    }
}

fn against_report(against: &super::Against) -> AgainstReport<'_> {
    let report = &against.report;
    AgainstReport {
        file: &report.path,
        agency: &report.agency,
        year: report.year,
        form: &report.form,
        same_form: !report.is_in_other_form,
        errors: report.errors,
        compared: against.compared,
    }
}

fn units<'c>(overview: &'c Overview<'_>) -> Vec<UnitValues<'c>> {
    let units = overview.rows.iter().zip(&overview.collection.units);
    units.map(|(row, unit)| of_unit(overview.collection, unit, row)).collect()
}

fn of_unit<'c>(collection: &Collection, unit: &'c Unit, row: &'c Row) -> UnitValues<'c> {
    UnitValues {
        name: &unit.name,
        listed: collection.has_roster.then_some(unit.entry.is_some()),
        summed: unit.is_summed(collection.has_roster),
        category: &row.category,
        contact: &row.contact,
        state: row.state.id(),
        late: unit.is_late,
        files: unit.filed.iter().map(|filed| filed.path.as_str()).collect(),
        unread: strays(&unit.unread),
        date: row.date.map(|date| date.to_string()),
        errors: row.errors,
        warnings: row.warnings,
        blank_cells: row.blanks,
        letter: row.letter.as_ref().map(|name| format!("{}/{name}.docx", letter::FOLDER)),
        remarks: &row.remarks,
        findings: unit
            .told()
            .iter()
            .flat_map(|report| &report.findings)
            .map(|found| &found.finding)
            .collect(),
    }
}

fn strays(strays: &[super::Stray]) -> Vec<Stray<'_>> {
    strays.iter().map(|stray| Stray { path: &stray.path, problem: &stray.problem }).collect()
}

fn group<'c>(copied: &'c super::Copied, collection: &'c Collection) -> Group<'c> {
    let member = |member: &'c super::Copier| Member {
        unit: collection.units.get(member.unit).map_or("", |unit| unit.name.as_str()),
        file: &member.path,
        last_year: member.is_last_year,
        words: &member.words,
    };
    Group {
        section: &copied.section,
        letters: copied.letters,
        share: copied.share,
        members: copied.members.iter().map(member).collect(),
    }
}

fn sum_values<'c>(sum: &'c Sum, collection: &'c Collection) -> BTreeMap<&'c str, SumValues<'c>> {
    let name = |unit: usize| collection.units.get(unit).map_or("", |unit| unit.name.as_str());
    let values = |cell: &'c SumCell| SumValues {
        value: cell.value.map_or(Value::Null, |number| value(sum, cell, number)),
        units: sum.summed.len().saturating_sub(cell.without.len()),
        blank: cell.without.iter().map(|without| name(without.report)).collect(),
    };
    sum.cells.iter().map(|cell| (cell.path.as_str(), values(cell))).collect()
}

/// A figure: counts are numbers, amounts strings, so that no program rounds them.
fn value(sum: &Sum, cell: &SumCell, figure: Decimal) -> Value {
    let is_amount = sum.form.place(cell.id).is_some_and(|place| place.column.kind == Kind::Amount);
    let text = figure.normalize().to_string();
    match text.parse::<Number>() {
        Ok(number) if !is_amount && figure.is_integer() => Value::Number(number),
        _ => Value::String(figure.to_string()),
    }
}
