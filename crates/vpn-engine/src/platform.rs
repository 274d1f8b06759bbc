//! What the engine needs from the machine, as one trait, so that tests run it on made-up machines and made-up time.

use std::{io, net::IpAddr, time::Duration};

use futures_util::{future::BoxFuture, stream::BoxStream};
use netconf::NetError;
use tokio::sync::{mpsc, watch};
use vpn_api::{
    DataPathReport, Entropy, Failure, KernelOffload, NetworkPlan, NetworkProof, Owner, Protection, ProtectionRequest,
    SessionEvent, TunnelSlot, VpnSession,
};

use crate::{
    driver::{Counts, DriverCommand, Finished, Measure},
    resolve::{Answered, Resolver},
    sign_in::Asked,
    sockets::Tell,
};

mod system;

pub use netwatch::NetworkSignIn;
pub use netwatch::{Leads, LocalNetwork, NetworkChange, Reach, ReachedNetwork, SystemNames, Uplinks, listed_addresses};
pub use privileged::{PrivilegedEvent, Refusal, Want, Way};
pub use system::SystemPlatform;

/// The machine's network outside our own tunnels.
#[derive(Debug, Clone, Default)]
pub struct MachineNews {
    /// As it is.
    pub uplinks: Uplinks,
    /// What of it changed; nothing when it is told first.
    pub change: NetworkChange,
}

/// A machine.
pub trait Platform: Send + Sync + 'static {
    /// A tunnel interface. It disappears when it is dropped.
    type Device: Send + 'static;

    /// What looks names up.
    fn resolver(&self) -> Resolver;

    /// Makes the interface of a tunnel.
    ///
    /// # Errors
    /// It could not be made; nothing is left of it.
    fn create_device(&self, slot: TunnelSlot) -> Result<Self::Device, Failure>;

    /// Starts to drive a session, whose links go this way, and whose servers' names are looked up there.
    fn drive(&self, session: Box<dyn VpnSession>, way: Way, resolver: Resolver) -> Box<dyn Drive<Self::Device>>;

    /// What sets the network up for one tunnel.
    ///
    /// # Errors
    /// This machine's network cannot be set up at all.
    fn network(&self, slot: TunnelSlot) -> Result<Box<dyn TunnelNetwork>, Failure>;

    /// As [`privileged::Privileged::want`].
    fn want(&self, want: Want) -> BoxFuture<'static, Result<(), Refusal>>;

    /// As [`privileged::Privileged::unwant`].
    fn unwant(&self, slot: TunnelSlot) -> BoxFuture<'static, Result<(), Refusal>>;

    /// As [`privileged::Privileged::wanted`].
    fn wanted(&self) -> BoxFuture<'static, Vec<Want>>;

    /// Whether the privileged side outlives this process, so that it keeps what brings connections back.
    fn outlived(&self) -> bool {
        false
    }

    /// As [`privileged::Privileged::protect`].
    fn protect(&self, user: Owner, request: ProtectionRequest) -> BoxFuture<'static, Result<Protection, Refusal>>;

    /// As [`privileged::Privileged::protection`].
    fn protection(&self) -> BoxFuture<'static, Protection>;

    /// As [`privileged::Privileged::events`].
    fn events(&self) -> mpsc::Receiver<PrivilegedEvent>;

    /// The networks that the machine is directly attached to, other than by our tunnels.
    fn local_networks(&self) -> BoxFuture<'static, Vec<LocalNetwork>>;

    /// Whether the kernel could seal and open packets by itself.
    fn kernel_offload(&self) -> KernelOffload;

    /// How the machine's network outside our own tunnels is, and again each time it has changed.
    fn changes(&self) -> BoxStream<'static, MachineNews>;

    /// Whether somebody has to sign in to the network first: an item each time that this is another.
    fn sign_ins(&self) -> BoxStream<'static, Option<NetworkSignIn>> {
        Box::pin(futures_util::stream::pending())
    }

    /// One item each time the machine has woken from sleep.
    fn wakes(&self) -> BoxStream<'static, ()>;

    /// Whether the network that the machine is in has this server, past all tunnels. `tell` is told of its address first.
    fn proves(&self, proof: NetworkProof, tell: Tell) -> BoxFuture<'static, bool> {
        let _ = (proof, tell);
        Box::pin(std::future::ready(false))
    }

    /// Asks the network that the machine is in whether it wants somebody to sign in. `tell` is told of the addresses that are asked.
    fn asks_network(&self, tell: Tell) -> BoxFuture<'static, Asked> {
        let _ = tell;
        Box::pin(std::future::ready(Asked::No))
    }

    /// As [`netwatch::leads`].
    ///
    /// # Errors
    /// The machine does not tell.
    fn leads(&self, to: &[IpAddr]) -> io::Result<Vec<Leads>> {
        let _ = to;
        Err(io::ErrorKind::Unsupported.into())
    }

    /// As [`netwatch::system_names`].
    fn system_names(&self) -> BoxFuture<'static, SystemNames> {
        Box::pin(std::future::ready(SystemNames::default()))
    }

    /// As [`netwatch::one_list`].
    fn one_list(&self) -> bool {
        false
    }

    /// Whether this name server answers when it is asked for this name as any program would ask it.
    fn asks_name_server(&self, server: IpAddr, name: String) -> BoxFuture<'static, Answered> {
        let _ = (server, name);
        Box::pin(std::future::ready(Answered::No))
    }

    /// Randomness fit for keys.
    fn entropy(&self) -> Box<dyn Entropy>;

    /// The wall clock, since the Unix epoch.
    fn unix_time(&self) -> Duration;
}

/// The machine's network for one tunnel.
pub trait TunnelNetwork: Send {
    /// Makes the plan so, and reads it back.
    ///
    /// # Errors
    /// As [`netconf::MachineNetwork::apply`].
    fn apply<'a>(&'a mut self, plan: &'a NetworkPlan) -> BoxFuture<'a, Result<(), NetError>>;

    /// Takes everything back.
    ///
    /// # Errors
    /// As [`netconf::MachineNetwork::revert`].
    fn revert(&mut self) -> BoxFuture<'_, Result<(), NetError>>;
}

/// A session under way. Dropping it ends it at once.
pub trait Drive<D>: Send {
    /// Passes a command on.
    ///
    /// # Errors
    /// The session is over, or does not take commands any more: the command comes back.
    fn command(&self, command: DriverCommand<D>) -> Result<(), DriverCommand<D>>;
    /// The next event; `None` after the last one. Can be dropped and called again without losing an event.
    fn next(&mut self) -> BoxFuture<'_, Option<SessionEvent>>;
    /// What reads the counters since the start.
    fn counts(&self) -> Counts;
    /// What finds out how long the other end takes to answer.
    fn measure(&self) -> Measure;
    /// How packets are moved, and why not better; `None` before they are.
    fn data_path(&self) -> watch::Receiver<Option<DataPathReport>>;
    /// Ends with the next authentic frame from the server, keepalives included.
    fn next_heard(&self) -> BoxFuture<'static, ()>;
    /// Ends it without a goodbye.
    fn abort(&mut self);
    /// Waits for its end and gives what is left of it.
    fn finished(self: Box<Self>) -> BoxFuture<'static, Finished<D>>;
}
