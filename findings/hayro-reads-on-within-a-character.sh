#!/usr/bin/env bash
# hayro-interpret: a line of a PDF in a Chinese font that is not in the file (STSong-Light, UniGB-UCS2-H, as reportlab
# writes it) begins with a list mark that this encoding does not have: •总体情况. What is read of it?
#
# One would guess: one unknown character, then 总体情况. Every code of UniGB-UCS2-H has two bytes; one that stands for
# nothing is .notdef, and reading goes on behind it (ISO 32000-1, 9.7.6.3). pdfminer reads 总体情况.
# Seen: ` ≠㭏占 况`. Of a code that is not known one byte is taken, for a blank, and what follows is read half a
# character off (20|22 60|3B 4F|53 60|C5|51 B5) until a code is unknown again. ①, which the encoding has, does no harm.
# So here nothing yet: figures stand in strings of their own, but words behind such a mark are not read as they print.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "finding"
version = "0.0.0"
edition = "2024"

[dependencies]
hayro-interpret = "=0.9.0"
TOML
cat > src/main.rs <<'RUST'
use hayro_interpret::font::GlyphRun;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::kurbo::{Affine, BezPath, Rect};
use hayro_interpret::{BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps};
use hayro_interpret::{InterpreterCache, SoftMask, interpret_page};

struct Text(String);

impl Device<'_> for Text {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, _: DrawProps<'_>, _: &DrawMode) {
        for glyph in run.glyphs() {
            match glyph.as_unicode() {
                Some(BfString::Char(c)) => self.0.push(c),
                Some(BfString::String(text)) => self.0.push_str(&text),
                None => self.0.push('?'),
            }
        }
    }
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn pop_clip(&mut self) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn pop_transparency_group(&mut self) {}
    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {}
}

/// A PDF of one page with this text.
fn pdf(text: &str) -> Vec<u8> {
    let codes: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    let content = format!("BT /F 12 Tf 100 700 Td <{codes}> Tj ET");
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>".to_owned(),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>".to_owned(),
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000\
         /CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 0>>/FontDescriptor 7 0 R>>"
            .to_owned(),
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0\
         /Ascent 752/Descent -271/CapHeight 737/StemV 58>>"
            .to_owned(),
    ];
    let (mut file, mut table) = (String::from("%PDF-1.4\n"), String::from("xref\n0 8\n0000000000 65535 f \n"));
    for (number, object) in (1..).zip(&objects) {
        table += &format!("{:010} 00000 n \n", file.len());
        file += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    let start = file.len();
    (file + &table + &format!("trailer\n<</Size 8/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n")).into_bytes()
}

fn main() {
    let write = std::env::args().nth(1);
    for text in ["①总体情况", "•总体情况"] {
        let bytes = pdf(text);
        if let Some(folder) = &write {
            std::fs::write(format!("{folder}/{text}.pdf"), &bytes).expect("the folder is there");
        }
        let pdf = Pdf::new(bytes).expect("the file is sound");
        let (cache, frame) = (InterpreterCache::new(), Rect::new(0.0, 0.0, 600.0, 800.0));
        let mut context = Context::new(Affine::IDENTITY, frame, &cache, pdf.xref(), Default::default());
        let mut seen = Text(String::new());
        interpret_page(&pdf.pages()[0], &mut context, &mut seen);
        println!("{text}: {}", seen.0);
    }
}
RUST
cargo build --quiet || exit 2
cargo tree --quiet --depth 1 --prefix none | grep '^hayro-interpret '
seen=$(cargo run --quiet -- "$@")
echo "$seen"
expected='①总体情况: ①总体情况
•总体情况:  ≠㭏占 况'
[ "$seen" = "$expected" ] || { echo "the behaviour has changed" >&2; exit 1; }
