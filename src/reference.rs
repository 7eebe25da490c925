//! Figure references in the narrative: `{{ requests.received.total | percent(of=requests.total.total) }}`.
//!
//! [`scan()`] finds them and admits nothing but a cell path with one of the [`FILTERS`]; [`evaluate()`]
//! gives the text that stands for one.

mod evaluate;
mod filter;
mod scan;

pub use evaluate::{Failure, evaluate};
pub use filter::{DIGITS, Digits, FILTERS, Filter, MOST_DIGITS};
pub use scan::{Applied, Expression, Found, Malformed, Part, scan};
