//! From the words beside a number to the cells that it can mean.

use super::lexicon::{Verb, Word};

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

/// What kind of figure a number is, for lists that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// None of those below.
    #[default]
    Other,
    /// Applicant columns, as the lexicon writes them.
    Applicant(&'static str),
    /// A row or group of section three, by its path.
    Row(&'static str),
    /// A result column of section four.
    Outcome(&'static str),
    /// Reviews or lawsuits, by their row.
    Case(&'static str),
}

/// What is known where a number stands.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Context {
    pub(super) topic: Topic,
    /// The sentence says 信息公开, or an earlier one of the paragraph or its heading does.
    pub(super) is_disclosure: bool,
    /// The clause itself says so.
    pub(super) is_disclosure_here: bool,
    /// The number follows 其中.
    pub(super) among: bool,
    /// Kind of the last number that was read in the sentence.
    pub(super) last: Sort,
    /// Row of section three that applicant columns are of.
    pub(super) row: Option<&'static str>,
    /// Applicant columns that the sentence has spoken of without a number of their own.
    pub(super) columns: Option<&'static str>,
    /// The topic is only guessed from the sentence.
    pub(super) is_guess: bool,
    /// The result that a list of cases goes on with.
    pub(super) result: Option<&'static str>,
    /// Both 行政复议 and 行政诉讼 were spoken of.
    pub(super) both: bool,
}

/// Readings of a number, and whether one of them must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Meant {
    pub(super) readings: Vec<String>,
    pub(super) certain: bool,
    pub(super) sort: Sort,
}

const RECONSIDERATION: &str = "proceedings.reconsideration";
const RECEIVED: &str = "requests.received";
const FINISHED: &str = "requests.total";
const AT_HAND: &str = "requests.received.total + requests.carried_in.total";

/// The readings of a number by its words, the nearest first.
pub(super) fn meaning(words: &[Word], context: Context) -> Option<Meant> {
    let (nearest, further) = words.split_first()?;
    match *nearest {
        Word::Object(says_so) => object(says_so, further, context),
        Word::Row(row) => Some(of_row(narrowest(row, further), words, context)),
        Word::Carried => carried(further, context),
        Word::Ongoing => {
            let speaks = context.topic == Topic::Requests || further.contains(&Word::Object(true));
            speaks.then(|| Meant { certain: false, ..row("requests.carried_forward") })
        }
        Word::Verb(verb) => of_verb(verb, words, context),
        Word::Applicant(columns) => applicant(columns, further, context),
        Word::Others => others(context),
        Word::Reconsideration | Word::Litigation(_) => proceedings(words, context),
        Word::Outcome(column) => outcome(column, further, context),
        Word::Document(row) => document(row, further, context),
        Word::Act(columns) => {
            let named = further.iter().find_map(document_of);
            let row = named.or(match context.topic {
                Topic::Document(row) => Some(row),
                _ => None,
            })?;
            Some(act(row, columns))
        }
        Word::Decision(row, sure) => decision(row, sure, further),
        Word::Amount(row) => Some(amount(row)),
        Word::Procurement => Some(Meant {
            readings: vec!["disclosure.procurement.amount".into(), "disclosure.procurement.projects".into()],
            ..Meant::default()
        }),
        _ => None,
    }
}

/// A group or row that says what it is by itself.
fn row(row: &'static str) -> Meant {
    Meant { readings: vec![format!("{row}.total")], certain: true, sort: Sort::Row(row) }
}

/// The readings of a verb: whether 受理 includes those carried in, or 办理 those not yet finished,
/// varies from place to place.
fn verb_meaning(verb: Verb) -> Meant {
    let (readings, certain, row): (&[&str], bool, &'static str) = match verb {
        Verb::New => (&["requests.received.total"], true, RECEIVED),
        Verb::Received => (&["requests.received.total", AT_HAND], true, RECEIVED),
        Verb::Handled => (&["requests.total.total", AT_HAND, "requests.received.total"], true, FINISHED),
        Verb::Finished => {
            (&["requests.total.total", "requests.total.total - requests.carried_in.total"], true, FINISHED)
        }
        Verb::Answered => (
            &[
                "requests.total.total",
                "requests.total.total - requests.carried_in.total",
                "requests.received.total",
                "requests.total.total - requests.other_handling.total",
                "requests.total.total - requests.not_processed.total",
                "requests.total.total - requests.other_handling.total - requests.not_processed.total",
            ],
            false,
            FINISHED,
        ),
    };
    let readings = readings.iter().map(|&path| path.to_owned()).collect();
    Meant { readings, certain, sort: Sort::Row(row) }
}

/// Of two rows side by side the one inside the other: 因涉及国家秘密不予公开.
fn narrowest(row: &'static str, further: &[Word]) -> &'static str {
    further.iter().fold(row, |row, word| match word {
        Word::Row(other) if other.strip_prefix(row).is_some_and(|rest| rest.starts_with('.')) => other,
        _ => row,
    })
}

/// A row, in the columns of an applicant that is named with it.
fn of_row(name: &'static str, words: &[Word], context: Context) -> Meant {
    let mut meant = row(name);
    // 其他处理 after its own grounds is the rest of them.
    if matches!(context.last, Sort::Row(last) if last.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')))
    {
        meant.readings.push(format!("{name}.rest.total"));
    }
    if let Some(columns) = context.columns.filter(|_| !words.iter().any(|w| matches!(w, Word::Applicant(_))))
    {
        meant.readings.extend(in_columns(&format!("{name}.total"), columns));
        meant.certain = false;
    }
    Meant { sort: Sort::Row(name), ..in_named_columns(meant, words) }
}

fn in_named_columns(meant: Meant, words: &[Word]) -> Meant {
    let columns = words.iter().find_map(|word| match word {
        Word::Applicant(columns) => Some(*columns),
        _ => None,
    });
    let Some(columns) = columns else { return meant };
    let readings = meant.readings.iter().flat_map(|reading| in_columns(reading, columns)).collect();
    Meant { readings, certain: false, sort: Sort::Applicant(columns) }
}

/// A reading with each 总计 replaced by the sum of some columns, for each reading of the columns.
fn in_columns(reading: &str, columns: &str) -> Vec<String> {
    let part = |term: &str, columns: &str| {
        let Some(row) = term.strip_suffix(".total") else { return term.to_owned() };
        columns.split(',').map(|column| format!("{row}.{column}")).collect::<Vec<_>>().join(" + ")
    };
    let of = |columns: &str| reading.split(' ').map(|term| part(term, columns)).collect::<Vec<_>>().join(" ");
    columns.split('/').map(of).collect()
}

/// 结转 says by its neighbours whether in or on; alone it can be both.
fn carried(further: &[Word], context: Context) -> Option<Meant> {
    let speaks = context.topic == Topic::Requests || further.iter().any(|w| matches!(w, Word::Object(_)));
    if !speaks {
        return None;
    }
    let readings = vec!["requests.carried_forward.total".to_owned(), "requests.carried_in.total".to_owned()];
    Some(Meant { readings, certain: false, sort: Sort::Row("requests.carried_forward") })
}

fn object(says_so: bool, further: &[Word], context: Context) -> Option<Meant> {
    let context = if says_so { Context { topic: Topic::Requests, ..context } } else { context };
    if let Some(found) = further.first().filter(|word| !matches!(word, Word::Object(_))) {
        return match found {
            Word::Verb(_)
            | Word::Row(_)
            | Word::Applicant(_)
            | Word::Carried
            | Word::Ongoing
            | Word::Others => meaning(further, context),
            // “申请复议” and “被申请” speak of proceedings.
            _ => None,
        };
    }
    if context.topic != Topic::Requests || context.among || !says_so {
        return None;
    }
    let mut meant = verb_meaning(Verb::Received);
    meant.readings.push("requests.total.total".to_owned());
    meant.certain = false;
    Some(meant)
}

fn of_verb(verb: Verb, words: &[Word], context: Context) -> Option<Meant> {
    let other =
        |word: &Word| !matches!(word, Word::Verb(_) | Word::Object(_) | Word::Applicant(_) | Word::Row(_));
    let speaks = context.topic == Topic::Requests || words.contains(&Word::Object(true));
    if words.iter().any(other) || !speaks {
        return None;
    }
    // “不予公开答复16件”, “上年结转办结4件”: the row is what is counted, unless it is carried over.
    if let Some(row) = words.iter().find_map(row_of) {
        let is_carried = row.starts_with("requests.carried");
        let is_done = matches!(verb, Verb::Finished | Verb::Answered);
        return if is_carried && is_done { None } else { Some(of_row(row, words, context)) };
    }
    let mut meant = verb_meaning(verb);
    if context.among && verb != Verb::New {
        // “其中受理50件” may be any part of the whole.
        if matches!(verb, Verb::Received | Verb::Handled) {
            return None;
        }
        meant.certain = false;
        meant.readings.push("requests.received.total".to_owned());
    }
    // “收到并办理”: either verb may be meant.
    for word in words.get(1..).unwrap_or_default() {
        if let Word::Verb(other) = word {
            meant.readings.extend(verb_meaning(*other).readings);
        }
    }
    Some(in_named_columns(meant, words))
}

fn row_of(word: &Word) -> Option<&'static str> {
    match word {
        Word::Row(row) => Some(row),
        _ => None,
    }
}

fn applicant(columns: &'static str, further: &[Word], context: Context) -> Option<Meant> {
    let sort = Sort::Applicant(columns);
    // “律师事务所等法律服务机构” says the same twice.
    let is_same = |word: &&Word| matches!(word, Word::Applicant(other) if *other == columns);
    let further =
        further.iter().position(|w| !is_same(&w)).and_then(|at| further.get(at..)).unwrap_or_default();
    match further.first() {
        Some(Word::Row(name)) => {
            let readings = in_columns(&format!("{name}.total"), columns);
            return Some(Meant { readings, certain: false, sort });
        }
        Some(Word::Verb(verb)) => {
            let readings = verb_meaning(*verb).readings.iter().flat_map(|r| in_columns(r, columns)).collect();
            return Some(Meant { readings, certain: false, sort });
        }
        None | Some(Word::Object(_)) => {}
        Some(_) => return None,
    }
    if context.topic != Topic::Requests && !further.contains(&Word::Object(true)) {
        return None;
    }
    let mut readings = Vec::new();
    if let Some(row) = context.row {
        readings.extend(in_columns(&format!("{row}.total"), columns));
    }
    for whole in ["requests.received.total", "requests.total.total", AT_HAND] {
        readings.extend(in_columns(whole, columns));
    }
    let certain = context.row.is_none_or(|row| row == RECEIVED) && !columns.contains('/');
    Some(Meant { readings, certain, sort })
}

/// 其他 after other columns of the same kind.
fn others(context: Context) -> Option<Meant> {
    let meant = match context.last {
        Sort::Applicant(columns) if !columns.contains(',') => applicant("other", &[], context),
        Sort::Outcome(_) => outcome("other", &[], context),
        _ => None,
    }?;
    Some(Meant { certain: false, ..meant })
}

fn proceedings(words: &[Word], context: Context) -> Option<Meant> {
    let is_handled = words.iter().any(|word| matches!(word, Word::Verb(_)));
    // A justice bureau reports the reviews that it decides: only 信息公开 makes them its own.
    if is_handled && !context.is_disclosure_here {
        return None;
    }
    let kind = words.iter().find_map(|word| match word {
        Word::Reconsideration => Some(RECONSIDERATION),
        Word::Litigation("") => Some("proceedings.litigation"),
        Word::Litigation("direct") => Some("proceedings.litigation.direct"),
        Word::Litigation(_) => Some("proceedings.litigation.after_reconsideration"),
        _ => None,
    })?;
    let readings = vec![format!("{kind}.total")];
    let mut meant = Meant { readings, certain: !is_handled && context.is_disclosure, sort: Sort::Case(kind) };
    // “被纠正的复议4起、诉讼1起”: the result said before may go on.
    if let Some(column) = context.result {
        meant.readings.push(format!("{kind}.{column}"));
        meant.certain = false;
    }
    // 维持 beside its kind of case: “行政复议维持3件” is read by the result.
    let result = words.iter().find_map(|word| match word {
        Word::Outcome(column) => Some(*column),
        _ => None,
    });
    if let Some(column) = result {
        meant.readings = vec![format!("{kind}.{column}")];
        meant.sort = Sort::Outcome(column);
    }
    Some(meant)
}

fn outcome(column: &'static str, further: &[Word], context: Context) -> Option<Meant> {
    let named = further.iter().find_map(|word| match word {
        Word::Reconsideration => Some((Topic::Reconsideration, "")),
        Word::Litigation(kind) => Some((Topic::Litigation, *kind)),
        _ => None,
    });
    let (topic, kind) = named.unwrap_or((context.topic, ""));
    let mut readings: Vec<String> = match topic {
        Topic::Reconsideration => vec![format!("{RECONSIDERATION}.{column}")],
        Topic::Litigation if !kind.is_empty() => vec![format!("proceedings.litigation.{kind}.{column}")],
        Topic::Litigation => ["", ".direct", ".after_reconsideration"]
            .iter()
            .map(|kind| format!("proceedings.litigation{kind}.{column}"))
            .collect(),
        _ => return None,
    };
    if named.is_none() && context.both {
        readings.push(format!("{RECONSIDERATION}.{column} + proceedings.litigation.{column}"));
        readings.push(format!("{RECONSIDERATION}.{column}"));
        readings.push(format!("proceedings.litigation.{column}"));
    }
    let certain = (named.is_some() || !context.both) && context.is_disclosure;
    Some(Meant { readings, certain, sort: Sort::Outcome(column) })
}

fn act(row: &str, columns: &str) -> Meant {
    let readings = columns.split(',').map(|column| format!("disclosure.{row}.{column}")).collect();
    Meant { readings, certain: true, sort: Sort::Other }
}

fn document_of(word: &Word) -> Option<&'static str> {
    match word {
        Word::Document(row) => Some(row),
        _ => None,
    }
}

fn document(row: &'static str, further: &[Word], _: Context) -> Option<Meant> {
    let columns = further.iter().find_map(|word| match word {
        Word::Act(columns) => Some(*columns),
        _ => None,
    });
    match columns {
        Some(columns) => Some(act(row, columns)),
        // Bare “规范性文件2件” can be any of them.
        None => {
            Some(Meant { certain: false, ..act(row, "issued,repealed,in_force,made,disclosed,total_public") })
        }
    }
}

fn decision(row: &str, sure: bool, further: &[Word]) -> Option<Meant> {
    // “受理行政许可申请” counts no decisions.
    let is_taken = |word: &Word| matches!(word, Word::Verb(Verb::Received | Verb::New) | Word::Object(_));
    if further.iter().any(is_taken) {
        return None;
    }
    let path = format!("disclosure.{row}");
    let readings = vec![path.clone(), format!("{path}.decisions")];
    Some(Meant { readings, certain: sure, sort: Sort::Other })
}

fn amount(row: &str) -> Meant {
    Meant { readings: vec![format!("disclosure.{row}")], certain: true, sort: Sort::Other }
}
