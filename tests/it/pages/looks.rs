//! How text looks on its pages: its font, bold and emphasised words, links, marks that give up room.

use super::*;

#[test]
fn each_part_is_set_in_the_font_of_its_role() {
    let style = Style::built_in().unwrap();
    let fonts = fonts::apart(&style);
    let emphasised = document::Run { emphasis: true, ..run("强调") };
    let blocks = vec![
        heading("（一）标题"),
        document::Block::Paragraph(Paragraph {
            lead: vec![run("段首。")],
            runs: vec![run("正文12"), emphasised],
        }),
        text_table(1, "格"),
    ];
    let layout = lay_out(&of_blocks(blocks), &style, &fonts).unwrap();
    let page = &layout.pages[0];
    let font = |words: &str| {
        let run = page.runs.iter().find(|run| run.text.contains(words)).unwrap();
        fonts.face(run.face).unwrap().name()
    };
    for (words, expected) in [
        ("青禾县住房和城乡建设局", "方正小标宋简体"),
        ("2024", "Times New Roman"),
        ("一、总体情况", "黑体"),
        ("标题", "楷体_GB2312"),
        ("段首", "楷体_GB2312"),
        ("正文", "仿宋_GB2312"),
        ("12", "Times New Roman"),
        ("强调", "楷体_GB2312"),
        ("栏目", "宋体"),
        ("—", "宋体"),
    ] {
        assert_eq!(font(words), expected, "{words}");
    }
}

#[test]
fn strong_words_are_bold_and_links_are_underlined() {
    let strong = document::Run { strong: true, ..run("加粗") };
    let linked = document::Run { link: Some("https://example.cn/".to_owned()), ..run("链接") };
    let runs = vec![run("正文"), strong, run("又是"), linked];
    let layout = laid_out(&of_blocks(vec![document::Block::Paragraph(Paragraph { lead: Vec::new(), runs })]));
    let page = &layout.pages[0];
    let bold: Vec<&str> = page.runs.iter().filter(|run| run.bold).map(|run| run.text.as_str()).collect();
    assert_eq!(bold, ["加粗"]);
    let link = page.runs.iter().find(|run| run.link.is_some()).unwrap();
    assert_eq!((link.text.as_str(), link.link.as_deref()), ("链接", Some("https://example.cn/")));
    let lines: Vec<Rect> = page.rules.iter().map(|rule| rule.area).collect();
    let [line] = lines.as_slice() else { panic!("{lines:?}") };
    assert_eq!((line.left, line.right, line.bottom), (link.area().left, link.end, link.area().bottom));
}

/// Where a mark has ink: those that open in their right half, those that close in their left one.
fn ink(c: char, x: Length, em: Length) -> (Length, Length) {
    match c {
        '（' | '《' | '“' => (x + em / 2, x + em),
        '）' | '》' | '”' | '，' | '。' | '；' => (x, x + em / 2),
        _ => (x, x + em),
    }
}

#[test]
fn marks_that_give_up_room_cover_nothing_beside_them() {
    let words = "全年共收到，“甲乙”提的有（其中网上《丙》提交的）若干；";
    let mut pressed = 0;
    for shift in 0..30 {
        let layout = laid_out(&of_blocks(vec![paragraph(&("字".repeat(shift) + &words.repeat(8)))]));
        let em = layout.area.width() / 28;
        for line in layout.pages.iter().flat_map(lines) {
            let glyphs: Vec<_> = line
                .iter()
                .flat_map(|run| run.text.chars().zip(run.glyphs.iter().map(|glyph| glyph.x)))
                .collect();
            for pair in glyphs.windows(2) {
                let [(a, x), (b, next)] = [pair[0], pair[1]];
                pressed += usize::from(next - x < em - 1);
                assert!(ink(a, x, em).1 <= ink(b, next, em).0 + 1, "{a}{b} in {}", text(&line));
            }
        }
    }
    assert!(pressed > 10, "{pressed}");
}

#[test]
fn text_behind_a_table_stands_on_a_line_of_the_page_at_a_distance() {
    for rows in 1..9 {
        let layout = laid_out(&of_blocks(vec![text_table(rows, "格"), paragraph("表后。")]));
        let page = &layout.pages[0];
        let behind = page.runs.iter().find(|run| run.text == "表后。").unwrap();
        let middle = Length::midpoint(behind.area().top, behind.area().bottom) - layout.area.top;
        let line = middle * 22 / layout.area.height();
        assert!(near(middle, layout.area.height() * (2 * line + 1) / 44), "{rows} rows");
        let end = page.rules.iter().map(|rule| rule.area.bottom).max().unwrap();
        // 6 pt to the upper edge of the line.
        assert!(layout.area.top + layout.area.height() * line / 22 - end >= 5 * POINT, "{rows} rows");
        let figures: Vec<Length> = page
            .runs
            .iter()
            .filter(|run| matches!(run.node, Node::Cell(_, _, 1)))
            .map(|run| Length::midpoint(run.area().left, run.end))
            .collect();
        assert!(figures.len() == 1 + rows && figures.iter().all(|middle| near(*middle, figures[0])));
    }
}
