//! Files that carry no digest of themselves: whether somebody has changed one is seen by what was written down of it.

use std::path::{Path, PathBuf};

use super::Made;
use crate::cli::files::{self, CHANGED_BY_HAND, Replacement, Seen};
use crate::cli::outputs;

/// What stands in the place of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing.
    Absent,
    /// The same bytes.
    Same,
    /// What a run before has written.
    Outdated,
    /// Something else.
    Foreign,
}

/// A file of the folder and what becomes of it.
pub(super) struct Plain {
    /// Its path as it is shown.
    pub shown: String,
    pub standing: Standing,
    /// Where what stands there is kept.
    kept: Option<PathBuf>,
    changed_in: &'static str,
    /// `None` if it stands there already, or has been put there.
    replacement: Option<Replacement>,
}

impl Plain {
    /// Looks at what stands in its place. `is_former` says of a digest whether that is what a run before has written.
    pub fn new(folder: &Path, made: Made, is_former: impl FnOnce(&str) -> bool) -> Self {
        let Made { name, bytes, changed_in } = made;
        let path = folder.join(name);
        let seen = Seen::now(&path);
        let standing = match seen {
            Seen::Nothing => Standing::Absent,
            _ if seen == Seen::file(&bytes) => Standing::Same,
            _ if seen.digest().is_some_and(|digest| is_former(&digest)) => Standing::Outdated,
            _ => Standing::Foreign,
        };
        let kept = (standing == Standing::Foreign).then(|| kept_as(&path));
        let shown = files::shown(&path);
        let replacement = Replacement { path, bytes, keep_as: kept.clone(), seen };
        let replacement = (standing != Standing::Same).then_some(replacement);
        Self { shown, standing, kept, changed_in, replacement }
    }

    /// What is said of a file that was kept.
    pub fn notice(&self) -> Option<String> {
        let Self { shown, changed_in, .. } = self;
        let kept = files::shown(self.kept.as_ref()?);
        Some(format!(
            "注意：原来的“{shown}”生成以后被人改动过（例如在{changed_in}里），或者不是本程序生成的，已另存为“{kept}”。新的里面没有那些改动"
        ))
    }
}

/// A free name for what stands in a place, or one under which the same is kept already.
fn kept_as(path: &Path) -> PathBuf {
    let part = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let stem = format!("{}-{CHANGED_BY_HAND}", part(path.file_stem()));
    outputs::free(path, &stem, &part(path.extension()), files::read_output(path).as_deref())
}

/// Puts the files in place, all or none.
///
/// # Errors
/// One cannot be written: why, in plain words.
pub(super) fn put(files: &mut [Plain]) -> Result<(), String> {
    let replacements: Vec<Replacement> =
        files.iter_mut().filter_map(|file| file.replacement.take()).collect();
    files::replace_all(&replacements)
}
