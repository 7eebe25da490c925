//! The numbers of a note in a cell, which tell parts of the cell's figure: `22（其中修订16件）`.

use rust_decimal::Decimal;

use super::join::join;
use super::lexicon::{Tag, UnitKind, Words};
use super::number::{Precision, figure_at};
use super::sentence::{Facts, Sentence};
use crate::report::Report;

/// Words by which numbers of a note are no parts of its figure, or parts that overlap.
static APART: Words = Words::under("rule note-apart");

/// What a note says of its figure.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Note {
    /// Each part as it is written, with its value in the unit of the column.
    pub parts: Vec<(String, Decimal)>,
    /// True if the parts are told side by side, so that together they are no more than the whole.
    pub is_list: bool,
}

/// Reads a note on a figure that counts in a unit. Numbers of another unit, time or comparison are no parts.
pub fn note(text: &str, unit: &str, report: &Report) -> Note {
    if APART.is_in(text) {
        return Note::default();
    }
    let kind = figure_at(&format!("1{unit}"), 0).and_then(|one| one.kind);
    let sentence = join(Sentence::new(text, 0..text.len(), Facts::new(report, false)));
    let mut found = Note { parts: Vec::new(), is_list: true };
    let (mut is_off, mut among) = (false, 0);
    for (at, token) in sentence.tokens.iter().enumerate() {
        match token.tag {
            Tag::Mark(_) => is_off = false,
            Tag::Among | Tag::Includes => among += 1,
            Tag::Year(year) => is_off |= year != report.year(),
            Tag::Than | Tag::LastYear | Tag::NextYear | Tag::OtherTime | Tag::Since | Tag::Cumulative => {
                is_off = true;
            }
            _ => {}
        }
        let Some(figure) = sentence.figure(at).filter(|_| !is_off) else { continue };
        let is_alike = figure.unit == unit;
        let value = match figure.kind {
            Some(UnitKind::Money) if kind == figure.kind => {
                figure.in_wan().map_or(Some(figure.value), |factor| figure.value.checked_mul(factor))
            }
            _ => Some(figure.value).filter(|_| is_alike),
        };
        if let Some(value) = value.filter(|_| figure.precision == Precision::Exact) {
            found.parts.push((text.get(figure.range.clone()).unwrap_or_default().to_owned(), value));
        }
    }
    found.is_list = among <= 1 && found.parts.len() > 1;
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Forms;
    use crate::report::read;
    use crate::source::Source;

    #[test]
    fn parts_are_told_from_other_numbers() {
        let source = Source::new("年报.toml", include_str!("../../examples/qinghe-2024.toml"));
        let report = read(&source, &Forms::built_in()).report.unwrap();
        let parts = |text: &str, unit: &str| {
            let found = note(text, unit, &report);
            let parts: Vec<String> = found.parts.iter().map(|(_, value)| value.to_string()).collect();
            (parts.join("+"), found.is_list)
        };
        let is = |sum: &str, is_list| (sum.to_owned(), is_list);
        assert_eq!(parts("其中修订16件", "件"), is("16", false));
        assert_eq!(parts("含上年结转3件", "件"), is("3", false));
        assert_eq!(parts("其中新制定6件、修订16件", "件"), is("6+16", true));
        assert_eq!(parts("新制定6件，其中联合发文2件", "件"), is("6+2", true));
        assert_eq!(parts("其中网上3件，含邮件2件", "件"), is("3+2", false));
        assert_eq!(parts("其中十六件为修订", "件"), is("16", false));
        for other in [
            "比上年增加30件",
            "2023年为40件",
            "历年累计300件",
            "涉及3个部门",
            "占40%",
            "约16件",
            "无",
            "同比减少1100件",
            "从1200件降至1037件",
            "不含联合发文5件",
            "另清理出失效文件8件",
            "由5件合并为2件",
            "登记81件，剔除重复6件",
            "含转办80份材料",
            "其中查封4件、扣押4件，2件既查封又扣押",
        ] {
            assert_eq!(parts(other, "件"), is("", false), "{other}");
        }
        assert_eq!(parts("其中工本费3.2万元", "万元"), is("3.2", false));
        assert_eq!(parts("其中工本费32000元", "万元"), is("3.2000", false));
    }
}
