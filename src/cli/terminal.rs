//! What the user sees: results on standard output, all else on standard error.

use std::io::{self, BufRead, IsTerminal, Write};

use terminal_size::{Height, Width};

use super::Status;
use super::files::reason;
use crate::diagnostic::human::Look;
use crate::source::visible;

/// What a change of colour begins with.
const ESCAPE: u8 = 0x1B;

/// The two standard streams. A stream that is closed ends the output, not the program.
#[derive(Debug, Default)]
pub(super) struct Terminal {
    /// Why standard output has refused a text; not that it was closed by who reads it.
    refused: Option<io::Error>,
}

impl Terminal {
    /// Prints a result.
    pub fn result(&mut self, text: &str) {
        self.part(&format!("{text}\n"));
    }

    /// Prints a part of a result.
    pub fn part(&mut self, text: &str) {
        // Long results for programs have no colours to take out.
        let written = match memchr::memchr(ESCAPE, text.as_bytes()) {
            Some(_) => write!(anstream::stdout().lock(), "{text}"),
            None => io::stdout().lock().write_all(text.as_bytes()),
        };
        let refused = written.err().filter(|error| error.kind() != io::ErrorKind::BrokenPipe);
        self.refused = self.refused.take().or(refused);
    }

    /// Prints a remark.
    pub fn say(&mut self, text: &str) {
        // Nothing can be done about a closed standard error.
        let _ = writeln!(anstream::stderr().lock(), "{text}");
    }

    /// Prints why something could not be done.
    pub fn problem(&mut self, text: &str) {
        // Whatever the user has typed may be in it.
        let text = text.split('\n').map(visible).collect::<Vec<_>>().join("\n");
        let style = anstyle::AnsiColor::Red.on_default().bold();
        let name = "错误：";
        let text = Self::remark_look().sentence(&format!("{name}{text}"), 0);
        self.say(&format!("{style}{name}{style:#}{}", text.strip_prefix(name).unwrap_or(&text)));
    }

    /// Prints why a command could not do its work, which is its status.
    pub fn failed(&mut self, problem: &str) -> Status {
        self.problem(problem);
        Status::Failed
    }

    /// Waits until what stands in a window that closes with the program has been read.
    pub fn wait_for_enter(&mut self) {
        if io::stdin().is_terminal() {
            self.say("按回车键关闭窗口。");
            let _ = io::stdin().lock().read_line(&mut String::new());
        }
    }

    /// The status of the run, worsened if its results could not be printed, which is said.
    pub fn finish(&mut self, status: Status) -> Status {
        let Some(error) = self.refused.take() else { return status };
        self.failed(&format!("无法写出结果：{}", reason(&error)))
    }

    /// How findings look on standard output.
    pub fn result_look() -> Look {
        let is_terminal = io::stdout().is_terminal();
        look(is_terminal, terminal_size::terminal_size_of(io::stdout()))
    }

    /// How findings look on standard error.
    pub fn remark_look() -> Look {
        let is_terminal = io::stderr().is_terminal();
        look(is_terminal, terminal_size::terminal_size_of(io::stderr()))
    }
}

fn look(is_terminal: bool, size: Option<(Width, Height)>) -> Look {
    let width = size.filter(|_| is_terminal).map(|(width, _)| usize::from(width.0));
    Look { colour: true, unicode: !is_terminal || is_utf8_console(), width }
}

/// False where line-drawing characters would come out wrong: a console that is set to another
/// encoding. Old Windows consoles are, unless they are Windows Terminal.
#[expect(clippy::disallowed_methods, reason = "the command line looks at the console that it runs in")]
fn is_utf8_console() -> bool {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    if cfg!(windows) {
        return set("WT_SESSION").is_some();
    }
    let locale = set("LC_ALL").or_else(|| set("LC_CTYPE")).or_else(|| set("LANG"));
    locale.is_some_and(|locale| locale.to_ascii_lowercase().replace('-', "").contains("utf8"))
}
