//! The own name without one of its characters, or as it was before the reform of 2018.

use std::cell::OnceCell;
use std::ops::Range;

use super::Fault;
use crate::prose::Words;
use crate::report::body::{Body, is_bare_kind};
use crate::rules::passages::is_han;

/// Characters that short forms leave out: 住房城乡建设局, 数据局.
const LEFT_OUT: &[char] = &['和', '与', '及', '大', '小', '的'];

/// A shorter name cannot lose a character and still be known for it, and one of three only behind its place.
const SHORTEST: usize = 3;
/// As long a name is known without its place too.
const KNOWN_ALONE: usize = 5;

/// What makes another word of the last character of a name with the one behind it: 林业局部.
static GOES_ON: Words = Words::under("rule name-goes-on");

/// What stands before the name of a body: the end of its place.
const PLACES: &[char] = &['省', '市', '县', '区', '旗', '州', '盟', '镇', '乡'];

/// What may stand before a name without its place, a sign or the beginning of the text apart.
const BEFORE: &[char] = &['我', '本', '由', '与', '和', '向', '请', '对', '到', '在', '经', '被'];

/// Bodies that have other names since 2018: then and now.
static FORMER: Words = Words::under("rule former-name");

/// Spellings of the own name that are wrong.
pub(super) struct Spellings<'n> {
    /// The name without its places.
    right: &'n str,
    /// The smallest of them.
    seat: &'n str,
    /// The name without what short forms leave out; empty for a name that cannot be known when it is damaged.
    short: String,
    /// Each wrong spelling, and the character that it lost. Few texts have words like the name.
    lost: OnceCell<Vec<(String, char)>>,
    former: Option<&'static str>,
}

impl<'n> Spellings<'n> {
    pub fn of(own: &Body<'n>) -> Self {
        let right = own.core;
        let seat = own.seat().map_or("", |(_, place)| place);
        let mut pairs = FORMER.iter().filter_map(|pair| pair.split_once('→'));
        let former = pairs.find(|(_, now)| *now == right).map(|(then, _)| then);
        let is_known = right.chars().count() >= SHORTEST && !seat.is_empty() && own.kind.is_some();
        // 发展改革委员会 for 发展和改革委员会 may lose a character too.
        let short = right.chars().filter(|c| is_known && !LEFT_OUT.contains(c)).collect();
        Self { right, seat, short, lost: OnceCell::new(), former }
    }

    fn lost(&self) -> &[(String, char)] {
        self.lost.get_or_init(|| {
            let mut lost = without_one(self.right);
            lost.extend(without_one(&self.short));
            // 街道办事处 is what every street office is called.
            lost.retain(|(wrong, lost)| {
                !LEFT_OUT.contains(lost) && *wrong != self.short && !is_bare_kind(wrong)
            });
            lost.sort_unstable();
            lost.dedup_by(|one, other| one.0 == other.0);
            lost
        })
    }

    /// Where a text has one of them behind the end of a place, and what is right.
    pub fn find(&self, text: &str) -> Vec<(Fault, Range<usize>, &'n str)> {
        let mut found = Vec::new();
        // All of them end as the name does.
        let Some((start, _)) = self.right.char_indices().next_back() else { return found };
        let last = self.right.get(start..).unwrap_or_default();
        for at in memchr::memmem::find_iter(text.as_bytes(), last) {
            let (said, rest) = text.split_at_checked(at + last.len()).unwrap_or_default();
            // 义和镇人民政府 is no 镇人民政府 without its 义.
            if said.ends_with(self.right) {
                continue;
            }
            let from = text.get(at..).unwrap_or_default();
            let lost = if self.may_be_damaged(said) { self.lost() } else { &[] };
            let lost = lost.iter().map(|(wrong, lost)| (Fault::Damaged, wrong.as_str(), Some(*lost)));
            let former = self.former.map(|then| (Fault::Former, then, None));
            for (fault, wrong, lost) in lost.chain(former) {
                let Some(before) = said.strip_suffix(wrong) else { continue };
                let is_historical = before.chars().rev().take(8).any(|c| c == '原');
                if self.may_begin(before, lost) && !is_historical && !goes_on(from, rest) {
                    found.push((fault, before.len()..said.len(), self.right));
                }
            }
        }
        found
    }

    /// False if words cannot end with the name without one of its characters.
    fn may_be_damaged(&self, said: &str) -> bool {
        let is_of_name = || said.chars().rev().nth(1).is_some_and(|c| self.right.contains(c));
        !self.short.is_empty() && is_of_name() && !said.ends_with(&self.short)
    }

    /// True if a name can begin behind these words. A short one needs its place: `人政府` stands in
    /// 个人政府采购 too.
    fn may_begin(&self, before: &str, lost: Option<char>) -> bool {
        let length = self.right.chars().count();
        if length == SHORTEST {
            return before.ends_with(self.seat);
        }
        let without_place = before.is_empty() || before.ends_with(|c| BEFORE.contains(&c) || !is_han(c));
        let is_whole = lost.is_some_and(|lost| before.ends_with(lost));
        !is_whole && (before.ends_with(PLACES) || length >= KNOWN_ALONE && without_place)
    }
}

/// A name without each of its characters in turn, and that character. Without its last one a name is the
/// beginning of other words: 农业农村工作.
fn without_one(name: &str) -> Vec<(String, char)> {
    let count = name.chars().count();
    let without = |lost: usize| name.chars().enumerate().filter(move |(index, _)| *index != lost);
    let all = name.chars().enumerate().take(count.saturating_sub(1));
    all.map(|(index, c)| (without(index).map(|(_, c)| c).collect(), c)).collect()
}

/// True if the last character of a spelling begins another word with what follows: 发展改革委会同.
fn goes_on(from: &str, rest: &str) -> bool {
    rest.starts_with(is_han) && GOES_ON.opens(from)
}
