//! Links: what a session's frames travel on. A session asks for them ([`crate::Output::OpenLink`]); the engine has the sockets.

use std::{fmt, io, net::SocketAddr};

use crate::{
    failure::OtherService,
    proxy::{LocalEnd, Via},
    transport::Transport,
};

/// Longest record of TLS 1.2 without its header, in bytes (RFC 5246 §6.2.3: 2^14 + 2048). Those of TLS 1.3 are shorter
/// (RFC 8446 §5.2: 2^14 + 256).
pub const MAX_TLS_RECORD: usize = (1 << 14) + 2048;
/// Longest first frame of a stream with [`Framing::Length16`], in bytes. A server's first frame is a reset of less than 100
/// bytes; the first two bytes of HTTP, SSH, SMTP and TLS would announce more than 5,000.
pub const LONGEST_FIRST_FRAME: u16 = 4096;
/// Bytes of header in front of each TLS record (RFC 8446 §5.1).
pub const TLS_RECORD_HEADER: usize = 5;

/// One of a session's links. OpenVPN uses one; a protocol with a stream beside its datagrams uses two or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(pub u8);

/// How to make a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkSpec {
    /// Datagrams or a stream.
    pub transport: Transport,
    /// The other end.
    pub remote: SocketAddr,
    /// How frames lie in a stream. Ignored for datagrams.
    pub framing: Framing,
    /// The proxy that `remote` is, and where it leads to.
    pub via: Option<Box<Via>>,
    /// Our own end.
    pub local: LocalEnd,
}

impl LinkSpec {
    /// The direct way, from any address and port.
    #[must_use]
    pub fn direct(transport: Transport, remote: SocketAddr, framing: Framing) -> Self {
        Self { transport, remote, framing, via: None, local: LocalEnd::default() }
    }
}

/// How frames lie in a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// Two bytes of length, big-endian, not counting themselves, before each frame (OpenVPN over TCP,
    /// docs/protocol/openvpn.md §1). The engine writes and removes them. A length of zero or above `max` breaks the link, and so
    /// does a first frame above [`LONGEST_FIRST_FRAME`]: it is the beginning of another protocol.
    Length16 {
        /// Largest frame accepted, in bytes.
        max: u16,
    },
    /// No frames: bytes come in pieces of any length, as the system hands them over, and leave as they are given. At most
    /// 65,535 bytes in one [`crate::Output::Transmit`].
    Raw,
    /// Each frame is one whole TLS record with its header (RFC 8446 §5.1). A header that is none, or announces more than
    /// [`MAX_TLS_RECORD`] bytes, breaks the link.
    TlsRecords,
}

/// Why a link is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// Refused by the other end (TCP reset on connect, ICMP port unreachable).
    #[error("refused")]
    Refused,
    /// No route, no interface, no network.
    #[error("unreachable: {0}")]
    Unreachable(SystemError),
    /// The other end does not answer.
    #[error("no answer in time")]
    TimedOut,
    /// Closed by the other end.
    #[error("closed by the other end")]
    Closed,
    /// The stream's framing is broken. Where not even one frame came, these are the first bytes of what came instead.
    #[error("broken framing")]
    Framing(FirstBytes),
    /// The session has as many links as a session may have.
    #[error("too many links")]
    TooMany,
    /// Anything else the system said.
    #[error("{0}")]
    System(SystemError),
}

/// The first bytes of a stream: enough to tell protocols apart, few enough to hold nothing of value. Empty where a frame came
/// before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FirstBytes {
    bytes: [u8; Self::MOST],
    length: usize,
}

impl FirstBytes {
    /// As many as there are at most.
    pub const MOST: usize = 8;

    /// The first ones of these.
    #[must_use]
    pub fn of(stream: &[u8]) -> Self {
        let mut first = Self { bytes: [0; Self::MOST], length: stream.len().min(Self::MOST) };
        for (place, byte) in first.bytes.iter_mut().zip(stream) {
            *place = *byte;
        }
        first
    }

    /// They themselves.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    /// What a service that begins like this is. `None`: nothing came.
    #[must_use]
    pub fn service(&self) -> Option<OtherService> {
        let bytes = self.bytes();
        let begins = |with: &[u8]| bytes.starts_with(with);
        // A TLS record begins with its type, 20 to 23, and the first byte of its version, 3 (RFC 8446 §5.1).
        let is_tls = matches!(bytes, [20..=23, 3, ..]);
        (!bytes.is_empty()).then_some(if begins(b"HTTP/") || begins(b"<") {
            OtherService::Http
        } else if begins(b"SSH-") {
            OtherService::Ssh
        } else if is_tls {
            OtherService::Tls
        } else {
            OtherService::Unknown
        })
    }
}

/// What the operating system said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SystemError {
    /// Its kind.
    pub kind: io::ErrorKind,
    /// The system's own number, if it gave one.
    pub code: Option<i32>,
}

impl From<&io::Error> for SystemError {
    fn from(error: &io::Error) -> Self {
        Self { kind: error.kind(), code: error.raw_os_error() }
    }
}

/// In the system's own words.
impl fmt::Display for SystemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            Some(code) => io::Error::from_raw_os_error(code).fmt(f),
            None => self.kind.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_told_apart_by_their_first_bytes() {
        for (stream, service) in [
            (&b"HTTP/1.1 400 Bad Request\r\n"[..], Some(OtherService::Http)),
            (b"<html>", Some(OtherService::Http)),
            (b"SSH-2.0-OpenSSH_9.2\r\n", Some(OtherService::Ssh)),
            (&[21, 3, 1, 0, 2, 2, 70], Some(OtherService::Tls)),
            (&[22, 3, 3, 0, 80], Some(OtherService::Tls)),
            (b"220 mail.example ESMTP", Some(OtherService::Unknown)),
            (&[22], Some(OtherService::Unknown)),
            (&[0, 0], Some(OtherService::Unknown)),
            (b"", None),
        ] {
            assert_eq!(FirstBytes::of(stream).service(), service, "{stream:?}");
        }
        assert_eq!(FirstBytes::of(b"SSH-2.0-secret").bytes(), b"SSH-2.0-");
    }
}
