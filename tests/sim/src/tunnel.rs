//! Packets into frames and back, as the engine does it.

use std::time::Instant;

use vpn_api::{DataChannel, DropReason, Opened};

/// What was in a frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inner {
    /// A packet, whole.
    Packet(Vec<u8>),
    /// The frame belongs to the control channel.
    Control,
    /// A keepalive and such, or a part of a packet that is not whole yet.
    Nothing,
    /// It was not to be used.
    Dropped(DropReason),
}

/// Opens one frame.
pub fn open(data: &mut dyn DataChannel, now: Instant, frame: &[u8]) -> Inner {
    let mut frame = frame.to_vec();
    match data.open_in_place(now, vpn_api::LinkId(0), &mut frame) {
        Opened::Packet(range) => Inner::Packet(frame.get(range).unwrap_or_default().to_vec()),
        Opened::Control => Inner::Control,
        // OpenVPN puts one packet into a frame.
        Opened::Several | Opened::Consumed => {
            data.take_packet().map_or(Inner::Nothing, |packet| Inner::Packet(packet.to_vec()))
        }
        Opened::Dropped(reason) => Inner::Dropped(reason),
    }
}

/// Seals one packet into as many frames as it takes. None: there are no keys.
pub fn seal(data: &mut dyn DataChannel, now: Instant, packet: &[u8]) -> Vec<Vec<u8>> {
    let overhead = data.overhead();
    let mut frame = vec![0; overhead.head + packet.len() + overhead.tail];
    frame[overhead.head..overhead.head + packet.len()].copy_from_slice(packet);
    let Ok(length) = data.seal_in_place(now, &mut frame, packet.len()) else { return Vec::new() };
    frame.truncate(length);
    let mut frames = vec![frame];
    while let Some(room) = data.rest() {
        let mut frame = vec![0; room];
        let Ok(length) = data.seal_rest(now, &mut frame) else { break };
        frame.truncate(length);
        frames.push(frame);
    }
    frames
}
