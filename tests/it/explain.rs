//! `nianbao explain`: every rule has an explanation that a clerk can read.

use crate::common::is_chinese;
use crate::common::program::{Outcome, nianbao};

fn explain(arguments: &[&str]) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    nianbao(folder.path(), [&["explain"], arguments].concat())
}

#[test]
fn without_a_code_all_rules_are_listed_each_in_one_line() {
    let outcome = explain(&[]);
    assert_eq!(outcome.status, 0);
    let lines: Vec<&str> = outcome.stdout.lines().collect();
    let codes: Vec<&str> = lines.iter().filter_map(|line| line.split("  ").next()).collect();
    let rules: Vec<&str> = nianbao::rules::rules().map(|rule| rule.code.0).collect();
    assert_eq!(codes, rules);
    assert!(lines.iter().all(|line| is_chinese(line)), "{}", outcome.stdout);
    // How to go on is no line of the list.
    assert!(outcome.stderr.contains("nianbao explain 代码"), "{}", outcome.stderr);
}

#[test]
fn every_rule_says_what_it_finds_why_and_where_that_is_laid_down() {
    for rule in nianbao::rules::rules() {
        let outcome = explain(&[rule.code.0]);
        assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""), "{}", rule.code.0);
        let said = outcome.stdout;
        assert!(said.starts_with(&format!("{} {}\n\n", rule.code.0, rule.title)), "{said}");
        let parts = ["检查什么\n", "\n为什么\n", "\n示例\n  不通过：", "\n  通过：", "\n依据\n"];
        let places: Vec<usize> = parts.iter().map(|part| said.find(part).unwrap_or(0)).collect();
        assert!(places[0] > 0 && places.is_sorted(), "{said}");
        for words in [rule.what, rule.why, rule.source, rule.fails.text, rule.passes.text] {
            assert!(said.contains(words), "{words}\n{said}");
        }
    }
}

#[test]
fn a_code_may_be_typed_in_small_letters_and_with_blanks_around() {
    let said = explain(&["T103"]).stdout;
    for code in ["t103", " T103", "t103 "] {
        assert_eq!(explain(&[code]).stdout, said, "{code}");
    }
}

#[test]
fn an_unknown_code_is_a_mistake_that_shows_the_way() {
    for code in ["T999", "103", "T10", "勾稽", ""] {
        let outcome = explain(&[code]);
        assert_eq!((outcome.status, outcome.stdout.as_str()), (2, ""), "{code}");
        let named = outcome.stderr.contains(&format!("“{code}”"));
        assert!(named && outcome.stderr.contains("nianbao explain"), "{}", outcome.stderr);
    }
}
