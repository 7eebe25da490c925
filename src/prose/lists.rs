//! Lists: 分别为 with as many numbers as members, 共 over members, and each of them.

use super::clause::{Group, fits_unit};
use super::lexicon::Word;
use super::number::Figure;
use super::reading::{Item, Reader, Role, Sort, Time};
use super::term::{Context, Meant, meaning};
use super::token::Kind;

impl Reader<'_> {
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
                        | Kind::Word(
                            Word::And
                                | Word::Fill
                                | Word::Each
                                | Word::Share
                                | Word::Verb(_)
                                | Word::Up
                                | Word::Down
                        )
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
    pub(super) fn changes_apart(&mut self, list: &[(usize, Figure)]) {
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

    pub(super) fn each_apart(&mut self, list: &[(usize, Figure)], groups: &[Group]) {
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
}

/// The meanings of the members of a list.
pub(super) fn list(groups: &[Group], context: Context, is_each: bool, is_sum: bool) -> Vec<Meant> {
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
