//! Y201: what is carried in is not what last year's report carried forward.

use rust_decimal::Decimal;

use crate::diagnostic::{Code, Diagnostic};
use crate::format::{Carry, CellId};
use crate::rules::years::{self, Pair};
use crate::rules::{Acceptance, Example, Look, Rule, words};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("Y201"),
    title: "上年结转与上一年度报告的结转下年度不一致",
    what: "逐列比较：本年度的“上年结转”应当等于上一年度报告的“结转下年度继续办理”。各列都一致时才比较总计。上一年度的文件没有填写的列无法核对，另作提醒。需要上一年度的报告。",
    why: "上一年没有办完的申请，就是这一年开始时手上的申请；数字对不上，说明有申请没有交代，或者有一年填错了。",
    source: "国办公开办函〔2021〕30号、〔2019〕60号所附格式的填表说明",
    fails: Example::new(
        "上一年度商业企业列结转下年度 2 件，本年度上年结转 1 件",
        &[],
    )
    .with_last(&[(
        "carried_forward              = [      3,        1,        0,            0,            0,    0,    4 ]",
        "carried_forward              = [      3,        2,        0,            0,            0,    0,    5 ]",
    )]),
    passes: Example::new("上一年度商业企业列结转下年度 1 件，本年度上年结转 1 件", &[]).with_last(&[]),
    acceptance: Acceptance::Reason,
    look: Look::Years(check),
};

fn check(pair: &Pair<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (section, _, table) in pair.report.form.tables() {
        let Some(carry) = table.carry else { continue };
        let set = table.rows.get(carry.to).and_then(|row| table.column_sets.get(row.set));
        let mut fits = Vec::new();
        for (index, column) in set.map_or(&[][..], |set| &set.columns).iter().enumerate() {
            let id = CellId { section, row: carry.to, column: index };
            // A total that differs although its addends agree was stated wrongly: this year's is T101.
            let judged = match &column.sum {
                None => true,
                Some(sum) => {
                    sum.addends.iter().all(|&a| fits.get(a) == Some(&true))
                        && pair.report.value(id) == pair.report.computed(id)
                }
            };
            let compared = judged.then(|| compare(pair, carry, id)).flatten();
            fits.push(compared.is_some_and(|(expected, actual, _)| expected == actual));
            if let Some((expected, actual, last)) =
                compared.filter(|(expected, actual, _)| expected != actual)
            {
                findings.extend(finding(pair, id, last, expected, actual));
            }
        }
        findings.extend(unread(pair, section, carry));
    }
    findings
}

/// What last year's report carried forward, what this one carries in, and where the former stands.
fn compare(pair: &Pair<'_>, carry: Carry, id: CellId) -> Option<(Decimal, Decimal, CellId)> {
    let from = pair.same_cell(CellId { row: carry.from, ..id })?;
    // The other form must hand on the same rows; this one's words say what they mean.
    pair.last.form.table(from.section)?.carry?;
    Some((pair.last.value(from)?, pair.report.value(id)?, from))
}

/// The finding on columns that last year's file leaves open: nobody should take them for compared.
fn unread(pair: &Pair<'_>, section: usize, carry: Carry) -> Option<Diagnostic> {
    let set = pair.report.form.place(CellId { section, row: carry.to, column: 0 })?.set;
    let columns = set.columns.iter().enumerate().filter(|(column, declared)| {
        let id = CellId { section, row: carry.to, column: *column };
        let from = pair.same_cell(CellId { row: carry.from, ..id });
        declared.sum.is_none()
            && pair.report.value(id).is_some()
            && from.is_some_and(|from| pair.last.value(from).is_none())
    });
    let columns: Vec<(usize, &str)> =
        columns.map(|(column, declared)| (column, declared.label.as_str())).collect();
    let first = CellId { section, row: carry.to, column: columns.first()?.0 };
    let from = pair.same_cell(CellId { row: carry.from, ..first })?;
    let message = format!(
        "上一年度的报告“{}”中{}没有填写或者读不出来（{}），这几列的上年结转没有核对",
        pair.last_file(),
        pair.last.form.place(from)?.row.quoted(),
        words::list(columns.iter().map(|(_, label)| label))
    );
    Some(
        RULE.warning(years::span_of(pair.report, first), message)
            .help("请先单独检查上一年度的报告，补全这一行，再检查本报告"),
    )
}

fn finding(
    pair: &Pair<'_>,
    id: CellId,
    last: CellId,
    expected: Decimal,
    actual: Decimal,
) -> Option<Diagnostic> {
    let place = pair.report.form.place(id)?;
    let from = pair.last.form.place(last)?;
    let message =
        format!("{}填的是 {actual}，上一年度报告的{}同一列是 {expected}", place.words(), from.row.quoted());
    let finding = RULE
        .error(years::span_of(pair.report, id), message)
        .help("请核对两个年度的数字，把上年结转改为与上一年度报告一致")
        .help_in_file("确因机构改革等原因有增减的，请用书面说明（[[accept]]）写明理由")
        .help_in_report("确因机构改革等原因有增减的，请在报告里说明理由")
        .label(format!("填的是 {actual}，上一年度结转 {expected}"))
        .fact(format!("{}：{}是 {expected}", pair.place_in_last(last), from.words()))
        .cells(pair.cells([id]))
        .expected(expected)
        .actual(actual);
    Some(finding)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::found_with;

    const CARRIED_IN: &str = "carried_in                   = [      3,        1,        0,            0,            0,    0,    4 ]";

    #[test]
    fn each_column_is_one_finding_and_the_total_none() {
        let found = found_with(
            &[],
            &[(
                "[      3,        1,        0,            0,            0,    0,    4 ]",
                "[      4,        2,        0,            0,            0,    0,    6 ]",
            )],
        );
        let codes: Vec<&str> = found.iter().map(|f| f.code.0).collect();
        assert_eq!(codes, ["Y201", "Y201"]);
        assert_eq!(
            found[0].message,
            "“二、上年结转政府信息公开申请数量”行“自然人”列填的是 3，上一年度报告的“四、结转下年度继续办理”同一列是 4"
        );
        assert_eq!(found[0].cells[0].path, "requests.carried_in.natural_person");
        assert!(found[0].facts[0].contains("“上年.toml”第 "), "{:?}", found[0].facts);
    }

    #[test]
    fn a_total_is_judged_only_where_the_columns_agree() {
        let last = [("0,    0,    4 ]", "0,    0,    5 ]")];
        let found = found_with(&[], &last);
        assert_eq!(found.len(), 1);
        assert!(found[0].message.contains("“总计”列填的是 4"), "{}", found[0].message);
        // A wrong total of this year's is T101 alone.
        let wrong = CARRIED_IN.replace("4 ]", "5 ]");
        let found = found_with(&[(CARRIED_IN, &wrong)], &[]);
        assert!(found.iter().all(|f| f.code.0 != "Y201"), "{found:?}");
    }

    #[test]
    fn what_last_years_file_leaves_open_is_not_taken_for_compared() {
        let last = [(
            "carried_forward              = [      3,        1,",
            "carried_forward              = [      3,        \"\",",
        )];
        let found = found_with(&[], &last);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].severity, crate::diagnostic::Severity::Warning);
        assert_eq!(
            found[0].message,
            "上一年度的报告“上年.toml”中“四、结转下年度继续办理”没有填写或者读不出来（商业企业），这几列的上年结转没有核对"
        );
    }

    #[test]
    fn blank_cells_and_missing_files_are_not_judged() {
        let blank = CARRIED_IN.replace("1,  ", "\"\",");
        assert!(found_with(&[(CARRIED_IN, &blank)], &[]).iter().all(|f| f.code.0 != "Y201"));
        assert!(crate::rules::testing::found(&[]).is_empty());
    }
}
