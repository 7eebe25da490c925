//! Marks that a word processor leaves beside a file while it has it open.
//!
//! Windows refuses to replace an open file, other systems do not: there the word processor would
//! write its older text over the new report as soon as it saves.

use std::path::{Path, PathBuf};

use super::{exists, folder};

/// A mark beside a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mark {
    /// The file is open, or the mark was left behind.
    Of(PathBuf),
    /// It may be the mark of another file whose name ends alike.
    Perhaps(PathBuf),
}

/// The mark beside a file that is open in LibreOffice, Word or WPS.
pub(super) fn of(path: &Path) -> Option<Mark> {
    if cfg!(windows) {
        return None;
    }
    let name = path.file_name()?.to_str()?;
    let stem = path.file_stem()?.to_str()?;
    // Word keeps its mark as long as the name by dropping up to two characters of a longer one.
    let dropped = stem.encode_utf16().count().saturating_sub(6).min(2);
    let words: String = name.chars().skip(dropped).collect();
    let marks = [(format!(".~lock.{name}#"), 0), (format!(".~{name}"), 0), (format!("~${words}"), dropped)];
    let mut marks = marks.into_iter().map(|(mark, dropped)| (folder(path).join(mark), dropped));
    let (mark, dropped) = marks.find(|(mark, _)| exists(mark))?;
    Some(if dropped == 0 { Mark::Of(mark) } else { Mark::Perhaps(mark) })
}

#[cfg(not(windows))]
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marks_of_word_processors_are_known() {
        let sure: fn(PathBuf) -> Mark = Mark::Of;
        for (file, mark, kind) in [
            ("2024年报.docx", ".~lock.2024年报.docx#", sure),
            ("2024年报.docx", "~$2024年报.docx", Mark::Of),
            ("2024年报告.docx", "~$024年报告.docx", Mark::Perhaps),
            ("qinghe-2024.docx", "~$nghe-2024.docx", Mark::Perhaps),
            ("2024年报.docx", ".~2024年报.docx", Mark::Of),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join(file);
            assert_eq!(of(&file), None);
            std::fs::write(folder.path().join(mark), "").unwrap();
            assert_eq!(of(&file), Some(kind(folder.path().join(mark))));
            assert_eq!(of(&folder.path().join("别的年度报告.docx")), None, "{mark}");
        }
    }
}
