//! Finds for each font that a style names a face among files.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::names::{Named, faces};
use super::parts;
use crate::cli::files::{self, Pieces};
use crate::layout::{Face, Fonts, Wanted};

/// The faces at hand.
#[derive(Default)]
pub(super) struct Shelf {
    /// Those of the folder that the user names, and those of the system; the first are taken first.
    places: [Vec<(PathBuf, Named)>; 2],
    /// Files of that folder that are no fonts, or not whole.
    damaged: Vec<PathBuf>,
}

/// What was found for the fonts that a style names.
pub(super) struct Found {
    pub fonts: Fonts,
    pub rows: Vec<Row>,
    /// Files that could have been used and were not: which and why.
    pub passed: Vec<String>,
}

/// What was found for one of them.
pub(super) struct Row {
    pub wanted: Wanted,
    /// `None` if there is nothing that could be used.
    pub taken: Option<Taken>,
}

/// A face that was found.
pub(super) struct Taken {
    /// The name under which it was found.
    pub name: String,
    pub path: PathBuf,
    /// True if it takes the place of what the style names.
    pub is_stand_in: bool,
}

impl Shelf {
    /// Reads what the faces in files are called.
    pub fn new(own: &[PathBuf], system: &[PathBuf]) -> Self {
        let mut shelf = Self::default();
        let Self { places: [own_faces, system_faces], damaged } = &mut shelf;
        for path in own {
            match named(path) {
                Some(named) => own_faces.extend(named.into_iter().map(|face| (path.clone(), face))),
                None => damaged.push(path.clone()),
            }
        }
        let is_known = |path: &&PathBuf| !own.contains(path);
        for path in system.iter().filter(is_known) {
            system_faces.extend(named(path).unwrap_or_default().into_iter().map(|face| (path.clone(), face)));
        }
        shelf
    }

    /// For each wanted font the best face that can be used.
    pub fn find(&self, wanted: Vec<Wanted>) -> Found {
        let mut finder = Finder { shelf: self, read: HashMap::new(), passed: Vec::new() };
        let damaged = self.damaged.iter().map(|path| not_whole(path));
        finder.passed.extend(damaged);
        let mut fonts = Fonts::new();
        let mut rows = Vec::new();
        for wanted in wanted {
            let taken = finder.find(&wanted).map(|(face, taken)| {
                fonts.insert(&wanted.font, face);
                taken
            });
            rows.push(Row { wanted, taken });
        }
        Found { fonts, rows, passed: finder.passed }
    }

    /// The faces that bear one of some names: those of the user's folder first, then by the order of the names, then
    /// by how near they are to what the name means.
    fn called<'s>(&'s self, names: &'s [String]) -> impl Iterator<Item = (&'s str, &'s Path, &'s Named)> {
        let named = self.places.iter().flat_map(move |place| names.iter().map(move |name| (place, name)));
        named.flat_map(|(place, name)| {
            let near = |(path, face): &'s (PathBuf, Named)| Some((face.distance(name)?, path, face));
            let mut near: Vec<_> = place.iter().filter_map(near).collect();
            near.sort_by_key(|(distance, ..)| *distance);
            near.into_iter().map(|(_, path, face)| (name.as_str(), path.as_path(), face))
        })
    }
}

fn named(path: &Path) -> Option<Vec<Named>> {
    faces(&mut Pieces::open(path)?)
}

fn not_whole(path: &Path) -> String {
    format!("“{}”读不出字体，没有使用；可能没有下载、复制完整，请重新取得", files::shown(path))
}

struct Finder<'s> {
    shelf: &'s Shelf,
    /// The faces that were read, by their file and their number in it: one may stand for several fonts.
    read: HashMap<(PathBuf, u32), Option<Face>>,
    passed: Vec<String>,
}

impl Finder<'_> {
    /// The face for a font: one that it may be called before one that can take its place.
    fn find(&mut self, wanted: &Wanted) -> Option<(Face, Taken)> {
        let shelf = self.shelf;
        let own = shelf.called(&wanted.names).map(|one| (false, one));
        let others = shelf.called(&wanted.stand_ins).map(|one| (true, one));
        own.chain(others).find_map(|(is_stand_in, (name, path, named))| {
            let face = self.face(name, path, named)?;
            Some((face, Taken { name: name.to_owned(), path: path.to_owned(), is_stand_in }))
        })
    }

    /// The face, unless it cannot be used, which is noted.
    fn face(&mut self, name: &str, path: &Path, named: &Named) -> Option<Face> {
        if named.is_restricted {
            self.pass(format!(
                "“{}”（{name}）的许可不允许放进报告，没有使用；请换用许可允许的字体",
                files::shown(path)
            ));
            return None;
        }
        let read = self.read.entry((path.to_owned(), named.index));
        let face = read.or_insert_with(|| parts::face(name, path, named.index)).clone();
        if face.is_none() {
            self.pass(not_whole(path));
        }
        face
    }

    fn pass(&mut self, words: String) {
        if !self.passed.contains(&words) {
            self.passed.push(words);
        }
    }
}

impl Found {
    /// What is to be said of a run that uses these fonts: what was passed over, and what takes the place of what. `typed`
    /// are the options with which the fonts are listed.
    pub fn remarks(&self, typed: &str) -> Vec<String> {
        let mut remarks: Vec<String> =
            self.passed.iter().map(|words| format!("注意：字体文件{words}")).collect();
        let stand_in = |row: &Row| {
            let Wanted { role, font, is_latin, .. } = &row.wanted;
            match &row.taken {
                Some(taken) if taken.is_stand_in => Some(format!("{role}（{font}）用“{}”", taken.name)),
                None if *is_latin => Some(format!("{role}（{font}）用汉字的字体")),
                _ => None,
            }
        };
        let stand_ins: Vec<String> = self.rows.iter().filter_map(stand_in).collect();
        if !stand_ins.is_empty() {
            remarks.push(format!(
                "注意：有的字体没有找到，用了代替的：{}。怎样得到标准的字体：nianbao fonts{typed}",
                stand_ins.join("，")
            ));
        }
        remarks
    }
}
