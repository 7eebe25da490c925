//! Page shells: the Tera templates around what the renderers draw, built in or a user's own.

use std::borrow::Cow;

use serde::Serialize;
use tera::{Context, ErrorKind, Tera};

use super::RenderError;
use crate::document::{self, Block, Document};

/// What every page shell receives, in the language of the output.
#[derive(Serialize)]
pub(super) struct Values<'d> {
    title: Cow<'d, str>,
    agency: Cow<'d, str>,
    year: u16,
    form: Cow<'d, str>,
    draft: bool,
    preamble: String,
    sections: Vec<Section<'d>>,
    pub issuer: Cow<'d, str>,
    date: Option<String>,
    iso_date: Option<String>,
}

#[derive(Serialize)]
struct Section<'d> {
    key: &'d str,
    title: Cow<'d, str>,
    body: String,
}

impl<'d> Values<'d> {
    /// The values of a document, with its words and its blocks in the language of the output. The blocks
    /// stand below a heading of the level that is given with them: the title is 1 and a section 2.
    pub fn new(
        document: &'d Document,
        words: impl Fn(&'d str) -> Cow<'d, str>,
        blocks: impl Fn(&[Block], u8) -> String,
    ) -> Self {
        let section = |section: &'d document::Section| Section {
            key: &section.key,
            title: words(&section.title),
            body: blocks(&section.blocks, 2),
        };
        Self {
            title: words(&document.title),
            agency: words(&document.agency),
            year: document.year,
            form: words(&document.form),
            draft: document.draft,
            preamble: blocks(&document.preamble, 1),
            sections: document.sections.iter().map(section).collect(),
            issuer: words(&document.signature.issuer),
            date: document.signature.date_line(),
            iso_date: document.signature.date.map(|date| date.to_string()),
        }
    }
}

/// Every template with its file name and built-in text, in the order in which they are listed.
const BUILT_IN: [(&str, &str); 6] = [
    ("page.html", include_str!("../../templates/page.html")),
    ("page.css", include_str!("../../templates/page.css")),
    ("fragment.html", include_str!("../../templates/fragment.html")),
    ("fragment.css", include_str!("../../templates/fragment.css")),
    ("report.md", include_str!("../../templates/report.md")),
    ("docx.toml", include_str!("../../templates/docx.toml")),
];

/// The templates of the outputs: the built-in ones, of which a user may replace any.
///
/// What each of them receives is laid down in `templates/README.zh-CN.md`.
#[derive(Debug, Clone)]
pub struct Templates {
    texts: [Template; BUILT_IN.len()],
}

/// A template with the name under which faults in it are reported.
#[derive(Debug, Clone)]
struct Template {
    /// Where it was read from; the file name alone if it is built in.
    shown: Cow<'static, str>,
    text: Cow<'static, str>,
}

impl Default for Templates {
    fn default() -> Self {
        let built_in = |(name, text)| Template { shown: Cow::Borrowed(name), text: Cow::Borrowed(text) };
        Self { texts: BUILT_IN.map(built_in) }
    }
}

impl Templates {
    /// File names of all templates.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
    }

    /// Replaces a template; `shown` names the file in messages. False if there is none of that name.
    pub fn replace(&mut self, name: &str, shown: String, text: String) -> bool {
        let index = BUILT_IN.iter().position(|(known, _)| *known == name);
        let template = index.and_then(|index| self.texts.get_mut(index));
        let Some(template) = template else { return false };
        *template = Template { shown: Cow::Owned(shown), text: Cow::Owned(text) };
        true
    }

    /// The text of a template.
    pub fn text(&self, name: &str) -> &str {
        self.get(name).map_or("", |template| template.text.as_ref())
    }

    /// Where a template was read from.
    pub fn shown<'a>(&'a self, name: &'a str) -> &'a str {
        self.get(name).map_or(name, |template| template.shown.as_ref())
    }

    /// Reads every template that is filled.
    ///
    /// # Errors
    /// One is no template; the error says where.
    pub fn check(&self) -> Result<(), RenderError> {
        for name in Self::names().filter(|name| name.ends_with(".html") || name.ends_with(".md")) {
            Tera::default()
                .add_raw_template(name, self.text(name))
                .map_err(|error| self.fault(name, &error))?;
        }
        Ok(())
    }

    fn get(&self, name: &str) -> Option<&Template> {
        self.texts.iter().zip(BUILT_IN).find(|(_, (known, _))| *known == name).map(|(template, _)| template)
    }

    /// Fills a template. In one whose name ends in `.html`, values are escaped unless marked as safe.
    pub(super) fn fill(&self, name: &str, values: &impl Serialize) -> Result<String, RenderError> {
        let failed = |error: tera::Error| self.fault(name, &error);
        let mut tera = Tera::default();
        tera.add_raw_template(name, self.text(name)).map_err(failed)?;
        let context = Context::from_serialize(values).map_err(failed)?;
        tera.render(name, &context).map_err(failed)
    }

    /// A fault of a template with its place.
    fn fault(&self, name: &str, error: &tera::Error) -> RenderError {
        let file = self.shown(name).to_owned();
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => RenderError::Template {
                file,
                place: format!("第 {} 行第 {} 列", report.span().start_line, report.span().start_col + 1),
                message: in_chinese(report.message()),
            },
            other => {
                RenderError::Template { file, place: String::new(), message: in_chinese(&other.to_string()) }
            }
        }
    }
}

/// The words of the template engine; the commonest mistake is said in Chinese.
fn in_chinese(message: &str) -> String {
    let undefined = message.strip_prefix("Variable `").and_then(|rest| rest.split_once("` is not defined"));
    match undefined {
        Some((name, rest)) => {
            let available = rest.split_once("Available variables: ").map(|(_, names)| names);
            let available = available.map(|names| format!("；可用的值：{names}")).unwrap_or_default();
            format!("没有“{name}”这个值{available}")
        }
        None => format!("写法不对（模板引擎的说明：{message}）"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Values {
        title: &'static str,
    }

    fn filled(text: &str) -> Result<String, String> {
        let mut templates = Templates::default();
        assert!(templates.replace("page.html", "我的/page.html".to_owned(), text.to_owned()));
        templates.fill("page.html", &Values { title: "<甲>" }).map_err(|error| error.to_string())
    }

    #[test]
    fn values_are_escaped_unless_safe() {
        assert_eq!(filled("{{ title }}|{{ title | safe }}").unwrap(), "&lt;甲&gt;|<甲>");
    }

    #[test]
    fn a_fault_is_named_with_its_file_line_and_column() {
        assert_eq!(
            filled("一\n年报 {{ titel }}").unwrap_err(),
            "模板“我的/page.html”第 2 行第 7 列有误：没有“titel”这个值；可用的值：title"
        );
        let error = filled("{% if %}").unwrap_err();
        assert!(error.starts_with("模板“我的/page.html”第 1 行") && error.contains("写法不对"), "{error}");
    }

    #[test]
    fn only_known_names_can_be_replaced() {
        assert!(!Templates::default().replace("pages.html", String::new(), String::new()));
    }

    #[test]
    fn every_built_in_template_reads() {
        Templates::default().check().unwrap();
    }
}
