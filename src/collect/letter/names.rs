//! Names of units as names of files that every system takes.

use std::collections::HashSet;

/// Bytes of a name without its extension: file systems take 255, and some room is left for what is added to it.
const MOST_BYTES: usize = 200;

/// What no system takes in a name, and what stands for it.
const REPLACED: [(char, char); 9] = [
    ('/', '／'),
    ('\\', '＼'),
    (':', '：'),
    ('*', '＊'),
    ('?', '？'),
    ('"', '＂'),
    ('<', '＜'),
    ('>', '＞'),
    ('|', '｜'),
];

/// Names that Windows keeps for devices, whatever stands behind a dot.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
/// The same, with a digit behind them.
const NUMBERED_DEVICES: [&str; 2] = ["com", "lpt"];

/// A name for each unit that needs a file, no two alike: systems that take small and large letters for the same would
/// write one over the other.
pub(super) fn for_files<'n>(units: impl Iterator<Item = Option<&'n str>>) -> Vec<Option<String>> {
    let mut taken = HashSet::new();
    let mut free = |name: &str| {
        let number = |number: u32| match number {
            1 => cut(name, MOST_BYTES).to_owned(),
            _ => {
                let end = format!("（{number}）");
                format!("{}{end}", cut(name, MOST_BYTES.saturating_sub(end.len())))
            }
        };
        (1..).map(number).find(|name| taken.insert(name.to_lowercase())).unwrap_or_default()
    };
    units.map(|unit| unit.map(|name| free(&plain(name)))).collect()
}

/// A name that every system takes.
fn plain(name: &str) -> String {
    let replaced = name
        .chars()
        .filter(|c| !c.is_control())
        .map(|c| REPLACED.iter().find(|(from, _)| *from == c).map_or(c, |(_, to)| *to));
    let replaced: String = replaced.collect();
    let name = replaced.trim();
    // Files that begin with a dot are hidden, and Windows drops dots at the end.
    let name = match name.strip_prefix('.') {
        Some(rest) => format!("．{rest}"),
        None => name.to_owned(),
    };
    let name = match name.strip_suffix('.') {
        Some(rest) => format!("{rest}．"),
        None => name,
    };
    match name.as_str() {
        "" => "单位".to_owned(),
        _ if is_device(&name) => format!("单位{name}"),
        _ => name,
    }
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_lowercase();
    let numbered = || {
        let behind = NUMBERED_DEVICES.iter().find_map(|device| stem.strip_prefix(device));
        behind.is_some_and(|rest| {
            matches!(rest, "¹" | "²" | "³") || rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit())
        })
    };
    DEVICES.contains(&stem.as_str()) || numbered()
}

/// The beginning of a name, of so many bytes at most.
fn cut(name: &str, most: usize) -> &str {
    let end = (0..=most.min(name.len())).rev().find(|end| name.is_char_boundary(*end)).unwrap_or_default();
    // What would stand at the end then may be what Windows drops.
    name.get(..end).unwrap_or_default().trim_end_matches([' ', '.'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(units: &[&str]) -> Vec<String> {
        for_files(units.iter().map(|unit| Some(*unit))).into_iter().flatten().collect()
    }

    #[test]
    fn a_name_has_nothing_that_a_system_refuses() {
        for (unit, expected) in [
            ("青禾县林业局", "青禾县林业局"),
            ("甲/乙\\丙:丁*戊?己\"庚<辛>壬|癸", "甲／乙＼丙：丁＊戊？己＂庚＜辛＞壬｜癸"),
            ("..\\..\\etc", "．.＼..＼etc"),
            (".甲", "．甲"),
            ("甲.", "甲．"),
            ("甲\n乙\u{7}", "甲乙"),
            (" 甲 ", "甲"),
            ("", "单位"),
            ("..", "．．"),
            ("CON", "单位CON"),
            ("Nul.局", "单位Nul.局"),
            ("lpt1", "单位lpt1"),
            ("com²", "单位com²"),
            ("comb", "comb"),
        ] {
            assert_eq!(names(&[unit]), [expected], "{unit}");
        }
    }

    #[test]
    fn no_two_names_are_alike_and_none_is_too_long() {
        assert_eq!(
            names(&["a局", "A局", "a局", "a局（2）"]),
            ["a局", "A局（2）", "a局（3）", "a局（2）（2）"]
        );
        assert_eq!(for_files([None, Some("甲"), None].into_iter()), [None, Some("甲".to_owned()), None]);
        let long = "长".repeat(200);
        let both = names(&[&long, &format!("{long}局")]);
        assert!(both.iter().all(|name| name.len() <= MOST_BYTES && name.len() > MOST_BYTES - 3), "{both:?}");
        assert!(both[0] != both[1] && both[1].ends_with("（2）"));
    }
}
