//! What there is to show: the report, its findings, the outputs.

use std::sync::{Arc, OnceLock};

use hyper::body::Bytes;
use serde::Serialize;

use super::finding::Finding;
use super::printed::Printed;
use super::sheet::Sheet;
use crate::diagnostic::Counts;
use crate::document::{self, Document, build};
use crate::render::{Options, RENDERERS, Renderer};
use crate::rules::Checked;
use crate::source::Source;

/// A file in which everything is wrong is mended in turns; the page stays light.
const MOST_FINDINGS: usize = 250;

/// What a data file gives to show at one moment.
#[derive(Debug)]
pub struct State {
    pub(super) content: Content,
    /// The outputs; `None` if the file does not read or the report cannot be drawn.
    pub(super) output: Option<Output>,
}

impl State {
    /// What a data file that was had gives. `file` is its name for the user, `stem` that of its outputs;
    /// `options` are how they are to look, or why that is not known, in plain words.
    pub fn new(
        source: &Source,
        checked: &Checked,
        options: Result<Arc<Options>, String>,
        file: &str,
        stem: &str,
    ) -> Self {
        let report = checked.report.as_ref();
        let printed = report.map(Printed::new);
        let findings = checked.findings.iter();
        let mut content = Content {
            file: file.to_owned(),
            reads: report.is_some(),
            counts: Counts::of(&checked.findings),
            unlisted: checked.findings.len().saturating_sub(MOST_FINDINGS),
            findings: findings
                .take(MOST_FINDINGS)
                .map(|one| Finding::new(source, report, printed.as_ref(), one))
                .collect(),
            ..Content::default()
        };
        let drawn = report.map(|report| {
            let draft = checked.has_errors();
            let mark = if draft { "-草稿" } else { "" };
            let document = build(report, document::Options { draft });
            Output::new(document, options?, format!("{stem}{mark}"))
        });
        let output = drawn.transpose().unwrap_or_else(|problem| {
            content.problem = Some(problem);
            None
        });
        if let Some(output) = &output {
            content.title = output.document.title.clone();
            content.draft = output.document.draft;
        }
        content.downloads = downloads(output.as_ref());
        content.drawn = output.is_some();
        Self { content, output }
    }

    /// A file that cannot be had: why, in plain words.
    pub fn failed(file: &str, problem: String) -> Self {
        let (file, downloads) = (file.to_owned(), downloads(None));
        let content = Content { file, problem: Some(problem), downloads, ..Content::default() };
        Self { content, output: None }
    }

    /// The same with the form to be filled in.
    #[must_use]
    pub fn with_sheet(mut self, sheet: Sheet) -> Self {
        self.content.findings.iter_mut().for_each(Finding::tell_acceptable);
        self.content.sheet = Some(sheet);
        self
    }

    /// What was found; `None` if the data file cannot be had or does not read.
    pub fn counts(&self) -> Option<Counts> {
        self.content.reads.then_some(self.content.counts)
    }

    /// True if the report is drawn as the files are now.
    pub fn drawn(&self) -> bool {
        self.content.drawn
    }

    /// Why a file cannot be had or the report cannot be drawn, where no finding says it.
    pub fn problem(&self) -> Option<&str> {
        self.content.problem.as_deref()
    }
}

/// What the page is told.
#[derive(Debug, Default, Serialize)]
pub(super) struct Content {
    file: String,
    title: String,
    /// True if the data file is read, and its findings are those of a report.
    reads: bool,
    /// True if the report on the page is that of the files as they are now.
    drawn: bool,
    /// Why a file cannot be had or the report cannot be drawn, where no finding says it.
    problem: Option<String>,
    draft: bool,
    counts: Counts,
    findings: Vec<Finding>,
    unlisted: usize,
    downloads: Vec<Download>,
    /// The form; `None` in the preview.
    #[serde(flatten)]
    pub(super) sheet: Option<Sheet>,
}

/// A kind of output.
#[derive(Debug, Serialize)]
struct Download {
    id: &'static str,
    label: &'static str,
    /// The name that `render` would give it, if it can be had.
    name: Option<String>,
}

fn downloads(output: Option<&Output>) -> Vec<Download> {
    let one = |kind: &Renderer| {
        let name = output.map(|output| output.name(kind));
        Download { id: kind.id, label: kind.name, name }
    };
    RENDERERS.iter().rev().map(one).collect()
}

/// The outputs, each drawn when it is first asked for.
#[derive(Debug)]
pub(super) struct Output {
    document: Document,
    options: Arc<Options>,
    stem: String,
    drawn: [OnceLock<Result<Bytes, String>>; RENDERERS.len()],
}

impl Output {
    fn new(document: Document, options: Arc<Options>, stem: String) -> Result<Self, String> {
        let output = Self { document, options, stem, drawn: [const { OnceLock::new() }; RENDERERS.len()] };
        output.shown().map(|_| output)
    }

    /// The page as it will be published.
    pub fn page(&self) -> Bytes {
        self.shown().unwrap_or_default()
    }

    fn shown(&self) -> Result<Bytes, String> {
        RENDERERS.iter().find(|kind| kind.is_page).map_or(Ok(Bytes::new()), |page| self.bytes(page))
    }

    /// One of the outputs as `render` writes it.
    pub fn bytes(&self, kind: &Renderer) -> Result<Bytes, String> {
        let draw = || {
            let bytes = (kind.render)(&self.document, &self.options);
            bytes.map(Bytes::from).map_err(|error| error.to_string())
        };
        let mut kinds = RENDERERS.iter().zip(&self.drawn);
        match kinds.find(|(one, _)| one.id == kind.id) {
            Some((_, drawn)) => drawn.get_or_init(draw).clone(),
            None => draw(),
        }
    }

    /// The name of an output.
    pub fn name(&self, kind: &Renderer) -> String {
        format!("{}.{}", self.stem, kind.extension)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Forms;
    use crate::render::Templates;
    use crate::rules::check;

    const SOUND: &str = include_str!("../../examples/qinghe-2024.toml");

    fn state(text: &str, options: Options) -> State {
        let source = Source::new("年报.toml", text);
        let checked = check(&source, &Forms::built_in());
        State::new(&source, &checked, Ok(Arc::new(options)), "年报.toml", "年报")
    }

    #[test]
    fn a_report_with_errors_is_a_draft_and_one_without_is_none() {
        let sound = state(SOUND, Options::default());
        assert_eq!(sound.counts(), Some(Counts::default()));
        let output = sound.output.unwrap();
        let kind = |id| RENDERERS.iter().find(|kind| kind.id == id).unwrap();
        assert_eq!(output.name(kind("docx")), "年报.docx");
        assert!(!String::from_utf8_lossy(&output.page()).contains("class=\"draft\""));
        assert!(output.bytes(kind("md")).is_ok());
        let wrong = state(&SOUND.replacen("2,   75 ]", "2,   76 ]", 1), Options::default());
        assert_eq!(wrong.counts(), Some(Counts { errors: 1, ..Counts::default() }));
        let output = wrong.output.unwrap();
        assert_eq!(output.name(kind("md")), "年报-草稿.md");
        assert!(String::from_utf8_lossy(&output.page()).contains("class=\"draft\""));
    }

    #[test]
    fn a_file_that_does_not_read_has_its_finding_and_no_output() {
        let state = state("format = 2021\nyear = \n", Options::default());
        assert!(state.output.is_none() && state.counts().is_none() && state.content.problem.is_none());
        assert!(!state.content.findings.is_empty());
        let failed = State::failed("年报.toml", "无法读取".to_owned());
        assert!(failed.output.is_none() && failed.content.problem.is_some());
    }

    #[test]
    fn a_template_that_fails_is_a_problem() {
        let mut templates = Templates::default();
        templates.replace("page.html", "page.html".to_owned(), "{{ nothing }}".to_owned());
        let state = state(SOUND, Options { templates, ..Options::default() });
        assert!(state.problem().unwrap().contains("page.html") && state.output.is_none());
        assert!(state.counts().is_some() && !state.drawn());
    }

    #[test]
    fn a_fault_of_the_look_keeps_the_findings() {
        let wrong = SOUND.replacen("2,   75 ]", "2,   76 ]", 1);
        let source = Source::new("年报.toml", wrong);
        let checked = check(&source, &Forms::built_in());
        let state = State::new(&source, &checked, Err("版面不对".to_owned()), "年报.toml", "年报");
        assert_eq!(state.counts().unwrap().errors, 1);
        assert_eq!((state.content.findings.len(), state.problem()), (1, Some("版面不对")));
        assert!(!state.drawn() && state.output.is_none());
        assert!(state.content.downloads.iter().all(|download| download.name.is_none()));
    }

    #[test]
    fn of_many_findings_the_first_are_listed() {
        let keys: String = (0..900).map(|n| format!("key{n} = 1\n")).collect();
        let text = SOUND.replacen("[overview]", &format!("{keys}[overview]"), 1);
        let text = text.replacen("推进政府信息公开", &"{{ a.b }}".repeat(900), 1);
        let state = state(&text, Options::default());
        let (listed, unlisted) = (state.content.findings.len(), state.content.unlisted);
        assert!(listed == MOST_FINDINGS && unlisted > 0, "{listed} {unlisted}");
    }
}
