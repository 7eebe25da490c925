//! D013: a stock of documents smaller than what was added to it this year.

use rust_decimal::Decimal;

use crate::diagnostic::{Code, Diagnostic};
use crate::format::ColumnRole;
use crate::rules::{Acceptance, Example, Look, RowAt, Rule, Subject, stock};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("D013"),
    title: "存量少于本年新增",
    what: "2021 年格式：现行有效件数不应少于本年制发减本年废止；2019 年格式：对外公开总数量不应少于本年新公开数量。有上一年度的报告时，现行有效由 Y202 逐年推算，这里不再重复。",
    why: "存量包含本年新增的，少于本年新增多半是填错了列，或者只填了本年数。",
    source: "国办公开办函〔2021〕30号、〔2019〕60号所附格式",
    fails: Example::new(
        "normative_documents = [20, 1, 14]",
        &[(
            "normative_documents = [            2,            1,           14 ]",
            "normative_documents = [           20,            1,           14 ]",
        )],
    ),
    passes: Example::new("normative_documents = [2, 1, 14]", &[]),
    acceptance: Acceptance::Reason,
    look: Look::Row(check),
};

/// Columns that are bound: the stock, what came to it this year, what left it.
type Bound = (ColumnRole, ColumnRole, Option<ColumnRole>);

const STOCKS: &[Bound] = &[
    (ColumnRole::InForce, ColumnRole::Issued, Some(ColumnRole::Repealed)),
    (ColumnRole::TotalPublic, ColumnRole::Disclosed, None),
];

fn check(subject: &Subject<'_>, row: &RowAt<'_>) -> Option<Diagnostic> {
    STOCKS.iter().find_map(|columns| of_stock(subject, row, *columns))
}

fn of_stock(subject: &Subject<'_>, row: &RowAt<'_>, (stock, added, removed): Bound) -> Option<Diagnostic> {
    let cell = |role: ColumnRole| {
        let column = row.set.column_in(role)?;
        let cell = row.row.cells.get(column)?;
        let label = row.columns().get(column)?.label.as_str();
        Some((row.id(column), cell.span, cell.state.number()?, label))
    };
    let ((id, span, actual, stock), (added_id, _, new, added)) = (cell(stock)?, cell(added)?);
    let left = match removed {
        Some(removed) => Some(cell(removed)?),
        None => None,
    };
    let least = new - left.map_or(Decimal::ZERO, |(_, _, gone, _)| gone);
    // With last year's report at hand Y202 knows what the stock should be, and says it once.
    let is_known = || subject.years().is_some_and(|pair| stock::row_stock(&pair, id).is_some());
    if actual >= least || is_known() {
        return None;
    }
    let name = row.declared.quoted();
    let message = match left {
        Some((_, _, gone, left)) => {
            format!("{name}的{stock} {actual} 少于{added}减{left}：{new} − {gone} = {least}")
        }
        None => format!("{name}的{stock} {actual} 少于{added} {new}"),
    };
    let ids = [Some(added_id), left.map(|(id, ..)| id), Some(id)];
    let finding = RULE
        .warning(span, message)
        .help(format!("“{stock}”应包含本年新增的，请核对是否填错了列，或者只填了本年数"))
        .cells(subject.cells(ids.into_iter().flatten()));
    Some(finding)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::format::Forms;
    use crate::rules::check;
    use crate::rules::testing::{SOUND_2019, edit, found, found_with, only};
    use crate::source::Source;

    const ROW: &str = "normative_documents = [            2,            1,           14 ]";

    #[test]
    fn fewer_in_force_than_were_added_is_found() {
        let finding = only(&[(ROW, "normative_documents = [20, 1, 14]")]);
        assert_eq!((finding.code.0, finding.severity), ("D013", Severity::Warning));
        assert_eq!(
            finding.message,
            "“行政规范性文件”的现行有效件数 14 少于本年制发件数减本年废止件数：20 − 1 = 19"
        );
        assert_eq!(found(&[(ROW, "normative_documents = [15, 1, 14]")]), []);
        // What is repealed may be older than what is issued.
        assert_eq!(found(&[(ROW, "normative_documents = [2, 30, 0]")]), []);
    }

    #[test]
    fn with_last_years_report_at_hand_the_fault_is_said_once() {
        let found = found_with(&[(ROW, "normative_documents = [20, 1, 14]")], &[]);
        let codes: Vec<&str> = found.iter().map(|f| f.code.0).collect();
        assert_eq!(codes, ["Y202"]);
        // Another agency's file proves nothing.
        let other = ("\"青禾县住房和城乡建设局\"", "\"青禾县财政局\"");
        let found = found_with(&[(ROW, "normative_documents = [20, 1, 14]")], &[other]);
        assert!(found.iter().any(|finding| finding.code == super::RULE.code), "{found:?}");
    }

    #[test]
    fn fewer_public_than_were_made_public_is_found() {
        let row = "normative_documents = [              0,              0,              0 ]";
        let codes = |cells: &str| {
            let text = edit(SOUND_2019, &[(row, &format!("normative_documents = {cells}"))]);
            let checked = check(&Source::new("年报.toml", text), &Forms::built_in());
            checked.findings.iter().map(|finding| finding.message.clone()).collect::<Vec<_>>()
        };
        assert_eq!(codes("[3, 3, 1]"), ["“规范性文件”的对外公开总数量 1 少于本年新公开数量 3"]);
        assert_eq!(codes("[5, 3, 3]"), [""; 0]);
    }
}
