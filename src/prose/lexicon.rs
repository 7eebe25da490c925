//! The words that the narrative uses for rows, columns and scopes. The words are data
//! (`lexicon.txt`); here is what kinds of meaning they can have, and how they are found.

#[cfg(test)]
mod pack;
mod packed;
mod words;

use std::sync::{LazyLock, OnceLock};

use serde::Deserialize;

use packed::{Dictionary, of_counts, section, sections};
pub(crate) use words::Words;

use super::reading::Columns;
use crate::format::{ColumnRole, RowRole, named};

/// What a piece of a sentence means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Tag {
    /// A number, by its place among those of the sentence.
    Number(usize),
    /// A year of the calendar, with 年.
    Year(u16),
    /// A mark between clauses.
    Mark(char),
    /// Words that are not known; they hide what stands before them.
    Unknown,
    /// Adds nothing to what is counted: 依法, 的, 有.
    Fill(Filler),
    /// The body itself: 我局, 全县.
    Own,
    /// The area that a government is of, and not its departments: 全县.
    Area,
    /// A government with its office, 市政府及市政府办公室: the whole of which the office reports.
    Offices,
    /// A part of the body, or another: 各股室, 下属单位.
    OtherBody,
    /// Joins members of a list: 和, 、.
    And,
    /// Says that a sum comes: 共, 合计.
    Sum,
    /// A sum that may reach over years: 累计.
    Cumulative,
    /// The report year as a whole.
    ThisYear,
    /// The year before it.
    LastYear,
    /// The year after it.
    NextYear,
    /// From the time that was named up to now: 以来.
    Since,
    /// Another time.
    OtherTime,
    /// 政府信息公开申请 as an object; `true` if the word says so by itself.
    Object(bool),
    /// 收到, 办理, 答复 and the like.
    Verb(Verb),
    /// A row or group of section three.
    Row(RowRole),
    /// 公开 alone: what was granted, where results of applications are told.
    Open,
    /// 正在办理: carried forward, where applications are spoken of.
    Ongoing,
    /// 结转 without a direction.
    Carried,
    /// Columns of applicants.
    Applicant(Columns),
    /// 其他: the rest of the list that it stands in.
    Others,
    /// 行政复议, 行政诉讼 or one of the two kinds of the latter.
    Case(RowRole),
    /// 行政争议: reviews and lawsuits together.
    Disputes,
    /// 败诉: a lawsuit that was lost.
    Lost,
    /// 撤回: the applicant gave up.
    Withdrawn,
    /// A result of such a case.
    Outcome(ColumnRole),
    /// 均已审结: no case is pending.
    Settled,
    /// Cases are decided, by whoever hears them: 审理, 审结.
    Hears,
    /// 规范性文件 or 规章.
    Document(RowRole),
    /// 制发, 废止, 现行有效.
    Act(Act),
    /// 清理: documents that are looked through.
    Review,
    /// 行政许可 and the like; `true` if the word says that decisions are counted.
    Decision(RowRole, bool),
    /// 处理决定: decisions of the kind that was named before.
    Decided,
    /// 行政事业性收费, 政府集中采购.
    Amount(RowRole),
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
    /// 除: what follows is left out.
    Except,
    /// 另有: what follows is no part of what came before.
    Besides,
    /// 等: what came before are examples.
    Etc,
    /// 其中.
    Among,
    /// 含, 包括.
    Includes,
    /// Another matter: hotlines, proposals, petitions.
    OtherMatter,
    /// 作为复议机关: the cases are those that the body decides.
    Reviewer,
    /// 申请内容: what follows is what applications ask for.
    Contents,
    /// 主动公开: what is done to a document.
    Published,
    /// 较上年, 同比.
    Than,
    /// 增加, 减少; weak ones (多, 少) count only beside what they compare with.
    Change {
        /// More.
        up: bool,
        /// It needs a comparison.
        weak: bool,
    },
    /// 增加到: what follows is a count, what came before the one it was compared with.
    Reached,
    /// 占: a share follows.
    Share,
    /// 办结率 and the like.
    Rate(Rate),
    /// One part only: a channel, a topic, an organisation.
    Narrow,
    /// 等渠道: all channels, and none in particular.
    Channels,
    /// 因, 属于: what follows is a ground.
    Cause,
}

/// What an empty word is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Filler {
    /// Nothing.
    Plain,
    /// What stands before it is said of what follows: 的, 类.
    Of,
    /// 至: the end of a stretch of years.
    To,
    /// 来自: who follows.
    From,
    /// 在: a whole follows.
    At,
    /// Something is done: 作出, 实施.
    Do,
    /// 相关: of what was spoken of before.
    Related,
    /// 尚有.
    Still,
    /// 在法定期限内: being worked on, after 尚有.
    Within,
    /// 行政机关不再处理: goes on with the ground before it.
    Dropped,
    /// 最多: of one member of a list.
    Most,
}

/// What was done with applications.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
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

/// What was done with documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Act {
    /// 制发.
    Made,
    /// 修订: those may be counted with what was made.
    Revised,
    /// 废止.
    Repealed,
    /// 现行有效.
    InForce,
}

/// What a rate is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Rate {
    /// Finished applications.
    Finished,
    /// Answered applications.
    Answered,
    /// Results of reviews.
    Outcome(ColumnRole),
    /// Granted applications.
    Granted,
    /// Applications finished or answered in time.
    Timely,
    /// Rates of published information and of money: what they are of is not told beside them.
    Untold,
    /// Something that no table has.
    Other,
}

/// What a unit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnitKind {
    /// 件: cases, documents, decisions.
    Count,
    /// 项: the same, or things of another kind.
    Piece,
    /// 条, 次: applications, or things of another kind.
    Line,
    /// 元, 万元.
    Money,
    /// %.
    Percent,
    /// 年.
    Year,
    /// 月.
    Month,
    /// 日.
    Day,
    /// Anything else.
    Other,
}

/// Names lists of words, each with its heading in the lexicon.
macro_rules! lists {
    ($(#[$of:meta])* $scope:vis enum $lists:ident { $($(#[$doc:meta])* $name:ident = $heading:literal,)* }) => {
        $(#[$of])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        $scope enum $lists { $($(#[$doc])* $name,)* }

        impl $lists {
            /// Its words.
            $scope fn words(self) -> &'static $crate::prose::lexicon::Words {
                use $crate::prose::lexicon::Words;
                match self {
                    $(Self::$name => {
                        static WORDS: Words = Words::under($heading);
                        &WORDS
                    })*
                }
            }
        }
    };
}
pub(super) use lists;

lists! {
    /// Words that are looked for inside others, or at their ends.
    pub(super) enum List {
        /// 信息公开: the matter of the report.
        Disclosure = "list disclosure",
        /// 申请.
        Request = "list request",
        /// What ends the name of a body.
        Body = "list body",
        /// What ends the name of a government, or of its office.
        Government = "list government",
        /// Without one of these, mostly what begins a number, a sentence states nothing.
        States = "list states",
        /// Words that end the topic of a paragraph in a sentence that states nothing.
        EndsTopic = "list ends-topic",
        /// 全部 in a word that says more.
        All = "list all",
        /// What ends the name of an office of a government.
        Office = "list office",
        /// What begins the name of the own body.
        Own = "list own",
        /// After a number: days on which offices are open.
        Workday = "list workday",
        /// What ends the name of a place.
        PlaceEnd = "list place-end",
        /// What stands for the kind of body in a short form of its name.
        Department = "list department",
        /// Something came in, and is not yet taken up.
        Got = "list got",
        /// 行政许可事项: items of a list, and not decisions.
        Items = "list items",
        /// What may be left out of the own name.
        Omitted = "list omitted",
        /// 已: it was done.
        Already = "list already",
        /// 占 in a word that says more.
        Share = "list share",
        /// What leads to the matter that a case is about.
        About = "list about",
        /// What names a level or a part of a body.
        Level = "list level",
        /// What ends the name of a rate.
        Rate = "list rate",
        /// What denies the word after it.
        Not = "list not",
        /// 按时: one part of what was done only.
        Timely = "list timely",
        /// Nothing but what leads to a number: 达, 共.
        Leading = "list leading",
        /// Before a number: more than that.
        MoreBefore = "list more-before",
        /// Before a number: less than that.
        LessBefore = "list less-before",
        /// Before a number: about as much.
        AboutBefore = "list about-before",
        /// After a number: at least that.
        MoreAfter = "list more-after",
        /// After a number: at most that.
        LessAfter = "list less-after",
        /// After a number: about as much.
        AboutAfter = "list about-after",
        /// Inside a number: and some more.
        Some = "list some",
        /// Before a percentage in Chinese characters.
        Percent = "list percent",
        /// 百分点: no percentage.
        Points = "list points",
    }
}

/// The words that counts are read with, and the units. A run meets few of their meanings, so each is read
/// when a word of it is met.
struct Lexicon {
    words: Dictionary,
    units: Dictionary,
    meanings: Vec<OnceLock<Option<Meaning>>>,
}

static INDEX: LazyLock<Lexicon> = LazyLock::new(|| {
    let [words, units] = of_counts();
    Lexicon { words, units, meanings: sections().map(|_| OnceLock::new()).collect() }
});

/// False for the headings of lists: of words for times, and of those that a rule looks for itself.
#[cfg(test)]
fn is_of_counts(heading: &str) -> bool {
    !["list ", "time ", "rule "].iter().any(|kind| heading.starts_with(kind))
}

impl Lexicon {
    fn meaning(&self, number: usize) -> Option<Meaning> {
        let known = self.meanings.get(number)?;
        *known.get_or_init(|| section(number).and_then(|section| meaning(section.heading)))
    }
}

/// What a heading of the lexicon announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Tag(Tag),
    Unit(UnitKind),
}

/// The meaning that a heading names; `None` for one that names none.
fn meaning(heading: &'static str) -> Option<Meaning> {
    let (kind, detail) = heading.split_once(' ').unwrap_or((heading, ""));
    Some(Meaning::Tag(match kind {
        "unit" => return named(detail).map(Meaning::Unit),
        "fill" if detail.is_empty() => Tag::Fill(Filler::Plain),
        "fill" => Tag::Fill(named(detail)?),
        "object" => Tag::Object(detail == "strong"),
        "verb" => Tag::Verb(named(detail)?),
        "row" => Tag::Row(named(detail)?),
        "applicant" => Tag::Applicant(Columns::named(detail)?),
        "case" => Tag::Case(named(detail)?),
        "outcome" => Tag::Outcome(named(detail)?),
        "document" => Tag::Document(named(detail)?),
        "act" => Tag::Act(named(detail)?),
        "decision" => {
            let (row, sure) = detail.split_once(' ')?;
            Tag::Decision(named(row)?, sure == "sure")
        }
        "amount" => Tag::Amount(named(detail)?),
        "up" | "down" => Tag::Change { up: kind == "up", weak: detail == "weak" },
        "rate" => Tag::Rate(named(detail).or_else(|| named(detail).map(Rate::Outcome))?),
        plain => named(plain)?,
    }))
}

/// The longest known word at the start of a text: its length and its meaning.
pub(super) fn word_at(rest: &str) -> Option<(usize, Tag)> {
    let found = INDEX.words.longest(rest)?;
    match INDEX.meaning(found.meaning)? {
        Meaning::Tag(tag) => Some((found.length, tag)),
        Meaning::Unit(_) => None,
    }
}

/// The unit at the start of a text.
pub(super) fn unit_at(rest: &str) -> Option<(&'static str, UnitKind)> {
    let found = INDEX.units.longest(rest)?;
    match INDEX.meaning(found.meaning)? {
        Meaning::Unit(kind) => Some((found.word(), kind)),
        Meaning::Tag(_) => None,
    }
}

/// True if a text has a word of the list.
pub(super) fn has(text: &str, wanted: List) -> bool {
    wanted.words().is_in(text)
}

/// True if a text begins with a word of the list.
pub(super) fn begins(text: &str, wanted: List) -> bool {
    wanted.words().opens(text)
}

/// True if a text ends with a word of the list.
pub(super) fn ends(text: &str, wanted: List) -> bool {
    wanted.words().ends(text)
}

/// The sentences that stand below the headings, each with what it must give.
#[cfg(test)]
pub(super) fn examples() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    sections().flat_map(|section| {
        let lines = section.body.lines().filter_map(|line| line.strip_prefix("> "));
        lines.filter_map(move |line| {
            line.split_once(" =").map(|(text, gives)| (section.heading, text, gives.trim()))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_heading_has_a_meaning_and_every_tag_an_example() {
        for section in sections().filter(|section| is_of_counts(section.heading)) {
            let heading = section.heading;
            let meaning = meaning(heading).expect(heading);
            let is_tag = matches!(meaning, Meaning::Tag(_));
            assert_eq!(examples().any(|(of, ..)| of == heading), is_tag, "{heading}");
            assert!(section.body.lines().any(|line| !line.starts_with('>')), "{heading}");
        }
    }

    #[test]
    fn the_longest_word_is_read() {
        assert_eq!(word_at("政府信息公开申请75件"), Some(("政府信息公开申请".len(), Tag::Object(true))));
        assert_eq!(word_at("不予公开16件"), Some(("不予公开".len(), Tag::Row(RowRole::Denied))));
        assert_eq!(word_at("及其他组织"), Some(("及".len(), Tag::And)));
        assert_eq!(word_at("某某"), None);
        assert_eq!(unit_at("万元"), Some(("万元", UnitKind::Money)));
    }
}
