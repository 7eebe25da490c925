//! S407: the text or the signature names another body as the one that reports.
//!
//! Three things are read: what the report calls its own body (我局, 我市), the body that a clause says did
//! the work of the report (`云溪县林业局认真贯彻……`), and the own name with a character lost. The phrases of
//! the preamble that say who compiled the report are S404's. Short forms, bodies that are named beside
//! the own one, and bodies under or above it are fine; where a name leaves a doubt, nothing is said.

mod damaged;
mod speaker;
mod subject;

use std::cell::LazyCell;
use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::prose::Words;
use crate::report::Report;
use crate::report::body::{Body, Kind, Rank, is_short_for, plain_name};
use crate::rules::form::other_compiler;
use crate::rules::{Acceptance, Example, Look, Rule, Subject, passages};
use crate::source::Span;
use speaker::Speaker;

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("S407"),
    title: "把别的机关写成了本机关",
    what: "正文或落款里，报告工作的不是编制机关：别的地方、别的机关（“云溪县林业局认真贯彻……”），另一级或另一类机关的自称（县的报告写“我市”，委员会的报告写“我局”），本机关名称漏了字（“农业农局”）。机关简称、同时提到的其他机关、上级和下属机关不算；区和县级市的报告写“我市”也不算。",
    why: "套用其他机关的报告，最容易把对方的名称和自称留在文中。",
    source: "《中华人民共和国政府信息公开条例》（国务院令第711号）第四十九条：年度报告由本行政机关编制并公布",
    fails: Example::new(
        "青禾县的报告写“我市将公开工作列入考核”",
        &[("我局已重新作出答复", "我市已重新作出答复")],
    ),
    passes: Example::new("青禾县住房和城乡建设局的报告写“我局已重新作出答复”", &[]),
    acceptance: Acceptance::Reason,
    look: Look::Report(check),
};

/// What is wrong with words that stand for the own body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Fault {
    /// 我市 in a county's report, 我局 in a committee's.
    OtherKind,
    /// Another body as the one that did the work.
    OtherBody,
    /// The own name without one of its characters.
    Damaged,
    /// The own name as it was before it was changed.
    Former,
    /// Another body has signed.
    OtherIssuer,
}

impl Fault {
    fn help(self) -> &'static str {
        match self {
            Fault::Damaged | Fault::Former => "请改为现在的机关名称",
            Fault::OtherIssuer => "请核对落款；由本级政府办公室（厅）落款的，请写它的全称",
            Fault::OtherKind | Fault::OtherBody => "请核对是不是套用了其他机关的文字；是的，请逐句检查",
        }
    }
}

/// Places whose counties call them 我区.
static REGION: Words = Words::under("rule region");
/// What the body does that leads the openness work of its government.
static LEADS_OPENNESS: Words = Words::under("rule leads-openness");

/// So many further places of the same words are shown; who sees these looks for the rest.
const MOST_PLACES: usize = 9;

/// Words at fault, and where they stand.
struct Found {
    fault: Fault,
    words: String,
    /// What they should be; empty where that is the own name.
    right: String,
    place: String,
    span: Span,
}

impl Found {
    fn message(&self, own: &str) -> String {
        let Found { words, right, place, .. } = self;
        match self.fault {
            Fault::OtherKind => format!("{place}自称“{words}”，而编制机关是“{own}”"),
            Fault::OtherBody => {
                format!("{place}把“{words}”写成了报告工作的机关，编制机关是“{own}”")
            }
            Fault::Damaged => format!("{place}把本机关名称写成了“{words}”，应为“{right}”"),
            Fault::Former => format!("{place}写的“{words}”是改名前的名称，现为“{right}”"),
            Fault::OtherIssuer => format!("落款机关“{words}”与编制机关“{own}”对不上"),
        }
    }
}

fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let report = subject.report;
    let name = plain_name(report.agency_name());
    if name.is_empty() {
        return Vec::new();
    }
    let own = Body::of(&name);
    let mut all: Vec<Found> = issuer(report, &own).into_iter().collect();
    let speaker = Speaker { full_name: report.agency_name(), body: &own };
    // The counties of an autonomous region call that 我区 too.
    let in_region = LazyCell::new(|| subject.narrative().any(|(prose, _)| prose.has_any(&REGION)));
    let spellings = damaged::Spellings::of(&own);
    for (prose, text) in subject.narrative() {
        let mut add = |fault, range: std::ops::Range<usize>, right: &str| {
            let words = prose.text.get(range.clone()).unwrap_or_default().to_owned();
            let (span, place) = (prose.locate(text, range), passages::place(report, prose.section));
            all.push(Found { fault, words, right: right.to_owned(), place, span });
        };
        for range in speaker::misfits(prose, &speaker) {
            let is_region = prose.text.get(range.clone()).is_some_and(|words| words.ends_with('区'));
            if !(is_region && *in_region) {
                add(Fault::OtherKind, range, "");
            }
        }
        let others = subject::others(prose, &own);
        // What the compiling phrases say is S404's.
        let compiling = if others.is_empty() {
            Vec::new()
        } else {
            other_compiler::compilers(prose, report.agency_name())
        };
        for range in others.into_iter().filter(|range| !compiling.contains(range)) {
            add(Fault::OtherBody, range, "");
        }
        for (fault, range, right) in spellings.find(&prose.text) {
            add(fault, range, right);
        }
    }
    said_once(all, report.agency_name())
}

/// One finding for the same words, at their first place.
fn said_once(all: Vec<Found>, own: &str) -> Vec<Diagnostic> {
    let mut spans: HashMap<(Fault, String), Vec<Span>> = HashMap::new();
    for found in &all {
        spans.entry((found.fault, found.words.clone())).or_default().push(found.span);
    }
    let mut findings = Vec::new();
    for found in all {
        // The first takes the places of the others with it.
        let Some(spans) = spans.remove(&(found.fault, found.words.clone())) else { continue };
        let finding = RULE.warning(found.span, found.message(own)).help(found.fault.help());
        findings.push(finding.also(spans.into_iter().skip(1).take(MOST_PLACES)));
    }
    findings
}

/// A signature that cannot be the agency's.
fn issuer(report: &Report, own: &Body<'_>) -> Option<Found> {
    let issuer = report.publication.issuer.as_ref()?;
    let name = plain_name(&issuer.value);
    let found = |fault, right: &str| {
        let place = "落款".to_owned();
        Some(Found { fault, words: issuer.value.clone(), right: right.to_owned(), place, span: issuer.span })
    };
    if let Some((fault, _, right)) = damaged::Spellings::of(own).find(&name).into_iter().next() {
        return found(fault, right);
    }
    let body = Body::of(&name);
    let is_office = |kind: Option<Kind>| matches!(kind, Some(Kind::GovernmentOffice | Kind::Office));
    let core = name.trim_end_matches("办公室").trim_end_matches("办公厅");
    let is_own =
        is_short_for(&name, own.name) || is_short_for(own.name, &name) || is_short_for(core, own.name);
    // The office of the own government signs for it, and so may the body that leads its openness work.
    let signs_for_it =
        own.is_government() && (is_office(body.kind) && shares_place(&body, own) || leads(&name));
    (body.kind.is_some() && !is_own && !signs_for_it).then(|| found(Fault::OtherIssuer, ""))?
}

/// True for a body that leads the openness work of its government.
pub(in crate::rules) fn leads(name: &str) -> bool {
    LEADS_OPENNESS.is_in(name)
}

/// True if a body has no place in its name, or one that the own name has too.
fn shares_place(body: &Body<'_>, own: &Body<'_>) -> bool {
    body.places.iter().all(|(_, place)| own.places.iter().any(|(_, of_own)| of_own == place))
}

/// Counties and districts are of one level.
fn level_of(rank: Rank) -> Rank {
    if rank == Rank::District { Rank::County } else { rank }
}

/// True for a body that has no bodies of its own under it.
fn is_department(body: &Body<'_>) -> bool {
    use Kind::{Bureau, Committee, Hall, StreetOffice, ZoneCommittee};
    matches!(body.kind, Some(Bureau | Committee | Hall | StreetOffice | ZoneCommittee))
}

/// True for a body that cannot have compiled or published the own report: one that is other, or a
/// department that is none of the own government's.
pub(in crate::rules) fn is_other_compiler(found: &Body<'_>, own: &Body<'_>) -> bool {
    let is_of_own = own.is_government() && own.seat() == found.seat();
    is_other(found, own) || is_department(found) && found.seat().is_some() && !is_of_own
}

/// True for a body that cannot be the own one, nor one under or above it.
fn is_other(found: &Body<'_>, own: &Body<'_>) -> bool {
    let (Some((rank, place)), Some((own_rank, seat))) = (found.seat(), own.seat()) else { return false };
    if is_short_for(found.name, own.name) || is_short_for(own.name, found.name) {
        return false;
    }
    // 高新区 and the like are no places of the administration, and have many names.
    if passages::is_zone(place) {
        return false;
    }
    // 文旅体局 for 文化体育和旅游局: the same characters in another order.
    let of_own = |c: char| own.core.contains(c);
    if place == seat && !found.core.is_empty() && found.core.chars().all(of_own) {
        return false;
    }
    let is_department = is_department(found);
    if !is_department && !found.is_government() {
        return false;
    }
    if own.places.iter().any(|&(_, of_own)| of_own == place) {
        // A government has bodies of its own; a department is none of its neighbours.
        let is_above = place != seat;
        let of_other = if own.is_government() { is_above && own_rank == Rank::Township } else { !is_above };
        return is_department && of_other;
    }
    level_of(rank) == level_of(own_rank)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;
    use crate::rules::testing::{edited, found_in_government, only};

    /// Messages of the rule for a paragraph of another agency's report.
    fn of(name: &str, paragraph: &str) -> Vec<String> {
        let name = format!("name     = \"{name}\"");
        let paragraph = format!("### （一）主动公开情况\n{paragraph}\n");
        let edits = [
            ("name     = \"青禾县住房和城乡建设局\"", name.as_str()),
            ("### （一）主动公开情况\n", &paragraph),
            ("issuer   = ", "# "),
            ("对被纠正的案件，我局", "对被纠正的案件，"),
            ("\n我局把信息管理", "\n把信息管理"),
            ("\n我局对", "\n对"),
            ("我局政府信息公开工作", "政府信息公开工作"),
            ("我局将从", "将从"),
            ("2024年，我局严格执行", "2024年，严格执行"),
            ("2024年，青禾县住房和城乡建设局认真执行", "2024年，认真执行"),
        ];
        let findings = edited(&edits).findings;
        findings.into_iter().filter(|f| f.code == RULE.code).map(|f| f.message.clone()).collect()
    }

    #[test]
    fn what_another_body_calls_itself_is_found() {
        for (name, text) in [
            ("云溪县农业农村局", "我市将公开工作列入考核。"),
            ("云溪县卫生健康委员会", "全年，我局主动公开信息多条。"),
            ("云溪县人民政府", "我局高度重视。"),
            ("云溪市林业局", "我县按季公开。"),
            ("云溪区林业局", "我县按季公开。"),
            ("云溪县林业局", "本镇及时公开。"),
            ("云溪县东山镇人民政府", "由我局公开。"),
            ("云溪区城关街道办事处", "我镇及时公开。"),
            ("云溪县林业局", "本委及时公开。"),
            ("云溪县人民政府", "我区分批公布清单。"),
            ("云溪区东山街道办事处", "我县按季公开。"),
            ("云溪县东山镇人民政府", "我区按季公开。"),
        ] {
            assert_eq!(of(name, text).len(), 1, "{name}: {text}");
        }
        let message = &of("云溪县农业农村局", "我市将公开工作列入考核。我市还办好网站。")[0];
        assert_eq!(message, "“一、总体情况”自称“我市”，而编制机关是“云溪县农业农村局”");
    }

    #[test]
    fn another_body_that_reports_is_found() {
        for (name, text) in [
            ("云溪县农业农村局", "云溪县林业局认真贯彻条例。"),
            ("云溪县农业农村局", "2024年，白石县农业农村局高度重视公开工作。"),
            ("云溪县农业农村局", "2024年白石县严格按照条例公开。"),
            ("云溪县农业农村局", "（一）白石区农业农村局全年收到申请。"),
            ("云溪县人民政府", "白石县认真贯彻条例。"),
            ("云溪县东山镇人民政府", "西河镇人民政府高度重视。"),
            ("云溪县东山镇人民政府", "云溪县水利局认真贯彻条例。"),
            ("云溪县卫生健康委员会", "白石县卫生健康委员会2024年共收到申请。"),
            ("云溪县农业农村局", "2024年，云溪县林业局在县委、县政府领导下，公开有序。"),
            ("云溪县东山镇人民政府", "一年来，西河镇人民政府以群众需求为导向，公开有序。"),
            ("云溪区东山街道办事处", "云溪区西河街道办事处根据工作安排，公开有序。"),
            ("云溪县人民政府", "2024年，白石县在市委、市政府领导下，公开有序。"),
        ] {
            assert_eq!(of(name, text).len(), 1, "{name}: {text}");
        }
        assert_eq!(
            of("云溪县农业农村局", "云溪县林业局认真贯彻条例。"),
            ["“一、总体情况”把“云溪县林业局”写成了报告工作的机关，编制机关是“云溪县农业农村局”"]
        );
    }

    #[test]
    fn a_lost_character_of_the_own_name_is_found() {
        for (name, text, right) in [
            ("云溪县农业农村局", "云溪县农业农局按季公开。", "农业农村局"),
            ("云溪县农业农村局", "县农业局按季公开。", "农业农村局"),
            ("云溪县农业农村局", "农业村局按季公开。", "农业农村局"),
            ("云溪县住房和城乡建设局", "请与县住房和城建设局联系。", "住房和城乡建设局"),
            ("云溪县市场监督管理局", "云溪县市场监管理局按季公开。", "市场监督管理局"),
            ("云溪县东山镇人民政府", "东山镇民政府按季公开。", "人民政府"),
            ("云溪县水利局", "2024年，云溪县水局在县委领导下公开。", "水利局"),
            ("云溪县司法局", "请与云溪县法局联系。", "司法局"),
            ("云溪区东山街道办事处", "东山街道办处按季公开。", "办事处"),
            ("南川市发展和改革委员会", "南川市发展改委员会认真公开。", "发展和改革委员会"),
            ("南川市发展和改革委员会", "南川市发展改革委会负责公开。", "发展和改革委员会"),
        ] {
            let found = of(name, text);
            assert!(
                found.len() == 1 && found[0].ends_with(&format!("“{right}”")),
                "{name}: {text}: {found:?}"
            );
        }
    }

    #[test]
    fn what_may_be_said_is_left_alone() {
        for (name, text) in [
            ("云溪区林业局", "我市统一的平台上，我局按季公开。"),
            ("青山市林业局", "我市高度重视。"),
            ("南川市云溪县林业局", "我市统一建设平台。"),
            ("云溪县东山镇人民政府", "我县统一建设平台，我镇按季公开。"),
            ("云溪县林业局", "不得自我局限，我市场主体，我局按季公开。"),
            ("云溪县林业局", "开展“我市开放日”活动，举办《我县巨变》展览，基本市政设施，资本市场。"),
            ("云溪县林业局", "县财政局、云溪县水利局高度重视。"),
            ("云溪县林业局", "与云溪县水利局联合开展培训，向云溪县水利局移送线索，被白石县林业局借鉴。"),
            ("云溪县林业局", "云溪县人民政府高度重视，云溪县委认真贯彻，县政府办公室严格按照条例督办。"),
            ("云溪县林业局", "南川市林业局高度重视，东山镇认真落实，云溪县林业局森林公安大队认真贯彻。"),
            ("云溪县林业局", "县林业局认真贯彻，云溪林业局高度重视，南川市云溪县林业局严格按照条例公开。"),
            ("云溪县人民政府", "云溪县教育局认真贯彻，东山镇高度重视，南川市人民政府严格按照条例考核。"),
            ("云溪县住房和城乡建设局", "县住房城乡建设局按季公开，县住建局按季公开。"),
            ("云溪县农业农村局", "原县农业局的文件已经清理，县农业农村局按季公开。"),
            ("云溪县市场监督管理局", "县市场监督管理局按季公开，县市场监管局按季公开。"),
            ("云溪县交通运输局", "县交通局按季公开。"),
            ("云溪县经济发展局", "全县已经发展局部试点，县经济发展局按季公开。"),
            ("云溪县人民政府", "个人政府采购信息按季公开。"),
            ("云溪区东山街道办事处", "本街道认真贯彻条例，会同区司法局认真审核。"),
            ("云溪区人民政府", "会同区司法局认真审核，联合区财政局严格把关。"),
            ("国家税务总局云溪县税务局", "我局按季公开。"),
            ("云溪经济开发区管理委员会", "我委按季公开，我区按季公开。"),
            ("云溪县城市管理委员会（云溪县城市管理局）", "我局按季公开。"),
            ("云溪县林业局", "公开内容如下。云溪县水利局以函件移送。与白石县林业局在平台上互通。"),
            ("云溪县林业局", "2024年，云溪县人民政府在平台建设上统一安排，南川市林业局以视频会部署。"),
            ("云溪县文化体育和旅游局", "2024年，云溪县文旅体局在县委领导下公开。"),
            ("云溪县人民政府", "落实自治区要求，我区统一平台上按季公开。"),
            ("云溪县人民政府", "不得自我区别对待，我区域内按季公开。"),
            ("云溪区林业局", "我区按季公开。"),
            ("南川市林业局", "我区按季公开。"),
            ("南川市发展和改革委员会", "南川市发展改革委会同财政局公开，市发改委按季公开。"),
            ("云溪区东山街道办事处", "东山街道办处理投诉，东山街道办按季公开。"),
            ("云溪县义和镇人民政府", "义和镇人民政府按季公开。"),
            ("云溪县水利局", "云溪县水利局、县水务局按季公开，县民政局局部调整。"),
            ("云溪区和平街道办事处", "街道办事处收到申请。和平街道办事处认真贯彻条例。"),
            ("云溪区人民政府办公室", "区政府办公室代表区政府认真贯彻条例，规范全区严格按照条例公开。"),
        ] {
            assert_eq!(of(name, text), [""; 0], "{name}: {text}");
        }
    }

    fn signed(issuer: &str) -> Vec<(&'static str, String)> {
        let findings =
            edited(&[("issuer   = \"青禾县住房和城乡建设局\"", &format!("issuer = \"{issuer}\""))]).findings;
        findings.iter().map(|finding| (finding.code.0, finding.message.clone())).collect()
    }

    #[test]
    fn another_signature_is_found() {
        assert_eq!(
            signed("白石县住房和城乡建设局"),
            [("S407", "落款机关“白石县住房和城乡建设局”与编制机关“青禾县住房和城乡建设局”对不上".to_owned())]
        );
        for issuer in ["青禾县自然资源局", "青禾县住房和城建设局", "县林业局"] {
            assert_eq!(signed(issuer)[0].0, "S407", "{issuer}");
        }
        for issuer in ["县住建局", "青禾县住房和城乡建设局办公室", "南川市青禾县住房和城乡建设局", "青禾住建"]
        {
            assert_eq!(signed(issuer), [], "{issuer}");
        }
        let government = |issuer: &str| {
            found_in_government(&[("issuer   = \"青禾县人民政府\"", &format!("issuer = \"{issuer}\""))])
        };
        for issuer in ["青禾县人民政府办公室", "青禾县政府办公室", "县政府办", "青禾县政务公开领导小组办公室"]
        {
            assert_eq!(government(issuer), [""; 0], "{issuer}");
        }
        assert_eq!(government("白石县人民政府"), ["S407"]);
        assert_eq!(government("青禾县林业局"), ["S407"]);
    }

    #[test]
    fn the_same_words_are_one_finding() {
        let finding = only(&[
            ("对被纠正的案件，我局", "对被纠正的案件，我市"),
            ("\n我局把信息管理", "\n我市把信息管理"),
        ]);
        assert_eq!((finding.code.0, finding.severity), ("S407", Severity::Warning));
        assert_eq!(finding.labels.len(), 1);
    }
}
