//! The copied passages as a web page (雷同.html), side by side.

use serde::Serialize;

use super::page::{STYLE, fill, title};
use super::{Collection, Copied, stretches};

/// What goes around the values.
const SHELL: &str = include_str!("../../templates/copied.html");
/// Its name, by which the overview leads to it.
pub const NAME: &str = "雷同.html";

#[derive(Serialize)]
struct Values<'c> {
    title: String,
    style: &'static str,
    lead: String,
    groups: Vec<Group<'c>>,
}

#[derive(Serialize)]
struct Group<'c> {
    measure: String,
    members: Vec<Member<'c>>,
}

#[derive(Serialize)]
struct Member<'c> {
    name: &'c str,
    path: &'c str,
    is_last_year: bool,
    parts: Vec<Part>,
}

#[derive(Serialize)]
struct Part {
    text: String,
    is_shared: bool,
}

/// The page; it says so if no passage was found.
///
/// # Errors
/// The template does not work, which a test shows that it does.
pub fn text(collection: &Collection) -> Result<String, tera::Error> {
    let lead = match collection.copied.len() {
        0 => "没有发现雷同的段落。".to_owned(),
        count => format!(
            "发现 {count} 处雷同的段落。各单位的名称、数字和年份不同的，不算不同；画线的是与并排的另一份相同的文字。"
        ),
    };
    fill(
        "copied.html",
        SHELL,
        &Values {
            title: title(collection, "雷同段落"),
            style: STYLE,
            lead,
            groups: collection.copied.iter().map(|copied| group(copied, collection)).collect(),
        },
    )
}

fn group<'c>(copied: &'c Copied, collection: &'c Collection) -> Group<'c> {
    let words = |at: usize| copied.members.get(at).map_or("", |member| member.words.as_str());
    let members = copied.members.iter().enumerate().map(|(at, member)| {
        // Each beside the first, and the first beside the second.
        let other = words(usize::from(at == 0));
        let parts = stretches(&member.words, other).into_iter();
        Member {
            name: collection.units.get(member.unit).map_or("", |unit| unit.name.as_str()),
            path: &member.path,
            is_last_year: member.is_last_year,
            parts: parts.map(|part| Part { text: part.text, is_shared: part.is_shared }).collect(),
        }
    });
    Group { measure: copied.measure(), members: members.collect() }
}
