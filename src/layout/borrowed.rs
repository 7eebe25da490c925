//! Characters that the face of their text lacks, so that they are taken from another face.

use super::Place;
use super::set::Setter;
use super::{FaceId, Node};

/// A character that was taken from another face than that of the text around it, where it stands first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Borrowed {
    /// The character.
    pub c: char,
    /// The face that lacks it.
    pub lacking: FaceId,
    /// The face that it was taken from.
    pub taken: FaceId,
    /// Where it stands.
    pub place: Place,
}

impl Setter<'_> {
    /// Notes that a character of a text was taken from another face; `at` is the number of the bytes before it.
    pub(super) fn borrow(
        &self,
        c: char,
        (lacking, taken): (FaceId, FaceId),
        (node, text, at): (Node, &str, usize),
    ) {
        let mut borrowed = self.borrowed.borrow_mut();
        // A table is set several times until it fits.
        let is_same = |one: &Borrowed| (one.c, one.lacking, one.taken) == (c, lacking, taken);
        if !borrowed.iter().any(is_same) {
            borrowed.push(Borrowed { c, lacking, taken, place: Place::new(node, text, at) });
        }
    }
}
