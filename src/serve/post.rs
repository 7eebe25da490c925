//! Requests that change something: a fixed list of paths, JSON of a fixed shape, a bounded size and time.

use std::time::Duration;

use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::Request as HttpRequest;
use hyper::StatusCode;
use hyper::body::{Body, Bytes};
use serde::{Deserialize, Deserializer};
use tokio::time::timeout;

use super::ask::{Answer, Mend, Over, Request};
use super::guard::{self, Media, Refusal};
use super::server::Shared;
use super::site::{Owner, Site, Unanswered};
use super::start;
use crate::edit::{Change, Refused};

/// Bounds on a body.
pub(super) struct Limit {
    pub bytes: usize,
    /// It is there within this time.
    pub time: Duration,
    /// What is said of one that is too large.
    pub too_large: Failure,
}

/// Bounds on JSON.
pub(super) const CHANGE: Limit = Limit {
    bytes: 1 << 20,
    time: Duration::from_secs(5),
    too_large: (StatusCode::PAYLOAD_TOO_LARGE, "内容超过 1 MB，没有写入；请分几次填"),
};

/// Changes in one go: a report has some two hundred cells.
const MOST_CHANGES: usize = 2_000;

/// The paths of the form.
const PATHS: [&str; 7] = ["/change", "/paste", "/zeros", "/undo", "/redo", "/mend", "/markdown"];

/// True for the path of a change.
pub(super) fn is_path(site: &Site, path: &str) -> bool {
    match site {
        Site::Preview => false,
        Site::Form(_) => PATHS.contains(&path),
        Site::Start(_) => start::PATHS.contains(&path),
    }
}

/// Why a request gets no answer of the owner: the status and what is said.
pub(super) type Failure = (StatusCode, &'static str);

/// Said of what no page of this program has written.
pub(super) const NOT_EXPECTED: Failure =
    (StatusCode::BAD_REQUEST, "内容不是程序认识的样子，没有写入；请重新打开页面");

/// Has a change made, and gives the answer as JSON.
pub(super) async fn answer<B>(request: HttpRequest<B>, shared: &Shared) -> Result<Vec<u8>, Failure>
where
    B: Body,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    match &*shared.site {
        Site::Preview => Err((StatusCode::METHOD_NOT_ALLOWED, "只能读取")),
        Site::Form(owner) => change(request, owner, shared).await,
        Site::Start(start) => start::answer(request, start, shared.port).await,
    }
}

/// Has the data file changed.
async fn change<B>(
    request: HttpRequest<B>,
    owner: &Owner<Request, Answer>,
    shared: &Shared,
) -> Result<Vec<u8>, Failure>
where
    B: Body,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    guard::admit_change(request.headers(), shared.port, &owner.key, &[Media::Json]).map_err(refused)?;
    let path = request.uri().path().to_owned();
    let bytes = body(request.into_body(), &CHANGE).await?;
    let asked = match read(&path, &bytes, &shared.shown().version()) {
        Ok(asked) => asked,
        Err(Unread::Shape) => return Err(NOT_EXPECTED),
        Err(Unread::Refused(answer)) => return Ok(answer.json(&[])),
    };
    let answer = owner.ask(asked).await.unwrap_or_else(|unanswered| {
        Answer::Unsaved(match unanswered {
            Unanswered::Busy => "程序正忙，还没有写入".to_owned(),
            Unanswered::Ending => "程序正在结束，没有写入".to_owned(),
        })
    });
    Ok(answer.json(&shared.shown().json))
}

/// What is said to who may not ask.
pub(super) fn refused(refusal: Refusal) -> Failure {
    match refusal {
        Refusal::MediaType => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "内容应为 JSON"),
        Refusal::Key => (StatusCode::FORBIDDEN, "口令不对，没有写入；请从程序打开的窗口进入"),
        Refusal::Foreign | Refusal::Method => (StatusCode::FORBIDDEN, "拒绝访问"),
    }
}

/// The bytes of a body that is neither too large nor too slow.
pub(super) async fn body<B>(body: B, limit: &Limit) -> Result<Bytes, Failure>
where
    B: Body,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    if body.size_hint().lower() > limit.bytes as u64 {
        return Err(limit.too_large);
    }
    match timeout(limit.time, Limited::new(body, limit.bytes).collect()).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(limit.too_large),
        Ok(Err(_)) => Err(NOT_EXPECTED),
        Err(_) => Err((StatusCode::REQUEST_TIMEOUT, "内容迟迟没有传完，没有写入")),
    }
}

/// Why a body is no request.
#[derive(Debug, PartialEq, Eq)]
enum Unread {
    /// It is not of the expected shape.
    Shape,
    /// It is, and there is nothing to ask.
    Refused(Answer),
}

impl From<serde_json::Error> for Unread {
    fn from(_: serde_json::Error) -> Self {
        Self::Shape
    }
}

impl From<Refused> for Unread {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused.into())
    }
}

/// What is asked; `version` is that of the state that is shown.
fn read(path: &str, bytes: &[u8], version: &str) -> Result<Request, Unread> {
    let text = str::from_utf8(bytes).map_err(|_| Unread::Shape)?;
    match path {
        "/change" => {
            let body: Changes = serde_json::from_str(text)?;
            if body.changes.is_empty() || body.changes.len() > MOST_CHANGES {
                return Err(Unread::Shape);
            }
            let change = |One { address, from, to }: One| Ok(Change { address: address.parse()?, from, to });
            Ok(Request::Change(body.changes.into_iter().map(change).collect::<Result<_, Refused>>()?))
        }
        "/paste" => {
            let Paste { start, text, html } = serde_json::from_str(text)?;
            Ok(Request::Paste { start: start.parse()?, text, html })
        }
        "/zeros" => match serde_json::from_str(text)? {
            Zeros { row: Some(path), section: None } | Zeros { row: None, section: Some(path) } => {
                Ok(Request::Zeros(path))
            }
            Zeros { .. } => Err(Unread::Shape),
        },
        "/undo" => Ok(Request::Undo(over(text)?)),
        "/redo" => Ok(Request::Redo(over(text)?)),
        "/mend" => mend(serde_json::from_str(text)?, version),
        "/markdown" => {
            let Markdown { html, text } = serde_json::from_str(text)?;
            Ok(Request::Markdown { html, text })
        }
        _ => Err(Unread::Shape),
    }
}

fn over(text: &str) -> Result<Over, Unread> {
    let Step { over } = serde_json::from_str(text)?;
    let one = |Now { address, now }: Now| Ok((address.parse()?, now));
    Ok(over.into_iter().map(one).collect::<Result<_, Refused>>()?)
}

fn mend(wanted: Mended, version: &str) -> Result<Request, Unread> {
    let mend = match (wanted.id, wanted.finding) {
        (Some(id), None) => Mend::Faulty(id.parse().map_err(|_| Unread::Shape)?),
        (None, Some(index)) => Mend::Finding(index),
        _ => return Err(Unread::Shape),
    };
    if wanted.version != version {
        let words = "文件刚才又有改动，没有改正；请看过现在的检查结果以后再点".to_owned();
        return Err(Unread::Refused(Answer::Refused(None, words)));
    }
    Ok(Request::Mend(mend))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Changes {
    changes: Vec<One>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct One {
    address: String,
    #[serde(deserialize_with = "stated")]
    from: Option<String>,
    #[serde(deserialize_with = "stated")]
    to: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Paste {
    start: String,
    text: String,
    #[serde(default)]
    html: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Zeros {
    #[serde(default)]
    row: Option<String>,
    #[serde(default)]
    section: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    #[serde(default)]
    over: Vec<Now>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Now {
    address: String,
    #[serde(deserialize_with = "stated")]
    now: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mended {
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    finding: Option<usize>,
    version: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Markdown {
    html: String,
    #[serde(default)]
    text: String,
}

/// A text or `null`, one of which must be there: nothing is not meant by leaving it out.
fn stated<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Option::deserialize(deserializer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(path: &str, text: &str) -> Result<Request, Unread> {
        read(path, text.as_bytes(), "1-2")
    }

    #[test]
    fn requests_are_read_as_the_page_writes_them() {
        let change = asked("/change", r#"{"changes":[{"address":"agency.name","from":"甲","to":null}]}"#);
        let Ok(Request::Change(changes)) = change else { panic!("{change:?}") };
        assert_eq!((changes[0].from.as_deref(), changes[0].to.as_deref()), (Some("甲"), None));
        assert!(matches!(
            asked("/paste", r#"{"start":"a.b","text":"1"}"#),
            Ok(Request::Paste { html: None, .. })
        ));
        assert_eq!(asked("/zeros", r#"{"row":"a.b"}"#), Ok(Request::Zeros("a.b".to_owned())));
        assert_eq!(asked("/undo", "{}"), Ok(Request::Undo(Vec::new())));
        let over = asked("/redo", r#"{"over":[{"address":"year","now":"2024"}]}"#);
        assert!(matches!(over, Ok(Request::Redo(over)) if over[0].1.as_deref() == Some("2024")));
        assert_eq!(asked("/mend", r#"{"id":"0","version":"1-2"}"#), Ok(Request::Mend(Mend::Faulty(0))));
        assert_eq!(asked("/mend", r#"{"finding":3,"version":"1-2"}"#), Ok(Request::Mend(Mend::Finding(3))));
        assert!(matches!(asked("/markdown", r#"{"html":"<p>","text":""}"#), Ok(Request::Markdown { .. })));
    }

    #[test]
    fn what_is_not_of_that_shape_is_no_request() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        for (path, text) in [
            ("/change", ""),
            ("/change", "[]"),
            ("/change", r#"{"changes":[]}"#),
            ("/change", r#"{"changes":[{"address":"year","to":"1"}]}"#),
            ("/change", r#"{"changes":[{"address":"year","from":1,"to":"1"}]}"#),
            ("/change", r#"{"changes":[{"address":"year","from":"1","to":"1","file":"/etc/passwd"}]}"#),
            ("/change", r#"{"changes":[{"address":"year","from":"1","to":"1"}]} x"#),
            ("/change", &format!(r#"{{"changes":{deep}}}"#)),
            ("/paste", r#"{"start":"a.b"}"#),
            ("/zeros", "{}"),
            ("/zeros", r#"{"row":"a","section":"a"}"#),
            ("/undo", r#"{"steps":3}"#),
            ("/undo", "null"),
            ("/mend", r#"{"version":"1-2"}"#),
            ("/mend", r#"{"id":"-1","version":"1-2"}"#),
            ("/mend", r#"{"finding":1.5,"version":"1-2"}"#),
            ("/markdown", r#"{"text":""}"#),
        ] {
            assert_eq!(asked(path, text), Err(Unread::Shape), "{path} {text:.60}");
        }
        let one = r#"{"address":"year","from":"1","to":"1"},"#;
        let many = format!(r#"{{"changes":[{}]}}"#, one.repeat(MOST_CHANGES + 1).trim_end_matches(','));
        assert_eq!(asked("/change", &many), Err(Unread::Shape));
        assert_eq!(read("/undo", b"{\"\xff\":1}", ""), Err(Unread::Shape));
    }

    #[test]
    fn what_means_nothing_here_is_refused_in_words() {
        let words = |asked: Result<Request, Unread>| match asked {
            Err(Unread::Refused(Answer::Refused(None, words))) => words,
            other => panic!("{other:?}"),
        };
        let path = asked("/change", r#"{"changes":[{"address":"../../etc/passwd","from":null,"to":"1"}]}"#);
        assert!(words(path).contains("没有“../../etc/passwd”这一项"));
        assert!(words(asked("/mend", r#"{"id":"0","version":"1-1"}"#)).contains("刚才又有改动"));
    }
}
