//! N315: Markdown marks that will be visible in the report, or do something else than meant.

use crate::diagnostic::{Code, Diagnostic};
use crate::narrative::{Note, Visible};
use crate::prose::Prose;
use crate::report::Text;
use crate::rules::{Acceptance, Example, Look, Rule, Subject, passages, words};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("N315"),
    title: "会原样印出的标记",
    what: "“#标签”（# 后没有空格）、没有成对的 **、~~、行首的 >、反引号、--- 分隔线、不能作链接的 [文字](地址)，都会原样印在报告里；“#”“##”标题会按“###”处理。",
    why: "报告里印出标记符号，影响阅读；标题级别与各部分的标题混淆。",
    source: "本程序的叙述写法（Markdown 的一部分）",
    fails: Example::new("## （一）主动公开情况", &[("### （一）主动公开情况", "## （一）主动公开情况")]),
    passes: Example::new("### （一）主动公开情况", &[]),
    acceptance: Acceptance::Reason,
    look: Look::AnyText(check),
};

fn check(subject: &Subject<'_>, prose: &Prose, text: &Text) -> Vec<Diagnostic> {
    let finding = |Note { range, mark }: &Note| {
        let place = passages::place(subject.report, prose.section);
        let written = words::shorten(text.value.get(range.clone()).unwrap_or_default());
        let message = match mark {
            Visible::HighHeading => format!("{place}的标题用了“{written}”，会按“###”印成二级标题"),
            _ => format!("{place}的“{written}”会原样印出来"),
        };
        let finding = RULE.warning(text.locate(range.start, range.end), message);
        match mark {
            Visible::HighHeading | Visible::Tag => {
                finding.help_in_file(help(*mark)).help_in_report("多出的 # 请删去")
            }
            _ => finding.help(help(*mark)),
        }
    };
    text.notes.iter().map(finding).collect()
}

/// How to mend a mark.
fn help(mark: Visible) -> &'static str {
    match mark {
        Visible::HighHeading => "一级标题由程序印出，请把这里改为“###”",
        Visible::Tag => "是标题的，请写成“### 标题”（# 后空一格）；不是标题的，请删去 #",
        Visible::EmptyHeading => "请写上标题，或者删去",
        Visible::Rule => "报告不印分隔线，请删去这一行",
        Visible::Quote => "报告没有引用块，请删去行首的 >",
        Visible::Strike => "报告没有删除线：要删的文字请删去，并去掉 ~~",
        Visible::Backtick => "请去掉反引号；引号请用“ ”",
        Visible::Link => "链接地址应以 https:// 或 http:// 开头；不需要链接的，请只留文字",
        Visible::Bold => "加粗的文字前后都要有 **，请补上另一个，或者删去",
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::rules::testing::{found, only};

    const LINE: &str = "除上述情况外，没有其他需要报告的事项。";

    #[test]
    fn marks_that_stay_visible_are_found() {
        for (text, mark) in [
            ("#政务公开", "#"),
            ("没有**其他事项。", "**"),
            ("无**其他**重要**事项。", "**"),
            ("没有~~其他~~事项。", "~~"),
            ("> 没有其他事项。", ">"),
            ("没有`其他`事项。", "`"),
            ("没有其他事项。\n---", "---"),
            ("没有其他事项。\n* * *", "* * *"),
            ("没有[其他](javascript:alert)事项。", "[其他](javascript:alert)"),
            ("没有![图](https://a.example/b.png)事项。", "![图](https://a.example/b.png)"),
        ] {
            let finding = only(&[(LINE, text)]);
            assert_eq!((finding.code.0, finding.severity), ("N315", Severity::Warning), "{text}");
            assert_eq!(finding.message, format!("“六、其他需要报告的事项”的“{mark}”会原样印出来"));
        }
    }

    #[test]
    fn a_heading_of_too_high_a_level_is_warned_of() {
        let finding = only(&[("### （一）主动公开情况", "# （一）主动公开情况")]);
        assert_eq!(finding.message, "“一、总体情况”的标题用了“#”，会按“###”印成二级标题");
    }

    #[test]
    fn marks_that_work_and_plain_signs_are_fine() {
        for text in [
            "没有**其他**事项。",
            "**没有。**其他**事项。**",
            "无**其他重要**事项。",
            "另外，**没有**其他，**也没有**事项。",
            "三类信息：\n- 水**质量监测**没有其他事项。",
            "张**和其他申请人反映的情况已答复。",
            "没有[其他](https://www.example.gov.cn)事项。",
            "#### 其他\n没有事项。",
            "张**同志反映的情况已答复，电话138****1234。",
            "李**、王**反映的情况已答复。",
            "第3.1.2项，A>B，3*5。",
            "没有\\~~其他事项。",
            "- 没有其他事项。",
            "| 甲 | 乙 |\n|---|---|\n| `a` | b |",
        ] {
            assert_eq!(found(&[(LINE, text)]), [], "{text}");
        }
    }
}
