//! A file that the page brings: where in the folder it is kept.

use std::path::{Path, PathBuf};

use super::list::List;
use crate::cli::files;

/// Bytes of a name; systems take no more than 255, and a number may have to be put to it.
const LONGEST_NAME: usize = 240;
/// Files of one name.
const MOST_OF_A_NAME: usize = 1_000;
/// Names of devices on Windows, whatever their ending.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// Where a file is kept.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub path: PathBuf,
    /// It stands there already.
    is_there: bool,
}

impl Place {
    /// Keeps it, unless it is there.
    ///
    /// # Errors
    /// It cannot be written: why, in plain words. Nothing is there then.
    pub fn keep(&self, bytes: &[u8]) -> Result<(), String> {
        if self.is_there { Ok(()) } else { files::create(&self.path, bytes) }
    }
}

/// Where a file of that name is kept: where the same bytes are already, or else where nothing is.
///
/// # Errors
/// The name cannot be that of a report: why, in plain words.
pub(super) fn place(list: &List, name: &str, bytes: &[u8]) -> Result<Place, String> {
    let name = plain(name)?;
    let (stem, ending) = split(name);
    for number in 1..=MOST_OF_A_NAME {
        let numbered = if number == 1 { name.to_owned() } else { format!("{stem}-{number}{ending}") };
        let path = list.at(Path::new(&numbered));
        if !files::exists(&path) {
            return Ok(Place { path, is_there: false });
        }
        let is_as_long = files::is_file(&path) && files::size(&path) == bytes.len() as u64;
        if is_as_long && files::read_published(&path).is_ok_and(|there| there == bytes) {
            return Ok(Place { path, is_there: true });
        }
    }
    Err(format!("这个文件夹里名称像“{name}”的文件太多，请换一个名称"))
}

/// The last part of a name, if it can be that of a report in the folder.
fn plain(given: &str) -> Result<&str, String> {
    let name = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let refused = |why: &str| Err(format!("不能用“{}”这个文件名：{why}", files::shown(Path::new(name))));
    let path = Path::new(name);
    match () {
        () if name.is_empty() => Err("这个文件没有名称".to_owned()),
        () if name.len() > LONGEST_NAME => Err("文件名太长，请改短一些再试".to_owned()),
        () if name.chars().any(char::is_control) || name.contains(['<', '>', ':', '"', '|', '?', '*']) => {
            refused("里面有文件名不能用的符号，请改名以后再试")
        }
        () if name.starts_with('.') || name != name.trim() || is_device(name) => refused("请改名以后再试"),
        () if files::is_report_name(path) => Ok(name),
        () => refused("不像是年度报告，请换用报告的 Word、网页、PDF、电子表格或者数据文件"),
    }
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    DEVICES.contains(&stem.trim_end_matches(|c: char| c.is_ascii_digit()))
}

/// A name before its ending, and the ending with its point; `.toml.txt` is one.
fn split(name: &str) -> (&str, &str) {
    let stem = files::stem(Path::new(name));
    name.split_at_checked(stem.len()).filter(|(before, _)| *before == stem).unwrap_or((name, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_name_of_a_report_is_kept_and_only_in_the_folder() {
        for (given, kept) in [
            ("2023年报.docx", "2023年报.docx"),
            ("../../x.docx", "x.docx"),
            (r"C:\x.docx", "x.docx"),
            ("a/b.docx", "b.docx"),
            ("/etc/年报.PDF", "年报.PDF"),
            ("年报.toml", "年报.toml"),
            ("年报.toml.txt", "年报.toml.txt"),
            ("年报.txt", "年报.txt"),
            ("比较.conf.docx", "比较.conf.docx"),
        ] {
            assert_eq!(plain(given).as_deref(), Ok(kept), "{given}");
        }
        let long = format!("{}.docx", "年".repeat(300));
        for given in [
            "",
            "/",
            "a/",
            "..",
            "../..",
            ".toml",
            ".toml.",
            ".隐.docx",
            "x.docx.",
            "x.docx ",
            " x.docx",
            "x\0.docx",
            "x\n.docx",
            "x\u{85}.docx",
            "x:y.docx",
            "x?.docx",
            "con.docx",
            "NUL.toml",
            "com1.docx",
            "nul .docx",
            "x.exe",
            "x",
            "x.lnk",
            "x.docx/evil.bat",
            &long,
        ] {
            assert!(plain(given).is_err(), "{given}");
        }
        assert_eq!(split("年报.docx"), ("年报", ".docx"));
        assert_eq!(split("年报.toml.txt"), ("年报", ".toml.txt"));
    }

    #[test]
    fn nothing_is_ever_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let list = List::new(folder.path().to_owned());
        let kept = |bytes: &[u8]| {
            let place = place(&list, "年报.docx", bytes).unwrap();
            place.keep(bytes).unwrap();
            assert_eq!(files::read_published(&place.path).unwrap(), bytes);
            place.path.file_name().unwrap().to_str().unwrap().to_owned()
        };
        assert_eq!(kept(b"one"), "年报.docx");
        assert_eq!(kept(b"two"), "年报-2.docx");
        assert_eq!(kept(b"three"), "年报-3.docx");
        assert_eq!(kept(b"two"), "年报-2.docx");
        assert_eq!(kept(b"one"), "年报.docx");
        // What comes to be there after the place was found is not written over either.
        let place = place(&list, "年报.docx", b"four").unwrap();
        files::create(&place.path, "other").unwrap();
        assert!(place.keep(b"four").is_err());
        assert_eq!(files::read_published(&place.path).unwrap(), b"other");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 4);
    }
}
