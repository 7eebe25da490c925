//! Who may ask: only the server's own pages, under its own name; and for a change, who has the secret.
//!
//! Any web page can make a browser send requests to this machine, and by changing what its own name
//! leads to (DNS rebinding) it could even read the answers. The report is not public yet.

use hyper::header::{CONTENT_ENCODING, CONTENT_TYPE, HOST, HeaderMap, HeaderName, ORIGIN};
use hyper::{Method, Uri};

use super::key::Key;

/// Names under which the preview is opened.
const NAMES: [&str; 2] = ["127.0.0.1", "localhost"];
/// The port that browsers leave out.
const HTTP_PORT: u16 = 80;

const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");
const DESTINATION: HeaderName = HeaderName::from_static("sec-fetch-dest");
const KEY: HeaderName = HeaderName::from_static("x-nianbao-key");

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It does not come from the preview's own page.
    Foreign,
    /// It wants to do more than read.
    Method,
    /// It does not have the secret.
    Key,
    /// What it brings is of another kind than expected.
    MediaType,
}

/// What a change brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Media {
    /// JSON in UTF-8.
    Json,
    /// The bytes of a file.
    Bytes,
}

/// Lets a request pass, or says why not.
pub(super) fn admit(method: &Method, uri: &Uri, headers: &HeaderMap, port: u16) -> Result<(), Refusal> {
    let is_target_own = uri.authority().is_none_or(|authority| is_own_host(authority.as_str(), port));
    if !is_host_own(headers, port) || !is_target_own || !is_from_here(uri, headers, port) {
        return Err(Refusal::Foreign);
    }
    if !matches!(*method, Method::GET | Method::HEAD) {
        return Err(Refusal::Method);
    }
    Ok(())
}

/// Lets a change pass that [`admit`] has refused for its method alone, and says what it brings, or says why not.
pub(super) fn admit_change(
    headers: &HeaderMap,
    port: u16,
    key: &Key,
    expected: &[Media],
) -> Result<Media, Refusal> {
    let is_own = match headers.get_all(ORIGIN).iter().count() {
        // Browsers tell where a change comes from; of other programs there is none that should change anything.
        0 => one(headers, &SITE) == Some("same-origin"),
        _ => one(headers, &ORIGIN).is_some_and(|origin| is_own_origin(origin, port)),
    };
    if !is_own {
        return Err(Refusal::Foreign);
    }
    if !one(headers, &KEY).is_some_and(|text| key.is(text)) {
        return Err(Refusal::Key);
    }
    let media = one(headers, &CONTENT_TYPE).and_then(media).filter(|media| expected.contains(media));
    media.filter(|_| !headers.contains_key(CONTENT_ENCODING)).ok_or(Refusal::MediaType)
}

/// A header that is there once, and is text.
pub(super) fn one<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next().and_then(|value| value.to_str().ok())?;
    values.next().is_none().then_some(value)
}

/// What a change brings, as its media type says; a page of another origin can send neither unasked.
fn media(media_type: &str) -> Option<Media> {
    match media_type {
        _ if is_json(media_type) => Some(Media::Json),
        _ if media_type.eq_ignore_ascii_case("application/octet-stream") => Some(Media::Bytes),
        _ => None,
    }
}

/// True for JSON in UTF-8, said or not.
fn is_json(media_type: &str) -> bool {
    let (kind, charset) = match media_type.split_once(';') {
        Some((kind, rest)) => (kind, Some(rest.trim())),
        None => (media_type, None),
    };
    kind.trim().eq_ignore_ascii_case("application/json")
        && charset.is_none_or(|charset| charset.eq_ignore_ascii_case("charset=utf-8"))
}

/// True if the request names the server as its host, once.
fn is_host_own(headers: &HeaderMap, port: u16) -> bool {
    let mut hosts = headers.get_all(HOST).iter();
    let host = hosts.next().and_then(|host| host.to_str().ok());
    host.is_some_and(|host| is_own_host(host, port)) && hosts.next().is_none()
}

fn is_own_host(host: &str, port: u16) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, digits)) => Some(name).filter(|_| digits == port.to_string()),
        None => Some(host).filter(|_| port == HTTP_PORT),
    };
    name.is_some_and(|name| NAMES.iter().any(|own| own.eq_ignore_ascii_case(name)))
}

fn is_own_origin(origin: &str, port: u16) -> bool {
    let host = origin.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("http://"));
    host.and(origin.get(7..)).is_some_and(|host| is_own_host(host, port))
}

/// False if a page of another origin asks. Only its link to the front page may be followed.
fn is_from_here(uri: &Uri, headers: &HeaderMap, port: u16) -> bool {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    if text(ORIGIN).is_some_and(|origin| !is_own_origin(origin, port)) {
        return false;
    }
    let follows_link = text(MODE) == Some("navigate") && text(DESTINATION) == Some("document");
    match text(SITE) {
        None | Some("same-origin" | "none") => true,
        Some(_) => follows_link && uri.path() == "/",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(uri: &str, headers: &[(&'static str, &str)]) -> Result<(), Refusal> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        admit(&Method::GET, &uri.parse().unwrap(), &map, 8765)
    }

    #[test]
    fn only_the_own_host_is_answered() {
        for host in ["127.0.0.1:8765", "localhost:8765", "LocalHost:8765"] {
            assert_eq!(ask("/state", &[("host", host)]), Ok(()), "{host}");
        }
        for host in [
            "127.0.0.1",
            "127.0.0.1:8766",
            "127.0.0.1:08765",
            "127.0.0.1:8765.",
            "127.0.0.1.:8765",
            "localhost.evil.example:8765",
            "evil.example",
            "a@localhost:8765",
            "[::1]:8765",
            "0.0.0.0:8765",
            "2130706433:8765",
            " localhost:8765 x",
            "",
            ":8765",
        ] {
            assert_eq!(ask("/state", &[("host", host)]), Err(Refusal::Foreign), "{host}");
        }
        assert_eq!(ask("/state", &[]), Err(Refusal::Foreign));
        let two = [("host", "localhost:8765"), ("host", "evil.example")];
        assert_eq!(ask("/state", &two), Err(Refusal::Foreign));
    }

    #[test]
    fn the_target_must_be_the_own_one_too() {
        let host = [("host", "localhost:8765")];
        assert_eq!(ask("http://localhost:8765/state", &host), Ok(()));
        assert_eq!(ask("http://evil.example/state", &host), Err(Refusal::Foreign));
        assert_eq!(ask("http://localhost:8765@evil.example/", &host), Err(Refusal::Foreign));
    }

    #[test]
    fn pages_of_other_origins_are_refused_but_for_a_link_to_the_front_page() {
        let with = |uri, more: &[(&'static str, &str)]| {
            ask(uri, &[&[("host", "127.0.0.1:8765")], more].concat()).is_ok()
        };
        assert!(with("/state", &[("origin", "http://127.0.0.1:8765")]));
        assert!(with("/state", &[("origin", "http://localhost:8765"), ("sec-fetch-site", "same-origin")]));
        assert!(with("/report", &[("sec-fetch-site", "none")]));
        for origin in
            ["http://evil.example", "https://localhost:8765", "null", "http://localhost:9", "", "年"]
        {
            assert!(!with("/state", &[("origin", origin)]), "{origin}");
        }
        let link = [("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")];
        let framed = [("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "iframe")];
        for site in ["cross-site", "same-site", "anything"] {
            let from = [("sec-fetch-site", site)];
            assert!(!with("/", &from) && !with("/state", &from));
            assert!(with("/", &[&from[..], &link].concat()));
            assert!(!with("/report", &[&from[..], &link].concat()));
            assert!(!with("/", &[&from[..], &framed].concat()));
        }
    }

    #[test]
    fn only_reading_is_allowed_and_strangers_learn_nothing_of_it() {
        let mut headers = HeaderMap::new();
        let uri = Uri::from_static("/");
        assert_eq!(admit(&Method::POST, &uri, &headers, 8765), Err(Refusal::Foreign));
        headers.insert(HOST, "localhost:8765".parse().unwrap());
        for method in [Method::POST, Method::PUT, Method::OPTIONS, Method::CONNECT, Method::TRACE] {
            assert_eq!(admit(&method, &uri, &headers, 8765), Err(Refusal::Method));
        }
        assert_eq!(admit(&Method::HEAD, &uri, &headers, 8765), Ok(()));
        headers.insert(HOST, "localhost".parse().unwrap());
        assert_eq!(admit(&Method::GET, &uri, &headers, 80), Ok(()));
    }

    #[test]
    fn a_change_needs_the_own_origin_the_secret_and_json() {
        let key = Key::new().unwrap();
        let change = |headers: &[(&'static str, &str)]| {
            let mut map = HeaderMap::new();
            for (name, value) in headers {
                map.append(*name, value.parse().unwrap());
            }
            admit_change(&map, 8765, &key, &[Media::Json])
        };
        let origin = ("origin", "http://127.0.0.1:8765");
        let (own, json) = (("x-nianbao-key", key.text()), ("content-type", "application/json"));
        assert_eq!(change(&[origin, own, json]), Ok(Media::Json));
        assert_eq!(change(&[("sec-fetch-site", "same-origin"), own, json]), Ok(Media::Json));
        for wrong in [
            &[][..],
            &[("sec-fetch-site", "none")],
            &[("sec-fetch-site", "same-site")],
            &[("origin", "null")],
            &[("origin", "http://evil.example")],
            &[("origin", "http://evil.example"), ("sec-fetch-site", "same-origin")],
            &[origin, ("origin", "http://evil.example")],
        ] {
            assert_eq!(change(&[wrong, &[own, json]].concat()), Err(Refusal::Foreign), "{wrong:?}");
        }
        for wrong in [&[][..], &[("x-nianbao-key", "")], &[("x-nianbao-key", &key.text()[1..])], &[own, own]]
        {
            assert_eq!(change(&[wrong, &[origin, json]].concat()), Err(Refusal::Key), "{wrong:?}");
        }
        for media in ["application/json; charset=utf-8", "Application/JSON;charset=UTF-8"] {
            assert_eq!(change(&[origin, own, ("content-type", media)]), Ok(Media::Json), "{media}");
        }
        for media in [
            "",
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "text/plain; application/json",
            "application/jsonx",
            "application/json; charset=gbk",
            "application/json; charset=utf-8; x=y",
            "application/octet-stream",
        ] {
            assert_eq!(change(&[origin, own, ("content-type", media)]), Err(Refusal::MediaType), "{media}");
        }
        assert_eq!(change(&[origin, own]), Err(Refusal::MediaType));
        assert_eq!(change(&[origin, own, json, ("content-encoding", "gzip")]), Err(Refusal::MediaType));
    }

    #[test]
    fn the_bytes_of_a_file_are_let_through_where_they_are_expected() {
        let key = Key::new().unwrap();
        let change = |media: &str, more: Option<&str>| {
            let mut map = HeaderMap::new();
            for (name, value) in
                [("origin", "http://localhost:8765"), ("x-nianbao-key", key.text()), ("content-type", media)]
            {
                map.append(name, value.parse().unwrap());
            }
            more.map(|encoding| map.append(CONTENT_ENCODING, encoding.parse().unwrap()));
            admit_change(&map, 8765, &key, &[Media::Json, Media::Bytes])
        };
        assert_eq!(change("application/octet-stream", None), Ok(Media::Bytes));
        assert_eq!(change("application/json", None), Ok(Media::Json));
        for wrong in ["application/octet-stream; x=y", "application/octet-streams", "text/plain", ""] {
            assert_eq!(change(wrong, None), Err(Refusal::MediaType), "{wrong}");
        }
        assert_eq!(change("application/octet-stream", Some("gzip")), Err(Refusal::MediaType));
    }
}
