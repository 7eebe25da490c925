//! The words that tell the time of a clause. They stand in the lexicon, under headings `@time …`.

use std::ops::Deref;

use crate::prose::lexicon::{Words, lists};

lists! {
    /// What words have in common that tell a time, or tell whose deeds they are.
    pub(crate) enum Sense {
        /// 至, —: between the ends of a range.
        To = "time to",
        /// 全年, after the year itself.
        Whole = "time whole",
        /// 截至: before the day up to which something is counted.
        Until = "time until",
        /// 以来, 起: after the year in which something began, or before which it was.
        Since = "time since",
        /// 较, 比, 与: before a year that another is set beside.
        Than = "time than",
        /// 结转: before the year into which applications are carried.
        Carried = "time carried",
        /// 局, 县: what 我, 本, 全 and 各 stand before.
        Body = "time body",
        /// 局, 办, 厅: the end of a short name.
        Office = "time office",
        /// Others who act in a year: what they did then is history.
        Others = "time others",
        /// What a report says that its body did, at the start of a clause.
        Act = "time act",
        /// The same, where a count must follow.
        ActCounted = "time act-counted",
        /// What no plan states beforehand.
        Done = "time done",
        /// States that there were none, or that something was reached.
        None = "time none",
        /// What is counted at the end of a year.
        Closing = "time closing",
        /// How a paragraph on the year opens.
        Opening = "time opening",
        /// What is told once and for all, in whatever year it came.
        Event = "time event",
        /// The same, only where another body acts, or longer ago.
        Issued = "time issued",
        /// Shows that a sentence looks back from the report year.
        LookBack = "time look-back",
        /// The report year, by another word.
        ThisYear = "time this-year",
        /// Things that bear a year of their own: 2023年部门决算.
        Bearer = "time bearer",
        /// Those of them that say so wherever they stand in the clause.
        LeftOpen = "time left-open",
        /// Words of a plan.
        Plan = "time plan",
        /// 将, 拟: opens a plan where a word of the next two senses follows.
        PlanSign = "time plan-sign",
        /// 继续: what is planned to go on.
        PlanAdverb = "time plan-adverb",
        /// 完善: what is planned.
        PlanVerb = "time plan-verb",
        /// 纳入: shows that 将 before it means 把.
        Into = "time into",
        /// 针对: opens a sentence with what a plan answers.
        Answers = "time answers",
        /// 下一步: opens a sentence on what comes.
        Ahead = "time ahead",
        /// After these a section speaks of plans.
        AheadHeading = "time ahead-heading",
        /// What a heading on plans ends with.
        PlanHeading = "time plan-heading",
        /// Introduces the report itself.
        Announced = "time announced",
        /// Introduces it in its first lines.
        Compiled = "time compiled",
        /// By what it was compiled.
        CompiledBy = "time compiled-by",
        /// By which an earlier report is spoken of.
        Earlier = "time earlier",
        /// What was done with that one.
        IssuedReport = "time issued-report",
        /// Speaks of the period of the figures.
        Period = "time period",
        /// What this work is called.
        Name = "time name",
        /// 报告, 年报.
        Report = "time report",
        /// Shows that a sentence or heading is about this work at all.
        Subject = "time subject",
        /// Papers on this work that are no report on a year.
        OtherPaper = "time other-paper",
        /// What a heading on the year ends with.
        Heading = "time heading",
    }
}

impl Deref for Sense {
    type Target = Words;

    fn deref(&self) -> &Words {
        self.words()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_at_either_end() {
        assert_eq!(Sense::PlanSign.after_start("将继续"), Some("继续"));
        assert_eq!(Sense::Until.before_end("数据截至"), Some("数据"));
        assert_eq!(Sense::Period.last_end("统计期限为"), Some("统计期限".len()));
    }
}
