//! N309: the section on problems and improvements says too little.
//!
//! A blank section is D003. Words decide, generously: a section is blamed for leaving out one side
//! only where no clause at all can be read as it.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::format::SectionRole;
use crate::narrative::Kind;
use crate::prose::{Line, Prose, Words};
use crate::report::Text;
use crate::rules::headings::headings;
use crate::rules::{Acceptance, Example, Look, Rule, Subject, passages};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("N309"),
    title: "问题和改进情况没有写实",
    what: "第五部分只写“无”或只有小标题是错误；只写问题没有改进、只写改进没有问题，或者不足 60 字，是提醒。",
    why: "格式要求写明存在的主要问题及改进情况，“无”或一两句套话等于没有报告。",
    source: "国办公开办函〔2021〕30号、〔2019〕60号所附格式第五部分；条例第五十条第（四）项",
    fails: Example::new(
        "只写“一是政策解读形式偏于文字；二是说理不充分”，没有写改进措施",
        &[
            ("（二）改进措施。2025年，我局将从以下三个方面改进：\n", ""),
            (
                "\n- **改进政策解读。**重要政策出台时同步配发图解和问答，由起草股室负责人到社区、工地现场讲解。\n",
                "",
            ),
            (
                "- **提高答复质量。**建立疑难申请会商制度，答复书一律经法制审核，并定期评查已办结的申请。\n",
                "",
            ),
            (
                "- **加强业务指导。**编印公开属性判断指引，按季度开展培训和抽查，将发现的问题逐项整改到位。\n",
                "",
            ),
        ],
    ),
    passes: Example::new("问题和改进措施都写明", &[]),
    acceptance: Acceptance::Reason,
    look: Look::Text(check),
};

/// Fewer characters than this cannot say both.
const SHORTEST: usize = 60;
/// As many characters besides the titles are numbers and words that lead in.
const MOST_BESIDE_TITLES: usize = 16;
static NOTHING: Words = Words::under("rule nothing");
static PROBLEMS: Words = Words::under("rule problem");
static REMEDIES: Words = Words::under("rule remedy");
/// A clause with one of these says what is wanting, even if a remedy's word stands in it.
static WANTING: Words = Words::under("rule wanting");

fn check(subject: &Subject<'_>, prose: &Prose, text: &Text) -> Vec<Diagnostic> {
    let form = &subject.report.form;
    let of_problems = form.section_in(SectionRole::Problems);
    let section = prose.section.filter(|section| Some(*section) == of_problems);
    let Some(section) = section.and_then(|section| form.sections.get(section)) else { return Vec::new() };
    // The title of the section names both sides, and is neither.
    let Some((severity, wrong, help)) = judge(prose, text, section.name()) else { return Vec::new() };
    let message = format!("{}{wrong}", passages::place(subject.report, prose.section));
    vec![RULE.finding(severity, text.span, message).help(help)]
}

fn judge(prose: &Prose, written: &Text, name: &str) -> Option<(Severity, &'static str, &'static str)> {
    if is_unwritten(prose, written) {
        return None;
    }
    let text = prose.text.as_str();
    // A line that is only “（一）…” may be a problem itself.
    let is_heading = |line: &&Line| {
        let block = written.blocks.get(line.block);
        block.is_some_and(|block| matches!(block.kind, Kind::Heading { marked: true, .. }))
    };
    let body =
        prose.lines().iter().filter(|line| !is_heading(line)).flat_map(|line| prose.words(line).chars());
    let is_word = |c: &char| passages::is_han(*c) || c.is_alphanumeric();
    let length = |text: &str| text.chars().filter(is_word).take(SHORTEST).count();
    let bare: String = body.filter(is_word).take(15).collect();
    if bare.is_empty() || bare.chars().count() <= 14 && NOTHING.opens(&bare) {
        return Some((
            Severity::Error,
            "没有实际内容",
            "请写明存在的主要问题，以及针对这些问题的改进情况，不能只写“无”",
        ));
    }
    let clauses = || text.split(['，', '；', '。', '、', '：', '\n', ',', ';']);
    let has_problem = prose.has_any(&PROBLEMS);
    let has_remedy =
        clauses().any(|clause| REMEDIES.is_in(clause) && !WANTING.is_in(clause) && !clause.contains(name));
    if !has_remedy {
        return Some((Severity::Warning, "只写了问题，没有写改进情况", "请补写针对这些问题的改进措施和进展"));
    }
    if !has_problem {
        return Some((Severity::Warning, "只写了改进情况，没有写存在的问题", "请补写存在的主要问题"));
    }
    (length(text) < SHORTEST).then_some((
        Severity::Warning,
        "不足 60 字，内容偏少",
        "请写明具体问题和具体的改进措施",
    ))
}

/// True for a draft in which only the headings stand: its placeholders have a finding of their own.
fn is_unwritten(prose: &Prose, text: &Text) -> bool {
    if !prose.has("【") {
        return false;
    }
    let mut parts = prose.text.split('【');
    let han = |words: &str| words.chars().filter(|&c| passages::is_han(c)).count();
    let mut written = han(parts.next().unwrap_or_default());
    let mut is_draft = false;
    for part in parts {
        let (inner, after) = part.split_once('】').unwrap_or((part, ""));
        is_draft |= inner.trim().is_empty() || inner.contains(['填', '补', '写']);
        written += han(after);
    }
    let titles: usize = headings(prose, text).iter().map(|heading| han(heading.title)).sum();
    is_draft && written <= titles + MOST_BESIDE_TITLES
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Forms;
    use crate::narrative::Room;
    use crate::report::read;
    use crate::rules::testing::SOUND;
    use crate::source::{Source, Span};

    fn code(words: &str) -> Option<(Severity, &'static str)> {
        let source = Source::new("a", words);
        let report = read(&Source::new("b", SOUND), &Forms::built_in()).report.unwrap();
        let text = Text::new(words, Span::new(0, words.len()), &source, &mut Room::default());
        judge(&Prose::new(None, &text, &report), &text, "存在的主要问题及改进情况")
            .map(|(severity, template, _)| (severity, template))
    }

    #[test]
    fn nothing_is_an_error() {
        for text in [
            "无",
            "无。",
            "暂无",
            "没有存在的问题。",
            "### （一）存在的主要问题\n### （二）改进情况\n",
            "无\n",
        ] {
            assert_eq!(code(text), Some((Severity::Error, "没有实际内容")), "{text}");
        }
    }

    #[test]
    fn one_side_without_the_other_is_a_warning() {
        let problems = "一是主动公开的意识有待增强；二是公开形式偏于单一；三是政策解读质量有待进一步提高，内容不够丰富，与群众期待还有差距；四是个别答复不够及时，群众还不满意。";
        assert_eq!(code(problems), Some((Severity::Warning, "只写了问题，没有写改进情况")));
        let remedies = "一是加强组织领导，落实责任；二是拓宽公开渠道，办好网站和公众号；三是组织业务培训，提高人员能力；四是严格审查，确保信息准确；五是接受群众监督。";
        assert_eq!(code(remedies), Some((Severity::Warning, "只写了改进情况，没有写存在的问题")));
    }

    #[test]
    fn a_draft_is_left_to_its_placeholders() {
        for text in [
            "【待填写】",
            "（一）存在的主要问题。【待填写】\n（二）改进情况。【待填写】",
            "### （一）存在的主要问题\n【待填写】\n### （二）改进措施\n2025年，我局将从以下方面改进：【待填写】",
            "【】",
        ] {
            assert_eq!(code(text), None, "{text}");
        }
        let written = "（一）存在的主要问题。一是政策解读形式偏于文字，群众读起来费力；二是个别答复说理不充分。（二）【待填写】";
        assert_eq!(code(written), Some((Severity::Warning, "只写了问题，没有写改进情况")));
    }

    #[test]
    fn short_text_is_a_warning_and_a_full_one_is_fine() {
        let short = "公开意识不够强。下一步将加强培训。";
        assert_eq!(code(short), Some((Severity::Warning, "不足 60 字，内容偏少")));
        let full = "存在的问题：一是公开形式偏于单一，图解较少；二是个别答复说理不充分。下一步，我局将配发图解和问答，建立会商制度，答复书一律经法制审核，定期开展评查。";
        assert_eq!(code(full), None);
        assert_eq!(
            code(
                "无障碍改造还有差距，适老化功能不够完善。针对这些问题，我局将在明年上半年完成改版，增加大字版和语音播报，并请老年人代表试用，逐项改进，年底前再评估一次。"
            ),
            None
        );
    }
}
