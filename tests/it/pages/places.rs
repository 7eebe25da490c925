//! Where the title, headings, lists, tables and the signature stand on their pages, and with what.

use super::*;

/// The distance of two lines of the page.
fn pitch(layout: &Layout) -> Length {
    layout.area.height() / 22
}

fn runs_of(page: &Page, is: impl Fn(&Node) -> bool) -> Vec<&Run> {
    page.runs.iter().filter(|run| is(&run.node)).collect()
}

fn middle(run: &Run) -> Length {
    Length::midpoint(run.area().top, run.area().bottom)
}

#[test]
fn the_title_stands_in_the_middle_broken_between_its_words_with_an_empty_line_behind() {
    let layout = laid_out(&example());
    let title = runs_of(&layout.pages[0], |node| *node == Node::Title);
    let mut lines: BTreeMap<Length, Vec<&Run>> = BTreeMap::new();
    title.iter().for_each(|run| lines.entry(run.baseline).or_default().push(run));
    let lines: Vec<_> = lines.into_values().collect();
    let words: Vec<String> = lines.iter().map(|line| text(line)).collect();
    assert_eq!(words, ["青禾县住房和城乡建设局", "2024年政府信息公开工作年度报告"]);
    let center = Length::midpoint(layout.area.left, layout.area.right);
    for line in &lines {
        assert!(near(Length::midpoint(left(line), right(line)), center), "{}", text(line));
        assert!(line.iter().all(|run| run.size == 22 * POINT));
    }
    let first = super::lines(&layout.pages[0])[0][0];
    assert!(near(middle(first) - middle(lines[1][0]), 2 * pitch(&layout)));
}

#[test]
fn headings_move_in_by_two_characters() {
    let layout = laid_out(&example());
    let headings = |node: &Node| matches!(node, Node::SectionTitle(_) | Node::Heading(_));
    let mut seen = std::collections::BTreeSet::new();
    for run in layout.pages.iter().flat_map(|page| runs_of(page, headings)) {
        if seen.insert(run.node) {
            assert!(near(run.area().left, layout.area.left + layout.area.width() / 14), "{}", run.text);
        }
    }
    assert!(seen.len() > 10);
}

#[test]
fn a_list_entry_moves_in_with_its_depth_and_its_marker_stands_close() {
    let item = |depth, marker: &str| ListItem {
        depth,
        marker: marker.to_owned(),
        runs: vec![run(&"字".repeat(40))],
    };
    let layout = laid_out(&of_blocks(vec![document::Block::List(vec![
        item(0, "1."),
        item(1, "•"),
        item(2, "（1）"),
    ])]));
    let two = layout.area.width() / 14;
    for (number, depth) in (0..3).zip([0, two, 2 * two]) {
        let is_marker = |node: &Node| matches!(node, Node::ListMarker(_, one) if *one == number);
        let marker = runs_of(&layout.pages[0], is_marker);
        assert!(near(left(&marker), layout.area.left + depth + two), "{number}");
        assert_eq!(text(&marker), ["1.", "• ", "（1）"][usize::try_from(number).unwrap()]);
        let is_entry = |node: &Node| matches!(node, Node::ListItem(_, one) if *one == number);
        let last = runs_of(&layout.pages[0], is_entry).pop().unwrap();
        assert!(near(last.area().left, layout.area.left + depth), "{number}");
    }
}

#[test]
fn short_text_beside_a_table_of_the_form_stays_on_its_page() {
    for lines in 0..22 {
        let mut document = example();
        document.preamble = (0..lines).map(|_| paragraph("字")).collect();
        let at = document.sections.iter().position(|section| section.key == "proceedings").unwrap();
        document.sections = vec![document.sections.swap_remove(at)];
        let blocks = &mut document.sections[0].blocks;
        blocks.insert(0, paragraph("表前的话。"));
        blocks.push(paragraph("表后的话。"));
        let layout = laid_out(&document);
        let page = pages_of_tables(&layout)[&0][0];
        let said: String = runs_of(&layout.pages[page], |node| matches!(node, Node::Paragraph(_)))
            .iter()
            .map(|run| run.text.as_str())
            .collect();
        assert!(said.contains("表前的话。表后的话。"), "{lines} lines: {said}");
    }
}

#[test]
fn the_signature_stands_as_the_standard_places_it() {
    for (agency, is_longer) in [("青禾县住房和城乡建设局", true), ("某局", false)] {
        let mut document = of_blocks(vec![paragraph("正文。")]);
        document.signature.issuer = agency.to_owned();
        let layout = laid_out(&document);
        let page = &layout.pages[0];
        let issuer = runs_of(page, |node| *node == Node::Issuer);
        let date = runs_of(page, |node| *node == Node::Date);
        let two = layout.area.width() / 14;
        assert!(near(left(&date), left(&issuer) + two), "{agency}");
        let last = if is_longer { &issuer } else { &date };
        assert!(near(right(last), layout.area.right - two), "{agency}");
        let body = lines(page).pop().unwrap()[0];
        assert!(near(middle(issuer[0]) - middle(body), 2 * pitch(&layout)), "one empty line");
        assert!(near(middle(date[0]) - middle(issuer[0]), pitch(&layout)));
    }
}

#[test]
fn the_cells_of_a_row_stand_in_its_middle_and_bands_are_filled() {
    let document = example();
    let layout = laid_out(&document);
    for (section, number) in document.sections.iter().zip(0..) {
        let Some(document::Block::FormTable(table)) = section.blocks.first() else { continue };
        let page = &layout.pages[pages_of_tables(&layout)[&number][0]];
        for (row, line) in table.rows.iter().zip(0..) {
            let mut middles = Vec::new();
            for (_, at) in row.cells.iter().zip(0..).filter(|(cell, _)| cell.row_span == 1) {
                let own = |node: &Node| {
                    matches!(node, Node::Cell(block, one, cell)
                        if (block.section, *one, *cell) == (Some(number), line, at))
                };
                let areas: Vec<Rect> = runs_of(page, own).iter().map(|run| run.area()).collect();
                let (top, bottom) = (areas.iter().map(|area| area.top), areas.iter().map(|area| area.bottom));
                middles
                    .extend(top.min().zip(bottom.max()).map(|(top, bottom)| Length::midpoint(top, bottom)));
            }
            assert!(middles.iter().all(|middle| near(*middle, middles[0])), "{} {line}", section.key);
        }
        let cells = table.rows.iter().flat_map(|row| &row.cells);
        let bands = cells.filter(|cell| cell.kind == document::CellKind::Band).count();
        let filled = page.fills.iter().filter(|fill| fill.color == Color(0xC6, 0xD9, 0xF1)).count();
        assert!(filled >= bands && (bands == 0) == (filled == 0), "{}: {filled} of {bands}", section.key);
    }
}
