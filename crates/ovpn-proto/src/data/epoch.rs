//! The epoch format of OpenVPN 2.7: AEAD packets whose keys move on by themselves.
//!
//! ```text
//! op|key[1] | peer id[3] | epoch[2] counter[6] | encrypted: (compression frame) inner packet | tag[16]
//! ```
//!
//! Each direction has a chain of secrets, one for each epoch from 1 on; key and IV of an epoch are expanded from its secret,
//! and so is the next secret ([`crate::keys::derive::epoch_expand`]). The nonce is the IV, XORed with epoch and counter at
//! its front; the associated data is everything in front of the encrypted bytes. Counters begin anew with each epoch.
//!
//! A sender moves on when its key is used up. A receiver follows with the first authentic packet of a later epoch, and moves
//! its own sending on to the same one, so that one side can have both move. Packets of the epoch before are still
//! opened, with a replay window of their own. Source: docs/protocol/openvpn.md §7.1.

use std::{collections::VecDeque, ops::Range};

use aws_lc_rs::aead::{Aad, Algorithm, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ovpn_settings::Cipher;
use vpn_api::{DropReason, SealError};

use super::{aead, limits::KeyLimits, replay::ReplayWindow};
use crate::{
    error::KeySetupFailed,
    keys::derive::{EpochSecret, KeyHalf},
};

const ID: usize = 8;
const TAG: usize = 16;
/// Opcode and peer id: the format has no DATA_V1.
const HEADER: usize = 4;
/// Epochs that are opened ahead of the current one: what the protocol allows at most. A sender moves on once in 2^36 blocks,
/// so that this many are never lost on their way; each costs its key's memory.
const AHEAD: usize = 16;
/// The highest counter of an epoch: 48 bits.
const LAST_COUNTER: u64 = (1 << 48) - 1;

/// Keys of both directions.
pub(super) struct Epochs {
    send: Sender,
    receive: Receiver,
}

struct EpochKey {
    epoch: u16,
    key: LessSafeKey,
    iv: [u8; NONCE_LEN],
}

struct Sender {
    chain: Chain,
    current: EpochKey,
    /// The counter of the last packet.
    counter: u64,
    /// Packets and blocks under the current key.
    blocks: u64,
}

struct Receiver {
    /// Stands behind the last of `future`.
    chain: Chain,
    retiring: Option<Receiving>,
    current: Receiving,
    future: VecDeque<EpochKey>,
    replay_window: u32,
}

struct Receiving {
    key: EpochKey,
    window: ReplayWindow,
    /// Packets and blocks under this key.
    blocks: u64,
}

impl Epochs {
    /// Bytes between the header and the encrypted ones.
    pub(super) const HEAD: usize = ID;
    /// Bytes behind them.
    pub(super) const TAIL: usize = TAG;

    pub(super) fn new(
        cipher: Cipher,
        send: KeyHalf<'_>,
        receive: KeyHalf<'_>,
        replay_window: u32,
    ) -> Result<Self, KeySetupFailed> {
        let algorithm = aead::algorithm(cipher).ok_or(KeySetupFailed)?;
        let mut chain = Chain::new(algorithm, send)?;
        let current = chain.next_key()?.ok_or(KeySetupFailed)?;
        let send = Sender { chain, current, counter: 0, blocks: 0 };

        let mut chain = Chain::new(algorithm, receive)?;
        let current = Receiving::new(chain.next_key()?.ok_or(KeySetupFailed)?, replay_window);
        let mut receive = Receiver { chain, retiring: None, current, future: VecDeque::new(), replay_window };
        receive.look_ahead()?;
        Ok(Self { send, receive })
    }

    /// The later one of both directions' epochs.
    pub(super) fn epoch(&self) -> u16 {
        self.send.current.epoch.max(self.receive.current.key.epoch)
    }

    /// Seals the `plain_len` bytes behind [`Self::HEAD`] bytes of room; gives the length of everything behind the header.
    pub(super) fn seal(
        &mut self,
        header: &[u8],
        rest: &mut [u8],
        plain_len: usize,
        limits: &KeyLimits,
    ) -> Result<usize, SealError> {
        let rest = rest.get_mut(..ID + plain_len + TAG).ok_or(SealError::NoRoom)?;
        let (id_room, rest) = rest.split_first_chunk_mut::<ID>().ok_or(SealError::NoRoom)?;
        let (plain, tag_room) = rest.split_last_chunk_mut::<TAG>().ok_or(SealError::NoRoom)?;
        let send = &mut self.send;
        // When the other side's key is used up, following it is what we want of it: it does so when we move on.
        let nudge =
            self.receive.current.blocks >= limits.epoch_blocks && send.current.epoch <= self.receive.current.key.epoch;
        if send.blocks >= limits.epoch_blocks || send.counter >= LAST_COUNTER || nudge {
            send.advance().map_err(|_| SealError::KeyExhausted)?;
        }
        let id = send.current.id(send.counter + 1);
        let aad = associated_data(header, id).ok_or(SealError::NoRoom)?;
        let sealed = send.current.key.seal_in_place_separate_tag(send.current.nonce(id), Aad::from(aad), plain);
        // The library refuses only what is longer than any packet.
        let tag = sealed.map_err(|_| SealError::NoRoom)?;
        *id_room = id;
        tag_room.copy_from_slice(tag.as_ref());
        send.counter += 1;
        send.blocks = send.blocks.saturating_add(cost(plain_len));
        Ok(ID + plain_len + TAG)
    }

    /// Opens what lies behind the header and marks it as seen; gives where the plain bytes are.
    pub(super) fn open(&mut self, header: &[u8], rest: &mut [u8]) -> Result<Range<usize>, DropReason> {
        let (id, rest) = rest.split_first_chunk_mut::<ID>().ok_or(DropReason::Malformed)?;
        let id = *id;
        let (encrypted, tag) = rest.split_last_chunk_mut::<TAG>().ok_or(DropReason::Malformed)?;
        let number = u64::from_be_bytes(id);
        let (epoch, counter) = ((number >> 48) as u16, number & LAST_COUNTER);
        if encrypted.is_empty() || epoch == 0 || counter == 0 {
            return Err(DropReason::Malformed);
        }
        // There is no epoch format in DATA_V1.
        let aad = associated_data(header, id).ok_or(DropReason::Malformed)?;
        let receive = &mut self.receive;
        let plain = ID..ID + encrypted.len();
        let current = receive.current.key.epoch;
        if epoch > current {
            let ahead = usize::from(epoch - current - 1);
            let key = receive.future.get(ahead).ok_or(DropReason::NoKey)?;
            key.open(id, aad, tag, encrypted)?;
            // From here on the other side has proved that it is there.
            receive.advance(ahead).map_err(|_| DropReason::NoKey)?;
            while self.send.current.epoch < epoch && self.send.advance().is_ok() {}
        }
        let receiving = match &mut receive.retiring {
            Some(retiring) if epoch < current && retiring.key.epoch == epoch => retiring,
            Some(_) | None if epoch < current => return Err(DropReason::Replayed),
            Some(_) | None => &mut receive.current,
        };
        if !receiving.window.is_fresh(counter) {
            return Err(DropReason::Replayed);
        }
        if epoch <= current {
            receiving.key.open(id, aad, tag, encrypted)?;
        }
        receiving.window.accept(counter);
        receiving.blocks = receiving.blocks.saturating_add(cost(plain.len()));
        Ok(plain)
    }
}

impl Sender {
    /// Moves on to the next epoch.
    fn advance(&mut self) -> Result<(), KeySetupFailed> {
        self.current = self.chain.next_key()?.ok_or(KeySetupFailed)?;
        self.counter = 0;
        self.blocks = 0;
        Ok(())
    }
}

impl Receiver {
    /// Makes `future[ahead]` the current key.
    fn advance(&mut self, ahead: usize) -> Result<(), KeySetupFailed> {
        let key = self.future.drain(..=ahead).next_back().ok_or(KeySetupFailed)?;
        let next = Receiving::new(key, self.replay_window);
        self.retiring = Some(std::mem::replace(&mut self.current, next));
        self.look_ahead()
    }

    fn look_ahead(&mut self) -> Result<(), KeySetupFailed> {
        while self.future.len() < AHEAD {
            match self.chain.next_key()? {
                Some(key) => self.future.push_back(key),
                None => break,
            }
        }
        Ok(())
    }
}

impl Receiving {
    fn new(key: EpochKey, replay_window: u32) -> Self {
        Self { key, window: ReplayWindow::new(replay_window), blocks: 0 }
    }
}

impl EpochKey {
    fn id(&self, counter: u64) -> [u8; ID] {
        (u64::from(self.epoch) << 48 | counter).to_be_bytes()
    }

    fn nonce(&self, id: [u8; ID]) -> Nonce {
        let mut nonce = self.iv;
        for (byte, id) in nonce.iter_mut().zip(id) {
            *byte ^= id;
        }
        Nonce::assume_unique_for_key(nonce)
    }

    fn open(
        &self,
        id: [u8; ID],
        aad: [u8; HEADER + ID],
        tag: &[u8; TAG],
        encrypted: &mut [u8],
    ) -> Result<(), DropReason> {
        self.key
            .open_in_place_separate_tag(self.nonce(id), Aad::from(aad), tag, encrypted)
            .map(drop)
            .map_err(|_| DropReason::NotAuthentic)
    }
}

/// The secrets of one direction, one for each epoch.
struct Chain {
    algorithm: &'static Algorithm,
    secret: EpochSecret,
    /// The epoch that `secret` is of. `None`: there is none behind the last.
    next: Option<u16>,
}

impl Chain {
    fn new(algorithm: &'static Algorithm, half: KeyHalf<'_>) -> Result<Self, KeySetupFailed> {
        let secret = EpochSecret::first(half).ok_or(KeySetupFailed)?;
        Ok(Self { algorithm, secret, next: Some(1) })
    }

    /// The key of the next epoch. `None`: all are used up.
    fn next_key(&mut self) -> Result<Option<EpochKey>, KeySetupFailed> {
        let Some(epoch) = self.next else { return Ok(None) };
        let mut key = zeroize::Zeroizing::new([0; 32]);
        let key = key.get_mut(..self.algorithm.key_len()).ok_or(KeySetupFailed)?;
        self.secret.expand("data_key", key)?;
        let mut iv = [0; NONCE_LEN];
        self.secret.expand("data_iv", &mut iv)?;
        let key = UnboundKey::new(self.algorithm, key).map_err(|_| KeySetupFailed)?;
        self.secret = self.secret.next()?;
        self.next = epoch.checked_add(1);
        Ok(Some(EpochKey { epoch, key: LessSafeKey::new(key), iv }))
    }
}

fn associated_data(header: &[u8], id: [u8; ID]) -> Option<[u8; HEADER + ID]> {
    let mut bytes = [0; HEADER + ID];
    let (front, back) = bytes.split_first_chunk_mut::<HEADER>()?;
    *front = header.try_into().ok()?;
    back.copy_from_slice(&id);
    Some(bytes)
}

/// What a packet takes of what a key may be used for: its blocks, the tag's, and itself.
const fn cost(plain_len: usize) -> u64 {
    plain_len.div_ceil(16) as u64 + 2
}

#[cfg(test)]
mod tests;
