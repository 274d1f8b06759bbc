//! The VPN payloads that OpenVPN Connect reads, written out as `.ovpn` text.
//!
//! Such a payload has the subtype `net.openvpn.connect.app` and a dictionary `VendorConfig` of directives: the value
//! `NOARGS` stands for no arguments, a number behind a dot (`remote.2`) tells directives of one name apart, and a value of
//! several lines is an inline block (OpenVPN Connect's documentation of VPN profiles for iOS).

use base64::{Engine, prelude::BASE64_STANDARD};
use profile_api::{AppleProfile, AppleValue, AppleVpn};

const OPENVPN_CONNECT: &str = "net.openvpn.connect.app";

/// No arguments.
const NO_ARGUMENTS: &str = "NOARGS";

/// The text of a payload. `None`: it is for another app.
pub(crate) fn profile(vpn: &AppleVpn) -> Option<AppleProfile> {
    if vpn.subtype != OPENVPN_CONNECT {
        return None;
    }
    let mut directives: Vec<(&str, u32, String)> = vpn
        .vendor
        .iter()
        .filter_map(|(key, value)| {
            let (name, number) = numbered(key);
            Some((name, number, directive(name, written(value))?))
        })
        .collect();
    directives.sort_by_key(|(name, number, _)| (order(name), *name, *number));
    let has = |wanted: &str| directives.iter().any(|(name, ..)| *name == wanted);
    let mut text = String::from("client\n");
    if !has("remote")
        && let Some(address) = vpn.remote_address.as_ref().filter(|address| is_word(address))
        && address != "DEFAULT"
    {
        text.push_str(&format!("remote {address}\n"));
    }
    let own_identity = ["cert", "pkcs12"].into_iter().any(has);
    let identity = vpn.identity.as_ref().filter(|_| !own_identity).map(|bytes| container(bytes));
    let identity_elsewhere = vpn.by_certificate && !own_identity && identity.is_none();
    for (name, _, line) in &directives {
        if *name != "client" {
            text.push_str(line);
        }
    }
    text.push_str(&identity.unwrap_or_default());
    Some(AppleProfile { text, identity_elsewhere })
}

/// A PKCS #12 container as an inline block.
fn container(bytes: &[u8]) -> String {
    let digits = BASE64_STANDARD.encode(bytes);
    let lines: Vec<&str> = digits.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
    format!("<pkcs12>\n{}\n</pkcs12>\n", lines.join("\n"))
}

/// `remote.2` is the second `remote`.
fn numbered(key: &str) -> (&str, u32) {
    match key.rsplit_once('.').map(|(name, number)| (name, number.parse())) {
        Some((name, Ok(number))) => (name, number),
        Some((_, Err(_))) | None => (key, 0),
    }
}

/// Blocks behind lines, as people write profiles.
fn order(name: &str) -> u8 {
    u8::from(matches!(name, "ca" | "cert" | "key" | "extra-certs" | "tls-auth" | "tls-crypt" | "tls-crypt-v2"))
}

fn written(value: &AppleValue) -> &str {
    match value {
        AppleValue::Text(text) => text,
        AppleValue::Switch(true) => NO_ARGUMENTS,
        AppleValue::Switch(false) => "0",
    }
}

/// One directive as text. Nothing of a value can begin a directive of its own: several lines stay inside of their block, and a
/// block that is closed early is no directive.
fn directive(name: &str, value: &str) -> Option<String> {
    if !is_word(name) {
        return None;
    }
    // Written by hand, a break is often the two characters that stand for it.
    let value = value.replace("\r\n", "\n").replace("\\n", "\n");
    let value = value.trim();
    match value {
        "" | NO_ARGUMENTS => Some(format!("{name}\n")),
        _ if value.contains('\n') => {
            let closed_early = value.to_ascii_lowercase().contains(&format!("</{name}"));
            (!closed_early).then(|| format!("<{name}>\n{value}\n</{name}>\n"))
        }
        _ if value.chars().any(char::is_control) => None,
        _ => Some(format!("{name} {value}\n")),
    }
}

/// One word that needs no quotes.
fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | ':'))
}
