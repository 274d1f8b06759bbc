//! What every [`Profile`] keeps, whether it was read from text or came through the socket.

use std::time::Duration;

use vpn_api::{ProtocolId, ProtocolProfile, Secret};

use crate::{
    data::Digest,
    encoding::MAX_BYTES_LIST,
    keys::Wrap,
    login::Login,
    material::pkcs12,
    network::{MAX_PULL_FILTERS, NetworkSettings},
    options::MIN_TUN_MTU,
    profile::{MAX_PEER_INFO, MAX_REMOTES, Profile, Remote},
    timing::{MAX_SECONDS, Timing},
    tls::TlsSettings,
};

/// The id of this protocol.
pub const PROTOCOL: ProtocolId = ProtocolId::from_static("openvpn");

/// Longest free text in bytes: names, users, questions.
const MAX_TEXT: usize = 4096;
/// Largest certificate in bytes.
const MAX_CERTIFICATE: usize = 1 << 16;
/// Largest revocation list in bytes.
const MAX_CRL: usize = 1 << 20;

/// A value that a profile may not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct InvalidProfile {
    /// Which value.
    pub what: &'static str,
}

/// A document is no profile.
#[derive(Debug, thiserror::Error)]
pub enum InvalidDocument {
    /// It has another shape. The values themselves are left out: they may be secret.
    #[error("the document has not the shape of a profile")]
    Shape,
    /// A value that a profile may not have.
    #[error("a value is out of bounds: {0}")]
    Value(#[from] InvalidProfile),
}

impl Profile {
    /// Checks all bounds.
    ///
    /// # Errors
    /// [`InvalidProfile`] names the first value that is out of bounds.
    pub fn validate(&self) -> Result<(), InvalidProfile> {
        check((1..=MAX_REMOTES).contains(&self.remotes.len()), "number of servers")?;
        self.remotes.iter().try_for_each(remote)?;
        tls(&self.tls)?;
        self.login.as_ref().map_or(Ok(()), login)?;
        check(!self.data.ciphers.is_empty() && self.data.ciphers.len() <= 32, "data ciphers")?;
        check(self.data.configured_cipher.as_ref().is_none_or(|name| is_token(name)), "cipher")?;
        check((1..=65_536).contains(&self.data.replay_window), "replay window")?;
        timing(&self.timing)?;
        network(&self.network)?;
        check(self.peer_info.len() <= MAX_PEER_INFO, "number of peer info lines")?;
        for (name, value) in &self.peer_info {
            let printable = |text: &str| text.chars().all(|c| c.is_ascii_graphic() || c == ' ');
            check(name.starts_with("UV_") && is_token(name) && !name.contains('='), "peer info name")?;
            check(value.len() <= 256 && printable(value), "peer info value")?;
        }
        Ok(())
    }

    /// Parses and judges settings from the socket or a file.
    ///
    /// # Errors
    /// [`InvalidDocument`].
    pub fn from_settings(settings: &Secret) -> Result<Self, InvalidDocument> {
        let profile: Self = serde_json::from_str(settings.expose()).map_err(|_| InvalidDocument::Shape)?;
        profile.validate()?;
        Ok(profile)
    }

    /// The profile as the text of its settings. It holds the profile's secrets.
    #[must_use]
    pub fn to_settings(&self) -> Secret {
        // Serialising fails only for maps without text keys, of which a profile has none; no text is no settings.
        Secret::new(serde_json::to_string(self).unwrap_or_default())
    }

    /// The profile as the engine's contract wants it.
    #[must_use]
    pub fn to_protocol_profile(&self) -> ProtocolProfile {
        ProtocolProfile { protocol: PROTOCOL, settings: self.to_settings() }
    }
}

fn check(holds: bool, what: &'static str) -> Result<(), InvalidProfile> {
    if holds { Ok(()) } else { Err(InvalidProfile { what }) }
}

fn remote(remote: &Remote) -> Result<(), InvalidProfile> {
    check(is_host(&remote.host), "server name")?;
    check(remote.port != 0, "port")?;
    check(in_bounds(remote.answer_timeout) && !remote.answer_timeout.is_zero(), "answer timeout")?;
    check(remote.exit_notify <= 10, "exit notifications")?;
    check(remote.tun_mtu.get() >= MIN_TUN_MTU, "tunnel MTU")?;
    check(remote.fragment.is_none_or(|fragment| fragment.size >= 68), "size of fragments")?;
    check((154..=2048).contains(&remote.max_packet_size), "largest control packet")?;
    check(remote.proxy.as_ref().is_none_or(|proxy| proxy.is_valid() && proxy.carries(remote.transport)), "proxy")?;
    match &remote.wrap {
        Wrap::None | Wrap::TlsCrypt { .. } => Ok(()),
        Wrap::TlsAuth { digest, .. } => check(*digest != Digest::None, "digest of tls-auth"),
        Wrap::TlsCryptV2 { wrapped, .. } => check((290..=1024).contains(&wrapped.len()), "wrapped client key"),
    }
}

fn tls(tls: &TlsSettings) -> Result<(), InvalidProfile> {
    let ders = |list: &[Vec<u8>], most: usize| {
        list.len() <= MAX_BYTES_LIST && list.iter().all(|der| (1..=most).contains(&der.len()))
    };
    let names = |list: &[String]| list.len() <= 64 && list.iter().all(|name| is_token(name));
    let container = tls.identity.as_ref().is_some_and(|identity| pkcs12::is_container(identity.key_pem.expose()));
    check(container || !tls.ca.is_empty() || !tls.peer_fingerprints.is_empty(), "authorities")?;
    check(ders(&tls.ca, MAX_CERTIFICATE), "authorities")?;
    check(tls.peer_fingerprints.len() <= MAX_BYTES_LIST, "number of fingerprints")?;
    check(ders(&tls.crls, MAX_CRL), "revocation lists")?;
    if let Some(identity) = &tls.identity {
        check((container || !identity.chain.is_empty()) && ders(&identity.chain, MAX_CERTIFICATE), "own certificate")?;
        check((1..=MAX_CERTIFICATE).contains(&identity.key_pem.expose().len()), "private key")?;
    }
    check(tls.version_max.is_none_or(|most| tls.version_min <= most), "TLS versions")?;
    check(names(&tls.ciphers) && names(&tls.ciphersuites) && names(&tls.groups), "TLS suites")?;
    let verify_name = tls.verify_name.as_ref();
    check(verify_name.is_none_or(|name| (1..=MAX_TEXT).contains(&name.value.len())), "server certificate name")?;
    let mut hashes = tls.verify_hash.iter().chain(&tls.verify_hash_others);
    check(tls.verify_hash_others.len() < MAX_BYTES_LIST, "number of authority fingerprints")?;
    check(hashes.all(|hash| matches!(hash.len(), 20 | 32)), "authority fingerprint")?;
    check(tls.remote_cert_ku.len() <= 16, "key usages")?;
    check(tls.remote_cert_eku.as_ref().is_none_or(|usage| (1..=MAX_TEXT).contains(&usage.len())), "extended key usage")
}

fn login(login: &Login) -> Result<(), InvalidProfile> {
    let short = |text: &str| text.len() <= MAX_TEXT;
    check(login.username.as_deref().is_none_or(short), "user name")?;
    check(login.password.as_ref().is_none_or(|password| short(password.expose())), "password")?;
    check(login.static_challenge.as_ref().is_none_or(|challenge| short(&challenge.text)), "challenge")
}

fn timing(timing: &Timing) -> Result<(), InvalidProfile> {
    let idle = timing.inactive.map(|(time, _)| time);
    let silence = timing.silence.map(|silence| silence.after);
    let optional = [timing.ping, silence, idle, timing.session_timeout];
    let given = [timing.renegotiate, timing.handshake, timing.transition, timing.retry.0, timing.retry.1];
    check(optional.into_iter().flatten().chain(given).all(in_bounds), "timers")?;
    check(optional.into_iter().flatten().all(|time| !time.is_zero()), "keepalive")?;
    check(timing.renegotiate_least.is_none_or(|least| least <= timing.renegotiate), "renegotiation")?;
    check(!timing.handshake.is_zero(), "handshake time")?;
    check(!timing.retry.0.is_zero() && timing.retry.0 <= timing.retry.1, "retry times")
}

fn network(network: &NetworkSettings) -> Result<(), InvalidProfile> {
    check(network.pull_filters.len() <= MAX_PULL_FILTERS, "number of pull filters")?;
    check(network.pull_filters.iter().all(|filter| filter.prefix.len() <= MAX_TEXT), "pull filter")
}

fn in_bounds(time: Duration) -> bool {
    time <= Duration::from_secs(MAX_SECONDS)
}

/// A name or a literal address: what a resolver may be asked for. IPv6 zones are part of it.
#[must_use]
pub fn is_host(host: &str) -> bool {
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '%');
    (1..=255).contains(&host.len()) && host.chars().all(allowed) && !host.starts_with(['-', '.'])
}

fn is_token(text: &str) -> bool {
    (1..=255).contains(&text.len()) && text.chars().all(|c| c.is_ascii_graphic())
}
