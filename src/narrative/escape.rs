//! Plain words as the narrative must write them.

/// Text as the narrative would have it written: signs that would be read as marks are made plain.
pub(crate) fn escape(text: &str) -> String {
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
        if matches!(c, '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '#' | '~') || quotes && c == '\'' {
            out.push('\\');
        }
        out.push(c);
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    out
}
