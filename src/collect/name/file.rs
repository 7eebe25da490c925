//! What stands in the name of a file beside the name of a unit.

/// What a file with a report is called: with these words behind its name, a unit is still the same.
const REPORT: &[&str] = &[
    "年报",
    "年度",
    "年政府",
    "政府信息",
    "信息公开",
    "政务公开年",
    "公开年",
    "报告",
    "关于",
    "报送",
    "上报",
    "的",
    "本级",
    "机关",
    "定稿",
    "终稿",
    "最终",
    "初稿",
    "草稿",
    "修改",
    "更正",
    "重报",
    "盖章",
    "签章",
    "扫描",
    "手改",
    "备份",
];

/// What stands before the name of a unit: `关于报送青禾县林业局年报`.
const BEFORE: &[&str] = &["关于", "报送", "上报", "附件", "年度", "年报", "年", "号", "件", "的", "由"];

/// The name of a file without its folders and its ending.
pub(in crate::collect) fn stem(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// True for what may stand behind the name of a unit: no more of a name.
pub(super) fn may_stand_behind(rest: &str) -> bool {
    !rest.starts_with(char::is_alphabetic) || REPORT.iter().any(|word| rest.starts_with(word))
}

/// The letters that a text ends with, behind words that are none of a name.
pub(super) fn last_words(text: &str) -> &str {
    let words = text.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let ends = BEFORE.iter().filter_map(|word| Some(words.rfind(word)? + word.len()));
    words.get(ends.max().unwrap_or_default()..).unwrap_or_default()
}
