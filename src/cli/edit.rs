//! `nianbao edit`: the report as a form in the browser, which writes every change into the data file at once.

mod change;
mod desk;
mod faulty;

use std::path::{Path, PathBuf};
use std::sync::mpsc::Receiver;

use super::fonts::OwnFonts;
use super::forms::OwnForms;
use super::load::is_data;
use super::page::{self, Shown};
use super::terminal::Terminal;
use super::watch::{Stop, Woke};
use super::{Done, Status, files, inputs};
use crate::serve::{Answer, Asked, Server};
use desk::Desk;

pub(super) fn run(mut shown: Shown, terminal: &mut Terminal) -> Done {
    let file = inputs::one(shown.file.as_deref(), "edit", terminal)?;
    shown.prev = shown.prev.map(|prev| inputs::named(&prev, terminal)).transpose()?;
    let stop = Stop::on_ctrl_c();
    let (wanted, no_open) = (shown.wanted(), shown.no_open);
    let form = OpenForm::open(file, shown.prev, shown.forms, &shown.fonts, wanted)?;
    page::tell("填报", "按 Ctrl+C 结束", &form.server, wanted, terminal);
    terminal.say(form.counts());
    if !no_open {
        page::open("填报", &form.server, terminal);
    }
    form.serve(&stop, &mut |words| terminal.say(words));
    terminal.say("填报已结束");
    Ok(Status::Clean)
}

/// A data file with its form in the browser.
pub(super) struct OpenForm {
    desk: Desk,
    server: Server,
    asked: Receiver<Asked>,
    counts: String,
}

impl OpenForm {
    /// Reads a data file and shows its form; what is wrong from the start is said here, later it is shown on the page.
    ///
    /// # Errors
    /// It is no data file, or cannot be read, or there is no port: why, in plain words.
    pub fn open(
        file: PathBuf,
        prev: Option<PathBuf>,
        forms: OwnForms,
        fonts: &OwnFonts,
        port: u16,
    ) -> Result<Self, String> {
        files::refuse_stream(&file)?;
        refuse_published(&file)?;
        let mut desk = Desk::new(file, prev, forms, fonts)?;
        let first = desk.state()?;
        let (server, asked) = Server::start_form(port)
            .map_err(|error| format!("无法打开填报页面：{}", files::reason(&error)))?;
        let counts = desk.words(&first);
        server.publish(first);
        Ok(Self { desk, server, asked, counts })
    }

    /// The address of the form, with its secret.
    pub fn address(&self) -> String {
        self.server.address()
    }

    /// What was found in the file, in a line.
    pub fn counts(&self) -> &str {
        &self.counts
    }

    /// Takes what the page asks for, and what others write, until the user wants to end; `say` tells the terminal.
    pub fn serve(self, stop: &Stop, say: &mut dyn FnMut(&str)) {
        let Self { mut desk, server, asked, .. } = self;
        loop {
            match desk.wait(stop, |pause| page::next(&asked, pause)) {
                Woke::Changed => {
                    let state = desk.state_or_problem();
                    say(&desk.words(&state));
                    server.publish(state);
                }
                Woke::Asked(asked) => answer(&mut desk, &server, asked),
                Woke::Stopped => return,
            }
        }
    }
}

fn answer(desk: &mut Desk, server: &Server, asked: Asked) {
    let answer = desk.answer(&asked.request);
    if matches!(answer, Answer::Saved(_) | Answer::Conflict(_)) {
        server.publish(desk.state_or_problem());
    }
    asked.answer(answer);
}

/// Refuses a report that was published: it is drafted from.
fn refuse_published(file: &Path) -> Result<(), String> {
    if files::extension(file) == "toml" || !files::exists(file) {
        return files::read(file).map(|_| ());
    }
    let bytes = files::read_published(file)?;
    if is_data(file, &bytes) {
        return Ok(());
    }
    let (shown, argument) = (files::shown(file), files::argument(file));
    Err(format!(
        "“{shown}”不是数据文件，不能直接填报\n从它起草下一年的报告：nianbao new --from {argument}\n把它读成数据文件：nianbao import {argument}"
    ))
}
