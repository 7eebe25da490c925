//! Which rules a painted path shows.

use super::shape::{Frame, POINT, Rule};

/// A filled shape of that breadth or less is a rule.
pub(in crate::published) const RULE: i64 = 3 * POINT;
/// A line that leans by less is level or upright.
const LEAN: i64 = POINT / 2;

/// The rules of a stroked path: its lines that are level or upright.
pub(in crate::published) fn of_stroke(parts: &[Vec<(i64, i64)>]) -> impl Iterator<Item = Rule> {
    let lines = parts.iter().flat_map(|part| part.iter().zip(part.iter().skip(1)));
    lines.filter_map(|((x, y), (u, v))| {
        let (across, along) = ((x - u).abs(), (y - v).abs());
        let is_rule = (across <= LEAN) != (along <= LEAN);
        let frame = Frame { left: *x.min(u), top: *y.min(v), right: *x.max(u), bottom: *y.max(v) };
        is_rule.then(|| Rule::along(frame))
    })
}

/// The rules of a filled path: thin parts of it are rules, and so is what a part leaves of one around it.
pub(in crate::published) fn of_fill(parts: &[Vec<(i64, i64)>]) -> Vec<Rule> {
    let frames: Vec<_> = parts.iter().filter_map(|part| Frame::around(part.iter().copied())).collect();
    let mut rules = Vec::new();
    for (at, part) in frames.iter().enumerate() {
        if part.width().min(part.height()) <= RULE {
            rules.push(Rule::along(*part));
            if part.width().max(part.height()) <= RULE {
                // A dot, perhaps of a dotted line that runs the other way.
                rules.push(Rule::along(*part).across(*part));
            }
        } else if let Some(inner) = frames.get(at + 1).filter(|inner| lies_within(**inner, *part)) {
            ring(*part, *inner, &mut rules);
        }
    }
    rules
}

/// The sides of a frame that is painted as one shape with a hole.
fn ring(outer: Frame, inner: Frame, rules: &mut Vec<Rule>) {
    let sides = [
        Frame { right: inner.left, ..outer },
        Frame { left: inner.right, ..outer },
        Frame { bottom: inner.top, ..outer },
        Frame { top: inner.bottom, ..outer },
    ];
    for side in sides {
        let thick = side.width().min(side.height());
        if 0 < thick && thick <= RULE {
            rules.push(Rule::along(side));
        }
    }
}

fn lies_within(inner: Frame, outer: Frame) -> bool {
    inner != outer && inner.cut(outer) == inner
}
