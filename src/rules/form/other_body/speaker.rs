//! What a report calls its own body: 我局, 本委, 我市.

use std::ops::Range;

use crate::prose::{Prose, Words};
use crate::report::body::{Body, Kind, Rank};
use crate::rules::passages::is_han;

/// What a body is called behind 我 or 本.
static CALLED: Words = Words::under("rule called-own");

/// What begins like that and is another word: 自我局限, 我市场主体.
static GOES_ON: Words = Words::under("rule called-goes-on");

/// What 本 may follow without being the end of another word: 基本, 资本, 版本.
const BEFORE_OWN: &[char] =
    &['由', '对', '在', '向', '为', '是', '将', '使', '经', '请', '年', '月', '日', '内'];

/// Where a text calls its own body what that cannot be, in the order of the text.
pub(super) fn misfits(prose: &Prose, speaker: &Speaker<'_>) -> Vec<Range<usize>> {
    let misfit = |at: usize, own: &str| {
        let (before, rest) = prose.text.split_at_checked(at)?;
        let after = rest.strip_prefix(own).filter(|_| may_open(own, before.chars().next_back()))?;
        let called = called(after).filter(|called| !speaker.fits(called))?;
        Some(at..at + own.len() + called.len())
    };
    let places = |own| prose.places(own).filter_map(move |at| misfit(at, own));
    let mut found: Vec<Range<usize>> = places("我").chain(places("本")).collect();
    found.sort_unstable_by_key(|range| range.start);
    // Words in quotes are someone else's, or a title.
    let (mut marks, mut depth) = (prose.marks().peekable(), 0_u32);
    found.retain(|range| {
        while let Some((_, mark)) = marks.next_if(|(at, _)| *at < range.start) {
            match mark {
                '\n' => depth = 0,
                '“' | '‘' | '《' | '〈' | '「' => depth += 1,
                '”' | '’' | '》' | '〉' | '」' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        depth == 0
    });
    found
}

/// True if 我 or 本 after this character is a word of its own.
fn may_open(own: &str, before: Option<char>) -> bool {
    match before {
        None => true,
        Some(before) if own == "我" => !matches!(before, '自' | '你' | '小' | '大'),
        Some(before) => !is_han(before) || BEFORE_OWN.contains(&before),
    }
}

/// What a text calls the body with its first characters.
fn called(text: &str) -> Option<&'static str> {
    let word = CALLED.iter().copied().find(|word| text.starts_with(word))?;
    (!GOES_ON.opens(text)).then_some(word)
}

/// The body that speaks in a report.
pub(super) struct Speaker<'a> {
    /// Its name as the file has it.
    pub full_name: &'a str,
    pub body: &'a Body<'a>,
}

impl Speaker<'_> {
    /// True if the body can call itself so, or its name leaves a doubt.
    fn fits(&self, called: &str) -> bool {
        use Kind::{
            Bureau, Centre, Committee, Government, GovernmentOffice, Hall, StreetOffice, ZoneCommittee,
        };
        if self.full_name.contains(called) {
            return true;
        }
        let is_one_of = |kinds: &[Kind]| self.body.kind.is_some_and(|kind| kinds.contains(&kind));
        let has = |rank: Rank| self.body.places.iter().any(|(of_own, _)| *of_own == rank);
        // Of a street or town, the place that it lies in.
        let seat = self.body.places.iter().rev().map(|(rank, _)| *rank).find(|&rank| rank != Rank::Township);
        match called {
            "局" => !is_one_of(&[
                Committee,
                ZoneCommittee,
                Hall,
                StreetOffice,
                Government,
                GovernmentOffice,
                Centre,
            ]),
            "委" => !is_one_of(&[Bureau, Hall, StreetOffice, Government, Centre]),
            "厅" => !is_one_of(&[Bureau, Committee, ZoneCommittee, StreetOffice, Government, Centre]),
            "街道" | "镇" | "乡" => !is_one_of(&[Bureau, Committee, Hall, Government, StreetOffice]),
            // The smallest place is a city or a district, and so is none of a county's.
            "县" => !matches!(seat, Some(Rank::City | Rank::District | Rank::Province)),
            // A district and a county-level city may mean the city above, and so may whoever names it.
            "市" => !has(Rank::County) || has(Rank::City),
            "旗" => !matches!(seat, Some(Rank::City | Rank::County | Rank::District)),
            // A city may have districts and zones; a county has none.
            "区" => seat != Some(Rank::County) || has(Rank::Province),
            _ => true,
        }
    }
}
