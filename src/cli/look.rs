//! How outputs are to look: templates and style files of the user.

use std::path::{Path, PathBuf};

use super::files;
use super::fonts::{OwnFonts, Tell};
use crate::layout::Style;
use crate::render::{Options, RenderError, Templates};

/// The template that is a style file.
const STYLE: &str = "docx.toml";

/// The built-in templates, replaced by those of a folder.
///
/// # Errors
/// The folder is none, holds no template, or one of its templates does not read: why, in plain words.
fn templates(folder: Option<&Path>) -> Result<Templates, String> {
    let mut templates = Templates::default();
    let Some(folder) = folder else { return Ok(templates) };
    if !files::is_folder(folder) {
        return Err(files::no_folder(folder));
    }
    let mut found = false;
    for (name, path) in Templates::names().zip(template_paths(folder)) {
        if files::exists(&path) && !files::is_folder(&path) {
            templates.replace(name, files::shown(&path), files::read_text(&path)?);
            found = true;
        }
    }
    if !found {
        let names: Vec<&str> = Templates::names().collect();
        return Err(format!(
            "“{}”里没有模板；模板的名称是：{}。要得到一套内置的模板，请运行：nianbao templates 目录",
            files::shown(folder),
            names.join("、")
        ));
    }
    templates.check().map_err(|error| error.to_string())?;
    Ok(templates)
}

/// How outputs are drawn with the templates of a folder, a style file and the fonts at hand.
///
/// # Errors
/// One of them cannot be had: why, in plain words.
pub(super) fn options(
    folder: Option<&Path>,
    file: Option<&Path>,
    fonts: &OwnFonts,
    tell: Tell,
) -> Result<Options, String> {
    let templates = templates(folder)?;
    let style = style_of(&templates, file)?;
    let fonts = fonts.source(&style, tell)?;
    Ok(Options { templates, fonts, style: Some(style), ..Options::default() })
}

/// The style of outputs with the templates of a folder and a style file.
///
/// # Errors
/// One of them does not read: why, in plain words.
pub(super) fn style(folder: Option<&Path>, file: Option<&Path>) -> Result<Style, String> {
    style_of(&templates(folder)?, file)
}

/// Where the templates of a folder are, or would be.
pub(super) fn template_paths(folder: &Path) -> impl Iterator<Item = PathBuf> {
    Templates::names().map(|name| folder.join(name))
}

/// The style of the DOCX, the PDF and the OFD: a style file over that among the templates.
///
/// # Errors
/// A style file does not read: why, in plain words.
fn style_of(templates: &Templates, file: Option<&Path>) -> Result<Style, String> {
    let mut layers = vec![(templates.shown(STYLE).to_owned(), templates.text(STYLE).to_owned())];
    if let Some(file) = file {
        layers.push((files::shown(file), files::read_text(file)?));
    }
    let layers = layers.iter().map(|(file, text)| (file.as_str(), text.as_str()));
    Style::layered(layers).map_err(|error| RenderError::Style(error).to_string())
}
