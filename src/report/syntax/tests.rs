//! The mistakes that clerks make, each recognised for what it is.

use super::*;
use SyntaxProblem as P;

fn problems(text: &str) -> Vec<(String, SyntaxProblem)> {
    let source = Source::new("a", text);
    parse(&source)
        .err()
        .unwrap_or_default()
        .into_iter()
        .map(|fault| match fault {
            Fault::Syntax { span, problem } => (source.slice(span).to_owned(), problem),
            other => panic!("{other:?}"),
        })
        .collect()
}

fn only(text: &str) -> (String, SyntaxProblem) {
    let found = problems(text);
    assert_eq!(found.len(), 1, "{found:?}");
    found.into_iter().next().unwrap()
}

fn at(written: &str, problem: SyntaxProblem) -> (String, SyntaxProblem) {
    (written.to_owned(), problem)
}

#[test]
fn sound_text_has_no_fault() {
    assert_eq!(problems("a = [1, 2]\r\nt = '''\n甲，乙[“\n'''\n# 注：，\n[b]\nc = \"，\"\n"), []);
    assert_eq!(problems(""), []);
}

#[test]
fn full_width_characters_are_named_with_what_is_meant() {
    assert_eq!(only("a = [1，2]\nb = 3\n"), at("，", P::FullWidth('，', ',')));
    assert_eq!(only("a ＝ 1\n"), at("＝", P::FullWidth('＝', '=')));
    assert_eq!(only("a = １２\n"), at("１", P::FullWidth('１', '1')));
    assert_eq!(only("a = “x”\n"), at("“", P::FullWidth('“', '"')));
    assert_eq!(only("a = ［1, 2］\n"), at("［", P::FullWidth('［', '[')));
    assert_eq!(only("【agency】\nb = 1\n"), at("【", P::FullWidth('【', '[')));
    assert_eq!(only("\u{3000}a = 1\n"), at("\u{3000}", P::FullWidth('\u{3000}', ' ')));
    assert_eq!(only("a = 1\u{200B}\n"), at("\u{200B}", P::Invisible('\u{200B}')));
}

#[test]
fn one_statement_gives_one_fault_and_the_next_is_still_judged() {
    let found = problems("a = [1，2，3]\nb = [1, 2\nc = [4，5]\nd = 6\n");
    assert_eq!(
        found,
        [at("，", P::FullWidth('，', ',')), at("[", P::UnclosedList), at("，", P::FullWidth('，', ','))]
    );
}

#[test]
fn strings_that_do_not_end_point_at_their_beginning() {
    assert_eq!(only("a = '''\nfoo\n"), at("'''", P::UnclosedString("'''")));
    assert_eq!(only("a = '''\n第一，\n[b]\nt = '''\n第二。\n'''\n"), at("'''", P::UnclosedString("'''")));
    assert_eq!(only("a = \"abc\nb = 1\n").1, P::UnclosedString("\""));
}

#[test]
fn a_windows_path_in_double_quotes_is_recognised() {
    let text = "[previous]\nfile = \"C:\\Users\\a.toml\"\n";
    assert_eq!(only(text), at(r#""C:\Users\a.toml""#, P::Backslash(r#""C:\Users\a.toml""#.into())));
    assert!(matches!(only("file = \"D:\\年报\\a.toml\"\n").1, P::Backslash(_)));
}

#[test]
fn values_without_quotes_or_commas_are_recognised() {
    assert_eq!(only("a = [5件, 2]\n").1, P::Unquoted("5件".into()));
    assert_eq!(only("a = [1 2]\n").1, P::MissingComma);
    assert_eq!(only("a = [1, , 2]\n").1, P::EmptyCell);
    assert_eq!(only("a =\n").1, P::NoValue);
    assert_eq!(only("a = # 空\n").1, P::NoValue);
    assert_eq!(only("a\n").1, P::NoEquals);
    assert_eq!(only("a = 007\n").1, P::LeadingZero);
    assert_eq!(only("a = [1,034, 7]\n"), at("1,034", P::Thousands("1,034".into())));
    assert_eq!(only("本年 = 1\n"), at("本年", P::KeyNotAscii("本年".into())));
    assert_eq!(only("a = 甲\n").1, P::Unquoted("甲".into()));
    assert_eq!(only("[b\nc = 1\n").1, P::UnclosedHeading);
    assert!(matches!(only("a = 2025-1-20\n").1, P::BadDate(_)));
    assert!(matches!(only("a = 2025-02-30\n").1, P::BadDate(_)));
}

#[test]
fn what_belongs_at_the_key_decides() {
    assert_eq!(only("name = \"示例县   # 全称\n").1, P::OpenQuote("\"示例县\"".into()));
    assert_eq!(only("name = \"示例县\"财政局\"\"\n").1, P::InnerQuotes);
    assert_eq!(only("phone = 0000-0000000\n").1, P::WordsWithoutQuotes("0000-0000000".into()));
    assert_eq!(only("postcode = 000000 # 邮编\n").1, P::WordsWithoutQuotes("000000".into()));
    for date in ["2025年1月20日", "2025.1.20", "2025/1/20", "“2025-01-20”", ""] {
        assert!(matches!(only(&format!("date = {date}\n")).1, P::BadDate(_)), "{date}");
    }
    assert_eq!(only("year = 2024年\n").1, P::BadYear("2024年".into()));
    assert_eq!(only("year = 202 4\n").1, P::BadYear("202 4".into()));
    assert_eq!(only("a = [58\"\", 7]\n"), at("58\"\"", P::BesideBlank("58".into())));
    assert_eq!(only("a = \"\"58\n"), at("\"\"58", P::BesideBlank("58".into())));
    assert_eq!(only("a = 15,286\n"), at("15,286", P::Thousands("15,286".into())));
    assert_eq!(only("a = 3，286.15 # 万元\n"), at("3，286.15", P::Thousands("3,286.15".into())));
}

#[test]
fn a_section_that_stands_twice_is_one_fault() {
    assert_eq!(only("[a]\nb = 1\nc = 2\n[a]\nb = 1\nc = 2\n[d]\n"), at("a", P::Twice("a".into())));
}

#[test]
fn keys_that_stand_twice_are_found_beside_other_faults() {
    let found = problems("a = 1\na = 2\nb = [1，2]\n[t]\n[t]\n");
    assert_eq!(
        found,
        [at("a", P::Twice("a".into())), at("，", P::FullWidth('，', ',')), at("t", P::Twice("t".into()))]
    );
    assert_eq!(only("r = [1]\nr.x = 3\n").1, P::Conflict("r".into()));
}

#[test]
fn depth_is_refused_without_reading() {
    assert_eq!(only(&"[".repeat(100_000)).1, P::TooDeep);
    assert_eq!(only(&format!("a = {}{}", "[".repeat(33), "]".repeat(33))).1, P::TooDeep);
    assert_eq!(problems(&format!("a = {}{}", "[".repeat(32), "]".repeat(32))), []);
    assert_eq!(only(&format!("a{} = 1", ".a".repeat(40))).1, P::TooDeep);
}

#[test]
fn a_flood_of_faults_is_cut_off() {
    assert_eq!(problems(&"=\n".repeat(1_000)).len(), MAX_FAULTS);
    assert_eq!(only(&"=\n".repeat(MAX_LINES)).1, P::TooMuch);
    assert_eq!(only(&format!("a = [{}1]", "1,".repeat(MAX_VALUES))).1, P::TooMuch);
    assert_eq!(only(&format!("a = '{}'", "|".repeat(MAX_LINES))).1, P::TooMuch);
}

#[test]
fn a_text_that_swallows_a_heading_is_unclosed_and_what_follows_is_judged() {
    let found = problems("text = '''\n甲\n[b]\nc = 1，\n[d]\ntext = '''\n乙\n");
    assert_eq!(
        found,
        [
            at("'''", P::UnclosedString("'''")),
            at("，", P::ExtraMark("，".into(), "1".into())),
            at("'''", P::UnclosedString("'''"))
        ]
    );
    // A link at the beginning of a line is no heading.
    assert_eq!(only("a = '''\n[x](https://x)\n'''\nb = ［1］\n").1, P::FullWidth('［', '['));
}

#[test]
fn prose_without_opening_quotes_belongs_to_the_fault_at_its_key() {
    let rest =
        "第一段。\n\n### （一）\n「二」[附件](x)……'''甲\n| a | b |\n'''\nissuer = 甲\n\n[b]\nc = 1，\n";
    let found = problems(&format!("preamble =\n{rest}"));
    assert_eq!(
        found,
        [
            at("preamble =", P::NoOpening),
            at("甲", P::WordsWithoutQuotes("甲".into())),
            at("，", P::ExtraMark("，".into(), "1".into())),
        ]
    );
    let found = problems(&format!("preamble = ''\n{rest}"));
    assert_eq!(found[0], at("''", P::TextQuotes { written: "''".into(), closing: false }));
    assert_eq!(found.len(), 3);
}

#[test]
fn keys_under_a_bad_heading_repeat_nothing() {
    let found = problems("[a]\ntext = ''\n[存在问题]\ntext = ''\n[b]\nc = 1\n[b]\nc = 1\nc = 1\n");
    assert_eq!(found, [at("存在问题", P::HeadingNotAscii("存在问题".into())), at("b", P::Twice("b".into()))]);
}

#[test]
fn wrong_bytes_are_shown_line_by_line() {
    let bytes =
        [b"name = \"\xB1\xB1\xBE\xA9\"\n# ".as_slice(), "编制机关全称\nb = ".as_bytes(), b"\xFF\n"].concat();
    let found = parse(&Source::from_bytes("a", bytes)).err().unwrap();
    assert_eq!(found.len(), 2);
    let problem = P::Encoding(Encoding::Mixed);
    assert!(matches!(&found[0], Fault::Syntax { span, problem: p } if span.start == 8 && *p == problem));
}
