//! A file that is written beside its target and then put in place in one step.
//!
//! Whenever a run is broken off, each name holds a whole file, and what is left beside it shows by its
//! name, or by its name and content, that it is nothing but a remainder; the next run that writes into the
//! folder clears it away (see [`super::litter`]).

use std::fs::{self, File};
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::disk::Disk;
use super::litter::{part_name, swap_name};
use super::{Seen, folder};

/// How often another name is tried where the first is taken or is cleared away by another run.
const MOST_TRIES: usize = 8;

/// A file beside its target, whole; it is taken away again unless it is put in place.
pub(super) struct Temporary<'d> {
    disk: &'d dyn Disk,
    /// Where it stands; `None` once it has been put in place.
    place: Option<PathBuf>,
    target: PathBuf,
    digest: [u8; 32],
    /// Locked for as long as this run lives, which tells other runs to leave it alone.
    _file: File,
}

/// Why a file was not put in place.
#[derive(Debug)]
pub(super) enum Refused {
    /// What stands there is not what was seen; it stands there still. What came after that, if it could
    /// not be put back, is in the file that is named.
    Changed(Option<PathBuf>),
    /// The system refused.
    Failed(io::Error),
}

impl From<io::Error> for Refused {
    fn from(error: io::Error) -> Self {
        Refused::Failed(error)
    }
}

impl<'d> Temporary<'d> {
    /// Writes the file. What replaces another has its permissions.
    pub fn new(disk: &'d dyn Disk, target: &Path, bytes: &[u8]) -> io::Result<Self> {
        let (place, file) = create(disk, &folder(target))?;
        let (target, digest) = (target.to_owned(), Sha256::digest(bytes).into());
        let new = Self { disk, place: Some(place), target, digest, _file: file };
        disk.write(&new._file, bytes)?;
        if let Ok(before) = fs::metadata(&new.target) {
            disk.permit(&new._file, before.permissions())?;
            disk.settle(&new._file)?;
        }
        Ok(new)
    }

    /// Makes sure that it is on the disk, as one is that replaces another.
    pub fn settled(self) -> io::Result<Self> {
        self.disk.settle(&self._file)?;
        Ok(self)
    }

    /// Puts it where nothing stands.
    pub fn put_new(mut self) -> Result<(), Refused> {
        let Some(place) = self.place.take() else { return Ok(()) };
        match self.disk.link(&place, &self.target) {
            Ok(()) => {
                // The file has its name; the other one is cleared away by the next run at the latest.
                let _ = self.disk.remove(&place);
                Ok(())
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                self.place = Some(place);
                Err(Refused::Changed(None))
            }
            // Not every file system knows second names.
            Err(_) if !super::exists(&self.target) => self.rename(place),
            Err(error) => {
                self.place = Some(place);
                Err(error.into())
            }
        }
    }

    /// Puts it in place, whatever stands there.
    pub fn put_over(mut self) -> Result<(), Refused> {
        self.place.take().map_or(Ok(()), |place| self.rename(place))
    }

    /// Puts it in the place of what was seen there. Where the system can do so the two files change places,
    /// so that what is removed in the end has been looked at after it had left its place: even a save in
    /// the last moment is not lost.
    pub fn put_over_seen(mut self, seen: [u8; 32]) -> Result<(), Refused> {
        let Some(place) = self.place.take() else { return Ok(()) };
        let swap = folder(&self.target).join(swap_name(&self.digest, &seen));
        if let Err(error) = self.disk.rename(&place, &swap) {
            self.place = Some(place);
            return Err(error.into());
        }
        match self.disk.exchange(&swap, &self.target) {
            Ok(()) if holds(&swap, &seen) => {
                self.place = Some(swap);
                Ok(())
            }
            Ok(()) => Err(self.put_back(swap)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.place = Some(swap);
                Err(Refused::Changed(None))
            }
            // Not every system and drive can exchange files.
            Err(_) if Seen::at(&self.target).is_ok_and(|now| now == Seen::File(seen)) => self.rename(swap),
            Err(_) => {
                self.place = Some(swap);
                Err(Refused::Changed(None))
            }
        }
    }

    /// Puts back what came out of the place and is not what was seen.
    fn put_back(&mut self, swap: PathBuf) -> Refused {
        if self.disk.exchange(&swap, &self.target).is_ok() && holds(&swap, &self.digest) {
            self.place = Some(swap);
            return Refused::Changed(None);
        }
        // It is somebody's work: it stays, and is named.
        Refused::Changed(Some(swap))
    }

    fn rename(&mut self, place: PathBuf) -> Result<(), Refused> {
        self.disk.rename(&place, &self.target).map_err(|error| {
            self.place = Some(place);
            error.into()
        })
    }
}

impl Drop for Temporary<'_> {
    fn drop(&mut self) {
        if let Some(place) = &self.place {
            // If it cannot be removed now, the next run does.
            let _ = self.disk.remove(place);
        }
    }
}

/// True if a file holds what the digest says, or has been cleared away by another run, which does so
/// only if it does.
fn holds(path: &Path, digest: &[u8; 32]) -> bool {
    match Seen::at(path) {
        Ok(Seen::File(there)) => there == *digest,
        Ok(Seen::Nothing) => true,
        Ok(Seen::Anything) | Err(_) => false,
    }
}

/// Makes a file of its own in a folder, locked.
fn create(disk: &dyn Disk, folder: &Path) -> io::Result<(PathBuf, File)> {
    let mut outcome = Err(io::ErrorKind::AlreadyExists.into());
    for _ in 0..MOST_TRIES {
        let place = folder.join(part_name(RandomState::new().hash_one(std::process::id())));
        match disk.create(&place) {
            Ok(file) => {
                // A drive that knows no locks cannot tell other runs; they then clear nothing away there.
                let _ = file.try_lock();
                // Another run may have taken it for a remainder between its making and its lock.
                if super::exists(&place) {
                    return Ok((place, file));
                }
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => outcome = Err(error),
        }
        if outcome.as_ref().is_err_and(|error: &io::Error| error.kind() != io::ErrorKind::AlreadyExists) {
            return outcome;
        }
    }
    outcome
}
