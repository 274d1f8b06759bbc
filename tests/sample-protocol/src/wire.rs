//! What the two ends say to each other.
//!
//! ```text
//! stream     u8 kind | u16 length | body                          one message after the other, however they are cut
//! datagram   u64 token | (u16 length | packet)*                   any number of packets; none asks for an answer
//! ```

/// Bytes in front of a message's body.
pub const MESSAGE_HEAD: usize = 3;
/// Bytes in front of a datagram's packets.
pub const TOKEN: usize = 8;
/// Bytes in front of each packet of a datagram.
pub const LENGTH: usize = 2;

/// What a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Client: begins. No body.
    Hello,
    /// Server: a form to fill in, as JSON ([`vpn_api::prompt::FormParts`]).
    Form,
    /// Client: what was entered, as JSON ([`vpn_api::prompt::FormAnswer`]).
    Answer,
    /// Server: a text to accept.
    Banner,
    /// Client: it was accepted. No body.
    Accept,
    /// Server: come again to another host, `host:port`.
    Redirect,
    /// Server: the tunnel, as JSON ([`Offer`]).
    Offer,
    /// Both: one inner packet.
    Data,
    /// Both: the end, with a reason.
    Bye,
}

impl Kind {
    const ALL: [Self; 9] = [
        Self::Hello,
        Self::Form,
        Self::Answer,
        Self::Banner,
        Self::Accept,
        Self::Redirect,
        Self::Offer,
        Self::Data,
        Self::Bye,
    ];

    fn from_byte(byte: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| *kind as u8 == byte)
    }
}

/// What the server offers once it lets the client in.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// The client's address, with the network that is reached through the tunnel.
    pub address: vpn_api::TunnelAddress,
    /// MTU of the tunnel.
    pub mtu: vpn_api::Mtu,
    /// Port for datagrams, if the server takes any.
    pub datagrams: Option<u16>,
    /// Stands in front of each datagram.
    pub token: u64,
}

/// A message.
///
/// # Panics
/// The body is longer than a message can be.
#[must_use]
pub fn message(kind: Kind, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len()).expect("a body of 64 KiB at most");
    [&[kind as u8][..], &length.to_be_bytes(), body].concat()
}

/// The message at the beginning of a stream: its kind and the place of its body. `Ok(None)`: it is not whole.
///
/// # Errors
/// This is none.
pub fn first_message(stream: &[u8]) -> Result<Option<(Kind, std::ops::Range<usize>)>, NotAMessage> {
    let Some([kind, high, low]) = stream.first_chunk::<MESSAGE_HEAD>() else { return Ok(None) };
    let kind = Kind::from_byte(*kind).ok_or(NotAMessage)?;
    let end = MESSAGE_HEAD + usize::from(u16::from_be_bytes([*high, *low]));
    Ok((stream.len() >= end).then_some((kind, MESSAGE_HEAD..end)))
}

/// The stream is out of step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the stream is out of step")]
pub struct NotAMessage;

/// A datagram with these packets.
#[must_use]
pub fn datagram(token: u64, packets: &[&[u8]]) -> Vec<u8> {
    let mut bytes = token.to_be_bytes().to_vec();
    for packet in packets {
        bytes.extend((packet.len() as u16).to_be_bytes());
        bytes.extend(*packet);
    }
    bytes
}

/// The next packet of a datagram behind `from`, if it is whole.
#[must_use]
pub fn next_packet(datagram: &[u8], from: usize) -> Option<std::ops::Range<usize>> {
    let length = datagram.get(from..)?.first_chunk::<LENGTH>()?;
    let start = from + LENGTH;
    let end = start + usize::from(u16::from_be_bytes(*length));
    (datagram.len() >= end).then_some(start..end)
}
