//! Values with one rule each: what a tunnel may be given, whoever gives it.
//!
//! The profile, what a server pushes, the plan for the machine and the machine's own back end use these types, so that a
//! value is judged once, where it enters, and whoever holds one holds a valid one. Each type judges in its constructor and
//! calls the same constructor when it is deserialised.
//!
//! * [`Domain`]: a DNS name in its ASCII form.
//! * [`TunnelAddress`], [`RouteDestination`], [`NameServer`]: addresses by the part that they play.
//! * [`Mtu`].
//! * [`BoundedList`], [`BoundedSet`]: collections that cannot grow past their bound, also while a document is read.

mod address;
mod bounded;
mod domain;
mod mtu;
mod route;

pub use address::{NameServer, RouteDestination, SpecialRange, TunnelAddress, UnusableAddress};
pub use bounded::{BoundedList, BoundedSet, Full, TooMany};
pub use domain::{Domain, InvalidDomain};
pub use mtu::{InvalidMtu, Mtu};
pub use route::TunnelRoute;

/// Most routes of a tunnel. Real profiles carry up to 8,000 `route` lines and a server may push as many; the kernel takes
/// them in under a second.
pub const MAX_ROUTES: usize = 16_384;
/// Most name servers. systemd-resolved takes 256 per link; nobody has been seen to push more than four.
pub const MAX_NAME_SERVERS: usize = 64;
/// Most domains of one kind. systemd-resolved takes 1,024 per link.
pub const MAX_DOMAINS: usize = 256;
/// Most addresses of a tunnel interface.
pub const MAX_ADDRESSES: usize = 64;

/// Name servers in order of preference.
pub type DnsServers = BoundedList<NameServer, MAX_NAME_SERVERS>;
/// DNS names in order of preference.
pub type Domains = BoundedList<Domain, MAX_DOMAINS>;
/// Addresses of a tunnel interface.
pub type TunnelAddresses = BoundedList<TunnelAddress, MAX_ADDRESSES>;
/// What goes through a tunnel or past it.
pub type RouteSet = BoundedSet<TunnelRoute, MAX_ROUTES>;
