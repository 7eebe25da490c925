//! `nianbao preview`: shows the report in the browser, anew at every save.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueHint};

use super::fonts::Tell;
use super::load::{Loaded, load, named_last};
use super::page::{self, Shown, time_of_day, words_of};
use super::terminal::Terminal;
use super::watch::{Stop, Woke};
use super::watched::WatchedFiles;
use super::{Done, Status, files, inputs, look};
use crate::render::Options;
use crate::serve::{Server, State};

#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    shown: Shown,
    /// Word 和 PDF 的版面文件（字体、字号、距离），只写与标准不同的几项
    #[arg(long, value_name = "文件")]
    style: Option<PathBuf>,
    /// 自己的模板所在的文件夹；其中有的模板代替内置的（见 nianbao templates）
    #[arg(long, value_name = "目录", value_hint = ValueHint::DirPath)]
    templates: Option<PathBuf>,
}

impl From<Shown> for Arguments {
    fn from(shown: Shown) -> Self {
        Self { shown, style: None, templates: None }
    }
}

pub(super) fn run(mut arguments: Arguments, terminal: &mut Terminal) -> Done {
    let file = inputs::one(arguments.shown.file.as_deref(), "preview", terminal)?;
    arguments.shown.prev = arguments.shown.prev.map(|prev| inputs::named(&prev, terminal)).transpose()?;
    let arguments = &arguments;
    let stop = Stop::on_ctrl_c();
    // What is wrong from the start is a slip of the command line; later it is shown on the page.
    files::refuse_stream(&file)?;
    let mut desk = Desk::new(arguments, file);
    options(arguments)?;
    let first = desk.read()?;
    let wanted = arguments.shown.wanted();
    let server = Server::start(wanted).map_err(|error| format!("无法启动预览：{}", files::reason(&error)))?;
    let counts = desk.words(&first);
    server.publish(first);
    page::tell("预览", "按 Ctrl+C 结束", &server, wanted, terminal);
    terminal.say(&counts);
    if !arguments.shown.no_open {
        page::open("预览", &server, terminal);
    }
    while desk.files.watch.wait(&stop) == Woke::Changed {
        let state = desk.read().unwrap_or_else(|problem| State::failed(&desk.name, problem));
        terminal.say(&desk.words(&state));
        server.publish(state);
    }
    drop(server);
    terminal.say("预览已结束");
    Ok(Status::Clean)
}

/// The files that are shown, and the watch over them.
struct Desk<'a> {
    arguments: &'a Arguments,
    /// The data file.
    file: PathBuf,
    /// The name of the data file alone: the path to it may be long.
    name: String,
    stem: String,
    files: WatchedFiles,
}

impl<'a> Desk<'a> {
    fn new(arguments: &'a Arguments, file: PathBuf) -> Self {
        let name = file.file_name().map_or_else(String::new, |name| files::shown(Path::new(name)));
        let stem = files::shown(Path::new(&files::stem(&file)));
        let fonts = arguments.shown.fonts.folder().map(Path::to_owned);
        let files = WatchedFiles::new(paths(arguments, &file, None), fonts);
        Self { arguments, file, name, stem, files }
    }

    /// Reads, checks and draws the files as they are now.
    fn read(&mut self) -> Result<State, String> {
        let options = options(self.arguments).map(Arc::new);
        let (arguments, file) = (self.arguments, self.file.clone());
        let read = || load(&file, arguments.shown.prev.as_deref(), &arguments.shown.forms.load()?);
        let Loaded { source, checked, .. } = self.watched(read)?;
        Ok(State::new(&source, &checked, options, &self.name, &self.stem))
    }

    fn watched(&mut self, read: impl Fn() -> Result<Loaded, String>) -> Result<Loaded, String> {
        let (arguments, file) = (self.arguments, &self.file);
        self.files.read(read, |report| paths(arguments, file, named_last(report, file)))
    }

    /// The line on the terminal about a state.
    fn words(&self, state: &State) -> String {
        let words = match (state.counts(), state.problem()) {
            (Some(counts), _) if state.drawn() => words_of(counts),
            (Some(counts), _) => format!("{}；报告现在生成不了，详见网页", words_of(counts)),
            (None, Some(problem)) => format!("{problem}，详见网页"),
            (None, None) => "数据文件有问题，读不出来，详见网页".to_owned(),
        };
        format!("{} {}：{words}", time_of_day(), self.name)
    }
}

fn options(arguments: &Arguments) -> Result<Options, String> {
    let (folder, style) = (arguments.templates.as_deref(), arguments.style.as_deref());
    look::options(folder, style, &arguments.shown.fonts, Tell::AtOnce)
}

/// Every file on which the preview depends, whether it is there or not.
fn paths(arguments: &Arguments, file: &Path, named: Option<PathBuf>) -> Vec<PathBuf> {
    let mut paths = vec![file.to_owned()];
    paths.extend(arguments.shown.prev.clone().or(named));
    paths.extend(arguments.style.clone());
    paths.extend(arguments.shown.forms.files());
    paths.extend(arguments.templates.iter().flat_map(|folder| look::template_paths(folder)));
    paths
}

#[cfg(test)]
mod tests {
    use super::super::files::Seen;
    use super::*;
    use crate::format::Forms;

    #[test]
    fn a_save_that_names_another_file_while_the_first_is_read_leaves_none_unwatched() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("年报.toml");
        let naming = |last: &str| {
            let text = include_str!("../../examples/qinghe-2024.toml").replace("[previous]", "[previous_]");
            files::replace_one(
                &path,
                format!("{text}\n[previous]\nfile = '{last}'\n").into_bytes(),
                Seen::Anything,
            )
            .unwrap();
        };
        let arguments = Arguments::from(Shown::of_file(path.clone()));
        let mut desk = Desk::new(&arguments, path.clone());
        naming("甲.toml");
        let readings = std::cell::Cell::new(0);
        let read = || {
            let loaded = load(&path, None, &Forms::built_in());
            readings.set(readings.get() + 1);
            if readings.get() == 1 {
                naming("乙.toml");
            }
            loaded
        };
        desk.watched(read).unwrap();
        assert_eq!(desk.files.paths, [path.clone(), folder.path().join("乙.toml")]);
        assert_eq!(readings.get(), 3);
    }
}
