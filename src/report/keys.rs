//! The keys of a data file that do not come from a form, with what they are called officially.

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

/// What a path such as `agency.name` is called.
pub fn label(path: &str) -> Option<&'static str> {
    let (section, name) = path.rsplit_once('.').unwrap_or(("", path));
    FIXED.iter().find(|key| key.section == section && key.name == name).map(|key| key.label)
}
