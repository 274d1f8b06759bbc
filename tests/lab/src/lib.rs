//! Real peers on one machine: hosts (network namespaces joined by cables), a throw-away authority, and Debian's `openvpn` and
//! `SoftEther` as independent servers.
//!
//! Nothing here has a global name. A [`Host`] lives in the namespaces of a process that ends with its maker, so that
//! nothing is left behind, however the maker ends.
//!
//! ```no_run
//! # fn main() -> anyhow::Result<()> {
//! use lab::{Host, OpenVpnServer, Pki, ServerOptions, cable};
//! let (client, server) = (Host::new()?, Host::new()?);
//! cable(&client, "eth0", &["192.0.2.2/24"], &server, "eth0", &["192.0.2.1/24"])?;
//! let pki = Pki::new()?;
//! let running = OpenVpnServer::start(&server, &pki, &ServerOptions::default())?;
//! std::fs::write("practice.ovpn", running.profile("192.0.2.1"))?;
//! # Ok(()) }
//! ```

mod adit;
mod debian;
mod desktop;
mod framebuffer;
mod host;
mod names;
mod pki;
mod process;
mod resolved;
mod server;
mod softether;
mod speaker;
mod usage;

pub use adit::{Adit, program, start_helper};
pub use debian::{Debian, default_routes};
pub use desktop::{Desktop, DesktopOptions, Notification};
pub use host::{Host, cable};
pub use names::NameServer;
pub use pki::{Issued, Pki};
pub use process::{Process, wait_until};
pub use resolved::Resolved;
pub use server::{Cipher, Derivation, OpenVpnServer, PASSWORD, ServerOptions, SignIn, Transport, USER, Wrap};
pub use softether::SoftEther;
pub use speaker::Speaker;
pub use usage::{Rate, Used, family, mappings, proportional, used};
