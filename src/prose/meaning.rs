//! From the words beside a number to the cells that it can mean.

use super::lexicon::{Act, Tag, Verb};
use super::meant::{ACTS, Meant, Sort};
use super::reading::{Columns, Reading};
use super::scope::Topic;
use crate::format::{ColumnRole, RowRole};

/// What is known where a number stands.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Context {
    pub(super) topic: Topic,
    pub(super) is_disclosure: bool,
    /// The clause itself says 信息公开.
    pub(super) is_disclosure_here: bool,
    /// The number follows 其中.
    pub(super) among: bool,
    /// Kind of the last number that was read in the sentence.
    pub(super) last: Sort,
    /// Row of section three that applicant columns are of.
    pub(super) row: Option<RowRole>,
    /// Applicant columns that the sentence has spoken of without a number of their own.
    pub(super) columns: Option<Columns>,
    /// The topic is only guessed from the sentence.
    pub(super) is_guess: bool,
    /// Results were counted, and no whole that they are of.
    pub(super) lists_results: bool,
    /// The one kind of lawsuits that was counted, if it was one of the two.
    pub(super) only_suits: Option<RowRole>,
    /// The kind of decisions that was named last.
    pub(super) decision: Option<RowRole>,
    /// The result that a list of cases goes on with, and the cases that it was said of.
    pub(super) result: Option<(RowRole, ColumnRole)>,
    /// Both 行政复议 and 行政诉讼 were spoken of.
    pub(super) both: bool,
    /// All that came in this year can be finished, while others are left.
    pub(super) may_finish_new: bool,
}

/// The rows of section four.
pub const CASES: [RowRole; 4] = [
    RowRole::Reconsideration,
    RowRole::Litigation,
    RowRole::DirectLitigation,
    RowRole::LitigationAfterReconsideration,
];

/// The results of section four.
pub const OUTCOMES: [ColumnRole; 4] =
    [ColumnRole::Upheld, ColumnRole::Corrected, ColumnRole::OtherResult, ColumnRole::Pending];

/// The results of section three, of which the others are grounds.
pub const RESULTS: [RowRole; 6] = [
    RowRole::Granted,
    RowRole::PartlyGranted,
    RowRole::Denied,
    RowRole::Unavailable,
    RowRole::NotProcessed,
    RowRole::OtherHandling,
];

/// The result that a row is a ground of.
pub fn parent(row: RowRole) -> Option<RowRole> {
    use RowRole::{
        Deliberative, Denied, Duplicate, EnforcementFiles, Excessive, FeeUnpaid, InquiryMatters,
        InternalAffairs, NeedsCreation, NotCorrected, NotHeld, NotProcessed, OtherHandling, OtherRest,
        Petition, ProhibitedByLaw, Publication, Reconfirmation, SecurityStability, StateSecret,
        ThirdPartyRights, Unavailable, Unclear,
    };
    Some(match row {
        StateSecret | ProhibitedByLaw | SecurityStability | ThirdPartyRights | InternalAffairs
        | Deliberative | EnforcementFiles | InquiryMatters => Denied,
        NotHeld | NeedsCreation | Unclear => Unavailable,
        Petition | Duplicate | Publication | Excessive | Reconfirmation => NotProcessed,
        NotCorrected | FeeUnpaid | OtherRest => OtherHandling,
        _ => return None,
    })
}

/// True for the rows that applications are carried over in.
pub(super) fn is_carried(row: RowRole) -> bool {
    matches!(row, RowRole::CarriedIn | RowRole::CarriedForward)
}

/// The readings of a number by its words, the nearest first.
pub(super) fn meaning(words: &[Tag], context: Context) -> Option<Meant> {
    let (nearest, further) = words.split_first()?;
    match *nearest {
        Tag::Object(says_so) => object(says_so, further, context),
        Tag::Row(row) => Some(of_row(narrowest(row, further), words, context)),
        Tag::Carried => {
            let speaks =
                context.topic == Topic::Requests || further.iter().any(|w| matches!(w, Tag::Object(_)));
            let readings = vec![Reading::total(RowRole::CarriedForward), Reading::total(RowRole::CarriedIn)];
            speaks.then(|| Meant::new(readings, false, Sort::Row(RowRole::CarriedForward)))
        }
        Tag::Ongoing if matches!(context.topic, Topic::Reconsideration | Topic::Litigation) => {
            outcome(ColumnRole::Pending, further, context)
        }
        // Applications that were withdrawn are told with the rest.
        Tag::Withdrawn if context.topic == Topic::Requests => {
            let rows = [RowRole::OtherRest, RowRole::OtherHandling].map(Reading::total);
            Some(Meant::new(rows.into(), false, Sort::Withdrawn))
        }
        Tag::Withdrawn => outcome(ColumnRole::OtherResult, further, context).map(Meant::loose),
        Tag::Ongoing => {
            let speaks = context.topic == Topic::Requests || further.contains(&Tag::Object(true));
            speaks.then(|| Meant::row(RowRole::CarriedForward).loose())
        }
        Tag::Verb(verb) => of_verb(verb, words, context),
        Tag::Applicant(columns) => applicant(columns, further, context),
        Tag::Others => others(context).map(Meant::loose),
        Tag::Case(_) => case(words, context),
        Tag::Disputes if context.is_disclosure => {
            let both = Reading::total(RowRole::Reconsideration).plus(&Reading::total(RowRole::Litigation));
            Some(Meant::new(vec![both], false, Sort::Other))
        }
        Tag::Outcome(column) => outcome(column, further, context),
        Tag::Lost => outcome(ColumnRole::Corrected, further, context).map(Meant::loose),
        Tag::Document(row) => document(row, further),
        Tag::Act(did) => act_alone(did, further, context),
        Tag::Decision(row, is_sure) => decision(row, is_sure, further),
        Tag::Decided => decision(context.decision?, true, further),
        Tag::Amount(RowRole::Procurement) => {
            let columns = [ColumnRole::Amount, ColumnRole::Projects];
            let readings = columns.map(|column| Reading::cell(RowRole::Procurement, column));
            Some(Meant::new(readings.into(), false, Sort::Other))
        }
        Tag::Amount(row) => Some(Meant::new(vec![Reading::cell(row, ColumnRole::Amount)], true, Sort::Other)),
        _ => None,
    }
}

/// 其他 goes on with the list that it stands in.
fn others(context: Context) -> Option<Meant> {
    match context.last {
        Sort::Applicant(columns) if columns.is_single() => applicant(Columns::OTHER, &[], context),
        Sort::Outcome(_) => outcome(ColumnRole::OtherResult, &[], context),
        Sort::Row(row) if RESULTS.contains(&row) || parent(row).is_some() => {
            let rows = [RowRole::OtherHandling, RowRole::OtherRest].map(Reading::total);
            Some(Meant::new(rows.into(), false, Sort::Row(RowRole::OtherHandling)))
        }
        _ => None,
    }
}

/// The readings of a verb: whether 受理 includes those carried in, or 办理 those not yet finished,
/// varies from place to place.
pub(super) fn verb_meaning(verb: Verb, may_finish_new: bool) -> Meant {
    use RowRole::{CarriedIn, Finished, NotProcessed, OtherHandling, Received};
    let (received, finished) = (Reading::total(Received), Reading::total(Finished));
    // Of those that came in this year all may be finished, and of those carried in some.
    let all_new = may_finish_new.then(|| received.clone());
    match verb {
        Verb::New => Meant::row(Received),
        Verb::Received => Meant::new(vec![received, Reading::at_hand()], true, Sort::Row(Received)),
        Verb::Handled => Meant::new(vec![finished, Reading::at_hand(), received], true, Sort::Row(Finished)),
        Verb::Finished => {
            let mut readings =
                vec![finished, Reading::finished_less(CarriedIn), Reading::finished_less(OtherHandling)];
            readings.extend(all_new);
            Meant::new(readings, true, Sort::Row(Finished))
        }
        Verb::Answered => {
            let others = Reading::finished_less(OtherHandling);
            let readings = vec![
                finished,
                Reading::finished_less(CarriedIn),
                received,
                others.clone(),
                Reading::finished_less(NotProcessed),
                others.less(&Reading::total(NotProcessed)),
            ];
            Meant::new(readings, false, Sort::Row(Finished))
        }
    }
}

/// Of two rows side by side the one inside the other: 因涉及国家秘密不予公开.
fn narrowest(row: RowRole, further: &[Tag]) -> RowRole {
    let inside = further.iter().find_map(|word| match word {
        Tag::Row(other) if parent(*other) == Some(row) => Some(*other),
        _ => None,
    });
    inside.unwrap_or(row)
}

fn columns_of(words: &[Tag]) -> Option<Columns> {
    words.iter().find_map(|word| match word {
        Tag::Applicant(columns) => Some(*columns),
        _ => None,
    })
}

fn in_columns(readings: &[Reading], columns: Columns) -> Vec<Reading> {
    readings.iter().flat_map(|reading| reading.in_columns(columns)).collect()
}

/// A row, in the columns of an applicant that is named with it.
fn of_row(row: RowRole, words: &[Tag], context: Context) -> Meant {
    let mut meant = Meant::row(row);
    // 其他处理 after its own grounds is the rest of them.
    if row == RowRole::OtherHandling && matches!(context.last, Sort::Row(last) if parent(last) == Some(row)) {
        meant.readings.push(Reading::total(RowRole::OtherRest));
    }
    match (columns_of(words), context.columns) {
        (Some(columns), _) => meant.readings = in_columns(&meant.readings, columns),
        (None, Some(columns)) => meant.readings.extend(Reading::total(row).in_columns(columns)),
        (None, None) => return meant,
    }
    meant.loose()
}

fn object(says_so: bool, further: &[Tag], context: Context) -> Option<Meant> {
    // 依申请公开来件: either word may say what they are.
    let others = further.iter().take_while(|word| matches!(word, Tag::Object(_)));
    let says_so = says_so || others.clone().any(|word| *word == Tag::Object(true));
    let further = further.get(others.count()..).unwrap_or_default();
    let topic = if says_so { Topic::Requests } else { context.topic };
    let context = Context { topic, ..context };
    if let Some(found) = further.first() {
        return match found {
            Tag::Verb(_) | Tag::Row(_) | Tag::Applicant(_) | Tag::Carried | Tag::Ongoing | Tag::Others => {
                meaning(further, context)
            }
            // “申请复议” and “被申请” speak of proceedings.
            _ => None,
        };
    }
    if context.topic != Topic::Requests || context.among || !says_so {
        return None;
    }
    let mut meant = verb_meaning(Verb::Received, context.may_finish_new);
    meant.readings.push(Reading::total(RowRole::Finished));
    Some(meant.loose())
}

fn of_verb(verb: Verb, words: &[Tag], context: Context) -> Option<Meant> {
    let is_other =
        |word: &Tag| !matches!(word, Tag::Verb(_) | Tag::Object(_) | Tag::Applicant(_) | Tag::Row(_));
    // “清理规范性文件，今年新增2件”.
    if let (Verb::New, Topic::Document(row), [_]) = (verb, context.topic, words) {
        return act(row, Act::Made).map(Meant::loose);
    }
    // 行政许可共处理302件.
    if let (Verb::Handled, [_, Tag::Decision(row, is_sure)]) = (verb, words) {
        return decision(*row, *is_sure, &[]).map(Meant::loose);
    }
    let speaks = context.topic == Topic::Requests || words.contains(&Tag::Object(true));
    if words.iter().any(is_other) || !speaks {
        return None;
    }
    // “不予公开答复16件”, “结转下年度办结3件”: the row is what is counted; “上年结转办结4件” is a part of it.
    let row = words.iter().find_map(|word| match word {
        Tag::Row(row) => Some(*row),
        _ => None,
    });
    if let Some(row) = row {
        let is_done = matches!(verb, Verb::Finished | Verb::Answered);
        return (row != RowRole::CarriedIn || !is_done).then(|| of_row(row, words, context));
    }
    // “予以公开2件，依规答复8件”: one result among others.
    if verb == Verb::Answered && context.lists_results {
        return None;
    }
    let mut meant = verb_meaning(verb, context.may_finish_new);
    if context.among && verb != Verb::New {
        // “其中受理50件” may be any part of the whole.
        if matches!(verb, Verb::Received | Verb::Handled) {
            return None;
        }
        meant.readings.push(Reading::total(RowRole::Received));
        meant = meant.loose();
    }
    // “收到并办理”: either verb may be meant.
    for word in words.get(1..).unwrap_or_default() {
        if let Tag::Verb(other) = word {
            meant.readings.extend(verb_meaning(*other, context.may_finish_new).readings);
        }
    }
    Some(match columns_of(words) {
        Some(columns) => Meant::new(in_columns(&meant.readings, columns), false, Sort::Applicant(columns)),
        None => meant,
    })
}

fn applicant(columns: Columns, further: &[Tag], context: Context) -> Option<Meant> {
    // “律师事务所等法律服务机构” says the same twice.
    let is_same = |word: &Tag| *word == Tag::Applicant(columns);
    let mut further = further.iter().copied().skip_while(is_same).peekable();
    let sort = Sort::Applicant(columns);
    match further.peek() {
        Some(Tag::Row(row)) => {
            return Some(Meant::new(Reading::total(*row).in_columns(columns).collect(), false, sort));
        }
        Some(Tag::Verb(verb)) => {
            let readings = verb_meaning(*verb, context.may_finish_new).readings;
            return Some(Meant::new(in_columns(&readings, columns), false, sort));
        }
        None | Some(Tag::Object(_)) => {}
        Some(_) => return None,
    }
    if context.topic != Topic::Requests && !further.any(|word| word == Tag::Object(true)) {
        return None;
    }
    let mut wholes: Vec<Reading> = context.row.map(Reading::total).into_iter().collect();
    wholes.extend([RowRole::Received, RowRole::Finished].map(Reading::total));
    wholes.push(Reading::at_hand());
    let is_certain = context.row.is_none_or(|row| row == RowRole::Received) && !columns.is_loose();
    Some(Meant::new(in_columns(&wholes, columns), is_certain, sort))
}

fn case(words: &[Tag], context: Context) -> Option<Meant> {
    let is_handled = words.iter().any(|word| matches!(word, Tag::Verb(_)));
    // A justice bureau reports the reviews that it decides: only 信息公开 makes them its own.
    if is_handled && !context.is_disclosure_here {
        return None;
    }
    let row = words.iter().find_map(|word| match word {
        Tag::Case(row) => Some(*row),
        _ => None,
    })?;
    let result = words.iter().find_map(|word| match word {
        Tag::Outcome(column) => Some(*column),
        _ => None,
    });
    let is_certain = !is_handled && context.is_disclosure;
    // 维持 beside its kind of case: “行政复议维持3件” is read by the result.
    if let Some(column) = result {
        let is_certain = is_certain && context.result.is_none();
        return Some(Meant::new(vec![Reading::cell(row, column)], is_certain, Sort::Outcome(column)));
    }
    let mut meant = Meant::new(vec![Reading::total(row)], is_certain, Sort::Case(row));
    // “被纠正的复议4起、诉讼1起”: the result said before may go on.
    let goes_on = |of: RowRole| {
        matches!(row, RowRole::Reconsideration | RowRole::Litigation) || of != RowRole::Reconsideration
    };
    if let Some((_, column)) = context.result.filter(|(of, _)| goes_on(*of)) {
        meant.readings.push(Reading::cell(row, column));
        meant = meant.loose();
    }
    Some(meant)
}

fn outcome(column: ColumnRole, further: &[Tag], context: Context) -> Option<Meant> {
    let named = further.iter().find_map(|word| match word {
        Tag::Case(row) => Some(*row),
        _ => None,
    });
    // 复议后提起行政诉讼3件，结果维持2件.
    let named = named.or(context.only_suits);
    let cell = |row: RowRole| Reading::cell(row, column);
    let (review, suits) = (cell(RowRole::Reconsideration), cell(RowRole::Litigation));
    let mut readings = match (named, context.topic) {
        (Some(row), _) if row != RowRole::Litigation => vec![cell(row)],
        (None, Topic::Reconsideration) => vec![review.clone()],
        (Some(_), _) | (None, Topic::Litigation) => {
            vec![
                suits.clone(),
                cell(RowRole::DirectLitigation),
                cell(RowRole::LitigationAfterReconsideration),
            ]
        }
        _ => return None,
    };
    if named.is_none() && context.both {
        readings.extend([review.clone().plus(&suits), review, suits]);
    }
    let is_certain = (named.is_some() || !context.both) && context.is_disclosure;
    Some(Meant::new(readings, is_certain, Sort::Outcome(column)))
}

fn act(row: RowRole, act: Act) -> Option<Meant> {
    let columns: &[ColumnRole] = match act {
        Act::Made | Act::Revised => &[ColumnRole::Issued, ColumnRole::Disclosed],
        Act::Repealed => &[ColumnRole::Repealed],
        Act::InForce => &[ColumnRole::InForce, ColumnRole::TotalPublic],
    };
    let readings = columns.iter().map(|column| Reading::cell(row, *column)).collect();
    Some(Meant::new(readings, true, if act == Act::Revised { Sort::Revised } else { Sort::Other }))
}

/// What was done to the documents that are named beside it, or that were spoken of.
fn act_alone(did: Act, further: &[Tag], context: Context) -> Option<Meant> {
    let named = further.iter().find_map(|word| match word {
        Tag::Document(row) => Some(*row),
        _ => None,
    });
    let spoken = match context.topic {
        Topic::Document(row) => Some(row),
        _ => None,
    };
    let is_looked_through = further.contains(&Tag::Review) && named.is_none();
    act(named.or(spoken.filter(|_| !is_looked_through))?, did)
}

fn document(row: RowRole, further: &[Tag]) -> Option<Meant> {
    let done = further.iter().find_map(|word| match word {
        Tag::Act(did) => Some(*did),
        _ => None,
    });
    match done {
        Some(did) => act(row, did),
        // Those that were looked through, or applied for, are none of the table.
        None if further.iter().any(|word| matches!(word, Tag::Review | Tag::Object(true))) => None,
        None if further.contains(&Tag::Published) => {
            let columns = [ColumnRole::Disclosed, ColumnRole::TotalPublic];
            Some(Meant::new(columns.map(|column| Reading::cell(row, column)).into(), false, Sort::Other))
        }
        // Bare “规范性文件2件” can be any of them.
        None => {
            let readings = ACTS.iter().map(|column| Reading::cell(row, *column)).collect();
            Some(Meant::new(readings, false, Sort::Other))
        }
    }
}

fn decision(row: RowRole, is_sure: bool, further: &[Tag]) -> Option<Meant> {
    // “受理行政许可申请”, “公开行政许可决定书” count no decisions.
    let is_taken = |word: &Tag| {
        matches!(
            word,
            Tag::Verb(Verb::Received | Verb::New)
                | Tag::Object(_)
                | Tag::Published
                | Tag::Act(Act::Made | Act::Revised)
        )
    };
    let readings = vec![Reading::cell(row, ColumnRole::Decisions)];
    (!further.iter().any(is_taken)).then(|| Meant::new(readings, is_sure, Sort::Decisions))
}
