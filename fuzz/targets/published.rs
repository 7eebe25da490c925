//! Bytes as a published report of any kind: read, recognised, written as a data file that reads.
#![no_main]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "what the macro makes touches files")]

use harness::{FORMS, readings_hold};
use libfuzzer_sys::fuzz_target;
use nianbao::published::{read, recognise};

fuzz_target!(|bytes: &[u8]| {
    let Ok(page) = read(bytes) else { return };
    if let Ok(reading) = recognise(&page, &FORMS, None) {
        readings_hold(&reading);
    }
});
