//! The words for each mistake; whoever does what they say has mended it.

mod recognised;

use crate::rules::testing::{SOUND, edited, only};

#[test]
fn each_mistake_has_words_of_its_own_and_shows_the_mend() {
    for (from, to, message, help) in [
        (
            "fees                = 328.6150",
            "fees                = 328.6150万元",
            "数字后面不要带单位",
            "只写数字",
        ),
        ("[     58,", "[     58，", "中文（全角）符号“，”", "半角）符号 ,"),
        ("= 15286", "＝ 15286", "中文（全角）符号“＝”", "符号 ="),
        ("[     58,", "[     1,058,", "千位逗号", "请写作 1058"),
        ("2025-01-16", "2025-1-16", "日期不对", "请写作 date = 2025-01-16（不加引号）"),
        ("level    = \"department\"", "level    = “department”", "中文引号 “", "半角）引号 \""),
    ] {
        let finding = only(&[(from, to)]);
        assert_eq!(finding.code.0, "D001");
        assert!(finding.message.contains(message), "{}", finding.message);
        assert!(finding.help.as_deref().unwrap().contains(help), "{:?}", finding.help);
    }
}

#[test]
fn nothing_else_is_judged_until_the_text_reads() {
    let checked = edited(&[("[     58,", "[     58，"), ("year   = 2024", "year   = 2019")]);
    assert_eq!(checked.findings.len(), 1);
    assert!(checked.report.is_none());
}

/// The one finding for `to` in the place of `from`: its message, and its help with the mend that is
/// shown. With the mend in its place the text must read.
fn mended(from: &str, to: &str, message: &str, mend: &str) {
    let finding = only(&[(from, to)]);
    let help = finding.help.unwrap();
    assert_eq!(finding.code.0, "D001", "{to}");
    assert!(finding.message.contains(message), "{to}: {}", finding.message);
    assert!(help.contains(mend), "{to}: {help}");
    let after = edited(&[(from, mend)]).findings;
    assert!(after.iter().all(|f| f.code.0 != "D001"), "{to}: {mend}");
}

/// The one finding, where the mend is told but not shown.
fn told(from: &str, to: &str, message: &str, help: &str) {
    let finding = only(&[(from, to)]);
    let text = finding.help.unwrap();
    assert_eq!(finding.code.0, "D001", "{to}");
    assert!(finding.message.contains(message), "{to}: {}", finding.message);
    assert!(text.contains(help), "{to}: {text}");
}

#[test]
fn a_day_is_shown_as_it_is_to_be_written() {
    let from = "date     = 2025-01-16";
    for written in [
        "2025年1月20日",
        "2025.1.20",
        "2025/1/20",
        "2025-1-20",
        "2025－01－20",
        "二〇二五年一月二十日",
        "“2025-01-20”",
        "２０２５年１月２０日",
        "20250120号",
        "2025-1-20 落款",
        "\"2025年1月20日",
    ] {
        mended(from, &format!("date = {written}"), "日期不对", "date = 2025-01-20");
    }
    for written in ["", "明年一月", "2025年2月30日", "2025-02-30", "2025年1月"] {
        told(from, &format!("date = {written}"), "日期不对", "请照这样写：date = 2025-01-20（不加引号）");
    }
    mended(from, "deadline = 2025年1月26日", "日期不对", "deadline = 2025-01-26");
}

#[test]
fn a_year_is_four_digits() {
    for written in ["2024年", "202 4", "“2024”", "２０２４", "二〇二四年", "2024年度", "2024 报告年度"]
    {
        mended("year   = 2024 ", &format!("year = {written} "), "年度只写四位数字", "year = 2024");
    }
    told("year   = 2024 ", "year = 今年 ", "年度只写四位数字", "year = 2024");
}

#[test]
fn words_belong_in_double_quotes() {
    let name = "name     = \"青禾县住房和城乡建设局\"";
    let plain = "name = \"示例县财政局\"";
    mended("phone    = \"0000-0000000\"", "phone = 0000-0000000", "双引号", "phone = \"0000-0000000\"");
    mended("postcode = \"000000\"", "postcode = 000000", "双引号", "postcode = \"000000\"");
    mended("level    = \"department\"", "level = department", "双引号", "level = \"department\"");
    mended(
        "year   = 2024",
        "year = 2024\nprevious.file = D:\\a.toml",
        "双引号",
        "previous.file = 'D:\\a.toml'",
    );
    mended(name, "name = 示例县财政局", "没有放在引号里", plain);
    mended(name, "name = 示例县财政局\"", "没有放在引号里", plain);
    mended(name, "name = “示例县财政局”", "中文引号 “", plain);
    mended(name, "name = \"示例县财政局   ", "从这里开始的引号没有收尾", plain);
    mended(name, "name = \"示例县财政局”   ", "从这里开始的引号没有收尾", plain);
    mended(name, "name = \"\"示例县财政局", "引号后面多了内容", plain);
    mended(name, "name = \"\"示例县财政局\"\"", "引号里面", plain);
    mended(name, "name = \"示例县财政局\"\"", "引号里面", plain);
    mended(name, "name = \"示例县财政局\"，", "引号后面多了内容", plain);
    let inside = "name = \"示例县“财政局”\"";
    mended(name, "name = \"示例县\"财政局\"\"", "引号里面又用了", inside);
    mended(name, "name = \"示例县财政局\"（本级）", "引号后面多了内容", "name = \"示例县财政局（本级）\"");
    mended(
        name,
        "name = \"示例县财政局\"（本级）",
        "引号后面多了内容",
        "name = \"示例县财政局\"  # （本级）",
    );
    told(name, "name = \"示例县\n财政局\"", "分成了几行", "连成一行");
    told(name, "name = ", "等号后面没有内容", "name = \"\"");
}

#[test]
fn the_mend_of_a_lost_quote_leaves_the_note_out() {
    let finding = only(&[("建设局\"  # 编制机关全称", "建设局   # 编制\"机关\"全称")]);
    assert!(finding.help.as_deref().unwrap().contains("写作 name = \"青禾县住房和城乡建设局\""));
    let finding = only(&[("建设局\"  # 编制机关全称", "建设局   # 编制机关全称")]);
    assert_eq!(finding.label, "从这里开始");
    assert!(finding.help.as_deref().unwrap().contains("写作 name = \"青禾县住房和城乡建设局\""));
}

#[test]
fn one_figure_is_shown_as_it_is_to_be_written() {
    for (written, message, mend) in [
        ("15,286", "千位", "15286"),
        ("15，286", "千位", "15286"),
        ("15'286", "千位", "15286"),
        ("3,286.15", "千位", "3286.15"),
        ("58\"\"", "留着引号", "58"),
        ("\"\"58", "留着引号", "58"),
        ("58\"", "留着引号", "58"),
        ("“58”", "留着引号", "58"),
        ("\"58", "留着引号", "58"),
        ("/", "不是数字", "0"),
        ("-", "不是数字", "0"),
        ("—", "不是数字", "0"),
        ("——", "不是数字", "0"),
        ("－", "不是数字", "0"),
        ("--", "不是数字", "0"),
        ("无", "不是数字", "0"),
        ("\"\"无", "不是数字", "0"),
        ("五十八", "不是数字", "58"),
        ("O", "不是数字", "0"),
        ("15O", "不是数字", "150"),
        ("增4", "不是数字", "4"),
        ("减4", "不是数字", "-4"),
        ("- 4", "不是数字", "-4"),
        ("￥328.6", "不是数字", "328.6"),
        ("￥3,328.6万元", "不是数字", "3328.6"),
        (".5", "不是数字", "0.5"),
        ("15286.", "不是数字", "15286"),
        ("15286 件", "不要带单位", "15286"),
        ("15286件", "不要带单位", "15286"),
        ("15286。", "多了“。”", "15286"),
        ("15286，", "多了“，”", "15286"),
        ("15286 收费", "要有 #", "15286  # 收费"),
        ("15286收费", "要有 #", "15286  # 收费"),
        ("15286 // 收费", "要有 #", "15286  # 收费"),
        ("15286（含补办）", "要有 #", "15286  # （含补办）"),
    ] {
        let (from, to) = ("fees                = 328.6150  ", format!("fees = {written}  "));
        let finding = only(&[(from, &to)]);
        assert!(finding.message.contains(message), "{to}: {}", finding.message);
        assert!(finding.help.as_deref().unwrap().contains(mend), "{to}: {:?}", finding.help);
        let after = edited(&[(from, &format!("fees = {mend}  "))]).findings;
        assert!(after.iter().all(|f| f.code.0 != "D001"), "{mend}");
    }
    told("= 15286", "= 0 0", "只能写一个数字", "只留一个");
    told("= 328.6150", "= 3286150元", "不是数字", "以万元为单位");
}

#[test]
fn the_rest_of_a_figure_is_no_note() {
    for written in [
        "328。6150",
        "328·6150",
        "328点6150",
        "328 .6150",
        "1037。5",
        "1千",
        "10百",
        "3万件",
        "328.6150亿",
        "3286.15千元",
        "3286.15（千元）",
        "5⁸",
        "5＿8",
    ] {
        let whole = "请核对后写出完整的数字，以万元为单位";
        told("fees                = 328.6150  ", &format!("fees = {written}  "), "不是数字", whole);
    }
    for cell in ["5⁸", "58。7", "1千"] {
        told("[     58,", &format!("[ {cell},"), "不是数字", "写出完整的数字，以件为单位");
    }
    let finding = only(&[("[     58,", "[ 58. 7,")]);
    assert!(!finding.help.as_deref().unwrap().contains("58.7"), "{:?}", finding.help);
    told(
        "= 328.6150",
        "= 328，615",
        "也可能是小数点",
        "若是小数，请写作 328.615；若是千位逗号，请写作 328615",
    );
    told("= 328.6150", "= 328．6150", "中文（全角）符号“．”", "符号 .");
    told("[     58,        7,", "[ 1, 003,", "像是一个数字", "若是一个数字，请写作 1003；若是两格");
}

#[test]
fn a_row_is_shown_as_it_is_to_be_written() {
    let row = SOUND.lines().find(|line| line.starts_with("received ")).unwrap();
    let row = row.split_once('#').unwrap().0.trim_end();
    for (written, message, help) in [
        ("58, 7, 1, 1, 6, 2]", "缺少开头的 [", "写作 [ 58, 7, 1, 1, 6, 2]"),
        ("58, 7, 1, 1, 6, 2", "缺少开头的 [", "写作 [ 58, 7, 1, 1, 6, 2 ]"),
        ("[58;7;1;1;6;2]", "不用分号", "英文逗号"),
        ("[58；7；1；1；6；2]", "不用分号", "英文逗号"),
        ("[58,\"7,1,1,6,2]", "多了一个引号", "删去这个引号"),
        ("[58,7,1,1,6,\"2]", "多了一个引号", "删去这个引号"),
        ("[58\"\",7,1,1,6,2]", "留着引号", "只写 58"),
        ("[58,\"\"7,1,1,6,2]", "留着引号", "只写 7"),
        ("[1'234,7,1,1,6,2]", "千位", "1234"),
        ("[58,/,1,1,6,2]", "“/”不是数字", "填 0"),
        ("[58,—,1,1,6,2]", "“—”不是数字", "填 0"),
        ("[58,-,1,1,6,2]", "“-”不是数字", "填 0"),
        ("[58,无,1,1,6,2]", "“无”不是数字", "填 0"),
        ("[58,O,1,1,6,2]", "“O”不是数字", "写作 0"),
        ("[58,.5,1,1,6,2]", "“.5”不是数字", "写作 0.5"),
        ("[58,7（含补办）,1,1,6,2]", "不是数字", "写作 7"),
        ("[58,7,1,1,6,2]]", "多了“]”", "删去“]”"),
        ("[58,7,1,1,6,2]，", "多了“，”", "删去“，”"),
        ("[58,7,1,1,6,2]  一、本年新收", "要有 #", "]  # 一、本年新收"),
        ("[58，7，1，1，6，2]", "中文（全角）符号“，”", "这一行共 5 处"),
        ("[58,7,1,1,6,2］", "中文（全角）符号“］”", "符号 ]"),
        ("[58,7,1,1,6,2", "缺少收尾的 ]", "补上 ]"),
        ("[58,7,1 1,6,2]", "缺少逗号", "英文逗号"),
    ] {
        told(row, &format!("received = {written}"), message, help);
    }
}

#[test]
fn a_heading_is_written_in_english() {
    told("[problems]", "[存在问题]", "部分名“存在问题”要用英文", "nianbao new");
    told("[agency]", "[编制机关]", "部分名“编制机关”要用英文", "请写作 [agency]");
    told("[publication]", "【发布信息】", "部分名“发布信息”要用英文", "请写作 [publication]");
    told("[site]", "[附注]\n[site]", "部分名“附注”要用英文", "请写作 [[note]]");
}

#[test]
fn a_key_outside_tables_is_written_in_english() {
    for (from, to, key) in [
        ("year   =", "报告年度 =", "year"),
        ("format =", "格式 =", "format"),
        ("name     = \"青", "名称 = \"青", "name"),
        ("level    =", "机关层级 =", "level"),
        ("date     =", "日期 =", "date"),
        ("title    =", "标题 =", "title"),
        ("text = '''", "正文 = '''", "text"),
        ("text = '''", "公布时的标题 = \"一\"\ntext = '''", "heading"),
    ] {
        let message = format!("项目名要用英文：“{}”请写 {key}", to.split(" =").next().unwrap());
        told(from, to, &message, &format!("请写作 {key} = ……"));
    }
    let date = "date     = 2025-01-16";
    let elsewhere = edited(&[(date, ""), ("[agency]", "日期 = 2025-01-16\n[agency]")]).findings;
    assert_eq!(elsewhere[0].message, "项目名要用英文：“日期”请写 date，放在 [publication] 部分");
    assert!(
        elsewhere[0].help.as_deref().unwrap().contains("移到 [publication] 下面")
            && elsewhere[0].fix.is_none()
    );
    // One that is there already is not meant, and neither is one of two sections.
    for to in ["年度 = 2024\nyear   = 2024", "名称 = \"甲\"\nyear   = 2024"] {
        told("year   = 2024", to, "不能放在这里", "nianbao new");
    }
}

#[test]
fn a_narrative_without_one_of_its_ends_is_one_fault() {
    let (problems, next) = (SOUND.find("[problems]").unwrap(), SOUND.find("[other_matters]").unwrap());
    let section = &SOUND[problems..next];
    let told = |written: &str, message: &str, help: &str| told(section, written, message, help);
    told(&section.replacen("'''\n\n", "\n", 1), "没有结束", "另起一行，写上 '''");
    told(&section.replacen("= '''", "=", 1), "缺少 '''", "等号后面写上 '''");
    told(&section.replacen("= '''\n", "= ", 1), "缺少 '''", "等号后面写上 '''");
    for quotes in ["’’’", "‘’‘", "''", "‘’’", "\"", "“", "'", "＇＇＇"] {
        told(&section.replacen("'''", quotes, 1), "正文开头", "改为 '''");
        told(&section.replace("'''", quotes), "正文开头", "改为 '''");
        told(&section.replacen("\n'''\n", &format!("\n{quotes}\n"), 1), "正文末尾", "这一行改为 '''");
    }
    told(&section.replacen("\n'''\n", "\n'''完\n", 1), "后面多了内容", "移到 ''' 之前");
    told(&section.replacen("= '''", "= = '''", 1), "写法不对", "等号");
    told(
        &section.replacen("'''\n", "\"\"\"\nD:\\甲\\乙\n", 1).replacen("\n'''\n", "\n\"\"\"\n", 1),
        "反斜杠",
        "都改为 '''",
    );
}

#[test]
fn a_section_that_stands_twice_is_one_fault() {
    let start = SOUND.find("[requests]").unwrap();
    let section = &SOUND[start..SOUND.find("[proceedings]").unwrap()];
    let line = SOUND[..start].lines().count() + 1;
    told(
        "[proceedings]",
        &format!("{section}[proceedings]"),
        &format!("第一次在第 {line} 行"),
        "连同它下面的各行",
    );
    told("[other_matters]", "", "“text”写了两次", "例如 [problems]");
    told("year   = 2024", "year = 2024\nyear = 2024", "“year”写了两次，第一次在第 6 行", "只能写一次");
}

#[test]
fn what_nobody_sees_is_named_with_its_code() {
    for (c, code) in [('\u{B}', "U+000B"), ('\u{C}', "U+000C"), ('\u{1}', "U+0001"), ('\u{200B}', "U+200B")] {
        told("= 15286", &format!("= 15286{c}"), code, "删去这一处");
    }
    told("全年制发", "全年\u{B}制发", "U+000B", "删去这一处");
    told("# 行政许可", "# 行政\u{1}许可", "U+0001", "删去这一处");
}

#[test]
fn braces_in_the_help_are_single() {
    let finding = only(&[("= 15286", &format!("= {}", "[".repeat(40)))]);
    assert!(finding.help.as_deref().unwrap().contains("[ 或 {，"));
}
