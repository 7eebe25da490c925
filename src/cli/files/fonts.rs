//! Files of fonts: where they are, and what stands in them.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::{extension, reason, refuse_no_folder, shown};

/// Most bytes of a file of fonts: the largest collections have some 150 MB.
const MOST_FONT: u64 = 256 << 20;
/// The endings of files of fonts that can be put into a document.
const ENDINGS: [&str; 4] = ["ttf", "otf", "ttc", "otc"];
/// So many folders deep fonts are looked for: those of macOS lie four deep.
const DEEPEST: usize = 6;
/// More files than any machine has; a folder that leads back to itself ends here, too.
const MOST_FILES: usize = 20_000;

/// The files of fonts in a folder and the folders in it, in the order of their names.
///
/// # Errors
/// There is no such folder, or it cannot be read: why, in plain words.
pub(in crate::cli) fn fonts_in(folder: &Path) -> Result<Vec<PathBuf>, String> {
    refuse_no_folder(folder)?;
    let mut found = Vec::new();
    let failed = |error: io::Error| format!("无法读取“{}”：{}", shown(folder), reason(&error));
    walk(folder, DEEPEST, &mut found).map_err(failed)?;
    found.sort();
    Ok(found)
}

/// Adds the files of fonts in a folder. Folders further down that cannot be read have none.
fn walk(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)?.flatten() {
        let path = entry.path();
        if found.len() >= MOST_FILES {
            break;
        }
        if ENDINGS.contains(&extension(&path).as_str()) {
            found.push(path);
        } else if depth > 0 && entry.file_type().is_ok_and(|kind| !kind.is_file()) {
            // A link that leads to no folder is refused.
            let _ = walk(&path, depth - 1, found);
        }
    }
    Ok(())
}

/// A file that is read in pieces, since most of it is not needed.
pub(in crate::cli) struct Pieces {
    file: File,
    size: u64,
}

impl Pieces {
    /// Opens a plain file; `None` if it cannot be read.
    pub fn open(path: &Path) -> Option<Self> {
        // A pipe would keep the reader waiting for ever.
        fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
        let file = File::open(path).ok()?;
        let size = file.metadata().ok()?.len();
        Some(Self { file, size })
    }

    /// Bytes of the file.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// So many bytes from a place on; `None` if the file ends before.
    pub fn at(&mut self, start: u64, length: usize) -> Option<Vec<u8>> {
        let end = start.checked_add(length.try_into().ok()?)?;
        if end > self.size {
            return None;
        }
        let mut bytes = vec![0; length];
        self.fill(start, &mut bytes)?;
        Some(bytes)
    }

    /// Reads what stands from a place on; `None` if the file ends before, or cannot be read.
    pub fn fill(&mut self, start: u64, bytes: &mut [u8]) -> Option<()> {
        self.file.seek(SeekFrom::Start(start)).ok()?;
        self.file.read_exact(bytes).ok()
    }

    /// As many zeros as the file has bytes, for parts of it to be read to their places; what stays untouched takes no
    /// memory. `None` if it is larger than any file of fonts.
    pub fn blank(&self) -> Option<Vec<u8>> {
        (self.size <= MOST_FONT).then_some(())?;
        Some(vec![0; self.size.try_into().ok()?])
    }
}
