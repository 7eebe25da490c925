//! The forms at hand: those of the program, and one's own from the folder that `--forms` names.

use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};

use super::files;
use crate::format::Forms;

/// Where forms of one's own are.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct OwnForms {
    /// 自己的格式所在的文件夹，其中每个 .toml 文件是一个格式
    #[arg(long = "forms", value_name = "目录", value_hint = ValueHint::DirPath)]
    folder: Option<PathBuf>,
}

impl OwnForms {
    /// All forms at hand, those of the folder last.
    ///
    /// # Errors
    /// There is no such folder, there are no forms in it, or one of them cannot be used: why, in plain
    /// words, with the line of its file.
    pub fn load(&self) -> Result<Forms, String> {
        let mut forms = Forms::built_in();
        let Some(folder) = &self.folder else { return Ok(forms) };
        let paths = files::in_folder(folder, "toml")?;
        if paths.is_empty() {
            return Err(format!("“{}”里没有格式文件（扩展名为 .toml）", folder.display()));
        }
        for path in paths {
            let failed = |error| format!("格式文件“{}”不能使用，{error}", path.display());
            forms.add(&files::read_text(&path)?).map_err(failed)?;
        }
        Ok(forms)
    }

    /// The files on which the forms depend; none if the folder cannot be read.
    pub fn files(&self) -> Vec<PathBuf> {
        let files = |folder: &Path| files::in_folder(folder, "toml").unwrap_or_default();
        self.folder.as_deref().map(files).unwrap_or_default()
    }

    /// How the folder is named again in a command; empty if none was.
    pub fn as_typed(&self) -> String {
        let folder = self.folder.as_deref();
        folder.map(|folder| format!(" --forms {}", files::argument(folder))).unwrap_or_default()
    }

    /// True if a folder was named.
    pub fn are_named(&self) -> bool {
        self.folder.is_some()
    }
}
