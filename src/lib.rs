//! Draft, check and publish China's annual reports on open government information
//! (政府信息公开工作年度报告).
//!
//! From the text of a data file to its findings and to a Word file:
//!
//! ```
//! use nianbao::document::{self, build};
//! use nianbao::format::Forms;
//! use nianbao::layout::Style;
//! use nianbao::render::docx;
//! use nianbao::rules::check;
//! use nianbao::source::Source;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let text = include_str!("../examples/qinghe-2024.toml");
//! // One wrong total: 75 becomes 76.
//! let wrong = Source::new("wrong.toml", text.replacen("2,   75 ]", "2,   76 ]", 1));
//! let findings = check(&wrong, &Forms::built_in()).findings;
//! assert_eq!(findings[0].code.0, "T101");
//!
//! let checked = check(&Source::new("qinghe-2024.toml", text), &Forms::built_in());
//! assert!(!checked.has_errors());
//! let report = checked.report.ok_or("the data file does not read")?;
//! let document = build(&report, document::Options::default());
//! let bytes = docx::render(&document, &Style::built_in()?)?;
//! assert!(bytes.starts_with(b"PK"));
//! # Ok(())
//! # }
//! ```
//!
//! The folder `examples` of the package has small programs that check a text, write a Word file and bring
//! a form of their own.
//!
//! # The way of the data
//!
//! Data flows one way: a data file is read into a [`report::Report`], its [`narrative`] into blocks; the
//! [`rules`] find what is wrong with it, [`document::build`] turns it into a [`document::Document`], and
//! the renderers in [`render`] draw that; for those that have pages, [`layout`] puts it on pages first. What an [`edition`] prints is compared with another
//! ([`difference`]). A report as others published it, in whatever file, is read back ([`published`]) into the text of
//! a data file. What the check is certain of, [`fix`] sets right in the text itself, and what a person changes in a form,
//! [`edit`] works into it. Forms ([`mod@format`]) are data. All of that takes text or bytes and returns values; only
//! `cli` touches files and the terminal, and only `serve` the network.
//!
//! # Features
//!
//! - `cli` (on by default): the module `cli` and the program; brings `serve`, since the preview is one of
//!   its commands.
//! - `serve`: the module `serve`, a server on this machine that shows a report and its findings, and takes changes of it.
//!
//! A program that checks or renders by itself needs neither: `default-features = false`.

#[cfg(feature = "cli")]
pub mod cli;
pub mod collect;
pub mod copied;
pub mod diagnostic;
pub mod difference;
pub mod document;
pub mod edit;
pub mod edition;
mod exchange;
pub mod fix;
pub mod format;
pub mod layout;
pub mod narrative;
pub mod prose;
pub mod published;
pub mod reference;
pub mod render;
pub mod report;
pub mod rules;
pub mod schema;
#[cfg(feature = "serve")]
pub mod serve;
pub mod skeleton;
pub mod source;
