//! A data file of a national form as the tests write it.

use super::data::{Figures, put, put_with_total};
use super::lists::{APPLICANTS, National, PROCEEDINGS, RESULTS, TOTAL};

/// The largest figure that a cell takes.
const LARGEST: u64 = 999_999_999;

/// An amount in 万元 beyond this is taken for yuan.
const LARGEST_AMOUNT: u64 = 9_999;

/// What section one must say, without a figure: it fits any table.
pub const OVERVIEW: &str = "\
全年按要求主动公开政府信息，及时回应社会关切。
对收到的政府信息公开申请，均依法登记、审查和答复。
健全信息发布审核制度，定期清理已公开的文件，更新公开目录。
办好网站专栏和政务新媒体，办事大厅设有查阅点。
组织业务培训，把公开工作列入年度考核，开展社会评议，没有发生责任追究情形。
";
/// Section five in the same way.
pub const PROBLEMS: &str = "\
存在的主要问题：一是政策解读的形式还不够丰富，群众读起来费力；二是少数股室对公开属性的判断不够准确。
改进情况：出台重要文件时同步配发图解和问答，邀请群众代表参加讲解；编印判断指引，按季度开展培训和抽查，逐项整改到位。
";
/// Section six in the same way.
pub const OTHER_MATTERS: &str = "\
严格执行《政府信息公开信息处理费管理办法》，按规定收取信息处理费。
除上述情况外，没有其他需要报告的事项。
";

/// A data file, row by row.
#[derive(Debug, Clone)]
pub struct Sheet {
    pub form: &'static National,
    /// Section, row key and cells as they are written.
    pub rows: Vec<(&'static str, &'static str, Vec<String>)>,
}

impl Sheet {
    /// A file with the given numbers in turn, in every cell that must be stated; 总计 and （七）总计
    /// are not stated.
    pub fn new(form: &'static National, mut next: impl FnMut(&str) -> String) -> Self {
        let rows = form.rows().into_iter().filter(|(section, key, _)| !is_total_row(section, key));
        let rows = rows.map(|(section, key, columns)| {
            (section, key, columns.iter().map(|column| next(&format!("{section}.{key}.{column}"))).collect())
        });
        Self { form, rows: rows.collect() }
    }

    /// The cells of a row.
    pub fn row(&self, section: &str, key: &str) -> &[String] {
        let found = self.rows.iter().find(|(s, k, _)| *s == section && *k == key);
        &found.unwrap_or_else(|| panic!("no row {section}.{key}")).2
    }

    /// Replaces the cells of a row.
    pub fn set(&mut self, section: &str, key: &str, cells: &[u64]) {
        let found = self.rows.iter_mut().find(|(s, k, _)| *s == section && *k == key);
        found.unwrap_or_else(|| panic!("no row {section}.{key}")).2 =
            cells.iter().map(u64::to_string).collect();
    }

    /// A cell of section three or four as a number.
    pub fn number(&self, section: &str, key: &str, column: usize) -> u64 {
        self.row(section, key)[column].parse().unwrap()
    }

    /// The applicants of a row of section three.
    fn applicants(&self, key: &str) -> Vec<u64> {
        (0..APPLICANTS.len()).map(|column| self.number("requests", key, column)).collect()
    }

    /// The sum over the rows of （一）–（六）, for each applicant.
    pub fn handled(&self) -> Vec<u64> {
        let sum = |column| self.form.handled.iter().map(|key| self.number("requests", key, column)).sum();
        (0..APPLICANTS.len()).map(sum).collect()
    }

    /// States 总计 of rows of sections three and four, where `which` says so and a cell can hold it.
    pub fn state_row_totals(&mut self, mut which: impl FnMut() -> bool) {
        for (section, _, cells) in &mut self.rows {
            let wanted = *section != "disclosure" && which();
            if !wanted {
                continue;
            }
            let sum: u64 = cells.iter().map(|cell| cell.parse::<u64>().unwrap()).sum();
            if sum <= LARGEST {
                cells.push(sum.to_string());
            }
        }
    }

    /// States the row （七）总计, without its own 总计, if cells can hold it.
    pub fn state_total_row(&mut self) {
        if self.handled().iter().any(|&sum| sum > LARGEST) {
            return;
        }
        let cells = self.handled().iter().map(u64::to_string).collect();
        let at = self.rows.iter().position(|(_, key, _)| *key == "carried_forward").unwrap();
        self.rows.insert(at, ("requests", TOTAL, cells));
    }

    /// Makes 一 + 二 = 三（七） + 四 hold by what is received and carried forward.
    pub fn balance(&mut self) {
        let handled = self.handled();
        let (mut received, carried_in) = (self.applicants("received"), self.applicants("carried_in"));
        let mut forward = vec![0; APPLICANTS.len()];
        for (column, &handled) in handled.iter().enumerate() {
            let left = received[column] + carried_in[column];
            // What was received beyond the handled is carried forward; too little received is raised.
            forward[column] = left.saturating_sub(handled);
            received[column] += handled.saturating_sub(left);
        }
        self.set("requests", "received", &received);
        self.set("requests", "carried_forward", &forward);
    }

    /// Makes section two say what can be: what is in force or public includes what is new, decisions are
    /// not counted in items, amounts are no yuan, and a county's department makes no 规章.
    pub fn settle_disclosure(&mut self) {
        for (key, columns) in self.form.disclosure {
            let mut cells: Vec<u64> =
                self.row("disclosure", key).iter().map(|cell| cell.parse().unwrap()).collect();
            match (columns, cells.as_mut_slice()) {
                (_, cells) if *key == "regulations" => cells.fill(0),
                (["made", ..], [_, disclosed, public]) => *public = (*public).max(*disclosed),
                (["issued", ..], [issued, _, in_force]) => *in_force = (*in_force).max(*issued),
                (["previous", "change", "decisions"], [previous, change, decisions]) => {
                    *decisions += u64::from(*previous + *change == *decisions);
                }
                (["projects", "amount"], [_, amount]) => *amount = (*amount).min(LARGEST_AMOUNT),
                ([""], [amount]) if *key == "fees" => *amount = (*amount).min(LARGEST_AMOUNT),
                _ => {}
            }
            self.set("disclosure", key, &cells);
        }
    }

    /// The figures that the report must print, by cell path.
    pub fn figures(&self) -> Figures {
        let mut figures = Figures::new();
        for (key, columns) in self.form.disclosure {
            put(&mut figures, &format!("disclosure.{key}"), columns, self.row("disclosure", key));
        }
        let handled = self.handled().iter().map(u64::to_string).collect::<Vec<_>>();
        for key in self.form.requests() {
            let cells = if key == TOTAL { &handled[..] } else { self.row("requests", key) };
            put_with_total(&mut figures, &format!("requests.{key}"), APPLICANTS, cells);
        }
        for key in PROCEEDINGS {
            let cells = self.row("proceedings", key);
            put_with_total(&mut figures, &format!("proceedings.{key}"), RESULTS, cells);
        }
        figures
    }

    /// The file.
    pub fn text(&self) -> String {
        let (form, year) = (self.form.id, self.form.year);
        let mut text = format!(
            "format = \"{form}\"\nyear = {year}\n\n\
             [agency]\nname = \"示例县财政局\"\nlevel = \"department\"\n\n\
             [publication]\ndate = {}-01-20\n\n\
             [overview]\ntext = '''\n{OVERVIEW}'''\n",
            year + 1
        );
        let mut last = "";
        for (section, key, cells) in &self.rows {
            if *section != last {
                text.push_str(&format!("\n[{section}]\n"));
                last = section;
            }
            let single = self.form.disclosure.iter().any(|(row, columns)| row == key && columns == &[""]);
            let cells = cells.join(", ");
            text.push_str(&if single {
                format!("{key} = {cells}\n")
            } else {
                format!("{key} = [{cells}]\n")
            });
        }
        for (section, words) in [("problems", PROBLEMS), ("other_matters", OTHER_MATTERS)] {
            text.push_str(&format!("\n[{section}]\ntext = '''\n{words}'''\n"));
        }
        text
    }
}

/// Writes the narrative into a new data file, in the place of what its three texts start from.
pub fn narrate(text: &str) -> String {
    let mut out = String::new();
    let mut words = [OVERVIEW, PROBLEMS, OTHER_MATTERS].into_iter();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        out.push_str(&line.replace("【待填写】", "示例县财政局办公室"));
        out.push('\n');
        if line == "text = '''" {
            out.push_str(words.next().expect("no more than three texts"));
            lines.find(|line| *line == "'''").expect("the text ends");
            out.push_str("'''\n");
        }
    }
    out
}

fn is_total_row(section: &str, key: &str) -> bool {
    section == "requests" && key == TOTAL
}
