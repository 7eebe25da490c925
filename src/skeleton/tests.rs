mod from;

use super::*;
use crate::format::Forms;
use crate::rules::check;
use crate::source::Source;

#[test]
fn a_new_file_names_what_is_unfilled_and_nothing_else() {
    let forms = Forms::built_in();
    for (id, year) in [("2019", 2020), ("2021", 2024)] {
        let form = forms.get(id).unwrap();
        let known = Known { agency: "示例\"县\"财政局".into(), year, ..Known::default() };
        let text = write(&form, &known).unwrap().text;
        let checked = check(&Source::new("a", text.as_str()), &forms);
        let report = checked.report.expect("a new file reads");
        assert_eq!(report.agency_name(), "示例\"县\"财政局");
        let tables = form.tables().count();
        let count = |code: &str| checked.findings.iter().filter(|f| f.code.0 == code).count();
        let narratives = form.sections.iter().filter(|section| section.table.is_none());
        let places = narratives.count();
        assert!(text.contains("\n（一）主动公开\n【待填写】\n（二）依申请公开\n【待填写】\n"));
        // Every table of figures, each text (one of them the preamble), and the date.
        assert_eq!((count("D006"), count("N306"), count("S405")), (tables, places + 1, 1));
        assert_eq!(checked.findings.len(), tables + places + 2);
    }
}

/// One text that says what each narrative section must speak of.
const NARRATIVE: &str = "主动公开、依申请公开、政府信息管理、平台建设和监督保障工作已按要求完成，开展了工作考核和社会评议，\
    没有责任追究情形。存在的问题是解读形式不够丰富，将从三个方面改进：增加图解，加强培训，完善目录。本年度未收取信息处理费。";

#[test]
fn a_file_of_zeros_passes_once_the_narrative_is_there() {
    let forms = Forms::built_in();
    for (id, year) in [("2019", 2019), ("2021", 2022)] {
        let form = forms.get(id).unwrap();
        let known = Known {
            agency: "示例县人民政府".into(),
            year,
            level: Some(Level::Government),
            zeros: true,
            ..Known::default()
        };
        let text = write(&form, &known).unwrap().text.replace("【待填写】", NARRATIVE);
        let checked = check(&Source::new("a", text), &forms);
        assert!(!checked.has_errors(), "{:?}", checked.findings);
    }
}

#[test]
fn columns_line_up_under_their_headings() {
    let forms = Forms::built_in();
    let form = forms.get("2021").unwrap();
    let text = write(&form, &Known { year: 2024, ..Known::default() }).unwrap().text;
    let mut lines = text.lines().skip_while(|line| !line.contains("自然人  商业企业"));
    let (head, row) = (lines.next().unwrap(), lines.next().unwrap());
    for (label, nth) in [("自然人", 0), ("其他", 5)] {
        let heading_end = head[..head.find(label).unwrap() + label.len()].width();
        let cell_end = row.match_indices("\"\"").nth(nth).unwrap().0 + 2;
        assert_eq!(heading_end, row[..cell_end].width(), "{label}");
    }
}
