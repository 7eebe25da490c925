//! The answers: a fixed list of pages. No path leads to a file.

use std::convert::Infallible;
use std::sync::Arc;

use http_body_util::{Either, Full};
use hyper::body::Bytes;
use hyper::header::{
    ALLOW, CACHE_CONTROL, CONNECTION, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName,
    HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use hyper::{Method, Request, Response, StatusCode};

use super::guard::{self, Refusal};
use super::post;
use super::server::{Events, Shared, Shown};
use crate::render::RENDERERS;

/// The panel page may use its own script and style, and ask this server; nothing else.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
    frame-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'; trusted-types 'none'";
/// The report brings its style and perhaps a picture with it, and runs nothing.
const REPORT_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
/// Everything else is no page.
const NO_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";

const TEXT: &str = "text/plain; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";

const JSON: &str = "application/json";
const CSS: &str = "text/css; charset=utf-8";
const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

const PAGE: &str = include_str!("../../templates/preview.html");
const STYLE: &str = include_str!("../../templates/preview.css");
const SCRIPT: &str =
    concat!(include_str!("../../templates/preview-report.js"), include_str!("../../templates/preview.js"));

const FORM_PAGE: &str = include_str!("../../templates/edit.html");
const FORM_STYLE: &str = include_str!("../../templates/edit.css");
/// The parts build on those before them.
const FORM_SCRIPT: &str = concat!(
    include_str!("../../templates/preview-report.js"),
    include_str!("../../templates/edit-base.js"),
    include_str!("../../templates/edit-model.js"),
    include_str!("../../templates/edit-send.js"),
    include_str!("../../templates/edit-grid.js"),
    include_str!("../../templates/edit-cells.js"),
    include_str!("../../templates/edit-words.js"),
    include_str!("../../templates/edit-written.js"),
    include_str!("../../templates/edit-narrative.js"),
    include_str!("../../templates/edit-fields.js"),
    include_str!("../../templates/edit-findings.js"),
    include_str!("../../templates/edit-report.js"),
    include_str!("../../templates/edit-page.js")
);

pub(super) type Body = Either<Full<Bytes>, Events>;

/// Answers a request.
pub(super) async fn answer<B>(request: Request<B>, shared: Arc<Shared>) -> Result<Response<Body>, Infallible>
where
    B: hyper::body::Body,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let is_change = shared.form.is_some() && request.method() == Method::POST;
    let admitted = guard::admit(request.method(), request.uri(), request.headers(), shared.port);
    let mut response = match admitted {
        Err(Refusal::Method) if is_change && post::is_path(request.uri().path()) => {
            match post::answer(request, &shared).await {
                Ok(json) => of_type(JSON, json.into()),
                // What is left of the body is not read.
                Err((status, words)) => closing(text(status, words)),
            }
        }
        Err(Refusal::Foreign | Refusal::Key | Refusal::MediaType) => {
            closing(text(StatusCode::FORBIDDEN, "拒绝访问"))
        }
        Err(Refusal::Method) => {
            let mut response = closing(text(StatusCode::METHOD_NOT_ALLOWED, "只能读取"));
            response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
            response
        }
        Ok(()) => route(request.method(), request.uri().path(), &shared).await,
    };
    let headers = response.headers_mut();
    let mut add = |name: HeaderName, value| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    add(CONTENT_SECURITY_POLICY, NO_POLICY);
    add(X_CONTENT_TYPE_OPTIONS, "nosniff");
    add(CACHE_CONTROL, "no-store");
    add(REFERRER_POLICY, "no-referrer");
    add(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    add(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    Ok(response)
}

async fn route(method: &Method, path: &str, shared: &Shared) -> Response<Body> {
    let shown = shared.shown();
    let fixed = |media_type, text: &'static str| of_type(media_type, Bytes::from_static(text.as_bytes()));
    match (path, &shared.form) {
        ("/", None) => return page(Bytes::from_static(PAGE.as_bytes()), PAGE_POLICY),
        ("/preview.css", None) => return fixed(CSS, STYLE),
        ("/preview.js", None) => return fixed(JAVASCRIPT, SCRIPT),
        ("/", Some(_)) => return page(Bytes::from_static(FORM_PAGE.as_bytes()), PAGE_POLICY),
        ("/edit.css", Some(_)) => return fixed(CSS, FORM_STYLE),
        ("/edit.js", Some(_)) => return fixed(JAVASCRIPT, FORM_SCRIPT),
        _ => {}
    }
    match path {
        "/layout" if shown.layout().is_some() => of_type(JSON, shown.layout().unwrap_or_default()),
        "/report" => match &shown.page {
            Some(report) => page(report.clone(), REPORT_POLICY),
            None => text(StatusCode::NOT_FOUND, "还没有可以显示的报告"),
        },
        "/state" => of_type(JSON, shown.json.clone()),
        "/events" if method == Method::HEAD => of_type(Events::TYPE, Bytes::new()),
        "/events" => match shared.events() {
            Some(events) => with_type(Events::TYPE, Either::Right(events)),
            None => closing(text(StatusCode::SERVICE_UNAVAILABLE, "打开的预览窗口太多")),
        },
        _ => match path.strip_prefix("/download/") {
            Some(kind) => download(kind, shown).await,
            None => text(StatusCode::NOT_FOUND, "没有这个页面"),
        },
    }
}

/// One of the outputs, as a file to keep.
async fn download(kind: &str, shown: Arc<Shown>) -> Response<Body> {
    let Some(renderer) = RENDERERS.iter().find(|renderer| renderer.id == kind) else {
        return text(StatusCode::NOT_FOUND, "没有这种报告");
    };
    // Drawing takes a moment, during which others are answered.
    let drawn = tokio::task::spawn_blocking(move || {
        let output = shown.state.output.as_ref()?;
        Some((output.name(renderer), output.bytes(renderer)))
    });
    match drawn.await {
        Ok(Some((name, Ok(bytes)))) => {
            let mut response = of_type(renderer.media_type, bytes);
            if let Ok(value) = HeaderValue::from_str(&attachment(&name, renderer.extension)) {
                response.headers_mut().insert(CONTENT_DISPOSITION, value);
            }
            response
        }
        Ok(Some((_, Err(problem)))) => text(StatusCode::INTERNAL_SERVER_ERROR, problem),
        Ok(None) => text(StatusCode::CONFLICT, "报告现在生成不了，改正后才能下载"),
        Err(_) => text(StatusCode::INTERNAL_SERVER_ERROR, "生成失败"),
    }
}

/// The name of a file to keep, for browsers old and new (RFC 6266).
fn attachment(name: &str, extension: &str) -> String {
    let mut encoded = String::new();
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    format!("attachment; filename=\"report.{extension}\"; filename*=UTF-8''{encoded}")
}

fn text(status: StatusCode, words: impl Into<String>) -> Response<Body> {
    let mut response = of_type(TEXT, Bytes::from(words.into() + "\n"));
    *response.status_mut() = status;
    response
}

fn page(bytes: Bytes, policy: &'static str) -> Response<Body> {
    let mut response = of_type(HTML, bytes);
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    response
}

fn of_type(media_type: &'static str, bytes: Bytes) -> Response<Body> {
    with_type(media_type, Either::Left(Full::new(bytes)))
}

fn with_type(media_type: &'static str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}

/// The same answer, after which the connection is closed.
fn closing(mut response: Response<Body>) -> Response<Body> {
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt;
    use hyper::body::Body as _;

    use super::*;
    use crate::serve::State;

    /// Status, headers as text, and body.
    fn ask(shared: &Arc<Shared>, method: &str, target: &str) -> (u16, String, String) {
        let request = Request::builder().method(method).uri(target).header("host", "localhost:8765");
        let request = request.body(Full::<Bytes>::default()).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let response = answer(request, Arc::clone(shared)).await.unwrap();
            let (head, mut body) = response.into_parts();
            let headers = format!("{:?}", head.headers);
            let text = if body.size_hint().exact().is_some() {
                String::from_utf8_lossy(&body.collect().await.unwrap().to_bytes()).into_owned()
            } else {
                let frame = body.frame().await.unwrap().unwrap();
                String::from_utf8_lossy(&frame.into_data().unwrap()).into_owned()
            };
            (head.status.as_u16(), headers, text)
        })
    }

    fn sound() -> State {
        let source = crate::source::Source::new("年.toml", include_str!("../../examples/qinghe-2024.toml"));
        let checked = crate::rules::check(&source, &crate::format::Forms::built_in());
        State::new(&source, &checked, Ok(Arc::default()), "年.toml", "年")
    }

    #[test]
    fn the_pages_are_a_fixed_list() {
        let (shared, sender) = Shared::new(8765, None);
        Shown::publish(&sender, sound());
        for (target, status) in [
            ("/", 200),
            ("/?v=1", 200),
            ("/preview.css", 200),
            ("/preview.js", 200),
            ("/report", 200),
            ("/state", 200),
            ("/events", 200),
            ("/download/docx", 200),
            ("/download/html", 200),
            ("/download/md", 200),
            // Without fonts there is no PDF.
            ("/download/pdf", 500),
            ("/download/rtf", 404),
            ("/download/", 404),
            ("/download/../state", 404),
            ("//", 404),
            ("/state/", 404),
            ("/STATE", 404),
            ("/%73tate", 404),
            ("/../../etc/passwd", 404),
            ("/%2e%2e/%2e%2e/etc/passwd", 404),
            ("/templates/preview.html", 404),
        ] {
            let (found, headers, _) = ask(&shared, "GET", target);
            assert_eq!(found, status, "{target}");
            for header in ["nosniff", "no-store", "no-referrer", "same-origin", "default-src 'none'"] {
                assert!(headers.contains(header), "{target}: {headers}");
            }
        }
        assert_eq!(ask(&shared, "POST", "/").0, 405);
        assert_eq!(ask(&shared, "HEAD", "/events").2, "");
    }

    #[test]
    fn a_broken_file_keeps_the_last_page_and_gives_no_download() {
        let (shared, sender) = Shared::new(8765, None);
        assert_eq!(ask(&shared, "GET", "/report").0, 404);
        Shown::publish(&sender, State::failed("年.toml", "没有".to_owned()));
        assert_eq!(ask(&shared, "GET", "/report").0, 404);
        Shown::publish(&sender, sound());
        let report = ask(&shared, "GET", "/report");
        assert_eq!(ask(&shared, "GET", "/download/html").2, report.2);
        Shown::publish(&sender, State::failed("年.toml", "没有".to_owned()));
        assert_eq!(ask(&shared, "GET", "/report"), report);
        let (status, _, words) = ask(&shared, "GET", "/download/html");
        assert!(status == 409 && words.contains("改正后"));
        assert!(ask(&shared, "GET", "/state").2.contains("\"problem\":\"没有\""));
        assert!(ask(&shared, "GET", "/events").2.ends_with("-2\n\n"));
    }

    #[test]
    fn names_of_files_are_safe_in_a_header() {
        assert_eq!(
            attachment("年\"\r\n;.md", "md"),
            "attachment; filename=\"report.md\"; filename*=UTF-8''%E5%B9%B4%22%0D%0A%3B.md"
        );
    }
}
