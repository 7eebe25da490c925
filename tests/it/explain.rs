//! `nianbao explain`: every rule has an explanation that a clerk can read.

use unicode_width::UnicodeWidthStr;

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
        // Lines end where a terminal would, be there one or not.
        let whole = |text: &str| text.split_whitespace().collect::<String>();
        for words in [rule.what, rule.why, rule.source, rule.fails.text, rule.passes.text] {
            assert!(whole(&said).contains(&whole(words)), "{words}\n{said}");
        }
        let widest = said.lines().max_by_key(|line| line.width()).unwrap();
        assert!(widest.width() <= 80, "{widest}");
    }
}

#[test]
fn a_code_may_be_typed_as_it_stands_in_the_results_of_a_check() {
    let said = explain(&["T103"]).stdout;
    for typed in [
        &["t103"][..],
        &[" T103"],
        &["t103 "],
        &["[T103]"],
        &["错误[T103]"],
        &["Ｔ１０３"],
        &["【ｔ103】"],
        &["T103、"],
        &["错误[T103]:", "“自然人”列两边不相等：一", "+", "二", "=", "6"],
        &["T103", "t103"],
    ] {
        assert_eq!(explain(typed).stdout, said, "{typed:?}");
    }
    let both = explain(&["T103", "N301"]);
    assert_eq!(both.stdout, format!("{said}\n\n{}", explain(&["N301"]).stdout));
    assert_eq!(explain(&["T103，N301"]).stdout, both.stdout);
    // What is known is explained, and what is not is said.
    let one = explain(&["T103", "T199"]);
    assert_eq!((one.status, one.stdout), (2, said));
    assert!(one.stderr.contains("没有“T199”这条检查规则"), "{}", one.stderr);
}

#[test]
fn an_unknown_code_is_a_mistake_that_shows_the_way() {
    for code in ["T999", "X1", "没有的词", ""] {
        let outcome = explain(&[code]);
        assert_eq!((outcome.status, outcome.stdout.as_str()), (2, ""), "{code}");
        let named = outcome.stderr.contains(&format!("“{code}”"));
        assert!(named && outcome.stderr.contains("全部规则见：nianbao explain"), "{}", outcome.stderr);
    }
    for (code, near) in [
        ("T1", &["T101  ", "T102  ", "T103  ", "T104  "][..]),
        ("103", &["T103  "]),
        ("t105", &["T101  ", "T103  "]),
        ("T1O3", &["T103  "]),
        ("勾稽", &["T103  "]),
    ] {
        let outcome = explain(&[code]);
        assert_eq!((outcome.status, outcome.stdout.as_str()), (2, ""), "{code}");
        for words in near {
            assert!(outcome.stderr.contains(words), "{code}: {}", outcome.stderr);
        }
    }
}
