//! The narrative as it is written: what its characters and lines are.

pub mod radicals;
