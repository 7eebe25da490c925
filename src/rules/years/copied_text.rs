//! Y204: a narrative is nearly the same as last year's.

use crate::copied::{ALIKE, Comparison, SHORTEST, shortened};
use crate::diagnostic::{Code, Diagnostic};
use crate::prose::Prose;
use crate::rules::years::Pair;
use crate::rules::{Acceptance, Example, Look, Rule};
use crate::source::Span;

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("Y204"),
    title: "文字与上一年度报告雷同",
    what: "总体情况、存在的主要问题及改进情况两部分，隐去数字和年份、不计标点后，有八成以上的文字与上一年度的同一部分相同（连续八字以上相同的才计入）。需要上一年度的报告。",
    why: "年度报告应当写当年的工作；只改数字、照抄上年，公众看不到这一年做了什么、问题改了没有。",
    source: "《中华人民共和国政府信息公开条例》第五十条；国办公开办函〔2021〕30号",
    fails: Example::new(
        "两个年度都写“一是信息发布不够均衡，前松后紧……”，只改了年份",
        &[(PROBLEMS, COPIED), (MEASURES, "")],
    )
    .with_last(&[(LAST_PROBLEMS, COPIED)]),
    passes: Example::new("两个年度写各自的问题和改进措施", &[]).with_last(&[]),
    acceptance: Acceptance::Reason,
    look: Look::Years(check),
};

const PROBLEMS: &str = "（一）存在的主要问题。对照群众期待，我局政府信息公开工作还有不足：一是政策解读形式偏于文字，图表和案例较少，群众读起来费力；二是个别答复书说理不充分，{{ year }}年有{{ proceedings.reconsideration.corrected }}件在行政复议中被纠正；三是部分股室对信息公开属性的判断不够准确。\n";
const MEASURES: &str = "- **提高答复质量。**建立疑难申请会商制度，答复书一律经法制审核，并定期评查已办结的申请。\n- **加强业务指导。**编印公开属性判断指引，按季度开展培训和抽查，将发现的问题逐项整改到位。";
const LAST_PROBLEMS: &str = "（一）主要问题。回顾全年，工作中仍有薄弱环节：一是信息发布不够均衡，前松后紧，部分工程进度没有做到随时更新；";
const COPIED: &str = "（一）主要问题。回顾全年，各项工作中仍有薄弱环节：一是信息发布不够均衡，前松后紧，部分工程的进度没有做到随时更新，公开的内容偏于笼统；二是网站与公众号的内容各自维护，同一事项表述不一，群众检索时容易混淆，常常要打电话再问一遍；三是受理申请后与当事人沟通偏少，对其真实需求把握不准，答复书说理不够充分，有的答复群众看不明白；四是少数股室对公开工作重视不够，认为公开是办公室一家的事，提供信息不够主动，核对数据不够仔细；五是基层公开标准目录更新不够及时，机构职能调整以后，一些事项的公开主体和时限没有随之改动；六是对公开效果缺少评估，公开了什么、群众看了多少、用得怎样，心中没有底数；七是业务培训多讲条文、少讲案例，新进人员遇到疑难申请时仍感吃力，需要反复请示；八是与上级部门、兄弟单位之间的信息共享还不顺畅，同一数据多头采集，前后不一的情况时有发生，影响了公开内容的权威和准确，也增加了基层核对的负担。\n";

fn check(pair: &Pair<'_>) -> Vec<Diagnostic> {
    let sections = pair.report.form.sections.iter().enumerate().filter(|(_, section)| section.fresh);
    sections.filter_map(|(index, _)| copied_section(pair, index)).collect()
}

fn copied_section(pair: &Pair<'_>, index: usize) -> Option<Diagnostic> {
    let section = pair.report.form.sections.get(index)?;
    let last_index = pair.last.form.sections.iter().position(|last| last.key == section.key)?;
    let text = pair.report.texts.get(index)?.as_ref()?;
    let prose = Prose::new(Some(index), text, pair.report);
    let last_text = pair.last.texts.get(last_index)?.as_ref()?;
    let last = Prose::new(Some(last_index), last_text, pair.last);
    let found = Comparison::new(&prose.text, &last.text);
    if found.length < SHORTEST || found.alike * 100 < found.length * ALIKE {
        return None;
    }
    let longest = &found.longest;
    // Marks are not compared; an opening one before the passage belongs to it.
    let before = prose.text.get(..longest.start).unwrap_or_default();
    let start = before.trim_end_matches(['（', '(', '“', '《', '【']).len();
    let passage = prose.text.get(start..longest.end).unwrap_or_default();
    let first_line = passage.lines().next().unwrap_or_default().len();
    let span = prose.locate(text, start..start + first_line);
    let message = format!(
        "“{}”与上一年度报告雷同：隐去数字和年份后，{}% 的文字与上一年度相同",
        section.title,
        found.alike * 100 / found.length
    );
    let span = if passage.is_empty() { Span::new(text.span.start, text.span.start) } else { span };
    let shown = passage.trim_end().replace(['\n', '\r'], " ");
    let length = passage.trim_end().chars().count();
    let finding = RULE
        .warning(span, message)
        .help("请按本年度的实际情况重写相同的段落；问题和措施确实延续的，请写明本年度的进展")
        .label("与上一年度相同的最长一段从这里开始")
        .fact(format!("最长的相同文字有 {length} 字：“{}”", shortened(&shown)));
    Some(finding)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{LAST, SOUND, edit, found_with, last_year_2019_codes};

    fn section_five(text: &str) -> &str {
        let from = text.find("[problems]").unwrap();
        &text[from..text.find("[other_matters]").unwrap()]
    }

    #[test]
    fn a_copied_section_is_found_whatever_its_numbers_and_years() {
        let copied = section_five(LAST).replace("2024年", "２０２５年").replace("一是", "1是");
        let mut found = found_with(&[(section_five(SOUND), &copied)], &[]);
        // The full-width year is a finding of another rule.
        found.retain(|finding| finding.code.0 == "Y204");
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(
            found[0].message,
            "“五、存在的主要问题及改进情况”与上一年度报告雷同：隐去数字和年份后，100% 的文字与上一年度相同"
        );
        assert!(found[0].facts[0].contains("主要问题"), "{:?}", found[0].facts);
    }

    #[test]
    fn other_sections_may_stay_the_same_and_half_a_section_too() {
        let six = |text: &str| text[text.find("[other_matters]").unwrap()..].to_owned();
        assert!(found_with(&[(&six(SOUND), &six(LAST).replace("2023", "2024"))], &[]).is_empty());
        let half = edit(section_five(SOUND), &[(PROBLEMS, COPIED)]);
        let found = found_with(&[(section_five(SOUND), &half)], &[]);
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(last_year_2019_codes(), [""; 0]);
    }
}
