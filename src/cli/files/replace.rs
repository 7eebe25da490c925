//! Replacing files, each in one step; none if one of them cannot be written.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::disk::{Disk, System};
use super::temporary::{Refused, Temporary};
use super::write::{behind_link, cannot_write, check_replaceable, prepare};
use super::{exists, is_file, litter, shown};

/// A file that is to be replaced.
#[derive(Debug)]
pub(in crate::cli) struct Replacement {
    /// The file.
    pub path: PathBuf,
    /// What it is to hold.
    pub bytes: Vec<u8>,
    /// Where to keep what stands there now; nothing may stand there yet but the same.
    pub keep_as: Option<PathBuf>,
    /// What stood there when it was decided to replace it.
    pub seen: Seen,
}

/// What stood in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Seen {
    /// Nobody has looked; whatever it is may be replaced.
    Anything,
    /// Nothing.
    Nothing,
    /// A file with this digest.
    File([u8; 32]),
}

impl Seen {
    /// A file with these bytes.
    pub fn file(bytes: &[u8]) -> Self {
        Seen::File(Sha256::digest(bytes).into())
    }

    /// What stands there now.
    pub(super) fn at(path: &Path) -> io::Result<Self> {
        match File::open(path) {
            Ok(file) => Ok(Self::File(digest_of(file)?)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Seen::Nothing),
            Err(error) => Err(error),
        }
    }

    /// What stands there now; what cannot be looked at is anything.
    pub fn now(path: &Path) -> Self {
        if !exists(path) {
            return Seen::Nothing;
        }
        // A pipe would keep the reader waiting for ever.
        let seen = is_file(path).then(|| Self::at(path).ok()).flatten();
        seen.unwrap_or(Seen::Anything)
    }

    /// The digest of the file, as an output states it; `None` if it is none.
    pub fn digest(self) -> Option<String> {
        let Seen::File(digest) = self else { return None };
        let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        Some(format!("sha256:{hex}"))
    }
}

/// The digest of a file, however large it is.
fn digest_of(mut file: File) -> io::Result<[u8; 32]> {
    let (mut digest, mut buffer) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        let read = file.read(&mut buffer)?;
        match buffer.get(..read) {
            Some(bytes) if !bytes.is_empty() => digest.update(bytes),
            _ => return Ok(digest.finalize().into()),
        }
    }
}

/// Writes or replaces one file.
pub(in crate::cli) fn replace_one(path: &Path, bytes: Vec<u8>, seen: Seen) -> Result<(), String> {
    replace_all(&[Replacement { path: path.to_owned(), bytes, keep_as: None, seen }])
}

/// Replaces several files. All are ready before the first is put in place, and each is put there in one
/// step: a run that is broken off leaves each old or new, and whole.
pub(in crate::cli) fn replace_all(outputs: &[Replacement]) -> Result<(), String> {
    replace_on(&System, outputs)
}

fn replace_on(disk: &dyn Disk, outputs: &[Replacement]) -> Result<(), String> {
    let mut prepared = Vec::new();
    for output in outputs {
        let target = behind_link(&output.path).map_err(|error| cannot_write(&output.path, &error))?;
        litter::clear_beside(&target);
        check_replaceable(&target)?;
        let file = prepare(disk, &target, &output.bytes)?;
        prepared.push((output, target, file));
    }
    for (output, target, _) in &prepared {
        if !is_as_seen(target, output.seen) {
            return Err(changed(output, None));
        }
    }
    let mut done = Vec::new();
    for (output, target, file) in prepared {
        if let Err(refused) = replace(disk, output, &target, file) {
            let problem = match refused {
                Refused::Changed(saved) => changed(output, saved.as_deref()),
                Refused::Failed(error) => cannot_write(&output.path, &error),
            };
            return Err(after(&done, problem));
        }
        done.push(shown(&output.path));
    }
    Ok(())
}

/// True unless it is certain that something else stands there now.
fn is_as_seen(target: &Path, seen: Seen) -> bool {
    seen == Seen::Anything || Seen::at(target).map_or(seen != Seen::Nothing, |now| now == seen)
}

/// Why a file was not replaced; with the place of what was saved meanwhile, if it could not be left in its
/// own.
fn changed(output: &Replacement, saved: Option<&Path>) -> String {
    let saved = saved.map_or_else(String::new, |saved| format!("，刚才的改动在“{}”里", shown(saved)));
    format!("“{}”刚才又有改动，没有覆盖{saved}；请再运行一次", shown(&output.path))
}

/// A problem with one output after others have been put in place.
fn after(done: &[String], problem: String) -> String {
    if done.is_empty() {
        return problem;
    }
    let problem = problem.trim_end_matches("，没有改动任何文件");
    format!("{problem}；已经更新的有：{}，排除以后请再运行一次", done.join("、"))
}

/// Puts one file in place.
fn replace(disk: &dyn Disk, output: &Replacement, target: &Path, file: Temporary<'_>) -> Result<(), Refused> {
    let kept = match &output.keep_as {
        Some(keep) => keep_old(disk, target, keep)?.then_some(keep),
        None => None,
    };
    let put = match output.seen {
        Seen::Anything => file.put_over(),
        Seen::Nothing => file.put_new(),
        Seen::File(digest) => file.put_over_seen(digest),
    };
    if let (Err(_), Some(kept)) = (&put, kept) {
        // The old file is still in its place.
        let _ = disk.remove(kept);
    }
    put
}

/// Gives what stands in a place a second name, or copies it where the drive knows no second names; false
/// if that name holds the same already, as a run that was broken off may have left it.
fn keep_old(disk: &dyn Disk, target: &Path, keep: &Path) -> Result<bool, Refused> {
    match disk.link(target, keep) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            if fs::read(keep)? == fs::read(target)? { Ok(false) } else { Err(error.into()) }
        }
        Err(_) => Temporary::new(disk, keep, &fs::read(target)?)?.put_new().map(|()| true),
    }
}

#[cfg(test)]
mod tests;
