//! What a server is there for: the preview, the form, or the start page. The last two hand what is asked of them
//! to the owner of the files.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::ask::{Answer, Asked, Request};
use super::key::Key;
use super::start::{StartAnswer, StartRequest};

/// Requests that wait for the owner.
const MOST_ASKED: usize = 64;
/// What is asked of the owner of one data file is answered within this time.
const QUICK: Duration = Duration::from_secs(5);
/// A long published report is read within this time.
const THOROUGH: Duration = Duration::from_secs(60);

/// What a server is there for.
#[derive(Debug)]
pub(super) enum Site {
    /// A report to look at: nothing can be changed.
    Preview,
    /// A data file to fill in.
    Form(Owner<Request, Answer>),
    /// The files of a folder.
    Start(Start),
}

impl Site {
    /// The secret that a change must have.
    pub fn key(&self) -> Option<&Key> {
        match self {
            Self::Preview => None,
            Self::Form(owner) => Some(&owner.key),
            Self::Start(start) => Some(&start.owner.key),
        }
    }

    /// How long a connection may stay for its last answer.
    pub fn last_answer(&self) -> Duration {
        if matches!(self, Self::Start(_)) { THOROUGH } else { QUICK }
    }
}

/// The way to the owner of the files, and the secret of who may go it.
#[derive(Debug)]
pub(super) struct Owner<Q, A> {
    pub key: Key,
    asks: SyncSender<Asked<Q, A>>,
}

/// Why the owner gives no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unanswered {
    /// Too much is asked at once.
    Busy,
    /// The program ends.
    Ending,
}

impl<Q, A> Owner<Q, A> {
    /// A new secret, and where the requests come out.
    pub fn new() -> io::Result<(Self, Receiver<Asked<Q, A>>)> {
        let (asks, asked) = sync_channel(MOST_ASKED);
        Ok((Self { key: Key::new()?, asks }, asked))
    }

    /// Asks the owner.
    pub async fn ask(&self, request: Q) -> Result<A, Unanswered> {
        let (asked, answer) = Asked::new(request);
        self.asks.try_send(asked).map_err(|_| Unanswered::Busy)?;
        answer.await.map_err(|_| Unanswered::Ending)
    }
}

/// The start page.
#[derive(Debug)]
pub(super) struct Start {
    pub owner: Owner<StartRequest, StartAnswer>,
    /// For one whole file in memory at a time.
    room: Arc<Semaphore>,
}

impl Start {
    pub fn new(owner: Owner<StartRequest, StartAnswer>) -> Self {
        Self { owner, room: Arc::new(Semaphore::new(1)) }
    }

    /// Waits for the room that a whole file takes.
    pub async fn room(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.room).acquire_owned().await.ok()
    }
}
