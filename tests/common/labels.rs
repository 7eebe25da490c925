//! What is printed beside and above each figure, from lists that a person has typed.

/// The labels of one figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Cell path.
    pub path: String,
    /// Row labels, outermost first, with ` / ` between them.
    pub rows: String,
    /// Column headings, outermost first, with ` / ` between them.
    pub columns: String,
    /// How the figure is named where nothing is merged: part of the table, full row label, column.
    pub flat: [String; 3],
}

impl Label {
    /// Key of the section that holds the figure.
    pub fn section(&self) -> &str {
        self.path.split('.').next().unwrap()
    }

    /// The name of the figure by its merged labels.
    pub fn name(&self) -> String {
        format!("{} | {} | {}", self.section(), self.rows, self.columns)
    }

    /// The name of the figure by its full labels.
    pub fn flat_name(&self) -> String {
        format!("{} | {}", self.section(), self.flat.join(" | "))
    }
}

/// The labels of a national form, in printed order.
pub fn national(form: &str) -> Vec<Label> {
    let path = format!("tests/labels/{form}.tsv");
    let labels = lines(&path).into_iter().map(|fields| {
        let [path, rows, columns] = <[String; 3]>::try_from(fields).unwrap();
        let flat = flat(&rows, &columns, path.starts_with("disclosure."));
        Label { path, rows, columns, flat }
    });
    labels.collect()
}

/// The labels of another form, from a list that says the full labels too.
pub fn listed(path: &str) -> Vec<Label> {
    let labels = lines(path).into_iter().map(|fields| {
        let [path, rows, columns, part, row, column] = <[String; 6]>::try_from(fields).unwrap();
        Label { path, rows, columns, flat: [part, row, column] }
    });
    labels.collect()
}

fn lines(path: &str) -> Vec<Vec<String>> {
    let text = super::text_of(path);
    text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

/// How a national form names a figure without merged cells: 三、（三）1.属于国家秘密.
fn flat(rows: &str, columns: &str, in_parts: bool) -> [String; 3] {
    let (rows, columns): (Vec<&str>, Vec<&str>) =
        (rows.split(" / ").collect(), columns.split(" / ").collect());
    let column = columns.last().unwrap().to_string();
    let part = if in_parts { columns[0].to_owned() } else { String::new() };
    // Section four has one row of figures: what stands over them names them.
    let row = match (rows.as_slice(), columns.as_slice()) {
        ([""], [procedure, _]) => (*procedure).to_owned(),
        ([""], [procedure, way, _]) => format!("{procedure}：{way}"),
        ([label], _) => (*label).to_owned(),
        ([chapter, between @ .., label], _) => {
            let number = |text: &str, end: char| text[..text.find(end).unwrap() + end.len_utf8()].to_owned();
            let between: String = between.iter().map(|group| number(group, '）')).collect();
            format!("{}{between}{label}", number(chapter, '、'))
        }
        other => panic!("{other:?}"),
    };
    [part, row, column]
}
