//! What is said of several files together.

use std::path::Path;

use unicode_width::UnicodeWidthStr;

use crate::cli::files::shown;
use crate::diagnostic::Counts;
use crate::diagnostic::human::Look;
use crate::source::visible;

/// Files with errors that are named.
const MOST_NAMED: usize = 10;
/// Columns that the name of a file takes at most in a table.
const WIDEST: usize = 40;

/// What is kept of many files, which does not grow with their number.
#[derive(Debug, Default)]
pub(super) struct Total {
    files: usize,
    unread: usize,
    /// Why the first of them could not be read.
    problems: Vec<String>,
    counts: Counts,
    /// The first of them.
    first: String,
    /// How many have errors.
    faulty: usize,
    /// Those with most errors: each with its number among all files.
    worst: Vec<(usize, String, Counts)>,
}

impl Total {
    /// Counts a file, or one that could not be read with the words why.
    pub fn add(&mut self, path: &Path, counts: Counts, problem: Option<&str>) {
        if self.files == 0 {
            self.first = shown(path);
        }
        self.files += 1;
        self.unread += usize::from(problem.is_some());
        let is_named = self.problems.len() < MOST_NAMED;
        self.problems.extend(problem.filter(|_| is_named).map(str::to_owned));
        self.counts = self.counts + counts;
        if counts.errors == 0 {
            return;
        }
        self.faulty += 1;
        self.worst.push((self.files, shown(path), counts));
        self.worst.sort_by_key(|(number, _, counts)| (std::cmp::Reverse(counts.errors), *number));
        self.worst.truncate(MOST_NAMED);
    }

    /// How many there were.
    pub fn files(&self) -> usize {
        self.files
    }

    /// The files with errors, a line each, and the sum of all.
    pub fn lines(&self) -> String {
        let mut lines = Vec::new();
        let (faulty, named) = (self.faulty, self.worst.len());
        if faulty > named {
            lines.push(format!(
                "有错误的 {faulty} 个文件中，错误最多的 {named} 个（全部文件的一览：--summary）："
            ));
        } else if faulty > 0 {
            lines.push(format!("有错误的 {faulty} 个文件："));
        }
        let mut worst: Vec<_> = self.worst.iter().collect();
        // What fits the screen is named in the order in which it was checked.
        if faulty == named {
            worst.sort_by_key(|(number, ..)| *number);
        }
        let widest = column(worst.iter().map(|(_, name, _)| name.as_str()));
        lines.extend(worst.iter().map(|(_, name, counts)| {
            let warnings =
                if counts.warnings > 0 { format!("，{} 处提醒", counts.warnings) } else { String::new() };
            format!("  {}  {} 处错误{warnings}", padded(name, widest), counts.errors)
        }));
        lines.push(self.sum());
        lines.join("\n")
    }

    /// The files that could not be read, a line each with the reason.
    pub fn unread(&self, look: Look) -> Vec<String> {
        const INDENT: &str = "  ";
        let (unread, named) = (self.unread, self.problems.len());
        let of_these = if unread > named { format!("，其中 {named} 个") } else { String::new() };
        let head = (unread > 0).then(|| format!("读不了的 {unread} 个文件{of_these}："));
        let line = |problem: &String| {
            let words = look.sentence(&visible(problem), INDENT.len());
            format!("{INDENT}{}", words.replace('\n', &format!("\n{INDENT}")))
        };
        head.into_iter().chain(self.problems.iter().map(line)).collect()
    }

    /// What the files come to, where their findings are told elsewhere; of a file that could not be read, that is told
    /// already.
    pub fn words(&self) -> Option<String> {
        match (self.files, self.unread) {
            (1, 0) => Some(format!("{}：{}", self.first, super::verdict(self.counts))),
            (1, _) => None,
            _ => Some(self.lines()),
        }
    }

    /// One line over all files.
    pub fn sum(&self) -> String {
        let Counts { errors, warnings, accepted, .. } = self.counts;
        let accepted = super::accepted_words(accepted);
        let unread = match self.unread {
            0 => String::new(),
            unread => format!("；{unread} 个文件无法读取"),
        };
        format!("共 {} 个文件：{errors} 处错误，{warnings} 处提醒{accepted}{unread}", self.files)
    }
}

/// The widest of some names, within bounds.
pub(in crate::cli) fn column<'n>(names: impl Iterator<Item = &'n str>) -> usize {
    names.map(UnicodeWidthStr::width).max().unwrap_or_default().min(WIDEST)
}

/// A text with blanks up to a width.
pub(in crate::cli) fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn total(errors: &[usize]) -> Total {
        let mut total = Total::default();
        for (number, &errors) in errors.iter().enumerate() {
            let counts = Counts { errors, warnings: number % 2, ..Counts::default() };
            total.add(Path::new(&format!("{number}.toml")), counts, None);
        }
        total
    }

    #[test]
    fn a_few_files_with_errors_are_named_in_their_order_and_of_many_the_worst() {
        assert_eq!(total(&[0, 0]).lines(), "共 2 个文件：0 处错误，1 处提醒");
        let few = "有错误的 2 个文件：\n  1.toml  1 处错误，1 处提醒\n  2.toml  3 处错误\n共 3 个文件：4 处错误，1 处提醒";
        assert_eq!(total(&[0, 1, 3]).lines(), few);
        let many: Vec<usize> = (0..300).map(|number| usize::from(number % 3 > 0) + number / 290).collect();
        let said = total(&many).lines();
        let lines: Vec<&str> = said.lines().collect();
        assert_eq!(lines[0], "有错误的 203 个文件中，错误最多的 10 个（全部文件的一览：--summary）：");
        assert_eq!((lines.len(), lines[1]), (12, "  290.toml  2 处错误"));
        assert_eq!(lines[11], "共 300 个文件：210 处错误，150 处提醒");
    }
}
