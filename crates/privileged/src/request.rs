//! Requests and answers: values that cross a process border.

use std::net::SocketAddr;

use netconf::{NetError, OsError};
use serde::{Deserialize, Serialize};
use vpn_api::{
    ConnectionId, NetworkPlan, NetworkStep, Owner, Protection, ProtectionRequest, Secret, TunnelSlot,
    values::BoundedSet,
};

/// What the engine asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Request {
    /// Make the interface of a tunnel. Answered by [`Response::Interface`] and its descriptor.
    CreateInterface(TunnelSlot),
    /// Lead the socket that comes along past all tunnels; the address is where it is going to lead. Its descriptor comes with
    /// the request.
    LeadPast(SocketAddr),
    /// Change the machine's network, or look at it. Answered by [`Response::Done`].
    Network(NetworkRequest),
    /// The name servers of the uplinks, which sockets may lead to past the tunnels.
    NameServers(NameServers),
    /// A connection is wanted, or what is known of it changed. Comes before anything else is asked for its tunnel.
    Want(Box<Want>),
    /// A connection is not wanted any more: its person disconnected it. Its tunnel is taken back, and what was kept is wiped.
    Unwant(TunnelSlot),
    /// All connections that are wanted, with what was kept for them. Answered by [`Response::Wanted`].
    Wanted,
    /// Change the lock. Answered by [`Response::Protection`].
    Protect {
        /// The user who asks.
        user: Owner,
        /// What for.
        request: ProtectionRequest,
    },
    /// The lock as it is. Answered by [`Response::Protection`].
    Protection,
}

/// Name servers of the uplinks.
pub type NameServers = BoundedSet<SocketAddr, 8>;

/// Servers that one connection may have. A profile has 64 remotes at most, each with several addresses.
pub const MAX_SERVERS: usize = 256;
/// The most that is kept for one connection, in bytes.
pub const MAX_KEPT: usize = 1 << 20;

/// A connection that is wanted. Written to disk without `kept`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Want {
    /// Its tunnel.
    pub slot: TunnelSlot,
    /// Its id.
    pub connection: ConnectionId,
    /// Whose it is.
    pub owner: Owner,
    /// Whether traffic is to be held back while it is not up.
    pub hold: Hold,
    /// Where its sockets may lead, servers and proxies. Sockets past the tunnels are made to these only, and to the uplinks'
    /// name servers.
    pub servers: BoundedSet<SocketAddr, MAX_SERVERS>,
    /// A sign-in in the browser is open.
    pub signs_in: bool,
    /// What an engine that starts anew needs to bring it back; opaque here, in memory only. `None`: as before.
    pub kept: Option<Secret>,
}

/// Whether traffic is held back for a connection, as far as the machine's setting has it so.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hold {
    /// It does not take all traffic, or is not known to.
    #[default]
    No,
    /// It takes all traffic, or did when it was up last.
    Yes,
}

/// What is told without being asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PrivilegedEvent {
    /// The lock changed.
    Protection(Box<Protection>),
    /// Somebody took away what a tunnel needs, and it was put back. Told once for each kind of thing, and again when it was taken
    /// `times` times within minutes.
    Repaired {
        /// The tunnel.
        slot: TunnelSlot,
        /// What it was.
        what: NetworkStep,
        /// How often.
        times: u32,
        /// The program that did it last, where that is known.
        by: Option<String>,
    },
    /// What a tunnel needs is gone and could not be put back: it is not up until [`PrivilegedEvent::Whole`].
    Broken {
        /// The tunnel.
        slot: TunnelSlot,
        /// What is missing.
        what: NetworkStep,
    },
    /// Everything that a tunnel needs is there again.
    Whole(TunnelSlot),
    /// The other side began anew and knows nothing of us: everything that is wanted has to be said again.
    BegunAnew,
}

/// Whether large packets ("super-packets" of many segments behind a virtio header) may cross the descriptor.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Offload {
    /// As much as the kernel takes.
    #[default]
    Automatic,
    /// Single packets without a header, as on a kernel without offload.
    Never,
}

/// What crosses the descriptor of a tunnel interface.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct InterfaceFeatures {
    /// Each packet has a virtio header in front; TCP super-packets and unfinished checksums are understood.
    pub header: bool,
    /// UDP super-packets too (Linux 6.2 and later).
    pub udp: bool,
}

/// A tunnel interface that was made: without addresses, down, with the system's default MTU. It disappears with its last
/// descriptor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct InterfaceGrant {
    /// The name that it got.
    pub name: String,
    /// What crosses its descriptor.
    pub features: InterfaceFeatures,
    /// Why offload was refused, as the system said.
    pub refused_offload: Option<String>,
}

/// Why there is no tunnel interface.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum InterfaceError {
    /// The process may not make one (`CAP_NET_ADMIN`).
    #[error("no permission to create the interface")]
    NotPermitted,
    /// The kernel has no TUN driver, or its device node is missing.
    #[error("this system has no TUN device")]
    NoDevice,
    /// An interface of that name exists and is in use.
    #[error("an interface named {0} is in use")]
    Busy(String),
    /// Anything else the system said.
    #[error("cannot create the interface")]
    System(#[source] OsError),
    /// This build cannot make interfaces on this system.
    #[error("tunnel interfaces cannot be made on this system yet")]
    Unsupported,
}

/// Which way the packets of a socket take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// As the machine's routes lead them, those of the tunnels included.
    Routed,
    /// Past all tunnels. Needs rights.
    PastTunnels,
    /// Through the interface of this tunnel and no other, whatever the routes say.
    Through(TunnelSlot),
}

/// Why there is no socket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum SocketError {
    /// The process may not make sockets that go past the tunnels (`CAP_NET_ADMIN`). A tunnel would swallow its own frames
    /// without that, so there is no socket without it.
    #[error("no permission to make a socket that goes past the tunnels")]
    NotPermitted,
    /// This build cannot make such sockets on this system.
    #[error("sockets that go past the tunnels cannot be made on this system yet")]
    Unsupported,
    /// What the system said: about the socket, our own end, or the way to the other one.
    #[error(transparent)]
    System(OsError),
}

/// A change of the machine's network. Each takes as long as the system takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum NetworkRequest {
    /// Apply this plan for its tunnel, beside those of the others, and read it back.
    Apply(Box<NetworkPlan>),
    /// Take everything of this tunnel back.
    Revert(TunnelSlot),
}

/// The answer to a [`Request`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Response {
    /// Done.
    Done,
    /// The interface; its descriptor comes along.
    Interface(InterfaceGrant),
    /// What is wanted.
    Wanted(Vec<Want>),
    /// The lock as it is.
    Protection(Box<Protection>),
}

/// Why a [`Request`] was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// There is no interface.
    #[error(transparent)]
    Interface(#[from] InterfaceError),
    /// There is no socket.
    #[error(transparent)]
    Socket(#[from] SocketError),
    /// The machine's network is not as wanted.
    #[error(transparent)]
    Network(#[from] NetError),
    /// No connection is wanted for this tunnel.
    #[error("no connection is wanted for this tunnel")]
    NotWanted,
    /// The machine's traffic or names go through a tunnel of another user.
    #[error("this network is in use by a tunnel of another user")]
    InUse {
        /// Whose tunnel.
        owner: Owner,
    },
    /// A list or a text is longer than it may be.
    #[error("too large")]
    TooLarge,
    /// Whoever has the rights does not answer.
    #[error("the privileged helper does not answer")]
    Unreachable,
}

#[cfg(test)]
mod tests {
    use std::io;

    use netconf::BadPlan;
    use vpn_api::NetworkStep;

    use super::*;

    fn crosses<T: Serialize + for<'a> Deserialize<'a> + PartialEq + std::fmt::Debug>(value: &T) {
        let text = serde_json::to_string(value).unwrap();
        assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), value, "{text}");
    }

    fn requests() -> Vec<Request> {
        let mut plan = NetworkPlan::open(TunnelSlot(3));
        plan.names_held_back = true;
        let remote = "192.0.2.1:1194".parse().unwrap();
        vec![
            Request::CreateInterface(TunnelSlot(0)),
            Request::LeadPast(remote),
            Request::NameServers(["[fe80::1%3]:53".parse().unwrap(), "192.0.2.53:53".parse().unwrap()].into()),
            Request::Want(Box::new(Want {
                slot: TunnelSlot(3),
                connection: ConnectionId::try_from("work".to_owned()).unwrap(),
                owner: Owner::Uid(1000),
                hold: Hold::Yes,
                servers: [remote].into(),
                signs_in: true,
                kept: Some("opaque".into()),
            })),
            Request::Unwant(TunnelSlot(3)),
            Request::Wanted,
            Request::Protection,
            Request::Protect { user: Owner::Uid(1000), request: ProtectionRequest::LetOut },
            Request::Network(NetworkRequest::Apply(Box::new(plan))),
            Request::Network(NetworkRequest::Revert(TunnelSlot(255))),
        ]
    }

    #[test]
    fn requests_cross_a_border_whole_and_no_other_field_does() {
        for request in requests() {
            crosses(&request);
        }
        let text = serde_json::to_string(&requests()[3]).unwrap();
        let more = text.replacen("\"slot\"", "\"extra\":1,\"slot\"", 1);
        assert_ne!(text, more);
        assert!(serde_json::from_str::<Request>(&more).is_err());
    }

    #[test]
    fn answers_cross_a_border_whole() {
        let refused = || OsError::from(io::Error::from_raw_os_error(1));
        let features = InterfaceFeatures { header: true, udp: false };
        for response in [
            Response::Done,
            Response::Wanted(Vec::new()),
            Response::Protection(Box::default()),
            Response::Interface(InterfaceGrant {
                name: "adit0".to_owned(),
                features,
                refused_offload: Some("Invalid argument".to_owned()),
            }),
        ] {
            crosses(&response);
        }
        for refusal in [
            Refusal::from(InterfaceError::Busy("adit0".to_owned())),
            InterfaceError::System(refused()).into(),
            Refusal::InUse { owner: Owner::Uid(1000) },
            Refusal::NotWanted,
            SocketError::NotPermitted.into(),
            SocketError::System(refused()).into(),
            NetError::BadPlan(BadPlan::Mtu).into(),
            NetError::System { step: NetworkStep::Look, cause: refused() }.into(),
        ] {
            crosses(&refusal);
            crosses::<Result<Response, Refusal>>(&Err(refusal));
        }
    }
}
