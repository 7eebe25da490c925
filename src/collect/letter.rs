//! The letter that sends a report back to its unit (退回修改意见): a [`Document`], drawn by the renderers like a report.

mod differing;
mod names;

use super::copied::copied_by_unit;
use super::{Collection, Copied, Filed, Found, Standing, Unit, file_name};
use crate::diagnostic::Severity;
use crate::document::{
    Block, Document, KIND, ListItem, MATTER, Metadata, Paragraph, Run, Section, Signature, report_name,
};
use crate::narrative::numeral;
use crate::source::visible;

/// The folder of the letters.
pub const FOLDER: &str = "退回意见";
/// What the title of every letter ends with.
pub const TITLE_END: &str = "的退回修改意见";
/// What stands where only the office knows what to write: the day, and who signs.
pub const OPEN: &str = "【待填写】";

/// The name of each unit's letter without extension, in the order of the units; `None` for a unit that gets none.
/// `copied` are the passages of each.
pub(super) fn names(units: &[Unit], copied: &[Vec<&Copied>]) -> Vec<Option<String>> {
    let named = units.iter().zip(copied);
    names::for_files(named.map(|(unit, copied)| is_due(unit, copied).then_some(unit.name.as_str())))
}

/// The letters, each with the place of its unit; only those of units that get one.
pub fn letters(collection: &Collection) -> impl Iterator<Item = (usize, Document)> {
    let copied = copied_by_unit(collection);
    collection.units.iter().enumerate().zip(copied).filter_map(|((at, unit), copied)| {
        is_due(unit, &copied).then(|| (at, letter(collection, (at, unit), &copied)))
    })
}

/// True for a unit that has filed what has to be mended or looked at.
fn is_due(unit: &Unit, copied: &[&Copied]) -> bool {
    match unit.standing {
        Standing::Missing | Standing::NotDue => false,
        Standing::Unreadable | Standing::Differing => true,
        Standing::Filed => {
            let counts = unit.report().map(|report| report.counts).unwrap_or_default();
            counts.errors + counts.warnings + copied.len() > 0
        }
    }
}

fn letter(collection: &Collection, (at, unit): (usize, &Unit), copied: &[&Copied]) -> Document {
    let report = format!("{}年{}", collection.year, report_name());
    let title = format!("关于{}{report}{TITLE_END}", words(&unit.name));
    let (mut preamble, mut parts) = match (unit.standing, unit.report()) {
        (Standing::Filed, Some(filed)) => of_report(&report, unit, filed, copied.len()),
        (Standing::Differing, _) => differing::blocks(&report, unit),
        _ => (unreadable(&report, unit), Vec::new()),
    };
    parts.extend(of_copied(collection, at, copied));
    let sections = numbered(&mut preamble, parts);
    let form = unit.filed.first().and_then(|filed| filed.form.as_ref());
    Document {
        form: form.map(|form| form.id.clone()).unwrap_or_default(),
        year: collection.year,
        agency: words(&unit.name),
        draft: false,
        metadata: Metadata {
            description: format!("{title}。"),
            keywords: vec![words(&unit.name), MATTER.to_owned(), KIND.to_owned()],
            ..Metadata::default()
        },
        title,
        preamble,
        sections,
        signature: Signature { issuer: OPEN.to_owned(), date: None, awaits_date: true },
    }
}

/// A part of the letter, with its heading.
type Part = (&'static str, Vec<Block>);

/// The parts as sections with numbers; a single one needs no heading and follows the opening.
fn numbered(preamble: &mut Vec<Block>, mut parts: Vec<Part>) -> Vec<Section> {
    if let [(_, blocks)] = parts.as_mut_slice() {
        preamble.append(blocks);
        return Vec::new();
    }
    let section = |(number, (name, blocks)): (u32, Part)| Section {
        key: format!("part-{number}"),
        title: format!("{}、{name}", numeral(number)),
        blocks,
    };
    (1..).zip(parts).map(section).collect()
}

/// Of a report that reads: what must be mended, what must be looked at, and what is only worth knowing.
fn of_report(report: &str, unit: &Unit, filed: &Filed, copied: usize) -> (Vec<Block>, Vec<Part>) {
    let of = |severity| -> Vec<&Found> {
        filed.findings.iter().filter(|found| found.counts_as(severity)).collect()
    };
    let (errors, warnings, notes) = (of(Severity::Error), of(Severity::Warning), of(Severity::Note));
    let mut preamble = vec![paragraph(&opening(report, filed, (errors.len(), warnings.len(), copied)))];
    if let Some((date, deadline)) = filed.date.zip(unit.deadline).filter(|_| unit.is_late) {
        let (date, deadline) = (date.chinese(), deadline.chinese());
        preamble.push(paragraph(&format!(
            "报告的落款日期是{date}，迟于规定的报送期限{deadline}，请今后按期报送。"
        )));
    }
    let items = |found: &[&Found]| {
        let sentences = found.iter().map(|found| sentence(filed, found)).collect();
        list(sentences)
    };
    let mut parts = vec![("必须改正的错误", items(&errors)), ("请核对的内容", items(&warnings))];
    if !notes.is_empty() {
        let messages: Vec<String> = notes.iter().map(|found| bare(&found.finding.message)).collect();
        let lead = format!("下列 {} 处提示供参考，不要求改动：{}。", notes.len(), messages.join("；"));
        parts.push(("供参考的提示", vec![paragraph(&lead)]));
    }
    parts.retain(|(_, blocks)| !blocks.is_empty());
    (preamble, parts)
}

/// Which report it is, what is wrong with it in a word, and what to do.
fn opening(report: &str, filed: &Filed, (errors, warnings, copied): (usize, usize, usize)) -> String {
    let found = [(errors, "处错误必须改正"), (warnings, "处内容请核对"), (copied, "处文字与别的报告雷同")];
    let found = found.into_iter().filter(|(count, _)| *count > 0);
    let found: Vec<String> = found.map(|(count, words)| format!("{count} {words}")).collect();
    let request = match errors {
        0 => format!("请对照下面的意见核对：确有差错的，改正后于{OPEN}前重新报送；核对无误的，请说明情况"),
        _ => format!("现予退回，请改正后于{OPEN}前重新报送"),
    };
    let file = file_name(&filed.path);
    format!("你单位报送的{report}（文件“{file}”）收悉。经核对，有 {}。{request}。", found.join("，"))
}

/// A finding as a person would write it: what is wrong and where, what that was worked out from, how to mend it.
fn sentence(filed: &Filed, found: &Found) -> String {
    let place = match (found.place.as_str(), filed.is_data_file) {
        ("", _) => String::new(),
        (place, true) => format!("（数据文件{}）", words(place)),
        (place, false) => format!("（{}）", words(place)),
    };
    let first = format!("{}{place}", bare(&found.finding.message));
    let facts = found.facts.iter().map(|fact| bare(fact));
    let sentences =
        std::iter::once(first).chain(facts).chain(found.finding.help.iter().map(|help| bare(help)));
    sentences.map(|sentence| format!("{sentence}。")).collect()
}

/// Of files that do not read: which, and why.
fn unreadable(report: &str, unit: &Unit) -> Vec<Block> {
    let lead = format!(
        "你单位报送的{report}无法读取，不能核对，现予退回。请按下面说的原因处理后，于{OPEN}前重新报送。"
    );
    let reason = |stray: &super::Stray| {
        // Where the office keeps its files is no matter of the unit.
        format!("“{}”：{}。", stray.name(), bare(&stray.reason()))
    };
    // A data file of which no report can be made says in its findings why.
    let of_data_file = |filed: &Filed| -> Vec<String> {
        let found = filed.findings.iter().filter(|found| found.severity == Severity::Error);
        found.map(|found| format!("“{}”：{}", file_name(&filed.path), sentence(filed, found))).collect()
    };
    let reasons = unit.unread.iter().map(reason).chain(unit.filed.iter().flat_map(of_data_file));
    std::iter::once(paragraph(&lead)).chain(list(reasons.collect())).collect()
}

/// The passages that the unit's report has in common with others.
fn of_copied(collection: &Collection, at: usize, copied: &[&Copied]) -> Option<Part> {
    if copied.is_empty() {
        return None;
    }
    let item = |copied: &&Copied| {
        let own = copied.members.iter().find(|member| member.unit == at && !member.is_last_year);
        let words = own.map(|member| words(&member.words)).unwrap_or_default();
        format!("{}，与{}相同或者几乎相同：“{words}”", copied.measure(), copied.others(at, collection))
    };
    let mut blocks = list(copied.iter().map(item).collect());
    blocks.push(paragraph("年度报告应当反映本单位当年的工作，请核对上面的文字，按照本单位的实际情况改写。"));
    Some(("与别的报告雷同的文字", blocks))
}

/// One sentence as a paragraph, several as a list with numbers.
fn list(sentences: Vec<String>) -> Vec<Block> {
    match sentences.as_slice() {
        [] => Vec::new(),
        [only] => vec![paragraph(only)],
        _ => {
            let item = |(number, text): (usize, String)| ListItem {
                depth: 0,
                marker: format!("{number}."),
                runs: vec![run(text)],
            };
            vec![Block::List((1..).zip(sentences).map(item).collect())]
        }
    }
}

fn run(text: String) -> Run {
    Run { text, ..Run::default() }
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph(Paragraph { lead: Vec::new(), runs: vec![run(text.to_owned())] })
}

/// Words on one line, with marks for what cannot be shown.
fn words(text: &str) -> String {
    visible(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The same without the full stop.
fn bare(text: &str) -> String {
    words(text).trim_end_matches('。').to_owned()
}
