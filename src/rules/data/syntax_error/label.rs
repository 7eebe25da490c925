//! The label of a row where its key belongs.

use super::stated::Place;
use super::{Found, Words};
use crate::report::statements::QUOTES;
use crate::rules::words::shorten;
use crate::source::Span;

/// Names the key of the row that a label in Chinese means, where it is one.
pub(super) fn mistake(text: &str, place: &Place<'_>) -> Option<Found> {
    let line = text.split('\n').next()?;
    let written = line.get(..line.find(['=', '＝'])?)?;
    let label = written.trim();
    let row = place.row_meant(label.trim_matches(QUOTES))?;
    let start = written.len() - written.trim_start().len();
    let words = Words::new(
        format!("项目名要用英文：“{}”请写 {}", shorten(label), row.key),
        format!("请写作 {} = ……；中文名称可写在行末的 # 之后", row.key),
    );
    Some((Span::new(start, start + label.len()), words))
}
