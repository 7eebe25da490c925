//! D010: items read as decisions.
//!
//! 上一年项目数量 and 本年增/减 count items, 处理决定数量 counts decisions. That the first two add up to the
//! third is a misreading of the form, and hardly ever chance.

use crate::diagnostic::{Code, Diagnostic};
use crate::format::ColumnRole;
use crate::rules::{Acceptance, Example, Look, RowAt, Rule, Subject};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("D010"),
    title: "处理决定数量等于项目数量相加",
    what: "2019 年格式中，“上一年项目数量”加“本年增/减”恰好等于“处理决定数量”，且增减不为 0。",
    why: "前两列数的是事项（目录里有几项），后一列数的是全年作出的决定（办了几件），两者没有加减关系。",
    source: "国办公开办函〔2019〕60号所附格式",
    fails: Example::form_2019(
        "licensing = [78, 4, 82]  # 行政许可",
        &[(
            "licensing           = [              0,         0,            0 ]",
            "licensing           = [             78,         4,           82 ]",
        )],
    ),
    passes: Example::form_2019(
        "licensing = [78, 4, 2315]  # 行政许可",
        &[(
            "licensing           = [              0,         0,            0 ]",
            "licensing           = [             78,         4,         2315 ]",
        )],
    ),
    acceptance: Acceptance::Reason,
    look: Look::Row(check),
};

fn check(subject: &Subject<'_>, row: &RowAt<'_>) -> Option<Diagnostic> {
    let cell = |role: ColumnRole| {
        let column = row.set.column_in(role)?;
        let cell = row.row.cells.get(column)?;
        Some((column, cell.span, cell.state.number()?))
    };
    let (first, _, previous) = cell(ColumnRole::PreviousItems)?;
    let (second, _, change) = cell(ColumnRole::ItemsChange)?;
    let (third, span, decisions) = cell(ColumnRole::Decisions)?;
    if change.is_zero() || previous.checked_add(change) != Some(decisions) {
        return None;
    }
    let column = row.columns().get(third).map_or("", |column| &column.label);
    let message = format!(
        "{}的{column} {decisions} 恰好是 {previous} 加 {change}，疑似把事项数当成了决定数",
        row.declared.quoted()
    );
    let help = format!("“{column}”填全年作出的决定件数，与前两列的事项数没有加减关系，请核对");
    let cells = subject.cells([first, second, third].map(|column| row.id(column)));
    Some(RULE.warning(span, message).help(help).cells(cells))
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::format::Forms;
    use crate::rules::testing::{SOUND_2019, edit};
    use crate::rules::{Checked, check};
    use crate::source::Source;

    fn licensing(row: &str) -> Checked {
        let zeros = "licensing           = [              0,         0,            0 ]";
        let text = edit(SOUND_2019, &[(zeros, &format!("licensing = {row}"))]);
        check(&Source::new("年报.toml", text), &Forms::built_in())
    }

    #[test]
    fn items_read_as_decisions_are_found() {
        let findings = licensing("[78, -4, 74]").findings;
        assert_eq!(findings.len(), 1);
        assert_eq!((findings[0].code.0, findings[0].severity), ("D010", Severity::Warning));
        assert_eq!(
            findings[0].message,
            "“行政许可”的处理决定数量 74 恰好是 78 加 -4，疑似把事项数当成了决定数"
        );
        assert_eq!(findings[0].cells.len(), 3);
    }

    #[test]
    fn other_figures_are_fine() {
        for row in ["[0, 4, 82]", "[12, 0, 12]", "[0, 0, 0]", "[5, 1, 7]"] {
            assert!(licensing(row).findings.is_empty(), "{row}");
        }
        assert!(licensing("[78, \"\", 82]").findings.iter().all(|finding| finding.code.0 == "D006"));
    }
}
