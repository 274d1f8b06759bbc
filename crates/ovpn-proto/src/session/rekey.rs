//! New keys while the tunnel runs (docs/protocol/openvpn.md §14).
//!
//! When to send with them is the delicate part: a server may have them only after its own sign-in check is done. They are
//! used when something of the server's arrives under them, or after the time that OpenVPN itself waits; and at the latest when
//! the following renegotiation begins, because both sides know by then that these keys are good.

use std::time::{Duration, Instant};

use vpn_api::{Failure, SessionEvent, Transport};

use super::{
    Session, State,
    channel::{Channel, ChannelEvent, begin_tls},
    credentials,
};
use crate::{
    keys::derive::ClientKeySource,
    timers::Timer,
    wire::{ControlPacket, KeyId, Opcode},
};

/// Old keys that still open packets. With the newest one these are three slots, as in OpenVPN 2.x.
const MAX_LAME: usize = 2;

/// Pause after a renegotiation that failed.
const RETRY_PAUSE: Duration = Duration::from_secs(30);

impl Session {
    /// Plans the next renegotiation of our own.
    pub(super) fn schedule_rekey(&mut self) {
        let every = self.renegotiate;
        // New keys want a new sign-in, and a code that was used is no good for one: the server may ask, we do not begin.
        let can_sign_in = self.sign_in.as_ref().is_none_or(|sign_in| !sign_in.one_time);
        if !every.is_zero() && can_sign_in {
            self.timers.set(Timer::Renegotiate, self.primary.started + every);
        }
    }

    /// When the keys are used up, before their time.
    pub(super) fn rekey_due(&self) -> Option<Instant> {
        if self.state != State::Connected || self.next.is_some() {
            return None;
        }
        let timing = &self.profile.timing;
        let usage = self.data.usage(self.primary.key_id)?;
        let over = |limit: u64, used: u64| limit != 0 && used >= limit;
        let worn = self.data.wants_new_key()
            || over(timing.renegotiate_bytes, usage.bytes())
            || over(timing.renegotiate_packets, usage.packets());
        worn.then(|| self.rekey_pause.unwrap_or(self.now))
    }

    /// Opens a key slot with our reset. What the server sends for it follows. A try of ours that was not answered gives way.
    /// Ends the session instead when the server will want a sign-in for which the person has to be asked anew.
    pub(super) fn begin_rekey(&mut self, now: Instant, key_id: KeyId) {
        if self.state != State::Connected || self.next.as_ref().is_some_and(|next| next.key_id == key_id) {
            return;
        }
        if let Some(sign_in) = self.sign_in.as_ref().filter(|sign_in| sign_in.one_time) {
            let failure = credentials::code_used(&self.profile, sign_in, self.have_password);
            return self.part(now, failure);
        }
        self.page_opened = false;
        self.promote();
        let source = ClientKeySource::generate(&mut *self.entropy);
        let retransmit = self.remote.transport == Transport::Udp;
        self.next = Some(Channel::new(key_id, Opcode::SoftResetV1, source, retransmit, now));
        self.timers.clear(Timer::Renegotiate);
        self.timers.set(Timer::Rehandshake, now + self.profile.timing.handshake);
        if self.timers.get(Timer::KeyExpiry).is_none() {
            self.timers.set(Timer::KeyExpiry, now + self.profile.timing.transition);
        }
    }

    /// Takes a packet of the channel that is being opened. Its failure is not the session's: the old keys still work.
    pub(super) fn take_next(&mut self, now: Instant, packet: ControlPacket) {
        let result = self.advance_next(now, packet);
        if let Err(failure) = result {
            // TLS may have an alert for the server.
            self.flush();
            self.rekey_failed(now, &failure.to_string());
        }
    }

    fn advance_next(&mut self, now: Instant, packet: ControlPacket) -> Result<(), Failure> {
        let message = packet.message_id.map(|id| (id, packet.opcode, packet.payload));
        let Some(next) = &mut self.next else { return Ok(()) };
        for (opcode, payload) in next.take_packet(&packet.acks, message) {
            let (setup, ip) = (&self.setup, self.address.ip());
            // After the key exchange the channel has become the primary one.
            let channel = self.next.as_mut().unwrap_or(&mut self.primary);
            for event in channel.deliver(opcode, &payload, || begin_tls(setup, ip))? {
                self.control_heard = now;
                match event {
                    ChannelEvent::Begun => {}
                    ChannelEvent::Secured => self.send_next_key_message()?,
                    ChannelEvent::KeysExchanged => self.finish_rekey(now)?,
                    ChannelEvent::Message(message) => self.take_message_while_rekeying(now, &message),
                }
            }
        }
        Ok(())
    }

    fn send_next_key_message(&mut self) -> Result<(), Failure> {
        let Some(channel) = &self.next else { return Ok(()) };
        let message = self.key_message(channel)?;
        match &mut self.next {
            Some(channel) => channel.send_record(&message),
            None => Ok(()),
        }
    }

    /// A message may end the session, as it may at any other time.
    fn take_message_while_rekeying(&mut self, now: Instant, message: &[u8]) {
        if self.state == State::Connected
            && let Err(failure) = self.take_message(now, message)
        {
            self.end(failure);
        }
    }

    fn finish_rekey(&mut self, now: Instant) -> Result<(), Failure> {
        let (Some(next), Some(agreed)) = (self.next.take(), &self.agreed) else { return Ok(()) };
        let (cipher, auth) = (agreed.cipher, agreed.auth);
        let (exporter, epochs) = (agreed.exporter_keys, agreed.epochs);
        let old = std::mem::replace(&mut self.primary, next).key_id;
        self.primary.reliable.expect(false);
        if let Some(path) = &mut self.path {
            path.renumber(now);
        }
        self.install_keys(now, cipher, auth, exporter, epochs)?;
        let timing = &self.profile.timing;
        self.lame.push_back((old, now + timing.transition));
        let wait =
            if self.renegotiate.is_zero() { timing.handshake } else { timing.handshake.min(self.renegotiate / 2) };
        self.timers.set(Timer::Promote, self.primary.started + wait);
        self.timers.clear(Timer::Rehandshake);
        self.timers.clear(Timer::KeyExpiry);
        self.rekey_pause = None;
        self.retire_old_keys(now);
        self.schedule_rekey();
        Ok(())
    }

    /// Gives an unfinished renegotiation up and tries again later, while the old keys last.
    pub(super) fn rekey_failed(&mut self, now: Instant, reason: &str) {
        if self.next.take().is_none() {
            return;
        }
        // It may have been for the dates of certificates.
        if let Some(other) = &mut self.other_clock {
            std::mem::swap(&mut self.clock, other);
        }
        self.note(format!("New keys could not be agreed upon, the old ones stay in use: {reason}"));
        self.timers.clear(Timer::Rehandshake);
        self.timers.set(Timer::Renegotiate, now + RETRY_PAUSE);
        self.rekey_pause = Some(now + RETRY_PAUSE);
    }

    /// Sends with the newest keys.
    pub(super) fn promote(&mut self) {
        self.timers.clear(Timer::Promote);
        let newest = self.primary.key_id;
        if self.data.sending_key() != Some(newest) && self.data.promote(newest) {
            self.event(SessionEvent::Rekeyed);
        }
    }

    /// Forgets keys whose time is over, and those that are too many.
    pub(super) fn retire_old_keys(&mut self, now: Instant) {
        while let Some(&(key_id, until)) = self.lame.front() {
            if until > now && self.lame.len() <= MAX_LAME {
                self.timers.set(Timer::Retire, until);
                return;
            }
            self.lame.pop_front();
            self.data.retire(key_id);
        }
    }
}
