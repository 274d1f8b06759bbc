//! The keys of one slot, their packet ids, and how much they were used.

use std::ops::Range;

use ovpn_settings::{Cipher, Digest};
use vpn_api::{DropReason, SealError};

use super::{aead::Aead, cbc::Cbc, epoch::Epochs, limits::KeyLimits, replay::ReplayWindow};
use crate::{
    error::KeySetupFailed,
    keys::{
        Side,
        derive::{Key2, KeyHalf},
    },
    wire::KeyId,
};

/// Fewer would drop packets that a fast link merely reorders. A longer window lets nothing through twice.
pub(super) const SHORTEST_REPLAY_WINDOW: u32 = 1024;

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
    Epochs(Box<Epochs>),
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
        let (send, receive) = directions(side, key2);
        let protection = if cipher.is_aead() {
            Protection::Aead(Box::new(Aead::new(cipher, send, receive)?))
        } else {
            Protection::Cbc(Box::new(Cbc::new(cipher, auth, send, receive)?))
        };
        Ok(Self { key_id, cipher, protection })
    }

    /// One end's keys of the epoch format. `replay_window` is that of each epoch, in packets.
    ///
    /// # Errors
    /// The cipher is none with authentication of its own, or the cryptographic library refuses the key.
    pub fn with_epochs(
        side: Side,
        cipher: Cipher,
        key2: &Key2,
        replay_window: u32,
        key_id: KeyId,
    ) -> Result<Self, KeySetupFailed> {
        let (send, receive) = directions(side, key2);
        let epochs = Epochs::new(cipher, send, receive, replay_window.max(SHORTEST_REPLAY_WINDOW))?;
        Ok(Self { key_id, cipher, protection: Protection::Epochs(Box::new(epochs)) })
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
            Protection::Epochs(_) => Epochs::HEAD,
        }
    }

    /// Bytes that may be added behind the plain packet.
    pub(super) fn tail(&self) -> usize {
        match &self.protection {
            Protection::Aead(_) => 0,
            Protection::Cbc(_) => Cbc::TAIL,
            Protection::Epochs(_) => Epochs::TAIL,
        }
    }

    /// How long a plain packet may be so that everything behind the header has at most `rest` bytes.
    pub(super) fn plain_room(&self, rest: usize) -> usize {
        match &self.protection {
            Protection::Aead(_) => rest.saturating_sub(Aead::HEAD),
            Protection::Cbc(cbc) => cbc.plain_room(rest),
            Protection::Epochs(_) => rest.saturating_sub(Epochs::HEAD + Epochs::TAIL),
        }
    }
}

fn directions(side: Side, key2: &Key2) -> (KeyHalf<'_>, KeyHalf<'_>) {
    match side {
        Side::Client => (key2.half(Side::Client), key2.half(Side::Server)),
        Side::Server => (key2.half(Side::Server), key2.half(Side::Client)),
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
    limits: KeyLimits,
    next_id: u32,
    highest_opened: u32,
    window: ReplayWindow,
}

impl Slot {
    pub(super) fn new(keys: DataKeys, replay_window: u32, limits: KeyLimits, generation: u64) -> Self {
        let limits = limits.of(keys.cipher);
        let window = ReplayWindow::new(replay_window);
        let usage = KeyUsage::default();
        Self { keys, usage, generation, limits, next_id: limits.first_id, highest_opened: 0, window }
    }

    /// Seals `plain_len` bytes that lie behind [`DataKeys::head`] bytes of room in `rest`.
    pub(super) fn seal(&mut self, header: &[u8], rest: &mut [u8], plain_len: usize) -> Result<usize, SealError> {
        let id = self.next_id;
        if id >= self.limits.end_of_ids {
            return Err(SealError::KeyExhausted);
        }
        let sealed = match &mut self.keys.protection {
            Protection::Aead(aead) => {
                self.next_id += 1;
                aead.seal(header, id, rest, plain_len)?
            }
            Protection::Cbc(cbc) => {
                self.next_id += 1;
                cbc.seal(id, rest, plain_len)?
            }
            // Counts by itself.
            Protection::Epochs(epochs) => epochs.seal(header, rest, plain_len, &self.limits)?,
        };
        self.usage.packets_sealed += 1;
        self.usage.bytes_sealed = self.usage.bytes_sealed.saturating_add(plain_len as u64);
        Ok(sealed)
    }

    /// Opens what lies behind the header and marks it as seen; gives where the plain bytes are.
    pub(super) fn open(&mut self, header: &[u8], rest: &mut [u8]) -> Result<Range<usize>, DropReason> {
        let opened = match &mut self.keys.protection {
            Protection::Aead(aead) => aead.open(header, rest, &self.window),
            Protection::Cbc(cbc) => cbc.open(rest, &self.window),
            Protection::Epochs(epochs) => epochs.open(header, rest).map(|plain| (0, plain)),
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
        // Epochs have windows of their own, and their ids are 0 here.
        if id != 0 && !self.window.accept(id) {
            return Err(DropReason::Replayed);
        }
        self.highest_opened = self.highest_opened.max(id);
        self.usage.packets_opened += 1;
        self.usage.bytes_opened = self.usage.bytes_opened.saturating_add(plain.len() as u64);
        Ok(plain)
    }

    /// Whether these keys come near to what they may be used for.
    pub(super) fn is_worn(&self) -> bool {
        let Self { limits, usage, .. } = self;
        let used_up = match &self.keys.protection {
            Protection::Epochs(epochs) => epochs.epoch() >= limits.renew_at_epoch,
            Protection::Aead(_) | Protection::Cbc(_) => {
                // Each packet ends in at most one block that is not full, and costs one more for its tag.
                let blocks = usage.bytes() / 16 + 2 * usage.packets();
                self.next_id >= limits.renew_at_id
                    || self.highest_opened >= limits.renew_at_id
                    || blocks >= limits.renew_at_blocks
            }
        };
        used_up || usage.forgeries >= limits.renew_at_forgeries
    }

    #[cfg(test)]
    pub(super) fn set_next_id(&mut self, id: u32) {
        self.next_id = id;
    }
}
