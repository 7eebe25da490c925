//! Why nothing is changed.

use super::{Address, Conflict};
use crate::source::MAX_BYTES;

/// Why no change of a plan is made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refused {
    /// The file does not read: what is wrong in it has to be mended in its text first.
    #[error("数据文件现在读不出来，没有写入；请先改正文件里标出的错误")]
    Faulty,
    /// There is nothing of that name in this file.
    #[error("这份报告里没有“{0}”这一项，没有写入；请重新打开页面")]
    Unknown(String),
    /// What was typed does not belong there.
    #[error("{words}")]
    NotAllowed {
        /// Where it was to stand.
        address: Address,
        /// What is wrong with it, and what was expected.
        words: String,
    },
    /// What stands there now is not what was seen when the change was made.
    #[error("{}", conflict(.0))]
    Conflicts(Vec<Conflict>),
    /// The file would become larger than a data file may be.
    #[error("这样改以后数据文件会超过 {} MB，没有写入；请把内容分开或者缩短", MAX_BYTES >> 20)]
    TooLarge,
    /// The file is written in a way in which only this cannot be changed for certain.
    #[error("这个文件里{0}，程序没有把握只改这一处，没有写入；请在文件里改")]
    Odd(&'static str),
    /// A block does not fit where it was to be pasted.
    #[error("{0}；没有粘贴")]
    NoFit(String),
}

fn conflict(conflicts: &[Conflict]) -> String {
    let count = conflicts.len();
    format!("文件已经在别处改过，其中 {count} 处与这次的改动相同，没有写入；请看过以后决定留哪一个")
}
