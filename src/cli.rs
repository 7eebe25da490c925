//! The command line: the only part of the program that touches files, the clock and the terminal.

mod check;
mod collect;
mod completions;
mod diff;
mod dragged;
mod edit;
mod endings;
mod explain;
mod files;
mod fix;
mod fonts;
mod forms;
mod import;
mod inputs;
mod load;
mod look;
mod new;
mod opened;
mod outputs;
mod page;
mod parallel;
mod preview;
mod progress;
mod render;
mod schema;
mod start;
mod templates;
mod terminal;
mod typed;
mod unsure;
mod usage;
mod watch;
mod watched;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{ArgAction, Args, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::render::offered;
use crate::source::visible;
use terminal::Terminal;
use typed::Typed;

/// How a run ended; the worst of several files counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Nothing to object.
    Clean,
    /// Findings that must be mended.
    Findings,
    /// The program could not do its work.
    Failed,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        ExitCode::from(match status {
            Status::Clean => 0,
            Status::Findings => 1,
            Status::Failed => 2,
        })
    }
}

#[derive(Parser)]
#[command(
    name = "nianbao",
    version,
    about = "年报：编制、检查和生成政府信息公开工作年度报告",
    override_usage = "nianbao [命令] [选项]",
    after_help = usage::steps(),
    subcommand_help_heading = "命令",
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
struct Common {
    /// 显示帮助
    #[arg(short, long, action = ArgAction::Help, global = true, display_order = 100)]
    help: Option<bool>,
    /// 显示版本
    #[arg(short = 'V', long, action = ArgAction::Version, display_order = 101)]
    version: Option<bool>,
}

#[derive(Subcommand)]
enum Command {
    /// 生成一份待填写的数据文件
    #[command(
        aliases = ["新建", "起草", "新增"],
        override_usage = "nianbao new [--agency 名称] [--year 年度] [--level department|government] [--from 上年文件] [--forms 目录] [--zeros] [-o 文件]",
        after_help = "示例：\n  nianbao new                                     逐项提问（在命令行窗口里）\n  nianbao new --from 2023年报.toml                从上年的报告起草下一年的\n  nianbao new --agency 示例县财政局 --year 2024   从头起草\n  nianbao new --agency 示例市人民政府 --level government -o 市政府.toml\n\n上年的文字只放在 # 开头的说明里，不会印进新报告；要写的地方标着“【待填写】”，\n没有写完检查不会通过。\n\n填好以后：nianbao check 2024年报.toml"
    )]
    New(new::Arguments),
    /// 读已发布的报告（网页、Word、电子表格、PDF、文本），写成数据文件
    #[command(
        aliases = ["读入", "导入"],
        override_usage = "nianbao import 文件… [-o 文件或目录] [--form 格式] [--agency 名称] [--level department|government] [--year 年度] [--format human|json] [--forms 目录]",
        after_help = "示例：\n  nianbao import 2023年报.docx                   写成“2023年报.toml”\n  nianbao import 年报.html -o 2023年报.toml      网站上另存下来的网页\n  nianbao import *.pdf -o 各局                   每份一个数据文件，放进“各局”\n\n读到的每一格都按行名和列名确定；没有读到的、把握不大的逐一列出，不会当作 0。\n\n退出状态：0 都读到了；1 有的格没有读到或者把握不大；2 不是年度报告，或者读不了"
    )]
    Import(import::Arguments),
    /// 检查数据文件，逐条指出问题和改法
    #[command(
        aliases = ["检查", "核对", "校验"],
        override_usage = "nianbao check [文件…] [--prev 上年文件] [--format human|csv|json|sarif] [-o 文件] [--summary] [--deny warnings] [--fix[=blank]] [--forms 目录]",
        after_help = "示例：\n  nianbao check 2024年报.toml                        逐条列出问题\n  nianbao check 2024年报.toml --prev 2023年报.toml   同时与上年的数字、文字核对\n  nianbao check 2024年报.toml --fix                  改正确定的错误\n  nianbao check 2024年报.toml --fix=blank            同时把空白的格填 0\n  nianbao check 2024年报.toml -o 检查结果.txt        写进文件，便于转发\n  nianbao check 各局 --summary                       “各局”里的文件，每个一行\n  nianbao check *.toml -o 检查结果.csv               用 Excel、WPS 表格打开\n\n结果里“错误[T103]”的 T103 是规则的代码，它的说明：nianbao explain T103\n\n退出状态：0 没有必须改正的问题；1 有必须改正的问题；2 无法检查"
    )]
    Check(check::Arguments),
    #[command(
        aliases = ["生成", "导出"],
        about = format!("检查后生成报告：{}", offered(|output| output.help)),
        override_usage = format!("nianbao render [文件…] [--to {}] [-o 目录] [--draft] [--prev 上年文件] [--md-tables html|pipe] [--fragment] [--style 文件] [--templates 目录] [--fonts 目录] [--forms 目录] [--backup] [--watch]", render::ids(",")),
        after_help = "示例：\n  nianbao render 2024年报.toml                     在同一文件夹生成各种报告\n  nianbao render 2024年报.toml --to docx -o 送审   只生成 Word，放进“送审”\n  nianbao render 2024年报.toml --to pdf            生成 PDF，用电脑上的字体\n  nianbao render 2024年报.toml --draft             有错误也生成，标明“草稿”\n  nianbao render 2024年报.toml --watch             每次保存后自动重新生成\n\n生成以后又在 Word 里改过的报告不会被覆盖，另存为“-手改”。\n\n退出状态：0 已生成；1 有必须改正的问题；2 无法生成"
    )]
    Render(render::Arguments),
    /// 汇总许多单位的报告：谁没有报送、哪里有错、哪些雷同、加起来是多少
    #[command(
        aliases = ["汇总", "收集"],
        override_usage = "nianbao collect 目录或文件… [--roster 名单] [--against 汇总年报] [--sum 汇总数据文件] [--year 年度] [-o 目录] [--format human|json] [--forms 目录]",
        after_help = "示例：\n  nianbao collect 各单位                          显示各单位的情况\n  nianbao collect 各单位 --roster 名单.csv -o 结果\n      情况表、给每个单位的退回意见、雷同的段落，放进“结果”\n  nianbao collect 各单位 --sum 县政府2024年报.toml\n      把各单位的数字相加，写成县政府年报的数据文件\n  nianbao collect 各单位 --against 县政府2024年报.docx\n      核对县政府年报与各单位之和，指出差在哪个单位\n\n名单要有“单位名称”一列，可以有别名、类别、期限、计入汇总、联系人各列。\n\n退出状态：0 都已报送，没有错误，汇总年报也一致；1 有缺报、有错误，\n或者汇总年报与各单位之和不一致；2 无法汇总"
    )]
    Collect(collect::Arguments),
    /// 比较改动前后的两份报告，可以写成更正说明
    #[command(
        aliases = ["比较", "对比", "更正"],
        override_usage = format!("nianbao diff 旧文件 新文件 [--format {}] [--reason 文字] [--date 日期] [-o 文件] [--fonts 目录] [--forms 目录]", diff::names("|")),
        after_help = "示例：\n  nianbao diff 2024年报-原.toml 2024年报.toml   列出改了哪些数字和文字\n  nianbao diff 2024年报.html 2024年报.toml      与改动前生成的网页比较\n  nianbao diff 2024年报.html 2024年报.toml -o 更正说明.docx   写成更正说明\n  nianbao diff 2024年报.html 2024年报.toml -o 更正.docx --reason 录入有误\n\n旧文件、新文件都可以是数据文件，也可以是用它生成的网页（网站上另存下来的也行）。\n\n退出状态：0 已比较（不论有没有不同）；2 无法比较"
    )]
    Diff(diff::Arguments),
    /// 在浏览器中预览报告，旁边列出检查结果；保存数据文件后自动更新
    #[command(
        aliases = ["预览"],
        override_usage = "nianbao preview [文件] [--prev 上年文件] [--port 端口号] [--no-open] [--style 文件] [--templates 目录] [--fonts 目录] [--forms 目录]",
        after_help = "示例：\n  nianbao preview 2024年报.toml                       打开浏览器，边改边看\n  nianbao preview 2024年报.toml --prev 2023年报.toml   同时与上年核对\n\n把已公布的报告（网页、Word、PDF 等）拖到本程序的图标上，也会打开预览；\n数据文件拖上去是打开填报页面。\n预览只在本机能看到；按 Ctrl+C 或关闭窗口结束。"
    )]
    Preview(preview::Arguments),
    /// 在浏览器中按格填写报告，随填随查，每一处改动立即存进数据文件
    #[command(
        aliases = ["填报", "填写", "编辑"],
        override_usage = "nianbao edit [文件] [--prev 上年文件] [--port 端口号] [--no-open] [--fonts 目录] [--forms 目录]",
        after_help = "示例：\n  nianbao edit 2024年报.toml                       打开浏览器，在表格里填写\n  nianbao edit 2024年报.toml --prev 2023年报.toml   同时与上年核对\n\n打开时的文件另存一份，名称加“-原稿”。只在本机能看到和改动；\n按 Ctrl+C 或关闭窗口结束。"
    )]
    Edit(page::Shown),
    /// 说明检查规则：检查什么、为什么、示例、依据
    #[command(
        aliases = ["说明", "解释"],
        override_usage = "nianbao explain [代码…]",
        after_help = "示例：\n  nianbao explain T103   检查结果里写着“错误[T103]”，看这一条的说明和例子\n  nianbao explain        列出全部规则"
    )]
    Explain(explain::Arguments),
    /// 写出内置的模板，供照着改
    #[command(
        aliases = ["模板"],
        override_usage = "nianbao templates 目录",
        after_help = "示例：\n  nianbao templates 我的模板                          写出内置的模板，供照着改\n  nianbao render 2024年报.toml --templates 我的模板   用改过的模板生成报告"
    )]
    Templates(templates::Arguments),
    #[command(
        aliases = ["字体"],
        about = format!("列出 {} 要用的字体：找到了哪些，缺哪些，从哪里得到", fonts::kinds()),
        override_usage = "nianbao fonts [--fonts 目录] [--style 文件] [--templates 目录]",
        after_help = "示例：\n  nianbao fonts                                       看这台电脑上的字体够不够\n  nianbao fonts --fonts 字体                          先在“字体”文件夹里找\n  nianbao render 2024年报.toml --to pdf --fonts 字体   用其中的字体生成 PDF\n\n退出状态：0 可以生成；1 缺少字体，也没有可以代替的；2 无法查找"
    )]
    Fonts(fonts::Arguments),
    /// 写出数据文件的结构说明（JSON Schema），供编辑器提示和校验
    #[command(
        aliases = ["结构"],
        override_usage = "nianbao schema [格式] [-o 文件] [--forms 目录]",
        after_help = "示例：\n  nianbao schema -o nianbao-2021.schema.json        最新的格式\n  nianbao schema 2019 -o nianbao-2019.schema.json   2019、2020 年度的格式\n\nnianbao new 已经把它放在新的数据文件旁边，一般不必另外运行。以前的数据文件要用的，\n在第一行加上：#:schema ./nianbao-2021.schema.json\n编辑器就会提示各项的名称和填法（VS Code 请安装插件 Even Better TOML）。"
    )]
    Schema(schema::Arguments),
    /// 写出命令行的补全脚本：按 Tab 键补全命令和选项
    #[command(
        aliases = ["补全"],
        override_usage = "nianbao completions SHELL",
        after_help = "示例（以后新开窗口，输入 nianbao 再按 Tab 键）：\n  bash：\n    echo 'source <(nianbao completions bash)' >> ~/.bashrc\n  zsh：\n    echo 'source <(nianbao completions zsh)' >> ~/.zshrc\n  fish：\n    nianbao completions fish > ~/.config/fish/completions/nianbao.fish\n  PowerShell：\n    Add-Content $PROFILE 'nianbao completions powershell | Out-String | iex'\n  elvish：\n    echo 'eval (nianbao completions elvish | slurp)' >> ~/.config/elvish/rc.elv"
    )]
    Completions(completions::Arguments),
}

/// How findings are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum OutputFormat {
    #[value(aliases = endings::TEXT)]
    Human,
    #[value(aliases = ["excel", "xlsx", "xls", "et", "表格", "电子表格", "excel表格"])]
    Csv,
    Json,
    Sarif,
}

/// How a command ended; an error says in plain words why it could not do its work.
type Done = Result<Status, String>;

/// Runs the program.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let mut terminal = Terminal::default();
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if let Some(opened) = opened::how(&arguments) {
        return start::run(opened, &mut terminal).into();
    }
    let command = usage::command::<Arguments>();
    let Typed { arguments, remarks } = typed::read(&command, arguments);
    for remark in remarks {
        terminal.say(&visible(&remark));
    }
    let dragged = dragged::file(&arguments).map(Ok);
    if let Some(file) = dragged.or_else(|| dragged::problem(&arguments).map(Err)) {
        let status = dragged::run(file, &mut terminal);
        return terminal.finish(status).into();
    }
    let called = arguments
        .get(1)
        .and_then(|name| name.to_str())
        .filter(|name| command.find_subcommand(name).is_some());
    let called = called.map(str::to_owned);
    let parsed = command
        .clone()
        .try_get_matches_from(arguments)
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    let done = match parsed {
        Ok(arguments) => match arguments.command {
            Command::New(arguments) => new::run(arguments, &mut terminal),
            Command::Import(arguments) => import::run(arguments, &mut terminal),
            Command::Check(arguments) => check::run(arguments, &mut terminal),
            Command::Render(arguments) => render::run(arguments, &mut terminal),
            Command::Collect(arguments) => collect::run(arguments, &mut terminal),
            Command::Diff(arguments) => diff::run(arguments, &mut terminal),
            Command::Preview(arguments) => preview::run(arguments, &mut terminal),
            Command::Edit(arguments) => edit::run(arguments, &mut terminal),
            Command::Explain(arguments) => explain::run(&arguments, &mut terminal),
            Command::Templates(arguments) => templates::run(&arguments, &mut terminal),
            Command::Fonts(arguments) => fonts::run(&arguments, &mut terminal),
            Command::Schema(arguments) => schema::run(&arguments, &mut terminal),
            Command::Completions(arguments) => completions::run(&arguments, &mut terminal),
        },
        Err(error) => Ok(usage::explain(&error, &command, called.as_deref(), &mut terminal)),
    };
    let status = done.unwrap_or_else(|problem| terminal.failed(&problem));
    terminal.finish(status).into()
}
