//! The files on which what is shown in the browser depends, read and watched together.

use std::path::PathBuf;

use super::load::Loaded;
use super::watch::Watch;
use crate::report::Report;

/// How often the files are read anew because the data file names another one for last year each time.
const MOST_READINGS: usize = 5;

/// Files, and the watch over them.
#[derive(Debug)]
pub(super) struct WatchedFiles {
    pub paths: Vec<PathBuf>,
    pub watch: Watch,
    /// The folder of the user's own fonts.
    fonts: Option<PathBuf>,
}

impl WatchedFiles {
    /// Watches files, and a folder of fonts, from now on.
    pub fn new(paths: Vec<PathBuf>, fonts: Option<PathBuf>) -> Self {
        Self { watch: Watch::new(paths.clone()).with_fonts(fonts.as_deref()), paths, fonts }
    }

    /// Reads the files until those that are watched are those that were read: a save in between may name
    /// another one for last year. `paths` are those on which a report depends.
    pub fn read(
        &mut self,
        read: impl Fn() -> Result<Loaded, String>,
        paths: impl Fn(&Report) -> Vec<PathBuf>,
    ) -> Result<Loaded, String> {
        let mut loaded = read()?;
        for _ in 1..MOST_READINGS {
            // A file that does not read names no last year's file: the one before stays under watch.
            let paths = loaded.checked.report.as_ref().map(&paths);
            let Some(paths) = paths.filter(|paths| *paths != self.paths) else { break };
            // Watched first and read then, so that no save is lost.
            *self = Self::new(paths, self.fonts.take());
            loaded = read()?;
        }
        Ok(loaded)
    }
}
