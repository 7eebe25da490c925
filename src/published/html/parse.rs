//! Runs html5ever over a page piece by piece, so that a page made to exhaust it is given up in time.

use std::cell::{Cell, RefCell};

use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::TreeSink;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};

use super::tree::{Builder, Id, Tree};
use super::{HtmlError, first_bytes};

/// Bytes that are read between two looks at the limits.
const PIECE: usize = 4096;
/// Most nodes of a page: the longest reports have some ten thousand, a node takes 72 bytes and a
/// paragraph of it four times as much.
const MAX_NODES: usize = 500_000;
/// Deepest nesting: browsers stop at 512. Each element is looked for among all that are open around it.
const MAX_DEPTH: u32 = 512;
/// Most attributes of a tag: each is compared with those before it.
const MAX_ATTRIBUTES: usize = 256;
/// Most bytes that could part attributes in a tag that has not ended yet. A picture of 3 MB written
/// into the page has some 60,000 slashes.
const MAX_PARTINGS: usize = 60_000;

/// Stands between html5ever's two halves and counts.
struct Guard {
    builder: TreeBuilder<Id, Builder>,
    tokens: Cell<usize>,
    has_wide_tag: Cell<bool>,
}

impl TokenSink for Guard {
    type Handle = Id;

    fn process_token(&self, mut token: Token, line: u64) -> TokenSinkResult<Id> {
        match &mut token {
            Token::TagToken(tag) => {
                self.tokens.set(self.tokens.get() + 1);
                if tag.attrs.len() > MAX_ATTRIBUTES {
                    self.has_wide_tag.set(true);
                    tag.attrs.clear();
                }
            }
            Token::ParseError(_) => {}
            _ => self.tokens.set(self.tokens.get() + 1),
        }
        self.builder.process_token(token, line)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Reads a page as a browser does.
pub(super) fn parse(text: &str) -> Result<Tree, HtmlError> {
    let options = TreeBuilderOpts { drop_doctype: true, ..TreeBuilderOpts::default() };
    let guard = Guard {
        builder: TreeBuilder::new(Builder::new(), options),
        tokens: Cell::new(0),
        has_wide_tag: Cell::new(false),
    };
    let tokenizer = Tokenizer::new(guard, TokenizerOpts::default());
    let input = BufferQueue::default();
    let mut partings = 0_usize;
    let mut rest = text;
    while !rest.is_empty() {
        let piece = first_bytes(rest, PIECE);
        rest = rest.get(piece.len()..).unwrap_or_default();
        let tokens = tokenizer.sink.tokens.get();
        input.push_back(StrTendril::from_slice(piece));
        run(&tokenizer, &input);
        if tokenizer.sink.tokens.get() == tokens {
            partings += piece.bytes().filter(parts_attributes).count();
        } else {
            partings = 0;
        }
        within_limits(&tokenizer.sink, partings)?;
    }
    tokenizer.end();
    within_limits(&tokenizer.sink, 0)?;
    Ok(tokenizer.sink.builder.sink.finish())
}

fn run(tokenizer: &Tokenizer<Guard>, input: &BufferQueue) {
    // It stops at each script, and where a page names its encoding: both are of no interest here.
    while !matches!(tokenizer.feed(input), TokenizerResult::Done) {}
}

fn parts_attributes(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0c | b'/' | b'"' | b'\'')
}

fn within_limits(guard: &Guard, partings: usize) -> Result<(), HtmlError> {
    let tree: &RefCell<Tree> = &guard.builder.sink.0;
    let tree = tree.borrow();
    if tree.deepest > MAX_DEPTH {
        return Err(HtmlError::TooDeep { limit: MAX_DEPTH });
    }
    if tree.len() > MAX_NODES {
        return Err(HtmlError::TooManyElements { limit: MAX_NODES });
    }
    if guard.has_wide_tag.get() || partings > MAX_PARTINGS {
        return Err(HtmlError::TagTooLong);
    }
    Ok(())
}
