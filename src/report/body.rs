//! What the name of a public body tells: where it is, and what kind of body it is.
//!
//! `南川市青禾县住房和城乡建设局` has the places 南川市 and 青禾县, and is a bureau. Names are read only as
//! far as they leave no doubt.

use super::{Level, bare_name};

/// A place of China by its last character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Rank {
    /// 省, 自治区.
    Province,
    /// 市 of any level, 自治州, 盟: the name does not tell a city with districts from a county-level one.
    City,
    /// 县, 旗.
    County,
    /// 区.
    District,
    /// 镇, 乡, 街道.
    Township,
}

/// What kind of body a name tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// 人民政府.
    Government,
    /// The 办公室 or 办公厅 of a government.
    GovernmentOffice,
    /// 管理委员会 of a zone: has the duties of a government, and is none.
    ZoneCommittee,
    /// 街道办事处.
    StreetOffice,
    /// 局.
    Bureau,
    /// 委员会, 委.
    Committee,
    /// 厅.
    Hall,
    /// 办公室 of its own.
    Office,
    /// 中心.
    Centre,
    /// 队, 所, 院, 站 and the like: mostly a part of another body.
    Other,
}

/// What names end with, longer ends before the shorter ones that they hold.
const ENDS: &[(&str, Kind)] = &[
    ("人民政府办公室", Kind::GovernmentOffice),
    ("人民政府办公厅", Kind::GovernmentOffice),
    ("政府办公室", Kind::GovernmentOffice),
    ("政府办公厅", Kind::GovernmentOffice),
    ("政府办", Kind::GovernmentOffice),
    ("人民政府", Kind::Government),
    ("政府", Kind::Government),
    ("管理委员会", Kind::ZoneCommittee),
    ("管委会", Kind::ZoneCommittee),
    ("街道办事处", Kind::StreetOffice),
    ("街道办", Kind::StreetOffice),
    ("办事处", Kind::StreetOffice),
    ("委员会", Kind::Committee),
    ("委", Kind::Committee),
    ("办公室", Kind::Office),
    ("局", Kind::Bureau),
    ("厅", Kind::Hall),
    ("中心", Kind::Centre),
    ("队", Kind::Other),
    ("所", Kind::Other),
    ("院", Kind::Other),
    ("站", Kind::Other),
    ("馆", Kind::Other),
    ("处", Kind::Other),
];

/// Ends of places, and what looks like one.
const PLACES: &[(&str, Rank)] = &[
    ("自治区", Rank::Province),
    ("省", Rank::Province),
    ("自治州", Rank::City),
    ("市", Rank::City),
    ("州", Rank::City),
    ("盟", Rank::City),
    ("县", Rank::County),
    ("旗", Rank::County),
    ("区", Rank::District),
    ("街道", Rank::Township),
    ("镇", Rank::Township),
    ("乡", Rank::Township),
    ("苏木", Rank::Township),
];
/// What each of them ends with.
pub(crate) const PLACE_ENDS: [char; 11] = ['省', '市', '州', '盟', '县', '旗', '区', '道', '镇', '乡', '木'];
const NO_PLACES: &[&str] =
    &["城市", "城乡", "城镇", "城区", "社区", "园区", "景区", "辖区", "地区", "县市区", "村镇", "乡镇"];

/// How a name speaks of the place that it is of without naming it: `县林业局`. No place begins so but the districts and
/// the townships below.
const UNNAMED: [char; 7] = ['省', '市', '州', '盟', '县', '旗', '区'];
/// Districts that begin so all the same.
const BEGIN_UNNAMED: &[&str] = &["市中区", "市南区", "市北区"];
/// Characters before the end of a township that begins so: 区庄乡, 市桥街道.
const UNNAMED_TOWNSHIP: usize = 2;

/// The longest name of one place, in characters: 双江拉祜族佤族布朗族傣族自治县.
const LONGEST_PLACE: usize = 15;

/// Characters of the shortest task in the name of a body: 住房 in 住房和城乡建设局.
const SHORTEST_TASK: usize = 2;

/// A name taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Body<'n> {
    /// The whole name.
    pub name: &'n str,
    /// Its places, the largest first; each a full name such as `青禾县`.
    pub places: Vec<(Rank, &'n str)>,
    /// The name without its places: `住房和城乡建设局`.
    pub core: &'n str,
    /// What it is; `None` for a bare place or a name that does not tell.
    pub kind: Option<Kind>,
}

impl<'n> Body<'n> {
    /// Takes a name apart.
    pub fn of(name: &'n str) -> Self {
        let (mut places, mut core) = (Vec::<(Rank, &str)>::new(), name);
        while let Some((rank, place)) = leading_place(core) {
            // A city may stand in a city; nothing else has its like within it.
            let is_within = |above: Rank| above < rank || above == rank && rank == Rank::City;
            if places.last().is_some_and(|&(above, _)| !is_within(above)) {
                break;
            }
            places.push((rank, place));
            core = core.get(place.len()..).unwrap_or_default();
        }
        // `城关街道办事处` keeps its street in the kind.
        let kind = ENDS.iter().find(|(end, _)| name.ends_with(end)).map(|&(_, kind)| kind);
        Self { name, places, core, kind }
    }

    /// The smallest place of the name.
    pub fn seat(&self) -> Option<(Rank, &'n str)> {
        self.places.last().copied()
    }

    /// True for a government and for a bare place, which stands for one.
    pub fn is_government(&self) -> bool {
        self.kind == Some(Kind::Government) || self.core.is_empty()
    }

    /// The level that the name tells for certain. 管理委员会 and the office of a government may be
    /// either.
    pub fn level(&self) -> Option<Level> {
        match self.kind? {
            Kind::Government => Some(Level::Government),
            Kind::Bureau
            | Kind::Committee
            | Kind::Hall
            | Kind::StreetOffice
            | Kind::Centre
            | Kind::Office => Some(Level::Department),
            Kind::GovernmentOffice | Kind::ZoneCommittee | Kind::Other => None,
        }
    }
}

/// The place that a name begins with: two characters or more, with the end of a place.
fn leading_place(name: &str) -> Option<(Rank, &str)> {
    for (count, (at, c)) in name.char_indices().enumerate().take(LONGEST_PLACE) {
        // 和平区, 政和县, 呼和浩特市: no task has so short a name that it would stand before this 和.
        let joins = matches!(c, '和' | '与' | '及' | '、') && count >= SHORTEST_TASK;
        if joins || matches!(c, '局' | '委' | '厅') {
            return None;
        }
        if !PLACE_ENDS.contains(&c) {
            continue;
        }
        let (place, rest) = name.split_at_checked(at + c.len_utf8())?;
        let found = PLACES.iter().find(|(end, _)| place.ends_with(end));
        let Some(&(end, rank)) = found.filter(|(end, _)| place.len() > end.len() && count > 0) else {
            continue;
        };
        // `市场`, `区划` and `县级` go on.
        let goes_on = ["场", "划", "级", "域"].iter().any(|next| rest.starts_with(next));
        if !NO_PLACES.contains(&place)
            && !place.ends_with("城乡")
            && !place.ends_with("社区")
            && !goes_on
            && !is_of_longer(place, rest)
            && (!place.starts_with(UNNAMED) || may_begin_unnamed((rank, place), end, rest))
        {
            return Some((rank, place));
        }
    }
    None
}

/// True if a longer place begins with this one: 杭州市, 新乡市, 景德镇市, 新市镇, 津市市, 西区街道, 东乡族自治县, 梅县区.
fn is_of_longer(place: &str, rest: &str) -> bool {
    let is_end =
        || place.ends_with(['州', '乡', '镇']) && rest.starts_with(['市', '区', '县', '镇', '乡', '街']);
    // No city has a name of one character.
    let is_of_two = || place.chars().count() == 2;
    let is_no_city = || place.ends_with('市') && is_of_two();
    let is_of_people = || place.ends_with('乡') && rest.starts_with('族');
    let is_district = || {
        let behind = rest.strip_prefix('区').filter(|_| place.ends_with('县') && is_of_two());
        behind.is_some_and(|behind| !behind.starts_with(['域', '划', '级']))
    };
    let township = || ["街道", "镇", "乡"].iter().find_map(|end| rest.strip_prefix(end));
    is_end()
        || is_no_city()
        || is_of_people()
        || is_district()
        || place.ends_with(['市', '县', '区']) && township().is_some_and(opens_government)
}

/// True for a place that begins with a word for a place: a few districts, and townships with a government of their own.
fn may_begin_unnamed((rank, place): (Rank, &str), end: &str, rest: &str) -> bool {
    let is_short = || place.strip_suffix(end).is_some_and(|own| own.chars().count() == UNNAMED_TOWNSHIP);
    BEGIN_UNNAMED.contains(&place) || rank == Rank::Township && is_short() && opens_government(rest)
}

/// True for what stands behind a place that has a government, if it is that.
fn opens_government(rest: &str) -> bool {
    rest.is_empty() || ["人民政府", "政府", "办事处"].iter().any(|word| rest.starts_with(word))
}

/// A name without blanks and without a bracket at its end: `示例县人民政府（本级）`.
pub(crate) fn plain_name(name: &str) -> String {
    let name = bare_name(name);
    let plain = name.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')).map_or(&*name, |(n, _)| n);
    plain.to_owned()
}

/// True for a bare word for a kind of body: 街道办事处.
pub(crate) fn is_bare_kind(name: &str) -> bool {
    ENDS.iter().any(|(end, _)| name == *end)
}

/// True if the characters of one text stand in the other in this order: `县住建局` is short for
/// `青禾县住房和城乡建设局`.
pub(crate) fn is_short_for(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    short.chars().all(|c| rest.any(|other| other == c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(name: &str) -> Vec<&str> {
        Body::of(name).places.into_iter().map(|(_, place)| place).collect()
    }

    #[test]
    fn the_last_characters_of_places_are_listed() {
        assert!(PLACES.iter().all(|(end, _)| end.ends_with(PLACE_ENDS)));
        assert!(PLACE_ENDS.iter().all(|last| PLACES.iter().any(|(end, _)| end.ends_with(*last))));
    }

    #[test]
    fn places_are_taken_off_the_name() {
        for (name, expected, core) in [
            ("青禾县住房和城乡建设局", &["青禾县"][..], "住房和城乡建设局"),
            ("南川市青禾县东山镇人民政府", &["南川市", "青禾县", "东山镇"], "人民政府"),
            ("青禾县城市管理局", &["青禾县"], "城市管理局"),
            ("青禾县乡村振兴局", &["青禾县"], "乡村振兴局"),
            ("南川市市场监督管理局", &["南川市"], "市场监督管理局"),
            ("东城区城关街道办事处", &["东城区", "城关街道"], "办事处"),
            ("住房和城乡建设局", &[], "住房和城乡建设局"),
            ("县农业农村局", &[], "县农业农村局"),
            ("南川市平湖区政务服务中心", &["南川市", "平湖区"], "政务服务中心"),
            ("国家税务总局青禾县税务局", &[], "国家税务总局青禾县税务局"),
            ("云州市云州区公安局", &["云州市", "云州区"], "公安局"),
            ("南乡市东镇镇人民政府", &["南乡市", "东镇镇"], "人民政府"),
            ("石河自治州林业局", &["石河自治州"], "林业局"),
            ("白石县", &["白石县"], ""),
            ("南川市青山市林业局", &["南川市", "青山市"], "林业局"),
            ("梅州市梅县区教育局", &["梅州市", "梅县区"], "教育局"),
            ("费县区域合作局", &["费县"], "区域合作局"),
            ("临夏回族自治州东乡族自治县林业局", &["临夏回族自治州", "东乡族自治县"], "林业局"),
            ("积石山保安族东乡族撒拉族自治县林业局", &["积石山保安族东乡族撒拉族自治县"], "林业局"),
            ("天津市和平区教育局", &["天津市", "和平区"], "教育局"),
            ("呼和浩特市住房和城乡建设局", &["呼和浩特市"], "住房和城乡建设局"),
            ("南平市政和县文化和旅游局", &["南平市", "政和县"], "文化和旅游局"),
            ("县城市管理局", &[], "县城市管理局"),
            ("县市场监管和县乡建设局", &[], "县市场监管和县乡建设局"),
            ("县乡村振兴局", &[], "县乡村振兴局"),
            ("县高新区管委会", &[], "县高新区管委会"),
            ("县城关镇人民政府", &[], "县城关镇人民政府"),
            ("市城市更新局", &[], "市城市更新局"),
            ("江州市市中区教育局", &["江州市", "市中区"], "教育局"),
            ("市南区教育局", &["市南区"], "教育局"),
            ("和平区区庄乡人民政府", &["和平区", "区庄乡"], "人民政府"),
            ("市桥街道办事处", &["市桥街道"], "办事处"),
            ("青禾县新市镇人民政府", &["青禾县", "新市镇"], "人民政府"),
            ("新市区教育局", &["新市区"], "教育局"),
            ("津市市教育局", &["津市市"], "教育局"),
            ("青禾县新市街道", &["青禾县", "新市街道"], ""),
            ("青禾县故县镇人民政府", &["青禾县", "故县镇"], "人民政府"),
            ("南川市西区街道办事处", &["南川市", "西区街道"], "办事处"),
            ("商洛市镇安县教育局", &["商洛市", "镇安县"], "教育局"),
            ("南川市乡村振兴局", &["南川市"], "乡村振兴局"),
            ("青禾县乡镇企业局", &["青禾县"], "乡镇企业局"),
        ] {
            assert_eq!((places(name).as_slice(), Body::of(name).core), (expected, core), "{name}");
        }
    }

    #[test]
    fn the_kind_tells_the_level_where_it_is_certain() {
        for (name, level) in [
            ("青禾县人民政府", Some(Level::Government)),
            ("东山镇政府", Some(Level::Government)),
            ("青禾县林业局", Some(Level::Department)),
            ("南川市卫生健康委员会", Some(Level::Department)),
            ("城关街道办事处", Some(Level::Department)),
            ("青禾县政务服务中心", Some(Level::Department)),
            ("青禾经济开发区管理委员会", None),
            ("青禾县人民政府办公室", None),
            ("青禾县公安局交通警察大队", None),
            ("青禾县", None),
            ("", None),
        ] {
            assert_eq!(Body::of(name).level(), level, "{name}");
        }
    }

    #[test]
    fn a_short_form_keeps_the_order_of_the_characters() {
        assert!(is_short_for("县住建局", "青禾县住房和城乡建设局"));
        assert!(!is_short_for("县建住局", "青禾县住房和城乡建设局"));
    }
}
