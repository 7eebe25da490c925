//! What can be wrong with a form.

use super::grid::GridFault;

/// A form that cannot be used. Read by whoever writes a form, hence in English.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// Not TOML, or keys that no form has.
    #[error("the form cannot be read: {0}")]
    Syntax(String),
    /// The same key twice where keys must differ.
    #[error("{place}: the key `{key}` stands twice")]
    DuplicateKey {
        /// Where.
        place: String,
        /// Which.
        key: String,
    },
    /// Two parts of a form in one role.
    #[error("{place}: the role `{role}` stands twice")]
    DuplicateRole {
        /// Where.
        place: String,
        /// Which.
        role: String,
    },
    /// A key that the data file needs for something else, or that is no plain key.
    #[error("{place}: `{key}` cannot be a key")]
    BadKey {
        /// Where.
        place: String,
        /// Which.
        key: String,
    },
    /// A reference to a row, group, column or column set that the table does not have.
    #[error("{place}: there is no {what} `{key}`")]
    Unknown {
        /// Where.
        place: String,
        /// `row`, `group`, `column` or `column set`.
        what: &'static str,
        /// Which.
        key: String,
    },
    /// Something that must not be empty is.
    #[error("{place}: {what} is empty")]
    Empty {
        /// Where.
        place: String,
        /// What.
        what: &'static str,
    },
    /// A sum that contains itself, or a sum without a code.
    #[error("{place}: {problem}")]
    BadSum {
        /// Where.
        place: String,
        /// What is wrong.
        problem: String,
    },
    /// A declaration that leads from year to year and cannot.
    #[error("{place}: {problem}")]
    BadYears {
        /// Where.
        place: String,
        /// What is wrong.
        problem: String,
    },
    /// A computed column stands before a stated one.
    #[error("{place}: the computed column `{key}` must come after all stated columns")]
    ComputedFirst {
        /// Where.
        place: String,
        /// Which.
        key: String,
    },
    /// The printed grid has a hole, an overlap or a cell outside.
    #[error("{place}: {fault}")]
    Grid {
        /// Where.
        place: String,
        /// What.
        fault: GridFault,
    },
    /// A row whose figures are printed never or more than once.
    #[error("{place}: the figures of `{key}` are printed {times} times")]
    Printed {
        /// Where.
        place: String,
        /// Which row.
        key: String,
        /// How often.
        times: usize,
    },
    /// A layout cell that says nothing, or several things at once.
    #[error("{place}: a layout cell must have exactly one of text, note, band, row, group, column, figures")]
    LayoutCell {
        /// Where.
        place: String,
    },
    /// A built-in form that does not exist.
    #[error("there is no form `{0}`")]
    NoSuchForm(String),
}
