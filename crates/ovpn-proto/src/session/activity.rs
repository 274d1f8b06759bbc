//! The data channel as the engine sees it, with an eye on whether anybody uses the tunnel (`inactive`), and with large frames.

use std::{
    ops::{Deref, DerefMut},
    time::{Duration, Instant},
};

use vpn_api::{DataChannel, FallbackReason, LinkId, Opened, Overhead, SealError};

use super::path_mtu::{FLOOR, Large};
use crate::data::DataPath;

/// Frames above this many bytes are large: with IPv4 and UDP headers, they are above what every path carries.
const LARGE: usize = FLOOR as usize - 28;

/// A data path that notices when the tunnel's own packets pass. Keepalives and the control channel are not among them.
pub(super) struct Watched {
    path: DataPath,
    idle: Option<Idle>,
    large: Large,
}

/// How long the tunnel may be without use.
struct Idle {
    limit: Duration,
    /// Bytes that count as use; less within `limit` is none.
    least: u64,
    bytes: u64,
    since: Instant,
}

impl Watched {
    pub(super) fn new(path: DataPath) -> Self {
        Self { path, idle: None, large: Large::default() }
    }

    /// Watches from `now` on for less than `least` bytes, both directions together, within `limit`.
    pub(super) fn watch(&mut self, now: Instant, limit: Duration, least: u64) {
        self.idle = Some(Idle { limit, least, bytes: 0, since: now });
    }

    /// When the tunnel is idle for too long, and how long that is.
    pub(super) fn idle_at(&self) -> Option<(Instant, Duration)> {
        self.idle.as_ref().map(|idle| (idle.since + idle.limit, idle.limit))
    }

    /// When large frames last passed.
    pub(super) fn large(&self) -> Large {
        self.large
    }

    fn passed(&mut self, now: Instant, bytes: usize) {
        if let Some(idle) = &mut self.idle {
            idle.bytes = idle.bytes.saturating_add(bytes as u64);
            if idle.bytes >= idle.least {
                (idle.bytes, idle.since) = (0, now);
            }
        }
    }
}

impl Deref for Watched {
    type Target = DataPath;

    fn deref(&self) -> &DataPath {
        &self.path
    }
}

impl DerefMut for Watched {
    fn deref_mut(&mut self) -> &mut DataPath {
        &mut self.path
    }
}

impl DataChannel for Watched {
    fn overhead(&self) -> Overhead {
        self.path.overhead()
    }

    fn seal_in_place(&mut self, now: Instant, buffer: &mut [u8], packet_len: usize) -> Result<usize, SealError> {
        let sealed = self.path.seal_in_place(now, buffer, packet_len)?;
        self.passed(now, packet_len);
        if sealed > LARGE {
            self.large.sent = Some(now);
        }
        Ok(sealed)
    }

    fn open_in_place(&mut self, now: Instant, link: LinkId, frame: &mut [u8]) -> Opened {
        let opened = self.path.open_in_place(now, link, frame);
        if let Opened::Packet(range) = &opened {
            self.passed(now, range.len());
            if range.len() > LARGE {
                self.large.received = Some(now);
            }
        }
        opened
    }

    fn rest(&self) -> Option<usize> {
        self.path.rest()
    }

    fn seal_rest(&mut self, now: Instant, buffer: &mut [u8]) -> Result<usize, SealError> {
        self.path.seal_rest(now, buffer)
    }

    fn take_packet(&mut self) -> Option<&mut [u8]> {
        self.path.take_packet()
    }

    fn fallbacks(&self) -> Vec<FallbackReason> {
        self.path.fallbacks()
    }
}
