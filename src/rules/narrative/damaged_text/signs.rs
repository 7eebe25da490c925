//! Brackets, quotation marks and title marks that stand alone, and title marks of another language.

use super::{Damage, Kind, is_row};
use crate::prose::Prose;
use crate::rules::passages::{is_han, lines};

/// How many pairs of signs there are.
const PAIRS: usize = 6;

/// A sign without its other half.
struct Alone {
    /// Which pair; the brackets of both widths are one.
    pair: usize,
    opens: bool,
    at: usize,
    sign: char,
}

/// Adds what stands alone. What one line opens, the next may close.
pub(super) fn find(prose: &Prose, damages: &mut Vec<Damage>) {
    let mut alone: Vec<Alone> = Vec::new();
    for (start, line) in lines(prose) {
        if is_row(line) {
            continue;
        }
        let mut open: Vec<Alone> = Vec::new();
        // How many of each pair are open: looking for a partner that is not there must cost nothing.
        let mut counts = [0_usize; PAIRS];
        let mut foreign_end = 0;
        for (at, c) in prose.marks_in(start..start + line.len()).map(|(at, c)| (at - start, c)) {
            if let Some(length) = foreign(line, at, c).filter(|_| at >= foreign_end) {
                foreign_end = at + length;
                damages.push(Damage { kind: Kind::Foreign, range: start + at..start + foreign_end });
            }
            if let Some((pair, opens)) = pair_of(c) {
                let sign = Alone { pair, opens, at: start + at, sign: c };
                let Some(count) = counts.get_mut(pair) else { continue };
                if opens {
                    *count += 1;
                    open.push(sign);
                } else if *count > 0 {
                    // What was opened since is alone.
                    while let Some(other) = open.pop() {
                        if let Some(count) = counts.get_mut(other.pair) {
                            *count -= 1;
                        }
                        if other.pair == pair {
                            break;
                        }
                        alone.push(other);
                    }
                } else if !is_ordinal(line, at) {
                    close(&mut alone, sign);
                }
            }
        }
        alone.append(&mut open);
    }
    alone.retain(|sign| !matches!(sign.sign, '(' | ')'));
    alone.sort_by_key(|sign| sign.at);
    damages.extend(
        alone
            .into_iter()
            .map(|sign| Damage { kind: Kind::Alone, range: sign.at..sign.at + sign.sign.len_utf8() }),
    );
}

/// Adds a closing sign, unless the line before left its pair open.
fn close(alone: &mut Vec<Alone>, sign: Alone) {
    match alone.last() {
        Some(last) if last.pair == sign.pair && last.opens => {
            alone.pop();
        }
        _ => alone.push(sign),
    }
}

/// Which pair a sign is of, and whether it opens. Half-width brackets close full-width ones; alone, they are
/// N313's.
fn pair_of(c: char) -> Option<(usize, bool)> {
    Some(match c {
        '（' | '(' => (0, true),
        '）' | ')' => (0, false),
        '《' => (1, true),
        '》' => (1, false),
        '“' => (2, true),
        '”' => (2, false),
        '〔' => (3, true),
        '〕' => (3, false),
        '【' => (4, true),
        '】' => (4, false),
        '〈' => (5, true),
        '〉' => (5, false),
        _ => return None,
    })
}

/// `1）` and `一）` number the entries of a list.
fn is_ordinal(line: &str, at: usize) -> bool {
    let opening = line.get(..at).unwrap_or_default();
    let before = opening.chars().next_back();
    let is_number = |c: char| c.is_alphanumeric() && !is_han(c) || "一二三四五六七八九十".contains(c);
    before.is_some_and(is_number) && opening.chars().rev().find(|c| !is_number(*c)).is_none_or(|c| !is_han(c))
}

/// Bytes of the longest title between marks of another language.
const LONGEST_TITLE: usize = 300;

/// The length of `‹…›`, or of one of its signs, around words in Chinese.
fn foreign(line: &str, at: usize, c: char) -> Option<usize> {
    if c != '‹' && c != '›' {
        return None;
    }
    let rest = line.get(at..)?;
    let inner = if c == '‹' { rest.chars().nth(1) } else { line.get(..at)?.chars().next_back() };
    inner.filter(|c| is_han(*c))?;
    let end = rest.find(['›', '>', '〉']).filter(|&end| c == '‹' && end <= LONGEST_TITLE);
    let close = end.and_then(|end| Some(end + rest.get(end..)?.chars().next()?.len_utf8()));
    Some(close.unwrap_or(c.len_utf8()))
}
