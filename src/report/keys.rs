//! The keys of a data file that do not come from a form, with what they are called.

use super::statements::QUOTES;

/// A key that every data file may have, whatever its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// The section that holds it; `""` for the top of the file.
    pub section: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it is called officially.
    pub label: &'static str,
    /// What belongs there.
    pub holds: Holds,
    /// True if a section that is there must have it; at the top, if every file must.
    pub required: bool,
}

/// What belongs behind a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// The name of a form.
    Form,
    /// A year.
    Year,
    /// One of the kinds of bodies.
    Level,
    /// Text on one line.
    Text,
    /// Text of any length.
    Narrative,
    /// A date.
    Date,
    /// A section `[…]`.
    Section,
    /// Sections `[[…]]`.
    Sections,
}

const fn optional(section: &'static str, name: &'static str, label: &'static str, holds: Holds) -> Key {
    Key { section, name, label, holds, required: false }
}

const fn required(key: Key) -> Key {
    Key { required: true, ..key }
}

/// Every such key.
pub const FIXED: &[Key] = &[
    required(optional("", "format", "格式", Holds::Form)),
    required(optional("", "year", "报告年度", Holds::Year)),
    required(optional("", "agency", "编制机关", Holds::Section)),
    optional("", "publication", "发布信息", Holds::Section),
    optional("", "site", "发布网站", Holds::Section),
    optional("", "previous", "上年文件", Holds::Section),
    optional("", "note", "格内附注", Holds::Sections),
    optional("", "accept", "书面说明", Holds::Sections),
    required(optional("agency", "name", "编制机关全称", Holds::Text)),
    required(optional("agency", "level", "机关类别", Holds::Level)),
    optional("agency", "address", "地址", Holds::Text),
    optional("agency", "postcode", "邮政编码", Holds::Text),
    optional("agency", "phone", "电话", Holds::Text),
    optional("agency", "email", "电子邮箱", Holds::Text),
    optional("agency", "website", "网站", Holds::Text),
    optional("publication", "title", "标题", Holds::Text),
    optional("publication", "preamble", "引言", Holds::Narrative),
    optional("publication", "issuer", "落款机关", Holds::Text),
    optional("publication", "date", "落款日期", Holds::Date),
    optional("publication", "deadline", "本地发布期限", Holds::Date),
    optional("site", "name", "网站名称", Holds::Text),
    optional("site", "domain", "网站域名", Holds::Text),
    optional("site", "id_code", "网站标识码", Holds::Text),
    required(optional("previous", "file", "上年数据文件", Holds::Text)),
    required(optional("note", "cell", "附注所在的单元格", Holds::Text)),
    required(optional("note", "text", "附注文字", Holds::Text)),
    optional("accept", "code", "检查规则代码", Holds::Text),
    optional("accept", "cell", "所说明的单元格", Holds::Text),
    optional("accept", "words", "所说明的文字", Holds::Text),
    optional("accept", "reason", "说明理由", Holds::Text),
];

/// What people call them besides. Within a section a word stands for one key.
const OTHER_NAMES: &[(&str, &[&str])] = &[
    ("format", &["报告格式", "格式版本"]),
    ("year", &["年度", "年份", "报告年份"]),
    ("agency", &["机关", "机关信息", "编制单位", "单位"]),
    ("publication", &["发布", "公布信息"]),
    ("site", &["网站"]),
    ("previous", &["上年", "上年报告", "上年数据文件"]),
    ("note", &["附注"]),
    ("accept", &["说明"]),
    (
        "agency.name",
        &["编制机关", "编制机关名称", "机关名称", "机关全称", "单位名称", "单位全称", "名称", "全称"],
    ),
    ("agency.level", &["机关层级", "机关级别", "机关类型", "层级", "级别", "类别", "类型"]),
    ("agency.address", &["机关地址", "办公地址", "联系地址", "通信地址", "通讯地址"]),
    ("agency.postcode", &["邮编"]),
    ("agency.phone", &["联系电话", "电话号码"]),
    ("agency.email", &["邮箱", "电子邮件"]),
    ("agency.website", &["网址", "机关网站"]),
    ("publication.title", &["报告标题"]),
    ("publication.preamble", &["前言", "导语"]),
    ("publication.issuer", &["落款", "落款单位", "发布机关"]),
    ("publication.date", &["日期", "成文日期", "发布日期"]),
    ("publication.deadline", &["发布期限", "期限"]),
    ("site.name", &["名称"]),
    ("site.domain", &["域名"]),
    ("site.id_code", &["标识码"]),
    ("previous.file", &["上年文件", "文件"]),
    ("note.cell", &["单元格"]),
    ("note.text", &["附注", "文字"]),
    ("accept.code", &["规则代码", "代码"]),
    ("accept.cell", &["单元格"]),
    ("accept.words", &["文字"]),
    ("accept.reason", &["理由", "原因"]),
];

impl Key {
    /// Its full path.
    pub fn path(&self) -> String {
        if self.section.is_empty() { self.name.to_owned() } else { format!("{}.{}", self.section, self.name) }
    }

    /// True for a section of the file.
    pub fn is_section(&self) -> bool {
        matches!(self.holds, Holds::Section | Holds::Sections)
    }

    /// True for what the key is called, officially or not.
    fn is_called(&self, bare: &str) -> bool {
        let path = self.path();
        let mut others = OTHER_NAMES.iter().filter(|(named, _)| *named == path);
        self.label == bare || others.any(|(_, names)| names.contains(&bare))
    }
}

/// Words without blanks and quotes, if they are short and Chinese as a name is.
fn bare(words: &str) -> Option<String> {
    const LONGEST: usize = 100;
    let is_name = words.len() <= LONGEST && !words.is_ascii();
    is_name.then(|| words.chars().filter(|c| !c.is_whitespace() && !QUOTES.contains(c)).collect())
}

/// The key of a section that people call so; one that is not fixed is taken for a narrative.
pub fn named(section: &str, words: &str) -> Option<&'static Key> {
    let bare = bare(words)?;
    let is_fixed = within(section).next().is_some();
    let of_narrative = OF_NARRATIVES.iter().filter(|_| !is_fixed);
    within(section).chain(of_narrative).find(|key| key.is_called(&bare))
}

/// The key beside the rows of a table that people call so.
pub fn named_in_table(words: &str) -> Option<&'static Key> {
    let bare = bare(words)?;
    OF_TABLES.iter().find(|key| key.is_called(&bare))
}

/// The one key in a section, whichever that is, that people call so.
pub fn named_elsewhere(words: &str) -> Option<&'static Key> {
    let bare = bare(words)?;
    let mut keys = FIXED.iter().filter(|key| !key.section.is_empty() && key.is_called(&bare));
    keys.next().filter(|_| keys.next().is_none())
}

/// The narrative of a section.
pub const TEXT: &str = "text";
pub(crate) use crate::format::{AFTER, BEFORE, HEADING};

const PUBLISHED_HEADING: Key = optional("", HEADING, "公布时的标题", Holds::Text);

/// The keys of every narrative section of a form.
pub const OF_NARRATIVES: &[Key] =
    &[required(optional("", TEXT, "正文", Holds::Narrative)), PUBLISHED_HEADING];

/// The keys that every section with a table has beside its rows.
pub const OF_TABLES: &[Key] = &[
    PUBLISHED_HEADING,
    optional("", BEFORE, "表前文字", Holds::Narrative),
    optional("", AFTER, "表后文字", Holds::Narrative),
];

/// The keys of one fixed section.
pub fn of(section: &str) -> Vec<&'static str> {
    within(section).map(|key| key.name).collect()
}

/// The same with what is known of them.
pub fn within(section: &str) -> impl Iterator<Item = &'static Key> {
    FIXED.iter().filter(move |key| key.section == section)
}

/// True for sections `[[…]]`, of which there may be many.
pub fn is_repeated(section: &str) -> bool {
    within("").any(|key| key.name == section && key.holds == Holds::Sections)
}

/// What a path such as `agency.name` is called.
pub fn label(path: &str) -> Option<&'static str> {
    let (section, name) = path.rsplit_once('.').unwrap_or(("", path));
    FIXED.iter().find(|key| key.section == section && key.name == name).map(|key| key.label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_for_a_key_stands_for_one_of_its_section() {
        for (path, names) in OTHER_NAMES {
            let section = path.split_once('.').map_or("", |(section, _)| section);
            for name in *names {
                let called: Vec<String> =
                    within(section).filter(|key| key.is_called(name)).map(Key::path).collect();
                assert_eq!(called, [*path], "{name}");
            }
        }
        for key in FIXED {
            assert_eq!(named(key.section, key.label).map(Key::path), Some(key.path()));
        }
        assert_eq!(named_elsewhere("落款 日期").map(Key::path).as_deref(), Some("publication.date"));
        assert_eq!(named_elsewhere("名称").map(Key::path), None);
        assert_eq!(named("", "year").map(Key::path), None);
    }
}
