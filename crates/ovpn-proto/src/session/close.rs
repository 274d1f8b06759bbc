//! How a session ends (docs/protocol/openvpn.md §15).

use std::time::{Duration, Instant};

use vpn_api::{Blame, CloseReason, Failure, FailureKind, Output, Retry, SessionEvent, Transport};

use super::{LINK, Session, State};
use crate::timers::Timer;

/// How long a goodbye may wait for its acknowledgement: the person watches.
const LEAVE_WAIT: Duration = Duration::from_millis(1500);

/// Most copies of a goodbye that is not acknowledged.
const MAX_COPIES: u8 = 5;

impl Session {
    /// Says goodbye where the server would not notice otherwise: over UDP, once there are keys.
    pub(super) fn leave(&mut self, now: Instant, reason: CloseReason) {
        let retry = match reason {
            CloseReason::User | CloseReason::Shutdown => Retry::Never,
            CloseReason::Restart => Retry::After(Duration::ZERO),
        };
        self.part(now, Failure::new(FailureKind::Cancelled, Blame::User, retry));
    }

    /// The same, for a reason of the session's own.
    pub(super) fn part(&mut self, now: Instant, failure: Failure) {
        if self.state == State::Leaving {
            return;
        }
        let Some(agreed) = self.agreed.as_ref().filter(|_| self.remote.transport == Transport::Udp) else {
            return self.end(failure);
        };
        if agreed.cc_exit && self.primary.send_text("EXIT").is_ok() {
            self.state = State::Leaving;
            self.timers = crate::timers::Timers::default();
            self.timers.set(Timer::Leave, now + LEAVE_WAIT);
            self.next = None;
            self.leaving = Some(failure);
            return;
        }
        // Copies against loss. OpenVPN sends them a second apart; nobody wants to wait for that.
        for _ in 0..agreed.exit_notify.clamp(1, MAX_COPIES) {
            let goodbye = self.data.seal_occ_exit(now);
            self.out.extend(goodbye.map(|frame| Output::Transmit(LINK, frame)));
        }
        self.end(failure);
    }

    /// The goodbye was acknowledged, or takes too long.
    pub(super) fn finish_leaving(&mut self) {
        if let Some(failure) = self.leaving.take() {
            self.end(failure);
        }
    }

    /// The last event.
    pub(super) fn end(&mut self, failure: Failure) {
        if self.state == State::Closed {
            return;
        }
        if self.state != State::New {
            self.out.push_back(Output::CloseLink(LINK));
        }
        self.event(SessionEvent::Closed(failure));
        self.state = State::Closed;
    }
}
