//! How far a run over many files has come.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::terminal::Terminal;

/// With fewer files than this the lines about them say enough.
const FEWEST: usize = 10;

/// A bar at the foot of the terminal; nothing where standard error is none.
pub(super) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A bar for so many files; `doing` is what is done with them: `正在生成`.
    pub fn new(doing: &str, files: usize) -> Self {
        let target = if files < FEWEST { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(Some(files as u64), target);
        let blocks = if Terminal::remark_look().unicode { "█▓░" } else { "=>." };
        // A template that does not read leaves the bar as it usually looks.
        if let Ok(style) = ProgressStyle::with_template("{prefix} {wide_bar} {pos}/{len}") {
            bar.set_style(style.progress_chars(blocks));
        }
        bar.set_prefix(doing.to_owned());
        Self { bar }
    }

    /// Moves the bar on by a file of which nothing is said.
    pub fn went_on(&self) {
        self.bar.inc(1);
    }

    /// Prints the lines about one file over the bar, and moves it on.
    pub fn show(&self, print: impl FnOnce()) {
        self.bar.suspend(print);
        self.bar.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
