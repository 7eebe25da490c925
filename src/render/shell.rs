//! Page shells: the Tera templates around what the renderers draw.

use serde::Serialize;
use tera::{Context, Tera};

use super::RenderError;

/// Fills a template. In one whose name ends in `.html`, values are escaped unless marked as safe.
pub(super) fn fill(name: &str, template: &str, values: &impl Serialize) -> Result<String, RenderError> {
    let failed = |error: tera::Error| RenderError::Template(error.to_string());
    let mut tera = Tera::default();
    tera.add_raw_template(name, template).map_err(failed)?;
    let context = Context::from_serialize(values).map_err(failed)?;
    tera.render(name, &context).map_err(failed)
}
