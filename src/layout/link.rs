//! Targets of links, as the files of office programs hold them.

use std::fmt::Write as _;

/// The target as a URI of ASCII characters, or `None` if no program could follow it: a malformed target makes Word
/// refuse the whole file.
pub(crate) fn normalize(link: &str) -> Option<String> {
    let (scheme, rest) = link.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    let valid = match scheme.as_str() {
        "http" | "https" => rest.strip_prefix("//").is_some_and(is_authority),
        "mailto" => rest
            .split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && !name.starts_with('/') && is_authority(host)),
        _ => false,
    };
    valid.then(|| format!("{scheme}:{}", percent_encode(rest)))
}

/// True if the text opens with a host of letters, digits, hyphens and dots, perhaps with a port.
fn is_authority(text: &str) -> bool {
    let end = text.find(['/', '?', '#']).unwrap_or(text.len());
    let (authority, _) = text.split_at(end);
    let (host, port) = authority.split_once(':').unwrap_or((authority, "80"));
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    host.starts_with(|c: char| c.is_ascii_alphanumeric())
        && host.chars().all(plain)
        && !host.contains("..")
        && port.parse::<u16>().is_ok()
}

/// Encodes what a URI cannot hold; what is encoded already stays.
fn percent_encode(text: &str) -> String {
    const ALLOWED: &[u8] = b"-._~:/?@!$&'()*+,;=%";
    let mut out = String::with_capacity(text.len());
    let mut fragment = false;
    for (at, byte) in text.bytes().enumerate() {
        let stray_percent = byte == b'%' && !is_escape(text.get(at..).unwrap_or_default());
        // Only the first number sign opens a fragment.
        let number_sign = byte == b'#' && !std::mem::replace(&mut fragment, true);
        let kept = byte.is_ascii_alphanumeric() || ALLOWED.contains(&byte) || number_sign;
        if kept && !stray_percent {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn is_escape(text: &str) -> bool {
    let digits = text.bytes().skip(1).take(2);
    digits.filter(u8::is_ascii_hexdigit).count() == 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_targets_pass() {
        for link in [
            "http://www.gov.cn/zhengce/?id=1&x=%E4%BA%8B#top",
            "https://example.com:8080",
            "mailto:office@example.gov.cn",
        ] {
            assert_eq!(normalize(link).as_deref(), Some(link));
        }
    }

    #[test]
    fn odd_characters_are_encoded() {
        assert_eq!(
            normalize("HTTP://a.cn/年报 1%|#x#y").as_deref(),
            Some("http://a.cn/%E5%B9%B4%E6%8A%A5%201%25%7C#x%23y")
        );
    }

    #[test]
    fn what_leads_nowhere_is_no_link() {
        for link in [
            "http://",
            "http:///x",
            "https://[::1",
            "http://a b",
            "http://a:99999/",
            "mailto:",
            "mailto:@x",
            "javascript:alert(1)",
            "ftp://a.cn",
            "a.cn",
        ] {
            assert_eq!(normalize(link), None, "{link}");
        }
    }
}
