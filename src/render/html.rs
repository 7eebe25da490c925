//! HTML: one self-contained page, without scripts and without anything fetched.

mod fragment;
mod outline;
mod table;
mod title;

use std::borrow::Cow;
use std::fmt::Write;

use serde::Serialize;

use outline::Outline;
pub(super) use table::plain_table;

use super::seal::{Mark, between};
use super::shell::Values;
use super::{Options, RenderError, Renderer};
use crate::document::{Alignment, Block, Document, ListItem, Paragraph, Run, Table, TextTable};

/// The page as an output.
pub(super) const RENDERER: Renderer = Renderer {
    id: "html",
    extension: "html",
    other_extensions: &["htm", "mht", "mhtml"],
    name: "网页",
    other_names: &["网页", "网页版", "web"],
    help: "网页（HTML）",
    media_type: "text/html; charset=utf-8",
    changed_in: "编辑器",
    is_page: true,
    needs_fonts: false,
    is_data: false,
    has_digest: true,
    render: |document, options| render(document, options).map(|text| SEAL.seal(text).into()),
    is_sealed: |bytes| SEAL.is_in(bytes),
    is_intact: |bytes| SEAL.is_intact(bytes),
    title: |bytes| between(str::from_utf8(bytes).ok()?, "<title>", "</title>").map(str::to_owned),
};

/// A comment, which no browser shows.
const SEAL: Mark = Mark { before: "<!-- nianbao sha256:", after: " -->" };

/// Longer words may break anywhere.
const LONGEST_WORD: usize = 16;

/// What the page shell receives.
#[derive(Serialize)]
struct Page<'d> {
    #[serde(flatten)]
    values: Values<'d>,
    /// The title as HTML.
    heading: String,
    /// The issuer as HTML.
    signer: String,
    style: &'d str,
    /// Head tags of 《政府网站发展指引》 (国办发〔2017〕47号) that have a value.
    meta: Vec<Meta>,
}

#[derive(Serialize)]
struct Meta {
    name: &'static str,
    content: String,
}

/// Draws the page.
///
/// # Errors
/// The page shell does not work.
pub fn render(document: &Document, options: &Options) -> Result<String, RenderError> {
    let templates = &options.templates;
    let page = Page {
        values: Values::new(document, Cow::Borrowed, |part, base| blocks(part, base, document.draft)),
        heading: title::heading(document),
        signer: title::name(&document.signature.issuer),
        style: templates.text("page.css"),
        meta: meta(document),
    };
    if !options.fragment {
        return templates.fill("page.html", &page);
    }
    fragment::inline(&templates.fill("fragment.html", &page)?, templates)
}

fn meta(document: &Document) -> Vec<Meta> {
    let data = &document.metadata;
    let tags = [
        ("SiteName", data.site_name.clone()),
        ("SiteDomain", data.site_domain.clone()),
        ("SiteIDCode", data.site_id_code.clone()),
        ("ArticleTitle", Some(document.title.clone())),
        ("PubDate", document.signature.date.map(|date| date.with_minutes())),
        ("ContentSource", Some(document.signature.issuer.clone())),
        ("Keywords", Some(data.keywords.join(","))),
        ("Author", Some(document.agency.clone())),
        ("Description", Some(data.description.clone())),
        ("DCTERMS.replaces", data.replaces.clone()),
    ];
    tags.into_iter().filter_map(|(name, content)| Some(Meta { name, content: content? })).collect()
}

/// Blocks as HTML, one a line, below a heading of level `base`.
fn blocks(blocks: &[Block], base: u8, draft: bool) -> String {
    let mut out = String::new();
    let mut outline = Outline::below(base);
    for block in blocks {
        match block {
            Block::Heading { level, runs } => {
                let tag = outline.level(*level);
                push(&mut out, format_args!("<h{tag} class=\"level-{level}\">{}</h{tag}>\n", inline(runs)));
            }
            Block::Paragraph(Paragraph { lead, runs }) if lead.is_empty() => {
                push(&mut out, format_args!("<p>{}</p>\n", inline(runs)));
            }
            Block::Paragraph(Paragraph { lead, runs }) => {
                push(
                    &mut out,
                    format_args!("<p><span class=\"lead\">{}</span>{}</p>\n", inline(lead), inline(runs)),
                );
            }
            Block::List(items) => out.push_str(&list(items)),
            Block::TextTable(table) => out.push_str(&text_table(table)),
            Block::FormTable(table) => form_table(&mut out, table, draft),
        }
    }
    out
}

/// Writing to a string cannot fail.
fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(text);
}

fn inline(runs: &[Run]) -> String {
    let mut out = String::new();
    for run in runs {
        let mut text = words(&run.text);
        if let Some(reference) = &run.reference {
            text = format!("<span data-ref=\"{}\">{text}</span>", escape(reference));
        }
        if run.emphasis {
            text = format!("<em>{text}</em>");
        }
        if run.strong {
            text = format!("<strong>{text}</strong>");
        }
        if let Some(link) = &run.link {
            text = format!("<a href=\"{}\" rel=\"noopener\">{text}</a>", escape(link));
        }
        out.push_str(&text);
    }
    out
}

/// Text with its long words marked. A long address would go to a line of its own, and the few words
/// before it would be spread over a whole line; marked, it may break anywhere.
fn words(text: &str) -> String {
    let is_solid = |c: char| c.is_ascii_graphic();
    let (mut out, mut rest) = (String::new(), text);
    while let Some(start) = rest.find(is_solid) {
        let (before, word) = rest.split_at_checked(start).unwrap_or((rest, ""));
        let end = word.find(|c| !is_solid(c)).unwrap_or(word.len());
        let (word, after) = word.split_at_checked(end).unwrap_or((word, ""));
        out.push_str(&escape(before));
        if word.len() > LONGEST_WORD {
            push(&mut out, format_args!("<span class=\"long\">{}</span>", escape(word)));
        } else {
            out.push_str(&escape(word));
        }
        rest = after;
    }
    out + &escape(rest)
}

/// A list whose markers are text, so that they print as the author wrote them.
fn list(items: &[ListItem]) -> String {
    let mut out = String::from("<ul class=\"list\">\n");
    let mut depth = 0;
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push_str(if item.depth > depth { "\n<ul class=\"list\">\n" } else { "</li>\n" });
        }
        while item.depth < depth {
            out.push_str("</ul>\n</li>\n");
            depth -= 1;
        }
        // A list never goes in by more than one level at a time.
        depth = item.depth.min(depth + 1);
        push(
            &mut out,
            format_args!("<li><span class=\"marker\">{}</span>{}", escape(&item.marker), inline(&item.runs)),
        );
    }
    for _ in 0..depth {
        out.push_str("</li>\n</ul>\n");
    }
    out + "</li>\n</ul>\n"
}

fn text_table(table: &TextTable) -> String {
    let cells = |row: &[Vec<Run>], tag: &str| {
        // An empty heading would be no heading.
        let sides = table.alignment.iter().copied().chain(std::iter::repeat(Alignment::Default));
        row.iter().zip(sides).fold(String::new(), |out, (cell, side)| match tag {
            "th" if !cell.is_empty() => {
                out + &format!("<th scope=\"col\"{}>{}</th>", class(side, &[]), inline(cell))
            }
            _ => out + &format!("<td{}>{}</td>", class(side, cell), inline(cell)),
        })
    };
    let mut out = String::from(
        "<div class=\"table-box\" tabindex=\"0\" role=\"group\" aria-label=\"正文表格\">\n<table>\n",
    );
    push(&mut out, format_args!("<thead><tr>{}</tr></thead>\n<tbody>\n", cells(&table.head, "th")));
    for row in &table.rows {
        push(&mut out, format_args!("<tr>{}</tr>\n", cells(row, "td")));
    }
    out + "</tbody>\n</table>\n</div>\n"
}

/// The classes of a cell: the side that the author chose, and whether it is a figure, which must not
/// break.
fn class(alignment: Alignment, cell: &[Run]) -> String {
    let side = match alignment {
        Alignment::Default => None,
        Alignment::Left => Some("left"),
        Alignment::Center => Some("center"),
        Alignment::Right => Some("right"),
    };
    let text: String = cell.iter().map(|run| run.text.as_str()).collect();
    let is_figure = text.len() <= LONGEST_WORD
        && text.contains(|c: char| c.is_ascii_digit())
        && !text.contains(char::is_alphabetic);
    let classes: Vec<&str> = side.into_iter().chain(is_figure.then_some("figure")).collect();
    if classes.is_empty() { String::new() } else { format!(" class=\"{}\"", classes.join(" ")) }
}

fn form_table(out: &mut String, table: &Table, draft: bool) {
    let label = escape(&table.caption);
    out.extend(["<div class=\"table-box\" tabindex=\"0\" role=\"group\" aria-label=\"", &label, "\">\n"]);
    table::full_table(out, table, draft);
    out.push_str("</div>\n");
}

/// Text as HTML text or as the value of a quoted attribute.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'')) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(text: &str) -> Vec<Run> {
        vec![Run { text: text.to_owned(), ..Run::default() }]
    }

    #[test]
    fn headings_leave_no_level_out_and_look_official() {
        let heading = |level| Block::Heading { level, runs: runs("甲") };
        let page = blocks(&[heading(3), heading(2), heading(4)], 2, false);
        assert_eq!(
            page,
            "<h3 class=\"level-3\">甲</h3>\n<h3 class=\"level-2\">甲</h3>\n<h4 class=\"level-4\">甲</h4>\n"
        );
    }

    #[test]
    fn only_long_words_may_break_anywhere() {
        assert_eq!(
            words("见https://example.gov.cn/a?b&c和short"),
            "见<span class=\"long\">https://example.gov.cn/a?b&amp;c</span>和short"
        );
        assert_eq!(words("<b>"), "&lt;b&gt;");
    }

    #[test]
    fn a_table_keeps_the_side_of_each_column() {
        use Alignment::{Center, Default, Left, Right};
        let row = |texts: [&str; 4]| texts.iter().map(|text| runs(text)).collect();
        let table = TextTable {
            head: row(["甲", "乙", "丙", "丁"]),
            rows: vec![row(["1,234", "甲", "12.5%", "丁"])],
            alignment: vec![Right, Center, Default, Left],
        };
        let page = text_table(&table);
        assert!(page.contains("<th scope=\"col\" class=\"right\">甲</th>"), "{page}");
        let row = "<td class=\"right figure\">1,234</td><td class=\"center\">甲</td>\
                   <td class=\"figure\">12.5%</td><td class=\"left\">丁</td>";
        assert!(page.contains(row), "{page}");
    }
}
