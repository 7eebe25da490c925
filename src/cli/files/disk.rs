//! Every call that changes files goes through here, so that a test can make any of them fail.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::path::Path;

/// The calls that change files.
pub(super) trait Disk {
    /// Makes a file that must not be there yet.
    fn create(&self, path: &Path) -> io::Result<File>;
    /// Writes all of a file.
    fn write(&self, file: &File, bytes: &[u8]) -> io::Result<()>;
    /// Gives a file the permissions of the one that it replaces.
    fn permit(&self, file: &File, permissions: Permissions) -> io::Result<()>;
    /// Makes sure that a file is on the disk: a full network drive says so only now.
    fn settle(&self, file: &File) -> io::Result<()>;
    /// Gives a file another name, over what stands there.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Lets two files change places in one step.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()>;
    /// Gives a file a second name, which must be free.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Takes away a file that this program has put there.
    fn remove(&self, path: &Path) -> io::Result<()>;
}

/// The disk as it is.
pub(super) struct System;

impl Disk for System {
    fn create(&self, path: &Path) -> io::Result<File> {
        OpenOptions::new().write(true).create_new(true).open(path)
    }

    fn write(&self, mut file: &File, bytes: &[u8]) -> io::Result<()> {
        file.write_all(bytes)
    }

    fn permit(&self, file: &File, permissions: Permissions) -> io::Result<()> {
        file.set_permissions(permissions)
    }

    fn settle(&self, file: &File) -> io::Result<()> {
        file.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    #[cfg(target_os = "linux")]
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).map_err(io::Error::from)
    }

    #[cfg(not(target_os = "linux"))]
    fn exchange(&self, _one: &Path, _other: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }
}
