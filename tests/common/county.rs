//! The reports of a county: as many units as one asks for, each with figures and a narrative of its own, drawn from a
//! seed. Some have a fault of which it is known how it must be found, or what only looks like one. Used by tests and by
//! benchmarks.

use super::county_texts::{SOUND, last_year, report, with_fault, with_figures};
use super::offices::{Narrative, Office, Random, office};

/// What is wrong with what a unit has filed, or only looks wrong.
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
    /// A cell holds an amount in another unit, with the unit.
    AmountWithUnit,
    /// The text states another number than the table.
    WrongNumber,
    /// The text speaks of another body as the one that reports.
    OtherBody,
    /// The text speaks of another year as this one.
    WrongYear,
    /// The narrative is that of the unit before it, with its own name and numbers.
    Copied,
    /// Section five is that of the unit before it.
    CopiedSection,
    /// The paragraphs are those of the two units before it, by turns.
    TwoSources,
    /// The narrative is that of its own report of the year before.
    OwnLastYear,
    /// The narrative is that of a template, with its own name and numbers.
    Template,
    /// No fault: last year's report is there, in other words.
    WithLastYear,
    /// No fault: two files say the same.
    SameTwice,
    /// No fault: the roster has its former name and the one of the report as an alias.
    Renamed,
    /// No fault: the report names the city in front of the name on the roster.
    InFull,
}

impl Fault {
    /// Every fault but those that concern more units than one.
    pub const ALL: [Self; 20] = [
        Self::Missing,
        Self::Unreadable,
        Self::Differing,
        Self::Late,
        Self::Unlisted,
        Self::WrongTotal,
        Self::Unbalanced,
        Self::Blank,
        Self::AmountWithUnit,
        Self::WrongNumber,
        Self::OtherBody,
        Self::WrongYear,
        Self::Copied,
        Self::CopiedSection,
        Self::TwoSources,
        Self::OwnLastYear,
        Self::WithLastYear,
        Self::SameTwice,
        Self::Renamed,
        Self::InFull,
    ];

    /// The codes of the findings that show it, notes apart.
    pub fn codes(self) -> &'static [&'static str] {
        match self {
            Self::Unreadable => &["D001"],
            Self::WrongTotal => &["T104"],
            Self::Unbalanced => &["T103"],
            Self::Blank => &["D006"],
            Self::AmountWithUnit => &["D005"],
            Self::WrongNumber => &["N301"],
            Self::OtherBody => &["S407"],
            Self::WrongYear => &["N305"],
            Self::OwnLastYear => &["Y204"],
            _ => &[],
        }
    }

    /// What becomes of the unit's report.
    pub fn state(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Unreadable => "unreadable",
            Self::Differing => "differing",
            Self::Late => "late",
            Self::WrongTotal
            | Self::Unbalanced
            | Self::Blank
            | Self::AmountWithUnit
            | Self::WrongNumber
            | Self::WrongYear => "faulty",
            _ => "filed",
        }
    }

    /// True if the figures are in the sum.
    pub fn is_summed(self) -> bool {
        !matches!(self, Self::Missing | Self::Unreadable | Self::Differing | Self::Unlisted)
    }
}

/// How large a county is, and what is wrong in it.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Where the drawing begins.
    pub seed: u64,
    /// How many units there are.
    pub units: usize,
    /// How often each of [`Fault::ALL`] is planted.
    pub times: usize,
    /// How many units have the narrative of the template.
    pub of_template: usize,
}

/// A unit, and what it has filed.
#[derive(Debug, Clone)]
pub struct Filing {
    /// The unit, as it calls itself.
    pub office: Office,
    /// Its name on the roster.
    pub listed: String,
    /// Its data file; `None` if it has filed nothing.
    pub text: Option<String>,
    /// A second data file of it.
    pub second: Option<String>,
    /// That of the year before.
    pub last: Option<String>,
    /// What is wrong.
    pub fault: Option<Fault>,
}

/// The units of a county; the faults stand far enough apart that none touches another.
pub fn county(plan: Plan) -> Vec<Filing> {
    let mut random = Random::seeded(plan.seed);
    let template = Narrative::own(&mut random);
    let single = (0..plan.times).flat_map(|_| Fault::ALL);
    let faults: Vec<Fault> = single.chain(std::iter::repeat_n(Fault::Template, plan.of_template)).collect();
    let step = plan.units / faults.len().max(1);
    assert!(step >= 3, "too few units for the faults");
    let mut filings: Vec<Filing> = Vec::with_capacity(plan.units);
    // What the two units before have written themselves.
    let mut before = [Narrative::own(&mut random), Narrative::own(&mut random)];
    for number in 0..plan.units {
        let fault = (number % step == 1).then(|| faults.get(number / step).copied()).flatten();
        let mut own = Narrative::own(&mut random);
        match fault {
            Some(Fault::Copied) => own = before[1].clone(),
            Some(Fault::CopiedSection) => own.problems.clone_from(&before[1].problems),
            Some(Fault::TwoSources) => own = mixed(&before),
            Some(Fault::Template) => own = template.clone(),
            _ => {}
        }
        filings.push(filing(office(number), fault, &own, &mut random));
        before = [before[1].clone(), own];
    }
    filings
}

/// A narrative with paragraphs of two others.
fn mixed([first, second]: &[Narrative; 2]) -> Narrative {
    let mut mixed = first.clone();
    for (own, theirs) in mixed.overview.iter_mut().zip(&second.overview).skip(1).step_by(2) {
        own.clone_from(theirs);
    }
    mixed.problems.clone_from(&second.problems);
    mixed
}

fn filing(office: Office, fault: Option<Fault>, narrative: &Narrative, random: &mut Random) -> Filing {
    let (office, listed) = named(office, fault);
    let figures = with_figures(SOUND, random);
    let text = report(&figures, narrative, &office, random);
    let last = match fault {
        Some(Fault::OwnLastYear) => Some(last_year(&text)),
        Some(Fault::WithLastYear) => {
            let others = Narrative::own(random);
            Some(last_year(&report(&figures, &others, &office, random)))
        }
        _ => None,
    };
    let text = with_fault(text, fault, &office, random);
    let second = match fault {
        Some(Fault::Differing) => Some(with_figures(&text, random)),
        Some(Fault::SameTwice) => Some(text.clone()),
        _ => None,
    };
    let text = (fault != Some(Fault::Missing)).then_some(text);
    Filing { office, listed, text, second, last, fault }
}

/// The office with the name of its report, and that of the roster.
fn named(office: Office, fault: Option<Fault>) -> (Office, String) {
    let listed = office.name.clone();
    match fault {
        Some(Fault::Renamed) => (office, format!("{listed}（原名）")),
        Some(Fault::InFull) => (Office { name: format!("南川市{listed}"), ..office }, listed),
        _ => (office, listed),
    }
}

/// The roster of a county, with a day by which to file.
pub fn roster(filings: &[Filing]) -> String {
    let on_roster = filings.iter().filter(|filing| filing.fault != Some(Fault::Unlisted));
    let line = |filing: &Filing| {
        let alias = if filing.fault == Some(Fault::Renamed) { &filing.office.name } else { "" };
        format!("{},{alias},2025-01-25\n", filing.listed)
    };
    format!("单位名称,别名,期限\n{}", on_roster.map(line).collect::<String>())
}

/// A report that has a passage: the place of the filing, and whether it is that of the year before.
pub type Copier = (usize, bool);

/// The passages that reports have in common, each by those that have it.
pub fn passages(filings: &[Filing]) -> Vec<Vec<Copier>> {
    let mut passages = Vec::new();
    for (at, filing) in filings.iter().enumerate() {
        match filing.fault {
            Some(Fault::Copied | Fault::CopiedSection) => passages.push(vec![(at - 1, false), (at, false)]),
            Some(Fault::TwoSources) => {
                passages.extend([at - 2, at - 1].map(|source| vec![(source, false), (at, false)]));
            }
            Some(Fault::OwnLastYear) => passages.push(vec![(at, false), (at, true)]),
            _ => {}
        }
    }
    let of_template = filings.iter().enumerate().filter(|(_, filing)| filing.fault == Some(Fault::Template));
    let of_template: Vec<Copier> = of_template.map(|(at, _)| (at, false)).collect();
    passages.extend((of_template.len() > 1).then_some(of_template));
    passages
}
