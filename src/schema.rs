//! The JSON Schema of the data file, for editors that complete and check as one types.
//!
//! It is made of what the form declares and of `report::keys`; nothing in it is kept by hand. What the reader
//! accepts, the schema accepts; what the check refuses as structure, it refuses, as far as JSON can
//! tell: a date in quotes, `1.0` for `1` and hexadecimal figures look the same there.

mod node;

use crate::document::report_name;
use crate::format::{Column, ColumnSet, Form, Kind, Row, Section, Table};
use crate::report::keys::{self, Holds, Key};
use crate::report::{LARGEST, Level, YEARS};
use node::Node;

/// What the comment of each schema of the program begins with.
const OWN: &str = "本文件由 nianbao 生成，";
/// Says that a schema file is the program's own and may be replaced.
const MARK: &str = "本文件由 nianbao 生成，供编辑器提示和校验数据文件用；可以删除，也可以重新生成";

/// The name of the schema file that data files of a form refer to.
pub fn file_name(form: &Form) -> String {
    format!("nianbao-{}.schema.json", form.id)
}

/// True for a schema that the program has written, be it another version of it.
pub fn is_own(text: &str) -> bool {
    let parsed: Result<serde_json::Value, _> = serde_json::from_str(text);
    let comment = |schema: &serde_json::Value| Some(schema.get("$comment")?.as_str()?.starts_with(OWN));
    parsed.ok().as_ref().and_then(comment).unwrap_or(false)
}

/// The schema of data files of a form (draft-07, which editors of TOML understand).
///
/// # Errors
/// None that a value made of texts, numbers and lists can have.
pub fn write(form: &Form) -> serde_json::Result<String> {
    let fixed = keys::within("").map(|key| (key.name.to_owned(), fixed(form, key), key.required));
    let sections = form.sections.iter().map(|section| {
        let node = match &section.table {
            Some(table) => figures(form, section, table),
            None => narrative(form, section),
        };
        (section.key.clone(), node, true)
    });
    let head = Node::object()
        .with("$schema", "http://json-schema.org/draft-07/schema#")
        .with("$comment", MARK)
        .with("title", format!("{}数据文件（{}）", report_name(), form.name))
        .with("description", form.source.as_str());
    let mut text = serde_json::to_string_pretty(&members(head, fixed.chain(sections)))?;
    text.push('\n');
    Ok(text)
}

/// An object of these members and no others.
fn members(head: Node, members: impl Iterator<Item = (String, Node, bool)>) -> Node {
    let (mut properties, mut required) = (Node::object(), Vec::new());
    for (name, node, is_required) in members {
        if is_required {
            required.push(name.clone());
        }
        properties = properties.with_node(&name, node);
    }
    let object = head.with("type", "object").with_node("properties", properties);
    let object = if required.is_empty() { object } else { object.with("required", required) };
    object.with("additionalProperties", false)
}

fn described(title: &str, description: String) -> Node {
    Node::object().with("title", title).with("description", description)
}

/// A key that does not come from the form.
fn fixed(form: &Form, key: &Key) -> Node {
    let inner = |head: Node| {
        members(head, keys::within(key.name).map(|k| (k.name.to_owned(), fixed(form, k), k.required)))
    };
    let label = key.label;
    match key.holds {
        Holds::Form => {
            let named = [
                Node::object().with("enum", vec![form.id.as_str()]),
                Node::object().with("pattern", format!("^\\s*{}\\s*$", form.id)),
            ];
            described(label, format!("{label}：{}，依据{}", form.name, form.source))
                .with("type", "string")
                .with_list("anyOf", named)
        }
        Holds::Year => {
            let (from, to) = (form.years.start().max(YEARS.start()), form.years.end().min(YEARS.end()));
            described(label, format!("{label}：四位数字，不加引号"))
                .with("type", "integer")
                .with("minimum", *from)
                .with("maximum", *to)
        }
        Holds::Level => described(
            label,
            format!(
                "{label}：{}填 \"department\"，{}填 \"government\"",
                Level::Department.words(),
                Level::Government.words()
            ),
        )
        .with("enum", vec!["department", "government"]),
        Holds::Text => described(label, format!("{label}：文字，放在英文双引号里"))
            .with("type", "string")
            .with("maxLength", 1_000),
        Holds::Narrative => {
            described(label, format!("{label}：文字，可以分段，放在三个单引号之间")).with("type", "string")
        }
        Holds::Date => described(label, format!("{label}：写成 2025-01-20 的样子，不加引号"))
            .with("type", "string")
            .with("pattern", "^\\d{4}-\\d{2}-\\d{2}"),
        Holds::Section => inner(described(label, label.to_owned())),
        Holds::Sections => described(label, format!("{label}：每条写一个 [[{}]]", key.name))
            .with("type", "array")
            .with_node("items", inner(described(label, key.label.to_owned()))),
    }
}

fn narrative(form: &Form, section: &Section) -> Node {
    let title = &section.title;
    let words = "正文：每段一行，小标题写作“（一）……”，放在三个单引号之间";
    let words = match section.topics.as_slice() {
        [] => words.to_owned(),
        topics => format!("{words}；应当写到：{}", topics.join("、")),
    };
    let text = described(title, words).with("type", "string");
    let fixed = keys::OF_NARRATIVES.iter().map(|key| match key.name {
        keys::TEXT => (key.name.to_owned(), text.clone(), key.required),
        _ => of_section(form, key),
    });
    members(described(title, title.clone()), fixed)
}

/// A key that every section of its kind has.
fn of_section(form: &Form, key: &Key) -> (String, Node, bool) {
    (key.name.to_owned(), fixed(form, key), key.required)
}

fn figures(form: &Form, section: &Section, table: &Table) -> Node {
    let fixed = keys::OF_TABLES.iter().map(|key| of_section(form, key));
    rows(described(&section.title, table.caption.clone()), table, "", fixed.collect())
}

/// The rows whose keys begin with `prefix`, behind the members that are there already; dotted keys are
/// objects within objects.
fn rows(head: Node, table: &Table, prefix: &str, mut found: Vec<(String, Node, bool)>) -> Node {
    for row in &table.rows {
        let Some(rest) = row.key.strip_prefix(prefix) else { continue };
        let Some((first, _)) = rest.split_once('.') else {
            let set = table.column_sets.get(row.set);
            found.extend(set.map(|set| (rest.to_owned(), figures_row(row, set), row.sum.is_none())));
            continue;
        };
        let is_required = row.sum.is_none();
        if let Some((_, _, required)) = found.iter_mut().find(|(name, _, _)| name == first) {
            *required |= is_required;
            continue;
        }
        let key = format!("{prefix}{first}");
        let group = table.groups.iter().find(|group| group.key == key);
        let label = group.map_or(first, |group| group.label.as_str());
        let head = described(label, format!("{label}：以下各行"));
        found.push((first.to_owned(), rows(head, table, &format!("{key}."), Vec::new()), is_required));
    }
    members(head, found.into_iter())
}

/// One row: a list of cells, the totals at its end left out or stated; or a single cell.
fn figures_row(row: &Row, set: &ColumnSet) -> Node {
    let label = row.full_label();
    let cells: Vec<Node> = set.columns.iter().map(|column| cell(row, set, column)).collect();
    let (required, most) = (set.required(), set.columns.len());
    let list = |node: Node| {
        let node = node.with_list("items", cells.clone()).with("additionalItems", false);
        let node = node.with("minItems", required).with("maxItems", most);
        if most <= required + 1 {
            return node;
        }
        // Some totals of several are no row: all of them, or none.
        let lengths = [("maxItems", required), ("minItems", most)];
        node.with_list("anyOf", lengths.map(|(key, count)| Node::object().with(key, count)))
    };
    match set.columns.first() {
        // A row of one stated cell may do without brackets.
        Some(column) if required == 1 => {
            let words = if set.is_single() { figure_words(column) } else { columns_words(set) };
            let types = vec![number_type(column.kind), "string", "array"];
            list(bounds(described(&label, format!("“{label}”：{words}")), column).with("type", types))
        }
        _ => {
            let words = format!("“{label}”，依次为{}", columns_words(set));
            list(described(&label, words).with("type", "array"))
        }
    }
}

fn columns_words(set: &ColumnSet) -> String {
    let (stated, computed): (Vec<&Column>, Vec<&Column>) =
        set.columns.iter().partition(|column| column.sum.is_none());
    let list = |columns: &[&Column]| columns.iter().map(|c| c.label.as_str()).collect::<Vec<_>>().join("、");
    match computed.as_slice() {
        [] => list(&stated),
        computed => {
            format!("{}；{}由程序计算，也可以写在行末供核对", list(&stated), list(computed))
        }
    }
}

fn cell(row: &Row, set: &ColumnSet, column: &Column) -> Node {
    let place = if set.is_single() {
        format!("“{}”", row.full_label())
    } else {
        format!("“{}”行“{}”列", row.full_label(), column.label)
    };
    let node = described(&column.label, format!("{place}：{}", figure_words(column)));
    bounds(node, column).with("type", vec![number_type(column.kind), "string"])
}

/// What a cell may hold; a text is one that is still to be filled in. Each bound binds its own type.
fn bounds(node: Node, column: &Column) -> Node {
    let largest = i64::try_from(LARGEST).unwrap_or(i64::MAX);
    let least = if column.kind == Kind::Change { -largest } else { 0 };
    node.with("minimum", least).with("maximum", largest).with("pattern", "^\\s*$")
}

fn number_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Count | Kind::Change => "integer",
        Kind::Amount => "number",
    }
}

fn figure_words(column: &Column) -> String {
    let kind = match column.kind {
        Kind::Count => "整数",
        Kind::Change => "整数，减少的写负数",
        Kind::Amount => "金额，可以有小数",
    };
    format!("{kind}，单位：{}；没有发生的填 0，\"\" 表示还没有填", column.unit)
}
