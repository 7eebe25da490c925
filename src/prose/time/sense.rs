//! The words that tell the time of a clause. They stand in the lexicon, under headings `@time …`.

use std::sync::LazyLock;

use crate::prose::lexicon;

/// Names each sense with its heading in the lexicon.
macro_rules! senses {
    ($($(#[$doc:meta])* $name:ident = $heading:literal,)*) => {
        /// What words have in common that tell a time, or tell whose deeds they are.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Sense { $($(#[$doc])* $name,)* }

        const HEADINGS: &[&str] = &[$($heading,)*];
    };
}

senses! {
    /// 至, —: between the ends of a range.
    To = "to",
    /// 全年, after the year itself.
    Whole = "whole",
    /// 截至: before the day up to which something is counted.
    Until = "until",
    /// 以来, 起: after the year in which something began, or before which it was.
    Since = "since",
    /// 较, 比, 与: before a year that another is set beside.
    Than = "than",
    /// 结转: before the year into which applications are carried.
    Carried = "carried",
    /// 局, 县: what 我, 本, 全 and 各 stand before.
    Body = "body",
    /// 局, 办, 厅: the end of a short name.
    Office = "office",
    /// Others who act in a year: what they did then is history.
    Others = "others",
    /// What a report says that its body did, at the start of a clause.
    Act = "act",
    /// The same, where a count must follow.
    ActCounted = "act-counted",
    /// What no plan states beforehand.
    Done = "done",
    /// States that there were none, or that something was reached.
    None = "none",
    /// What is counted at the end of a year.
    Closing = "closing",
    /// How a paragraph on the year opens.
    Opening = "opening",
    /// What is told once and for all, in whatever year it came.
    Event = "event",
    /// The same, only where another body acts, or longer ago.
    Issued = "issued",
    /// Shows that a sentence looks back from the report year.
    LookBack = "look-back",
    /// The report year, by another word.
    ThisYear = "this-year",
    /// Things that bear a year of their own: 2023年部门决算.
    Bearer = "bearer",
    /// Those of them that say so wherever they stand in the clause.
    LeftOpen = "left-open",
    /// Words of a plan.
    Plan = "plan",
    /// 将, 拟: opens a plan where a word of the next two senses follows.
    PlanSign = "plan-sign",
    /// 继续: what is planned to go on.
    PlanAdverb = "plan-adverb",
    /// 完善: what is planned.
    PlanVerb = "plan-verb",
    /// 纳入: shows that 将 before it means 把.
    Into = "into",
    /// 针对: opens a sentence with what a plan answers.
    Answers = "answers",
    /// 下一步: opens a sentence on what comes.
    Ahead = "ahead",
    /// After these a section speaks of plans.
    AheadHeading = "ahead-heading",
    /// What a heading on plans ends with.
    PlanHeading = "plan-heading",
    /// Introduces the report itself.
    Announced = "announced",
    /// Introduces it in its first lines.
    Compiled = "compiled",
    /// By what it was compiled.
    CompiledBy = "compiled-by",
    /// By which an earlier report is spoken of.
    Earlier = "earlier",
    /// What was done with that one.
    IssuedReport = "issued-report",
    /// Speaks of the period of the figures.
    Period = "period",
    /// What this work is called.
    Name = "name",
    /// 报告, 年报.
    Report = "report",
    /// Shows that a sentence or heading is about this work at all.
    Subject = "subject",
    /// Papers on this work that are no report on a year.
    OtherPaper = "other-paper",
    /// What a heading on the year ends with.
    Heading = "heading",
}

static WORDS: LazyLock<Vec<Vec<&'static str>>> = LazyLock::new(|| {
    let mut all: Vec<Vec<&str>> = HEADINGS.iter().map(|_| Vec::new()).collect();
    for (heading, words) in lexicon::of_time() {
        let place = HEADINGS.iter().position(|known| *known == heading);
        if let Some(place) = place.and_then(|place| all.get_mut(place)) {
            place.extend(words);
            // The longest word that fits is read.
            place.sort_by_key(|word| std::cmp::Reverse(word.len()));
        }
    }
    all
});

impl Sense {
    /// Its words, longer ones first.
    pub fn words(self) -> &'static [&'static str] {
        WORDS.get(self as usize).map(Vec::as_slice).unwrap_or_default()
    }

    /// True if one of its words stands in the text.
    pub fn is_in(self, text: &str) -> bool {
        self.words().iter().any(|word| text.contains(word))
    }

    /// What follows one of its words at the start of the text.
    pub fn after_start(self, text: &str) -> Option<&str> {
        self.words().iter().find_map(|word| text.strip_prefix(word))
    }

    /// What stands before one of its words at the end of the text.
    pub fn before_end(self, text: &str) -> Option<&str> {
        self.words().iter().find_map(|word| text.strip_suffix(word))
    }

    /// True if the text starts with one of its words.
    pub fn opens(self, text: &str) -> bool {
        self.after_start(text).is_some()
    }

    /// True if the text ends with one of its words.
    pub fn ends(self, text: &str) -> bool {
        self.before_end(text).is_some()
    }

    /// Where the last of its words ends.
    pub fn last_end(self, text: &str) -> Option<usize> {
        self.words().iter().filter_map(|word| text.rfind(word).map(|at| at + word.len())).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sense_has_words_and_every_heading_a_sense() {
        assert!(WORDS.iter().all(|words| !words.is_empty()), "{WORDS:?}");
        for (heading, _) in lexicon::of_time() {
            assert!(HEADINGS.contains(&heading), "{heading}");
        }
        assert_eq!(Sense::PlanSign.after_start("将继续"), Some("继续"));
        assert_eq!(Sense::Until.before_end("数据截至"), Some("数据"));
    }
}
