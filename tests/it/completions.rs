//! What the shell offers when the Tab key is pressed, as bash itself says it.

use std::process::Command;

use crate::common::program::nianbao;
use crate::common::{folder, text_of};

/// What bash offers for the last of some words; `None` where there is no bash.
fn offered(words: &[&str]) -> Option<Vec<String>> {
    let folder = folder(&[("年报.toml", text_of("examples/qinghe-2024.toml"))]);
    let script = nianbao(folder.path(), ["completions", "bash"]).stdout;
    let quoted: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    let asked = format!(
        "{script}\nCOMP_WORDS=(nianbao {}); COMP_CWORD={}\n_nianbao nianbao \"${{COMP_WORDS[COMP_CWORD]}}\" \
         \"${{COMP_WORDS[COMP_CWORD-1]}}\" 2>/dev/null; printf '%s\\n' \"${{COMPREPLY[@]}}\"\ncomplete -p nianbao",
        quoted.join(" "),
        words.len()
    );
    let output =
        Command::new("bash").args(["--norc", "-c", &asked]).current_dir(folder.path()).output().ok()?;
    let said = String::from_utf8(output.stdout).ok()?;
    Some(said.lines().map(str::to_owned).collect())
}

#[test]
fn kinds_styles_codes_and_files_are_offered() {
    for (words, expected) in [
        (&["render", "年报.toml", "--to", ""][..], &["md", "html", "docx"][..]),
        (&["check", "年报.toml", "--format", ""], &["human", "json", "sarif", "csv"]),
        (&["explain", "T10"], &["T101", "T102", "T103", "T104"]),
        (&["explain", "T103", "N31"], &["N310", "N311"]),
        (&["new", "--from", "年"], &["年报.toml"]),
        (&["check", "年报.toml", "--prev", "年"], &["年报.toml"]),
        (&["new", "--level", ""], &["department", "government"]),
        (&["completions", "pow"], &["powershell"]),
        // What the script leaves open, bash completes with the names of files.
        (&["check", "年"], &[" -o default "]),
    ] {
        let Some(offered) = offered(words) else { return };
        for word in expected {
            assert!(
                offered.iter().any(|one| one == word || word.contains(' ') && one.contains(word)),
                "{words:?}: {offered:?}"
            );
        }
    }
}
