//! `nianbao check --fix`: sets right what is certain, and says what it changed.

use std::path::Path;

use super::files::{self, Seen};
use super::terminal::Terminal;
use crate::diagnostic::Change;
use crate::fix::{Options, Plan, plan};
use crate::format::Forms;
use crate::source::{Source, apply};

/// What became of a data file.
pub(super) struct Fixed {
    /// What was changed in it.
    pub changes: Vec<Change>,
    /// False if it could not be written.
    pub written: bool,
}

/// Sets a data file right and says so. One that cannot be read is left to the check that follows.
pub(super) fn run(path: &Path, options: Options, forms: &Forms, terminal: &mut Terminal) -> Fixed {
    let unchanged = |written| Fixed { changes: Vec::new(), written };
    if let Err(problem) = files::refuse_stream(path) {
        terminal.problem(&problem);
        return unchanged(false);
    }
    files::clear_beside(path);
    let Ok(bytes) = files::read_bytes(path) else { return unchanged(true) };
    let source = files::source(path, &bytes);
    let plan = plan(&source, forms, options);
    if !plan.edits.is_empty()
        && let Err(problem) = files::replace_one(path, apply(&bytes, &plan.edits), Seen::file(&bytes))
    {
        terminal.problem(&problem);
        return unchanged(false);
    }
    terminal.say(&words(&source, &plan));
    Fixed { changes: plan.changes, written: true }
}

/// What was changed and what was not, a line each.
fn words(source: &Source, plan: &Plan) -> String {
    let name = source.shown_name();
    let mut lines = vec![match plan.changes.len() {
        0 => format!("{name}：没有改动"),
        count => format!("{name}：已改动 {count} 处"),
    }];
    lines.extend(plan.changes.iter().map(|change| format!("  第 {} 行 {}", change.line, change.words())));
    lines.extend(plan.left.iter().map(|left| format!("  {left}")));
    if plan.blanks > 0 {
        lines.push(format!("  还有 {} 格没有填写；确实没有发生的，可以用 --fix=blank 填 0", plan.blanks));
    }
    lines.join("\n")
}
