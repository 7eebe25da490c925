//! What a run that was broken off leaves beside its outputs, and how it is told from the files of others.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::hash::{BuildHasher, RandomState};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};

use super::disk::{Disk, System};
use super::write::behind_link;
use super::{Seen, folder};

const START: &str = ".nianbao-";
/// A file that is being written; nothing else ever gets such a name.
const PART: &str = ".part";
/// A file that changes places with the one that it replaces: it may be either, or, if somebody has saved
/// in that moment, something new.
const SWAP: &str = ".swap";

/// The name of a file that is being written.
pub(super) fn part_name(random: u64) -> String {
    let number = format!("{random:016x}");
    format!("{START}{number}-{}{PART}", short(&Sha256::digest(number.as_bytes()).into()))
}

/// The name of a file that changes places with the one that it replaces.
pub(super) fn swap_name(new: &[u8; 32], seen: &[u8; 32]) -> String {
    let random = RandomState::new().hash_one(std::process::id());
    format!("{START}{random:016x}-{}-{}{SWAP}", short(new), short(seen))
}

fn short(digest: &[u8; 32]) -> String {
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Clears away what broken-off runs have left beside a file that this run may write; each folder once in a
/// run.
pub(in crate::cli) fn clear_beside(path: &Path) {
    let folder = folder(&behind_link(path).unwrap_or_else(|_| path.to_owned()));
    static CLEARED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    let mut cleared = CLEARED.lock().unwrap_or_else(PoisonError::into_inner);
    if !cleared.contains(&folder) {
        clear(&System, &folder);
        cleared.insert(folder);
    }
}

/// Clears away what broken-off runs have left in a folder. What cannot be read or removed stays.
pub(super) fn clear(disk: &dyn Disk, folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file())) {
        let path = entry.path();
        if entry.file_name().to_str().is_some_and(|name| is_left_over(name, &path)) {
            let _ = disk.remove(&path);
        }
    }
}

/// True for a file that a run of this program has made on the way and no living run holds.
fn is_left_over(name: &str, path: &Path) -> bool {
    let Some(name) = name.strip_prefix(START) else { return false };
    let is_ours = if let Some(name) = name.strip_suffix(PART) {
        u64::from_str_radix(name.get(..16).unwrap_or_default(), 16)
            .is_ok_and(|number| part_name(number) == format!("{START}{name}{PART}"))
    } else if let Some(name) = name.strip_suffix(SWAP) {
        let digests: Vec<&str> = name.split('-').skip(1).collect();
        digests.len() == 2
            && matches!(Seen::at(path), Ok(Seen::File(digest)) if digests.contains(&short(&digest).as_str()))
    } else {
        false
    };
    is_ours && OpenOptions::new().write(true).open(path).is_ok_and(|file| file.try_lock().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_surely_a_remainder_is_cleared_away() {
        let folder = tempfile::tempdir().unwrap();
        let digest = |text: &str| -> [u8; 32] { Sha256::digest(text).into() };
        let swap = || swap_name(&digest("new"), &digest("old"));
        let cases = [
            (part_name(7), "half", true),
            (swap(), "new", true),
            (swap(), "old", true),
            // Saved by somebody in the moment of the exchange.
            (swap(), "other", false),
            (".nianbao-backup".to_owned(), "", false),
            (".nianbao-backup.part".to_owned(), "", false),
            (".nianbao-0000000000000007-0000000000000000.part".to_owned(), "", false),
            (".nianbao-0.swap".to_owned(), "", false),
            ("2024年报.md".to_owned(), "", false),
        ];
        for (name, text, _) in &cases {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let held = folder.path().join(part_name(8));
        let file = fs::File::create(&held).unwrap();
        file.lock().unwrap();
        clear(&System, folder.path());
        for (name, text, is_litter) in &cases {
            assert_eq!(!folder.path().join(name).exists(), *is_litter, "{name} {text}");
        }
        assert!(held.exists(), "its run still lives");
        drop(file);
        clear(&System, folder.path());
        assert!(!held.exists());
    }
}
