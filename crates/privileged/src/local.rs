//! The privileged side in the same process: one task owns the machine's network, and tunnels ask it.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use futures_util::future::BoxFuture;
use netconf::{Guard, NetError, UplinkNames};
use tokio::sync::mpsc;
use vpn_api::{Owner, Protection, ProtectionRequest, TunnelSlot};

use crate::{
    interface::{self, InterfaceHandle},
    ledger::Ledger,
    lock::{Firewall, Keeper, SystemFirewall},
    owner::{Job, Network, ask, own_network},
    request::{
        Capabilities, InterfaceError, InterfaceGrant, InterfaceRequest, NetworkRequest, PrivilegedEvent, Refusal,
        SocketError, Want,
    },
    serve::Privileged,
    sockets,
};

/// Serves with the rights of its own process.
#[derive(Debug)]
pub struct Local {
    ordinary: mpsc::UnboundedSender<Job>,
    urgent: mpsc::UnboundedSender<Job>,
    state_dir: PathBuf,
    keeper: Arc<Keeper>,
    follows: tokio::task::AbortHandle,
}

impl Drop for Local {
    fn drop(&mut self) {
        self.follows.abort();
    }
}

impl Local {
    /// Starts to serve, on the current Tokio runtime. `state_dir` must exist; it holds the journals of network changes, and
    /// what an earlier process left in it was undone ([`crate::recover`]).
    #[must_use]
    pub fn start(state_dir: &Path) -> Self {
        let firewall = SystemFirewall { state_dir: state_dir.to_owned() };
        let guard = Guard::new().inspect_err(|error| {
            tracing::warn!(%error, "what others take away is not seen, and the lock keeps to the networks of its start");
        });
        Self::over((netconf::system(state_dir), guard.ok()), firewall, state_dir)
    }

    fn over((network, guard): (impl Network, Option<Guard>), firewall: impl Firewall, state_dir: &Path) -> Self {
        let (ordinary, jobs) = mpsc::unbounded_channel();
        let (urgent, undos) = mpsc::unbounded_channel();
        let keeper = Arc::new(Keeper::new(Ledger::load(state_dir), firewall));
        tokio::spawn(own_network((network, guard), (jobs, undos), Arc::clone(&keeper)));
        let follows = tokio::spawn(Arc::clone(&keeper).follow()).abort_handle();
        Self { ordinary, urgent, state_dir: state_dir.to_owned(), keeper, follows }
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

    /// Applies a plan, with the lock before and after it: its addresses answer nobody else from the start, and its interface is
    /// let out once everything else is so.
    fn apply(&self, plan: &vpn_api::NetworkPlan) -> BoxFuture<'static, Result<(), NetError>> {
        let (keeper, ordinary, plan) = (Arc::clone(&self.keeper), self.ordinary.clone(), plan.clone());
        Box::pin(async move {
            keeper.ledger().give(&plan)?;
            let before = keeper.relock().await;
            let applied = match before {
                Ok(()) => ask(&ordinary, NetworkRequest::Apply(Box::new(plan.clone()))).await,
                Err(error) => Err(error),
            };
            let noted = keeper.ledger().came(&plan, applied.is_ok());
            if let Err(error) = noted {
                tracing::warn!(%error, "what is wanted could not be written");
            }
            let after = keeper.relock().await;
            applied.and(after)
        })
    }
}

impl Privileged for Local {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            interfaces: interface::SUPPORTED,
            bypass: sockets::BYPASS_SUPPORTED,
            network: netconf::SUPPORTED,
        }
    }

    fn create_interface(
        &self,
        request: &InterfaceRequest,
    ) -> Result<(InterfaceGrant, InterfaceHandle), InterfaceError> {
        interface::create(request)
    }

    fn lead_past_tunnels(&self, socket: &socket2::Socket, remote: SocketAddr) -> Result<(), SocketError> {
        sockets::lead_past_tunnels(socket, remote)
    }

    fn network(&self, request: NetworkRequest) -> BoxFuture<'static, Result<(), NetError>> {
        let keeper = Arc::clone(&self.keeper);
        match request {
            NetworkRequest::Apply(plan) => self.apply(&plan),
            NetworkRequest::Verify(_) => {
                let verified = ask(&self.ordinary, request);
                Box::pin(async move { verified.await.and(keeper.relock().await) })
            }
            NetworkRequest::Revert(slot) => {
                let reverted = ask(&self.urgent, request);
                Box::pin(async move {
                    let reverted = reverted.await;
                    keeper.ledger().went(slot);
                    if let Err(error) = keeper.relock().await {
                        tracing::warn!(%error, "the firewall could not be set");
                    }
                    reverted
                })
            }
        }
    }

    fn uplink_names(&self, host: String) -> BoxFuture<'static, UplinkNames> {
        let state_dir = self.state_dir.clone();
        Box::pin(async move { netconf::uplink_names(&state_dir, &host).await })
    }

    fn want(&self, want: Want) -> BoxFuture<'static, Result<(), Refusal>> {
        let (noted, keeper) = (self.keeper.ledger().want(want), Arc::clone(&self.keeper));
        Box::pin(async move {
            noted?;
            Ok(keeper.relock().await?)
        })
    }

    fn unwant(&self, slot: TunnelSlot) -> BoxFuture<'static, Result<(), Refusal>> {
        let noted = self.keeper.ledger().unwant(slot);
        let (reverted, keeper) = (ask(&self.urgent, NetworkRequest::Revert(slot)), Arc::clone(&self.keeper));
        Box::pin(async move {
            // Side by side: neither waits for the other's mishaps.
            let (reverted, relocked) = tokio::join!(reverted, keeper.relock());
            noted?;
            Ok(reverted.and(relocked)?)
        })
    }

    fn wanted(&self) -> BoxFuture<'static, Vec<Want>> {
        let wanted = self.keeper.ledger().wanted();
        Box::pin(async move { wanted })
    }

    fn protect(&self, user: Owner, request: ProtectionRequest) -> BoxFuture<'static, Result<Protection, Refusal>> {
        let (noted, keeper) = (self.keeper.ledger().protect(user, request), Arc::clone(&self.keeper));
        Box::pin(async move {
            noted?;
            keeper.relock().await?;
            let protection = keeper.ledger().protection().clone();
            Ok(protection)
        })
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
mod tests {
    use std::{
        io,
        sync::{Arc, Mutex},
        time::Duration,
    };

    use netconf::{
        Repair,
        lock::{Lock, Surroundings},
    };
    use vpn_api::{ConnectionId, NetworkPlan, ProtectionState, RouteAction, RouteSpec, TunnelSlot};

    use super::*;

    /// Takes ten seconds for each plan, and notes what was begun and done.
    #[derive(Clone, Default)]
    struct Slow(Arc<Mutex<Vec<String>>>);

    impl Network for Slow {
        fn carry_out<'a>(&'a mut self, request: &'a NetworkRequest) -> BoxFuture<'a, Result<(), NetError>> {
            Box::pin(async move {
                let note = |text: String| self.0.lock().unwrap().push(text);
                match request {
                    NetworkRequest::Apply(plan) => {
                        note(format!("begin {}", plan.slot.0));
                        tokio::time::sleep(Duration::from_secs(10)).await;
                        note(format!("done {}", plan.slot.0));
                    }
                    NetworkRequest::Verify(slot) => note(format!("verify {}", slot.0)),
                    NetworkRequest::Revert(slot) => note(format!("revert {}", slot.0)),
                }
                Ok(())
            })
        }

        fn repair(&mut self) -> BoxFuture<'_, Vec<Repair>> {
            Box::pin(async { Vec::new() })
        }
    }

    /// Does what it is told, and tells it.
    #[derive(Clone, Default)]
    struct Rules(Arc<Mutex<(Lock, bool)>>);

    impl Firewall for Rules {
        fn set<'a>(&'a self, lock: &'a Lock) -> BoxFuture<'a, io::Result<()>> {
            Box::pin(async move {
                let mut rules = self.0.lock().unwrap();
                if rules.1 {
                    return Err(io::ErrorKind::PermissionDenied.into());
                }
                rules.0 = lock.clone();
                Ok(())
            })
        }

        fn is<'a>(&'a self, lock: &'a Lock) -> BoxFuture<'a, io::Result<bool>> {
            Box::pin(async move { Ok(self.0.lock().unwrap().0 == *lock) })
        }

        fn surroundings(&self, _: bool) -> BoxFuture<'_, Surroundings> {
            Box::pin(async { Surroundings::default() })
        }
    }

    fn apply(slot: u8) -> NetworkRequest {
        NetworkRequest::Apply(Box::new(NetworkPlan::open(TunnelSlot(slot))))
    }

    #[tokio::test(start_paused = true)]
    async fn an_undo_overtakes_what_is_under_way_and_what_waits() {
        let slow = Slow::default();
        let local = Local::over((slow.clone(), None), Rules::default(), Path::new("/nonexistent"));
        let first = tokio::spawn(local.network(apply(0)));
        tokio::time::sleep(Duration::from_millis(1)).await;
        let second = local.network(NetworkRequest::Verify(TunnelSlot(1)));
        tokio::time::sleep(Duration::from_secs(1)).await;
        let begin = tokio::time::Instant::now();
        local.network(NetworkRequest::Revert(TunnelSlot(1))).await.unwrap();
        assert_eq!(begin.elapsed(), Duration::ZERO);
        assert_eq!((first.await.unwrap(), second.await), (Ok(()), Ok(())));
        assert_eq!(*slow.0.lock().unwrap(), ["begin 0", "revert 1", "begin 0", "done 0", "verify 1"]);
    }

    #[tokio::test(start_paused = true)]
    async fn what_nobody_waits_for_is_stopped() {
        let slow = Slow::default();
        let local = Local::over((slow.clone(), None), Rules::default(), Path::new("/nonexistent"));
        let late = tokio::time::timeout(Duration::from_secs(3), local.network(apply(0))).await;
        assert!(late.is_err());
        local.network(NetworkRequest::Verify(TunnelSlot(0))).await.unwrap();
        assert_eq!(*slow.0.lock().unwrap(), ["begin 0", "verify 0"]);
        assert_eq!(local.network(apply(2)).await, Ok(()));
    }

    fn want(slot: u8) -> Want {
        Want {
            slot: TunnelSlot(slot),
            connection: ConnectionId::try_from("work".to_owned()).unwrap(),
            owner: Owner::Uid(1000),
            hold: crate::Hold::No,
            servers: [].into(),
            signs_in: false,
            kept: None,
        }
    }

    fn full(slot: u8) -> NetworkRequest {
        let everything =
            RouteSpec { destination: "0.0.0.0/0".parse().unwrap(), action: RouteAction::Tunnel, metric: 0 };
        NetworkRequest::Apply(Box::new(NetworkPlan {
            routes: [everything].into(),
            ..NetworkPlan::open(TunnelSlot(slot))
        }))
    }

    #[tokio::test(start_paused = true)]
    async fn the_lock_follows_what_is_wanted_and_is_there_before_the_answer() {
        let dir = tempfile::tempdir().unwrap();
        let (rules, slow) = (Rules::default(), Slow::default());
        let local = Local::over((slow.clone(), None), rules.clone(), dir.path());
        let mut events = local.events();
        let held = || rules.0.lock().unwrap().0.held.is_some();
        local.want(want(0)).await.unwrap();
        assert!(!held());
        local.network(full(0)).await.unwrap();
        assert!(held() && local.protection().await.state == ProtectionState::Tunnels);
        local.network(NetworkRequest::Revert(TunnelSlot(0))).await.unwrap();
        assert!(held() && matches!(local.protection().await.state, ProtectionState::Held { .. }));
        // Another process.
        drop(local);
        rules.0.lock().unwrap().0 = Lock::default();
        let local = Local::over((slow, None), rules.clone(), dir.path());
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert!(held() && matches!(local.protection().await.state, ProtectionState::Held { .. }));
        local.release().await;
        assert!(!held(), "whoever started the process ends it");
        local.want(Want { hold: crate::Hold::Yes, ..want(0) }).await.unwrap();
        assert!(held());
        local.unwant(TunnelSlot(0)).await.unwrap();
        assert!(!held());
        let told = std::iter::from_fn(|| events.try_recv().ok()).collect::<Vec<_>>();
        assert_eq!(told.len(), 2, "{told:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_firewall_that_cannot_be_set_is_shown_and_no_tunnel_comes_up_behind_it() {
        let dir = tempfile::tempdir().unwrap();
        let (rules, slow) = (Rules::default(), Slow::default());
        let local = Local::over((slow.clone(), None), rules.clone(), dir.path());
        local.want(want(0)).await.unwrap();
        rules.0.lock().unwrap().1 = true;
        assert!(local.network(full(0)).await.is_err());
        assert_eq!(local.protection().await.state, ProtectionState::Failed);
        local.protect(Owner::Uid(1000), ProtectionRequest::LetOut).await.unwrap();
        assert_eq!(local.protection().await.state, ProtectionState::LetOut);
    }
}
