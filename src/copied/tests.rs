//! Copies of every kind among reports that were written independently.

use std::collections::BTreeSet;

use super::*;
use crate::format::Forms;
use crate::report::{Report, read};
use crate::source::Source;
use offices::{Narrative, Office, Random, office};

#[path = "../../tests/common/offices.rs"]
mod offices;

const SOUND: &str = include_str!("../../examples/qinghe-2024.toml");

/// An office and what it has written.
struct Written {
    office: Office,
    narrative: Narrative,
}

/// So many offices, each with words of its own.
fn independent(count: usize) -> Vec<Written> {
    let mut random = Random::seeded(16);
    (0..count).map(|at| Written { office: office(at * 7), narrative: Narrative::own(&mut random) }).collect()
}

fn report(text: &str) -> Report {
    read(&Source::new("a", text), &Forms::built_in()).report.expect("the report reads")
}

/// The reports of offices, their numbers drawn.
fn reports(all: &[Written]) -> Vec<Report> {
    let mut random = Random::seeded(2024);
    all.iter().map(|one| report(&one.narrative.data_file(SOUND, &one.office, &mut random))).collect()
}

/// What the reports share, as the command finds it; no more pairs than that are to be compared.
fn copied(reports: &[Report], most: usize) -> Vec<Copied> {
    let marks: Vec<Marks> = reports.iter().map(Marks::of).collect();
    let found = candidates(&marks.iter().collect::<Vec<_>>());
    assert!(found.pairs.len() <= most, "{} pairs are compared", found.pairs.len());
    let compare = |&(one, other): &(usize, usize)| {
        let shared = compare(&Texts::of(&reports[one]), &Texts::of(&reports[other]), &found.standard);
        (one, other, shared)
    };
    groups(&found.pairs.iter().map(compare).collect::<Vec<_>>())
}

/// The members of each passage.
fn members(copied: &[Copied]) -> BTreeSet<Vec<usize>> {
    copied.iter().map(|one| one.members.iter().map(|member| member.report).collect()).collect()
}

/// A sentence with a word changed.
fn reworded(sentence: &str) -> String {
    let words: Vec<char> = sentence.chars().collect();
    let at = words.len() / 2;
    words[..at].iter().chain(&['认', '真']).chain(&words[at + 1..]).collect()
}

/// One of the ways in which an office copies from one or two others.
fn copy(kind: usize, from: &Narrative, second: &Narrative, own: &mut Narrative) {
    match kind {
        // Everything, and one section each.
        0 => *own = from.clone(),
        1 => own.problems = from.problems.clone(),
        2 => own.overview = from.overview.clone(),
        // One long paragraph moved to another section.
        3 => own.problems.push(from.overview[3].clone()),
        4 => own.other.push(from.overview[1].clone()),
        // The order of the sentences.
        5 => own.problems = vec![from.problems[0].iter().rev().cloned().collect()],
        6 => {
            let turned = |paragraph: &Vec<String>| paragraph.iter().rev().cloned().collect();
            own.overview = from.overview.iter().rev().map(turned).collect();
        }
        // A word in each sentence.
        7 => own.problems = vec![from.problems[0].iter().map(|sentence| reworded(sentence)).collect()],
        // Two sources.
        8 => own.overview = [&from.overview[..2], &second.overview[2..]].concat(),
        _ => {
            own.problems = vec![[&from.problems[0][..3], &second.problems[0][1..4]].concat()];
        }
    }
}

#[test]
fn copies_of_every_kind_are_found_and_nothing_else() {
    let mut all = independent(300);
    let mut expected = BTreeSet::new();
    for number in 0..20 {
        let (own, from, second) = (number * 9, 200 + number, 240 + number);
        let [source, other] = [from, second].map(|at| all[at].narrative.clone());
        copy(number % 10, &source, &other, &mut all[own].narrative);
        expected.insert(vec![own, from]);
        if number % 10 >= 8 {
            expected.insert(vec![own, second]);
        }
    }
    let found = members(&copied(&reports(&all), 60));
    let missing: Vec<_> = expected.difference(&found).collect();
    let wrong: Vec<_> = found.difference(&expected).collect();
    assert!(missing.is_empty() && wrong.is_empty(), "missing: {missing:?}, wrong: {wrong:?}");
}

/// The texts of a report that has one section.
fn texts(words: &str) -> Texts {
    let text = texts::Text {
        title: String::new(),
        is_fresh: true,
        words: words.to_owned(),
        masked: mask::Masked::of(words),
        start: 0,
    };
    Texts { all: vec![text] }
}

proptest::proptest! {
    /// Of characters that are no numbers.
    #[test]
    fn a_long_common_passage_is_compared_and_found(
        passage in "[宀-慎]{100}",
        ends in proptest::array::uniform4("[宀-慎]{0,900}"),
    ) {
        let [before, after, other_before, other_after] = ends;
        let one = texts(&format!("{before}{passage}{after}"));
        let other = texts(&format!("{other_before}{passage}{other_after}"));
        let marks = [&one, &other].map(Marks::of_texts);
        let found = candidates(&[&marks[0], &marks[1]]);
        proptest::prop_assert_eq!(found.pairs, [(0, 1)]);
        let shared = compare(&one, &other, &found.standard);
        proptest::prop_assert!(shared.iter().any(|shared| shared.letters >= 100));
    }
}

#[test]
fn a_passage_that_thousands_have_costs_no_more_than_a_step_each() {
    // Each text is of its own letters but for the passage that two in five have.
    let letters = |seed: u64, count: usize| -> String {
        let mut random = Random::seeded(seed);
        (0..count).filter_map(|_| char::from_u32(0x5B80 + random.below(1_400) as u32)).collect()
    };
    let passage = letters(0, 300);
    let all: Vec<Marks> = (0..3_000_usize)
        .map(|at| {
            let own = letters(at as u64 + 1, 60);
            Marks::of_texts(&texts(&if at % 5 < 2 { format!("{own}{passage}") } else { own }))
        })
        .collect();
    let found = candidates(&all.iter().collect::<Vec<_>>());
    assert!((1_199..=3_600).contains(&found.pairs.len()), "{}", found.pairs.len());
}

/// A report of each office, with the narrative of the first for those who copied from it.
fn with_copies(count: usize, copiers: usize, copy: impl Fn(&Narrative, &mut Narrative)) -> Vec<Report> {
    let mut all = independent(count);
    let source = all[0].narrative.clone();
    // Not beside each other.
    for at in 1..copiers {
        copy(&source, &mut all[at * count / copiers].narrative);
    }
    reports(&all)
}

fn problems(from: &Narrative, own: &mut Narrative) {
    own.problems = from.problems.clone();
}

#[test]
fn who_copied_one_template_is_one_group() {
    for (count, copiers) in [(2, 2), (5, 3), (20, 8), (100, 40)] {
        let found = copied(&with_copies(count, copiers, problems), count * 3);
        assert_eq!(found.len(), 1, "{copiers} of {count}: {found:?}");
        assert_eq!(found[0].members.len(), copiers, "{copiers} of {count}");
        assert_eq!((found[0].section.as_str(), found[0].share), ("五、存在的主要问题及改进情况", 100));
    }
}

#[test]
fn a_sentence_that_many_write_is_no_copy() {
    let sentence = "@own坚持主要领导亲自抓、分管领导具体抓、职能科室抓落实，把公开工作纳入年度目标责任考核，与业务工作同部署、同检查、同落实，形成一级抓一级、层层抓落实的良好格局。";
    // A few of few repeat it; a third repeat it with another one.
    let longer = format!(
        "{sentence}对照上级印发的工作要点逐条分解任务，列出清单、定出时限、落到人头，每月调度一次、每季通报一次，年底逐项对账销号，确保件件有着落、事事有回音。"
    );
    for (count, copiers, words) in [(6, 3, sentence), (60, 20, longer.as_str())] {
        let copy = |_: &Narrative, own: &mut Narrative| own.overview[4].push(words.to_owned());
        assert_eq!(copied(&with_copies(count, copiers, copy), count * 3), [], "{copiers} of {count}");
    }
    // All repeat it, and no pair is compared for it.
    let all = with_copies(30, 30, |_, own| own.overview[4].push(sentence.to_owned()));
    assert_eq!(copied(&all, 0), []);
}

#[test]
fn a_narrative_that_most_have_copied_is_one_group() {
    for (count, copiers) in [(12, 7), (20, 11), (20, 20), (60, 40)] {
        let whole = with_copies(count, copiers, |from, own| *own = from.clone());
        let found = copied(&whole, count * 4);
        for section in ["一、总体情况", "五、存在的主要问题及改进情况"] {
            let own: Vec<&Copied> = found.iter().filter(|one| one.section == section).collect();
            assert_eq!(own.len(), 1, "{copiers} of {count}, {section}: {found:?}");
            assert_eq!(
                (own[0].members.len(), own[0].share),
                (copiers, 100),
                "{copiers} of {count}, {section}"
            );
        }
        // One section.
        let found = copied(&with_copies(count, copiers, problems), count * 4);
        assert_eq!(found.len(), 1, "{copiers} of {count}: {found:?}");
        assert_eq!(found[0].members.len(), copiers, "{copiers} of {count}");
    }
}

#[test]
fn a_passage_is_shown_as_each_has_written_it() {
    let all = independent(2);
    let [one, other] = [0, 1].map(|at| {
        let words = "（一）问题。2024年，@own对农机补贴公示不够及时，“村里人”看不到；@agency的窗口少，@place群众多跑@number趟，各乡镇报来的名册也常常缺页，核对起来费时费力，补贴发放因此一再推迟，来电询问的人多，来信反映的也多，窗口前常常排起长队。";
        let mut narrative = all[at].narrative.clone();
        narrative.problems = vec![vec![words.to_owned()]];
        report(&narrative.data_file(SOUND, &all[at].office, &mut Random::seeded(at as u64)))
    });
    let found = copied(&[one, other], 1);
    let words: Vec<&str> = found[0].members.iter().map(|member| member.words.as_str()).collect();
    for (words, office) in words.iter().zip(&all) {
        let Office { place, name, own } = &office.office;
        let expected =
            format!("2024年，{own}对农机补贴公示不够及时，“村里人”看不到；{name}的窗口少，{place}群众多跑");
        assert!(words.starts_with(&expected) && words.ends_with("排起长队。"), "{words}");
    }
    assert_eq!(found[0].letters, 86);
}

#[test]
fn last_year_is_compared_like_another_unit() {
    let mut all = independent(1);
    let this = reports(&all);
    all[0].narrative.overview[2].reverse();
    let last = reports(&all);
    let [this, last] = [Texts::of(&this[0]), Texts::of(&last[0])];
    let shared = compare(&this, &last, &Standard::default());
    assert!(shared.iter().any(|shared| shared.stretches[0].section.starts_with("五、")), "{shared:?}");
    assert!(shared.iter().any(|shared| shared.stretches[1].share > 80));
}
