#!/usr/bin/env bash
# Smart punctuation of Markdown: does 落实"三公"制度 become 落实“三公”制度?
#
# One would guess: yes; the marks come in pairs.
# Seen: which way a mark turns depends on blanks and punctuation beside it, and Chinese has none there. Between two
# characters pulldown-cmark opens twice (“三公“) and pandoc closes twice (”三公”); with punctuation on either side of
# the pair both are right.
# So here straight marks stay as they were written: the option of pulldown-cmark is off (`src/narrative/inline.rs`).
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
use pulldown_cmark::{html::push_html, Options, Parser};

fn main() {
    for text in std::env::args().skip(1) {
        let mut html = String::new();
        push_html(&mut html, Parser::new_ext(&text, Options::ENABLE_SMART_PUNCTUATION));
        print!("{html}");
    }
}
RUST
cargo build --quiet || exit 2
python3 -m venv venv || exit 2
venv/bin/pip install --quiet pypandoc_binary==1.17 || exit 2
cargo tree --quiet --depth 1 --prefix none | grep '^pulldown-cmark '
venv/bin/python -c 'import pypandoc; print("pandoc", pypandoc.get_pandoc_version())'
texts=('落实"三公"制度' '（"三公"）' 'the "three" costs')
seen=$(
    cargo run --quiet -- "${texts[@]}"
    venv/bin/python - "${texts[@]}" <<'PYTHON'
import sys, pypandoc
for text in sys.argv[1:]:
    print(pypandoc.convert_text(text, "html", format="markdown+smart").strip())
PYTHON
)
echo "$seen"
expected='<p>落实“三公“制度</p>
<p>（“三公”）</p>
<p>the “three” costs</p>
<p>落实”三公”制度</p>
<p>（“三公”）</p>
<p>the “three” costs</p>'
[ "$seen" = "$expected" ] || { echo "the behaviour has changed" >&2; exit 1; }
