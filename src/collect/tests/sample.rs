//! A county of nine units, and one whose words are meant to do harm.

use rust_decimal::Decimal;

use crate::collect::{
    Collection, Copied, Copier, Entry, Figure, Filed, Found, Standing, Stray, SumCell, Unit,
};
use crate::copied::Marks;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::format::Forms;
use crate::report::Date;
use crate::rules;
use crate::source::{Source, Span};

const SOUND: &str = include_str!("../../../examples/qinghe-2024.toml");
const AGENCY: &str = "青禾县住房和城乡建设局";
/// Characters of a finding that is longer than a cell of a spreadsheet takes.
pub(crate) const LONG: usize = 40_000;

/// A report of an agency, with words replaced.
pub(crate) fn filed(path: &str, agency: &str, edits: &[(&str, &str)]) -> Filed {
    let text = edits.iter().fold(SOUND.replace(AGENCY, agency), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    });
    let source = Source::new(path, text);
    let checked = rules::check(&source, &Forms::built_in());
    Filed::new((0, path.to_owned()), &source, (&checked, Marks::default()), None)
}

fn entry(name: &str, counts: bool) -> Option<Entry> {
    Some(Entry {
        name: name.to_owned(),
        aliases: Vec::new(),
        category: "部门".to_owned(),
        deadline: None,
        counts,
        contact: "王某 0000-0000001".to_owned(),
    })
}

/// A unit of the roster with what it has filed.
pub(crate) fn unit(name: &str, standing: Standing, filed: Vec<Filed>) -> Unit {
    Unit {
        name: name.to_owned(),
        entry: entry(name, true),
        deadline: None,
        standing,
        is_late: false,
        filed,
        last_year: None,
        unread: Vec::new(),
        remarks: Vec::new(),
        sum_among: None,
    }
}

/// The reports of these units, all on the roster.
pub(crate) fn of_units(units: Vec<Unit>) -> Collection {
    Collection {
        year: 2024,
        has_roster: true,
        units,
        strays: Vec::new(),
        others: Vec::new(),
        sum: None,
        copied: Vec::new(),
        against: None,
    }
}

fn stray(path: &str, why: &str) -> Stray {
    Stray { path: path.to_owned(), problem: format!("无法读取“{path}”：{why}"), is_other: false }
}

fn copier(unit: usize, path: &str, is_last_year: bool, words: &str) -> Copier {
    Copier { unit, path: path.to_owned(), is_last_year, words: words.to_owned() }
}

/// The county.
pub(crate) fn county() -> Collection {
    let total = ("2,   75 ]", "2,   76 ]");
    let blank = ("328.6150", "\"\"");
    let one = |name: &str, edits: &[(&str, &str)]| vec![filed(&format!("{name}.toml"), name, edits)];
    let missing = Unit {
        remarks: vec!["文件“甲厅.docx”可能是它的，请核对".to_owned()],
        ..unit("丙局", Standing::Missing, Vec::new())
    };
    let unreadable = Unit {
        unread: vec![stray("报送/部门/丁局.doc", "文件已损坏，请在 Word 里打开，另存为 .docx 后再试")],
        ..unit("丁局", Standing::Unreadable, Vec::new())
    };
    let other = filed("报送/戊局（定稿）.toml", "戊局", &[("15286", "15287"), blank]);
    let differing = Unit {
        remarks: vec!["“戊局.toml”与“报送/戊局（定稿）.toml”的数字不一致".to_owned()],
        ..unit("戊局", Standing::Differing, [one("戊局", &[]), vec![other]].concat())
    };
    let faulty = one(
        "甲局",
        &[total, ("date     = 2025-01-16", "date     = 2025-04-16"), ("国务院令第711号", "国务院令第492号")],
    );
    let late = Unit {
        is_late: true,
        deadline: Date::of(2025, 2, 10),
        ..unit(
            "己局",
            Standing::Filed,
            one(
                "己局",
                &[
                    ("date     = 2025-01-16", "date     = 2025-02-16"),
                    ("coercive_measures   = 6", "coercive_measures   = 9"),
                ],
            ),
        )
    };
    let without =
        Unit { entry: entry("辛局", false), ..unit("辛局", Standing::Filed, one("辛局", &[])) };
    let unlisted = Unit {
        entry: None,
        remarks: vec!["不在名单上".to_owned()],
        ..unit("壬公司", Standing::Filed, one("壬公司", &[total]))
    };
    let units = vec![
        missing,
        unreadable,
        differing,
        unit("甲局", Standing::Filed, faulty),
        unit("乙局", Standing::Filed, one("乙局", &[("= 1037", "= -1037")])),
        late,
        unit("庚局", Standing::Filed, one("庚局", &[blank])),
        without,
        unlisted,
    ];
    let (first, second) = (
        "甲局高度重视政府信息公开工作，全年召开专题会议3次，举办业务培训4期，参训人员120人次。",
        "己局高度重视政府信息公开工作，全年召开专题会议2次，举办业务培训2期，参训人员80人次。",
    );
    let mut county = Collection {
        year: 2024,
        has_roster: true,
        units,
        strays: vec![stray("报送/扫描件.pdf", "里面只有图片，没有文字")],
        others: vec![Stray { is_other: true, ..stray("报送/丙局.zip", "这是压缩文件") }],
        sum: None,
        copied: vec![Copied {
            section: "一、总体情况".to_owned(),
            letters: 36,
            share: 85,
            members: vec![copier(3, "甲局.toml", false, first), copier(5, "己局.toml", false, second)],
        }],
        against: None,
    };
    county.add_up(&Forms::built_in());
    let stated = stated(&county);
    county.compare_with(&stated);
    county
}

/// A report of the sum that leaves out what only 己局 has, and has one figure wrong that nobody explains.
fn stated(county: &Collection) -> Filed {
    let sum = county.sum.as_ref().unwrap();
    let mut stated = filed("汇总.toml", AGENCY, &[]);
    let stated_as = |cell: &SumCell| match (cell.path.as_str(), cell.value) {
        (_, None) => Figure::Blank,
        ("disclosure.coercive_measures", Some(value)) => Figure::Number(value - Decimal::from(9)),
        ("requests.carried_in.natural_person", Some(value)) => Figure::Number(value + Decimal::from(1)),
        (_, Some(value)) => Figure::Number(value),
    };
    stated.figures = sum.cells.iter().map(stated_as).collect();
    stated
}

/// A finding in words.
fn found(message: &str) -> Found {
    let source = Source::new("=甲.toml", "年报");
    let finding = Diagnostic::error(Code("T101"), Span::new(0, 3), message).help("-改\n法");
    let json = crate::diagnostic::json::Finding::new(&source, &finding);
    Found {
        severity: Severity::Error,
        place: "@第 1 行".to_owned(),
        facts: vec!["+1".to_owned()],
        finding: json,
    }
}

/// Units whose words are meant to do harm.
pub(crate) fn hostile() -> Collection {
    let names = [
        "<script>alert(1)</script>&\"'".to_owned(),
        "=1+1".to_owned(),
        "+甲".to_owned(),
        "-乙".to_owned(),
        "@丙\u{202E}\n\u{7}".to_owned(),
        "{{ title }}{% raw %}".to_owned(),
        "\"><img src=x onerror=alert(1)>".to_owned(),
        "局".repeat(200),
    ];
    let message = "长".repeat(LONG);
    let of_name = |(at, name): (usize, &String)| {
        let mut filed = filed("=甲/<img src=x>.toml", AGENCY, &[]);
        filed.findings = vec![found(if at == 0 { &message } else { name })];
        filed.counts.errors = 1;
        Unit { remarks: vec![format!("={name}")], ..unit(name, Standing::Filed, vec![filed]) }
    };
    let units: Vec<Unit> = names.iter().enumerate().map(of_name).collect();
    let members = names.iter().enumerate().map(|(at, name)| copier(at, name, false, name)).collect();
    Collection {
        year: 2024,
        has_roster: false,
        strays: vec![stray("<script>alert(1)</script>.pdf", "=1")],
        others: Vec::new(),
        copied: vec![Copied {
            section: "<script>alert(1)</script>".to_owned(),
            letters: 1,
            share: 1,
            members,
        }],
        units,
        sum: None,
        against: None,
    }
}
