//! What the run comes to, in words: who has filed, what was added up, and whether a report of the sum agrees.

use super::sum_file::{Parts, named};
use super::{Against, Collection, Differs, Slip, Standing, State, StatedBy, Stray, Sum, Unit};

/// The account of a sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SumAccount {
    /// How many units are in it, and how many are not.
    pub sentences: Vec<String>,
    /// The units that should be in it and are not, each with why.
    pub absent: Vec<(String, String)>,
    /// The cells that could not be added up, a line each with why.
    pub blank: Vec<String>,
    /// The totals for which units state something else than their parts add up to, in official words.
    pub unlike: Vec<String>,
}

/// The account of a comparison with a report of the sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    /// Whether the two agree, and what could not be compared.
    pub sentences: Vec<String>,
    /// The cells that differ.
    pub rows: Vec<TieRow>,
    /// The cells that could not be compared, in official words.
    pub uncompared: Vec<String>,
}

/// A cell for which a report of the sum states something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TieRow {
    /// The cell in official words.
    pub cell: String,
    /// What the report states.
    pub stated: String,
    /// What the units add up to.
    pub summed: String,
    /// By how much the report states more, or less: `多 3`, `少 12`.
    pub excess: String,
    /// What explains it: `甲局没有计入`; empty if nothing does.
    pub explanation: String,
}

impl Collection {
    /// Who has filed, a sentence each.
    pub fn counts_in_words(&self) -> Vec<String> {
        let expected: Vec<&Unit> = self.expected().collect();
        let filed = expected.iter().filter(|unit| unit.state() != State::Missing).count();
        let missing = expected.len() - filed;
        let mut sentences = vec![match (self.has_roster, missing) {
            (true, 0) => format!("应报送的 {} 个单位全部报送了。", expected.len()),
            (true, _) => {
                format!("应报送 {} 个单位，已报送 {filed} 个，未报送 {missing} 个。", expected.len())
            }
            (false, _) => format!("收到 {} 个单位的报告。没有给名单，未报送的单位无法统计。", filed),
        }];
        let of = |state: State| expected.iter().filter(|unit| unit.state() == state).count();
        let late = expected.iter().filter(|unit| unit.is_late).count();
        let kinds = [
            (of(State::Unreadable), "个读不了"),
            (of(State::Differing), "个报送了两份而且数字不一致"),
            (of(State::Faulty), "个有错误"),
            (late, "个迟报"),
        ];
        let kinds: Vec<String> = kinds
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, words)| format!("{count} {words}"))
            .collect();
        match (kinds.is_empty(), filed) {
            (_, 0) => {}
            (true, _) => sentences.push("报送的都没有错误。".to_owned()),
            (false, _) => sentences.push(format!("报送的单位中，{}。", kinds.join("，"))),
        }
        let is_filed = |unit: &&Unit| unit.standing != Standing::NotDue;
        let unlisted = self.units.iter().filter(is_filed).count().saturating_sub(expected.len());
        if unlisted > 0 {
            sentences.push(format!("另有 {unlisted} 个报送的单位不在名单上，不计入汇总。"));
        }
        if !self.strays.is_empty() {
            let names: Vec<String> = self.strays.iter().map(Stray::name).collect();
            let names = named_files(&names);
            sentences.push(format!("有 {} 个文件读不了，看不出是哪个单位的：{names}。", self.strays.len()));
        }
        if !self.copied.is_empty() {
            sentences.push(format!("发现 {} 处雷同的段落。", self.copied.len()));
        }
        sentences
    }

    /// The units that have to file: those of the roster, or all.
    pub fn expected(&self) -> impl Iterator<Item = &Unit> {
        self.units.iter().filter(|unit| !self.has_roster || unit.entry.is_some())
    }

    /// Who is in the sum, and who should be.
    pub fn parts(&self) -> Parts<'_> {
        Parts {
            year: self.year,
            names: self.units.iter().map(|unit| unit.name.as_str()).collect(),
            missing: self.absent().map(|unit| unit.name.as_str()).collect(),
        }
    }

    /// The units that should be in the sum and are not.
    fn absent(&self) -> impl Iterator<Item = &Unit> {
        let counts = |unit: &&Unit| unit.entry.as_ref().map_or(!self.has_roster, |entry| entry.counts);
        let is_out = |unit: &&Unit| !unit.is_set_aside() && !unit.is_summed(self.has_roster);
        self.units.iter().filter(counts).filter(is_out)
    }

    /// What was added up; `None` if nothing could be.
    pub fn sum_account(&self) -> Option<SumAccount> {
        let sum = self.sum.as_ref()?;
        let absent: Vec<(String, String)> =
            self.absent().map(|unit| (unit.name.clone(), unit.state_words())).collect();
        let parts = self.parts();
        let without = self.expected().filter(|unit| unit.entry.as_ref().is_some_and(|entry| !entry.counts));
        let without = without.count();
        let mut sentences = vec![match absent.len() {
            0 => format!("汇总计入 {} 个单位的报告。", sum.summed.len()),
            count => format!("汇总计入 {} 个单位的报告，应当计入的还缺 {count} 个单位。", sum.summed.len()),
        }];
        if without > 0 {
            sentences.push(format!("名单上另有 {without} 个单位不计入汇总。"));
        }
        sentences.extend(self.sums_among_in_words());
        // Of no reports every cell is blank, for no reason of its own.
        let blank: Vec<String> = sum
            .blank()
            .filter(|cell| cell.is_too_large || !cell.without.is_empty())
            .map(|cell| sum.why_blank(cell, &parts))
            .collect();
        if !blank.is_empty() {
            sentences.push(format!("有 {} 格没有加总，留作空白。", blank.len()));
        }
        Some(SumAccount { sentences, absent, blank, unlike: sum.unlike_totals() })
    }

    /// Whether a report of the sum agrees; `None` if there is none.
    pub fn tie(&self) -> Option<Tie> {
        let (sum, against) = self.sum.as_ref().zip(self.against.as_ref())?;
        let words = |path: &str| {
            let cell = sum.cells.iter().find(|cell| cell.path == path);
            cell.map_or_else(|| path.to_owned(), |cell| sum.words_of(cell))
        };
        let uncompared: Vec<String> = against.uncompared.iter().map(|path| words(path)).collect();
        let row = |differs: &Differs| TieRow {
            cell: words(&differs.path),
            stated: differs.stated.to_string(),
            summed: differs.summed.to_string(),
            excess: match differs.excess() {
                excess if excess.is_sign_negative() => format!("少 {}", -excess),
                excess => format!("多 {excess}"),
            },
            explanation: self.explanation(&differs.explained_by),
        };
        let rows = against.differences.iter().map(row).collect();
        Some(Tie { sentences: self.tie_in_words(sum, against), rows, uncompared })
    }

    /// Whether a report of the sum agrees, a sentence each.
    fn tie_in_words(&self, sum: &Sum, against: &Against) -> Vec<String> {
        let name = against.report.in_words();
        let mut sentences = vec![match against.differences.len() {
            0 if against.compared == 0 => {
                format!("{name}没有一格可以与各单位之和核对：每一格都有一方没有数字。")
            }
            0 => format!("{name}与各单位之和一致。"),
            count => format!("{name}有 {count} 格与各单位之和不同。"),
        }];
        if against.report.is_in_other_form {
            sentences.push(format!(
                "它所用的是 {} 格式，汇总用的是 {} 格式，只核对了两种格式都有的格。",
                against.report.form, sum.form.id
            ));
        }
        if against.report.errors > 0 {
            let StatedBy { errors, first_error, .. } = &against.report;
            sentences.push(format!("它自己有 {errors} 处错误，请先改正；第一处：{first_error}。"));
        }
        if against.compared > 0 && !against.uncompared.is_empty() {
            sentences.push(format!("有 {} 格因为一方没有数字，没有核对。", against.uncompared.len()));
        }
        let is_open = against.differences.iter().any(|differs| differs.explained_by.is_empty());
        let is_absent = |unit: &&Unit| matches!(unit.standing, Standing::Missing | Standing::Unreadable);
        let absent = self.absent().filter(is_absent).count();
        if is_open && absent > 0 {
            sentences.push(format!(
                "还有 {absent} 个单位没有报送或者读不了，汇总年报如果包括它们的数字，也会有这样的差额。"
            ));
        }
        sentences
    }

    /// What explains a difference, in words.
    fn explanation(&self, slips: &[Slip]) -> String {
        let words = |slip: &Slip| {
            let Some(unit) = self.units.get(slip.report) else { return String::new() };
            // Of two reports that differ it is said which.
            let file = unit.filed.get(slip.file).filter(|_| unit.standing == Standing::Differing);
            let file = file.map(|filed| format!("的“{}”", filed.path)).unwrap_or_default();
            format!("{}{file}{}", unit.name, slip.kind.words())
        };
        slips.iter().map(words).collect::<Vec<_>>().join("，")
    }
}

impl StatedBy {
    /// What it is called: `青禾县人民政府2024年度的汇总年报`.
    fn in_words(&self) -> String {
        let year = self.year.map(|year| format!("{year}年度的")).unwrap_or_default();
        match self.agency.as_str() {
            "" => format!("{year}汇总年报（“{}”）", self.path),
            agency => format!("{agency}{year}汇总年报"),
        }
    }
}

/// `甲.docx、乙.pdf等`
fn named_files(names: &[String]) -> String {
    const MOST_NAMED: usize = 3;
    let shown: Vec<String> = names.iter().take(MOST_NAMED).map(|name| format!("“{name}”")).collect();
    let more = if names.len() > MOST_NAMED { "等" } else { "" };
    format!("{}{more}", shown.concat())
}

impl SumAccount {
    /// The units that should be in it and are not, in one sentence; `None` if there are none.
    pub fn absent_in_words(&self) -> Option<String> {
        let names: Vec<String> = self.absent.iter().map(|(name, why)| format!("{name}（{why}）")).collect();
        (!names.is_empty())
            .then(|| format!("应当计入而没有计入的：{}。", named(names.iter().map(String::as_str))))
    }
}
