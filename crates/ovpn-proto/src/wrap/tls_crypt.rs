//! tls-crypt: control packets encrypted with AES-256-CTR and authenticated with HMAC-SHA256 over the clear text; the tag's
//! first half is the counter's start. The same for tls-crypt-v2 with the client's own key and for dynamic tls-crypt.

use aws_lc_rs::{
    cipher::{AES_256, DecryptingKey, DecryptionContext, EncryptingKey, EncryptionContext, UnboundCipherKey},
    iv::FixedLength,
};
use ovpn_settings::Digest;

use super::ReplayId;
use crate::{
    error::{Malformed, WrapError},
    keys::{
        Side,
        derive::{KeyHalf, halves},
        mac::Mac,
    },
    wire::{CONTROL_HEAD, Reader},
};

const TAG: usize = 32;

/// Keys of both directions.
pub(super) struct TlsCrypt {
    encrypt: EncryptingKey,
    sign: Mac,
    decrypt: DecryptingKey,
    verify: Mac,
}

impl TlsCrypt {
    /// Bytes added to a packet.
    pub(super) const OVERHEAD: usize = ReplayId::LEN + TAG;

    /// The client sends with the second half and receives with the first: the other way round than data keys.
    pub(super) fn new(side: Side, key: &[u8; 256]) -> Result<Self, WrapError> {
        let (first, second) = halves(key);
        let (send, receive) = match side {
            Side::Client => (second, first),
            Side::Server => (first, second),
        };
        Ok(Self {
            encrypt: EncryptingKey::ctr(cipher_key(send)?).map_err(|_| WrapError::Crypto)?,
            sign: Mac::new(Digest::Sha256, send.hmac).ok_or(WrapError::Crypto)?,
            decrypt: DecryptingKey::ctr(cipher_key(receive)?).map_err(|_| WrapError::Crypto)?,
            verify: Mac::new(Digest::Sha256, receive.hmac).ok_or(WrapError::Crypto)?,
        })
    }

    pub(super) fn seal(
        &self,
        head: &[u8; CONTROL_HEAD],
        id: ReplayId,
        mut body: Vec<u8>,
        out: &mut Vec<u8>,
    ) -> Result<(), WrapError> {
        let id = id.bytes();
        let tag = self.sign.tag(&[head, &id, &body]);
        let start = first_half(tag.as_slice())?;
        self.encrypt
            .less_safe_encrypt(&mut body, EncryptionContext::Iv128(FixedLength::from(start)))
            .map_err(|_| WrapError::Crypto)?;
        out.extend_from_slice(head);
        out.extend_from_slice(&id);
        out.extend_from_slice(tag.as_slice());
        out.extend_from_slice(&body);
        Ok(())
    }

    pub(super) fn open(&self, head: &[u8; CONTROL_HEAD], rest: &[u8]) -> Result<(ReplayId, Vec<u8>), WrapError> {
        let mut reader = Reader(rest);
        let id: [u8; ReplayId::LEN] = reader.array()?;
        let tag = reader.bytes(TAG)?;
        if reader.0.is_empty() {
            return Err(Malformed::TooShort.into());
        }
        let mut body = reader.0.to_vec();
        let start = first_half(tag)?;
        self.decrypt
            .decrypt(&mut body, DecryptionContext::Iv128(FixedLength::from(start)))
            .map_err(|_| WrapError::Crypto)?;
        if !self.verify.tag(&[head, &id, &body]).matches(tag) {
            return Err(WrapError::NotAuthentic);
        }
        Ok((ReplayId::from_bytes(id), body))
    }
}

fn cipher_key(half: KeyHalf<'_>) -> Result<UnboundCipherKey, WrapError> {
    let key = half.cipher.first_chunk::<32>().ok_or(WrapError::Crypto)?;
    UnboundCipherKey::new(&AES_256, key).map_err(|_| WrapError::Crypto)
}

fn first_half(tag: &[u8]) -> Result<[u8; 16], WrapError> {
    tag.first_chunk().copied().ok_or(WrapError::Crypto)
}
