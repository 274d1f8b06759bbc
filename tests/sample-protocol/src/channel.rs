//! The data channel: packets in messages of the stream, or several in a datagram.

use std::{collections::VecDeque, ops::Range, time::Instant};

use vpn_api::{DataChannel, DropReason, InnerPacket, LinkId, Opened, Overhead, SealError};

use crate::wire::{self, Kind, LENGTH, MESSAGE_HEAD, TOKEN};

/// The link for the stream.
pub const STREAM: LinkId = LinkId(0);
/// The link for datagrams.
pub const DATAGRAMS: LinkId = LinkId(1);

/// Seals for the link that carries data, and takes apart what comes over both.
#[derive(Debug, Default)]
pub struct Channel {
    /// Stands in front of each datagram. `None`: there is no tunnel yet.
    pub(crate) token: Option<u64>,
    /// Data goes over datagrams.
    pub(crate) over_datagrams: bool,
    /// What of the stream is not whole yet: at most one message.
    begun: Vec<u8>,
    /// Whole messages that are no packets, for the session.
    pub(crate) messages: VecDeque<(Kind, Vec<u8>)>,
    /// The server answered over datagrams.
    pub(crate) datagrams_pass: bool,
    /// The stream is out of step.
    pub(crate) broken: bool,
    packets: VecDeque<Place>,
    /// A packet that was put together, while it is looked at.
    apart: Vec<u8>,
}

/// Where a packet of the last frame lies.
#[derive(Debug)]
enum Place {
    InFrame(Range<usize>),
    Apart(Vec<u8>),
}

impl Channel {
    /// Takes the next piece of the stream.
    fn take_stream(&mut self, piece: &[u8]) {
        let mut at = 0;
        while !self.broken && at < piece.len() {
            if self.begun.is_empty() {
                match wire::first_message(&piece[at..]) {
                    Ok(Some((kind, body))) => {
                        let body = at + body.start..at + body.end;
                        at = body.end;
                        if kind == Kind::Data {
                            self.packets.push_back(Place::InFrame(body));
                        } else {
                            self.messages.push_back((kind, piece[body].to_vec()));
                        }
                        continue;
                    }
                    Ok(None) => {}
                    Err(_) => self.broken = true,
                }
            }
            // A message that goes on in the next piece, or began in the last one: byte by byte to its end.
            self.begun.push(piece[at]);
            at += 1;
            match wire::first_message(&self.begun) {
                Ok(Some((kind, body))) => {
                    let body = self.begun[body].to_vec();
                    self.begun.clear();
                    if kind == Kind::Data {
                        self.packets.push_back(Place::Apart(body));
                    } else {
                        self.messages.push_back((kind, body));
                    }
                }
                Ok(None) => {}
                Err(_) => self.broken = true,
            }
        }
    }

    fn take_datagram(&mut self, datagram: &[u8]) -> Opened {
        let expected = self.token.map(u64::to_be_bytes);
        if datagram.first_chunk::<TOKEN>() != expected.as_ref() {
            return Opened::Dropped(DropReason::NotAuthentic);
        }
        self.datagrams_pass = true;
        let mut at = TOKEN;
        while let Some(packet) = wire::next_packet(datagram, at) {
            at = packet.end;
            self.packets.push_back(Place::InFrame(packet));
        }
        if at == datagram.len() { Opened::Several } else { Opened::Dropped(DropReason::Malformed) }
    }
}

impl DataChannel for Channel {
    fn overhead(&self) -> Overhead {
        Overhead { head: if self.over_datagrams { TOKEN + LENGTH } else { MESSAGE_HEAD }, tail: 0 }
    }

    fn seal_in_place(&mut self, _: Instant, buffer: &mut [u8], packet_len: usize) -> Result<usize, SealError> {
        let token = self.token.ok_or(SealError::NoKey)?;
        let head = self.overhead().head;
        let length = u16::try_from(packet_len).map_err(|_| SealError::NoRoom)?.to_be_bytes();
        let room = buffer.get_mut(..head).ok_or(SealError::NoRoom)?;
        if self.over_datagrams {
            room[..TOKEN].copy_from_slice(&token.to_be_bytes());
        } else {
            room[0] = Kind::Data as u8;
        }
        room[head - LENGTH..].copy_from_slice(&length);
        Ok(head + packet_len)
    }

    fn open_in_place(&mut self, _: Instant, link: LinkId, frame: &mut [u8]) -> Opened {
        self.packets.clear();
        if link == DATAGRAMS {
            return self.take_datagram(frame);
        }
        self.take_stream(frame);
        Opened::Several
    }

    fn next_packet(&mut self) -> Option<InnerPacket<'_>> {
        Some(match self.packets.pop_front()? {
            Place::InFrame(place) => InnerPacket::InFrame(place),
            Place::Apart(packet) => {
                self.apart = packet;
                InnerPacket::Apart(&mut self.apart)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packets(channel: &mut Channel, link: LinkId, frame: &[u8]) -> Vec<Vec<u8>> {
        let mut frame = frame.to_vec();
        assert_eq!(channel.open_in_place(Instant::now(), link, &mut frame), Opened::Several);
        let mut found = Vec::new();
        while let Some(packet) = channel.next_packet() {
            found.push(match packet {
                InnerPacket::InFrame(place) => frame[place].to_vec(),
                InnerPacket::Apart(packet) => packet.to_vec(),
            });
        }
        found
    }

    #[test]
    fn packets_come_out_in_order_wherever_the_stream_is_cut() {
        let stream = [
            wire::message(Kind::Data, &[1; 30]),
            wire::message(Kind::Banner, b"hello"),
            wire::message(Kind::Data, &[2; 300]),
            wire::message(Kind::Data, &[3; 5]),
        ]
        .concat();
        for cut in 0..=stream.len() {
            let mut channel = Channel::default();
            let mut found = packets(&mut channel, STREAM, &stream[..cut]);
            found.extend(packets(&mut channel, STREAM, &stream[cut..]));
            assert_eq!(found, [vec![1; 30], vec![2; 300], vec![3; 5]], "{cut}");
            assert_eq!(channel.messages, [(Kind::Banner, b"hello".to_vec())], "{cut}");
            assert!(!channel.broken && channel.begun.is_empty());
        }
        let mut channel = Channel::default();
        packets(&mut channel, STREAM, b"HTTP/1.1 400");
        assert!(channel.broken);
    }

    #[test]
    fn a_datagram_holds_several_packets_for_who_knows_the_token() {
        let mut channel = Channel { token: Some(7), ..Channel::default() };
        assert_eq!(packets(&mut channel, DATAGRAMS, &wire::datagram(7, &[&[1, 2], &[3]])), [vec![1, 2], vec![3]]);
        let mut open = |bytes: &[u8]| channel.open_in_place(Instant::now(), DATAGRAMS, &mut bytes.to_vec());
        assert_eq!(open(&wire::datagram(8, &[&[1]])), Opened::Dropped(DropReason::NotAuthentic));
        let whole = wire::datagram(7, &[&[1, 2], &[3]]);
        assert_eq!(open(&whole[..whole.len() - 1]), Opened::Dropped(DropReason::Malformed));
    }

    #[test]
    fn what_is_sealed_depends_on_the_link_that_carries_data() {
        let mut channel = Channel { token: Some(7), ..Channel::default() };
        for (over_datagrams, expected) in
            [(false, wire::message(Kind::Data, &[9; 4])), (true, wire::datagram(7, &[&[9; 4]]))]
        {
            channel.over_datagrams = over_datagrams;
            let mut buffer = vec![9; channel.overhead().head + 4];
            assert_eq!(channel.seal_in_place(Instant::now(), &mut buffer, 4), Ok(expected.len()));
            assert_eq!(buffer, expected);
        }
        channel.token = None;
        assert_eq!(channel.seal_in_place(Instant::now(), &mut [0; 20], 4), Err(SealError::NoKey));
    }
}
