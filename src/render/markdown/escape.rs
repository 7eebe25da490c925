//! Text that could be read as Markdown or HTML.

/// Escapes what has a meaning anywhere in a line.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // Before a link it would make an image of it.
            '!' if rest.as_str().is_empty() => out.push_str("\\!"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

/// Escapes what would close a heading at its end.
pub(super) fn escape_heading_end(line: &str) -> String {
    match line.strip_suffix('#') {
        Some(before) => format!("{before}\\#"),
        None => line.to_owned(),
    }
}

/// Escapes what has a meaning at the beginning of a line only: headings, lists, rules.
pub(crate) fn escape_line_start(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = line.split_at_checked(digits).unwrap_or(("", line));
    let is_number = digits > 0 && rest.starts_with(['.', ')']);
    if is_number {
        return format!("{number}\\{rest}");
    }
    if line.starts_with(['#', '-', '+', '=', ':']) {
        return format!("\\{line}");
    }
    // Four blanks would make code of it, and any number of them is dropped anyway.
    line.trim_start().to_owned()
}

/// A link's target between angle brackets.
pub(super) fn target(link: &str) -> String {
    let mut out = String::with_capacity(link.len());
    for c in link.chars() {
        match c {
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            '&' => out.push_str("&amp;"),
            _ => out.push(c),
        }
    }
    out
}
