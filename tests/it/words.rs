//! Help and mistakes on the command line are in Chinese: not a word of the argument parser is left.

use std::path::Path;

use nianbao::render::RENDERERS;
use unicode_width::UnicodeWidthStr;

use crate::common::is_chinese;
use crate::common::program::{Outcome, nianbao};

/// Names of commands, options, values, formats: all that may stand in Latin letters, with the outputs.
const NAMES: &[&str] = &[
    "nianbao",
    "new",
    "check",
    "render",
    "collect",
    "roster",
    "sum",
    "against",
    "diff",
    "preview",
    "edit",
    "port",
    "no",
    "open",
    // As in Ctrl+C.
    "Ctrl",
    "C",
    "explain",
    "templates",
    "fragment",
    "style",
    "forms",
    "fonts",
    "agency",
    "year",
    "level",
    "department",
    "government",
    "zeros",
    "output",
    "o",
    "format",
    "human",
    "json",
    "sarif",
    "csv",
    "summary",
    "Excel",
    "prev",
    "previous",
    "deny",
    "warnings",
    "notes",
    // The letter of a rule's code, as in T103.
    "T",
    "to",
    "draft",
    "backup",
    "watch",
    "fix",
    "blank",
    "tables",
    "pipe",
    "help",
    "h",
    "version",
    "V",
    "toml",
    "Word",
    "WPS",
    "DOCX",
    "HTML",
    "Markdown",
    "UTF",
    "from",
    "reason",
    "date",
    "PDF",
    "OFD",
    "CSV",
    "Excel",
    "XLSX",
    "embed",
    "fonts",
    "import",
    "schema",
    "completions",
    "SHELL",
    "JSON",
    "Schema",
    "TOML",
    // The editor's plug-in.
    "VS",
    "Code",
    "Even",
    "Better",
    // The shells, and the lines that set them up.
    "Tab",
    "bash",
    "zsh",
    "fish",
    "powershell",
    "PowerShell",
    "elvish",
    "echo",
    "source",
    "bashrc",
    "zshrc",
    "config",
    "Add",
    "Content",
    "PROFILE",
    "Out",
    "String",
    "iex",
    "eval",
    "slurp",
    "rc",
    "elv",
    "txt",
];

const HELP: &[&[&str]] = &[
    &["--help"],
    &["-h"],
    &["new", "--help"],
    &["check", "--help"],
    &["render", "--help"],
    &["collect", "--help"],
    &["diff", "--help"],
    &["preview", "--help"],
    &["edit", "--help"],
    &["explain", "--help"],
    &["templates", "--help"],
    &["schema", "--help"],
    &["completions", "--help"],
    &["fonts", "--help"],
    &["new", "-h"],
    &["check", "-h"],
    &["render", "-h"],
    &["explain", "-h"],
    &["help", "explain"],
];

const MISTAKES: &[&[&str]] = &[
    &[],
    &["chekc", "a.toml"],
    &["检察"],
    &["check"],
    &["render"],
    &["collect"],
    &["collect", "没有"],
    &["collect", "examples", "--roster", "没有.csv"],
    &["--frob"],
    &["-x"],
    &["check", "a.toml", "--fromat", "json"],
    &["check", "a.toml", "--format", "xml"],
    &["check", "a.toml", "--format"],
    &["check", "a.toml", "--format="],
    &["check", "a.toml", "--format", "json", "--format", "human"],
    &["check", "a.toml", "-o"],
    &["check", "a.toml", "-o", "b", "-o", "c"],
    &["check", "a.toml", "--draft"],
    &["check", ""],
    &["check", "--", "--a"],
    &["check", "a.toml", "--deny"],
    &["check", "a.toml", "--deny", "fatal"],
    &["check", "a.toml", "--deny", "warnings", "--deny", "warnings"],
    &["check", "a.toml", "--prev"],
    &["check", "a.toml", "--prev", "b.toml", "--prev", "c.toml"],
    &["check", "a.toml", "b.toml", "--prev", "c.toml"],
    &["render", "a.toml", "b.toml", "--prev", "c.toml"],
    &["render", "a.toml", "--deny", "warnings"],
    &["diff"],
    &["diff", "a.toml"],
    &["diff", "a.toml", "b.toml"],
    &["diff", "a.docx", "b.toml"],
    &["diff", "a.toml", "b.toml", "--format", "sarif"],
    &["explain", "Q999"],
    &["templates"],
    &["render", "没有.toml", "--style"],
    &["render", "没有.toml", "--templates", "没有"],
    &["explain", ""],
    &["explain", "--all"],
    &["render", "a.toml", "--to", "rtf"],
    &["render", "a.toml", "--to", "md,pdf"],
    &["render", "a.toml", "--to", ""],
    &["render", "a.toml", "--to"],
    &["render", "a.toml", "--to", "html", "--to", "md"],
    &["render", "a.toml", "--draft=yes"],
    &["render", "a.toml", "--draft", "--draft"],
    &["render", "a.toml", "--md-tables", "ascii"],
    &["new", "--year", "abc"],
    &["new", "--year", "99999"],
    &["new", "--year", "-1"],
    &["new", "--level", "县级"],
    &["new", "多余"],
    &["new", "--agency"],
    &["new", "--from"],
    &["new", "--from", "没有.toml"],
    &["schema", "2020"],
    &["schema", "-o"],
    &["completions"],
    &["completions", "tcsh"],
    &["fonts", "多余"],
    &["fonts", "--fonts"],
    &["fonts", "--fonts", "没有"],
    &["fonts", "--style", "没有.toml"],
    &["render", "没有.toml", "--fonts", "没有"],
];

fn run(arguments: &[&str]) -> Outcome {
    // An empty folder: no mistake here may find a file, or leave one.
    let folder = tempfile::tempdir().unwrap();
    let outcome = nianbao(folder.path(), arguments);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "{arguments:?}");
    outcome
}

/// The Latin words of a text that are no name, and not the user's own.
fn foreign_words<'t>(text: &'t str, own: &[&str]) -> Vec<&'t str> {
    let words = text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty());
    let is_own = |word: &str| own.iter().any(|argument| argument.contains(word));
    let is_output = |word: &str| RENDERERS.iter().any(|kind| kind.id == word);
    words.filter(|word| !NAMES.contains(word) && !is_output(word) && !is_own(word)).collect()
}

#[test]
fn help_is_chinese_through_and_through() {
    for arguments in HELP {
        let outcome = run(arguments);
        assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""), "{arguments:?}");
        assert!(outcome.stdout.contains("用法：") && outcome.stdout.contains("选项"), "{}", outcome.stdout);
        assert_eq!(foreign_words(&outcome.stdout, &[]), [""; 0], "{arguments:?}\n{}", outcome.stdout);
    }
}

#[test]
fn no_line_of_help_or_of_a_mistake_is_wider_than_a_terminal() {
    let said = HELP.iter().map(|arguments| (arguments, run(arguments).stdout));
    let mistakes = MISTAKES.iter().map(|arguments| (arguments, run(arguments).stderr));
    let of_usage = mistakes.filter(|(_, said)| said.contains("\n查看用法：nianbao "));
    for (arguments, said) in said.chain(of_usage) {
        for line in said.lines() {
            assert!(line.width() <= 80, "{arguments:?}: {} {line}", line.width());
        }
    }
}

#[test]
fn every_option_is_explained_in_chinese() {
    for arguments in HELP {
        let help = run(arguments).stdout;
        let mut options = 0;
        let lines: Vec<&str> = help.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            if line.trim_start().starts_with('-') {
                options += 1;
                // A long name may push its explanation into the next line.
                let after = lines.get(at + 1).copied().unwrap_or_default();
                let words = line.trim().split("  ").skip(1).collect::<String>();
                assert!(is_chinese(&words) || is_chinese(after), "{line}");
            }
        }
        assert!(options > 0, "{help}");
    }
}

#[test]
fn mistakes_are_explained_in_chinese() {
    for arguments in MISTAKES {
        let outcome = run(arguments);
        assert_eq!((outcome.status, outcome.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(is_chinese(&outcome.stderr), "{arguments:?}: {}", outcome.stderr);
        let foreign = foreign_words(&outcome.stderr, arguments);
        assert_eq!(foreign, [""; 0], "{arguments:?}\n{}", outcome.stderr);
    }
}

#[test]
fn a_mistake_names_what_is_wrong_and_what_is_right() {
    for (arguments, says) in [
        (&["chekc"][..], &["chekc", "check"][..]),
        (&["检察"], &["检察", "check（检查）"]),
        (&["check", "a", "——fxi"], &["--fxi", "--fix"]),
        (&["check", "a", "--fromat", "json"], &["--fromat", "--format"]),
        (&["check", "a", "--format", "xml"], &["--format", "xml", "human", "json"]),
        (&["render", "a", "--to", "rtf"], &["--to", "rtf", "md", "html", "pdf", "docx"]),
        (&["check"], &["文件"]),
        (&["check", "a", "--deny", "fatal"], &["--deny", "fatal", "warnings"]),
        (&["check", "a", "--format", "xml"], &["sarif"]),
        (&["check", "a", "--prv", "b"], &["--prv", "--prev"]),
        (&["new", "--year", "abc"], &["--year", "abc"]),
        (&["new", "--level", "县级"], &["--level", "县级", "department", "government"]),
    ] {
        let said = run(arguments).stderr;
        for word in says {
            assert!(said.contains(word), "{arguments:?} does not say {word}: {said}");
        }
        assert!(said.contains("--help"), "{said}");
    }
}

#[test]
fn the_version_is_that_of_the_package() {
    for flag in ["--version", "-V"] {
        assert_eq!(run(&[flag]).stdout, format!("nianbao {}\n", env!("CARGO_PKG_VERSION")));
    }
}

#[cfg(unix)]
#[test]
fn a_name_that_is_no_text_is_an_ordinary_name() {
    use std::os::unix::ffi::OsStrExt;
    let name = std::ffi::OsStr::from_bytes(b"\xff.toml");
    let outcome = nianbao(Path::new("/"), [std::ffi::OsStr::new("check"), name]);
    assert_eq!(outcome.status, 2);
    assert!(outcome.stderr.contains("不存在"), "{}", outcome.stderr);
}
