//! Which data cipher is used.
//!
//! Servers from 2.4 on choose one from our list and push it. Older ones, and those told not to negotiate, say in their
//! options string what they use.

use ovpn_settings::{Cipher, DataSettings};

/// No data cipher that both sides would use.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CipherNotShared {
    /// The server pushed one that we did not offer.
    #[error("the server wants the data cipher {0}, which the profile does not offer")]
    PushedNotOffered(String),
    /// The server pushed none, uses one that we did not offer, and the profile has no fallback.
    #[error("the server does not negotiate and uses {0}, which the profile does not offer")]
    UsedNotOffered(String),
    /// The server says nothing, and the profile has no fallback.
    #[error("the server names no data cipher, and the profile has no data-ciphers-fallback")]
    Unknown,
}

/// The data cipher, from the pushed `cipher`, the server's options string, and the profile.
///
/// # Errors
/// [`CipherNotShared`]: the connection cannot work.
pub fn choose_cipher(
    pushed: Option<&str>,
    server_options: &str,
    settings: &DataSettings,
) -> Result<Cipher, CipherNotShared> {
    let offered = |name: &str| Cipher::by_name(name).filter(|cipher| settings.ciphers.contains(cipher));
    if let Some(name) = pushed {
        return offered(name).ok_or_else(|| CipherNotShared::PushedNotOffered(name.to_owned()));
    }
    let used = server_options.split(',').find_map(|item| item.trim().strip_prefix("cipher "));
    match used {
        Some(name) => {
            let fallback = settings.fallback.filter(|fallback| Cipher::by_name(name) == Some(*fallback));
            offered(name).or(fallback).ok_or_else(|| CipherNotShared::UsedNotOffered(name.to_owned()))
        }
        None => settings.fallback.ok_or(CipherNotShared::Unknown),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(fallback: Option<Cipher>) -> DataSettings {
        DataSettings { fallback, ..DataSettings::default() }
    }

    #[test]
    fn the_pushed_one_wins_if_it_was_offered() {
        let settings = settings(Some(Cipher::Aes256Cbc));
        assert_eq!(choose_cipher(Some("aes-128-gcm"), "V4,cipher AES-256-GCM", &settings), Ok(Cipher::Aes128Gcm));
        let refused = Err(CipherNotShared::PushedNotOffered("AES-256-CBC".to_owned()));
        assert_eq!(choose_cipher(Some("AES-256-CBC"), "", &settings), refused);
    }

    #[test]
    fn without_a_push_the_options_string_decides() {
        assert_eq!(choose_cipher(None, "V4,cipher AES-256-GCM,auth SHA1", &settings(None)), Ok(Cipher::Aes256Gcm));
        let cbc = "V4,dev-type tun,cipher AES-256-CBC,auth SHA1";
        assert_eq!(choose_cipher(None, cbc, &settings(Some(Cipher::Aes256Cbc))), Ok(Cipher::Aes256Cbc));
        let refused = Err(CipherNotShared::UsedNotOffered("AES-256-CBC".to_owned()));
        assert_eq!(choose_cipher(None, cbc, &settings(None)), refused);
        let refused = Err(CipherNotShared::UsedNotOffered("AES-256-CBC".to_owned()));
        assert_eq!(choose_cipher(None, cbc, &settings(Some(Cipher::Aes128Cbc))), refused);
    }

    #[test]
    fn a_silent_server_gets_the_fallback() {
        assert_eq!(choose_cipher(None, "V4", &settings(Some(Cipher::Aes128Cbc))), Ok(Cipher::Aes128Cbc));
        assert_eq!(choose_cipher(None, "V4", &settings(None)), Err(CipherNotShared::Unknown));
    }
}
