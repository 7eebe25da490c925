//! The letters, each as Word and as text.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use crate::cli::files::{self, Folder};
use crate::cli::outputs::{self, Counted, Output};
use crate::cli::parallel;
use crate::cli::progress::Progress;
use crate::collect::{Overview, letter};
use crate::document::Document;
use crate::render::{Options, Renderer, digest, with_extension};

/// What a letter is written as, by the endings.
const KINDS: [&str; 2] = ["docx", "md"];
/// Letters that are drawn before they are written: memory does not grow with their number.
const AT_A_TIME: usize = 64;
/// Letters of a run before that are named; more are counted.
const MOST_NAMED: usize = 10;

/// What became of the letters.
#[derive(Debug, Default)]
pub(super) struct Letters {
    /// Units that have one.
    units: usize,
    /// The folder as it is shown.
    folder: String,
    counted: Counted,
    /// Those that somebody had changed, where that is kept.
    kept: Vec<(String, String)>,
    /// Letters of a run before for units that get none any more.
    old: Vec<String>,
}

/// A letter and the name of its file without extension.
type Named = (String, Document);

/// Writes them, and adds their digests.
///
/// # Errors
/// One cannot be written: why, in plain words.
pub(super) fn write(
    overview: &Overview<'_>,
    folder: &Path,
    digests: &mut BTreeMap<String, String>,
) -> Result<Letters, String> {
    let path = folder.join(letter::FOLDER);
    let mut letters = Letters { folder: files::shown(&path), ..Letters::default() };
    let names: Vec<Option<&String>> = overview.rows.iter().map(|row| row.letter.as_ref()).collect();
    let due = names.iter().flatten().count();
    let mut current: HashSet<PathBuf> = HashSet::new();
    if due > 0 {
        let _folder = Folder::make(&path)?;
        let progress = Progress::new("正在写退回意见", due);
        let mut all = letter::letters(overview.collection)
            .filter_map(|(unit, document)| Some(((*names.get(unit)?)?.clone(), document)));
        loop {
            let some: Vec<Named> = all.by_ref().take(AT_A_TIME).collect();
            if some.is_empty() {
                break;
            }
            letters.units += some.len();
            letters.put(&path, &some, (digests, &mut current), &progress)?;
        }
    }
    letters.old = old(&path, &current);
    Ok(letters)
}

/// A letter as a file.
struct Drawn {
    name: String,
    renderer: &'static Renderer,
    bytes: Vec<u8>,
}

/// A letter as every kind of file.
fn draw((name, document): &Named) -> Result<Vec<Drawn>, String> {
    let options = Options::default();
    let renderers = KINDS.iter().filter_map(|ending| with_extension(ending));
    let drawn = renderers.map(|renderer| {
        let bytes = (renderer.render)(document, &options).map_err(|error| error.to_string())?;
        Ok(Drawn { name: format!("{name}.{}", renderer.extension), renderer, bytes })
    });
    drawn.collect()
}

/// Letters of a run before that this one has not written; what people keep under other names is none.
fn old(folder: &Path, current: &HashSet<PathBuf>) -> Vec<String> {
    let in_folder = |ending: &&str| files::in_folder(folder, ending).unwrap_or_default();
    let others =
        KINDS.iter().flat_map(in_folder).filter(|path| !current.contains(path) && !files::is_kept(path));
    let is_letter =
        |path: &PathBuf| outputs::title(path).is_some_and(|title| title.ends_with(letter::TITLE_END));
    others
        .filter(is_letter)
        .map(|path| files::shown(Path::new(path.file_name().unwrap_or_default())))
        .collect()
}

impl Letters {
    /// Draws some letters and puts them in place.
    fn put(
        &mut self,
        folder: &Path,
        some: &[Named],
        (digests, current): (&mut BTreeMap<String, String>, &mut HashSet<PathBuf>),
        progress: &Progress,
    ) -> Result<(), String> {
        let (mut ready, mut problem) = (Vec::new(), None);
        parallel::in_order(some, draw, |drawn| {
            progress.went_on();
            match drawn {
                Ok(drawn) => ready.extend(drawn),
                Err(error) => problem = problem.take().or(Some(error)),
            }
        });
        if let Some(problem) = problem {
            return Err(format!("无法生成退回意见：{problem}"));
        }
        let output = |Drawn { name, renderer, bytes }: Drawn| {
            let path = folder.join(&name);
            digests.insert(format!("{}/{name}", letter::FOLDER), digest(&bytes));
            current.insert(path.clone());
            Output::new(path, bytes, renderer, false)
        };
        let put = outputs::put(ready.into_iter().map(output).collect())?;
        self.counted = self.counted + put.counted();
        self.kept.extend(put.kept());
        Ok(())
    }

    /// How many there are.
    pub fn words(&self) -> Option<String> {
        let Counted { made, renewed, same } = self.counted;
        let counts = [(made, "新生成"), (renewed, "更新"), (same, "没有变化")];
        let counts = counts.into_iter().filter(|(count, _)| *count > 0);
        let counts: Vec<String> = counts.map(|(count, words)| format!("{words} {count} 个文件")).collect();
        let (units, folder) = (self.units, &self.folder);
        (units > 0).then(|| format!("退回意见：{units} 个单位的，在“{folder}”里（{}）", counts.join("，")))
    }

    /// What was kept, and what is left of a run before.
    pub fn notices(&self) -> Vec<String> {
        let kept = self.kept.iter().map(|(name, kept)| {
            format!(
                "注意：原来的“{name}”生成以后被人改动过（例如补写了日期），或者不是本程序生成的，已另存为“{kept}”。新的里面没有那些改动"
            )
        });
        let names: Vec<&str> = self.old.iter().take(MOST_NAMED).map(String::as_str).collect();
        let more = if self.old.len() > MOST_NAMED {
            format!("等 {} 个文件", self.old.len())
        } else {
            String::new()
        };
        let old = (!self.old.is_empty()).then(|| {
            format!(
                "“{}”里还有以前的退回意见，这次没有写，也没有删除，不再需要的请自己删除：{}{more}",
                self.folder,
                names.join("、")
            )
        });
        kept.chain(old).collect()
    }
}
