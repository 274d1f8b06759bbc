//! Asks the network whether it wants somebody to sign in first, where no server answers and nobody else tells: NetworkManager's own
//! question does not get out while traffic is held back.
//!
//! Once for each network, whichever connection waits; again while it wants a sign-in, less and less often.

use std::{sync::Arc, time::Duration};

use tokio::time::Instant;
use vpn_api::{Connectivity, Phase, TunnelState, contract::LogLevel};

use super::{
    active::ActiveConnection,
    asked::{AskedNetwork, Asking},
    now,
    table::ConnectionTable,
};
use crate::{
    platform::{NetworkSignIn, Platform},
    sign_in::Asked,
    sockets::Tell,
};

/// A server that has answered by then shows that nobody has to sign in, and nothing is asked.
const QUIET: Duration = Duration::from_millis(800);
/// Before the next question, where nobody answers this one either: names may be known a moment later than the network is there.
const AFTER_SILENCE: [Duration; 3] = [Duration::from_millis(250), Duration::from_secs(1), Duration::from_secs(4)];
/// Between two questions, while nobody has signed in: a share of the time that it takes already, within these.
const SOONEST: Duration = Duration::from_secs(2);
const LATEST: Duration = Duration::from_secs(60);
const SHARE: u32 = 8;
/// A network that let a tunnel through may want another sign-in after a while. Not asked again sooner than this.
const AGAIN: Duration = Duration::from_secs(600);

impl<P: Platform> ActiveConnection<'_, P> {
    /// Begins to ask the network, or ends that, as it is due now.
    pub(super) fn ask_network(&mut self) {
        let state = self.accepted.machine.state(now());
        self.was_up |= matches!(state, TunnelState::Connected(_));
        if !self.is_question_due(&state) {
            self.asking = None;
            return;
        }
        let (network, may) = {
            let machine = self.table.machine.borrow();
            let asked = machine.asked.as_ref().filter(|asked| asked.network == machine.networks);
            let again = |asked: &AskedNetwork| self.was_up && asked.wants.is_none() && asked.at.elapsed() >= AGAIN;
            (machine.networks, asked.is_none_or(again))
        };
        let is_asking = |asking: &Asking| asking.network == network && !asking.task.is_finished();
        if may && !self.asking.as_ref().is_some_and(is_asking) {
            self.was_up = false;
            let wanting = Arc::clone(&self.wanting);
            let tell = Tell::new(move |addresses| wanting.reaches(addresses));
            let task = tokio::spawn(ask(Arc::clone(self.platform), Arc::clone(self.table), tell, network));
            self.asking = Some(Asking { network, task: task.abort_handle() });
        }
    }

    /// Whether a server is waited for that has not answered, or not since the network changed, in a network that leads there, and nobody tells why.
    fn is_question_due(&self, state: &TunnelState) -> bool {
        let waits = match state {
            TunnelState::Connecting { phase, .. } | TunnelState::Reconnecting { phase, .. } => {
                matches!(phase, Phase::Resolving | Phase::Contacting)
            }
            TunnelState::Connected(_) => self.accepted.machine.is_in_doubt(),
            TunnelState::Disconnected { .. } | TunnelState::Disconnecting | TunnelState::Blocked { .. } => false,
        };
        waits
            && !matches!(self.seen.online, Connectivity::Offline(_))
            && self.table.machine.borrow().sign_in.is_none()
            && self.table.protection().settings.sign_in_check
    }
}

async fn ask<P: Platform>(platform: Arc<P>, table: Arc<ConnectionTable>, tell: Tell, network: u64) {
    tokio::time::sleep(QUIET).await;
    let Some(mut claim) = Claim::new(table, network) else { return };
    let (mut silent, mut since) = (AFTER_SILENCE.into_iter(), None);
    loop {
        let asked = platform.asks_network(tell.clone()).await;
        if let Asked::Wants(sign_in) = &asked {
            since.get_or_insert_with(Instant::now);
            claim.wants(sign_in.clone());
        }
        let pause = match (asked, since) {
            (Asked::Free | Asked::No, _) => None,
            (Asked::Silent, None) => silent.next(),
            (Asked::Wants(_) | Asked::Silent, since) => {
                since.map(|since: Instant| (since.elapsed() / SHARE).clamp(SOONEST, LATEST))
            }
        };
        let Some(pause) = pause else { return claim.is_done() };
        tokio::time::sleep(pause).await;
    }
}

/// One connection asks for all of them.
struct Claim {
    table: Arc<ConnectionTable>,
    network: u64,
    done: bool,
}

impl Claim {
    /// `None`: the machine is in another network by now, or another connection asks.
    fn new(table: Arc<ConnectionTable>, network: u64) -> Option<Self> {
        let mut claimed = false;
        table.machine.send_if_modified(|machine| {
            let taken =
                machine.asked.as_ref().is_some_and(|asked| asked.network == network && asked.at.elapsed() < AGAIN);
            claimed = machine.networks == network && !taken;
            if claimed {
                machine.asked = Some(AskedNetwork { network, at: Instant::now(), wants: None });
            }
            false
        });
        claimed.then(|| Self { table, network, done: false })
    }

    fn wants(&self, sign_in: NetworkSignIn) {
        let news = self.change(|asked| asked.wants.replace(sign_in.clone()) != Some(sign_in));
        if news {
            self.table.log(LogLevel::Info, None, "This network wants somebody to sign in first");
        }
    }

    /// It needs not be asked again.
    fn is_done(&mut self) {
        self.done = true;
    }

    /// Changes what is known, if that is of this network still. `true`: it is news.
    fn change(&self, change: impl FnOnce(&mut AskedNetwork) -> bool) -> bool {
        self.table.machine.send_if_modified(|machine| {
            machine.asked.as_mut().filter(|asked| asked.network == self.network).is_some_and(change)
        })
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        if self.change(|asked| asked.wants.take().is_some()) {
            self.table.log(LogLevel::Info, None, "Nobody has to sign in to this network");
        }
        if !self.done {
            // Another connection may ask.
            self.table
                .machine
                .send_if_modified(|machine| machine.asked.take_if(|asked| asked.network == self.network).is_some());
        }
    }
}
