//! Draft, check and publish China's annual reports on open government information
//! (政府信息公开工作年度报告).
//!
//! Data flows one way: a data file is read into a [`report::Report`], the [`rules`] find what is
//! wrong with it, [`document::build`] turns it into a [`document::Document`], and the renderers in
//! [`render`] draw that. What an [`edition`] prints is compared with another ([`difference`]). What the
//! check is certain of, [`fix`] sets right in the text itself. Forms ([`mod@format`]) are data. Only
//! [`cli`] touches files and the terminal, and only [`preview`] the network.

pub mod cli;
pub mod diagnostic;
pub mod difference;
pub mod document;
pub mod edition;
pub mod fix;
pub mod format;
pub mod narrative;
pub mod preview;
pub mod prose;
pub mod reference;
pub mod render;
pub mod report;
pub mod rules;
pub mod schema;
pub mod skeleton;
pub mod source;
