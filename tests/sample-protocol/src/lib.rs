//! A second protocol, for tests only. It does what OpenVPN does not, so that whatever the neutral crates take for granted shows:
//!
//! * the stream has no frames ([`vpn_api::Framing::Raw`]): a piece of it holds any number of packets and a part of the next;
//! * the server asks with a form that has a choice, and shows a banner that has to be accepted;
//! * it may send its clients to another host in mid-session;
//! * there are two links. Data goes over the stream until datagrams are known to pass, and the session names the link;
//! * a datagram holds several packets.
//!
//! It hides nothing and proves nothing: both ends are ours, and are in the same test. Its profiles are a text of their own
//! ([`format`](mod@format)). No crate but those of tests knows of it: a program that is to speak it registers its provider, and
//! one that is to read its profiles its format.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "for tests; both ends are ours")]

pub mod channel;
pub mod format;
pub mod provider;
pub mod server;
pub mod session;
pub mod wire;

use ovpn_profile::OpenVpn;
use profile_api::Formats;

/// The formats of a program that knows this protocol beside OpenVPN.
#[must_use]
pub fn formats() -> Formats {
    Formats::new(OpenVpn).with(format::Sample)
}
