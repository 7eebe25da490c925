//! The mistakes that clerks make, each recognised for what it is.

use crate::format::Forms;
use crate::report::{Fault, MAX_LINES, MAX_VALUES, read};
use crate::rules::data::syntax_error::{MOST, Words, mistakes};
use crate::source::Source;

/// What stands in the place of each mistake, with its message and its help.
fn all(source: &Source) -> Vec<(String, String)> {
    let forms = Forms::built_in();
    let reading = read(source, &forms);
    let Some(Fault::Unread(unread)) = reading.faults.first() else { return Vec::new() };
    let words = |Words { message, help, label, .. }| format!("{message}｜{help}｜{label}");
    mistakes(source, &forms, *unread)
        .into_iter()
        .map(|(span, found)| (source.slice(span).to_owned(), words(found)))
        .collect()
}

fn found(text: &str) -> Vec<(String, String)> {
    all(&Source::new("a", text))
}

/// The mistakes of a text, in order: what stands in the place of each, and a part of its words.
fn has(text: &str, expected: &[(&str, &str)]) {
    let found = found(text);
    assert_eq!(found.len(), expected.len(), "{text}: {found:?}");
    for ((place, words), (wanted, part)) in found.iter().zip(expected) {
        assert!(place == wanted && words.contains(part), "{text}: {place}: {words}, not {wanted}: {part}");
    }
}

/// The words of the only mistake of a text.
fn only(text: &str, part: &str) {
    let found = found(text);
    assert!(found.len() == 1 && found[0].1.contains(part), "{text}: {found:?}, not {part}");
}

/// A part of the words of a character that is not in ASCII.
fn wide(written: char) -> String {
    format!("误用了中文（全角）符号“{written}”")
}

#[test]
fn sound_text_has_no_fault() {
    has("a = [1, 2]\r\nt = '''\n甲，乙[“\n'''\n# 注：，\n[b]\nc = \"，\"\n", &[]);
    has("", &[]);
}

#[test]
fn full_width_characters_are_named_with_what_is_meant() {
    has("a = [1，2]\nb = 3\n", &[("，", "符号“，”｜请改为英文（半角）符号 , ；切换到英文输入法再输入｜")]);
    has("a ＝ 1\n", &[("＝", "符号“＝”｜请改为英文（半角）符号 = ；切换到英文输入法再输入｜")]);
    has(
        "a = １２\n",
        &[("１", "数字“１”是全角的｜请改用半角数字 1（切换到英文输入法再输入）；这一行共 2 处")],
    );
    has(
        "a = “x”\n",
        &[("“", "中文引号 “｜请改为英文（半角）引号 \" ，前后各一个；切换到英文输入法再输入；这一行共 2 处")],
    );
    has(
        "a = ［1, 2］\n",
        &[("［", "符号“［”｜请改为英文（半角）符号 [ ；切换到英文输入法再输入；这一行共 2 处")],
    );
    has(
        "【agency】\nb = 1\n",
        &[("【", "符号“【”｜请改为英文（半角）符号 [ ；切换到英文输入法再输入；这一行共 2 处")],
    );
    has("\u{3000}a = 1\n", &[("\u{3000}", "全角空格或特殊空格｜请删去，或换成普通的半角空格｜特殊空格")]);
    has("a = 1\u{200B}\n", &[("\u{200B}", "看不见的字符（零宽空格，U+200B）")]);
}

#[test]
fn one_statement_gives_one_fault_and_the_next_is_still_judged() {
    has(
        "a = [1，2，3]\nb = [1, 2\nc = [4，5]\nd = 6\n",
        &[("，", "这一行共 2 处"), ("[", "方括号没有成对：缺少收尾的 ]"), ("，", &wide('，'))],
    );
}

#[test]
fn strings_that_do_not_end_point_at_their_beginning() {
    let narrative = "从这里开始的正文没有结束：缺少收尾的 '''";
    has("a = '''\nfoo\n", &[("'''", narrative)]);
    has("a = '''\n第一，\n[b]\nt = '''\n第二。\n'''\n", &[("'''", narrative)]);
    only("a = \"abc\nb = 1\n", "引号没有成对：缺少收尾的 \"");
}

#[test]
fn a_windows_path_in_double_quotes_is_recognised() {
    let words = "Windows 路径不能这样写｜请把双引号换成单引号：'C:\\Users\\a.toml'";
    has("[previous]\nfile = \"C:\\Users\\a.toml\"\n", &[("\"C:\\Users\\a.toml\"", words)]);
    only("file = \"D:\\年报\\a.toml\"\n", "Windows 路径不能这样写");
}

#[test]
fn values_without_quotes_or_commas_are_recognised() {
    only("a = [5件, 2]\n", "“5件”不是数字：数字后面不要带单位");
    only("a = [1 2]\n", "两个数字之间缺少逗号");
    only("a = [1, , 2]\n", "两个逗号之间没有数字");
    only("a =\n", "等号后面没有内容｜请填上内容；数字暂时空着的");
    only("a = # 空\n", "等号后面没有内容｜请填上内容；数字暂时空着的");
    only("a\n", "这一行缺少等号 =");
    only("a = 007\n", "数字前面多了 0");
    has("a = [1,034, 7]\n", &[("1,034", "数字“1,034”里有千位逗号，会被读成两格")]);
    has("本年 = 1\n", &[("本年", "“本年”不能放在这里")]);
    only("a = 甲\n", "“甲”不是数字，也没有放在引号里");
    only("[b\nc = 1\n", "部分名没有写完整");
    only("a = 2025-1-20\n", "日期不对");
    only("a = 2025-02-30\n", "日期不对");
}

#[test]
fn what_belongs_at_the_key_decides() {
    only("name = \"示例县   # 全称\n", "没有收尾｜请紧接文字之后、# 之前补上引号，写作 name = \"示例县\"｜");
    only("name = \"示例县\"财政局\"\"\n", "写作 name = \"示例县“财政局”\"");
    only(
        "phone = 0000-0000000\n",
        "“0000-0000000”没有放在引号里：文字和号码要放在英文双引号里｜请写作 phone = \"0000-0000000\"",
    );
    only(
        "postcode = 000000 # 邮编\n",
        "“000000”没有放在引号里：文字和号码要放在英文双引号里｜请写作 postcode = \"000000\"",
    );
    for date in ["2025年1月20日", "2025.1.20", "2025/1/20", "“2025-01-20”", ""] {
        only(&format!("date = {date}\n"), "日期不对");
    }
    only("year = 2024年\n", "请写作 year = 2024｜");
    only("year = 202 4\n", "请写作 year = 2024｜");
    has("a = [58\"\", 7]\n", &[("58\"\"", "数字旁边留着引号｜请删去引号，只写 58")]);
    has("a = \"\"58\n", &[("\"\"58", "数字旁边留着引号｜请删去引号，只写 58")]);
    has("a = 15,286\n", &[("15,286", "数字“15,286”里有千位逗号或千位分隔符")]);
    has("a = 3，286.15 # 万元\n", &[("3，286.15", "数字“3,286.15”里有千位逗号或千位分隔符")]);
}

#[test]
fn a_section_that_stands_twice_is_one_fault() {
    has("[a]\nb = 1\nc = 2\n[a]\nb = 1\nc = 2\n[d]\n", &[("a", "[a] 这一部分写了两次，第一次在第 1 行")]);
}

#[test]
fn keys_that_stand_twice_are_found_beside_other_faults() {
    has(
        "a = 1\na = 2\nb = [1，2]\n[t]\n[t]\n",
        &[
            ("a", "“a”写了两次，第一次在第 1 行"),
            ("，", &wide('，')),
            ("t", "[t] 这一部分写了两次，第一次在第 4 行"),
        ],
    );
    only("r = [1]\nr.x = 3\n", "“r”已经填了内容，又当作分组使用");
}

#[test]
fn depth_is_refused_without_reading() {
    let deep = "括号套得太深，超过 32 层";
    only(&"[".repeat(100_000), deep);
    only(&format!("a = {}{}", "[".repeat(33), "]".repeat(33)), deep);
    has(&format!("a = {}{}", "[".repeat(32), "]".repeat(32)), &[]);
    only(&format!("a{} = 1", ".a".repeat(40)), deep);
}

#[test]
fn a_flood_of_faults_is_cut_off() {
    let flood = "行，或表格、数字多得异常";
    assert_eq!(found(&"=\n".repeat(1_000)).len(), MOST);
    only(&"=\n".repeat(MAX_LINES), flood);
    only(&format!("a = [{}1]", "1,".repeat(MAX_VALUES)), flood);
    only(&format!("a = '{}'", "|".repeat(MAX_LINES)), flood);
}

#[test]
fn a_text_that_swallows_a_heading_is_unclosed_and_what_follows_is_judged() {
    let narrative = "从这里开始的正文没有结束";
    has(
        "text = '''\n甲\n[b]\nc = 1，\n[d]\ntext = '''\n乙\n",
        &[("'''", narrative), ("，", "后面多了“，”｜请删去“，”，只写到 1 为止"), ("'''", narrative)],
    );
    // A link at the beginning of a line is no heading.
    only("a = '''\n[x](https://x)\n'''\nb = ［1］\n", &wide('［'));
}

#[test]
fn prose_without_opening_quotes_belongs_to_the_fault_at_its_key() {
    let rest =
        "第一段。\n\n### （一）\n「二」[附件](x)……'''甲\n| a | b |\n'''\nissuer = 甲\n\n[b]\nc = 1，\n";
    let others = [("甲", "请写作 issuer = \"甲\""), ("，", "只写到 1 为止")];
    let first = ("preamble =", "正文前面缺少 '''");
    has(&format!("preamble =\n{rest}"), &[first, others[0], others[1]]);
    let first = ("''", "正文开头写的是 '' ，应当是三个英文（半角）单引号");
    has(&format!("preamble = ''\n{rest}"), &[first, others[0], others[1]]);
}

#[test]
fn keys_under_a_bad_heading_repeat_nothing() {
    has(
        "[a]\ntext = ''\n[存在问题]\ntext = ''\n[b]\nc = 1\n[b]\nc = 1\nc = 1\n",
        &[("存在问题", "部分名“存在问题”要用英文"), ("b", "[b] 这一部分写了两次，第一次在第 5 行")],
    );
}

#[test]
fn wrong_bytes_are_shown_line_by_line() {
    let bytes =
        [b"name = \"\xB1\xB1\xBE\xA9\"\n# ".as_slice(), "编制机关全称\nb = ".as_bytes(), b"\xFF\n"].concat();
    let found = all(&Source::from_bytes("a", &bytes));
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].0, "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}");
    assert!(found[0].1.contains("这一行里有无法识别的文字"));
}
