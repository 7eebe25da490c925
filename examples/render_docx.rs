//! Makes a Word file of a data file.
//!
//! ```sh
//! cargo run --example render_docx -- report.docx
//! ```
#![expect(clippy::print_stdout, reason = "an example says what it did")]
#![expect(clippy::disallowed_methods, reason = "an example writes the file that it made")]

use std::error::Error;

use nianbao::document::{self, build};
use nianbao::format::Forms;
use nianbao::layout::Style;
use nianbao::render::docx;
use nianbao::rules::check;
use nianbao::source::Source;

fn main() -> Result<(), Box<dyn Error>> {
    let source = Source::new("qinghe-2024.toml", include_str!("qinghe-2024.toml"));
    let checked = check(&source, &Forms::built_in());
    if checked.has_errors() {
        return Err("there are errors: a draft could still be made".into());
    }
    let report = checked.report.ok_or("the data file does not read")?;
    let document = build(&report, document::Options::default());
    // The built-in style with another font for the text.
    let built_in = include_str!("../templates/docx.toml");
    let style = Style::layered([("docx.toml", built_in), ("own.toml", "[body]\nfont = \"仿宋\"")])?;
    let bytes = docx::render(&document, &style)?;
    match std::env::args().nth(1) {
        Some(path) => std::fs::write(path, &bytes)?,
        None => println!("{} bytes; name a file to write them to", bytes.len()),
    }
    Ok(())
}
