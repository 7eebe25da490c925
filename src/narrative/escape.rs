//! Plain words as the narrative must write them.

/// Text as the narrative would have it written: signs that would be read as marks are made plain.
pub(crate) fn escape(text: &str) -> String {
    // Most words have none of these.
    if !text.contains(|c| is_mark(c) || matches!(c, '{' | '\'')) {
        return text.to_owned();
    }
    let text = text.replace("{{", "\\{{");
    // Three single quotes would end the text of the data file.
    let quotes = text.contains("''");
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(c) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("\\{{") {
            out.push_str("\\{{");
            rest = after;
            continue;
        }
        if is_mark(c) || quotes && c == '\'' {
            out.push('\\');
        }
        out.push(c);
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    out
}

/// True for a sign that may be a mark.
fn is_mark(c: char) -> bool {
    matches!(c, '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '#' | '~')
}
