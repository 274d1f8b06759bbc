//! Probes of the path, and what their answers mean for the tunnel.

use std::time::Instant;

use vpn_api::{Output, SessionEvent, Transport};

use super::{
    LINK, Session, State,
    path_mtu::{self, PathMtu, Probe},
};
use crate::{
    push::mss,
    wire::{CONTROL_HEAD, ControlPacket, KeyId, MessageId, Opcode},
};

/// What a probe holds besides its wrap and its padding: the head, no acknowledgements, a message id; in bytes.
const PROBE_OVERHEAD: usize = CONTROL_HEAD + 1 + 4;

impl Session {
    /// Begins to look at the path, where datagrams travel by themselves: a stream cuts as it likes, and a proxy is a path of its
    /// own.
    pub(super) fn watch_path(&mut self, now: Instant) {
        let (Some(agreed), Some(config)) = (&self.agreed, &self.running.wanted) else { return };
        if self.remote.transport == Transport::Udp && self.server.via.is_none() {
            let top = agreed.encapsulation.largest_datagram(config.mtu.get(), path_mtu::CEILING);
            self.path = Some(PathMtu::new(now, top));
        }
    }

    /// When there is something to do about the path.
    pub(super) fn path_due(&self) -> Option<Instant> {
        // While keys are exchanged, a server takes nothing under the old ones' id.
        self.path.as_ref().filter(|_| self.next.is_none())?.poll_timeout(self.data.large())
    }

    /// Takes note of an answer to a probe. Only a packet that is nothing but acknowledgements has something new to acknowledge;
    /// others repeat old ones.
    pub(super) fn note_answer(&mut self, now: Instant, packet: &ControlPacket) {
        if packet.opcode == Opcode::AckV1
            && let Some(path) = &mut self.path
        {
            path.answered(now, &packet.acks);
        }
    }

    /// Sends the probes that are due, and tells what was found out.
    pub(super) fn probe_path(&mut self) {
        if self.state != State::Connected || self.next.is_some() {
            return;
        }
        let (now, messages, large) = (self.now, self.primary.reliable.acknowledged(), self.data.large());
        while let Some(probe) = self.path.as_mut().and_then(|path| path.poll(now, messages, large)) {
            let frame = self.old_message(probe);
            self.out.extend(frame.map(|frame| Output::Probe(LINK, frame)));
        }
        if self.running.config.as_ref().is_some_and(|told| told.path_limit != self.path_limit()) {
            self.tell_config();
        }
    }

    /// A message that the server has acknowledged before, padded to a size or as short as it can be.
    pub(super) fn old_message(&mut self, Probe { id: MessageId(id), size }: Probe) -> Option<Vec<u8>> {
        let headers = self.agreed.as_ref()?.encapsulation.datagram_headers();
        let wrap = match &mut self.dynamic {
            Some(dynamic) if self.primary.key_id != KeyId::FIRST => dynamic,
            Some(_) | None => &mut self.wrap,
        };
        let padding = match size {
            0 => 0,
            _ => usize::from(size.checked_sub(headers)?).checked_sub(PROBE_OVERHEAD + wrap.overhead())?,
        };
        let packet = ControlPacket {
            opcode: Opcode::ControlV1,
            key_id: self.primary.key_id,
            session_id: self.local,
            acks: Vec::new(),
            peer_session_id: None,
            message_id: Some(MessageId(id)),
            payload: vec![0; padding],
        };
        let mut bytes = Vec::with_capacity(usize::from(size));
        wrap.seal(&packet, &mut bytes).ok().map(|()| bytes)
    }

    /// The largest inner packet that passes, where that is less than the tunnel's MTU.
    fn path_limit(&self) -> Option<u16> {
        let inner = self.agreed.as_ref()?.encapsulation.inner(self.path.as_ref()?.limit()?)?;
        self.running.wanted.as_ref().filter(|wanted| inner < wanted.mtu.get()).map(|_| inner)
    }

    /// Tells how the tunnel is, within what the path takes, if that is news.
    pub(super) fn tell_config(&mut self) {
        let Some(mut config) = self.running.wanted.clone() else { return };
        config.path_limit = self.path_limit();
        self.add_notices(&mut config.notices);
        if let Some(inner) = config.path_limit {
            config.mss = mss::within(config.mss, inner);
        }
        if self.running.config.as_ref() == Some(&config) {
            return;
        }
        let told = self.running.config.as_ref().and_then(|told| told.path_limit);
        if told != config.path_limit {
            self.note(match config.path_limit {
                Some(inner) => format!("The path to the server takes packets of up to {inner} bytes"),
                None => "The path to the server takes packets of any size again".into(),
            });
        }
        self.running.config = Some(config.clone());
        self.event(SessionEvent::Configured(config));
    }
}
