//! D011: a figure reference in the narrative names no cell, or is malformed.
//!
//! References keep the prose from drifting away from the tables; one that leads nowhere would print
//! as nothing.

use crate::diagnostic::{Code, Diagnostic};
use crate::format::{ColumnRole, Form, RowRole};
use crate::prose::Prose;
use crate::reference::{DIGITS, Expression, FILTERS, Failure, MOST_DIGITS, Malformed, Part, evaluate, scan};
use crate::report::{Report, Text};
use crate::rules::{Acceptance, Example, Look, Rule, Subject, words};
use crate::source::Span;

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("D011"),
    title: "正文中的数字引用有误",
    what: "{{ … }} 里只能写一个单元格，可以再用 percent、wan、change 等写法中的一个；所引用的格要存在，除数不能是 0，引用上一年度的数字要有上一年度的报告。",
    why: "引用落空，正文里就会缺一个数字。",
    source: "本程序数据文件的约定",
    fails: Example::new(
        "受理申请{{ requests.recieved.total }}件",
        &[("{{ requests.received.total }}", "{{ requests.recieved.total }}")],
    ),
    passes: Example::new("受理申请{{ requests.received.total }}件", &[]),
    acceptance: Acceptance::FaultOfTheFile,
    look: Look::AnyText(check),
};

/// More findings than this in one text are no help, and a hostile file could make millions.
const MOST: usize = 100;

fn check(subject: &Subject<'_>, prose: &Prose, text: &Text) -> Vec<Diagnostic> {
    if prose.has_all_figures(text) {
        return Vec::new();
    }
    let report = subject.report;
    let mut findings = Vec::new();
    for found in scan(&text.value) {
        let span = text.locate(found.start, found.end);
        let finding = match &found.part {
            Part::Braces => None,
            Part::Malformed(malformed) => Some(malformed_reference(&report.form, span, malformed)),
            Part::Reference(expression) => evaluate(expression, report)
                .err()
                .and_then(|failure| failed(report, span, expression, &failure)),
        };
        findings.extend(finding);
        if findings.len() == MOST {
            break;
        }
    }
    findings
}

fn error(span: Span, message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
    RULE.error(span, message).help(help)
}

fn malformed_reference(form: &Form, span: Span, malformed: &Malformed) -> Diagnostic {
    let cell = cell(form, RowRole::Received, ColumnRole::Total);
    match malformed {
        Malformed::Unclosed => error(
            span,
            "数字引用没有写完：缺少收尾的 }}",
            format!("请在同一行内写完整，例如 {{{{ {cell} }}}}；要印出大括号本身，写作 \\{{{{"),
        ),
        Malformed::Braces(path) => error(
            span,
            format!("引用单元格“{path}”的大括号写得不对，会原样印出来"),
            format!("请用英文（半角）大括号，前后各两个：{{{{ {path} }}}}"),
        ),
        Malformed::FullWidth(written, meant) => error(
            span,
            format!("大括号里误用了中文（全角）符号“{written}”"),
            format!("请改为英文（半角）符号 {meant} ；切换到英文输入法再输入"),
        ),
        Malformed::TooMany => {
            error(span, "正文中的数字引用太多，超过两万处", "请检查是否误把别的内容粘贴了进来")
        }
        Malformed::Statement => {
            error(span, "正文中不能使用 {% 或 {#", format!("请删去；引用表中的数字写作 {{{{ {cell} }}}}"))
        }
        Malformed::Empty => error(
            span,
            "数字引用的大括号里是空的",
            format!("请写上要引用的单元格，例如 {{{{ {cell} }}}}；不需要引用的，请删去大括号"),
        ),
        Malformed::Path => error(
            span,
            "大括号里不是单元格的名称",
            format!("这里只能引用单元格，不能计算，例如 {{{{ {cell} }}}}"),
        ),
        Malformed::UnknownFilter(name) => {
            let known = FILTERS.iter().map(|filter| format!("{} {}", filter.usage(), filter.purpose));
            error(
                span,
                format!("竖线后面的“{name}”不认识"),
                format!("可以用的有：{}；只能用一个", known.collect::<Vec<_>>().join("、")),
            )
        }
        Malformed::Arguments(name) => error(
            span,
            format!("“{name}”的括号里写得不对"),
            format!(
                "请照这样写：{}；要指定小数位数的，括号里加写 {DIGITS}=2（0 到 {MOST_DIGITS} 位）",
                example(form, name)
            ),
        ),
    }
}

/// A filter as it is written.
fn example(form: &Form, filter: &str) -> String {
    let received = cell(form, RowRole::Received, ColumnRole::Total);
    let call = match filter {
        "percent" => {
            let part = cell(form, RowRole::Granted, ColumnRole::Total);
            format!("{part} | percent(of={})", cell(form, RowRole::Finished, ColumnRole::Total))
        }
        "change" => format!("{received} | change(from=last.{received})"),
        "wan" => format!("{} | wan", cell(form, RowRole::Licensing, ColumnRole::Decisions)),
        other => {
            let argument = FILTERS.iter().find(|one| one.name == other).and_then(|one| one.argument);
            let argument = argument.map(|name| format!("({name}={received})")).unwrap_or_default();
            format!("{received} | {other}{argument}")
        }
    };
    format!("{{{{ {call} }}}}")
}

/// A cell to show how one is written: the first of a form that has no such row.
fn cell(form: &Form, row: RowRole, column: ColumnRole) -> String {
    let first = || form.cells().next().map(|id| form.path(id));
    form.path_in(row, column).or_else(first).unwrap_or_default()
}

fn failed(report: &Report, span: Span, expression: &Expression, failure: &Failure) -> Option<Diagnostic> {
    Some(match failure {
        Failure::Unknown(path) => {
            let finding = RULE.error(span, format!("没有“{path}”这个单元格"));
            match report.form.nearest_path(path) {
                Some(nearest) => {
                    let label = words::in_brackets(words::cell_label(&report.form, &nearest));
                    finding.help(format!("是不是要写 {nearest}{label}？"))
                }
                None => {
                    let cell = cell(&report.form, RowRole::Received, ColumnRole::Total);
                    let label = words::cell_label(&report.form, &cell).unwrap_or_default();
                    finding.help(format!("单元格由“部分.行.列”组成，例如 {cell}（{label}）"))
                }
            }
        }
        Failure::NeedsColumn { path, columns } => {
            let label = words::row_label(&report.form, path)
                .map_or_else(|| path.clone(), |label| format!("“{label}”"));
            let with_label = |column: &String| {
                let target = report.form.target(&format!("{path}.{column}")).ok();
                let place = target.and_then(|target| report.form.place(*target.cells.first()?));
                place.map_or_else(|| column.clone(), |place| format!("{column}（{}）", place.column.label))
            };
            let columns = columns.iter().map(with_label);
            error(
                span,
                format!("“{path}”是{label}整行，还要写明哪一列"),
                format!("请在后面加上 . 和列名：{}", words::list(columns)),
            )
        }
        Failure::NotStated(path) => error(
            span,
            format!("引用了{}，但数据文件中没有填写", words::key(path, Some(&report.form))),
            "请填写这一项，或删去这一引用",
        ),
        Failure::NoLastYear => error(
            span,
            "last. 引用上一年度的数字，但没有指定上一年度的报告",
            "请在上年文件（[previous]）部分写明 file = \"上一年度的报告\"，或者改为直接写出数字",
        ),
        Failure::ZeroDivisor(path) => {
            let label = words::in_brackets(words::cell_label(&report.form, path));
            error(span, format!("“{path}”{label}是 0，不能作除数"), "请改为直接叙述，不用百分比")
        }
        Failure::NotAFigure(path) => {
            error(span, format!("“{path}”不是数字，不能这样计算"), "请去掉竖线及后面的内容，或换成单元格")
        }
        Failure::TooLarge => {
            error(span, format!("“{}”算出的数字太大", expression.path), "请核对所引用的数字")
        }
        // The blank or invalid cell has its own finding.
        Failure::NoValue => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{SOUND, edited, only};

    fn mended(to: &str) -> (String, String, String) {
        let from = "{{ requests.received.total }}";
        let finding = only(&[(from, to)]);
        assert_eq!(finding.code.0, "D011");
        let text = SOUND.replacen(from, to, 1);
        let place = text[finding.span.start..finding.span.end].to_owned();
        (finding.message, finding.help.unwrap(), place)
    }

    #[test]
    fn a_path_that_leads_nowhere_is_shown_at_its_place() {
        let (message, help, place) = mended("{{ requests.recieved.total }}");
        assert_eq!(message, "没有“requests.recieved.total”这个单元格");
        assert_eq!(
            help,
            "是不是要写 requests.received.total（“一、本年新收政府信息公开申请数量”行“总计”列）？"
        );
        assert_eq!(place, "{{ requests.recieved.total }}");
        assert!(
            mended("{{ requests.received }}").1.contains("natural_person（自然人）、enterprise（商业企业）")
        );
        assert!(mended("{{ requests.denied }}").0.contains("“（三）不予公开”整行"));
        assert!(mended("{{ foo }}").1.contains("部分.行.列"));
    }

    #[test]
    fn what_cannot_be_computed_is_said() {
        let zero = "{{ requests.total.total | percent(of=disclosure.regulations.issued) }}";
        assert!(mended(zero).0.contains("不能作除数"));
        assert!(mended("{{ last.requests.received.total }}").0.contains("上一年度"));
        assert!(mended("{{ year | wan }}").0.contains("不是数字"));
        assert!(mended("{{ requests.received.total").0.contains("缺少收尾的 }}"));
        assert!(mended("{{ requests.received.total | upper }}").0.contains("upper"));
    }

    #[test]
    fn braces_that_are_not_right_are_shown() {
        for to in
            ["｛｛ requests.received.total ｝｝", "{ requests.received.total }", "requests.received.total }}"]
        {
            let (message, help, _) = mended(to);
            assert!(message.starts_with("引用单元格“requests.received.total”的大括号写得不对"), "{message}");
            assert!(help.ends_with("{{ requests.received.total }}"), "{help}");
        }
        let (message, help, _) =
            mended("{{ requests.received.total ｜ percent（of=requests.total.total） }}");
        assert_eq!(message, "大括号里误用了中文（全角）符号“｜”");
        assert!(help.contains("符号 |"));
        assert!(mended("{{ agency.fax }}").0.contains("agency.fax"));
    }

    #[test]
    fn contact_data_can_be_referenced_if_it_is_there() {
        let from = "{{ requests.received.total }}";
        assert_eq!(edited(&[(from, "{{ agency.phone }}")]).findings, []);
        let finding = only(&[(from, "{{ agency.phone }}"), ("phone    =", "# phone    =")]);
        assert_eq!(finding.message, "引用了“电话”（agency.phone），但数据文件中没有填写");
    }

    #[test]
    fn all_are_found_in_one_run_and_blank_cells_are_left_to_their_own_rule() {
        let edits =
            [("{{ requests.received.total }}", "{{ a }}{% b %}{{ c"), ("{{ disclosure.fees }}", "{{ d }}")];
        assert_eq!(edited(&edits).findings.len(), 4);
        assert_eq!(only(&[("= 15286", "= \"\"")]).code.0, "D006");
    }
}
