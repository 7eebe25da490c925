//! Writes what a run over many reports came to into a folder: the overview, the letters, the copied passages, and all of
//! it for other programs.

mod letters;
mod plain;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::Path;

use crate::cli::files::{self, Folder};
use crate::cli::terminal::Terminal;
use crate::collect::{Overview, json, page, passages_page, table};
use crate::render::digest;
use letters::Letters;
use plain::{Plain, Standing};

/// The file that other programs read, and that says what the others were when they were written.
pub(super) const RECORD: &str = "汇总.json";

/// A file of the folder, ready to be written.
pub(super) struct Made {
    /// Its name.
    pub name: &'static str,
    /// What it is to hold.
    pub bytes: Vec<u8>,
    /// The program in which people change it.
    pub changed_in: &'static str,
}

/// Writes all of it, `more` among it, and says what became of each.
///
/// # Errors
/// Something cannot be written: why, in plain words. What was written before stays, each file whole.
pub(super) fn all(
    overview: &Overview<'_>,
    folder: &Path,
    more: Vec<Made>,
    terminal: &mut Terminal,
) -> Result<(), String> {
    let look = Terminal::remark_look();
    let written = write(overview, folder, more)?;
    written.words().iter().for_each(|words| terminal.say(&look.sentence(words, 0)));
    Ok(())
}

/// What became of the files of the folder.
struct Written {
    files: Vec<Plain>,
    letters: Letters,
}

fn write(overview: &Overview<'_>, folder: &Path, more: Vec<Made>) -> Result<Written, String> {
    let _folder = Folder::make(folder)?;
    let present = files::read_published(&folder.join(RECORD)).unwrap_or_default();
    let former = json::outputs(&present);
    let is_former_intact = json::is_intact(&present);
    drop(present);
    let mut digests = BTreeMap::new();
    let letters = letters::write(overview, folder, &mut digests)?;
    let mut files = Vec::new();
    for made in pages(overview)?.into_iter().chain(more) {
        digests.insert(made.name.to_owned(), digest(&made.bytes));
        let known = former.get(made.name);
        files.push(Plain::new(folder, made, |present| known.is_some_and(|known| known == present)));
    }
    let text = json::text(overview, Some(&digests)).map_err(|error| failed(RECORD, &error))?;
    let made = Made { name: RECORD, bytes: format!("{text}\n").into_bytes(), changed_in: "编辑器" };
    files.push(Plain::new(folder, made, |_| is_former_intact));
    plain::put(&mut files)?;
    Ok(Written { files, letters })
}

/// The files without a digest of their own.
fn pages(overview: &Overview<'_>) -> Result<Vec<Made>, String> {
    const OVERVIEW: &str = "情况表.html";
    const TABLE: &str = "情况表.csv";
    let page = page::text(overview).map_err(|error| failed(OVERVIEW, &error))?;
    let table = table::text(overview).map_err(|error| failed(TABLE, &error))?;
    let passages =
        passages_page::text(overview.collection).map_err(|error| failed(passages_page::NAME, &error))?;
    Ok(vec![
        Made { name: OVERVIEW, bytes: page.into_bytes(), changed_in: "编辑器" },
        Made { name: TABLE, bytes: table.into_bytes(), changed_in: "Excel" },
        Made { name: passages_page::NAME, bytes: passages.into_bytes(), changed_in: "编辑器" },
    ])
}

fn failed(name: &str, error: &dyn std::error::Error) -> String {
    format!("无法生成“{name}”：{error}")
}

impl Written {
    /// What became of the files, and what was kept, a line each.
    fn words(&self) -> Vec<String> {
        let of = |standing: &[Standing]| -> Vec<&str> {
            let files = self.files.iter().filter(|file| standing.contains(&file.standing));
            files.map(|file| file.shown.as_str()).collect()
        };
        let lists = [
            ("已生成", of(&[Standing::Absent])),
            ("已更新", of(&[Standing::Outdated, Standing::Foreign])),
            ("没有变化", of(&[Standing::Same])),
        ];
        let lists = lists.into_iter().filter(|(_, names)| !names.is_empty());
        let mut words: Vec<String> =
            lists.map(|(words, names)| format!("{words}：{}", names.join("、"))).collect();
        words.extend(self.letters.words());
        words.extend(self.files.iter().filter_map(Plain::notice));
        words.extend(self.letters.notices());
        words
    }
}
