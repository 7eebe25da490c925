//! The outputs of one report and what stands in their places: what was made before is replaced, what
//! somebody has changed since is kept.

use std::path::{Path, PathBuf};

use super::files::{self, BACKUP, CHANGED_BY_HAND, Replacement, Seen};
use crate::render::{self, Renderer};

/// An output, ready to be put in place.
pub(super) struct Output {
    replacement: Replacement,
    renderer: &'static Renderer,
    standing: Standing,
    /// What stands in its place and will be replaced.
    pub before: Option<Vec<u8>>,
}

/// What stands in the place of an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// Nothing.
    Absent,
    /// The same bytes.
    Same,
    /// What this program made, of other data.
    Outdated,
    /// Something that this program did not make so.
    Foreign,
}

impl Output {
    /// Looks at what stands in the place of an output. With `backup`, what this program made before is
    /// kept too.
    pub fn new(path: PathBuf, bytes: Vec<u8>, renderer: &'static Renderer, backup: bool) -> Self {
        let before = files::read_output(&path);
        let standing = match &before {
            _ if !files::exists(&path) => Standing::Absent,
            Some(before) if *before == bytes => Standing::Same,
            // Under such a name stands what somebody wanted to keep.
            _ if files::is_kept(&path) => Standing::Foreign,
            Some(before) if (renderer.is_intact)(before) => Standing::Outdated,
            _ => Standing::Foreign,
        };
        let keep_as = match standing {
            Standing::Absent | Standing::Same => None,
            Standing::Outdated => backup.then(|| free_name(&path, BACKUP, before.as_deref())),
            Standing::Foreign => Some(free_name(&path, CHANGED_BY_HAND, before.as_deref())),
        };
        let seen = match (&before, standing) {
            (_, Standing::Absent) => Seen::Nothing,
            (Some(before), _) => Seen::file(before),
            // What is too large to be looked at is kept.
            (None, _) => Seen::Anything,
        };
        let before = before.filter(|_| standing != Standing::Same);
        Self { replacement: Replacement { path, bytes, keep_as, seen }, renderer, standing, before }
    }

    /// Says that this run has written what stands there, which carries no digest: nobody has changed it.
    pub fn was_written_by_this_run(&mut self) {
        if self.standing == Standing::Foreign {
            self.standing = Standing::Outdated;
            self.replacement.keep_as = None;
        }
    }

    /// Keeps what stands there, because it is another report.
    pub fn keep_other(&mut self) {
        if self.standing == Standing::Outdated {
            let path = &self.replacement.path;
            // Read anew: what stood there has been taken to be compared.
            let before = files::read_output(path);
            self.replacement.keep_as.get_or_insert_with(|| free_name(path, BACKUP, before.as_deref()));
        }
    }
}

/// The title that a file states which this program may have made; `None` if it is no output, or cannot be read.
pub(super) fn title(path: &Path) -> Option<String> {
    let renderer = render::with_extension(&files::extension(path))?;
    (renderer.title)(&files::read_output(path)?)
}

/// The name of a file with words behind its stem, and a number where that name is taken. A name under
/// which the same is kept already will do: a run that was broken off may have kept it.
fn free_name(path: &Path, words: &str, bytes: Option<&[u8]>) -> PathBuf {
    let text = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    free(path, &format!("{}-{words}", text(path.file_stem())), &text(path.extension()), bytes)
}

/// The same for a stem that ends with words, and an extension.
pub(super) fn free(path: &Path, stem: &str, extension: &str, bytes: Option<&[u8]>) -> PathBuf {
    let name = |number: &str| path.with_file_name(format!("{stem}{number}.{extension}"));
    let serves = |path: &PathBuf| {
        !files::exists(path) || bytes.is_some() && files::read_output(path).as_deref() == bytes
    };
    let names = std::iter::once(name("")).chain((2_u32..).map(|number| name(&number.to_string())));
    let first = name("");
    names.into_iter().find(serves).unwrap_or(first)
}

/// Puts the outputs of a report in place, all or none, and says what became of each.
///
/// # Errors
/// One cannot be written: why, in plain words.
pub(super) fn put(outputs: Vec<Output>) -> Result<Put, String> {
    let mut put = Put::default();
    let mut replacements = Vec::new();
    for Output { replacement, renderer, standing, .. } in outputs {
        files::clear_beside(&replacement.path);
        let shown = files::shown(&replacement.path);
        match standing {
            Standing::Absent => put.made.push(shown),
            Standing::Same => put.same.push(shown),
            Standing::Outdated | Standing::Foreign => {
                if let Some(kept) = &replacement.keep_as {
                    let kept = files::shown(kept);
                    match standing {
                        Standing::Foreign => put.foreign.push((shown.clone(), kept, renderer)),
                        _ => put.backups.push((shown.clone(), kept)),
                    }
                }
                put.renewed.push(shown);
            }
        }
        // What has not changed is not written again, even if it is open somewhere.
        if standing != Standing::Same {
            replacements.push(replacement);
        }
    }
    files::replace_all(&replacements)?;
    Ok(put)
}

/// What became of the outputs of a report, by their names.
#[derive(Debug, Default)]
pub(super) struct Put {
    /// New ones.
    made: Vec<String>,
    /// Those that hold something else now.
    renewed: Vec<String>,
    /// Those that hold what they held.
    same: Vec<String>,
    /// Those that somebody had changed, where that is kept, and what they are.
    foreign: Vec<(String, String, &'static Renderer)>,
    /// Those of which the user wanted a copy, and where it is.
    backups: Vec<(String, String)>,
}

impl Put {
    /// What became of them, a line each.
    pub fn words(&self) -> Vec<String> {
        let lists = [("已生成", &self.made), ("已更新", &self.renewed), ("没有变化", &self.same)];
        let lists = lists.into_iter().filter(|(_, names)| !names.is_empty());
        lists.map(|(words, names)| format!("{words}：{}", names.join("、"))).collect()
    }

    /// What was kept and where, a line each.
    pub fn notices(&self) -> Vec<String> {
        let backups = self.backups.iter().map(|(name, kept)| format!("原来的“{name}”已备份为“{kept}”"));
        let foreign = self.foreign.iter().map(|(name, kept, renderer)| {
            let why = match renderer.has_digest {
                true => format!(
                    "生成以后被人改动过（例如在{}里），或者不是本程序生成的",
                    renderer.changed_in
                ),
                false => format!(
                    "与这次要写的不同：可能是数据文件改动以前生成的，也可能被人改动过（例如在{}里）",
                    renderer.changed_in
                ),
            };
            format!(
                "注意：原来的“{name}”{why}，已另存为“{kept}”。新的报告里没有那些改动，要保留的请改在数据文件里"
            )
        });
        backups.chain(foreign).collect()
    }

    /// How many of each there are.
    pub fn counted(&self) -> Counted {
        Counted { made: self.made.len(), renewed: self.renewed.len(), same: self.same.len() }
    }

    /// Those that somebody had changed, each with the place where that is kept.
    pub fn kept(&self) -> impl Iterator<Item = (String, String)> {
        self.foreign.iter().map(|(name, kept, _)| (name.clone(), kept.clone()))
    }

    /// The same in one line.
    pub fn summary(&self) -> String {
        self.words().join("；")
    }
}

/// How many outputs there are of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counted {
    /// New ones.
    pub made: usize,
    /// Those that hold something else now.
    pub renewed: usize,
    /// Those that hold what they held.
    pub same: usize,
}

impl std::ops::Add for Counted {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            made: self.made + other.made,
            renewed: self.renewed + other.renewed,
            same: self.same + other.same,
        }
    }
}
