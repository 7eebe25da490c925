//! The comments of a file of TOML, found without its parser.

/// Every comment, from its `#` to the end of its line.
pub fn comments(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['#', '"', '\'']) {
        rest = &rest[at..];
        let quote = rest.chars().next().unwrap();
        let triple: String = [quote; 3].iter().collect();
        rest = if quote == '#' {
            let end = rest.find('\n').unwrap_or(rest.len());
            found.push(rest[..end].trim_end().to_owned());
            &rest[end..]
        } else if rest.starts_with(&triple) {
            let end = end_of(&rest[3..], &triple, quote == '"') + 3;
            // Up to two quotes stand directly before the closing ones.
            let more = rest[end..].chars().take_while(|&c| c == quote).count().min(5);
            &rest[end + more..]
        } else {
            let end = end_of(&rest[1..], &quote.to_string(), quote == '"') + 2;
            &rest[end..]
        };
    }
    found
}

/// Where a string ends, before its closing quotes.
fn end_of(text: &str, quotes: &str, escapes: bool) -> usize {
    let mut at = 0;
    while !text[at..].starts_with(quotes) {
        let c = text[at..].chars().next().unwrap();
        let skipped = if escapes && c == '\\' { 2 } else { 1 };
        at += text[at..].chars().take(skipped).map(char::len_utf8).sum::<usize>();
    }
    at
}

#[test]
fn comments_are_told_from_texts() {
    let text = "# a\nx = '#' # b\ny = '''\n# no\n''''' # c\nz = \"\\\"#\"#d";
    assert_eq!(comments(text), ["# a", "# b", "# c", "#d"]);
}
