//! Adit's connections as VPNs of NetworkManager: listed by the desktop's network settings, up and down from there and from Adit alike.
//!
//! ```text
//!  nmcli, GNOME, KDE ──► NetworkManager ── org.freedesktop.NetworkManager.VPN.Plugin ──► adit-nm-service ── vpn-ipc ──► aditd
//! ```
//!
//! * [`settings`]: what NetworkManager hands over with a connection. The profile is among its secrets, as the text that was imported.
//! * [`standing`]: how a connection stands in Adit, and what NetworkManager is told of it.
//! * [`questions`]: what Adit asks, under the names that secrets have in NetworkManager.
//! * [`helper`]: all connections as the helper has them, at any time.
//! * [`activation`]: one connection that NetworkManager has switched on. Each has a bus name of its own, which NetworkManager chooses.
//! * [`mirror`]: connections that were brought up elsewhere are switched on in NetworkManager, too.
//! * [`import`]: from a file to a connection, for what nmcli and the desktop's settings load (`installer/nm-editor`).
//! * [`dialog`]: what the desktop's agent is told to ask, by a program of its own.
//! * [`bus`]: the names of all this on the system's D-Bus.
//!
//! The service is a user of its own without any right. NetworkManager starts it as root where it does not run; that process only has
//! the bus start the service, and tells it the name ([`bus::hand_over`]).

pub mod activation;
pub mod arguments;
pub mod bus;
pub mod dialog;
pub mod helper;
pub mod import;
pub mod mirror;
pub mod questions;
pub mod settings;
pub mod standing;

mod serve;

pub use serve::{Options, serve};
