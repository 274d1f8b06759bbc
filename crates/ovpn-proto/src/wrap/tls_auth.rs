//! tls-auth: control packets in clear, with an HMAC.
//!
//! The HMAC covers `packet id ‖ time ‖ head ‖ body`, another order than on the wire.

use ovpn_settings::{Digest, KeyDirection};

use super::ReplayId;
use crate::{
    error::{Malformed, WrapError},
    keys::{Side, derive::halves, mac::Mac},
    wire::{CONTROL_HEAD, Reader},
};

/// Keys of both directions.
pub(super) struct TlsAuth {
    send: Mac,
    receive: Mac,
}

impl TlsAuth {
    /// The profile's direction is the client's; the server has the opposite one.
    pub(super) fn new(side: Side, key: &[u8; 256], direction: KeyDirection, digest: Digest) -> Result<Self, WrapError> {
        let (first, second) = halves(key);
        let (client, server) = match direction {
            KeyDirection::Bidirectional => (first, first),
            KeyDirection::Normal => (first, second),
            KeyDirection::Inverse => (second, first),
        };
        let (send, receive) = match side {
            Side::Client => (client, server),
            Side::Server => (server, client),
        };
        let mac = |half: &[u8; 64]| Mac::new(digest, half).ok_or(WrapError::NoDigest);
        Ok(Self { send: mac(send.hmac)?, receive: mac(receive.hmac)? })
    }

    pub(super) fn overhead(&self) -> usize {
        self.send.tag_len() + ReplayId::LEN
    }

    pub(super) fn seal(&self, head: &[u8; CONTROL_HEAD], id: ReplayId, body: &[u8], out: &mut Vec<u8>) {
        let id = id.bytes();
        out.extend_from_slice(head);
        out.extend_from_slice(self.send.tag(&[&id, head, body]).as_slice());
        out.extend_from_slice(&id);
        out.extend_from_slice(body);
    }

    pub(super) fn open<'a>(
        &self,
        head: &[u8; CONTROL_HEAD],
        rest: &'a [u8],
    ) -> Result<(ReplayId, &'a [u8]), WrapError> {
        let mut reader = Reader(rest);
        let tag = reader.bytes(self.receive.tag_len())?;
        let id: [u8; ReplayId::LEN] = reader.array()?;
        let body = reader.0;
        if body.is_empty() {
            return Err(Malformed::TooShort.into());
        }
        if !self.receive.tag(&[&id, head, body]).matches(tag) {
            return Err(WrapError::NotAuthentic);
        }
        Ok((ReplayId::from_bytes(id), body))
    }
}
