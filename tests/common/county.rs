//! The reports of a county: as many units as one asks for, each with figures and a narrative of its own, drawn from a
//! seed. Some have a fault of which it is known how it must be found. Used by tests and by benchmarks.

use super::offices::{Narrative, Office, Random, office};

/// A sound report, whose figures and narrative every unit replaces by its own.
const SOUND: &str = include_str!("../../examples/qinghe-2024.toml");

/// What is wrong with what a unit has filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// It has filed nothing.
    Missing,
    /// Its file does not read.
    Unreadable,
    /// It has filed two files with different figures.
    Differing,
    /// Its report is dated after the day of the roster, not after that of the law.
    Late,
    /// It is not on the roster.
    Unlisted,
    /// The total of a row is wrong.
    WrongTotal,
    /// What came in is not what was done and left.
    Unbalanced,
    /// A cell is blank.
    Blank,
    /// The text states another number than the table.
    WrongNumber,
    /// The text speaks of another body as the one that reports.
    OtherBody,
    /// The text speaks of another year as this one.
    WrongYear,
    /// The narrative is that of the unit before it, with its own name.
    Copied,
    /// Section five is that of the unit before it.
    CopiedSection,
}

impl Fault {
    /// Every fault.
    pub const ALL: [Self; 13] = [
        Self::Missing,
        Self::Unreadable,
        Self::Differing,
        Self::Late,
        Self::Unlisted,
        Self::WrongTotal,
        Self::Unbalanced,
        Self::Blank,
        Self::WrongNumber,
        Self::OtherBody,
        Self::WrongYear,
        Self::Copied,
        Self::CopiedSection,
    ];

    /// The codes of the findings that show it.
    pub fn codes(self) -> &'static [&'static str] {
        match self {
            Self::WrongTotal => &["T104"],
            Self::Unbalanced => &["T103"],
            Self::Blank => &["D006"],
            Self::WrongNumber => &["N301"],
            Self::OtherBody => &["S407"],
            Self::WrongYear => &["N305"],
            _ => &[],
        }
    }
}

/// A unit, and what it has filed.
#[derive(Debug, Clone)]
pub struct Filing {
    /// The unit.
    pub office: Office,
    /// Its data file; `None` if it has filed nothing.
    pub text: Option<String>,
    /// A second data file of it.
    pub second: Option<String>,
    /// What is wrong.
    pub fault: Option<Fault>,
}

/// The units of a county; each fault is planted `times`, far enough apart that none touches another.
pub fn county(seed: u64, units: usize, times: usize) -> Vec<Filing> {
    let mut random = Random::seeded(seed);
    let faults: Vec<Fault> = (0..times).flat_map(|_| Fault::ALL).collect();
    let step = units / faults.len().max(1);
    assert!(step >= 2, "too few units for the faults");
    let mut filings: Vec<Filing> = Vec::with_capacity(units);
    let mut before: Option<Narrative> = None;
    for number in 0..units {
        let fault = (number % step == 1).then(|| faults.get(number / step).copied()).flatten();
        let mut own = Narrative::own(&mut random);
        match (fault, &before) {
            (Some(Fault::Copied), Some(before)) => own = before.clone(),
            (Some(Fault::CopiedSection), Some(before)) => own.problems.clone_from(&before.problems),
            _ => {}
        }
        filings.push(filing(office(number), fault, &own, &mut random));
        before = Some(own);
    }
    filings
}

/// The roster of a county, with a day by which to file.
pub fn roster(filings: &[Filing]) -> String {
    let listed = filings.iter().filter(|filing| filing.fault != Some(Fault::Unlisted));
    let lines = listed.map(|filing| format!("{},2025-01-25\n", filing.office.name));
    format!("单位名称,期限\n{}", lines.collect::<String>())
}

fn filing(office: Office, fault: Option<Fault>, narrative: &Narrative, random: &mut Random) -> Filing {
    let text = with_headings(&narrative.data_file(SOUND, &office, random));
    let text = with_figures(&text, random);
    let text = with_fault(text, fault, &office, random);
    let second = (fault == Some(Fault::Differing)).then(|| with_figures(&text, random));
    let text = (fault != Some(Fault::Missing)).then_some(text);
    Filing { office, text, second, fault }
}

/// The text with what the form has every report say: the headings of section one, with a figure of a table, and of
/// section five; and that no fee was taken.
fn with_headings(text: &str) -> String {
    const TOPICS: [&str; 5] = [
        "### （一）主动公开情况\n",
        "### （二）依申请公开情况\n全年新收政府信息公开申请{{ requests.received.total }}件。\n",
        "### （三）政府信息管理情况\n",
        "### （四）政府信息公开平台建设情况\n",
        "### （五）监督保障情况\n",
    ];
    let overview = |words: &str| {
        let lines = words.lines().enumerate();
        lines.map(|(at, line)| format!("{}{line}\n", TOPICS.get(at).unwrap_or(&""))).collect::<String>()
    };
    let problems = |words: &str| {
        // Half of the sentences are on what is done about it.
        let ends: Vec<usize> = words.match_indices('。').map(|(at, end)| at + end.len()).collect();
        let (first, rest) = words.split_at(ends[ends.len() / 2]);
        format!("（一）存在的主要问题。{first}\n（二）改进情况。{rest}")
    };
    let text = in_section(text, "[overview]", overview);
    let text = in_section(&text, "[problems]", problems);
    in_section(&text, "[other_matters]", |words| format!("本年度未收取信息处理费。\n{words}"))
}

/// The text with other words in a section.
fn in_section(text: &str, section: &str, words: impl Fn(&str) -> String) -> String {
    let from = text.find(section).unwrap();
    let start = from + text[from..].find("'''\n").unwrap() + 4;
    let end = start + text[start..].find("'''").unwrap();
    format!("{}{}{}", &text[..start], words(&text[start..end]), &text[end..])
}

/// The text with its fault.
fn with_fault(text: String, fault: Option<Fault>, office: &Office, random: &mut Random) -> String {
    match fault {
        Some(Fault::Unreadable) => text.replacen("[overview]", "[overview", 1),
        Some(Fault::Late) => text.replacen("2025-01-16", "2025-01-28", 1),
        Some(Fault::WrongTotal) => in_row(&text, "reconsideration", |cells| {
            let sum: u64 = cells.iter().map(|cell| cell.parse::<u64>().unwrap()).sum();
            cells.push((sum + 1).to_string());
        }),
        Some(Fault::Unbalanced) => in_row(&text, "carried_forward", |cells| {
            let first = cells[0].parse::<u64>().unwrap();
            cells[0] = (first + 1).to_string();
        }),
        Some(Fault::Blank) => in_row(&text, "granted", |cells| cells[1] = "\"\"".to_owned()),
        Some(Fault::WrongNumber) => {
            text.replacen("{{ requests.received.total }}件", &format!("{}件", 100_000 + random.below(900)), 1)
        }
        Some(Fault::OtherBody) => {
            text.replacen("### （五）", "云溪县粮食和物资储备局认真贯彻上级部署。\n### （五）", 1)
        }
        Some(Fault::WrongYear) => text.replacen(
            "### （五）",
            &format!("2023年，{}认真执行各项公开规定。\n### （五）", office.name),
            1,
        ),
        _ => text,
    }
}

/// The text with other cells in a row.
fn in_row(text: &str, key: &str, change: impl FnOnce(&mut Vec<String>)) -> String {
    let is_row = |line: &&str| line.split_once('=').is_some_and(|(own, _)| own.trim() == key);
    let line = text.lines().find(is_row).unwrap_or_else(|| panic!("no row {key}"));
    let (open, close) = (line.find('[').unwrap(), line.find(']').unwrap());
    let mut cells: Vec<String> =
        line[open + 1..close].split(',').map(|cell| cell.trim().to_owned()).collect();
    change(&mut cells);
    text.replacen(line, &format!("{} {} {}", &line[..=open], cells.join(", "), &line[close..]), 1)
}

/// The text with figures of its own, which add up.
fn with_figures(text: &str, random: &mut Random) -> String {
    /// Rows of the requests that are no way to deal with one.
    const OTHERS: [&str; 4] = ["received", "carried_in", "total", "carried_forward"];
    const COLUMNS: usize = 6;
    let (from, to) = (text.find("[requests]").unwrap(), text.find("[proceedings]").unwrap());
    let keys: Vec<&str> = text[from..to]
        .lines()
        .filter_map(|line| {
            line.split_once(" = [")
                .map(|(key, _)| key.trim())
                .or_else(|| Some(line.split_once("= [")?.0.trim()))
        })
        .collect();
    let mut text = text.to_owned();
    let put = |text: &mut String, key: &str, numbers: Vec<u64>| {
        *text = in_row(text, key, |cells| *cells = numbers.iter().map(u64::to_string).collect());
    };
    let mut handled = vec![0; COLUMNS];
    for key in keys.into_iter().filter(|key| !OTHERS.contains(key)) {
        // Most cells of a real report are 0; where no fee is taken, nobody has failed to pay one.
        let is_empty = key.contains("fee");
        let cells: Vec<u64> = (0..COLUMNS)
            .map(|_| if is_empty || random.below(4) > 0 { 0 } else { random.below(40) as u64 })
            .collect();
        handled.iter_mut().zip(&cells).for_each(|(sum, cell)| *sum += cell);
        put(&mut text, key, cells);
    }
    let left: Vec<u64> = (0..COLUMNS).map(|_| random.below(5) as u64).collect();
    let carried: Vec<u64> =
        handled.iter().zip(&left).map(|(done, left)| (random.below(4) as u64).min(done + left)).collect();
    let received =
        handled.iter().zip(&left).zip(&carried).map(|((done, left), carried)| done + left - carried);
    put(&mut text, "received", received.collect());
    put(&mut text, "carried_in", carried);
    put(&mut text, "total", handled);
    put(&mut text, "carried_forward", left);
    for key in ["reconsideration", "litigation.direct", "litigation.after_reconsideration"] {
        put(&mut text, key, (0..4).map(|_| random.below(4) as u64).collect());
    }
    let (made, ended) = (random.below(9) as u64, random.below(3) as u64);
    put(&mut text, "normative_documents", vec![made, ended, made + random.below(60) as u64]);
    for (key, own) in [("licensing", "15286"), ("penalties", "1037"), ("fees", "328.6150")] {
        let line = text.lines().find(|line| line.starts_with(key)).unwrap().to_owned();
        let number = match key {
            "fees" => format!("{}.{:04}", random.below(900), random.below(10_000)),
            _ => (1 + random.below(9_000)).to_string(),
        };
        // The second file of a unit has other figures already.
        let old = if line.contains(own) { own.to_owned() } else { value_of(&line) };
        text = text.replacen(&line, &line.replacen(&old, &number, 1), 1);
    }
    text
}

/// What stands behind the sign of a row with one cell.
fn value_of(line: &str) -> String {
    line.split_once('=').unwrap().1.split('#').next().unwrap().trim().to_owned()
}
