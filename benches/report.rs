//! Reading, checking and drawing one report, per function.

#![allow(missing_docs, reason = "criterion's macros make undocumented functions")]
#![allow(clippy::unwrap_used, reason = "a benchmark of a report that does not read is none")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use nianbao::document::{self, build};
use nianbao::format::{Form, Forms};
use nianbao::render::{Options, RENDERERS};
use nianbao::rules::check;
use nianbao::source::Source;

const REPORT: &str = include_str!("../examples/qinghe-2024.toml");
/// Fifteen pages as DOCX.
const LONG: &str = include_str!("../tests/fixtures/reports/long.toml");
const FORM: &str = include_str!("../formats/2021.toml");

fn report(criterion: &mut Criterion) {
    criterion.bench_function("form", |bench| bench.iter(|| Form::parse(black_box(FORM)).unwrap()));
    let forms = Forms::built_in();
    let source = Source::new("a.toml", REPORT);
    criterion.bench_function("check", |bench| bench.iter(|| check(black_box(&source), &forms)));
    let report = check(&source, &forms).report.unwrap();
    let options = document::Options::default();
    criterion.bench_function("document", |bench| bench.iter(|| build(black_box(&report), options)));
    let document = build(&report, options);
    let long = build(&check(&Source::new("a.toml", LONG), &forms).report.unwrap(), options);
    for renderer in RENDERERS.iter().filter(|renderer| !renderer.needs_fonts) {
        for (name, document) in [("", &document), (", fifteen pages", &long)] {
            criterion.bench_function(&format!("{}{name}", renderer.id), |bench| {
                bench.iter(|| (renderer.render)(black_box(document), &Options::default()).unwrap());
            });
        }
    }
}

criterion_group!(benches, report);
criterion_main!(benches);
