//! The program opened without a command line, as a double click on Windows does: the window that comes with it
//! would be gone before anybody has read a word.

use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::path::Path;

use super::terminal::Terminal;
use super::{Status, files, usage};

/// What tells a double click from a command line.
#[derive(Debug, Clone, Copy)]
struct Start {
    /// There is nothing but the name of the program.
    is_bare: bool,
    /// The system gives a program that was clicked on a window of its own. Others leave it without one, or leave
    /// the window there.
    is_windows: bool,
    /// Somebody can read what is printed, and press a key.
    is_terminal: bool,
    /// The command line of Windows sets `PROMPT` for what it starts; the desktop does not. In other shells that
    /// do not either, one key more has to be pressed.
    has_prompt: bool,
}

impl Start {
    fn is_double_click(self) -> bool {
        self.is_bare && self.is_windows && self.is_terminal && !self.has_prompt
    }
}

/// True if nothing was typed, and the window closes with the program.
#[expect(clippy::disallowed_methods, reason = "the environment tells whether there is a command line")]
pub(super) fn by_double_click(arguments: &[OsString]) -> bool {
    let start = Start {
        is_bare: arguments.len() <= 1,
        is_windows: cfg!(windows),
        is_terminal: io::stdin().is_terminal() && io::stderr().is_terminal(),
        has_prompt: std::env::var("PROMPT").is_ok(),
    };
    start.is_double_click()
}

/// Says what to do, and waits until it has been read.
pub(super) fn run(terminal: &mut Terminal) -> Status {
    let program = std::env::current_exe().ok();
    terminal.say(&words(program.as_deref().and_then(Path::parent)));
    terminal.wait_for_enter();
    Status::Failed
}

/// How to come to a command line in the folder of the program, and what to do there.
fn words(folder: Option<&Path>) -> String {
    let folder = folder.map(|folder| format!("：\n     {}", files::shown(folder))).unwrap_or_default();
    format!(
        "本程序没有自己的窗口和按钮，要在命令行窗口里输入命令来用：\n  \
         1. 打开本程序所在的文件夹{folder}\n  \
         2. 点一下文件夹窗口上方的地址栏，输入 cmd，按回车键，就打开了命令行窗口\n  \
         3. 在命令行窗口里输入下面的命令，按回车键。例如：nianbao new\n\n{}\n\n\
         填好的数据文件、已公布的报告也可以直接拖到本程序的图标上，就在浏览器里看到\n\
         报告和检查结果。\n",
        usage::steps()
    )
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;

    #[test]
    fn only_a_double_click_on_windows_keeps_the_window() {
        let clicked = Start { is_bare: true, is_windows: true, is_terminal: true, has_prompt: false };
        assert!(clicked.is_double_click());
        for other in [
            Start { is_bare: false, ..clicked },
            Start { is_windows: false, ..clicked },
            Start { is_terminal: false, ..clicked },
            Start { has_prompt: true, ..clicked },
        ] {
            assert!(!other.is_double_click(), "{other:?}");
        }
    }

    #[test]
    fn the_way_to_a_command_line_is_told_in_lines_that_fit() {
        let text = words(Some(Path::new("年报程序")));
        for told in ["年报程序", "输入 cmd", "nianbao new", "nianbao check", "nianbao render", "拖到"]
        {
            assert!(text.contains(told), "{told}: {text}");
        }
        let widest = text.lines().max_by_key(|line| line.width()).unwrap_or_default();
        assert!(widest.width() <= 80, "{widest}");
        assert!(!words(None).contains("：\n     "));
    }
}
