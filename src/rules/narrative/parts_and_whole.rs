//! N303: a breakdown in one sentence does not add up.

use rust_decimal::Decimal;

use crate::diagnostic::{Code, Diagnostic};
use crate::format::{Kind, RowRole, quote};
use crate::prose::Prose;
use crate::prose::breakdown::Breakdown;
use crate::prose::counts::Counts;
use crate::prose::item::{Item, Sort};
use crate::prose::meaning::{OUTCOMES, RESULTS, parent};
use crate::prose::note::note as read_note;
use crate::prose::number::Precision;
use crate::prose::reading::Columns;
use crate::report::{Note, bare_note};
use crate::rules::statements::{Statements, Verdict, bounded};
use crate::rules::words::list;
use crate::rules::{Acceptance, Example, Look, Rule, Subject};

pub(in crate::rules) const RULE: Rule = Rule {
    code: Code("N303"),
    title: "正文分项与总数对不上",
    what: "同一句话里先说总数再说分项的，各分项之和不应多于总数；用“分别为”“合计”列全的，或者把表中的各类都说到\
           的，应等于总数。单位不同的不比较；只举其中几项的，少于总数不算错。格内附注里的各部分也不应多于这一格的数字。已由 N301、N302 指出的数字不再重复。",
    why: "读者顺手一加就能看出来，是最容易被指出的差错。",
    source: "国办公开办函〔2021〕30号：年度报告内容应当准确、前后一致",
    fails: Example::new(
        "正文：主动公开信息1286条，其中网站842条、新媒体516条（两项之和1358，多于1286）",
        &[("通过各类渠道主动公开政府信息1286条", "主动公开信息1286条，其中网站842条、新媒体516条")],
    ),
    passes: Example::new(
        "正文：主动公开信息1286条，其中网站742条、新媒体316条",
        &[("通过各类渠道主动公开政府信息1286条", "主动公开信息1286条，其中网站742条、新媒体316条")],
    ),
    acceptance: Acceptance::Reason,
    look: Look::Report(check),
};

fn check(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let statements = subject.statements;
    let narratives = statements.narratives.iter().enumerate();
    let all = narratives.flat_map(|(place, narrative)| {
        narrative.breakdowns.iter().map(move |breakdown| (place, narrative, breakdown))
    });
    let mut found =
        bounded(&RULE, all, |(place, narrative, breakdown)| fault(statements, *place, narrative, breakdown));
    found.extend(statements.notes.iter().filter_map(|(prose, note)| above_its_cell(subject, prose, note)));
    found
}

/// A note on a cell of which a part, or a list of parts, is more than the figure.
fn above_its_cell(subject: &Subject<'_>, prose: &Prose, note: &Note) -> Option<Diagnostic> {
    let report = subject.report;
    let (place, whole) = (report.form.place(note.cell)?, report.value(note.cell)?);
    // A change sums up what came and what went.
    if place.column.kind == Kind::Change {
        return None;
    }
    let words_of_note = bare_note(&prose.text);
    let said = read_note(words_of_note, &place.column.unit, report);
    let sum: Decimal = said.parts.iter().map(|(_, value)| value).sum();
    let above = said.parts.iter().find(|(_, value)| *value > whole);
    let (words, stated) = match above {
        Some((words, value)) => (words.clone(), *value),
        None if said.is_list && sum > whole => {
            (format!("{}之和{sum}", list(said.parts.iter().map(|(words, _)| words))), sum)
        }
        None => return None,
    };
    let finding = RULE.warning(
        note.text.span,
        format!("{}的附注{}中，{words}多于这一格的{whole}", place.words(), quote(words_of_note)),
    );
    let help = "请核对附注和这一格的数字，改正其中写错的；附注说的不是这一格的一部分的，请在附注中写明";
    Some(finding.help(help).cells(subject.cells([note.cell])).expected(whole).actual(stated))
}

fn fault(
    statements: &Statements<'_>,
    place: usize,
    narrative: &Counts<'_>,
    breakdown: &Breakdown,
) -> Option<Diagnostic> {
    let members: Vec<usize> = breakdown.wholes.iter().chain(&breakdown.parts).copied().collect();
    if members.iter().any(|&at| statements.verdict(place, at).is_fault()) {
        return None;
    }
    let items = |places: &[usize]| -> Vec<&Item> {
        places.iter().filter_map(|&at| narrative.items.get(at)).collect()
    };
    let (wholes, parts) = (items(&breakdown.wholes), items(&breakdown.parts));
    if wholes.iter().chain(&parts).any(|item| is_uncertain(item)) {
        return None;
    }
    let agrees = |places: &[usize]| places.iter().all(|&at| statements.verdict(place, at) == Verdict::Agrees);
    if breakdown.is_sum {
        return summed(narrative, &wholes, &parts);
    }
    // 企业 beside 科研机构 can be the companies or all organisations: the sum with both may make it up too.
    let with_inner: Decimal = parts.iter().map(|item| item.figure.value).sum();
    let parts = distinct(&parts);
    let sum: Decimal = parts.iter().map(|item| item.figure.value).sum();
    let largest = parts.iter().max_by_key(|item| item.figure.value)?;
    let most = most(&wholes);
    let nearest = wholes.first()?;
    // Results speak of what was finished, the whole of what came in: the tables explain the difference.
    let is_explained = is_every_result(&parts) && agrees(breakdown.wholes.get(..1).unwrap_or_default());
    // “发布规范性文件0件，其中图文解读0件，废止1件”: two figures of the table, and both are right.
    let is_right = |item: &Item| {
        let mut places =
            members.iter().filter(|at| narrative.items.get(**at).is_some_and(|m| m.range == item.range));
        places.any(|at| statements.verdict(place, *at) == Verdict::Agrees)
    };
    if is_right(largest) && (is_right(nearest) || !same_kind(largest, nearest)) {
        return None;
    }
    if largest.figure.value > most {
        return (!agrees(&members))
            .then(|| finding(narrative, largest, &[largest], nearest, Fault::PartAboveWhole));
    }
    let is_one_kind = parts.iter().all(|item| same_kind(item, largest));
    if sum > most && is_one_kind && parts.len() > 1 && !is_explained && !is_made_up(&parts, most) {
        return Some(finding(narrative, nearest, &parts, nearest, Fault::Sum("多于总数")));
    }
    // “案件共59件，纠正的分别为4件和1件” names no parts of the whole.
    let is_result = parts.iter().any(|item| matches!(item.sort, Sort::Outcome(_) | Sort::Row(_)));
    // With another count in between, the list may go on what that one began: 网站876条，其余分别为…
    let is_listed = breakdown.is_closed && wholes.len() == 1;
    let is_closed = is_listed && !is_result || is_complete(&parts);
    let fits = wholes.iter().any(|whole| [sum, with_inner].contains(&whole.figure.value)) || most == sum;
    let is_part_list = breakdown.is_closed && !is_one_kind;
    if is_closed && !fits && !is_explained && !is_part_list && sum < nearest.figure.value {
        return Some(finding(narrative, nearest, &parts, nearest, Fault::Sum("少于总数")));
    }
    None
}

/// True for a number that is not exact, or that the table itself states wrong, which the rules on sums tell.
fn is_uncertain(item: &Item) -> bool {
    let is_of_wrong_total = item.readings.iter().any(|bound| bound.should_be.is_some());
    is_of_wrong_total || item.figure.precision != Precision::Exact
}

/// “40件，其中甲10件、乙30件，公示栏15件”: once the parts make up the whole, what follows is of something else.
fn is_made_up(parts: &[&Item], whole: Decimal) -> bool {
    let sums = parts.iter().scan(Decimal::ZERO, |sum, item| {
        *sum += item.figure.value;
        Some(*sum)
    });
    // A first part that is the whole already leaves a figure of the table no other parts.
    let is_of_table = parts.first().is_some_and(|item| !item.readings.is_empty());
    sums.skip(usize::from(is_of_table)).any(|sum| sum == whole)
}

/// The largest that the whole can be: one of them, also with those carried in, or those of a list together.
fn most(wholes: &[&Item]) -> Decimal {
    let largest = |is_carried: bool| {
        let of_kind = wholes.iter().filter(|item| (item.sort == Sort::Row(RowRole::CarriedIn)) == is_carried);
        of_kind.map(|item| item.figure.value).max().unwrap_or_default()
    };
    let one = largest(false) + largest(true);
    match wholes {
        [a, b, ..] if is_same_sort(a.sort, b.sort) && a.sort != Sort::Other => {
            one.max(a.figure.value + b.figure.value)
        }
        _ => one,
    }
}

fn is_same_sort(a: Sort, b: Sort) -> bool {
    std::mem::discriminant(&a) == std::mem::discriminant(&b)
}

/// Numbers of one list count the same kind of thing only if all are bound alike, or none is.
fn same_kind(a: &Item, b: &Item) -> bool {
    a.readings.is_empty() == b.readings.is_empty() && is_same_sort(a.sort, b.sort)
}

/// A、B，合计C: some run of the numbers before the sum must make it up.
fn summed(narrative: &Counts<'_>, wholes: &[&Item], parts: &[&Item]) -> Option<Diagnostic> {
    let whole = wholes.first()?;
    let values: Vec<Decimal> = parts.iter().map(|item| item.figure.value).collect();
    let makes_up = (0..values.len()).any(|start| {
        values.get(start..).is_some_and(|run| run.iter().copied().sum::<Decimal>() == whole.figure.value)
    });
    if makes_up || values.contains(&whole.figure.value) {
        return None;
    }
    let sum: Decimal = values.iter().copied().sum();
    let fault = Fault::Sum(if sum > whole.figure.value { "多于合计" } else { "少于合计" });
    Some(finding(narrative, whole, parts, whole, fault))
}

/// Parts without those inside another part: 不予公开 and its grounds, organisations and companies.
fn distinct<'i>(parts: &[&'i Item]) -> Vec<&'i Item> {
    let mut kept: Vec<&Item> = Vec::new();
    let (mut rows, mut columns) = (Vec::new(), 0);
    for &item in parts {
        let is_inside = match item.sort {
            Sort::Row(row) => parent(row).is_some_and(|whole| rows.contains(&whole)),
            Sort::Applicant(named) => columns & named.widest() != 0,
            _ => false,
        };
        match item.sort {
            Sort::Row(row) => rows.push(row),
            Sort::Applicant(named) => columns |= named.widest(),
            _ => {}
        }
        if !is_inside {
            kept.push(item);
        }
    }
    kept
}

/// True if the parts name every result of section three.
fn is_every_result(parts: &[&Item]) -> bool {
    RESULTS.iter().all(|row| parts.iter().any(|item| item.sort == Sort::Row(*row)))
}

/// True if the parts name every category of a table.
fn is_complete(parts: &[&Item]) -> bool {
    let columns = parts.iter().fold(0, |all, item| match item.sort {
        Sort::Applicant(columns) => all | columns.widest(),
        _ => all,
    });
    let has = |sort: Sort| parts.iter().any(|item| item.sort == sort);
    let suits = [RowRole::DirectLitigation, RowRole::LitigationAfterReconsideration];
    is_every_result(parts)
        || columns == Columns::EVERY
        || OUTCOMES.into_iter().all(|column| has(Sort::Outcome(column)))
        || suits.into_iter().all(|row| has(Sort::Case(row)))
}

/// How parts and whole differ.
enum Fault {
    /// One part is more than the whole.
    PartAboveWhole,
    /// The parts together are, in these words, more or less than the whole.
    Sum(&'static str),
}

fn finding(narrative: &Counts<'_>, at: &Item, parts: &[&Item], whole: &Item, fault: Fault) -> Diagnostic {
    let said =
        |item: &Item| narrative.prose.text.get(item.range.clone()).unwrap_or_default().trim().to_owned();
    let span = narrative.prose.locate(narrative.text, at.range.clone());
    let (names, all) = (list(parts.iter().map(|item| said(item))), said(whole));
    let sum: Decimal = parts.iter().map(|item| item.figure.value).sum();
    let message = match fault {
        Fault::PartAboveWhole => format!("其中一项{names}，多于总数{all}"),
        Fault::Sum(than) => format!("分项{names}之和为{sum}，{than}{all}"),
    };
    RULE.warning(span, message)
        .help("请逐项核对，改正总数或者分项；如果各项有交叉或者只列了一部分，请在文中写明")
        .expected(sum)
        .actual(whole.figure.value)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{edited, only};

    #[test]
    fn a_note_tells_no_more_than_its_cell_holds() {
        let found = |text: &str| {
            let note =
                format!("[[note]]\ncell = \"disclosure.licensing\"\ntext = \"{text}\"\n\n[disclosure]");
            let findings = edited(&[("[disclosure]", &note)]).findings;
            findings.iter().map(|finding| finding.message.clone()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(found("其中网上办理12000件"), "");
        assert_eq!(
            found("（其中网上办理15287件）"),
            "“行政许可”（本年处理决定数量）的附注“其中网上办理15287件”中，15287件多于这一格的15286"
        );
        assert_eq!(
            found("其中网上办理12000件、窗口办理4000件"),
            "“行政许可”（本年处理决定数量）的附注“其中网上办理12000件、窗口办理4000件”中，12000件、4000件之和16000多于这一格的15286"
        );
    }

    #[test]
    fn parts_that_exceed_their_whole_are_found() {
        let finding =
            only(&[("通过各类渠道主动公开政府信息1286条", "主动公开信息1286条，其中网站842条、新媒体516条")]);
        assert_eq!(finding.code.0, "N303");
        assert_eq!(finding.message, "分项842条、516条之和为1358，多于总数1286条");
    }
}
