//! Packets between the links and the interface.

use std::time::{Duration, Instant};

use vpn_api::{
    Blame, DropCause, Failure, FailureKind, InnerPacket, Input, LinkId, Opened, Retry, Traffic, TunnelConfig,
};

use super::{
    super::report::{Key, Parts},
    End, HELD_AGAIN, Run,
};
use crate::{datapath::Pumped, link::Received};

impl Run {
    /// Moves packets according to a configuration, or to the session's newest if that is another one.
    pub(super) fn reconfigure(&mut self, now: Instant, config: &TunnelConfig) {
        if let Some(path) = &mut self.path {
            path.reconfigure(now, self.newest.as_deref().unwrap_or(config));
            self.configured += 1;
        }
    }

    /// Counts frames that were sealed and that the system refused.
    pub(super) fn count_refused(&mut self) {
        let refused = self.links.take_refused();
        if refused > 0 {
            let mut lost = Traffic::default();
            lost.count_drop(DropCause::SendRefused, refused);
            self.traffic.add(&lost);
        }
    }

    /// Tells the session what the links have seen of the way, for whether the server is still there.
    pub(super) fn tell_condition(&mut self, now: Instant, look: bool) {
        for id in self.links.ids() {
            let Some(condition) = self.links.get(id).map(|link| link.take_condition(look)) else { continue };
            if condition.held && now >= self.held {
                self.held = now + HELD_AGAIN;
                self.input(now, Input::Held(id));
            }
            if condition.doubtful {
                self.input(now, Input::Doubt);
            }
        }
    }

    /// Tells how packets are moved, if that has changed.
    pub(super) fn report(&mut self) {
        let Self { session, links, path: Some(path), reporter, configured, .. } = self else { return };
        let Some((transport, link)) = links.data_link() else { return };
        let key = Key { configured: *configured, links: links.changes(), fallbacks: link.fallbacks().changes() };
        if !reporter.is_up_to_date(key) {
            let (interface, interface_fallback) = (path.features(), path.fallback());
            let frames = session.data_channel().fallbacks();
            reporter.tell(key, Parts { transport, link, interface, interface_fallback, frames });
        }
    }

    /// Tells the data path where frames go.
    pub(super) fn aim(&mut self) {
        if let Some(path) = &mut self.path {
            path.set_outer(self.links.data_target());
        }
    }

    /// Receives one batch from each link.
    pub(super) fn run_links(&mut self, now: Instant) -> bool {
        let mut busy = false;
        for id in self.links.ids() {
            if self.end == End::No {
                busy |= self.run_link(now, id);
            }
        }
        busy
    }

    fn run_link(&mut self, now: Instant, id: LinkId) -> bool {
        let Self { session, links, path, .. } = self;
        let Some(link) = links.get(id) else { return false };
        let outcome = link.receive();
        let batch = link.batch();
        let mut unread = Traffic::default();
        let mut heard = 0;
        for place in &batch.frames {
            let Some(frame) = batch.buffer.get_mut(place.clone()) else { continue };
            let opened = session.data_channel().open_in_place(now, id, frame);
            heard += u64::from(matches!(opened, Opened::Packet(_) | Opened::Several | Opened::Consumed));
            match opened {
                Opened::Packet(inner) => match path {
                    Some(path) => {
                        path.push_down(&mut batch.buffer, place.start + inner.start..place.start + inner.end);
                    }
                    None => unread.count_drop(DropCause::BeforeTunnel, 1),
                },
                Opened::Control => session.handle(now, Input::Received(id, frame)),
                Opened::Consumed => {
                    let Some(packet) = session.data_channel().take_packet() else { continue };
                    match path {
                        Some(path) => path.push_apart(&mut batch.buffer, packet),
                        None => unread.count_drop(DropCause::BeforeTunnel, 1),
                    }
                }
                Opened::Several => {
                    while let Some(packet) = session.data_channel().next_packet() {
                        match (packet, path.as_mut()) {
                            (InnerPacket::InFrame(inner), Some(path)) => {
                                path.push_down(&mut batch.buffer, place.start + inner.start..place.start + inner.end);
                            }
                            (InnerPacket::Apart(packet), Some(path)) => path.push_apart(&mut batch.buffer, packet),
                            (InnerPacket::InFrame(_) | InnerPacket::Apart(_), None) => {
                                unread.count_drop(DropCause::BeforeTunnel, 1)
                            }
                        }
                    }
                }
                Opened::Dropped(reason) => {
                    tracing::trace!(?reason, "a frame was dropped");
                    unread.count_drop(reason.into(), 1);
                }
            }
        }
        let any = !batch.frames.is_empty();
        if any && let Some(path) = path {
            path.flush_down(&mut batch.buffer);
            let mut moved = path.take_moved();
            moved.batches_received = u64::from(moved.packets_received > 0);
            self.moderation.count(moved.packets_received);
            self.traffic.add(&moved);
        }
        self.traffic.add(&unread);
        self.traffic.add_heard(heard);
        let busy = match outcome {
            Ok(received) => received == Received::More,
            Err(error) => {
                links.remove(id);
                session.handle(now, Input::LinkDown(id, error));
                true
            }
        };
        if any || busy {
            self.drain(now);
        }
        busy
    }

    /// Reads one batch from the TUN, seals it and sends it.
    pub(super) fn run_tun(&mut self, now: Instant) -> bool {
        let Self { session, links, path, traffic, moderation, .. } = self;
        let (Some(path), Some(outbox)) = (path.as_mut(), links.data_outbox()) else { return false };
        if self.end != End::No || !outbox.is_empty() {
            // The link is full, and says so when it has room again.
            return false;
        }
        let outcome = path.pump_up(now, session.data_channel(), outbox);
        let any = !outbox.is_empty();
        let mut moved = path.take_moved();
        moved.batches_sent = u64::from(moved.packets_sent > 0);
        moderation.count(moved.packets_sent);
        traffic.add(&moved);
        match outcome {
            Ok(pumped) => {
                if any || moved.dropped > 0 {
                    self.drain(now);
                }
                pumped == Pumped::More
            }
            Err(error) => {
                self.lose_tun(&error);
                false
            }
        }
    }

    pub(super) fn lose_tun(&mut self, error: &std::io::Error) {
        self.path = None;
        let failure = Failure::new(FailureKind::TunnelDevice, Blame::Machine, Retry::After(Duration::from_secs(1)));
        self.close(Instant::now(), failure.with_detail(error));
    }
}
