//! Changes of a data file as a person makes them in a form (`nianbao edit`).
//!
//! Text in, edits out: [`DataFile::plan`] takes changes of cells, texts and fields under names that a page can carry,
//! and gives the edits of the text as it is now. Only what changes is written: every other byte stays, and what the
//! edited text says is read again and compared before anybody gets to see the edits.

mod add;
mod address;
mod clipboard;
mod comment;
mod draft;
mod field;
mod figure;
mod history;
mod offer;
mod paste;
mod pieces;
mod plan;
mod proof;
mod refused;
mod remove;
mod row;
mod slot;
mod stands;
mod string;
#[cfg(test)]
mod tests;
mod typed;
mod written;

use std::collections::HashMap;
use std::sync::Arc;

use toml::de::DeTable;

pub use address::Address;
pub use clipboard::{cells_of_html, cells_of_text, markdown_of_html};
pub use history::{History, Step};
pub use paste::Pasted;
pub use plan::Plan;
pub use refused::Refused;

use crate::format::{Form, Forms};
use crate::report::{form_of, parse};
use crate::source::Source;
use slot::Slot;
use written::Written;

/// A change of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What is changed.
    pub address: Address,
    /// What stood there when the change was made, as [`DataFile::value`] gave it.
    pub from: Option<String>,
    /// What is to stand there; `None` for nothing at all, which is something else than a blank.
    pub to: Option<String>,
}

impl Change {
    /// The change that takes this one back.
    #[must_use]
    pub fn turned(&self) -> Self {
        Self { address: self.address.clone(), from: self.to.clone(), to: self.from.clone() }
    }
}

/// A change of what was changed elsewhere meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// What both changed.
    pub address: Address,
    /// What stood there when the change was made.
    pub from: Option<String>,
    /// What stands there now.
    pub now: Option<String>,
    /// What was to stand there.
    pub to: Option<String>,
}

/// Commas and brackets of a file that can be changed; a report has some hundreds.
const MOST_SIGNS: usize = 50_000;

/// A data file that reads, with all that can be changed in it.
#[derive(Debug)]
pub struct DataFile<'a> {
    source: &'a Source,
    forms: &'a Forms,
    form: Option<Arc<Form>>,
    table: DeTable<'a>,
    written: Written,
}

impl<'a> DataFile<'a> {
    /// Reads a data file.
    ///
    /// # Errors
    /// It does not read as TOML, or is no text ([`Refused::Faulty`]); or it has more values than a report can have.
    pub fn read(source: &'a Source, forms: &'a Forms) -> Result<Self, Refused> {
        if memchr::memchr3_iter(b',', b'[', b'{', source.text().as_bytes()).count() > MOST_SIGNS {
            return Err(Refused::Odd("逗号和括号太多"));
        }
        let table = parse(source).map_err(|_| Refused::Faulty)?.into_inner();
        let form = form_of(source, forms, &table);
        let written = Written::of(source.text());
        Ok(Self { source, forms, form, table, written })
    }

    /// The form by which it is read; `None` if no form is known for it.
    pub fn form(&self) -> Option<&Form> {
        self.form.as_deref()
    }

    /// What stands under an address now: a cell as it is written, a text as a person reads it, `""` for what is blank.
    /// `None` if nothing stands there.
    ///
    /// # Errors
    /// The form has nothing of that name.
    pub fn value(&self, address: &Address) -> Result<Option<String>, Refused> {
        Ok(self.text_of(&Slot::of(address, self.form())?))
    }

    /// Every address of the file with what stands there: fields, texts and cells whether they stand there or not, notes
    /// and acceptances as far as there are any.
    pub fn values(&self) -> Vec<(Address, Option<String>)> {
        let all = slot::all(self.form()).into_iter();
        let values = all.filter_map(|address| Some((self.value(&address).ok()?, address)));
        values.map(|(value, address)| (address, value)).chain(self.members()).collect()
    }

    /// The notes and acceptances that stand in the file.
    fn members(&self) -> Vec<(Address, Option<String>)> {
        let mut counts: HashMap<Address, usize> = HashMap::new();
        let mut members = Vec::new();
        for kind in slot::REPEATED {
            for member in self.written.repeated(kind.section) {
                let said = kind.known_by.iter().map(|key| stands::known_by(self.source, member, key));
                let said: Vec<Option<String>> = said.collect();
                let Some(first) = (kind.address)(&said, 1) else { continue };
                let number = counts.entry(first).or_default();
                *number += 1;
                let address = (kind.address)(&said, *number);
                let is_known = |address: &Address| Slot::of(address, self.form()).is_ok();
                if let Some(address) = address.filter(is_known) {
                    members.push((address, Some(stands::member_text(self.source, member, kind))));
                }
            }
        }
        members
    }

    /// The words of all that are bound to the same as a note or an acceptance, in the order of the file.
    fn texts_like(&self, wanted: &slot::Member) -> Vec<String> {
        let all = stands::members(self.source, &self.written, wanted);
        all.map(|member| stands::member_text(self.source, member, wanted.kind)).collect()
    }

    fn text_of(&self, slot: &Slot) -> Option<String> {
        stands::text(self.source, &self.written, self.form(), slot)
    }
}
