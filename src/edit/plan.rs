//! From changes to the edits that make them.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::draft::Draft;
use super::row::{RowChange, Work};
use super::slot::Slot;
use super::{Address, Change, Conflict, DataFile, Refused, Step, field, proof, typed};
use crate::format::CellId;
use crate::source::{Edit, Source, Span, apply};

/// How changes are made in a data file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The edits of the text, in its order and apart from each other.
    pub edits: Vec<Edit>,
    /// The changes as they are made: with figures in the digits of the file, and without what changes nothing.
    pub changes: Vec<Change>,
    /// What takes them back.
    pub back: Step,
}

/// The digest of a text.
pub(super) type Fingerprint = [u8; 32];

/// The digest of a text.
pub(super) fn fingerprint(text: &str) -> Fingerprint {
    Sha256::digest(text).into()
}

/// Where the texts of changes come from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Typed {
    /// Somebody has typed them.
    ByAPerson,
    /// They stood in the file, right or wrong.
    AsItStood,
}

impl Plan {
    /// The bytes of the file with the changes made in them.
    pub fn apply(&self, bytes: &[u8]) -> Vec<u8> {
        // Of a file whose lines end in bare carriage returns, the text has line feeds.
        let is_old = memchr::memchr(b'\n', bytes).is_none() && memchr::memchr(b'\r', bytes).is_some();
        if !is_old {
            return apply(bytes, &self.edits);
        }
        let edits: Vec<Edit> = self
            .edits
            .iter()
            .map(|edit| Edit { span: edit.span, text: edit.text.replace('\n', "\r") })
            .collect();
        apply(bytes, &edits)
    }
}

impl DataFile<'_> {
    /// Works out how changes are made: all of them, or none.
    ///
    /// # Errors
    /// One of them does not belong where it should go, what stands there was changed meanwhile, or it cannot be made
    /// without touching something else.
    pub fn plan(&self, changes: &[Change]) -> Result<Plan, Refused> {
        self.plan_read(self.sound(changes, Typed::ByAPerson)?)
    }

    fn plan_read(&self, changes: Vec<(Slot, Change)>) -> Result<Plan, Refused> {
        let mut draft = Draft::new(self.source, self.form());
        self.work(&mut draft, &changes)?;
        let edits = draft.edits(self.source);
        self.finish(edits, &draft.source, changes, Some(&draft.removed))
    }

    /// Works out how a step is taken back or done again: byte for byte if the file is as the step left it, else as
    /// [`DataFile::plan`] makes its changes.
    ///
    /// # Errors
    /// As those of [`DataFile::plan`].
    pub fn plan_step(&self, step: &Step) -> Result<Plan, Refused> {
        let Some(edits) = step.exact(self.source) else {
            return self.plan_read(self.sound(&step.changes, Typed::AsItStood)?);
        };
        // The file is as the step left it: nobody has changed the same, whatever number it has by now.
        let meant = |change: &Change| Ok((Slot::of(&change.address, self.form())?, change.clone()));
        let changes = step.changes.iter().map(meant).collect::<Result<_, Refused>>()?;
        let text = String::from_utf8(apply(self.source.text().as_bytes(), edits));
        let after = Source::new(self.source.name(), text.map_err(|_| Refused::Odd("有一处断在字的中间"))?);
        self.finish(edits.to_vec(), &after, changes, None)
    }

    /// The plan of edits that others have made sure of, such as the fix of a finding: what they change is found by
    /// comparing, so that they can be taken back.
    ///
    /// # Errors
    /// The file does not read with the edits made in it.
    pub fn plan_edits(&self, edits: &[Edit]) -> Result<Plan, Refused> {
        let text = String::from_utf8(apply(self.source.text().as_bytes(), edits));
        let after = Source::new(self.source.name(), text.map_err(|_| Refused::Odd("有一处断在字的中间"))?);
        let values = |file: &DataFile<'_>| -> BTreeMap<Address, Option<String>> {
            file.values().into_iter().collect()
        };
        let (old, new) = (values(self), values(&DataFile::read(&after, self.forms)?));
        let all: BTreeSet<&Address> = old.keys().chain(new.keys()).collect();
        let change = |address: &Address| {
            let value = |values: &BTreeMap<_, Option<String>>| values.get(address).cloned().flatten();
            Change { address: address.clone(), from: value(&old), to: value(&new) }
        };
        let changes: Vec<Change> =
            all.into_iter().map(change).filter(|change| change.from != change.to).collect();
        let turned = changes.iter().map(Change::turned).collect();
        let back = Step::new(turned, fingerprint(after.text()), inverse(self.source, edits));
        Ok(Plan { edits: edits.to_vec(), changes, back })
    }

    fn finish(
        &self,
        edits: Vec<Edit>,
        after: &Source,
        mut changes: Vec<(Slot, Change)>,
        removed: Option<&[String]>,
    ) -> Result<Plan, Refused> {
        if !edits.is_empty() {
            proof::prove(self, after, &mut changes, removed)?;
        }
        let changes: Vec<Change> = changes.into_iter().map(|(_, change)| change).collect();
        let turned = changes.iter().map(Change::turned).collect();
        let back = Step::new(turned, fingerprint(after.text()), inverse(self.source, &edits));
        Ok(Plan { edits, changes, back })
    }

    /// The changes with what each means, in the words of the file; those of one thing put together.
    fn sound(&self, changes: &[Change], typed: Typed) -> Result<Vec<(Slot, Change)>, Refused> {
        let mut all: Vec<(Slot, Change)> = Vec::new();
        for change in changes {
            let slot = Slot::of(&change.address, self.form())?;
            let to = match &change.to {
                Some(text) if typed == Typed::AsItStood => Some(text.clone()),
                Some(text) => typed::read(&change.address, &slot, text, self.form(), self.forms)?,
                None => None,
            };
            match all.iter_mut().find(|(other, _)| *other == slot) {
                Some((_, first)) => first.to = to,
                None => {
                    let from = change.from.as_deref().map(typed::lines);
                    all.push((slot, Change { address: change.address.clone(), from, to }));
                }
            }
        }
        let mut conflicts = Vec::new();
        all.retain_mut(|(slot, change)| {
            let now = self.text_of(slot);
            if now == change.to {
                return false;
            }
            if now != change.from {
                let Change { address, from, to } = change.clone();
                conflicts.push(Conflict { address, from, now, to });
            }
            true
        });
        if conflicts.is_empty() { Ok(all) } else { Err(Refused::Conflicts(conflicts)) }
    }

    /// Works the changes into a draft: first what stands in the file, where nothing moves, then what is put in or taken
    /// out, one after the other.
    fn work(&self, draft: &mut Draft<'_>, changes: &[(Slot, Change)]) -> Result<(), Refused> {
        let rows = self.rows(changes);
        let (mut edits, mut later) = (Vec::new(), Vec::new());
        for row in &rows {
            match row.work(draft)? {
                Work::Edits(own) => edits.extend(own),
                work => later.push((row, work)),
            }
        }
        let mut others = Vec::new();
        for (slot, change) in changes {
            let own = match (slot, change.to.as_deref()) {
                (Slot::Cell(_), _) => continue,
                (Slot::Field(field), Some(to)) => field::edits(draft, field, to),
                (Slot::Member(member), Some(to)) => field::member_edits(draft, member, to),
                (_, None) => None,
            };
            match own {
                Some(own) => edits.extend(own),
                None => others.push((slot, change.to.as_deref())),
            }
        }
        // What is taken out comes first, from the last of its kind on: the others then keep their numbers.
        let rank = |slot: &Slot, to: Option<&str>| match slot {
            Slot::Member(member) if to.is_none() => (0, usize::MAX - member.number),
            Slot::Member(member) => (1, member.number),
            _ => (2, 0),
        };
        others.sort_by_key(|(slot, to)| rank(slot, *to));
        draft.apply(edits)?;
        for (row, work) in later {
            match work {
                Work::Add(cells) => row.add(draft, cells)?,
                Work::Remove => row.remove(draft)?,
                Work::Edits(_) => {}
            }
        }
        for (slot, to) in others {
            match slot {
                Slot::Field(field) => field::put(draft, field, to)?,
                Slot::Member(member) => field::put_member(draft, member, to)?,
                Slot::Cell(_) => {}
            }
        }
        Ok(())
    }

    /// The changes of cells, row by row.
    fn rows(&self, changes: &[(Slot, Change)]) -> Vec<RowChange<'_>> {
        let Some(form) = self.form() else { return Vec::new() };
        let mut rows: BTreeMap<CellId, Vec<(usize, Option<String>)>> = BTreeMap::new();
        for (slot, change) in changes {
            if let Slot::Cell(id) = slot {
                rows.entry(CellId { column: 0, ..*id }).or_default().push((id.column, change.to.clone()));
            }
        }
        rows.into_iter().map(|(id, cells)| RowChange { form, id, cells }).collect()
    }
}

/// The edits that take edits back.
fn inverse(source: &Source, edits: &[Edit]) -> Vec<Edit> {
    let (mut longer, mut shorter) = (0, 0);
    let mut back = Vec::with_capacity(edits.len());
    for edit in edits {
        let start = edit.span.start + longer - shorter;
        let text = source.slice(edit.span).to_owned();
        longer += edit.text.len();
        shorter += text.len();
        back.push(Edit { span: Span::new(start, start + edit.text.len()), text });
    }
    back
}
