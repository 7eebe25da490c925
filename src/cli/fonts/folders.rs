//! Where a system keeps its fonts, and where office programs keep theirs.
#![expect(clippy::disallowed_methods, reason = "the command line asks the system where its folders are")]

use std::path::PathBuf;

use crate::cli::files;

/// The folders of fonts on Linux: those of a user stand in the home folder.
const LINUX: &[&str] = &[
    "~/.local/share/fonts",
    "~/.fonts",
    "~/.kingsoft/office6/fonts",
    "/usr/local/share/fonts",
    "/usr/share/fonts",
    "/opt/kingsoft/wps-office/office6/fonts",
    "/opt/apps/cn.wps.wps-office*/files/kingsoft/wps-office/office6/fonts",
];

/// Those on macOS: of the system, the ones that it downloads, and those of WPS and Office.
const MACOS: &[&str] = &[
    "~/Library/Fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "/System/Library/AssetsV2/com_apple_MobileAsset_Font*",
    "/Network/Library/Fonts",
    "/Applications/wpsoffice.app/Contents/Resources/office6/fonts",
    "/Applications/WPS Office.app/Contents/Resources/office6/fonts",
    "~/Library/Containers/com.kingsoft.wpsoffice.mac/Data/.kingsoft/office6/fonts",
    "/Applications/Microsoft Word.app/Contents/Resources/DFonts",
];

/// Those on Windows, each behind the variable that names where it begins.
const WINDOWS: &[(&str, &str)] = &[
    ("LOCALAPPDATA", "Microsoft/Windows/Fonts"),
    ("SystemRoot", "Fonts"),
    ("APPDATA", "Kingsoft/office6/fonts"),
    ("LOCALAPPDATA", "Kingsoft/WPS Office/*/office6/fonts"),
    ("ProgramFiles", "Kingsoft/WPS Office/*/office6/fonts"),
    ("ProgramFiles(x86)", "Kingsoft/WPS Office/*/office6/fonts"),
];

/// The files of fonts that the system and office programs have, those of the user first.
pub(super) fn system_fonts() -> Vec<PathBuf> {
    let folders = if cfg!(windows) { of_windows() } else { of_unix() };
    folders.iter().flat_map(|folder| files::fonts_in(folder).unwrap_or_default()).collect()
}

fn of_unix() -> Vec<PathBuf> {
    let folders = if cfg!(target_os = "macos") { MACOS } else { LINUX };
    let home = std::env::var("HOME").unwrap_or_default();
    let own = std::env::var("XDG_DATA_HOME").into_iter();
    let shared = std::env::var("XDG_DATA_DIRS").unwrap_or_default();
    let named = own.chain(shared.split(':').map(str::to_owned)).filter(|folder| folder.starts_with('/'));
    let usual = folders.iter().map(|folder| match folder.strip_prefix('~') {
        Some(rest) => format!("{}{rest}", glob::Pattern::escape(&home)),
        None => (*folder).to_owned(),
    });
    let named = named.map(|folder| format!("{}/fonts", glob::Pattern::escape(&folder)));
    there(usual.chain(named))
}

fn of_windows() -> Vec<PathBuf> {
    let folder = |(variable, rest): &(&str, &str)| {
        let start = std::env::var(variable).ok().filter(|start| !start.is_empty())?;
        Some(format!("{}/{rest}", glob::Pattern::escape(&start)))
    };
    there(WINDOWS.iter().filter_map(folder))
}

/// The folders that there are, each once.
fn there(patterns: impl Iterator<Item = String>) -> Vec<PathBuf> {
    let mut folders = Vec::new();
    for folder in patterns.filter_map(|pattern| glob::glob(&pattern).ok()).flatten().flatten() {
        if files::is_folder(&folder) && !folders.contains(&folder) {
            folders.push(folder);
        }
    }
    folders
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_that_are_there_are_taken_once_and_a_star_stands_for_a_version() {
        let root = tempfile::tempdir().unwrap();
        for folder in ["12.1/office6/fonts", "11.8/office6/fonts", "12.2/office6/[字]"] {
            std::fs::create_dir_all(root.path().join(folder)).unwrap();
        }
        let start = root.path().display();
        let patterns = ["*/office6/fonts", "12.1/office6/fonts", "没有", "12.2/office6/[[]字]"];
        let found = there(patterns.iter().map(|pattern| format!("{start}/{pattern}")));
        let names: Vec<_> =
            found.iter().map(|path| path.strip_prefix(root.path()).unwrap().to_owned()).collect();
        let expected = ["11.8/office6/fonts", "12.1/office6/fonts", "12.2/office6/[字]"];
        assert_eq!(names, expected.map(PathBuf::from));
    }
}
