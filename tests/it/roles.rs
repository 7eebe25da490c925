//! Forms are data: no code names a part of one. The findings stay what they are when every name in the
//! forms changes, and no name of the built-in forms stands in the code.

mod code;
mod names;
mod other_names;
mod renamed;

use std::fs;

use crate::common::repository;

/// Every file below a folder of the repository with that extension, in order: its path and its text.
fn files(folder: &str, extension: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![repository(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                let name = path.strip_prefix(repository("")).unwrap().to_str().unwrap().replace('\\', "/");
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(!found.is_empty(), "{folder} has no file .{extension}");
    found.sort();
    found
}

/// The built-in forms: identifier and text.
fn forms() -> Vec<(String, String)> {
    let forms = files("formats", "toml").into_iter();
    forms.map(|(path, text)| (path["formats/".len()..path.len() - ".toml".len()].to_owned(), text)).collect()
}
