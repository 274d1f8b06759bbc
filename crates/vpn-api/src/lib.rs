//! Types shared by all crates; no I/O, no clock, no `cfg(target_os)`.
//!
//! * [`state`]: what the person wants ([`Target`]) and what is the case ([`TunnelState`]).
//! * [`failure`] and [`problem`]: why something did not work, who is to blame, and what to do next.
//! * [`session`]: the contract of a protocol. A session is a value: bytes, answers and the time go in,
//!   bytes, events and deadlines come out.
//! * [`link`]: what a session's frames travel on. * [`prompt`]: what the person is asked, and answers.
//! * [`trust`]: whom a session takes for its server. * [`text`]: what the other side says, made fit to be shown.
//! * [`data`]: sealing and opening packets, knowing nothing of sockets.
//! * [`tunnel`]: what a server configured, free of any protocol's vocabulary.
//! * [`known_network`]: networks that prove which they are.
//! * [`waiting`]: what a connection waits for.
//! * [`owner`]: users of the machine.
//! * [`protection`]: holding traffic back while no tunnel carries it.
//! * [`plan`]: what the machine's network should look like, as a plain value.
//! * [`ways`]: what goes where while several tunnels are up.
//! * [`proof`]: whether a tunnel does what it should.
//! * [`proxy`]: the way to a server through a proxy.
//! * [`traffic`] and [`report`]: what went through a tunnel, what did not and why, and how it is moved.
//! * [`values`]: addresses, names and numbers that are valid by their type.
//! * [`profile`]: a profile on its way to the engine, and the secrets that go with it.
//! * [`contract`]: what a client may ask the engine, and what it is told. [`bounded`]: reading it within bounds.
//!   [`frame`]: on a stream.

pub mod bounded;
pub mod contract;
pub mod data;
pub mod failure;
pub mod frame;
pub mod known_network;
pub mod link;
pub mod notice;
pub mod owner;
pub mod plan;
pub mod policy;
pub mod problem;
pub mod profile;
pub mod prompt;
pub mod proof;
pub mod protection;
pub mod proxy;
pub mod report;
pub mod secret;
pub mod server;
pub mod session;
pub mod state;
pub mod system_proxies;
pub mod text;
pub mod traffic;
pub mod transport;
pub mod trust;
pub mod tunnel;
pub mod values;
pub mod waiting;
pub mod ways;

pub use data::{DataChannel, DropReason, InnerPacket, Opened, Overhead, SealError};
pub use failure::{Blame, Failure, FailureKind, OptionDifference, OtherService, Place, Retry};
pub use known_network::{KeyHash, NetworkCondition, NetworkProof, NetworkRule};
pub use link::{FirstBytes, Framing, LinkError, LinkId, LinkSpec, SystemError};
pub use notice::{Notice, Notices};
pub use owner::Owner;
pub use plan::{DnsPlan, InterfacePlan, NetworkPlan, NetworkProblem, NetworkStep, RouteAction, RouteSpec, TunnelSlot};
pub use policy::{ManagedCard, ManagedProfile, Policy, PolicyFault, PolicyProblem, PolicyView};
pub use problem::{CertificateProblem, PolicyLimit, RequestProblem};
pub use profile::{ProtocolId, ProtocolProfile, Secrets, Settings};
pub use prompt::{Answer, Prompt, PromptId};
pub use proof::Proof;
pub use protection::{Lock, Protection, ProtectionRequest, ProtectionSettings, ProtectionState};
pub use proxy::{LocalEnd, Proxy, ProxyKind, ProxyLogin, ProxyProblem, Via};
pub use report::{DataPathReport, Fallback, FallbackReason, FramePath, InterfacePath, KernelOffload, LinkPath};
pub use secret::Secret;
pub use server::ServerEntry;
pub use session::{
    CloseReason, Deadline, Entropy, Input, LookUp, LookUpError, LookUpId, Output, ProtocolProvider, RetryPolicy,
    SessionEvent, SessionParams, VpnSession,
};
pub use state::{ConnectionDetails, ConnectionId, Phase, Target, TunnelState};
pub use system_proxies::SystemProxies;
pub use traffic::{DropCause, Drops, Traffic};
pub use transport::Transport;
pub use trust::{Pin, ServerTrust};
pub use tunnel::{Security, TunnelConfig};
pub use values::{Domain, Mtu, NameServer, RouteDestination, TunnelAddress, TunnelRoute};
pub use waiting::{Connectivity, Offline, Waiting};
pub use ways::Ways;
