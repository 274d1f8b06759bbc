//! What an engine may have: things of tunnels that are wanted, and nothing else. Interfaces are held here too, so that they
//! outlive the engine.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::SocketAddr,
    os::fd::{AsFd, OwnedFd},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use futures_util::future::BoxFuture;
use netconf::{BadPlan, NetError};
use privileged::{
    InterfaceError, InterfaceGrant, InterfaceHandle, NameServers, NetworkRequest, Privileged, PrivilegedEvent, Refusal,
    SocketError, Want, to_the_end,
};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use tokio::sync::mpsc;
use vpn_api::{Owner, Protection, ProtectionRequest, TunnelSlot, plan::MAX_TUNNELS};

use crate::store::{self, Taken};

/// Name servers that are remembered.
const MAX_NAME_SERVERS: usize = 64;
/// The port that they are asked at, and no other.
const NAMES: u16 = 53;

/// Serves an engine as far as something is wanted.
pub struct Broker {
    inner: Arc<dyn Privileged>,
    held: Arc<Mutex<Held>>,
}

#[derive(Debug, Default)]
struct Held {
    /// Where the sockets of tunnels that are wanted may lead.
    wanted: BTreeMap<TunnelSlot, BTreeSet<SocketAddr>>,
    interfaces: BTreeMap<TunnelSlot, (InterfaceGrant, OwnedFd)>,
    /// Those of the networks that the machine is in, as engines said lately.
    name_servers: BTreeSet<SocketAddr>,
}

impl Held {
    /// Whether a socket may lead there past the tunnels.
    fn may_lead(&self, remote: &SocketAddr) -> bool {
        let asks = remote.port() == NAMES && self.name_servers.contains(remote);
        asks || self.wanted.values().any(|servers| servers.contains(remote))
    }

    /// Whether a plan is for a tunnel that is wanted, and for its own interface.
    fn may_apply(&self, request: &NetworkRequest) -> Result<(), BadPlan> {
        let NetworkRequest::Apply(plan) = request else { return Ok(()) };
        if !self.wanted.contains_key(&plan.slot) {
            return Err(BadPlan::OtherSlot);
        }
        match &plan.interface {
            Some(interface) if interface.name != plan.slot.interface() => Err(BadPlan::InterfaceName),
            Some(_) | None => Ok(()),
        }
    }

    fn forget(&mut self, slot: TunnelSlot) {
        self.wanted.remove(&slot);
        self.interfaces.remove(&slot);
        store::forget_interface(slot);
        store::forget_want(slot);
    }
}

/// Whether the interface of a descriptor is still there. The kernel reports an error on one that was deleted.
fn is_there(interface: &OwnedFd) -> bool {
    let mut waited = [PollFd::new(interface, PollFlags::empty())];
    poll(&mut waited, Some(&Timespec::default())).is_ok()
        && !waited.iter().any(|waited| waited.revents().intersects(PollFlags::ERR | PollFlags::NVAL))
}

impl Broker {
    /// Serves with the rights of `inner`, which knows what is wanted, and with what the process before left.
    pub async fn new(inner: Arc<dyn Privileged>, taken: Taken) -> Self {
        let mut held = Held::default();
        for want in inner.wanted().await {
            held.wanted.insert(want.slot, want.servers.iter().copied().collect());
            let same =
                |kept: &&Want| (kept.slot, &kept.connection, &kept.owner) == (want.slot, &want.connection, &want.owner);
            if let Some(kept) = taken.wants.iter().find(same)
                && let Err(error) = inner.want(Want { kept: kept.kept.clone(), ..want.clone() }).await
            {
                tracing::warn!(%error, "what was kept for a connection is lost");
            }
        }
        for slot in taken.wants.iter().map(|want| want.slot).filter(|slot| !held.wanted.contains_key(slot)) {
            store::forget_want(slot);
        }
        for (slot, grant, descriptor) in taken.interfaces {
            if held.wanted.contains_key(&slot) && is_there(&descriptor) {
                held.interfaces.insert(slot, (grant, descriptor));
            } else {
                store::forget_interface(slot);
            }
        }
        Self { inner, held: Arc::new(Mutex::new(held)) }
    }

    /// Takes everything back.
    pub async fn undo_all(&self) {
        for want in self.inner.wanted().await {
            if let Err(error) = self.unwant(want.slot).await {
                tracing::error!(%error, "a tunnel could not be taken back; the next start will");
            }
        }
    }
}

/// Forgets what is not wanted any more without having been said: a connection that moved to another tunnel, and those that nobody
/// said anew before everything was let out.
async fn follow(inner: &dyn Privileged, held: &Mutex<Held>) {
    let wanted: BTreeSet<TunnelSlot> = inner.wanted().await.into_iter().map(|want| want.slot).collect();
    let mut held = lock(held);
    let gone: Vec<TunnelSlot> = held.wanted.keys().copied().filter(|slot| !wanted.contains(slot)).collect();
    gone.into_iter().for_each(|slot| held.forget(slot));
}

fn lock(held: &Mutex<Held>) -> MutexGuard<'_, Held> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Privileged for Broker {
    fn create_interface(&self, slot: TunnelSlot) -> Result<(InterfaceGrant, InterfaceHandle), InterfaceError> {
        let mut held = lock(&self.held);
        if !held.wanted.contains_key(&slot) {
            return Err(InterfaceError::NotPermitted);
        }
        let system = |error: std::io::Error| InterfaceError::System(error.into());
        if let Some((grant, descriptor)) = held.interfaces.get(&slot)
            && is_there(descriptor)
        {
            return Ok((grant.clone(), descriptor.try_clone().map_err(system)?));
        }
        let (grant, handle) = self.inner.create_interface(slot)?;
        let kept = handle.try_clone().map_err(system)?;
        store::keep_interface(slot, grant.features, kept.as_fd());
        held.interfaces.insert(slot, (grant.clone(), kept));
        Ok((grant, handle))
    }

    fn lead_past_tunnels(&self, socket: &socket2::Socket, remote: SocketAddr) -> Result<(), SocketError> {
        let may = lock(&self.held).may_lead(&remote);
        if may { self.inner.lead_past_tunnels(socket, remote) } else { Err(SocketError::NotPermitted) }
    }

    fn network(&self, request: NetworkRequest) -> BoxFuture<'static, Result<(), NetError>> {
        if let Err(why) = lock(&self.held).may_apply(&request) {
            return Box::pin(async move { Err(NetError::BadPlan(why)) });
        }
        self.inner.network(request)
    }

    fn name_servers(&self, servers: NameServers) -> BoxFuture<'static, Result<(), Refusal>> {
        let mut held = lock(&self.held);
        if held.name_servers.len() + servers.len() > MAX_NAME_SERVERS {
            held.name_servers.clear();
        }
        held.name_servers.extend(servers.iter());
        self.inner.name_servers(servers)
    }

    fn want(&self, want: Want) -> BoxFuture<'static, Result<(), Refusal>> {
        if want.slot.0 >= MAX_TUNNELS {
            return Box::pin(async { Err(Refusal::TooLarge) });
        }
        let (slot, servers) = (want.slot, want.servers.iter().copied().collect());
        let stored = want.kept.is_some().then(|| want.clone());
        let known = self.inner.wanted();
        let (said, inner, held) = (self.inner.want(want), Arc::clone(&self.inner), Arc::clone(&self.held));
        let work = async move {
            said.await?;
            lock(&held).wanted.insert(slot, servers);
            follow(&*inner, &held).await;
            // Said again, it is kept already: replaced, it would be kept nowhere for a moment, in which both can be killed.
            let known = known.await;
            let news = stored.filter(|want| !known.contains(want));
            if let Some(Err(error)) = news.as_ref().map(store::keep_want) {
                tracing::warn!(%error, "what is kept for a connection does not outlive this process");
            }
            Ok(())
        };
        to_the_end(work, Err(Refusal::Unreachable))
    }

    fn unwant(&self, slot: TunnelSlot) -> BoxFuture<'static, Result<(), Refusal>> {
        let (undone, held) = (self.inner.unwant(slot), Arc::clone(&self.held));
        let work = async move {
            let result = undone.await;
            // After its routes: traffic must not be without both.
            lock(&held).forget(slot);
            result
        };
        to_the_end(work, Err(Refusal::Unreachable))
    }

    fn wanted(&self) -> BoxFuture<'static, Vec<Want>> {
        self.inner.wanted()
    }

    fn protect(&self, user: Owner, request: ProtectionRequest) -> BoxFuture<'static, Result<Protection, Refusal>> {
        let (done, inner, held) = (self.inner.protect(user, request), Arc::clone(&self.inner), Arc::clone(&self.held));
        let work = async move {
            let done = done.await;
            follow(&*inner, &held).await;
            done
        };
        to_the_end(work, Err(Refusal::Unreachable))
    }

    fn protection(&self) -> BoxFuture<'static, Protection> {
        self.inner.protection()
    }

    fn events(&self) -> mpsc::Receiver<PrivilegedEvent> {
        self.inner.events()
    }
}

#[cfg(test)]
mod tests;
