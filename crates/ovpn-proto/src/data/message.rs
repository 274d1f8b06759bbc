//! What two OpenVPN peers say to each other among the data: keepalives, and the messages of OCC ("options consistency
//! check"), of which the one that matters says goodbye.

/// A keepalive, exactly these bytes.
pub(super) const PING: [u8; 16] =
    [0x2a, 0x18, 0x7b, 0xf3, 0x64, 0x1e, 0xb4, 0xcb, 0x07, 0xed, 0x2d, 0x0a, 0x98, 0x1f, 0xc7, 0x48];

/// In front of every OCC message.
pub(super) const OCC: [u8; 16] =
    [0x28, 0x7f, 0x34, 0x6b, 0xd4, 0xef, 0x7a, 0x81, 0x2d, 0x56, 0xb8, 0xd3, 0xaf, 0xc5, 0x45, 0x9c];

const OCC_REQUEST: u8 = 0;
const OCC_REPLY: u8 = 1;
const OCC_EXIT: u8 = 6;

/// What a decrypted packet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum InBand {
    /// For the tunnel device.
    Packet,
    /// A keepalive, or an OCC message that asks for nothing we answer.
    Quiet,
    /// The other side asks for our options.
    OptionsRequest,
    /// The other side goes away.
    Exit,
}

/// Sorts a decrypted packet. No IP packet begins with either pattern.
pub(super) fn classify(packet: &[u8]) -> InBand {
    if packet == PING {
        return InBand::Quiet;
    }
    match packet.strip_prefix(&OCC) {
        None => InBand::Packet,
        Some([OCC_EXIT, ..]) => InBand::Exit,
        Some([OCC_REQUEST, ..]) => InBand::OptionsRequest,
        Some(_) => InBand::Quiet,
    }
}

/// The message that says goodbye.
pub(super) fn exit() -> Vec<u8> {
    [&OCC[..], &[OCC_EXIT]].concat()
}

/// The answer to a request for our options.
pub(super) fn options_reply(options: &str) -> Vec<u8> {
    [&OCC[..], &[OCC_REPLY], options.as_bytes(), &[0]].concat()
}
