//! What the privileged side is told of one connection: that it is wanted, where its sockets lead, and whether traffic is held
//! back for it.

use std::{
    collections::VecDeque,
    net::SocketAddr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use futures_util::{FutureExt, future::BoxFuture};
use privileged::{Hold, Refusal, Want, request::MAX_SERVERS};
use vpn_api::{
    Blame, Failure, FailureKind, NetworkProblem, NetworkStep, Prompt, Retry, Secrets, TunnelSlot,
    contract::ConnectionSnapshot,
};

use super::{accepted::Accepted, in_use, kept, setup_failure};
use crate::platform::Platform;

/// How long the privileged side may take to answer: it changes the firewall and writes a small file.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(5);
/// How long the end waits for what is being told just then.
const TURN_TIMEOUT: Duration = Duration::from_millis(500);

/// One connection that is wanted.
pub(super) struct Wanting<P: Platform> {
    platform: Arc<P>,
    told: Mutex<Told>,
    /// One thing is told at a time, so that the newest is told last.
    turn: tokio::sync::Mutex<()>,
    ended: AtomicBool,
    /// An engine before this one said so.
    left: bool,
}

struct Told {
    /// Without its servers.
    want: Want,
    /// Nothing is held back for it: it is not to be up where the machine is.
    paused: bool,
    /// The newest last.
    servers: VecDeque<SocketAddr>,
}

impl<P: Platform> Wanting<P> {
    /// Nothing is told yet. `held`: traffic is held back for this connection already.
    pub(super) fn new(platform: Arc<P>, slot: TunnelSlot, accepted: &mut Accepted, held: Hold) -> Self {
        let at_once = if accepted.request.options.takes_all { Hold::Yes } else { Hold::No };
        let want = Want {
            slot,
            connection: accepted.request.connection.clone(),
            owner: accepted.owner.clone(),
            hold: held.max(at_once),
            servers: [].into(),
            signs_in: false,
            kept: accepted.kept.take(),
        };
        Self::telling(platform, want, false)
    }

    /// What an engine before this one said, and nobody knows how to bring back.
    pub(super) fn left(platform: Arc<P>, want: Want) -> Self {
        Self::telling(platform, want, true)
    }

    fn telling(platform: Arc<P>, want: Want, left: bool) -> Self {
        let told = Mutex::new(Told { want, paused: false, servers: VecDeque::new() });
        Self { platform, told, turn: tokio::sync::Mutex::default(), ended: AtomicBool::new(false), left }
    }

    /// Whether what is there of it was made by an engine before this one.
    pub(super) fn is_left(&self) -> bool {
        self.left
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether traffic is held back for it.
    pub(super) fn hold(&self) -> Hold {
        self.told().want.hold
    }

    /// It took all traffic, so that it is held back for it from here on.
    pub(super) fn takes_all(self: &Arc<Self>) {
        self.change(|told| told.want.hold = Hold::Yes);
    }

    /// Nothing is held back for it, or what is held back for it is again.
    pub(super) fn pauses(self: &Arc<Self>, paused: bool) {
        self.change(|told| told.paused = paused);
    }

    /// What the person is asked at present. `true`: from here on, to sign in with the browser.
    pub(super) fn shows(self: &Arc<Self>, view: &ConnectionSnapshot) -> bool {
        let signs_in = view.prompt.as_ref().is_some_and(|pending| match pending.prompt {
            Prompt::OpenBrowser { .. } | Prompt::BrowserAnswer { .. } => true,
            Prompt::Credentials { .. }
            | Prompt::KeyPassphrase { .. }
            | Prompt::Challenge(_)
            | Prompt::ConfirmElsewhere { .. }
            | Prompt::Form(_)
            | Prompt::Banner { .. }
            | Prompt::ProxyCredentials { .. } => false,
        });
        let signed_in = self.told().want.signs_in;
        self.change(|told| told.want.signs_in = signs_in);
        signs_in && !signed_in
    }

    /// Tells it in a task of its own, if it is news.
    fn change(self: &Arc<Self>, change: impl FnOnce(&mut Told)) {
        let is_news = {
            let mut told = self.told();
            let before = (told.want.hold, told.want.signs_in, told.paused);
            change(&mut told);
            before != (told.want.hold, told.want.signs_in, told.paused)
        };
        if is_news && !self.ended.load(Ordering::SeqCst) {
            let wanting = Arc::clone(self);
            tokio::spawn(async move {
                if let Err(failure) = wanting.say().await {
                    tracing::warn!(%failure, "what changed about a connection could not be told");
                }
            });
        }
    }

    /// Its sockets may lead to these addresses too, from when this is answered. The oldest ones give way.
    pub(super) fn reaches(self: &Arc<Self>, addresses: Vec<SocketAddr>) -> BoxFuture<'static, ()> {
        let is_news = self.will_reach(addresses);
        let wanting = Arc::clone(self);
        async move {
            if is_news && let Err(failure) = wanting.say().await {
                tracing::warn!(%failure, "the servers of a connection could not be told");
            }
        }
        .boxed()
    }

    /// Its sockets may lead to these addresses too, from when [`Self::say`] is answered. `true`: that is news.
    pub(super) fn will_reach(&self, addresses: Vec<SocketAddr>) -> bool {
        let servers = &mut self.told().servers;
        let known = addresses.iter().all(|address| servers.contains(address));
        servers.retain(|server| !addresses.contains(server));
        servers.extend(addresses);
        let too_many = servers.len().saturating_sub(MAX_SERVERS);
        servers.drain(..too_many);
        !known
    }

    /// Tells what is the case.
    ///
    /// # Errors
    /// It was refused, or it is not wanted any more.
    pub(super) async fn say(&self) -> Result<(), Failure> {
        let _turn = self.turn.lock().await;
        if self.ended.load(Ordering::SeqCst) {
            return Err(refused(&Refusal::NotWanted));
        }
        let want = {
            let mut told = self.told();
            // Said once: here it is not needed any more.
            let kept = told.want.kept.take();
            let mut want = told.want.clone();
            if told.paused {
                want.hold = Hold::No;
            }
            want.kept = kept;
            want.servers.insert_all(told.servers.iter().copied());
            want
        };
        let told = tokio::time::timeout(ANSWER_TIMEOUT, self.platform.want(want)).await;
        told.unwrap_or(Err(Refusal::Unreachable)).map_err(|refusal| refused(&refusal))
    }

    /// Its person gave an answer, which another engine must not ask for again.
    pub(super) fn answered(self: &Arc<Self>, secrets: Secrets) {
        if !self.platform.outlived() {
            return;
        }
        let wanting = Arc::clone(self);
        tokio::spawn(async move {
            let wants = wanting.platform.wanted().await;
            let kept = kept::with_secrets(&wants, &wanting.told().want, secrets);
            drop(wants);
            wanting.told().want.kept = kept;
            if let Err(failure) = wanting.say().await {
                tracing::warn!(%failure, "an answer is not kept");
            }
        });
    }

    /// It is not wanted any more: its person said so.
    ///
    /// # Errors
    /// Something could not be put back.
    pub(super) async fn end(&self) -> Result<(), Failure> {
        if self.ended.swap(true, Ordering::SeqCst) {
            return Ok(());
        }
        let _turn = tokio::time::timeout(TURN_TIMEOUT, self.turn.lock()).await;
        let slot = self.told().want.slot;
        let told = tokio::time::timeout(ANSWER_TIMEOUT, self.platform.unwant(slot)).await;
        told.unwrap_or(Err(Refusal::Unreachable)).map_err(|refusal| refused(&refusal))
    }

    /// Another request takes its place, which says what is wanted.
    pub(super) fn give_way(&self) {
        self.ended.store(true, Ordering::SeqCst);
    }
}

/// What a refusal means for a connection.
pub(super) fn refused(refusal: &Refusal) -> Failure {
    let problem = match refusal {
        Refusal::Network(error) => return setup_failure(error),
        Refusal::InUse { owner } => {
            return in_use(owner);
        }
        Refusal::Interface(_) | Refusal::Socket(_) | Refusal::TooLarge => NetworkProblem::Refused,
        Refusal::NotWanted | Refusal::Unreachable => NetworkProblem::TimedOut,
    };
    let kind = FailureKind::NetworkSetup { step: NetworkStep::Firewall, problem };
    Failure::new(kind, Blame::Machine, Retry::After(Duration::from_secs(3))).with_detail(refusal)
}
