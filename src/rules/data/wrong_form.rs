//! D007: form and report year do not fit.

use crate::diagnostic::{Code, Diagnostic};
use crate::rules::{Acceptance, Example, Look, Rule, Subject};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("D007"),
    title: "格式与报告年度不符",
    what: "2019、2020 年度的报告用 2019 年格式，2021 年度及以后用 2021 年格式。",
    why: "两个格式的行列不同，用错格式的报告不能发布。",
    source: "国办公开办函〔2021〕30号、〔2019〕60号所附格式",
    fails: Example::new(
        "格式 format = \"2021\"，报告年度 year = 2020",
        &[
            ("year   = 2024", "year   = 2020"),
            ("建设局2024年政府信息公开工作年度报告", "建设局2020年政府信息公开工作年度报告"),
        ],
    ),
    passes: Example::new("格式 format = \"2021\"，报告年度 year = 2024", &[]),
    acceptance: Acceptance::FaultOfTheFile,
    look: Look::Once(check),
};

fn check(subject: &Subject<'_>) -> Option<Diagnostic> {
    let report = subject.report;
    let year = report.year.as_ref()?;
    if report.named_form.years.contains(&year.value) {
        return None;
    }
    let message = format!("{} 年度的报告不用“{}”", year.value, report.named_form.name);
    let finding = RULE.error(report.form_span, message);
    const YEAR: &str = "核对报告年度是否写对";
    Some(match subject.forms.for_year(year.value) {
        Some(form) => finding
            .help_in_file(format!("请改为 format = \"{}\"（{}），并{YEAR}", form.id, form.source))
            .help_in_report(format!("请改用{}（{}），并{YEAR}", form.name, form.source)),
        None => match subject.forms.first_year() {
            Some(first) if year.value < first => {
                finding.help(format!("现行格式自 {first} 年度起使用，请{YEAR}"))
            }
            _ => finding.help(format!("请{YEAR}")),
        },
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::found;

    #[test]
    fn the_form_for_the_year_is_named() {
        let findings = found(&[
            ("year   = 2024", "year   = 2020"),
            ("title    = \"青禾县住房和城乡建设局2024", "title    = \"青禾县住房和城乡建设局2020"),
        ]);
        assert_eq!(findings, [("D007".to_owned(), "2020 年度的报告不用“2021年格式”".to_owned())]);
        assert_eq!(found(&[("format = \"2021\"", "format = \"2019\"")])[0].0, "D007");
        assert_eq!(found(&[("format = \"2021\"", "format = \"2019\"")]).len(), 1);
        assert!(found(&[("year   = 2024", "year   = 2018")]).iter().any(|(code, _)| code == "D007"));
    }
}
