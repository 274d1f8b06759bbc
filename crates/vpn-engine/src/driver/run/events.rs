//! What the engine is told, and what it gets back at the end.

use std::time::Instant;

use vpn_api::{Failure, SessionEvent};

use super::{super::DriverCommand, BACKLOG, End, FLUSH_TIMEOUT, Run};
use crate::tun::Tun;

impl Run {
    pub(super) fn emit(&mut self, event: SessionEvent) {
        let note = matches!(event, SessionEvent::Note(_));
        if self.end == End::No && !(note && self.backlog.len() >= BACKLOG) {
            self.backlog.push_back(event);
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
