//! JSON whose members stay in the order in which they were added, whatever serde_json was built with.

use serde::{Serialize, Serializer};
use serde_json::Value;

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub(super) enum Node {
    /// Anything but an object.
    Value(Value),
    List(Vec<Node>),
    #[serde(serialize_with = "in_order")]
    Object(Vec<(String, Node)>),
}

impl Node {
    /// An object without members.
    pub fn object() -> Self {
        Self::Object(Vec::new())
    }

    /// The object with one more member, which holds no object.
    pub fn with(self, name: &str, value: impl Into<Value>) -> Self {
        self.with_node(name, Self::Value(value.into()))
    }

    /// The object with a list as one more member.
    pub fn with_list(self, name: &str, nodes: impl Into<Vec<Self>>) -> Self {
        self.with_node(name, Self::List(nodes.into()))
    }

    /// The object with another as one more member.
    pub fn with_node(mut self, name: &str, node: Self) -> Self {
        if let Self::Object(members) = &mut self {
            members.push((name.to_owned(), node));
        }
        self
    }
}

fn in_order<S: Serializer>(members: &[(String, Node)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(members.iter().map(|(name, node)| (name, node)))
}
