//! Rules on the written reasons of `[[accept]]`.

group! {
    unused_acceptance,
    incomplete_acceptance,
}
