//! What passes through the data channel: whether anybody uses the tunnel (`inactive`), and when large frames last passed.

use std::time::{Duration, Instant};

/// Frames above this many bytes are large: with IPv4 and UDP headers they are above what every path carries (RFC 791: hosts take
/// datagrams of 576 bytes).
const LARGE: usize = 548 - 28;

/// Watches the tunnel's own packets. Keepalives and the control channel are not among them.
#[derive(Debug, Default)]
pub(super) struct Activity {
    idle: Option<Idle>,
    large: LargeFrames,
}

/// When large frames last passed.
#[derive(Debug, Clone, Copy, Default)]
pub struct LargeFrames {
    /// To the server.
    pub sent: Option<Instant>,
    /// From the server.
    pub received: Option<Instant>,
}

/// What goes out, and what comes back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outflow {
    /// Since when packets go out without anything authentic in return.
    pub unanswered: Option<Instant>,
    /// Authentic frames so far.
    pub frames: u64,
    /// Bytes of packets sent so far.
    pub bytes: u64,
    /// Frames came steadily until the silence.
    pub steady: bool,
}

/// How long the tunnel may be without use.
#[derive(Debug)]
struct Idle {
    limit: Duration,
    /// Bytes that count as use; less within `limit` is none.
    least: u64,
    bytes: u64,
    since: Instant,
}

impl Activity {
    /// Watches from `now` on for less than `least` bytes, both directions together, within `limit`.
    pub(super) fn watch(&mut self, now: Instant, limit: Duration, least: u64) {
        self.idle = Some(Idle { limit, least, bytes: 0, since: now });
    }

    /// When the tunnel is idle for too long, and how long that is.
    pub(super) fn idle_at(&self) -> Option<(Instant, Duration)> {
        self.idle.as_ref().map(|idle| (idle.since + idle.limit, idle.limit))
    }

    /// When large frames last passed.
    pub(super) fn large(&self) -> LargeFrames {
        self.large
    }

    /// A packet was sealed into a frame of so many bytes.
    pub(super) fn sealed(&mut self, now: Instant, packet: usize, frame: usize) {
        self.passed(now, packet);
        if frame > LARGE {
            self.large.sent = Some(now);
        }
    }

    /// A packet of so many bytes came out of a frame.
    pub(super) fn opened(&mut self, now: Instant, packet: usize) {
        self.passed(now, packet);
        if packet > LARGE {
            self.large.received = Some(now);
        }
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
