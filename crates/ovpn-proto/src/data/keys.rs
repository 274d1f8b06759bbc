//! The keys of one slot, their packet ids, and how much they were used.

use std::ops::Range;

use ovpn_profile::profile::{Cipher, Digest};
use vpn_api::{DropReason, SealError};

use super::{aead::Aead, cbc::Cbc, replay::ReplayWindow};
use crate::{
    error::KeySetupFailed,
    keys::{Side, derive::Key2},
    wire::KeyId,
};

/// New keys are wanted from this packet id on, long before the ids run out.
const RENEW_AT_ID: u32 = 0xff00_0000;
/// New keys are wanted from so many packets and 16-byte blocks under one AES-GCM key: 7/8 of 2^36, as OpenVPN 2.7.
const RENEW_AT_GCM_BLOCKS: u64 = (1 << 36) / 8 * 7;
/// New keys are wanted after so many forged packets (RFC 9001 section 6.6 has 2^36 for ChaCha20-Poly1305).
const RENEW_AT_FORGERIES: u64 = 1 << 36;

/// How much one slot's keys were used. Bytes are those of plain packets with their compression frame.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct KeyUsage {
    /// Packets sealed.
    pub packets_sealed: u64,
    /// Bytes sealed.
    pub bytes_sealed: u64,
    /// Packets opened, replays not counted.
    pub packets_opened: u64,
    /// Bytes opened.
    pub bytes_opened: u64,
    /// Packets whose tag was wrong.
    pub forgeries: u64,
}

impl KeyUsage {
    /// Bytes in both directions, what `reneg-bytes` counts.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes_sealed.saturating_add(self.bytes_opened)
    }

    /// Packets in both directions, what `reneg-pkts` counts.
    #[must_use]
    pub fn packets(&self) -> u64 {
        self.packets_sealed.saturating_add(self.packets_opened)
    }
}

/// Keys for both directions of one slot, of one cipher.
pub struct DataKeys {
    key_id: KeyId,
    cipher: Cipher,
    protection: Protection,
}

enum Protection {
    Aead(Box<Aead>),
    Cbc(Box<Cbc>),
}

impl DataKeys {
    /// A client's keys. `auth` matters for CBC ciphers only.
    ///
    /// # Errors
    /// The cryptographic library refuses the key, or a CBC cipher has no digest: such packets would not be authentic.
    pub fn new(cipher: Cipher, key2: &Key2, auth: Digest, key_id: KeyId) -> Result<Self, KeySetupFailed> {
        Self::for_side(Side::Client, cipher, key2, auth, key_id)
    }

    /// One end's keys: the server's opens what the client's seals, and the other way round.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn for_side(
        side: Side,
        cipher: Cipher,
        key2: &Key2,
        auth: Digest,
        key_id: KeyId,
    ) -> Result<Self, KeySetupFailed> {
        let (send, receive) = match side {
            Side::Client => (key2.half(Side::Client), key2.half(Side::Server)),
            Side::Server => (key2.half(Side::Server), key2.half(Side::Client)),
        };
        let protection = if cipher.is_aead() {
            Protection::Aead(Box::new(Aead::new(cipher, send, receive)?))
        } else {
            Protection::Cbc(Box::new(Cbc::new(cipher, auth, send, receive)?))
        };
        Ok(Self { key_id, cipher, protection })
    }

    /// Their slot.
    #[must_use]
    pub fn key_id(&self) -> KeyId {
        self.key_id
    }

    /// Their cipher.
    #[must_use]
    pub fn cipher(&self) -> Cipher {
        self.cipher
    }

    /// Bytes between the header and the plain packet.
    pub(super) fn head(&self) -> usize {
        match &self.protection {
            Protection::Aead(_) => Aead::HEAD,
            Protection::Cbc(cbc) => cbc.head(),
        }
    }

    /// Bytes that may be added behind the plain packet.
    pub(super) fn tail(&self) -> usize {
        match &self.protection {
            Protection::Aead(_) => 0,
            Protection::Cbc(_) => Cbc::TAIL,
        }
    }
}

impl std::fmt::Debug for DataKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DataKeys").field("key_id", &self.key_id).field("cipher", &self.cipher).finish_non_exhaustive()
    }
}

/// One installed key with its counters.
pub(super) struct Slot {
    pub(super) keys: DataKeys,
    pub(super) usage: KeyUsage,
    /// Later installed keys have greater numbers.
    pub(super) generation: u64,
    next_id: u32,
    highest_opened: u32,
    window: ReplayWindow,
}

impl Slot {
    pub(super) fn new(keys: DataKeys, replay_window: u32, generation: u64) -> Self {
        let window = ReplayWindow::new(replay_window);
        Self { keys, usage: KeyUsage::default(), generation, next_id: 1, highest_opened: 0, window }
    }

    /// Seals `plain_len` bytes that lie behind [`DataKeys::head`] bytes of room in `rest`.
    pub(super) fn seal(&mut self, header: &[u8], rest: &mut [u8], plain_len: usize) -> Result<usize, SealError> {
        if self.next_id == u32::MAX {
            return Err(SealError::KeyExhausted);
        }
        let sealed = match &self.keys.protection {
            Protection::Aead(aead) => aead.seal(header, self.next_id, rest, plain_len)?,
            Protection::Cbc(cbc) => cbc.seal(self.next_id, rest, plain_len)?,
        };
        self.next_id += 1;
        self.usage.packets_sealed += 1;
        self.usage.bytes_sealed = self.usage.bytes_sealed.saturating_add(plain_len as u64);
        Ok(sealed)
    }

    /// Opens what lies behind the header and marks it as seen; gives where the plain bytes are.
    pub(super) fn open(&mut self, header: &[u8], rest: &mut [u8]) -> Result<Range<usize>, DropReason> {
        let opened = match &self.keys.protection {
            Protection::Aead(aead) => aead.open(header, rest, &self.window),
            Protection::Cbc(cbc) => cbc.open(rest, &self.window),
        };
        let (id, plain) = match opened {
            Ok(opened) => opened,
            Err(reason) => {
                if reason == DropReason::NotAuthentic {
                    self.usage.forgeries = self.usage.forgeries.saturating_add(1);
                }
                return Err(reason);
            }
        };
        if !self.window.accept(id) {
            return Err(DropReason::Replayed);
        }
        self.highest_opened = self.highest_opened.max(id);
        self.usage.packets_opened += 1;
        self.usage.bytes_opened = self.usage.bytes_opened.saturating_add(plain.len() as u64);
        Ok(plain)
    }

    /// Whether these keys come near to what they may be used for.
    pub(super) fn is_worn(&self) -> bool {
        let is_gcm = match self.keys.cipher {
            Cipher::Aes256Gcm | Cipher::Aes192Gcm | Cipher::Aes128Gcm => true,
            Cipher::ChaCha20Poly1305 | Cipher::Aes256Cbc | Cipher::Aes192Cbc | Cipher::Aes128Cbc => false,
        };
        // Each packet ends in at most one block that is not full, and costs one more for its tag.
        let blocks = self.usage.bytes() / 16 + 2 * self.usage.packets();
        self.next_id >= RENEW_AT_ID
            || self.highest_opened >= RENEW_AT_ID
            || self.usage.forgeries >= RENEW_AT_FORGERIES
            || (is_gcm && blocks >= RENEW_AT_GCM_BLOCKS)
    }

    #[cfg(test)]
    pub(super) fn set_next_id(&mut self, id: u32) {
        self.next_id = id;
    }
}
