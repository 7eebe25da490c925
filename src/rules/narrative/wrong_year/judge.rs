//! Whether a year stands where the report year must.

use std::ops::Range;

use crate::prose::number::figure_at;
use crate::prose::time::clause::Clause;
use crate::prose::time::sense::Sense;
use crate::prose::time::{Standing, Year};

/// In what place a wrong year stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The report calls itself by it.
    Title,
    /// The period of the figures.
    Period,
    /// What was done in the year.
    Account,
    /// What will be done in it.
    Plan,
}

/// A wrong year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub place: Place,
    pub year: u16,
    /// The words that hold it, in bytes of the text.
    pub range: Range<usize>,
}

/// Another year that opens a sentence: in a report that never says its own year a sign that this is
/// its year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Opening {
    pub fault: Fault,
    /// True if it is a later year and no word of a plan is there; if not, the date of the report must
    /// agree.
    pub is_clear: bool,
}

/// A sentence, with what there is to know around it.
#[derive(Debug)]
pub(super) struct Sentence<'a> {
    /// The whole text.
    pub text: &'a str,
    pub range: Range<usize>,
    /// The years in it.
    pub years: &'a [Year],
    /// The report year and the agency.
    pub year: u16,
    pub agency: &'a str,
    pub in_preamble: bool,
    /// It is the whole line, and no full stop ends it.
    pub is_line: bool,
    /// The sentence before it in the paragraph, or one after it that starts so, speaks of the
    /// report year.
    pub year_before: bool,
    pub year_later: bool,
    /// The paragraph has said before that it speaks of plans.
    pub planning: bool,
}

impl<'a> Sentence<'a> {
    fn words(&self) -> &'a str {
        self.text.get(self.range.clone()).unwrap_or_default()
    }

    /// From a place to the end of the sentence.
    fn from(&self, place: usize) -> &'a str {
        self.text.get(place..self.range.end).unwrap_or_default()
    }

    fn before(&self, year: &Year) -> &'a str {
        self.text.get(self.range.start..year.start).unwrap_or_default()
    }

    fn clause(&self, year: &Year) -> Clause<'a> {
        Clause::new(self.before(year), self.from(year.until), self.agency)
    }

    /// The first year in it that stands where another must.
    pub fn fault(&self) -> Option<Fault> {
        let written = || self.years.iter().filter(|year| !year.is_reference);
        let others = || written().filter(|year| year.year != self.year);
        let periods = self.years.iter().find_map(|year| self.period(year));
        periods
            .or_else(|| others().find_map(|year| self.title(year)))
            .or_else(|| written().find_map(|year| self.plan(year)))
            .or_else(|| others().find_map(|year| self.account(year)))
    }

    /// True if it says of the report year what a report says of its own.
    pub fn states_year(&self) -> bool {
        self.years.iter().filter(|year| year.year == self.year && !year.is_reference).any(|year| {
            let clause = self.clause(year);
            let is_told = matches!(year.standing, Standing::About | Standing::Period | Standing::Closing);
            let bears = || !clause.has_comma && Sense::Bearer.is_in(clause.first());
            is_told && !bears() && !Sense::PlanSign.is_in(clause.first()) && !clause.is_plan(self.agency)
        })
    }

    /// Another year that opens what is said, though that is no fault by itself.
    pub fn opening(&self) -> Option<Opening> {
        let is_told = |year: &&Year| {
            !year.is_reference
                && year.year != self.year
                && matches!(
                    year.standing,
                    Standing::About | Standing::Period | Standing::Closing | Standing::Since
                )
        };
        let year = self.years.iter().find(is_told)?;
        let clause = self.clause(year);
        let opens = clause.is_open() || clause.follows_own || Sense::Until.words().contains(&clause.lead);
        if !opens || Sense::Bearer.is_in(clause.first()) || clause.is_plan(self.agency) {
            return None;
        }
        let is_clear = year.year > self.year
            && year.standing != Standing::Since
            && clause.lead.is_empty()
            && (clause.has_comma || clause.is_own)
            && !self.planning
            && !Sense::PlanSign.is_in(self.words())
            && !Sense::Ahead.is_in(self.words());
        Some(Opening { fault: self.fault_at(Place::Account, year, year.until), is_clear })
    }

    fn fault_at(&self, place: Place, year: &Year, end: usize) -> Fault {
        let start = year.start.max(self.range.start);
        Fault { place, year: year.year, range: start..end.min(self.range.end).max(year.end) }
    }

    /// 统计期限为2023年1月1日至12月31日
    fn period(&self, year: &Year) -> Option<Fault> {
        let states_period = Sense::Period.is_in(self.words());
        if !(states_period || self.in_preamble) {
            return None;
        }
        if year.standing == Standing::Period {
            let wrong = if year.year == self.year { year.last } else { year.year };
            // Without a word on the figures, several years may be what the sentence is about.
            let is_one_year = year.year != self.year && (year.last == year.year || year.last == self.year);
            let fault = self.fault_at(Place::Period, year, year.until);
            return (wrong != self.year && (states_period || is_one_year))
                .then_some(Fault { year: wrong, ..fault });
        }
        let fits = matches!(year.standing, Standing::About | Standing::Closing | Standing::Deadline);
        if !fits || year.year == self.year {
            return None;
        }
        let lead = self.before(year);
        let is_near = lead.get(Sense::Period.last_end(lead)?..)?.chars().count() <= 8;
        is_near.then(|| self.fault_at(Place::Period, year, year.end))
    }

    /// 2023年政府信息公开工作年度报告, where that is this report.
    fn title(&self, year: &Year) -> Option<Fault> {
        if year.standing == Standing::Range || year.year > self.year + 1 {
            return None;
        }
        let after = self.from(year.end).trim_start();
        let after = after.strip_prefix(self.agency).unwrap_or(after);
        let words = self.words();
        let announced = Sense::Announced.is_in(words);
        let Some(end) = report_named(after) else {
            let near = after.split(['，', '。']).next().unwrap_or_default();
            let near =
                near.get(..near.char_indices().nth(30).map_or(near.len(), |(at, _)| at)).unwrap_or_default();
            let is_contrasted = self.years.iter().any(|other| other.is_spoken_of(self.year));
            let is_work = Sense::Subject.is_in(near) && !Sense::OtherPaper.is_in(near);
            let fits = announced && is_work && !is_contrasted && year.standing == Standing::About;
            return fits.then(|| self.fault_at(Place::Title, year, year.end));
        };
        let end = self.range.end - after.len() + end;
        let is_earlier = Sense::Earlier.is_in(words);
        // 根据条例规定，我局编制了: by its own words this is the report that is read.
        let is_compiled = Sense::Compiled.is_in(self.before(year))
            && Sense::CompiledBy.is_in(words)
            && !Sense::IssuedReport.is_in(words);
        let in_first_lines = self.in_preamble && (Sense::Compiled.is_in(words) || !words.contains('了'));
        let is_own = announced || !is_earlier && (is_compiled || in_first_lines);
        let is_title = self.is_line && end == self.range.end;
        (is_title || is_own).then(|| self.fault_at(Place::Title, year, end))
    }

    /// 2025年，我局将继续……, where the report is on that year, or on one long before.
    fn plan(&self, year: &Year) -> Option<Fault> {
        let is_near = year.year + 3 > self.year && year.year < self.year + 3;
        if year.standing != Standing::About || year.year == self.year + 1 || !is_near {
            return None;
        }
        let clause = self.clause(year);
        let heads = self.is_line
            && clause.lead.is_empty()
            && self.words().chars().count() <= 30
            && Sense::PlanHeading.ends(self.words());
        (heads || clause.is_plan(self.agency)).then(|| self.fault_at(Place::Plan, year, year.end))
    }

    /// 2023年，我局共收到……
    fn account(&self, year: &Year) -> Option<Fault> {
        let is_told = matches!(year.standing, Standing::About | Standing::Period | Standing::Closing);
        if !is_told || year.last != year.year || self.is_contrasted(year) {
            return None;
        }
        let clause = self.clause(year);
        if year.standing == Standing::Closing {
            return self.is_closing(&clause, year).then(|| self.fault_at(Place::Account, year, year.until));
        }
        if self.is_heading(&clause, year) {
            return Some(self.fault_at(Place::Account, year, self.range.end));
        }
        let fits = clause.is_open() && self.is_epoch(&clause, year)
            || self.is_in_place(&clause, year) && self.is_account(&clause, year);
        fits.then(|| self.fault_at(Place::Account, year, year.until))
    }

    /// True if the report speaks of its own year there.
    fn is_in_place(&self, clause: &Clause<'_>, year: &Year) -> bool {
        let soon: String = clause.first().chars().take(10).collect();
        let is_counted = self.counts(year.until);
        let acts = Sense::Act.opens(clause.body)
            || Sense::Act.is_in(&soon) && (is_counted || Sense::None.is_in(&soon))
            || Sense::Opening.opens(clause.body)
            || Sense::ActCounted.opens(clause.body) && year.year + 2 >= self.year && is_counted;
        // 按照……要求，2023年我局: a preface, not a figure to compare with.
        let is_preface = clause.lead.ends_with(['，', ','])
            && !clause.lead.contains(|c: char| c.is_ascii_digit())
            && Sense::Opening.is_in(clause.lead)
            && !clause.lead.contains(['较', '比']);
        clause.is_open() && (clause.has_comma || clause.is_own || acts)
            || clause.follows_own && acts
            || is_preface && clause.is_own
    }

    /// 2023年是……开局之年: how a report opens.
    fn is_epoch(&self, clause: &Clause<'_>, year: &Year) -> bool {
        let is_recent = year.year < self.year && year.year + 2 >= self.year;
        is_recent && clause.body.starts_with('是') && clause.first().trim_end_matches('。').ends_with('年')
    }

    /// 截至2023年底，共…… at the start, with a count.
    fn is_closing(&self, clause: &Clause<'_>, year: &Year) -> bool {
        let first = clause.body.split(['，', '；']).next().unwrap_or_default();
        let is_later = year.year > self.year;
        Sense::Until.words().contains(&clause.lead)
            && Sense::Closing.is_in(first)
            && !(is_later && Sense::Plan.is_in(self.words()))
            && counts(self.text, year.until..self.range.end - clause.body.len() + first.len())
    }

    /// True if the report year is spoken of beside it, so that this is a look back.
    fn is_contrasted(&self, year: &Year) -> bool {
        let words = self.words();
        if self.years.iter().any(|other| other.is_spoken_of(self.year)) {
            return true;
        }
        // A series of years, or one with the years beside it.
        let in_series = self.years.iter().any(|other| {
            let can_count = matches!(other.standing, Standing::About | Standing::Period | Standing::Closing);
            let is_next = other.year == year.year + 1 && year.year <= self.year;
            other.year != year.year && !is_next && can_count && self.has_figure(other)
        });
        in_series
            || self.year_later
            || self.counts(year.end) && (self.year_before || Sense::ThisYear.is_in(words))
            || year.year < self.year && Sense::LookBack.is_in(words)
    }

    /// True if a figure of that year follows: 2022年为59件, not 2021年修订的.
    fn has_figure(&self, year: &Year) -> bool {
        let after = self.from(year.end);
        let clause = after.find(['，', ',', '、', '；']).unwrap_or(after.len());
        counts(self.text, year.end..year.end + clause)
    }

    /// A short line that is a heading: （一）2023年工作情况
    fn is_heading(&self, clause: &Clause<'_>, year: &Year) -> bool {
        let body = clause.body;
        let is_short =
            self.is_line && body.chars().count() <= 30 && !body.contains(['，', ',', '、', '：', '”']);
        let others = Sense::Bearer.is_in(body) || Sense::LookBack.is_in(body) || Sense::Plan.is_in(body);
        is_short
            && (clause.lead.is_empty() || clause.lead == self.agency)
            && !others
            && (year.year < self.year || !body.ends_with("工作"))
            && (clause.is_own || Sense::Subject.is_in(body))
            && Sense::Heading.ends(body)
    }

    /// True if what follows the year is an account of what was done in it.
    fn is_account(&self, clause: &Clause<'_>, year: &Year) -> bool {
        let words = self.from(year.start);
        let (body, first, has_comma) = (clause.body, clause.first(), clause.has_comma);
        let is_own = clause.is_own || clause.follows_own;
        if year.year > self.year {
            let is_planned = Sense::Plan.is_in(self.words()) || self.planning;
            return !is_planned
                && Sense::Done.is_in(words)
                && (self.counts(year.end) || Sense::None.is_in(words));
        }
        let is_opening = Sense::Opening.is_in(first);
        let second = body.split(['，', ',', '：', ':']).nth(1).unwrap_or_default();
        let is_older = year.year + 1 < self.year;
        let is_event = Sense::Event.is_in(first)
            || Sense::Event.is_in(second)
            || Sense::Issued.is_in(first) && (is_older || !is_own);
        let bears = Sense::LeftOpen.is_in(first) || Sense::Bearer.is_in(first) && !has_comma && !is_opening;
        let is_attribute = !has_comma && first.chars().take(9).any(|c| c == '的');
        if !is_opening && (Sense::Others.opens(body) && !is_own || is_event || is_attribute) || bears {
            return false;
        }
        let is_on_subject = Sense::Subject.is_in(words) || is_own || is_opening && has_comma;
        let is_long_ago = year.year + 2 < self.year;
        let is_recent = !is_long_ago || is_opening || Sense::Act.is_in(first) && self.counts(year.end);
        is_on_subject && is_recent
    }

    /// True if a count of something follows in the sentence.
    fn counts(&self, place: usize) -> bool {
        counts(self.text, place..self.range.end)
    }
}

/// Where the name of a report on this work ends that words start with.
fn report_named(words: &str) -> Option<usize> {
    let rest = Sense::Name.after_start(words)?;
    let near = rest.get(..rest.char_indices().nth(8).map_or(rest.len(), |(at, _)| at))?;
    let end = Sense::Report.words().iter().find_map(|word| near.find(word).map(|at| at + word.len()))?;
    Some(words.len() - rest.len() + end)
}

/// True if a stretch has a count of something.
fn counts(text: &str, range: Range<usize>) -> bool {
    let words = text.get(range.clone()).unwrap_or_default();
    let mut until = 0;
    words.char_indices().filter(|(_, c)| c.is_ascii_digit() || ('０'..='９').contains(c)).any(|(at, _)| {
        if at < until {
            return false;
        }
        let figure = figure_at(text, range.start + at);
        until = figure.as_ref().map_or(at + 1, |figure| figure.range.end - range.start);
        figure.is_some_and(|figure| !["", "年", "月", "日", "号", "时"].contains(&figure.unit))
    })
}
