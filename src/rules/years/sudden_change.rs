//! Y205: a figure is quite another than last year.

use rust_decimal::Decimal;

use crate::diagnostic::{Code, Diagnostic};
use crate::format::{CellId, Kind};
use crate::rules::years::{self, Pair};
use crate::rules::{Acceptance, Example, Look, Rule};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("Y205"),
    title: "数字与上一年度相差十倍以上",
    what: "表中填写的件数与上一年度同一格相比，相差超过十倍并且超过 20 的，请再看一眼；0 按 1 计算倍数。总计、金额、增减数和另有规则比较的格（上年结转、现行有效）不在其内。需要上一年度的报告。",
    why: "差得这样多，往往是多写或少写了一个 0、填错了行，或者两年的统计口径不同。",
    source: "数据核对的经验规则",
    fails: Example::new("行政处罚：上一年度 986，本年度 10370", &[("= 1037 ", "= 10370 ")]).with_last(&[]),
    passes: Example::new("行政处罚：上一年度 986，本年度 1037", &[]).with_last(&[]),
    acceptance: Acceptance::Reason,
    look: Look::Years(check),
};

/// How many times larger the one figure may be.
const TIMES: u32 = 10;
/// A difference up to this is no matter, however many times it is.
const SMALL: u32 = 20;

fn check(pair: &Pair<'_>) -> Vec<Diagnostic> {
    let cells = pair.report.form.cells().filter(|&id| is_counted(pair, id));
    cells.filter_map(|id| changed(pair, id)).collect()
}

/// Counted cells that no other rule ties to last year's.
fn is_counted(pair: &Pair<'_>, id: CellId) -> bool {
    let Some(place) = pair.report.form.place(id) else { return false };
    let carried = pair.report.form.table(id.section).and_then(|table| table.carry);
    place.column.kind == Kind::Count
        && place.column.sum.is_none()
        && place.row.sum.is_none()
        && place.set.stock.is_none_or(|stock| stock.total != id.column)
        && carried.is_none_or(|carry| carry.to != id.row)
}

fn changed(pair: &Pair<'_>, id: CellId) -> Option<Diagnostic> {
    let (now, last_id) = (pair.report.value(id)?, pair.same_cell(id)?);
    let last = pair.last_value(id)?;
    let (more, less) = (now.max(last), now.min(last));
    let tenfold = more > less.max(Decimal::ONE) * Decimal::from(TIMES);
    if !tenfold || more - less <= Decimal::from(SMALL) {
        return None;
    }
    let place = pair.report.form.place(id)?.words();
    let change = if now > last { "增加到十倍以上" } else { "不到上一年度的十分之一" };
    let message = format!("{place}填的是 {now}，上一年度是 {last}，{change}");
    let finding = RULE
        .warning(years::span_of(pair.report, id), message)
        .help("请核对是否多写、少写了 0，是否填错了行或列，两个年度的统计口径是否相同")
        .help_in_file("确实如此的，请用书面说明（[[accept]]）写明原因")
        .help_in_report("确实如此的，请在报告里说明原因")
        .fact(format!("{}：同一格是 {last}", pair.place_in_last(last_id)))
        .cells(pair.cells([id]))
        .actual(now);
    Some(finding)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::found_with;

    fn strong(now: &str, last: &str) -> Vec<String> {
        let now = format!("coercive_measures   = {now} ");
        let last = format!("coercive_measures   = {last} ");
        let found = found_with(&[("coercive_measures   = 6 ", &now)], &[("coercive_measures   = 4 ", &last)]);
        found.iter().map(|f| format!("{} {}", f.code.0, f.message)).collect()
    }

    #[test]
    fn more_than_tenfold_and_more_than_twenty() {
        assert_eq!(
            strong("41", "4"),
            ["Y205 “行政强制”（本年处理决定数量）填的是 41，上一年度是 4，增加到十倍以上"]
        );
        assert_eq!(
            strong("0", "21"),
            ["Y205 “行政强制”（本年处理决定数量）填的是 0，上一年度是 21，不到上一年度的十分之一"]
        );
        assert_eq!(strong("21", "0").len(), 1);
        for (now, last) in [("40", "4"), ("20", "0"), ("0", "20"), ("20", "1"), ("22", "3")] {
            assert!(strong(now, last).is_empty(), "{now} {last}");
        }
    }

    #[test]
    fn amounts_are_left_alone() {
        assert!(found_with(&[], &[("= 301.2400", "= 3.2400")]).is_empty());
    }
}
