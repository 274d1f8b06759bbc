//! The privileged side in the same process: one task owns the machine's network, and tunnels ask it.

use std::{net::SocketAddr, path::Path, sync::Arc};

use futures_util::future::{BoxFuture, join_all};
use netconf::{Guard, NetError};
use tokio::sync::mpsc;
use vpn_api::{Owner, Protection, ProtectionRequest, TunnelSlot};

use crate::{
    interface::{self, InterfaceHandle},
    ledger::Ledger,
    lock::{Firewall, Keeper, SystemFirewall},
    owner::{Job, Network, ask, own_network},
    request::{
        InterfaceError, InterfaceGrant, NameServers, NetworkRequest, Offload, PrivilegedEvent, Refusal, SocketError,
        Want,
    },
    serve::{Privileged, to_the_end},
    sockets,
};

/// Serves with the rights of its own process.
#[derive(Debug)]
pub struct Local {
    ordinary: mpsc::UnboundedSender<Job>,
    urgent: mpsc::UnboundedSender<Job>,
    keeper: Arc<Keeper>,
    follows: tokio::task::AbortHandle,
}

impl Drop for Local {
    fn drop(&mut self) {
        self.follows.abort();
        if let Err(error) = self.keeper.ledger().write_down(true) {
            tracing::warn!(%error, "what is wanted could not be written");
        }
    }
}

impl Local {
    /// Starts to serve, on the current Tokio runtime. `state_dir` must exist; it holds the journals of network changes, and
    /// what an earlier process left in it was undone ([`crate::recover`]).
    #[must_use]
    pub fn start(state_dir: &Path) -> Self {
        let guard = Guard::new().inspect_err(|error| {
            tracing::warn!(%error, "what others take away is not seen, and the lock keeps to the networks of its start");
        });
        Self::over((netconf::system(state_dir), guard.ok()), SystemFirewall, state_dir)
    }

    pub(crate) fn over(
        (network, guard): (impl Network, Option<Guard>),
        firewall: impl Firewall,
        state_dir: &Path,
    ) -> Self {
        let (ordinary, jobs) = mpsc::unbounded_channel();
        let (urgent, undos) = mpsc::unbounded_channel();
        let keeper = Arc::new(Keeper::new(Ledger::load(state_dir), firewall));
        tokio::spawn(own_network((network, guard), (jobs, undos), Arc::clone(&keeper)));
        let follows = tokio::spawn(Arc::clone(&keeper).follow()).abort_handle();
        Self { ordinary, urgent, keeper, follows }
    }

    /// Nothing is wanted any more, and nothing is held back but by [`vpn_api::Lock::Always`]: whoever started this process ends it.
    pub async fn release(&self) {
        let wanted = self.keeper.ledger().wanted();
        for want in wanted {
            if let Err(error) = self.keeper.ledger().unwant(want.slot) {
                tracing::warn!(%error, "what is wanted could not be written");
            }
        }
        if let Err(error) = self.keeper.relock().await {
            tracing::warn!(%error, "the firewall could not be set");
        }
    }

    /// Changes what is wanted, and takes back the tunnels that are not any more: those of connections that moved to another one, and
    /// those that nobody said anew before everything was let out.
    fn change<T>(&self, change: impl FnOnce(&mut Ledger) -> T) -> (T, BoxFuture<'static, ()>) {
        let (changed, gone) = {
            let mut ledger = self.keeper.ledger();
            let before: Vec<TunnelSlot> = ledger.facts().wanted.keys().copied().collect();
            let changed = change(&mut ledger);
            let gone = before.into_iter().filter(|slot| !ledger.facts().wanted.contains_key(slot));
            (changed, gone.collect::<Vec<_>>())
        };
        let undone = join_all(gone.into_iter().map(|slot| self.network(NetworkRequest::Revert(slot))));
        let work = async move {
            for error in undone.await.into_iter().filter_map(Result::err) {
                tracing::warn!(%error, "a tunnel that is not wanted any more could not be taken back");
            }
        };
        (changed, Box::pin(work))
    }

    /// Applies a plan, with the lock before and after it: its addresses answer nobody else from the start, and its interface is
    /// let out once everything else is so.
    fn apply(&self, plan: &vpn_api::NetworkPlan) -> BoxFuture<'static, Result<(), NetError>> {
        let (keeper, ordinary, plan) = (Arc::clone(&self.keeper), self.ordinary.clone(), plan.clone());
        let undone = keeper.ledger().undone(plan.slot);
        Box::pin(async move {
            keeper.ledger().give(&plan)?;
            let before = keeper.relock().await;
            let applied = match before {
                Ok(()) => ask(&ordinary, NetworkRequest::Apply(Box::new(plan.clone())), undone).await,
                Err(error) => Err(error),
            };
            let noted = keeper.ledger().came(&plan, undone, applied.is_ok());
            if let Err(error) = noted {
                tracing::warn!(%error, "what is wanted could not be written");
            }
            let after = keeper.relock().await;
            applied.and(after)
        })
    }
}

impl Privileged for Local {
    fn create_interface(&self, slot: TunnelSlot) -> Result<(InterfaceGrant, InterfaceHandle), InterfaceError> {
        interface::create(&slot.interface(), Offload::Automatic)
    }

    fn lead_past_tunnels(&self, socket: &socket2::Socket, remote: SocketAddr) -> Result<(), SocketError> {
        sockets::lead_past_tunnels(socket, remote)
    }

    fn network(&self, request: NetworkRequest) -> BoxFuture<'static, Result<(), NetError>> {
        let keeper = Arc::clone(&self.keeper);
        match request {
            NetworkRequest::Apply(plan) => self.apply(&plan),
            NetworkRequest::Revert(slot) => {
                keeper.ledger().take_back(slot);
                let reverted = ask(&self.urgent, request, 0);
                let work = async move {
                    let reverted = reverted.await;
                    keeper.ledger().went(slot);
                    if let Err(error) = keeper.relock().await {
                        tracing::warn!(%error, "the firewall could not be set");
                    }
                    reverted
                };
                to_the_end(work, Err(NetError::Gone))
            }
        }
    }

    fn name_servers(&self, servers: NameServers) -> BoxFuture<'static, Result<(), Refusal>> {
        let keeper = Arc::clone(&self.keeper);
        let let_out = keeper.ledger().know_name_servers(servers.iter().map(SocketAddr::ip));
        Box::pin(async move { if let_out { Ok(keeper.relock().await?) } else { Ok(()) } })
    }

    fn want(&self, want: Want) -> BoxFuture<'static, Result<(), Refusal>> {
        let (noted, left) = self.change(|ledger| ledger.want(want));
        let keeper = Arc::clone(&self.keeper);
        let work = async move {
            left.await;
            noted?;
            Ok(keeper.relock().await?)
        };
        to_the_end(work, Err(Refusal::Unreachable))
    }

    fn unwant(&self, slot: TunnelSlot) -> BoxFuture<'static, Result<(), Refusal>> {
        let noted = self.keeper.ledger().unwant(slot);
        let (reverted, keeper) = (ask(&self.urgent, NetworkRequest::Revert(slot), 0), Arc::clone(&self.keeper));
        let work = async move {
            // Side by side: neither waits for the other's mishaps.
            let (reverted, relocked) = tokio::join!(reverted, keeper.relock());
            noted?;
            Ok(reverted.and(relocked)?)
        };
        to_the_end(work, Err(Refusal::Unreachable))
    }

    fn wanted(&self) -> BoxFuture<'static, Vec<Want>> {
        let wanted = self.keeper.ledger().wanted();
        Box::pin(async move { wanted })
    }

    fn protect(&self, user: Owner, request: ProtectionRequest) -> BoxFuture<'static, Result<Protection, Refusal>> {
        let (noted, left) = self.change(|ledger| ledger.protect(user, request));
        let keeper = Arc::clone(&self.keeper);
        let work = async move {
            left.await;
            noted?;
            keeper.relock().await?;
            let protection = keeper.ledger().protection().clone();
            Ok(protection)
        };
        to_the_end(work, Err(Refusal::Unreachable))
    }

    fn protection(&self) -> BoxFuture<'static, Protection> {
        let protection = self.keeper.ledger().protection().clone();
        Box::pin(async move { protection })
    }

    fn events(&self) -> mpsc::Receiver<PrivilegedEvent> {
        self.keeper.ledger().listen()
    }
}

#[cfg(test)]
mod tests;
