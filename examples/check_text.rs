//! Checks the text of a data file and prints what is wrong with it, as a terminal would show it.
//!
//! ```sh
//! cargo run --example check_text
//! ```
#![expect(clippy::print_stdout, reason = "an example shows what it found")]

use nianbao::diagnostic::human::{Look, draw};
use nianbao::format::Forms;
use nianbao::rules::check;
use nianbao::source::Source;

fn main() {
    let text = include_str!("qinghe-2024.toml");
    // One wrong total: 75 becomes 76.
    let source = Source::new("年报.toml", text.replacen("2,   75 ]", "2,   76 ]", 1));
    let checked = check(&source, &Forms::built_in());
    let look = Look { colour: false, unicode: true, width: Some(100) };
    for finding in &checked.findings {
        println!("{}\n", draw(&source, finding, look));
    }
    println!("{} finding(s); may be published: {}", checked.findings.len(), !checked.has_errors());
}
