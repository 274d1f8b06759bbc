//! Everything that Adit needs rights for, behind one interface: making tunnel interfaces, leading sockets past all
//! tunnels, and changing the machine's network.
//!
//! ```text
//!  engine: no rights needed             │  privileged side: CAP_NET_ADMIN
//!  sessions, TLS, data path, state      │  interfaces, sockets, routes, DNS, firewall, journal
//!                                       │
//!  dyn Privileged ── Request ──────────►│── dispatch ──► Local
//!                 ◄── Reply, descriptor │
//! ```
//!
//! [`Privileged`] is what the engine sees. [`Local`] serves it in the same process. Every call has its place in [`Request`],
//! [`Response`] and [`Refusal`], which are serialisable; what is no value is a descriptor beside it: an interface beside the answer, a socket
//! beside the request. [`dispatch`] serves requests that came from elsewhere; [`wire`] is how they cross between two processes.
//!
//! Nothing here reads a byte from the network or from a profile.

#[cfg(target_os = "linux")]
pub mod confinement;
#[cfg(target_os = "linux")]
pub mod descriptors;
pub mod dial;
pub mod instance;
pub mod interface;
mod ledger;
pub mod local;
mod lock;
mod owner;
mod owners;
mod protection;
mod repairs;
pub mod request;
pub mod serve;
#[cfg(target_os = "linux")]
pub mod server;
mod sockets;
#[cfg(any(test, feature = "_test"))]
pub mod testing;
pub mod wire;

pub use interface::InterfaceHandle;
pub use local::Local;
pub use lock::{block, recover};
pub use request::{
    Hold, InterfaceError, InterfaceFeatures, InterfaceGrant, NameServers, NetworkRequest, Offload, PrivilegedEvent,
    Refusal, Request, Response, SocketError, Want, Way,
};
pub use serve::{Privileged, Reply, dispatch, to_the_end};
