//! A label where its key belongs.

use super::stated::Place;
use super::{Found, Words, structure};
use crate::report::keys;
use crate::report::statements::QUOTES;
use crate::rules::words::shorten;
use crate::source::Span;

/// What is to be done where a label says more than the row that it names.
pub(in crate::rules::data) fn said_beyond(beyond: &str, key: &str) -> String {
    format!("请按所写的“{}”核对单位和统计范围，换算、改好数字后，再把项目名改为 {key}", shorten(beyond))
}

/// Names the key that a label in Chinese means, where it is one.
pub(super) fn mistake(text: &str, place: &Place<'_>) -> Option<Found> {
    let line = text.split('\n').next()?;
    let written = line.get(..line.find(['=', '＝'])?)?;
    let label = written.trim();
    let named = place.key_named(label.trim_matches(QUOTES));
    let start = written.len() - written.trim_start().len();
    let words = match named {
        Some((key, None)) => Words::new(
            format!("项目名要用英文：“{}”请写 {key}", shorten(label)),
            format!("请写作 {key} = ……；中文名称可写在行末的 # 之后"),
        ),
        Some((key, Some(beyond))) => {
            Words::new(format!("项目名要用英文，不写“{}”", shorten(label)), said_beyond(&beyond, key))
        }
        None => {
            let keys::Key { section, name, .. } = place.key_elsewhere(label)?;
            let heading = structure::heading_of(section);
            Words::new(
                format!("项目名要用英文：“{}”请写 {name}，放在 {heading} 部分", shorten(label)),
                format!("请把这一行移到 {heading} 下面，写作 {name} = ……"),
            )
        }
    };
    Some((Span::new(start, start + label.len()), words))
}
