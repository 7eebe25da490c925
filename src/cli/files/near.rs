//! Which data file is meant by a name: those of a folder, of a pattern, and those whose name is like it.

use std::cmp::Reverse;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use super::{
    extension, folder, in_order, is_file, is_folder, is_list_name, is_output_name, is_work_name, shown, stem,
};
use crate::report::{keys, to_half_width};
use crate::source::MAX_BYTES;

/// Names of a folder that are looked at.
const MOST_NAMES: usize = 20_000;
/// How far down files are looked for.
const DEEPEST: usize = 2;
/// Names that are offered.
const MOST_OFFERED: usize = 3;
/// Names of which all are listed where none is like the one that was typed.
const FEW: usize = 5;
/// Added to the name of an output that was changed by hand.
pub(in crate::cli) const CHANGED_BY_HAND: &str = "手改";
/// Added to the name of the output before, where the user asks for it to be kept.
pub(in crate::cli) const BACKUP: &str = "备份";
/// Added to the name of a file whose text was in another encoding.
pub(in crate::cli) const OTHER_ENCODING: &str = "原编码";
/// Added to the name of a data file as it was before it was filled in on the page of the form.
pub(in crate::cli) const ORIGINAL: &str = "原稿";
/// All that the program adds to the name of a file that it keeps.
const KEPT: [&str; 4] = [CHANGED_BY_HAND, BACKUP, OTHER_ENCODING, ORIGINAL];

/// True for a name that this program gives to what it keeps.
pub(in crate::cli) fn is_kept(path: &Path) -> bool {
    let stem = stem(path);
    let stem = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    KEPT.iter().any(|words| stem.ends_with(&format!("-{words}")))
}

/// What a folder or a pattern holds.
#[derive(Debug, Default)]
pub(in crate::cli) struct Found {
    /// The data files, in the order of their names.
    pub data: Vec<PathBuf>,
    /// TOML files that are plainly something else.
    pub others: Vec<PathBuf>,
}

impl Found {
    fn of(paths: impl IntoIterator<Item = PathBuf>) -> Self {
        let (others, data) = paths.into_iter().partition(|path| is_other_toml(path));
        Self { data, others }
    }
}

/// The data files of a folder.
///
/// # Errors
/// The folder cannot be read: why, in plain words.
pub(in crate::cli) fn data_files(folder: &Path) -> Result<Found, String> {
    let paths = in_order(folder, |path| is_data_name(path) && is_file(path))?;
    Ok(Found::of(paths.into_iter().map(bare)))
}

/// A file of the folder in which the program runs is known by its name alone.
pub(in crate::cli) fn bare(path: PathBuf) -> PathBuf {
    path.strip_prefix(".").map(Path::to_owned).unwrap_or(path)
}

/// The data files that a pattern such as `*.toml` names. What is no data file is left out, unless there is nothing
/// else.
///
/// # Errors
/// The pattern does not read: why, in plain words.
pub(in crate::cli) fn matching(pattern: &str) -> Result<Found, String> {
    let found = all_matching(pattern)?;
    let (named, other): (Vec<_>, Vec<_>) = found.into_iter().partition(|path| is_data_name(path));
    Ok(if named.is_empty() { Found { data: other, others: Vec::new() } } else { Found::of(named) })
}

/// All files that a pattern names.
///
/// # Errors
/// The pattern does not read: why, in plain words.
pub(in crate::cli) fn all_matching(pattern: &str) -> Result<Vec<PathBuf>, String> {
    let options = glob::MatchOptions {
        case_sensitive: !cfg!(windows),
        require_literal_separator: true,
        require_literal_leading_dot: true,
    };
    let plain = pattern.replace('＊', "*").replace('？', "?").replace('[', "[[]");
    let found = glob::glob_with(&plain, options).map_err(|_| format!("“{pattern}”里的 * 写得不对"))?;
    Ok(found.filter_map(Result::ok).filter(|path| is_file(path)).collect())
}

/// True for a name with signs that stand for any characters.
pub(in crate::cli) fn is_pattern(path: &Path) -> bool {
    path.to_str().is_some_and(|text| text.contains(['*', '?', '＊', '？']))
}

/// The one data file that can be meant by a name that no file has: the ending is missing or another one, or the
/// characters have another width.
pub(in crate::cli) fn meant(path: &Path) -> Option<PathBuf> {
    // A report that is not there is something else than the data file of that name.
    if is_output_name(path) {
        return None;
    }
    let name = Path::new(path.file_name()?);
    let whole = folded(&name.to_string_lossy());
    // Behind the point of `甲.toml、乙` stands no ending.
    let is_ending = extension(name).chars().all(|c| to_half_width(c).is_ascii_alphanumeric());
    let without_ending = folded(&stem(name));
    let is_meant = |stem: &String| *stem == whole || is_ending && *stem == without_ending;
    let mut fitting = candidates(path).into_iter().filter(|one| is_meant(&folded(&stem(one))));
    let one = fitting.next().filter(|_| fitting.next().is_none())?;
    Some(if path.parent()?.as_os_str().is_empty() { PathBuf::from(one.file_name()?) } else { one })
}

/// What is said of a data file that is not there: what may be meant instead.
pub(super) fn words(path: &Path) -> String {
    let within = folder(path);
    if !is_folder(&within) {
        let meant = |folder: PathBuf| {
            let files = like(&folder.join(path.file_name().unwrap_or_default()));
            files.into_iter().next().unwrap_or(folder)
        };
        let meant: Vec<PathBuf> = near_folders(&within).into_iter().map(meant).collect();
        return format!("文件夹“{}”不存在{}", shown(&within), offer(&meant));
    }
    let others: Vec<PathBuf> =
        candidates(path).into_iter().filter(|path| !is_other_toml(path)).take(FEW + 1).collect();
    match (offer(&like(path)).as_str(), others.as_slice()) {
        ("", []) => "文件不存在，这个文件夹里也没有别的数据文件（扩展名为 .toml）；请先进入放数据文件的文件夹，或者写出完整的路径".to_owned(),
        ("", others) => {
            let names: Vec<String> = others.iter().take(FEW).map(|path| format!("“{}”", name(path))).collect();
            let more = if others.len() > FEW { "等" } else { "" };
            format!("文件不存在；这个文件夹里的数据文件有{}{more}", names.join("、"))
        }
        (offer, _) => format!("文件不存在{offer}"),
    }
}

/// What is said of a folder that is not there.
pub(in crate::cli) fn no_folder(path: &Path) -> String {
    format!("没有“{}”这个文件夹{}", shown(path), offer(&near_folders(path)))
}

/// Asks for one of some names, as they would be typed; nothing if there are none.
fn offer(paths: &[PathBuf]) -> String {
    let typed = |path: &PathBuf| format!("“{}”", shown(path.strip_prefix(".").unwrap_or(path)));
    match paths {
        [] => String::new(),
        [one] => format!("，是不是要写{}？", typed(one)),
        several => {
            let names: Vec<String> = several.iter().take(MOST_OFFERED).map(typed).collect();
            format!("，是不是要写其中的一个：{}", names.join("、"))
        }
    }
}

/// What there is with a name like that of a data file, the nearest first: data files beside it or further down, and
/// folders with such.
fn like(path: &Path) -> Vec<PathBuf> {
    let typed = folded(&stem(path));
    let (mut left, mut near) = (MOST_NAMES, Vec::new());
    let mut add = |depth: usize, name: &str, path: PathBuf| {
        // Of the folders of many years the last comes first.
        let order = |distance| (distance, depth, Reverse(path.parent().map(Path::to_owned)), path);
        near.extend(distance(&typed, &folded(name)).map(order));
    };
    let mut folders = vec![folder(path)];
    for depth in 0..=DEEPEST {
        let mut further = Vec::new();
        for folder in folders {
            let within = Within::of(&folder, &mut left);
            further.extend(within.folders);
            if depth > 0 && !within.files.is_empty() {
                add(depth, &name(&folder), folder);
            }
            within.files.into_iter().for_each(|file| add(depth, &stem(&file), file));
        }
        folders = further;
    }
    near.sort();
    let is_exact = near.first().is_some_and(|(distance, ..)| *distance == 0);
    near.retain(|(distance, ..)| !is_exact || *distance == 0);
    near.into_iter().map(|(.., path)| path).collect()
}

/// The folders whose name is like that of one that is not there, the nearest first.
fn near_folders(path: &Path) -> Vec<PathBuf> {
    let typed = folded(&name(path));
    let folders = Within::of(&folder(path), &mut MOST_NAMES.clone()).folders.into_iter();
    let mut near: Vec<_> =
        folders.filter_map(|one| Some((distance(&typed, &folded(&name(&one)))?, Reverse(one)))).collect();
    near.sort();
    near.into_iter().map(|(_, Reverse(path))| path).collect()
}

/// The data files in the folder of a path, without those that the program has kept.
fn candidates(path: &Path) -> Vec<PathBuf> {
    Within::of(&folder(path), &mut MOST_NAMES.clone()).files
}

/// What a folder holds, in the order of the names.
struct Within {
    /// Its folders, but for hidden ones.
    folders: Vec<PathBuf>,
    /// Its data files, without those that the program has kept.
    files: Vec<PathBuf>,
}

impl Within {
    /// Looks at no more names than are `left`.
    fn of(folder: &Path, left: &mut usize) -> Self {
        let (mut folders, mut files) = (Vec::new(), Vec::new());
        for entry in fs::read_dir(folder).into_iter().flatten().flatten().take(*left) {
            *left -= 1;
            let path = entry.path();
            // A link may lead back.
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.extend(Some(path).filter(|path| !name(path).starts_with(['.', '~', '$'])));
            } else if is_data_name(&path) && is_file(&path) {
                files.push(path);
            }
        }
        folders.sort();
        files.sort();
        Self { folders, files }
    }
}

fn name(path: &Path) -> String {
    shown(Path::new(path.file_name().unwrap_or_default()))
}

/// How far a name is from another; `None` if it is another one altogether.
fn distance(typed: &str, name: &str) -> Option<usize> {
    // Longer names are nobody's slip, and to compare them would take long.
    const LONGEST: usize = 100;
    let (typed_length, length) = (typed.chars().count(), name.chars().count());
    if typed_length == 0 || typed_length > LONGEST || length > LONGEST {
        return None;
    }
    let distance = strsim::damerau_levenshtein(typed, name);
    let is_part = typed_length > 1 && length > 1 && (name.contains(typed) || typed.contains(name));
    (distance <= (length / 3).max(1) || is_part).then_some(distance)
}

/// A name without what people do not look at: case, width and blanks.
fn folded(name: &str) -> String {
    let chars = name.chars().map(to_half_width).filter(|c| !c.is_whitespace());
    chars.collect::<String>().to_lowercase()
}

/// True for the name of a data file that is not a copy.
pub(super) fn is_data_name(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let is_hidden = name.starts_with('.') || name.starts_with('~');
    (extension(path) == "toml" || name.ends_with(".toml.txt")) && !is_hidden && !is_kept(path)
}

/// The data files and published reports beside a file, which may be last year's: none if the folder cannot be read.
pub(in crate::cli) fn reports_beside(path: &Path) -> Vec<PathBuf> {
    let is_report = |path: &Path| is_data_name(path) || is_published_name(path);
    let paths = in_order(&folder(path), |other| is_report(other) && is_file(other));
    let is_other = |other: &Path| other.file_name() != path.file_name();
    paths.unwrap_or_default().into_iter().filter(|other| is_other(other) && !is_other_toml(other)).collect()
}

/// The files of a folder that may be published reports, in the order of their names.
///
/// # Errors
/// The folder cannot be read: why, in plain words.
pub(in crate::cli) fn published_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let paths = in_order(folder, |path| is_published_name(path) && is_file(path))?;
    Ok(paths.into_iter().map(bare).collect())
}

/// True for a name such as published reports have, that is not one of a copy. Lists for other programs are read
/// where they are named: in a folder they may hold anything.
fn is_published_name(path: &Path) -> bool {
    let is_hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(['.', '~']));
    (is_output_name(path) || is_sheet(path)) && !is_list_name(path) && !is_kept(path) && !is_hidden
}

fn is_sheet(path: &Path) -> bool {
    matches!(extension(path).as_str(), "xlsx" | "xls" | "et")
}

/// True for a name with an ending that a data file or a published report may have.
pub(in crate::cli) fn is_report_name(path: &Path) -> bool {
    is_work_name(path) || is_sheet(path) || extension(path) == "txt"
}

/// True for a TOML file that is plainly something else than a data file: a style file, a form, one of another
/// program. It has keys, and none that every data file has.
pub(super) fn is_other_toml(path: &Path) -> bool {
    let Ok(file) = fs::File::open(path) else { return false };
    let mut has_keys = false;
    // A data file is known by its first lines, and of a folder of them no more is read here.
    for line in BufReader::new(file.take(MAX_BYTES as u64)).lines() {
        let Ok(line) = line else { return false };
        // A spreadsheet puts quotes around lines.
        let line =
            line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '[' | '\u{FEFF}'));
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        // What is no TOML at all may be a data file that was saved in another format.
        if !line.contains(['=', '＝', ']']) {
            continue;
        }
        let key = line.split(['=', ']', '.', ' ', '\t', '"', '＝']).next().unwrap_or_default();
        if keys::FIXED.iter().any(|known| known.section.is_empty() && known.name == key) {
            return false;
        }
        has_keys = true;
    }
    has_keys
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in names {
            fs::write(folder.path().join(name), "year = 2024\n").unwrap();
        }
        folder
    }

    #[test]
    fn only_what_can_mean_one_file_is_taken() {
        for (there, typed, expected) in [
            (&["2024年报.toml.txt"][..], "2024年报.toml", Some("2024年报.toml.txt")),
            (&["2024年报.toml.txt"], "2024年报", Some("2024年报.toml.txt")),
            (&["2024年报.toml"], "2024年报", Some("2024年报.toml")),
            (&["2024年报.toml"], "2024年报.tom", Some("2024年报.toml")),
            (&["2024年报.toml"], "2024年报.txt", Some("2024年报.toml")),
            (&["2024年报.toml"], "２０２４年报.TOML", Some("2024年报.toml")),
            (&["2024 年报.toml"], "2024年报.toml", Some("2024 年报.toml")),
            (&["定稿v1.2.toml"], "定稿v1.2", Some("定稿v1.2.toml")),
            (&["2024年报.toml", "2024年报.toml.txt"], "2024年报", None),
            (&["2024年报.toml"], "2023年报.toml", None),
            (&["2024年报.toml"], "2024年报.docx", None),
            (&["2024年报-原编码.toml"], "2024年报", None),
            (&["甲.toml"], "甲.toml、乙", None),
        ] {
            let folder = folder(there);
            let found = meant(&folder.path().join(typed));
            assert_eq!(found, expected.map(|name| folder.path().join(name)), "{typed}");
        }
    }

    #[test]
    fn names_that_are_like_it_are_offered_the_nearest_first() {
        let folder = folder(&["2023年报.toml", "县政府2024年报.toml", "草稿.toml", "2023年报-备份.toml"]);
        let said = |name: &str| {
            let within = format!("{}{}", folder.path().display(), std::path::MAIN_SEPARATOR);
            words(&folder.path().join(name)).replace(&within, "").replace('\\', "/")
        };
        assert_eq!(
            said("2024年报.toml"),
            "文件不存在，是不是要写其中的一个：“2023年报.toml”、“县政府2024年报.toml”"
        );
        assert_eq!(said("2022年报.docx"), "文件不存在，是不是要写“2023年报.toml”？");
        assert_eq!(
            said("甲.toml"),
            "文件不存在；这个文件夹里的数据文件有“2023年报.toml”、“县政府2024年报.toml”、“草稿.toml”"
        );
        assert_eq!(said("无/甲.toml"), "文件夹“无”不存在");
        let below = |names: &[&str]| {
            for name in names {
                let path = folder.path().join(name);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, "year = 2024\n").unwrap();
            }
        };
        below(&["各局/水利/水利局.toml", "各局/林业局.toml", "2022年/年报.toml", ".隐/丁.toml", "空/丁.txt"]);
        for (typed, expected) in [
            ("水利局.toml", "文件不存在，是不是要写“各局/水利/水利局.toml”？"),
            ("林业局", "文件不存在，是不是要写“各局/林业局.toml”？"),
            ("各居", "文件不存在，是不是要写“各局”？"),
            ("各居/林业.toml", "文件夹“各居”不存在，是不是要写“各局/林业局.toml”？"),
            ("2022/年报.toml", "文件夹“2022”不存在，是不是要写“2022年/年报.toml”？"),
            ("2022/丁.toml", "文件夹“2022”不存在，是不是要写“2022年”？"),
            ("各局/水利局.toml", "文件不存在，是不是要写“各局/水利/水利局.toml”？"),
        ] {
            assert_eq!(said(typed), expected, "{typed}");
        }
        below(&["2023年/年报.toml"]);
        assert_eq!(
            said("年报.toml"),
            "文件不存在，是不是要写其中的一个：“2023年/年报.toml”、“2022年/年报.toml”"
        );
        assert!(said("丁.toml").starts_with("文件不存在；"), "{}", said("丁.toml"));
        assert!(no_folder(&folder.path().join("各居")).ends_with("各局”？"));
    }

    #[test]
    fn the_data_files_of_a_folder_are_those_that_could_be_ones() {
        let folder =
            folder(&["乙.toml", "甲.toml.txt", "甲-原编码.toml", ".隐.toml", "甲.html", "~$甲.toml"]);
        let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
        write("版面.toml", "# 版面\n[page]\nwidth = 210\n".as_bytes());
        write("格式.toml", "id = \"x\"\nyears = { from = 2021 }\n".as_bytes());
        write("空.toml", b"");
        write("写字板.toml", b"{\\rtf1\\ansi");
        write("国标.toml", b"\xc4\xea = 1");
        write("表格.toml", "\u{FEFF}\"format = \"\"2021\"\"\"\n".as_bytes());
        let names: Vec<String> =
            data_files(folder.path()).unwrap().data.iter().map(|path| name(path)).collect();
        assert_eq!(names, ["乙.toml", "写字板.toml", "国标.toml", "甲.toml.txt", "空.toml", "表格.toml"]);
    }

    #[test]
    fn a_pattern_names_data_files_and_a_bracket_is_a_bracket() {
        let folder = folder(&["2023年报.toml", "2024年报.toml", "2024年报.html", "[定稿]2024.toml"]);
        let names = |pattern: &str| {
            let found = matching(&format!("{}/{pattern}", folder.path().display())).unwrap();
            found.data.iter().map(|path| name(path)).collect::<Vec<_>>()
        };
        assert_eq!(names("*年报.toml"), ["2023年报.toml", "2024年报.toml"]);
        assert_eq!(names("202？年报*"), ["2023年报.toml", "2024年报.toml"]);
        assert_eq!(names("[定稿]*"), ["[定稿]2024.toml"]);
        assert_eq!(names("*.html"), ["2024年报.html"]);
        assert_eq!(names("*.docx"), [""; 0]);
    }
}
