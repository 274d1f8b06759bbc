//! What the engine is told, and what it gets back at the end.

use std::{collections::VecDeque, time::Instant};

use vpn_api::{Failure, SessionEvent};

use super::{super::DriverCommand, BACKLOG, End, FLUSH_TIMEOUT, Run};
use crate::tun::Tun;

impl Run {
    pub(super) fn emit(&mut self, event: SessionEvent) {
        if self.end == End::No {
            enqueue(&mut self.backlog, event);
        }
    }

    /// The session is over.
    pub(super) fn close(&mut self, now: Instant, failure: Failure) {
        if self.end == End::No {
            self.emit(SessionEvent::Closed(failure));
            self.end = End::Closed(now + FLUSH_TIMEOUT);
        }
    }

    /// Hands events over, as far as there is room; all but `Closed`, which comes when everything else is done.
    pub(super) fn deliver(&mut self) {
        while let Some(event) = self.backlog.front() {
            if matches!(event, SessionEvent::Closed(_)) {
                return;
            }
            let Ok(place) = self.events.try_reserve() else { return };
            if let Some(event) = self.backlog.pop_front() {
                place.send(event);
            }
        }
    }

    /// An interface that was on its way when the session ended. With it the tunnel's routes would go, and traffic would
    /// pass beside the tunnel until the next session.
    pub(super) async fn late_tun(&mut self) -> Option<Tun> {
        self.commands.close();
        let mut late = None;
        let mut next = self.command.take();
        loop {
            if let Some(DriverCommand::Attach(tun, _)) = next {
                late = Some(tun);
            }
            // Also waits for a command that is just being sent.
            next = self.commands.recv().await;
            if next.is_none() {
                return late;
            }
        }
    }

    /// Hands the last events over. Waits for the engine, unless it has gone or wants the driver to stop.
    pub(super) async fn deliver_last(&mut self) {
        while let Some(event) = self.backlog.pop_front() {
            tokio::select! {
                sent = self.events.send(event) => if sent.is_err() { return },
                _ = &mut self.abort => return,
            }
        }
    }
}

/// Adds an event to those that wait. Of configurations only the newest is of use: a server may send them faster than a machine's
/// network can be changed. Where too many wait, notes go first, and then the oldest.
fn enqueue(waiting: &mut VecDeque<SessionEvent>, event: SessionEvent) {
    let is_note = |event: &SessionEvent| matches!(event, SessionEvent::Note(_));
    if matches!(event, SessionEvent::Configured(_)) {
        waiting.retain(|waits| !matches!(waits, SessionEvent::Configured(_)));
    }
    if waiting.len() >= BACKLOG {
        if is_note(&event) {
            return;
        }
        let least = waiting.iter().position(is_note).unwrap_or_default();
        waiting.remove(least);
    }
    waiting.push_back(event);
}

#[cfg(test)]
mod tests {
    use vpn_api::{Mtu, TunnelConfig};

    use super::*;

    #[test]
    fn a_server_that_says_more_than_is_taken_leaves_its_newest_configuration_and_a_bounded_queue() {
        let mut waiting = VecDeque::new();
        for mtu in 600..9_000_u16 {
            let config = TunnelConfig { mtu: Mtu::try_from(mtu).unwrap(), ..TunnelConfig::default() };
            enqueue(&mut waiting, SessionEvent::Note("hello".into()));
            enqueue(&mut waiting, SessionEvent::Configured(Box::new(config)));
            enqueue(&mut waiting, SessionEvent::Rekeyed);
            assert!(waiting.len() <= BACKLOG);
        }
        let configs: Vec<u16> =
            waiting
                .iter()
                .filter_map(|event| {
                    if let SessionEvent::Configured(config) = event { Some(u16::from(config.mtu)) } else { None }
                })
                .collect();
        assert_eq!((configs, waiting.len()), (vec![8_999], BACKLOG));
    }
}
