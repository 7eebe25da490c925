//! The theme: Word would make one up, but other readers of the format ask for one.
//!
//! Nothing in a report refers to it: fonts and colours stand in the styles.

use super::style::Style;
use super::xml::Element;

const NAMESPACE: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";

/// The colours of Office; black text, blue links and so on.
const COLORS: [(&str, &str); 12] = [
    ("a:dk1", "000000"),
    ("a:lt1", "FFFFFF"),
    ("a:dk2", "44546A"),
    ("a:lt2", "E7E6E6"),
    ("a:accent1", "4472C4"),
    ("a:accent2", "ED7D31"),
    ("a:accent3", "A5A5A5"),
    ("a:accent4", "FFC000"),
    ("a:accent5", "5B9BD5"),
    ("a:accent6", "70AD47"),
    ("a:hlink", "0563C1"),
    ("a:folHlink", "954F72"),
];

/// The theme part, with the fonts of title and body.
pub(super) fn part(style: &Style) -> Element<'_> {
    let colors =
        COLORS.map(|(name, rgb)| Element::new(name).child(Element::new("a:srgbClr").attribute("val", rgb)));
    let fonts = [
        ("a:majorFont", &style.title.latin, &style.title.font),
        ("a:minorFont", &style.body.latin, &style.body.font),
    ];
    let fonts = fonts.map(|(name, latin, font)| {
        Element::new(name).children([
            Element::new("a:latin").attribute("typeface", latin.as_str()),
            Element::new("a:ea").attribute("typeface", font.as_str()),
            Element::new("a:cs").attribute("typeface", ""),
        ])
    });
    let named = |name| Element::new(name).attribute("name", "Office");
    let elements = Element::new("a:themeElements")
        .child(named("a:clrScheme").children(colors))
        .child(named("a:fontScheme").children(fonts))
        .child(named("a:fmtScheme").children(formats()));
    named("a:theme").attribute("xmlns:a", NAMESPACE).child(elements)
}

/// Fills, lines and effects, three of each as the schema asks for, all plain.
fn formats() -> [Element<'static>; 4] {
    let fill = || {
        let color = Element::new("a:schemeClr").attribute("val", "phClr");
        Element::new("a:solidFill").child(color)
    };
    let line = || Element::new("a:ln").child(fill());
    let effect = || Element::new("a:effectStyle").child(Element::new("a:effectLst"));
    [
        Element::new("a:fillStyleLst").children([fill(), fill(), fill()]),
        Element::new("a:lnStyleLst").children([line(), line(), line()]),
        Element::new("a:effectStyleLst").children([effect(), effect(), effect()]),
        Element::new("a:bgFillStyleLst").children([fill(), fill(), fill()]),
    ]
}
