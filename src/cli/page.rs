//! What the commands that show something in the browser have in common.

use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use clap::Args;

use super::fonts::OwnFonts;
use super::forms::OwnForms;
use super::terminal::Terminal;
use crate::diagnostic::Counts;
use crate::serve::Server;

/// The port that is taken where it is free.
pub(super) const PORT: u16 = 8765;

/// What is shown, and where.
#[derive(Debug, Default, Args)]
pub(super) struct Shown {
    /// 数据文件；本文件夹里只有一个的，可以不写
    #[arg(value_name = "文件")]
    pub file: Option<PathBuf>,
    /// 上年的报告：数据文件，或者已公布的 Word、网页、PDF 等，用来核对结转和变化
    #[arg(long, value_name = "上年文件")]
    pub prev: Option<PathBuf>,
    #[command(flatten)]
    pub forms: OwnForms,
    /// 端口号；不写则用 8765，被占用时自动换一个
    #[arg(long, value_name = "端口号", value_parser = clap::value_parser!(u16).range(1..))]
    pub port: Option<u16>,
    /// 不自动打开浏览器
    #[arg(long)]
    pub no_open: bool,
    #[command(flatten)]
    pub fonts: OwnFonts,
}

impl Shown {
    /// One file, and nothing else said.
    pub fn of_file(file: PathBuf) -> Self {
        Self { file: Some(file), ..Self::default() }
    }

    /// The port to begin with.
    pub fn wanted(&self) -> u16 {
        self.port.unwrap_or(PORT)
    }
}

/// Says where a page is: its address alone on a line, to be copied.
pub(super) fn tell(name: &str, end: &str, server: &Server, wanted: u16, terminal: &mut Terminal) {
    terminal.say(&format!("{name}地址（{end}）：\n{}{}", server.address(), moved(server, wanted)));
}

/// Opens the page in the browser.
pub(super) fn open(name: &str, server: &Server, terminal: &mut Terminal) {
    if open::that_detached(server.address()).is_err() {
        terminal.say(&format!("没能自动打开浏览器，请在浏览器的地址栏输入上面的{name}地址"));
    }
}

/// Why the server is on another port than the one that was wanted; empty if it is not.
fn moved(server: &Server, wanted: u16) -> String {
    match server.refused() {
        None => String::new(),
        Some(io::ErrorKind::AddrInUse) => format!("\n（端口 {wanted} 已被占用，换用 {}）", server.port()),
        Some(_) => format!("\n（端口 {wanted} 不能使用，换用 {}）", server.port()),
    }
}

/// The next request of a page, waited for a while.
pub(super) fn next<T>(asked: &Receiver<T>, pause: Duration) -> Option<T> {
    match asked.recv_timeout(pause) {
        Ok(asked) => Some(asked),
        Err(RecvTimeoutError::Timeout) => None,
        Err(RecvTimeoutError::Disconnected) => {
            std::thread::sleep(pause);
            None
        }
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

/// The time in China, which has one for all of it.
#[expect(clippy::disallowed_methods, reason = "the time at which a file was read or written")]
pub(super) fn time_of_day() -> String {
    const EAST_OF_GREENWICH: u64 = 8 * 3_600;
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let second = since.as_secs() + EAST_OF_GREENWICH;
    format!("{:02}:{:02}:{:02}", second / 3_600 % 24, second / 60 % 60, second % 60)
}
