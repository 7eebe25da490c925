//! The same report in other ways of writing that a person may choose.

/// Ways of writing.
pub const WAYS: &[fn(&str) -> String] = &[str::to_owned, by_hand, dotted, in_subsections, in_braces];
/// Line ends and what stands before the text.
pub const ENDS: &[fn(&str) -> Vec<u8>] = &[
    |text| text.as_bytes().to_vec(),
    |text| text.replace('\n', "\r\n").into_bytes(),
    |text| format!("\u{FEFF}{text}").into_bytes(),
    |text| text.trim_end().as_bytes().to_vec(),
];

/// The lines of a text, with whether each is within a text of several lines.
fn lines(text: &str) -> Vec<(&str, bool)> {
    let mut within = false;
    let line = |line| {
        let quotes = str::matches(line, "'''").count();
        let was = within;
        within ^= quotes == 1;
        (line, was)
    };
    text.lines().map(line).collect()
}

fn is_row(line: &str) -> bool {
    line.contains(" = [ ") && line.starts_with(|c: char| c.is_ascii_lowercase())
}

/// Rows set close, in lines of their own, with commas at their end and with notes of the clerk's.
fn by_hand(text: &str) -> String {
    let mut rows = 0;
    let line = |(line, within): (&str, bool)| {
        if within || !is_row(line) {
            return line.to_owned();
        }
        rows += 1;
        let (row, comment) = line.split_once('#').unwrap_or((line, ""));
        let row = row.split_whitespace().collect::<Vec<_>>().join(" ");
        match rows % 4 {
            0 => format!("  {}# {comment}", row.replace(", ", ",").replace("[ ", "[")),
            1 => format!("{} # {comment}\n# 已与台账核对", row.replace(" ]", ", ]")),
            2 => {
                let (key, cells) = row.split_once(" = [ ").unwrap();
                let cells = cells.trim_end_matches(" ]").replace(", ", ",   # 核对\n    ");
                format!("{key} = [   # {comment}\n    {cells}\n]")
            }
            _ => line.to_owned(),
        }
    };
    joined(lines(text).into_iter().map(line))
}

/// Without headings but those of several sections of a name.
fn dotted(text: &str) -> String {
    let mut section = String::new();
    let line = |(line, within): (&str, bool)| {
        if within {
            return line.to_owned();
        }
        if let Some((name, rest)) = line.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            if let Some(repeated) = name.strip_prefix('[') {
                section.clear();
                return format!("[[{repeated}]{rest}");
            }
            section = format!("{name}.");
            return rest.trim().to_owned();
        }
        let is_key = line.starts_with(|c: char| c.is_ascii_lowercase()) && line.contains('=');
        if is_key { format!("{section}{line}") } else { line.to_owned() }
    };
    joined(lines(text).into_iter().map(line))
}

/// With the rows of each group under a heading of its own.
fn in_subsections(text: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    let mut section = String::new();
    for (line, within) in lines(text) {
        let heading = line.strip_prefix('[').filter(|_| !within);
        if let Some(name) = heading.and_then(|rest| rest.split_once(']')).map(|(name, _)| name) {
            flush(&mut out, &section, &mut groups);
            section = name.trim_start_matches('[').to_owned();
        }
        match line.split_once('.').filter(|(group, _)| !within && is_row(line) && !group.contains(' ')) {
            Some((group, row)) => match groups.iter_mut().find(|(known, _)| known == group) {
                Some((_, rows)) => rows.push(row.to_owned()),
                None => groups.push((group.to_owned(), vec![row.to_owned()])),
            },
            None => out.push(line.to_owned()),
        }
    }
    flush(&mut out, &section, &mut groups);
    joined(out.into_iter())
}

fn flush(out: &mut Vec<String>, section: &str, groups: &mut Vec<(String, Vec<String>)>) {
    for (group, rows) in groups.drain(..) {
        out.push(format!("[{section}.{group}]"));
        out.extend(rows);
        out.push(String::new());
    }
}

/// With a table of figures, the site and its rows in braces at the top of the file.
fn in_braces(text: &str) -> String {
    const SECTIONS: [&str; 3] = ["[proceedings]", "[disclosure]", "[site]"];
    let (mut out, mut braces) = (Vec::new(), Vec::new());
    let mut current: Option<(String, Vec<String>)> = None;
    for (line, within) in lines(text) {
        if !within && line.starts_with('[') {
            braces.extend(current.take());
            let name = line.split(']').next().unwrap();
            if SECTIONS.contains(&format!("{name}]").as_str()) {
                current = Some((name.trim_start_matches('[').to_owned(), Vec::new()));
                continue;
            }
        }
        match &mut current {
            Some((_, keys)) => {
                let key = line.split('#').next().unwrap().trim();
                keys.extend((!key.is_empty()).then(|| key.to_owned()));
            }
            None => out.push(line.to_owned()),
        }
    }
    braces.extend(current);
    let braces = braces.into_iter().map(|(name, keys)| format!("{name} = {{ {} }}", keys.join(", ")));
    let first = out.iter().position(|line| line.starts_with('[')).unwrap();
    out.splice(first..first, braces.collect::<Vec<_>>());
    joined(out.into_iter())
}

fn joined(lines: impl Iterator<Item = String>) -> String {
    let mut text = lines.collect::<Vec<_>>().join("\n");
    text.push('\n');
    text
}
