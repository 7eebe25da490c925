//! Labels of a form as people write them: without their number, without what stands in brackets, cut short.

use super::{Section, Table};

/// A part of a label with fewer characters may stand for many.
const SHORTEST_PART: usize = 4;
const NUMERALS: &str = "一二三四五六七八九十0123456789";

impl Table {
    /// The one row that a label means, by its index: the one that has it, or the one that has it in its own.
    pub(crate) fn row_meant(&self, label: &str) -> Option<usize> {
        the_one(self.rows.iter().map(|row| row.label.as_str()), label)
    }
}

/// The one section that a title means, by its index.
pub(crate) fn section_meant(sections: &[Section], title: &str) -> Option<usize> {
    the_one(sections.iter().map(|section| section.title.as_str()), title)
}

fn the_one<'l>(labels: impl Iterator<Item = &'l str>, written: &str) -> Option<usize> {
    let wanted = bare(written);
    if wanted.is_empty() || wanted.is_ascii() {
        return None;
    }
    let labels: Vec<String> = labels.map(bare).collect();
    let one = |fits: &dyn Fn(&String) -> bool| {
        let mut found = labels.iter().enumerate().filter(|(_, label)| fits(label)).map(|(index, _)| index);
        let first = found.next()?;
        found.next().is_none().then_some(first)
    };
    if labels.contains(&wanted) {
        return one(&|label| *label == wanted);
    }
    (wanted.chars().count() >= SHORTEST_PART).then(|| one(&|label| label.contains(&wanted))).flatten()
}

/// A label without its numbers, brackets, quotes and blanks: `不予公开` of `三、（三）不予公开`.
fn bare(label: &str) -> String {
    let plain: String = label
        .chars()
        .map(|c| match c {
            '（' => '(',
            '）' => ')',
            '．' => '.',
            c => c,
        })
        .filter(|c| !c.is_whitespace() && !"“”‘’\"'".contains(*c))
        .collect();
    let mut rest = plain.as_str();
    while let Some(shorter) = without_number(rest) {
        rest = shorter;
    }
    rest.split('(').next().unwrap_or_default().to_owned()
}

fn without_number(label: &str) -> Option<&str> {
    let is_numeral = |c: char| NUMERALS.contains(c);
    if let Some((number, rest)) = label.strip_prefix('(').and_then(|inner| inner.split_once(')')) {
        return (!number.is_empty() && number.chars().all(is_numeral)).then_some(rest);
    }
    let rest = label.trim_start_matches(is_numeral);
    if rest.len() == label.len() {
        return None;
    }
    rest.strip_prefix(['、', '.']).or_else(|| rest.starts_with('(').then_some(rest))
}

#[cfg(test)]
mod tests {
    use crate::format::Forms;

    #[test]
    fn a_label_means_a_row_only_where_it_means_one() {
        let form = Forms::built_in().get("2021").unwrap();
        let key = |section: &str, label: &str| {
            let (_, _, table) = form.tables().find(|(_, declared, _)| declared.key == section).unwrap();
            table.row_meant(label).map(|row| table.rows[row].key.clone())
        };
        for (label, row) in [
            ("予以公开", "granted"),
            ("（一）予以公开", "granted"),
            ("三（一）予以公开", "granted"),
            ("三、（一） 予以公开", "granted"),
            ("部分公开", "partly_granted"),
            ("本年新收", "received"),
            ("一、本年新收政府信息公开申请数量", "received"),
            ("危及“三安全一稳定”", "denied.security_stability"),
            ("1．属于国家秘密", "denied.state_secret"),
            ("总计", "total"),
        ] {
            assert_eq!(key("requests", label).as_deref(), Some(row), "{label}");
        }
        for label in ["申请", "公开", "不予公开", "申请人", "政府信息公开申请数量", "granted", "", "（一）"]
        {
            assert_eq!(key("requests", label), None, "{label}");
        }
        assert_eq!(key("proceedings", "行政诉讼"), None);
        let section = |title: &str| super::section_meant(&form.sections, title);
        assert_eq!(
            (section("总体情况"), section("存在的主要问题"), section("情况")),
            (Some(0), Some(4), None)
        );
    }
}
