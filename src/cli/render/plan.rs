//! Which outputs a run is to make.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::Arguments;
use crate::cli::{files, look};
use crate::render::Renderer;

/// One data file with the folder and stem of its outputs.
pub(super) struct Job<'a> {
    pub input: &'a Path,
    folder: PathBuf,
    stem: String,
}

/// Settles all names before anything is read.
pub(super) fn plan<'a>(arguments: &'a Arguments, renderers: &[&Renderer]) -> Result<Vec<Job<'a>>, String> {
    let mut names = files::Names::default();
    let inputs: HashSet<PathBuf> = arguments.files.iter().map(|path| names.identity(path)).collect();
    let others = others(arguments).into_iter().map(|(path, words)| (names.identity(&path), words));
    let others: HashMap<PathBuf, &str> = others.collect();
    let mut jobs = Vec::new();
    let mut taken: HashMap<PathBuf, &Path> = HashMap::new();
    for input in &arguments.files {
        let folder = arguments.output.clone().or_else(|| input.parent().map(Path::to_owned));
        let mark = if arguments.draft { "-草稿" } else { "" };
        let stem = format!("{}{mark}", files::stem(input));
        let job = Job { input, folder: folder.unwrap_or_default(), stem };
        for renderer in renderers {
            let path = job.output(renderer);
            let output = names.identity(&path);
            let shown = files::shown(&path);
            if inputs.contains(&output) {
                return Err(match files::is_output_name(input) {
                    true => format!(
                        "“{}”像是生成的报告，不是数据文件；请写生成它的那个数据文件（扩展名为 .toml），没有数据文件的，先运行 nianbao import 读成数据文件",
                        files::shown(input)
                    ),
                    false => format!("报告“{shown}”会覆盖数据文件，请给数据文件换一个名称"),
                });
            }
            if let Some(words) = others.get(&output) {
                return Err(format!("报告“{shown}”会覆盖{words}，请用 -o 放进别的文件夹"));
            }
            if let Some(other) = taken.insert(output, input) {
                return Err(format!(
                    "“{}”和“{}”的报告文件同名，请分别生成，或给其中一个数据文件换一个名称",
                    files::shown(other),
                    files::shown(input)
                ));
            }
        }
        jobs.push(job);
    }
    Ok(jobs)
}

/// The other files that a run reads, and what they are called.
fn others(arguments: &Arguments) -> Vec<(PathBuf, &'static str)> {
    let last = arguments.prev.iter().map(|path| (path.clone(), "上年的报告"));
    let style = arguments.style.iter().map(|path| (path.clone(), "版面文件"));
    let templates = arguments.templates.iter().flat_map(|folder| look::template_paths(folder));
    last.chain(style).chain(templates.map(|path| (path, "模板"))).collect()
}

impl Job<'_> {
    /// Where an output goes.
    pub fn output(&self, renderer: &Renderer) -> PathBuf {
        self.folder.join(format!("{}.{}", self.stem, renderer.extension))
    }
}
