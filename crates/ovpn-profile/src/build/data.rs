//! Ciphers and digests of the data channel.

use crate::{
    profile::{Cipher, DataSettings, Digest},
    reason::Reason,
    report::{Report, Verdict},
    said::Said,
};

/// The list says what is negotiated. `cipher` alone is from a time before negotiation: it is offered behind the list and used
/// where the server does not negotiate.
pub(super) fn data(said: &Said, report: &mut Report) -> DataSettings {
    let defaults = DataSettings::default();
    let configured = said.configured_cipher.clone();
    let legacy = said.cipher.as_ref().and_then(|(name, _)| Cipher::by_name(name));
    let mut ciphers = said.data_ciphers.clone().unwrap_or(defaults.ciphers);
    if said.data_ciphers.is_none()
        && let Some(cipher) = legacy
        && !ciphers.contains(&cipher)
    {
        ciphers.push(cipher);
    }
    if let Some((name, entry)) = &said.cipher {
        let cipher = name.clone();
        let verdict = match legacy {
            None if name == "NONE" => Verdict::refused(Reason::NoEncryption),
            None if said.negotiation_off.is_some() => Verdict::refused(Reason::CipherFixed { cipher }),
            None => Verdict::warning(Reason::UnsupportedCipher { cipher }),
            Some(known) if !known.is_aead() && said.data_ciphers.is_none() => {
                Verdict::warning(Reason::FallbackCipher { cipher })
            }
            Some(_) => Verdict::Used,
        };
        report.judge(*entry, verdict);
    }
    let mut fallback = configured.as_deref().and_then(Cipher::by_name).or(said.fallback).or(legacy);
    let auth = if said.other_auth.is_some() { Digest::None } else { said.auth };
    if auth == Digest::None {
        only_aead(&mut ciphers, &mut fallback, said, report);
    }
    DataSettings {
        ciphers,
        fallback,
        configured_cipher: configured,
        auth,
        compression: said.compression,
        // Since 2.6 OpenVPN reads compressed packets where the profile names compression and does not forbid it.
        allow_compression: said.allow_compression.unwrap_or(said.compression != crate::profile::Compression::None),
        replay_window: said.replay_window.unwrap_or(defaults.replay_window),
        key_export: !said.no_key_export,
    }
}

/// Without a digest, ciphers that do not authenticate by themselves go.
fn only_aead(ciphers: &mut Vec<Cipher>, fallback: &mut Option<Cipher>, said: &Said, report: &mut Report) {
    let aead = |cipher: &Cipher| cipher.is_aead();
    let left = ciphers.iter().any(aead);
    let needed = !ciphers.iter().chain(&*fallback).all(aead);
    match &said.other_auth {
        Some((name, entry)) => {
            let digest = name.clone();
            report.judge(
                *entry,
                match left {
                    true => Verdict::warning(Reason::DigestNotUsed { digest }),
                    false => Verdict::refused(Reason::UnsupportedDigest { digest }),
                },
            );
        }
        None if needed => {
            let verdict = if left { Verdict::warning } else { Verdict::refused };
            let verdict = verdict(Reason::CbcWithoutDigest);
            match said.set_by.get("auth") {
                Some(entry) => report.judge(*entry, verdict),
                None => report.find(None, verdict),
            }
        }
        None => {}
    }
    ciphers.retain(aead);
    *fallback = fallback.filter(aead);
}
