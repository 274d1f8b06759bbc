//! The data path as the engine sees it.

use std::time::Instant;

use ovpn_settings::Compression;
use vpn_api::{DataChannel, DropReason, FallbackReason, LinkId, Opened, Overhead, SealError};

use super::{Complete, DataPath, V1_HEADER, V2_HEADER, prepare};
use crate::wire::{self, Opcode};

/// Whether somebody is meant to answer: nobody is where a packet goes to many at once. An interface by itself looks for routers and
/// tells of its groups (RFC 4861 §6.3.7, RFC 3810).
fn may_be_answered(packet: &[u8]) -> bool {
    let to_many = match packet.first().map(|first| first >> 4) {
        Some(4) => packet.get(16).is_some_and(|first| *first >= 224),
        Some(6) => packet.get(24) == Some(&0xff),
        Some(_) | None => false,
    };
    !to_many
}

impl DataChannel for DataPath {
    fn overhead(&self) -> Overhead {
        self.overhead
    }

    fn seal_in_place(&mut self, now: Instant, buffer: &mut [u8], packet_len: usize) -> Result<usize, SealError> {
        // Looked at once for each silence, while it can be read.
        let packet = buffer.get(self.overhead.head..).unwrap_or_default();
        let begins = self.outflow.unanswered.is_none() && may_be_answered(packet);
        let sealed = self.seal_frame(now, buffer, packet_len, self.longest_frame)?;
        self.activity.sealed(now, packet_len, sealed);
        self.went(now, packet_len, begins);
        Ok(sealed)
    }

    fn rest(&self) -> Option<usize> {
        let piece = self.fragments.as_ref()?.next_len()?;
        Some(self.overhead.head + piece + self.overhead.tail)
    }

    fn seal_rest(&mut self, now: Instant, buffer: &mut [u8]) -> Result<usize, SealError> {
        let Some(fragments) = &mut self.fragments else { return Err(SealError::NoRoom) };
        let sealed = prepare(&mut self.slots, self.sending, self.peer_id, buffer).and_then(|(slot, header, rest)| {
            let plain = rest.get_mut(slot.keys.head()..).ok_or(SealError::NoRoom)?;
            let plain_len = fragments.write_next(plain).ok_or(SealError::NoRoom)?;
            Ok(header.len() + slot.seal(header, rest, plain_len)?)
        });
        match sealed {
            Ok(_) => self.last_sent = Some(now),
            Err(_) => fragments.give_up(),
        }
        sealed
    }

    fn fallbacks(&self) -> Vec<FallbackReason> {
        let keys = self.sending.and_then(|key_id| self.slot(key_id)).map(|slot| &slot.keys);
        let two_passes = keys.is_some_and(|keys| !keys.cipher().is_aead());
        let framed = self.compression != Compression::None;
        [
            (two_passes, FallbackReason::TwoPasses),
            (self.fragments.is_some(), FallbackReason::Pieces),
            (framed, FallbackReason::CompressionFrame),
        ]
        .into_iter()
        .filter_map(|(is_so, reason)| is_so.then_some(reason))
        .collect()
    }

    fn take_packet(&mut self) -> Option<&mut [u8]> {
        match self.complete.take()? {
            Complete::Joined(range) => self.fragments.as_mut()?.joined().get_mut(range),
            Complete::Unpacked(range) => self.unpacked.as_mut()?.get_mut(range),
        }
    }

    fn open_in_place(&mut self, now: Instant, _link: LinkId, frame: &mut [u8]) -> Opened {
        let Some((opcode, key_id)) = frame.first().and_then(|first| wire::first_byte(*first)) else {
            return Opened::Dropped(DropReason::Malformed);
        };
        let header_len = match opcode {
            Opcode::DataV1 => V1_HEADER,
            Opcode::DataV2 => V2_HEADER,
            Opcode::SoftResetV1
            | Opcode::ControlV1
            | Opcode::AckV1
            | Opcode::HardResetClientV2
            | Opcode::HardResetServerV2
            | Opcode::HardResetClientV3
            | Opcode::ControlWkcV1 => return Opened::Control,
        };
        self.complete = None;
        let opened = self.open_data(now, key_id, header_len, frame).unwrap_or_else(Opened::Dropped);
        if let Opened::Packet(range) = &opened {
            self.activity.opened(now, range.len());
        }
        opened
    }
}
