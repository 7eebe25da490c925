//! What the page of the form asks of the owner of the file, and what it is told.

use serde::Serialize;
use tokio::sync::oneshot;

use crate::edit::{Address, Change, Conflict, Refused};

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// Changes, all or none.
    Change(Vec<Change>),
    /// A block of cells from one cell on.
    Paste {
        /// The cell.
        start: Address,
        /// The cells as text, a tab between two.
        text: String,
        /// The same as HTML, where the clipboard has it.
        html: Option<String>,
    },
    /// 0 into the blank cells of a row, a group of rows or a table: its path.
    Zeros(String),
    /// The last step back.
    Undo(Over),
    /// What was taken back last once more.
    Redo(Over),
    /// Something certain set right in the text.
    Mend(Mend),
    /// Rich text as the Markdown of the narrative; nothing is written.
    Markdown {
        /// The text as HTML.
        html: String,
        /// The same without its looks.
        text: String,
    },
}

/// Values that were changed elsewhere since, and that a step is to go over all the same.
pub type Over = Vec<(Address, Option<String>)>;

/// What is to be set right. Both are numbers within the state that the page has seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mend {
    /// One of the mends of a file that does not read.
    Faulty(usize),
    /// The fix of a finding.
    Finding(usize),
}

/// A request that waits for its answer: of the form, unless another kind is named.
#[derive(Debug)]
pub struct Asked<Q = Request, A = Answer> {
    /// What is asked.
    pub request: Q,
    reply: oneshot::Sender<A>,
}

impl<Q, A> Asked<Q, A> {
    pub(super) fn new(request: Q) -> (Self, oneshot::Receiver<A>) {
        let (reply, answer) = oneshot::channel();
        (Self { request, reply }, answer)
    }

    /// Answers it. The state that goes along with the answer of a form is the one that was published last.
    pub fn answer(self, answer: A) {
        // Whoever asked may have gone.
        let _ = self.reply.send(answer);
    }
}

/// What became of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It is in the file.
    Saved(Vec<String>),
    /// Nothing was written, and it was not to be: why, in plain words.
    Refused(Option<Address>, String),
    /// Nothing was written, since others have changed the same.
    Conflict(Vec<Conflict>),
    /// It could not be written: why, in plain words.
    Unsaved(String),
    /// The Markdown of a text.
    Markdown(String),
}

impl From<Refused> for Answer {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Conflicts(conflicts) => Self::Conflict(conflicts),
            Refused::NotAllowed { address, words } => Self::Refused(Some(address), words),
            // It can be written once the file reads again.
            Refused::Faulty => Self::Unsaved(refused.to_string()),
            other => Self::Refused(None, other.to_string()),
        }
    }
}

/// The answer as the page gets it.
#[derive(Serialize)]
#[serde(tag = "outcome", rename_all = "lowercase")]
enum Message<'a> {
    Saved { notes: &'a [String] },
    Refused { address: Option<String>, message: &'a str },
    Conflict { conflicts: Vec<ConflictMessage<'a>> },
    Unsaved { message: &'a str },
}

#[derive(Serialize)]
struct ConflictMessage<'a> {
    address: String,
    from: Option<&'a str>,
    now: Option<&'a str>,
    to: Option<&'a str>,
}

#[derive(Serialize)]
struct MarkdownMessage<'a> {
    markdown: &'a str,
}

impl<'a> From<&'a Conflict> for ConflictMessage<'a> {
    fn from(conflict: &'a Conflict) -> Self {
        let Conflict { address, from, now, to } = conflict;
        Self { address: address.to_string(), from: from.as_deref(), now: now.as_deref(), to: to.as_deref() }
    }
}

impl Answer {
    /// As JSON, with the state where the file has become another.
    pub(super) fn json(&self, state: &[u8]) -> Vec<u8> {
        // Strings and lists always make JSON.
        let plain = |message: &Message<'_>| serde_json::to_vec(message).unwrap_or_default();
        match self {
            Self::Saved(notes) => with_state(plain(&Message::Saved { notes }), state),
            Self::Conflict(conflicts) => {
                let conflicts = conflicts.iter().map(ConflictMessage::from).collect();
                with_state(plain(&Message::Conflict { conflicts }), state)
            }
            Self::Refused(address, message) => {
                let address = address.as_ref().map(Address::to_string);
                plain(&Message::Refused { address, message })
            }
            Self::Unsaved(message) => plain(&Message::Unsaved { message }),
            Self::Markdown(markdown) => serde_json::to_vec(&MarkdownMessage { markdown }).unwrap_or_default(),
        }
    }
}

/// One member more in an object: the state is JSON already, and large.
fn with_state(mut object: Vec<u8>, state: &[u8]) -> Vec<u8> {
    object.pop();
    object.extend_from_slice(b",\"state\":");
    object.extend_from_slice(state);
    object.push(b'}');
    object
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_json_and_bring_the_state_where_it_may_be_another() {
        let text = |answer: &Answer| String::from_utf8(answer.json(b"{}")).unwrap();
        let address: Address = "agency.name".parse().unwrap();
        assert_eq!(
            text(&Answer::Saved(vec!["已填".to_owned()])),
            r#"{"outcome":"saved","notes":["已填"],"state":{}}"#
        );
        let conflict = Conflict {
            address: address.clone(),
            from: None,
            now: Some(String::new()),
            to: Some("乙".to_owned()),
        };
        assert_eq!(
            text(&Answer::from(Refused::Conflicts(vec![conflict]))),
            r#"{"outcome":"conflict","conflicts":[{"address":"agency.name","from":null,"now":"","to":"乙"}],"state":{}}"#
        );
        let refused = Refused::NotAllowed { address, words: "不行".to_owned() };
        assert_eq!(
            text(&refused.into()),
            r#"{"outcome":"refused","address":"agency.name","message":"不行"}"#
        );
        let faulty = text(&Refused::Faulty.into());
        assert!(faulty.starts_with(r#"{"outcome":"unsaved","message":"数据文件现在读不出来"#), "{faulty}");
        let unknown = text(&Refused::Unknown("a.b".to_owned()).into());
        assert!(unknown.contains(r#""address":null,"message":"这份报告里没有“a.b”"#), "{unknown}");
        assert_eq!(
            text(&Answer::Unsaved("磁盘已满".to_owned())),
            r#"{"outcome":"unsaved","message":"磁盘已满"}"#
        );
        assert_eq!(text(&Answer::Markdown("**甲**".to_owned())), r#"{"markdown":"**甲**"}"#);
    }
}
