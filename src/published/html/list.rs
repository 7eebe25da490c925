//! The markers of lists.

use super::look::Look;

/// A list that is open.
pub(super) struct List {
    /// The next number; none where entries have bullets.
    next: Option<i32>,
    numerals: char,
    unmarked: bool,
}

impl List {
    pub(super) fn new(is_numbered: bool, look: &Look) -> Self {
        let first = look.number.unwrap_or(1);
        Self {
            next: is_numbered.then_some(first),
            numerals: look.numerals.unwrap_or('1'),
            unmarked: look.unmarked,
        }
    }

    /// What stands before the next entry; none if nothing does.
    pub(super) fn marker(&mut self, entry: &Look) -> Option<String> {
        let marker = match &mut self.next {
            None => "•".to_owned(),
            Some(next) => {
                let number = entry.number.unwrap_or(*next);
                *next = number.saturating_add(1);
                format!("{}.", numeral(number, self.numerals))
            }
        };
        Some(marker).filter(|_| !self.unmarked && !entry.unmarked)
    }
}

fn numeral(number: i32, numerals: char) -> String {
    let positive = u32::try_from(number).ok().filter(|number| (1..4000).contains(number));
    match (numerals, positive) {
        ('a', Some(number)) => letters(number, b'a'),
        ('A', Some(number)) => letters(number, b'A'),
        ('i', Some(number)) => roman(number),
        ('I', Some(number)) => roman(number).to_ascii_uppercase(),
        _ => number.to_string(),
    }
}

/// a … z, aa, ab …
fn letters(mut number: u32, first: u8) -> String {
    let mut letters = Vec::new();
    while number > 0 {
        number -= 1;
        let letter = u8::try_from(number % 26).unwrap_or_default();
        letters.push(char::from(first + letter));
        number /= 26;
    }
    letters.iter().rev().collect()
}

fn roman(mut number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            out.push_str(sign);
            number -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_are_written_as_browsers_do() {
        assert_eq!(numeral(28, 'a'), "ab");
        assert_eq!(numeral(26, 'A'), "Z");
        assert_eq!(numeral(1994, 'i'), "mcmxciv");
        assert_eq!(numeral(-3, 'I'), "-3");
        assert_eq!(numeral(7, '1'), "7");
    }

    #[test]
    fn an_entry_may_set_its_number() {
        let mut list = List::new(true, &Look { number: Some(3), ..Look::default() });
        assert_eq!(list.marker(&Look::default()).as_deref(), Some("3."));
        assert_eq!(list.marker(&Look { number: Some(9), ..Look::default() }).as_deref(), Some("9."));
        assert_eq!(list.marker(&Look::default()).as_deref(), Some("10."));
    }
}
