//! What is asked of the data file, and how it comes to be in it.

use std::time::{Duration, Instant};

use super::super::files::{self, ORIGINAL, Seen};
use super::super::page::time_of_day;
use super::desk::Desk;
use crate::edit::{
    Address, Change, DataFile, Plan, Refused, Step, cells_of_html, cells_of_text, markdown_of_html,
};
use crate::serve::{Answer, Mend, Over, Request};

/// How often a change is worked out anew because others wrote the file in the very moment.
const MOST_TRIES: usize = 5;
/// Typing that goes on within this time is taken back at once.
const TYPING_PAUSE: Duration = Duration::from_secs(2);
/// The field that names another file.
const LAST_YEARS_FILE: &str = "previous.file";

/// The time, to tell typing that goes on from a new start.
#[expect(clippy::disallowed_methods, reason = "how long somebody has not typed")]
fn now() -> Instant {
    Instant::now()
}

impl Desk {
    /// Does what is asked and says what became of it.
    pub fn answer(&mut self, request: &Request) -> Answer {
        let typing = self.typing.take();
        let done = match request {
            Request::Change(changes) => self.change(changes, typing),
            Request::Paste { start, text, html } => self.paste(start, text, html.as_deref()),
            Request::Zeros(path) => self.zeros(path),
            Request::Undo(over) => self.undo(over),
            Request::Redo(over) => self.redo(over),
            Request::Mend(Mend::Faulty(number)) => self.mend_text(*number),
            Request::Mend(Mend::Finding(number)) => self.mend_finding(*number),
            Request::Markdown { html, text } => {
                return Answer::Markdown(markdown_of_html(html).unwrap_or_else(|| text.clone()));
            }
        };
        match done {
            Ok(notes) => Answer::Saved(notes),
            Err(answer) => answer,
        }
    }

    fn change(
        &mut self,
        changes: &[Change],
        typing: Option<(Address, Instant)>,
    ) -> Result<Vec<String>, Answer> {
        if let Some(change) = changes.iter().find(|change| !self.may_name(change)) {
            let words = "只能选列出的文件；要用别处的，请先把它放进这个文件夹".to_owned();
            return Err(Answer::Refused(Some(change.address.clone()), words));
        }
        let (plan, is_text) = self.write(|file| {
            let is_cell = |change: &Change| is_cell(file, &change.address);
            Ok((file.plan(changes)?, !changes.iter().any(is_cell)))
        })?;
        let [Change { address, .. }] = plan.changes.as_slice() else {
            self.history.done(&plan);
            return Ok(Vec::new());
        };
        let goes_on = typing.is_some_and(|(text, at)| text == *address && at.elapsed() < TYPING_PAUSE);
        if goes_on {
            self.history.went_on(&plan);
        } else {
            self.history.done(&plan);
        }
        self.typing = is_text.then(|| (address.clone(), now()));
        Ok(Vec::new())
    }

    /// False for a change that names a file which was not listed: a page names no path.
    fn may_name(&self, change: &Change) -> bool {
        let is_file = matches!(&change.address, Address::Value(path) if path == LAST_YEARS_FILE);
        let named = change.to.as_deref().filter(|text| !text.is_empty());
        !is_file || named.is_none_or(|text| self.last_years.iter().any(|listed| listed == text))
    }

    fn paste(&mut self, start: &Address, text: &str, html: Option<&str>) -> Result<Vec<String>, Answer> {
        let block = html.and_then(cells_of_html).unwrap_or_else(|| cells_of_text(text));
        let (plan, remarks) = self.write(|file| {
            let pasted = file.paste(start, &block)?;
            Ok((file.plan(&pasted.changes)?, pasted.remarks))
        })?;
        let count = plan.changes.len();
        self.history.done(&plan);
        let filled = if count == 0 {
            "与现有的相同，没有改动".to_owned()
        } else {
            format!("已粘贴 {count} 格")
        };
        Ok(std::iter::once(filled).chain(remarks).map(|words| format!("{words}。")).collect())
    }

    fn zeros(&mut self, path: &str) -> Result<Vec<String>, Answer> {
        let (plan, ()) = self.write(|file| Ok((file.plan(&file.zeros(path)?)?, ())))?;
        if plan.changes.is_empty() {
            return Err(Answer::Refused(None, "没有空着的格，没有改动".to_owned()));
        }
        self.history.done(&plan);
        Ok(vec![format!("已把 {} 格填成 0。", plan.changes.len())])
    }

    fn undo(&mut self, over: &Over) -> Result<Vec<String>, Answer> {
        let Some(step) = self.history.undo().map(|step| going_over(step, over)) else {
            return Err(Answer::Refused(None, "没有可以撤销的".to_owned()));
        };
        let (plan, ()) = self.write(|file| Ok((file.plan_step(&step)?, ())))?;
        self.history.undone(&plan);
        Ok(Vec::new())
    }

    fn redo(&mut self, over: &Over) -> Result<Vec<String>, Answer> {
        let Some(step) = self.history.redo().map(|step| going_over(step, over)) else {
            return Err(Answer::Refused(None, "没有可以重做的".to_owned()));
        };
        let (plan, ()) = self.write(|file| Ok((file.plan_step(&step)?, ())))?;
        self.history.redone(&plan);
        Ok(Vec::new())
    }

    /// Works out changes of the file as it is on the disk now and writes it, whole. Another save in between is not
    /// lost: then all is worked out anew.
    pub(super) fn write<T>(
        &mut self,
        plan: impl Fn(&DataFile<'_>) -> Result<(Plan, T), Refused>,
    ) -> Result<(Plan, T), Answer> {
        let forms = self.forms().map_err(Answer::Unsaved)?;
        for _ in 0..MOST_TRIES {
            let bytes = files::read_bytes(&self.path).map_err(Answer::Unsaved)?;
            let source = files::source(&self.path, &bytes);
            let (plan, more) = DataFile::read(&source, &forms).and_then(|file| plan(&file))?;
            if plan.edits.is_empty() || self.put(&bytes, &plan.apply(&bytes)).map_err(Answer::Unsaved)? {
                return Ok((plan, more));
            }
        }
        Err(Answer::Unsaved("文件正在被别的程序反复改写，还没有写入".to_owned()))
    }

    /// Puts bytes in the place of those that were read; false if others wrote the file meanwhile.
    ///
    /// # Errors
    /// They cannot be written: why, in plain words. The file is as it was.
    pub(super) fn put(&mut self, before: &[u8], after: &[u8]) -> Result<bool, String> {
        self.keep_original()?;
        if let Err(problem) = files::replace_one(&self.path, after.to_owned(), Seen::file(before)) {
            let is_another = files::read_bytes(&self.path).is_ok_and(|now| now != before);
            return if is_another { Ok(false) } else { Err(problem) };
        }
        self.files.watch.know(&self.path, after);
        self.saved = Some(time_of_day());
        Ok(true)
    }

    /// Keeps the file as it was when it was opened, before the first change of a run; one that was kept by an earlier
    /// run stays.
    fn keep_original(&mut self) -> Result<(), String> {
        let Some(bytes) = &self.original else { return Ok(()) };
        let kept = self.path.with_file_name(format!("{}-{ORIGINAL}.toml", files::stem(&self.path)));
        if !files::exists(&kept) {
            files::keep(&kept, bytes)?;
        }
        self.original = None;
        Ok(())
    }
}

/// True for a cell of a table, which is left when it is changed; a text is typed into.
fn is_cell(file: &DataFile<'_>, address: &Address) -> bool {
    let Address::Value(path) = address else { return false };
    file.form().is_some_and(|form| form.target(path).is_ok())
}

/// A step that goes over what was changed elsewhere since, where the user wants so.
fn going_over(step: &Step, over: &Over) -> Step {
    let mut step = step.clone();
    for change in &mut step.changes {
        if let Some((_, now)) = over.iter().find(|(address, _)| *address == change.address) {
            change.from.clone_from(now);
        }
    }
    step
}
