//! The files of the folder, each under an id.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use crate::cli::{files, import};
use crate::format::Forms;
use crate::report::read;
use crate::serve::{FileKind, ListedFile};

/// Bytes of a published report that is read for the list.
const MOST_BYTES: u64 = 2 << 20;
/// Files are read for the list as long as it stays quick.
const LONGEST: Duration = Duration::from_secs(1);

/// The files of a folder.
pub(super) struct List {
    folder: PathBuf,
    /// All that were ever shown; the id of each is its place here.
    known: Vec<(PathBuf, FileKind)>,
    /// What was read of each, as long as it stays the same.
    read: HashMap<PathBuf, (Stamp, About)>,
}

/// What tells that a file has become another.
type Stamp = (u64, Option<SystemTime>);

/// What is said of a file.
#[derive(Debug, Clone, Default)]
struct About {
    agency: String,
    year: Option<u16>,
}

impl About {
    fn title(&self) -> Option<String> {
        let year = self.year.map(|year| format!(" {year}年度")).unwrap_or_default();
        (!self.agency.is_empty()).then(|| format!("{}{year}", self.agency))
    }
}

impl List {
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, known: Vec::new(), read: HashMap::new() }
    }

    /// Refuses to write where nothing can be written.
    pub fn refuse_unwritable(&self) -> Result<(), String> {
        files::check_writable(&self.folder).map_err(|reason| {
            format!(
                "不能在这个文件夹里写文件：{reason}；请把本程序和去年的报告放到别的文件夹里，再从那里打开"
            )
        })
    }

    /// The path of a file of the folder.
    pub fn at(&self, name: &Path) -> PathBuf {
        files::bare(self.folder.join(name))
    }

    /// The files as they are now: the newest year first, and those of a year by their names.
    pub fn files(&mut self, forms: &Forms) -> Result<Vec<ListedFile>, String> {
        let data = files::data_files(&self.folder)?.data.into_iter().map(|path| (path, FileKind::Data));
        let published = files::published_files(&self.folder)?;
        let published = published.into_iter().map(|path| (path, FileKind::Published));
        let begun = now();
        let mut listed: Vec<ListedFile> =
            data.chain(published).map(|(path, kind)| self.listed(path, kind, forms, begun)).collect();
        listed.sort_by(|one, other| (Reverse(one.year), &one.name).cmp(&(Reverse(other.year), &other.name)));
        Ok(listed)
    }

    fn listed(&mut self, path: PathBuf, kind: FileKind, forms: &Forms, begun: Instant) -> ListedFile {
        let name = files::shown(Path::new(path.file_name().unwrap_or_default()));
        let about = self.about(&path, kind, forms, begun);
        let id = self.id(path, kind);
        ListedFile { id, name, kind, title: about.title(), year: about.year }
    }

    fn id(&mut self, path: PathBuf, kind: FileKind) -> String {
        let known = self.known.iter().position(|(known, of)| *known == path && *of == kind);
        let place = known.unwrap_or_else(|| {
            self.known.push((path, kind));
            self.known.len() - 1
        });
        place.to_string()
    }

    /// The file of an id.
    ///
    /// # Errors
    /// There never was one, or it is gone: in plain words.
    pub fn file(&self, id: &str) -> Result<(PathBuf, FileKind), String> {
        let known = id.parse::<usize>().ok().and_then(|place| self.known.get(place));
        let (path, kind) = known.ok_or("列表里没有这个文件，请刷新页面以后再选")?;
        if !files::is_file(path) {
            let shown = files::shown(Path::new(path.file_name().unwrap_or_default()));
            return Err(format!("“{shown}”已经不在这个文件夹里，请刷新页面以后再选"));
        }
        Ok((path.clone(), *kind))
    }

    fn about(&mut self, path: &Path, kind: FileKind, forms: &Forms, begun: Instant) -> About {
        let Some(stamp) = files::stamp(path) else { return About::default() };
        if let Some((_, about)) = self.read.get(path).filter(|(then, _)| *then == stamp) {
            return about.clone();
        }
        if begun.elapsed() > LONGEST || kind == FileKind::Published && stamp.0 > MOST_BYTES {
            return About::default();
        }
        let about = match kind {
            FileKind::Data => of_data(path, forms),
            FileKind::Published => of_published(path, forms),
        };
        let about = about.unwrap_or_default();
        self.read.insert(path.to_owned(), (stamp, about.clone()));
        about
    }
}

/// The time, to tell how long the list has taken.
#[expect(clippy::disallowed_methods, reason = "a long list must not keep the page waiting")]
fn now() -> Instant {
    Instant::now()
}

fn of_data(path: &Path, forms: &Forms) -> Option<About> {
    let source = files::read(path).ok()?;
    let report = read(&source, forms).report?;
    let year = report.year.as_ref().map(|year| year.value);
    Some(About { agency: report.agency_name().to_owned(), year })
}

fn of_published(path: &Path, forms: &Forms) -> Option<About> {
    let bytes = files::read_published(path).ok()?;
    let account = import::reading(&bytes, None, forms).ok()?.account;
    Some(About { agency: account.agency.unwrap_or_default(), year: account.year })
}
