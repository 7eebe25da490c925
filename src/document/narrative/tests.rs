use super::*;
use crate::format::Forms;
use crate::narrative::Room;
use crate::report::read;
use crate::source::Source;

const SOUND: &str = include_str!("../../../examples/qinghe-2024.toml");

/// The blocks of a text.
fn made(text: &str) -> Vec<Block> {
    let source = Source::new("a", SOUND);
    let report = read(&source, &Forms::built_in()).report.unwrap();
    let file = format!("t = '''\n{text}'''");
    let source = Source::new("a", file);
    let table = toml::de::DeTable::parse(source.text()).unwrap();
    let value = table.get_ref().get("t").unwrap();
    let room = &mut Room::default();
    blocks(&Text::new(value.get_ref().as_str().unwrap(), value.span().into(), &source, room), &report)
}

/// The blocks of a text, in the words of a short notation.
fn shown(text: &str) -> Vec<String> {
    made(text).iter().map(show).collect()
}

fn show(block: &Block) -> String {
    match block {
        Block::Heading { level, runs } => format!("H{level} {}", words(runs)),
        Block::Paragraph(Paragraph { lead, runs }) if lead.is_empty() => format!("P {}", words(runs)),
        Block::Paragraph(Paragraph { lead, runs }) => format!("P [{}] {}", words(lead), words(runs)),
        Block::List(items) => items
            .iter()
            .map(|item| format!("L{} {} {}", item.depth, item.marker, words(&item.runs)))
            .collect::<Vec<_>>()
            .join("; "),
        Block::TextTable(table) => {
            let row = |row: &Vec<Vec<Run>>| row.iter().map(|cell| words(cell)).collect::<Vec<_>>().join("|");
            format!("T {} / {}", row(&table.head), table.rows.iter().map(row).collect::<Vec<_>>().join(" / "))
        }
        Block::FormTable(_) => "F".to_owned(),
    }
}

fn words(runs: &[Run]) -> String {
    runs.iter()
        .map(|run| {
            let mut text = run.text.clone();
            if run.strong {
                text = format!("<b>{text}</b>");
            }
            if run.emphasis {
                text = format!("<i>{text}</i>");
            }
            if let Some(link) = &run.link {
                text = format!("<a {link}>{text}</a>");
            }
            if let Some(reference) = &run.reference {
                text = format!("<{reference}>{text}");
            }
            text
        })
        .collect()
}

#[test]
fn every_line_is_a_paragraph_and_leading_blanks_go() {
    assert_eq!(
        shown("\u{3000}\u{3000}第一段。\r\n    第二段。\n\n第三段。"),
        ["P 第一段。", "P 第二段。", "P 第三段。"]
    );
    assert_eq!(shown("第一段\n====\n第二段\n---"), ["P 第一段", "P ====", "P 第二段", "P ---"]);
    assert_eq!(shown("~~旧~~ > 引用"), ["P ~~旧~~ > 引用"]);
}

#[test]
fn headings_of_both_kinds() {
    assert_eq!(
        shown("### 二级\n#### 三级 ####\n##### 四级\n# 一级\n## 也是"),
        ["H2 二级", "H3 三级", "H4 四级", "H2 一级", "H2 也是"]
    );
    assert_eq!(shown("（一）主动公开\n(二)依申请公开。"), ["H2 （一）主动公开", "H2 (二)依申请公开。"]);
    assert_eq!(shown("#标签 不是标题"), ["P #标签 不是标题"]);
    assert_eq!(shown("##甲\n###（四）标题\n####1.小题"), ["H2 甲", "H2 （四）标题", "H3 1.小题"]);
    assert_eq!(shown("（注）不是编号"), ["P （注）不是编号"]);
}

#[test]
fn run_in_headings_are_divided_from_the_text() {
    assert_eq!(shown("（一）加强领导。成立了领导小组。"), ["P [（一）加强领导。] 成立了领导小组。"]);
    assert_eq!(shown("**（十一）加强领导。**成立了。"), ["P [<b>（十一）加强领导。</b>] 成立了。"]);
    let long = format!("（一）{}。后文。", "长".repeat(80));
    assert_eq!(shown(&long), [format!("P {long}")]);
}

#[test]
fn lists_keep_their_numbers() {
    assert_eq!(
        shown("1. 甲\n3) 丙\n- 丁\n  - 戊\n    续行\n己"),
        ["L0 1. 甲; L0 3) 丙", "L0 • 丁; L1 • 戊续行", "P 己"]
    );
    assert_eq!(shown("1.没有空格\n1、顿号\n2024. 年"), ["P 1.没有空格", "P 1、顿号", "L0 2024. 年"]);
}

#[test]
fn bullets_and_numbers_are_lists_of_their_own() {
    assert_eq!(shown("1. 甲\n2. 乙\n\n- 丙"), ["L0 1. 甲; L0 2. 乙", "L0 • 丙"]);
    assert_eq!(
        shown("- 甲\n  1. 乙\n  - 丙\n- 丁\n1. 戊"),
        ["L0 • 甲; L1 1. 乙; L1 • 丙; L0 • 丁", "L0 1. 戊"]
    );
}

#[test]
fn a_table_keeps_the_alignment_of_each_column() {
    let blocks = made("|甲|乙|丙|丁|\n| :-- |:-:| --: |---|\n|1|2|3|4|5|");
    let [Block::TextTable(table)] = blocks.as_slice() else { panic!("{blocks:?}") };
    use Alignment::{Center, Default, Left, Right};
    assert_eq!(table.alignment, [Left, Center, Right, Default, Default]);
    assert_eq!(table.head.len(), table.alignment.len());
}

#[test]
fn bold_works_where_commonmark_would_not() {
    assert_eq!(shown("**重点工作。**下一步"), ["P <b>重点工作。</b>下一步"]);
    assert_eq!(shown("受理**“一网通办”**事项"), ["P 受理<b>“一网通办”</b>事项"]);
    assert_eq!(shown("前**中**后**又**末"), ["P 前<b>中</b>后<b>又</b>末"]);
    assert_eq!(shown("**没有结束"), ["P **没有结束"]);
    assert_eq!(shown(r"\*\*不是\*\*"), ["P **不是**"]);
}

#[test]
fn asterisks_that_stand_for_names_and_numbers_stay() {
    for text in ["张*三、李*四", "138****1234和139****5678", "李**、王**", "3*4*5", "李*、王*", "a ** b ** c"]
    {
        assert_eq!(shown(text), [format!("P {text}")]);
    }
    assert_eq!(shown("*着重* 的字"), ["P <i>着重</i> 的字"]);
}

#[test]
fn links_are_harmless_or_plain() {
    assert_eq!(shown("[专栏](https://a.cn/b?c=1&d=2)"), ["P <a https://a.cn/b?c=1&d=2>专栏</a>"]);
    assert_eq!(shown("<a@b.cn>"), ["P <a mailto:a@b.cn>a@b.cn</a>"]);
    assert_eq!(shown("[甲](javascript:alert(1))"), ["P [甲](javascript:alert(1))"]);
    assert_eq!(
        shown("[甲](JAVASCRIPT:x) [乙](data:text/html,x)"),
        ["P [甲](JAVASCRIPT:x) [乙](data:text/html,x)"]
    );
    assert_eq!(shown("![图](https://a.cn/b.png)"), ["P ![图](https://a.cn/b.png)"]);
    assert_eq!(
        shown("见[{{ year }}年](https://a.cn/{{ year }})"),
        ["P 见<a https://a.cn/2024><year>2024</a><a https://a.cn/2024>年</a>"
            .replace("<a https://a.cn/2024><year>2024</a>", "<year><a https://a.cn/2024>2024</a>")]
    );
}

#[test]
fn raw_html_and_code_are_text() {
    assert_eq!(shown("<script>alert(1)</script>和<b>粗</b>"), ["P <script>alert(1)</script>和<b>粗</b>"]);
    assert_eq!(shown("用 `代码` 与 ```"), ["P 用 `代码` 与 ```"]);
    assert_eq!(shown("&lt;b&gt; &amp; &#8238;x"), ["P <b> & x"]);
    assert_eq!(shown("<div>\n甲"), ["P <div>", "P 甲"]);
}

#[test]
fn tables_lose_no_cell() {
    assert_eq!(
        shown("| 甲 | 乙 |\n|---|--:|\n| 1 | 2 | 3 |\n| **a\\|b** |"),
        ["T 甲|乙| / 1|2|3 / <b>a|b</b>||"]
    );
    assert_eq!(shown("甲 | 乙\n丙"), ["P 甲 | 乙", "P 丙"]);
}

#[test]
fn figures_stand_where_they_are_referenced() {
    assert_eq!(
        shown(
            "共{{ requests.received.total }}件，占{{ requests.granted.total | percent(of=requests.total.total) }}。"
        ),
        [
            "P 共<requests.received.total>75件，占<requests.granted.total | percent(of=requests.total.total)>38.2%。"
        ]
    );
    assert_eq!(shown("**共{{ year }}年**"), ["P <b>共</b><year><b>2024</b><b>年</b>"]);
    assert_eq!(shown(r"写作\{{ year }}，{% x %}"), ["P 写作{{ year }}，{% x %}"]);
    assert_eq!(shown("甲\u{FDD0}0\u{FDD1}{{ year }}"), ["P 甲0<year>2024"]);
}

#[test]
fn marks_without_end_are_shown_as_they_are_written_and_no_word_is_lost() {
    let text = format!("**甲**乙\n{}\n*丙*，{{{{ requests.received.total }}}}\n", "*a*,".repeat(20_000));
    let shown = shown(&text);
    assert_eq!(shown[0], "P <b>甲</b>乙");
    assert_eq!(shown[1], format!("P {}", "*a*,".repeat(20_000)));
    // The marks of such a line take no room from those after it.
    assert_eq!(shown[2], "P <i>丙</i>，<requests.received.total>75");
    let text = format!("{}**乙**丙\n", format!("{}\n", "*a*,".repeat(1_000)).repeat(11));
    let shown = self::shown(&text);
    assert!(shown[9].starts_with("P <i>a</i>,"), "{}", shown[9]);
    assert_eq!(shown[10], format!("P {}", "*a*,".repeat(1_000)));
}
