//! The label of a row where its key belongs.

use super::stated::Place;
use super::{Found, Words};
use crate::report::statements::QUOTES;
use crate::rules::words::shorten;
use crate::source::Span;

/// What is to be done where a label says more than the row that it names.
pub(in crate::rules::data) fn said_beyond(beyond: &str, key: &str) -> String {
    format!("请按所写的“{}”核对单位和统计范围，换算、改好数字后，再把项目名改为 {key}", shorten(beyond))
}

/// Names the key of the row that a label in Chinese means, where it is one.
pub(super) fn mistake(text: &str, place: &Place<'_>) -> Option<Found> {
    let line = text.split('\n').next()?;
    let written = line.get(..line.find(['=', '＝'])?)?;
    let label = written.trim();
    let (row, beyond) = place.row_named(label.trim_matches(QUOTES))?;
    let start = written.len() - written.trim_start().len();
    let words = match beyond {
        None => Words::new(
            format!("项目名要用英文：“{}”请写 {}", shorten(label), row.key),
            format!("请写作 {} = ……；中文名称可写在行末的 # 之后", row.key),
        ),
        Some(beyond) => {
            Words::new(format!("项目名要用英文，不写“{}”", shorten(label)), said_beyond(&beyond, &row.key))
        }
    };
    Some((Span::new(start, start + label.len()), words))
}
