//! The server's side of a connection as a [`VpnSession`], so that the engine's own driver moves its packets.

use std::{
    any::Any,
    collections::VecDeque,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use ovpn_proto::wire::KeyId;
use sim::{Seen, TestServer};
use vpn_api::{
    Blame, DataChannel, Deadline, Failure, FailureKind, Framing, Input, LinkId, LinkSpec, Output, Retry, SessionEvent,
    Transport, VpnSession,
};

use super::Renegotiate;

const LINK: LinkId = LinkId(0);
/// Longest frame in a stream, in bytes.
const LONGEST_FRAME: u16 = 65_000;
/// A client that says nothing for so long is gone. Longer than the pings that it is asked for are apart.
const PATIENCE: Duration = Duration::from_secs(60);

/// One client of the scripted server, whose data channel the driver uses directly.
pub(super) struct ServerSession {
    server: TestServer,
    link: LinkSpec,
    outputs: VecDeque<Output>,
    /// The datagram that made the connection known.
    first: Option<Vec<u8>>,
    plan: Renegotiate,
    newest: KeyId,
    agreed: Option<Instant>,
    renegotiations: Arc<AtomicU64>,
    over: bool,
}

impl ServerSession {
    pub(super) fn new(
        server: TestServer,
        transport: Transport,
        client: SocketAddr,
        first: Option<Vec<u8>>,
        plan: Renegotiate,
        renegotiations: Arc<AtomicU64>,
    ) -> Self {
        Self {
            server,
            link: LinkSpec::direct(transport, client, Framing::Length16 { max: LONGEST_FRAME }),
            outputs: VecDeque::new(),
            first,
            plan,
            newest: KeyId::FIRST,
            agreed: None,
            renegotiations,
            over: false,
        }
    }

    /// What the server noticed since the last call.
    fn look(&mut self, now: Instant) {
        for seen in std::mem::take(&mut self.server.seen) {
            match seen {
                Seen::Login { key_id, .. } => {
                    self.newest = KeyId::new(key_id).unwrap_or(KeyId::FIRST);
                    if self.agreed.replace(now).is_none() {
                        let configured = SessionEvent::Configured(Box::default());
                        self.outputs.push_back(Output::Event(configured));
                    } else {
                        self.renegotiations.fetch_add(1, Ordering::Relaxed);
                    }
                }
                Seen::Text(text) if text.starts_with("EXIT") => self.end(),
                Seen::OccExit => self.end(),
                Seen::TlsFailed(why) => {
                    self.outputs.push_back(Output::Event(SessionEvent::Note(why)));
                    self.end();
                }
                Seen::Text(_) | Seen::Packet(_) => {}
            }
        }
    }

    fn end(&mut self) {
        if !std::mem::replace(&mut self.over, true) {
            let failure = Failure::new(FailureKind::Cancelled, Blame::User, Retry::Never);
            self.outputs.push_back(Output::Event(SessionEvent::Closed(failure)));
        }
    }

    /// When to begin a renegotiation by plan: only after the one before is done, else its keys would go before their use.
    fn renegotiation_due(&self) -> Option<Instant> {
        let agreed = self.agreed.filter(|_| self.server.is_active())?;
        let by_time = self.plan.every.map(|every| agreed + every);
        let bytes = self.server.data.usage(self.newest).map_or(0, |usage| usage.bytes());
        let by_bytes = self.plan.bytes.is_some_and(|limit| bytes >= limit).then_some(agreed);
        by_time.into_iter().chain(by_bytes).min()
    }

    fn patience_ends(&self) -> Option<Instant> {
        Some(self.server.last_heard()? + PATIENCE)
    }
}

impl VpnSession for ServerSession {
    fn handle(&mut self, now: Instant, input: Input<'_>) {
        match input {
            Input::Start => {
                self.outputs.push_back(Output::OpenLink(LINK, self.link.clone()));
                self.outputs.push_back(Output::DataLink(LINK));
            }
            Input::LinkUp(_) => {
                if let Some(first) = self.first.take() {
                    self.server.receive(now, &first);
                }
            }
            Input::Received(_, frame) => self.server.receive(now, frame),
            Input::Timeout => {
                if self.renegotiation_due().is_some_and(|at| at <= now) {
                    self.server.renegotiate(now);
                }
                if self.patience_ends().is_some_and(|at| at <= now) {
                    self.end();
                }
                self.server.tick(now);
            }
            // The one word that an engine has for a session: here it asks for new keys.
            Input::Answer(..) if self.server.is_active() => self.server.renegotiate(now),
            Input::Answer(..)
            | Input::Resolved(..)
            | Input::NetworkChanged { .. }
            | Input::Doubt
            | Input::Measure
            | Input::Held(_)
            | Input::ClockSet(_) => {}
            Input::LinkDown(..) | Input::Close(_) => self.end(),
        }
        self.look(now);
    }

    fn poll(&mut self) -> Option<Output> {
        // The driver asks after every batch of packets.
        self.server.follow();
        if self.server.data.take_exit_requested() {
            self.end();
        }
        match self.server.poll() {
            Some(frame) => Some(Output::Transmit(LINK, frame)),
            None => self.outputs.pop_front(),
        }
    }

    fn poll_timeout(&self) -> Option<Deadline> {
        let named = |at: Option<Instant>, why| at.map(|at| Deadline { at, why });
        [
            named(self.server.poll_timeout(), "server"),
            named(self.renegotiation_due(), "renegotiation"),
            named(self.patience_ends(), "patience"),
        ]
        .into_iter()
        .flatten()
        .min_by_key(|deadline| deadline.at)
    }

    fn data_channel(&mut self) -> &mut dyn DataChannel {
        &mut self.server.data
    }

    fn into_carried(self: Box<Self>) -> Option<Box<dyn Any + Send>> {
        None
    }
}
