//! The clause that a year stands in: what is before it, what is said after it, and by whom.

use super::sense::Sense;

/// What a report says of the body that writes it, by its first character.
const SELF: &str = "我本全各";

/// The clause that a year stands in.
#[derive(Debug, Clone, Copy)]
pub struct Clause<'t> {
    /// What stands before the year in its sentence, without marks and numbers of a list.
    pub lead: &'t str,
    /// True if a mark, a number or a heading of a list was there.
    pub is_headed: bool,
    /// What follows the time, to the end of the sentence, without the comma.
    pub body: &'t str,
    /// True if a comma stands between.
    pub has_comma: bool,
    /// True if the body starts with the one that writes the report: 2024年，我局.
    pub is_own: bool,
    /// True if that one stands before the year: 我局2024年.
    pub follows_own: bool,
}

impl<'t> Clause<'t> {
    /// The clause of a year, from the words before it and those behind the time.
    pub fn new(before: &'t str, after: &'t str, agency: &str) -> Self {
        let after = after.trim_start();
        let body = after.trim_start_matches(['，', ',', ' ']);
        let opening = opening(before);
        // （一）主动公开 2023年，……: a heading that its paragraph follows.
        let is_blank_between = opening.ends_with([' ', '\u{3000}']);
        let lead = opening.trim_end();
        let is_headed = opening.len() < before.trim_start().len()
            && is_blank_between
            && !(Sense::Than.ends(lead) || Sense::Until.ends(lead) || lead.ends_with(['至', '在']));
        let named = lead.strip_suffix('在').unwrap_or(lead).trim_end();
        let is_name = named == agency || starts_own(named, agency) && named.chars().count() <= 12;
        Self {
            lead,
            is_headed,
            body,
            has_comma: body.len() < after.len(),
            is_own: starts_own(body, agency),
            follows_own: is_name && !named.contains(['，', ',']) && named.chars().count() <= 30,
        }
    }

    /// Its words up to the first comma.
    pub fn first(&self) -> &'t str {
        self.body.split(['，', ',', '：', ':']).next().unwrap_or_default()
    }

    /// True if the year opens what is said: after the start, a heading, a colon or 在.
    pub fn is_open(&self) -> bool {
        self.lead.is_empty() || self.lead == "在" || self.lead.ends_with(['：', ':']) || self.is_headed
    }

    /// True if it tells what its body will do in the year: 2025年，我局将继续……. In
    /// 2024年，我局将公开工作纳入考核 the word means 把, and nothing is planned.
    pub fn is_plan(&self, agency: &str) -> bool {
        let is_mark = |c: char| "，,（(：: ".contains(c);
        let ahead = Sense::Ahead.after_start(self.lead).map(|rest| rest.trim_end_matches(is_mark));
        let is_ahead = ahead.is_some_and(|rest| rest.is_empty() || starts_own(rest, agency));
        // 针对以上问题，2025年，我局将……: what is planned, after what it answers.
        let is_answer = Sense::Answers.opens(self.lead)
            && self.lead.ends_with(['，', ','])
            && !self.lead.contains(|c: char| c.is_ascii_digit());
        if !(is_ahead || is_answer || self.is_open() || self.follows_own) {
            return false;
        }
        let body = self.body.trim_start_matches(['）', ')', '，']);
        let first = body.split(['，', ',', '。', '；']).next().unwrap_or_default();
        let (subject, what) = match Sense::Ahead.after_start(first) {
            Some(rest) => (rest, rest),
            None => {
                match first.char_indices().find(|(at, _)| opens_plan(first.get(*at..).unwrap_or_default())) {
                    Some((at, _)) => first.split_at(at),
                    None => return is_ahead && (self.is_own || self.has_comma),
                }
            }
        };
        // 我局坚持将……: there the word means 把.
        let by_own = subject.is_empty() || starts_own(subject, agency) && !Sense::Opening.ends(subject);
        by_own && subject.chars().count() <= agency.chars().count().max(8) + 8 && !what.is_empty()
    }
}

/// True if the words state a plan: 将继续, 拟组织.
fn opens_plan(words: &str) -> bool {
    let Some(rest) = Sense::PlanSign.after_start(words) else { return false };
    // 将开展的培训…… is about what was done.
    let is_planned = |what: &str| !what.starts_with('的') && !Sense::Into.is_in(what);
    Sense::PlanAdverb.opens(rest) || Sense::PlanVerb.after_start(rest).is_some_and(is_planned)
}

/// What stands before the first year of a sentence without marks and numbers of a list.
pub fn opening(lead: &str) -> &str {
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

/// True if words start with the body that writes the report, or with the area that it serves.
pub fn starts_own(words: &str, agency: &str) -> bool {
    let mut chars = words.chars();
    let (Some(first), Some(_)) = (chars.next(), chars.next()) else { return false };
    let after = words.get(first.len_utf8()..).unwrap_or_default();
    if SELF.contains(first) {
        return Sense::Body.opens(after);
    }
    let head =
        |count: usize| words.char_indices().nth(count - 1).and_then(|(at, c)| words.get(..at + c.len_utf8()));
    // 青禾县 of 青禾县住房和城乡建设局; 中心 of 宝山区行政服务中心.
    if head(3).is_some_and(|head| agency.contains(head)) || head(2).is_some_and(|head| agency.ends_with(head))
    {
        return true;
    }
    // 街道 for 柳荫街道办事处, 县政府 for 青禾县人民政府.
    let in_agency = |word: &str| words.starts_with(word) && agency.contains(word);
    let is_government = agency.ends_with("政府") && agency.contains(first);
    if in_agency("街道") || is_government && after.starts_with("政府") {
        return true;
    }
    // 县住建局 for 青禾县住房和城乡建设局; 市委、市政府 stand above a county.
    let near = head(8).unwrap_or(words);
    let is_short = Sense::Office.is_in(near) || after.starts_with(['委', '院']);
    let is_lower = agency.contains(['县', '区', '旗', '镇', '乡']);
    "县区旗镇乡街".contains(first) && agency.contains(first) && is_short
        || first == '市' && agency.contains('市') && !is_lower && is_short
        || first == '局' && !after.starts_with('部') && agency.ends_with('局')
}
