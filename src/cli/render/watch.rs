//! `nianbao render --watch`: the reports anew at every save.

use std::path::{Path, PathBuf};

use super::{Arguments, With, Written, make_all, prepare};
use crate::cli::load::named_last;
use crate::cli::terminal::Terminal;
use crate::cli::watch::{Stop, Watch, Woke};
use crate::cli::{Done, Status, files, look};
use crate::format::Forms;
use crate::report::read;

/// Makes the reports, and makes them again whenever a file that they depend on has been saved, until
/// the user ends it.
pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Done {
    arguments.files.iter().try_for_each(|path| files::refuse_stream(path))?;
    let stop = Stop::on_ctrl_c();
    let (mut is_first, written) = (true, Written::default());
    loop {
        // From before the files are read, so that no save in between is lost.
        let mut watch = watch(arguments);
        let status = make(arguments, &written, is_first, &stop, terminal);
        // What is wrong from the start is wrong with the command.
        let is_there = arguments.files.iter().all(|path| files::is_file(path));
        if is_first && status.is_none_or(|status| status == Status::Failed && !is_there) {
            return Ok(Status::Failed);
        }
        is_first = false;
        let again = match status {
            Some(Status::Failed) => "关闭打开着的文件以后，请再保存一次数据文件，就会重新生成",
            _ => "数据文件保存后会重新生成",
        };
        terminal.say(&format!("\n{again}；按 Ctrl+C 结束"));
        match watch.wait(&stop) {
            Woke::Changed => terminal.say(""),
            Woke::Stopped => {
                terminal.say("已结束");
                return Ok(Status::Clean);
            }
        }
    }
}

/// Makes all reports once; `None` if that could not even begin.
fn make(
    arguments: &Arguments,
    written: &Written,
    is_first: bool,
    stop: &Stop,
    terminal: &mut Terminal,
) -> Option<Status> {
    match prepare(arguments, Some(written)) {
        Ok((jobs, with)) => {
            // The copy that is wanted is that of what was there before the first round.
            let with = With { backup: with.backup && is_first, ..with };
            Some(make_all(&jobs, &with, Some(stop), terminal))
        }
        Err(problem) => {
            terminal.problem(&problem);
            None
        }
    }
}

/// A watch over the files that the reports depend on.
fn watch(arguments: &Arguments) -> Watch {
    let mut paths = sources(arguments);
    loop {
        let watch = Watch::new(paths.clone()).with_fonts(arguments.fonts.folder());
        // A save meanwhile may have named another file of last year.
        let named_now = sources(arguments);
        if named_now == paths {
            return watch;
        }
        paths = named_now;
    }
}

/// The files that the reports depend on.
fn sources(arguments: &Arguments) -> Vec<PathBuf> {
    // A fault of theirs is said when the reports are made.
    let forms = arguments.forms.load().unwrap_or_else(|_| Forms::built_in());
    let last = |path: &PathBuf| {
        let named = || named_last(&read(&files::read(path).ok()?, &forms).report?, path);
        arguments.prev.clone().or_else(named)
    };
    let data = arguments.files.iter().flat_map(|path| last(path).into_iter().chain([path.clone()]));
    let templates = arguments.templates.as_deref().into_iter().flat_map(look::template_paths);
    let forms = arguments.forms.files();
    data.chain(templates).chain(forms).chain(arguments.style.as_deref().map(Path::to_owned)).collect()
}
