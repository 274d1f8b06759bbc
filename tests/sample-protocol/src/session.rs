//! The client: one attempt at one server, without sockets, clock or threads.

use std::{
    any::Any,
    collections::VecDeque,
    net::SocketAddr,
    time::{Duration, Instant},
};

use vpn_api::{
    Answer, Blame, DataChannel, Deadline, Failure, FailureKind, Framing, Input, LinkSpec, LookUp, LookUpId, Output,
    Phase, Prompt, PromptId, Retry, Security, SessionEvent, Transport, TunnelConfig, VpnSession,
    prompt::{Form, FormParts},
    session::Family,
};

use crate::{
    channel::{Channel, DATAGRAMS, STREAM},
    wire::{self, Kind, Offer},
};

/// How often it is asked whether datagrams pass, until they do.
const ASK_AGAIN: Duration = Duration::from_millis(200);

/// One session.
#[derive(Debug)]
pub struct Session {
    address: SocketAddr,
    out: VecDeque<Output>,
    channel: Channel,
    /// What the person is asked, and by which question.
    asked: Option<(PromptId, Prompt)>,
    prompts: u64,
    offer: Option<Offer>,
    /// When to ask again whether datagrams pass.
    ask_at: Option<Instant>,
    over: bool,
}

impl Session {
    /// A session that was not started.
    #[must_use]
    pub fn new(address: SocketAddr) -> Self {
        Self {
            address,
            out: VecDeque::new(),
            channel: Channel::default(),
            asked: None,
            prompts: 0,
            offer: None,
            ask_at: None,
            over: false,
        }
    }

    fn open_stream(&mut self) {
        let spec = LinkSpec::direct(Transport::Tcp, self.address, Framing::Raw);
        self.out.push_back(Output::OpenLink(STREAM, spec));
    }

    fn say(&mut self, kind: Kind, body: &[u8]) {
        self.out.push_back(Output::Transmit(STREAM, wire::message(kind, body)));
    }

    fn end(&mut self, failure: Failure) {
        if !std::mem::replace(&mut self.over, true) {
            self.out.push_back(Output::Event(SessionEvent::Closed(failure)));
        }
    }

    fn fail(&mut self, detail: impl std::fmt::Display) {
        let failure = Failure::new(FailureKind::ConnectionLost, Blame::Server, Retry::NextServer);
        self.end(failure.with_detail(detail));
    }

    fn ask(&mut self, prompt: Prompt) {
        self.prompts += 1;
        let id = PromptId(self.prompts);
        self.asked = Some((id, prompt.clone()));
        self.out.push_back(Output::Event(SessionEvent::Progress(Phase::Authenticating)));
        self.out.push_back(Output::Event(SessionEvent::Prompt(id, prompt)));
    }

    fn answer(&mut self, id: PromptId, answer: Answer) {
        let Some((_, prompt)) = self.asked.take_if(|(asked, _)| *asked == id) else { return };
        match (prompt, answer) {
            (_, Answer::Cancel) => self.end(Failure::new(FailureKind::Cancelled, Blame::User, Retry::Never)),
            (Prompt::Form(form), Answer::Form(answer)) if form.accepts(&answer) => {
                let body = serde_json::to_vec(&answer).expect("an answer is JSON");
                self.say(Kind::Answer, &body);
            }
            (Prompt::Banner { .. }, Answer::Accepted) => self.say(Kind::Accept, &[]),
            // What does not fit the question is no answer.
            (prompt, _) => self.asked = Some((id, prompt)),
        }
    }

    /// What the server said over the stream.
    fn take_message(&mut self, kind: Kind, body: &[u8]) {
        match kind {
            Kind::Form => match serde_json::from_slice::<FormParts>(body).map(Form::try_from) {
                Ok(Ok(form)) => self.ask(Prompt::Form(form)),
                Ok(Err(error)) => self.fail(error),
                Err(error) => self.fail(error),
            },
            Kind::Banner => self.ask(Prompt::Banner { text: String::from_utf8_lossy(body).into_owned() }.plain()),
            Kind::Redirect => match String::from_utf8_lossy(body).rsplit_once(':') {
                Some((host, port)) if port.parse::<u16>().is_ok() => {
                    let port = port.parse().unwrap_or_default();
                    self.out.push_back(Output::CloseLink(STREAM));
                    let wanted = LookUp { host: host.to_owned(), port, family: Family::Any };
                    self.out.push_back(Output::Resolve(LookUpId(1), wanted));
                }
                _ => self.fail("a redirect to nowhere"),
            },
            Kind::Offer => match serde_json::from_slice(body) {
                Ok(offer) => self.configure(offer),
                Err(error) => self.fail(error),
            },
            Kind::Bye => self.fail(String::from_utf8_lossy(body)),
            Kind::Hello | Kind::Answer | Kind::Accept | Kind::Data => self.fail("a message that only clients send"),
        }
    }

    /// There is a tunnel. Data goes over the stream until datagrams are known to pass.
    fn configure(&mut self, offer: Offer) {
        self.channel.token = Some(offer.token);
        self.out.push_back(Output::DataLink(STREAM));
        let config = TunnelConfig {
            addresses: [offer.address].into(),
            mtu: offer.mtu,
            security: Security { handshake: "none".to_owned(), data: "none".to_owned() },
            banner: Some("Only for tests".to_owned()),
            ..TunnelConfig::default()
        };
        self.out.push_back(Output::Event(SessionEvent::Configured(Box::new(config))));
        if let Some(port) = offer.datagrams {
            let remote = SocketAddr::new(self.address.ip(), port);
            let spec = LinkSpec::direct(Transport::Udp, remote, Framing::Raw);
            self.out.push_back(Output::OpenLink(DATAGRAMS, spec));
        }
        self.offer = Some(offer);
    }

    fn ask_for_datagrams(&mut self, now: Instant) {
        if let Some(offer) = self.offer.as_ref().filter(|_| !self.channel.over_datagrams) {
            self.out.push_back(Output::Transmit(DATAGRAMS, wire::datagram(offer.token, &[])));
            self.ask_at = Some(now + ASK_AGAIN);
        }
    }

    /// What the data channel came upon.
    fn follow(&mut self) {
        while let Some((kind, body)) = self.channel.messages.pop_front() {
            self.take_message(kind, &body);
        }
        if self.channel.broken {
            self.fail("the stream is out of step");
        }
        if self.channel.datagrams_pass && !self.channel.over_datagrams {
            self.channel.over_datagrams = true;
            self.ask_at = None;
            self.out.push_back(Output::DataLink(DATAGRAMS));
            self.out.push_back(Output::Event(SessionEvent::Note("Data goes over datagrams".to_owned())));
        }
    }
}

impl VpnSession for Session {
    fn handle(&mut self, now: Instant, input: Input<'_>) {
        match input {
            Input::Start => {
                self.out.push_back(Output::Event(SessionEvent::Progress(Phase::Contacting)));
                self.open_stream();
            }
            Input::LinkUp(STREAM) => self.say(Kind::Hello, &[]),
            Input::LinkUp(_) => self.ask_for_datagrams(now),
            Input::LinkDown(STREAM, error) => self.fail(error),
            // The stream still carries everything.
            Input::LinkDown(..) => {
                self.channel.over_datagrams = false;
                self.channel.datagrams_pass = false;
                self.ask_at = None;
                self.out.push_back(Output::DataLink(STREAM));
            }
            Input::Timeout => {
                if self.ask_at.is_some_and(|at| at <= now) {
                    self.ask_for_datagrams(now);
                }
            }
            Input::Answer(id, answer) => self.answer(id, answer),
            Input::Resolved(_, Ok(addresses)) => {
                if let Some(address) = addresses.first() {
                    self.address = *address;
                    self.open_stream();
                }
            }
            Input::Resolved(_, Err(error)) => self.fail(error),
            Input::Close(_) => {
                self.say(Kind::Bye, b"the person left");
                self.end(Failure::new(FailureKind::Cancelled, Blame::User, Retry::Never));
            }
            // Everything goes through the data channel.
            Input::Received(..)
            | Input::NetworkChanged { .. }
            | Input::Doubt
            | Input::Measure
            | Input::Held(_)
            | Input::ClockSet(_) => {}
        }
    }

    fn poll(&mut self) -> Option<Output> {
        self.follow();
        self.out.pop_front()
    }

    fn poll_timeout(&self) -> Option<Deadline> {
        self.ask_at.map(|at| Deadline { at, why: "datagrams.ask" })
    }

    fn data_channel(&mut self) -> &mut dyn DataChannel {
        &mut self.channel
    }

    fn into_carried(self: Box<Self>) -> Option<Box<dyn Any + Send>> {
        None
    }
}
