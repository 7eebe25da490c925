//! Waits for files to be saved.
//!
//! The files are looked at again and again: the notifications of the systems do not cross network
//! drives, and on those offices keep their files.
#![expect(clippy::disallowed_methods, reason = "watching files takes the file system and the clock")]

use std::convert::Infallible;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime};

use sha2::{Digest, Sha256};

use super::files;

/// Time between two looks.
const PAUSE: Duration = Duration::from_millis(40);
/// Time between two looks while a save is going on.
const SHORT_PAUSE: Duration = Duration::from_millis(10);
/// Looking takes at most one part in so many of the time, however slow the drive.
const SHARE: u32 = 5;
/// Time between two looks at the slowest drive.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);
/// A file that has kept its content for so long is whole: some editors write in several steps.
const QUIET: Duration = Duration::from_millis(10);
/// A file that is being written all the time is read after so long as it is then.
const LONGEST_UNREST: Duration = Duration::from_millis(150);
/// Editors that replace the file leave none, or an empty one, for a moment; after this it is gone.
const LONGEST_ABSENCE: Duration = Duration::from_secs(1);
/// After a save contents are compared for so long, because a second save may leave the same time on the
/// file: the clock of a FAT drive goes by two seconds.
const CLOCK_TICK: Duration = Duration::from_millis(2_500);

/// How long a run may go on after the user has wanted to end it.
const GRACE: Duration = Duration::from_secs(2);

/// Why a wait has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Woke<T = Infallible> {
    /// One of the files is another one now, or is gone.
    Changed,
    /// The user wants to end.
    Stopped,
    /// Somebody wants something else meanwhile.
    Asked(T),
}

/// The user's wish to end.
#[derive(Debug, Clone, Default)]
pub(super) struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Takes Ctrl-C, the closing of the window and the like for a wish to end. Where the system allows no
    /// such thing they end the program as always.
    pub fn on_ctrl_c() -> Self {
        let stop = Self::default();
        let flag = Arc::clone(&stop.0);
        let _ = ctrlc::set_handler(move || {
            flag.store(true, Ordering::SeqCst);
            // Every output is whole at any moment: a run that does not come to an end, because a drive does
            // not answer, is broken off.
            std::thread::sleep(GRACE);
            std::process::exit(0);
        });
        stop
    }

    /// True once the user wants to end.
    pub fn requested(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// Files that are being watched. One that is not there yet is watched as well.
#[derive(Debug)]
pub(super) struct Watch {
    files: Vec<Watched>,
}

impl Watch {
    /// Watches files from now on. It is made before they are read, or else a save in between is lost.
    pub fn new(paths: impl IntoIterator<Item = PathBuf>) -> Self {
        let now = Instant::now();
        Self { files: paths.into_iter().map(|path| Watched::new(path, now)).collect() }
    }

    /// Watches the fonts in a folder as well: which there are, how large, and since when.
    pub fn with_fonts(mut self, folder: Option<&Path>) -> Self {
        let fonts = |folder: &Path| Watched::of(folder.to_owned(), Kind::Fonts, Instant::now());
        self.files.extend(folder.map(fonts));
        self
    }

    /// Waits until one of the files has changed, or the user wants to end.
    pub fn wait(&mut self, stop: &Stop) -> Woke {
        self.wait_or(stop, |pause| {
            std::thread::sleep(pause);
            None
        })
    }

    /// The same, unless somebody wants something meanwhile: `pause` waits for that as long as it is told.
    pub fn wait_or<T>(&mut self, stop: &Stop, pause: impl Fn(Duration) -> Option<T>) -> Woke<T> {
        loop {
            if stop.requested() {
                return Woke::Stopped;
            }
            let start = Instant::now();
            if self.look(start) {
                return Woke::Changed;
            }
            let is_moving = self.files.iter().any(|file| file.differs_since.is_some());
            let shortest = if is_moving { SHORT_PAUSE } else { PAUSE };
            if let Some(asked) = pause((start.elapsed() * SHARE).clamp(shortest, LONGEST_PAUSE)) {
                return Woke::Asked(asked);
            }
        }
    }

    /// The owner has put these bytes into one of the files: that is no news.
    pub fn know(&mut self, path: &Path, bytes: &[u8]) {
        let now = Instant::now();
        for file in self.files.iter_mut().filter(|file| file.path == path) {
            file.known = Content::of(bytes);
            file.latest = file.known.clone();
            (file.latest_since, file.compare_until) = (now, now + CLOCK_TICK);
            file.differs_since = None;
        }
    }

    fn look(&mut self, now: Instant) -> bool {
        // Each is looked at, so that a save of several files together is one change.
        self.files.iter_mut().filter_map(|file| file.look(now).then_some(())).count() > 0
    }
}

/// What stands on the outside of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    /// Which file it is and when it was last put there, where the system tells.
    identity: (u64, i64, i64),
}

/// What is watched at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    /// The fonts in a folder. They are not read: they are too large to be read again and again.
    Fonts,
}

/// What is at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Content {
    /// Nothing, or nothing that can be read.
    Gone,
    /// A file without content.
    Empty,
    /// A file with this digest.
    Whole([u8; 32]),
}

impl Content {
    fn of(bytes: &[u8]) -> Self {
        if bytes.is_empty() { Self::Empty } else { Self::Whole(Sha256::digest(bytes).into()) }
    }
}

#[derive(Debug)]
struct Watched {
    path: PathBuf,
    kind: Kind,
    stamp: Option<Stamp>,
    latest: Content,
    /// Since when the content has been the latest.
    latest_since: Instant,
    /// What the owner of the watch knows.
    known: Content,
    /// Since when there has been something that the owner does not know.
    differs_since: Option<Instant>,
    /// Until when the stamp is not trusted.
    compare_until: Instant,
}

impl Watched {
    fn new(path: PathBuf, now: Instant) -> Self {
        Self::of(path, Kind::File, now)
    }

    fn of(path: PathBuf, kind: Kind, now: Instant) -> Self {
        let stamp = stamp(&path);
        let content = content(&path, kind);
        let compare_until = now + CLOCK_TICK;
        let known = content.clone();
        Self {
            path,
            kind,
            stamp,
            latest: content,
            latest_since: now,
            known,
            differs_since: None,
            compare_until,
        }
    }

    /// True if there is something new, and it is whole.
    fn look(&mut self, now: Instant) -> bool {
        self.update(now);
        if self.latest == self.known {
            self.differs_since = None;
            return false;
        }
        let since = *self.differs_since.get_or_insert(now);
        let is_ready = match self.latest {
            Content::Whole(_) => now - self.latest_since >= QUIET || now - since >= LONGEST_UNREST,
            Content::Gone | Content::Empty => now - self.latest_since >= LONGEST_ABSENCE,
        };
        if is_ready {
            self.known = self.latest.clone();
            self.differs_since = None;
        }
        is_ready
    }

    fn update(&mut self, now: Instant) {
        let stamp = stamp(&self.path);
        if stamp != self.stamp {
            self.stamp = stamp;
            self.compare_until = now + CLOCK_TICK;
        } else if now >= self.compare_until && self.kind == Kind::File {
            return;
        }
        let content = content(&self.path, self.kind);
        if content != self.latest {
            if self.latest == Content::Gone {
                // The time that it was away does not count as unrest.
                self.differs_since = None;
            }
            self.latest = content;
            self.latest_since = now;
            self.compare_until = now + CLOCK_TICK;
        }
    }
}

fn stamp(path: &Path) -> Option<Stamp> {
    let metadata = fs::metadata(path).ok()?;
    #[cfg(unix)]
    let identity = {
        use std::os::unix::fs::MetadataExt;
        (metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
    };
    #[cfg(not(unix))]
    let identity = (0, 0, 0);
    Some(Stamp { length: metadata.len(), modified: metadata.modified().ok(), identity })
}

fn content(path: &Path, kind: Kind) -> Content {
    match kind {
        Kind::File => of_file(path),
        Kind::Fonts => of_fonts(path),
    }
}

fn of_fonts(folder: &Path) -> Content {
    let Ok(fonts) = files::fonts_in(folder) else { return Content::Gone };
    let listed = fonts.iter().map(|path| format!("{path:?} {:?}\n", stamp(path))).collect::<String>();
    Content::of(listed.as_bytes())
}

fn of_file(path: &Path) -> Content {
    // Anything but a file, such as a pipe, could keep the reader waiting for ever.
    if !files::is_file(path) {
        return Content::Gone;
    }
    match files::read_bytes(path) {
        Ok(bytes) => Content::of(&bytes),
        Err(_) => Content::Gone,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A watch over one file whose clock the test sets, in milliseconds.
    struct Clock {
        _folder: tempfile::TempDir,
        path: PathBuf,
        start: Instant,
        watch: Watch,
    }

    impl Clock {
        fn over(text: Option<&str>) -> Self {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("年报.toml");
            if let Some(text) = text {
                fs::write(&path, text).unwrap();
            }
            let start = Instant::now();
            let watch = Watch { files: vec![Watched::new(path.clone(), start)] };
            Self { _folder: folder, path, start, watch }
        }

        fn save(&self, text: &str) {
            fs::write(&self.path, text).unwrap();
        }

        fn at(&mut self, milliseconds: u64) -> bool {
            self.watch.look(self.start + Duration::from_millis(milliseconds))
        }
    }

    #[test]
    fn a_save_is_one_change_and_a_touch_is_none() {
        let mut clock = Clock::over(Some("一"));
        assert!(!clock.at(0) && !clock.at(10_000));
        clock.save("二");
        assert!(!clock.at(10_040), "it may still be being written");
        assert!(clock.at(10_050));
        assert!(!clock.at(10_060) && !clock.at(20_000));
        clock.save("二");
        assert!(!clock.at(20_040) && !clock.at(20_080));
    }

    #[test]
    fn a_second_save_that_leaves_the_same_stamp_is_seen() {
        let mut clock = Clock::over(Some("一"));
        clock.save("二");
        assert!(!clock.at(0) && clock.at(40));
        clock.save("三");
        // As on a drive whose clock has not gone on.
        clock.watch.files[0].stamp = stamp(&clock.path);
        assert!(!clock.at(80) && clock.at(120));
        clock.save("四");
        clock.watch.files[0].stamp = stamp(&clock.path);
        assert!(!clock.at(10_000) && !clock.at(10_040), "by then the stamp is trusted");
    }

    #[test]
    fn a_file_that_is_replaced_is_waited_for() {
        let mut clock = Clock::over(Some("一"));
        let other = clock.path.with_extension("new");
        for (at, text) in [(0, "二"), (10_000, "三三")] {
            fs::write(&other, text).unwrap();
            fs::remove_file(&clock.path).unwrap();
            assert!(!clock.at(at) && !clock.at(at + 500));
            fs::rename(&other, &clock.path).unwrap();
            assert!(!clock.at(at + 600) && clock.at(at + 640));
        }
        fs::remove_file(&clock.path).unwrap();
        assert!(!clock.at(20_000));
        clock.save("三三");
        assert!(!clock.at(20_040) && !clock.at(30_000), "it is back as it was");
    }

    #[test]
    fn a_file_that_stays_away_or_empty_is_a_change() {
        for text in [None, Some("")] {
            let mut clock = Clock::over(Some("一"));
            match text {
                None => fs::remove_file(&clock.path).unwrap(),
                Some(text) => clock.save(text),
            }
            assert!(!clock.at(0) && !clock.at(900) && clock.at(1_000));
            assert!(!clock.at(1_040) && !clock.at(5_000));
            clock.save("一");
            assert!(!clock.at(5_040) && clock.at(5_080), "it is back");
        }
    }

    #[test]
    fn a_file_that_is_written_all_the_time_is_read_now_and_then() {
        let mut clock = Clock::over(Some("一"));
        let mut changes = 0;
        for at in (0..1_600).step_by(5) {
            clock.save(&at.to_string());
            changes += usize::from(clock.at(at));
        }
        assert_eq!(changes, 10);
        assert!(clock.at(2_000), "the last one counts in any case");
    }

    #[test]
    fn a_file_that_appears_is_a_change_and_a_folder_is_no_file() {
        let mut clock = Clock::over(None);
        assert!(!clock.at(0) && !clock.at(5_000));
        fs::create_dir(&clock.path).unwrap();
        assert!(!clock.at(5_040) && !clock.at(9_000));
        fs::remove_dir(&clock.path).unwrap();
        clock.save("一");
        assert!(!clock.at(10_000) && clock.at(10_040));
    }

    #[test]
    fn fonts_are_watched_in_folders_further_down_too() {
        let mut clock = Clock::over(None);
        let folder = clock._folder.path().join("字体");
        fs::create_dir_all(folder.join("宋体")).unwrap();
        fs::write(folder.join("黑体.ttf"), "一").unwrap();
        clock.watch = Watch { files: Vec::new() }.with_fonts(Some(&folder));
        assert!(!clock.at(0) && !clock.at(10_000));
        fs::write(folder.join("说明.txt"), "一").unwrap();
        assert!(!clock.at(10_040) && !clock.at(10_080), "it is no font");
        fs::write(folder.join("宋体/宋体.otf"), "一").unwrap();
        assert!(!clock.at(20_000) && clock.at(20_040));
        fs::write(folder.join("黑体.ttf"), "二二").unwrap();
        assert!(!clock.at(30_000) && clock.at(30_040));
        fs::remove_dir_all(&folder).unwrap();
        assert!(!clock.at(40_000) && clock.at(41_000));
    }

    #[test]
    fn what_the_owner_writes_is_no_news_and_what_others_write_is() {
        let mut clock = Clock::over(Some("一"));
        clock.save("二");
        let path = clock.path.clone();
        clock.watch.know(&path, "二".as_bytes());
        assert!(!clock.at(0) && !clock.at(40) && !clock.at(10_000));
        clock.save("三");
        clock.watch.know(&path, "二".as_bytes());
        assert!(!clock.at(10_040) && clock.at(10_080));
        let asked = clock.watch.wait_or(&Stop::default(), |_| Some(7));
        assert_eq!(asked, Woke::Asked(7));
    }

    #[test]
    fn the_wish_to_end_ends_a_wait() {
        let stop = Stop::default();
        assert!(!stop.requested());
        stop.0.store(true, Ordering::SeqCst);
        assert_eq!(Watch::new([PathBuf::from("没有.toml")]).wait(&stop), Woke::Stopped);
        let mut watch = Watch::new([PathBuf::from("没有.toml")]);
        assert!(!watch.look(Instant::now()));
    }
}
