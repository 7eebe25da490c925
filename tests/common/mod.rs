//! What the integration tests share: the forms typed in again from the official documents, the cases of
//! the check, and readers of the three outputs that know nothing of the program's own code.

pub mod cases;
pub mod county;
pub mod county_files;
pub mod county_texts;
pub mod data;
pub mod docx;
pub mod fonts;
pub mod grid;
pub mod html;
pub mod kinds;
pub mod labels;
pub mod lists;
pub mod markdown;
pub mod offices;
pub mod outputs;
pub mod page;
pub mod program;
pub mod sheet;

use std::path::PathBuf;

/// A file of the repository.
pub fn repository(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The text of a file of the repository.
pub fn text_of(path: &str) -> String {
    let path = repository(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A text with edits, each at its first place.
pub fn edited<'e>(text: &str, edits: impl IntoIterator<Item = (&'e str, &'e str)>) -> String {
    edits.into_iter().fold(text.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "the text has no {from}");
        text.replacen(from, to, 1)
    })
}

/// Every TOML file of a folder of the repository: its name without extension, and its text. An
/// empty folder fails, or else a test over it would show nothing.
pub fn toml_files(folder: &str) -> Vec<(String, String)> {
    let entries = std::fs::read_dir(repository(folder)).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    assert!(!paths.is_empty(), "{folder} has no TOML files");
    let name = |path: &PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    paths.iter().map(|path| (name(path), std::fs::read_to_string(path).unwrap())).collect()
}

/// True if a text holds Chinese characters.
pub fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c))
}

/// A folder with files.
pub fn folder(files: &[(&str, impl AsRef<str>)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text.as_ref()).unwrap();
    }
    folder
}

/// What a published file prints, whatever its kind, as far as it tells it for certain.
pub fn edition(bytes: &[u8]) -> nianbao::edition::Edition {
    let forms = nianbao::format::Forms::built_in();
    let page = nianbao::published::read(bytes).unwrap();
    let reading = nianbao::published::recognise(&page, &forms, None).unwrap();
    reading.edition(&forms).unwrap()
}
