//! Which reports of many may share a passage.
//!
//! Each mark leads to the reports that have it. A mark of few reports makes each two of them acquainted; one of more
//! makes each acquainted with the next few, so that a passage that 40 have copied holds them together in a chain, and
//! one that 3,000 have costs no more than 3,000 steps. Who shares marks of a passage long enough is a candidate.

use std::collections::HashMap;

use super::likely::Known;
use super::marks::{HASH_BITS, Marks};
use super::standard::{SOME, Standard, Usual};
use super::template;

/// So many marks are sorted at a time, in 32 MB.
const AT_A_TIME: usize = 1 << 21;
/// Of a mark that more reports have, each is held to so many next ones.
const NEXT: usize = 3;
/// A report with more partners behind it is compared with those that share most.
const PARTNERS: usize = 32;
/// Shared marks that give reason to look closer; one of a short text is as good.
pub(super) const REASON: usize = 3;

/// Who may share a passage with whom.
#[derive(Debug, Clone, Default)]
pub struct Candidates {
    /// Pairs of places in the list of reports, each once, the smaller first, ascending.
    pub pairs: Vec<(usize, usize)>,
    /// What many of the reports say.
    pub standard: Standard,
}

/// A mark of a report that others have, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Posting {
    hash: u64,
    report: u32,
    /// It is one of a short text, which leaves few.
    is_of_short: bool,
}

/// The pairs of reports that may share a passage; two reports of one unit are a pair like others.
pub fn candidates(all: &[&Marks]) -> Candidates {
    let (postings, standard) = shared(all);
    // The marks of each report, one report after the other.
    let mut order: Vec<(u32, u32)> = (0..).zip(&postings).map(|(at, posting)| (posting.report, at)).collect();
    order.sort_unstable();
    let mut pairs = Vec::new();
    for own in order.chunk_by(|one, other| one.0 == other.0) {
        let Some(&(report, _)) = own.first() else { continue };
        let mut met: HashMap<u32, usize> = HashMap::new();
        for &(_, at) in own {
            for (other, weight) in acquainted(&postings, index(at)) {
                *met.entry(other).or_default() += weight;
            }
        }
        let mut met: Vec<(u32, usize)> = met.into_iter().filter(|(_, reason)| *reason >= REASON).collect();
        if met.is_empty() {
            continue;
        }
        met.sort_unstable_by_key(|&(other, reason)| (std::cmp::Reverse(reason), other));
        let known = all.get(index(report)).map(|marks| Known::of(marks, &standard));
        let likely = met.into_iter().filter(|&(other, _)| {
            let other = all.get(index(other));
            known.as_ref().zip(other).is_some_and(|(known, other)| known.may_share_with(other))
        });
        pairs.extend(likely.take(PARTNERS).map(|(other, _)| (index(report), index(other))));
    }
    pairs.extend(template::pairs(all, &standard));
    pairs.sort_unstable();
    pairs.dedup();
    Candidates { pairs, standard }
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The reports behind one that a posting makes it acquainted with, each with its weight.
fn acquainted(postings: &[Posting], at: usize) -> impl Iterator<Item = (u32, usize)> {
    let (before, from) = postings.split_at_checked(at).unwrap_or_default();
    let own = from.first().copied();
    let is_same = move |posting: &&Posting| own.is_some_and(|own| own.hash == posting.hash);
    let having =
        before.iter().rev().take_while(is_same).chain(from.iter().take_while(is_same)).take(SOME + 1);
    let next = if having.count() > SOME { NEXT } else { SOME };
    let weight = move |other: &Posting| {
        let is_of_short = other.is_of_short || own.is_some_and(|own| own.is_of_short);
        (other.report, if is_of_short { REASON } else { 1 })
    };
    from.iter().skip(1).take_while(is_same).take(next).map(weight)
}

/// The marks that two reports have, or more but not most, by their hashes; and which of them many have.
fn shared(all: &[&Marks]) -> (Vec<Posting>, Standard) {
    let (mut shared, mut standard) = (Vec::new(), Standard::default());
    let passes = all.iter().map(|marks| marks.iter().len()).sum::<usize>() / AT_A_TIME + 1;
    for pass in 0..passes {
        for having in postings(all, pass, passes).chunk_by(|one, other| one.hash == other.hash) {
            let usual = Usual::of(having.len(), all.len());
            if let Some(first) = having.first().filter(|_| usual > Usual::Own) {
                standard.push(first.hash, usual);
            }
            if having.len() > 1 && usual < Usual::Most {
                shared.extend_from_slice(having);
            }
        }
    }
    (shared, standard)
}

/// The marks of all reports whose hashes lie in one of as many parts as there are passes, sorted by their hashes, each
/// report once.
fn postings(all: &[&Marks], pass: usize, passes: usize) -> Vec<Posting> {
    let part =
        |hash: u64| usize::try_from((u128::from(hash) * passes as u128) >> HASH_BITS).unwrap_or_default();
    let mut found = Vec::new();
    for (report, marks) in (0..).zip(all) {
        for mark in marks.iter().filter(|mark| part(mark.hash()) == pass) {
            let text = marks.part_at(mark.place()).and_then(|at| marks.parts().get(at));
            let is_of_short = text.is_some_and(super::marks::Part::is_short);
            found.push(Posting { hash: mark.hash(), report, is_of_short });
        }
    }
    found.sort_unstable();
    found.dedup_by(|one, kept| (one.hash, one.report) == (kept.hash, kept.report));
    found
}
