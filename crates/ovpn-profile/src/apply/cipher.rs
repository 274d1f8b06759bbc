//! Data ciphers, and what belongs to them.

use super::{Applied, Line, bad};
use crate::{
    profile::{Cipher, DataSettings},
    reason::Reason,
    report::Verdict,
    said::Said,
};

pub(super) fn apply(said: &mut Said, line: &Line<'_>) -> Option<Applied> {
    Some(match line.name {
        "data-ciphers" | "ncp-ciphers" => line.need(0).map(|list| data_ciphers(said, list)),
        "data-ciphers-fallback" => line.need(0).map(|name| {
            said.configured_cipher = Some(name.to_ascii_uppercase());
            said.fallback = Cipher::by_name(name);
            match said.fallback {
                Some(_) => Verdict::Used,
                None => Verdict::warning(Reason::UnsupportedCipher { cipher: name.to_owned() }),
            }
        }),
        "compat-mode" => line.need(0).and_then(|version| compat_mode(said, version)),
        "allow-compression" => match line.need(0) {
            Ok("no") => {
                said.allow_compression = Some(false);
                Ok(Verdict::Used)
            }
            // Adit never compresses, so that both mean the same.
            Ok("asym" | "yes") => {
                said.allow_compression = Some(true);
                Ok(Verdict::warning(Reason::CompressionRead))
            }
            Ok(other) => Err(bad(other)),
            Err(missing) => Err(missing),
        },
        "replay-window" => match line.get(0) {
            None => Ok(Verdict::Used),
            Some(text) => match text.parse::<u32>() {
                Ok(window) if window <= 65_536 => {
                    said.replay_window = Some(window.max(1));
                    Ok(Verdict::Used)
                }
                Ok(_) | Err(_) => Err(bad(text)),
            },
        },
        _ => return None,
    })
}

/// `compat-mode 2.4.0`: what the profile wants of it is that an old server is reached. Adit offers the configured cipher and
/// takes compression framing anyway; what is left is the key derivation, which 2.6 changed.
fn compat_mode(said: &mut Said, version: &str) -> Applied {
    let mut parts = version.split('.').map(str::parse::<u32>);
    let (Some(Ok(major)), Some(Ok(minor))) = (parts.next(), parts.next()) else {
        return Err(bad(version));
    };
    said.no_key_export = (major, minor) < (2, 6);
    Ok(Verdict::Used)
}

/// Names with colons between them, best first. `?` marks what may be missing, `DEFAULT` stands for OpenVPN's own list.
fn data_ciphers(said: &mut Said, list: &str) -> Verdict {
    let mut ciphers = Vec::new();
    let mut left_out = Vec::new();
    for name in list.split(':').filter(|name| !name.is_empty()) {
        let (optional, plain) = name.strip_prefix('?').map_or((false, name), |plain| (true, plain));
        if plain.eq_ignore_ascii_case("DEFAULT") {
            ciphers.extend(DataSettings::default().ciphers);
        } else if let Some(cipher) = Cipher::by_name(plain) {
            ciphers.push(cipher);
        } else if !optional {
            left_out.push(plain);
        }
    }
    let mut unique: Vec<Cipher> = Vec::new();
    for cipher in ciphers {
        if !unique.contains(&cipher) {
            unique.push(cipher);
        }
    }
    let verdict = if list.split(':').all(|name| name.eq_ignore_ascii_case("none")) {
        Verdict::refused(Reason::NoEncryption)
    } else if unique.is_empty() {
        Verdict::warning(Reason::UnsupportedCipher { cipher: list.chars().take(200).collect() })
    } else if !unique.iter().any(|cipher| cipher.is_aead()) {
        Verdict::warning(Reason::NoAeadCipher)
    } else if left_out.is_empty() {
        Verdict::Used
    } else {
        Verdict::warning(Reason::CiphersLeftOut { ciphers: left_out.join(", ") })
    };
    said.data_ciphers = Some(unique).filter(|ciphers| !ciphers.is_empty());
    verdict
}
