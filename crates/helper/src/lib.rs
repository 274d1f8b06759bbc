//! The helper: the engine with its protocols, behind the socket. This crate only composes.
//!
//! * [`run()`]: from start to a clean end. * [`handler`]: requests to the engine, and its events back.
//! * [`access`]: who may use tunnels. * [`rights`]: who may see what. * [`doctor`]: what the helper needs from the machine.
//! * [`policy`]: what the organisation has settled. * [`remote`]: the rights, where another process has them. * [`sandbox`]: what the
//!   process gives up. * `memory`: code that was needed once. * `service` and `shutdown`: the service manager.
//!
//! No secret is ever written to disk. With a broker (`--netd`) what brings tunnels back is kept in its memory, and a helper that died
//! has a successor that brings them back by itself. Without one, the next helper undoes what is left of them and says so in its log.

pub mod access;
pub mod arguments;
mod broker;
pub mod doctor;
pub mod handler;
mod memory;
pub mod policy;
#[cfg(target_os = "linux")]
pub mod remote;
pub mod rights;
pub mod run;
pub mod sandbox;
mod service;
mod shutdown;

pub use run::{Options, RunError, protocols, run};
