//! Bytes as a data file: read, checked, drawn, rendered.
#![no_main]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "what the macro makes touches files")]

use harness::{FORMS, findings_hold, outputs_hold, statements_hold};
use libfuzzer_sys::fuzz_target;
use nianbao::rules::check;
use nianbao::source::Source;

fuzz_target!(|bytes: &[u8]| {
    let source = Source::from_bytes("年报.toml", bytes);
    let checked = check(&source, &FORMS);
    findings_hold(&source, &checked);
    outputs_hold(&source, &checked);
    if let Some(report) = &checked.report {
        statements_hold(report, &source);
    }
});
