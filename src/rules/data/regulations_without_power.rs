//! D009: 规章 above 0 for a body that may make none.
//!
//! 立法法 (2023) Art. 91 and 93: departments of the State Council, provinces, and cities with
//! districts and autonomous prefectures make 规章. Only bodies whose name leaves no doubt are judged.

use rust_decimal::Decimal;

use crate::diagnostic::{Code, Diagnostic};
use crate::format::{CellId, RowRole};
use crate::prose::Words;
use crate::report::{Cell, Level, Report};
use crate::rules::{Acceptance, Example, Look, Rule, Subject, passages};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("D009"),
    title: "没有规章制定权的机关填了规章",
    what: "街道办事处、乡镇、县（区、旗）及其部门没有规章制定权，“规章”一行应填 0。只凭名称能够断定的才提醒，设区的市以上不提醒。",
    why: "常见的差错是把规范性文件或内部制度填到规章一行。",
    source: "《中华人民共和国立法法》第九十一条、第九十三条",
    fails: Example::new(
        "regulations = [2, 0, 2]（县级部门）",
        &[(
            "regulations         = [            0,            0,            0 ]",
            "regulations         = [            2,            0,            2 ]",
        )],
    ),
    passes: Example::new("regulations = [0, 0, 0]（县级部门）", &[]),
    acceptance: Acceptance::Reason,
    look: Look::Report(check),
};

fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let report = subject.report;
    let (name, Some(level)) = (report.agency_name(), report.level()) else { return Vec::new() };
    if !may_make_none(name, level) {
        return Vec::new();
    }
    let Some((section, rows)) = report.form.rows_in(RowRole::Regulations) else { return Vec::new() };
    rows.into_iter().filter_map(|row| finding(subject, report, name, (section, row))).collect()
}

/// The finding on a row with a figure above 0.
fn finding(
    subject: &Subject<'_>,
    report: &Report,
    name: &str,
    (section, row): (usize, usize),
) -> Option<Diagnostic> {
    let cells = &report.row(section, row)?.cells;
    let is_stated = |cell: &Cell| cell.state.number().is_some_and(|number| number > Decimal::ZERO);
    let stated = || cells.iter().enumerate().filter(|(_, cell)| is_stated(cell));
    let (column, first) = stated().next()?;
    let place = report.form.place(CellId { section, row, column })?;
    let message = format!("{}填了数字，而{name}没有规章制定权", place.row.quoted());
    let ids = stated().map(|(column, _)| CellId { section, row, column });
    let finding = RULE
        .warning(first.span, message)
        .also(stated().skip(1).map(|(_, cell)| cell.span))
        .cells(subject.cells(ids));
    Some(finding.help("规章只由国务院部门、省级和设区的市、自治州人民政府制定。是规范性文件的，请移到规范性文件一行；这一行填 0"))
}

/// What the names of townships and streets end with.
static TOWNSHIP_END: Words = Words::under("rule township-end");
/// What the name of a government ends with, behind its place.
static GOVERNMENT_END: Words = Words::under("rule government-end");
/// What begins with 县 and is no county.
static NO_COUNTY: Words = Words::under("rule no-county");

/// True if the name shows a body without the power to make 规章.
fn may_make_none(name: &str, level: Level) -> bool {
    if TOWNSHIP_END.ends(name) {
        return true;
    }
    match level {
        // A 县级市 and a city with districts have the same name: neither is judged.
        Level::Government => GOVERNMENT_END
            .before_end(name)
            .is_some_and(|seat| seat.ends_with(['县', '旗']) || seat.ends_with('区') && is_district(seat)),
        Level::Department => name.char_indices().any(|(at, c)| {
            let (before, after) = name.split_at(at);
            let long_enough = || before.chars().count() >= 1 && after.chars().count() > 2;
            match c {
                '县' => long_enough() && !NO_COUNTY.opens(after),
                '旗' => long_enough() && before.chars().count() >= 2,
                '区' => long_enough() && name.get(..at + c.len_utf8()).is_some_and(is_district),
                _ => false,
            }
        }),
    }
}

/// True for the name of an administrative district: no 自治区, 开发区, 新区 or 保护区.
fn is_district(name: &str) -> bool {
    let Some(seat) = name.strip_suffix('区') else { return false };
    seat.chars().count() >= 2 && !passages::is_zone(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;
    use crate::rules::testing::{found, only};

    #[test]
    fn a_county_department_has_no_regulations() {
        let zeros = "regulations         = [            0,            0,            0 ]";
        let finding = only(&[(zeros, "regulations         = [            2,            0,            2 ]")]);
        assert_eq!((finding.code.0, finding.severity), ("D009", Severity::Warning));
        assert_eq!(finding.message, "“规章”填了数字，而青禾县住房和城乡建设局没有规章制定权");
        let paths: Vec<&str> = finding.cells.iter().map(|cell| cell.path.as_str()).collect();
        assert_eq!(paths, ["disclosure.regulations.issued", "disclosure.regulations.in_force"]);
        assert_eq!(found(&[]), []);
    }

    #[test]
    fn names_tell_who_may_make_none() {
        use Level::{Department, Government};
        for (name, level) in [
            ("青禾县教育局", Department),
            ("烟台市芝罘区行政审批服务局", Department),
            ("宝山区行政服务中心", Department),
            ("顺河回族区政务服务和大数据管理局", Department),
            ("达拉特旗教育局", Department),
            ("北京市朝阳区望京街道办事处", Department),
            ("青禾县城关镇人民政府", Government),
            ("会同县人民政府", Government),
            ("宝山区人民政府", Government),
            ("北京市西城区人民政府", Government),
            ("六枝特区人民政府", Government),
            ("威宁彝族回族苗族自治县人民政府", Government),
            ("国家税务总局青禾县税务局", Department),
            ("示例市望江街道", Department),
        ] {
            assert!(may_make_none(name, level), "{name}");
        }
        for (name, level) in [
            ("青岛市人民政府", Government),
            ("昆山市人民政府", Government),
            ("广西壮族自治区人民政府", Government),
            ("凉山彝族自治州人民政府", Government),
            ("上海市浦东新区人民政府", Government),
            ("广西壮族自治区教育厅", Department),
            ("青岛市教育局", Department),
            ("大兴安岭地区行政公署", Department),
            ("苏州工业园区管理委员会", Department),
            ("某市自然保护区管理局", Department),
            ("合肥市经济技术开发区管理委员会", Department),
            ("海关总署", Department),
            ("国家林业和草原局", Department),
            ("北京市人民政府", Government),
            ("山西省人民政府", Government),
            ("锡林郭勒盟行政公署", Government),
            ("香港特别行政区政府", Government),
            ("某省县域经济发展局", Department),
            ("深汕特别合作区管理委员会", Department),
            ("合肥经开区管理委员会", Department),
            ("淠史杭灌区管理总局", Department),
            ("内蒙古自治区教育厅", Department),
        ] {
            assert!(!may_make_none(name, level), "{name}");
        }
    }
}
