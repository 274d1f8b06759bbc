//! The task that owns the machine's network: one job after the other, and between them what others take away is put back.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
    time::Duration,
};

use futures_util::future::BoxFuture;
use netconf::{Backend, Guard, MachineNetwork, NetError, Repair};
use tokio::{
    sync::{mpsc, oneshot},
    time::Instant,
};
use vpn_api::{NetworkStep, TunnelSlot};

use crate::{lock::Keeper, request::NetworkRequest};

#[derive(Debug)]
pub(crate) struct Job {
    request: NetworkRequest,
    answer: oneshot::Sender<Result<(), NetError>>,
    /// How often the tunnel of a plan had been taken back when it was asked for.
    undone: u64,
}

pub(crate) fn ask(
    queue: &mpsc::UnboundedSender<Job>,
    request: NetworkRequest,
    undone: u64,
) -> BoxFuture<'static, Result<(), NetError>> {
    let (answer, answered) = oneshot::channel();
    let sent = queue.send(Job { request, answer, undone });
    Box::pin(async move {
        sent.map_err(|_| NetError::Gone)?;
        answered.await.unwrap_or(Err(NetError::Gone))
    })
}

/// What does the work; one at a time.
pub(crate) trait Network: Send + 'static {
    fn carry_out<'a>(&'a mut self, request: &'a NetworkRequest) -> BoxFuture<'a, Result<(), NetError>>;

    /// Makes again what others took away.
    fn repair(&mut self) -> BoxFuture<'_, Vec<Repair>>;
}

impl<B: Backend> Network for MachineNetwork<B> {
    fn carry_out<'a>(&'a mut self, request: &'a NetworkRequest) -> BoxFuture<'a, Result<(), NetError>> {
        Box::pin(async move {
            match request {
                NetworkRequest::Apply(plan) => self.apply(plan.slot, plan).await,
                NetworkRequest::Revert(slot) => self.revert(*slot).await,
            }
        })
    }

    fn repair(&mut self) -> BoxFuture<'_, Vec<Repair>> {
        Box::pin(Self::repair(self))
    }
}

/// Does one job after the other. A revert does not wait for anything else: other work is stopped at its next step, which
/// the journal allows at any time, and begun again afterwards. Where nothing is to be done, what others take away is put back.
/// Ends when the senders are gone.
pub(crate) async fn own_network(
    (mut network, mut guard): (impl Network, Option<Guard>),
    (mut ordinary, mut urgent): (mpsc::UnboundedReceiver<Job>, mpsc::UnboundedReceiver<Job>),
    keeper: Arc<Keeper>,
) {
    let (mut undos, mut stopped) = (VecDeque::new(), None);
    let mut looks = Looks { at: None, not_before: Instant::now(), by: None, broken: BTreeMap::new() };
    loop {
        let job = match undos.pop_front() {
            Some(undo) => Some(undo),
            None => tokio::select! {
                biased;
                Some(undo) = urgent.recv() => Some(undo),
                job = async { match stopped.take() { Some(job) => Some(job), None => ordinary.recv().await } } => job,
                () = looks.are_due(guard.as_mut(), &keeper) => {
                    let by = looks.by.take();
                    let looking = async {
                        // The firewall first: it is what still holds when everything else is gone.
                        let refitted = keeper.refit(by).await;
                        let repairs = network.repair().await;
                        keeper.repaired(repairs, &mut looks.broken, refitted)
                    };
                    tokio::select! {
                        biased;
                        Some(undo) = urgent.recv() => undos.push_back(undo),
                        pause = looking => (looks.at, looks.not_before) = (None, Instant::now() + pause),
                    }
                    continue;
                }
            },
        };
        let Some(Job { request, mut answer, undone }) = job else { return };
        if let NetworkRequest::Apply(plan) = &request
            && keeper.ledger().undone(plan.slot) != undone
        {
            // It was taken back meanwhile, and would come back to stay.
            continue;
        }
        let can_be_stopped = !matches!(request, NetworkRequest::Revert(_));
        let result = tokio::select! {
            biased;
            // Whoever does not wait any more does not want it any more.
            () = answer.closed() => continue,
            Some(undo) = urgent.recv(), if can_be_stopped => {
                undos.push_back(undo);
                stopped = Some(Job { request, answer, undone });
                continue;
            }
            result = network.carry_out(&request) => result,
        };
        match &request {
            NetworkRequest::Apply(plan) if result.is_ok() => keeper.whole(plan.slot, &mut looks.broken),
            NetworkRequest::Apply(_) => {}
            NetworkRequest::Revert(slot) => drop(looks.broken.remove(slot)),
        }
        let _ = answer.send(result);
    }
}

/// `ip rule flush` and the like are a handful of messages: one look is enough for them.
const SETTLE: Duration = Duration::from_millis(5);

/// When to look whether something is missing.
struct Looks {
    at: Option<Instant>,
    not_before: Instant,
    /// The program that changed the firewall last.
    by: Option<String>,
    /// What could not be put back.
    broken: BTreeMap<TunnelSlot, NetworkStep>,
}

impl Looks {
    /// Cancel-safe, and due again until the look is done: what was touched is not forgotten for a job that comes between.
    async fn are_due(&mut self, mut guard: Option<&mut Guard>, keeper: &Keeper) {
        loop {
            let at = self.at;
            tokio::select! {
                () = async { tokio::time::sleep_until(at.unwrap_or_else(Instant::now)).await }, if at.is_some() => return,
                touched = touched(guard.as_deref_mut()) => {
                    if touched.surroundings {
                        keeper.moved();
                    }
                    if !touched.ours {
                        continue;
                    }
                    let soon = self.not_before.max(Instant::now() + SETTLE);
                    self.at = Some(at.map_or(soon, |at| at.min(soon)));
                    self.by = touched.firewall_by.or(self.by.take());
                }
            }
        }
    }
}

async fn touched(guard: Option<&mut Guard>) -> netconf::Touched {
    match guard {
        Some(guard) => guard.next().await,
        None => std::future::pending().await,
    }
}
