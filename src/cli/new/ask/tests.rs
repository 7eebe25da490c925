use super::*;
use crate::cli::load::Loaded;
use crate::format::Forms;
use crate::rules::check;
use crate::source::Source;

const LAST: &str = include_str!("../../../../examples/qinghe-2023.toml");

/// Gives the answers; what was asked, and what came of it. `上年 2023.toml` is last year's file, and
/// `2024年报.toml` is there too if it is `taken`.
fn talk(answers: &str, taken: bool) -> (String, Option<Plan>) {
    let forms = Forms::built_in();
    let load = |path: &Path| match path.to_str() {
        Some("上年 2023.toml") => {
            let source = Source::new("上年 2023.toml", LAST);
            let checked = check(&source, &forms);
            Last::of(path, Loaded { source, checked, published: None }).map_err(|unfit| unfit.to_string())
        }
        _ => Err(format!("无法读取“{}”：文件或文件夹不存在", path.display())),
    };
    let around = Around {
        load: &load,
        exists: &|path| path == Path::new("上年 2023.toml") || taken && path == Path::new("2024年报.toml"),
        has_form: &|year| forms.for_year(year).is_some(),
        first_year: 2019,
        this_year: 2024,
    };
    let mut output = Vec::new();
    let plan = ask(&mut answers.as_bytes(), &mut output, &around);
    (String::from_utf8(output).unwrap(), plan)
}

#[test]
fn enter_takes_what_last_years_file_says() {
    let (asked, plan) = talk("上年 2023.toml\n\n\n\n", false);
    let plan = plan.unwrap();
    assert_eq!(plan.agency, "青禾县住房和城乡建设局");
    assert_eq!((plan.level, plan.year), (Some(Level::Department), 2024));
    assert_eq!(plan.output, Path::new("2024年报.toml"));
    assert!(plan.last.is_some());
    assert!(asked.contains("机关全称［青禾县住房和城乡建设局］："), "{asked}");
    assert!(asked.contains("［1］：") && asked.contains("报告年度［2024］："), "{asked}");
}

#[test]
fn without_last_years_file_there_are_answers_too() {
    let (_, plan) = talk("\r\n 示例市人民政府 \r\n\r\n２０２３年度\r\n", false);
    let plan = plan.unwrap();
    assert_eq!(plan.agency, "示例市人民政府");
    // A government by its name, unless the answer says otherwise.
    assert_eq!((plan.level, plan.year), (Some(Level::Government), 2023));
    assert!(plan.last.is_none());
    let (_, plan) = talk("\n\n２\n\n", false);
    let plan = plan.unwrap();
    assert_eq!((plan.agency.as_str(), plan.level, plan.year), ("", Some(Level::Government), 2024));
}

#[test]
fn wrong_answers_are_asked_again() {
    let (asked, plan) = talk("没有.toml\n\"上年 2023.toml\"\n新名称\n3\n１\n二〇二四\n2025\n2024\n", false);
    assert_eq!(plan.unwrap().agency, "新名称");
    for words in [
        "无法读取“没有.toml”：文件或文件夹不存在。请重新填写。",
        "请填 1 或者 2。",
        "请填四位数字的年份",
        "上年文件是 2023 年度的，接着只能编 2024 年度的报告",
    ] {
        assert!(asked.contains(words), "{words}\n{asked}");
    }
    assert_eq!(asked.matches("上年的报告（").count(), 2);
    assert_eq!(asked.matches("报告年度［").count(), 3);
    let (asked, plan) = talk("\n\n\n2018\n年\n2019\n", false);
    assert_eq!(plan.unwrap().year, 2019);
    assert!(asked.contains("2018 年度没有可用的格式"), "{asked}");
}

#[test]
fn what_terminals_make_of_a_dragged_file_is_understood() {
    for written in [
        "上年 2023.toml",
        "'上年 2023.toml'",
        "\"上年 2023.toml\" ",
        "“上年 2023.toml”",
        "& '上年 2023.toml'",
        "file://上年 2023.toml",
    ] {
        assert!(paths(written).contains(&PathBuf::from("上年 2023.toml")), "{written}");
        assert!(talk(&format!("{written}\n\n\n\n"), false).1.is_some_and(|p| p.last.is_some()), "{written}");
    }
    if !cfg!(windows) {
        assert!(paths("上年\\ 2023.toml").contains(&PathBuf::from("上年 2023.toml")));
    }
    assert_eq!(unquoted("'"), "'");
}

#[test]
fn a_taken_name_is_asked_for() {
    let (asked, plan) = talk("\n\n\n\n\n2024年报.toml\n我的年报\n", true);
    assert_eq!(plan.unwrap().output, Path::new("我的年报.toml"));
    assert_eq!(asked.matches("“2024年报.toml”已经存在，不会覆盖它").count(), 3);
    assert!(!talk("\n\n\n\n", false).0.contains("已经存在"));
}

#[test]
fn the_end_of_the_input_stops() {
    for answers in ["", "\n", "\n局\n", "\n局\n1\n", "没有.toml\n"] {
        assert!(talk(answers, false).1.is_none(), "{answers:?}");
    }
    assert!(talk("\n\n\n\n", true).1.is_none());
    // What is no text is an answer like any other.
    let forms = Forms::built_in();
    let around = Around {
        load: &|path| Err(path.display().to_string()),
        exists: &|_| false,
        has_form: &|year| forms.for_year(year).is_some(),
        first_year: 2019,
        this_year: 2024,
    };
    assert!(ask(&mut &b"\xFF\xFE\n\n"[..], &mut Vec::new(), &around).is_none());
}
