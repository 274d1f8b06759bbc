//! Whether what the server sends through the tunnel can be read. Two ends that differ in an option connect without a word, and
//! nothing that one sends means anything to the other.

use std::time::{Duration, Instant};

/// How long nothing may be readable from the first frame on that is not: a server pings, or answers, within this time.
const PATIENCE: Duration = Duration::from_secs(5);
/// Packets, none of them unreadable, after which nobody looks any more.
const ENOUGH: u32 = 16;

/// What came so far, until it is known that things are well.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    well: bool,
    packets: u32,
    /// Frames that were the server's for certain and hold nothing that makes sense.
    senseless: u32,
    /// Frames that no key of ours opens. Anybody can send those.
    forged: u32,
    first_senseless: Option<Instant>,
    first_forged: Option<Instant>,
}

/// Why nothing can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// It is the server's, and not framed as agreed.
    Senseless,
    /// No key of ours opens it, or it comes from somebody else.
    Forged,
}

impl Evidence {
    /// A keepalive or another message: nobody sends those by chance.
    pub(super) fn message(&mut self) {
        self.well = true;
    }

    /// What would be handed to the tunnel's interface.
    pub(super) fn packet(&mut self, now: Instant, packet: &[u8]) {
        if self.well {
            return;
        }
        if !is_plausible(packet) {
            return self.senseless(now);
        }
        self.packets = self.packets.saturating_add(1);
        self.well = self.packets >= ENOUGH && self.senseless == 0;
    }

    /// A frame that was opened and holds nothing that makes sense.
    pub(super) fn senseless(&mut self, now: Instant) {
        self.senseless = self.senseless.saturating_add(1);
        self.first_senseless.get_or_insert(now);
    }

    /// A frame that could not be opened.
    pub(super) fn forged(&mut self, now: Instant) {
        self.forged = self.forged.saturating_add(1);
        self.first_forged.get_or_insert(now);
    }

    /// When there is something to judge.
    pub(super) fn judged_at(&self) -> Option<Instant> {
        let forged = self.first_forged.filter(|_| self.packets == 0);
        let first = [self.first_senseless, forged].into_iter().flatten().min();
        first.filter(|_| !self.well).map(|first| first + PATIENCE)
    }

    /// The judgement. Where it is that things are well, or not known to be bad, nothing is judged again.
    pub(super) fn judge(&mut self) -> Option<Unreadable> {
        let verdict = self.so_far();
        if verdict.is_none() {
            self.well = true;
        }
        (self.first_senseless, self.first_forged) = (None, None);
        verdict
    }

    /// What would be judged now.
    pub(super) fn so_far(&self) -> Option<Unreadable> {
        if self.well {
            None
        } else if self.senseless > 0 && self.packets.saturating_mul(2) <= self.senseless {
            Some(Unreadable::Senseless)
        } else if self.forged > 0 && self.packets == 0 && self.senseless == 0 {
            Some(Unreadable::Forged)
        } else {
            None
        }
    }
}

/// Whether it can be an IP packet: its version, and for IPv4 a header of at least five words (RFC 791 §3.1).
fn is_plausible(packet: &[u8]) -> bool {
    match packet.first() {
        Some(first) => matches!((first >> 4, first & 0xf), (4, 5..) | (6, _)),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IPV4: &[u8] = &[0x45, 0, 0, 20];
    const FRAMED: &[u8] = &[0xfa, 0x45, 0, 0, 20];

    #[test]
    fn frames_that_make_no_sense_are_judged_after_five_seconds() {
        let start = crate::testing::start();
        let mut evidence = Evidence::default();
        assert_eq!(evidence.judged_at(), None);
        evidence.packet(start, FRAMED);
        evidence.packet(start + Duration::from_secs(3), FRAMED);
        assert_eq!(evidence.judged_at(), Some(start + PATIENCE));
        assert_eq!(evidence.judge(), Some(Unreadable::Senseless));
    }

    #[test]
    fn one_that_can_be_read_outweighs_one_that_cannot() {
        let start = crate::testing::start();
        let mut evidence = Evidence::default();
        evidence.senseless(start);
        evidence.packet(start, IPV4);
        assert_eq!((evidence.judge(), evidence.judged_at()), (None, None));
        evidence.senseless(start);
        assert_eq!(evidence.judged_at(), None, "judged once");
    }

    #[test]
    fn a_message_ends_the_watch_and_so_do_many_packets() {
        let start = crate::testing::start();
        let mut evidence = Evidence::default();
        evidence.senseless(start);
        evidence.message();
        assert_eq!((evidence.judged_at(), evidence.so_far()), (None, None));
        let mut evidence = Evidence::default();
        (0..ENOUGH).for_each(|_| evidence.packet(start, IPV4));
        evidence.senseless(start);
        assert_eq!(evidence.judged_at(), None);
    }

    #[test]
    fn what_anybody_can_send_counts_only_while_nothing_can_be_opened() {
        let start = crate::testing::start();
        let mut evidence = Evidence::default();
        evidence.forged(start);
        assert_eq!((evidence.judged_at(), evidence.so_far()), (Some(start + PATIENCE), Some(Unreadable::Forged)));
        evidence.packet(start, IPV4);
        assert_eq!((evidence.judged_at(), evidence.so_far()), (None, None));
    }
}
