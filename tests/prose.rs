//! The corpus of sentences: what the rules on the narrative find in each, and what they leave alone.

use nianbao::format::Forms;
use nianbao::rules::check;
use nianbao::source::Source;

const SOUND: &str = include_str!("../examples/qinghe-2024.toml");
const CORPUS: &str = include_str!("prose/corpus.tsv");

/// A line of the corpus: the codes that must be found, and the sentence.
fn sentences() -> impl Iterator<Item = (Vec<&'static str>, &'static str)> {
    CORPUS.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| {
        let (codes, text) = line.split_once('\t').unwrap();
        (codes.split(',').filter(|code| *code != "-").collect(), text)
    })
}

/// Codes of the findings on the narrative when a report's last section says so.
fn found(text: &str) -> Vec<String> {
    let (before, after) = SOUND.split_once("除上述情况外，没有其他需要报告的事项。").unwrap();
    let text = text.replace("\\n", "\n");
    let source = Source::new("a", format!("{before}\n{text}\n{after}"));
    let checked = check(&source, &Forms::built_in());
    checked.findings.iter().filter(|f| f.code.0.starts_with('N')).map(|f| f.code.0.to_owned()).collect()
}

#[test]
fn no_false_alarm_and_few_contradictions_missed() {
    let (mut alarms, mut missed, mut wrong, mut sound) = (Vec::new(), Vec::new(), 0, 0);
    for (expected, text) in sentences() {
        let found = found(text);
        if expected.is_empty() {
            sound += 1;
            if !found.is_empty() {
                alarms.push((text, found));
            }
        } else {
            wrong += 1;
            if found != expected {
                missed.push((text, found));
            }
        }
    }
    assert!(alarms.is_empty(), "false alarms: {alarms:#?}\nmissed: {missed:#?}");
    assert!(missed.len() * 20 <= wrong, "missed {} of {wrong}: {missed:#?}", missed.len());
    assert!(sound + wrong >= 150, "{}", sound + wrong);
}
