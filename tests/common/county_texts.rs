//! The data files of a county: a sound one with other figures, other words, and one fault. Used by `county`.

use super::county::Fault;
use super::offices::{Narrative, Office, Random};

/// A sound report, whose figures and narrative every unit replaces by its own.
pub const SOUND: &str = include_str!("../../examples/qinghe-2024.toml");

/// The report of an office with figures and a narrative.
pub fn report(figures: &str, narrative: &Narrative, office: &Office, random: &mut Random) -> String {
    with_headings(&narrative.data_file(figures, office, random))
}

/// What the office has filed the year before with the same words: what it left then has been carried over.
pub fn last_year(text: &str) -> String {
    let text = text.replace("2025-01-16", "2024-01-16").replace("2025年", "2024@年");
    let text = text.replace("2024年", "2023年").replace("2024@年", "2024年");
    let mut text = text.replace("year   = 2024", "year   = 2023");
    let row = |text: &str, key: &str| -> Vec<u64> {
        let mut found = Vec::new();
        in_row(text, key, |cells| {
            found = cells.iter().map(|cell| cell.parse().unwrap()).collect();
        });
        found
    };
    let put = |text: &str, key: &str, numbers: &[u64]| {
        in_row(text, key, |cells| *cells = numbers.iter().map(u64::to_string).collect())
    };
    let (carried, handled) = (row(&text, "carried_in"), row(&text, "total"));
    text = put(&text, "carried_forward", &carried);
    text = put(&text, "received", &handled);
    // What was in force then, with what was made since and without what has ended, is what is in force.
    let documents = row(&text, "normative_documents");
    let [made, ended, in_force] = documents[..] else { panic!("three cells") };
    put(&text, "normative_documents", &[made, ended, in_force + ended - made])
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
pub fn with_fault(text: String, fault: Option<Fault>, office: &Office, random: &mut Random) -> String {
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
        Some(Fault::AmountWithUnit) => {
            let line = text.lines().find(|line| line.starts_with("fees")).unwrap();
            text.replacen(line, "fees = \"251000元\"", 1)
        }
        Some(Fault::WrongNumber) => {
            text.replacen("{{ requests.received.total }}件", &format!("{}件", 100_000 + random.below(900)), 1)
        }
        Some(Fault::OtherBody) => {
            text.replacen("### （五）", "南华县粮食和物资储备局认真贯彻上级部署。\n### （五）", 1)
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
pub fn with_figures(text: &str, random: &mut Random) -> String {
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
