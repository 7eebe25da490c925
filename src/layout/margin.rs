//! What stands outside the text on every page: the page number, and the mark of a draft.

use super::cells::draft_color;
use super::set::{Align, Line, Look, Setter, Text};
use super::{LayoutError, Length, Node, Page, twips};

/// Adds page numbers, `— 1 —`, one character in from the right on odd pages and from the left on even ones, and the
/// mark of a draft at the head.
pub(super) fn add(pages: &mut [Page], draft: bool, setter: &Setter<'_>) -> Result<(), LayoutError> {
    let mark = if draft { Some(mark(setter)?) } else { None };
    let page = &setter.style.page;
    let pair = setter.pair(&setter.style.page_number);
    let height = pair.size + twips(40);
    let room = (setter.area.left + pair.size, setter.area.right - pair.size);
    let foot = twips(page.height) - twips(page.footer);
    for (at, page) in pages.iter_mut().enumerate() {
        if let Some(mark) = &mark {
            let top = twips(setter.style.page.header);
            mark.clone().place(0, top, &mut page.runs, &mut page.rules);
        }
        let text = Text::of(&format!("— {} —", at + 1), Look::new(pair, Node::PageNumber), setter)?;
        let align = if at % 2 == 0 { Align::Right } else { Align::Left };
        text.one_line(room, align, height).place(0, foot - height, &mut page.runs, &mut page.rules);
    }
    Ok(())
}

fn mark(setter: &Setter<'_>) -> Result<Line, LayoutError> {
    let draft = &setter.style.draft;
    let pair = setter.pair(&draft.face);
    let look = Look { color: draft_color(setter), ..Look::new(pair, Node::DraftMark) };
    let text = Text::of(&draft.text, look, setter)?;
    let room: (Length, Length) = (setter.area.left, setter.area.right);
    Ok(text.one_line(room, Align::Center, pair.size + twips(100)))
}
