//! Marks that a word processor leaves beside a file while it has it open.
//!
//! Windows refuses to replace an open file, other systems do not: there the word processor would
//! write its older text over the new report as soon as it saves.

use std::path::{Path, PathBuf};

use super::{exists, folder};

/// The mark beside a file that is open in LibreOffice, Word or WPS.
pub(super) fn of(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    let stem = path.file_stem()?.to_str()?;
    // Word keeps its mark as long as the name by dropping up to two characters of a longer one.
    let dropped = stem.encode_utf16().count().saturating_sub(6).min(2);
    let words: String = name.chars().skip(dropped).collect();
    let marks = [format!(".~lock.{name}#"), format!("~${words}"), format!(".~{name}")];
    marks.into_iter().map(|mark| folder(path).join(mark)).find(|mark| exists(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marks_of_word_processors_are_known() {
        for (file, mark) in [
            ("2024年报.docx", ".~lock.2024年报.docx#"),
            ("2024年报.docx", "~$2024年报.docx"),
            ("2024年报告.docx", "~$024年报告.docx"),
            ("qinghe-2024.docx", "~$nghe-2024.docx"),
            ("2024年报.docx", ".~2024年报.docx"),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join(file);
            assert_eq!(of(&file), None);
            std::fs::write(folder.path().join(mark), "").unwrap();
            assert_eq!(of(&file), Some(folder.path().join(mark)));
            assert_eq!(of(&folder.path().join("别的年度报告.docx")), None, "{mark}");
        }
    }
}
