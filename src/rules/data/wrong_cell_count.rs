//! D004: a row has the wrong number of cells for the form.

use crate::diagnostic::{Change, Code, Diagnostic, Fix};
use crate::format::Kind;
use crate::report::RowFault;
use crate::rules::meant::comma_readings;
use crate::rules::{Acceptance, Example, Look, RowAt, Rule, Subject, words};
use crate::source::{Edit, Span};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("D004"),
    title: "一行的格数与格式不符",
    what: "每一行的格数要与格式一致，末尾可以再写一格总计。数字里的千位逗号会把一格变成两格，也在这里指出。",
    why: "格数不对，后面的数字就会错列。",
    source: "国办公开办函〔2021〕30号、〔2019〕60号所附格式",
    fails: Example::new(
        "received = [ 1,234, 7, 1, 1, 6, 2 ]  # 一、本年新收",
        &[(
            "received                     = [     58,        7,        1,            1,            6,    2,   75 ]",
            "received = [ 1,234, 7, 1, 1, 6, 2 ]  # 一、本年新收",
        )],
    ),
    passes: Example::new(
        "received = [ 58, 7, 1, 1, 6, 2 ]  # 一、本年新收",
        &[(
            "received                     = [     58,        7,        1,            1,            6,    2,   75 ]",
            "received = [ 58, 7, 1, 1, 6, 2 ]  # 一、本年新收",
        )],
    ),
    acceptance: Acceptance::FaultOfTheFile,
    look: Look::Row(check),
};

fn check(subject: &Subject<'_>, row: &RowAt<'_>) -> Option<Diagnostic> {
    let fault = row.row.fault.as_ref()?;
    let name = row.declared.quoted();
    let (message, help) = match fault {
        RowFault::WrongCount { found, required, most } => {
            let stated = row.columns().iter().filter(|column| column.sum.is_none());
            let stated = words::list(stated.map(|column| &column.label));
            let optional = if most > required { "，末尾可以再写总计" } else { "" };
            (format!("{name}一行有 {found} 格，应为 {required} 格"), format!("依次填写：{stated}{optional}"))
        }
        RowFault::Thousands { written, mended, is_doubtful, .. } => {
            let list = words::list(written);
            let help = if *is_doubtful {
                doubt(row, written, mended)
            } else {
                format!("数字中间不加逗号，请写作 {mended}")
            };
            let seems = if *is_doubtful { "像是有" } else { "有" };
            (format!("{name}一行的数字里{seems}千位逗号：{list} 被读成了几格"), help)
        }
    };
    let fix = match fault {
        RowFault::Thousands { written, commas, .. } if !commas.is_empty() => {
            Some(fix(subject, row, words::list(written), commas))
        }
        _ => None,
    };
    Some(RULE.error(row.row.span, message).help(help).fix(fix))
}

/// What is to be done where a comma may set thousands apart, or cells, or decimals.
fn doubt(row: &RowAt<'_>, written: &[String], mended: &str) -> String {
    let joined = words::list(written.iter().map(|number| number.replace(',', "")));
    let is_amount = row.columns().iter().any(|column| column.kind == Kind::Amount);
    let readings: Vec<[String; 2]> = written.iter().filter_map(|number| comma_readings(number)).collect();
    if is_amount && !readings.is_empty() {
        let points = words::list(readings.iter().map(|[point, _]| point));
        return format!("请核对：若是小数，请写作 {points}；若是千位逗号，请写作 {joined}");
    }
    format!("请核对：若是千位逗号，请写作 {mended}；若本来就是几格，请核对格数和总计，逗号后面空一格")
}

/// The row without the commas that set thousands apart.
fn fix(subject: &Subject<'_>, row: &RowAt<'_>, written: String, commas: &[Span]) -> Fix {
    let place = format!("{}行的千位逗号", row.declared.quoted());
    let mended = written.replace(',', "");
    let change = Change::in_text(subject.source, row.row.span, place, written, mended);
    let edits = commas.iter().map(|&span| Edit { span, text: String::new() }).collect();
    Fix { edits, changes: vec![change], also: Vec::new() }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{found, only};

    const RECEIVED: &str = "[     58,        7,        1,            1,            6,    2,   75 ]";
    const PARTLY: &str = "[      5,        1,        0,            0,            1,    0 ]";

    #[test]
    fn too_many_and_too_few_cells_silence_the_sums_of_the_row() {
        let finding = only(&[(RECEIVED, "[58, 7, 1, 1, 6]")]);
        assert_eq!(finding.code.0, "D004");
        assert_eq!(finding.message, "“一、本年新收政府信息公开申请数量”一行有 5 格，应为 6 格");
        assert!(finding.help.as_deref().unwrap().ends_with("其他，末尾可以再写总计"));
        assert_eq!(only(&[(RECEIVED, "[58, 7, 1, 1, 6, 2, 75, 0]")]).code.0, "D004");
        assert_eq!(only(&[("= 15286", "= [ 1, 2 ]")]).code.0, "D004");
        assert_eq!(only(&[(PARTLY, "7")]).code.0, "D004");
    }

    #[test]
    fn a_thousands_comma_is_recognised_and_mended() {
        // Seven cells, which would be a row with a stated total, and a total that is wrong.
        let finding = only(&[(RECEIVED, "[1,234, 7, 0, 0, 1, 0]")]);
        assert_eq!(finding.code.0, "D004");
        assert_eq!(
            finding.message,
            "“一、本年新收政府信息公开申请数量”一行的数字里有千位逗号：1,234 被读成了几格"
        );
        assert_eq!(finding.help.unwrap(), "数字中间不加逗号，请写作 [1234, 7, 0, 0, 1, 0]");
        let finding = only(&[(RECEIVED, "[1,234,567, 7, 0, 0, 1, 0, 12]")]);
        assert!(finding.help.as_deref().unwrap().contains("[1234567, 7, 0, 0, 1, 0, 12]"));
        assert!(only(&[("= 15286", "= [ 15,286 ]")]).help.as_deref().unwrap().contains("[15286]"));
    }

    #[test]
    fn a_compact_row_is_recognised_where_the_last_cell_cannot_be_the_total() {
        let finding = only(&[(RECEIVED, "[1,234,7,1,1,6,2]")]);
        assert!(finding.help.as_deref().unwrap().contains("[1234, 7, 1, 1, 6, 2]"));
        assert!(only(&[("= 328.6150", "= [3,286.15]")]).help.as_deref().unwrap().contains("[3286.15]"));
    }

    #[test]
    fn what_may_be_thousands_or_not_is_asked() {
        for (from, to, one, other) in [
            (RECEIVED, "[58, 7, 1,100, 6, 2, 175]", "[58, 7, 1100, 6, 2, 175]", "若本来就是几格"),
            (RECEIVED, "[58, 7, 1,100, 6, 2, 75]", "[58, 7, 1100, 6, 2, 75]", "若本来就是几格"),
            ("= 328.6150", "= [328,615]", "328.615；", "328615"),
        ] {
            let finding = only(&[(from, to)]);
            let help = finding.help.unwrap();
            assert!(finding.code.0 == "D004" && finding.fix.is_none(), "{to}");
            assert!(help.starts_with("请核对") && help.contains(one) && help.contains(other), "{to}: {help}");
        }
    }

    #[test]
    fn a_compact_row_is_not_taken_for_one_with_thousands() {
        let findings = found(&[(PARTLY, "[5,100,0,0,1,0,107]")]);
        assert_eq!(findings[0].0, "T101", "{findings:?}");
    }
}
