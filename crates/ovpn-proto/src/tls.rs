//! TLS in memory: one [`TlsSession`] per control channel key, over the byte stream that the reliability layer carries.
//!
//! Records matter: OpenVPN's messages are cut along TLS records (docs/protocol/openvpn.md §5.1, §11), so what was
//! received is given out one record at a time.

mod algorithms;
mod chain;
pub mod config;
mod constraints;
mod crl;
mod groups;
pub(crate) mod handshake;
mod hash;
pub mod name;
mod path;
pub mod rejected;
pub mod roots;
mod rsa;
mod signature;
pub mod verify;

use std::{
    collections::VecDeque,
    io::{BufRead, Write},
    net::IpAddr,
    time::Duration,
};

use rustls::{
    AlertDescription, CertificateError, ClientConnection, PeerIncompatible, PeerMisbehaved, pki_types::ServerName,
};
use vpn_api::{Blame, CertificateProblem, Failure, FailureKind, Retry};
use zeroize::Zeroizing;

pub use config::TlsSetup;

/// Most plaintext kept for the session to read, in bytes. The largest message is 64 KiB; the session reads after each
/// packet, so more than this means a peer that floods.
const MAX_UNREAD: usize = 256 * 1024;

/// When to try again with a clock that cannot be right: a computer that has just started learns the time soon.
const CLOCK_IS_SET_SOON: Retry = Retry::After(Duration::from_secs(10));

/// One TLS session, client side.
pub struct TlsSession {
    connection: ClientConnection,
    records: VecDeque<Zeroizing<Vec<u8>>>,
    unread: usize,
    /// How far the server came.
    heard: Heard,
    setup: SharedSetup,
}

/// How far the server came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heard {
    /// Not a byte of TLS.
    Nothing,
    /// Part of the handshake.
    Handshake,
    /// Something inside TLS: it accepted us.
    Record,
}

struct SharedSetup {
    verdict: std::sync::Arc<verify::Verdict>,
    identity: std::sync::Arc<config::Identity>,
    clock: std::sync::Arc<config::WallClock>,
    offers_tls12: bool,
    retry: Retry,
}

impl TlsSession {
    /// Begins a handshake with the server at `address`; the address is not sent and not compared.
    ///
    /// # Errors
    /// rustls cannot begin, which is a broken promise of ours.
    pub fn new(setup: &TlsSetup, address: IpAddr) -> Result<Self, Failure> {
        let connection = ClientConnection::new(setup.config.clone(), ServerName::IpAddress(address.into()))
            .map_err(Failure::internal)?;
        let setup = SharedSetup {
            verdict: setup.verdict.clone(),
            identity: setup.identity.clone(),
            clock: setup.clock.clone(),
            offers_tls12: setup.offers_tls12,
            retry: setup.retry.clone(),
        };
        Ok(Self { connection, records: VecDeque::new(), unread: 0, heard: Heard::Nothing, setup })
    }

    /// Takes the next bytes of the server's stream.
    ///
    /// # Errors
    /// TLS failed. [`Self::outgoing`] may still hold an alert for the server.
    pub fn receive(&mut self, mut bytes: &[u8]) -> Result<(), Failure> {
        if !bytes.is_empty() && self.heard == Heard::Nothing {
            self.heard = Heard::Handshake;
        }
        while !bytes.is_empty() {
            self.connection
                .read_tls(&mut bytes)
                .map_err(|error| self.explain(&rustls::Error::General(error.to_string())))?;
            self.connection.process_new_packets().map_err(|error| self.explain(&error))?;
            loop {
                let mut reader = self.connection.reader();
                // An error here means that there is nothing yet; nothing at all means the server said goodbye.
                let Ok(chunk) = reader.fill_buf() else { break };
                if chunk.is_empty() {
                    break;
                }
                let len = chunk.len();
                self.records.push_back(Zeroizing::new(chunk.to_vec()));
                reader.consume(len);
                self.heard = Heard::Record;
                self.unread += len;
            }
            if self.unread > MAX_UNREAD {
                return Err(Failure::new(FailureKind::TlsFailed, Blame::Server, Retry::NextServer)
                    .with_detail("the server sends more than is read"));
            }
        }
        Ok(())
    }

    /// Bytes for the server, possibly none.
    pub fn outgoing(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        while self.connection.wants_write() {
            // Writing to a Vec does not fail.
            if self.connection.write_tls(&mut out).is_err() {
                break;
            }
        }
        out
    }

    /// Whether the handshake is still under way, from this side.
    #[must_use]
    pub fn is_handshaking(&self) -> bool {
        self.connection.is_handshaking()
    }

    /// The next record from the server, decrypted.
    pub fn next_record(&mut self) -> Option<Zeroizing<Vec<u8>>> {
        let record = self.records.pop_front()?;
        self.unread = self.unread.saturating_sub(record.len());
        Some(record)
    }

    /// Encrypts `plaintext` as one record (up to 16 KiB).
    ///
    /// # Errors
    /// rustls refuses, which is a broken promise of ours.
    pub fn send_record(&mut self, plaintext: &[u8]) -> Result<(), Failure> {
        self.connection.writer().write_all(plaintext).map_err(Failure::internal)
    }

    /// Key material for `label`, without a context (RFC 5705, RFC 8446 §7.5).
    ///
    /// # Errors
    /// The handshake is not done.
    pub fn export(&self, label: &[u8]) -> Result<Zeroizing<[u8; 256]>, Failure> {
        self.connection.export_keying_material([0; 256], label, None).map(Zeroizing::new).map_err(Failure::internal)
    }

    /// What it may mean that the server says nothing more. Servers up to 2.6 send no alert: they fall silent when they cannot
    /// agree on a version or suite, and when they refuse a certificate (observed from an OpenVPN 2.6 server).
    #[must_use]
    pub fn silence(&self) -> Option<FailureKind> {
        match self.heard {
            Heard::Nothing => Some(FailureKind::ServerSilentAtHello),
            Heard::Handshake if self.setup.identity.asked() => Some(FailureKind::ServerSilentAfterCertificate),
            Heard::Handshake | Heard::Record => None,
        }
    }

    /// For people: `TLS 1.3, TLS_AES_256_GCM_SHA384`.
    #[must_use]
    pub fn description(&self) -> String {
        let version = match self.connection.protocol_version() {
            Some(rustls::ProtocolVersion::TLSv1_3) => "TLS 1.3",
            Some(rustls::ProtocolVersion::TLSv1_2) => "TLS 1.2",
            Some(_) | None => "TLS",
        };
        match self.connection.negotiated_cipher_suite() {
            Some(suite) => format!("{version}, {}", config::suite_name(suite.suite())),
            None => version.to_owned(),
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a library's enum that grows")]
    fn explain(&self, error: &rustls::Error) -> Failure {
        if let Some(reason) = self.setup.verdict.take() {
            let early = matches!(
                reason,
                rejected::Rejected::NotYetValid { .. } | rejected::Rejected::RevocationListNotYetValid { .. }
            );
            return match self.setup.clock.wrong().filter(|_| early) {
                Some(now) => {
                    Failure::new(FailureKind::ClockWrong { now }, Blame::Machine, CLOCK_IS_SET_SOON).with_detail(reason)
                }
                None => reason.into_failure(self.setup.retry.clone()),
            };
        }
        let (kind, blame) = match error {
            rustls::Error::AlertReceived(alert) => self.explain_alert(*alert),
            rustls::Error::PeerIncompatible(
                PeerIncompatible::ServerDoesNotSupportTls12Or13
                | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig,
            ) => (self.too_old(), Blame::Server),
            rustls::Error::PeerIncompatible(_) => (FailureKind::TlsNotCompatible, Blame::Server),
            rustls::Error::Other(other) if other.0.is::<groups::CannotAgree>() => {
                (FailureKind::TlsNotCompatible, Blame::Server)
            }
            // rustls 0.23 takes no signature of such keys in TLS 1.2 (RFC 8446 §4.2.3 allows it): they have schemes of their own, for
            // which it has no names. The certificate was judged before.
            rustls::Error::PeerMisbehaved(PeerMisbehaved::SignedKxWithWrongAlgorithm) => {
                let algorithm = "RSA-PSS, used with TLS 1.2".to_owned();
                (FailureKind::ServerKeyUnsupported { algorithm }, Blame::Server)
            }
            rustls::Error::InvalidCertificate(reason) => {
                (FailureKind::ServerCertificateRejected { problem: certificate_problem(reason) }, Blame::Server)
            }
            _ => (FailureKind::TlsFailed, Blame::Server),
        };
        Failure::new(kind, blame, self.setup.retry.clone()).with_detail(error)
    }

    /// No common version: with TLS 1.2 among ours, theirs is below it.
    fn too_old(&self) -> FailureKind {
        if self.setup.offers_tls12 { FailureKind::ServerTlsTooOld } else { FailureKind::TlsNotCompatible }
    }

    /// What the server's alert says about us (RFC 8446 §6.2).
    #[expect(clippy::wildcard_enum_match_arm, reason = "a library's enum that grows")]
    fn explain_alert(&self, alert: AlertDescription) -> (FailureKind, Blame) {
        match alert {
            AlertDescription::BadCertificate
            | AlertDescription::UnsupportedCertificate
            | AlertDescription::CertificateRevoked
            | AlertDescription::CertificateExpired
            | AlertDescription::CertificateUnknown
            | AlertDescription::UnknownCA
            | AlertDescription::AccessDenied
            | AlertDescription::CertificateRequired => (FailureKind::ClientCertificateRefused, Blame::Profile),
            // Before TLS 1.3, this is also how a server says that it wants a certificate.
            AlertDescription::HandshakeFailure if self.setup.identity.missing() => {
                (FailureKind::ClientCertificateRefused, Blame::Profile)
            }
            AlertDescription::ProtocolVersion => (self.too_old(), Blame::Server),
            AlertDescription::HandshakeFailure
            | AlertDescription::InsufficientSecurity
            | AlertDescription::InappropriateFallback => (FailureKind::TlsNotCompatible, Blame::Server),
            _ => (FailureKind::TlsFailed, Blame::Server),
        }
    }
}

/// What rustls itself found wrong with a certificate: our own verifier leaves its reason in [`verify::Verdict`].
#[expect(clippy::wildcard_enum_match_arm, reason = "a library's enum that grows")]
fn certificate_problem(error: &CertificateError) -> CertificateProblem {
    match error {
        CertificateError::BadEncoding => CertificateProblem::Unreadable,
        CertificateError::BadSignature => CertificateProblem::BadSignature,
        CertificateError::UnhandledCriticalExtension => CertificateProblem::Extension,
        CertificateError::UnsupportedSignatureAlgorithmContext { .. }
        | CertificateError::UnsupportedSignatureAlgorithmForPublicKeyContext { .. } => {
            CertificateProblem::SignatureKind
        }
        _ => CertificateProblem::Other,
    }
}

#[cfg(test)]
mod tests;
