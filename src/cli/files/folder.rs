//! Folders that a run makes for its outputs.

use std::fs;
use std::path::{Path, PathBuf};

use super::{exists, reason, shown};

/// A folder that is there. What was made for it goes again with this value, unless something has been put
/// into it.
#[must_use]
#[derive(Debug)]
pub(in crate::cli) struct Folder {
    /// The folders that were made, the outermost first.
    made: Vec<PathBuf>,
}

impl Folder {
    /// Makes sure that a folder is there.
    pub fn make(path: &Path) -> Result<Self, String> {
        if path.is_file() {
            return Err(format!("无法写入“{}”：这是文件，不是文件夹", shown(path)));
        }
        if fs::metadata(path).is_ok_and(|there| !there.is_dir()) {
            return Err(format!("无法写入“{}”：这不是文件夹", shown(path)));
        }
        let missing = path.ancestors().filter(|part| !part.as_os_str().is_empty());
        let mut made: Vec<PathBuf> = missing.take_while(|part| !exists(part)).map(Path::to_owned).collect();
        made.reverse();
        let folder = Self { made };
        fs::create_dir_all(path)
            .map_err(|error| format!("无法建立文件夹“{}”：{}", shown(path), reason(&error)))?;
        Ok(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        for folder in self.made.iter().rev() {
            // Refused by the system if anything stands in it.
            let _ = fs::remove_dir(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_stays_empty_goes_again_with_those_made_for_it() {
        let place = tempfile::tempdir().unwrap();
        let inner = place.path().join("a/b");
        drop(Folder::make(&inner).unwrap());
        assert!(!place.path().join("a").exists());
        let folder = Folder::make(&inner).unwrap();
        fs::write(inner.join("c"), "").unwrap();
        drop(folder);
        assert!(inner.join("c").exists());
        fs::remove_file(inner.join("c")).unwrap();
        drop(Folder::make(&inner).unwrap());
        assert!(inner.exists(), "it was there before");
        fs::write(place.path().join("f"), "").unwrap();
        assert!(Folder::make(&place.path().join("f")).unwrap_err().contains("不是文件夹"));
    }
}
