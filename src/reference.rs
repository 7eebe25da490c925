//! Figure references in the narrative: `{{ requests.received.total | percent(of=requests.total.total) }}`.
//!
//! [`scan()`] finds them and admits nothing but a cell path with one of three filters; [`evaluate()`]
//! gives the text that stands for one. Tera sees each reference alone, and no other text.

mod evaluate;
mod scan;

pub use evaluate::{Failure, evaluate};
pub use scan::{Expression, Filter, Found, Malformed, Part, scan};
