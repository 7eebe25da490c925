//! The rooms of the program: each imports only what `ARCHITECTURE.md` allows it, and all that it names there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What a room imports.
type Imports = BTreeMap<String, BTreeSet<String>>;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The table of the document: the words in quotes of the first and of the last column.
fn allowed() -> Imports {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let quoted =
        |cell: &str| -> BTreeSet<String> { cell.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
    let rows = text.lines().filter(|line| line.starts_with("| `"));
    let row = |line: &str| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').collect();
        let [room, .., imports] = cells[..] else { panic!("{line}") };
        (quoted(room).into_iter().next().unwrap(), quoted(imports))
    };
    rows.map(row).collect()
}

/// What the code imports, its tests and comments apart.
fn imported() -> Imports {
    let mut found = Imports::new();
    files(&root().join("src"), &mut |path, code| {
        let inner = path.strip_prefix(root().join("src")).unwrap();
        let room = inner.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned();
        if room == "lib" || room == "main" {
            return;
        }
        let imports = found.entry(room.clone()).or_default();
        for (_, rest) in code.match_indices("crate::").map(|(at, word)| code.split_at(at + word.len())) {
            let end = rest.find(|c: char| !(c.is_ascii_lowercase() || c == '_')).unwrap_or(rest.len());
            imports.insert(rest[..end].to_owned());
        }
        imports.retain(|import| *import != room && !import.is_empty());
    });
    found
}

fn files(folder: &Path, each: &mut dyn FnMut(&Path, &str)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            if name != "tests" {
                files(&path, each);
            }
        } else if name.ends_with(".rs") && name != "tests.rs" && name != "testing.rs" {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
            let code: Vec<&str> = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            each(&path, &code.join("\n"));
        }
    }
}

#[test]
fn rooms_import_what_the_document_says() {
    let (allowed, imported) = (allowed(), imported());
    let differs = |room: &&String| allowed.get(*room) != imported.get(*room);
    let rooms: BTreeSet<&String> = allowed.keys().chain(imported.keys()).collect();
    // A room that imports nothing has an empty set in the document, and may have none in the code.
    let wrong: Vec<String> = rooms
        .into_iter()
        .filter(differs)
        .filter(|room| {
            let is_empty = |imports: &Imports| imports.get(*room).is_none_or(BTreeSet::is_empty);
            !(is_empty(&allowed) && is_empty(&imported))
        })
        .map(|room| {
            format!("{room}: {:?} in ARCHITECTURE.md, {:?} in src", allowed.get(room), imported.get(room))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(!allowed["rules"].contains("render") && !allowed["render"].contains("rules"));
    assert!(!allowed.values().any(|imports| imports.contains("cli")));
}
