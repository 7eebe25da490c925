//! Another body as the subject of a clause that reports: `云溪县林业局认真贯彻……`.

use std::ops::Range;

use super::is_other;
use crate::report::body::Body;
use crate::rules::passages::is_han;

/// What opens the predicate of a clause on the own work.
const OWN_WORK: &[&str] = &[
    "认真",
    "高度重视",
    "严格",
    "深入",
    "全面",
    "坚持",
    "坚决",
    "始终",
    "持续",
    "扎实",
    "切实",
    "紧紧",
    "紧扣",
    "围绕",
    "进一步",
    "依法",
    "主动公开",
    "全年",
    "共收到",
    "共受理",
    "共办理",
    "累计",
    "收到",
    "受理",
    "未收到",
    "新收",
    "办结",
    "按照《",
    "贯彻",
    "不断",
    "积极推进",
    "着力",
    "大力",
    "牢固",
    "聚焦",
    "将进一步",
    "将继续",
];

/// What a name cannot begin with: 本街道, 会同区司法局.
const NO_NAME: &[&str] = &[
    "本", "我", "各", "全", "该", "其", "会同", "联合", "协同", "组织", "指导", "配合", "协调", "督促",
    "协助", "邀请", "依托", "通过", "根据", "由", "经", "与", "向", "对", "请", "被",
];

/// Words for a time, which stand before a subject or behind it.
const TIMES: &[&str] =
    &["全年", "年内", "一年来", "近年来", "今年", "今年以来", "本年度", "本年", "过去一年"];

/// What a name on which anything could be said ends with.
const LAST: &[char] =
    &['府', '局', '会', '委', '厅', '处', '道', '省', '市', '县', '区', '旗', '州', '盟', '镇', '乡'];

/// More characters than this are no name.
const LONGEST: usize = 30;

/// Where a clause begins with another body and reports, in the order of the text.
pub(super) fn others(text: &str, own: &Body<'_>) -> Vec<Range<usize>> {
    if own.seat().is_none() {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut start = 0;
    for clause in text.split_inclusive(['，', '。', '；', '：', '！', '\n']) {
        let head = lead_in(clause);
        let body = clause.get(head..).unwrap_or_default();
        if let Some(name) = reporting(body).filter(|name| is_other(&Body::of(name), own)) {
            found.push(start + head..start + head + name.len());
        }
        start += clause.len();
    }
    found
}

/// The bytes of a clause before its subject: marks, a number, a time.
fn lead_in(clause: &str) -> usize {
    let mut rest = clause.trim_start_matches(['#', ' ', '\u{3000}', '-', '*', '+', '\u{A0}']);
    if let Some((number, after)) = rest.strip_prefix('（').and_then(|inner| inner.split_once('）'))
        && number.chars().all(|c| "一二三四五六七八九十0123456789".contains(c))
    {
        rest = after;
    }
    clause.len() - after_time(rest).len()
}

/// A text without the time that it begins with: `2024年`, `2024年度`, 全年.
fn after_time(text: &str) -> &str {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
    if digits.len() < text.len() {
        return digits.strip_prefix("年度").or(digits.strip_prefix('年')).unwrap_or(text);
    }
    TIMES.iter().find_map(|time| text.strip_prefix(time)).unwrap_or(text)
}

/// The body that a clause begins with, if what follows is work that it reports.
fn reporting(clause: &str) -> Option<&str> {
    let han = clause.char_indices().take_while(|&(_, c)| is_han(c)).take(LONGEST);
    let ends = han.map(|(at, c)| at + c.len_utf8()).skip(2);
    let splits = ends.filter_map(|end| clause.split_at_checked(end));
    splits.filter(|(name, _)| name.ends_with(LAST)).find_map(|(name, rest)| {
        let reports = |rest: &str| OWN_WORK.iter().any(|work| rest.starts_with(work));
        (reports(rest) || reports(after_time(rest))).then_some(()).filter(|()| is_body(name, clause))?;
        Some(name)
    })
}

/// True for the whole name of a body with its place, or for a place alone; a clause that speaks of the
/// own body too says what the other did for it.
fn is_body(name: &str, clause: &str) -> bool {
    let body = Body::of(name);
    // 云溪县委 is the committee of the party.
    let is_whole = body.core.is_empty() || body.kind.is_some() && body.core != "委";
    let is_name =
        !NO_NAME.iter().any(|word| name.starts_with(word)) && !name.contains(['各', '等', '其', '该']);
    body.seat().is_some() && is_whole && is_name && !clause.contains('我')
}
