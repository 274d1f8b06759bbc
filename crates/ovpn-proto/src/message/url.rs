//! Which addresses a server may send a person to.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Longest address, in bytes. Sign-in addresses with a request in them have some hundreds.
const MAX_URL: usize = 1024;

/// Whether a person may be sent there: `https`, a host that is not this machine, no name and password, nothing that could
/// be read in two ways. What is typed there goes to whoever the host names, so the host must be plain.
pub(crate) fn is_safe(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_at_checked(8) else { return false };
    if !scheme.eq_ignore_ascii_case("https://") || url.len() > MAX_URL {
        return false;
    }
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '`' | '\\' | '^' | '{' | '|' | '}');
    if !url.chars().all(plain) || holds_encoded_control(url) {
        return false;
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    !authority.contains('@') && is_safe_authority(authority)
}

/// `%00` to `%1f` and `%7f`: what some server behind the address might take for the end of a line (CVE-2024-20337).
fn holds_encoded_control(url: &str) -> bool {
    url.split('%').skip(1).any(|rest| {
        let byte = rest.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        byte.is_none_or(|byte| byte.is_ascii_control())
    })
}

fn is_safe_authority(authority: &str) -> bool {
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => match rest.split_once(']') {
            Some((inside, behind)) => {
                let reachable = inside.parse::<Ipv6Addr>().is_ok_and(|address| is_elsewhere(address.into()));
                return reachable && (behind.is_empty() || behind.strip_prefix(':').is_some_and(is_port));
            }
            None => return false,
        },
        None => match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        },
    };
    port.is_none_or(is_port) && is_safe_host(host)
}

fn is_port(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit()) && text.parse::<u16>().is_ok_and(|port| port != 0)
}

fn is_safe_host(host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
            && !label.starts_with('-')
    };
    if host.len() > 253 || !host.split('.').all(label) {
        return false;
    }
    let last = host.rsplit('.').next().unwrap_or_default();
    // Browsers take `127.1`, `0x7f.1` and `2130706433` for addresses; only the usual form is one.
    if last.starts_with(|c: char| c.is_ascii_digit()) {
        return host.parse::<Ipv4Addr>().is_ok_and(|address| is_elsewhere(address.into()));
    }
    last != "localhost" && last != "localdomain"
}

/// Whether an address can belong to another machine. The organisation's own private networks are fine.
fn is_elsewhere(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let [first, ..] = address.octets();
            first != 0 && first < 224 && !address.is_loopback() && !address.is_link_local()
        }
        IpAddr::V6(address) => {
            let [first, ..] = address.segments();
            // Also `::1.2.3.4`, which is long obsolete.
            first != 0 && !address.is_multicast() && first & 0xffc0 != 0xfe80
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Test T-C3 of the threat model: of these, only the legitimate ones are opened.
    #[test]
    fn of_sixty_addresses_only_the_legitimate_ones_are_opened() {
        let legitimate = [
            "https://login.example.net:8443/a?b=c:d&e=%20#f",
            "https://sso.example.com/saml?SAMLRequest=fZJNb%2BIwEIb",
            "https://10.20.30.40/connect",
        ];
        let mut hostile: Vec<String> = [
            "",
            "https",
            "https:",
            "https://",
            "https:///x",
            "https:evil.example",
            "https:/evil.example",
            "https:/\\evil.example",
            "https:\\\\evil.example",
            "http://login.example.net/",
            "//login.example.net/",
            "login.example.net",
            "ftp://login.example.net/",
            "file:///etc/passwd",
            "file://server/share",
            "javascript:alert(1)",
            "javascript://login.example.net/%0aalert(1)",
            "data:text/html,<script>alert(1)</script>",
            "smb://server/share",
            "nfs://server/share",
            "ms-settings:",
            "ms-msdt:/id",
            "ms-officecmd:x",
            "vscode://file/etc/passwd",
            "tel:+1900",
            "ssh://login.example.net",
            "openvpn://import-profile/https://evil.example",
            "mailto:a@example.net",
            "view-source:https://login.example.net",
            "blob:https://login.example.net/x",
            "https://a@b.example/",
            "https://login.example.net:x@evil.example/",
            "https://login.example.net@evil.example",
            "https://login.example.net\\@evil.example/",
            "https://[::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://[fe80::1]/",
            "https://[::1",
            "https://[x]/",
            "https://127.0.0.1/",
            "https://127.1/",
            "https://0x7f.0.0.1/",
            "https://2130706433/",
            "https://0/",
            "https://169.254.169.254/latest/meta-data",
            "https://localhost/",
            "https://x.localhost:8080/",
            "https://login.example.net:0/",
            "https://login.example.net:99999/",
            "https://login.example.net:80a/",
            "https://login..example/",
            "https://-x.example/",
            "https://login.example.net/%0d%0aSet-Cookie:x",
            "https://login.example.net/%00",
            "https://login.example.net/%zz",
            "https://login.example.net/ --flag",
            "https://login.example.net/\"&calc",
            "https://login.example.net/$(id)|sh",
            "https://login.example.net/\u{202e}gnp",
            "https://\u{430}pple.example/",
            "--help",
        ]
        .map(str::to_owned)
        .to_vec();
        for length in [1025, 1 << 20] {
            let head = "https://login.example.net/";
            hostile.push(format!("{head}{}", "a".repeat(length - head.len())));
        }
        assert!(legitimate.len() + hostile.len() >= 60, "{}", hostile.len());
        for url in legitimate {
            assert!(is_safe(url), "{url}");
        }
        let longest = format!("https://login.example.net/{}", "a".repeat(1024 - 26));
        assert!(is_safe(&longest) && is_safe("HTTPS://Login.Example.Net./x") && is_safe("https://[2001:db8::1]:443/"));
        for url in hostile {
            assert!(!is_safe(&url), "{}", url.chars().take(80).collect::<String>());
        }
    }
}
