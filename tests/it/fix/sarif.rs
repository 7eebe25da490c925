//! The fixes in SARIF are those that `--fix` makes: whoever applies them gets the same file.

use std::fs;

use serde_json::Value;

use super::{edited, folder, run};

/// The text with all fixes of a log applied, as any reader of SARIF does it: lines and columns from 1, columns
/// in the unit that the run declares, and no byte-order mark in the text.
fn applied(text: &str, log: &Value) -> String {
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let starts: Vec<usize> =
        std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let offset = |line: &Value, column: &Value| {
        let start = starts[usize::try_from(line.as_u64().unwrap()).unwrap() - 1];
        let before = usize::try_from(column.as_u64().unwrap()).unwrap() - 1;
        start + text[start..].chars().take(before).map(char::len_utf8).sum::<usize>()
    };
    let fixes = run["results"].as_array().unwrap().iter().filter_map(|result| result.get("fixes"));
    let mut replacements: Vec<(usize, usize, &str)> = fixes
        .flat_map(|fixes| fixes[0]["artifactChanges"][0]["replacements"].as_array().unwrap())
        .map(|replacement| {
            let region = &replacement["deletedRegion"];
            let from = offset(&region["startLine"], &region["startColumn"]);
            let to = offset(&region["endLine"], &region["endColumn"]);
            (from, to, replacement["insertedContent"]["text"].as_str().unwrap())
        })
        .collect();
    assert!(!replacements.is_empty());
    replacements.sort_unstable();
    let mut done = text.to_owned();
    for (from, to, new) in replacements.into_iter().rev() {
        done.replace_range(from..to, new);
    }
    done
}

#[test]
fn the_fixes_in_sarif_give_the_same_file() {
    // A total, a list of headings, and radicals, each behind characters of one to four bytes.
    let wrong = edited(&[
        ("2,   75 ]", "2,   76 ]"),
        ("### （四）政府", "### （五）政府"),
        ("### （五）监督", "### （七）监督"),
        ("name    = \"青禾", "name    = \"𠮷é⻘禾"),
        ("关心的事项", "𠮷⼼的事项、⼈⺠的期盼"),
        ("全年制发", "全年{}⼯作，制发"),
    ]);
    for (line_end, mark) in [("\n", ""), ("\r\n", ""), ("\n", "\u{FEFF}"), ("\r\n", "\u{FEFF}")] {
        let text = wrong.replace('\n', line_end);
        let folder = folder(&[("年报.toml", &format!("{mark}{text}"))]);
        let log: Value =
            serde_json::from_str(&run(&folder, &["年报.toml", "--format", "sarif"]).stdout).unwrap();
        let expected = applied(&text, &log);
        run(&folder, &["年报.toml", "--fix"]);
        let fixed = fs::read_to_string(folder.path().join("年报.toml")).unwrap();
        assert_eq!(fixed, format!("{mark}{expected}"), "{line_end:?} {mark:?}");
        // Nothing is left to be mended.
        let log: Value =
            serde_json::from_str(&run(&folder, &["年报.toml", "--format", "sarif"]).stdout).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap();
        assert!(results.iter().all(|result| result.get("fixes").is_none()), "{results:?}");
    }
}

#[test]
fn a_fix_says_what_it_changes_and_an_accepted_finding_has_none() {
    let wrong = [("2,   75 ]", "2,   76 ]"), ("### （五）监督", "### （七）监督")];
    let fixes = |edits: &[(&str, &str)]| -> Vec<(String, String)> {
        let folder = folder(&[("年报.toml", &edited(edits))]);
        let log: Value =
            serde_json::from_str(&run(&folder, &["年报.toml", "--format", "sarif"]).stdout).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap().clone();
        let fix = |result: &Value| {
            let words = result.get("fixes")?[0]["description"]["text"].as_str()?.to_owned();
            Some((result["ruleId"].as_str()?.to_owned(), words))
        };
        results.iter().filter_map(fix).collect()
    };
    let heading = ("N311".to_owned(), "“一、总体情况”的小标题序号：七 → 五".to_owned());
    let total = ("T101".to_owned(), "“一、本年新收政府信息公开申请数量”行“总计”列：76 → 75".to_owned());
    assert_eq!(fixes(&wrong), [heading, total.clone()]);
    let accept = "[[accept]]\ncode = \"N311\"\nreason = \"系统导出如此\"\n\n[overview]";
    assert_eq!(fixes(&[wrong[0], wrong[1], ("[overview]", accept)]), [total]);
}
