//! The keys of a data file that do not come from a form, with what they are called officially.

/// Sections of the file that are no section of the report; `""` for the top of the file.
pub const FIXED: &[(&str, &str, &str)] = &[
    ("", "format", "格式"),
    ("", "year", "报告年度"),
    ("", "agency", "编制机关"),
    ("", "publication", "发布信息"),
    ("", "site", "发布网站"),
    ("", "previous", "上年文件"),
    ("", "accept", "书面说明"),
    ("agency", "name", "编制机关全称"),
    ("agency", "level", "机关类别"),
    ("agency", "address", "地址"),
    ("agency", "postcode", "邮政编码"),
    ("agency", "phone", "电话"),
    ("agency", "email", "电子邮箱"),
    ("agency", "website", "网站"),
    ("publication", "title", "标题"),
    ("publication", "preamble", "引言"),
    ("publication", "issuer", "落款机关"),
    ("publication", "date", "落款日期"),
    ("publication", "deadline", "本地发布期限"),
    ("site", "name", "网站名称"),
    ("site", "domain", "网站域名"),
    ("site", "id_code", "网站标识码"),
    ("previous", "file", "上年数据文件"),
    ("accept", "code", "检查规则代码"),
    ("accept", "cell", "所说明的单元格"),
    ("accept", "words", "所说明的文字"),
    ("accept", "reason", "说明理由"),
];

/// The keys of one fixed section.
pub fn of(section: &str) -> Vec<&'static str> {
    FIXED.iter().filter(|(in_section, _, _)| *in_section == section).map(|(_, key, _)| *key).collect()
}

/// What a path such as `agency.name` is called.
pub fn label(path: &str) -> Option<&'static str> {
    let (section, key) = path.rsplit_once('.').unwrap_or(("", path));
    FIXED.iter().find(|(s, k, _)| *s == section && *k == key).map(|(_, _, label)| *label)
}
