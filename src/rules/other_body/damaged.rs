//! The own name without one of its characters, or as it was before the reform of 2018.

use std::ops::Range;

use super::Fault;
use crate::prose::words_for;
use crate::report::body::Body;
use crate::rules::passages::is_han;

/// Characters that short forms leave out: 住房城乡建设局, 数据局.
const LEFT_OUT: &[char] = &['和', '与', '及', '大', '小', '的'];

/// A shorter name cannot lose a character and still be known for it.
const SHORTEST: usize = 4;

/// What stands before the name of a body: the end of its place.
const PLACES: &[char] = &['省', '市', '县', '区', '旗', '州', '盟', '镇', '乡'];

/// What may stand before a name without its place, a sign or the beginning of the text apart.
const BEFORE: &[char] = &['我', '本', '由', '与', '和', '向', '请', '对', '到', '在', '经', '被'];

/// Bodies that have other names since 2018: then and now.
const FORMER: &str = "former-name";

/// Spellings of the own name that are wrong.
pub(super) struct Spellings<'n> {
    /// The name without its places.
    right: &'n str,
    /// Each wrong spelling, and the character that it lost.
    lost: Vec<(String, char)>,
    former: Option<&'static str>,
}

impl<'n> Spellings<'n> {
    pub fn of(own: &Body<'n>) -> Self {
        let right = own.core;
        let mut pairs = words_for(FORMER).iter().filter_map(|pair| pair.split_once('→'));
        let former = pairs.find(|(_, now)| *now == right).map(|(then, _)| then);
        let count = right.chars().count();
        if count < SHORTEST || own.places.is_empty() || own.kind.is_none() {
            return Self { right, lost: Vec::new(), former };
        }
        // Without its last character a name is the beginning of other words: 农业农村工作.
        let without = |lost: usize| -> String {
            right.chars().enumerate().filter(|(index, _)| *index != lost).map(|(_, c)| c).collect()
        };
        let mut lost: Vec<(String, char)> =
            right.chars().take(count - 1).enumerate().map(|(index, c)| (without(index), c)).collect();
        lost.retain(|(_, c)| !LEFT_OUT.contains(c));
        Self { right, lost, former }
    }

    /// Where a text has one of them behind the end of a place, and what is right.
    pub fn find(&self, text: &str) -> Vec<(Fault, Range<usize>, &'n str)> {
        let lost = self.lost.iter().map(|(wrong, lost)| (Fault::Damaged, wrong.as_str(), Some(*lost)));
        let former = self.former.map(|then| (Fault::Former, then, None));
        let mut found = Vec::new();
        for (fault, wrong, lost) in lost.chain(former) {
            for (at, _) in text.match_indices(wrong) {
                let before = text.get(..at).unwrap_or_default();
                let is_historical = before.chars().rev().take(8).any(|c| c == '原');
                if self.may_begin(before, lost) && !is_historical {
                    found.push((fault, at..at + wrong.len(), self.right));
                }
            }
        }
        found
    }

    /// True if a name can begin behind these words. A short one needs its place: `人政府` stands in
    /// 个人政府采购 too.
    fn may_begin(&self, before: &str, lost: Option<char>) -> bool {
        let is_long = self.right.chars().count() > SHORTEST;
        let without_place = before.is_empty() || before.ends_with(|c| BEFORE.contains(&c) || !is_han(c));
        let is_whole = lost.is_some_and(|lost| before.ends_with(lost));
        !is_whole && (before.ends_with(PLACES) || is_long && without_place)
    }
}
