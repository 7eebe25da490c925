//! The body of the document part, written block by block.

use docx_rs::{BuildXML, DocumentChild};

use super::DocxError;
use super::conform::{TableNote, conform};
use super::xml::{Element, Node};

/// Blocks that are written, and the last one, which may still change.
#[derive(Default)]
pub(super) struct Body {
    written: String,
    last: Option<(DocumentChild, Option<TableNote>)>,
}

impl Body {
    /// Adds a block; a table comes with what docx-rs cannot say of it.
    ///
    /// # Errors
    ///
    /// If docx-rs writes the block before it as something that is no XML.
    pub fn push(&mut self, block: DocumentChild, note: Option<TableNote>) -> Result<(), DocxError> {
        self.settle()?;
        self.last = Some((block, note));
        Ok(())
    }

    /// The block that was added last.
    pub fn last_mut(&mut self) -> Option<&mut DocumentChild> {
        self.last.as_mut().map(|(block, _)| block)
    }

    /// All blocks as they stand in the document part.
    ///
    /// # Errors
    ///
    /// If docx-rs writes the last block as something that is no XML.
    pub fn finish(mut self) -> Result<String, DocxError> {
        self.settle()?;
        Ok(self.written)
    }

    fn settle(&mut self) -> Result<(), DocxError> {
        let Some((block, note)) = self.last.take() else { return Ok(()) };
        let bytes = block.build();
        // The tree is made of the bytes; what docx-rs held may go before that.
        drop(block);
        let text = String::from_utf8_lossy(&bytes);
        mend(DOCUMENT, &text, note.as_ref())?.write(&mut self.written);
        Ok(())
    }
}

/// Name of the part that holds the report.
pub(super) const DOCUMENT: &str = "document";

/// The document part: its frame with the blocks in its body.
pub(super) fn framed(frame: &str, blocks: &str) -> Result<String, DocxError> {
    let mut root = mend(DOCUMENT, frame, None)?;
    if let Some(body) = root.elements_mut().find(|child| child.name == "w:body") {
        // What the frame holds already, the properties of the page, closes the body.
        body.children.insert(0, Node::Written(blocks));
    }
    Ok(root.to_part())
}

/// Runs the conformance pass over a part that docx-rs wrote, or over a block of one.
pub(super) fn mend<'a>(
    part: &'static str,
    text: &'a str,
    note: Option<&'a TableNote>,
) -> Result<Element<'a>, DocxError> {
    let mut root = Element::parse(text).map_err(|source| DocxError::Part { part, source })?;
    conform(&mut root, note);
    Ok(root)
}
