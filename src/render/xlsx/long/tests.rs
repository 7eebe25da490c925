use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use super::*;

fn table(cells: Vec<Cell>) -> Table<'static> {
    Table {
        name: "表",
        widths: vec![100; cells.len()],
        head: vec![Row::of(vec![Cell::text("头", Look::Head)])],
        fixed_columns: 1,
        has_filter: true,
        count: 1,
        rows: Box::new(std::iter::once(Row::of(cells))),
    }
}

fn book(cells: Vec<Cell>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(render("题", vec![table(cells)]).unwrap())).unwrap()
}

/// What stands in the row below the head.
fn read(cells: Vec<Cell>) -> Vec<Data> {
    book(cells).worksheet_range("表").unwrap().rows().nth(1).unwrap().to_vec()
}

#[test]
fn words_are_words_whatever_they_begin_with() {
    let words = ["=1+1", "+1", "-1", "@甲", "<\"&'>\n二", " 前后 ", "\u{20000}", "1"];
    let cells = words.iter().map(|words| Cell::text(words, Look::Plain)).collect();
    let expected: Vec<Data> = words.iter().map(|words| Data::String((*words).to_owned())).collect();
    assert_eq!(read(cells), expected);
}

#[test]
fn what_is_longer_than_a_cell_is_cut_and_says_so() {
    let of = |length: usize| match &read(vec![Cell::text(&"长".repeat(length), Look::Plain)])[..] {
        [Data::String(text)] => text.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(of(LONGEST_CELL).matches('长').count(), LONGEST_CELL);
    let cut = of(LONGEST_CELL + 1);
    assert_eq!(cut.encode_utf16().count(), LONGEST_CELL);
    assert!(cut.ends_with("……（太长，没有写完）"), "{}", cut.chars().rev().take(20).collect::<String>());
}

#[test]
fn a_figure_is_a_number_if_that_keeps_its_digits() {
    let figures = ["-417", "", "328.6150", "123456789012345", "1234567890123456"];
    let cells = figures.iter().map(|figure| Cell::figure((*figure).to_owned(), Look::Plain)).collect();
    let text = |text: &str| Data::String(text.to_owned());
    assert_eq!(
        read(cells),
        [
            Data::Float(-417.0),
            Data::Empty,
            Data::Float(328.615),
            Data::Float(123_456_789_012_345.0),
            text("1234567890123456")
        ]
    );
}

#[test]
fn a_formula_has_its_result_and_is_none_where_that_has_too_many_digits() {
    let cells = vec![
        Cell::figure("1".to_owned(), Look::Plain),
        Cell::formula("SUM(A2:A2)".to_owned(), "0.10".to_owned(), Look::Total),
        Cell::formula("SUM(A2:A2)".to_owned(), "1234567890123456".to_owned(), Look::Total),
    ];
    let mut book = book(cells);
    let formulas = book.worksheet_formula("表").unwrap();
    let formulas: Vec<_> = formulas.used_cells().filter(|(_, _, formula)| !formula.is_empty()).collect();
    assert_eq!(formulas.len(), 1, "{formulas:?}");
    assert_eq!(formulas[0].2, "SUM(A2:A2)");
    let values = book.worksheet_range("表").unwrap();
    assert_eq!(values.get_value((1, 1)), Some(&Data::Float(0.1)));
    assert_eq!(values.get_value((1, 2)), Some(&Data::String("1234567890123456".to_owned())));
}

/// What a part of the archive says.
fn part(bytes: &[u8], path: &str) -> String {
    let parts = unpack(bytes).unwrap();
    let (_, content) = parts.into_iter().find(|(own, _)| own == path).unwrap();
    String::from_utf8(content).unwrap()
}

#[test]
fn each_kind_of_cell_has_a_style_of_its_own_and_the_head_stays() {
    let looks = [Look::Head, Look::Plain, Look::Total, Look::Grave, Look::Slight, Look::Good];
    let mut cells: Vec<Cell> = looks.iter().map(|look| Cell::text("甲", *look)).collect();
    cells.extend(["1", "0.1", "0.10"].map(|figure| Cell::figure(figure.to_owned(), Look::Plain)));
    cells.extend(["1", "0.1"].map(|figure| Cell::figure(figure.to_owned(), Look::Total)));
    let bytes = render("题", vec![table(cells)]).unwrap();
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    let second = sheet.split("<row ").nth(2).unwrap();
    let styles: Vec<&str> =
        second.split(" s=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let mut different = styles.clone();
    different.sort_unstable();
    different.dedup();
    assert_eq!((styles.len(), different.len()), (11, 11), "{second}");
    assert!(!styles.contains(&"0"), "{styles:?}");
    for expected in
        ["<dimension ref=\"A1:K2\"/>", "<autoFilter ref=\"A1:K2\"", "state=\"frozen\"", "xSplit=\"1\""]
    {
        assert!(sheet.contains(expected), "{expected}: {sheet}");
    }
    let styles = part(&bytes, "xl/styles.xml");
    assert!(styles.contains("formatCode=\"0.0000\""), "{styles}");
}

#[test]
fn the_same_tables_give_the_same_bytes() {
    let made = || {
        render(
            "题",
            vec![table(vec![Cell::text("甲", Look::Good), Cell::figure("1.5".to_owned(), Look::Total)])],
        )
    };
    let first = made().unwrap();
    assert!((0..4).all(|_| made().unwrap() == first));
    assert!(part(&first, "docProps/core.xml").contains("1980-01-01"));
}

#[test]
fn a_row_is_as_high_as_its_words_need() {
    let height = |words: &str| {
        let bytes = render("题", vec![table(vec![Cell::text(words, Look::Plain)])]).unwrap();
        let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
        let row = sheet.split("<row ").nth(2).unwrap().to_owned();
        row.split("ht=\"").nth(1).unwrap().split('"').next().unwrap().parse::<u32>().unwrap()
    };
    assert!(height("甲") < height(&"甲".repeat(30)) && height("甲\n乙") > height("甲"));
    // The highest row that there is.
    assert!(height(&"甲".repeat(30_000)) <= 409);
}
