//! A file that does not read, and what is certain: mends of its text, and the fixes of findings.

use std::path::Path;

use super::super::files::{self, Replacement, Seen};
use super::super::fix::{Converted, converted};
use super::super::page::time_of_day;
use super::desk::{Desk, Shown};
use crate::diagnostic::{self, Code, Diagnostic, Fix};
use crate::edit::{Address, Change, DataFile, Plan, Refused};
use crate::rules::check;
use crate::serve::{Answer, Certain, Faulty};
use crate::source::{Source, apply};

/// The code of what does not read as TOML.
const NO_TOML: Code = Code("D001");

/// What the page is told of a file that does not read: its text, the first fault, and what can be mended in it.
pub(super) fn faulty(path: &Path, source: &Source, findings: &[Diagnostic]) -> Faulty {
    let first = findings.iter().find(|finding| finding.code == NO_TOML).or_else(|| findings.first());
    let at = source.position(first.map_or(0, |finding| finding.span.start));
    let certain = |(number, finding): (usize, &Diagnostic)| {
        Some(Certain { id: number.to_string(), words: finding.fix.as_ref()?.words() })
    };
    let mut fixes: Vec<Certain> = findings.iter().enumerate().filter_map(certain).collect();
    // A text in another encoding is shown as it will read.
    let mut text = source.text().to_owned();
    let converted = files::read_bytes(path).ok().and_then(|bytes| converted(path, &bytes));
    if let Some(Converted { text: decoded, encoding, original }) = converted {
        text = decoded;
        let kept = original.file_name().unwrap_or_default();
        let words = format!(
            "把文字编码由 {encoding} 转成 UTF-8，原来的文件另存为“{}”",
            files::shown(Path::new(kept))
        );
        fixes.push(Certain { id: findings.len().to_string(), words });
    }
    Faulty { text, line: at.line, column: at.column, fixes }
}

/// Said where the file is not what was shown.
fn changed_since() -> Answer {
    Answer::Refused(None, "文件刚才又有改动，没有改正；请看过现在的检查结果以后再点".to_owned())
}

impl Desk {
    /// Mends the text of a file that does not read.
    pub(super) fn mend_text(&mut self, number: usize) -> Result<Vec<String>, Answer> {
        let bytes = files::read_bytes(&self.path).map_err(Answer::Unsaved)?;
        let Some(shown) = self.shown_as(&bytes) else { return Err(changed_since()) };
        let Some(finding) = shown.findings.get(number) else { return self.convert(&bytes) };
        let Some(fix) = finding.fix.clone().filter(|_| finding.code == NO_TOML) else {
            return Err(changed_since());
        };
        let after = apply(&bytes, &fix.edits);
        let forms = self.forms().map_err(Answer::Unsaved)?;
        let unread = |bytes: &[u8]| {
            let findings = check(&files::source(&self.path, bytes), &forms).findings;
            findings.iter().filter(|finding| finding.code == NO_TOML).count()
        };
        if unread(&after) >= unread(&bytes) {
            return Err(Answer::Refused(None, "这样改以后还是读不出来，没有改动；请在文件里改".to_owned()));
        }
        self.put_or_refuse(&bytes, &after)?;
        Ok(vec![format!("已改正：{}。", fix.words())])
    }

    /// Writes a file in another encoding as UTF-8, and keeps the original.
    fn convert(&mut self, bytes: &[u8]) -> Result<Vec<String>, Answer> {
        let Some(Converted { text, encoding, original }) = converted(&self.path, bytes) else {
            return Err(changed_since());
        };
        let replacement = Replacement {
            path: self.path.clone(),
            bytes: text.into_bytes(),
            keep_as: Some(original.clone()),
            seen: Seen::file(bytes),
        };
        files::replace_all(std::slice::from_ref(&replacement)).map_err(Answer::Unsaved)?;
        self.files.watch.know(&self.path, &replacement.bytes);
        self.saved = Some(time_of_day());
        Ok(vec![format!(
            "文字编码已由 {encoding} 转成 UTF-8，原来的文件另存为“{}”。",
            files::shown(&original)
        )])
    }

    /// Makes the fix of a finding.
    pub(super) fn mend_finding(&mut self, number: usize) -> Result<Vec<String>, Answer> {
        let bytes = files::read_bytes(&self.path).map_err(Answer::Unsaved)?;
        let finding = self.shown_as(&bytes).and_then(|shown| shown.findings.get(number));
        let Some(fix) = finding.and_then(|finding| finding.fix.clone()) else { return Err(changed_since()) };
        let forms = self.forms().map_err(Answer::Unsaved)?;
        let source = files::source(&self.path, &bytes);
        let plan = DataFile::read(&source, &forms).and_then(|file| plan(&file, &fix))?;
        self.put_or_refuse(&bytes, &plan.apply(&bytes))?;
        self.history.done(&plan);
        Ok(vec![format!("已改正：{}。", fix.words())])
    }

    /// What the page was shown, if the file is that still.
    fn shown_as(&self, bytes: &[u8]) -> Option<&Shown> {
        let now = files::source(&self.path, bytes);
        self.shown
            .as_ref()
            .filter(|shown| shown.source.text() == now.text() && shown.source.problem() == now.problem())
    }

    fn put_or_refuse(&mut self, before: &[u8], after: &[u8]) -> Result<(), Answer> {
        match self.put(before, after) {
            Ok(true) => Ok(()),
            Ok(false) => Err(changed_since()),
            Err(problem) => Err(Answer::Unsaved(problem)),
        }
    }
}

/// The plan of a fix: figures are changed as if they had been typed, which keeps their columns lined up.
fn plan(file: &DataFile<'_>, fix: &Fix) -> Result<Plan, Refused> {
    let change = |change: &diagnostic::Change| {
        let address = Address::Value(change.path.clone()?);
        let from = file.value(&address).ok()?;
        Some(Change { address, from, to: Some(change.new.clone()) })
    };
    match fix.changes.iter().map(change).collect::<Option<Vec<_>>>() {
        Some(changes) if !changes.is_empty() => file.plan(&changes),
        _ => file.plan_edits(&fix.edits),
    }
}
