//! From the words beside a number to the cells that it can mean.

use super::lexicon::{Meaning, WORDS, Word};

/// What was spoken of last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Topic {
    #[default]
    None,
    Requests,
    Reconsideration,
    Litigation,
    /// A row of section two.
    Document(&'static str),
}

/// What is known where a number stands.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Context {
    pub(super) topic: Topic,
    /// The sentence says 信息公开, or an earlier one of the paragraph or its heading does.
    pub(super) is_disclosure: bool,
    /// The number follows 其中.
    pub(super) among: bool,
    /// Row of the last number that was read in the sentence.
    pub(super) last_row: Option<&'static str>,
    /// Both 行政复议 and 行政诉讼 were spoken of.
    pub(super) both: bool,
}

/// Readings of a number, and whether one of them must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Meant {
    pub(super) readings: Vec<String>,
    pub(super) certain: bool,
    pub(super) row: Option<&'static str>,
}

const RECONSIDERATION: &str = "proceedings.reconsideration";

/// The readings of a number by its words, the nearest first.
pub(super) fn meaning(words: &[Word], context: Context) -> Option<Meant> {
    let (nearest, further) = words.split_first()?;
    match *nearest {
        Word::Object(says_so) => object(says_so, further, context),
        Word::Row(row) => Some(of_row(narrowest(row, further), words)),
        Word::Verb(verb) => of_verb(verb, words, context),
        Word::Applicant(columns) => applicant(columns, further, context),
        Word::Reconsideration | Word::Litigation(_) => proceedings(words, context),
        Word::Outcome(column) => outcome(column, further, context),
        Word::Document(row) => Some(document(row, further)),
        Word::Act(columns) => {
            let named = further.iter().find_map(|word| match word {
                Word::Document(row) => Some(*row),
                _ => None,
            });
            let row = named.or(match context.topic {
                Topic::Document(row) => Some(row),
                _ => None,
            })?;
            Some(act(row, columns))
        }
        Word::Decision(decision) => Some(plain(decision)),
        _ => None,
    }
}

fn plain(meaning: &'static Meaning) -> Meant {
    Meant {
        readings: meaning.readings.iter().map(|&path| path.to_owned()).collect(),
        certain: meaning.certain,
        row: Some(meaning.row),
    }
}

/// Of two rows side by side the one inside the other: 因涉及国家秘密不予公开.
fn narrowest(row: &'static Meaning, further: &[Word]) -> &'static Meaning {
    further.iter().fold(row, |row, word| match word {
        Word::Row(other) if other.row.strip_prefix(row.row).is_some_and(|rest| rest.starts_with('.')) => {
            other
        }
        _ => row,
    })
}

/// A row, in the columns of an applicant that is named with it.
fn of_row(meaning: &'static Meaning, words: &[Word]) -> Meant {
    let columns = words.iter().find_map(|word| match word {
        Word::Applicant(columns) => Some(*columns),
        _ => None,
    });
    let Some(columns) = columns else { return plain(meaning) };
    let readings = meaning.readings.iter().map(|reading| in_columns(reading, columns)).collect();
    Meant { readings, certain: false, row: Some(meaning.row) }
}

/// A reading with each 总计 replaced by the sum of some columns.
fn in_columns(reading: &str, columns: &[&str]) -> String {
    let part = |term: &str| {
        let Some(row) = term.strip_suffix(".total") else { return term.to_owned() };
        columns.iter().map(|column| format!("{row}.{column}")).collect::<Vec<_>>().join(" + ")
    };
    reading.split(' ').map(part).collect::<Vec<_>>().join(" ")
}

fn object(says_so: bool, further: &[Word], context: Context) -> Option<Meant> {
    let context = if says_so { Context { topic: Topic::Requests, ..context } } else { context };
    if let Some(found) = further.first().filter(|word| !matches!(word, Word::Object(_))) {
        return match found {
            Word::Verb(_) | Word::Row(_) | Word::Applicant(_) => meaning(further, context),
            _ => None,
        };
    }
    if context.topic != Topic::Requests || context.among {
        return None;
    }
    let mut meant = plain(verb("收到")?);
    meant.readings.push("requests.total.total".to_owned());
    meant.certain = false;
    says_so.then_some(meant)
}

/// The meaning of a verb of the lexicon.
fn verb(spelling: &str) -> Option<&'static Meaning> {
    WORDS.iter().find_map(|(word, spellings)| match word {
        Word::Verb(meaning) if spellings.contains(&spelling) => Some(*meaning),
        _ => None,
    })
}

fn of_verb(verb: &'static Meaning, words: &[Word], context: Context) -> Option<Meant> {
    let other = |word: &Word| !matches!(word, Word::Verb(_) | Word::Object(_) | Word::Applicant(_));
    let speaks = context.topic == Topic::Requests || words.contains(&Word::Object(true));
    // “其中受理50件” may be any part of the whole.
    if words.iter().any(other) || !speaks || context.among {
        return None;
    }
    Some(of_row(verb, words))
}

fn applicant(columns: &'static [&'static str], further: &[Word], context: Context) -> Option<Meant> {
    if let Some(Word::Row(row) | Word::Verb(row)) = further.first() {
        return Some(Meant {
            readings: row.readings.iter().map(|reading| in_columns(reading, columns)).collect(),
            certain: false,
            row: None,
        });
    }
    if context.topic != Topic::Requests {
        return None;
    }
    let mut readings = Vec::new();
    if let Some(row) = context.last_row.filter(|row| row.starts_with("requests.")) {
        readings.push(in_columns(&format!("{row}.total"), columns));
    }
    let whole = [
        "requests.received.total",
        "requests.total.total",
        "requests.received.total + requests.carried_in.total",
    ];
    readings.extend(whole.iter().map(|reading| in_columns(reading, columns)));
    let certain = context.last_row.is_none_or(|row| row == "requests.received");
    Some(Meant { readings, certain, row: None })
}

fn proceedings(words: &[Word], context: Context) -> Option<Meant> {
    let is_handled = words.iter().any(|word| matches!(word, Word::Verb(_)));
    // A justice bureau reports the reviews that it decides: only 信息公开 makes them its own.
    if !context.is_disclosure {
        return None;
    }
    let rows: Vec<String> = words
        .iter()
        .filter_map(|word| match word {
            Word::Reconsideration => Some(RECONSIDERATION.to_owned()),
            Word::Litigation("") => Some("proceedings.litigation".to_owned()),
            Word::Litigation(kind) => Some(format!("proceedings.litigation.{kind}")),
            _ => None,
        })
        .collect();
    let total = rows.iter().map(|row| format!("{row}.total")).collect::<Vec<_>>().join(" + ");
    Some(Meant { readings: vec![total], certain: context.is_disclosure && !is_handled, row: None })
}

fn outcome(column: &str, further: &[Word], context: Context) -> Option<Meant> {
    if !context.is_disclosure {
        return None;
    }
    let named = further.iter().find_map(|word| match word {
        Word::Reconsideration => Some(Topic::Reconsideration),
        Word::Litigation(_) => Some(Topic::Litigation),
        _ => None,
    });
    let litigation = ["", ".direct", ".after_reconsideration"];
    let mut readings: Vec<String> = match named.unwrap_or(context.topic) {
        Topic::Reconsideration => vec![format!("{RECONSIDERATION}.{column}")],
        Topic::Litigation => {
            litigation.iter().map(|kind| format!("proceedings.litigation{kind}.{column}")).collect()
        }
        _ => return None,
    };
    if named.is_none() && context.both {
        readings.push(format!("{RECONSIDERATION}.{column} + proceedings.litigation.{column}"));
        readings.push(format!("{RECONSIDERATION}.{column}"));
        readings.push(format!("proceedings.litigation.{column}"));
    }
    Some(Meant { readings, certain: context.is_disclosure, row: None })
}

fn act(row: &str, columns: &[&str]) -> Meant {
    let readings = columns.iter().map(|column| format!("disclosure.{row}.{column}")).collect();
    Meant { readings, certain: true, row: None }
}

fn document(row: &str, further: &[Word]) -> Meant {
    let columns = further.iter().find_map(|word| match word {
        Word::Act(columns) => Some(*columns),
        _ => None,
    });
    match columns {
        Some(columns) => act(row, columns),
        // Bare “规范性文件2件” can be any of them.
        None => Meant {
            certain: false,
            ..act(row, &["issued", "repealed", "in_force", "made", "disclosed", "total_public"])
        },
    }
}
