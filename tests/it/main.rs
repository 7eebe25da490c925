//! The integration tests: from the data file to what a reader, a program or a clerk sees.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that cannot go on has failed; one that is asked to shows what it found"
)]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the tests stand outside: they write the files that the program reads, and time its runs"
)]

#[path = "../common/mod.rs"]
mod common;

mod accept;
mod bad_input;
mod cli;
mod collect;
mod completions;
mod damage;
mod diff;
mod edit;
mod explain;
mod exports;
mod fix;
mod fonts;
mod form;
mod forms_folder;
mod grid;
mod hostile;
mod hostile_files;
mod imported;
mod inputs;
mod json;
mod kills;
mod labels;
mod looks;
mod mutation;
mod narrative;
mod new;
mod new_from;
mod notice;
mod ofd;
mod own_form;
mod pages;
mod pdf;
mod places;
mod preview;
mod previous;
mod prose;
mod published;
mod published_files;
mod published_words;
mod readme;
mod records;
mod regenerate;
mod reread;
mod roles;
mod rooms;
mod roundtrip;
mod schema;
mod seeds;
mod snapshot;
#[cfg(unix)]
mod start;
mod story;
mod system;
mod typed;
mod words;
