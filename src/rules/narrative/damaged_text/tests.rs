use crate::diagnostic::Severity;
use crate::format::Forms;
use crate::rules::testing::{SOUND, found, only};
use crate::source::Source;

/// What the rule says of a text in section one.
fn of(text: &str) -> Vec<String> {
    let findings = found(&[("组织业务培训4期", text)]).into_iter();
    findings.filter(|(code, _)| code == "N318").map(|(_, message)| message).collect()
}

/// True if the rule says one thing of a text.
fn is_damaged(text: &str) -> bool {
    of(text).len() == 1
}

#[test]
fn doubled_characters_and_words_are_found() {
    for text in [
        "属于四类过程性性信息的有所说明",
        "公布财政资金资金使用情况",
        "主动动公开各类信息",
        "政府信息信息公开有序",
        "依法法公开各类信息",
        "规范范性文件均已公开",
        "我局局严格履行职责",
        "工作情况况，群众满意",
        "群众的的意见",
        "组织培训，，效果良好",
        "认真贯彻落实认真贯彻落实条例",
        "公开开平台运行平稳",
    ] {
        assert!(is_damaged(text), "{text}: {:?}", of(text));
    }
    let finding = only(&[("组织业务培训4期", "公布过程性性信息和过程性性信息的目录")]);
    assert_eq!((finding.code.0, finding.severity), ("N318", Severity::Warning));
    assert_eq!(finding.message, "“一、总体情况”的“过程性性信息”疑似有重复的字词，共 2 处，这是第一处");
}

#[test]
fn words_that_double_rightly_are_fine() {
    for text in [
        "做到人人知晓、层层负责、件件有着落、事事有回音",
        "扎扎实实、认认真真，方方面面、家家户户、点点滴滴，实实在在",
        "公开开展评议，在部门门户网站发布，报告告知群众",
        "市市场监管局、区区政府、县县长、镇镇长，市政府政府网站",
        "关心心理健康，人民民主，上海海事，机关关于培训的通知，发展展示",
        "与群众息息相关，一件一件办，逐条逐条改，一步一步推进",
        "项目的的确需要，参与与监督，社会会议，职工工作",
        "联系人王婷婷",
        "第二十条、二〇二〇年、8888件、www、AA级",
        "研究研究再答复",
    ] {
        assert_eq!(of(text), [""; 0], "{text}");
    }
}

#[test]
fn what_stands_twice_in_the_own_name_is_fine() {
    let codes = |name: &str| -> Vec<String> {
        let text = SOUND.replace("青禾县", name);
        crate::rules::check(&Source::new("a", text), &Forms::built_in())
            .findings
            .iter()
            .map(|finding| finding.code.0.to_owned())
            .collect()
    };
    assert_eq!(codes("石石县"), [""; 0]);
    assert!(is_damaged("在石石县举办培训"));
}

#[test]
fn lost_characters_are_found() {
    for (text, words, lost) in [
        ("（六）府信息公开平台建设情况", "府信息公开平台", "政"),
        ("2024共收到意见建议3条", "2024共收到", "年"),
        ("统计自1月1至12月31日", "1至", "日"),
        ("全文由六部分成。", "六部分成", "组"),
        ("办理依申公开事项", "办理依申公开事项", "请"),
        ("\n### （六）开平台建设\n内容", "开平台建设", "公"),
        ("\n### （六）政信息管理情况\n内容", "政信息管理", "府"),
        ("\n（六）主动开情况\n内容", "主动开", "公"),
        ("\n2024，青禾县坚持公开。\n完", "2024，", "年"),
        ("。2024街道和我局共同公开。2025我局", "2025我", "年"),
    ] {
        assert_eq!(
            of(text)
                .first()
                .map(|message| message.contains(&format!("疑似漏了“{lost}”字")) && message.contains(words)),
            Some(true),
            "{text}: {:?}",
            of(text)
        );
    }
    assert!(is_damaged("统计期限自20241月1日起"));
    assert!(is_damaged("截至20241231日"));
    assert!(is_damaged("期限自202年1月1日起"));
    assert!(is_damaged("截至204年底"));
    for text in [
        "2024年共收到意见建议3条",
        "公开信息2024条",
        "落实《2024政务公开工作要点》",
        "6月10至12日组织培训",
        "县府办、市政府信息公开平台",
        "部分成果已经公开",
        "财政信息公开、民政信息公开工作汇报如下",
        "电话：0571-20241日",
        "距今203年，有记载",
        "\n### （六）平台建设\n内容\n### （七）申请公开情况\n内容\n### （八）信息管理\n内容",
        "\n（六）组织建设情况\n内容",
    ] {
        assert_eq!(of(text), [""; 0], "{text}");
    }
}

const LONG: &str =
    "围绕群众关心的就业、教育、住房、医疗等事项，及时发布有关政策和办理结果，回应群众的意见建议";

#[test]
fn a_paragraph_or_sentence_that_was_there_before_is_found() {
    let text = format!("培训有序。\n{LONG}。\n说明如下。\n{LONG}。\n完");
    let messages = of(&text);
    assert_eq!(messages.len(), 1, "{messages:?}");
    assert!(messages[0].ends_with("…”前面已经写过，疑似重复粘贴"), "{messages:?}");
    assert!(is_damaged(&format!("培训有序。{LONG}。{LONG}。")));
    // In another section of the report.
    let findings = found(&[
        ("组织业务培训4期", &format!("培训有序。\n{LONG}。\n组织培训")),
        ("除上述情况外", &format!("{LONG}。\n除上述情况外")),
    ]);
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(findings[0].1.starts_with("“六、其他需要报告的事项”的“围绕"));
    assert_eq!(of(&format!("培训有序。\n{LONG}。\n{LONG}，效果良好。\n完")), [""; 0]);
}

#[test]
fn a_clause_that_stands_twice_in_a_row_is_found_once() {
    let messages = of("坚持问题导向，坚持问题导向，组织培训");
    assert_eq!(messages, ["“一、总体情况”的“坚持问题导向，坚持问题导向”疑似有重复的字词"]);
    assert!(is_damaged("坚持问题导向，坚持问题导向，坚持问题导向，组织培训"));
    assert!(is_damaged("加强栏目建设、加强栏目建设，组织培训"));
    for text in [
        "坚持问题导向，坚持目标导向，坚持问题导向，组织培训",
        "群众满意。群众满意，组织培训",
        "宣传，宣传，再宣传",
        "办件3件、3件",
    ] {
        assert_eq!(of(text), [""; 0], "{text}");
    }
}

#[test]
fn a_paragraph_that_breaks_off_is_found() {
    let messages = of(&format!("培训有序。\n{LONG}\n组织培训"));
    assert_eq!(messages, ["“一、总体情况”有一段在“结果，回应群众的意见建议”处没有写完，或者漏了句号"]);
    assert!(is_damaged(&format!("培训有序。\n{LONG}。群众对此，\n组织培训")));
    for text in [
        format!("培训有序。\n{LONG}：\n组织培训"),
        format!("培训有序。\n- {LONG}\n- {}\n\n组织培训", LONG.replace('业', "学")),
        format!("培训有序。\n（六）{LONG}\n组织培训"),
        format!("培训有序。\n{LONG}\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n组织培训"),
        "培训有序。\n青禾县住房和城乡建设局办公室\n组织培训".to_owned(),
    ] {
        assert_eq!(of(&text), [""; 0], "{text}");
    }
}

#[test]
fn signs_that_stand_alone_are_found_once() {
    for text in [
        "印发《公开指南，组织培训",
        "印发公开指南》，组织培训",
        "组织培训（含线上，共4期",
        "开展“一网通办，组织培训",
        "”一网通办”专题培训",
        "国办函〔2020109号文件培训",
    ] {
        assert!(is_damaged(text), "{text}: {:?}", of(text));
    }
    assert!(
        is_damaged("印发《关于落实‹公开指南›的通知》，组织培训")
            || of("印发《关于落实‹公开指南›的通知》").len() == 2
    );
    for text in [
        "印发《关于转发〈公开指南〉的通知》（第1号）",
        "1）组织培训\n2）组织座谈\n组织培训",
        "组织培训（含线上)共4期",
        "“组织培训。\n和座谈”",
        "引用‘单引号’的话",
    ] {
        assert_eq!(of(text), [""; 0], "{text}");
    }
}

#[test]
fn no_entry_is_longer_than_what_a_verdict_looks_at() {
    let longest = super::doubled::TWICE.iter().map(|entry| entry.chars().count()).max();
    assert!((4..=super::doubled::AROUND).contains(&longest.unwrap()), "{longest:?}");
    assert!(super::doubled::AFTER_ITSELF.iter().all(|word| word.chars().count() == 2));
}
