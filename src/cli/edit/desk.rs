//! The data file that is filled in, as it is on the disk: what of it the page is shown.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::super::fonts::{OwnFonts, Tell};
use super::super::forms::OwnForms;
use super::super::load::{Loaded, load, named_last};
use super::super::page::{time_of_day, words_of};
use super::super::watch::{Stop, Woke};
use super::super::watched::WatchedFiles;
use super::super::{files, look};
use super::faulty;
use crate::diagnostic::Diagnostic;
use crate::edit::{Address, DataFile, History};
use crate::format::{Form, Forms};
use crate::render::Options;
use crate::serve::{Layout, Sheet, State, Steps};
use crate::source::Source;

/// The files that are shown, the watch over them, and the session.
pub(super) struct Desk {
    /// The data file.
    pub path: PathBuf,
    /// Last year's, where it was named on the command line.
    prev: Option<PathBuf>,
    own_forms: OwnForms,
    /// The name of the data file alone: the path to it may be long.
    name: String,
    stem: String,
    pub files: WatchedFiles,
    fonts: OwnFonts,
    /// How the outputs are drawn, or why they cannot be.
    options: Result<Arc<Options>, String>,
    /// The data file as it was when it was opened, until it is kept.
    pub original: Option<Vec<u8>>,
    pub history: History,
    /// The text into which somebody is typing, and since when it has been at rest.
    pub typing: Option<(Address, Instant)>,
    /// The time of day at which the file was written last.
    pub saved: Option<String>,
    /// The files that may be named as last year's, as the data file would name them.
    pub last_years: Vec<String>,
    layout: Option<Laid>,
    sheet: Option<Sheet>,
    /// What the page was shown last.
    pub shown: Option<Shown>,
}

/// A layout, and what it was made of.
struct Laid {
    form: Option<Form>,
    last_years: Vec<String>,
    layout: Arc<Layout>,
}

/// A file as it was shown.
pub(super) struct Shown {
    pub source: Source,
    pub findings: Vec<Diagnostic>,
}

impl Desk {
    /// Takes a data file.
    ///
    /// # Errors
    /// It cannot be read: why, in plain words.
    pub fn new(
        path: PathBuf,
        prev: Option<PathBuf>,
        own_forms: OwnForms,
        fonts: &OwnFonts,
    ) -> Result<Self, String> {
        let name = path.file_name().map_or_else(String::new, |name| files::shown(Path::new(name)));
        let mut desk = Self {
            stem: files::shown(Path::new(&files::stem(&path))),
            files: WatchedFiles::new(
                paths(prev.as_ref(), &own_forms, &path, None),
                fonts.folder().map(Path::to_owned),
            ),
            options: Ok(options(fonts)?),
            fonts: fonts.clone(),
            original: Some(files::read_bytes(&path)?),
            history: History::default(),
            typing: None,
            saved: None,
            last_years: Vec::new(),
            layout: None,
            sheet: None,
            shown: None,
            path,
            prev,
            own_forms,
            name,
        };
        desk.look_around();
        Ok(desk)
    }

    /// Waits until one of the files was changed by others, the user wants to end, or something is asked.
    pub fn wait<T>(&mut self, stop: &Stop, pause: impl Fn(Duration) -> Option<T>) -> Woke<T> {
        let woke = self.files.watch.wait_or(stop, pause);
        if matches!(woke, Woke::Changed) {
            self.look_around();
            self.options = options(&self.fonts);
        }
        woke
    }

    /// Finds the files that may be named as last year's.
    fn look_around(&mut self) {
        let beside = files::reports_beside(&self.path);
        self.last_years = beside.iter().filter_map(|other| files::path_between(&self.path, other)).collect();
    }

    /// The forms at hand.
    pub fn forms(&self) -> Result<Forms, String> {
        self.own_forms.load()
    }

    /// Reads, checks and draws the files as they are now.
    ///
    /// # Errors
    /// One of them cannot be had: why, in plain words.
    pub fn state(&mut self) -> Result<State, String> {
        let forms = self.forms()?;
        let (path, prev, own_forms) = (&self.path, self.prev.as_ref(), &self.own_forms);
        let read = || load(path, prev.map(PathBuf::as_path), &forms);
        let depends = |report: &_| paths(prev, own_forms, path, named_last(report, path));
        let Loaded { source, checked, .. } = self.files.read(read, depends)?;
        let state = State::new(&source, &checked, self.options.clone(), &self.name, &self.stem);
        let sheet = match DataFile::read(&source, &forms) {
            Ok(file) => {
                let layout = self.layout_of(file.form(), &forms);
                Sheet::new(layout, &file, checked.report.as_ref(), self.steps())
            }
            Err(_) => {
                let faulty = faulty::faulty(&self.path, &source, &checked.findings);
                Sheet::unread(self.last_layout(&forms), self.sheet.as_ref(), Some(faulty), self.steps())
            }
        };
        self.sheet = Some(sheet.clone());
        self.shown = Some(Shown { source, findings: checked.findings });
        Ok(state.with_sheet(sheet))
    }

    /// The same; if a file cannot be had, why, with the values that were there last.
    pub fn state_or_problem(&mut self) -> State {
        self.state().unwrap_or_else(|problem| {
            self.shown = None;
            let layout = self.last_layout(&Forms::built_in());
            let sheet = Sheet::unread(layout, self.sheet.as_ref(), None, self.steps());
            State::failed(&self.name, problem).with_sheet(sheet)
        })
    }

    fn steps(&self) -> Steps {
        let (undo, redo) = (self.history.undo().is_some(), self.history.redo().is_some());
        Steps { undo, redo, saved: self.saved.clone() }
    }

    /// The layout of a form, made once.
    fn layout_of(&mut self, form: Option<&Form>, forms: &Forms) -> Arc<Layout> {
        if let Some(laid) = &self.layout
            && laid.form.as_ref() == form
            && laid.last_years == self.last_years
        {
            return Arc::clone(&laid.layout);
        }
        let layout = Arc::new(Layout::new(form, forms, &self.last_years));
        let (form, last_years) = (form.cloned(), self.last_years.clone());
        self.layout = Some(Laid { form, last_years, layout: Arc::clone(&layout) });
        layout
    }

    /// The layout of the form that the file had when it could be read; of the newest one if it never could.
    fn last_layout(&mut self, forms: &Forms) -> Arc<Layout> {
        let form = match &self.layout {
            Some(laid) => laid.form.clone(),
            None => forms.newest().and_then(|id| forms.get(&id).ok()).map(|form| (*form).clone()),
        };
        self.layout_of(form.as_ref(), forms)
    }

    /// The line on the terminal about a state.
    pub fn words(&self, state: &State) -> String {
        let words = match (state.counts(), state.problem()) {
            (Some(counts), _) => words_of(counts),
            (None, Some(problem)) => format!("{problem}，详见网页"),
            (None, None) => "数据文件有问题，读不出来，详见网页".to_owned(),
        };
        format!("{} {}：{words}", time_of_day(), self.name)
    }
}

fn options(fonts: &OwnFonts) -> Result<Arc<Options>, String> {
    look::options(None, None, fonts, Tell::AtOnce).map(Arc::new)
}

/// Every file on which the form depends, whether it is there or not.
fn paths(prev: Option<&PathBuf>, forms: &OwnForms, file: &Path, named: Option<PathBuf>) -> Vec<PathBuf> {
    let mut paths = vec![file.to_owned()];
    paths.extend(prev.cloned().or(named));
    paths.extend(forms.files());
    paths
}
