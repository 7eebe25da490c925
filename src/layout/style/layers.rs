//! Style files over one another: an office writes down only what differs there.

use std::borrow::Cow;

use toml::de::{DeTable, DeValue};

use super::{BUILT_IN, Style, StyleError};
use crate::source::{Source, Span};

impl Style {
    /// The built-in style with style files over it, each a file name and its text. Keys that a file
    /// leaves out stay as they are below.
    ///
    /// # Errors
    ///
    /// If a text is not TOML, has an unknown key or a value of the wrong kind, or asks for a page
    /// that cannot be; the error names the file.
    pub fn layered<'a>(layers: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, StyleError> {
        let in_built_in =
            |error| StyleError::Value { file: "docx.toml".to_owned(), message: message(&error) };
        let mut style: Self = toml::from_str(BUILT_IN).map_err(in_built_in)?;
        let mut layers = layers.into_iter().filter(|(_, text)| *text != BUILT_IN).peekable();
        if layers.peek().is_none() {
            return Ok(style);
        }
        let mut merged: toml::Table = toml::from_str(BUILT_IN).map_err(in_built_in)?;
        for (file, text) in layers {
            let text = &*sound(text);
            let layer = parse(file, text)?;
            refuse_unknown_keys(file, text, &merged)?;
            overlay(&mut merged, layer);
            let value = |message| StyleError::Value { file: file.to_owned(), message };
            style = merged.clone().try_into().map_err(|error| value(message(&error)))?;
            style.validate().map_err(value)?;
        }
        Ok(style)
    }
}

fn parse(file: &str, text: &str) -> Result<toml::Table, StyleError> {
    toml::from_str(text).map_err(|error: toml::de::Error| {
        let at = error.span().map_or(0, |span| span.start);
        let message =
            "这里的写法不对，读不出来。数字不加引号，文字放在英文双引号里，例如 size = 16、font = \"仿宋\"";
        StyleError::at(file, text, at, message.to_owned())
    })
}

/// A text that reads: words behind an equals sign get the quotes that they lack, as in `size = 三号`, where the
/// text reads with them.
fn sound(text: &str) -> Cow<'_, str> {
    if DeTable::parse(text).is_ok() {
        return Cow::Borrowed(text);
    }
    let quoted: String = text.split_inclusive('\n').map(in_quotes).collect();
    if DeTable::parse(&quoted).is_ok() { Cow::Owned(quoted) } else { Cow::Borrowed(text) }
}

/// A line with quotes around its value, if that is words without any.
fn in_quotes(line: &str) -> String {
    let words = line.split_once('=').and_then(|(key, rest)| {
        let value = rest.split('#').next()?.trim();
        let is_bare = value.starts_with(|c: char| c.is_alphabetic() && !c.is_ascii());
        let is_plain = !value.contains(['"', '\'', '“', '”', '=', '\\']);
        (is_bare && is_plain && !key.contains(['"', '#'])).then_some(value)
    });
    words.map_or_else(|| line.to_owned(), |words| line.replacen(words, &format!("\"{words}\""), 1))
}

/// Where the text has a key that is not in the style below it.
fn refuse_unknown_keys(file: &str, text: &str, below: &toml::Table) -> Result<(), StyleError> {
    let Ok(parsed) = DeTable::parse(text) else { return Ok(()) };
    match unknown_key(parsed.get_ref(), below, "") {
        Some((at, message)) => Err(StyleError::at(file, text, at, message)),
        None => Ok(()),
    }
}

fn unknown_key(table: &DeTable<'_>, below: &toml::Table, path: &str) -> Option<(usize, String)> {
    // Any font may have a substitute.
    if path == "substitutes." {
        return None;
    }
    table.iter().find_map(|(key, value)| {
        let name: &str = key.get_ref().as_ref();
        match (below.get(name), value.get_ref()) {
            (None, _) => {
                let nearest = below
                    .keys()
                    .map(|known| (strsim::jaro_winkler(known, name), known))
                    .filter(|(likeness, _)| *likeness > 0.8)
                    .max_by(|(a, _), (b, _)| a.total_cmp(b));
                let hint =
                    nearest.map(|(_, known)| format!("，是不是要写 {path}{known}？")).unwrap_or_default();
                Some((key.span().start, format!("没有“{path}{name}”这一项{hint}")))
            }
            (Some(toml::Value::Table(inner)), DeValue::Table(table)) => {
                unknown_key(table, inner, &format!("{path}{name}."))
            }
            (Some(toml::Value::Table(_)), _) => Some((
                value.span().start,
                format!("“{path}{name}”是一组项目，应写成 [{path}{name}]，各项写在下面"),
            )),
            _ => None,
        }
    })
}

/// What is wrong with a value: its key, and what the reader expected there.
fn message(error: &toml::de::Error) -> String {
    let words = error.message();
    let expected = words.split_once(", expected ").map_or(words, |(_, expected)| expected);
    let expected = match expected {
        "a string" => "加引号的文字",
        "u32" => "整数",
        other => other,
    };
    let whole = error.to_string();
    match whole.split_once("\nin `").and_then(|(_, key)| key.trim_end().strip_suffix('`')) {
        Some(key) => format!("“{key}”应为{expected}"),
        None => words.to_owned(),
    }
}

impl StyleError {
    fn at(file: &str, text: &str, offset: usize, message: String) -> Self {
        let source = Source::new(file, text);
        let place = source.position(Span::new(offset, offset).start);
        Self::Place { file: file.to_owned(), line: place.line, column: place.column, message }
    }
}

/// Puts `above` over `below`, table by table.
fn overlay(below: &mut toml::Table, above: toml::Table) {
    for (key, value) in above {
        match (below.get_mut(&key), value) {
            (Some(toml::Value::Table(inner)), toml::Value::Table(value)) => overlay(inner, value),
            (_, value) => {
                below.insert(key, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> String {
        Style::layered([("版面.toml", text)]).unwrap_err().to_string()
    }

    #[test]
    fn a_style_file_names_only_what_differs() {
        let style = Style::layered([("a", "[body]\nfont = \"仿宋\"")]).unwrap();
        let built_in = Style::built_in().unwrap();
        assert_eq!(style.body.font, "仿宋");
        assert_eq!(style.body.size, built_in.body.size);
        assert_eq!(style.title, built_in.title);
    }

    #[test]
    fn words_without_quotes_are_taken_for_what_they_are() {
        let style = Style::layered([("a", "[body]\nfont = 楷体  # 正文\nsize = 小四\n")]).unwrap();
        assert_eq!((style.body.font.as_str(), style.body.size), ("楷体", 240));
        let error = fault("[body]\nsize = “三号”");
        assert!(error.contains("第 2 行") && error.contains("英文双引号"), "{error}");
        assert!(
            fault("[body]\nsize = 九号").contains("“body.size”应为磅数或字号"),
            "{}",
            fault("[body]\nsize = 九号")
        );
    }

    #[test]
    fn the_last_file_counts() {
        let files = [("a", "[body]\nfont = \"甲\"\nsize = 15"), ("b", "[body]\nfont = \"乙\"")];
        let style = Style::layered(files).unwrap();
        assert_eq!((style.body.font.as_str(), style.body.size), ("乙", 300));
    }

    #[test]
    fn faults_are_named_with_their_file() {
        for (text, part) in [
            ("[body]\nsize = \"16.25\"", "半磅"),
            ("[body]\nfont = \"\"", "字体名称"),
            ("[page]\nleft = 200", "版心"),
            ("[page]\nlines = 0", "page.lines"),
            ("[page]\nheader = 40", "page.header"),
            ("[table]\nband = \"blue\"", "十六进制"),
            ("[table]\nborder = 0", "table.border"),
            ("[table]\nleast_size = 12", "table.least_size"),
            ("[body]\nsize = true", "“body.size”应为磅数"),
            ("[body]\nfont = 1", "“body.font”应为加引号的文字"),
            ("[page]\nlines = \"二\"", "“page.lines”应为整数"),
        ] {
            let error = fault(text);
            assert!(error.contains(part) && error.contains("版面.toml"), "{text}: {error}");
        }
    }

    #[test]
    fn unknown_keys_and_broken_text_are_named_with_their_place() {
        for (text, message) in [
            (
                "[body]\nfond = \"仿宋\"",
                "版面文件“版面.toml”第 2 行第 1 列有误：没有“body.fond”这一项，是不是要写 body.font？",
            ),
            (
                "body = 16",
                "版面文件“版面.toml”第 1 行第 8 列有误：“body”是一组项目，应写成 [body]，各项写在下面",
            ),
            ("[xyz]", "版面文件“版面.toml”第 1 行第 2 列有误：没有“xyz”这一项"),
        ] {
            assert_eq!(fault(text), message);
        }
        assert!(fault("\n[page").starts_with("版面文件“版面.toml”第 2 行"), "{}", fault("\n[page"));
    }
}
