//! The words that the narrative uses for rows, columns and scopes. The words are data
//! (`lexicon.txt`); here is what kinds of meaning they can have.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a word means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// Adds nothing: 依法, 的, 有.
    Fill,
    /// The body itself: 我局, 全县.
    Own,
    /// Joins members of a list: 和, 、.
    And,
    /// Says that a sum comes: 共, 合计.
    Sum,
    /// The report year as a whole.
    ThisYear,
    /// The year before it.
    LastYear,
    /// Another time.
    OtherTime,
    /// 政府信息公开申请 as an object; `true` if the word says so by itself.
    Object(bool),
    /// 收到, 办理, 答复 and the like.
    Verb(Verb),
    /// A row or group of section three, by its path.
    Row(&'static str),
    /// 正在办理: carried forward, where applications are spoken of.
    Ongoing,
    /// 结转 without a direction.
    Carried,
    /// Applicant columns, with commas between those that are added and `/` between readings.
    Applicant(&'static str),
    /// 其他: the rest of the list that it stands in.
    Others,
    /// 行政复议.
    Reconsideration,
    /// 行政诉讼 as a whole (empty), or one of its two rows.
    Litigation(&'static str),
    /// A result column of section four.
    Outcome(&'static str),
    /// 规范性文件 or 规章: row of section two.
    Document(&'static str),
    /// 制发, 废止, 现行有效: columns of section two in any form, with commas between them.
    Act(&'static str),
    /// 行政许可 and the like; `true` if the word says that decisions are counted.
    Decision(&'static str, bool),
    /// 行政事业性收费.
    Amount(&'static str),
    /// 政府集中采购.
    Procurement,
    /// Says none: 没有, 无.
    Neg,
    /// Says that none came in: 未收到.
    NegReceived,
    /// Says none of what came before: 均未发生.
    NegAfter,
    /// 持平: as many as last year.
    Level,
    /// 全部, 均: what follows is said of all.
    All,
    /// 均为, 都是: said of each in a list.
    Each,
    /// 各: the same number for each in a list.
    Every,
    /// 分别为: as many numbers as members of the list.
    Apart,
    /// 依次为: like 分别为, of some members.
    Order,
    /// 中: what follows is a part of what came before.
    Inside,
    /// 另有: what follows is no part of it.
    Besides,
    /// 等: what came before are examples.
    Etc,
    /// 其中.
    Among,
    /// 含, 包括.
    Includes,
    /// Another matter: hotlines, proposals, petitions.
    OtherMatter,
    /// 较上年, 同比.
    Than,
    /// 增加, 增长.
    Up,
    /// 减少, 下降.
    Down,
    /// 增加到: what follows is a count, what came before the one it was compared with.
    Reached,
    /// 占: a share follows.
    Share,
    /// 办结率 and the like.
    Rate(Rate),
    /// One part only: a channel, a topic, an organisation.
    Narrow,
    /// 因, 属于: what follows is a ground.
    Cause,
}

/// What was done with applications.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    /// 新收.
    New,
    /// 收到, 受理: with or without those carried in.
    Received,
    /// 办理: all at hand, or all finished.
    Handled,
    /// 办结.
    Finished,
    /// 答复.
    Answered,
}

/// What a rate is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rate {
    /// Finished applications.
    Finished,
    /// Answered applications.
    Answered,
    /// Results of reviews, by column.
    Outcome(&'static str),
    /// Granted applications.
    Granted,
    /// Something that no table has.
    Other,
}

const LEXICON: &str = include_str!("lexicon.txt");

/// How the headings of the words for times begin; counts are not read by them.
const TIME: &str = "time ";
/// How the headings of the words begin that a rule looks for itself; counts are not read by them.
const RULE: &str = "rule ";

/// First and last character of the common block of Chinese.
const COMMON: (char, char) = ('一', '龥');

/// All words, sorted by their first character, longer ones first; of one word under two meanings the
/// later stands first.
struct Index {
    words: Vec<(&'static str, Word)>,
    /// For each character of the common block where its words begin and end.
    common: Vec<(u16, u16)>,
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let known = sections().filter_map(|(words, meaning)| Some((words, meaning?)));
    let all: Vec<_> = known.flat_map(|(words, meaning)| words.map(move |word| (word, meaning))).collect();
    // Every program run sorts them, so they are sorted as numbers: the first character, the length and
    // the place, the latter two from the other end.
    const LAST: u64 = u16::MAX as u64;
    let key = |(at, (word, _)): (u64, &(&str, Word))| {
        let first = word.chars().next()?;
        Some(u64::from(first) << 32 | LAST.saturating_sub(word.len() as u64) << 16 | LAST.saturating_sub(at))
    };
    let mut keys: Vec<u64> = (0..).zip(&all).filter_map(key).collect();
    keys.sort_unstable();
    let at_of = |key: &u64| usize::try_from(LAST - (key & LAST)).ok();
    let words: Vec<_> = keys.iter().filter_map(|key| all.get(at_of(key)?).copied()).collect();
    let mut common = vec![(0, 0); COMMON.1 as usize - COMMON.0 as usize + 1];
    for (at, (word, _)) in (0_u16..).zip(&words) {
        if let Some(range) = word.chars().next().and_then(place).and_then(|place| common.get_mut(place)) {
            *range = (if *range == (0, 0) { at } else { range.0 }, at + 1);
        }
    }
    Index { words, common }
});

/// The place of a character in the common block.
fn place(c: char) -> Option<usize> {
    (COMMON.0..=COMMON.1).contains(&c).then(|| c as usize - COMMON.0 as usize)
}

impl Index {
    /// The words that begin with a character.
    fn of(&self, first: char) -> &[(&'static str, Word)] {
        let range = match place(first).and_then(|place| self.common.get(place)) {
            Some(&(start, end)) => usize::from(start)..usize::from(end),
            None => {
                let before = |word: &str, last: bool| {
                    word.chars().next().is_some_and(|c| if last { c <= first } else { c < first })
                };
                self.words.partition_point(|(word, _)| before(word, false))
                    ..self.words.partition_point(|(word, _)| before(word, true))
            }
        };
        self.words.get(range).unwrap_or_default()
    }
}

/// The words under each heading.
fn headed() -> impl Iterator<Item = (&'static str, std::str::SplitAsciiWhitespace<'static>)> {
    let body = LEXICON.split_once("\n@").map_or("", |(_, body)| body);
    body.split("\n@").map(|section| {
        let (heading, words) = section.split_once('\n').unwrap_or((section, ""));
        (heading, words.split_ascii_whitespace())
    })
}

/// The words of each meaning; `None` for a heading that names none.
fn sections() -> impl Iterator<Item = (std::str::SplitAsciiWhitespace<'static>, Option<Word>)> {
    let of_counts = headed().filter(|(heading, _)| !heading.starts_with(TIME) && !heading.starts_with(RULE));
    of_counts.map(|(heading, words)| (words, meaning(heading)))
}

/// The words by which the time of a clause is told, under their headings.
pub(super) fn of_time() -> impl Iterator<Item = (&'static str, std::str::SplitAsciiWhitespace<'static>)> {
    headed().filter_map(|(heading, words)| Some((heading.strip_prefix(TIME)?, words)))
}

static OF_RULES: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    // They stand together near the end, so that what comes before need not be read for them.
    let is_of_rule = |section: &&str| section.starts_with(RULE);
    let sections = LEXICON.rsplit("\n@").skip_while(|section| !is_of_rule(section)).take_while(is_of_rule);
    let headed = sections.filter_map(|section| section.strip_prefix(RULE)?.split_once('\n'));
    headed.map(|(heading, words)| (heading, words.split_ascii_whitespace().collect())).collect()
});

/// The words under a heading `@rule …`, that a rule looks for itself.
pub(crate) fn words_for(heading: &str) -> &'static [&'static str] {
    OF_RULES.get(heading).map_or(&[], Vec::as_slice)
}

/// The meaning that a heading of the lexicon names.
fn meaning(heading: &'static str) -> Option<Word> {
    let (kind, detail) = heading.split_once(' ').unwrap_or((heading, ""));
    Some(match kind {
        "fill" => Word::Fill,
        "own" => Word::Own,
        "and" => Word::And,
        "sum" => Word::Sum,
        "this-year" => Word::ThisYear,
        "last-year" => Word::LastYear,
        "other-time" => Word::OtherTime,
        "object" => Word::Object(detail == "strong"),
        "verb" => Word::Verb(match detail {
            "new" => Verb::New,
            "received" => Verb::Received,
            "handled" => Verb::Handled,
            "finished" => Verb::Finished,
            "answered" => Verb::Answered,
            _ => return None,
        }),
        "row" => Word::Row(detail),
        "ongoing" => Word::Ongoing,
        "carried" => Word::Carried,
        "applicant" => Word::Applicant(detail),
        "others" => Word::Others,
        "reconsideration" => Word::Reconsideration,
        "litigation" => Word::Litigation(detail),
        "outcome" => Word::Outcome(detail),
        "document" => Word::Document(detail),
        "act" => Word::Act(detail),
        "decision" => {
            let (row, sure) = detail.split_once(' ')?;
            Word::Decision(row, sure == "sure")
        }
        "amount" => Word::Amount(detail),
        "procurement" => Word::Procurement,
        "neg" => Word::Neg,
        "neg-received" => Word::NegReceived,
        "neg-after" => Word::NegAfter,
        "level" => Word::Level,
        "all" => Word::All,
        "each" => Word::Each,
        "every" => Word::Every,
        "apart" => Word::Apart,
        "order" => Word::Order,
        "inside" => Word::Inside,
        "besides" => Word::Besides,
        "etc" => Word::Etc,
        "among" => Word::Among,
        "includes" => Word::Includes,
        "other-matter" => Word::OtherMatter,
        "than" => Word::Than,
        "up" => Word::Up,
        "down" => Word::Down,
        "reached" => Word::Reached,
        "share" => Word::Share,
        "rate" => Word::Rate(match detail {
            "finished" => Rate::Finished,
            "answered" => Rate::Answered,
            "granted" => Rate::Granted,
            "timely" => Rate::Other,
            column => Rate::Outcome(column),
        }),
        "narrow" => Word::Narrow,
        "cause" => Word::Cause,
        _ => return None,
    })
}

/// The longest known word at the start of a text.
pub(super) fn word_at(rest: &str) -> Option<(&'static str, Word)> {
    let words = INDEX.of(rest.chars().next()?);
    words.iter().find(|(word, _)| begins_with(rest, word)).copied()
}

/// True if the text begins with the word, which is not empty. Of many words that are tried at one
/// place, nearly all differ in their last byte already.
pub(super) fn begins_with(rest: &str, word: &str) -> bool {
    let last = |word: &str| word.len().checked_sub(1);
    let byte = |text: &str| last(word).and_then(|at| text.as_bytes().get(at).copied());
    byte(rest) == byte(word) && rest.starts_with(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Forms;

    #[test]
    fn every_heading_has_a_meaning_and_every_path_a_cell() {
        let forms = Forms::built_in();
        let all: Vec<_> = forms.ids().filter_map(|id| forms.get(id).ok()).collect();
        let has = |path: &str| all.iter().any(|form| form.target(path).is_ok());
        let mut count = 0;
        for (words, meaning) in sections() {
            count += words.count();
            match meaning.expect("a heading without meaning") {
                Word::Row(row) => assert!(has(&format!("{row}.total")), "{row}"),
                Word::Applicant(columns) => {
                    assert!(
                        columns.split([',', '/']).all(|c| has(&format!("requests.received.{c}"))),
                        "{columns}"
                    );
                }
                Word::Outcome(column) => assert!(has(&format!("proceedings.reconsideration.{column}"))),
                Word::Litigation(kind) if !kind.is_empty() => {
                    assert!(has(&format!("proceedings.litigation.{kind}.total")), "{kind}");
                }
                Word::Document(row) => assert!(has(&format!("disclosure.{row}.issued")), "{row}"),
                Word::Act(columns) => {
                    let has = |c| has(&format!("disclosure.regulations.{c}"));
                    assert!(columns.split(',').all(has), "{columns}");
                }
                Word::Decision(row, _) => assert!(has(&format!("disclosure.{row}.decisions")), "{row}"),
                _ => {}
            }
        }
        assert!(count > 1500, "{count}");
    }

    #[test]
    fn the_words_of_rules_stand_together_and_are_no_words_of_counts() {
        assert_eq!(OF_RULES.len(), LEXICON.matches("\n@rule ").count());
        assert!(OF_RULES.values().all(|words| !words.is_empty()));
        assert_eq!(words_for("fee"), ["处理费"]);
        assert_eq!(words_for("no such heading"), [""; 0]);
        assert_eq!(word_at("缴款通知"), None);
    }

    #[test]
    fn the_longest_word_is_read() {
        assert_eq!(word_at("政府信息公开申请75件").unwrap().0, "政府信息公开申请");
        assert_eq!(word_at("不予公开16件").unwrap().1, Word::Row("requests.denied"));
        assert_eq!(word_at("某某"), None);
    }
}
