//! What is on a page, in whole hundredths of a point from its upper left corner: characters and rules.

/// One point of type, in the units of this reader.
pub(in crate::published) const POINT: i64 = 100;

/// No page is wider: what lies farther off is brought in, so that sums of places cannot overflow.
pub(in crate::published) const FAR: i64 = 100_000 * POINT;

/// An upright rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::published) struct Frame {
    pub left: i64,
    pub top: i64,
    pub right: i64,
    pub bottom: i64,
}

impl Frame {
    /// The smallest frame around some points; `None` without any.
    pub fn around(points: impl IntoIterator<Item = (i64, i64)>) -> Option<Self> {
        points.into_iter().fold(None, |frame: Option<Self>, (x, y)| {
            let point = Self { left: x, top: y, right: x, bottom: y };
            Some(frame.map_or(point, |frame| frame.union(point)))
        })
    }

    /// The smallest frame around both.
    pub fn union(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// What both have in common; turned inside out where they have nothing.
    pub fn cut(self, other: Self) -> Self {
        Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
    }

    pub fn width(self) -> i64 {
        self.right - self.left
    }

    pub fn height(self) -> i64 {
        self.bottom - self.top
    }

    pub fn area(self) -> i64 {
        self.width().max(0) * self.height().max(0)
    }

    pub fn center(self) -> (i64, i64) {
        (i64::midpoint(self.left, self.right), i64::midpoint(self.top, self.bottom))
    }

    pub fn contains(self, (x, y): (i64, i64)) -> bool {
        (self.left..=self.right).contains(&x) && (self.top..=self.bottom).contains(&y)
    }
}

/// Which way a line of writing runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::published) enum Turn {
    /// From left to right.
    Right,
    /// From top to bottom, each character lying on its side.
    Down,
    /// From bottom to top, each character lying on its side.
    Up,
}

/// A character at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::published) struct Mark {
    pub c: char,
    pub frame: Frame,
    /// Where the line stands on which it is written.
    pub base: i64,
    /// Height of its type.
    pub size: i64,
    pub turn: Turn,
    /// True for writing that runs down the page with its characters upright.
    pub tall: bool,
    pub bold: bool,
}

/// How the characters of a run look.
#[derive(Debug, Clone, Copy)]
pub(in crate::published) struct Look {
    pub tall: bool,
    pub bold: bool,
}

impl Mark {
    /// A character that is still to be told, with its origin, the end of its breadth, and the vectors along its line
    /// and up its type, which is as high as the second is long; none for one that leans or is without height, as a
    /// watermark across the page is.
    pub fn placed(
        (x, y): (i64, i64),
        end: (i64, i64),
        (right, down): (i64, i64),
        (up_x, up_y): (i64, i64),
        look: Look,
    ) -> Option<Self> {
        let size = up_x.abs().max(up_y.abs());
        let level = down.abs() * 5 <= right.abs();
        let upright = right.abs() * 5 <= down.abs();
        if size == 0 || level == upright || (level && right < 0) {
            return None;
        }
        let (mut end_x, mut end_y) = end;
        if (end_x, end_y) == (x, y) {
            // Writing that runs down has no breadth of its own.
            (end_x, end_y) =
                (x + size * right.signum() * i64::from(level), y + size * down.signum() * i64::from(upright));
        }
        let low = size / DESCENT;
        let (left, wide) = (x.min(end_x), x.max(end_x));
        let (top, bottom) = (y.min(end_y), y.max(end_y));
        let (turn, frame) = if level {
            (Turn::Right, Frame { left, top: y - size + low, right: wide, bottom: y + low })
        } else if down > 0 {
            (Turn::Down, Frame { left: x - low, top, right: x + size - low, bottom })
        } else {
            (Turn::Up, Frame { left: x - size + low, top, right: x + low, bottom })
        };
        let base = if level { y } else { frame.bottom };
        Some(Self { c: ' ', frame, base, size, turn, tall: look.tall, bold: look.bold })
    }
}

/// A rule, level or upright.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::published) struct Rule {
    /// True for a level one: then `at` is a height, and it runs from left to right.
    pub level: bool,
    pub at: i64,
    pub from: i64,
    pub to: i64,
}

/// A page as it is painted.
#[derive(Debug, Default)]
pub(in crate::published) struct Ink {
    pub width: i64,
    pub height: i64,
    pub marks: Vec<Mark>,
    pub rules: Vec<Rule>,
    pub pictures: Vec<Frame>,
}

impl Ink {
    /// Turns the page upright if most of its writing lies on its side, as that of a wide table printed on an
    /// upright page does.
    pub fn upright(&mut self) {
        for turn in [Turn::Down, Turn::Up] {
            let turned = self.marks.iter().filter(|mark| mark.turn == turn).count();
            if turned * 2 > self.marks.len() {
                self.rotate(turn);
                return;
            }
        }
    }

    fn rotate(&mut self, turn: Turn) {
        let (width, height) = (self.width, self.height);
        let point = |x: i64, y: i64| match turn {
            Turn::Up => (height - y, x),
            Turn::Right | Turn::Down => (y, width - x),
        };
        let frame = |frame: Frame| {
            let ((a, b), (c, d)) = (point(frame.left, frame.top), point(frame.right, frame.bottom));
            Frame { left: a.min(c), top: b.min(d), right: a.max(c), bottom: b.max(d) }
        };
        for mark in &mut self.marks {
            mark.frame = frame(mark.frame);
            mark.turn = match (mark.turn, turn) {
                (old, new) if old == new => Turn::Right,
                (Turn::Right, Turn::Up) => Turn::Down,
                (Turn::Right, _) => Turn::Up,
                (old, _) => old,
            };
            mark.base = mark.frame.bottom - mark.size / DESCENT;
        }
        for rule in &mut self.rules {
            let (x, y) = if rule.level { (rule.from, rule.at) } else { (rule.at, rule.from) };
            let (u, v) = if rule.level { (rule.to, rule.at) } else { (rule.at, rule.to) };
            let turned = frame(Frame { left: x, top: y, right: u, bottom: v });
            *rule = Rule::along(turned);
        }
        for picture in &mut self.pictures {
            *picture = frame(*picture);
        }
        std::mem::swap(&mut self.width, &mut self.height);
    }
}

/// A character hangs an eighth of its type below its line.
pub(in crate::published) const DESCENT: i64 = 8;

impl Rule {
    /// The rule that a thin frame paints, along its longer side.
    pub fn along(frame: Frame) -> Self {
        let (x, y) = frame.center();
        if frame.width() >= frame.height() {
            Self { level: true, at: y, from: frame.left, to: frame.right }
        } else {
            Self { level: false, at: x, from: frame.top, to: frame.bottom }
        }
    }

    /// The rule that a dot paints the other way.
    pub fn across(self, frame: Frame) -> Self {
        let (x, y) = frame.center();
        if self.level {
            Self { level: false, at: x, from: frame.top, to: frame.bottom }
        } else {
            Self { level: true, at: y, from: frame.left, to: frame.right }
        }
    }
}
