//! Levels of headings on the page.

/// The official levels of the headings that are open.
///
/// An author may leave a level of the official numbering out, but no heading of a page may stand
/// more than one level below the one before, or readers who jump from heading to heading look for
/// what is not there. The look follows the official level, not this one.
pub(super) struct Outline {
    base: u8,
    open: Vec<u8>,
}

impl Outline {
    /// Headings below one of level `base`.
    pub fn below(base: u8) -> Self {
        Self { base, open: Vec::new() }
    }

    /// The level on the page of the next heading, which has this official level.
    pub fn level(&mut self, official: u8) -> u8 {
        while self.open.last().is_some_and(|&above| above >= official) {
            self.open.pop();
        }
        self.open.push(official);
        let depth = u8::try_from(self.open.len()).unwrap_or(u8::MAX);
        self.base.saturating_add(depth).min(6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_level_is_left_out_and_equals_stay_equal() {
        let mut outline = Outline::below(2);
        let levels: Vec<u8> = [3, 3, 2, 4, 3, 4, 2].into_iter().map(|level| outline.level(level)).collect();
        assert_eq!(levels, [3, 3, 3, 4, 4, 5, 3]);
        assert_eq!(Outline::below(1).level(2), 2);
    }
}
