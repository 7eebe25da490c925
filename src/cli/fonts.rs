//! The fonts on the disk, for the outputs that take fonts into their files; `nianbao fonts` says which are found.
//!
//! Faces are looked for by their names: those of the standard's kind first, then what can take their place; of either
//! in the folder that the user names before those of the system. Of a file only the names are read until a face of it
//! is taken, of that only what measures text until it is drawn, and nothing before an output needs fonts.

mod find;
mod folders;
mod names;
mod parts;
mod table;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use clap::{Args, ValueHint};

use super::terminal::Terminal;
use super::{Done, Status, files, look};
use crate::layout::{Style, wanted};
use crate::render::FontSource;
use find::{Found, Shelf};
pub(super) use table::kinds;

/// The fonts of the user.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct OwnFonts {
    /// 自己的字体所在的文件夹（PDF、OFD 用），先在其中找，没有的再在系统里找
    #[arg(id = "fonts", long = "fonts", value_name = "目录", value_hint = ValueHint::DirPath)]
    folder: Option<PathBuf>,
    #[arg(skip)]
    remarks: Arc<Mutex<Remarks>>,
}

/// What is to be said of the fonts of a run, each once.
#[derive(Debug, Default)]
struct Remarks {
    remarks: Vec<String>,
    /// So many of them have been said.
    said: usize,
}

/// When something is said of the fonts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tell {
    /// When the command asks for it ([`OwnFonts::say`]).
    WhenAsked,
    /// As soon as an output has asked for fonts: a server draws one at any time.
    AtOnce,
}

impl OwnFonts {
    /// The fonts for a style, looked for once an output needs them.
    ///
    /// # Errors
    /// The folder is none, or there are no fonts in it: why, in plain words.
    pub fn source(&self, style: &Style, tell: Tell) -> Result<FontSource, String> {
        let (own, wanted, fonts, told) = (self.files()?, wanted(style), self.clone(), self.clone());
        let source = FontSource::new(move || {
            let found = Shelf::new(&own, &folders::system_fonts()).find(wanted);
            fonts.note(found.remarks(&fonts.as_typed()), tell);
            Ok(found.fonts)
        });
        let lacking = |words: Vec<String>| words.into_iter().map(|words| format!("注意：{words}")).collect();
        Ok(source.telling(move |words| told.note(lacking(words), tell)))
    }

    /// The folder of the user.
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// Says what is to be said of the fonts that were used, and has not been said.
    pub fn say(&self, terminal: &mut Terminal) {
        let mut remarks = self.remarks.lock().unwrap_or_else(PoisonError::into_inner);
        remarks.remarks.iter().skip(remarks.said).for_each(|words| terminal.say(words));
        remarks.said = remarks.remarks.len();
    }

    fn note(&self, words: Vec<String>, tell: Tell) {
        let mut remarks = self.remarks.lock().unwrap_or_else(PoisonError::into_inner);
        for words in words {
            if !remarks.remarks.contains(&words) {
                remarks.remarks.push(words);
            }
        }
        drop(remarks);
        if tell == Tell::AtOnce {
            self.say(&mut Terminal::default());
        }
    }

    /// How the folder is named again in a command; empty if none was.
    fn as_typed(&self) -> String {
        let folder = self.folder.as_deref();
        folder.map(|folder| format!(" --fonts {}", files::argument(folder))).unwrap_or_default()
    }

    /// The files of fonts in the folder.
    fn files(&self) -> Result<Vec<PathBuf>, String> {
        let Some(folder) = &self.folder else { return Ok(Vec::new()) };
        let files = files::fonts_in(folder)?;
        if files.is_empty() {
            return Err(format!(
                "“{}”里没有字体文件（扩展名为 .ttf、.otf、.ttc 或 .otc）；请把字体文件放进去，或者写明字体所在的文件夹",
                files::shown(folder)
            ));
        }
        Ok(files)
    }

    /// What is found for a style.
    fn found(&self, style: &Style) -> Result<Found, String> {
        Ok(Shelf::new(&self.files()?, &folders::system_fonts()).find(wanted(style)))
    }
}

#[derive(Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    fonts: OwnFonts,
    /// 版面文件，其中写有要用的字体；不写则按标准的版面
    #[arg(long, value_name = "文件")]
    style: Option<PathBuf>,
    /// 自己的模板所在的文件夹，其中可以有版面文件
    #[arg(long, value_name = "目录", value_hint = ValueHint::DirPath)]
    templates: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Done {
    let style = look::style(arguments.templates.as_deref(), arguments.style.as_deref())?;
    let found = arguments.fonts.found(&style)?;
    terminal.result(&table::text(&found));
    let is_missing = found.fonts.check(&style).is_err();
    Ok(if is_missing { Status::Findings } else { Status::Clean })
}
