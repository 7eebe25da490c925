//! `nianbao edit`: the report as a form in the browser, which writes every change into the data file at once.

mod change;
mod desk;
mod faulty;

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use clap::Args;

use super::fonts::OwnFonts;
use super::forms::OwnForms;
use super::load::is_data;
use super::terminal::Terminal;
use super::watch::{Stop, Woke};
use super::{Done, Status, files, inputs, preview};
use crate::serve::{Answer, Asked, Server};
use desk::Desk;

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
    #[command(flatten)]
    fonts: OwnFonts,
}

pub(super) fn run(mut arguments: Arguments, terminal: &mut Terminal) -> Done {
    let file = inputs::one(arguments.file.as_deref(), "edit", terminal)?;
    arguments.prev = arguments.prev.map(|prev| inputs::named(&prev, terminal)).transpose()?;
    let arguments = &arguments;
    let stop = Stop::on_ctrl_c();
    // What is wrong from the start is a slip of the command line; later it is shown on the page.
    files::refuse_stream(&file)?;
    refuse_published(&file)?;
    let mut desk = Desk::new(arguments, file)?;
    let first = desk.state()?;
    let wanted = arguments.port.unwrap_or(preview::PORT);
    let (server, asked) =
        Server::start_form(wanted).map_err(|error| format!("无法打开填报页面：{}", files::reason(&error)))?;
    let counts = desk.words(&first);
    server.publish(first);
    let address = server.address();
    terminal.say(&format!("填报地址：{address}{}  按 Ctrl+C 结束", preview::moved(&server, wanted)));
    terminal.say(&counts);
    if !arguments.no_open && open::that_detached(&address).is_err() {
        terminal.say("没能自动打开浏览器，请在浏览器的地址栏输入上面的填报地址");
    }
    loop {
        match desk.wait(&stop, |pause| next(&asked, pause)) {
            Woke::Changed => {
                let state = desk.state_or_problem();
                terminal.say(&desk.words(&state));
                server.publish(state);
            }
            Woke::Asked(asked) => serve(&mut desk, &server, asked),
            Woke::Stopped => break,
        }
    }
    drop(server);
    terminal.say("填报已结束");
    Ok(Status::Clean)
}

/// The next request, waited for a while.
fn next(asked: &Receiver<Asked>, pause: Duration) -> Option<Asked> {
    match asked.recv_timeout(pause) {
        Ok(asked) => Some(asked),
        Err(RecvTimeoutError::Timeout) => None,
        Err(RecvTimeoutError::Disconnected) => {
            std::thread::sleep(pause);
            None
        }
    }
}

fn serve(desk: &mut Desk<'_>, server: &Server, asked: Asked) {
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
