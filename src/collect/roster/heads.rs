//! The heads of the columns of a roster, and the line that they stand in.

use crate::published::List;
use crate::report::bare_name;

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
    HEADS.iter().find_map(|(column, words)| Some((*column, words.iter().position(|word| *word == bare)?)))
}

/// How many heads the best line of the first ones has.
pub(super) fn known(list: &List) -> usize {
    let lines = list.values().take(WITHIN);
    let counts = lines.map(|cells| cells.values().filter(|cell| meaning(&cell.text).is_some()).count());
    counts.max().unwrap_or_default()
}

/// The heads of a list: of its first lines the one that has most of them, the name among them.
pub(super) fn find(list: &List) -> Option<Heads> {
    let mut best: Option<Heads> = None;
    for (line, cells) in list.iter().filter(|(_, cells)| !cells.is_empty()).take(WITHIN) {
        let found = cells.iter().filter_map(|(at, cell)| {
            let (column, order) = meaning(&cell.text).filter(|_| !cell.is_continued)?;
            Some((column, order, *at))
        });
        let (names, others): (Vec<_>, Vec<_>) = found.partition(|(column, ..)| *column == Column::Name);
        let Some((.., name)) = names.iter().min_by_key(|(_, order, _)| *order) else { continue };
        let others: Vec<_> = others.into_iter().map(|(column, _, at)| (column, at)).collect();
        if best.as_ref().is_none_or(|best| others.len() > best.others.len()) {
            best = Some(Heads { line: *line, name: *name, others });
        }
    }
    best
}

/// The column of a list that is nothing but names, perhaps numbered.
pub(super) fn only_column(list: &List) -> Option<Heads> {
    let mut column = None;
    for cells in list.values() {
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
    let names = list.values().filter_map(|cells| cells.get(&name));
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
fn is_number(text: &str) -> bool {
    text.trim_end_matches(['.', '、', '．']).chars().all(|c| c.is_ascii_digit())
}
