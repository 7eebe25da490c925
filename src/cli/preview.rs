//! `nianbao preview`: shows the report in the browser, anew at every save.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueHint};

use super::fonts::{OwnFonts, Tell};
use super::forms::OwnForms;
use super::load::{Loaded, load, named_last};
use super::terminal::Terminal;
use super::watch::{Stop, Woke};
use super::watched::WatchedFiles;
use super::{Done, Status, files, inputs, look};
use crate::diagnostic::Counts;
use crate::render::Options;
use crate::serve::{Server, State};

pub(super) const PORT: u16 = 8765;

#[derive(Args)]
pub(super) struct Arguments {
    /// 数据文件；本文件夹里只有一个的，可以不写
    #[arg(value_name = "文件")]
    file: Option<PathBuf>,
    /// 上年的报告：数据文件，或者已公布的 Word、网页、PDF 等，用来核对结转和变化
    #[arg(long, value_name = "上年文件")]
    prev: Option<PathBuf>,
    #[command(flatten)]
    forms: OwnForms,
    /// 端口号；不写则用 8765，被占用时自动换一个
    #[arg(long, value_name = "端口号", value_parser = clap::value_parser!(u16).range(1..))]
    port: Option<u16>,
    /// 不自动打开浏览器
    #[arg(long)]
    no_open: bool,
    /// Word 和 PDF 的版面文件（字体、字号、距离），只写与标准不同的几项
    #[arg(long, value_name = "文件")]
    style: Option<PathBuf>,
    /// 自己的模板所在的文件夹；其中有的模板代替内置的（见 nianbao templates）
    #[arg(long, value_name = "目录", value_hint = ValueHint::DirPath)]
    templates: Option<PathBuf>,
    #[command(flatten)]
    fonts: OwnFonts,
}

impl Arguments {
    fn of_file(file: PathBuf) -> Self {
        Self {
            file: Some(file),
            prev: None,
            forms: OwnForms::default(),
            port: None,
            no_open: false,
            style: None,
            templates: None,
            fonts: OwnFonts::default(),
        }
    }
}

/// The file that was dragged onto the program: its only argument, and no command. A data file or a published
/// report is shown; of any other file it is said why not when it is read.
pub(super) fn dragged(arguments: &[std::ffi::OsString]) -> Option<PathBuf> {
    let [_, only] = arguments else { return None };
    let path = PathBuf::from(only);
    (is_dragged(&path) && files::is_file(&path)).then_some(path)
}

/// No command has a dot in its name, and what is dragged comes with its whole path.
fn is_dragged(path: &Path) -> bool {
    path.extension().is_some() || path.is_absolute() && files::exists(path)
}

/// What is wrong with what was dragged onto the program and is not one file.
pub(super) fn dragged_wrongly(arguments: &[std::ffi::OsString]) -> Option<String> {
    let files = arguments.get(1..)?;
    let path = Path::new(files.first()?);
    if !is_dragged(path) {
        return None;
    }
    let is_option = |argument: &std::ffi::OsString| argument.to_string_lossy().starts_with('-');
    let shown = files::shown(path);
    Some(match files {
        _ if files.iter().any(is_option) => return None,
        [_] if !files::exists(path) => format!("没有“{shown}”这个文件"),
        [_] if files::is_folder(path) => {
            format!("“{shown}”是文件夹；请打开它，把里面的数据文件（扩展名为 .toml）或者报告拖过来")
        }
        [_] => format!("“{shown}”不是文件，打不开"),
        _ => "一次只能预览一个文件；要检查或生成多个，请用 nianbao check 或 nianbao render".to_owned(),
    })
}

/// Shows a file that was dragged onto the program, or says why it cannot. Its window closes with the
/// program, so what went wrong stays there until it is read.
pub(super) fn run_dragged(file: Result<PathBuf, String>, terminal: &mut Terminal) -> Status {
    let shown = file.and_then(|file| run(Arguments::of_file(file), terminal));
    let status = shown.unwrap_or_else(|problem| terminal.failed(&problem));
    if status != Status::Clean {
        terminal.wait_for_enter();
    }
    status
}

pub(super) fn run(mut arguments: Arguments, terminal: &mut Terminal) -> Done {
    let file = inputs::one(arguments.file.as_deref(), "preview", terminal)?;
    arguments.prev = arguments.prev.map(|prev| inputs::named(&prev, terminal)).transpose()?;
    let arguments = &arguments;
    let stop = Stop::on_ctrl_c();
    // What is wrong from the start is a slip of the command line; later it is shown on the page.
    files::refuse_stream(&file)?;
    let mut desk = Desk::new(arguments, file);
    options(arguments)?;
    let first = desk.read()?;
    let wanted = arguments.port.unwrap_or(PORT);
    let server = Server::start(wanted).map_err(|error| format!("无法启动预览：{}", files::reason(&error)))?;
    let counts = desk.words(&first);
    server.publish(first);
    let address = server.address();
    terminal.say(&format!("预览地址：{address}{}  按 Ctrl+C 结束", moved(&server, wanted)));
    terminal.say(&counts);
    if !arguments.no_open && open::that_detached(&address).is_err() {
        terminal.say("没能自动打开浏览器，请在浏览器的地址栏输入上面的预览地址");
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
        let files = WatchedFiles::new(paths(arguments, &file, None));
        Self { arguments, file, name, stem, files }
    }

    /// Reads, checks and draws the files as they are now.
    fn read(&mut self) -> Result<State, String> {
        let options = options(self.arguments).map(Arc::new);
        let (arguments, file) = (self.arguments, self.file.clone());
        let read = || load(&file, arguments.prev.as_deref(), &arguments.forms.load()?);
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

/// Why the server is on another port than the one that was wanted; empty if it is not.
pub(super) fn moved(server: &Server, wanted: u16) -> String {
    match server.refused() {
        None => String::new(),
        Some(io::ErrorKind::AddrInUse) => format!("（端口 {wanted} 已被占用，换用 {}）", server.port()),
        Some(_) => format!("（端口 {wanted} 不能使用，换用 {}）", server.port()),
    }
}

/// The counts that the page shows as well.
pub(super) fn words_of(counts: Counts) -> String {
    let mut words = match (counts.errors, counts.warnings) {
        (0, 0) => "没有错误和提醒".to_owned(),
        (errors, warnings) => format!("{errors} 处错误，{warnings} 处提醒"),
    };
    for (count, kind) in [(counts.notes, "处提示"), (counts.accepted, "处已说明")] {
        if count > 0 {
            words.push_str(&format!("，{count} {kind}"));
        }
    }
    words
}

fn options(arguments: &Arguments) -> Result<Options, String> {
    let (folder, style) = (arguments.templates.as_deref(), arguments.style.as_deref());
    look::options(folder, style, &arguments.fonts, Tell::AtOnce)
}

/// Every file on which the preview depends, whether it is there or not.
fn paths(arguments: &Arguments, file: &Path, named: Option<PathBuf>) -> Vec<PathBuf> {
    let mut paths = vec![file.to_owned()];
    paths.extend(arguments.prev.clone().or(named));
    paths.extend(arguments.style.clone());
    paths.extend(arguments.forms.files());
    paths.extend(arguments.templates.iter().flat_map(|folder| look::template_paths(folder)));
    paths
}

/// The time in China, which has one for all of it.
#[expect(clippy::disallowed_methods, reason = "the time at which a file was read or written")]
pub(super) fn time_of_day() -> String {
    const EAST_OF_GREENWICH: u64 = 8 * 3_600;
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let second = since.as_secs() + EAST_OF_GREENWICH;
    format!("{:02}:{:02}:{:02}", second / 3_600 % 24, second / 60 % 60, second % 60)
}

#[cfg(test)]
mod tests {
    use super::super::files::Seen;
    use super::*;
    use crate::format::Forms;

    #[test]
    fn only_a_file_alone_counts_as_dragged() {
        let folder = tempfile::tempdir().unwrap();
        let dragged = |names: &[&str]| {
            let arguments = names.iter().map(|name| folder.path().join(name).into_os_string());
            dragged(&std::iter::once("nianbao".into()).chain(arguments).collect::<Vec<_>>())
        };
        for name in ["年.toml", "年.TOML.txt", "年.docx", "年.txt", "年"] {
            files::create(&folder.path().join(name), "").unwrap();
            assert!(dragged(&[name]).is_some(), "{name}");
        }
        assert!(dragged(&["没有.toml"]).is_none() && dragged(&["没有"]).is_none());
        assert!(dragged(&[]).is_none() && dragged(&["年.toml", "年.toml"]).is_none());
        std::fs::create_dir(folder.path().join("各局.2024")).unwrap();
        assert!(dragged(&["各局.2024"]).is_none());
    }

    #[test]
    fn what_is_not_one_file_is_refused_with_the_reason() {
        let folder = tempfile::tempdir().unwrap();
        files::create(&folder.path().join("年.toml"), "").unwrap();
        let refused = |names: &[&str]| {
            let path = |name: &&str| match name.starts_with('-') {
                true => name.into(),
                false => folder.path().join(name).into_os_string(),
            };
            let arguments: Vec<_> = std::iter::once("nianbao".into()).chain(names.iter().map(path)).collect();
            dragged_wrongly(&arguments).unwrap_or_default()
        };
        assert!(refused(&["没有.toml"]).contains("没有“"));
        std::fs::create_dir(folder.path().join("各局")).unwrap();
        assert!(refused(&["各局"]).contains("是文件夹"));
        assert_eq!(refused(&["没有"]), "");
        assert!(refused(&["年.toml", "年.toml"]).contains("一次只能"));
        assert_eq!(refused(&["年.toml", "--draft"]), "");
        let command = ["nianbao", "check", "年.toml"].map(std::ffi::OsString::from);
        assert_eq!(dragged_wrongly(&command), None);
    }

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
        let arguments = Arguments::of_file(path.clone());
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
