//! Who may ask: only pages of the preview itself, under its own name.
//!
//! Any web page can make a browser send requests to this machine, and by changing what its own name
//! leads to (DNS rebinding) it could even read the answers. The report is not public yet.

use hyper::header::{HOST, HeaderMap, HeaderName, ORIGIN};
use hyper::{Method, Uri};

/// Names under which the preview is opened.
const NAMES: [&str; 2] = ["127.0.0.1", "localhost"];
/// The port that browsers leave out.
const HTTP_PORT: u16 = 80;

const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");
const DESTINATION: HeaderName = HeaderName::from_static("sec-fetch-dest");

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It does not come from the preview's own page.
    Foreign,
    /// It wants to do more than read.
    Method,
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

/// True if the request names the preview as its host, once.
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

/// False if a page of another origin asks. Only its link to the front page may be followed.
fn is_from_here(uri: &Uri, headers: &HeaderMap, port: u16) -> bool {
    let is_own_origin = |origin: &str| {
        let host = origin.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("http://"));
        host.and(origin.get(7..)).is_some_and(|host| is_own_host(host, port))
    };
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    if text(ORIGIN).is_some_and(|origin| !is_own_origin(origin)) {
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
}
