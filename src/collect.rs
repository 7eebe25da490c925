//! Many reports at a time, for the office that collects them: who has filed, what is wrong, what is copied, what they
//! add up to, and whether a report of their sum agrees with them.
//!
//! A file is kept as what the overview needs of it ([`Filed`]) and no more, so that some thousand reports fit in
//! memory; whoever has the files reads those again whose words are to be compared. Nothing here touches a file.

mod filed;
mod gather;
mod name;
mod roster;
#[cfg(test)]
mod testing;
mod unit;

pub use filed::{Figure, Filed, Found};
pub use gather::{Gathered, gather};
pub use roster::{Deadline, Entry, Roster, RosterError};
pub use unit::{Standing, Unit};

/// All that is known of the reports of one year.
#[derive(Debug)]
pub struct Collection {
    /// The report year.
    pub year: u16,
    /// Every unit that has filed or had to, the worst first.
    pub units: Vec<Unit>,
    /// Files that do not read and belong to no known unit.
    pub strays: Vec<Stray>,
}

/// A file that does not read, and names no unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stray {
    /// Its path as it was given.
    pub path: String,
    /// Why it does not read, in plain words.
    pub problem: String,
}
