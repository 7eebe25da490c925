//! A page of the running program, asked as a browser asks it, and as no browser should.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::Value;

/// A hang, however busy the machine is.
pub const LONGEST: Duration = Duration::from_secs(30);

/// Where the page is, and its secret.
#[derive(Debug, Clone)]
pub struct Page {
    pub port: u16,
    pub key: String,
}

impl Page {
    /// The page at an address that the program has said.
    pub fn at(address: &str) -> Self {
        let (_, rest) = address.split_once("http://127.0.0.1:").unwrap_or_else(|| panic!("{address}"));
        let (port, rest) = rest.split_once('/').unwrap();
        let key = rest.trim_start_matches('#').chars().take_while(char::is_ascii_hexdigit).collect();
        Self { port: port.parse().unwrap(), key }
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(LONGEST)).unwrap();
        stream.set_write_timeout(Some(LONGEST)).unwrap();
        stream
    }

    pub fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Sends bytes and reads all that comes back, until the server closes: status and body.
    pub fn send(&self, bytes: &[u8]) -> (u16, String) {
        let mut stream = self.connect();
        // The server may close before it has read all of a request that it refuses.
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        let mut part = [0; 65_536];
        while let Ok(count @ 1..) = stream.read(&mut part) {
            answer.extend_from_slice(&part[..count]);
        }
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        (status, body.to_owned())
    }

    pub fn get(&self, path: &str) -> (u16, String) {
        let head = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.host());
        self.send(head.as_bytes())
    }

    /// The head of a proper request, with other headers where they are given.
    pub fn head(&self, path: &str, length: usize, other: &[(&str, &str)]) -> String {
        let origin = format!("http://{}", self.host());
        let proper = [
            ("Host", self.host()),
            ("Origin", origin),
            ("X-Nianbao-Key", self.key.clone()),
            ("Content-Type", "application/json".to_owned()),
        ];
        let mut head = format!("POST {path} HTTP/1.1\r\nConnection: close\r\nContent-Length: {length}\r\n");
        for (name, value) in proper {
            if !other.iter().any(|(replaced, _)| *replaced == name) {
                head.push_str(&format!("{name}: {value}\r\n"));
            }
        }
        // An empty value leaves the header out.
        for (name, value) in other.iter().filter(|(_, value)| !value.is_empty()) {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head + "\r\n"
    }

    pub fn post_with(&self, path: &str, body: impl AsRef<[u8]>, other: &[(&str, &str)]) -> (u16, String) {
        let body = body.as_ref();
        self.send(&[self.head(path, body.len(), other).as_bytes(), body].concat())
    }

    pub fn post(&self, path: &str, body: &Value) -> Value {
        let (status, answer) = self.post_with(path, body.to_string(), &[]);
        assert_eq!(status, 200, "{path} {body}: {answer}");
        serde_json::from_str(&answer).unwrap()
    }

    /// A change as pages of others and programs that do not have the secret could send it: `old` is the secret of
    /// another run. Each is refused.
    pub fn refuses_strangers(&self, path: &str, body: &str, old: &str) {
        let ask = |other: &[(&str, &str)]| self.post_with(path, body, other).0;
        for foreign in ["http://evil.example", "null", "https://localhost:1", "http://127.0.0.1:1", ""] {
            assert_eq!(ask(&[("Origin", foreign)]), 403, "{foreign}");
            assert_eq!(ask(&[("Origin", foreign), ("Sec-Fetch-Site", "cross-site")]), 403, "{foreign}");
        }
        for foreign in ["evil.example", "127.0.0.1", "127.0.0.1:1", ""] {
            let status = ask(&[("Host", foreign)]);
            assert!(matches!(status, 400 | 403), "{foreign}: {status}");
        }
        for key in ["", "0", old, &self.key.to_uppercase(), &format!("{} ", &self.key[1..])] {
            assert_eq!(ask(&[("X-Nianbao-Key", key)]), 403, "{key}");
        }
        // What a page can send to another origin without asking first, and other kinds.
        for kind in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "text/plain; charset=application/json",
            "application/json, text/plain",
            "application/octet-stream; charset=utf-8",
            "",
        ] {
            assert_eq!(ask(&[("Content-Type", kind)]), 415, "{kind}");
            // As such a page would send it: without the secret, from its own origin.
            let sent = [("Content-Type", kind), ("X-Nianbao-Key", ""), ("Origin", "http://evil.example")];
            assert_eq!(ask(&sent), 403, "{kind}");
        }
        for method in ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"] {
            let head = self.head(path, body.len(), &[]).replacen("POST", method, 1);
            assert_eq!(self.send((head + body).as_bytes()).0, 405, "{method}");
        }
        let preflight = format!(
            "OPTIONS {path} HTTP/1.1\r\nHost: {}\r\nOrigin: http://evil.example\r\n\
             Access-Control-Request-Method: POST\r\n\r\n",
            self.host()
        );
        let (status, answer) = self.send(preflight.as_bytes());
        assert!(status == 403 && !answer.contains("Access-Control"), "{status} {answer}");
        assert_eq!(self.get(path).0, 404);
    }

    /// A body without its length, in parts, that grows beyond what is taken.
    pub fn refuses_endless(&self, path: &str, other: &[(&str, &str)], parts: usize) {
        let mut stream = self.connect();
        let head = self.head(path, 0, other).replacen("Content-Length: 0", "Transfer-Encoding: chunked", 1);
        stream.write_all(head.as_bytes()).unwrap();
        let part = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
        for _ in 0..parts {
            if stream.write_all(part.as_bytes()).is_err() {
                break;
            }
        }
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer);
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 413"), "{answer}");
    }

    /// Opens three hundred requests that do not come to an end, does something else, and sees that none of them is
    /// waited for.
    pub fn is_not_kept_by_slow_writers(&self, path: &str, other: impl FnOnce()) {
        let mut slow: Vec<TcpStream> = (0..300)
            .map(|number| {
                let mut stream = self.connect();
                let head = self.head(path, 1_000, &[]);
                // Some have not even ended their head.
                let sent = if number % 3 == 0 { &head[..head.len() - 2] } else { &head };
                stream.write_all(sent.as_bytes()).unwrap();
                stream
            })
            .collect();
        for stream in &mut slow {
            let _ = stream.write_all(b"{");
        }
        let start = Instant::now();
        other();
        assert!(start.elapsed() < Duration::from_secs(4), "{:?}", start.elapsed());
        for mut stream in slow {
            let mut rest = Vec::new();
            let end = stream.read_to_end(&mut rest).map_err(|error| error.kind());
            use std::io::ErrorKind::{TimedOut, WouldBlock};
            assert!(!matches!(end, Err(WouldBlock | TimedOut)), "it is waited for");
            assert!(!String::from_utf8_lossy(&rest).contains("outcome"));
        }
    }
}
