//! Markdown: CommonMark with tables.

mod escape;
mod list;

use self::escape::escape_heading_end;
pub(crate) use self::escape::{escape, escape_line_start};
use super::seal::{Mark, between};
use super::shell::Values;
use super::{MarkdownTables, Options, RenderError, Renderer, html};
use crate::document::{
    Alignment, Block, Document, FlatCell, FlatTable, Paragraph, Run, Table, TextTable, UNFILLED,
};

/// Markdown as an output.
pub(super) const RENDERER: Renderer = Renderer {
    id: "md",
    extension: "md",
    other_extensions: &[],
    name: "Markdown",
    other_names: &["markdown"],
    help: "Markdown",
    media_type: "text/markdown; charset=utf-8",
    changed_in: "编辑器",
    is_page: false,
    needs_fonts: false,
    is_data: false,
    has_digest: true,
    render: |document, options| render(document, options).map(|text| SEAL.seal(text).into()),
    is_sealed: |bytes| SEAL.is_in(bytes),
    is_intact: |bytes| SEAL.is_intact(bytes),
    title: |bytes| between(str::from_utf8(bytes).ok()?, "# ", "\n").map(str::to_owned),
};

/// The definition of a link that nothing uses: unlike a comment in HTML it shows nowhere, not even
/// where HTML is not understood.
const SEAL: Mark = Mark { before: "\n[//]: # (nianbao sha256:", after: ")" };

/// Draws the report.
///
/// # Errors
/// The shell does not work.
pub fn render(document: &Document, options: &Options) -> Result<String, RenderError> {
    let writer = Writer { tables: options.tables, draft: document.draft };
    // Every value is Markdown already.
    let mut values = Values::new(document, |text| escape(text).into(), |blocks, _| writer.blocks(blocks));
    values.issuer = escape_line_start(&values.issuer).into();
    options.templates.fill("report.md", &values)
}

struct Writer {
    tables: MarkdownTables,
    /// Marks figures that are not filled in.
    draft: bool,
}

impl Writer {
    /// Blocks with a blank line between them.
    fn blocks(&self, blocks: &[Block]) -> String {
        blocks.iter().map(|block| self.block(block)).collect::<Vec<_>>().join("\n\n")
    }

    fn block(&self, block: &Block) -> String {
        match block {
            // The title is level 1 and a section level 2, so official level 2 is level 3.
            Block::Heading { level, runs } => {
                let words = escape_heading_end(&self.inline(runs));
                format!("{} {words}", "#".repeat(usize::from(*level) + 1))
            }
            Block::Paragraph(Paragraph { lead, runs }) => {
                let lead: Vec<Run> = lead.iter().map(|run| Run { strong: true, ..run.clone() }).collect();
                escape_line_start(&(self.inline(&lead) + &self.inline(runs)))
            }
            Block::List(items) => list::list(items, |runs| self.inline(runs)),
            Block::TextTable(table) => self.text_table(table),
            Block::FormTable(table) => match self.tables {
                MarkdownTables::Html => html::plain_table(table, self.draft).trim_end().to_owned(),
                MarkdownTables::Pipe => pipe_tables(table, self.draft),
            },
        }
    }

    fn inline(&self, runs: &[Run]) -> String {
        runs.iter().map(|run| self.run(run)).collect()
    }

    fn run(&self, run: &Run) -> String {
        let mut text = escape(&run.text);
        for (wanted, mark, tag) in [(run.emphasis, "*", "em"), (run.strong, "**", "strong")] {
            if !wanted || run.text.trim().is_empty() {
                continue;
            }
            // Marks beside punctuation do not work in CommonMark: `**重点。**下一步` stays as it is.
            let firm = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            if firm(run.text.chars().next()) && firm(run.text.chars().next_back()) {
                text = format!("{mark}{text}{mark}");
            } else if self.tables == MarkdownTables::Html {
                text = format!("<{tag}>{text}</{tag}>");
            }
        }
        match &run.link {
            Some(link) => format!("[{text}](<{}>)", escape::target(link)),
            None => text,
        }
    }

    fn text_table(&self, table: &TextTable) -> String {
        let row = |cells: &[Vec<Run>]| pipe_row(cells.iter().map(|cell| self.inline(cell)));
        let rules = pipe_row(table.alignment.iter().map(|alignment| rule(*alignment).to_owned()));
        let rows = table.rows.iter().map(|cells| row(cells));
        [row(&table.head), rules].into_iter().chain(rows).collect::<Vec<_>>().join("\n")
    }
}

/// What says in the row below the head on which side a column stands.
fn rule(alignment: Alignment) -> &'static str {
    match alignment {
        Alignment::Default => "---",
        Alignment::Left => ":---",
        Alignment::Center => ":---:",
        Alignment::Right => "---:",
    }
}

/// A table of the form without merged cells.
fn pipe_tables(table: &Table, draft: bool) -> String {
    table.flat.iter().map(|part| pipe_table(part, draft)).collect::<Vec<_>>().join("\n\n")
}

fn pipe_table(part: &FlatTable, draft: bool) -> String {
    let heading = part.heading.iter().map(|heading| format!("{}\n", escape_line_start(&escape(heading))));
    let head = pipe_row(part.columns.iter().map(|column| escape(column)));
    let rules = pipe_row(
        part.columns.iter().enumerate().map(|(i, _)| if i == 0 { "---" } else { "---:" }.to_owned()),
    );
    let rows = part.rows.iter().map(|row| {
        let figures = row.cells.iter().map(|cell| figure(cell, draft));
        pipe_row(std::iter::once(escape(&row.label)).chain(figures))
    });
    heading.chain([head, rules]).chain(rows).collect::<Vec<_>>().join("\n")
}

fn figure(cell: &FlatCell, draft: bool) -> String {
    let figure = match &cell.computed {
        None if draft && cell.text.is_empty() => UNFILLED.to_owned(),
        Some(computed) => format!("{}（应为{computed}）", cell.text),
        None => cell.text.clone(),
    };
    figure + &cell.printed_note().map(|note| escape(&note)).unwrap_or_default()
}

fn pipe_row(cells: impl Iterator<Item = String>) -> String {
    format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_keeps_the_side_of_each_column() {
        let cell = |text: &str| vec![Run { text: text.to_owned(), ..Run::default() }];
        let table = TextTable {
            head: vec![cell("甲"), cell("乙"), cell("丙"), cell("丁")],
            rows: Vec::new(),
            alignment: vec![Alignment::Left, Alignment::Center, Alignment::Right, Alignment::Default],
        };
        let writer = Writer { tables: MarkdownTables::Html, draft: false };
        assert_eq!(writer.text_table(&table), "| 甲 | 乙 | 丙 | 丁 |\n| :--- | :---: | ---: | --- |");
    }

    #[test]
    fn only_a_draft_marks_blank_figures() {
        let cell = FlatCell {
            path: "a.b".to_owned(),
            text: String::new(),
            sum_of: Vec::new(),
            computed: None,
            note: None,
        };
        assert_eq!(figure(&cell, true), UNFILLED);
        assert_eq!(figure(&cell, false), "");
    }
}
