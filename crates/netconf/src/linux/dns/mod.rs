//! Names through the tunnel: to systemd-resolved where it runs, and to the resolver file where programs do not ask it.
//!
//! Both are done when systemd-resolved runs but the resolver file does not lead to it: programs that use the C library's
//! `resolve` module ask systemd-resolved even so, and all others read the file.

pub(crate) mod resolved;
pub(crate) mod resolver_file;
