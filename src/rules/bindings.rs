//! What each number of the narrative was taken for, for programs and for whoever doubts a finding.

use std::collections::HashMap;
use std::rc::Rc;

use super::statements::{Statements, Verdict, label};
use crate::diagnostic::json::{Binding, BoundReading};
use crate::prose::item::Role;
use crate::report::Report;
use crate::source::Source;

/// Every number of the narrative that was bound to cells, in the order of the file.
pub fn bindings(report: &Report, source: &Source) -> Vec<Binding> {
    of(&Statements::new(report), source)
}

/// The same of narratives that have been read.
pub(super) fn of(statements: &Statements<'_>, source: &Source) -> Vec<Binding> {
    let report = statements.report();
    let mut found = Vec::new();
    let mut written: HashMap<*const [_], Rc<[BoundReading]>> = HashMap::new();
    for (place, narrative) in statements.narratives.iter().enumerate() {
        for (at, item) in narrative.items.iter().enumerate().filter(|(_, item)| !item.readings.is_empty()) {
            let said = |range: &std::ops::Range<usize>| {
                narrative.prose.text.get(range.clone()).unwrap_or_default().trim().to_owned()
            };
            let position = source.position(narrative.prose.locate(narrative.text, item.range.clone()).start);
            let written = written.entry(Rc::as_ptr(&item.readings)).or_insert_with(|| {
                let readings = item.readings.iter().map(|bound| BoundReading {
                    path: bound.reading.path(report),
                    label: label(report, &bound.reading),
                    value: bound.value.map(|value| value.to_string()),
                });
                readings.collect()
            });
            found.push(Binding {
                text: said(&item.range),
                words: said(&item.words),
                line: position.line,
                column: position.column,
                says: match item.role {
                    Role::Count => "count",
                    Role::All | Role::Rest => "all",
                    Role::None => "none",
                    Role::Last => "last_year",
                    Role::Change { up: true } => "increase",
                    Role::Change { up: false } => "decrease",
                },
                readings: Rc::clone(written),
                certain: item.is_certain,
                agrees: match statements.verdict(place, at) {
                    Verdict::Open => None,
                    verdict => Some(verdict == Verdict::Agrees),
                },
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Forms;
    use crate::report::read;
    use crate::rules::testing::{SOUND, edit};

    #[test]
    fn every_bound_number_says_what_it_was_taken_for() {
        let typed = "全年受理政府信息公开申请79件，";
        let text = edit(SOUND, &[("全年新收政府信息公开申请{{ requests.received.total }}件，", typed)]);
        let source = Source::new("年报.toml", text);
        let report = read(&source, &Forms::built_in()).report.unwrap();
        let all = bindings(&report, &source);
        let found = all.iter().find(|binding| binding.text == "79件").unwrap();
        assert_eq!(found.words, "受理政府信息公开申请79件");
        assert_eq!(source.text().lines().nth(found.line - 1).unwrap().find("79件").map(|_| ()), Some(()));
        assert_eq!((found.says, found.certain, found.agrees), ("count", true, Some(true)));
        let paths: Vec<&str> = found.readings.iter().map(|reading| reading.path.as_str()).collect();
        assert_eq!(paths, ["requests.received.total", "requests.received.total + requests.carried_in.total"]);
        assert_eq!(found.readings[1].value.as_deref(), Some("79"));
        assert!(all.iter().all(|binding| binding.agrees == Some(true)), "{all:#?}");
        assert!(all.len() > 20, "{}", all.len());
    }
}
