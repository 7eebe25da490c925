//! Checking reports with a long narrative, alone and with last year's beside it, and changing one in the form.

#![allow(missing_docs, reason = "criterion's macros make undocumented functions")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a benchmark of its own texts"
)]

#[path = "common/narrative.rs"]
mod text;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use nianbao::edit::{Address, Change, DataFile};
use nianbao::format::Forms;
use nianbao::report::{LastYear, read};
use nianbao::rules::{check, check_reading};
use nianbao::source::Source;
use text::narrative;

const NOW: &str = include_str!("../examples/qinghe-2024.toml");
const LAST: &str = include_str!("../examples/qinghe-2023.toml");
const PLACE: &str = "[problems]           # 五、存在的主要问题及改进情况\ntext = '''\n";

/// A report with so many more characters in section five, which Y204 compares.
fn report(base: &str, words: &str) -> Source {
    assert!(base.contains(PLACE));
    Source::new("年报.toml", base.replacen(PLACE, &format!("{PLACE}{words}"), 1))
}

/// Last year's narrative is partly the same: every third paragraph is missing.
fn last_words(words: &str) -> String {
    words
        .lines()
        .enumerate()
        .filter(|(number, _)| number % 3 > 0)
        .map(|(_, line)| format!("{line}\n"))
        .collect()
}

fn narratives(criterion: &mut Criterion) {
    let forms = Forms::built_in();
    let mut group = criterion.benchmark_group("characters");
    for characters in [15_000, 30_000, 60_000, 120_000] {
        let words = narrative(characters);
        let (now, last) = (report(NOW, &words), report(LAST, &last_words(&words)));
        group.bench_function(BenchmarkId::new("alone", characters), |bench| {
            bench.iter(|| check(black_box(&now), &forms));
        });
        group.bench_function(BenchmarkId::new("last-year", characters), |bench| {
            bench.iter(|| {
                let last_year = read(&last, &forms)
                    .report
                    .map(|report| LastYear::Known(Box::new((report, last.clone()))));
                check_reading(
                    read(black_box(&now), &forms),
                    &now,
                    &forms,
                    last_year.expect("last year's report reads"),
                )
            });
        });
    }
    group.finish();
}

/// From the text of a file to the edits of one change, as the form makes it at every stroke that rests.
fn changes(criterion: &mut Criterion) {
    let forms = Forms::built_in();
    let mut group = criterion.benchmark_group("plan");
    for characters in [15_000, 60_000] {
        let source = report(NOW, &narrative(characters));
        for (name, path) in [("cell", "requests.granted.enterprise"), ("text", "problems.text")] {
            let address = Address::Value(path.to_owned());
            let from = DataFile::read(&source, &forms).unwrap().value(&address).unwrap().unwrap();
            let to = Some(format!("{from}5"));
            let change = Change { address, from: Some(from), to };
            group.bench_function(BenchmarkId::new(name, characters), |bench| {
                bench.iter(|| {
                    let file = DataFile::read(black_box(&source), &forms).unwrap();
                    file.plan(std::slice::from_ref(&change)).unwrap()
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, narratives, changes);
criterion_main!(benches);
