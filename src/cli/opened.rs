//! The program opened without a command, in a window where somebody can read: the start page is wanted. A double
//! click does so as well; the folder in which it runs the program may be any.

use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use super::files;

/// How the program was opened without a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opened {
    /// By its name, on a command line.
    CommandLine,
    /// By a double click: the window is closed with the program.
    DoubleClick,
}

/// What tells how the program was opened.
#[derive(Debug, Clone, Copy)]
struct Signs {
    /// There is nothing but the name of the program.
    is_bare: bool,
    /// Somebody can read what is printed, and press a key.
    is_terminal: bool,
    system: System,
    /// The command line of Windows sets `PROMPT` for what it starts; the desktop does not. Other shells do not
    /// either: there one key more has to be pressed when something is wrong.
    has_prompt: bool,
    /// The Finder of macOS has Terminal run the program by its whole path, in the home folder.
    is_whole_path: bool,
    is_at_home: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum System {
    /// It gives a program that was clicked on a window of its own.
    Windows,
    /// It opens a terminal.
    Mac,
    /// Others leave it without a window.
    Other,
}

impl System {
    fn here() -> Self {
        match () {
            () if cfg!(windows) => Self::Windows,
            () if cfg!(target_os = "macos") => Self::Mac,
            () => Self::Other,
        }
    }
}

impl Signs {
    fn opened(self) -> Option<Opened> {
        let is_clicked = match self.system {
            System::Windows => !self.has_prompt,
            System::Mac => self.is_whole_path && self.is_at_home,
            System::Other => false,
        };
        (self.is_bare && self.is_terminal).then_some(match is_clicked {
            true => Opened::DoubleClick,
            false => Opened::CommandLine,
        })
    }
}

/// How the program was opened; `None` if something was typed, or nobody is there.
#[expect(clippy::disallowed_methods, reason = "the environment tells whether there is a command line")]
pub(super) fn how(arguments: &[OsString]) -> Option<Opened> {
    let here = std::env::current_dir().ok();
    let signs = Signs {
        is_bare: arguments.len() <= 1,
        is_terminal: io::stdin().is_terminal() && io::stderr().is_terminal(),
        system: System::here(),
        has_prompt: std::env::var("PROMPT").is_ok(),
        is_whole_path: arguments.first().is_some_and(|program| Path::new(program).is_absolute()),
        is_at_home: here.is_some() && here == std::env::home_dir(),
    };
    signs.opened()
}

/// Goes to the folder whose files are shown; its name for the user. After a double click that is the folder of the
/// program, or the home folder where nothing can be written there.
///
/// # Errors
/// The folder is gone, or may not be entered: why, in plain words.
#[expect(clippy::disallowed_methods, reason = "the folder in which the program runs")]
pub(super) fn enter(opened: Opened) -> Result<String, String> {
    let failed = |what: &str, error| format!("无法进入{what}：{}", files::reason(&error));
    if opened == Opened::DoubleClick {
        let program = std::env::current_exe().ok();
        let program = program.as_deref().and_then(Path::parent).map(Path::to_owned);
        if let Some(folder) =
            chosen(program, std::env::home_dir(), &|folder| files::check_writable(folder).is_ok())
        {
            let what = format!("文件夹“{}”", files::shown(&folder));
            std::env::set_current_dir(&folder).map_err(|error| failed(&what, error))?;
        }
    }
    let here = std::env::current_dir().map_err(|error| failed("当前的文件夹", error))?;
    Ok(files::shown(&here))
}

/// The first folder in which something can be written.
fn chosen(
    program: Option<PathBuf>,
    home: Option<PathBuf>,
    is_writable: &dyn Fn(&Path) -> bool,
) -> Option<PathBuf> {
    [program, home].into_iter().flatten().find(|folder| is_writable(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_program_in_a_window_is_opened() {
        let clicked = Signs {
            is_bare: true,
            is_terminal: true,
            system: System::Windows,
            has_prompt: false,
            is_whole_path: true,
            is_at_home: false,
        };
        let finder = Signs { system: System::Mac, is_at_home: true, ..clicked };
        for signs in [clicked, finder, Signs { has_prompt: true, ..finder }] {
            assert_eq!(signs.opened(), Some(Opened::DoubleClick), "{signs:?}");
        }
        for signs in [
            Signs { has_prompt: true, ..clicked },
            Signs { is_whole_path: false, ..finder },
            Signs { is_at_home: false, ..finder },
            Signs { system: System::Other, ..finder },
        ] {
            assert_eq!(signs.opened(), Some(Opened::CommandLine), "{signs:?}");
        }
        for signs in [Signs { is_bare: false, ..clicked }, Signs { is_terminal: false, ..finder }] {
            assert_eq!(signs.opened(), None, "{signs:?}");
        }
    }

    #[test]
    fn a_double_click_goes_where_something_can_be_written() {
        let (program, home) = (Some(PathBuf::from("p")), Some(PathBuf::from("h")));
        let chosen_where = |writable: &[&str]| {
            let is_writable = |path: &Path| writable.iter().any(|one| path == Path::new(one));
            chosen(program.clone(), home.clone(), &is_writable)
        };
        assert_eq!(chosen_where(&["p", "h"]), program);
        assert_eq!(chosen_where(&["h"]), home);
        assert_eq!(chosen_where(&[]), None);
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(files::check_writable(folder.path()), Ok(()));
        assert!(files::check_writable(&folder.path().join("无")).unwrap_err().contains("不存在"));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
