use super::*;
use crate::source::{Source, Span};

/// The text of a data file's string.
fn text(narrative: &str) -> (Text, Source) {
    let file = format!("t = '''\n{narrative}'''");
    let span = Span::new(4, file.len());
    let source = Source::new("a", file);
    (Text::new(narrative, span, &source, &mut Room::default()), source)
}

/// Each block in short: its kind, its heading, its words.
fn shown(narrative: &str) -> Vec<String> {
    let (text, _) = text(narrative);
    let words = |runs: &[Run]| runs.iter().map(|run| run.text.as_str()).collect::<String>();
    let show = |block: &Block| {
        let kind = match &block.kind {
            Kind::Heading { rank, marked } => format!("H{rank}{}", if *marked { "#" } else { "" }),
            Kind::Paragraph => "P".to_owned(),
            Kind::Entry { depth, marker } => format!("L{depth} {marker}"),
            Kind::Row { .. } => format!("R {}", block.cells().map(words).collect::<Vec<_>>().join("/")),
        };
        let number = block.ordinal.and_then(|ordinal| Some(format!("{}:{}", ordinal.rank, ordinal.number?)));
        let lead = if block.lead.is_empty() { String::new() } else { format!("[{}]", words(&block.lead)) };
        format!("{kind} {} {lead}{}", number.unwrap_or_default(), words(&block.runs))
    };
    text.blocks.iter().map(show).collect()
}

#[test]
fn headings_have_the_rank_of_their_marks_or_of_their_number() {
    assert_eq!(shown("### （一）甲\n#### 1.乙\n##### 丙"), ["H2# 2:1 （一）甲", "H3# 3:1 1.乙", "H4#  丙"]);
    assert_eq!(
        shown("一、甲\n（二）乙。\n3.丙\n（4）丁\n### （⼆）戊"),
        ["H1 1:1 一、甲", "H2 2:2 （二）乙。", "H3 3:3 3.丙", "H4 4:4 （4）丁", "H2# 2:2 （⼆）戊"]
    );
    assert_eq!(shown("（一）甲情况。依法乙。"), ["P 2:1 [（一）甲情况。]依法乙。"]);
    // Sentences that are numbered are no headings.
    assert_eq!(
        shown("一、收到甲，乙\n1.收到3件\n三、四季度"),
        ["P 1:1 一、收到甲，乙", "P 3:1 1.收到3件", "P  三、四季度"]
    );
    let long = "长".repeat(60);
    assert_eq!(shown(&format!("（一）{long}")), [format!("P 2:1 （一）{long}")]);
}

#[test]
fn whether_a_line_is_a_heading_does_not_depend_on_its_figures() {
    let words = "长".repeat(57);
    let line = format!("（一）{words}{{{{ requests.denied.deliberative.total }}}}");
    assert_eq!(shown(&line), [format!("H2 2:1 {line}")]);
}

#[test]
fn lines_with_as_many_tabs_are_a_table() {
    let table = "项目\t数量\n主动公开\t12\n依申请公开\t";
    assert_eq!(
        shown(table),
        ["R 项目/数量  项目数量", "R 主动公开/12  主动公开12", "R 依申请公开/  依申请公开"]
    );
    assert_eq!(shown("\t甲\t乙\n丙\t \t３"), ["R /甲/乙  甲乙", "R 丙//３  丙３"]);
    assert_eq!(shown("**甲**\t乙\r\n丙\t丁\r\n\r\n戊\t己"), ["R 甲/乙  甲乙", "R 丙/丁  丙丁", "P  戊\t己"]);
    // Another number of tabs begins another table; one line alone is none.
    assert_eq!(shown("甲\t乙\n丙\t丁\t戊\n己"), ["P  甲\t乙", "P  丙\t丁\t戊", "P  己"]);
    // What Word puts behind numbers and marks, and before paragraphs, makes no cells.
    assert_eq!(shown("1.\t甲\n2.\t乙"), ["L0 1.  甲", "L0 2.  乙"]);
    for text in [
        "（一）\t甲\n（二）\t乙",
        "\t甲甲\n\t乙乙",
        "●\t甲\n●\t乙",
        "### \t甲\n### \t乙",
        "一、\t甲\n二、\t乙",
    ] {
        assert!(shown(text).iter().all(|block| !block.starts_with('R')), "{text}: {:?}", shown(text));
    }
}

#[test]
fn entries_and_rows_keep_their_cells_and_numbers() {
    assert_eq!(shown("- （一）甲\n  续\n2) 乙"), ["L0 • 2:1 （一）甲续", "L0 2)  乙"]);
    assert_eq!(shown("| 甲 | **乙** |\n|---|:-:|\n| 一、丙 |"), ["R 甲/乙  甲乙", "R 一、丙  一、丙"]);
    // Bold that never ends hides no number.
    assert_eq!(shown("**（一）甲"), ["P 2:1 **（一）甲"]);
}

#[test]
fn every_run_leads_back_to_where_it_stands() {
    let narrative = "**（一）甲**乙&lt;\\*丙\r\n- 丁\u{202E}戊[己](https://a.cn)\n  {{ year }}\n\t| 庚\\|辛 |\n|-|\n[壬](x)";
    let (text, source) = text(narrative);
    let place = |words: &str| {
        let runs = text.blocks.iter().flat_map(|block| block.lead.iter().chain(&block.runs));
        let found = runs.into_iter().find_map(|run| {
            let at = run.text.find(words)?;
            Some(run.origins.find(at..at + words.len()))
        });
        let found = found.unwrap_or_else(|| panic!("{words}"));
        source.slice(text.locate(found.start, found.end))
    };
    for (words, written) in [
        ("（一）甲", "（一）甲"),
        ("甲", "甲"),
        ("乙<", "乙&lt;"),
        ("<", "&lt;"),
        ("<*丙", "&lt;\\*丙"),
        ("*丙", "*丙"),
        ("丁戊", "丁\u{202E}戊"),
        ("己", "己"),
        ("{{ year }}", "{{ year }}"),
        ("|辛", "|辛"),
        ("[壬](x)", "[壬](x)"),
        ("](x)", "](x)"),
    ] {
        assert_eq!(place(words), written, "{words}");
    }
    let lines: Vec<&str> = text.blocks.iter().map(|block| &narrative[block.range.clone()]).collect();
    assert_eq!(lines[0], "**（一）甲**乙&lt;\\*丙");
    assert_eq!(lines[1], "- 丁\u{202E}戊[己](https://a.cn)\n  {{ year }}");
}

#[test]
fn a_heading_without_a_blank_is_no_visible_mark() {
    let marks = |narrative: &str| text(narrative).0.notes.iter().map(|note| note.mark).collect::<Vec<_>>();
    assert_eq!(marks("###（一）甲\n### 乙"), []);
    assert_eq!(marks("##甲\n# 乙"), [Visible::HighHeading; 2]);
    assert_eq!(marks("#甲\n####"), [Visible::Tag, Visible::EmptyHeading]);
    // Where a reference leads is known when its figure is.
    assert_eq!(marks("[甲]({{ agency.website }})\n[乙](www.a.cn)"), [Visible::Link]);
}
