//! `nianbao templates`: the built-in templates, to start from.

use std::path::PathBuf;

use clap::Args;

use super::terminal::Terminal;
use super::{Status, files};
use crate::render::Templates;

/// What each template is and which values it receives.
const README: (&str, &str) = ("README.md", include_str!("../../templates/README.zh-CN.md"));

#[derive(Args)]
pub(super) struct Arguments {
    /// 放模板的文件夹；其中已有的文件不会被覆盖
    #[arg(value_name = "目录", required = true)]
    folder: PathBuf,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Status {
    match write(arguments) {
        Ok(names) => {
            let folder = arguments.folder.display();
            terminal.say(&format!("已写出模板：{}（在“{folder}”中）", names.join("、")));
            terminal.say(&format!(
                "改好后运行：nianbao render 数据文件 --templates {folder}；没有改动的模板可以删去。各模板的用途和可用的值见 {}",
                README.0
            ));
            Status::Clean
        }
        Err(problem) => {
            terminal.problem(&problem);
            Status::Failed
        }
    }
}

fn write(arguments: &Arguments) -> Result<Vec<&'static str>, String> {
    let built_in = Templates::default();
    let texts = Templates::names().map(|name| (name, built_in.text(name)));
    let all: Vec<(&str, &str)> = texts.chain([README]).collect();
    files::make_folder(&arguments.folder)?;
    let taken: Vec<&str> = all
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| files::exists(&arguments.folder.join(name)))
        .collect();
    if !taken.is_empty() {
        return Err(format!(
            "“{}”中已有“{}”，没有改动任何文件；请另取一个文件夹",
            arguments.folder.display(),
            taken.join("”、“")
        ));
    }
    for (name, text) in &all {
        files::create(&arguments.folder.join(name), text)?;
    }
    Ok(Templates::names().collect())
}
