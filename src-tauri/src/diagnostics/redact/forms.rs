//! The forms of what tells who or where somebody is: addresses, hosts, paths, keys.

use std::net::{IpAddr, Ipv6Addr};

/// A run of this many letters and digits is a key, a token or an id, not a word.
const LONG: usize = 20;
/// Names of values that hold what somebody wrote or is called.
const WRITTEN: &[&str] = &[
    "name",
    "host",
    "user",
    "banner",
    "url",
    "domain",
    "search",
    "connection",
    "label",
    "text",
    "title",
    "detail",
    "realm",
    "organisation",
    "reason",
    "subject",
    "owner",
    "profile",
    "message",
    "response",
    "common",
    "login",
    "file",
];
/// The last parts of names of files, units and bus names, which are no hosts.
const NO_HOST: &[&str] = &[
    "conf",
    "json",
    "service",
    "socket",
    "rs",
    "so",
    "toml",
    "ftl",
    "sock",
    "slice",
    "timer",
    "target",
    "device",
    "txt",
    "log",
    "network1",
    "resolve1",
    "login1",
    "networkmanager",
];

/// The parts of a token, each with the sign behind it.
pub(super) fn parts(core: &str) -> impl Iterator<Item = (&str, &str)> {
    core.split_inclusive(['/', '%', '_', '-', '+', '~', '@']).map(|part| {
        let text = part.trim_end_matches(['/', '%', '_', '-', '+', '~', '@']);
        (text, part.get(text.len()..).unwrap_or_default())
    })
}

/// The text before, between and behind two places.
pub(super) fn split(text: &str, start: usize, end: usize) -> (&str, &str, &str) {
    let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default();
    (part(0..start), part(start..end), part(end..text.len()))
}

/// Where `known` stands in whatever case, in bytes.
pub(super) fn find(text: &str, known: &str) -> Option<(usize, usize)> {
    let wanted: Vec<char> = known.chars().flat_map(char::to_lowercase).collect();
    text.char_indices().find_map(|(start, _)| {
        let mut left = wanted.iter();
        let mut end = start;
        for c in text.get(start..)?.chars() {
            if left.len() == 0 {
                break;
            }
            if !c.to_lowercase().all(|c| left.next() == Some(&c)) {
                return None;
            }
            end += c.len_utf8();
        }
        (left.len() == 0).then_some((start, end))
    })
}

/// Where the quote ends: a sign behind a backslash does not end it.
pub(super) fn closing(text: &str, ends: &[char]) -> usize {
    let mut escaped = false;
    for (place, c) in text.char_indices() {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if ends.contains(&c) {
            return place;
        }
    }
    text.len()
}

pub(super) fn is_of_token(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | ':' | '-' | '_' | '@' | '/' | '%' | '+' | '~')
}

pub(super) fn is_written(name: &str) -> bool {
    let name = name.to_lowercase();
    WRITTEN.iter().any(|written| name.contains(written))
}

/// The address at the beginning of a token, and the port or prefix behind it.
pub(super) fn address(core: &str) -> Option<(IpAddr, &str)> {
    let whole = |text: &str| {
        let bare = text.split('%').next().unwrap_or_default();
        bare.parse::<IpAddr>().ok()
    };
    if let Some(address) = whole(core) {
        return Some((address, ""));
    }
    let at = |sign: char| {
        let place = core.rfind(sign)?;
        let (before, _, behind) = split(core, place, place);
        let number = behind.get(1..)?;
        let counts = !number.is_empty() && number.chars().all(|c| c.is_ascii_alphanumeric());
        whole(before).filter(|_| counts).map(|address| (address, behind))
    };
    at('/').or_else(|| at(':').filter(|(address, _)| address.is_ipv4()))
}

pub(super) fn kind_of(address: IpAddr) -> &'static str {
    match address {
        IpAddr::V4(v4) if v4.is_private() || v4.is_link_local() => "private-ipv4",
        IpAddr::V4(_) => "ipv4",
        IpAddr::V6(v6) if is_private(v6) => "private-ipv6",
        IpAddr::V6(_) => "ipv6",
    }
}

pub(super) fn is_private(address: Ipv6Addr) -> bool {
    address.is_unique_local() || address.is_unicast_link_local()
}

pub(super) fn is_hardware_address(core: &str) -> bool {
    [':', '-'].into_iter().any(|sign| {
        let parts: Vec<&str> = core.split(sign).collect();
        parts.len() >= 6 && parts.iter().all(|part| part.len() == 2 && part.chars().all(|c| c.is_ascii_hexdigit()))
    })
}

pub(super) fn is_personal_path(core: &str) -> bool {
    ["/home/", "/root", "/Users/", "/media/", "/mnt/", "/tmp/", "/run/user/", "/run/media/", "~"]
        .iter()
        .any(|start| core.starts_with(start))
}

/// Letters and digits as nobody writes them: a key, a token, a fingerprint, or the id of something.
pub(super) fn is_key(part: &str) -> bool {
    let part = part.trim_matches('=');
    let hex = part.split('-').all(|part| part.chars().all(|c| c.is_ascii_hexdigit()));
    let long = part.chars().filter(|c| c.is_alphanumeric()).count() >= LONG;
    let mixed = part.chars().any(|c| c.is_ascii_digit()) && part.chars().any(char::is_alphabetic);
    long && (hex || mixed || !part.contains('-'))
}

pub(super) fn is_host(core: &str) -> bool {
    // A port may stand behind it.
    let name = match core.rsplit_once([':', '/']) {
        Some((before, port)) if !port.is_empty() && port.chars().all(|c| c.is_ascii_digit()) => before,
        Some(_) | None => core,
    };
    if name.contains(['/', ':']) || !name.contains('.') {
        return false;
    }
    let labels: Vec<&str> = name.split('.').collect();
    let whole = labels.iter().all(|label| !label.is_empty() && label.len() < 64);
    let last = labels.last().copied().unwrap_or_default().to_lowercase();
    let named = last.chars().count() >= 2 && last.chars().next().is_some_and(char::is_alphabetic);
    whole && named && !NO_HOST.contains(&last.as_str())
}
