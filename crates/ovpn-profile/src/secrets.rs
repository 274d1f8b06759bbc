//! Which lines of a text hold secrets. Works on any text, also one that cannot be split, so that a text in the middle of an
//! edit shows no more than a finished one.

use profile_api::SecretLines;

use crate::lexer;

/// Blocks whose content is secret. `tls-auth` and `tls-crypt` hold symmetric keys: whoever has one can talk to the server's
/// control channel (docs/protocol/openvpn.md §4).
const BLOCKS: &[&str] = &[
    "auth-gen-token-secret",
    "http-proxy-user-pass",
    "key",
    "pkcs12",
    "secret",
    "socks-proxy-user-pass",
    "tls-auth",
    "tls-crypt",
    "tls-crypt-v2",
];

/// Directives whose values are secret.
pub(crate) const VALUES: &[&str] = &["auth-token", "auth-token-user", "http-proxy-user-pass", "socks-proxy-user-pass"];

/// All secrets of `text`, in the order of their lines.
pub(crate) fn find(text: &str) -> Vec<SecretLines> {
    let mut found: Vec<SecretLines> = Vec::new();
    let mut block: Option<(String, String)> = None;
    let mut inside = 0;
    // A private key outside of its block, or in the wrong one.
    let mut loose = false;
    for (number, raw) in text.split_inclusive('\n').enumerate() {
        let line = if number == 0 { raw.strip_prefix('\u{feff}').unwrap_or(raw) } else { raw };
        let trimmed = line.trim();
        if let Some((name, end)) = &block {
            if trimmed.starts_with(end.as_str()) {
                block = None;
                loose = false;
                continue;
            }
            inside += 1;
            loose = loose || begins_private(trimmed);
            // The first line of the block is the user name, the second the password (docs/protocol/openvpn.md §18.2).
            let user_name = name == "auth-user-pass" && inside == 1;
            let secret = BLOCKS.contains(&name.as_str()) || name == "auth-user-pass" || loose;
            if secret && !user_name {
                add(&mut found, number, name, false);
            } else if name == "connection" {
                directive(&mut found, number, line);
                if let Some(inner) = opened(trimmed).filter(|inner| BLOCKS.contains(&inner.as_str())) {
                    block = Some((inner.clone(), format!("</{inner}>")));
                }
            }
            continue;
        }
        if let Some(name) = opened(trimmed) {
            block = Some((name.clone(), format!("</{name}>")));
            inside = 0;
            continue;
        }
        if loose || begins_private(trimmed) {
            loose = !trimmed.starts_with("-----END ");
            add(&mut found, number, "key", false);
            continue;
        }
        directive(&mut found, number, line);
    }
    found
}

fn begins_private(line: &str) -> bool {
    line.starts_with("-----BEGIN ")
        && (line.contains("PRIVATE KEY") || line.contains("Static key") || line.contains("client key"))
}

/// The block that begins on this line, as the lexer sees it.
fn opened(line: &str) -> Option<String> {
    if !line.contains('<') {
        return None;
    }
    let (words, _) = lexer::split_words(line, 1, 0).ok()?;
    let [word] = words.as_slice() else { return None };
    lexer::block_name(&word.text).map(str::to_owned)
}

fn add(found: &mut Vec<SecretLines>, line: usize, name: &str, directive: bool) {
    match found.last_mut() {
        Some(last) if !directive && !last.directive && last.lines.end == line && last.name == name => {
            last.lines.end = line + 1;
        }
        Some(_) | None => found.push(SecretLines { lines: line..line + 1, name: name.to_owned(), directive }),
    }
}

fn directive(found: &mut Vec<SecretLines>, number: usize, line: &str) {
    let Ok((words, _)) = lexer::split_words(line, 1, 0) else {
        if VALUES.iter().chain(&["auth-user-pass"]).any(|name| line.contains(name)) {
            add(found, number, "auth-user-pass", true);
        }
        return;
    };
    let mut texts = words.iter().map(|word| word.text.as_str());
    let Some(name) = texts.next() else { return };
    let name = name.strip_prefix("--").unwrap_or(name);
    if holds_secret(name, texts.clone()) {
        let name = std::iter::once(name).chain(texts).find(|word| is_secret_name(word)).unwrap_or(name);
        add(found, number, name, true);
    }
}

fn is_secret_name(name: &str) -> bool {
    VALUES.contains(&name.strip_prefix("--").unwrap_or(name)) || name == "auth-user-pass"
}

/// Whether the values of this directive are secret: a token, a password, or a password where a file name belongs.
pub(crate) fn holds_secret<'a>(name: &str, values: impl Iterator<Item = &'a str> + Clone) -> bool {
    let mut rest = values.clone();
    let named = |word: &str| VALUES.contains(&word.strip_prefix("--").unwrap_or(word));
    if named(name) || values.clone().any(named) {
        return values.clone().next().is_some();
    }
    if name == "auth-user-pass" {
        return values.count() > 1;
    }
    name == "setenv" && rest.any(|word| word == "auth-user-pass") && rest.count() > 1
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;

    fn places(text: &str) -> Vec<(Range<usize>, String)> {
        find(text).into_iter().map(|secret| (secret.lines, secret.name)).collect()
    }

    #[test]
    fn blocks_and_values_are_found() {
        let text =
            "client\n<key>\na\nb\n</key>\n<ca>\nc\n</ca>\nauth-token x\n<auth-user-pass>\nme\npw\n</auth-user-pass>\n";
        assert_eq!(
            places(text),
            [(2..4, "key".into()), (8..9, "auth-token".into()), (11..12, "auth-user-pass".into())]
        );
    }

    #[test]
    fn an_open_block_hides_what_follows() {
        assert_eq!(places("<tls-crypt>\n0a\nverb 3"), [(1..3, "tls-crypt".into())]);
        assert_eq!(places("<connection>\nremote a\n<tls-auth>\n0a\n</tls-auth>\n"), [(3..4, "tls-auth".into())]);
    }

    #[test]
    fn private_keys_are_found_wherever_they_stand() {
        let key = "-----BEGIN PRIVATE KEY-----\nAA\n-----END PRIVATE KEY-----";
        assert_eq!(places(key), [(0..3, "key".into())]);
        assert_eq!(places(&format!("<cert>\nx\n{key}\n</cert>\nverb 3")), [(2..5, "cert".into())]);
        assert!(places("auth-user-pass file\nverb 3 # auth").is_empty());
        assert_eq!(places("setenv opt auth-token x"), [(0..1, "auth-token".into())]);
    }
}
