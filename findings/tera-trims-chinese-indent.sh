#!/usr/bin/env bash
# Tera: does `-%}` before 　　第一段 leave the two ideographic spaces?
#
# One would guess: yes; it is there to swallow blanks and line ends of the template, and these two are text.
# Seen: they are gone. What is trimmed is whitespace in the sense of Unicode, which U+3000 is; the indent of a Chinese
# paragraph has to be drawn behind something that is not trimmed ({{ "　　" }}) or by style.
# So here nothing to do: the built-in templates trim nowhere, and paragraphs are indented by style.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "finding"
version = "0.0.0"
edition = "2021"

[dependencies]
tera = { version = "=2.4.0", default-features = false }
TOML
cat > src/main.rs <<'RUST'
fn main() {
    for text in [
        "{% if true %}　　第一段{% endif %}",
        "{% if true -%}　　第一段{% endif %}",
        "{% if true -%}{{ \"　　\" }}第一段{% endif %}",
    ] {
        let mut tera = tera::Tera::default();
        tera.add_raw_template("page", text).expect("the template is sound");
        println!("[{}]", tera.render("page", &tera::Context::new()).expect("it can be filled"));
    }
}
RUST
cargo build --quiet || exit 2
cargo tree --quiet --depth 1 --prefix none | grep '^tera '
seen=$(cargo run --quiet)
echo "$seen"
expected='[　　第一段]
[第一段]
[　　第一段]'
[ "$seen" = "$expected" ] || { echo "the behaviour has changed" >&2; exit 1; }
