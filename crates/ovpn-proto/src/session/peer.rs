//! Asking the server for a sign of life, and what follows when it gives none.

use std::time::{Duration, Instant};

use ovpn_settings::AfterSilence;
use vpn_api::{Blame, Deadline, Failure, FailureKind, Output, Retry, Transport};

use super::{
    LINK, Session, State,
    liveness::{Liveness, Step},
    path_mtu::{PathMtu, Probe, WITNESS},
};
use crate::{
    timers::earlier,
    wire::{ControlPacket, MessageId, Opcode},
};

impl Session {
    /// Begins to watch the server.
    pub(super) fn watch_peer(&mut self, now: Instant) {
        let round_trip = self.primary.reliable.round_trip().unwrap_or_default();
        self.liveness = Some(Liveness::new(now, round_trip, self.path.is_none()));
    }

    /// The server may be gone.
    pub(super) fn doubt(&mut self, now: Instant) {
        if self.state == State::Connected
            && let Some(liveness) = &mut self.liveness
        {
            liveness.doubt(now);
        }
    }

    /// Asks the server, to see how long its answer takes.
    pub(super) fn measure(&mut self, now: Instant) {
        if self.state == State::Connected
            && let Some(liveness) = &mut self.liveness
        {
            liveness.measure(now);
        }
    }

    /// Takes note of an authentic control packet. Only one that is nothing but acknowledgements can be an answer to a probe:
    /// others repeat old ones by the way.
    pub(super) fn note_life(&mut self, now: Instant, packet: &ControlPacket) {
        let Some(liveness) = &mut self.liveness else { return };
        let known = self.primary.reliable.acknowledged();
        let answers = packet.opcode == Opcode::AckV1
            && packet.key_id == self.primary.key_id
            && packet.acks.first().is_some_and(|id| id.0 < known);
        liveness.heard(now, self.data.outflow().frames, answers);
        if let Some(took) = self.path.as_mut().and_then(PathMtu::take_measured) {
            liveness.measured(took);
        }
        self.out.extend(liveness.take_sample().map(Output::RoundTrip));
        self.data.answered();
    }

    /// Sends the probes that are due, and follows up on those that were not answered.
    ///
    /// # Errors
    /// The server is given up.
    pub(super) fn ask_peer(&mut self, now: Instant) -> Result<(), Failure> {
        if self.state != State::Connected {
            return Ok(());
        }
        let (seen, rekeying) = (self.data.outflow(), self.next.is_some());
        while let Some(step) = self.liveness.as_mut().and_then(|liveness| liveness.poll(now, seen, rekeying)) {
            match step {
                // While keys are exchanged, a server takes nothing under the old ones' id, and our repetitions ask.
                Step::Probe if rekeying => {}
                Step::Probe => {
                    let frame = self.life_probe();
                    self.out.extend(frame.map(|frame| Output::Transmit(LINK, frame)));
                }
                Step::Silent => self.begin_contact(now),
            }
        }
        if !self.liveness.as_ref().is_some_and(Liveness::is_silent) {
            self.end_contact();
        }
        self.contact(now)
    }

    pub(super) fn peer_due(&self) -> Option<Deadline> {
        let liveness = self.liveness.as_ref().filter(|_| self.state == State::Connected)?;
        let due = liveness.poll_timeout(self.now, self.data.outflow(), self.next.is_some());
        earlier(due.map(|(at, why)| Deadline { at, why }), self.contact_due())
    }

    /// Whether a new session costs more than waiting as long as the server wants: a code that is good once was used, or silence
    /// is to end the connection for good.
    pub(super) fn must_stay(&self) -> bool {
        let one_time = self.sign_in.as_ref().is_some_and(|sign_in| sign_in.one_time);
        let silence = self.agreed.as_ref().and_then(|agreed| agreed.silence);
        one_time || silence.is_some_and(|silence| silence.then == AfterSilence::Exit)
    }

    /// The server is given up, for this reason.
    pub(super) fn peer_gone(&self, now: Instant, why: &'static str) -> Failure {
        let seconds = self.silent_for(now);
        Failure::new(FailureKind::KeepaliveTimeout { seconds }, Blame::Network, Retry::After(Duration::ZERO))
            .with_detail(why)
    }

    /// How long nothing came, in seconds, at least one.
    pub(super) fn silent_for(&self, now: Instant) -> u64 {
        let heard = self.data.last_received().map_or(self.control_heard, |data| data.max(self.control_heard));
        now.saturating_duration_since(heard).as_secs().max(1)
    }

    /// An old message that no search for the path's limit waits for.
    fn life_probe(&mut self) -> Option<Vec<u8>> {
        let known = self.primary.reliable.acknowledged();
        let id = self.path.as_ref().map_or(0, PathMtu::spare_witness).min(known.checked_sub(1)?);
        // Over a stream, there is nothing to pad for.
        let size = if self.remote.transport == Transport::Udp { WITNESS } else { 0 };
        self.old_message(Probe { id: MessageId(id), size })
    }
}
