//! A text as the narrative of a sound report: what the reader of the prose says of it, and no rule.
#![no_main]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "what the macro makes touches files")]

use harness::{Kind, report_with, statements_hold, written};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((&first, rest)) = bytes.split_first() else { return };
    let kind = Kind(first);
    let (report, source) = report_with(&written(rest, kind.in_words()), kind);
    statements_hold(&report, &source);
});
