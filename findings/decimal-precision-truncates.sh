#!/usr/bin/env bash
# rust_decimal: does a precision in a format string round?
#
# One would guess: rounds (as it does for f64, and as `round_dp` does).
# Seen: it cuts. `{:.2}` of 0.129 is 0.12, of 2.999 is 2.99; for f64 the same format gives 0.13 and 3.00.
# So here a figure is rounded first, with the strategy named, and printed as it is then.
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
rust_decimal = { version = "=1.43.0", default-features = false, features = ["std"] }
TOML
cat > src/main.rs <<'RUST'
use rust_decimal::Decimal;

fn main() {
    for text in ["0.129", "2.999", "-0.129"] {
        let (decimal, float): (Decimal, f64) = (text.parse().unwrap(), text.parse().unwrap());
        println!("{text}: decimal {decimal:.2}, rounded {}, f64 {float:.2}", decimal.round_dp(2));
    }
}
RUST
cargo build --quiet || exit 2
cargo tree --quiet --depth 1 --prefix none | grep '^rust_decimal '
seen=$(cargo run --quiet)
echo "$seen"
expected='0.129: decimal 0.12, rounded 0.13, f64 0.13
2.999: decimal 2.99, rounded 3.00, f64 3.00
-0.129: decimal -0.12, rounded -0.13, f64 -0.13'
[ "$seen" = "$expected" ] || { echo "the behaviour has changed" >&2; exit 1; }
