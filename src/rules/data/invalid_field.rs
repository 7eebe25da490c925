//! D012: a value outside the tables has the wrong type or is not allowed.

use super::syntax_error::date;
use crate::diagnostic::{Change, Code, Diagnostic, Fix};
use crate::report::statements::QUOTES;
use crate::report::{Expected, Fault, Level};
use crate::rules::{Acceptance, Example, FileRead, Look, Rule, words};
use crate::source::{Edit, Span};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("D012"),
    title: "表格以外的项目填写不合要求",
    what: "年度是四位数字，不加引号；日期写成 2025-01-20，不加引号；格式、名称等文字加英文双引号；机关类别只有 department 和 government 两种；上一年度的报告要找得到、读得出。",
    why: "写法不对的内容无法用来生成标题、日期和网页标签。",
    source: "本程序数据文件的约定",
    fails: Example::new("date = \"2025-01-16\"  # 落款日期", &[("2025-01-16", "\"2025-01-16\"")]),
    passes: Example::new("date = 2025-01-16  # 落款日期", &[]),
    acceptance: Acceptance::FaultOfTheFile,
    look: Look::Fault(check),
};

fn check(file: &FileRead<'_>, fault: &Fault) -> Vec<Diagnostic> {
    match fault {
        Fault::NotAllowed { path, span, expected, found } => {
            let message = format!("{}填写得不对：{found}", words::key(path, file.form));
            let meant = meant(file, *span, expected);
            let help = match &meant {
                Some(meant) => {
                    let name = path.rsplit('.').next().unwrap_or(path);
                    let quotes = if meant.starts_with('"') { "加英文双引号" } else { "不加引号" };
                    format!("请写作 {name} = {meant}（{quotes}）")
                }
                None => help(file, path, expected, found),
            };
            let fix = meant.map(|meant| {
                let place = words::key(path, file.form);
                let change = Change::in_text(file.source, *span, place, words::shorten(found), meant.clone());
                Fix {
                    edits: vec![Edit { span: *span, text: meant }],
                    changes: vec![change],
                    also: Vec::new(),
                }
            });
            vec![RULE.error(*span, message).help(help).fix(fix)]
        }
        Fault::NoLastYear { span, reason } => {
            let message = format!("上一年度的报告不能使用：{reason}");
            let help = match span {
                Some(_) => {
                    "请核对上年文件（[previous]）部分 file 后面的路径（从本数据文件所在的文件夹算起，文件名连同扩展名写全），或者先改正那个文件；没有上一年度报告的，请删去这一部分"
                }
                None => {
                    "请核对 --prev 后面的文件，或者先单独检查并改正它；没有上一年度报告的，请去掉命令中的 --prev"
                }
            };
            vec![RULE.error(span.unwrap_or_default(), message).help(help)]
        }
        _ => Vec::new(),
    }
}

/// The sound value, where what is written can mean no other.
fn meant(file: &FileRead<'_>, span: Span, expected: &Expected) -> Option<String> {
    let written = file.source.slice(span);
    let is_number = !written.is_empty() && written.bytes().all(|b| b.is_ascii_digit());
    match expected {
        Expected::Date => date::exact_day(written),
        Expected::Year => date::exact_year(written),
        Expected::Form(known) if known.iter().any(|form| form == written) => Some(format!("\"{written}\"")),
        Expected::Form(known) => {
            let bare = written.trim_matches(QUOTES).trim();
            let year =
                date::exact_year(bare.strip_suffix("格式").or(bare.strip_suffix('版')).unwrap_or(bare))?;
            known.contains(&year).then(|| format!("\"{year}\""))
        }
        Expected::Level => {
            Level::meant(written.trim_matches(QUOTES)).map(|level| format!("\"{}\"", level.key()))
        }
        // A number, most often of a telephone.
        Expected::Text if is_number => Some(format!("\"{written}\"")),
        _ => None,
    }
}

/// What belongs in a place.
fn help(file: &FileRead<'_>, path: &str, expected: &Expected, found: &str) -> String {
    let help = match expected {
        Expected::Form(known) => {
            // The national forms are named by a year.
            let own = if found.contains(|c: char| c.is_ascii_alphabetic()) {
                "；用自己的格式填写的，请在命令后面加上 --forms 和格式所在的文件夹"
            } else {
                ""
            };
            return format!(
                "请写作 format = \"{}\"，要加英文双引号；可用的格式有：{}（{}）{own}",
                file.form.map_or_else(|| file.forms.newest().unwrap_or_default(), |form| form.id.clone()),
                words::list(known),
                file.forms.by_years("\"")
            );
        }
        Expected::Section => return format!("这里应当是一个部分，请写作 [{path}]，内容写在下面各行"),
        Expected::Text => "这里要填文字，放在英文双引号里，例如 \"示例市人民政府\"",
        Expected::ShortText => "这一项内容过长，请缩短；成段的文字应写进叙述部分",
        Expected::Year => "请写四位年份，不加引号，例如：year = 2024",
        Expected::Date => {
            let example = date::example(file.year);
            return format!("请写成 {example} 的样子：年份四位，月、日两位，不加引号");
        }
        Expected::Level => "部门、街道办等写 \"department\"，各级人民政府写 \"government\"",
        Expected::Sections(name) => {
            return format!("请写作 [[{name}]]，每条各写一个，内容写在下面各行");
        }
        Expected::Cell => {
            let example = file.form.and_then(|form| Some(form.path(form.cells().next()?)));
            let near = file.form.and_then(|form| form.nearest_path(found.trim_matches(['"', '\''])));
            let path = near.or(example).unwrap_or_default();
            return format!("这里要写表中一格的名称：部分、行、列用英文句点连起来，例如 cell = \"{path}\"");
        }
        Expected::OtherCell => "这一格前面已经有一条附注；一格只能有一条，请把两条并成一条",
    };
    help.to_owned()
}

#[cfg(test)]
mod tests {
    use crate::format::Forms;
    use crate::report::{LastYear, read};
    use crate::rules::check_reading;
    use crate::rules::testing::{SOUND, edited, found, only};
    use crate::source::Source;

    #[test]
    fn wrong_values_are_mended_in_words() {
        for (from, to, message, help) in [
            ("format = \"2021\"", "format = 2021", "“格式”（format）填写得不对：2021", "format = \"2021\""),
            ("format = \"2021\"", "format = \"2023\"", "“格式”（format）填写得不对：\"2023\"", "2019、2021"),
            ("year   = 2024", "year   = \"2024\"", "“报告年度”（year）填写得不对：\"2024\"", "不加引号"),
            (
                "2025-01-16",
                "\"2025年1月16日\"",
                "“落款日期”（publication.date）填写得不对",
                "date = 2025-01-16（不加引号）",
            ),
            ("2025-01-16", "\"待定\"", "“落款日期”（publication.date）填写得不对", "2025-01-20 的样子"),
            (
                "= \"department\"",
                "= \"部门\"",
                "“机关类别”（agency.level）填写得不对：\"部门\"",
                "department",
            ),
            (
                "phone    = \"0000-0000000\"",
                "phone    = 1234567",
                "“电话”（agency.phone）填写得不对",
                "双引号",
            ),
            ("[site]", "[[site]]", "“发布网站”（site）", "[site]"),
        ] {
            let finding = only(&[(from, to)]);
            assert_eq!(finding.code.0, "D012");
            assert!(finding.message.starts_with(message), "{}", finding.message);
            assert!(finding.help.as_deref().unwrap().contains(help), "{:?}", finding.help);
        }
    }

    #[test]
    fn what_a_level_or_a_form_is_called_is_mended() {
        let level = "level    = \"department\"";
        for (from, to, meant) in [
            (level, "level    = \"部门\"", "level = \"department\""),
            (level, "level    = \"街道办\"", "level = \"department\""),
            (level, "level    = \"政府部门\"", "level = \"department\""),
            (level, "level    = \"局\"", "level = \"department\""),
            (level, "level    = \"乡镇\"", "level = \"government\""),
            (level, "level    = \"Department\"", "level = \"department\""),
            (level, "level    = \"各级人民政府\"", "level = \"government\""),
            ("format = \"2021\"", "format = \"2021年\"", "format = \"2021\""),
            ("format = \"2021\"", "format = \"２０２１\"", "format = \"2021\""),
        ] {
            let finding = only(&[(from, to)]);
            assert!(finding.help.as_deref().unwrap().contains(meant), "{to}: {:?}", finding.help);
            assert!(
                finding.fix.unwrap().edits[0].text.ends_with(meant.split(' ').next_back().unwrap()),
                "{to}"
            );
        }
        for unsure in ["部门或政府", "政府、部门", "县级", "非政府", "管委会", "机关"] {
            let to = format!("level    = \"{unsure}\"");
            let finding = only(&[(level, &to)]);
            assert!(finding.fix.is_none() && finding.help.unwrap().contains("各级人民政府写"), "{unsure}");
        }
    }

    #[test]
    fn last_years_file_that_cannot_be_had_is_named_where_it_is_asked_for() {
        let forms = Forms::built_in();
        let findings = |text: String| {
            let source = Source::new("年报.toml", text);
            let last = LastYear::Unavailable("无法读取“a.toml”：文件或文件夹不存在".to_owned());
            let findings = check_reading(read(&source, &forms), &source, &forms, last).findings;
            (source.slice(findings[0].span).to_owned(), findings)
        };
        let (place, found) = findings(format!("{SOUND}\n[previous]\nfile = \"a.toml\"\n"));
        assert_eq!((place.as_str(), found.len(), found[0].code.0), ("\"a.toml\"", 1, "D012"));
        assert_eq!(found[0].message, "上一年度的报告不能使用：无法读取“a.toml”：文件或文件夹不存在");
        let (place, found) = findings(SOUND.to_owned());
        assert_eq!((place.as_str(), found.len()), ("", 1));
    }

    #[test]
    fn a_note_stands_once_on_a_cell_that_is_printed() {
        let with = |notes: &str| edited(&[("[disclosure]", &format!("{notes}\n[disclosure]"))]).findings;
        let note = |cell: &str| format!("[[note]]\ncell = \"{cell}\"\ntext = \"甲\"\n");
        let one = |notes: &str| {
            let [finding] = <[_; 1]>::try_from(with(notes)).unwrap();
            (finding.code.0, finding.message, finding.help.unwrap())
        };
        assert!(with(&note("requests.received.total")).is_empty());
        for cell in ["requests.recieved.total", "requests.received", "requests.denied.total", "year"] {
            let (code, message, help) = one(&note(cell));
            assert_eq!(code, "D012");
            assert_eq!(message, format!("“附注所在的单元格”（note.cell）填写得不对：\"{cell}\""));
            assert!(help.contains("例如 cell = \"requests.") || cell == "year", "{help}");
        }
        let (code, _, help) = one(&note("disclosure.fees").repeat(2));
        assert!(code == "D012" && help.contains("并成一条"), "{help}");
        let (code, message, _) = one("[[note]]\ncell = \"disclosure.fees\"\ntext = \"（）\"\n");
        assert_eq!((code, message.as_str()), ("D003", "“附注文字”（note.text）没有填写"));
        let (code, _, help) = one("[note]\ncell = \"disclosure.fees\"\ntext = \"甲\"\n");
        assert!(code == "D012" && help.contains("[[note]]"), "{help}");
        assert_eq!(one(&note("disclosure.fees").replace("甲", "其中××件")).0, "N306");
        assert_eq!(one(&note("disclosure.fees").replace("甲", "{{ disclosure.fee }}")).0, "D011");
    }

    #[test]
    fn other_faults_are_still_found() {
        let findings = found(&[("format = \"2021\"", "format = 2021"), ("= 15286", "= \"\"")]);
        assert_eq!(findings.len(), 2, "{findings:?}");
    }
}
