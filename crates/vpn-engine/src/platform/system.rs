//! This machine.

use std::{
    io,
    net::IpAddr,
    sync::Arc,
    time::{Duration, SystemTime},
};

use futures_util::{
    FutureExt, StreamExt,
    future::BoxFuture,
    stream::{self, BoxStream},
};
use netconf::NetError;
use netwatch::{
    ChangeWatcher, Leads, LocalNetwork, NetworkChange, NetworkSignIn, SignInWatcher, SystemNames, WakeWatcher,
};
use privileged::{NetworkRequest, Privileged, PrivilegedEvent, Refusal, Want, Way};
use tokio::sync::{
    mpsc::{self, error::TrySendError},
    watch,
};
use vpn_api::{
    Blame, DataPathReport, Entropy, Failure, FailureKind, KernelOffload, NetworkPlan, NetworkProof, Owner, Protection,
    ProtectionRequest, Retry, SessionEvent, TunnelSlot, VpnSession,
};

use super::{Drive, MachineNews, Platform, TunnelNetwork};
use crate::{
    driver::{self, Counts, DriverCommand, DriverHandle, Finished, Measure},
    link::LinkFactory,
    proof,
    resolve::{self, Answered, Resolver, tell_name_servers},
    sign_in::{self, Asked},
    sockets::{SocketSource, Tell},
    tun::Tun,
};

/// This machine: its resolver and its clock, and what needs rights, from whoever has them.
#[derive(Clone)]
pub struct SystemPlatform {
    privileged: Arc<dyn Privileged>,
    outlived: bool,
}

impl SystemPlatform {
    /// Asks for tunnel interfaces, sockets and changes of the network there.
    #[must_use]
    pub fn new(privileged: Arc<dyn Privileged>) -> Self {
        Self { privileged, outlived: false }
    }

    /// The same, where another process has the rights, which outlives this one.
    #[must_use]
    pub fn outlived(self) -> Self {
        Self { outlived: true, ..self }
    }

    fn tell_name_servers(&self) {
        drop(tokio::spawn(tell_name_servers(Arc::clone(&self.privileged), String::new())));
    }
}

impl Platform for SystemPlatform {
    type Device = Tun;

    fn resolver(&self) -> Resolver {
        Resolver::of_machine(Arc::clone(&self.privileged), random)
    }

    fn create_device(&self, slot: TunnelSlot) -> Result<Tun, Failure> {
        self.privileged
            .create_interface(slot)
            .map(|(grant, handle)| Tun::granted(grant, handle))
            .map_err(|error| Failure::new(FailureKind::TunnelDevice, Blame::Machine, Retry::Never).with_detail(error))
    }

    fn drive(&self, session: Box<dyn VpnSession>, way: Way, resolver: Resolver) -> Box<dyn Drive<Tun>> {
        let links = LinkFactory::privileged(Arc::clone(&self.privileged), way).telling(resolver.tell());
        Box::new(driver::spawn(session, links, resolver))
    }

    fn network(&self, slot: TunnelSlot) -> Result<Box<dyn TunnelNetwork>, Failure> {
        Ok(Box::new(Asking { privileged: Arc::clone(&self.privileged), slot }))
    }

    fn want(&self, want: Want) -> BoxFuture<'static, Result<(), Refusal>> {
        if want.signs_in {
            self.tell_name_servers();
        }
        self.privileged.want(want)
    }

    fn unwant(&self, slot: TunnelSlot) -> BoxFuture<'static, Result<(), Refusal>> {
        self.privileged.unwant(slot)
    }

    fn wanted(&self) -> BoxFuture<'static, Vec<Want>> {
        self.privileged.wanted()
    }

    fn outlived(&self) -> bool {
        self.outlived
    }

    fn protect(&self, user: Owner, request: ProtectionRequest) -> BoxFuture<'static, Result<Protection, Refusal>> {
        if request == ProtectionRequest::OpenPortal {
            // The page has a name. It is not waited for: what a service that does not answer has to say comes afterwards.
            self.tell_name_servers();
        }
        self.privileged.protect(user, request)
    }

    fn protection(&self) -> BoxFuture<'static, Protection> {
        self.privileged.protection()
    }

    fn events(&self) -> mpsc::Receiver<PrivilegedEvent> {
        self.privileged.events()
    }

    fn local_networks(&self) -> BoxFuture<'static, Vec<LocalNetwork>> {
        netwatch::local_networks().boxed()
    }

    fn kernel_offload(&self) -> KernelOffload {
        netwatch::kernel_offload()
    }

    fn changes(&self) -> BoxStream<'static, MachineNews> {
        match ChangeWatcher::new() {
            Ok(watcher) => {
                let platform = self.clone();
                let changes = stream::unfold((watcher, true), async |(mut watcher, first)| {
                    let change = if first {
                        watcher.look().await;
                        NetworkChange::default()
                    } else {
                        watcher.next().await
                    };
                    Some((MachineNews { uplinks: watcher.uplinks(), change }, (watcher, false)))
                });
                // Another network has other name servers.
                changes.inspect(move |_| platform.tell_name_servers()).boxed()
            }
            Err(error) => {
                tracing::warn!(%error, "network changes are not seen; a broken tunnel is found by its keepalive only");
                stream::pending().boxed()
            }
        }
    }

    fn sign_ins(&self) -> BoxStream<'static, Option<NetworkSignIn>> {
        stream::unfold(SignInWatcher::default(), async |mut watcher| Some((watcher.next().await, watcher))).boxed()
    }

    fn wakes(&self) -> BoxStream<'static, ()> {
        stream::unfold(WakeWatcher::new(), async |mut watcher| {
            watcher.next().await;
            Some(((), watcher))
        })
        .boxed()
    }

    fn proves(&self, proof: NetworkProof, tell: Tell) -> BoxFuture<'static, bool> {
        let sockets = SocketSource::Led(Arc::clone(&self.privileged), Way::PastTunnels);
        async move {
            tell.of(vec![proof.server]).await;
            proof::key_of(sockets, proof.server).await.is_ok_and(|key| key == proof.key)
        }
        .boxed()
    }

    fn asks_network(&self, tell: Tell) -> BoxFuture<'static, Asked> {
        let sockets = SocketSource::Led(Arc::clone(&self.privileged), Way::PastTunnels);
        let resolver = self.resolver().telling(tell);
        async move { sign_in::ask(&resolver, &sockets).await }.boxed()
    }

    fn leads(&self, to: &[IpAddr]) -> io::Result<Vec<Leads>> {
        netwatch::leads(to)
    }

    fn system_names(&self) -> BoxFuture<'static, SystemNames> {
        netwatch::system_names().boxed()
    }

    fn one_list(&self) -> bool {
        netwatch::one_list()
    }

    fn asks_name_server(&self, server: IpAddr, name: String) -> BoxFuture<'static, Answered> {
        resolve::answers(server, name, random).boxed()
    }

    fn entropy(&self) -> Box<dyn Entropy> {
        Box::new(SystemEntropy)
    }

    fn unix_time(&self) -> Duration {
        SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
    }
}

/// Asks whoever has the rights, for one tunnel.
struct Asking {
    privileged: Arc<dyn Privileged>,
    slot: TunnelSlot,
}

impl TunnelNetwork for Asking {
    fn apply<'a>(&'a mut self, plan: &'a NetworkPlan) -> BoxFuture<'a, Result<(), NetError>> {
        self.privileged.network(NetworkRequest::Apply(Box::new(plan.clone())))
    }

    fn revert(&mut self) -> BoxFuture<'_, Result<(), NetError>> {
        self.privileged.network(NetworkRequest::Revert(self.slot))
    }
}

impl Drive<Tun> for DriverHandle {
    fn command(&self, command: DriverCommand) -> Result<(), DriverCommand> {
        self.commands.try_send(command).map_err(|error| match error {
            TrySendError::Full(command) | TrySendError::Closed(command) => command,
        })
    }

    fn next(&mut self) -> BoxFuture<'_, Option<SessionEvent>> {
        self.events.recv().boxed()
    }

    fn counts(&self) -> Counts {
        Self::counts(self)
    }

    fn measure(&self) -> Measure {
        Self::measure(self)
    }

    fn data_path(&self) -> watch::Receiver<Option<DataPathReport>> {
        Self::data_path(self)
    }

    fn next_heard(&self) -> BoxFuture<'static, ()> {
        Self::next_heard(self).boxed()
    }

    fn abort(&mut self) {
        Self::abort(self);
    }

    fn finished(self: Box<Self>) -> BoxFuture<'static, Finished> {
        Self::finished(*self).boxed()
    }
}

/// For questions to name servers.
fn random() -> u16 {
    let mut bytes = [0; 2];
    SystemEntropy.fill(&mut bytes);
    u16::from_ne_bytes(bytes)
}

/// The operating system's generator.
struct SystemEntropy;

impl Entropy for SystemEntropy {
    #[expect(
        clippy::panic,
        reason = "a machine without randomness must not make keys, and there is no other way to say so"
    )]
    fn fill(&mut self, buffer: &mut [u8]) {
        if let Err(error) = getrandom::fill(buffer) {
            panic!("the operating system gives no randomness: {error}");
        }
    }
}
