//! AES-CBC data packets with an HMAC, for servers that know nothing better.
//!
//! The HMAC covers `iv ‖ encrypted bytes` and is checked before anything is decrypted. The packet id is the first thing
//! encrypted. IVs have to be unpredictable, not random: they come from a keyed function of the packet id.

use std::ops::Range;

use aws_lc_rs::{
    cipher::{
        AES_128, AES_192, AES_256, Algorithm, DecryptingKey, DecryptionContext, EncryptingKey, EncryptionContext,
        UnboundCipherKey,
    },
    iv::FixedLength,
};
use ovpn_settings::{Cipher, Digest};
use vpn_api::{DropReason, SealError};

use super::replay::ReplayWindow;
use crate::{
    error::KeySetupFailed,
    keys::{derive::KeyHalf, mac::Mac},
};

const PACKET_ID: usize = 4;
const BLOCK: usize = 16;

/// Keys of both directions.
pub(super) struct Cbc {
    encrypt: EncryptingKey,
    sign: Mac,
    decrypt: DecryptingKey,
    verify: Mac,
    iv: Mac,
}

impl Cbc {
    /// Bytes that padding can add.
    pub(super) const TAIL: usize = BLOCK;

    /// Without a digest nothing would be authentic, so `auth none` is refused.
    pub(super) fn new(
        cipher: Cipher,
        auth: Digest,
        send: KeyHalf<'_>,
        receive: KeyHalf<'_>,
    ) -> Result<Self, KeySetupFailed> {
        let key = |half: KeyHalf<'_>| -> Result<UnboundCipherKey, KeySetupFailed> {
            let (algorithm, length) = algorithm(cipher).ok_or(KeySetupFailed)?;
            let key = half.cipher.get(..length).ok_or(KeySetupFailed)?;
            UnboundCipherKey::new(algorithm, key).map_err(|_| KeySetupFailed)
        };
        let iv_secret = Mac::new(Digest::Sha512, send.hmac).ok_or(KeySetupFailed)?.tag(&[b"cbc iv", send.cipher]);
        let iv_secret = iv_secret.as_slice().first_chunk().ok_or(KeySetupFailed)?;
        Ok(Self {
            encrypt: EncryptingKey::cbc(key(send)?).map_err(|_| KeySetupFailed)?,
            sign: Mac::new(auth, send.hmac).ok_or(KeySetupFailed)?,
            decrypt: DecryptingKey::cbc(key(receive)?).map_err(|_| KeySetupFailed)?,
            verify: Mac::new(auth, receive.hmac).ok_or(KeySetupFailed)?,
            iv: Mac::new(Digest::Sha256, iv_secret).ok_or(KeySetupFailed)?,
        })
    }

    /// Bytes between the header and the inner packet.
    pub(super) fn head(&self) -> usize {
        self.sign.tag_len() + BLOCK + PACKET_ID
    }

    /// How long a plain packet may be so that everything has at most `room` bytes.
    pub(super) fn plain_room(&self, room: usize) -> usize {
        let blocks = room.saturating_sub(self.sign.tag_len() + BLOCK) / BLOCK * BLOCK;
        // Padding takes at least a byte.
        blocks.saturating_sub(PACKET_ID + 1)
    }

    /// Seals the `plain_len` bytes behind [`Self::head`] bytes of room; gives the length of everything behind the header.
    pub(super) fn seal(&self, id: u32, rest: &mut [u8], plain_len: usize) -> Result<usize, SealError> {
        let content = PACKET_ID + plain_len;
        let padding = BLOCK - content % BLOCK;
        let (tag_room, rest) = rest.split_at_mut_checked(self.sign.tag_len()).ok_or(SealError::NoRoom)?;
        let rest = rest.get_mut(..BLOCK + content + padding).ok_or(SealError::NoRoom)?;
        let (iv_room, body) = rest.split_first_chunk_mut::<BLOCK>().ok_or(SealError::NoRoom)?;
        let iv_source = self.iv.tag(&[&id.to_be_bytes()]);
        *iv_room = *iv_source.as_slice().first_chunk().ok_or(SealError::NoRoom)?;
        *body.first_chunk_mut().ok_or(SealError::NoRoom)? = id.to_be_bytes();
        let fill = u8::try_from(padding).unwrap_or_default();
        body.get_mut(content..).ok_or(SealError::NoRoom)?.fill(fill);
        self.encrypt
            .less_safe_encrypt(body, EncryptionContext::Iv128(FixedLength::from(*iv_room)))
            .map_err(|_| SealError::NoRoom)?;
        tag_room.copy_from_slice(self.sign.tag(&[&*iv_room, body]).as_slice());
        Ok(tag_room.len() + BLOCK + content + padding)
    }

    /// Opens what lies behind the header; gives the packet id and where the plain bytes are.
    pub(super) fn open(&self, rest: &mut [u8], window: &ReplayWindow) -> Result<(u32, Range<usize>), DropReason> {
        let (tag, rest) = rest.split_at_mut_checked(self.verify.tag_len()).ok_or(DropReason::Malformed)?;
        let (iv, body) = rest.split_first_chunk_mut::<BLOCK>().ok_or(DropReason::Malformed)?;
        if body.is_empty() || !body.len().is_multiple_of(BLOCK) {
            return Err(DropReason::Malformed);
        }
        if !self.verify.tag(&[&*iv, body]).matches(tag) {
            return Err(DropReason::NotAuthentic);
        }
        self.decrypt
            .decrypt(body, DecryptionContext::Iv128(FixedLength::from(*iv)))
            .map_err(|_| DropReason::NotAuthentic)?;
        let padding = body.last().map_or(0, |last| usize::from(*last));
        let content = body.len().checked_sub(padding).ok_or(DropReason::Malformed)?;
        let fill = body.get(content..).ok_or(DropReason::Malformed)?;
        if !(1..=BLOCK).contains(&padding) || fill.iter().any(|byte| usize::from(*byte) != padding) {
            return Err(DropReason::Malformed);
        }
        let id = body.first_chunk().map(|id| u32::from_be_bytes(*id)).ok_or(DropReason::Malformed)?;
        if content <= PACKET_ID || id == 0 {
            return Err(DropReason::Malformed);
        }
        if !window.is_fresh(id) {
            return Err(DropReason::Replayed);
        }
        let start = tag.len() + BLOCK;
        Ok((id, start + PACKET_ID..start + content))
    }
}

fn algorithm(cipher: Cipher) -> Option<(&'static Algorithm, usize)> {
    match cipher {
        Cipher::Aes256Cbc => Some((&AES_256, 32)),
        Cipher::Aes192Cbc => Some((&AES_192, 24)),
        Cipher::Aes128Cbc => Some((&AES_128, 16)),
        Cipher::Aes256Gcm | Cipher::Aes192Gcm | Cipher::Aes128Gcm | Cipher::ChaCha20Poly1305 => None,
    }
}
