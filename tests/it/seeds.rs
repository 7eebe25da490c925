//! Real reports whose corrected versions are the examples: what is read of them is what the examples hold, but for
//! the cells that an example corrects. The reports lie beside the project, where they are at hand.

use std::path::{Path, PathBuf};

use nianbao::format::Forms;
use nianbao::published::{self, Oddity, Reading};

use crate::common::lists::TOTAL;
use crate::common::program::nianbao;
use crate::common::{data, repository, text_of};

/// Cells of a report that its example has otherwise.
struct Corrected {
    /// True for the path of one of them.
    has: fn(&str) -> bool,
    /// What the report says.
    published: &'static str,
    /// How many there are.
    count: usize,
    /// Why the example has something else.
    why: &'static str,
}

/// A report and its example.
struct Seed {
    file: &'static str,
    example: &'static str,
    year: u16,
    corrected: &'static [Corrected],
    /// What `check` says of the faults that a person found in it.
    faults: &'static [&'static str],
}

const SEEDS: [Seed; 5] = [
    Seed {
        file: "000_d283978da91e14c9.txt",
        example: "pingan-2019",
        year: 2019,
        corrected: &[Corrected {
            has: |path| path.starts_with("requests.") && !path.ends_with(TOTAL),
            published: "",
            count: 138,
            why: "section three is blank but for its totals, which are 0",
        }],
        faults: &[
            "[S401]: 标题应为“海东市平安区政务服务中心2019年政府信息公开工作年度报告”",
            "[P501]: “二、主动公开政府信息情况”公布时的标题是“二、主动公开政府信息情况。”",
            "[D006]: “一、本年新收政府信息公开申请数量”一行有 6 格没有填写",
            "[D006]: “四、结转下年度继续办理”一行有 6 格没有填写",
        ],
    },
    Seed {
        file: "001_22f736282f07edbf.txt",
        example: "huarong-2020",
        year: 2020,
        corrected: &[
            Corrected {
                has: |path| path.starts_with("requests.carried_forward."),
                published: "",
                count: 7,
                why: "the row is blank; by the equation it is 0",
            },
            Corrected {
                has: |path| path == "disclosure.procurement.amount",
                published: "116408.28",
                count: 1,
                why: "it has no unit, and is taken as yuan",
            },
        ],
        faults: &[
            "没有找到报告的标题",
            "“其他主动公开文件”",
            "公布时的标题是“二、行政机关主动公开政府信息情况”",
            "公布时的标题是“三、行政机关收到和处理政府信息公开申请情况”",
            "公布时的标题是“四、因政府信息公开工作被申请行政复议、提起行政诉讼情况”",
            "公布时的标题是“五、政府信息公开工作存在的问题及改进情况”",
            "“四、结转下年度继续办理”一行都没有填写",
            "[D008]: “政府集中采购”行“采购总金额”列填的是 116408.28 万元",
        ],
    },
    Seed {
        file: "002_009dab7b55d36863.txt",
        example: "zhifu-2019",
        year: 2019,
        corrected: &[],
        faults: &[
            "公布时的标题是“六、存在的主要问题及改进情况”",
            "公布时的标题是“七、其他需要报告的事项”",
            "没有“五、政府信息公开工作考核、社会评议和责任追究结果等监督情况”这一部分",
            "表格里的“社会组织”，规定的名称是“社会公益组织”",
        ],
    },
    Seed {
        file: "003_d8288fa292a062be.txt",
        example: "shunhe-2020",
        year: 2020,
        corrected: &[],
        faults: &[
            "列名写作“采购总金额（单位：万元，保留4位小数）”",
            "表格里的“社会组织”，规定的名称是“社会公益组织”",
            "表格里的“2.其他法律法规禁止公开”",
            "标题里的机关名称“政务服务和大数据管理局”不是全称",
        ],
    },
    Seed {
        file: "004_0d401074f9266739.txt",
        example: "baoshan-2019",
        year: 2019,
        corrected: &[Corrected {
            has: |path| path == "disclosure.procurement.amount",
            published: "343.78万元",
            count: 1,
            why: "the unit stands in the cell",
        }],
        faults: &["没有找到报告的标题", "格里写了单位：343.78万元"],
    },
];

/// The folder with the real reports, where it is at hand.
fn folder() -> Option<PathBuf> {
    Some(repository("../shared/seeds")).filter(|folder| folder.is_dir())
}

fn reading(seed: &Seed, folder: &Path) -> Reading {
    let page = published::read(&std::fs::read(folder.join(seed.file)).unwrap()).unwrap();
    published::recognise(&page, &Forms::built_in(), None).unwrap()
}

#[test]
fn the_figures_of_the_real_reports_are_those_of_the_examples() {
    let Some(folder) = folder() else {
        println!("no real reports at hand: none compared");
        return;
    };
    for seed in &SEEDS {
        let name = seed.example;
        let account = reading(seed, &folder).account;
        let meant = data::figures(&text_of(&format!("examples/{name}.toml")));
        assert_eq!((account.year, account.cells.len()), (Some(seed.year), meant.len()), "{name}");
        let mut corrected = vec![0; seed.corrected.len()];
        for cell in &account.cells {
            let found = cell.value.as_deref();
            assert!(!cell.doubtful, "{name} {}", cell.path);
            match seed.corrected.iter().position(|one| (one.has)(&cell.path)) {
                Some(at) => {
                    let Corrected { published, why, .. } = seed.corrected[at];
                    assert_eq!(found, Some(published), "{name} {}: {why}", cell.path);
                    corrected[at] += 1;
                }
                None => assert_eq!(found, meant.get(&cell.path).map(String::as_str), "{name} {}", cell.path),
            }
        }
        let counts: Vec<usize> = seed.corrected.iter().map(|one| one.count).collect();
        assert_eq!(corrected, counts, "{name}");
        println!(
            "{name}: {} of {} cells as the example has them",
            meant.len() - corrected.iter().sum::<usize>(),
            meant.len()
        );
    }
}

/// Words without blanks and marks of Markdown.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !"*#|\\-!".contains(*c)).collect()
}

/// What stands between two signs in the sentences of a text, in their order; cells and titles are left out.
fn clauses(text: &str) -> Vec<String> {
    let lines = text.lines().filter(|line| !line.contains('\t') && !line.trim_end().ends_with('|'));
    let lines = lines.filter(|line| line.chars().count() > 20);
    let sentences = lines.filter(|line| line.contains(['。', '，', ',']) && !line.contains("只计这一情形"));
    let clauses = sentences.flat_map(|line| line.split(['。', '，', '；', '：', ',', ';', ':']).map(bare));
    clauses.filter(|clause| clause.chars().count() >= 8).collect()
}

#[test]
fn the_faults_of_the_real_reports_are_named() {
    let Some(folder) = folder() else { return };
    for seed in &SEEDS {
        let file = std::fs::canonicalize(folder.join(seed.file)).unwrap().display().to_string();
        let found = nianbao(Path::new("."), ["check", file.as_str()]);
        for fault in seed.faults {
            assert!(found.stdout.contains(fault), "{}: {fault}\n{}", seed.example, found.stdout);
        }
    }
}

/// What the site set around the report is none of its words, and is told.
#[test]
fn the_furniture_of_a_page_stays_out() {
    let Some(folder) = folder() else { return };
    let furniture = "主办单位";
    for seed in &SEEDS {
        let reading = reading(seed, &folder);
        let is_told = reading.account.unused.iter().any(|words| words.contains(furniture));
        assert_eq!(is_told, seed.example == "huarong-2020", "{}", seed.example);
        assert!(!reading.data_file("年报.txt").unwrap().contains(furniture), "{}", seed.example);
    }
}

/// All words of a table of the data file.
fn words(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => format!("{text}\n"),
        toml::Value::Table(table) => table.values().map(words).collect(),
        _ => String::new(),
    }
}

/// The passages of a report: the section of the data file that each belongs to, and its words in the source, which
/// are those from its title to the next. What comes before all titles belongs to `publication`, and a section that
/// the form does not have to its first.
fn passages<'s>(source: &'s str, file: &toml::Table, reading: &Reading) -> Vec<(&'s str, String)> {
    let form = &reading.form;
    let of_form = form.sections.iter().map(|section| {
        let stated = file[&section.key].get("heading").and_then(toml::Value::as_str);
        (stated.unwrap_or(&section.title), section.key.as_str())
    });
    let others = reading.account.remarks.iter().filter_map(|remark| match &remark.oddity {
        Oddity::ExtraSection { title } => Some((title.as_str(), form.sections[0].key.as_str())),
        _ => None,
    });
    let mut starts = vec![(0, "publication")];
    for (title, key) in of_form.chain(others) {
        let line = source.lines().find(|line| bare(line) == bare(title));
        let line = line.unwrap_or_else(|| panic!("no line {title}"));
        starts.push((line.as_ptr() as usize - source.as_ptr() as usize, key));
    }
    starts.sort_by_key(|(start, _)| *start);
    let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([source.len()]);
    starts.iter().zip(ends).map(|((start, key), end)| (&source[*start..end], (*key).to_owned())).collect()
}

#[test]
fn the_words_of_the_real_reports_are_whole() {
    let Some(folder) = folder() else { return };
    for seed in &SEEDS {
        let source = std::fs::read_to_string(folder.join(seed.file)).unwrap();
        let reading = reading(seed, &folder);
        let text = reading.data_file("年报.txt").unwrap();
        let file: toml::Table = text.parse().unwrap();
        let (data, whole) = (bare(&text), bare(&source));
        let mut count = 0;
        for (passage, key) in passages(&source, &file, &reading) {
            let own = bare(&file.get(&key).map(words).unwrap_or_default());
            let mut at = 0;
            for clause in clauses(passage) {
                count += 1;
                let name = format!("{} {key}: {clause}", seed.example);
                assert_eq!(data.matches(&clause).count(), whole.matches(&clause).count(), "{name}");
                // In its section, and behind the clause before it.
                let place = own.get(at..).and_then(|rest| rest.find(&clause));
                at += place.unwrap_or_else(|| panic!("{name} is not in its place"));
            }
        }
        assert!(count > 20, "{}", seed.example);
        println!("{}: {count} clauses, each in its place", seed.example);
    }
}
