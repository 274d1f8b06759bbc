//! One run of a plan.

use std::{
    any::Any,
    collections::BTreeMap,
    sync::OnceLock,
    time::{Duration, Instant},
};

use ovpn_proto::{peer_info::proto, wire::first_byte};
use ovpn_settings::{Fragment, Profile};
use vpn_api::{Failure, FailureKind, Input, LinkId, Output, Retry, Secrets, SessionEvent, VpnSession};

use super::{
    Plan, Protection, Tally, Trouble,
    model::{Broken, Model, Way},
};
use crate::{
    script::{Script, Seen},
    server::ServerTls,
    settings::{Authority, NOW, Pseudo, profile, start, trusting},
    site::Site,
    tunnel::{self, Inner},
    world::session_at,
};

/// How long a server may take for its first answer, in these runs.
const ANSWER: Duration = Duration::from_secs(10);
/// A session is established or over by then: first answer, handshake, options.
const ESTABLISHED_BY: Duration = Duration::from_secs(10 + 60 + 60 + 1);
/// Packets pass by then, once the faults are over: silence is noticed, and each of two attempts may meet a server that still
/// believes in the one before.
const RECOVERED_BY: Duration = Duration::from_secs(400);
/// Most outputs of one input, and most calls at one instant.
const MAX_OUTPUTS: usize = 64;
const MAX_CALLS: usize = 16;
/// Most control packets of the client within a second: a handshake has some ten, and each repeats a few times.
const MAX_CONTROL: usize = 100;

enum Event {
    ToServer(u32, Vec<u8>),
    ToClient(u32, Vec<u8>),
    Trouble(Trouble),
    Traffic,
    Connect,
    Wake,
    Calm,
}

struct Client {
    session: Box<dyn VpnSession>,
    started: Instant,
    configured: bool,
    /// The virtual time of its last call, and how many there were.
    calls: (Instant, usize),
    /// When the second began in which its control packets are counted, and how many there were.
    control: (Instant, usize),
}

impl Client {
    fn count(&mut self, now: Instant, frame: &[u8]) {
        if frame.first().and_then(|first| first_byte(*first)).is_some_and(|(opcode, _)| !opcode.is_data()) {
            let same = now < self.control.0 + Duration::from_secs(1);
            self.control = if same { (self.control.0, self.control.1 + 1) } else { (now, 1) };
        }
    }
}

pub(super) struct Run<'a> {
    plan: &'a Plan,
    profile: Profile,
    random: Pseudo,
    now: Instant,
    began: Instant,
    events: BTreeMap<(Instant, u64), Event>,
    scheduled: u64,
    site: Site<u32>,
    client: Option<Client>,
    carried: Option<Box<dyn Any + Send>>,
    address: u32,
    /// The client's machine sleeps.
    asleep: bool,
    cut_until: Instant,
    wall_clock: i64,
    calm: bool,
    model: Model,
    tally: Tally,
}

/// Certificates cost more than a handshake; all runs share them.
fn shared() -> &'static (Authority, ServerTls, ServerTls) {
    static SHARED: OnceLock<(Authority, ServerTls, ServerTls)> = OnceLock::new();
    SHARED.get_or_init(|| {
        let authority = Authority::new("Storm CA");
        let between = authority.intermediate("Storm Sub CA");
        let leaf = between.server("vpn.example.net");
        let tls = |tls12| ServerTls::new(&Script { tls12, ..Script::new() }, std::slice::from_ref(&between.der), &leaf);
        let (tls13, tls12) = (tls(false), tls(true));
        (authority, tls13, tls12)
    })
}

fn script(plan: &Plan) -> Script {
    let mut flags = vec!["cc-exit"];
    flags.extend(plan.exporter.then_some("tls-ekm"));
    flags.extend(plan.dynamic.then_some("dyn-tls-crypt"));
    flags.extend(plan.epochs.then_some("aead-epoch"));
    let flags = flags.join(" ");
    Script {
        wrap: plan.protection.wrap(),
        pace: plan.pace,
        replies: vec![
            "PUSH_REPLY,topology subnet,ping 5,ping-restart 30,push-continuation 2".into(),
            format!(
                "PUSH_REPLY,ifconfig 10.8.0.2 255.255.255.0,peer-id {{peer-id}},cipher {{cipher}},protocol-flags {flags},\
                 push-continuation 1"
            ),
        ],
        push_early: plan.push_early,
        exporter: plan.exporter,
        dynamic_tls_crypt: plan.dynamic,
        cipher: plan.cipher,
        compression: plan.compression,
        epochs: plan.epochs,
        fragment: plan.fragment,
        renegotiate_every: plan.server_rekeys,
        promote_after: Some(plan.promote_after),
        ping: Some(Duration::from_secs(5)),
        tls12: plan.tls12,
        ..Script::new()
    }
}

impl<'a> Run<'a> {
    pub(super) fn new(plan: &'a Plan) -> Self {
        let (authority, tls13, tls12) = shared();
        let now = start();
        let mut profile = profile();
        profile.tls = trusting(authority);
        profile.remotes[0].wrap = plan.protection.wrap();
        profile.remotes[0].answer_timeout = ANSWER;
        profile.remotes[0].fragment = plan.fragment.map(|size| Fragment { size, with_headers: false });
        profile.data.ciphers = vec![plan.cipher];
        profile.data.compression = plan.compression;
        profile.timing.renegotiate = plan.client_rekeys.unwrap_or(Duration::from_secs(3600));
        let tls = if plan.tls12 { tls12 } else { tls13 };
        let mut life = Self {
            plan,
            profile,
            random: Pseudo::new(plan.seed),
            now,
            began: now,
            events: BTreeMap::new(),
            scheduled: 0,
            site: Site::new(script(plan), tls.clone(), now),
            client: None,
            carried: None,
            address: 1,
            asleep: false,
            cut_until: now,
            wall_clock: 0,
            calm: false,
            model: Model::new(now),
            tally: Tally { plans: 1, ..Tally::default() },
        };
        life.schedule(Duration::ZERO, Event::Connect);
        life.schedule(Duration::from_millis(50), Event::Traffic);
        for (at, trouble) in &plan.troubles {
            life.schedule(*at, Event::Trouble(*trouble));
        }
        life.schedule(plan.length, Event::Calm);
        life
    }

    fn schedule(&mut self, after: Duration, event: Event) {
        self.scheduled += 1;
        self.events.insert((self.now + after, self.scheduled), event);
    }

    /// Lives until packets pass again after the bad condition.
    pub(super) fn finish(mut self) -> Result<Tally, Broken> {
        loop {
            self.check()?;
            if self.calm && self.model.fresh == (true, true) {
                break;
            }
            let happening = self.events.first_key_value().map(|((at, _), _)| *at);
            let call = self.client.as_ref().filter(|_| !self.asleep).and_then(|client| client.session.poll_timeout());
            let tick = self.site.poll_timeout();
            let Some(next) = [happening, call.map(|deadline| deadline.at), tick].into_iter().flatten().min() else {
                return Err(self.model.broken(self.now, "nothing will ever happen again"));
            };
            self.now = self.now.max(next);
            if happening.is_some_and(|at| at <= self.now)
                && let Some((_, event)) = self.events.pop_first()
            {
                self.happen(event)?;
            } else if let Some(deadline) = call.filter(|deadline| deadline.at <= self.now) {
                self.call(deadline.why)?;
            } else {
                self.site.tick(self.now);
            }
            self.drain_site()?;
        }
        self.model.settle(self.now)?;
        self.tally.time = self.now - self.began;
        self.tally.sent = self.model.sent();
        self.tally.arrived = self.model.arrived;
        Ok(self.tally)
    }

    /// What holds between any two steps.
    fn check(&mut self) -> Result<(), Broken> {
        if self.calm
            && let Some(since) = self.model.fresh_since
            && self.now > since + RECOVERED_BY
        {
            return Err(self.model.broken(self.now, "nothing passes, although the faults are over"));
        }
        let Some(client) = self.client.as_ref().filter(|_| !self.asleep) else { return Ok(()) };
        let Some(deadline) = client.session.poll_timeout() else {
            return Err(self.model.broken(self.now, "a session that waits for nothing"));
        };
        if !client.configured && self.now > client.started + ESTABLISHED_BY {
            let what = format!("neither established nor over after {ESTABLISHED_BY:?}, waits for {}", deadline.why);
            return Err(self.model.broken(self.now, what));
        }
        Ok(())
    }

    fn happen(&mut self, event: Event) -> Result<(), Broken> {
        match event {
            Event::ToServer(from, frame) => self.site.receive(self.now, from, &frame),
            Event::ToClient(address, frame) => {
                // What is sent to an address that the client had reaches nobody.
                if address == self.address && !self.asleep {
                    return self.receive(&frame);
                }
            }
            Event::Traffic => self.traffic()?,
            Event::Connect => self.connect()?,
            Event::Trouble(trouble) => self.trouble(trouble)?,
            Event::Wake => {
                self.asleep = false;
                self.model.line(self.now, "awake");
            }
            Event::Calm if self.asleep => self.schedule(Duration::from_secs(1), Event::Calm),
            Event::Calm => {
                self.calm = true;
                self.model.fresh_since = Some(self.now);
                self.model.line(self.now, "the faults are over");
            }
        }
        Ok(())
    }

    fn trouble(&mut self, trouble: Trouble) -> Result<(), Broken> {
        self.model.line(self.now, format_args!("{trouble:?}"));
        *self.tally.troubles.entry(trouble.condition().name()).or_default() += 1;
        match trouble {
            Trouble::Rebind => self.address += 1,
            Trouble::Move => {
                self.address += 1;
                if !self.asleep {
                    self.input(Input::NetworkChanged { moved: true })?;
                }
            }
            Trouble::Cut(time) => self.cut_until = self.cut_until.max(self.now + time),
            Trouble::Restart => self.site.restart(),
            Trouble::Sleep(_) if self.asleep => {}
            Trouble::Sleep(time) => {
                self.asleep = true;
                self.schedule(time, Event::Wake);
                if let Some(client) = &mut self.client {
                    client.started += time;
                }
            }
            Trouble::Clock(seconds) => self.wall_clock += seconds,
        }
        Ok(())
    }

    fn connect(&mut self) -> Result<(), Broken> {
        if self.asleep {
            self.schedule(Duration::from_secs(1), Event::Connect);
            return Ok(());
        }
        let age = (self.now - self.began).as_secs() as i64;
        let unix = NOW.saturating_add_signed(age + self.wall_clock);
        let seed = self.random.draw();
        let made = session_at(
            &self.profile,
            &Secrets::default(),
            &mut self.carried,
            self.now,
            Duration::from_secs(unix),
            proto::SUPPORTED,
            seed,
        );
        let session = match made {
            Ok(session) => session,
            Err(failure) => return Err(self.model.broken(self.now, format!("no session can be made: {failure:?}"))),
        };
        self.address += 1;
        self.tally.sessions += 1;
        self.client = Some(Client {
            session,
            started: self.now,
            configured: false,
            calls: (self.now, 0),
            control: (self.now, 0),
        });
        self.model.line(self.now, format_args!("a session begins at address {}", self.address));
        self.input(Input::Start)
    }

    /// The session's deadline is here.
    fn call(&mut self, why: &'static str) -> Result<(), Broken> {
        if let Some(client) = &mut self.client {
            client.calls = if client.calls.0 == self.now { (self.now, client.calls.1 + 1) } else { (self.now, 1) };
            if client.calls.1 > MAX_CALLS {
                return Err(self.model.broken(self.now, format!("the deadline {why} does not move")));
            }
        }
        self.input(Input::Timeout)
    }

    fn receive(&mut self, frame: &[u8]) -> Result<(), Broken> {
        let Some(client) = &mut self.client else { return Ok(()) };
        match tunnel::open(client.session.data_channel(), self.now, frame) {
            Inner::Packet(packet) => {
                self.model.unpack(self.now, Way::ToClient, &packet)?;
                self.drain_client()
            }
            Inner::Control => self.input(Input::Received(LinkId(0), frame)),
            Inner::Nothing | Inner::Dropped(_) => self.drain_client(),
        }
    }

    fn input(&mut self, input: Input<'_>) -> Result<(), Broken> {
        if let Some(client) = &mut self.client {
            client.session.handle(self.now, input);
        }
        self.drain_client()
    }

    fn drain_client(&mut self) -> Result<(), Broken> {
        for _ in 0..MAX_OUTPUTS {
            let Some(client) = &mut self.client else { return Ok(()) };
            let Some(output) = client.session.poll() else { return Ok(()) };
            match output {
                Output::OpenLink(id, _) => client.session.handle(self.now, Input::LinkUp(id)),
                // One link, and no names.
                Output::CloseLink(_) | Output::DataLink(_) | Output::Resolve(..) | Output::RoundTrip(_) => {}
                // Nobody is there who would answer a new client.
                Output::Transmit(link, _) if link != LinkId(0) => {}
                Output::Transmit(_, frame) | Output::Probe(_, frame) => {
                    client.count(self.now, &frame);
                    if client.control.1 > MAX_CONTROL {
                        return Err(self.model.broken(self.now, "a flood of control packets"));
                    }
                    self.launch(Way::ToServer, self.address, frame);
                }
                Output::Event(event) => self.event(event)?,
            }
        }
        Err(self.model.broken(self.now, format!("more than {MAX_OUTPUTS} outputs of one input")))
    }

    fn event(&mut self, event: SessionEvent) -> Result<(), Broken> {
        match event {
            SessionEvent::Configured(_) => {
                self.tally.established += 1;
                self.model.line(self.now, "established");
                if let Some(client) = &mut self.client {
                    client.configured = true;
                }
                Ok(())
            }
            SessionEvent::Rekeyed => {
                self.tally.rekeys += 1;
                self.model.line(self.now, "new keys");
                Ok(())
            }
            SessionEvent::Closed(failure) => self.closed(failure),
            SessionEvent::Note(text) => {
                self.model.line(self.now, text);
                Ok(())
            }
            SessionEvent::Progress(phase) => {
                self.model.line(self.now, format_args!("{phase:?}"));
                Ok(())
            }
            SessionEvent::Silent { .. } | SessionEvent::Answers => {
                self.model.line(self.now, format_args!("{event:?}"));
                Ok(())
            }
            SessionEvent::Prompt(..) => Err(self.model.broken(self.now, "the person was asked something")),
        }
    }

    fn closed(&mut self, failure: Failure) -> Result<(), Broken> {
        self.model.line(self.now, format_args!("over: {:?}, {:?}, {:?}", failure.kind, failure.retry, failure.detail));
        *self.tally.endings.entry(name(&failure.kind)).or_default() += 1;
        let Some(mut client) = self.client.take() else { return Ok(()) };
        // Nothing comes after the end.
        client.session.handle(self.now, Input::Timeout);
        if client.session.poll_timeout().is_some() || client.session.poll().is_some() {
            return Err(self.model.broken(self.now, "something comes after the end"));
        }
        if self.plan.loses_nothing() && !self.calm {
            return Err(self.model.broken(self.now, "a session ended on a network that loses nothing"));
        }
        // Without protection of the control channel, anybody who alters a frame can break TLS.
        let breakable = self.plan.corruption > 0 && self.plan.protection == Protection::None;
        if failure.kind == FailureKind::TlsFailed && !breakable {
            return Err(self.model.broken(self.now, format!("the faults broke TLS: {failure:?}")));
        }
        let wait = match failure.retry {
            Retry::After(wait) | Retry::Directed { after: wait, .. } => wait,
            Retry::NextServer => Duration::ZERO,
            Retry::Never if breakable => Duration::ZERO,
            Retry::Never | Retry::AskUser(_) => {
                return Err(self
                    .model
                    .broken(self.now, format!("the faults were taken for more than that: {failure:?}")));
            }
        };
        self.carried = client.session.into_carried();
        self.schedule(wait.max(Duration::from_millis(1000)), Event::Connect);
        Ok(())
    }

    /// A packet each way, of any size.
    fn traffic(&mut self) -> Result<(), Broken> {
        let pause = 20 + self.random.draw() % 400;
        self.schedule(Duration::from_millis(pause), Event::Traffic);
        if self.asleep || !self.client.as_ref().is_some_and(|client| client.configured) {
            return Ok(());
        }
        let owed = self.plan.loses_nothing();
        let length = (self.random.draw() % 1380) as usize;
        let packet = self.model.pack(self.now, Way::ToServer, length, owed);
        if let Some(client) = &mut self.client {
            let frames = tunnel::seal(client.session.data_channel(), self.now, &packet);
            if frames.is_empty() {
                return Err(self.model.broken(self.now, "an established session seals nothing"));
            }
            for frame in frames {
                self.launch(Way::ToServer, self.address, frame);
            }
        }
        self.drain_client()?;
        let length = (self.random.draw() % 1380) as usize;
        let now = self.now;
        let newest = self.site.guests().filter(|(_, guest)| guest.has_keys()).map(|(address, _)| address).max();
        if let Some(address) = newest {
            let packet = self.model.pack(now, Way::ToClient, length, owed);
            self.site.with_guest(address, |guest| guest.send(now, &packet));
        }
        Ok(())
    }

    fn drain_site(&mut self) -> Result<(), Broken> {
        while let Some((_, client, seen)) = self.site.poll_seen() {
            match seen {
                Seen::Packet(packet) => self.model.unpack(self.now, Way::ToServer, &packet)?,
                Seen::Login { key_id, .. } => {
                    self.model.line(self.now, format_args!("the server has keys {key_id}"));
                    self.model.login(self.now, client, key_id)?;
                }
                Seen::TlsFailed(why) => self.model.line(self.now, format_args!("the server's TLS failed: {why}")),
                Seen::Text(text) => self.model.line(self.now, format_args!("the server got {text}")),
                Seen::OccExit => {}
            }
        }
        while let Some((address, frame)) = self.site.poll() {
            self.launch(Way::ToClient, address, frame);
        }
        Ok(())
    }

    /// Puts a frame on its way, or does to it what the plan has in store.
    fn launch(&mut self, way: Way, address: u32, mut frame: Vec<u8>) {
        self.tally.frames += 1;
        let calm = self.calm;
        if self.now < self.cut_until && !calm {
            return;
        }
        let mut happens = |percent: u64| !calm && self.random.draw() % 100 < percent;
        if happens(self.plan.loss) {
            return;
        }
        let copies = if happens(self.plan.duplicates) { 2 } else { 1 };
        if happens(self.plan.corruption) && !frame.is_empty() {
            for _ in 0..1 + self.random.draw() % 3 {
                let at = (self.random.draw() % frame.len() as u64) as usize;
                frame[at] ^= (1 + self.random.draw() % 255) as u8;
            }
        }
        for _ in 0..copies {
            let more = self.random.draw() % (self.plan.spread.as_millis() as u64 + 1);
            let event = match way {
                Way::ToServer => Event::ToServer(address, frame.clone()),
                Way::ToClient => Event::ToClient(address, frame.clone()),
            };
            self.schedule(self.plan.delay + Duration::from_millis(more), event);
        }
    }
}

/// A kind of failure without its values.
fn name(kind: &FailureKind) -> String {
    let text = format!("{kind:?}");
    text.split([' ', '(', '{']).next().unwrap_or_default().to_owned()
}
