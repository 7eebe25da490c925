//! Undo and redo over a whole session.

use std::collections::VecDeque;

use super::Change;
use super::plan::{Fingerprint, Plan, fingerprint};
use crate::source::{Edit, Source};

/// More steps back than this are not kept.
const MOST_STEPS: usize = 2_000;
/// Nor more of their texts, in bytes.
const MOST_BYTES: usize = 64 << 20;

/// What was done at once, and is taken back or done again at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The changes.
    pub changes: Vec<Change>,
    /// The text of which the edits are.
    of: Fingerprint,
    edits: Vec<Edit>,
}

impl Step {
    pub(super) fn new(changes: Vec<Change>, of: Fingerprint, edits: Vec<Edit>) -> Self {
        Self { changes, of, edits }
    }

    /// The edits that make the changes byte for byte, if they are of this text.
    pub(super) fn exact(&self, source: &Source) -> Option<&[Edit]> {
        (!self.edits.is_empty() && self.of == fingerprint(source.text())).then_some(&self.edits)
    }

    fn bytes(&self) -> usize {
        let texts = self.changes.iter().flat_map(|change| [&change.from, &change.to]).flatten();
        texts.chain(self.edits.iter().map(|edit| &edit.text)).map(String::len).sum::<usize>()
            + size_of::<Self>()
    }
}

/// The steps of a session. A step moves from one side to the other only when what it leads to has been written.
///
/// ```text
/// plan(changes)             → write → done(&plan)
/// plan_step(undo()?)        → write → undone(&plan)
/// plan_step(redo()?)        → write → redone(&plan)
/// ```
#[derive(Debug, Clone, Default)]
pub struct History {
    back: VecDeque<Step>,
    again: Vec<Step>,
    bytes: usize,
}

impl History {
    /// What takes the last step back. One whose values were changed elsewhere since gives a conflict when it is
    /// planned, and stays.
    pub fn undo(&self) -> Option<&Step> {
        self.back.back()
    }

    /// What does again what was taken back last.
    pub fn redo(&self) -> Option<&Step> {
        self.again.last()
    }

    /// Changes were written; what was taken back before can no longer be done again.
    pub fn done(&mut self, plan: &Plan) {
        if !plan.changes.is_empty() {
            self.forget_redo();
            self.keep(plan.back.clone());
        }
    }

    /// Changes were written that go on with the last step: it takes back both. The caller knows that they do, such as
    /// the words that a person types into one text.
    pub fn went_on(&mut self, plan: &Plan) {
        let Some(last) = self.back.pop_back() else { return self.done(plan) };
        self.bytes -= last.bytes();
        self.forget_redo();
        let mut changes = plan.back.changes.clone();
        for old in last.changes {
            match changes.iter_mut().find(|change| change.address == old.address) {
                Some(change) => change.to = old.to,
                None => changes.push(old),
            }
        }
        changes.retain(|change| change.from != change.to);
        // Edits of two texts are not put together: the step is planned from its changes.
        self.keep(Step { changes, of: plan.back.of, edits: Vec::new() });
    }

    /// The last step was taken back.
    pub fn undone(&mut self, plan: &Plan) {
        if let Some(step) = self.back.pop_back() {
            self.bytes = self.bytes - step.bytes() + plan.back.bytes();
            self.again.push(plan.back.clone());
        }
    }

    /// What had been taken back was done again.
    pub fn redone(&mut self, plan: &Plan) {
        if let Some(step) = self.again.pop() {
            self.bytes -= step.bytes();
            self.keep(plan.back.clone());
        }
    }

    fn forget_redo(&mut self) {
        self.bytes -= self.again.drain(..).map(|step| step.bytes()).sum::<usize>();
    }

    fn keep(&mut self, step: Step) {
        self.bytes += step.bytes();
        self.back.push_back(step);
        while self.back.len() > MOST_STEPS || self.bytes > MOST_BYTES && self.back.len() > 1 {
            self.bytes -= self.back.pop_front().map_or(0, |step| step.bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Address, DataFile};
    use crate::format::Forms;

    fn change(path: &str, from: &str, to: &str) -> Change {
        let text = |text: &str| Some(text.to_owned());
        Change { address: Address::Value(path.to_owned()), from: text(from), to: text(to) }
    }

    fn write(text: &str, changes: &[Change]) -> (String, Plan) {
        let (source, forms) = (Source::new("a", text), Forms::built_in());
        let plan = DataFile::read(&source, &forms).unwrap().plan(changes).unwrap();
        (String::from_utf8(plan.apply(text.as_bytes())).unwrap(), plan)
    }

    fn step(text: &str, step: &Step) -> (String, Plan) {
        let (source, forms) = (Source::new("a", text), Forms::built_in());
        let plan = DataFile::read(&source, &forms).unwrap().plan_step(step).unwrap();
        (String::from_utf8(plan.apply(text.as_bytes())).unwrap(), plan)
    }

    const TEXT: &str =
        "format = \"2021\"\nyear = 2024\n[agency]\nname = \"甲\"  # 名\n[disclosure]\nlicensing = 1_0\n";

    #[test]
    fn steps_go_back_and_forth_byte_for_byte() {
        let mut history = History::default();
        let (first, plan) = write(TEXT, &[change("disclosure.licensing", "1_0", "123456")]);
        history.done(&plan);
        let (second, plan) = write(&first, &[change("agency.name", "甲", "甲乙丙丁")]);
        history.done(&plan);
        let (back, plan) = step(&second, history.undo().unwrap());
        assert_eq!(back, first);
        history.undone(&plan);
        let (back, plan) = step(&back, history.undo().unwrap());
        assert_eq!(back, TEXT);
        history.undone(&plan);
        assert!(history.undo().is_none());
        let (again, plan) = step(&back, history.redo().unwrap());
        history.redone(&plan);
        let (again, plan) = step(&again, history.redo().unwrap());
        history.redone(&plan);
        assert_eq!(again, second);
        assert!(history.redo().is_none() && history.undo().is_some());
        let (_, plan) = write(&again, &[change("year", "2024", "2023")]);
        history.undone(&plan);
        history.done(&plan);
        assert!(history.redo().is_none());
    }

    #[test]
    fn what_goes_on_is_taken_back_at_once() {
        let mut history = History::default();
        let (mut text, plan) = write(TEXT, &[change("agency.name", "甲", "甲乙")]);
        history.done(&plan);
        for (from, to) in [("甲乙", "甲乙丙"), ("甲乙丙", "丁")] {
            let (next, plan) = write(&text, &[change("agency.name", from, to)]);
            history.went_on(&plan);
            text = next;
        }
        let (back, plan) = step(&text, history.undo().unwrap());
        assert_eq!(back, TEXT);
        history.undone(&plan);
        assert!(history.undo().is_none());
    }

    #[test]
    fn what_was_changed_elsewhere_since_is_a_conflict() {
        let mut history = History::default();
        let (text, plan) = write(TEXT, &[change("agency.name", "甲", "乙")]);
        history.done(&plan);
        let elsewhere = text.replace("1_0", "7");
        assert_eq!(step(&elsewhere, history.undo().unwrap()).0, TEXT.replace("1_0", "7"));
        let same = Source::new("a", text.replace("\"乙\"", "\"丙\""));
        let forms = Forms::built_in();
        let refused = DataFile::read(&same, &forms).unwrap().plan_step(history.undo().unwrap()).unwrap_err();
        let crate::edit::Refused::Conflicts(conflicts) = refused else { panic!("{refused}") };
        assert_eq!(conflicts[0].now.as_deref(), Some("丙"));
        assert_eq!((conflicts[0].from.as_deref(), conflicts[0].to.as_deref()), (Some("乙"), Some("甲")));
    }

    #[test]
    fn old_steps_are_forgotten() {
        let mut history = History::default();
        let (_, plan) = write(TEXT, &[change("agency.name", "甲", "乙")]);
        for _ in 0..MOST_STEPS + 5 {
            history.done(&plan);
        }
        assert_eq!(history.back.len(), MOST_STEPS);
        let (_, mut plan) = write(TEXT, &[change("agency.name", "甲", "乙")]);
        plan.back.changes[0].from = Some("长".repeat(MOST_BYTES / 30));
        for _ in 0..40 {
            history.done(&plan);
        }
        assert!(history.bytes <= MOST_BYTES && history.back.len() < 40, "{}", history.back.len());
    }
}
