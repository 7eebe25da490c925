//! From a number in its clause to an item: the words beside it, lists, time and comparison.

use std::ops::Range;

use super::lexicon::Word;
use super::lists::list;
use super::number::Figure;
use super::reading::{Item, Reader, Role, Sort, Time};
use super::term::Meant;
use super::token::{Kind, Token};

/// The members of a list before a number, and what stands before them.
#[derive(Debug, Default)]
pub(super) struct Group {
    /// Words that mean something, the nearest first.
    pub(super) words: Vec<Word>,
    /// The furthest token that was used.
    pub(super) first: Option<usize>,
    /// An unknown token that ended the words.
    pub(super) hidden: Option<usize>,
    /// A word of a part, a channel or a topic stands among them.
    pub(super) is_narrow: bool,
    pub(super) is_ground: bool,
    /// The words lead to the number by 中.
    pub(super) is_inside: bool,
    /// How many tokens it has.
    pub(super) length: usize,
    /// The last token that was used of those after the number.
    pub(super) last: Option<usize>,
}

/// Units that applications, cases, documents and decisions are counted by.
const COUNTED: &[&str] = &["件", "宗", "份", "例", "起", "个", "件次", "例次", "部", "项", "批"];

/// What says of one member of a list that it has most.
const MOST: &[&str] = &[
    "最多",
    "居多",
    "为主",
    "居首",
    "居首位",
    "次之",
    "占多数",
    "占大多数",
    "占绝大多数",
    "占了绝大多数",
    "占绝大部分",
    "占大部分",
];

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
    pub(super) fn is_all_channels(&self, index: usize) -> bool {
        let token = self.tokens.get(index);
        let is_way = token.is_some_and(|t| ["渠道", "途径", "方式", "形式"].contains(&self.said(t)));
        let before = index.checked_sub(1).and_then(|i| self.tokens.get(i));
        is_way
            && before.is_some_and(|t| ["等", "各种", "各类", "多种", "等多种", "多"].contains(&self.said(t)))
    }

    /// A short form of the own name.
    pub(super) fn is_own_name(&self, token: &Token) -> bool {
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
        // “2个工作日”: the unit belongs to what follows.
        let next = self.tokens.get(index + 1).map(|token| &token.kind);
        let is_of_next = matches!(figure.unit, "个" | "项" | "次" | "条" | "部")
            && matches!(next, Some(Kind::Unknown | Kind::Word(Word::Narrow)));
        if is_of_next || says(Word::Every) && !is_every {
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
        let is_bare = if is_bare && self.is_most(index) {
            groups = self.groups(self.scope.waiting.clone());
            false
        } else {
            is_bare
        };
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

    pub(super) fn role(&self) -> Role {
        match self.scope.direction {
            Some(up) => Role::Change { up },
            None if self.scope.time == Time::Last => Role::Last,
            None => Role::Count,
        }
    }

    /// “自然人提出的最多，为58件”: the clause before the number only says that it is the most of all.
    fn is_most(&self, index: usize) -> bool {
        let waiting = self.tokens.get(self.scope.waiting.clone()).unwrap_or_default();
        let says_most = waiting.last().is_some_and(|token| MOST.contains(&self.said(token)));
        let here = self.tokens.get(self.scope.terms..index).unwrap_or_default();
        // Another body or a part may be the one that has most.
        let is_own = waiting.iter().all(|token| match token.kind {
            Kind::Unknown => self.is_own_name(token),
            Kind::Word(word) => !matches!(word, Word::Narrow | Word::OtherMatter),
            _ => true,
        });
        says_most && is_own && here.iter().all(|token| token.is(Word::Fill))
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

    pub(super) fn placed(&self, meant: Meant, role: Role) -> Option<Meant> {
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
                Sort::Outcome(column) => self.context.result = Some(column),
                Sort::Case(_) => {}
                _ => self.context.result = None,
            }
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
