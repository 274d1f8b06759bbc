//! What a path that takes less than the interface promised means for the packets in both directions.
//!
//! Up, packets are cut ([`super::segment::fit`]) or their sender is told. Down, nothing can be done about packets that never
//! arrive but to tell their sender, through the tunnel: it is known which connections there are ([`super::flows`]).

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use super::{
    flows::Flows,
    icmp,
    packet::Outline,
    segment::{Cut, fit::TooBig},
};

/// Messages that wait to go through the tunnel at most.
const WAITING: usize = 64;
/// Messages in a row, and how long until there may be one more (RFC 4443, section 2.4 (f)).
const BURST: u32 = 50;
const PAUSE: Duration = Duration::from_millis(10);

/// The limit of the path, and who has to hear of it.
pub(crate) struct PathLimit {
    limit: Option<usize>,
    flows: Flows,
    near: Pace,
    far: Pace,
    waiting: VecDeque<Vec<u8>>,
}

impl PathLimit {
    pub(crate) fn new(limit: Option<u16>) -> Self {
        let (near, far) = (Pace::default(), Pace::default());
        Self { limit: limit.map(usize::from), flows: Flows::new(), near, far, waiting: VecDeque::new() }
    }

    /// Takes a changed limit. Gives packets for the interface, if there are senders here that should hear of it.
    pub(crate) fn change(&mut self, now: Instant, limit: Option<u16>) -> Vec<Vec<u8>> {
        let limit = limit.map(usize::from);
        let before = std::mem::replace(&mut self.limit, limit);
        match limit {
            Some(limit) if before.is_none_or(|before| limit < before) => {
                let (near, far) = self.flows.shrunk(now, limit);
                self.waiting.clear();
                self.waiting.extend(far.into_iter().take(WAITING));
                near
            }
            Some(_) | None => Vec::new(),
        }
    }

    /// Whether packets wait to go through the tunnel.
    pub(crate) fn has_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// The next packet to go through the tunnel.
    pub(crate) fn next_waiting(&mut self) -> Option<&[u8]> {
        self.waiting.front().map(Vec::as_slice)
    }

    /// That one is on its way.
    pub(crate) fn sent_waiting(&mut self) {
        self.waiting.pop_front();
    }

    /// Makes a packet fit that is on its way to the server.
    ///
    /// # Errors
    /// It cannot go. If its sender is to hear of it, by this packet.
    pub(crate) fn fit(&mut self, now: Instant, cut: &mut Cut, packet: &[u8]) -> Result<(), Option<Vec<u8>>> {
        let outline = *cut.outline();
        if let Some(message) = self.flows.note(now, packet, &outline, self.limit) {
            self.tell_far_end(now, message);
        }
        let Some(limit) = self.limit else { return Ok(()) };
        match cut.fit(packet, limit) {
            Ok(()) => {
                // The answer will be as large as the question.
                if (cut.is_fragmented() || outline.fragment)
                    && let Some(reply) = icmp::reply_to_ping(packet, &outline, outline.total.max(limit + 1))
                {
                    let quoted = Outline { transport: 20, total: reply.len(), fragment: false, ..outline };
                    let message = icmp::too_big(&reply, &quoted, icmp::mtu(outline.version, limit));
                    if let Some(message) = message {
                        self.tell_far_end(now, message);
                    }
                }
                Ok(())
            }
            Err(TooBig(mtu)) => {
                let message = icmp::too_big(packet, &outline, mtu);
                Err(message.filter(|_| self.near.allows(now)))
            }
        }
    }

    fn tell_far_end(&mut self, now: Instant, message: Vec<u8>) {
        if self.waiting.len() < WAITING && self.far.allows(now) {
            self.waiting.push_back(message);
        }
    }
}

/// Bounds how often something is said.
#[derive(Debug, Default)]
struct Pace {
    said: u32,
    since: Option<Instant>,
}

impl Pace {
    fn allows(&mut self, now: Instant) -> bool {
        let since = *self.since.get_or_insert(now);
        let pauses = now.saturating_duration_since(since).as_millis() / PAUSE.as_millis();
        let back = u32::try_from(pauses).unwrap_or(u32::MAX);
        if back > 0 {
            self.said = self.said.saturating_sub(back);
            self.since = Some(now);
        }
        let allowed = self.said < BURST;
        self.said += u32::from(allowed);
        allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_bounded_and_come_back_with_time() {
        let now = Instant::now();
        let mut pace = Pace::default();
        assert_eq!((0..1000).filter(|_| pace.allows(now)).count(), 50);
        assert!(!pace.allows(now + PAUSE / 2));
        assert_eq!((0..1000).filter(|_| pace.allows(now + 3 * PAUSE)).count(), 3);
        assert_eq!((0..1000).filter(|_| pace.allows(now + 1000 * PAUSE)).count(), 50);
    }
}
