//! What is done about a server that does not answer: it is asked as a new client would ask it, over a link of its own.
//!
//! A server that is busy answers neither this session nor a new client; it has lost nothing, and a new session would only add a
//! sign-in to what keeps it busy (OpenVPN waits for a script that checks a password, and all its clients with it: observed from a
//! 2.6 server). A server that was started again answers a new client and not this session. Until one of both is known, the session
//! and its keys stay: what the server sends first settles it, and the questions of this session are the older ones in its queue.

use std::{
    net::{IpAddr, SocketAddr},
    time::{Duration, Instant},
};

use vpn_api::{
    Deadline, Failure, Framing, LinkId, LookUp, LookUpError, LookUpId, Output, SessionEvent, session::Family,
};

use super::{
    Session, State,
    new::{new_session_id, reset_of},
};
use crate::{
    wire::{ControlPacket, KeyId, MessageId, Opcode, SessionId},
    wrap::ControlWrap,
};

/// The link of the new client's question.
pub(super) const CONTACT: LinkId = LinkId(1);
/// Between two questions, at first and later on. A server that is back is noticed this late.
const SPACING: Duration = Duration::from_millis(250);
const WIDE_SPACING: Duration = Duration::from_secs(1);
/// Questions with the shorter pause between them.
const QUICK: u32 = 20;
/// Between two look-ups of the server's name.
const LOOK_UP_AGAIN: Duration = Duration::from_secs(5);
/// How long a server is waited for while there are others, or where a proxy on the way cannot be told from it.
const OTHERS_WAIT: Duration = Duration::from_secs(8);
/// How long it is waited for at all, if its keepalive does not end that sooner. The usual one does so after as long.
const LONGEST: Duration = Duration::from_secs(60);

/// A server that does not answer.
pub(super) struct Contact {
    /// When it is given up, whatever its keepalive says.
    last: Option<Instant>,
    /// It has answered a new client: until then it may answer this session.
    forgotten: Option<Instant>,
    question: Option<Question>,
    /// When its name is looked up.
    look_up: Option<Instant>,
}

/// A new client's first packet.
struct Question {
    local: SessionId,
    reset: Opcode,
    wrap: ControlWrap,
    link: Link,
    /// When to send it, or to make the link.
    due: Instant,
    sent: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    Missing,
    Opening,
    Up,
}

impl Session {
    /// The server has not answered the session's own questions.
    pub(super) fn begin_contact(&mut self, now: Instant) {
        let stays = self.must_stay();
        let proxied = self.server.via.is_some();
        let others = proxied || self.profile.remotes.len() > 1;
        let named = self.server.host.parse::<IpAddr>().is_err();
        let wait = if others { OTHERS_WAIT } else { LONGEST };
        self.contact = Some(Contact {
            last: (!stays).then_some(now + wait),
            forgotten: None,
            question: if stays || proxied { None } else { self.question(now) },
            look_up: (named && !stays && !proxied).then_some(now),
        });
        self.event(SessionEvent::Silent { seconds: self.silent_for(now) });
    }

    /// The server answered.
    pub(super) fn end_contact(&mut self) {
        if let Some(contact) = self.contact.take() {
            if contact.question.is_some_and(|question| question.link != Link::Missing) {
                self.out.push_back(Output::CloseLink(CONTACT));
            }
            self.event(SessionEvent::Answers);
        }
    }

    fn question(&mut self, now: Instant) -> Option<Question> {
        let seconds = u32::try_from(self.clock.seconds(now)).unwrap_or(u32::MAX);
        let wrap = ControlWrap::new(&self.remote.wrap, seconds).ok()?;
        Some(Question {
            local: new_session_id(&mut *self.entropy),
            reset: reset_of(&self.remote.wrap),
            wrap,
            link: Link::Missing,
            due: now,
            sent: 0,
        })
    }

    /// Does what is due.
    ///
    /// # Errors
    /// The server was waited for long enough.
    pub(super) fn contact(&mut self, now: Instant) -> Result<(), Failure> {
        let Some(contact) = &mut self.contact else { return Ok(()) };
        if contact.last.is_some_and(|last| now >= last) {
            return Err(self.peer_gone(now, "neither this session nor a new client was answered"));
        }
        if contact.forgotten.is_some_and(|at| now >= at) {
            return Err(self.peer_gone(now, "the server answers a new client, and this session no more"));
        }
        if contact.look_up.is_some_and(|at| now >= at) {
            contact.look_up = Some(now + LOOK_UP_AGAIN);
            let wanted = LookUp { host: self.server.host.clone(), port: self.address.port(), family: Family::Any };
            self.out.push_back(Output::Resolve(LookUpId(0), wanted));
        }
        if let Some(question) = contact.question.as_mut().filter(|question| now >= question.due) {
            question.due = now + if question.sent < QUICK { SPACING } else { WIDE_SPACING };
            question.sent = question.sent.saturating_add(1);
            match question.link {
                Link::Missing => {
                    question.link = Link::Opening;
                    let spec = self.server.link(self.address, Framing::Length16 { max: u16::MAX });
                    self.out.push_back(Output::OpenLink(CONTACT, spec));
                }
                Link::Opening => {}
                Link::Up => self.out.extend(question.frame().map(|frame| Output::Transmit(CONTACT, frame))),
            }
        }
        Ok(())
    }

    /// When to do something, and why.
    pub(super) fn contact_due(&self) -> Option<Deadline> {
        let contact = self.contact.as_ref().filter(|_| self.state == State::Connected)?;
        let last = contact.last.map(|at| Deadline { at, why: "contact.last" });
        let forgotten = contact.forgotten.map(|at| Deadline { at, why: "contact.forgotten" });
        let question = contact.question.as_ref().map(|question| Deadline { at: question.due, why: "contact.question" });
        let look_up = contact.look_up.map(|at| Deadline { at, why: "contact.look-up" });
        [last, forgotten, question, look_up].into_iter().flatten().min_by_key(|deadline| deadline.at)
    }

    /// The link of the question is there, or is not there any more.
    pub(super) fn contact_link(&mut self, now: Instant, up: bool) {
        if let Some(question) = self.contact.as_mut().and_then(|contact| contact.question.as_mut()) {
            question.link = if up { Link::Up } else { Link::Missing };
            // Nobody listens there, or nothing leads there: that may change as quickly as with anything else.
            question.due = if up { now } else { question.due.max(now + SPACING) };
        }
    }

    /// Takes what came over the link of the question. The answer to a new client may overtake one to this session: links are read
    /// one after the other. So this session asks once more.
    ///
    /// # Errors
    /// The server was waited for long enough.
    pub(super) fn contact_received(&mut self, now: Instant, frame: &[u8]) -> Result<(), Failure> {
        let (Some(contact), Some(liveness)) = (&mut self.contact, &mut self.liveness) else { return Ok(()) };
        let Some(question) = &mut contact.question else { return Ok(()) };
        let Ok(packet) = question.wrap.open(frame, now) else { return Ok(()) };
        let answers = packet.opcode == Opcode::HardResetServerV2 && packet.peer_session_id == Some(question.local);
        if answers && contact.forgotten.is_none() {
            contact.forgotten = Some(now + liveness.ask_again(now));
        }
        self.ask_peer(now)
    }

    /// Takes the addresses of the server's name.
    ///
    /// # Errors
    /// This one is no longer among them.
    pub(super) fn contact_resolved(
        &mut self,
        now: Instant,
        result: Result<Vec<SocketAddr>, LookUpError>,
    ) -> Result<(), Failure> {
        let ours = self.address.ip();
        match (&self.contact, result) {
            (Some(_), Ok(addresses)) if addresses.iter().all(|address| address.ip() != ours) => {
                Err(self.peer_gone(now, "the server's name leads to another address now"))
            }
            (Some(_), Ok(_) | Err(_)) | (None, _) => Ok(()),
        }
    }
}

impl Question {
    fn frame(&mut self) -> Option<Vec<u8>> {
        let packet = ControlPacket {
            opcode: self.reset,
            key_id: KeyId::FIRST,
            session_id: self.local,
            acks: Vec::new(),
            peer_session_id: None,
            message_id: Some(MessageId(0)),
            payload: Vec::new(),
        };
        let mut bytes = Vec::new();
        self.wrap.seal(&packet, &mut bytes).ok()?;
        Some(bytes)
    }
}
