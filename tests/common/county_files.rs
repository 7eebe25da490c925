//! What the units of a county have filed, as files: data files and reports as they were published. Used by tests and
//! by benchmarks.

use std::fs;
use std::path::{Path, PathBuf};

use nianbao::document::{self, build};
use nianbao::format::Forms;
use nianbao::render::{Options, RENDERERS};
use nianbao::report::read;
use nianbao::source::Source;

use super::county::{Fault, Filing, roster};

/// The folder of what was filed.
pub const FILED: &str = "各单位";
/// The roster.
pub const ROSTER: &str = "名单.csv";
/// What data files are called among the kinds.
pub const DATA_FILE: &str = "toml";

/// What PDFs are called, and the folder of data files of which they are to be made.
pub const PDF: &str = "pdf";

/// Writes what was filed, in kinds by turns: [`DATA_FILE`], [`PDF`] and outputs of the program without fonts.
pub fn write(filings: &[Filing], folder: &Path, kinds: &[&str]) {
    let forms = Forms::built_in();
    for (number, filing) in filings.iter().enumerate() {
        let put = |path: PathBuf, bytes: &[u8]| {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        };
        let at = |kind: &str| folder.join(path(number, filing, kind));
        let others = [("上年.toml", &filing.last), ("改.toml", &filing.second)];
        for (ending, text) in others.into_iter().filter_map(|(ending, text)| Some((ending, text.as_ref()?))) {
            put(at(DATA_FILE).with_extension(ending), text.as_bytes());
        }
        if let Some(text) = &filing.text {
            let kind = kind(number, filing, kinds);
            put(at(kind), &drawn(text, kind, &forms));
        }
    }
    fs::write(folder.join(ROSTER), roster(filings)).unwrap();
}

/// Where a filing stands; a report that is to be a PDF as the data file of which it is made.
pub fn path(number: usize, filing: &Filing, kind: &str) -> String {
    let (top, ending) = if kind == PDF { (PDF, DATA_FILE) } else { (FILED, kind) };
    format!("{top}/第{}批/{}.{ending}", number % 3, filing.listed)
}

/// What a filing is written as: where a report as it was published would hide the fault, it is a data file, and nobody
/// makes a PDF of what is not sound.
pub fn kind<'k>(number: usize, filing: &Filing, kinds: &[&'k str]) -> &'k str {
    let kind = kinds[number % kinds.len()];
    match filing.fault {
        Some(Fault::Unreadable | Fault::AmountWithUnit) => DATA_FILE,
        Some(fault) if kind == PDF && !fault.codes().is_empty() => DATA_FILE,
        _ => kind,
    }
}

fn drawn(text: &str, kind: &str, forms: &Forms) -> Vec<u8> {
    let renderer = RENDERERS.iter().find(|renderer| renderer.id == kind && !renderer.needs_fonts);
    let Some(renderer) = renderer else {
        return text.as_bytes().to_vec();
    };
    let report = read(&Source::new("a.toml", text), forms).report.unwrap();
    (renderer.render)(&build(&report, document::Options::default()), &Options::default()).unwrap()
}
