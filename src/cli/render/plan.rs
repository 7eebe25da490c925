//! Which outputs a run is to make.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::Arguments;
use crate::cli::files;
use crate::render::Renderer;

/// One data file with the folder and stem of its outputs.
pub(super) struct Job<'a> {
    pub input: &'a Path,
    folder: PathBuf,
    stem: String,
}

/// Settles all names before anything is read.
pub(super) fn plan<'a>(arguments: &'a Arguments, renderers: &[&Renderer]) -> Result<Vec<Job<'a>>, String> {
    let mut jobs = Vec::new();
    let mut taken: HashMap<PathBuf, &Path> = HashMap::new();
    for input in &arguments.files {
        let folder =
            arguments.output.clone().or_else(|| input.parent().map(Path::to_owned)).unwrap_or_default();
        let mark = if arguments.draft { "-草稿" } else { "" };
        let job = Job { input, folder, stem: format!("{}{mark}", files::stem(input)) };
        for renderer in renderers {
            let output = files::identity(&job.output(renderer));
            if arguments.files.iter().any(|other| files::identity(other) == output) {
                return Err(format!(
                    "报告“{}”会覆盖数据文件，请给数据文件换一个名称",
                    job.output(renderer).display()
                ));
            }
            if let Some(other) = taken.insert(output, input) {
                return Err(format!(
                    "“{}”和“{}”的报告文件同名，请分别生成，或给其中一个数据文件换一个名称",
                    other.display(),
                    input.display()
                ));
            }
        }
        jobs.push(job);
    }
    if let Some(folder) = &arguments.output {
        files::make_folder(folder)?;
    }
    Ok(jobs)
}

impl Job<'_> {
    /// Where an output goes.
    pub fn output(&self, renderer: &Renderer) -> PathBuf {
        self.folder.join(format!("{}.{}", self.stem, renderer.id))
    }
}
