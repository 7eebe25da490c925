//! The tree of a page with only what reading needs: no comments, and of the attributes only what they say
//! about how an element looks.

use std::borrow::Cow;
use std::cell::{Ref, RefCell};

use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, Namespace, QualName};

use super::look::{Look, Tag, TagKind};

/// Index of a node in its tree.
pub(super) type Id = u32;

/// No node.
const NONE: Id = Id::MAX;
/// The document.
pub(super) const ROOT: Id = 0;
/// Stands for all comments and instructions, which are never in the tree.
const LEFT_OUT: Id = 1;

/// A node: its neighbours are indices, so that a deep tree is walked and dropped without recursion.
struct Node {
    parent: Id,
    before: Id,
    after: Id,
    first: Id,
    last: Id,
    depth: u32,
    content: Content,
}

/// What a node is.
pub(super) enum Content {
    /// The document, a template's content, or nothing.
    Bare,
    /// Text.
    Text(StrTendril),
    /// An element.
    Element(QualName, Tag),
}

impl Node {
    fn new(content: Content) -> Self {
        Self { parent: NONE, before: NONE, after: NONE, first: NONE, last: NONE, depth: 0, content }
    }
}

/// A tree of nodes.
pub(super) struct Tree {
    nodes: Vec<Node>,
    /// Named tags of the head, in the order of the file.
    pub(super) meta: Vec<(String, String)>,
    /// How deep elements have ever been nested.
    pub(super) deepest: u32,
}

impl Tree {
    fn new() -> Self {
        Self { nodes: vec![Node::new(Content::Bare), Node::new(Content::Bare)], meta: Vec::new(), deepest: 0 }
    }

    /// How many nodes have been made.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    fn node(&self, id: Id) -> Option<&Node> {
        self.nodes.get(id as usize)
    }

    fn edit(&mut self, id: Id, change: impl FnOnce(&mut Node)) {
        if let Some(node) = self.nodes.get_mut(id as usize) {
            change(node);
        }
    }

    fn link(&self, id: Id, of: impl FnOnce(&Node) -> Id) -> Option<Id> {
        self.node(id).map(of).filter(|id| *id != NONE)
    }

    /// The node that holds it.
    pub(super) fn parent(&self, id: Id) -> Option<Id> {
        self.link(id, |node| node.parent)
    }

    /// The first node within it.
    pub(super) fn first_child(&self, id: Id) -> Option<Id> {
        self.link(id, |node| node.first)
    }

    /// The next node beside it.
    pub(super) fn next(&self, id: Id) -> Option<Id> {
        self.link(id, |node| node.after)
    }

    /// What it is.
    pub(super) fn content(&self, id: Id) -> &Content {
        self.node(id).map_or(&Content::Bare, |node| &node.content)
    }

    /// Its tag, if it is an element.
    pub(super) fn tag(&self, id: Id) -> Option<&Tag> {
        match self.content(id) {
            Content::Element(_, tag) => Some(tag),
            _ => None,
        }
    }

    fn add(&mut self, content: Content) -> Id {
        let id = Id::try_from(self.nodes.len()).unwrap_or(NONE);
        self.nodes.push(Node::new(content));
        id
    }

    /// Takes a node from where it is.
    fn detach(&mut self, id: Id) {
        let Some((parent, before, after)) = self.node(id).map(|node| (node.parent, node.before, node.after))
        else {
            return;
        };
        if parent == NONE {
            return;
        }
        match before {
            NONE => self.edit(parent, |node| node.first = after),
            _ => self.edit(before, |node| node.after = after),
        }
        match after {
            NONE => self.edit(parent, |node| node.last = before),
            _ => self.edit(after, |node| node.before = before),
        }
        self.edit(id, |node| {
            node.parent = NONE;
            node.before = NONE;
            node.after = NONE;
        });
    }

    /// Puts a node into another, before one of its children or last.
    fn insert(&mut self, id: Id, parent: Id, after: Id) {
        self.detach(id);
        let before = match after {
            NONE => self.node(parent).map_or(NONE, |node| node.last),
            _ => self.node(after).map_or(NONE, |node| node.before),
        };
        let depth = self.node(parent).map_or(0, |node| node.depth).saturating_add(1);
        self.deepest = self.deepest.max(depth);
        self.edit(id, |node| {
            node.parent = parent;
            node.before = before;
            node.after = after;
            node.depth = depth;
        });
        match before {
            NONE => self.edit(parent, |node| node.first = id),
            _ => self.edit(before, |node| node.after = id),
        }
        match after {
            NONE => self.edit(parent, |node| node.last = id),
            _ => self.edit(after, |node| node.before = id),
        }
    }

    /// Puts text or a node before one of a node's children or last; text beside text becomes one.
    fn put(&mut self, parent: Id, after: Id, child: NodeOrText<Id>) {
        match child {
            NodeOrText::AppendNode(LEFT_OUT) => {}
            NodeOrText::AppendNode(id) => self.insert(id, parent, after),
            NodeOrText::AppendText(text) => {
                let neighbour = match after {
                    NONE => self.node(parent).map_or(NONE, |node| node.last),
                    _ => self.node(after).map_or(NONE, |node| node.before),
                };
                if let Some(Node { content: Content::Text(before), .. }) =
                    self.nodes.get_mut(neighbour as usize)
                {
                    before.push_tendril(&text);
                    return;
                }
                let id = self.add(Content::Text(text));
                self.insert(id, parent, after);
            }
        }
    }
}

/// What html5ever builds the tree with.
pub(super) struct Builder(pub(super) RefCell<Tree>);

impl Builder {
    pub(super) fn new() -> Self {
        Self(RefCell::new(Tree::new()))
    }
}

/// An element's name while the tree is being built.
#[derive(Debug)]
pub(super) struct Name<'a>(Ref<'a, QualName>);

impl ElemName for Name<'_> {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

/// The name of a node that is no element; html5ever never asks for it.
static NAMELESS: QualName =
    QualName { prefix: None, ns: html5ever::ns!(), local: html5ever::local_name!("") };

impl TreeSink for Builder {
    type Handle = Id;
    type Output = Tree;
    type ElemName<'a> = Name<'a>;

    fn finish(self) -> Tree {
        self.0.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a Id) -> Name<'a> {
        Name(Ref::map(self.0.borrow(), |tree| match tree.content(*target) {
            Content::Element(name, _) => name,
            _ => &NAMELESS,
        }))
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Id {
        let mut tree = self.0.borrow_mut();
        let tag = Tag::of(&name, &attributes);
        if tag.kind == TagKind::Meta {
            tree.meta.extend(super::look::meta(&attributes));
        }
        let is_template = tag.kind == TagKind::Template;
        let id = tree.add(Content::Element(name, tag));
        if is_template {
            // Its content is always the node after it.
            tree.add(Content::Bare);
        }
        id
    }

    fn create_comment(&self, _: StrTendril) -> Id {
        LEFT_OUT
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Id {
        LEFT_OUT
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        self.0.borrow_mut().put(*parent, NONE, child);
    }

    fn append_based_on_parent_node(&self, element: &Id, before: &Id, child: NodeOrText<Id>) {
        let mut tree = self.0.borrow_mut();
        match tree.parent(*element) {
            Some(parent) => tree.put(parent, *element, child),
            None => tree.put(*before, NONE, child),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Id) -> Id {
        target.saturating_add(1)
    }

    fn same_node(&self, x: &Id, y: &Id) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Id, new_node: NodeOrText<Id>) {
        let mut tree = self.0.borrow_mut();
        if let Some(parent) = tree.parent(*sibling) {
            tree.put(parent, *sibling, new_node);
        }
    }

    fn add_attrs_if_missing(&self, target: &Id, attributes: Vec<Attribute>) {
        // Only for a second `<html>` or `<body>`.
        self.0.borrow_mut().edit(*target, |node| {
            if let Content::Element(_, tag) = &mut node.content {
                let look = Look::of(&attributes);
                tag.look.hidden |= look.hidden;
            }
        });
    }

    fn remove_from_parent(&self, target: &Id) {
        self.0.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &Id, new_parent: &Id) {
        let mut tree = self.0.borrow_mut();
        while let Some(child) = tree.first_child(*node) {
            tree.insert(child, *new_parent, NONE);
        }
    }
}
