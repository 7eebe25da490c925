//! Changes for people, on a terminal.

use super::marks::{Stretch, marked};
use super::{CellChange, Difference, NarrativeChange};
use crate::diagnostic::human::Look;

/// A figure, or that it is blank.
pub fn figure(text: Option<&str>) -> &str {
    text.filter(|text| !text.is_empty()).unwrap_or("空白")
}

/// What changed, under headings; one line if nothing did.
pub fn draw(difference: &Difference, old: &str, new: &str, look: Look) -> String {
    if difference.is_empty() {
        return look.sentence(&format!("{old} → {new}：两份报告没有不同"), 0);
    }
    let mut parts = vec![look.sentence(&format!("{old} → {new}：{}", summary(difference)), 0)];
    parts.extend(cells("表格", difference.corrected(), look));
    parts.extend(cells("随之变化的总计", difference.derived(), look));
    parts.extend(details(difference, look));
    parts.extend(narrative(difference, look));
    parts.extend(touched(difference, look));
    parts.join("\n\n")
}

/// How much changed, in one line.
pub fn summary(difference: &Difference) -> String {
    let counts = [
        (difference.corrected().count(), "改动", "格"),
        (difference.derived().count(), "随之变化", "个总计"),
        (difference.details.len(), "标题、落款等改动", "处"),
        (difference.narrative.len(), "正文改动", "处"),
    ];
    let words = counts.iter().filter(|(count, ..)| *count > 0);
    words.map(|(count, what, unit)| format!("{what} {count} {unit}")).collect::<Vec<_>>().join("，")
}

/// Breaks a line and sets what follows under its beginning.
fn line(look: Look, start: &str, text: &str, under: usize) -> String {
    let wrapped = look.sentence(text, under);
    format!("{start}{}", wrapped.replace('\n', &format!("\n{}", " ".repeat(under))))
}

fn heading(words: &str, look: Look) -> String {
    let style = anstyle::Style::new().bold();
    if look.colour { format!("{style}{words}{style:#}") } else { words.to_owned() }
}

fn cells<'d>(title: &str, cells: impl Iterator<Item = &'d CellChange>, look: Look) -> Option<String> {
    let mut lines = vec![heading(title, look)];
    let mut section = "";
    for cell in cells {
        if cell.section != section {
            section = &cell.section;
            lines.push(line(look, "  ", section, 2));
        }
        let [old, new] = cell.printed();
        let (old, new) = (figure(old.as_deref()), figure(new.as_deref()));
        lines.push(line(look, "    ", &format!("{}：{old} → {new}", cell.label), 6));
    }
    (lines.len() > 1).then(|| lines.join("\n"))
}

fn details(difference: &Difference, look: Look) -> Option<String> {
    let mut lines = vec![heading("标题、落款等", look)];
    for change in &difference.details {
        let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "（没有）".to_owned());
        let text = format!("{}：{} → {}", change.detail.words(), or_none(&change.old), or_none(&change.new));
        lines.push(line(look, "  ", &text, 4));
    }
    (lines.len() > 1).then(|| lines.join("\n"))
}

fn narrative(difference: &Difference, look: Look) -> Option<String> {
    let mut lines = vec![heading("正文", look)];
    let mut section = "";
    for change in &difference.narrative {
        if change.section != section {
            section = &change.section;
            lines.push(line(look, "  ", &change.title, 2));
        } else {
            lines.push(String::new());
        }
        lines.extend(sides(change, look));
    }
    (lines.len() > 1).then(|| lines.join("\n"))
}

/// The sentences before and after; where the change is shows between 【】.
fn sides(change: &NarrativeChange, look: Look) -> Vec<String> {
    if let (Some(behind), Some(new)) = (&change.moved_behind, &change.new) {
        let text = format!("{new}（{}）", super::moved_to(behind));
        let paragraphs = text.split('\n').enumerate();
        let start = |at: usize| if at == 0 { "    = " } else { "      " };
        return paragraphs.map(|(at, paragraph)| line(look, start(at), paragraph, 6)).collect();
    }
    let whole = |text: &String| vec![Stretch { text: text.clone(), changed: false }];
    let (old, new) = match (&change.old, &change.new) {
        (Some(old), Some(new)) => {
            let (old, new) = marked(old, new);
            (Some(old), Some(new))
        }
        (old, new) => (old.as_ref().map(whole), new.as_ref().map(whole)),
    };
    let mut lines = Vec::new();
    for (sign, side, colour) in [("-", old, anstyle::AnsiColor::Red), ("+", new, anstyle::AnsiColor::Green)] {
        let Some(side) = side else { continue };
        let style = if look.colour { colour.on_default() } else { anstyle::Style::new() };
        let text: String = side.iter().map(shown).collect();
        for (at, paragraph) in text.split('\n').enumerate() {
            let start = if at == 0 { format!("    {sign} ") } else { "      ".to_owned() };
            let drawn = line(look, &start, paragraph, 6);
            let drawn = drawn.lines().map(|line| format!("{style}{line}{style:#}"));
            lines.push(drawn.collect::<Vec<_>>().join("\n"));
        }
    }
    lines
}

fn shown(stretch: &Stretch) -> String {
    match stretch.changed {
        true => format!("【{}】", stretch.text),
        false => stretch.text.clone(),
    }
}

/// What else is to be looked at; `None` if there is nothing.
pub fn touched(difference: &Difference, look: Look) -> Option<String> {
    let mut lines = vec![heading("还要核对", look)];
    lines.extend(difference.touched.iter().map(|touched| line(look, "  · ", &touched.message, 4)));
    (lines.len() > 1).then(|| lines.join("\n"))
}
