//! Goes through a tree without recursion.

use super::tree::{Id, ROOT, Tree};

/// A step of the way through a tree.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    /// A node begins.
    Enter(Id),
    /// A node ends.
    Leave(Id),
}

/// The way through a tree in the order of the file.
pub(super) struct Walk<'a> {
    tree: &'a Tree,
    next: Option<Step>,
}

impl<'a> Walk<'a> {
    /// The way through all of it.
    pub(super) fn new(tree: &'a Tree) -> Self {
        Self { tree, next: Some(Step::Enter(ROOT)) }
    }

    /// Leaves out what is within the node that has just begun, and its end.
    pub(super) fn leave_out(&mut self, id: Id) {
        self.next = self.after(id);
    }

    fn after(&self, id: Id) -> Option<Step> {
        match self.tree.next(id) {
            Some(next) => Some(Step::Enter(next)),
            None => self.tree.parent(id).map(Step::Leave),
        }
    }
}

impl Iterator for Walk<'_> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        let step = self.next?;
        self.next = match step {
            Step::Enter(id) => Some(self.tree.first_child(id).map_or(Step::Leave(id), Step::Enter)),
            Step::Leave(id) => self.after(id),
        };
        Some(step)
    }
}
