//! A text whose line ends are lost: pasted into a field of one line, through a mail program, or with the ends of old Macs. What
//! the first word of such a line would be judged as is beside the point.

use crate::{lexer, secrets};

/// Directives that nearly every profile has, and that are no values of others.
const USUAL: &[&str] = &[
    "auth-nocache",
    "auth-user-pass",
    "ca",
    "cert",
    "cipher",
    "dev",
    "key",
    "key-direction",
    "nobind",
    "persist-key",
    "persist-tun",
    "proto",
    "remote",
    "remote-cert-tls",
    "resolv-retry",
    "tls-auth",
    "tls-client",
    "verb",
];

/// How many of them one line may have behind its first word.
const MOST: usize = 2;

/// Lists of names of directives.
const LISTS: &[&str] = &["ignore-unknown-option", "setenv", "push", "pull-filter", "push-remove"];

/// Whether lines of this text lie behind each other without an end between them.
pub(crate) fn is_joined(text: &str) -> bool {
    let text = text.trim();
    if !text.contains('\n') && text.contains('\r') {
        return true;
    }
    let mut end: Option<String> = None;
    let mut lines = 0;
    let mut tags = false;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(tag) = &end {
            if line.starts_with(tag.as_str()) {
                end = None;
            }
            continue;
        }
        if line.starts_with(['#', ';']) {
            continue;
        }
        if let Some(name) = lexer::block_name(line) {
            // A connection block has directives in it, as everything around it has.
            end = (name != "connection").then(|| format!("</{name}>"));
            continue;
        }
        lines += 1;
        // `<key>…</key>` on a line of its own is another slip.
        tags = tags || !line.starts_with('<') && secrets::holds_tag(line);
        let mut words = line.split_whitespace();
        let first = words.next().unwrap_or_default();
        if !LISTS.contains(&first) && words.filter(|word| USUAL.contains(word)).count() > MOST {
            return true;
        }
    }
    // Without blanks in their place, only the tags tell.
    tags && lines <= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROFILE: &str = "client\ndev tun\nproto udp\nremote vpn.example.com 1194\nnobind\nremote-cert-tls server\n<ca>\n-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n</ca>\n";

    #[test]
    fn lost_line_ends_are_noticed() {
        assert!(!is_joined(PROFILE));
        assert!(is_joined(&PROFILE.replace('\n', " ")));
        assert!(is_joined(&PROFILE.replace('\n', "\r")));
        assert!(is_joined(&PROFILE.replace('\n', "")));
        assert!(is_joined(
            &PROFILE
                .replacen("\nproto", " proto", 1)
                .replacen("\nremote", " remote", 2)
                .replacen("\nnobind", " nobind", 1)
        ));
        assert!(!is_joined(&PROFILE.replace('\n', "\r\n")));
    }

    #[test]
    fn lines_that_name_directives_are_whole() {
        for line in [
            "ignore-unknown-option remote dev proto verb cipher",
            "setenv opt remote dev proto nobind",
            "verify-x509-name remote name",
            "# client dev tun proto udp remote a nobind verb 3",
            "<key>-----BEGIN PRIVATE KEY----- AA -----END PRIVATE KEY-----</key>",
        ] {
            assert!(!is_joined(&format!("{line}\n{PROFILE}")), "{line}");
        }
    }
}
