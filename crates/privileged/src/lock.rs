//! Keeps the lock as it is decided ([`crate::protection`]), and reads it back.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Debug,
    io,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use futures_util::future::BoxFuture;
use ipnet::IpNet;
use netconf::{
    NetError, Recovered, Repair,
    lock::{Lock, Surroundings},
};
use tokio::{sync::Notify, time::Instant};
use vpn_api::{NetworkStep, ProtectionState, TunnelSlot};

use crate::{ledger::Ledger, repairs::Repairs, request::PrivilegedEvent};

/// A change of network comes as a handful of messages.
const QUIET: Duration = Duration::from_millis(150);
/// A connection that comes up says several things in this time, and does not wait for a disk.
const WRITE_DOWN: Duration = Duration::from_millis(250);

/// The kernel's side of the lock.
pub(crate) trait Firewall: Debug + Send + Sync + 'static {
    fn set<'a>(&'a self, lock: &'a Lock) -> BoxFuture<'a, io::Result<()>>;
    fn is<'a>(&'a self, lock: &'a Lock) -> BoxFuture<'a, io::Result<bool>>;
    /// The private networks that the machine is directly attached to.
    fn networks(&self) -> BoxFuture<'_, BTreeSet<IpNet>>;
}

/// This machine's.
#[derive(Debug)]
pub(crate) struct SystemFirewall;

impl Firewall for SystemFirewall {
    fn set<'a>(&'a self, lock: &'a Lock) -> BoxFuture<'a, io::Result<()>> {
        Box::pin(netconf::set_lock(lock))
    }

    fn is<'a>(&'a self, lock: &'a Lock) -> BoxFuture<'a, io::Result<bool>> {
        Box::pin(netconf::is_lock(lock))
    }

    fn networks(&self) -> BoxFuture<'_, BTreeSet<IpNet>> {
        Box::pin(netconf::private_networks())
    }
}

/// Keeps the lock. One for each machine.
#[derive(Debug)]
pub(crate) struct Keeper {
    ledger: Mutex<Ledger>,
    firewall: Box<dyn Firewall>,
    /// One change at a time, each made from what is the case when its turn comes.
    turn: tokio::sync::Mutex<Option<Lock>>,
    repairs: Mutex<Repairs>,
    /// Exceptions have begun or ended.
    changed: Notify,
    /// The machine is attached to other networks.
    moved: Notify,
}

impl Keeper {
    pub(crate) fn new(ledger: Ledger, firewall: impl Firewall) -> Self {
        let (turn, repairs, changed, moved) = Default::default();
        Self { ledger: Mutex::new(ledger), firewall: Box::new(firewall), turn, repairs, changed, moved }
    }

    pub(crate) fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes the lock so and reads it back. What is so already is left alone.
    ///
    /// # Errors
    /// Traffic is to be held back, and that could not be made so. Where nothing is, the tunnel does without the rest.
    pub(crate) async fn relock(&self) -> Result<(), NetError> {
        let mut last = self.turn.lock().await;
        let holds = self.ledger().facts().holds();
        let networks = if holds { self.firewall.networks().await } else { BTreeSet::new() };
        let (lock, mut protection) = {
            let ledger = self.ledger();
            let surroundings = Surroundings { networks, name_servers: ledger.name_servers.clone() };
            (ledger.facts().firewall(&surroundings), ledger.facts().protection())
        };
        // Where something else was made last, the kernel need not be asked whether it has this.
        let made = self.make(&lock, last.as_ref().is_none_or(|last| *last == lock)).await;
        // It was so, and somebody else took it away.
        if matches!(made, Ok(true)) && last.as_ref() == Some(&lock) {
            self.note(None, NetworkStep::Firewall, None);
        }
        *last = made.is_ok().then(|| lock.clone());
        if made.is_err() && lock.held.is_some() {
            protection.state = ProtectionState::Failed;
        }
        {
            let mut ledger = self.ledger();
            protection.taken_away = self.repairs().taken_away(Instant::now());
            ledger.show(protection);
        }
        self.changed.notify_one();
        match made {
            Err(error) if lock.held.is_some() => Err(NetError::system(NetworkStep::Firewall)(error)),
            Err(error) => {
                if !lock.is_open() {
                    tracing::warn!(%error, "a tunnel's address is not kept from other networks");
                }
                Ok(())
            }
            Ok(_) => Ok(()),
        }
    }

    fn repairs(&self) -> MutexGuard<'_, Repairs> {
        self.repairs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes what was taken away, and tells it when it is time to.
    fn note(&self, slot: Option<TunnelSlot>, what: NetworkStep, by: Option<String>) {
        let Some((times, by)) = self.repairs().note(what, by, Instant::now()) else { return };
        tracing::warn!(%what, times, "somebody else took this away; it was put back");
        let mut ledger = self.ledger();
        let slots: Vec<TunnelSlot> = match slot {
            Some(slot) => vec![slot],
            None => ledger.facts().up.keys().copied().collect(),
        };
        for slot in slots {
            ledger.tell(&PrivilegedEvent::Repaired { slot, what, times, by: by.clone() });
        }
    }

    /// Puts the rules back at once as they were made last, and then as they have to be now. `by`: the program that may have taken
    /// them away. `true`: they were missing.
    pub(crate) async fn refit(&self, by: Option<String>) -> bool {
        let mut missing = false;
        {
            let last = self.turn.lock().await;
            if let Some(lock) = last.as_ref()
                && let Ok(true) = self.make(lock, true).await
            {
                missing = true;
                self.note(None, NetworkStep::Firewall, by);
            }
        }
        if let Err(error) = self.relock().await {
            tracing::error!(%error, "traffic is to be held back, and the firewall cannot be set");
        }
        missing
    }

    /// Tells what was put back, and what could not be: once until it can. `broken`: what was missing of which tunnel so far. How long
    /// to wait before the next look.
    pub(crate) fn repaired(
        &self,
        repairs: Vec<Repair>,
        broken: &mut BTreeMap<TunnelSlot, NetworkStep>,
        refitted: bool,
    ) -> Duration {
        let fights = refitted || !repairs.is_empty();
        for Repair { slot, missing, result } in repairs {
            match result {
                Ok(()) => {
                    for what in &missing {
                        self.note(Some(slot), *what, None);
                    }
                }
                Err(error) => {
                    let what = missing.first().copied().unwrap_or(NetworkStep::ReadBack);
                    if broken.insert(slot, what) != Some(what) {
                        tracing::warn!(%error, tunnel = slot.0, "what was taken away could not be put back");
                        self.ledger().tell(&PrivilegedEvent::Broken { slot, what });
                    }
                    continue;
                }
            }
            self.whole(slot, broken);
        }
        // Looks after our own changes find nothing, and count for nothing.
        if fights { self.repairs().pause(Instant::now()) } else { Duration::ZERO }
    }

    /// Everything of a tunnel is there.
    pub(crate) fn whole(&self, slot: TunnelSlot, broken: &mut BTreeMap<TunnelSlot, NetworkStep>) {
        if broken.remove(&slot).is_some() {
            self.ledger().tell(&PrivilegedEvent::Whole(slot));
        }
    }

    /// `true`: it had to be made. `perhaps`: it may be so already.
    async fn make(&self, lock: &Lock, perhaps: bool) -> io::Result<bool> {
        if perhaps && self.firewall.is(lock).await.unwrap_or(false) {
            return Ok(false);
        }
        self.firewall.set(lock).await?;
        if self.firewall.is(lock).await? {
            Ok(true)
        } else {
            Err(io::Error::other("the rules are not as they were set"))
        }
    }

    /// The machine may be attached to other networks.
    pub(crate) fn moved(&self) {
        self.moved.notify_one();
    }

    /// Ends exceptions in time, and follows the machine from network to network.
    pub(crate) async fn follow(self: Arc<Self>) {
        loop {
            if let Err(error) = self.relock().await {
                tracing::error!(%error, "traffic is to be held back, and the firewall cannot be set");
            }
            loop {
                let next = self.ledger().next_end();
                tokio::select! {
                    () = self.changed.notified() => {}
                    () = async { tokio::time::sleep_until(next.unwrap_or_else(Instant::now)).await }, if next.is_some() => {
                        self.ledger().end_exceptions(Instant::now());
                        break;
                    }
                    () = tokio::time::sleep(WRITE_DOWN), if self.ledger().unwritten =>
                        // An error: it is tried again.
                        drop(self.ledger().write_down(true)),
                    () = self.moved.notified() => {
                        tokio::time::sleep(QUIET).await;
                        break;
                    }
                }
            }
        }
    }
}

/// Holds traffic back as an earlier process left it wanted, before anything else is looked at; also for the start of the machine,
/// before there is a network. `false`: nothing is to be held back, and no lock of ours is left.
///
/// # Errors
/// The firewall could not be set.
pub async fn block(state_dir: &Path) -> Result<bool, NetError> {
    let keeper = Keeper::new(Ledger::load(state_dir), SystemFirewall);
    keeper.relock().await?;
    Ok(keeper.ledger().facts().holds())
}

/// Undoes what an earlier process left on the machine, but for tunnels that are wanted and whose interfaces are there. Traffic that
/// is to be held back is held back first, and meanwhile.
///
/// # Errors
/// As [`netconf::recover`].
pub async fn recover(state_dir: &Path) -> Result<Recovered, NetError> {
    let blocked = block(state_dir).await;
    let recovered = netconf::recover(state_dir, Ledger::load(state_dir).wanted().iter().map(|want| want.slot)).await;
    if let Err(error) = blocked {
        tracing::error!(%error, "traffic is to be held back, and the firewall cannot be set");
    }
    recovered
}

#[cfg(test)]
mod tests;
