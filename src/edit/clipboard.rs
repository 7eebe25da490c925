//! What a clipboard holds: cells of Excel, WPS, Word or a web page, and rich text.

use crate::published::{self, Grid, PageBlock, ParagraphRole};

/// The cells of a text that a spreadsheet copies: a tab between two cells, quotes around one of several lines.
pub fn cells_of_text(text: &str) -> Vec<Vec<String>> {
    // A quote without its like is one that stands in a cell.
    let has_pairs = text.matches('"').count().is_multiple_of(2);
    let mut reader = csv::ReaderBuilder::new();
    reader.delimiter(b'\t').has_headers(false).flexible(true).quoting(has_pairs);
    let records = reader.from_reader(text.as_bytes()).into_records();
    let rows = records.flatten().map(|record| record.iter().map(str::to_owned).collect());
    let mut rows: Vec<Vec<String>> = rows.collect();
    // The reader leaves blank lines out, and they are rows.
    if rows.len() < text.lines().count() && !text.contains('"') {
        rows = text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect();
    }
    rows
}

/// The cells of the first table of HTML, each at its place: what a merged cell covers is blank. `None` if there is no
/// table in it.
pub fn cells_of_html(html: &str) -> Option<Vec<Vec<String>>> {
    let page = published::read_html(html).ok()?;
    page.blocks.iter().find_map(|block| match block {
        PageBlock::Grid(grid) => Some(cells(grid)),
        PageBlock::Paragraph(_) => None,
    })
}

fn cells(grid: &Grid) -> Vec<Vec<String>> {
    let width = grid.rows.iter().flatten().map(|cell| cell.column + cell.cols).max().unwrap_or(0);
    let row = |row: &Vec<published::GridCell>| {
        let mut cells = vec![String::new(); width];
        for (at, cell) in row.iter().enumerate() {
            let column = if grid.has_spans { cell.column } else { at };
            if let Some(place) = cells.get_mut(column) {
                place.clone_from(&cell.text);
            }
        }
        cells
    };
    grid.rows.iter().map(row).collect()
}

/// The headings, bold words, lists and tables of HTML as the Markdown of a data file, and nothing else of it. `None` if
/// there are no words in it.
pub fn markdown_of_html(html: &str) -> Option<String> {
    let page = published::read_html(html).ok()?;
    let level = |block: &PageBlock| match block {
        PageBlock::Paragraph(paragraph) => match paragraph.role {
            ParagraphRole::Heading(level) => Some(level),
            _ => None,
        },
        PageBlock::Grid(_) => None,
    };
    // The highest heading that was copied is the highest that a section has.
    let highest = page.blocks.iter().filter_map(level).min();
    let text = published::markdown(page.blocks.iter(), highest.map(|level| level.saturating_sub(1)), false);
    (!text.trim().is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_apart_as_spreadsheets_set_them() {
        let cells = |text: &str| cells_of_text(text).iter().map(|row| row.join("|")).collect::<Vec<_>>();
        assert_eq!(cells("1\t2\r\n3\t\r\n"), ["1|2", "3|"]);
        assert_eq!(cells("\"22\n（其中修订16件）\"\t\"a\"\"b\"\n5\t6"), ["22\n（其中修订16件）|a\"b", "5|6"]);
        assert_eq!(cells("1\n\n3\n"), ["1", "", "3"]);
        assert_eq!(cells("\"甲\t1\n乙\t2"), ["\"甲|1", "乙|2"]);
        assert_eq!(cells(""), [""; 0]);
    }

    #[test]
    fn merged_cells_of_a_page_leave_blanks() {
        let html = "<html><body><!--StartFragment--><table><tr><td rowspan=2>甲</td><td>1</td><td colspan=2>2</td></tr>\
                    <tr><td>3</td><td>4</td><td>5</td></tr></table><!--EndFragment--></body></html>";
        let cells: Vec<String> = cells_of_html(html).unwrap().iter().map(|row| row.join("|")).collect();
        assert_eq!(cells, ["甲|1|2|", "|3|4|5"]);
        assert_eq!(cells_of_html("<p>甲</p>"), None);
    }

    #[test]
    fn rich_text_keeps_headings_bold_lists_and_tables() {
        let html = "<h2>主动公开</h2><p style='color:red'>全年<b>公开</b>信息<a href='x'>5</a>条。</p>\
                    <h3>其他</h3><ul><li>甲</li><li>乙</li></ul><table><tr><td>渠道</td><td>条数</td></tr>\
                    <tr><td>网站</td><td>5</td></tr></table><script>alert(1)</script>";
        assert_eq!(
            markdown_of_html(html).unwrap(),
            "### 主动公开\n\n全年**公开**信息5条。\n\n#### 其他\n\n- 甲\n- 乙\n\n| 渠道 | 条数 |\n| --- | --- |\n| 网站 | 5 |"
        );
        assert_eq!(markdown_of_html("<p> </p>"), None);
    }
}
