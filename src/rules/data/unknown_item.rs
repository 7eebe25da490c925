//! D002: a key or section that the form does not have.
//!
//! A mistyped key would otherwise be read as a missing row, and a row added locally would vanish
//! from the report without a word.

use super::syntax_error::label::said_beyond;
use crate::diagnostic::{Change, Code, Diagnostic, Fix};
use crate::format::Form;
use crate::report::{Fault, keys};
use crate::rules::{Acceptance, Example, FileRead, Look, Rule, words};
use crate::source::Edit;

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("D002"),
    title: "格式中没有的项目",
    what: "项目名必须是格式规定的名称。多写的行、拼错的名称都会指出，并给出最接近的名称。",
    why: "拼错的名称会使那一行漏掉；自行增加的行不会印进报告。国家规定的格式不能增减行列。",
    source: "国办公开办函〔2021〕30号、〔2019〕60号所附格式",
    fails: Example::new(
        "carried_on = [ 3, 1, 0, 0, 0, 0 ]  # 二、上年结转",
        &[("carried_in                   =", "carried_on                   =")],
    ),
    passes: Example::new("carried_in = [ 3, 1, 0, 0, 0, 0 ]  # 二、上年结转", &[]),
    acceptance: Acceptance::FaultOfTheFile,
    look: Look::Fault(check),
};

fn check(file: &FileRead<'_>, fault: &Fault) -> Vec<Diagnostic> {
    let form = file.form;
    let Fault::UnknownKey { path, span, nearest, group, belongs } = fault else { return Vec::new() };
    // Suggestions are written from the section on.
    let full = |key: &str| match path.split_once('.') {
        Some((section, _)) => format!("{section}.{key}"),
        None => key.to_owned(),
    };
    let label = |key: &str| {
        let path = full(key);
        let label = keys::label(&path).map(str::to_owned);
        label.or_else(|| form.and_then(|form| words::row_label(form, &path)))
    };
    let error = |message| RULE.error(*span, message);
    if let Some(section) = belongs {
        let key = words::shorten(path.split_once('.').map_or(path.as_str(), |(_, key)| key));
        let label = words::in_brackets(form.and_then(|form| words::row_label(form, section)));
        let finding = error(format!("“{key}”一行放错了部分"));
        return vec![finding.help(format!("它属于 [{section}]{label}，请把这一行移到那里"))];
    }
    let finding = error(format!("格式中没有“{}”这一项", words::shorten(path)));
    vec![match (group, nearest.as_slice()) {
        (true, rows) => {
            let rows = rows.iter().map(|row| format!("{row}{}", words::in_brackets(label(row))));
            finding.help(format!("这是一组，要逐行填写：{}", rows.collect::<Vec<_>>().join("、")))
        }
        (false, [key, ..]) if beyond_label(form, path, key) == Some(None) => {
            let written = path.split_once('.').map_or(path.as_str(), |(_, written)| written);
            let edit = Edit { span: *span, text: key.clone() };
            let old = words::shorten(written);
            let is_section = keys::within("").any(|fixed| fixed.path() == *key && fixed.is_section());
            let name = if is_section { "部分名" } else { "项目名" };
            let change = Change::in_text(file.source, *span, name.to_owned(), old.clone(), key.clone());
            let message = format!("{name}要用英文：“{old}”请写 {key}");
            let fix = Fix { edits: vec![edit], changes: vec![change], also: Vec::new() };
            error(message).help("中文名称可写在行末的 # 之后").fix(Some(fix))
        }
        (false, [key, ..]) => finding.help(match beyond_label(form, path, key).flatten() {
            Some(beyond) => said_beyond(&beyond, key),
            None => format!("是不是要写 {key}{}？", words::in_brackets(label(key))),
        }),
        (false, []) if in_table(form, path) => {
            finding.help("国家规定的格式不能增减行列；请删去这一项，需要说明的情况写进叙述部分")
        }
        (false, []) => finding.help("请对照 nianbao new 生成的文件核对名称；不需要的，请删去或在行首加 # 号"),
    }]
}

/// What an unknown key says beyond the label of this key or row; `None` if it is not the label of this one alone.
fn beyond_label(form: Option<&Form>, path: &str, row: &str) -> Option<Option<String>> {
    let (section, label) = path.split_once('.').unwrap_or(("", path));
    if keys::named(section, label).is_some_and(|key| key.name == row) {
        return Some(None);
    }
    let (_, _, table) = form?.tables().find(|(_, declared, _)| declared.key == section)?;
    let (index, beyond) = table.row_named(label)?;
    table.rows.get(index).filter(|meant| meant.key == row).map(|_| beyond)
}

/// True if the key stands in a section whose rows the form prescribes.
fn in_table(form: Option<&Form>, path: &str) -> bool {
    let section = path.split('.').next().unwrap_or_default();
    form.is_some_and(|form| form.tables().any(|(_, declared, _)| declared.key == section))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::only;

    #[test]
    fn a_mistyped_key_is_recognised_and_not_reported_missing_too() {
        let finding = only(&[("carried_in    ", "carried_on    ")]);
        assert_eq!(finding.code.0, "D002");
        assert_eq!(finding.message, "格式中没有“requests.carried_on”这一项");
        assert_eq!(finding.help.unwrap(), "是不是要写 carried_in（二、上年结转政府信息公开申请数量）？");
    }

    #[test]
    fn what_people_call_a_key_is_renamed_and_read_all_the_same() {
        for (from, to, name, key) in [
            ("year   = ", "\"报告年度\" = ", "项目名", "year"),
            ("format = ", "\"格式\" = ", "项目名", "format"),
            ("[agency]", "[\"编制机关\"]", "部分名", "agency"),
            ("name     = \"青", "\"名称\" = \"青", "项目名", "name"),
            ("level    = ", "\"机关层级\" = ", "项目名", "level"),
            ("date     = ", "\"日期\" = ", "项目名", "date"),
            ("text = '''\n###", "\"正文\" = '''\n###", "项目名", "text"),
        ] {
            let finding = only(&[(from, to)]);
            let called = to.split('"').nth(1).unwrap();
            assert_eq!(finding.code.0, "D002", "{to}");
            assert_eq!(finding.message, format!("{name}要用英文：“{called}”请写 {key}"));
            assert_eq!(finding.fix.unwrap().edits[0].text, key);
        }
        // One that is there already, or that is no section, is not meant.
        for (from, to) in [
            ("year   = ", "\"年度\" = 2023\nyear   = "),
            ("format = ", "\"编制机关\" = \"青禾县\"\nformat = "),
        ] {
            assert!(only(&[(from, to)]).fix.is_none(), "{to}");
        }
    }

    #[test]
    fn a_label_with_another_unit_or_year_is_not_taken_for_the_row() {
        for (from, label, beyond) in [
            ("fees     ", "行政事业性收费（元）", "（元）"),
            ("fees     ", "行政事业性收费（单位：元）", "（单位：元）"),
            ("licensing     ", "行政许可（万件）", "（万件）"),
            ("received     ", "本年新收（其中网络）", "（其中网络）"),
        ] {
            for (label, code) in [(format!("\"{label}\" "), "D002"), (format!("{label} "), "D001")] {
                let finding = only(&[(from, &label)]);
                assert_eq!(finding.code.0, code, "{label}");
                assert!(finding.fix.is_none(), "{label}");
                let help = finding.help.unwrap();
                assert!(help.contains(&format!("请按所写的“{beyond}”核对单位")), "{label}: {help}");
            }
        }
    }

    #[test]
    fn a_mistyped_first_part_of_a_dotted_key_is_recognised() {
        for first in ["not-processed", "Not_Processed", "not_procesed"] {
            let finding = only(&[("not_processed.petition ", &format!("{first}.petition "))]);
            assert_eq!(finding.message, format!("格式中没有“requests.{first}.petition”这一项"));
            assert!(finding.help.as_deref().unwrap().starts_with("是不是要写 not_processed.petition（"));
        }
    }

    #[test]
    fn a_group_with_one_figure_is_no_row() {
        let finding = only(&[
            (
                "other_handling.not_corrected = [      1,        0,        0,            0,            0,    0 ]",
                "other_handling = 0",
            ),
            ("other_handling.fee_unpaid", "#"),
            ("other_handling.rest", "#"),
        ]);
        assert_eq!(finding.code.0, "D002");
        assert!(finding.help.as_deref().unwrap().contains("other_handling.fee_unpaid"));
    }

    #[test]
    fn a_mistyped_section_and_an_added_row_are_told_apart() {
        assert!(only(&[("[site]", "[sites]")]).help.as_deref().unwrap().contains("site（发布网站）"));
        let added = only(&[("coercive_measures   =", "something_else = 1\ncoercive_measures   =")]);
        assert!(added.help.as_deref().unwrap().contains("不能增减行列"), "{:?}", added.help);
        assert!(only(&[("phone ", "fone ")]).help.as_deref().unwrap().contains("phone（电话）"));
    }

    #[test]
    fn a_row_in_the_wrong_section_is_one_finding() {
        let row = "fees                = 328.6150";
        let finding = only(&[(row, "#"), ("[requests]", "[requests]\nfees = 328.6150 #")]);
        assert_eq!(finding.message, "“fees”一行放错了部分");
        assert_eq!(
            finding.help.unwrap(),
            "它属于 [disclosure]（二、主动公开政府信息情况），请把这一行移到那里"
        );
    }
}
