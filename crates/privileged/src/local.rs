//! The privileged side in the same process: one task owns the machine's network, and tunnels ask it.

use std::{
    collections::VecDeque,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use futures_util::future::BoxFuture;
use netconf::{LocalNetwork, NetError, SystemNetwork, UplinkNames};
use tokio::sync::{mpsc, oneshot};
use vpn_api::{Owner, Protection, ProtectionRequest, TunnelSlot};

use crate::{
    interface::{self, InterfaceHandle},
    ledger::Ledger,
    request::{
        Capabilities, InterfaceError, InterfaceGrant, InterfaceRequest, NetworkRequest, PrivilegedEvent, Refusal,
        SocketError, SocketRequest, Want,
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
    ledger: Arc<Mutex<Ledger>>,
}

#[derive(Debug)]
struct Job {
    request: NetworkRequest,
    answer: oneshot::Sender<Result<(), NetError>>,
}

impl Local {
    /// Starts to serve, on the current Tokio runtime. `state_dir` must exist; it holds the journals of network changes, and
    /// what an earlier process left in it was undone ([`netconf::recover`]).
    #[must_use]
    pub fn start(state_dir: &Path) -> Self {
        Self::over(netconf::system(state_dir), state_dir)
    }

    fn over(network: impl Network, state_dir: &Path) -> Self {
        let (ordinary, jobs) = mpsc::unbounded_channel();
        let (urgent, undos) = mpsc::unbounded_channel();
        tokio::spawn(own_network(network, jobs, undos));
        Self { ordinary, urgent, state_dir: state_dir.to_owned(), ledger: Arc::default() }
    }

    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What does the work; one at a time.
trait Network: Send + 'static {
    fn carry_out<'a>(&'a mut self, request: &'a NetworkRequest) -> BoxFuture<'a, Result<(), NetError>>;
}

impl Network for SystemNetwork {
    fn carry_out<'a>(&'a mut self, request: &'a NetworkRequest) -> BoxFuture<'a, Result<(), NetError>> {
        Box::pin(async move {
            match request {
                NetworkRequest::Apply(plan) => self.apply(plan.slot, plan).await,
                NetworkRequest::Verify(slot) => self.verify(*slot).await,
                NetworkRequest::Revert(slot) => self.revert(*slot).await,
            }
        })
    }
}

/// Does one job after the other. A revert does not wait for anything else: other work is stopped at its next step, which
/// the journal allows at any time, and begun again afterwards. Ends when the senders are gone.
async fn own_network(
    mut network: impl Network,
    mut ordinary: mpsc::UnboundedReceiver<Job>,
    mut urgent: mpsc::UnboundedReceiver<Job>,
) {
    let (mut undos, mut stopped) = (VecDeque::new(), None);
    loop {
        let job = match undos.pop_front() {
            Some(undo) => Some(undo),
            None => tokio::select! {
                biased;
                Some(undo) = urgent.recv() => Some(undo),
                job = async { match stopped.take() { Some(job) => Some(job), None => ordinary.recv().await } } => job,
            },
        };
        let Some(Job { request, mut answer }) = job else { return };
        let can_be_stopped = !matches!(request, NetworkRequest::Revert(_));
        let result = tokio::select! {
            biased;
            // Whoever does not wait any more does not want it any more.
            () = answer.closed() => continue,
            Some(undo) = urgent.recv(), if can_be_stopped => {
                undos.push_back(undo);
                stopped = Some(Job { request, answer });
                continue;
            }
            result = network.carry_out(&request) => result,
        };
        let _ = answer.send(result);
    }
}

impl Privileged for Local {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            interfaces: interface::SUPPORTED,
            bypass: sockets::BYPASS_SUPPORTED,
            network: netconf::SUPPORTED,
            kernel_offload: netconf::kernel_offload(),
        }
    }

    fn create_interface(
        &self,
        request: &InterfaceRequest,
    ) -> Result<(InterfaceGrant, InterfaceHandle), InterfaceError> {
        interface::create(request)
    }

    fn open_socket(&self, request: &SocketRequest) -> Result<socket2::Socket, SocketError> {
        sockets::open(request)
    }

    fn network(&self, request: NetworkRequest) -> BoxFuture<'static, Result<(), NetError>> {
        let given = match &request {
            NetworkRequest::Apply(plan) => self.ledger().give(plan),
            NetworkRequest::Revert(slot) => {
                self.ledger().take_back(*slot);
                Ok(())
            }
            NetworkRequest::Verify(_) => Ok(()),
        };
        if let Err(error) = given {
            return Box::pin(async move { Err(error) });
        }
        let (answer, answered) = oneshot::channel();
        let queue = if let NetworkRequest::Revert(_) = request { &self.urgent } else { &self.ordinary };
        let sent = queue.send(Job { request, answer });
        Box::pin(async move {
            sent.map_err(|_| NetError::Gone)?;
            answered.await.unwrap_or(Err(NetError::Gone))
        })
    }

    fn uplink_names(&self, host: String) -> BoxFuture<'static, UplinkNames> {
        let state_dir = self.state_dir.clone();
        Box::pin(async move { netconf::uplink_names(&state_dir, &host).await })
    }

    fn local_networks(&self) -> BoxFuture<'static, Vec<LocalNetwork>> {
        Box::pin(netconf::local_networks())
    }

    fn want(&self, want: Want) -> BoxFuture<'static, Result<(), Refusal>> {
        let result = self.ledger().want(want);
        Box::pin(async move { result })
    }

    fn unwant(&self, slot: TunnelSlot) -> BoxFuture<'static, Result<(), Refusal>> {
        self.ledger().unwant(slot);
        let reverted = self.network(NetworkRequest::Revert(slot));
        Box::pin(async move { Ok(reverted.await?) })
    }

    fn wanted(&self) -> BoxFuture<'static, Vec<Want>> {
        let wanted = self.ledger().wanted();
        Box::pin(async move { wanted })
    }

    fn protect(&self, _user: Owner, _request: ProtectionRequest) -> BoxFuture<'static, Result<Protection, Refusal>> {
        Box::pin(async { Err(Refusal::Unreachable) })
    }

    fn protection(&self) -> BoxFuture<'static, Protection> {
        let protection = self.ledger().protection().clone();
        Box::pin(async move { protection })
    }

    fn events(&self) -> mpsc::Receiver<PrivilegedEvent> {
        self.ledger().listen()
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::{Arc, Mutex},
        time::Duration,
    };

    use vpn_api::{NetworkPlan, TunnelSlot};

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
    }

    fn apply(slot: u8) -> NetworkRequest {
        NetworkRequest::Apply(Box::new(NetworkPlan::open(TunnelSlot(slot))))
    }

    #[tokio::test(start_paused = true)]
    async fn an_undo_overtakes_what_is_under_way_and_what_waits() {
        let slow = Slow::default();
        let local = Local::over(slow.clone(), Path::new("/nonexistent"));
        let (first, second) = (local.network(apply(0)), local.network(NetworkRequest::Verify(TunnelSlot(1))));
        tokio::time::sleep(Duration::from_secs(1)).await;
        let begin = tokio::time::Instant::now();
        local.network(NetworkRequest::Revert(TunnelSlot(1))).await.unwrap();
        assert_eq!(begin.elapsed(), Duration::ZERO);
        assert_eq!((first.await, second.await), (Ok(()), Ok(())));
        assert_eq!(*slow.0.lock().unwrap(), ["begin 0", "revert 1", "begin 0", "done 0", "verify 1"]);
    }

    #[tokio::test(start_paused = true)]
    async fn what_nobody_waits_for_is_stopped() {
        let slow = Slow::default();
        let local = Local::over(slow.clone(), Path::new("/nonexistent"));
        let late = tokio::time::timeout(Duration::from_secs(3), local.network(apply(0))).await;
        assert!(late.is_err());
        local.network(NetworkRequest::Verify(TunnelSlot(0))).await.unwrap();
        assert_eq!(*slow.0.lock().unwrap(), ["begin 0", "verify 0"]);
        assert_eq!(local.network(apply(2)).await, Ok(()));
    }
}
