//! D003: a required section, row or key is missing.
//!
//! A row that is left out is another thing than a row of zeros, so it is never filled in silently.

use crate::diagnostic::{Code, Diagnostic};
use crate::format::{Form, Forms, SectionRole};
use crate::report::{Fault, Missing};
use crate::rules::{Acceptance, Example, FileRead, Look, Rule, words};
use crate::source::Span;

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("D003"),
    title: "缺少必填的部分、行或项目",
    what: "格式、年度、编制机关全称、机关类别、三个部分的正文，以及三张表除“（七）总计”以外的每一行都要有。",
    why: "漏掉的一行不等于没有发生，程序不会替您填 0。",
    source: "《中华人民共和国政府信息公开条例》（国务院令第711号）第五十条；国办公开办函〔2021〕30号、〔2019〕60号所附格式",
    fails: Example::new(
        "“（一）予以公开”（granted）一行整个没有写",
        &[("granted                      =", "# granted                      =")],
    ),
    passes: Example::new("granted = [ 21, 4, 1, 0, 2, 1 ]  # （一）予以公开", &[]),
    acceptance: Acceptance::FaultOfTheFile,
    look: Look::Fault(check),
};

fn check(file: &FileRead<'_>, fault: &Fault) -> Vec<Diagnostic> {
    match fault {
        Fault::Missing { what, span } => missing(file, what, *span).into_iter().collect(),
        Fault::NoHeading { section, span } => vec![no_heading(section, *span, file.form)],
        _ => Vec::new(),
    }
}

fn no_heading(section: &str, span: Span, form: Option<&Form>) -> Diagnostic {
    let what = words::key(section, form);
    RULE.error(span, format!("缺少{what}的部分名 [{section}]"))
        .help(format!("这一行起的内容属于{what}，请在它上面另起一行，写上：[{section}]"))
}

fn missing(file: &FileRead<'_>, what: &Missing, span: Span) -> Option<Diagnostic> {
    let form = file.form;
    let error = |message: String| RULE.error(span, message);
    let section = |index: usize| form.and_then(|form| form.sections.get(index));
    Some(match what {
        Missing::Everything => error("数据文件里没有任何内容".to_owned())
            .help("请用 nianbao new 生成一份待填写的文件，或检查是否选错了文件、忘了保存"),
        Missing::Key(path) => {
            error(format!("{}没有填写", words::key(path, form))).help(help_for(path, file.forms))
        }
        Missing::Section(index) => {
            let section = section(*index)?;
            error(format!("缺少“{}”整个部分", section.title))
                .help(format!(
                    "请补上以 [{}] 开头的部分；可用 nianbao new 生成一份完整的文件对照",
                    section.key
                ))
                .in_section(&section.key)
        }
        Missing::Row(index, row) => {
            let section = section(*index)?;
            let table = section.table.as_ref()?;
            let row = table.rows.get(*row)?;
            let columns = &table.column_sets.get(row.set)?.columns;
            let stated = columns.iter().filter(|column| column.sum.is_none());
            error(format!("“{}”缺少{}一行", section.title, row.quoted()))
                .help(format!(
                    "请在 [{}] 部分补上：{} = {}，把每个 \"\" 换成数字，依次为{}；没有发生的填 0",
                    section.key,
                    row.key,
                    blanks(stated.clone().count()),
                    words::list(stated.map(|column| &column.label))
                ))
                .in_section(&section.key)
        }
        Missing::GroupRows { section: index, group, rows } => {
            let section = section(*index)?;
            let row = section.table.as_ref()?.rows.iter().find(|row| row.key == *group)?;
            let label = row.quoted();
            let lines = rows.iter().map(|(key, label)| format!("{key}（{label}）"));
            error(format!("“{}”的{label}只写了一行，规定要分 {} 行填写", section.title, rows.len()))
                .help(format!("请逐行填写：{}", words::list(lines.collect::<Vec<_>>().iter())))
                .in_section(&section.key)
        }
        Missing::Narrative(index) => {
            let section = section(*index)?;
            let more = if section.role == Some(SectionRole::OtherMatters) {
                format!("；没有要报告的也要写明，如“无{}。”", section.name())
            } else if section.topics.is_empty() {
                String::new()
            } else {
                format!("，应当写到：{}", words::list(&section.topics))
            };
            error(format!("“{}”没有内容", section.title))
                .help_in_file(format!("请在 text 的两行单引号之间写上正文{more}"))
                .help_in_report(format!("请写上这一部分的正文{more}"))
                .in_section(&section.key)
        }
    })
}

/// A row still to be filled in: blank cells are reported until they are, zeros would pass.
fn blanks(cells: usize) -> String {
    if cells == 1 { "\"\"".to_owned() } else { format!("[ {} ]", vec!["\"\""; cells].join(", ")) }
}

fn help_for(path: &str, forms: &Forms) -> String {
    let help = match path {
        "format" => {
            let newest = forms.newest().unwrap_or_default();
            let others = forms.of_certain_years("\"");
            return format!("请在文件开头写明：format = \"{newest}\"（{others}）");
        }
        "year" => "请在文件开头写明报告年度，例如：year = 2024",
        "agency" => "请补上编制机关（[agency]）部分，写明 name（编制机关全称）和 level（机关类别）",
        "agency.name" => "请在编制机关（[agency]）部分写明：name = \"编制机关全称\"",
        "agency.level" => "部门、街道办等写 level = \"department\"，各级人民政府写 level = \"government\"",
        _ => "请补上这一项，或整个删去这一部分",
    };
    help.to_owned()
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{found, only};

    #[test]
    fn a_missing_row_is_named_in_official_words() {
        let finding = only(&[("denied.deliberative ", "#")]);
        assert_eq!(finding.code.0, "D003");
        assert_eq!(
            finding.message,
            "“三、收到和处理政府信息公开申请情况”缺少“三、（三）6.属于四类过程性信息”一行"
        );
        assert!(
            finding
                .help.as_deref().unwrap()
                .contains("denied.deliberative = [ \"\", \"\", \"\", \"\", \"\", \"\" ]，把每个 \"\" 换成数字，依次为自然人、")
        );
    }

    #[test]
    fn a_missing_section_is_one_finding() {
        assert_eq!(only(&[("[other_matters]", "[other_matter]")]).code.0, "D002");
        let both = found(&[("[other_matters]", "[zzzz]")]);
        assert!(
            both.iter().any(|(code, message)| code == "D003" && message.contains("六、其他需要报告的事项"))
        );
        assert_eq!(both.len(), 2);
    }

    #[test]
    fn the_total_row_may_be_left_out_but_keys_and_text_may_not() {
        assert_eq!(found(&[("total                        =", "#")]), []);
        for (from, to) in [
            ("format = \"2021\"", ""),
            ("year   = 2024", ""),
            ("name     = \"青禾县住房和城乡建设局\"", ""),
            ("name     = \"青禾县住房和城乡建设局\"", "name = \" \""),
            ("level    = \"department\"", ""),
        ] {
            let findings = found(&[(from, to)]);
            assert!(findings.iter().any(|(code, _)| code == "D003"), "{from}: {findings:?}");
        }
    }

    #[test]
    fn an_empty_file_is_one_finding() {
        use crate::format::Forms;
        use crate::source::Source;
        for text in ["", "\n\n", "# 年报\n"] {
            let checked = crate::rules::check(&Source::new("a", text), &Forms::built_in());
            let messages: Vec<String> =
                checked.findings.iter().map(|finding| finding.message.clone()).collect();
            assert_eq!(messages, ["数据文件里没有任何内容"]);
        }
    }

    #[test]
    fn a_deleted_heading_is_one_finding_at_the_first_key_below_it() {
        for (heading, words) in [
            ("[requests]           #", "“三、收到和处理政府信息公开申请情况”（requests）"),
            ("[disclosure]         #", "“二、主动公开政府信息情况”（disclosure）"),
            ("[proceedings]        #", "“四、政府信息公开行政复议、行政诉讼情况”（proceedings）"),
            ("[problems]           #", "“五、存在的主要问题及改进情况”（problems）"),
            ("[agency]", "“编制机关”（agency）"),
            ("[publication]", "“发布信息”（publication）"),
        ] {
            let finding = only(&[(heading, "#")]);
            assert_eq!(finding.code.0, "D003");
            assert!(finding.message.starts_with(&format!("缺少{words}的部分名")), "{}", finding.message);
        }
    }
}
