//! The office that collects the reports of a county.

mod county;
mod files;
