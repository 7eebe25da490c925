//! A figure that is silently wrong is worse than one that is missing: pages of reports are damaged at random, and
//! no cell may then say something else than the report without being doubtful.

mod damager;
pub mod judge;
pub mod sources;

use nianbao::format::Forms;
use nianbao::published::recognise;

use damager::Damager;
use judge::{Counts, is_sound, judge};
use sources::{Source, own, shared};

/// Damages of each published report, and of each of our own: those are many.
const DAMAGES: u64 = 200;
const DAMAGES_OF_OUR_OWN: u64 = 40;

/// Damages a file again and again; what is silently wrong is told.
fn damage(source: &Source, damages: u64, forms: &Forms, wrong: &mut Vec<String>) -> Counts {
    let mut counts = Counts::default();
    let damages = std::env::var("NIANBAO_DAMAGES").ok().and_then(|n| n.parse().ok()).unwrap_or(damages);
    for seed in 0..damages {
        let (damaged, what) = Damager::new(&source.name, seed).damage(&source.page);
        let Ok(reading) = recognise(&damaged, forms, None) else {
            counts.refused += 1;
            continue;
        };
        let (own, silent) = judge(&reading.account, &source.truth);
        if silent.is_empty() || is_sound(&source.page, &damaged, &reading.account) {
            counts.excused += silent.len();
        } else {
            counts.silent += silent.len();
            let shown: Vec<String> = silent.iter().take(4).cloned().collect();
            wrong.push(format!(
                "{} #{seed}: {what}: {} cells: {}",
                source.name,
                silent.len(),
                shown.join("; ")
            ));
        }
        counts.add(&own);
    }
    counts
}

/// Damages all files on two threads, for the machines that have them.
fn hold(sources: &[Source], damages: u64) {
    let forms = Forms::built_in();
    let (one, other) = sources.split_at(sources.len() / 2);
    let run = |sources: &[Source]| {
        let mut wrong = Vec::new();
        let counts: Vec<(String, Counts)> = sources
            .iter()
            .map(|source| (source.name.clone(), damage(source, damages, &forms, &mut wrong)))
            .collect();
        (counts, wrong)
    };
    let ((mut counts, mut wrong), (more, others)) = std::thread::scope(|scope| {
        let other = scope.spawn(|| run(other));
        (run(one), other.join().unwrap())
    });
    counts.extend(more);
    wrong.extend(others);
    let mut all = Counts::default();
    for (name, counts) in &counts {
        println!("{name}: {counts}");
        all.add(counts);
    }
    println!("{} files: {all}", counts.len());
    assert!(wrong.is_empty(), "{} damages make silent errors:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn damaged_reports_of_our_own_say_nothing_wrong_without_doubt() {
    hold(&own(), DAMAGES_OF_OUR_OWN);
}

#[test]
fn damaged_published_reports_say_nothing_wrong_without_doubt() {
    let sources = shared();
    if sources.is_empty() {
        println!("no published reports at hand: none damaged");
    }
    hold(&sources, DAMAGES);
}

#[test]
fn reports_that_nobody_damaged_are_read_whole_and_without_doubt() {
    let forms = Forms::built_in();
    for source in own() {
        let account = recognise(&source.page, &forms, None).unwrap().account;
        let (counts, silent) = judge(&account, &source.truth);
        assert!(silent.is_empty(), "{}: {silent:#?}", source.name);
        assert_eq!((counts.doubtful, counts.missing), (0, 0), "{}: {:#?}", source.name, account.remarks);
        assert_eq!(counts.equal, source.truth.len(), "{}", source.name);
    }
}

#[test]
fn the_judge_sees_a_figure_that_is_wrong() {
    let source = &own()[0];
    let account = recognise(&source.page, &Forms::built_in(), None).unwrap().account;
    let mut truth = source.truth.clone();
    truth.insert("requests.received.enterprise".to_owned(), "98765".to_owned());
    assert_eq!(judge(&account, &truth).1.len(), 1);
}
