//! The number reader, at every position of a text.
#![no_main]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "what the macro makes touches files")]

use harness::{figures_hold, written};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Some((first, rest)) = bytes.split_first() {
        figures_hold(&written(rest, first % 2 == 1));
    }
});
