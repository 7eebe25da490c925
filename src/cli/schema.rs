//! `nianbao schema`: the JSON Schema of the data file, for editors.

use std::path::PathBuf;

use clap::Args;

use super::terminal::Terminal;
use super::{Status, files};
use crate::format::Forms;
use crate::schema;

#[derive(Args)]
pub(super) struct Arguments {
    /// 格式的名称，例如 2021；不写则为最新的格式
    #[arg(value_name = "格式")]
    form: Option<String>,
    /// 写入文件（UTF-8 编码），不显示在屏幕上
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal) -> Status {
    let done = text(arguments.form.as_deref()).and_then(|text| match &arguments.output {
        None => {
            terminal.result(text.trim_end());
            Ok(())
        }
        Some(path) => {
            files::replace_all(&[(path.clone(), text.into_bytes())])?;
            terminal.say(&format!("已写入：{}", path.display()));
            Ok(())
        }
    });
    match done {
        Ok(()) => Status::Clean,
        Err(problem) => {
            terminal.problem(&problem);
            Status::Failed
        }
    }
}

fn text(form: Option<&str>) -> Result<String, String> {
    let forms = Forms::built_in();
    let known: Vec<&str> = forms.ids().collect();
    let newest = known.last().copied().unwrap_or_default();
    let asked = form.unwrap_or(newest);
    let form = forms.get(asked).map_err(|_| {
        format!("没有“{asked}”这个格式，可以写：{}（2019、2020 年度用 2019，以后用 2021）", known.join("、"))
    })?;
    schema::write(&form).map_err(|error| format!("无法生成：{error}"))
}
