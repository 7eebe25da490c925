//! The server on this machine: it shows a report as it will be published, with the findings beside it (the
//! preview), takes changes of the data file from a page (the form), or shows the files of a folder (the start page).
//!
//! Whoever owns a [`Server`] publishes one [`State`] after the other; the server shows the latest, and
//! keeps the last page that could be drawn. It reads and writes no file: all that it has to give is its own
//! pages and what is in the state, and what is asked of it it hands to the owner of the files ([`Asked`]).

mod answer;
mod ask;
mod excerpt;
mod finding;
mod guard;
mod key;
mod layout;
mod post;
mod printed;
mod server;
mod sheet;
mod site;
mod start;
mod state;

pub use ask::{Answer, Asked, Mend, Over, Request};
pub use layout::Layout;
pub use server::Server;
pub use sheet::{Certain, Faulty, Sheet, Steps};
pub use start::{FileKind, Given, ListedFile, Listing, StartAnswer, StartRequest};
pub use state::State;
