//! What looks like a secret, wherever it stands, and what certainly is none.

use std::net::IpAddr;

use ipnet::IpNet;

/// Fewest digits of a key in hexadecimal: half a line of a static key.
const HEX_RUN: usize = 16;
/// Fewest characters of key material in base64: 18 bytes.
const BASE64_RUN: usize = 24;

/// Whether `text` holds something that looks like a key, a token or a login.
pub(super) fn looks_secret(text: &str) -> bool {
    let upper = text.to_ascii_uppercase();
    if ["-----BEGIN", "-----END", "PRIVATE KEY", "PROC-TYPE:", "DEK-INFO:"].iter().any(|mark| upper.contains(mark)) {
        return true;
    }
    let is_digit = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '_' | '-');
    text.split(|c| !is_digit(c)).any(|run| is_hex_key(run) || is_base64(run)) || has_login(text)
}

fn is_hex_key(run: &str) -> bool {
    run.len() >= HEX_RUN
        && run.bytes().all(|byte| byte.is_ascii_hexdigit())
        && run.bytes().any(|byte| byte.is_ascii_digit())
        && run.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// Random bytes in base64 change between capitals, small letters and digits about two times in three; words and paths do not.
fn is_base64(run: &str) -> bool {
    if run.len() < BASE64_RUN {
        return false;
    }
    let class = |byte: u8| match byte {
        b'A'..=b'Z' => 0,
        b'a'..=b'z' => 1,
        b'0'..=b'9' => 2,
        _ => 3,
    };
    let bytes = run.as_bytes();
    let changes = bytes.windows(2).filter(|pair| matches!(pair, [a, b] if class(*a) != class(*b))).count();
    let has = |wanted: u8| bytes.iter().any(|byte| class(*byte) == wanted);
    // The first byte of every key and certificate is that of a sequence, which is `M`, and its length follows.
    let is_der = matches!(bytes, [b'M', b'C'..=b'I', ..]);
    has(0) && has(1) && (has(2) || has(3)) && (is_der || changes * 100 > bytes.len() * 40)
}

/// `https://user:password@host`, and `Authorization: Basic …`.
fn has_login(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let both =
        |login: &str| login.rsplit_once(':').is_some_and(|(user, password)| !user.is_empty() && !password.is_empty());
    let word = |word: &str| word.split_once('@').is_some_and(|(login, _)| both(login));
    lower.split_whitespace().any(word)
        || ["authorization", "bearer ", "basic ", "cookie:", "password=", "passwd=", "token="]
            .iter()
            .any(|mark| lower.contains(mark))
}

/// Whether a text is the fingerprint of a certificate, which is public: 20 or 32 bytes, or several with colons between them.
pub(super) fn is_fingerprint(text: &str) -> bool {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let apart = text.contains(':') && text.split(':').all(|part| part.len() <= 2 && digits(part));
    apart || matches!(text.len(), 40 | 64) && digits(text)
}

/// Words that values of many directives are made of.
const WORDS: &[&str] = &[
    "adaptive",
    "auto",
    "bidirectional",
    "block-local",
    "bypass-dhcp",
    "bypass-dns",
    "client",
    "def1",
    "default",
    "dir",
    "dns",
    "domain",
    "infinite",
    "interact",
    "ipv6",
    "local",
    "lzo",
    "name",
    "net30",
    "no",
    "nointeract",
    "none",
    "p2p",
    "server",
    "subject",
    "subnet",
    "tap",
    "tcp",
    "tcp-client",
    "tcp4",
    "tcp6",
    "tun",
    "udp",
    "udp4",
    "udp6",
    "vpn_gateway",
    "net_gateway",
    "yes",
];

/// Whether a value is certainly no secret: a short number, an address, a name of a host, a word of the format.
pub(super) fn is_plain(value: &str) -> bool {
    let number =
        !value.is_empty() && value.len() <= 5 && value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let lower = value.to_ascii_lowercase();
    number
        || value.parse::<IpAddr>().is_ok()
        || value.parse::<IpNet>().is_ok()
        || WORDS.contains(&lower.as_str())
        || crate::profile::Cipher::by_name(value).is_some()
        || is_host_name(&lower)
}

/// Labels of small letters, digits and hyphens, the last one of letters: `vpn.example.com`.
fn is_host_name(value: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    let (Some((_, last)), true) = (value.rsplit_once('.'), value.len() <= 100) else { return false };
    value.split('.').all(label) && last.len() >= 2 && last.bytes().all(|byte| byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_tokens_are_known_by_their_look() {
        for secret in [
            "-----BEGIN EC PRIVATE KEY-----",
            "x-----END CERTIFICATE-----",
            "MHcCAQEEII7V+mH8yrH/WBL2b+iAV9a5huZwaVqEsNOJkmo0TeMaoAoGCCqGSM49",
            "AwEHoUQDQgAEjMwo+9boRVupLF6DIUHXzmX2Xi7RE8JxVODqJmtIcLepm8VIcLUS",
            "FwTStmUhsUV71a3miF9tFFcJBhB7XyLV2Q==",
            "4ab57779b1ce0390f04849116f76e585",
            "4AB57779B1CE0390",
            "key=MHcCAQEEII7V+mH8yrH/WBL2b+iAV9a5",
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0",
            "https://ada:pw@vpn.example/",
            "Authorization: Basic YWRhOnB3",
        ] {
            assert!(looks_secret(secret), "{secret}");
        }
    }

    #[test]
    fn names_paths_and_numbers_are_not_taken_for_keys() {
        for open in [
            "remote vpn.example.com 1194 udp",
            "/etc/openvpn/client/keys/office-2024.crt",
            r"C:\Program Files\OpenVPN\config\office.key",
            "AES-256-GCM:AES-128-GCM:CHACHA20-POLY1305",
            "TLS-ECDHE-ECDSA-WITH-AES-256-GCM-SHA384",
            "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256",
            "2001:db8:0:1:2:3:4:5",
            "0d:5a:e2:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd",
            "verify-x509-name C=DE, O=Example Company, CN=vpn.example.com",
            "data-ciphers-fallback",
            "tls-cipher DEFAULT:@SECLEVEL=0",
            "ca MyCompanyOpenVPN.crt",
        ] {
            assert!(!looks_secret(open), "{open}");
        }
    }

    #[test]
    fn plain_values() {
        for plain in ["443", "udp", "10.0.0.1", "10.0.0.0/8", "fd00::1", "vpn.example.com", "AES-256-GCM", "TCP"] {
            assert!(is_plain(plain), "{plain}");
        }
        for other in ["", "hunter2", "123456", "alice", "a.b.2", "Secret.Word9", "-"] {
            assert!(!is_plain(other), "{other}");
        }
    }
}
