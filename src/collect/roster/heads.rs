//! The heads of the columns of a roster, and the line that they stand in.

use std::collections::BTreeMap;

use super::line;
use crate::published::{List, ListCell};
use crate::report::bare_name;
use crate::report::body::Body;

/// Lines within which the heads are looked for: titles and notes may stand above them.
pub(super) const WITHIN: usize = 10;

/// What the title of a list without heads ends with.
const TITLES: &[&str] = &["名单", "清单", "一览表", "列表", "名录", "台账"];

/// What a column of a roster holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Name,
    Alias,
    Category,
    Deadline,
    Counts,
    Contact,
}

/// The heads of each column as offices write them. Of several that name the unit the first of this list counts.
const HEADS: &[(Column, &[&str])] = &[
    (
        Column::Name,
        &[
            "单位名称",
            "单位全称",
            "机构名称",
            "机关名称",
            "行政机关名称",
            "部门名称",
            "报送单位",
            "填报单位",
            "报告单位",
            "编制单位",
            "责任单位",
            "公开主体",
            "单位",
            "机关",
            "行政机关",
            "机构",
            "部门",
            "名称",
            "全称",
        ],
    ),
    (Column::Alias, &["别名", "曾用名", "曾用名称", "简称", "单位简称", "原名", "原名称", "其他名称"]),
    (Column::Category, &["类别", "类型", "单位类别", "单位类型", "单位性质", "分类"]),
    (
        Column::Deadline,
        &["期限", "报送期限", "报送时限", "时限", "截止日期", "截止时间", "报送截止日期", "报送截止时间"],
    ),
    (Column::Counts, &["计入汇总", "纳入汇总", "汇总"]),
    (Column::Contact, &["联系人", "联系人姓名", "联络员", "经办人"]),
];

/// What a longer head ends with that names the unit: 报送单位名称.
const NAME_ENDS: &[&str] = &["单位名称", "单位全称", "机构名称", "机关名称", "部门名称"];
/// What such a head begins with if it names another one.
const NAME_OF_OTHER: &[&str] = &["主管", "上级", "所属", "隶属", "牵头", "代管"];
/// What joins two things under one head: 联系人及电话.
const JOINS: [char; 6] = ['及', '和', '与', '、', '/', ','];

/// Where the columns of a roster are.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Heads {
    /// The line of the heads; 0 if there is none.
    pub line: usize,
    /// The column of the names.
    pub name: usize,
    /// The others.
    pub others: Vec<(Column, usize)>,
}

impl Heads {
    /// The columns that hold something.
    pub fn all(&self, wanted: Column) -> impl Iterator<Item = usize> + '_ {
        self.others.iter().filter(move |(column, _)| *column == wanted).map(|(_, at)| *at)
    }

    /// The first column that holds it.
    pub fn first(&self, wanted: Column) -> Option<usize> {
        self.all(wanted).next()
    }
}

/// What a head says, and how far down the list of its words it stands.
fn meaning(head: &str) -> Option<(Column, usize)> {
    let bare = bare_name(head);
    let bare = bare.split('(').next().unwrap_or_default().trim_matches(['*', ':']);
    let bare = bare.strip_prefix("是否").unwrap_or(bare);
    let exact =
        |(column, words): &(Column, &[&str])| Some((*column, words.iter().position(|word| *word == bare)?));
    let is_of_unit = || !NAME_OF_OTHER.iter().any(|word| bare.starts_with(word));
    let longer = || NAME_ENDS.iter().position(|end| bare.ends_with(end)).filter(|_| is_of_unit());
    let joined = |(column, words): &(Column, &[&str])| {
        let at =
            words.iter().position(|word| bare.strip_prefix(word).is_some_and(|rest| rest.starts_with(JOINS)));
        Some((*column, words.len() + at?)).filter(|_| *column == Column::Contact)
    };
    let name = || longer().map(|order| (Column::Name, order));
    HEADS.iter().find_map(exact).or_else(name).or_else(|| HEADS.iter().find_map(joined))
}

/// How many heads the best line of the first ones has.
pub(super) fn known(list: &List) -> usize {
    let lines = list.values().take(WITHIN);
    let counts = lines.map(|cells| cells.values().filter(|cell| meaning(&cell.text).is_some()).count());
    counts.max().unwrap_or_default()
}

/// The heads of a list: of its first lines the one that has most of them, the name among them. Blocks of columns side by
/// side have heads of their own; without any there are none.
pub(super) fn find(list: &List) -> Vec<Heads> {
    let mut best = Vec::new();
    let count = |blocks: &[Heads]| blocks.iter().map(|heads| heads.others.len()).sum::<usize>();
    for (line, cells) in list.iter().filter(|(_, cells)| !cells.is_empty()).take(WITHIN) {
        let blocks = of_line(*line, cells);
        if !blocks.is_empty() && (best.is_empty() || count(&blocks) > count(&best)) {
            best = blocks;
        }
    }
    best
}

/// The heads in a line, those of each block of columns; none if it has no name of a unit for a head.
pub(super) fn of_line(line: usize, cells: &BTreeMap<usize, ListCell>) -> Vec<Heads> {
    if cells.values().any(|cell| is_named_body(&cell.text)) {
        return Vec::new();
    }
    let found = cells.iter().filter_map(|(at, cell)| {
        let (column, order) = meaning(&cell.text).filter(|_| !cell.is_continued)?;
        Some((column, order, *at))
    });
    let (names, mut others): (Vec<_>, Vec<_>) = found.partition(|(column, ..)| *column == Column::Name);
    let (Some((.., name)), Some((first, _))) =
        (names.iter().min_by_key(|(_, order, _)| *order), cells.first_key_value())
    else {
        return Vec::new();
    };
    others.sort_by_key(|(_, order, at)| (*order, *at));
    let word = |at: &usize| cells.get(at).map(|cell| bare_name(&cell.text));
    let names: Vec<usize> = names.iter().map(|(.., at)| *at).filter(|at| word(at) == word(name)).collect();
    // What stands before the name in the first block stands so in the others.
    let before = name.saturating_sub(*first);
    let block =
        |at: usize| names.iter().rposition(|name| at >= name.saturating_sub(before)).unwrap_or_default();
    let heads = names.iter().enumerate().map(|(own, name)| {
        let others = others.iter().filter(|(.., at)| block(*at) == own);
        Heads { line, name: *name, others: others.map(|(column, _, at)| (*column, *at)).collect() }
    });
    heads.collect()
}

/// True for the name of a body with its place, which is no head.
fn is_named_body(text: &str) -> bool {
    let body = Body::of(text);
    !body.places.is_empty() && (body.kind.is_some() || body.core.is_empty())
}

/// The column of a list that is nothing but names, perhaps numbered.
pub(super) fn only_column(list: &List) -> Option<Heads> {
    let mut column = None;
    let lines = || list.values().filter(|cells| !cells.values().any(|cell| line::is_sum(&cell.text)));
    for cells in lines() {
        let words = cells.iter().filter(|(_, cell)| !is_number(&cell.text) && !is_title(&cell.text));
        let words = words.map(|(at, _)| *at);
        for at in words {
            if *column.get_or_insert(at) != at {
                return None;
            }
        }
    }
    // Any list of words would do, were it not for those that are no names.
    let name = column?;
    let names = lines().filter_map(|cells| cells.get(&name));
    let is_name = |text: &str| {
        let is_chinese = |c: char| matches!(c, '\u{3400}'..='\u{9FFF}');
        text.contains(is_chinese) && !text.contains(['=', '。', '#', '<', '{', '[', '"'])
    };
    names.clone().all(|cell| is_name(&cell.text)).then(|| Heads { line: 0, name, others: Vec::new() })
}

/// True for the title of a list.
pub(super) fn is_title(text: &str) -> bool {
    TITLES.iter().any(|end| text.ends_with(end))
}

/// True for what numbers a line: `1`, `01`, `3.`.
pub(super) fn is_number(text: &str) -> bool {
    text.trim_end_matches(['.', '、', '．']).chars().all(|c| c.is_ascii_digit())
}
