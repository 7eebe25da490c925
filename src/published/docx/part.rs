//! Where in the package the parts of the document are: their names are not fixed, only how they are referred to.

use super::DocxError;
use super::{Package, relationships};

/// Names of the parts that are read.
pub struct Names {
    pub document: String,
    pub styles: String,
    pub numbering: String,
    pub footnotes: String,
    pub endnotes: String,
}

impl Names {
    /// As the relationships of the package say, or else as Word calls them.
    pub fn of(package: &mut Package<'_>) -> Result<Self, DocxError> {
        let root = relationships(&package.text("_rels/.rels")?.unwrap_or_default())?;
        let document = root.into_iter().find(|part| part.kind == "officeDocument");
        let document = document.map(|part| resolve("", &part.target)).filter(|name| package.has(name));
        let document = document.unwrap_or_else(|| "word/document.xml".to_owned());
        let (folder, file) = document.rsplit_once('/').unwrap_or(("", &document));
        let list = resolve(folder, &format!("_rels/{file}.rels"));
        let parts = relationships(&package.text(&list)?.unwrap_or_default())?;
        let find = |kind: &str| {
            let part = parts.iter().find(|part| part.kind == kind);
            resolve(folder, part.map_or(&*format!("{kind}.xml"), |part| &part.target))
        };
        Ok(Self {
            styles: find("styles"),
            numbering: find("numbering"),
            footnotes: find("footnotes"),
            endnotes: find("endnotes"),
            document,
        })
    }
}

/// The name of a part in the package, from where it is referred to.
fn resolve(folder: &str, target: &str) -> String {
    let (folder, target) = match target.strip_prefix('/') {
        Some(target) => ("", target),
        None => (folder, target),
    };
    let mut path: Vec<&str> = Vec::new();
    for step in folder.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}
