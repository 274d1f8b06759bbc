//! The broker, `adit-netd`: the only process of Adit with the right to administer the network (`CAP_NET_ADMIN`), and with no
//! other. It parses no byte from the network and no profile; it makes what the engine asks for, as far as a connection is
//! wanted, and puts it back. Linux only, like the rights that it is about.
//!
//! * [`run()`]: from start to end, and what each signal means. * [`broker`]: what an engine may have.
//! * [`store`]: what outlives this process, with systemd.
//!
//! The second program here, `adit-resolver`, has no right at all and is root: it writes `/etc/resolv.conf` where no name service
//! runs.
//!
//! An engine may come and go: interfaces, routes, DNS and the lock are held here. When this process dies, the kernel keeps what
//! it was told, and the next one takes over what is still wanted and takes back what is not.

pub mod arguments;
pub mod broker;
pub mod run;
pub mod store;
mod users;

pub use run::{RunError, run, undo};
