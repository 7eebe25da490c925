//! From a number in its clause to an item: the words beside it, lists, time and comparison.

use std::ops::Range;

use super::lexicon::Word;
use super::number::Figure;
use super::reading::{Item, Reader, Role, Sort, Time};
use super::term::{Context, Meant, meaning};
use super::token::{Kind, Token};

/// The members of a list before a number, and what stands before them.
#[derive(Debug, Default)]
pub(super) struct Group {
    /// Words that mean something, the nearest first.
    pub(super) words: Vec<Word>,
    /// The furthest token that was used.
    pub(super) first: Option<usize>,
    /// An unknown token that ended the words.
    hidden: Option<usize>,
    /// A word of a part, a channel or a topic stands among them.
    is_narrow: bool,
    is_ground: bool,
    /// The words lead to the number by 中.
    is_inside: bool,
    /// How many tokens it has.
    length: usize,
    /// The last token that was used of those after the number.
    last: Option<usize>,
}

/// What ends the name of another body.
const BODIES: &[&str] = &[
    "局", "委", "镇", "乡", "街道", "中心", "院", "办", "处", "所", "站", "科", "股", "室", "队", "厅",
    "部门", "单位", "公司", "村", "社区", "法庭", "政府", "区", "县", "市", "州", "旗",
];

/// Units that applications, cases, documents and decisions are counted by.
const COUNTED: &[&str] = &["件", "宗", "份", "例", "起", "个", "件次", "例次", "部", "项", "批"];

impl Group {
    /// True if the words end at one that is not known.
    pub(super) fn is_hidden(&self) -> bool {
        self.hidden.is_some()
    }

    /// True if the words speak of a part, a channel or a topic.
    pub(super) fn is_part(&self) -> bool {
        self.is_narrow
    }
}

impl Reader<'_> {
    /// Splits words into the members of a list.
    pub(super) fn groups(&self, range: Range<usize>) -> Vec<Group> {
        let tokens = self.tokens.get(range.clone()).unwrap_or_default();
        let mut start = range.start;
        let mut found = Vec::new();
        for part in tokens.split(|token| token.is(Word::And)) {
            found.push(self.group(start, part));
            start += part.len() + 1;
        }
        found
    }

    fn group(&self, start: usize, tokens: &[Token]) -> Group {
        let mut group = Group { length: tokens.len(), ..Group::default() };
        let mut is_example = false;
        for (offset, token) in tokens.iter().enumerate().rev() {
            let index = start + offset;
            match token.kind {
                Kind::Word(
                    Word::Fill
                    | Word::Own
                    | Word::Sum
                    | Word::ThisYear
                    | Word::LastYear
                    | Word::Each
                    | Word::Every
                    | Word::Includes
                    | Word::Than
                    | Word::Up
                    | Word::Down
                    | Word::Reached
                    | Word::Share
                    | Word::All
                    | Word::Level
                    | Word::Order
                    | Word::Besides
                    | Word::Apart,
                )
                | Kind::Year(_) => {}
                Kind::Word(Word::Among | Word::Neg | Word::NegReceived | Word::NegAfter | Word::Rate(_)) => {
                    break;
                }
                Kind::Word(Word::Narrow) if self.is_all_channels(index) => {
                    return group;
                }
                Kind::Word(Word::Narrow | Word::OtherMatter | Word::OtherTime) => group.is_narrow = true,
                Kind::Word(Word::Cause) => group.is_ground = true,
                // “因执法案卷等事由不予公开”: what stands before 等 is an example.
                Kind::Word(Word::Etc) => is_example = true,
                Kind::Word(Word::Row(_)) if is_example => {}
                // “行政复议案件中有2件被纠正”: a part, which the words after the number must name.
                Kind::Word(Word::Inside) => group.is_inside |= group.words.is_empty(),
                Kind::Word(word) => {
                    group.words.push(word);
                    group.first = Some(index);
                }
                // 新收：75件.
                Kind::Stop('：' | '|') => {}
                Kind::Unknown if self.is_own_name(token) => {}
                Kind::Unknown => {
                    let rest = tokens.get(..offset).unwrap_or_default();
                    group.is_ground |= rest.iter().any(|token| token.is(Word::Cause));
                    group.is_narrow |= rest.iter().any(|token| token.is(Word::Narrow));
                    group.hidden = Some(index);
                    break;
                }
                Kind::Stop(_) | Kind::Number(_) => break,
            }
        }
        group
    }

    /// 等渠道, 多种方式: all channels are none in particular.
    fn is_all_channels(&self, index: usize) -> bool {
        let token = self.tokens.get(index);
        let is_way = token.is_some_and(|t| ["渠道", "途径", "方式", "形式"].contains(&self.said(t)));
        let before = index.checked_sub(1).and_then(|i| self.tokens.get(i));
        is_way
            && before.is_some_and(|t| ["等", "各种", "各类", "多种", "等多种", "多"].contains(&self.said(t)))
    }

    /// A short form of the own name.
    fn is_own_name(&self, token: &Token) -> bool {
        let agency = self.report.agency_name();
        self.said(token).chars().all(|c| agency.contains(c))
    }

    /// Reads a number.
    pub(super) fn number(&mut self, figure: &Figure, index: usize) {
        if figure.unit == "%" {
            self.percent(figure, index);
            return;
        }
        if self.items.get(self.first..).is_some_and(|items| items.iter().any(|item| item.token == index)) {
            return;
        }
        self.words_end = None;
        let (role, meant, from) = self.bound(figure, index);
        let is_plain = !self.is_off();
        for meant in meant {
            self.push(figure.clone(), index, role, Some(meant), from, is_plain);
            if let Some((item, end)) = self.items.last_mut().zip(self.words_end) {
                item.words.end = end;
            }
        }
        if !self.items.last().is_some_and(|item| item.token == index && self.items.len() > self.first) {
            self.push(figure.clone(), index, role, None, from, is_plain);
        }
        let rest = self.tokens.get(index + 1..).unwrap_or_default();
        let end =
            rest.iter().position(|t| matches!(t.kind, Kind::Stop(_) | Kind::Number(_))).unwrap_or(rest.len());
        self.said_of_all(index + 1..index + 1 + end);
    }

    pub(super) fn is_off(&self) -> bool {
        let scope = &self.scope;
        scope.time == Time::Other || scope.other_matter || scope.other_body
    }

    /// What a number means, each of several meanings an item of its own, and its first token.
    fn bound(&mut self, figure: &Figure, index: usize) -> (Role, Vec<Meant>, usize) {
        let role = self.role();
        let range = self.scope.terms..index;
        let mut groups = self.groups(range.clone());
        let says = |word: Word| self.tokens.get(range.clone()).unwrap_or_default().iter().any(|t| t.is(word));
        let (is_each, is_sum) = (says(Word::Each), says(Word::Sum));
        let is_every =
            index.checked_sub(1).and_then(|i| self.tokens.get(i)).is_some_and(|t| t.is(Word::Every));
        if says(Word::Every) && !is_every {
            return (role, Vec::new(), index);
        }
        let is_empty = |group: &Group| {
            group.length > 0 && group.words.is_empty() && group.hidden.is_none() && !group.is_narrow
        };
        while groups.len() > 1 && groups.last().is_some_and(is_empty) {
            groups.pop();
        }
        // “9件复议、3件诉讼”: the words before 、 are those of the number before it.
        if let [further @ .., last] = groups.as_slice()
            && last.length == 0
            && !further.is_empty()
            && self.scope.terms > self.scope.clause
        {
            groups = vec![Group::default()];
        }
        let is_bare =
            groups.iter().all(|group| group.words.is_empty() && group.hidden.is_none() && !group.is_narrow);
        if is_bare && (is_each || is_sum || is_every) && !self.scope.waiting.is_empty() {
            groups = self.groups(self.scope.waiting.clone());
        }
        let right = self.right(index);
        let is_reached = self.is_compared(index);
        if is_reached || (is_bare && role != Role::Count) {
            // “较上年66件”, “增加9件”: the term is the one that was counted before.
            let (role, time) = match role {
                Role::Change { .. } if !is_reached => (role, Time::This),
                _ => (Role::Last, Time::Last),
            };
            let meant = self.of_before(role, time).filter(|meant| fits_unit(figure, meant));
            return (role, meant.into_iter().collect(), index);
        }
        if let Some(last) = groups.last_mut() {
            self.add_right(last, &right, index);
        }
        if groups.last().is_some_and(|group| group.is_inside && group.last.is_none()) {
            return (role, Vec::new(), index);
        }
        let first = groups.iter().find_map(|group| group.first).unwrap_or(index);
        let Some(certain) = self.before_is_own(first, &groups) else { return (role, Vec::new(), index) };
        let mut context = self.context;
        if groups.iter().any(|group| group.words.contains(&Word::Object(true))) {
            context.topic = super::term::Topic::Requests;
        }
        let mut meant = list(&groups, context, is_each || is_every, is_sum);
        for one in &mut meant {
            one.certain &= certain && !context.is_guess;
        }
        let meant = meant.into_iter().filter_map(|meant| self.placed(meant, role)).collect::<Vec<_>>();
        let last = groups.last().and_then(|group| group.last);
        self.words_end = last.and_then(|last| self.tokens.get(last)).map(|token| token.range.end);
        (role, meant.into_iter().filter(|meant| fits_unit(figure, meant)).collect(), first)
    }

    fn role(&self) -> Role {
        match self.scope.direction {
            Some(up) => Role::Change { up },
            None if self.scope.time == Time::Last => Role::Last,
            None => Role::Count,
        }
    }

    /// True if the number is last year's, to which another is compared: 较上年66件, 由66件增至75件.
    fn is_compared(&self, index: usize) -> bool {
        let next = self.tokens.get(index + 1..).unwrap_or_default();
        let next = next.iter().find(|token| !token.is(Word::Fill));
        if next.is_some_and(|token| token.is(Word::Reached)) {
            return true;
        }
        let terms = self.tokens.get(self.scope.terms..index).unwrap_or_default();
        let than = terms.iter().rposition(|token| token.is(Word::Than));
        let between = than.and_then(|than| terms.get(than..)).unwrap_or_default();
        self.scope.direction.is_none()
            && !between.is_empty()
            && between.iter().all(|token| {
                matches!(token.kind, Kind::Word(Word::Fill | Word::LastYear | Word::Than) | Kind::Year(_))
            })
    }

    /// True if the forms have every cell of a reading.
    fn has(&mut self, reading: &str) -> bool {
        if let Some(known) = self.known.get(reading) {
            return *known;
        }
        let known = super::figures::has(self.report, reading);
        self.known.insert(reading.to_owned(), known);
        known
    }

    /// The term of the last count of the sentence, as a change or as last year's.
    pub(super) fn of_before(&self, role: Role, time: Time) -> Option<Meant> {
        if self.is_off() || self.clause_has_unknown() {
            return None;
        }
        let item = self.last_count()?;
        let meant = Meant { readings: item.readings.clone(), certain: item.certain, sort: item.sort };
        let meant = Meant { readings: self.in_time(&meant.readings, time, role)?, ..meant };
        Some(Meant { certain: false, ..meant })
    }

    pub(super) fn last_count(&self) -> Option<&Item> {
        let items = self.items.get(self.first..)?;
        items.iter().rev().find(|item| item.role == Role::Count && item.figure.unit != "%" && item.is_plain)
    }

    /// True if the clause says something unknown, so that it may be of another matter.
    pub(super) fn clause_has_unknown(&self) -> bool {
        let clause = self.tokens.get(self.scope.terms..).unwrap_or_default();
        let clause = clause.iter().take_while(|t| !matches!(t.kind, Kind::Stop(_) | Kind::Number(_)));
        clause.into_iter().any(|t| match t.kind {
            Kind::Unknown => !self.is_own_name(t),
            Kind::Word(Word::Narrow | Word::OtherMatter) => true,
            _ => false,
        })
    }

    /// The readings as the time and the role have them; `None` if there is nothing to compare with.
    pub(super) fn in_time(&self, readings: &[String], time: Time, role: Role) -> Option<Vec<String>> {
        let last_year = |reading: &str| {
            let place =
                |part: &str| if matches!(part, "+" | "-") { part.to_owned() } else { format!("last.{part}") };
            reading.split(' ').map(place).collect::<Vec<_>>().join(" ")
        };
        let has_last = self.report.last_year.report().is_some();
        let change = |up: bool, reading: &String| {
            let (more, less) = if up {
                (reading.clone(), last_year(reading))
            } else {
                (last_year(reading), reading.clone())
            };
            // Signs of what is taken away turn round.
            let less = less.split(' ').map(|part| match part {
                "+" => "-",
                "-" => "+",
                path => path,
            });
            format!("{more} - {}", less.collect::<Vec<_>>().join(" "))
        };
        match (time, role) {
            (Time::Other, _) => None,
            (Time::This, Role::Count | Role::None | Role::Last | Role::All) => Some(readings.to_vec()),
            (_, Role::Change { up }) => has_last.then(|| readings.iter().map(|r| change(up, r)).collect()),
            (Time::Last, _) => has_last.then(|| readings.iter().map(|r| last_year(r)).collect()),
        }
    }

    fn placed(&self, meant: Meant, role: Role) -> Option<Meant> {
        if self.is_off() {
            return None;
        }
        let compares = matches!(role, Role::Change { .. } | Role::Last);
        let readings = self.in_time(&meant.readings, self.scope.time, role)?;
        Some(Meant {
            readings,
            certain: meant.certain && !compares && self.scope.time == Time::This,
            ..meant
        })
    }

    /// Words after a number, up to the first that is not known, and whether a part was named.
    fn right(&self, index: usize) -> Group {
        let mut group = Group::default();
        for (offset, token) in self.tokens.get(index + 1..).unwrap_or_default().iter().enumerate() {
            match token.kind {
                Kind::Word(Word::Fill | Word::Own | Word::Sum | Word::ThisYear | Word::Each | Word::All) => {}
                Kind::Word(Word::Narrow | Word::Cause | Word::OtherMatter) => group.is_narrow = true,
                Kind::Unknown => {
                    group.hidden = Some(index);
                    break;
                }
                Kind::Word(
                    word @ (Word::Object(_)
                    | Word::Row(_)
                    | Word::Document(_)
                    | Word::Outcome(_)
                    | Word::Verb(_)
                    | Word::Decision(..)
                    | Word::Carried
                    | Word::Ongoing
                    | Word::Reconsideration
                    | Word::Litigation(_)),
                ) => {
                    group.words.push(word);
                    group.last = Some(index + 1 + offset);
                }
                _ => break,
            }
        }
        group
    }

    /// Takes the words after the number where those before it need them, or are none.
    fn add_right(&self, left: &mut Group, right: &Group, index: usize) {
        let next = self.tokens.get(index + 1..).unwrap_or_default();
        let clause_end = next.iter().position(|t| matches!(t.kind, Kind::Stop(_) | Kind::Number(_)));
        let number_follows =
            clause_end.and_then(|end| next.get(end)).is_some_and(|t| matches!(t.kind, Kind::Number(_)));
        if left.words.is_empty() && left.hidden.is_none() && !left.is_narrow {
            // “对29件予以公开”; but the words before a second number are that number's.
            let mut named = right.words.iter().filter(|word| !matches!(word, Word::Object(_)));
            let is_term = matches!(
                named.next(),
                Some(
                    Word::Row(_)
                        | Word::Outcome(_)
                        | Word::Carried
                        | Word::Ongoing
                        | Word::Reconsideration
                        | Word::Litigation(_)
                )
            );
            // “9件复议、3件诉讼被纠正”: the result is said of all of the list.
            let is_case = matches!(right.words.first(), Some(Word::Reconsideration | Word::Litigation(_)));
            let has_result = next
                .iter()
                .take_while(|t| !matches!(t.kind, Kind::Stop(_)))
                .any(|t| matches!(t.kind, Kind::Word(Word::Outcome(_))));
            let has_own = right.words.iter().any(|word| matches!(word, Word::Outcome(_)));
            let is_term = is_term && !(is_case && has_result && !has_own);
            let says_all = next
                .iter()
                .take_while(|t| !matches!(t.kind, Kind::Stop(_)))
                .any(|t| t.is(Word::All) || self.said(t).starts_with("全部"));
            let is_term = is_term && !(says_all && matches!(right.words.first(), Some(Word::Object(_))));
            if is_term && right.hidden.is_none() && !right.is_narrow && !number_follows {
                left.words.extend(right.words.iter().rev());
                left.last = right.last;
            }
        } else if matches!(left.words.first(), Some(Word::Reconsideration | Word::Litigation(_)))
            && let Some(result @ Word::Outcome(_)) = right.words.first()
            && !number_follows
        {
            left.words.insert(0, *result);
            left.last = right.last;
        } else if left.is_inside {
            if let Some(row @ (Word::Row(_) | Word::Outcome(_))) = right.words.first() {
                left.words.insert(0, *row);
                left.last = right.last;
            }
        } else if matches!(left.words.first(), Some(Word::Verb(_) | Word::Act(_)))
            && let Some(object @ (Word::Object(_) | Word::Document(_) | Word::Decision(..))) =
                right.words.first()
        {
            if right.is_narrow {
                left.is_narrow = true;
            }
            match object {
                Word::Decision(..) => left.words.insert(0, *object),
                _ => left.words.push(*object),
            }
        } else if matches!(left.words.first(), Some(Word::Verb(_))) && right.hidden.is_some() {
            // “收到30件涉及征地的申请”.
            left.is_narrow |= next
                .iter()
                .take_while(|t| !matches!(t.kind, Kind::Stop(_) | Kind::Number(_)))
                .any(|t| matches!(t.kind, Kind::Word(Word::Object(_))));
        }
    }

    /// Whether the words before a term leave it the whole body's; `None` if they may be a part's.
    fn before_is_own(&mut self, first: usize, groups: &[Group]) -> Option<bool> {
        if groups.iter().any(|group| group.is_narrow && !group.words.is_empty()) {
            return None;
        }
        if groups.last().is_some_and(|group| group.is_narrow || group.hidden.is_some() && group.is_ground) {
            return None;
        }
        let mut certain = true;
        let words: Vec<Word> = groups.iter().flat_map(|group| group.words.iter().copied()).collect();
        let is_case =
            words.iter().any(|w| matches!(w, Word::Outcome(_) | Word::Litigation(_) | Word::Reconsideration));
        let furthest = self.tokens.get(first).and_then(Token::word);
        for index in self.scope.clause..first {
            let Some(token) = self.tokens.get(index) else { break };
            let text = self.said(token);
            match token.kind {
                Kind::Unknown if self.is_own_name(token) => {}
                Kind::Unknown => {
                    let is_body = BODIES.iter().any(|body| text.ends_with(body)) && !is_case;
                    let is_modifier = self.modifies(index, first)
                        && matches!(furthest, Some(Word::Object(_) | Word::Row(_) | Word::Applicant(_)));
                    if is_body || is_modifier {
                        self.scope.other_body |= is_body;
                        return None;
                    }
                    certain = false;
                }
                // A later number of a clause is often a detail of the first.
                Kind::Number(_) => certain = false,
                Kind::Word(Word::Narrow) if !self.is_all_channels(index) => certain = false,
                _ => {}
            }
        }
        Some(certain)
    }

    /// True if only 的, 类 and the like stand between an unknown word and the term.
    fn modifies(&self, unknown: usize, first: usize) -> bool {
        let between = self.tokens.get(unknown + 1..first).unwrap_or_default();
        between.iter().all(|token| ["的", "类", "方面的", "事项", "情形"].contains(&self.said(token)))
    }

    /// A list with 分别: as many numbers after it as members before it. The place to read on.
    pub(super) fn apart(&mut self, index: usize) -> usize {
        let rest = self.tokens.get(index + 1..).unwrap_or_default();
        let list: Vec<(usize, Figure)> = rest
            .iter()
            .enumerate()
            .take_while(|(_, token)| {
                matches!(
                    token.kind,
                    Kind::Number(_)
                        | Kind::Word(Word::And | Word::Fill | Word::Each | Word::Share | Word::Verb(_))
                )
            })
            .filter_map(|(offset, token)| match &token.kind {
                Kind::Number(figure) => Some((index + 1 + offset, figure.clone())),
                _ => None,
            })
            .collect();
        if list.is_empty() {
            return index + 1;
        }
        let mut groups = Vec::new();
        for range in [self.scope.terms..index, self.scope.waiting.clone(), self.scope.listed.clone()] {
            groups = self.groups(range);
            groups.retain(|group| !group.words.is_empty() || group.hidden.is_some());
            if !groups.is_empty() {
                break;
            }
        }
        let end = list.last().map_or(index, |(at, _)| *at);
        let between = self.tokens.get(index..end).unwrap_or_default();
        let direction = between.iter().find_map(|token| match token.word() {
            Some(Word::Up) => Some(true),
            Some(Word::Down) => Some(false),
            _ => None,
        });
        self.scope.direction = direction.or(self.scope.direction);
        if list.iter().all(|(_, figure)| figure.unit == "%") {
            self.shares_apart(&list, &groups);
        } else if groups.is_empty() && self.scope.direction.is_some() {
            self.changes_apart(&list);
        } else if groups.len() == list.len() && !list.iter().any(|(_, figure)| figure.unit == "%") {
            self.each_apart(&list, &groups);
        } else {
            // Which number is whose is not known, but that they are parts of one whole is.
            for (at, figure) in &list {
                self.push(figure.clone(), *at, Role::Count, None, *at, false);
                if let Some(item) = self.items.last_mut() {
                    item.is_apart = true;
                }
            }
        }
        self.scope.terms = end + 1;
        (self.scope.waiting, self.scope.listed) = (0..0, 0..0);
        end + 1
    }

    /// “较上年分别增加5件和6件”: of the counts before them.
    fn changes_apart(&mut self, list: &[(usize, Figure)]) {
        let role = self.role();
        let counts: Vec<Item> = self.items.get(self.first..).unwrap_or_default().to_vec();
        let counts: Vec<&Item> =
            counts.iter().filter(|item| item.role == Role::Count && item.is_plain).collect();
        let start = counts.len().checked_sub(list.len());
        for (place, (at, figure)) in list.iter().enumerate() {
            let item = start.and_then(|start| counts.get(start + place));
            let meant = item.filter(|_| !self.is_off()).and_then(|item| {
                let readings = self.in_time(&item.readings, Time::This, role)?;
                Some(Meant { readings, certain: false, sort: item.sort })
            });
            self.push(figure.clone(), *at, role, meant.filter(|meant| fits_unit(figure, meant)), *at, true);
        }
    }

    fn each_apart(&mut self, list: &[(usize, Figure)], groups: &[Group]) {
        let unit = list.last().map_or("", |(_, figure)| figure.unit);
        let says_so = groups.iter().any(|group| group.words.contains(&Word::Object(true)));
        if says_so {
            self.context.topic = super::term::Topic::Requests;
        }
        let first = groups.iter().find_map(|group| group.first).unwrap_or(self.scope.terms);
        let own = self.before_is_own(first, groups);
        let role = self.role();
        for ((at, figure), group) in list.iter().zip(groups) {
            let figure =
                Figure { unit: if figure.unit.is_empty() { unit } else { figure.unit }, ..figure.clone() };
            let meant = own.and_then(|certain| {
                let meant = meaning(&group.words, self.context).filter(|_| group.hidden.is_none())?;
                let meant = self.placed(Meant { certain: meant.certain && certain, ..meant }, role)?;
                fits_unit(&figure, &meant).then_some(meant)
            });
            let from = group.first.unwrap_or(*at);
            let is_plain = !self.is_off();
            self.push(figure, *at, role, meant, from, is_plain);
            if let Some(item) = self.items.last_mut() {
                item.is_apart = true;
            }
        }
        for word in groups.iter().flat_map(|group| group.words.iter().rev().copied()) {
            self.speak(word);
        }
    }

    pub(super) fn push(
        &mut self,
        figure: Figure,
        index: usize,
        role: Role,
        meant: Option<Meant>,
        from: usize,
        is_plain: bool,
    ) {
        let mut readings: Vec<String> = Vec::new();
        let meant = meant.unwrap_or_default();
        for reading in meant.readings {
            if self.has(&reading) && !readings.contains(&reading) {
                readings.push(reading);
            }
        }
        if role == Role::Count && !readings.is_empty() {
            self.context.last = meant.sort;
            match meant.sort {
                Sort::Row(row) => self.context.row = Some(row),
                Sort::Applicant(_) => self.context.columns = None,
                _ => {}
            }
        }
        let start = self.tokens.get(from).map_or(figure.range.start, |token| token.range.start);
        self.items.push(Item {
            range: figure.range.clone(),
            words: start.min(figure.range.start)..figure.range.end,
            figure,
            certain: meant.certain && !readings.is_empty(),
            readings,
            role,
            sort: meant.sort,
            token: index,
            depth: self.outer.len(),
            is_apart: false,
            is_plain,
        });
    }
}

/// The meanings of the members of a list.
fn list(groups: &[Group], context: Context, is_each: bool, is_sum: bool) -> Vec<Meant> {
    let Some((last, further)) = groups.split_last() else { return Vec::new() };
    let own = |group: &Group| meaning(&group.words, context);
    let others: Vec<Meant> = further.iter().filter(|g| !g.words.is_empty()).filter_map(own).collect();
    let named = further.iter().filter(|g| !g.words.is_empty()).count();
    let hidden = further.iter().any(|g| g.words.is_empty() && g.hidden.is_some());
    let Some(mut meant) = own(last) else { return Vec::new() };
    if named == 0 {
        meant.certain &= !hidden;
        return vec![meant];
    }
    if is_each {
        return others.into_iter().chain([meant]).collect();
    }
    if others.len() < named || hidden {
        return Vec::new();
    }
    let is_verb = |group: &Group| matches!(group.words.first(), Some(Word::Verb(_) | Word::Object(_)));
    if groups.iter().filter(|g| !g.words.is_empty()).all(is_verb) {
        for other in others {
            meant.readings.extend(other.readings);
        }
        return vec![meant];
    }
    let mut sums = vec![String::new()];
    for member in others.iter().chain([&meant]) {
        sums = sums
            .iter()
            .flat_map(|sum| {
                member
                    .readings
                    .iter()
                    .map(move |r| if sum.is_empty() { r.clone() } else { format!("{sum} + {r}") })
            })
            .take(8)
            .collect();
    }
    let certain = is_sum && meant.certain && others.iter().all(|other| other.certain);
    if !is_sum {
        sums.extend(meant.readings);
    }
    vec![Meant { readings: sums, certain, sort: Sort::Other }]
}

/// Whether a number with that unit can be a figure of those cells.
pub(super) fn fits_unit(figure: &Figure, meant: &Meant) -> bool {
    let is_amount = |path: &String| path.ends_with("disclosure.fees") || path.ends_with(".amount");
    let is_requests = meant.readings.iter().all(|path| path.contains("requests."));
    match figure.unit {
        "万元" | "元" | "亿元" => meant.readings.iter().any(is_amount),
        "条" | "次" | "人次" | "条次" | "人" => {
            is_requests && matches!(figure.unit, "条" | "次" | "条次")
        }
        "项" if is_requests => true,
        unit if COUNTED.contains(&unit) => !meant.readings.iter().all(is_amount),
        "" => figure.step >= rust_decimal::Decimal::ONE && !meant.readings.iter().any(is_amount),
        _ => false,
    }
}
