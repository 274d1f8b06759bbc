//! What was asked and not answered yet, and what has to be said again to a broker that begins anew.

use std::{
    collections::BTreeMap,
    os::fd::{AsFd, OwnedFd},
    sync::mpsc as std_mpsc,
};

use privileged::{
    PrivilegedEvent, Refusal, Request, Response, Want,
    wire::{self, FromEngine, MAX_REQUEST, ToEngine},
};
use tokio::sync::{mpsc, oneshot};
use vpn_api::TunnelSlot;
use zeroize::Zeroizing;

use super::Connection;

/// Questions that may wait for their answers. An engine has a few for each tunnel.
const MAX_PENDING: usize = 512;
/// Events that may wait for a listener.
const EVENTS: usize = 256;

/// What came of a request.
pub(super) type Answer = Result<(Response, Option<OwnedFd>), Refusal>;

/// Who waits for an answer.
#[derive(Debug)]
pub(super) enum Waiter {
    Thread(std_mpsc::SyncSender<Answer>),
    Task(oneshot::Sender<Answer>),
    Nobody,
}

#[derive(Debug)]
struct Asked {
    /// As it was sent, for a broker that begins anew.
    frame: Zeroizing<Vec<u8>>,
    socket: Option<OwnedFd>,
    waiter: Waiter,
    /// It has to reach the broker whoever waits for it: the tunnel of a person who disconnected is taken back.
    lasting: bool,
}

#[derive(Debug, Default)]
pub(super) struct Pending {
    /// The one who used it is gone.
    pub(super) ended: bool,
    connection: Option<Connection>,
    /// A broker that begins anew was reached, and has said nothing yet. Its socket is there before it is.
    begins_anew: bool,
    last: u64,
    asked: BTreeMap<u64, Asked>,
    /// What is wanted, with what is kept for it: a broker that was killed may have lost it.
    wants: BTreeMap<TunnelSlot, Want>,
    listeners: Vec<mpsc::Sender<PrivilegedEvent>>,
}

impl Pending {
    /// Sends a request, or notes it until there is a connection. Gives its number.
    pub(super) fn ask(&mut self, request: Request, socket: Option<OwnedFd>, waiter: Waiter) -> Result<u64, Refusal> {
        let lasting = matches!(request, Request::Unwant(_));
        if self.asked.len() >= MAX_PENDING && !lasting {
            return Err(Refusal::Unreachable);
        }
        if let Request::Want(want) = &request {
            let mut want = (**want).clone();
            if let Some(before) = self.wants.remove(&want.slot)
                && (&before.connection, &before.owner) == (&want.connection, &want.owner)
            {
                want.kept = want.kept.or(before.kept);
            }
            self.wants.insert(want.slot, want);
        } else if let Request::Unwant(slot) = &request {
            self.wants.remove(slot);
        }
        self.last += 1;
        let call = FromEngine::Call { number: self.last, request: Box::new(request) };
        let frame = wire::encode(&call, MAX_REQUEST).map_err(|_| Refusal::TooLarge)?;
        self.write(&frame, socket.as_ref());
        self.asked.insert(self.last, Asked { frame, socket, waiter, lasting });
        Ok(self.last)
    }

    /// Nobody waits for this answer any more.
    pub(super) fn forget(&mut self, number: u64) {
        match self.asked.get_mut(&number) {
            Some(asked) if asked.lasting => asked.waiter = Waiter::Nobody,
            Some(_) => {
                self.asked.remove(&number);
                if let Ok(frame) = wire::encode(&FromEngine::Forget(number), MAX_REQUEST) {
                    self.write(&frame, None);
                }
            }
            None => {}
        }
    }

    /// The broker did not accept what is wanted.
    pub(super) fn refused(&mut self, slot: TunnelSlot) {
        self.wants.remove(&slot);
    }

    /// There is a connection. A broker that begins anew is told what is not wanted any more and what is, before it is asked
    /// for anything.
    pub(super) fn connected(&mut self, connection: Connection, anew: bool) {
        self.connection = Some(connection);
        let unanswered = std::mem::take(&mut self.asked);
        let (undos, others): (BTreeMap<_, _>, BTreeMap<_, _>) =
            unanswered.into_iter().partition(|(_, asked)| anew && asked.lasting);
        self.repeat(undos);
        if anew {
            for want in self.wants.clone().into_values() {
                // An error: it is too large, and was refused before.
                let _ = self.ask(Request::Want(Box::new(want)), None, Waiter::Nobody);
            }
        }
        self.begins_anew = anew;
        self.repeat(others);
    }

    fn repeat(&mut self, unanswered: BTreeMap<u64, Asked>) {
        for (number, asked) in unanswered {
            if asked.lasting || !matches!(asked.waiter, Waiter::Nobody) {
                self.write(&asked.frame, asked.socket.as_ref());
                self.asked.insert(number, asked);
            }
        }
    }

    /// There is no connection any more.
    pub(super) fn give_up(&mut self) {
        self.connection = None;
    }

    /// The broker said something.
    pub(super) fn take(&mut self, message: ToEngine, descriptor: Option<OwnedFd>) {
        // Not before: what follows from it would wait for the broker, and tunnels that carry packets would wait with it.
        if std::mem::take(&mut self.begins_anew) {
            self.tell(&PrivilegedEvent::BegunAnew);
        }
        match message {
            ToEngine::Answer { number, result } => {
                let Some(asked) = self.asked.remove(&number) else { return };
                let answer = result.map(|response| (response, descriptor));
                // Whoever is gone does not need it.
                match asked.waiter {
                    Waiter::Thread(sender) => drop(sender.try_send(answer)),
                    Waiter::Task(sender) => drop(sender.send(answer)),
                    Waiter::Nobody => {}
                }
            }
            ToEngine::Event(event) => self.tell(&event),
        }
    }

    pub(super) fn listen(&mut self) -> mpsc::Receiver<PrivilegedEvent> {
        let (sender, receiver) = mpsc::channel(EVENTS);
        self.listeners.push(sender);
        receiver
    }

    /// One that is too far behind is dropped: its channel ends.
    fn tell(&mut self, event: &PrivilegedEvent) {
        self.listeners.retain(|listener| listener.try_send(event.clone()).is_ok());
    }

    fn write(&mut self, frame: &[u8], socket: Option<&OwnedFd>) {
        let written = self.connection.as_mut().map(|connection| connection.write(frame, socket.map(AsFd::as_fd)));
        if let Some(Err(error)) = written {
            tracing::warn!(%error, "the broker does not take requests");
            // The reader ends with it and connects again.
            self.connection = None;
        }
    }
}
