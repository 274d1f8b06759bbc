//! The engine's end of the border: frames as they are, whatever is in them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    net::UdpSocket,
    os::fd::{AsFd, OwnedFd},
    path::{Path, PathBuf},
};

use netconf::NetError;
use privileged::{
    NetworkRequest, Refusal, Request, Response, descriptors,
    wire::{self, FromEngine, LENGTH, MAX_ANSWER, MAX_REQUEST, ToEngine},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, Interest},
    net::UnixStream,
};
use vpn_api::TunnelSlot;

use super::requests::Step;

/// A connection to the broker.
#[derive(Debug)]
pub struct Engine {
    socket: PathBuf,
    stream: UnixStream,
    last: u64,
    waited_for: BTreeSet<u64>,
}

impl Engine {
    /// Connects.
    pub async fn connect(socket: &Path) -> Self {
        let stream = UnixStream::connect(socket).await.unwrap();
        Self { socket: socket.to_owned(), stream, last: 0, waited_for: BTreeSet::new() }
    }

    /// Does what an engine does by itself.
    pub async fn take(&mut self, step: &Step) {
        match step {
            Step::Ask(request) => drop(self.ask((**request).clone()).await),
            Step::Hurry(request) => self.send((**request).clone()).await,
            Step::Forget(ago) => self.forget(*ago).await,
            Step::Noise(body) => {
                self.settle().await;
                if !self.noise(body).await {
                    self.connect_anew().await;
                }
            }
            Step::Descriptors(count) => {
                self.settle().await;
                self.descriptors(*count).await;
                // Few are put up with, and let go of with the connection.
                self.connect_anew().await;
            }
            Step::Reconnect => self.connect_anew().await,
            Step::Restart | Step::Refuse(_) => {}
        }
    }

    async fn connect_anew(&mut self) {
        *self = Self::connect(&self.socket).await;
    }

    /// Sends a request, and does not wait for its answer.
    async fn send(&mut self, request: Request) {
        self.last += 1;
        self.waited_for.insert(self.last);
        // What is to go past the tunnels is a socket of ours; anything else that comes along is nothing to the broker.
        let along: Option<OwnedFd> = match (&request, self.last % 5) {
            (Request::LeadPast(_), 0) => None,
            (Request::LeadPast(_), 1) => Some(File::open("/dev/null").unwrap().into()),
            (Request::LeadPast(_), _) => Some(UdpSocket::bind("127.0.0.1:0").unwrap().into()),
            _ => None,
        };
        self.message(&FromEngine::Call { number: self.last, request: Box::new(request) }, along).await;
    }

    /// Does not want the answer to an earlier request any more.
    async fn forget(&mut self, ago: u64) {
        let number = self.last.saturating_sub(ago);
        self.waited_for.remove(&number);
        self.message(&FromEngine::Forget(number), None).await;
    }

    /// Sends a frame of this body. `false`: the broker hung up, as it is no message.
    async fn noise(&mut self, body: &[u8]) -> bool {
        let length = u32::try_from(body.len()).unwrap().to_be_bytes();
        let _ = self.stream.write_all(&[&length, body].concat()).await;
        wire::parse::<FromEngine>(body).is_ok()
    }

    /// Sends a request and waits for its answer, and for all others.
    async fn ask(&mut self, request: Request) -> Result<Response, Refusal> {
        self.send(request).await;
        let number = self.last;
        let mut answers = self.settle().await;
        answers.remove(&number).unwrap()
    }

    /// Looks whether everything is as it should be.
    pub async fn look(&mut self) {
        let looked = self.ask(Request::Network(NetworkRequest::Revert(TunnelSlot(255)))).await;
        assert_ne!(looked, Err(Refusal::Network(NetError::Gone)), "whoever owns the machine's network is gone");
    }

    /// Waits for all answers.
    pub async fn settle(&mut self) -> BTreeMap<u64, Result<Response, Refusal>> {
        let mut answers = BTreeMap::new();
        while !self.waited_for.is_empty() {
            if let ToEngine::Answer { number, result } = self.read().await {
                self.waited_for.remove(&number);
                answers.insert(number, *result);
            }
        }
        answers
    }

    /// Sends descriptors that belong to nothing.
    async fn descriptors(&mut self, count: usize) {
        for _ in 0..count {
            self.message(&FromEngine::Forget(0), Some(File::open("/dev/null").unwrap().into())).await;
        }
    }

    async fn message(&mut self, message: &FromEngine, along: Option<OwnedFd>) {
        // What is too large for a frame never leaves an engine either.
        let Ok(frame) = wire::encode(message, MAX_REQUEST) else { return };
        let (mut left, mut along) = (frame.as_slice(), along.as_ref().map(AsFd::as_fd));
        while !left.is_empty() {
            let sent =
                self.stream.async_io(Interest::WRITABLE, || descriptors::send_some(&self.stream, left, along)).await;
            // The broker hung up. What is read next tells.
            let Ok(sent) = sent else { return };
            (left, along) = (&left[sent..], None);
        }
    }

    async fn read(&mut self) -> ToEngine {
        let mut prefix = [0; LENGTH];
        self.stream.read_exact(&mut prefix).await.unwrap();
        let mut body = vec![0; wire::length(prefix, MAX_ANSWER).unwrap()];
        self.stream.read_exact(&mut body).await.unwrap();
        wire::parse(&body).unwrap()
    }
}
