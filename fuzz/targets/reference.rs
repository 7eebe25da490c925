//! The scanner of figure references.
#![no_main]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "what the macro makes touches files")]

use harness::{references_hold, written};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Some((first, rest)) = bytes.split_first() {
        references_hold(&written(rest, first % 2 == 1));
    }
});
