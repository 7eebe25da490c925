//! What the pattern of a number shows beside its digits, as this program writes it: `0.00"（其中修订16件）"`.

/// What a pattern adds to a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// So many decimals are shown, be they zeros.
    decimals: usize,
    /// What stands behind.
    behind: String,
}

impl Pattern {
    /// Reads a pattern; `None` for one of another kind, which may show anything.
    pub fn of(code: &str) -> Option<Self> {
        let rest = code.strip_prefix('0')?;
        let (decimals, mut rest) = match rest.strip_prefix('.') {
            Some(places) => {
                let words = places.trim_start_matches('0');
                (places.len() - words.len(), words)
            }
            None => (0, rest),
        };
        let mut behind = String::new();
        while !rest.is_empty() {
            if let Some(escaped) = rest.strip_prefix('\\') {
                let c = escaped.chars().next()?;
                behind.push(c);
                rest = escaped.get(c.len_utf8()..)?;
            } else {
                let (quoted, after) = rest.strip_prefix('"')?.split_once('"')?;
                behind.push_str(quoted);
                rest = after;
            }
        }
        Some(Self { decimals, behind })
    }

    /// A number as it shows. One of more decimals is not rounded: nothing that was written is lost.
    pub fn shown(&self, number: &str) -> String {
        let decimals = number.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let point = if decimals == 0 && self.decimals > 0 { "." } else { "" };
        let zeros = "0".repeat(self.decimals.saturating_sub(decimals));
        format!("{number}{point}{zeros}{}", self.behind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_adds_zeros_and_words() {
        for (code, number, shown) in [
            ("0", "12", "12"),
            ("0.00", "-3.1", "-3.10"),
            ("0.00", "3", "3.00"),
            ("0.0", "3.14", "3.14"),
            ("0\"（其中\"\\\"\"修订\"\\\"\"）\"", "22", "22（其中\"修订\"）"),
            ("0\\件", "22", "22件"),
        ] {
            assert_eq!(Pattern::of(code).unwrap().shown(number), shown, "{code}");
        }
        for code in ["", "General", "#,##0", "0%", "0;-0", "0\"", "0\\", "0.00E+00", "yyyy"] {
            assert_eq!(Pattern::of(code), None, "{code}");
        }
    }
}
