//! A report of the sum that lies among the reports it was made of: added to them, it would double every figure.

use rust_decimal::Decimal;

use super::sum::binary_digits;
use super::{Collection, Figure, Filed, Sum};
use crate::report::Level;

/// What the report of a unit has to do with the sum of the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SumAmong {
    /// Each of its figures is the sum of the others': it is not added to them.
    Equal,
    /// It is the same report as one that is a sum, in another file: it is not added either.
    Again,
    /// Its head says that it is a sum. It may be that of other units, so that it is added, and said.
    Stated,
}

/// Fewer reports have the same sum as another by chance.
const FEWEST: usize = 3;
/// Binary digits that the figures have at least, all together, so that it is no chance that they are a sum.
const LEAST_DIGITS: u32 = 16;

impl Collection {
    /// Sets aside the files of a report of the sum that is to be compared: its outputs may lie among the reports.
    pub fn set_aside(&mut self, stated: &Filed) {
        let is_it = |report: &Filed| {
            !stated.agency.is_empty() && report.agency == stated.agency && is_same(report, stated)
        };
        for unit in &mut self.units {
            if unit.report().is_some_and(is_it) {
                unit.sum_among = Some(SumAmong::Again);
                unit.remarks.push("与要核对的汇总年报是同一份报告，没有计入汇总".to_owned());
            }
        }
    }

    /// Sets aside the reports that are sums of the others; true if there are some.
    pub(super) fn set_sums_aside(&mut self, sum: &Sum) -> bool {
        let found = self.sums_among(sum);
        for (place, kind) in &found {
            let Some(unit) = self.units.get_mut(*place) else { continue };
            unit.sum_among = Some(*kind);
            let remark = match kind {
                SumAmong::Equal => "每一格都等于其他单位之和，是汇总年报，没有计入汇总",
                SumAmong::Again => "与汇总年报是同一份报告，没有计入汇总",
                SumAmong::Stated => {
                    "文件开头写明各格的数字由各单位相加而来；如果就是这些单位的汇总，请移出文件夹，否则数字会重复计入"
                }
            };
            unit.remarks.push(remark.to_owned());
        }
        found.iter().any(|(_, kind)| *kind != SumAmong::Stated)
    }

    /// The units whose report is a sum, by their places.
    fn sums_among(&self, sum: &Sum) -> Vec<(usize, SumAmong)> {
        let mut found: Vec<(usize, SumAmong)> = Vec::new();
        let may_be = |report: &Filed| report.is_stated_sum || report.level == Some(Level::Government);
        for (place, report) in self.summed().filter(|(_, report)| may_be(report)) {
            if found.iter().any(|(known, _)| *known == place) {
                continue;
            }
            let times = sum.times(report);
            if times.is_none() && !report.is_stated_sum {
                continue;
            }
            // Files of it that name no agency, such as drafts, are the same report.
            let same: Vec<(usize, bool)> = self
                .summed()
                .filter(|(other, twin)| *other != place && is_same(report, twin))
                .map(|(other, twin)| (other, twin.agency.is_empty() || twin.agency == report.agency))
                .collect();
            let twins = same.iter().filter(|(_, is_own)| *is_own).map(|(other, _)| *other);
            let twins: Vec<usize> = twins.collect();
            let others = sum.summed.len().saturating_sub(twins.len() + 1);
            let is_equal = others >= FEWEST
                && same.len() == twins.len()
                && times == Some(Decimal::from(twins.len() + 2));
            if !is_equal && !report.is_stated_sum {
                continue;
            }
            found.push((place, if is_equal { SumAmong::Equal } else { SumAmong::Stated }));
            found.extend(twins.into_iter().map(|twin| (twin, SumAmong::Again)));
        }
        found
    }

    /// The reports that are sums themselves, in words.
    pub(super) fn sums_among_in_words(&self) -> Vec<String> {
        let sentence = |(name, kind): (&str, SumAmong)| match kind {
            SumAmong::Equal => format!("“{name}”的每一格都等于其他单位之和，是汇总年报，没有计入。"),
            SumAmong::Again => format!("“{name}”与汇总年报是同一份报告，没有计入。"),
            SumAmong::Stated => format!(
                "注意：“{name}”的文件开头写明各格的数字由各单位相加而来，已按一个单位计入；如果就是这些单位的汇总，请移出文件夹。"
            ),
        };
        let units = self.units.iter().filter_map(|unit| Some((unit.name.as_str(), unit.sum_among?)));
        units.map(sentence).collect()
    }
}

impl Sum {
    /// How many times the figures of a report the sum is, if it is in every cell, and the figures are no small ones.
    fn times(&self, report: &Filed) -> Option<Decimal> {
        let figures = self.figures(report).into_iter().map(|figure| figure.and_then(Figure::number));
        let (mut times, mut digits) = (None, 0);
        for (cell, figure) in self.cells.iter().zip(figures) {
            // Where one has no figure, there is no sum.
            let Some((sum, figure)) = cell.value.zip(figure) else { continue };
            if !figure.is_zero() {
                times = times.or_else(|| sum.checked_div(figure));
                digits += if self.addends(cell.id).is_empty() { binary_digits(figure) } else { 0 };
            }
            if figure.checked_mul(times.unwrap_or_default()) != Some(sum) {
                return None;
            }
        }
        times.filter(|_| digits >= LEAST_DIGITS)
    }
}

/// True if two reports state the same in every cell.
fn is_same(one: &Filed, other: &Filed) -> bool {
    let forms = one.form.as_ref().zip(other.form.as_ref());
    forms.is_some_and(|(one, other)| one.id == other.id) && one.figures == other.figures
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::testing::{filed, set};
    use crate::collect::tests::sample::{of_units, unit};
    use crate::collect::{Standing, State};
    use crate::format::Forms;

    const PATHS: [&str; 3] = ["disclosure.licensing", "disclosure.penalties", "disclosure.fees"];

    /// A report of three figures, all others 0.
    fn of(name: &str, figures: [i64; 3]) -> Filed {
        let mut report = filed(name);
        report.figures.fill(Figure::Number(Decimal::ZERO));
        for (path, figure) in PATHS.iter().zip(figures) {
            set(&mut report, path, Figure::Number(Decimal::from(figure)));
        }
        report
    }

    fn government(figures: [i64; 3]) -> Filed {
        Filed { level: Some(Level::Government), ..of("示例县人民政府", figures) }
    }

    fn added(reports: Vec<Filed>) -> Collection {
        let units = reports.into_iter().map(|report| {
            let name = if report.agency.is_empty() { "草稿".to_owned() } else { report.agency.clone() };
            unit(&name, Standing::Filed, vec![report])
        });
        let mut collection = of_units(units.collect());
        collection.add_up(&Forms::built_in());
        collection
    }

    fn kinds(collection: &Collection) -> Vec<Option<SumAmong>> {
        collection.units.iter().map(|unit| unit.sum_among).collect()
    }

    fn county() -> Vec<Filed> {
        vec![of("甲局", [812, 30, 7]), of("乙局", [0, 45, 0]), of("丙局", [1_204, 0, 1])]
    }

    #[test]
    fn a_governments_report_that_is_the_sum_of_the_others_is_not_added_to_them() {
        let whole = government([2_016, 75, 8]);
        let draft = Filed { agency: String::new(), level: None, ..whole.clone() };
        let collection = added([county(), vec![whole.clone(), draft]].concat());
        assert_eq!(kinds(&collection)[3..], [Some(SumAmong::Equal), Some(SumAmong::Again)]);
        assert_eq!(collection.sum.as_ref().unwrap().summed, [0, 1, 2]);
        let account = collection.sum_account().unwrap();
        let said = account.sentences.concat();
        assert!(
            said.contains("“示例县人民政府”的每一格都等于其他单位之和，是汇总年报，没有计入。"),
            "{said}"
        );
        assert!(said.contains("“草稿”与汇总年报是同一份报告") && account.absent.is_empty(), "{said}");
        assert_eq!(collection.units[3].state(), State::Filed);
        // The report of a body that is no government, of other figures, of few units, of small figures.
        let department = Filed { level: Some(Level::Department), ..whole.clone() };
        let small =
            vec![of("甲局", [1, 0, 0]), of("乙局", [0, 1, 0]), of("丙局", [0, 0, 0]), government([1, 1, 0])];
        for reports in [
            [county(), vec![department]].concat(),
            [county(), vec![government([2_016, 75, 9])]].concat(),
            vec![of("甲局", [812, 30, 7]), of("乙局", [1_204, 45, 1]), whole.clone()],
            small,
        ] {
            assert!(kinds(&added(reports)).iter().all(Option::is_none));
        }
        // The only unit that has figures has those of the government: one of them has copied them.
        let copied = vec![of("甲局", [2_016, 75, 8]), of("乙局", [0; 3]), of("丙局", [0; 3]), whole];
        assert!(kinds(&added(copied)).iter().all(Option::is_none));
    }

    #[test]
    fn a_report_whose_head_says_that_it_is_a_sum_is_added_and_named() {
        let stated = Filed { is_stated_sum: true, ..government([5_000, 75, 8]) };
        let draft = Filed { agency: String::new(), is_stated_sum: false, ..stated.clone() };
        let collection = added([county(), vec![stated, draft]].concat());
        assert_eq!(kinds(&collection)[3..], [Some(SumAmong::Stated), Some(SumAmong::Again)]);
        assert_eq!(collection.sum.as_ref().unwrap().summed, [0, 1, 2, 3]);
        let said = collection.sum_account().unwrap().sentences.concat();
        assert!(said.contains("注意：“示例县人民政府”的文件开头写明各格的数字由各单位相加而来"), "{said}");
    }

    #[test]
    fn the_outputs_of_the_report_that_is_compared_are_set_aside() {
        let whole = government([9_999, 75, 8]);
        let mut collection = added([county(), vec![whole.clone()]].concat());
        assert_eq!(collection.sum.as_ref().unwrap().summed, [0, 1, 2, 3]);
        collection.set_aside(&whole);
        collection.add_up(&Forms::built_in());
        assert_eq!(collection.sum.as_ref().unwrap().summed, [0, 1, 2]);
        collection.compare_with(&whole);
        assert_eq!(collection.against.unwrap().differences.len(), 1);
    }

    #[test]
    fn a_sum_that_was_written_says_that_it_is_one() {
        let collection = added(county());
        let text = collection.sum.as_ref().unwrap().data_file(&collection.parts()).unwrap();
        assert!(super::super::sum_file::is_stated_sum(&text));
        let later = text.replace("# 填写说明", "\n# 填写说明").replacen("# 各格", "# 本表各格", 1);
        assert!(!super::super::sum_file::is_stated_sum(&later));
        assert!(!super::super::sum_file::is_stated_sum(
            "year = 2024\n# 各格的数字由 3 个单位的报告相加而来。\n"
        ));
    }
}
