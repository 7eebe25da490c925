//! From a report and its form to a document.

mod grid;

use super::{Block, Document, KIND, MATTER, Metadata, Section, Signature, narrative};
use crate::report::{Report, Text};

/// How a document is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Marks every page as 草稿.
    pub draft: bool,
}

/// Makes the document of a report.
pub fn build(report: &Report, options: Options) -> Document {
    let form = &report.form;
    let stated_title = report.publication.title.as_ref().map(|title| title.value.clone());
    let title = stated_title.unwrap_or_else(|| report.prescribed_title());
    let preamble = report.publication.preamble.as_ref();
    let preamble = preamble.map(|text| narrative::blocks(text, report)).unwrap_or_default();
    let sections = form.sections.iter().enumerate().map(|(index, section)| {
        let around = report.around.get(index);
        let written =
            |text: Option<&Text>| text.map_or_else(Vec::new, |text| narrative::blocks(text, report));
        let mut blocks = written(around.and_then(|around| around.before.as_ref()));
        match &section.table {
            Some(table) => {
                let mut table = grid::table(report, index, &section.key, table);
                if !options.draft {
                    table.forget_computed();
                }
                blocks.push(Block::FormTable(table));
            }
            None => blocks.extend(written(report.texts.get(index).and_then(Option::as_ref))),
        }
        blocks.extend(written(around.and_then(|around| around.after.as_ref())));
        Section { key: section.key.clone(), title: section.title.clone(), blocks }
    });
    let issuer = report.publication.issuer.as_ref().map(|issuer| issuer.value.clone());
    Document {
        form: form.id.clone(),
        year: report.year(),
        agency: report.agency_name().to_owned(),
        draft: options.draft,
        metadata: metadata(report, &title),
        title,
        preamble,
        sections: sections.collect(),
        signature: Signature {
            issuer: issuer.unwrap_or_else(|| report.agency_name().to_owned()),
            date: report.publication.date.as_ref().map(|date| date.value),
        },
    }
}

fn metadata(report: &Report, title: &str) -> Metadata {
    let (agency, year) = (report.agency_name(), report.year());
    Metadata {
        site_name: report.site.name.clone(),
        site_domain: report.site.domain.clone(),
        site_id_code: report.site.id_code.clone(),
        description: format!("{title}：{agency}公布{year}年度{MATTER}工作情况。"),
        keywords: vec![agency.to_owned(), format!("{year}年"), MATTER.to_owned(), KIND.to_owned()],
    }
}
