//! The preview: a server on this machine that shows a report as it will be published, with the findings
//! beside it.
//!
//! Whoever owns a [`Server`] publishes one [`State`] after the other; the server shows the latest, and
//! keeps the last page that could be drawn. It reads no file: all that it has to give is its own pages
//! and what is in the state.

mod answer;
mod excerpt;
mod finding;
mod guard;
mod printed;
mod server;
mod state;

pub use server::Server;
pub use state::State;
