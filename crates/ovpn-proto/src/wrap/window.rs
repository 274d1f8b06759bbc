//! Replays of control packets: a window per time stamp, and a limit on how late a packet may be.

use std::time::{Duration, Instant};

use super::ReplayId;
use crate::data::ReplayWindow;

/// Packets that may be behind the newest (`replay-window 64 15`, OpenVPN's default).
const PACKETS: u32 = 64;
/// How late a packet may be at least before it is refused (`replay-window 64 15`).
const LATE: Duration = Duration::from_secs(15);

/// Accepts each pair of time and packet id once. A later time stamp starts a new window, an earlier one is refused.
#[derive(Debug)]
pub(super) struct ControlWindow {
    time: u32,
    seen: ReplayWindow,
    highest: u32,
    /// Ids up to `floor` are too late. Every [`LATE`], the highest id of the period before becomes the floor, so that a
    /// packet has at least that long, and at most twice.
    floor: u32,
    period: Option<(Instant, u32)>,
}

impl Default for ControlWindow {
    fn default() -> Self {
        Self { time: 0, seen: ReplayWindow::new(PACKETS), highest: 0, floor: 0, period: None }
    }
}

impl ControlWindow {
    /// Marks an authentic packet as seen. `false`: it was replayed or is too old.
    pub(super) fn accept(&mut self, id: ReplayId, now: Instant) -> bool {
        if id.time < self.time {
            return false;
        }
        if id.time > self.time {
            *self = Self { time: id.time, ..Self::default() };
        }
        self.move_floor(now);
        if id.packet.0 <= self.floor || !self.seen.accept(id.packet.0) {
            return false;
        }
        self.highest = self.highest.max(id.packet.0);
        true
    }

    fn move_floor(&mut self, now: Instant) {
        let Some((began, at_its_begin)) = self.period else {
            self.period = Some((now, 0));
            return;
        };
        if now.saturating_duration_since(began) >= LATE {
            self.floor = at_its_begin;
            self.period = Some((now, self.highest));
        }
    }
}
