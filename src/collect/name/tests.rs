use super::*;
use crate::collect::testing::{entry, roster};

/// What a name says of a roster of these names: the unit, `?` and the units that it may be, or nothing.
fn found(names: &[&str], of: &[&str]) -> Vec<String> {
    words(&roster(of).entries, names)
}

fn words(entries: &[Entry], names: &[&str]) -> Vec<String> {
    let called = |unit: &usize| entries[*unit].name.clone();
    let words = |found| match found {
        Match::Certain(unit) => called(&unit),
        Match::Doubtful(units) => format!("?{}", units.iter().map(called).collect::<Vec<_>>().join("、")),
        Match::None => String::new(),
    };
    Names::new(entries).find(names).into_iter().map(words).collect()
}

#[test]
fn a_unit_is_known_by_its_usual_names() {
    for (name, listed) in [
        ("青禾县林业局", "青禾县林业局"),
        (" 青禾县 林业局（本级）", "青禾县林业局"),
        ("青禾县林业局", "青禾县林业局（本级）"),
        ("林业局", "青禾县林业局"),
        ("县林业局", "青禾县林业局"),
        ("南川市青禾县林业局", "青禾县林业局"),
        ("青禾县林业局", "南川市青禾县林业局"),
        ("青禾县林业局", "林业局"),
        ("青禾县林业局", "县林业局"),
        ("青禾县政府办公室", "青禾县人民政府办公室"),
        ("县政府办", "青禾县人民政府办公室"),
        ("青禾县人民政府办公室", "县府办"),
        ("南川市青禾县东山镇人民政府", "东山镇政府"),
        ("东山镇人民政府", "东山镇"),
        ("青禾县人民政府城关街道办事处", "城关街道"),
        ("青禾县城关街道办", "城关街道办事处"),
        ("青禾县卫生健康委", "青禾县卫生健康委员会"),
        ("市场监督管理局", "青禾县市场监督管理局"),
        ("青禾县城市管理局", "县城市管理局"),
        ("中共青禾县委机构编制委员会办公室", "县委编办"),
        ("中共青禾县委宣传部", "青禾县委宣传部"),
        ("青禾县人大常委会办公室", "县人大办"),
        ("青禾县市政设施管理处", "县市政设施管理处"),
        ("青禾县高新区管委会", "县高新区管理委员会"),
        ("青禾县城关镇人民政府", "县城关镇政府"),
        ("青禾县新市镇人民政府", "新市镇政府"),
    ] {
        assert_eq!(found(&[name], &["青禾县审计局", listed]), [listed], "{name}");
    }
}

#[test]
fn what_only_may_be_a_unit_is_told_and_not_matched() {
    for (name, listed) in [
        ("青禾县住建局", "青禾县住房和城乡建设局"),
        ("青禾县住房和城乡建设局", "县住建局"),
        ("青禾县文化旅游局", "青禾县文化和旅游局"),
        ("青河县文化和旅游局", "青禾县文化和旅游局"),
        ("国家税务总局青禾县税务局", "青禾县税务局"),
        ("青禾县公安局（交通警察大队）", "青禾县公安局"),
        ("青禾县公安局", "青禾县公安局（交通警察大队）"),
    ] {
        assert_eq!(found(&[name], &["青禾县审计局", listed]), [format!("?{listed}")], "{name}");
    }
    for (name, listed) in [
        ("青禾县教育局", "青禾县体育局"),
        ("青禾县人民政府", "青禾县人民政府办公室"),
        ("市林业局", "青禾县林业局"),
        ("市高新区管委会", "青禾县高新区管委会"),
        ("青禾县公安局城关分局", "青禾县公安局"),
        ("", "青禾县公安局"),
    ] {
        let found = found(&[name], &[listed]);
        assert!(!found[0].starts_with('青'), "{name}: {found:?}");
    }
    assert_eq!(found(&["青禾县教育局"], &["青禾县体育局"]), [""]);
}

#[test]
fn two_places_are_never_one_unit() {
    let none = |names: &[&str], listed: &[&str]| {
        let all = found(names, listed);
        assert!(all.iter().all(|found| found.is_empty() || found.starts_with('?')), "{names:?}: {all:?}");
    };
    none(&["云溪县林业局"], &["青禾县林业局"]);
    none(&["南川市林业局"], &["南川市青禾县林业局"]);
    none(&["青禾县林业局"], &["南川市林业局"]);
    none(&["北江市青禾县林业局"], &["南川市青禾县林业局"]);
    none(&["林业局", "东山镇政府"], &["青禾县林业局", "云溪县林业局", "青禾县东山镇", "云溪县东山镇"]);
    // Nobody can tell which of the two the roster means.
    none(&["云溪县林业局", "青禾县林业局"], &["林业局"]);
    let two = ["青禾县林业局", "云溪县林业局"];
    assert_eq!(found(&["南川市云溪县林业局", "青禾县林业局"], &two), [two[1], two[0]]);
}

#[test]
fn the_place_of_a_roster_is_told_by_its_units_or_by_most_reports() {
    let listed = ["青禾县人民政府办公室", "林业局", "财政局"];
    assert_eq!(found(&["云溪县林业局"], &listed), ["?林业局"]);
    assert_eq!(found(&["南川市青禾县林业局"], &listed), ["林业局"]);
    let reports = ["青禾县林业局", "青禾县财政局", "云溪县审计局", "云溪县东山镇政府"];
    assert_eq!(found(&reports, &["林业局", "财政局", "审计局"]), ["林业局", "财政局", "?审计局", ""]);
    // Of units of a county, the city above it is told by the reports.
    let all = ["南川市青禾县林业局", "南川市青禾县财政局", "北江市青禾县审计局"];
    assert_eq!(
        found(&all, &["青禾县林业局", "青禾县财政局", "青禾县审计局"]),
        ["青禾县林业局", "青禾县财政局", "?青禾县审计局"]
    );
}

#[test]
fn one_name_does_not_tell_the_place_of_a_roster_against_the_others() {
    let reports = ["青禾县教育局", "青禾县林业局", "青禾县水利局"];
    let listed = ["教育局", "林业局", "水利局", "老区建设促进会"];
    assert_eq!(found(&reports, &listed), listed[..3]);
    let listed = ["青禾县教育局", "青禾县林业局", "青禾县财政局", "水利局", "云溪县审计局"];
    assert_eq!(found(&["青禾县水利局"], &listed), ["水利局"]);
    assert_eq!(found(&["云溪县水利局"], &listed), ["?水利局"]);
    // That it is a place is seen from a report.
    let listed = ["青禾县人民政府办公室", "林业局", "财政局", "审计局"];
    let reports = ["云溪县林业局", "云溪县财政局", "青禾县审计局"];
    assert_eq!(found(&reports, &listed), ["?林业局", "?财政局", "审计局"]);
}

#[test]
fn the_own_name_goes_before_what_another_is_called_besides() {
    let mut entries = roster(&["青禾县税务局（本级）", "青禾县税务局（东山分局）"]).entries;
    entries[1].aliases = vec!["青禾县税务局".to_owned()];
    assert_eq!(
        words(&entries, &["青禾县税务局", "青禾县税务局（东山分局）"]),
        ["青禾县税务局（本级）", "青禾县税务局（东山分局）"]
    );
}

#[test]
fn an_alias_is_a_name() {
    let entries = [
        entry("青禾县自然资源局").also("青禾县国土资源局").also("县资规局"),
        entry("青禾县林业局").also("县资规局"),
    ];
    assert_eq!(
        words(&entries, &["青禾县国土资源局", "国土资源局", "县资规局"]),
        ["青禾县自然资源局", "青禾县自然资源局", "?青禾县自然资源局、青禾县林业局"]
    );
}

#[test]
fn the_name_of_a_file_names_one_unit_or_none() {
    let entries = [
        entry("青禾县人民政府").also("一局"),
        entry("青禾县人民政府办公室"),
        entry("青禾县林业局").also("县林业局"),
    ];
    let mut names = Names::new(&entries);
    names.find(&[]);
    for (path, found) in [
        ("/青禾县人民政府/2024青禾县人民政府办公室年报.doc", Match::Certain(1)),
        ("C:\\年报\\青禾县人民政府.doc", Match::Certain(0)),
        ("青禾县林业局、青禾县人民政府.pdf", Match::Doubtful(vec![0, 2])),
        ("第一局.pdf", Match::None),
        ("县林业局 (1).pdf", Match::Certain(2)),
        ("年报.青禾县林业局", Match::None),
        ("青禾县林业局第一苗圃2024年报.pdf", Match::Doubtful(vec![2])),
        ("青禾县林业局政务公开办公室.pdf", Match::Doubtful(vec![2])),
        ("云溪县林业局.pdf", Match::Doubtful(vec![2])),
        ("国家林业总局青禾县林业局.pdf", Match::Doubtful(vec![2])),
        ("附件：关于报送青禾县林业局政府信息公开年报（定稿）.pdf", Match::Certain(2)),
        ("2024年度青禾县林业局-盖章.pdf", Match::Certain(2)),
        ("南川市青禾县林业局年报.pdf", Match::Certain(2)),
        ("", Match::None),
    ] {
        assert_eq!(names.in_file_name(path), found, "{path}");
    }
}

#[test]
fn thousands_of_names_are_told_apart() {
    let bureaus: Vec<String> = (0..50).map(|at| format!("{}务管理局", number(at))).collect();
    let all =
        (0..100).flat_map(|county| bureaus.iter().map(move |bureau| format!("{}县{bureau}", number(county))));
    let all: Vec<String> = all.collect();
    let listed: Vec<Entry> = all.iter().map(|name| entry(name)).collect();
    let mut names = Names::new(&listed);
    let asked: Vec<String> = all
        .iter()
        .map(|name| format!("南川市{name}"))
        .chain(all.iter().map(|name| name.replace("务管", "事管")))
        .collect();
    let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
    let found = names.find(&asked);
    for (at, found) in found.iter().enumerate() {
        let expected = at % all.len();
        let is_right = match found {
            Match::Certain(unit) => at < all.len() && *unit == expected,
            Match::Doubtful(_) => at >= all.len(),
            Match::None => false,
        };
        assert!(is_right, "{}: {found:?}", asked[at]);
    }
}

/// A name of two characters for a number.
fn number(at: u32) -> String {
    [at / 10, at % 10].into_iter().filter_map(|digit| char::from_u32(0x6C34 + digit)).collect()
}
