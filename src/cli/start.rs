//! The start page: the data files and published reports of a folder, to be filled in, to be drafted from, and a new
//! one. Each data file that is opened has a form of its own, in a thread.

mod given;
mod list;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::edit::OpenForm;
use super::fonts::OwnFonts;
use super::forms::OwnForms;
use super::new::{self, Last, Plan, Unfit, Way};
use super::opened::{self, Opened};
use super::page::{self, PORT};
use super::terminal::Terminal;
use super::watch::Stop;
use super::{Done, Status, files, import};
use crate::format::Forms;
use crate::serve::{FileKind, Listing, Server, StartAnswer, StartRequest};
use list::List;

/// Time between two looks at whether the user wants to end.
const PAUSE: Duration = Duration::from_millis(100);

/// Shows the start page. A window that is closed with the program stays until what went wrong has been read.
pub(super) fn run(opened: Opened, terminal: &mut Terminal) -> Status {
    let status = serve(opened, terminal).unwrap_or_else(|problem| terminal.failed(&problem));
    if opened == Opened::DoubleClick && status != Status::Clean {
        terminal.wait_for_enter();
    }
    status
}

fn serve(opened: Opened, terminal: &mut Terminal) -> Done {
    let stop = Stop::on_ctrl_c();
    let folder = opened::enter(opened)?;
    let (server, asked) =
        Server::start_page(PORT).map_err(|error| format!("无法打开开始页：{}", files::reason(&error)))?;
    let end = match opened {
        Opened::CommandLine => "按 Ctrl+C 结束",
        Opened::DoubleClick => "关闭本窗口即结束",
    };
    terminal.say(&format!("文件夹：{folder}"));
    page::tell("开始页", end, &server, PORT, terminal);
    page::open("开始页", &server, terminal);
    let (told, words) = channel();
    let mut start = Start::new(PathBuf::from("."), folder, stop.clone(), told);
    while !stop.requested() {
        if let Some(asked) = page::next(&asked, PAUSE) {
            let answer = start.answer(&asked.request);
            asked.answer(answer);
        }
        words.try_iter().for_each(|words: String| terminal.say(&words));
    }
    start.end();
    drop(server);
    terminal.say("已结束");
    Ok(Status::Clean)
}

/// The owner of the folder.
struct Start {
    /// The folder, as it is shown.
    shown: String,
    list: List,
    forms: Forms,
    /// The forms that are open, by what their files are compared by.
    open: HashMap<PathBuf, Running>,
    stop: Stop,
    /// To the terminal.
    told: Sender<String>,
}

/// A form in its thread.
struct Running {
    address: String,
    thread: JoinHandle<()>,
}

impl Start {
    fn new(folder: PathBuf, shown: String, stop: Stop, told: Sender<String>) -> Self {
        let (forms, open) = (Forms::built_in(), HashMap::new());
        Self { shown, list: List::new(folder), forms, open, stop, told }
    }

    /// Does what is asked and says what became of it.
    fn answer(&mut self, request: &StartRequest) -> StartAnswer {
        let done = match request {
            StartRequest::List => Ok(self.listed()),
            StartRequest::Open(id) => self.open(id),
            StartRequest::Draft(id) => self.draft(id),
            StartRequest::DraftFrom(given) => self.draft_from(&given.name, &given.bytes),
            StartRequest::New { agency, level, year } => {
                self.make(&new::Arguments::from_nothing(agency.clone(), *level, *year))
            }
        };
        done.unwrap_or_else(StartAnswer::Refused)
    }

    /// The files as they are now; none where the folder cannot be read, which the terminal is told.
    fn listed(&mut self) -> StartAnswer {
        let files = self.list.files(&self.forms).unwrap_or_else(|problem| {
            self.say(problem);
            Vec::new()
        });
        StartAnswer::Listed(Listing { folder: self.shown.clone(), year: new::current_report_year(), files })
    }

    /// Opens a file of the list; a published report is read into a data file beside it first.
    fn open(&mut self, id: &str) -> Result<StartAnswer, String> {
        let (path, kind) = self.list.file(id)?;
        if kind == FileKind::Data {
            return self.show(path, Vec::new());
        }
        let output = import::data_file_of(&path);
        self.refuse(&output)?;
        let notes = import::import_one(&path, &output, &self.forms)?;
        self.show_new(output, notes)
    }

    /// Drafts next year's data file from a file of the list.
    fn draft(&mut self, id: &str) -> Result<StartAnswer, String> {
        let (path, _) = self.list.file(id)?;
        let last = Last::load(&path, &self.forms).map_err(unfit)?;
        let plan = self.plan(&new::Arguments::default(), Some(last))?;
        self.write(&plan)
    }

    /// The same from a file that the page brings. It is kept in the folder, unless nothing can be drafted from it.
    fn draft_from(&mut self, name: &str, bytes: &[u8]) -> Result<StartAnswer, String> {
        let place = given::place(&self.list, name, bytes)?;
        let last = Last::from_bytes(&place.path, bytes, &self.forms).map_err(unfit)?;
        let plan = self.plan(&new::Arguments::default(), Some(last))?;
        place.keep(bytes)?;
        self.write(&plan)
    }

    /// Makes a data file from nothing.
    fn make(&mut self, arguments: &new::Arguments) -> Result<StartAnswer, String> {
        let plan = self.plan(arguments, None)?;
        if plan.agency.is_empty() {
            return Err("请填写编制机关的全称".to_owned());
        }
        self.write(&plan)
    }

    /// What is to be written into the folder.
    fn plan(&self, arguments: &new::Arguments, last: Option<Last>) -> Result<Plan, String> {
        let mut plan = new::plan(arguments, last)?;
        plan.output = self.list.at(&plan.output);
        self.refuse(&plan.output)?;
        Ok(plan)
    }

    /// Refuses to make a data file that is there already, or cannot be.
    fn refuse(&self, path: &Path) -> Result<(), String> {
        if files::exists(path) {
            return Err(format!(
                "已有“{}”，没有改动；要接着填写它，请点它的“打开”",
                files::shown(Path::new(path.file_name().unwrap_or_default()))
            ));
        }
        self.list.refuse_unwritable()
    }

    fn write(&mut self, plan: &Plan) -> Result<StartAnswer, String> {
        let written = new::write(plan, &self.forms)?;
        let notes = new::remarks(plan, &written, Way::Page);
        self.show_new(plan.output.clone(), notes)
    }

    /// Shows a file that was made just now.
    fn show_new(&mut self, path: PathBuf, notes: Vec<String>) -> Result<StartAnswer, String> {
        self.say(format!("已生成：{}", files::shown(&path)));
        notes.iter().for_each(|note| self.say(format!("注意：{note}")));
        self.show(path, notes)
    }

    /// The form of a data file; that which is open already, if there is one.
    fn show(&mut self, path: PathBuf, notes: Vec<String>) -> Result<StartAnswer, String> {
        let identity = files::identity(&path);
        if let Some(running) = self.open.get(&identity).filter(|running| !running.thread.is_finished()) {
            return Ok(StartAnswer::Opened { address: running.address.clone(), notes });
        }
        let shown = files::shown(&path);
        let form = OpenForm::open(path, None, OwnForms::default(), &OwnFonts::default(), 0)?;
        let address = form.address();
        self.say(format!("已打开“{shown}”，填报地址：\n{address}\n{}", form.counts()));
        let (stop, told) = (self.stop.clone(), self.told.clone());
        let run = move || {
            form.serve(&stop, &mut |words| {
                // The terminal is told nothing any more once the program ends.
                let _ = told.send(words.to_owned());
            });
        };
        let thread = std::thread::Builder::new().name("form".to_owned()).spawn(run);
        let thread = thread.map_err(|error| format!("无法打开填报页面：{}", files::reason(&error)))?;
        self.open.insert(identity, Running { address: address.clone(), thread });
        Ok(StartAnswer::Opened { address, notes })
    }

    fn say(&self, words: String) {
        let _ = self.told.send(words);
    }

    /// Waits until every form has ended: what was asked of it is in its file then.
    fn end(self) {
        self.open.into_values().for_each(|running| {
            let _ = running.thread.join();
        });
    }
}

/// Why a file cannot be drafted from, and what to do on the page.
fn unfit(unfit: Unfit) -> String {
    const OPEN: &str = "请在列表里打开它，改好以后再用它起草（还不在列表里的，先放进这个文件夹）";
    match unfit {
        Unfit::Unread(words) => words,
        Unfit::Faulty(path) => {
            format!("“{}”不是数据文件，或者有写法上的错误，读不出来；{OPEN}", files::shown(&path))
        }
        Unfit::NoYear(path) | Unfit::NoYearPublished(path) => {
            format!("“{}”里没有找到报告年度；{OPEN}", files::shown(&path))
        }
    }
}
