//! The server: one thread, many connections, and limits on each.
#![expect(clippy::disallowed_types, reason = "this is the one room that touches the network")]

use std::collections::hash_map::RandomState;
use std::convert::Infallible;
use std::hash::BuildHasher;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;
use std::task::{Context, Poll};
use std::thread::JoinHandle;
use std::time::Duration;

use hyper::body::{Body, Bytes, Frame};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use serde::Serialize;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot, watch};
use tokio::time::{sleep, timeout};

use super::answer::answer;
use super::ask::Asked;
use super::site::{Owner, Site, Start};
use super::start::{StartAnswer, StartRequest};
use super::state::{Content, State};

/// Connections at once; more wait until one is closed. Slow ones, of which each is closed after a while, leave room.
const MOST_CONNECTIONS: usize = 512;
/// Windows that wait for news at once.
const MOST_STREAMS: usize = 128;
/// The head of a request is there within this time, and an idle connection is closed after it.
const HEAD_TIMEOUT: Duration = Duration::from_secs(5);
/// A connection that does not wait for news has had its answers by then.
const LIFETIME: Duration = Duration::from_secs(60);
/// Bytes of the head of a request.
const LONGEST_HEAD: usize = 16 * 1024;
/// Lines of the head of a request.
const MOST_HEADERS: usize = 64;
/// Time between two signs of life on a connection without news.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// Time to wait when the system has no more connections to give.
const EXHAUSTED: Duration = Duration::from_millis(50);

/// The running server. It ends when it is dropped.
#[derive(Debug)]
pub struct Server {
    port: u16,
    site: Arc<Site>,
    refused: Option<io::ErrorKind>,
    states: watch::Sender<Arc<Shown>>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts it on a port of this machine, or on any that is free if that one is taken or forbidden.
    ///
    /// # Errors
    /// The system gives no port or no thread.
    pub fn start(port: u16) -> io::Result<Self> {
        Self::serving(port, Site::Preview)
    }

    /// The same with the page of the form; what that asks for comes out of the receiver.
    ///
    /// # Errors
    /// The system gives no port, no thread or no random numbers.
    pub fn start_form(port: u16) -> io::Result<(Self, Receiver<Asked>)> {
        let (owner, asked) = Owner::new()?;
        Ok((Self::serving(port, Site::Form(owner))?, asked))
    }

    /// The same with the start page.
    ///
    /// # Errors
    /// The system gives no port, no thread or no random numbers.
    pub fn start_page(port: u16) -> io::Result<(Self, Receiver<Asked<StartRequest, StartAnswer>>)> {
        let (owner, asked) = Owner::new()?;
        Ok((Self::serving(port, Site::Start(Start::new(owner)))?, asked))
    }

    fn serving(port: u16, site: Site) -> io::Result<Self> {
        let site = Arc::new(site);
        let (listener, refused) = listen(port, |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)))?;
        listener.set_nonblocking(true)?;
        let port = listener.local_addr()?.port();
        let (shared, states) = Shared::new(port, Arc::clone(&site));
        let (stop, stopped) = oneshot::channel();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let run = move || {
            runtime.block_on(async {
                if let Ok(listener) = tokio::net::TcpListener::from_std(listener) {
                    tokio::spawn(accept(listener, shared));
                    let _ = stopped.await;
                }
            });
            // A file that is being drawn for a download does not keep the program.
            runtime.shutdown_background();
        };
        let thread = std::thread::Builder::new().name("server".to_owned()).spawn(run)?;
        Ok(Self { port, site, refused, states, stop: Some(stop), thread: Some(thread) })
    }

    /// The address to open; but for the preview it has the secret, behind a sign that no browser sends on.
    pub fn address(&self) -> String {
        let key = self.site.key().map(|key| format!("#{}", key.text())).unwrap_or_default();
        format!("http://{}:{}/{key}", Ipv4Addr::LOCALHOST, self.port)
    }

    /// The port that it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Why it is not on the port that was wanted: `AddrInUse` or `PermissionDenied`; `None` if it is.
    pub fn refused(&self) -> Option<io::ErrorKind> {
        self.refused
    }

    /// Shows a state from now on.
    pub fn publish(&self, state: State) {
        Shown::publish(&self.states, state);
    }
}

/// Listens on a port, or on any if that one is taken or forbidden, with the reason.
fn listen<L>(port: u16, bind: impl Fn(u16) -> io::Result<L>) -> io::Result<(L, Option<io::ErrorKind>)> {
    match bind(port) {
        Ok(listener) => Ok((listener, None)),
        Err(error) if matches!(error.kind(), io::ErrorKind::AddrInUse | io::ErrorKind::PermissionDenied) => {
            Ok((bind(0)?, Some(error.kind())))
        }
        Err(error) => Err(error),
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What is shown at the moment.
#[derive(Debug)]
pub(super) struct Shown {
    /// Which run of the program it is, and how often something was published in it: no two states of any
    /// two runs are taken for each other.
    run: u64,
    version: u64,
    /// The same for the page, which stays where a state has none.
    page_version: u64,
    pub page: Option<Bytes>,
    pub json: Bytes,
    pub state: State,
}

/// The state as the page gets it.
#[derive(Serialize)]
struct Message<'a> {
    version: String,
    /// The version since which the report looks as it does; `null` if there is none.
    page: Option<String>,
    #[serde(flatten)]
    content: &'a Content,
}

impl Shown {
    fn new(before: Option<&Self>, state: State) -> Self {
        let run = before.map_or_else(|| RandomState::new().hash_one(0), |before| before.run);
        let version = before.map_or(0, |before| before.version + 1);
        let (page_version, page) = match (&state.output, before) {
            (Some(output), before) => {
                let page = output.page();
                let same = before.filter(|before| before.page.as_ref() == Some(&page));
                (same.map_or(version, |before| before.page_version), Some(page))
            }
            (None, Some(before)) => (before.page_version, before.page.clone()),
            (None, None) => (version, None),
        };
        let mut shown = Self { run, version, page_version, page, json: Bytes::new(), state };
        let page = shown.name_of_page();
        let message = Message { version: shown.version(), page, content: &shown.state.content };
        // Strings, numbers and lists always make JSON.
        shown.json = serde_json::to_vec(&message).unwrap_or_default().into();
        shown
    }

    /// Puts a state in place of the one that is shown.
    pub fn publish(sender: &watch::Sender<Arc<Self>>, state: State) {
        let next = Arc::new(Self::new(Some(&sender.borrow()), state));
        sender.send_replace(next);
    }

    /// The layout of the form, if there is one.
    pub fn layout(&self) -> Option<Bytes> {
        self.state.content.sheet.as_ref().map(|sheet| sheet.layout.json())
    }

    /// The name of the state.
    pub fn version(&self) -> String {
        self.name(self.version)
    }

    /// `None` if there is no page.
    fn name_of_page(&self) -> Option<String> {
        self.page.as_ref().map(|_| self.name(self.page_version))
    }

    fn name(&self, version: u64) -> String {
        format!("{:x}-{version}", self.run)
    }
}

/// What all connections share.
#[derive(Debug)]
pub(super) struct Shared {
    pub port: u16,
    pub site: Arc<Site>,
    states: watch::Receiver<Arc<Shown>>,
    streams: Arc<Semaphore>,
}

impl Shared {
    pub fn new(port: u16, site: Arc<Site>) -> (Arc<Self>, watch::Sender<Arc<Shown>>) {
        let nothing = State::failed("", "正在读取数据文件".to_owned());
        let (sender, states) = watch::channel(Arc::new(Shown::new(None, nothing)));
        (Arc::new(Self { port, site, states, streams: Arc::new(Semaphore::new(MOST_STREAMS)) }), sender)
    }

    /// What is shown at the moment.
    pub fn shown(&self) -> Arc<Shown> {
        Arc::clone(&self.states.borrow())
    }

    /// The versions from now on; `None` if too many wait for them already.
    pub fn events(&self) -> Option<Events> {
        let permit = Arc::clone(&self.streams).try_acquire_owned().ok()?;
        let (sender, receiver) = mpsc::channel(1);
        tokio::spawn(tell(self.states.clone(), sender, permit));
        Some(Events(receiver))
    }
}

/// The versions that are published, as server-sent events: the present one at once, of those that a slow
/// reader has missed the last.
#[derive(Debug)]
pub(super) struct Events(mpsc::Receiver<Bytes>);

impl Events {
    /// The media type.
    pub const TYPE: &'static str = "text/event-stream";
}

impl Body for Events {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(context).map(|bytes| bytes.map(|bytes| Ok(Frame::data(bytes))))
    }
}

async fn tell(
    mut states: watch::Receiver<Arc<Shown>>,
    sender: mpsc::Sender<Bytes>,
    _permit: OwnedSemaphorePermit,
) {
    states.mark_changed();
    loop {
        let event = match timeout(HEARTBEAT, states.changed()).await {
            Ok(Ok(())) => {
                let shown = Arc::clone(&states.borrow_and_update());
                // With the version of the page, so that it can be fetched along with the state.
                format!("data: {} {}\n\n", shown.version(), shown.name_of_page().unwrap_or_default())
            }
            Ok(Err(_)) => return,
            Err(_) => ":\n\n".to_owned(),
        };
        if sender.send(event.into()).await.is_err() {
            return;
        }
    }
}

async fn accept(listener: tokio::net::TcpListener, shared: Arc<Shared>) {
    let free = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let Ok(permit) = Arc::clone(&free).acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, _)) => {
                let shared = Arc::clone(&shared);
                tokio::spawn(async move {
                    serve(stream, shared).await;
                    drop(permit);
                });
            }
            Err(_) => sleep(EXHAUSTED).await,
        }
    }
}

/// Answers what comes on one connection. Whatever it is ends at most this connection.
async fn serve(stream: tokio::net::TcpStream, shared: Arc<Shared>) {
    let _ = stream.set_nodelay(true);
    let waits = Arc::new(AtomicBool::new(false));
    let last_answer = shared.site.last_answer();
    let service = service_fn(|request| {
        let (shared, waits) = (Arc::clone(&shared), Arc::clone(&waits));
        async move {
            let response = answer(request, shared).await?;
            let is_stream = matches!(response.body(), http_body_util::Either::Right(_));
            waits.fetch_or(is_stream, Ordering::Relaxed);
            Ok::<_, Infallible>(response)
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_header_size(LONGEST_HEAD)
        .max_buf_size(2 * LONGEST_HEAD)
        .max_headers(MOST_HEADERS)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    if timeout(LIFETIME, connection.as_mut()).await.is_ok() {
        return;
    }
    if waits.load(Ordering::Relaxed) {
        let _ = connection.await;
    } else {
        connection.as_mut().graceful_shutdown();
        let _ = timeout(last_answer, connection).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_port_is_taken_only_for_one_that_is_not_to_be_had() {
        use io::ErrorKind::{AddrInUse, AddrNotAvailable, OutOfMemory, PermissionDenied};
        let bind = |kind: Option<io::ErrorKind>| {
            listen(8765, |port| match kind {
                Some(kind) if port != 0 => Err(kind.into()),
                _ => Ok(port),
            })
        };
        assert_eq!(bind(None).unwrap(), (8765, None));
        for kind in [AddrInUse, PermissionDenied] {
            assert_eq!(bind(Some(kind)).unwrap(), (0, Some(kind)));
        }
        for kind in [AddrNotAvailable, OutOfMemory] {
            assert_eq!(bind(Some(kind)).unwrap_err().kind(), kind);
        }
        assert!(listen(8765, |_| Err::<u16, _>(AddrInUse.into())).is_err());
    }
}
