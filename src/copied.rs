//! Words that stand in two narratives: how much of a text is copied from another, which units' reports share long
//! passages, and which of these are no more than the standard sentences that everybody writes.
//!
//! Letters are compared without marks, numbers and years (`Comparison`, for two years of one unit) and without the
//! names that a copier changes ([`Texts`], for two units). No pair of reports is compared that gives no reason for it:
//! of each report [`Marks`] are kept, [`candidates()`] says which pairs share so many in a row that a passage may be
//! copied, [`compare()`] looks at the words of such a pair, and [`groups`] puts together who shares the same passage.
//!
//! ```
//! # use nianbao::copied::{Marks, Texts, candidates, compare, groups};
//! # use nianbao::{format::Forms, report::read, source::Source};
//! # let text = include_str!("../examples/qinghe-2024.toml");
//! # let report = |text: &str| read(&Source::new("a", text), &Forms::built_in()).report.unwrap();
//! // The same words under another name.
//! let reports = [report(text), report(&text.replace("青禾县", "云溪县"))];
//! let marks: Vec<Marks> = reports.iter().map(Marks::of).collect();
//! let found = candidates(&marks.iter().collect::<Vec<_>>());
//! assert_eq!(found.pairs, [(0, 1)]);
//! let shared = compare(&Texts::of(&reports[0]), &Texts::of(&reports[1]), &found.standard);
//! let copied = groups(&[(0, 1, shared)]);
//! assert_eq!(copied[0].members[1].section, "一、总体情况");
//! ```

mod candidates;
mod compare;
mod comparison;
mod group;
mod hashed;
mod likely;
mod marks;
mod mask;
mod runs;
mod standard;
mod template;
mod texts;

#[cfg(test)]
mod tests;

pub use candidates::{Candidates, candidates};
pub use compare::{Shared, Stretch, compare};
pub(crate) use comparison::Comparison;
pub use group::{Copied, Member, groups};
pub use marks::Marks;
pub use standard::Standard;
pub use texts::Texts;

/// Per cent of a section's letters that must stand in another text for the section to be copied.
pub(crate) const ALIKE: usize = 80;
/// Shorter sections, in letters, say too little to be compared.
pub(crate) const SHORTEST: usize = 60;
/// Letters that must agree in a row to count as copied.
const WINDOW: usize = 8;

/// A passage in full, or the two ends of one that is very long.
pub(crate) fn shortened(passage: &str) -> String {
    const HEAD: usize = 260;
    const TAIL: usize = 40;
    let length = passage.chars().count();
    if length <= HEAD + TAIL {
        return passage.to_owned();
    }
    let head: String = passage.chars().take(HEAD).collect();
    let tail: String = passage.chars().skip(length - TAIL).collect();
    format!("{head}……{tail}")
}
