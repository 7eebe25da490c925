#!/usr/bin/env bash
# CommonMark (pulldown-cmark): is **申请情况：**全年 bold?
#
# One would guess: bold.
# Seen: the asterisks are printed. Closing `**` behind punctuation and before a letter is no closing mark, and
# Chinese has no blank there: **申请情况：**全年 stays as it is, **申请情况**：全年 and **申请情况：** 全年 are bold.
# So here asterisks that would be printed are found before the report is public (rule N315).
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
pulldown-cmark = { version = "=0.13.6", default-features = false, features = ["html"] }
TOML
cat > src/main.rs <<'RUST'
fn main() {
    for text in ["**申请情况：**全年", "**申请情况**：全年", "**申请情况：** 全年", "**Requests:** all"] {
        let mut html = String::new();
        pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(text));
        print!("{html}");
    }
}
RUST
cargo build --quiet || exit 2
cargo tree --quiet --depth 1 --prefix none | grep '^pulldown-cmark '
seen=$(cargo run --quiet)
echo "$seen"
expected='<p>**申请情况：**全年</p>
<p><strong>申请情况</strong>：全年</p>
<p><strong>申请情况：</strong> 全年</p>
<p><strong>Requests:</strong> all</p>'
[ "$seen" = "$expected" ] || { echo "the behaviour has changed" >&2; exit 1; }
