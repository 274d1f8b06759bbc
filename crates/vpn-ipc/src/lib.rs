//! The contract between the window or the terminal and the helper, its codec, and both ends of the socket.
//!
//! ```text
//!  client                                helper
//!    │ ◄──────────── Hello ─────────────── │   the helper speaks first, after it knows who is there
//!    │ ───────────── Hello ──────────────► │
//!    │ ── Request { id, … } ─────────────► │   a number of the client's choice
//!    │ ◄─────────── Response { id, … } ─── │   one answer for each request
//!    │ ◄─────────── Event ──────────────── │   after Subscribe, whenever something happens
//! ```
//!
//! What is asked and answered is [`vpn_api::contract`]; [`message`] has what goes around it. [`codec`] makes frames: four
//! bytes of length, big-endian, then JSON; the length is checked before memory is taken. [`transport`] is what the system brings: a Unix socket, and who is at
//! its other end. [`server`] and [`client`] are the two ends, over any transport.
//!
//! The server trusts nothing: it knows who the other end is before it reads a byte, reads no frame larger than
//! [`message::MAX_FRAME`], never waits for a client, and drops clients that do not read.

pub mod client;
pub mod codec;
pub mod message;
pub mod server;
pub mod transport;

pub use client::{Client, EventStream};
pub use server::{Handler, Limits, serve};
pub use transport::{Peer, Process, default_socket};
