//! Finds what can be put right.

use super::{Fix, FixId, FixKind};
use crate::{
    apply::is_dns_helper,
    directive::{self, Class},
    lexer::quote,
    outline::{Edits, Outline, Placed},
    profile::Cipher,
};

/// What OpenVPN 2.6 offers of its own.
const MODERN: &str = "AES-256-GCM:AES-128-GCM:CHACHA20-POLY1305";

/// Without effect since 2.6 at the latest, or not known to it any more.
const OBSOLETE: &[&str] = &["comp-noadapt", "ip-remote-hint", "keysize", "max-routes", "tun-ipv6"];

/// Programs that only tell others about the tunnel. What judges a sign-in or a certificate is not among them: without it the
/// profile would promise less.
const SCRIPTS: &[&str] = &["down", "ipchange", "learn-address", "plugin", "route-pre-down", "route-up", "up"];

/// Of no use without a script.
const AROUND_SCRIPTS: &[&str] = &["down-pre", "script-security", "up-delay", "up-restart"];

type Found = (Fix, Edits);

fn fix(kind: FixKind, item: &Placed, edits: Edits) -> Found {
    let line = u32::try_from(item.lines.start).unwrap_or(u32::MAX).saturating_add(1);
    let name = crate::secrets::shown_name(&item.name).unwrap_or(crate::secrets::HIDDEN).to_owned();
    (Fix { id: FixId { kind, line }, line, kind, name }, edits)
}

fn replaced(kind: FixKind, item: &Placed, lines: Vec<String>) -> Found {
    let mut edits = Edits::default();
    edits.replace(item.lines.clone(), lines);
    fix(kind, item, edits)
}

fn removed(kind: FixKind, item: &Placed) -> Found {
    replaced(kind, item, Vec::new())
}

pub(super) fn all(outline: &Outline<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for item in outline.items.iter().filter(|item| !item.is_block() && !item.optional) {
        found.extend(directive(outline, item));
    }
    found.extend(ciphers(outline));
    found.extend(scripts(outline));
    found.extend(whole(outline));
    found
}

/// What can be put right in one line, judged without the others.
fn directive(outline: &Outline<'_>, item: &Placed) -> Option<Found> {
    if item.backslash {
        return Some(replaced(FixKind::Backslash, item, vec![written(&item.name, &item.values)]));
    }
    let value = item.value(0);
    if let Some((_, most)) = directive::arity(&item.name).filter(|(_, most)| item.values.len() > *most) {
        let kept = item.values.get(..most).unwrap_or_default();
        return Some(replaced(FixKind::ExtraWords, item, vec![written(&item.name, kept)]));
    }
    match (item.name.as_str(), value) {
        ("ncp-ciphers", Some(list)) => {
            Some(replaced(FixKind::DataCiphers, item, vec![format!("data-ciphers {}", quote(list))]))
        }
        // It leaves the one cipher of the fallback, whatever the server could do (docs/protocol/openvpn.md §10).
        ("ncp-disable", _) => Some(removed(FixKind::Negotiate, item)),
        // OpenVPN dropped it with 2.4, so servers and other clients know only its successor (docs/protocol/openvpn.md §18.4).
        ("tls-remote", Some(name)) => {
            let name = common_name(name)?;
            Some(replaced(FixKind::ServerName, item, vec![format!("verify-x509-name {} name", quote(name))]))
        }
        ("ns-cert-type", Some("server")) => {
            let said = outline.named("remote-cert-tls").next().is_some();
            let lines = if said { Vec::new() } else { vec!["remote-cert-tls server".to_owned()] };
            Some(replaced(FixKind::ServerUsage, item, lines))
        }
        // Removing the line would also remove the framing byte, which the server goes on to expect (docs/protocol/openvpn.md §8).
        ("comp-lzo", None | Some("yes" | "adaptive")) | ("compress", Some("lzo")) => {
            Some(replaced(FixKind::NoCompression, item, vec!["comp-lzo no".to_owned()]))
        }
        ("compress", Some("lz4-v2")) => {
            Some(replaced(FixKind::NoCompression, item, vec!["compress stub-v2".to_owned()]))
        }
        // Adit reads no password from a file that a profile names (docs/protocol/openvpn.md §18.4).
        ("auth-user-pass", Some(file)) if !matches!(file, "[inline]" | "username-only") => {
            Some(replaced(FixKind::AskForPassword, item, vec![item.name.clone()]))
        }
        ("askpass", Some(_)) => Some(removed(FixKind::AskForPassword, item)),
        ("tls-cipher", Some(list)) if crate::apply::trust::offers_nothing(list) => {
            Some(removed(FixKind::TlsCipher, item))
        }
        ("proto", Some(word)) => spelled(item, 0, word),
        ("remote", _) => item.value(2).and_then(|word| spelled(item, 2, word)),
        (name, _) if OBSOLETE.contains(&name) => Some(removed(FixKind::Obsolete, item)),
        (name, _) if directive::class(name).is_none() => misspelled(outline, item),
        _ => None,
    }
}

fn written(name: &str, values: &[String]) -> String {
    let words = std::iter::once(quote(name)).chain(values.iter().map(|value| quote(value)));
    words.collect::<Vec<_>>().join(" ")
}

/// `TCP` where OpenVPN knows `tcp` only: its names of protocols are case-sensitive.
fn spelled(item: &Placed, index: usize, word: &str) -> Option<Found> {
    let lower = word.to_ascii_lowercase();
    if lower == word || crate::apply::servers::proto(&lower).is_err() {
        return None;
    }
    let mut values = item.values.clone();
    *values.get_mut(index)? = lower;
    Some(replaced(FixKind::Spelling, item, vec![written(&item.name, &values)]))
}

fn misspelled(outline: &Outline<'_>, item: &Placed) -> Option<Found> {
    let allowed = |known: &Placed| {
        let named = |value: &String| value.trim_start_matches("--") == item.name;
        known.says("ignore-unknown-option") && known.values.iter().any(named)
    };
    if item.name.len() > 64 || item.name.starts_with('<') || outline.global().any(allowed) {
        return None;
    }
    let meant = directive::similar(&item.name)?;
    if matches!(directive::class(meant)?, Class::Refused(_)) {
        return None;
    }
    Some(replaced(FixKind::Misspelled, item, vec![written(meant, &item.values)]))
}

/// The common name of what `tls-remote` names: a name, or a whole subject with slashes.
fn common_name(name: &str) -> Option<&str> {
    let name = if name.starts_with('/') {
        name.split('/').find_map(|part| part.strip_prefix("CN="))?
    } else if name.contains('=') {
        name.split(',').find_map(|part| part.trim().strip_prefix("CN="))?
    } else {
        name
    };
    (!name.is_empty()).then_some(name)
}

fn ciphers(outline: &Outline<'_>) -> Option<Found> {
    let item = outline.named("cipher").next_back()?;
    if outline.has("data-ciphers") || outline.has("ncp-ciphers") {
        return None;
    }
    let name = item.value(0)?;
    match Cipher::by_name(name) {
        Some(known) if known.is_aead() => None,
        Some(known) => {
            let mut edits = Edits::default();
            let mut lines = vec![format!("data-ciphers {MODERN}:{known}")];
            if !outline.has("data-ciphers-fallback") {
                lines.push(format!("data-ciphers-fallback {known}"));
            }
            edits.insert(item.lines.end, lines);
            let (mut found, edits) = fix(FixKind::CipherList, item, edits);
            found.name = known.to_string();
            Some((found, edits))
        }
        None => Some(replaced(FixKind::ModernCiphers, item, vec![format!("data-ciphers {MODERN}")])),
    }
}

fn scripts(outline: &Outline<'_>) -> Vec<Found> {
    let is_script = |item: &&Placed| !item.is_block() && SCRIPTS.contains(&item.name.as_str());
    let all: Vec<&Placed> = outline.global().filter(is_script).filter(|item| !item.optional).collect();
    let (helpers, others): (Vec<&Placed>, Vec<&Placed>) =
        all.into_iter().partition(|item| item.value(0).is_some_and(is_dns_helper));
    let judging = outline.items.iter().any(|item| {
        !item.is_block()
            && !SCRIPTS.contains(&item.name.as_str())
            && matches!(directive::class(&item.name), Some(Class::Refused(directive::Why::Script)))
    });
    let mut found = Vec::new();
    let around = |edits: &mut Edits| {
        let lines = outline.global().filter(|item| AROUND_SCRIPTS.contains(&item.name.as_str()) && !item.is_block());
        lines.for_each(|item| edits.remove(item.lines.clone()));
    };
    if let Some(first) = helpers.first() {
        let mut edits = Edits::default();
        helpers.iter().for_each(|item| edits.remove(item.lines.clone()));
        if others.is_empty() && !judging {
            around(&mut edits);
        }
        found.push(fix(FixKind::DnsHelper, first, edits));
    }
    for (place, item) in others.iter().enumerate() {
        let mut edits = Edits::default();
        edits.remove(item.lines.clone());
        if place == 0 && others.len() == 1 && helpers.is_empty() && !judging {
            around(&mut edits);
        }
        found.push(fix(FixKind::LeaveOutScript, item, edits));
    }
    found
}

/// What only the whole tells.
fn whole(outline: &Outline<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    let remote = outline.items.iter().find(|item| item.says("remote"));
    if let Some(remote) = remote {
        let client = outline.has("client") || outline.has("tls-client") && outline.has("pull");
        let others = ["server", "server-bridge", "server-ipv6", "tls-server", "secret"];
        if !client && !others.iter().any(|name| outline.has(name)) && outline.has("ca") {
            let mut edits = Edits::default();
            edits.insert(top(remote), vec!["client".to_owned()]);
            found.push(fix(FixKind::Client, remote, edits));
        }
        let checks = ["remote-cert-tls", "verify-x509-name", "ns-cert-type", "remote-cert-eku", "peer-fingerprint"];
        if !checks.iter().chain(&["tls-remote"]).any(|name| outline.has(name)) && outline.has("ca") {
            let mut edits = Edits::default();
            edits.insert(top(remote), vec!["remote-cert-tls server".to_owned()]);
            found.push(fix(FixKind::CheckServer, remote, edits));
        }
    }
    // An inline key has no place for the direction, and without one both ends use the same half of the key, which a server
    // with `tls-auth … 0` does not accept (docs/protocol/openvpn.md §4.1).
    for block in outline.items.iter().filter(|item| item.is_block() && item.name == "tls-auth") {
        let directed = |item: &Placed| {
            let near = item.connection.is_none() || item.connection == block.connection;
            near && (item.says("key-direction") || item.says("tls-auth") && item.value(1).is_some())
        };
        if !outline.items.iter().any(directed) {
            let mut edits = Edits::default();
            // Inside of <connection>, a direction counts only behind its key.
            edits.insert(block.lines.end, vec!["key-direction 1".to_owned()]);
            found.push(fix(FixKind::KeyDirection, block, edits));
        }
    }
    found
}

/// The line of an item, or of the `<connection>` block around it.
fn top(item: &Placed) -> usize {
    item.connection.unwrap_or(item.lines.start)
}
