//! The way of packets between the TUN and a link, in batches.
//!
//! ```text
//! up    TUN read (a packet of up to 64 KiB) ─ cut ─ seal in place ─► outbox ─► link
//! down  link batch ─ open in place ─ join ─► TUN write (a packet of up to 64 KiB)
//! ```
//! Up, each packet is cut straight into the outbox and sealed there. When the outbox is full, cutting stops and the TUN is
//! not read: the kernel's queue fills and the senders notice. Down, frames are opened where they were received and
//! written from there.

use std::{
    io::{self, IoSlice},
    net::SocketAddr,
    ops::Range,
    task::{Context, Poll},
    time::Instant,
};

use vpn_api::{DataChannel, DropCause, FallbackReason, SealError, Traffic, Transport, TunnelConfig, tunnel::MssClamp};

use crate::{
    buffers::{DATAGRAM, Outbox},
    tun::{AttachedTun, Tun, TunFeatures},
};

#[cfg(feature = "_bench")]
pub mod bench;
mod checksum;
mod coalesce;
mod flows;
mod icmp;
mod limit;
mod mss;
mod packet;
mod segment;
mod virtio;

#[cfg(test)]
mod equivalence;
#[cfg(test)]
mod narrow;
#[cfg(test)]
mod tests;

use coalesce::Coalescer;
use limit::PathLimit;
use packet::Outline;
use segment::Cut;
use virtio::{Checksum, HEADER_LEN, VirtioHeader};

/// Reads from the TUN in one batch at most. Reached only by small packets; large ones fill the outbox first.
const READS: usize = 64;
/// Packets and bytes of the outbox above which a batch is sent before more is read.
const BATCH_BYTES: usize = 96 * 1024;

/// Packets between one TUN and one link.
pub(crate) struct DataPath {
    tun: AttachedTun,
    /// Why the interface does not do better.
    fallback: Option<(FallbackReason, String)>,
    /// What was read from the TUN last, with its header.
    buffer: Box<[u8]>,
    /// What of it is still to be cut.
    cut: Option<(Cut, Range<usize>)>,
    /// Frames of the packet sealed last found no room.
    resting: bool,
    joined: Coalescer,
    mss: Option<MssClamp>,
    limit: PathLimit,
    outer: Option<(SocketAddr, Transport)>,
    /// What was moved since it was last asked for.
    moved: Traffic,
}

/// Why a batch from the TUN ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pumped {
    /// There is nothing to read.
    Drained,
    /// There may be more to read.
    More,
}

impl DataPath {
    /// Starts with `tun`.
    ///
    /// # Errors
    /// The interface cannot be used.
    pub(crate) fn new(tun: Tun, config: &TunnelConfig) -> io::Result<Self> {
        let fallback = tun.fallback();
        let mut tun = AttachedTun::new(tun)?;
        // A read gives one IP packet of at most 64 KiB behind its header.
        let mut buffer = vec![0; HEADER_LEN + DATAGRAM].into_boxed_slice();
        let stale = tun.discard_queued(&mut buffer);
        let features = tun.features();
        let mut moved = Traffic::default();
        moved.count_drop(DropCause::Stale, stale as u64);
        let joined = Coalescer::new(features.header, features.udp);
        let (mss, limit) = (config.mss, PathLimit::new(config.path_limit));
        Ok(Self { tun, fallback, buffer, cut: None, resting: false, joined, mss, limit, outer: None, moved })
    }

    /// Takes a changed configuration.
    pub(crate) fn reconfigure(&mut self, now: Instant, config: &TunnelConfig) {
        self.mss = config.mss;
        for message in self.limit.change(now, config.path_limit) {
            write_packet(&self.tun, &message);
        }
    }

    /// Tells where the frames go, so that frames which find their way into the tunnel are not sealed once more.
    pub(crate) fn set_outer(&mut self, outer: Option<(SocketAddr, Transport)>) {
        self.outer = outer;
    }

    /// Ready when there is something to read from the TUN, or to go on with.
    pub(crate) fn poll_readable(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let waits = self.cut.is_some() || self.resting || self.limit.has_waiting();
        if waits { Poll::Ready(()) } else { self.tun.poll_readable(cx) }
    }

    /// Gives the interface back. `None`: it is gone.
    pub(crate) fn detach(self) -> Option<Tun> {
        self.tun.detach()
    }

    /// What crosses the interface's descriptor.
    pub(crate) fn features(&self) -> TunFeatures {
        self.tun.features()
    }

    /// Why not more crosses it, and what the system said.
    pub(crate) fn fallback(&self) -> Option<(FallbackReason, String)> {
        self.fallback.clone()
    }

    /// What was moved since the last call.
    pub(crate) fn take_moved(&mut self) -> Traffic {
        std::mem::take(&mut self.moved)
    }

    /// Reads one batch from the TUN and seals it into the outbox.
    ///
    /// # Errors
    /// The interface is gone.
    pub(crate) fn pump_up(
        &mut self,
        now: Instant,
        channel: &mut dyn DataChannel,
        outbox: &mut Outbox,
    ) -> io::Result<Pumped> {
        for _ in 0..READS {
            self.resting = !seal_rest(now, channel, outbox, &mut self.moved);
            if self.resting || !self.seal_cut(now, channel, outbox) {
                return Ok(Pumped::More);
            }
            if self.limit.has_waiting() && !self.seal_waiting(now, channel, outbox) {
                return Ok(Pumped::More);
            }
            if outbox.bytes().len() >= BATCH_BYTES {
                return Ok(Pumped::More);
            }
            match self.tun.try_read(&mut self.buffer) {
                Ok(len) => self.cut = self.plan(now, len),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(Pumped::Drained),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.seal_cut(now, channel, outbox);
        Ok(Pumped::More)
    }

    /// Looks at what was read.
    fn plan(&mut self, now: Instant, len: usize) -> Option<(Cut, Range<usize>)> {
        match self.try_plan(now, len) {
            Ok(planned) => Some(planned),
            Err(cause) => {
                self.moved.count_drop(cause, 1);
                None
            }
        }
    }

    fn try_plan(&mut self, now: Instant, len: usize) -> Result<(Cut, Range<usize>), DropCause> {
        let read = self.buffer.get_mut(..len).ok_or(DropCause::Unsendable)?;
        let (header, packet) = if self.tun.features().header {
            VirtioHeader::parse(read).ok_or(DropCause::Unsendable)?
        } else {
            (VirtioHeader::plain(Checksum::Unknown), read)
        };
        let place = len - packet.len()..len;
        let mut cut = Cut::plan(header, packet).map_err(|_| DropCause::Unsendable)?;
        if self.outer.is_some_and(|outer| is_outer(packet, outer)) {
            return Err(DropCause::Loop);
        }
        // A SYN has no payload that could be cut.
        if let (Some(clamp), Some(outline)) = (self.mss, cut.whole()) {
            mss::clamp(packet, outline, clamp);
        }
        if let Err(answer) = self.limit.fit(now, &mut cut, packet) {
            if let Some(answer) = answer {
                write_packet(&self.tun, &answer);
            }
            return Err(DropCause::TooBig);
        }
        Ok((cut, place))
    }

    /// Seals packets of our own. `false`: there is no more room.
    fn seal_waiting(&mut self, now: Instant, channel: &mut dyn DataChannel, outbox: &mut Outbox) -> bool {
        let overhead = channel.overhead();
        while let Some(packet) = self.limit.next_waiting() {
            let len = packet.len();
            let Some(room) = outbox.room(overhead.head + len + overhead.tail) else { return false };
            if let Some(place) = room.get_mut(overhead.head..overhead.head + len) {
                place.copy_from_slice(packet);
            }
            // Where it gets lost, the connection's next packet brings it back.
            let _ = commit(channel.seal_in_place(now, room, len), outbox);
            self.limit.sent_waiting();
            self.resting = !seal_rest(now, channel, outbox, &mut self.moved);
            if self.resting {
                return false;
            }
        }
        true
    }

    /// Cuts and seals what was read. `false`: there is no more room.
    fn seal_cut(&mut self, now: Instant, channel: &mut dyn DataChannel, outbox: &mut Outbox) -> bool {
        let Some((mut cut, place)) = self.cut.take() else { return true };
        let packet = self.buffer.get(place.clone()).unwrap_or_default();
        let overhead = channel.overhead();
        while let Some(len) = cut.next_len() {
            let Some(room) = outbox.room(overhead.head + len + overhead.tail) else {
                // Even an empty outbox has no room for a packet that is larger than any link takes.
                if outbox.is_empty() {
                    self.moved.count_drop(DropCause::NoRoom, 1);
                    return true;
                }
                self.cut = Some((cut, place));
                return false;
            };
            let written =
                room.get_mut(overhead.head..overhead.head + len).is_some_and(|out| cut.write_next(packet, out).is_ok());
            let sealed = if written {
                commit(channel.seal_in_place(now, room, len), outbox)
            } else {
                Err(DropCause::Unsendable)
            };
            match sealed {
                Ok(()) => {
                    self.moved.packets_sent += 1;
                    self.moved.sent += len as u64;
                }
                Err(cause) => self.moved.count_drop(cause, 1),
            }
            self.resting = !seal_rest(now, channel, outbox, &mut self.moved);
            if self.resting {
                if cut.next_len().is_some() {
                    self.cut = Some((cut, place));
                }
                return false;
            }
        }
        true
    }

    /// Takes the inner packet at `place` of a received batch's buffer. It is written by [`Self::flush_down`].
    pub(crate) fn push_down(&mut self, buffer: &mut [u8], place: Range<usize>) {
        let Some(packet) = buffer.get_mut(place.clone()) else { return };
        let Some(outline) = Outline::of(packet) else {
            self.moved.count_drop(DropCause::NotIp, 1);
            return;
        };
        if let Some(clamp) = self.mss {
            mss::clamp(packet, &outline, clamp);
        }
        self.joined.push(buffer, place.start..place.start + outline.total, &outline);
    }

    /// Takes an inner packet that does not lie in the received batch's buffer, and writes it. What was received before it is
    /// written before it.
    pub(crate) fn push_apart(&mut self, buffer: &mut [u8], packet: &mut [u8]) {
        self.flush_down(buffer);
        self.push_down(packet, 0..packet.len());
        self.flush_down(packet);
    }

    /// Writes what was pushed since the last call to the TUN.
    pub(crate) fn flush_down(&mut self, buffer: &mut [u8]) {
        let Self { tun, joined, moved, .. } = self;
        let header = tun.features().header;
        joined.flush(buffer, |parts, packets, len| {
            let parts = if header { parts } else { parts.get(1..).unwrap_or_default() };
            if write(tun, parts) {
                moved.packets_received += packets;
                moved.received += len;
            } else {
                moved.count_drop(DropCause::InterfaceRefused, packets);
            }
        });
    }
}

/// Seals what did not fit the last packet's first frame. `false`: there is no more room.
fn seal_rest(now: Instant, channel: &mut dyn DataChannel, outbox: &mut Outbox, moved: &mut Traffic) -> bool {
    while let Some(len) = channel.rest() {
        let Some(room) = outbox.room(len) else { return false };
        if let Err(cause) = commit(channel.seal_rest(now, room), outbox) {
            moved.count_drop(cause, 1);
        }
    }
    true
}

/// Puts a frame that was just sealed in the outbox's room behind the others.
fn commit(sealed: Result<usize, SealError>, outbox: &mut Outbox) -> Result<(), DropCause> {
    let len = sealed?;
    if outbox.commit(len) { Ok(()) } else { Err(DropCause::NoRoom) }
}

/// Writes a packet of our own, whose checksums are complete.
fn write_packet(tun: &AttachedTun, packet: &[u8]) {
    let header = VirtioHeader::plain(Checksum::Unknown).encode();
    let parts = [IoSlice::new(&header), IoSlice::new(packet)];
    let parts = if tun.features().header { &parts[..] } else { parts.get(1..).unwrap_or_default() };
    let _ = write(tun, parts);
}

fn write(tun: &AttachedTun, parts: &[IoSlice<'_>]) -> bool {
    loop {
        match tun.write(parts) {
            Ok(_) => return true,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => {
                tracing::trace!(%error, "the interface did not take a packet");
                return false;
            }
        }
    }
}

/// Whether an inner packet is one of our own frames: the routes lead the tunnel into itself.
fn is_outer(inner: &[u8], (outer, transport): (SocketAddr, Transport)) -> bool {
    if packet::destination(inner) != Some(outer.ip()) {
        return false;
    }
    let protocol = match transport {
        Transport::Udp => packet::UDP,
        Transport::Tcp => packet::TCP,
    };
    Outline::of(inner).is_some_and(|outline| {
        outline.protocol == protocol
            && (outline.later_fragment || packet::get16(inner, outline.transport + 2) == Some(outer.port()))
    })
}
