//! A text as the narrative of a sound report: every rule looks at it, and the document is made of it.
#![no_main]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "what the macro makes touches files")]

use harness::{Kind, check_narrative, findings_hold, outputs_hold, statements_hold, written};
use libfuzzer_sys::fuzz_target;
use nianbao::document::{Options, build};

fuzz_target!(|bytes: &[u8]| {
    let Some((&first, rest)) = bytes.split_first() else { return };
    let kind = Kind(first);
    let (checked, source) = check_narrative(&written(rest, kind.in_words()), kind);
    findings_hold(&source, &checked);
    let Some(report) = &checked.report else { return };
    statements_hold(report, &source);
    // The tables of the document and the drawing take longer than all rules together.
    if rest.len() % 2 == 0 {
        build(report, Options::default());
    }
    if rest.len() % 16 == 0 {
        outputs_hold(&source, &checked);
    }
});
