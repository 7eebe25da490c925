//! Targets of links, numbered as relationships of the document part.

use std::collections::HashMap;

use crate::layout::link::normalize;

/// The links of a document, each target once.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// Each target with its number, in the order of their first use.
    targets: HashMap<String, usize>,
}

impl Links {
    /// Identifier of the relationship that leads to a target, or `None` if no word processor could
    /// follow it: a malformed target makes Word refuse the whole file.
    pub fn relationship(&mut self, link: &str) -> Option<String> {
        let target = normalize(link)?;
        let next = self.targets.len();
        Some(relationship_id(*self.targets.entry(target).or_insert(next)))
    }

    /// Identifiers and targets in the order of their first use.
    pub fn iter(&self) -> impl Iterator<Item = (String, &str)> {
        let mut numbered: Vec<_> = self.targets.iter().collect();
        numbered.sort_by_key(|(_, index)| **index);
        numbered.into_iter().map(|(target, index)| (relationship_id(*index), target.as_str()))
    }
}

fn relationship_id(index: usize) -> String {
    format!("rIdLink{}", index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_listed_once() {
        let mut links = Links::default();
        let first = links.relationship("http://a.cn");
        links.relationship("http://b.cn");
        assert_eq!(links.relationship("http://a.cn"), first);
        let listed: Vec<_> = links.iter().map(|(_, target)| target).collect();
        assert_eq!(listed, ["http://a.cn", "http://b.cn"]);
    }
}
