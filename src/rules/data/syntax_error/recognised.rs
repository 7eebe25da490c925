//! The mistakes that clerks make, each recognised for what it is.

use super::character::Mistake as C;
use super::date::Mistake as D;
use super::figure::Mistake as F;
use super::grammar::Mistake as G;
use super::narrative::Mistake as N;
use super::quoted::Mistake as Q;
use super::structure::Mistake as S;
use super::{Found, MOST, Mistake, mistakes};
use crate::format::Forms;
use crate::report::{Fault, MAX_LINES, read};
use crate::source::{Source, Unreadable};

/// A mistake of each file as one of all.
macro_rules! of_file {
    ($($file:ident: $mistake:ty),*) => {
        $(impl From<$mistake> for Mistake {
            fn from(mistake: $mistake) -> Self {
                Mistake::$file(mistake)
            }
        })*
    };
}

of_file!(Character: C, Date: D, Figure: F, Grammar: G, Narrative: N, Quoted: Q, Structure: S);

fn wide(written: char, meant: char, count: usize) -> C {
    C::Wide { written, meant, count }
}

fn thousands(written: &str, in_row: bool) -> F {
    F::Thousands { written: written.to_owned(), in_row }
}

fn twice(name: &str, is_heading: bool, first: usize) -> S {
    S::Twice { name: name.to_owned(), is_heading, first: Some(first) }
}

fn all(source: &Source) -> Vec<Found> {
    match read(source, &Forms::built_in()).faults.first() {
        Some(Fault::Unread(unread)) => mistakes(source, *unread),
        _ => Vec::new(),
    }
}

fn found(text: &str) -> Vec<(String, Mistake)> {
    let source = Source::new("a", text);
    all(&source).into_iter().map(|(span, mistake)| (source.slice(span).to_owned(), mistake)).collect()
}

fn only(text: &str) -> (String, Mistake) {
    let found = found(text);
    assert_eq!(found.len(), 1, "{found:?}");
    found.into_iter().next().unwrap()
}

fn at(written: &str, mistake: impl Into<Mistake>) -> (String, Mistake) {
    (written.to_owned(), mistake.into())
}

#[test]
fn sound_text_has_no_fault() {
    assert_eq!(found("a = [1, 2]\r\nt = '''\n甲，乙[“\n'''\n# 注：，\n[b]\nc = \"，\"\n"), []);
    assert_eq!(found(""), []);
}

#[test]
fn full_width_characters_are_named_with_what_is_meant() {
    assert_eq!(only("a = [1，2]\nb = 3\n"), at("，", wide('，', ',', 1)));
    assert_eq!(only("a ＝ 1\n"), at("＝", wide('＝', '=', 1)));
    assert_eq!(only("a = １２\n"), at("１", wide('１', '1', 2)));
    assert_eq!(only("a = “x”\n"), at("“", wide('“', '"', 2)));
    assert_eq!(only("a = ［1, 2］\n"), at("［", wide('［', '[', 2)));
    assert_eq!(only("【agency】\nb = 1\n"), at("【", wide('【', '[', 2)));
    assert_eq!(only("\u{3000}a = 1\n"), at("\u{3000}", wide('\u{3000}', ' ', 1)));
    assert_eq!(only("a = 1\u{200B}\n"), at("\u{200B}", C::Invisible('\u{200B}')));
}

#[test]
fn one_statement_gives_one_fault_and_the_next_is_still_judged() {
    let found = found("a = [1，2，3]\nb = [1, 2\nc = [4，5]\nd = 6\n");
    assert_eq!(found, [at("，", wide('，', ',', 2)), at("[", S::Row), at("，", wide('，', ',', 1))]);
}

#[test]
fn strings_that_do_not_end_point_at_their_beginning() {
    assert_eq!(only("a = '''\nfoo\n"), at("'''", S::Narrative("'''")));
    assert_eq!(only("a = '''\n第一，\n[b]\nt = '''\n第二。\n'''\n"), at("'''", S::Narrative("'''")));
    assert_eq!(only("a = \"abc\nb = 1\n").1, S::Quote('"').into());
}

#[test]
fn a_windows_path_in_double_quotes_is_recognised() {
    let text = "[previous]\nfile = \"C:\\Users\\a.toml\"\n";
    assert_eq!(only(text), at(r#""C:\Users\a.toml""#, Q::Backslash(r#""C:\Users\a.toml""#.into())));
    assert!(matches!(only("file = \"D:\\年报\\a.toml\"\n").1, Mistake::Quoted(Q::Backslash(_))));
}

#[test]
fn values_without_quotes_or_commas_are_recognised() {
    assert_eq!(only("a = [5件, 2]\n").1, F::Unquoted("5件".into()).into());
    assert_eq!(only("a = [1 2]\n").1, G::NoComma.into());
    assert_eq!(only("a = [1, , 2]\n").1, G::EmptyCell.into());
    assert_eq!(only("a =\n").1, G::NoValue.into());
    assert_eq!(only("a = # 空\n").1, G::NoValue.into());
    assert_eq!(only("a\n").1, G::NoEquals.into());
    assert_eq!(only("a = 007\n").1, G::LeadingZero.into());
    assert_eq!(only("a = [1,034, 7]\n"), at("1,034", thousands("1,034", true)));
    assert_eq!(only("本年 = 1\n"), at("本年", C::Key("本年".into())));
    assert_eq!(only("a = 甲\n").1, F::Unquoted("甲".into()).into());
    assert_eq!(only("[b\nc = 1\n").1, S::Heading.into());
    assert!(matches!(only("a = 2025-1-20\n").1, Mistake::Date(D::Day { .. })));
    assert!(matches!(only("a = 2025-02-30\n").1, Mistake::Date(D::Day { .. })));
}

#[test]
fn what_belongs_at_the_key_decides() {
    assert_eq!(only("name = \"示例县   # 全称\n").1, Q::Open("name = \"示例县\"".into()).into());
    assert_eq!(only("name = \"示例县\"财政局\"\"\n").1, Q::Inner("name = \"示例县“财政局”\"".into()).into());
    assert_eq!(
        only("phone = 0000-0000000\n").1,
        Q::WithoutQuotes("0000-0000000".into(), "phone = \"0000-0000000\"".into()).into()
    );
    assert_eq!(
        only("postcode = 000000 # 邮编\n").1,
        Q::WithoutQuotes("000000".into(), "postcode = \"000000\"".into()).into()
    );
    for date in ["2025年1月20日", "2025.1.20", "2025/1/20", "“2025-01-20”", ""] {
        assert!(matches!(only(&format!("date = {date}\n")).1, Mistake::Date(D::Day { .. })), "{date}");
    }
    assert_eq!(only("year = 2024年\n").1, D::Year(Some("year = 2024".into())).into());
    assert_eq!(only("year = 202 4\n").1, D::Year(Some("year = 2024".into())).into());
    assert_eq!(only("a = [58\"\", 7]\n"), at("58\"\"", F::BesideBlank("58".into())));
    assert_eq!(only("a = \"\"58\n"), at("\"\"58", F::BesideBlank("58".into())));
    assert_eq!(only("a = 15,286\n"), at("15,286", thousands("15,286", false)));
    assert_eq!(only("a = 3，286.15 # 万元\n"), at("3，286.15", thousands("3,286.15", false)));
}

#[test]
fn a_section_that_stands_twice_is_one_fault() {
    assert_eq!(only("[a]\nb = 1\nc = 2\n[a]\nb = 1\nc = 2\n[d]\n"), at("a", twice("a", true, 1)));
}

#[test]
fn keys_that_stand_twice_are_found_beside_other_faults() {
    let found = found("a = 1\na = 2\nb = [1，2]\n[t]\n[t]\n");
    assert_eq!(
        found,
        [at("a", twice("a", false, 1)), at("，", wide('，', ',', 1)), at("t", twice("t", true, 4))]
    );
    assert_eq!(only("r = [1]\nr.x = 3\n").1, S::Conflict("r".into()).into());
}

#[test]
fn depth_is_refused_without_reading() {
    assert_eq!(only(&"[".repeat(100_000)).1, Mistake::TooDeep);
    assert_eq!(only(&format!("a = {}{}", "[".repeat(33), "]".repeat(33))).1, Mistake::TooDeep);
    assert_eq!(found(&format!("a = {}{}", "[".repeat(32), "]".repeat(32))), []);
    assert_eq!(only(&format!("a{} = 1", ".a".repeat(40))).1, Mistake::TooDeep);
}

#[test]
fn a_flood_of_faults_is_cut_off() {
    assert_eq!(found(&"=\n".repeat(1_000)).len(), MOST);
    assert_eq!(only(&"=\n".repeat(MAX_LINES)).1, Mistake::TooMuch);
    assert_eq!(only(&format!("a = [{}1]", "1,".repeat(crate::report::MAX_VALUES))).1, Mistake::TooMuch);
    assert_eq!(only(&format!("a = '{}'", "|".repeat(MAX_LINES))).1, Mistake::TooMuch);
}

#[test]
fn a_text_that_swallows_a_heading_is_unclosed_and_what_follows_is_judged() {
    let found = found("text = '''\n甲\n[b]\nc = 1，\n[d]\ntext = '''\n乙\n");
    assert_eq!(
        found,
        [
            at("'''", S::Narrative("'''")),
            at("，", F::ExtraMark("，".into(), "1".into())),
            at("'''", S::Narrative("'''"))
        ]
    );
    // A link at the beginning of a line is no heading.
    assert_eq!(only("a = '''\n[x](https://x)\n'''\nb = ［1］\n").1, wide('［', '[', 2).into());
}

#[test]
fn prose_without_opening_quotes_belongs_to_the_fault_at_its_key() {
    let rest =
        "第一段。\n\n### （一）\n「二」[附件](x)……'''甲\n| a | b |\n'''\nissuer = 甲\n\n[b]\nc = 1，\n";
    let several = found(&format!("preamble =\n{rest}"));
    assert_eq!(
        several,
        [
            at("preamble =", N::NoOpening),
            at("甲", Q::WithoutQuotes("甲".into(), "issuer = \"甲\"".into())),
            at("，", F::ExtraMark("，".into(), "1".into())),
        ]
    );
    let several = found(&format!("preamble = ''\n{rest}"));
    assert_eq!(several[0], at("''", N::Opening("''".into())));
    assert_eq!(several.len(), 3);
}

#[test]
fn keys_under_a_bad_heading_repeat_nothing() {
    let found = found("[a]\ntext = ''\n[存在问题]\ntext = ''\n[b]\nc = 1\n[b]\nc = 1\nc = 1\n");
    assert_eq!(found, [at("存在问题", S::HeadingNotAscii("存在问题".into())), at("b", twice("b", true, 5))]);
}

#[test]
fn wrong_bytes_are_shown_line_by_line() {
    let bytes =
        [b"name = \"\xB1\xB1\xBE\xA9\"\n# ".as_slice(), "编制机关全称\nb = ".as_bytes(), b"\xFF\n"].concat();
    let found = all(&Source::from_bytes("a", &bytes));
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].1, Mistake::NoText(Unreadable::Mixed));
    assert_eq!(found[0].0.start, 8);
}
