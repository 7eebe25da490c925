//! Where the title of a document breaks: in every output at the same places.

use super::width::halves;
use crate::document::{MATTER, work_and_kind};

/// Half characters in a line of the title, as the standard has it: 20 characters of 二号.
pub(crate) const LINE: u32 = 40;

/// Characters that close the name of a place; a long agency name may break after them.
const PLACE_ENDS: &[char] = &['省', '市', '区', '县', '州', '盟', '旗', '镇', '乡'];

/// Words that close the name of a body, after which the name of a part of it may follow.
const BODIES: &[&str] = &["人民政府", "委员会", "管委会", "、", "和"];

/// Words of agency names that a line should not tear.
const WORDS: &str = "人民政府 委员会 管委会 办公室 办公厅 管理局 管理处 管理 监督 政务 服务 中心 数据 大数据 \
    行政 审批 信息 公开 工作 年度 报告 发展 改革 教育 卫生 健康 住房 城乡 \
    建设 自然 资源 规划 生态 环境 交通 运输 水利 农业 农村 商务 文化 广电 \
    旅游 体育 应急 审计 统计 市场 人力 社会 保障 财政 科学 技术 工业 民族 \
    宗教 事务 民政 司法 退役 军人 医疗 机关 国有 资产 监督管理 开发区 自治区 自治州 \
    乡村 振兴 畜牧 兽医 林业 草原 粮食 物资 储备 供销 信访 金融 统战 民生 水务 城市 市政 市容 园林 绿化 \
    自治县 街道 办事处 领导小组 合作 经济 综合 执法 示范 产业 园区 新区";

/// Cuts a title into agency, year, matter and what follows; a title in other words is cut where it
/// has these. The parts make up the whole title.
pub(crate) fn parts<'t>(title: &'t str, agency: &str, year: u16) -> Vec<&'t str> {
    // The name of an agency may hold any of the words.
    let start = title.find(agency).map_or(0, |at| at + agency.len());
    let rest = title.get(start..).unwrap_or_default();
    let mut cuts = vec![start];
    for word in [format!("{year}年"), MATTER.to_owned(), work_and_kind()] {
        if let Some(at) = rest.find(&word) {
            let end = at + word.len();
            // What closes behind a word belongs to it.
            let behind = rest.get(end..).unwrap_or_default();
            let closing = behind.len() - behind.trim_start_matches(['》', '”', '）', ')']).len();
            cuts.extend([start + at, start + end + closing]);
        }
    }
    cuts.sort_unstable();
    let (mut parts, mut left, mut at) = (Vec::new(), title, 0);
    for cut in cuts {
        if let Some((part, after)) = left.split_at_checked(cut.saturating_sub(at)) {
            parts.push(part);
            (left, at) = (after, cut);
        }
    }
    parts.push(left);
    parts.retain(|part| !part.is_empty());
    parts
}

/// Breaks a title that is wider than `limit` (half characters) where its words end: after the name
/// of the agency, before the year, before 政府信息公开 and 工作年度报告. A part is broken inside only if
/// it alone is wider than a line.
pub(crate) fn lines<'t>(title: &'t str, agency: &str, year: u16, limit: u32) -> Vec<&'t str> {
    if halves(title) <= limit {
        return vec![title];
    }
    let parts = parts(title, agency, year);
    // What stands before the year has lines of its own, however short the rest is.
    let first = parts.first().map_or(0, |part| part.len());
    let Some((name, rest)) = title.split_at_checked(first) else { return vec![title] };
    let mut lines = balanced(name, limit);
    let (mut start, mut end) = (0, 0);
    for part in parts.iter().skip(1) {
        let line = rest.get(start..end + part.len()).unwrap_or_default();
        if start < end && halves(line) > limit {
            lines.extend(balanced(rest.get(start..end).unwrap_or_default(), limit));
            start = end;
        }
        end += part.len();
    }
    lines.extend(balanced(rest.get(start..).unwrap_or_default(), limit));
    lines.retain(|line| !line.is_empty());
    lines
}

/// A text in as few lines as it takes, of nearly the same width and broken where a word ends.
pub(crate) fn balanced(text: &str, limit: u32) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    let mut wanted = halves(text).div_ceil(limit.max(2));
    while halves(rest) > limit {
        let wide = halves(rest) / wanted.max(1);
        let cost = |at: usize| {
            let (line, after) = rest.split_at_checked(at)?;
            let width = halves(line);
            let fits = width <= limit && halves(after) <= limit * wanted.saturating_sub(1).max(1);
            Some((!fits, penalty(line, after) + width.abs_diff(wide)))
        };
        let breaks = rest.char_indices().skip(1).map(|(at, _)| at);
        let best = breaks.filter(|at| rest.get(..*at).is_some_and(|line| halves(line) <= limit));
        let best = best.min_by_key(|at| cost(*at));
        let Some((line, after)) = best.and_then(|at| rest.split_at_checked(at)) else { break };
        lines.push(line);
        rest = after;
        wanted = wanted.saturating_sub(1).max(halves(after).div_ceil(limit.max(2)));
    }
    lines.push(rest);
    lines
}

/// What a break between two lines costs, in half characters by which the lines may differ instead.
fn penalty(line: &str, after: &str) -> u32 {
    let end = line.chars().next_back();
    let begin = after.chars().next();
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let torn = WORDS.split_whitespace().any(|word| {
        word.char_indices().skip(1).any(|(at, _)| {
            let halves = word.split_at_checked(at);
            halves.is_some_and(|(head, tail)| line.ends_with(head) && after.starts_with(tail))
        })
    });
    if joins(end) && joins(begin)
        || end.is_some_and(|c| "（(《“".contains(c))
        || begin.is_some_and(|c| "）)》”、，".contains(c))
    {
        return 200;
    }
    if torn {
        return 100;
    }
    // Before brackets, a place, or a body that a longer name follows; words in brackets stay together.
    let is_inside = line.rfind(['（', '(']) > line.rfind(['）', ')']);
    let is_whole = begin.is_some_and(|c| "（(".contains(c))
        || end.is_some_and(|c| PLACE_ENDS.contains(&c))
        || BODIES.iter().any(|body| line.ends_with(body));
    u32::from(!is_whole) * 12 + u32::from(is_inside) * 15
}

/// A name cut where a person would break it: behind the place, before and behind a body that a longer
/// name follows, around brackets.
pub(crate) fn name_parts(name: &str) -> Vec<&str> {
    let (mut parts, mut start) = (Vec::new(), 0);
    for (at, _) in name.char_indices().skip(1) {
        let (Some(part), Some(after)) = (name.get(start..at), name.get(at..)) else { continue };
        let is_long = |text: &str| text.chars().count() > 1;
        // A stretch begins anew with each part: brackets that stand before it are not seen.
        if penalty(part, after) == 0 && is_long(part) && is_long(after) {
            parts.push(part);
            start = at;
        }
    }
    parts.extend(name.get(start..));
    parts
}

/// The words of a name as far as they are known; what is not known stays with what is before it.
pub(crate) fn name_words(name: &str) -> Vec<&str> {
    let (mut words, mut start, mut at) = (Vec::new(), 0, 0);
    while let Some(rest) = name.get(at..).filter(|rest| !rest.is_empty()) {
        let known = WORDS.split_whitespace().filter(|word| rest.starts_with(word)).map(str::len).max();
        if known.is_some() && start < at {
            words.extend(name.get(start..at));
            start = at;
        }
        at += known.or(rest.chars().next().map(char::len_utf8)).unwrap_or(rest.len());
        if known.is_some() && name.get(at..).is_some_and(|after| penalty("", after) < 200) {
            words.extend(name.get(start..at));
            start = at;
        }
    }
    words.extend(name.get(start..).filter(|rest| !rest.is_empty()));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_title_is_one_line() {
        let title = "某市2024年政府信息公开工作年度报告";
        assert_eq!(lines(title, "某市", 2024, 40), [title]);
    }

    #[test]
    fn a_long_title_breaks_before_the_year() {
        let title = "海东市平安区政务服务中心2019年政府信息公开工作年度报告";
        let lines = lines(title, "海东市平安区政务服务中心", 2019, 40);
        assert_eq!(lines, ["海东市平安区政务服务中心", "2019年政府信息公开工作年度报告"]);
    }

    #[test]
    fn a_long_agency_breaks_after_a_place() {
        let agency = "开封市顺河回族区政务服务和大数据管理局";
        let title = format!("{agency}2020年政府信息公开工作年度报告");
        assert_eq!(
            lines(&title, agency, 2020, 32),
            ["开封市顺河回族区", "政务服务和大数据管理局", "2020年政府信息公开工作年度报告"]
        );
    }

    #[test]
    fn a_title_without_the_agency_breaks_before_the_year() {
        let title = "关于平安区政务服务中心的2019年政府信息公开工作制度报告";
        let lines = lines(title, "别的单位", 2019, 40);
        assert_eq!(lines.first(), Some(&"关于平安区政务服务中心的"));
        let endless = "长".repeat(60);
        let lines = super::lines(&endless, "别的单位", 2019, 40);
        assert_eq!(lines, ["长".repeat(20), "长".repeat(20), "长".repeat(20)]);
    }

    #[test]
    fn a_long_agency_without_a_place_is_balanced_and_no_word_is_torn() {
        let agency = "国家某某战略经济合作发展领导小组综合事务协调工作办公室";
        let title = format!("{agency}2024年政府信息公开工作年度报告");
        let lines = lines(&title, agency, 2024, 40);
        assert_eq!(lines.concat(), title);
        assert_eq!(lines.len(), 3, "{lines:?}");
        assert_eq!(lines.last(), Some(&"2024年政府信息公开工作年度报告"));
        assert!(lines.iter().all(|line| (20..=40).contains(&halves(line))), "{lines:?}");
        assert!(lines[0].ends_with("小组") || lines[0].ends_with("发展"), "{lines:?}");
    }

    #[test]
    fn a_short_line_breaks_between_the_words_of_the_title() {
        let title = "某局2024年政府信息公开工作年度报告";
        assert_eq!(lines(title, "某局", 2024, 20), ["某局", "2024年政府信息公开", "工作年度报告"]);
        let digits = lines("1234567890123456", "x", 2024, 10);
        assert_eq!(digits.concat(), "1234567890123456");
    }

    #[test]
    fn the_parts_are_the_words_of_the_prescribed_title() {
        let cut = |title| parts(title, "某市政府信息公开办公室", 2024).join("|");
        assert_eq!(
            cut("某市政府信息公开办公室2024年政府信息公开工作年度报告"),
            "某市政府信息公开办公室|2024年|政府信息公开|工作年度报告"
        );
        assert_eq!(
            cut("关于《某局2024年政府信息公开工作年度报告》的更正说明"),
            "关于《某局|2024年|政府信息公开|工作年度报告》|的更正说明"
        );
        assert_eq!(
            cut("关于《某市政府信息公开办公室2024年政府信息公开工作年度报告》的更正说明"),
            "关于《某市政府信息公开办公室|2024年|政府信息公开|工作年度报告》|的更正说明"
        );
        assert_eq!(cut("关于2024年工作的报告"), "关于|2024年|工作的报告");
        assert_eq!(cut("年报"), "年报");
        assert_eq!(cut(""), "");
    }

    #[test]
    fn a_name_is_cut_where_a_person_would_break_it() {
        let cut = |name| name_parts(name).join("|");
        assert_eq!(cut("北京市财政局"), "北京市|财政局");
        assert_eq!(
            cut("开封市顺河回族区政务服务和大数据管理局"),
            "开封市|顺河回族区|政务服务和|大数据管理局"
        );
        assert_eq!(cut("青禾县农业农村局（青禾县乡村振兴局）"), "青禾县|农业农村局|（青禾县乡村振兴局）");
        assert_eq!(cut("示例县人民政府办公室"), "示例县|人民政府|办公室");
        assert_eq!(cut("某局"), "某局");
        assert_eq!(cut(""), "");
        assert_eq!(
            name_words("发展领导小组综合事务协调工作办公室").join("|"),
            "发展|领导小组|综合|事务|协调|工作|办公室"
        );
    }
}
