//! What can be wrong with a form.

use super::grid::GridFault;

/// A form that cannot be used: the line of its file, what is wrong there, how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("第 {line} 行：{fault}")]
pub struct FormError {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong.
    pub fault: FormFault,
}

impl FormError {
    /// A fault at a byte of the file.
    pub(super) fn new(text: &str, at: usize, fault: FormFault) -> Self {
        let before = text.as_bytes().iter().take(at);
        Self { line: 1 + before.filter(|&&byte| byte == b'\n').count(), fault }
    }
}

/// What is wrong with a form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormFault {
    /// Not TOML, or keys that no form has.
    #[error("{0}")]
    Syntax(String),
    /// The same key twice where keys must differ.
    #[error("名称“{0}”写了两次；请改掉其中一个")]
    DuplicateKey(String),
    /// Two parts of a form in one role.
    #[error("role 与前面的一项相同；一种 role 只能写一次，请去掉其中一个")]
    DuplicateRole,
    /// A key that the data file needs for something else, or that is no plain key.
    #[error("“{0}”不能用作名称；请用小写英文字母、数字和下划线，并避开数据文件固定的名称（{reserved}）", reserved = super::resolve::RESERVED.join("、"))]
    BadKey(String),
    /// An identifier that cannot be part of a file name.
    #[error("id 不能写“{0}”；请用小写英文字母、数字、下划线和连字符")]
    BadId(String),
    /// An identifier that a form of the program has.
    #[error("id “{0}”是本程序自带的格式，不能再用；请另取一个")]
    BuiltIn(String),
    /// An identifier that another form has.
    #[error("id “{0}”已经是另一个格式的；请另取一个")]
    Taken(String),
    /// A reference to a row, group, column or column set that the table does not have.
    #[error("这个表里没有名称为“{key}”的{what}；请核对名称")]
    Unknown {
        /// What should be there, in words.
        what: &'static str,
        /// Which.
        key: String,
    },
    /// Something that must not be empty is.
    #[error("{0}是空的；至少要写一项")]
    Empty(&'static str),
    /// More of something than a report can have.
    #[error("{what}太多；最多 {most} 个")]
    TooMany {
        /// What.
        what: &'static str,
        /// How many there may be.
        most: usize,
    },
    /// A sum that contains itself, or a sum without a code.
    #[error("{0}")]
    BadSum(String),
    /// A declaration that leads from year to year and cannot.
    #[error("{0}")]
    BadYears(&'static str),
    /// A computed column stands before a stated one.
    #[error("算出来的列“{0}”要写在所有填写的列后面；请把它移到最后")]
    ComputedFirst(String),
    /// The printed grid has a hole, an overlap or a cell outside.
    #[error("{0}；请核对这个表的 layout 里各格的 cols 和 rows")]
    Grid(GridFault),
    /// A printed cell that reaches from the head of a table into its figures, or from these into a head.
    #[error("这一格跨 {rows} 行，其中有的是表头，有的不是；请改小它的 rows，或者把所跨各行的 head 写成一样")]
    BeyondHead {
        /// Rows that the cell covers.
        rows: usize,
    },
    /// A row whose figures are printed never or more than once.
    #[error("layout 里行“{key}”的数字印了 {times} 次；请写一次 figures = \"{key}\"")]
    Printed {
        /// Which row.
        key: String,
        /// How often.
        times: usize,
    },
    /// A layout cell that says nothing, or several things at once.
    #[error("layout 里的一格要写而且只能写 text、note、band、row、group、column、figures 中的一项")]
    LayoutCell,
    /// Not one span for each figure of a row.
    #[error("cols 的个数与行“{0}”的列数不同；每列写一个数")]
    LayoutSpans(String),
    /// Words of a reader of the forms in the program.
    #[error("程序自带的格式读不出来：{0}")]
    Packed(String),
    /// A form that is not there.
    #[error("没有“{0}”这个格式")]
    NoSuchForm(String),
}

impl FormFault {
    /// What the TOML reader says, in Chinese where it is a common mistake.
    pub(super) fn syntax(message: &str) -> Self {
        let words = message.trim();
        let quoted = |at: usize| words.split('`').nth(at).unwrap_or_default();
        let known = || words.split('`').skip(3).step_by(2).collect::<Vec<_>>().join("、");
        Self::Syntax(match words {
            _ if words.starts_with("unknown field") => {
                format!("没有“{}”这一项；可以写：{}", quoted(1), known())
            }
            _ if words.starts_with("unknown variant") => {
                format!("不能写“{}”；可以写：{}", quoted(1), known())
            }
            _ if words.starts_with("missing field") => format!("缺少“{}”这一项；请补上", quoted(1)),
            _ if words.starts_with("duplicate key") => "同一项写了两次；请去掉其中一个".to_owned(),
            _ => format!("写法不对，请核对引号、括号、逗号和值的类型（TOML 的说明：{words}）"),
        })
    }
}
