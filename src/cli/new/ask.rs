//! The questions of `nianbao new`.

use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

use super::last::Last;
use super::{Plan, plain_name, usual_name};
use crate::cli::files::shown;
use crate::report::{Level, to_half_width};

/// What the questions need to know of the world.
pub(super) struct Around<'a> {
    /// Reads last year's file, or says why it cannot serve.
    pub load: &'a dyn Fn(&Path) -> Result<Last, String>,
    /// True if there is something at a path.
    pub exists: &'a dyn Fn(&Path) -> bool,
    /// True for a year that has a form.
    pub has_form: &'a dyn Fn(u16) -> bool,
    /// The first year that has one.
    pub first_year: u16,
    /// The year that a report would be on now.
    pub this_year: u16,
}

/// Asks what the new file is to be; `None` if the input ends before the last answer.
pub(super) fn ask(input: &mut dyn BufRead, output: &mut dyn Write, around: &Around<'_>) -> Option<Plan> {
    let mut talk = Talk { input, output };
    talk.say("下面有几个问题。直接按回车，就用方括号里的内容；按 Ctrl-C 停止。\n");
    let last = talk.last(around)?;
    let agency = talk.agency(last.as_ref())?;
    let level = talk.level(&agency, last.as_ref())?;
    let year = talk.year(last.as_ref(), around)?;
    let output = talk.name(usual_name(year), around)?;
    Some(Plan { agency, level: Some(level), level_is_assumed: false, year, zeros: false, last, output })
}

struct Talk<'t> {
    input: &'t mut dyn BufRead,
    output: &'t mut dyn Write,
}

impl Talk<'_> {
    fn say(&mut self, words: &str) {
        // A terminal that is gone ends the input too.
        let _ = self.output.write_all(words.as_bytes()).and_then(|()| self.output.flush());
    }

    /// One answer, without the blanks around it; `None` at the end of the input.
    fn question(&mut self, words: &str) -> Option<String> {
        self.say(words);
        let mut line = Vec::new();
        match self.input.read_until(b'\n', &mut line) {
            Ok(length) if length > 0 => Some(String::from_utf8_lossy(&line).trim().to_owned()),
            _ => None,
        }
    }

    fn last(&mut self, around: &Around<'_>) -> Option<Option<Last>> {
        loop {
            let answer = self.question("上年的报告（数据文件，或者已公布的 Word、网页、PDF；可以把文件拖到这个窗口里，没有就直接按回车）：")?;
            if answer.is_empty() {
                return Some(None);
            }
            let paths = paths(&answer);
            let path = paths.iter().find(|path| (around.exists)(path)).or(paths.first());
            match path.map(|path| (around.load)(path)) {
                Some(Ok(last)) => return Some(Some(last)),
                Some(Err(problem)) => self.say(&format!("{problem}。请重新填写。\n")),
                None => {}
            }
        }
    }

    fn agency(&mut self, last: Option<&Last>) -> Option<String> {
        let usual = last.map(Last::agency).unwrap_or_default();
        let answer = match usual.as_str() {
            "" => self.question("机关全称（现在不写的，以后在文件里填）：")?,
            usual => self.question(&format!("机关全称［{usual}］："))?,
        };
        let answer = plain_name(&answer);
        Some(if answer.is_empty() { usual } else { answer })
    }

    fn level(&mut self, agency: &str, last: Option<&Last>) -> Option<Level> {
        let by_name = Level::by_name(agency).unwrap_or(Level::Department);
        let usual = last.and_then(|last| last.report.agency.level).unwrap_or(by_name);
        let number = if usual == Level::Government { 2 } else { 1 };
        loop {
            let answer =
                self.question(&format!("机关类别：1 部门、街道办等；2 各级人民政府［{number}］："))?;
            match half_width(&answer).as_str() {
                "" => return Some(usual),
                "1" => return Some(Level::Department),
                "2" => return Some(Level::Government),
                word => match Level::meant(word) {
                    Some(level) => return Some(level),
                    None => self.say("请填 1 或者 2。\n"),
                },
            }
        }
    }

    fn year(&mut self, last: Option<&Last>, around: &Around<'_>) -> Option<u16> {
        let usual = last.map_or(around.this_year, Last::next_year);
        loop {
            let answer = self.question(&format!("报告年度［{usual}］："))?;
            let answer = half_width(&answer);
            let year = match answer.trim_end_matches(['度', '年']).trim() {
                "" if answer.is_empty() => Some(usual),
                digits => digits.parse().ok(),
            };
            match (year, last) {
                (None, _) => self.say("请填四位数字的年份，例如 2024。\n"),
                (Some(year), Some(last)) if year != last.next_year() => self.say(&format!(
                    "上年文件是 {} 年度的，接着只能编 {} 年度的报告；要编别的年度，请按 Ctrl-C 停止，换上年文件重来。\n",
                    last.year,
                    last.next_year()
                )),
                (Some(year), _) if !(around.has_form)(year) => {
                    let first = around.first_year;
                    self.say(&format!("{year} 年度没有可用的格式，现行格式自 {first} 年度起使用。\n"));
                }
                (Some(year), _) => return Some(year),
            }
        }
    }

    /// The name of the new file; asked for only if the usual one is taken.
    fn name(&mut self, usual: PathBuf, around: &Around<'_>) -> Option<PathBuf> {
        let mut path = usual;
        while (around.exists)(&path) {
            let taken = format!("“{}”已经存在，不会覆盖它。新文件另取一个名字：", shown(&path));
            let answer = plain_name(&self.question(&taken)?);
            if answer.is_empty() {
                continue;
            }
            path = PathBuf::from(unquoted(&answer));
            if path.extension().is_none() {
                path.set_extension("toml");
            }
        }
        Some(path)
    }
}

/// The paths that an answer may mean: terminals put quotes or backslashes into what is dragged in.
fn paths(answer: &str) -> Vec<PathBuf> {
    let dragged = answer.strip_prefix("& ").unwrap_or(answer).trim();
    let bare = unquoted(dragged);
    let mut paths = vec![PathBuf::from(bare)];
    if !cfg!(windows) && bare.contains('\\') {
        paths.push(PathBuf::from(without_backslashes(bare)));
    }
    if let Some(path) = bare.strip_prefix("file://") {
        paths.push(PathBuf::from(path));
    }
    paths.push(PathBuf::from(answer));
    paths
}

fn unquoted(text: &str) -> &str {
    let pairs = [('"', '"'), ('\'', '\''), ('“', '”')];
    let inner = |(open, close)| text.strip_prefix(open)?.strip_suffix(close);
    pairs.into_iter().find_map(inner).unwrap_or(text).trim()
}

/// `a\ b` as a shell reads it.
fn without_backslashes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        out.extend(if c == '\\' { chars.next() } else { Some(c) });
    }
    out
}

fn half_width(answer: &str) -> String {
    answer.chars().map(to_half_width).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests;
