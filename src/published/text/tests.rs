//! Tests of whole texts.

use super::*;
use crate::published::{PageBlock, ParagraphRole};

/// Each block: paragraphs with their line and bold words in brackets, grids as `{…}`.
fn shown(text: &str) -> Vec<String> {
    let show = |block: &PageBlock| match block {
        PageBlock::Paragraph(paragraph) => {
            let runs = paragraph.runs.iter();
            let words: String =
                runs.map(|run| if run.bold { format!("[{}]", run.text) } else { run.text.clone() }).collect();
            let role = match &paragraph.role {
                ParagraphRole::Plain => String::new(),
                ParagraphRole::Heading(level) => format!("h{level} "),
                ParagraphRole::Item { depth, marker } => format!("{marker}{depth} "),
            };
            format!("{}:{role}{words}", paragraph.place.line.unwrap())
        }
        PageBlock::Grid(grid) => {
            let cells = |row: &Vec<crate::published::GridCell>| {
                row.iter().map(|cell| cell.text.replace('\n', "⏎")).collect::<Vec<_>>().join(",")
            };
            let rows: Vec<_> = grid.rows.iter().map(cells).collect();
            format!("{}:{{{}}}", grid.place.line.unwrap(), rows.join("/"))
        }
    };
    read(text).unwrap().blocks.iter().map(show).collect()
}

#[test]
fn tab_tables_end_with_a_blank_line() {
    let text = "题\n甲\t1\t2\n\t乙\t3\n\t\t丙\n\n丁\t4\n说明";
    assert_eq!(shown(text), ["1:题", "2:{甲,1,2/,乙,3/,,丙}", "6:{丁,4}", "7:说明"]);
}

#[test]
fn a_cell_of_several_lines_stands_between_quotes() {
    let text = "甲\t\"乙\r\n丙\"\t\"丁\n戊\"\n1\t2\t3\n\"己\t4";
    assert_eq!(shown(text), ["1:{甲,乙⏎丙,丁⏎戊/1,2,3/\"己,4}"]);
}

#[test]
fn a_numbered_paragraph_with_a_tab_is_prose() {
    assert_eq!(shown("一、\t总体情况\n\t缩进的一段"), ["1:一、\t总体情况", "2:缩进的一段"]);
}

#[test]
fn pipe_tables_may_have_many_rules_and_no_outer_pipes() {
    let text = "## 表\n| 甲 | 乙 |\n|---|---|\n| 1 | |\n| 2 | 3 | 4 |\n|---|---|---|\n\n丙 | 丁\n--- | :-:\n5 | 6\n首页 | 正文";
    assert_eq!(shown(text), ["1:h2 表", "2:{甲,乙/1,/2,3,4}", "8:{丙,丁/5,6/首页,正文}"]);
    assert_eq!(shown("首页 | 正文"), ["1:首页 | 正文"]);
    let page = read("a\n\n| 甲 | 1 |\n| 乙 | 2 |\n").unwrap();
    let PageBlock::Grid(grid) = &page.blocks[1] else { panic!("no grid") };
    assert_eq!(grid.rows[1][1].place.to_string(), "第4行第2列");
    assert!(!grid.has_spans);
}

#[test]
fn tables_with_one_cell_to_a_line_are_found_between_paragraphs() {
    let text =
        "一、标题\n甲 |\n|||\n乙 |\n1 |\n2 |\n|\n丙 |\n|\n3 |\n|\n丁 |\n4 |\n|\n5 |\n二、下一节的标题\n完";
    assert_eq!(shown(text), ["1:一、标题", "2:{甲/乙,1,2/丙,,3/丁,4,,5}", "16:二、下一节的标题", "17:完"]);
}

#[test]
fn marks_of_markdown_are_undone() {
    let text = "# 甲\\#\n\n**一、乙。**丙\\*\\*丁&lt;b&gt;\n\n1. 戊\n2. 己\n    - 庚\n\n1\\. 辛\n\\- 壬\n\n标题\n----\n> 草稿\n\n---\n[//]: # (x)\n```\n癸\n```";
    let wanted = [
        "1:h1 甲#",
        "3:[一、乙。]丙**丁<b>",
        "5:1.0 戊",
        "6:2.0 己",
        "7:•1 庚",
        "9:1. 辛",
        "10:- 壬",
        "12:h2 标题",
        "14:草稿",
        "19:癸",
    ];
    assert_eq!(shown(text), wanted);
}

#[test]
fn plain_text_has_no_marks() {
    assert_eq!(
        shown("1. 甲\n#乙\n1024*768和800*600\n- 丙"),
        ["1:1. 甲", "2:#乙", "3:1024*768和800*600", "4:•0 丙"]
    );
}

#[test]
fn tables_of_html_are_read_with_their_spans_and_lines() {
    let text = "# 甲\n\n前<table>\n<tr><td colspan=2>乙</td></tr>\n<tr><td>1</td><td>2</td></tr>\n</table>中<table><tr><td>3</table>后\n尾";
    let page = read(text).unwrap();
    assert_eq!(shown(text), ["1:h1 甲", "3:前", "3:{乙/1,2}", "6:中", "6:{3}", "6:后", "7:尾"]);
    let PageBlock::Grid(grid) = &page.blocks[2] else { panic!("no grid") };
    assert_eq!((grid.rows[0][0].cols, grid.has_spans), (2, true));
    assert_eq!(grid.rows[1][1].place.to_string(), "表格1 第2行第2列（全文第5行）");
    let PageBlock::Grid(grid) = &page.blocks[4] else { panic!("no grid") };
    assert_eq!(grid.place.table, Some(2));
}

#[test]
fn a_table_that_does_not_end_takes_its_paragraph_only() {
    assert_eq!(shown("<table><tr><td>1\n\n后文"), ["1:{1}", "3:后文"]);
}

#[test]
fn lines_cut_at_one_width_are_joined() {
    let full = "甲".repeat(28);
    let text = format!(
        "一、题\n{0}\n{0}\n{0}\n乙。\n（一）{1}\n{0}\n{0}\n{0}：\n{0}\n\n{0}丙",
        full,
        "丁".repeat(25)
    );
    let f = full.as_str();
    let wanted = [
        "1:一、题".to_owned(),
        format!("2:{f}{f}{f}乙。"),
        format!("6:（一）{}{f}{f}{f}：", "丁".repeat(25)),
        format!("10:{f}"),
        format!("12:{f}丙"),
    ];
    assert_eq!(shown(&text), wanted);
}

#[test]
fn glued_cells_stay_glued() {
    assert_eq!(shown("规章000规范性文件5845546"), ["1:规章000规范性文件5845546"]);
}

#[test]
fn pictures_are_counted_at_their_lines() {
    let page = read("# 甲\n\n![表](a.png)\n<img src=b>").unwrap();
    assert_eq!(page.pictures.iter().map(ToString::to_string).collect::<Vec<_>>(), ["第3行", "第4行"]);
}

#[test]
fn texts_made_to_exhaust_are_refused() {
    assert!(matches!(read(&"a".repeat(9 << 20)), Err(TextError::TooLong { .. })));
    assert!(matches!(read(&"a\n".repeat(300_000)), Err(TextError::TooManyLines { .. })));
    assert!(matches!(read(&"|a".repeat(1 << 20)), Err(TextError::TooManyCells { .. })));
    assert!(matches!(read(&"\ta".repeat(1 << 20)), Err(TextError::TooManyCells { .. })));
    assert!(matches!(read(&"<table></table>".repeat(600)), Err(TextError::TooManyTables { .. })));
    assert_eq!(read("甲\0乙"), Err(TextError::NotText));
}
