//! D005: a cell is no figure for its column.

use rust_decimal::Decimal;

use crate::diagnostic::{Change, Code, Diagnostic, Fix};
use crate::format::{Column, Kind};
use crate::report::{Invalid, State, to_half_width};
use crate::rules::meant::{comma_readings, figure, is_second_half, point_readings};
use crate::rules::{Acceptance, CellAt, Example, Look, Rule, Subject, words};
use crate::source::Edit;

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("D005"),
    title: "单元格中不是合乎要求的数字",
    what: "件数是 0 到 999999999 的整数；金额以万元为单位，可以有小数；“本年增/减”可以是负数。不能带单位、引号和文字。",
    why: "带单位或文字的格无法参与勾稽，金额的单位也容易弄错。",
    source: "国办公开办函〔2021〕30号、〔2019〕60号所附格式",
    fails: Example::new("fees = \"328.6150万元\"  # 行政事业性收费", &[("= 328.6150", "= \"328.6150万元\"")]),
    passes: Example::new("fees = 328.6150  # 行政事业性收费", &[]),
    acceptance: Acceptance::FaultOfTheFile,
    look: Look::Cell(check),
};

fn check(subject: &Subject<'_>, at: &CellAt<'_>) -> Option<Diagnostic> {
    let State::Invalid(invalid) = &at.cell.state else { return None };
    let name = at.place.words();
    let written = subject.source.slice(at.cell.span);
    let before = subject.source.text().get(..at.cell.span.start).unwrap_or_default();
    let meant = match invalid {
        _ if is_second_half(before, written) => None,
        Invalid::Text(text) => figure(text, Some(at.place.column)),
        Invalid::Decimals => figure(written, Some(at.place.column)),
        _ => None,
    };
    let (message, help) = match (invalid, &meant) {
        (Invalid::Text(text), _) => of_text(&name, text, at.place.column, meant.as_deref()),
        (Invalid::Decimals, Some(meant)) => {
            (format!("{name}是件数，不写小数：{}", words::shorten(written)), format!("请写作 {meant}"))
        }
        (Invalid::Decimals, None) => match point_readings(written) {
            Some(readings) => {
                (format!("{name}是件数，不写小数：{}", words::shorten(written)), either(&readings))
            }
            None => said(&name, &words::shorten(written), invalid)?,
        },
        _ => said(&name, &words::shorten(written), invalid)?,
    };
    let fix = meant.map(|meant| fix(subject, at, written, meant));
    let mut finding = RULE.error(at.cell.span, message).help(help).cells(subject.cells([at.id])).fix(fix);
    finding.help_in_file = matches!(invalid, Invalid::Text(_)).then(|| "数字不加引号".to_owned());
    Some(finding)
}

/// The figure that is meant in the place of what is written.
fn fix(subject: &Subject<'_>, at: &CellAt<'_>, written: &str, meant: String) -> Fix {
    let place = (at.place.words(), at.place.path());
    let change = Change::in_cell(subject.source, at.cell.span, place, words::shorten(written), meant.clone());
    Fix { edits: vec![Edit { span: at.cell.span, text: meant }], changes: vec![change], also: Vec::new() }
}

/// What is wrong with a cell, and how to mend it.
fn said(cell: &str, written: &str, invalid: &Invalid) -> Option<(String, String)> {
    let (wrong, help) = match invalid {
        Invalid::Boolean | Invalid::Date | Invalid::Nested => {
            ("填的不是数字", "请只写一个数字；没有发生的填 0")
        }
        Invalid::Radix | Invalid::Exponent => ("的数字写法不对", "请用普通的阿拉伯数字书写，例如 1200"),
        Invalid::Negative => ("是负数", "数量和金额不能小于 0；请核对"),
        Invalid::TooLarge => ("的数字太大", "单格最大为 999999999；请核对位数和计量单位"),
        Invalid::Decimals => ("是件数，不能有小数", "请填写整数"),
        Invalid::TooManyDecimals => ("的小数位数太多", "金额以万元为单位，小数最多 15 位"),
        // D004 speaks for the whole row; of text more is said.
        Invalid::Misplaced | Invalid::Text(_) => return None,
    };
    Some((format!("{cell}{wrong}：{written}"), help.to_owned()))
}

/// What to do where two figures may be meant.
fn either([one, other]: &[String; 2]) -> String {
    format!("请核对是 {one} 还是 {other}，改写作其中一个，不加逗号")
}

/// Text in quotes: what people write for a figure is proposed as the plain number that it means.
fn of_text(cell: &str, text: &str, column: &Column, meant: Option<&str>) -> (String, String) {
    let is_amount = column.kind == Kind::Amount;
    let plain: String = text.chars().map(to_half_width).filter(|c| !c.is_whitespace() && *c != ',').collect();
    let yuan = plain.strip_suffix('元').filter(|number| !number.ends_with('万'));
    if let (true, Some(Ok(yuan))) = (is_amount, yuan.map(Decimal::from_str_exact)) {
        let wan = yuan.checked_div(Decimal::from(10_000)).unwrap_or_default().normalize();
        return (format!("{cell}的单位是万元，这里填的是“{text}”"), format!("请换算成万元，只写数字：{wan}"));
    }
    if let Some(readings) = if is_amount { comma_readings(text) } else { point_readings(text) } {
        return (format!("{cell}填的不是数字，而是文字“{text}”"), either(&readings));
    }
    if let Some(number) = meant {
        return (
            format!("{cell}填的不是数字，而是文字“{text}”"),
            format!("请只写数字，不加单位和逗号：{number}"),
        );
    }
    if ["/", "\\", "-", "—", "——", "－", "–", "无", "不适用", "零", "N/A"].contains(&text.trim())
    {
        return (format!("{cell}填的不是数字，而是“{text}”"), "没有发生的填 0".to_owned());
    }
    let shown: String = text.chars().take(20).collect();
    let help = "请只写阿拉伯数字；没有发生的填 0".to_owned();
    (format!("{cell}填的不是数字，而是文字“{shown}”"), help)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::only;

    fn mend(from: &str, to: &str) -> (String, String) {
        let finding = only(&[(from, to)]);
        assert_eq!(finding.code.0, "D005", "{}", finding.message);
        assert_eq!(finding.cells.len(), 1);
        (finding.message, finding.help.unwrap())
    }

    #[test]
    fn what_people_write_for_a_figure_is_mended() {
        let (message, help) = mend("= 328.6150", "= \"343.78万元\"");
        assert_eq!(message, "“行政事业性收费”（本年收费金额）填的不是数字，而是文字“343.78万元”");
        assert!(help.ends_with("：343.78"), "{help}");
        assert!(mend("= 328.6150", "= \"251000元\"").1.ends_with("：25.1"));
        assert!(mend("= 15286", "= \"15,286\"").1.ends_with("：15286"));
        assert!(mend("= 15286", "= \"/\"").1.contains("填 0"));
        assert!(mend("= 15286", "= \"一万五千\"").1.contains("阿拉伯数字"));
    }

    #[test]
    fn what_may_mean_two_figures_or_none_is_asked() {
        for (from, to, help) in [
            ("= 15286", "= 1.000", "请核对是 1 还是 1000"),
            ("= 15286", "= \"15.000\"", "请核对是 15 还是 15000"),
            ("= 328.6150", "= \"328,615\"", "请核对是 328.615 还是 328615"),
            ("= 328.6150", "= \"328，615\"", "请核对是 328.615 还是 328615"),
            ("= 15286", "= \"3 4\"", "请只写阿拉伯数字"),
            ("= 15286", "= \"1,03\"", "请只写阿拉伯数字"),
            ("= 15286", "= \"15.2\"", "请只写阿拉伯数字"),
            ("= 328.6150", "= \"0,5\"", "请只写阿拉伯数字"),
            ("= 328.6150", "= \"．5\"", "请只写阿拉伯数字"),
            ("= 328.6150", "= \"0,075\"", "请只写阿拉伯数字"),
            ("[     58,        7,", "[     58,  \"007\",", "请只写阿拉伯数字"),
        ] {
            let finding = only(&[(from, to)]);
            assert!(finding.code.0 == "D005" && finding.fix.is_none(), "{to}");
            let said = finding.help.unwrap();
            assert!(said.starts_with(help) && !said.contains('：'), "{to}: {said}");
        }
    }

    #[test]
    fn a_cell_that_cannot_be_read_silences_its_sums() {
        let (message, _) = mend("[     58,", "[     -58,");
        assert_eq!(message, "“一、本年新收政府信息公开申请数量”行“自然人”列是负数：-58");
        assert!(mend("[     58,", "[     58.5,").0.contains("不能有小数"));
        let (message, help) = mend("[     58,", "[     58.0,");
        assert!(message.contains("不写小数：58.0") && help == "请写作 58", "{message} {help}");
        assert!(mend("[     58,", "[     0x3A,").0.contains("写法不对"));
        assert!(mend("[     58,", "[     99999999999999999999,").0.contains("太大"));
        assert!(mend("[     58,", "[     true,").0.contains("不是数字"));
    }
}
