//! Y206: the two files do not belong together.

use crate::diagnostic::{Code, Diagnostic};
use crate::rules::years::{self, Mismatch};
use crate::rules::{Acceptance, Example, Look, Rule, Subject};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("Y206"),
    title: "上一年度的报告不是同一机关、上一年度的",
    what: "比较两个年度之前，先看机关全称是否相同、年度是否相连（空格和括号的全角半角不计）。不相符时，其他年度比较都不进行；机关改名并用书面说明（[[accept]]）写明的，照常比较。",
    why: "拿错了文件，比较出来的结果没有意义。",
    source: "本程序数据文件的约定",
    fails: Example::new("本年度是 2024 年，上一年度的报告却是 2022 年的", &[])
        .with_last(&[("year   = 2023", "year   = 2022")]),
    passes: Example::new("本年度是 2024 年，上一年度的报告是 2023 年的", &[]).with_last(&[]),
    acceptance: Acceptance::Reason,
    look: Look::Once(check),
};

fn check(subject: &Subject<'_>) -> Option<Diagnostic> {
    let pair = years::any_pair(subject)?;
    let (report, last) = (pair.report, pair.last);
    let (name, last_name, file) = (report.agency_name(), last.agency_name(), pair.last_file());
    let (year, last_year, expected) = (report.year(), last.year(), report.year().saturating_sub(1));
    let message = match pair.mismatch() {
        Mismatch { agency: true, year: true } => format!(
            "本报告是“{name}”{year} 年度的，上一年度的报告“{file}”却是“{last_name}”{last_year} 年度的"
        ),
        Mismatch { agency: true, year: false } => {
            format!("本报告的机关是“{name}”，上一年度的报告“{file}”却是“{last_name}”的")
        }
        Mismatch { agency: false, year: true } if pair.is_itself() => {
            format!("上一年度的报告“{file}”就是本报告自己（{year} 年度），应为 {expected} 年度的")
        }
        Mismatch { agency: false, year: true } => format!(
            "本报告是 {year} 年度的，上一年度的报告“{file}”应为 {expected} 年度，却是 {last_year} 年度的"
        ),
        Mismatch { agency: false, year: false } => return None,
    };
    // Without `previous.file` the file was named on the command line: the report's own words are at hand.
    let own = if pair.mismatch().agency {
        report.agency.name.as_ref().map(|name| name.span)
    } else {
        report.year.as_ref().map(|year| year.span)
    };
    let span = report.previous.as_ref().map(|previous| previous.span).or(own);
    let finding = RULE.error(span.unwrap_or_default(), message);
    let finding = if pair.mismatch().agency {
        finding
            .help("请改用同一机关上一年度的报告；改正之前，不作年度之间的其他比较")
            .help_in_file("机关改了名的，请用书面说明（[[accept]]）写明，然后照常比较")
    } else {
        finding.help("请改用上一年度的报告，并核对两份报告的年度；改正之前，不作年度之间的其他比较")
    };
    Some(match pair.mismatch().year {
        true => finding.expected(expected).actual(last_year),
        false => finding,
    })
}

#[cfg(test)]
mod tests {
    use crate::format::Forms;
    use crate::report::read;
    use crate::rules::check_reading;
    use crate::rules::testing::{SOUND, found_with, last_year};
    use crate::source::Source;

    #[test]
    fn the_wrong_file_is_one_finding_and_silences_the_comparisons() {
        let other = ("\"青禾县住房和城乡建设局\"", "\"青禾县财政局\"");
        let wrong_figures = ("0,    0,    4 ]", "0,    0,    5 ]");
        let found = found_with(&[], &[other, ("year   = 2023", "year   = 2022"), wrong_figures]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(
            found[0].message,
            "本报告是“青禾县住房和城乡建设局”2024 年度的，上一年度的报告“上年.toml”却是“青禾县财政局”2022 年度的"
        );
        let found = found_with(&[], &[other]);
        assert!(found[0].message.ends_with("却是“青禾县财政局”的"), "{}", found[0].message);
    }

    #[test]
    fn a_change_of_name_that_is_stated_in_writing_leaves_the_comparisons() {
        let accept = |reason: &str| format!("[[accept]]\ncode = \"Y206\"\n{reason}\n\n[overview]");
        let last =
            [("\"青禾县住房和城乡建设局\"", "\"青禾县建设局\""), ("0,    0,    4 ]", "0,    0,    5 ]")];
        let codes = |reason: &str| -> Vec<&str> {
            found_with(&[("[overview]", &accept(reason))], &last).iter().map(|found| found.code.0).collect()
        };
        assert_eq!(codes("reason = \"2024年机构改革，更为现名\""), ["Y206", "Y201"]);
        assert_eq!(codes(""), ["Y206", "A902"]);
    }

    #[test]
    fn the_same_year_twice_is_no_sequence() {
        let found = found_with(&[], &[("year   = 2023", "year   = 2024")]);
        assert_eq!(found[0].code.0, "Y206");
        assert!(found[0].message.contains("应为 2023 年度，却是 2024 年度"));
    }

    #[test]
    fn the_report_itself_is_no_last_year() {
        let (source, forms) = (Source::new("年报.toml", SOUND), Forms::built_in());
        let found = check_reading(read(&source, &forms), &source, &forms, last_year(SOUND)).findings;
        let messages: Vec<String> = found.iter().map(|finding| finding.message.clone()).collect();
        assert_eq!(messages, ["上一年度的报告“上年.toml”就是本报告自己（2024 年度），应为 2023 年度的"]);
    }

    #[test]
    fn blanks_and_widths_do_not_matter() {
        let name = ("\"青禾县住房和城乡建设局\"", "\"青禾县 住房和城乡建设局\"");
        assert!(found_with(&[], &[name]).is_empty());
    }
}
