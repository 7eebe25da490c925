//! Whether a year stands where the report year must.

use std::ops::Range;

use super::mention::{Mention, Standing, whole_year};
use super::words::{
    ACTS, ANNOUNCED, BEARERS, COMPILED, DONE, EARLIER, EVENTS, HEADINGS, ISSUED, LOOKING_BACK, OPENINGS,
    OTHERS, PERIODS, PLANS, SUBJECTS, THIS_YEAR, is_own,
};
use crate::prose::number::figure_at;
use crate::rules::passages::has_any;

/// In what place a wrong year stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The report calls itself by it.
    Title,
    /// The period of the figures.
    Period,
    /// What was done in the year.
    Account,
}

/// A wrong year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub place: Place,
    pub year: u16,
    /// The words that hold it, in bytes of the text.
    pub range: Range<usize>,
}

/// A sentence, with what there is to know around it.
#[derive(Debug)]
pub(super) struct Sentence<'a> {
    /// The whole text.
    pub text: &'a str,
    pub range: Range<usize>,
    /// The years in it.
    pub mentions: &'a [Mention],
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

/// True if the year is spoken of as such; 结转2024年 is not.
pub(super) fn speaks_of(text: &str, mention: &Mention, year: u16) -> bool {
    let before = text.get(..mention.start).unwrap_or_default().trim_end_matches([' ', '\u{3000}']);
    let carried = ["结转", "结转至", "结转到", "转", "转至", "转到", "转入", "顺延", "顺延至"];
    mention.year == year
        && mention.standing != Standing::Title
        && !carried.iter().any(|word| before.ends_with(word))
}

/// What stands before the first year of a sentence without marks and numbers of a list.
pub(super) fn opening(lead: &str) -> &str {
    let marks = |text: &str| {
        let is_mark = |c: char| c.is_whitespace() || "#>-*+·●■◆".contains(c);
        text.trim_start_matches(is_mark).len()
    };
    let mut rest = lead.get(lead.len() - marks(lead)..).unwrap_or_default();
    let is_number =
        |c: char| c.is_ascii_digit() || "一二三四五六七八九十首先其次再最后第①②③④⑤⑥⑦⑧⑨⑩".contains(c);
    let bare = rest.trim_start_matches(['（', '(']);
    let after = bare.trim_start_matches(is_number);
    if after.len() < bare.len() {
        let end = after.trim_start_matches(['）', ')', '、', '.', '．', '，', '是', '：']);
        if end.len() < after.len() || after.is_empty() {
            rest = end;
        }
    }
    rest.get(rest.len() - marks(rest)..).unwrap_or_default()
}

impl Sentence<'_> {
    fn words(&self) -> &str {
        self.text.get(self.range.clone()).unwrap_or_default()
    }

    /// From the year to the end of the sentence.
    fn after(&self, mention: &Mention) -> &str {
        self.text.get(mention.end..self.range.end).unwrap_or_default()
    }

    fn lead(&self, mention: &Mention) -> &str {
        self.text.get(self.range.start..mention.start).unwrap_or_default()
    }

    /// The first year in it that stands where the report year must.
    pub fn fault(&self) -> Option<Fault> {
        let others =
            || self.mentions.iter().filter(|m| m.standing != Standing::Reference && m.year != self.year);
        let periods = self.mentions.iter().find_map(|mention| self.period(mention));
        periods
            .or_else(|| others().find_map(|mention| self.title(mention)))
            .or_else(|| others().find_map(|mention| self.account(mention)))
    }

    /// A later year that opens the sentence without any word of a plan: no fault by itself, but in a
    /// report that never says its own year a sign that this is its year.
    pub fn later_opening(&self) -> Option<Fault> {
        let mention = self.mentions.first().filter(|mention| mention.year > self.year)?;
        let plans =
            ["将", "拟", "计划", "下一步", "打算", "力争", "争取", "预计", "继续", "明年", "目标", "要"];
        let opens = mention.standing == Standing::Plain
            && opening(self.lead(mention)).is_empty()
            && self.after(mention).trim_start().starts_with(['，', ',']);
        (opens && !self.planning && !has_any(self.words(), &plans))
            .then(|| self.fault_at(Place::Account, mention, mention.end))
            .flatten()
    }

    fn fault_at(&self, place: Place, mention: &Mention, end: usize) -> Option<Fault> {
        let start = mention.start.max(self.range.start);
        Some(Fault { place, year: mention.year, range: start..end.min(self.range.end).max(mention.end) })
    }

    /// 统计期限为2023年1月1日至12月31日
    fn period(&self, mention: &Mention) -> Option<Fault> {
        let (words, after) = (self.words(), self.after(mention));
        let states_period = has_any(words, PERIODS);
        if mention.standing == Standing::Title || !(states_period || self.in_preamble) {
            return None;
        }
        if let Some((rest, until)) = whole_year(after) {
            let end = self.range.end - rest.len();
            let wrong =
                if mention.year == self.year { until.filter(|until| *until != self.year) } else { None };
            let year = if mention.year == self.year { wrong? } else { mention.year };
            // Without a word on the figures, several years may be what the sentence is about.
            let is_one_year = until.is_none_or(|until| until == mention.year || until == self.year);
            return (states_period || is_one_year && mention.year != self.year)
                .then(|| self.fault_at(Place::Period, &Mention { year, ..*mention }, end))
                .flatten();
        }
        let closes = ["12月31日", "底", "末"].iter().any(|end| after.trim_start().starts_with(end));
        let is_month = after.trim_start().starts_with(|c: char| c.is_ascii_digit());
        let lead = self.lead(mention);
        let from = PERIODS.iter().filter_map(|word| lead.rfind(word).map(|at| at + word.len())).max()?;
        let is_near = lead.get(from..)?.chars().count() <= 8;
        let fits = mention.year != self.year && is_near && mention.standing == Standing::Plain;
        (fits && (closes || !is_month)).then(|| self.fault_at(Place::Period, mention, mention.end)).flatten()
    }

    /// 2023年政府信息公开工作年度报告, where that is this report.
    fn title(&self, mention: &Mention) -> Option<Fault> {
        let after = self.after(mention).trim_start();
        let after =
            if self.agency.is_empty() { after } else { after.strip_prefix(self.agency).unwrap_or(after) };
        let words = self.words();
        if mention.standing == Standing::Range || mention.year > self.year + 1 {
            return None;
        }
        let name = ["政府信息公开", "政务公开", "信息公开"].iter().find_map(|name| after.strip_prefix(name));
        let report = name.and_then(|rest| {
            let short: String = rest.chars().take(8).collect();
            ["报告", "年报"].iter().find_map(|end| short.find(end).map(|at| (rest, at + end.len())))
        });
        let announced = has_any(words, ANNOUNCED);
        let speaks_of_year = self.mentions.iter().any(|other| speaks_of(self.text, other, self.year));
        if let Some((rest, length)) = report {
            let end = self.range.end - rest.len() + length;
            let is_line = self.is_line && end == self.range.end;
            // 根据条例规定，我局编制了: by its own words this is the report that is read.
            let is_compiled = has_any(self.lead(mention), COMPILED) && has_any(words, &["条例", "规定"]);
            let is_own = announced
                || has_any(words, COMPILED) && self.in_preamble
                || is_compiled && !has_any(words, &["已", "发布", "公布", "上网", "按期", "按时", "及时"]);
            let is_first = self.in_preamble && !has_any(words, EARLIER);
            let fits =
                is_line || (is_own || is_first) && !has_any(words, &["上年", "上一年", "去年", "已于"]);
            return fits.then(|| self.fault_at(Place::Title, mention, end)).flatten();
        }
        let near: String = after.chars().take(30).collect();
        let is_work = has_any(near.split(['，', '。']).next().unwrap_or_default(), SUBJECTS);
        let other = has_any(&near, &["问题", "整改", "计划", "要点", "决算", "预算"]);
        let fits = announced && is_work && !other && !speaks_of_year && mention.standing == Standing::Plain;
        fits.then(|| self.fault_at(Place::Title, mention, mention.end)).flatten()
    }

    /// 2023年，我局共收到……
    fn account(&self, mention: &Mention) -> Option<Fault> {
        if mention.standing != Standing::Plain || self.is_contrasted(mention) {
            return None;
        }
        let after = self.after(mention);
        let rest = match whole_year(after) {
            Some((rest, until)) => until.is_none_or(|until| until == mention.year).then_some(rest)?,
            None => after,
        };
        let end = self.range.end - rest.len();
        let rest = rest.trim_start();
        let body = rest.trim_start_matches(['，', ',', ' ']);
        let has_comma = body.len() < rest.len();
        let raw = self.lead(mention);
        let lead = opening(raw);
        // （一）主动公开 2023年，……: a heading that its paragraph follows.
        let is_headed = lead.len() < raw.trim_start().len()
            && lead.ends_with([' ', '\u{3000}'])
            && !lead.trim_end().ends_with(['较', '比', '与', '至', '自', '到', '在']);
        let lead = lead.trim_end();
        let is_open = lead.is_empty() || lead == "在" || lead.ends_with(['：', ':']) || is_headed;
        let own = is_own(body, self.agency);
        let acts = ACTS.iter().chain(OPENINGS).any(|act| body.starts_with(act));
        if self.is_heading(lead, body, mention, own) {
            return self.fault_at(Place::Account, mention, self.range.end);
        }
        let named = lead.strip_suffix('在').unwrap_or(lead).trim_end();
        let follows_own = !named.contains(['，', ','])
            && named.chars().count() <= 30
            && (named == self.agency || is_own(named, self.agency) && named.chars().count() <= 12);
        let in_place = is_open && (has_comma || own || acts)
            || follows_own && acts
            || lead.ends_with(['，', ',']) && own && self.is_preface(lead);
        if is_open && self.is_epoch(body, mention) {
            return self.fault_at(Place::Account, mention, end);
        }
        let closing = self.closing(lead, rest);
        let body = closing.unwrap_or(body);
        let fits =
            (in_place || closing.is_some()) && self.is_account(body, has_comma, mention, own || follows_own);
        fits.then(|| self.fault_at(Place::Account, mention, end)).flatten()
    }

    /// 2023年是……开局之年: how a report opens.
    fn is_epoch(&self, body: &str, mention: &Mention) -> bool {
        let first = body.split(['，', ',']).next().unwrap_or_default();
        let is_recent = mention.year < self.year && mention.year + 2 >= self.year;
        is_recent && first.starts_with('是') && first.trim_end_matches('。').ends_with(['年'])
    }

    /// 截至2023年底，共…… at the start: what comes after it.
    fn closing<'t>(&self, lead: &str, rest: &'t str) -> Option<&'t str> {
        if !["截至", "截止", "截止到", "到"].contains(&lead) {
            return None;
        }
        let ends = ["12月31日", "12月底", "12月末", "年底", "年末", "底", "末"];
        let body = ends.iter().find_map(|end| rest.strip_prefix(end))?;
        let body = body.trim_start_matches(['，', ',', ' ']);
        let shown =
            ["共收到", "共受理", "主动公开", "共公开", "累计公开", "累计收到", "累计受理", "收到", "受理"];
        (has_any(body.split(['，', '；']).next()?, &shown)).then_some(body)
    }

    /// True if the words before are a preface (按照……要求，), not a figure to compare with.
    fn is_preface(&self, lead: &str) -> bool {
        !lead.contains(|c: char| c.is_ascii_digit())
            && has_any(lead, OPENINGS)
            && !has_any(lead, &["全年", "较", "比"])
    }

    /// True if the report year is spoken of beside it, so that this is a look back.
    fn is_contrasted(&self, mention: &Mention) -> bool {
        let words = self.words();
        let mut others: Vec<u16> = Vec::new();
        for other in self.mentions.iter().filter(|other| other.standing != Standing::Title) {
            if speaks_of(self.text, other, self.year) {
                return true;
            }
            let before = self.text.get(self.range.start..other.start).unwrap_or_default();
            let is_compared = before.ends_with(['较', '比', '与', '同', '于', '和', '从', '由', '自']);
            if other.year != mention.year && !is_compared && self.has_figure(other) {
                others.push(other.year);
            }
        }
        // A series of years, or one with the years beside it.
        if others.iter().any(|year| *year != mention.year + 1 || mention.year > self.year) {
            return true;
        }
        let counts = counts(self.text, mention.end..self.range.end);
        self.year_later
            || counts && (self.year_before || has_any(words, THIS_YEAR))
            || mention.year < self.year && has_any(words, LOOKING_BACK)
    }

    /// True if a figure of that year follows: 2022年为59件, not 2021年修订的.
    fn has_figure(&self, mention: &Mention) -> bool {
        let after = self.after(mention);
        let clause = after.find(['，', ',', '、', '；']).unwrap_or(after.len());
        !after.starts_with(|c: char| c.is_ascii_digit())
            && counts(self.text, mention.end..mention.end + clause)
    }

    /// A short line that is a heading: （一）2023年工作情况
    fn is_heading(&self, lead: &str, body: &str, mention: &Mention, own: bool) -> bool {
        let is_short =
            self.is_line && body.chars().count() <= 30 && !body.contains(['，', ',', '、', '：', '”']);
        let is_opened = lead.is_empty() || lead == self.agency;
        let others = has_any(body, BEARERS) || has_any(body, LOOKING_BACK) || has_any(body, PLANS);
        is_short
            && is_opened
            && !others
            && (mention.year < self.year || !body.ends_with("工作"))
            && (own || has_any(body, SUBJECTS))
            && HEADINGS.iter().any(|end| body.ends_with(end))
    }

    /// True if what follows the year is an account of what was done in it.
    fn is_account(&self, body: &str, has_comma: bool, mention: &Mention, own: bool) -> bool {
        let words = self.text.get(mention.start..self.range.end).unwrap_or_default();
        let mut clauses = body.split(['，', ',', '：', ':']);
        let first = clauses.next().unwrap_or_default();
        let second = clauses.next().unwrap_or_default();
        let counts = counts(self.text, mention.end..self.range.end);
        if mention.year > self.year {
            let said = has_any(self.words(), PLANS) || self.planning;
            return !said
                && has_any(words, DONE)
                && (counts || has_any(words, &["未收到", "没有", "未发生", "取得"]));
        }
        let is_opening = has_any(first, OPENINGS);
        let is_event = has_any(first, EVENTS) || has_any(second, EVENTS);
        let is_older = mention.year + 1 < self.year;
        let is_issued = has_any(first, ISSUED) && (is_older || !own);
        let bears = has_any(first, &["结转", "遗留", "延续", "考核", "决算", "预算"])
            || has_any(first, BEARERS) && !has_comma && !is_opening;
        let is_attribute = !has_comma && first.chars().take(9).any(|c| c == '的') && !is_opening;
        if OTHERS.iter().any(|other| body.starts_with(other)) && !own && !is_opening
            || (is_event || is_issued) && !is_opening
            || bears
            || is_attribute
            || !(has_any(words, SUBJECTS) || own || is_opening && has_comma)
        {
            return false;
        }
        let is_long_ago = mention.year + 2 < self.year;
        !is_long_ago || is_opening || ACTS.iter().any(|act| first.contains(act)) && counts
    }
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
