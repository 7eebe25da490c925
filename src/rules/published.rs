//! Rules on how a report was published, where that is not what the form prescribes.

group! {
    other_heading,
}
