//! `nianbao templates`: the built-in templates, to start from.

use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};

use super::files::{Folder, NewFile};
use super::terminal::Terminal;
use super::{Done, Status, files};
use crate::render::Templates;

/// What each template is and which values it receives.
const README: (&str, &str) = ("README.md", include_str!("../../templates/README.zh-CN.md"));

#[derive(Args)]
pub(super) struct Arguments {
    /// 放模板的文件夹；其中已有的文件不会被覆盖
    #[arg(value_name = "目录", required = true, value_hint = ValueHint::DirPath)]
    folder: PathBuf,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Done {
    let names = write(arguments)?;
    let folder = files::shown(&arguments.folder);
    terminal.say(&format!("已写出模板：{}（在“{folder}”中）", names.join("、")));
    terminal.say(&format!(
        "改好后运行：nianbao render 数据文件 --templates {folder}；没有改动的模板可以删去。各模板的用途和可用的值见 {}",
        README.0
    ));
    Ok(Status::Clean)
}

fn write(arguments: &Arguments) -> Result<Vec<&'static str>, String> {
    let built_in = Templates::default();
    let texts = Templates::names().map(|name| (name, built_in.text(name)));
    let all: Vec<(&str, &str)> = texts.chain([README]).collect();
    let _folder = Folder::make(&arguments.folder)?;
    let places: Vec<PathBuf> = all.iter().map(|(name, _)| arguments.folder.join(name)).collect();
    places.iter().for_each(|place| files::clear_beside(place));
    // What a run that was broken off has written is as good as written now.
    let is_whole =
        |place: &Path, text: &str| files::read_output(place).is_some_and(|there| there == text.as_bytes());
    let (mut taken, mut new) = (Vec::new(), Vec::new());
    for ((name, text), place) in all.iter().zip(&places) {
        if !files::exists(place) {
            new.push((place, *text));
        } else if !is_whole(place, text) {
            taken.push(*name);
        }
    }
    if new.is_empty() && taken.is_empty() {
        taken = all.iter().map(|(name, _)| *name).collect();
    }
    if !taken.is_empty() {
        return Err(format!(
            "“{}”中已有“{}”，没有改动任何文件；请另取一个文件夹",
            files::shown(&arguments.folder),
            taken.join("”、“")
        ));
    }
    let new = new.into_iter().map(|(place, text)| NewFile::prepare(place, text));
    for file in new.collect::<Result<Vec<_>, _>>()? {
        file.put()?;
    }
    Ok(Templates::names().collect())
}
