//! A label at the wrong row or column is found, in every output: two labels that change places leave
//! all figures where they are, so only reading by labels can tell.

use nianbao::format::Forms;
use nianbao::render::{Options, html};
use nianbao::skeleton::{self, Known};

use crate::common::labels::national;
use crate::common::lists::{FORM_2021, TITLES};
use crate::common::outputs::{Outputs, Printed, compare_headers, document};
use crate::common::sheet::Sheet;
use crate::common::text_of;

/// A report in which no two figures are alike.
fn distinct() -> Sheet {
    let mut last = 100;
    Sheet::new(&FORM_2021, |_| {
        last += 1;
        last.to_string()
    })
}

/// The national form of 2021 with two labels swapped.
fn swapped(one: &str, other: &str) -> Forms {
    let text = text_of("formats/2021.toml");
    let [one, other] = [one, other].map(|label| format!("label = \"{label}\""));
    for label in [&one, &other] {
        assert!(text.contains(label.as_str()), "{label}");
    }
    let text = text.replace(&one, "\u{1}").replace(&other, &one).replace('\u{1}', &other);
    let mut forms = Forms::default();
    forms.add(&text).unwrap();
    forms
}

fn differences(forms: &Forms) -> Vec<String> {
    let sheet = distinct();
    let printed = Printed { labels: national("2021"), titles: TITLES };
    Outputs::of(&sheet.text(), forms).differences(&sheet.figures(), &printed)
}

#[test]
fn every_national_form_prints_its_figures_under_the_labels_of_its_list() {
    let forms = Forms::built_in();
    for id in forms.ids() {
        let form = forms.get(id).unwrap();
        let known = Known { year: *form.years.start(), ..Known::default() };
        let blank = skeleton::write(&form, &known).unwrap().text;
        let page = html::render(&document(&blank, &forms), &Options::default()).unwrap();
        assert_eq!(compare_headers(&page, &national(id)), [""; 0], "form {id}");
    }
}

#[test]
fn the_form_as_it_is_has_no_label_out_of_place() {
    let mut forms = Forms::default();
    forms.add(&text_of("formats/2021.toml")).unwrap();
    assert_eq!(differences(&forms), [""; 0]);
}

#[test]
fn two_swapped_labels_are_found_in_every_output() {
    for (one, other) in [
        // Two rows of a group, two columns, two groups, two rows of section two, two results.
        ("4.保护第三方合法权益", "5.属于三类内部事务信息"),
        ("商业企业", "科研机构"),
        ("规章", "行政规范性文件"),
        ("结果维持", "结果纠正"),
    ] {
        let differences = differences(&swapped(one, other));
        let outputs =
            ["HTML, headers", "HTML by labels", "Markdown by labels", "pipe tables", "DOCX by labels"];
        for output in outputs {
            let found = |difference: &&String| difference.contains(output) && difference.contains(one);
            // The headers are named by path, so there it is the text that differs.
            assert!(differences.iter().any(|d| found(&d)), "{one}, {output}: {differences:#?}");
        }
    }
}

#[test]
fn two_swapped_groups_are_found_where_groups_are_printed() {
    let differences = differences(&swapped("（三）不予公开", "（四）无法提供"));
    for output in ["HTML, headers", "HTML by labels", "Markdown by labels", "DOCX by labels"] {
        assert!(differences.iter().any(|difference| difference.contains(output)), "{output}");
    }
}
