//! D003: a required section, row or key is missing.
//!
//! A row that is left out is another thing than a row of zeros, so it is never filled in silently.

use crate::diagnostic::{Code, Diagnostic};
use crate::format::{Form, SectionRole};
use crate::report::{Fault, Missing};
use crate::rules::{Example, Rule, Subject, words};
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
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let form = subject.report.map(|report| &*report.form);
    let finding = |fault: &Fault| match fault {
        Fault::Missing { what, span } => diagnostic(subject, what, *span),
        Fault::NoHeading { section, span } => Some(no_heading(section, *span, form)),
        _ => None,
    };
    subject.faults.iter().filter_map(finding).collect()
}

fn no_heading(section: &str, span: Span, form: Option<&Form>) -> Diagnostic {
    Diagnostic::error(RULE.code, span, "缺少{what}的部分名 [{section}]")
        .help("这一行起的内容属于{what}，请在它上面另起一行，写上：[{section}]")
        .value("what", words::key(section, form))
        .value("section", section)
}

fn diagnostic(subject: &Subject<'_>, what: &Missing, span: Span) -> Option<Diagnostic> {
    let form = subject.report.map(|report| &*report.form);
    let error = |template| Diagnostic::error(RULE.code, span, template);
    let section = |index: usize| form.and_then(|form| form.sections.get(index));
    Some(match what {
        Missing::Everything => error("数据文件里没有任何内容")
            .help("请用 nianbao new 生成一份待填写的文件，或检查是否选错了文件、忘了保存"),
        Missing::Key(path) => error("{what}没有填写")
            .help(help_for(path))
            .value("what", words::key(path, form))
            .value("newest", subject.forms.newest().unwrap_or_default())
            .value("others", subject.forms.of_certain_years("\"")),
        Missing::Section(index) => {
            let section = section(*index)?;
            error("缺少“{title}”整个部分")
                .help("请补上以 [{key}] 开头的部分；可用 nianbao new 生成一份完整的文件对照")
                .value("title", &section.title)
                .value("key", &section.key)
        }
        Missing::Row(index, row) => {
            let section = section(*index)?;
            let table = section.table.as_ref()?;
            let row = table.rows.get(*row)?;
            let columns = &table.column_sets.get(row.set)?.columns;
            let stated = columns.iter().filter(|column| column.sum.is_none());
            error("“{title}”缺少{row}一行")
                .help("请在 [{section}] 部分补上：{key} = {blanks}，把每个 \"\" 换成数字，依次为{columns}；没有发生的填 0")
                .value("title", &section.title)
                .value("row", row.quoted())
                .value("section", &section.key)
                .value("key", &row.key)
                .value("blanks", blanks(stated.clone().count()))
                .value("columns", words::list(stated.map(|column| column.label.as_str())))
        }
        Missing::Narrative(index) => {
            let section = section(*index)?;
            let finding = error("“{title}”没有内容").value("title", &section.title);
            if section.role == Some(SectionRole::OtherMatters) {
                finding
                    .help("请在 text 的两行单引号之间写上正文；没有要报告的也要写明，如“无{subject}。”")
                    .value("subject", section.name())
            } else if section.topics.is_empty() {
                finding.help("请在 text 的两行单引号之间写上正文")
            } else {
                finding
                    .help("请在 text 的两行单引号之间写上正文，应当写到：{topics}")
                    .value("topics", words::list(section.topics.iter().map(String::as_str)))
            }
        }
    })
}

/// A row still to be filled in: blank cells are reported until they are, zeros would pass.
fn blanks(cells: usize) -> String {
    if cells == 1 { "\"\"".to_owned() } else { format!("[ {} ]", vec!["\"\""; cells].join(", ")) }
}

fn help_for(path: &str) -> &'static str {
    match path {
        "format" => "请在文件开头写明：format = \"{newest}\"（{others}）",
        "year" => "请在文件开头写明报告年度，例如：year = 2024",
        "agency" => "请补上编制机关（[agency]）部分，写明 name（编制机关全称）和 level（机关类别）",
        "agency.name" => "请在编制机关（[agency]）部分写明：name = \"编制机关全称\"",
        "agency.level" => "部门、街道办等写 level = \"department\"，各级人民政府写 level = \"government\"",
        _ => "请补上这一项，或整个删去这一部分",
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{found, only};

    #[test]
    fn a_missing_row_is_named_in_official_words() {
        let finding = only(&[("denied.deliberative ", "#")]);
        assert_eq!(finding.code.0, "D003");
        assert_eq!(
            finding.message(),
            "“三、收到和处理政府信息公开申请情况”缺少“三、（三）6.属于四类过程性信息”一行"
        );
        assert!(
            finding
                .help_text()
                .unwrap()
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
            let messages: Vec<String> = checked.findings.iter().map(|finding| finding.message()).collect();
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
            assert!(finding.message().starts_with(&format!("缺少{words}的部分名")), "{}", finding.message());
        }
    }
}
