//! D013: a stock of documents smaller than what was added to it this year.

use rust_decimal::Decimal;

use crate::diagnostic::{Code, Diagnostic};
use crate::format::{CellId, ColumnRole};
use crate::rules::{Example, Rule, Subject, stock, words};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("D013"),
    title: "存量少于本年新增",
    what: "2021 年格式：现行有效件数不应少于本年制发减本年废止；2019 年格式：对外公开总数量不应少于本年新公开数量。有上一年度的数据文件时，现行有效由 Y202 逐年推算，这里不再重复。",
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
    check,
};

/// Columns that are bound: the stock, what came to it this year, what left it.
const STOCKS: &[(ColumnRole, ColumnRole, Option<ColumnRole>)] = &[
    (ColumnRole::InForce, ColumnRole::Issued, Some(ColumnRole::Repealed)),
    (ColumnRole::TotalPublic, ColumnRole::Disclosed, None),
];

fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(report) = subject.report else { return Vec::new() };
    // With last year's report at hand Y202 knows what the stock should be, and says it once.
    let known: Vec<CellId> = stock::stocks(subject).iter().map(stock::RowStock::total_cell).collect();
    let mut findings = Vec::new();
    for (section, _, table) in report.form.tables() {
        for (row, declared) in table.rows.iter().enumerate() {
            let Some(set) = table.column_sets.get(declared.set) else { continue };
            let cell = |role: ColumnRole| {
                let column = set.column_in(role)?;
                let id = CellId { section, row, column };
                let cell = report.cell(id)?;
                Some((id, cell.span, cell.state.number()?, set.columns.get(column)?.label.as_str()))
            };
            for &(stock, added, removed) in STOCKS {
                let (Some(stock), Some(added)) = (cell(stock), cell(added)) else { continue };
                let left = removed.map(cell);
                if matches!(left, Some(None)) {
                    continue;
                }
                let left = left.flatten();
                let least = added.2 - left.map_or(Decimal::ZERO, |left| left.2);
                let ids = [Some(added.0), left.map(|left| left.0), Some(stock.0)];
                if stock.2 >= least || known.contains(&stock.0) {
                    continue;
                }
                let (row, (_, span, actual, stock)) = (declared.quoted(), stock);
                let (_, _, new, added) = added;
                let message = match left {
                    Some((_, _, gone, left)) => {
                        format!("{row}的{stock} {actual} 少于{added}减{left}：{new} − {gone} = {least}")
                    }
                    None => format!("{row}的{stock} {actual} 少于{added} {new}"),
                };
                let mut finding = Diagnostic::warning(RULE.code, span, message)
                    .help(format!("“{stock}”应包含本年新增的，请核对是否填错了列，或者只填了本年数"));
                finding.cells = words::cell_refs(report, subject.source, ids.into_iter().flatten());
                findings.push(finding);
            }
        }
    }
    findings
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
