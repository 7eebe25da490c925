//! What is on a page, in whole hundredths of a point from its upper left corner: characters and rules.

/// One point of type, in the units of this reader.
pub(super) const POINT: i64 = 100;

/// An upright rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Frame {
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
pub(super) enum Turn {
    /// From left to right.
    Right,
    /// From top to bottom, each character lying on its side.
    Down,
    /// From bottom to top, each character lying on its side.
    Up,
}

/// A character at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
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

/// A rule, level or upright.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rule {
    /// True for a level one: then `at` is a height, and it runs from left to right.
    pub level: bool,
    pub at: i64,
    pub from: i64,
    pub to: i64,
}

/// A page as it is painted.
#[derive(Debug, Default)]
pub(super) struct Ink {
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
pub(super) const DESCENT: i64 = 8;

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
