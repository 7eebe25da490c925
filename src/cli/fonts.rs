//! The fonts of the system, for the outputs that take fonts into their files.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use fontdb::{Database, FaceInfo, Source};

use super::files;
use crate::layout::{Face, Fonts, Style, Wanted, wanted};
use crate::render::FontSource;

/// The weight of text.
const USUAL: u16 = 400;
/// From this weight on a face is bold, and is taken only under a name that says so.
const BOLD: u16 = 600;

/// The fonts for a style, looked for in the folders of the system once an output needs them.
pub(super) fn source(style: &Style) -> FontSource {
    let wanted = wanted(style);
    FontSource::new(move || {
        let mut database = Database::new();
        database.load_system_fonts();
        Ok(Finder { database, read: HashMap::new() }.fonts(&wanted))
    })
}

/// Looks for faces by their names.
struct Finder {
    database: Database,
    /// Files that were read, each once: one may hold several faces.
    read: HashMap<PathBuf, Option<Arc<Vec<u8>>>>,
}

impl Finder {
    /// For each wanted font the first face that is there and can be read.
    fn fonts(mut self, wanted: &[Wanted]) -> Fonts {
        let mut fonts = Fonts::new();
        for one in wanted {
            let found = one.names.iter().find_map(|name| self.face(name));
            if let Some(face) = found {
                fonts.insert(&one.font, face);
            }
        }
        fonts
    }

    fn face(&mut self, name: &str) -> Option<Face> {
        let faces = self.database.faces().filter(|face| is_called(face, name));
        let mut found: Vec<(u16, PathBuf, u32)> = faces
            .filter_map(|face| Some((face.weight.0.abs_diff(USUAL), path(&face.source)?, face.index)))
            .collect();
        // Families with a light face have a usual one, too; and the order must not depend on that of a folder.
        found.sort();
        found.into_iter().find_map(|(_, path, index)| {
            let read = self.read.entry(path).or_insert_with_key(|path| files::read_font(path).map(Arc::new));
            Face::new(name, read.clone()?, index)
        })
    }
}

/// True if a face has a name, in any language: that of its family for an upright face of usual weight, the same with
/// `Bold` for a bold one, or its PostScript name.
fn is_called(face: &FaceInfo, name: &str) -> bool {
    if face.post_script_name.eq_ignore_ascii_case(name) {
        return true;
    }
    let (family, bold) = match name.strip_suffix(" Bold") {
        Some(family) => (family, true),
        None => (name, false),
    };
    let is_family = || face.families.iter().any(|(known, _)| known.trim().eq_ignore_ascii_case(family));
    face.style == fontdb::Style::Normal && (face.weight.0 >= BOLD) == bold && is_family()
}

fn path(source: &Source) -> Option<PathBuf> {
    match source {
        Source::File(path) | Source::SharedFile(path, _) => Some(path.clone()),
        Source::Binary(_) => None,
    }
}
