//! Labels of a form as people write them: without their number, without what stands in brackets, cut short.

use super::{Section, Table};

/// A part of a label with fewer characters may stand for many.
const SHORTEST_PART: usize = 4;

impl Table {
    /// The one row that a label names, by its index: the one that has it, or the one that has it in its own. And
    /// what the label says beyond it in brackets, such as another unit or another year: then the figures may be
    /// others than the row's.
    pub(crate) fn row_named(&self, label: &str) -> Option<(usize, Option<String>)> {
        let index = the_one(self.rows.iter().map(|row| row.label.as_str()), label)?;
        let row = self.rows.get(index)?;
        let columns = self.column_sets.get(row.set).map_or(&[][..], |set| &set.columns);
        let unit = columns.first().map(|column| column.unit.as_str());
        let unit = unit.filter(|&unit| columns.iter().all(|column| column.unit == unit));
        Some((index, beyond(&row.label, label, unit.unwrap_or_default())))
    }
}

/// The one section that a title means, by its index.
pub(crate) fn section_meant(sections: &[Section], title: &str) -> Option<usize> {
    let index = the_one(sections.iter().map(|section| section.title.as_str()), title)?;
    beyond(&sections.get(index)?.title, title, "").is_none().then_some(index)
}

/// What stands behind a written label and is neither the unit nor a part of the official label.
fn beyond(official: &str, written: &str, unit: &str) -> Option<String> {
    let (official, written) = (without_numbers(official), without_numbers(written));
    let (start, _) = written.char_indices().find(|(_, c)| *c == '(')?;
    let rest = written.get(start..)?;
    let own = official.split_once('(').map_or("", |(_, own)| own.trim_end_matches(')'));
    let is_known = |part: &str| {
        let named =
            part.trim_start_matches("计量").trim_start_matches("单位").trim_start_matches([':', '：']);
        let is_own = own.strip_prefix(part).is_some_and(|after| after.is_empty() || after.starts_with('，'));
        is_own || named == unit && !unit.is_empty()
    };
    let is_whole = rest.ends_with(')');
    let inner = rest.trim_start_matches('(').trim_end_matches(')');
    (!is_whole || !inner.split(")(").all(is_known)).then(|| rest.replace('(', "（").replace(')', "）"))
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
pub(crate) fn bare(label: &str) -> String {
    let mut name = without_numbers(label);
    name.truncate(name.find('(').unwrap_or(name.len()));
    name
}

/// A label without its numbers, quotes and blanks, its brackets those of ASCII.
pub(crate) fn without_numbers(label: &str) -> String {
    let mut plain = String::with_capacity(label.len());
    let mut left = label;
    // What lies between such characters is copied as it is.
    while let Some((at, c)) = left.char_indices().find(|&(_, c)| !is_of_word(c) && is_changed(c)) {
        let (before, after) = left.split_at_checked(at).unwrap_or_default();
        plain.push_str(before);
        plain.extend(changed(c));
        left = after.strip_prefix(c).unwrap_or_default();
    }
    plain.push_str(left);
    let mut rest = plain.as_str();
    while let Some(shorter) = without_number(rest) {
        rest = shorter;
    }
    let numbers = plain.len() - rest.len();
    plain.drain(..numbers);
    plain
}

/// Nearly every character of a label is one of these.
fn is_of_word(c: char) -> bool {
    matches!(c, '一'..='\u{9FFF}' | '0'..='9')
}

/// True for a blank, a quote, a bracket or a full stop of full width.
fn is_changed(c: char) -> bool {
    c.is_whitespace() || matches!(c, '“' | '”' | '‘' | '’' | '"' | '\'' | '（' | '）' | '．')
}

/// What stands for such a character.
fn changed(c: char) -> Option<char> {
    match c {
        '（' => Some('('),
        '）' => Some(')'),
        '．' => Some('.'),
        _ => None,
    }
}

fn is_numeral(c: char) -> bool {
    let is_chinese = matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十');
    is_chinese || c.is_ascii_digit()
}

fn without_number(label: &str) -> Option<&str> {
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
            let named = table.row_named(label).filter(|(_, beyond)| beyond.is_none());
            named.map(|(row, _)| table.rows[row].key.clone())
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
        for (section, label, row) in [
            ("disclosure", "行政事业性收费（万元）", "fees"),
            ("disclosure", "行政许可（件）", "licensing"),
            ("disclosure", "行政许可(单位：件)", "licensing"),
            ("requests", "部分公开（区分处理的）", "partly_granted"),
        ] {
            assert_eq!(key(section, label).as_deref(), Some(row), "{label}");
        }
        for (section, label) in [
            ("disclosure", "行政事业性收费（元）"),
            ("disclosure", "行政事业性收费（单位：元）"),
            ("disclosure", "行政事业性收费(千元)"),
            ("disclosure", "行政事业性收费（万元）（上年）"),
            ("disclosure", "行政事业性收费（万元）上年"),
            ("disclosure", "行政许可（万件）"),
            ("disclosure", "行政许可（万件"),
            ("disclosure", "行政处罚（2023年）"),
            ("requests", "本年新收（其中网络）"),
            ("requests", "部分公开（其他情形）"),
        ] {
            assert_eq!(key(section, label), None, "{label}");
        }
        let section = |title: &str| super::section_meant(&form.sections, title);
        assert_eq!(
            (section("总体情况"), section("存在的主要问题"), section("情况")),
            (Some(0), Some(4), None)
        );
    }
}
