//! Archives: outputs that are packages of parts, packed in the same way on any day and machine.

use std::io::{Cursor, Read, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

/// A part with its path in the archive.
pub(super) type Part = (String, Vec<u8>);

/// Smaller parts are stored as they are: to get ready to compress takes longer than to compress them.
const LEAST_COMPRESSED: usize = 2048;

/// Half of the work of the usual level 6, for half a kilobyte more.
const LEVEL: i64 = 4;

/// Larger than any report: with the pictures of others in it, it is none that this program made.
const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// More parts than this program ever makes.
const MOST_PARTS: usize = 4096;

/// An archive while it is packed.
pub(super) struct Packer(ZipWriter<Cursor<Vec<u8>>>);

impl Packer {
    pub fn new() -> Self {
        Self(ZipWriter::new(Cursor::new(Vec::new())))
    }

    /// Adds a part.
    pub fn part(&mut self, path: &str, content: &[u8]) -> Result<(), ZipError> {
        let (method, level) = match content.len() < LEAST_COMPRESSED {
            true => (CompressionMethod::Stored, None),
            false => (CompressionMethod::Deflated, Some(LEVEL)),
        };
        self.0.start_file(path, options().compression_method(method).compression_level(level))?;
        Ok(self.0.write_all(content)?)
    }

    /// Adds a part that is too long to be in memory at once: its content is written to what this returns.
    pub fn long_part(&mut self, path: &str) -> Result<&mut impl Write, ZipError> {
        let options = options().compression_method(CompressionMethod::Deflated);
        self.0.start_file(path, options.compression_level(Some(LEVEL)))?;
        Ok(&mut self.0)
    }

    /// The archive.
    pub fn finish(self) -> Result<Vec<u8>, ZipError> {
        Ok(self.0.finish()?.into_inner())
    }
}

/// What all parts have in common: nothing that depends on the day or the machine.
fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .last_modified_time(DateTime::default())
        .system(System::Unix)
        .unix_permissions(0o644)
}

/// Packs parts in their order. The same parts give the same bytes.
pub(super) fn pack<'p>(parts: impl IntoIterator<Item = (&'p str, &'p [u8])>) -> Result<Vec<u8>, ZipError> {
    let mut archive = Packer::new();
    for (path, content) in parts {
        archive.part(path, content)?;
    }
    archive.finish()
}

/// All parts in their order. `None` for what is no archive, or larger than any that this program makes.
pub(super) fn unpack(bytes: &[u8]) -> Option<Vec<Part>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    if archive.len() > MOST_PARTS {
        return None;
    }
    let mut parts = Vec::new();
    let mut left = MOST_BYTES;
    for index in 0..archive.len() {
        let file = archive.by_index(index).ok()?;
        let name = file.name().to_owned();
        let mut content = Vec::new();
        left = left.checked_sub(file.take(left).read_to_end(&mut content).ok()? as u64)?;
        parts.push((name, content));
    }
    (left > 0).then_some(parts)
}
