//! Who shares the same passage: a passage that 40 have copied is one finding, not 780.

use std::collections::BTreeMap;

use super::compare::{Shared, Stretch, overlap};

/// So many passages are told of, the longest.
const MOST: usize = 1_000;

/// A passage that several reports have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// Official title of the section, as the first report has it.
    pub section: String,
    /// Who has it, in the order of the reports.
    pub members: Vec<Member>,
    /// Letters that two of them share, standard sentences apart.
    pub letters: usize,
    /// Per cent of the section that two of them share, at most.
    pub share: usize,
}

/// A report that has the passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its place in the list of reports.
    pub report: usize,
    /// Official title of the section where it stands.
    pub section: String,
    /// The words as they are written there; of a very long passage its two ends.
    pub words: String,
    /// Per cent of that section which stands in another's.
    pub share: usize,
}

/// A stretch of a report that another has.
struct Node<'s> {
    report: usize,
    stretch: &'s Stretch,
    letters: usize,
}

/// Puts together the pairs of reports that share the same passage, each given by the places of two reports and what
/// they share; the longest first.
pub fn groups(pairs: &[(usize, usize, Vec<Shared>)]) -> Vec<Copied> {
    let mut nodes = Vec::new();
    for (one, other, shared) in pairs {
        for Shared { letters, stretches: [here, there] } in shared {
            nodes.push(Node { report: *one, stretch: here, letters: *letters });
            nodes.push(Node { report: *other, stretch: there, letters: *letters });
        }
    }
    let mut leaders: Vec<usize> = (0..nodes.len()).collect();
    // The two sides of a pair stand beside each other.
    (0..nodes.len()).step_by(2).for_each(|at| join(&mut leaders, at, at + 1));
    let mut order: Vec<usize> = (0..nodes.len()).collect();
    order.sort_by_key(|&at| nodes.get(at).map(|node| (node.report, node.stretch.letters.start)));
    let mut before: Option<usize> = None;
    for &at in &order {
        let (Some(node), last) = (nodes.get(at), before.and_then(|at| nodes.get(at))) else { continue };
        let last = last.filter(|last| last.report == node.report);
        if let Some(before) = before.filter(|_| last.is_some_and(|last| is_same(last, node))) {
            join(&mut leaders, before, at);
        }
        let ends_later = last.is_none_or(|last| node.stretch.letters.end > last.stretch.letters.end);
        if ends_later {
            before = Some(at);
        }
    }
    let mut grouped: BTreeMap<usize, Vec<&Node<'_>>> = BTreeMap::new();
    for (at, node) in nodes.iter().enumerate() {
        grouped.entry(leader(&mut leaders, at)).or_default().push(node);
    }
    let mut copied: Vec<Copied> = grouped.into_values().filter_map(together).collect();
    copied.sort_by_key(|copied| std::cmp::Reverse(copied.letters));
    copied.truncate(MOST);
    copied
}

/// True if two stretches of one report are the same passage: most of the shorter one.
fn is_same(one: &Node<'_>, other: &Node<'_>) -> bool {
    let (one, other) = (&one.stretch.letters, &other.stretch.letters);
    overlap(one, other) * 2 > one.len().min(other.len())
}

/// The one that stands for all that were joined.
fn leader(leaders: &mut [usize], mut at: usize) -> usize {
    while let Some(&next) = leaders.get(at).filter(|next| **next != at) {
        // Halves the way for the next who asks.
        let far = leaders.get(next).copied().unwrap_or(next);
        if let Some(own) = leaders.get_mut(at) {
            *own = far;
        }
        at = next;
    }
    at
}

fn join(leaders: &mut [usize], one: usize, other: usize) {
    let (one, other) = (leader(leaders, one), leader(leaders, other));
    if let Some(own) = leaders.get_mut(one.max(other)) {
        *own = one.min(other);
    }
}

/// One passage of all its stretches; each report shows its longest.
fn together(nodes: Vec<&Node<'_>>) -> Option<Copied> {
    let letters = nodes.iter().map(|node| node.letters).max()?;
    let mut longest: BTreeMap<usize, &Stretch> = BTreeMap::new();
    for node in nodes {
        let kept = longest.entry(node.report).or_insert(node.stretch);
        if node.stretch.letters.len() > kept.letters.len() {
            *kept = node.stretch;
        }
    }
    let member = |(report, stretch): (usize, &Stretch)| Member {
        report,
        section: stretch.section.clone(),
        words: stretch.words.clone(),
        share: stretch.share,
    };
    let members: Vec<Member> = longest.into_iter().map(member).collect();
    let section = members.first()?.section.clone();
    let share = members.iter().map(|member| member.share).max()?;
    Some(Copied { section, members, letters, share })
}
