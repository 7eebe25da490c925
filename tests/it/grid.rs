//! Every table covers its grid exactly once, and what the program computes it never objects to.

use std::collections::BTreeSet;

use nianbao::document::{Block, CellKind, Table};
use nianbao::format::{Form, Forms};
use nianbao::rules::check;
use nianbao::source::Source;
use proptest::prelude::*;

use crate::common::grid::{Grid, Placed, Written};
use crate::common::html;
use crate::common::lists::{FORM_2019, FORM_2021, NATIONAL, National};
use crate::common::outputs::{Outputs, document};
use crate::common::sheet::Sheet;

/// A table of the document as a grid of its own, checked here and not by the program.
fn grid(table: &Table) -> Result<Grid, String> {
    let cells = table.rows.iter().enumerate().flat_map(|(row, line)| {
        line.cells.iter().map(move |cell| {
            let path = match &cell.kind {
                CellKind::Figure { path, .. } => Some(path.clone()),
                _ => None,
            };
            let written =
                Written { text: cell.text.clone(), columns: cell.column_span, rows: cell.row_span, path };
            Placed { row, column: cell.column, cell: written }
        })
    });
    Grid::of(table.rows.len(), table.column_weights.len(), cells.collect())
}

fn tables(text: &str, forms: &Forms) -> Vec<Table> {
    let sections = document(text, forms).sections;
    let blocks = sections.into_iter().flat_map(|section| section.blocks);
    let table = |block| match block {
        Block::FormTable(table) => Some(table),
        _ => None,
    };
    blocks.filter_map(table).collect()
}

#[test]
fn the_national_tables_cover_their_grids_exactly_once() {
    for form in NATIONAL {
        let sheet = Sheet::new(form, |_| "0".to_owned());
        let grids: Vec<Grid> =
            tables(&sheet.text(), &Forms::built_in()).iter().map(|table| grid(table).unwrap()).collect();
        let size: Vec<(usize, usize)> = grids.iter().map(|grid| (grid.height(), grid.width)).collect();
        // Heads and rows as the official forms print them.
        let expected = match form.id {
            "2019" => [(18, 4), (3 + 23, 10), (4, 15)],
            _ => [(14, 4), (3 + 25, 10), (4, 15)],
        };
        assert_eq!(size, expected, "form {}", form.id);
        let paths: BTreeSet<&String> = grids
            .iter()
            .flat_map(|grid| &grid.cells)
            .filter_map(|placed| placed.cell.path.as_ref())
            .collect();
        assert_eq!(paths.len(), form.figures);
    }
}

#[test]
fn the_own_check_tells_holes_overlaps_and_cells_outside() {
    let cell = |row, column, rows, columns| Placed {
        row,
        column,
        cell: Written { text: String::new(), columns, rows, path: None },
    };
    assert!(Grid::of(2, 2, vec![cell(0, 0, 2, 1), cell(0, 1, 1, 1), cell(1, 1, 1, 1)]).is_ok());
    for cells in [
        vec![cell(0, 0, 2, 1), cell(0, 1, 1, 1)],
        vec![cell(0, 0, 2, 2), cell(1, 1, 1, 1)],
        vec![cell(0, 0, 2, 3)],
        vec![cell(0, 0, 2, 2), cell(0, 0, 0, 1)],
    ] {
        assert!(Grid::of(2, 2, cells).is_err());
    }
}

/// A rectangle of a random layout: row, column, rows, columns.
type Area = (usize, usize, usize, usize);

/// Cuts an area into rectangles, guided by random numbers.
fn cut(area: Area, cuts: &mut impl Iterator<Item = u8>, out: &mut Vec<Area>) {
    let (row, column, rows, columns) = area;
    let choice = cuts.next().unwrap_or(0) as usize;
    if rows > 1 && choice % 3 == 1 {
        let at = 1 + choice / 3 % (rows - 1);
        cut((row, column, at, columns), cuts, out);
        cut((row + at, column, rows - at, columns), cuts, out);
    } else if columns > 1 && choice % 3 == 2 {
        let at = 1 + choice / 3 % (columns - 1);
        cut((row, column, rows, at), cuts, out);
        cut((row, column + at, rows, columns - at), cuts, out);
    } else {
        out.push(area);
    }
}

/// A random form with one table: a head, labels and figures that are merged at random.
#[derive(Debug, Clone)]
struct Random {
    head: usize,
    body: usize,
    labels: usize,
    /// Grid columns of each figure.
    spans: Vec<usize>,
    texts: Vec<Area>,
}

fn random() -> impl Strategy<Value = Random> {
    let spans = prop::collection::vec(1..=3usize, 1..=5);
    let cuts = prop::collection::vec(any::<u8>(), 40);
    (1..=3usize, 1..=6usize, 1..=3usize, spans, cuts).prop_map(|(head, body, labels, spans, cuts)| {
        let (mut cuts, mut texts) = (cuts.into_iter(), Vec::new());
        cut((0, 0, head, labels + spans.iter().sum::<usize>()), &mut cuts, &mut texts);
        cut((head, 0, body, labels), &mut cuts, &mut texts);
        texts.sort_unstable();
        Random { head, body, labels, spans, texts }
    })
}

impl Random {
    /// The file of the form, with the text cell of that index left out.
    fn form(&self, without: Option<usize>) -> String {
        let width = self.labels + self.spans.iter().sum::<usize>();
        let columns = (0..self.spans.len()).map(|c| format!("{{ key = \"c{c}\", label = \"列{c}\" }}"));
        let rows =
            (0..self.body).map(|r| format!("{{ key = \"r{r}\", label = \"行{r}\", columns = \"c\" }}"));
        let mut text = format!(
            "id = \"t\"\nname = \"t\"\nsource = \"t\"\nyears = {{ from = 2000 }}\ntitle_suffix = \"年报告\"\n\
             [[sections]]\nkey = \"things\"\ntitle = \"一、事项\"\n\
             [sections.table]\ncaption = \"事项\"\ncorner = \"项目\"\nweights = {:?}\n\
             column_sets = [{{ key = \"c\", columns = [{}] }}]\nrows = [{}]\n",
            vec![1; width],
            columns.collect::<Vec<_>>().join(", "),
            rows.collect::<Vec<_>>().join(", ")
        );
        for row in 0..self.head + self.body {
            let kept = self
                .texts
                .iter()
                .enumerate()
                .filter(|(index, area)| area.0 == row && Some(*index) != without);
            let mut cells: Vec<String> = kept
                .map(|(_, (row, column, rows, columns))| {
                    format!("{{ text = \"文{row}-{column}\", rows = {rows}, cols = {columns} }}")
                })
                .collect();
            if row >= self.head {
                cells.push(format!("{{ figures = \"r{}\", cols = {:?} }}", row - self.head, self.spans));
            }
            let head = row < self.head;
            text.push_str(&format!(
                "[[sections.table.layout]]\nhead = {head}\ncells = [{}]\n",
                cells.join(", ")
            ));
        }
        text
    }

    fn data(&self) -> String {
        let mut text =
            "format = \"t\"\nyear = 2024\n[agency]\nname = \"某局\"\nlevel = \"department\"\n[things]\n"
                .to_owned();
        for row in 0..self.body {
            let cells: Vec<usize> = (0..self.spans.len()).map(|column| 100 * row + column).collect();
            text.push_str(&format!("r{row} = {cells:?}\n"));
        }
        text
    }
}

/// A balanced file with small random figures, whose totals are stated at random.
fn balanced(form: &'static National) -> impl Strategy<Value = Sheet> {
    let stated: usize = form.rows().iter().map(|(_, _, columns)| columns.len()).sum();
    // Many zeros, as in real reports; and no sum may be larger than a cell can hold.
    let figure = prop_oneof![3 => Just(0u64), 2 => 0..20u64, 1 => 0..10_000_000u64];
    let figures = prop::collection::vec(figure, stated);
    let totals = prop::collection::vec(any::<bool>(), form.rows().len());
    (figures, totals, any::<bool>()).prop_map(move |(figures, totals, total_row)| {
        let (mut figures, mut totals) = (figures.into_iter(), totals.into_iter());
        let mut sheet = Sheet::new(form, |_| figures.next().unwrap().to_string());
        sheet.balance();
        sheet.settle_disclosure();
        if total_row {
            sheet.state_total_row();
        }
        sheet.state_row_totals(|| totals.next().unwrap());
        sheet
    })
}

fn codes(sheet: &Sheet) -> Vec<&'static str> {
    let findings = check(&Source::new("年报.toml", sheet.text()), &Forms::built_in()).findings;
    findings.iter().map(|finding| finding.code.0).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_table_of_a_random_form_covers_its_grid_exactly_once(random in random()) {
        let mut forms = Forms::built_in();
        forms.add(&random.form(None)).unwrap();
        let tables = tables(&random.data(), &forms);
        let own = grid(&tables[0]).unwrap();
        prop_assert_eq!(own.height(), random.head + random.body);
        prop_assert_eq!(tables[0].check_grid(), Ok(()));
        // What a browser makes of the page is the same grid.
        let html = Outputs::of(&random.data(), &forms).html;
        let page = html::grids(&html, "table.form").unwrap();
        prop_assert_eq!(&page[0].cells, &own.cells);
        let figures = own.cells.iter().filter(|placed| placed.cell.path.is_some()).count();
        prop_assert_eq!(figures, random.body * random.spans.len());
    }

    #[test]
    fn a_form_whose_grid_has_a_hole_is_refused(random in random(), index in any::<prop::sample::Index>()) {
        let without = index.index(random.texts.len());
        prop_assert!(Form::parse(&random.form(Some(without))).is_err());
    }

    #[test]
    fn computed_totals_and_balanced_columns_are_never_objected_to(
        old in balanced(&FORM_2019),
        new in balanced(&FORM_2021),
    ) {
        for sheet in [old, new] {
            prop_assert_eq!(codes(&sheet), [""; 0], "{}", sheet.text());
        }
    }

    #[test]
    fn an_unbalanced_column_is_never_passed(sheet in balanced(&FORM_2021), column in 0..6usize, more in 1..9u64) {
        let mut sheet = sheet;
        let at = sheet.rows.iter().position(|(_, key, _)| *key == "carried_in").unwrap();
        let cell = &mut sheet.rows[at].2[column];
        *cell = (cell.parse::<u64>().unwrap() + more).to_string();
        prop_assert!(codes(&sheet).contains(&"T103"));
    }
}
