//! `nianbao render --watch`: the reports anew at every save.

use std::path::{Path, PathBuf};

use super::{Arguments, make_all, prepare};
use crate::cli::load::named_last;
use crate::cli::terminal::Terminal;
use crate::cli::watch::{Stop, Watch, Woke};
use crate::cli::{Status, files, look};
use crate::format::Forms;
use crate::report::read;

/// Makes the reports, and makes them again whenever a file that they depend on has been saved, until
/// the user ends it.
pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Status {
    let stop = Stop::on_ctrl_c();
    let mut rounds = 0;
    loop {
        // From before the files are read, so that no save in between is lost.
        let mut watch = Watch::new(sources(arguments));
        match prepare(arguments) {
            Ok((jobs, with)) => drop(make_all(&jobs, &with, terminal)),
            Err(problem) => {
                terminal.problem(&problem);
                // What is wrong from the start is wrong with the command.
                if rounds == 0 {
                    return Status::Failed;
                }
            }
        }
        rounds += 1;
        terminal.say("\n数据文件保存后会重新生成；按 Ctrl+C 结束");
        match watch.wait(&stop) {
            Woke::Changed => terminal.say(""),
            Woke::Stopped => {
                terminal.say("已结束");
                return Status::Clean;
            }
        }
    }
}

/// The files that the reports depend on.
fn sources(arguments: &Arguments) -> Vec<PathBuf> {
    let forms = Forms::built_in();
    let last = |path: &PathBuf| {
        let named = || named_last(&read(&files::read(path).ok()?, &forms).report?, path);
        arguments.prev.clone().or_else(named)
    };
    let data = arguments.files.iter().flat_map(|path| last(path).into_iter().chain([path.clone()]));
    let templates = arguments.templates.as_deref().into_iter().flat_map(look::template_paths);
    data.chain(templates).chain(arguments.style.as_deref().map(Path::to_owned)).collect()
}
