//! HTML: one self-contained page, without scripts and without anything fetched.

mod table;

use std::fmt::Write;

use serde::Serialize;

pub(super) use table::plain_table;

use super::{RenderError, shell};
use crate::document::{Block, Document, ListItem, Paragraph, Run, Table, TextTable};

const PAGE: &str = include_str!("../../templates/page.html");
const STYLE: &str = include_str!("../../templates/page.css");

/// What the page shell receives.
#[derive(Serialize)]
struct Page<'d> {
    title: &'d str,
    draft: bool,
    style: &'static str,
    /// Head tags of 《政府网站发展指引》 (国办发〔2017〕47号) that have a value.
    meta: Vec<Meta>,
    preamble: String,
    sections: Vec<Section<'d>>,
    issuer: &'d str,
    date: Option<String>,
    iso_date: Option<String>,
}

#[derive(Serialize)]
struct Meta {
    name: &'static str,
    content: String,
}

#[derive(Serialize)]
struct Section<'d> {
    key: &'d str,
    title: &'d str,
    body: String,
}

/// Draws the page.
///
/// # Errors
/// The page shell does not work.
pub fn render(document: &Document) -> Result<String, RenderError> {
    let section = |section: &'_ crate::document::Section| blocks(&section.blocks);
    let page = Page {
        title: &document.title,
        draft: document.draft,
        style: STYLE,
        meta: meta(document),
        preamble: blocks(&document.preamble),
        sections: document
            .sections
            .iter()
            .map(|s| Section { key: &s.key, title: &s.title, body: section(s) })
            .collect(),
        issuer: &document.signature.issuer,
        date: document.signature.date.map(|date| date.chinese()),
        iso_date: document.signature.date.map(|date| date.to_string()),
    };
    shell::fill("page.html", PAGE, &page)
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
    ];
    tags.into_iter().filter_map(|(name, content)| Some(Meta { name, content: content? })).collect()
}

/// Blocks as HTML, one a line.
fn blocks(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        match block {
            Block::Heading { level, runs } => {
                // The title is h1 and a section h2, so official level 2 is h3.
                let level = level + 1;
                push(&mut out, format_args!("<h{level}>{}</h{level}>\n", inline(runs)));
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
            Block::FormTable(table) => out.push_str(&form_table(table)),
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
        let mut text = escape(&run.text);
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
        row.iter().fold(String::new(), |out, cell| match tag {
            "th" if !cell.is_empty() => out + &format!("<th scope=\"col\">{}</th>", inline(cell)),
            _ => out + &format!("<td>{}</td>", inline(cell)),
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

fn form_table(table: &Table) -> String {
    format!(
        "<div class=\"table-box\" tabindex=\"0\" role=\"group\" aria-label=\"{}\">\n{}</div>\n",
        escape(&table.caption),
        table::full_table(table)
    )
}

/// Text as HTML text or as the value of a quoted attribute.
pub(super) fn escape(text: &str) -> String {
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
    out
}
