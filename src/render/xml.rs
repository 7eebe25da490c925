//! XML as text: escaped, and without what XML forbids.

use quick_xml::escape::escape;

/// What a part begins with.
pub(super) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// What stands in for a character that XML 1.0 cannot hold.
const REPLACEMENT: char = '\u{FFFD}';

/// A part of the package from one of its templates, without the line ends and indents between the tags.
pub(super) fn part(filled: &str) -> String {
    [DECLARATION, &unindented(filled)].concat()
}

/// A template without the line ends and indents between the tags.
pub(super) fn unindented(filled: &str) -> String {
    filled.split('\n').map(str::trim_start).collect()
}

/// Plain text as a template takes it: escaped, and without what XML forbids.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_text(&mut out, text);
    out
}

/// Adds plain text; it gets escaped here. Line ends go, as docx-rs has it: a line break is an element.
pub(super) fn push_text(out: &mut String, text: &str) {
    for piece in text.split(['\n', '\r']) {
        push_allowed(out, &escape(piece));
    }
}

/// Every text and every attribute of every part passes here, so nothing that XML 1.0 forbids can
/// get into the package, whatever the caller promised.
pub(super) fn push_allowed(out: &mut String, text: &str) {
    if text.chars().all(is_allowed) {
        out.push_str(text);
    } else {
        out.extend(text.chars().map(|c| if is_allowed(c) { c } else { REPLACEMENT }));
    }
}

/// The `Char` production of XML 1.0; surrogates cannot occur in a `char`.
fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{FFFD}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped() {
        assert_eq!(plain("<\"&'> ]]> & <b>"), "&lt;&quot;&amp;&apos;&gt; ]]&gt; &amp; &lt;b&gt;");
    }

    #[test]
    fn what_xml_forbids_is_replaced() {
        assert_eq!(
            plain("\u{0}\u{8}\u{B}\u{FFFE}\t好\u{10FFFF}"),
            "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\t好\u{10FFFF}"
        );
    }

    #[test]
    fn a_template_gives_no_blanks_between_its_tags() {
        let part = part("<a>\n  <b>一 二</b>\n  \n</a>\n");
        assert_eq!(part, format!("{DECLARATION}<a><b>一 二</b></a>"));
    }
}
