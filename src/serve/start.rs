//! What the start page asks of the owner of the folder, and what it is told.

use std::time::Duration;

use hyper::body::{Body, Bytes};
use hyper::header::{HeaderMap, HeaderName};
use hyper::{Request as HttpRequest, StatusCode};
use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;

use super::guard::{self, Media};
use super::post::{self, Failure, Limit, NOT_EXPECTED};
use super::site::{Start, Unanswered};
use crate::report::Level;

/// The paths of what makes or opens something.
pub(super) const PATHS: [&str; 3] = ["/open", "/draft", "/new"];

/// The name of a file that the page brings, percent-encoded.
const NAME: HeaderName = HeaderName::from_static("x-nianbao-name");

/// A file that the page brings: as large as a published report may be, and in time from a slow network drive.
const WHOLE_FILE: Limit = Limit {
    bytes: 64 << 20,
    time: Duration::from_secs(30),
    too_large: (StatusCode::PAYLOAD_TOO_LARGE, "文件超过 64 MB，没有读取；请只保留年度报告本身"),
};
const STILL_BUSY: Failure = (StatusCode::SERVICE_UNAVAILABLE, "正在读另一个文件，请等它读完再试");

/// What is asked.
#[derive(Debug)]
pub enum StartRequest {
    /// The files of the folder.
    List,
    /// A form for a file of the list, by its id.
    Open(String),
    /// Next year's data file from a file of the list, by its id.
    Draft(String),
    /// The same from a file that the page brings.
    DraftFrom(Given),
    /// A data file from nothing.
    New {
        /// Full name of the agency.
        agency: String,
        /// What kind of body it is.
        level: Level,
        /// The year of the report.
        year: u16,
    },
}

/// A file that the page brings.
#[derive(Debug)]
pub struct Given {
    /// Its name, whatever that is.
    pub name: String,
    /// What it holds.
    pub bytes: Bytes,
    /// Given back with the bytes.
    _room: OwnedSemaphorePermit,
}

/// What became of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StartAnswer {
    /// The files of the folder.
    Listed(Listing),
    /// A form is open.
    Opened {
        /// Its address, with its secret.
        address: String,
        /// What to look at, in plain words.
        notes: Vec<String>,
    },
    /// Nothing was opened: why, in plain words.
    Refused(String),
}

/// A folder and its files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listing {
    /// The folder, as it is shown.
    pub folder: String,
    /// The year that a report would be on now.
    pub year: u16,
    /// Its data files and published reports, in the order in which they are shown.
    pub files: Vec<ListedFile>,
}

/// A file of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListedFile {
    /// By which it is asked for.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: FileKind,
    /// Agency and year, where they are known.
    pub title: Option<String>,
    /// The year of the report, where it is known.
    pub year: Option<u16>,
}

/// What a file of the list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FileKind {
    /// A data file.
    Data,
    /// A file such as reports are published in.
    Published,
}

/// The answer as the page gets it.
#[derive(Serialize)]
#[serde(tag = "outcome", rename_all = "lowercase")]
enum Message<'a> {
    Opened { address: &'a str, notes: &'a [String] },
    Refused { message: &'a str },
}

impl StartAnswer {
    fn json(&self) -> Vec<u8> {
        // Strings and lists always make JSON.
        let message = match self {
            Self::Listed(listing) => return serde_json::to_vec(listing).unwrap_or_default(),
            Self::Opened { address, notes } => Message::Opened { address, notes },
            Self::Refused(message) => Message::Refused { message },
        };
        serde_json::to_vec(&message).unwrap_or_default()
    }
}

impl From<Unanswered> for StartAnswer {
    fn from(unanswered: Unanswered) -> Self {
        Self::Refused(match unanswered {
            Unanswered::Busy => "程序正忙，请稍后再试".to_owned(),
            Unanswered::Ending => "程序正在结束".to_owned(),
        })
    }
}

/// The files of the folder as JSON.
pub(super) async fn files(start: &Start) -> Result<Vec<u8>, Failure> {
    let unavailable = |_| (StatusCode::SERVICE_UNAVAILABLE, "程序正忙，请稍后再试");
    start.owner.ask(StartRequest::List).await.map(|answer| answer.json()).map_err(unavailable)
}

/// Has something made or opened, and gives the answer as JSON.
pub(super) async fn answer<B>(request: HttpRequest<B>, start: &Start, port: u16) -> Result<Vec<u8>, Failure>
where
    B: Body,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let path = request.uri().path().to_owned();
    let expected: &[Media] = if path == "/draft" { &[Media::Json, Media::Bytes] } else { &[Media::Json] };
    let media = guard::admit_change(request.headers(), port, &start.owner.key, expected);
    let request = match media.map_err(post::refused)? {
        Media::Json => read(&path, &post::body(request.into_body(), &post::CHANGE).await?)?,
        Media::Bytes => {
            let name = name(request.headers()).ok_or(NOT_EXPECTED)?;
            let room = timeout(WHOLE_FILE.time, start.room()).await.ok().flatten().ok_or(STILL_BUSY)?;
            let bytes = post::body(request.into_body(), &WHOLE_FILE).await?;
            StartRequest::DraftFrom(Given { name, bytes, _room: room })
        }
    };
    Ok(start.owner.ask(request).await.unwrap_or_else(StartAnswer::from).json())
}

/// The name of a file that the page brings.
fn name(headers: &HeaderMap) -> Option<String> {
    let encoded = guard::one(headers, &NAME)?;
    percent_decode_str(encoded).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Chosen {
    id: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct New {
    agency: String,
    level: String,
    year: u16,
}

/// What is asked.
fn read(path: &str, bytes: &[u8]) -> Result<StartRequest, Failure> {
    let chosen = || serde_json::from_slice(bytes).map(|Chosen { id }| id).map_err(|_| NOT_EXPECTED);
    match path {
        "/open" => chosen().map(StartRequest::Open),
        "/draft" => chosen().map(StartRequest::Draft),
        _ => {
            let New { agency, level, year } = serde_json::from_slice(bytes).map_err(|_| NOT_EXPECTED)?;
            let mut levels = [Level::Department, Level::Government].into_iter();
            let level = levels.find(|known| known.key() == level).ok_or(NOT_EXPECTED)?;
            Ok(StartRequest::New { agency, level, year })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_read_as_the_page_writes_them() {
        let asked = |path, text: &str| read(path, text.as_bytes());
        assert!(matches!(asked("/open", r#"{"id":"3"}"#), Ok(StartRequest::Open(id)) if id == "3"));
        assert!(matches!(asked("/draft", r#"{"id":"3"}"#), Ok(StartRequest::Draft(id)) if id == "3"));
        let new = asked("/new", r#"{"agency":"甲局","level":"government","year":2024}"#);
        assert!(matches!(new, Ok(StartRequest::New { level: Level::Government, year: 2024, .. })));
        let deep = format!("{{\"id\":{}", "[".repeat(100_000));
        for (path, text) in [
            ("/open", ""),
            ("/open", "{}"),
            ("/open", "3"),
            ("/open", &deep),
            ("/open", r#"{"id":3}"#),
            ("/open", r#"{"id":"3","path":"/etc/passwd"}"#),
            ("/draft", r#"{"name":"x.docx"}"#),
            ("/new", r#"{"agency":"甲局","level":"city","year":2024}"#),
            ("/new", r#"{"agency":"甲局","level":"government","year":"2024"}"#),
            ("/new", r#"{"agency":"甲局","level":"government","year":70000}"#),
            ("/new", r#"{"agency":"甲局","level":"government","year":-1}"#),
            ("/new", r#"{"level":"government","year":2024}"#),
            ("/new", r#"{"agency":"甲局","level":"government","year":2024,"output":"x.toml"}"#),
        ] {
            assert_eq!(asked(path, text).map(|_| ()), Err(NOT_EXPECTED), "{path} {text:.60}");
        }
        assert!(read("/open", b"{\"id\":\"\xff\"}").is_err());
    }

    #[test]
    fn a_name_is_text_that_is_there_once() {
        let named = |values: &[&str]| {
            let mut headers = HeaderMap::new();
            values.iter().for_each(|value| {
                headers.append(NAME, value.parse().unwrap());
            });
            name(&headers)
        };
        assert_eq!(named(&["%E5%B9%B4%20a.docx"]).as_deref(), Some("年 a.docx"));
        assert_eq!(named(&["100%.docx"]).as_deref(), Some("100%.docx"));
        assert_eq!(named(&[]), None);
        assert_eq!(named(&["a.docx", "b.docx"]), None);
        assert_eq!(named(&["%FF.docx"]), None);
    }

    #[test]
    fn answers_are_as_the_page_reads_them() {
        let text = |answer: StartAnswer| String::from_utf8(answer.json()).unwrap();
        let opened = StartAnswer::Opened { address: "http://x/#1".to_owned(), notes: vec!["甲".to_owned()] };
        assert_eq!(text(opened), r#"{"outcome":"opened","address":"http://x/#1","notes":["甲"]}"#);
        let refused = StartAnswer::Refused("不行".to_owned());
        assert_eq!(text(refused), r#"{"outcome":"refused","message":"不行"}"#);
        let (id, name) = ("3".to_owned(), "甲.docx".to_owned());
        let file = ListedFile { id, name, kind: FileKind::Published, title: None, year: Some(2023) };
        let listing = Listing { folder: "年报".to_owned(), year: 2024, files: vec![file] };
        assert_eq!(
            text(StartAnswer::Listed(listing)),
            r#"{"folder":"年报","year":2024,"files":[{"id":"3","name":"甲.docx","kind":"published","title":null,"year":2023}]}"#
        );
    }
}
