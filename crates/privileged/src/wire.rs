//! Frames between the engine and a privileged side that is another process: four bytes of length, big-endian, then that
//! many bytes of JSON. A descriptor comes with the first byte of the message that it belongs to.

use std::io;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use vpn_api::frame::{self, EncodeError};
use zeroize::Zeroizing;

use crate::request::{PrivilegedEvent, Refusal, Request, Response};

pub use vpn_api::frame::LENGTH;

/// Largest frame of an engine, without its length. What is kept is text inside of JSON, where quotes double.
pub const MAX_REQUEST: usize = 4 << 20;
/// Largest frame of the privileged side, which may have something kept for each tunnel.
pub const MAX_ANSWER: usize = 64 << 20;

/// From the engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum FromEngine {
    /// A request with a number of the engine's choice.
    Call {
        /// The number.
        number: u64,
        /// What is asked for.
        request: Box<Request>,
    },
    /// Nobody waits for the answer to this request any more.
    Forget(u64),
}

impl FromEngine {
    /// Whether a descriptor comes with it.
    #[must_use]
    pub fn has_descriptor(&self) -> bool {
        matches!(self, Self::Call { request, .. } if matches!(**request, Request::LeadPast(_)))
    }
}

/// To the engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ToEngine {
    /// The answer to the request with this number.
    Answer {
        /// The request's number.
        number: u64,
        /// What came of it.
        result: Box<Result<Response, Refusal>>,
    },
    /// Something happened.
    Event(PrivilegedEvent),
}

impl ToEngine {
    /// Whether a descriptor comes with it.
    #[must_use]
    pub fn has_descriptor(&self) -> bool {
        match self {
            Self::Answer { result, .. } => matches!(**result, Ok(Response::Interface(_))),
            Self::Event(_) => false,
        }
    }
}

/// A message with its length in front. Wiped when dropped.
///
/// # Errors
/// It is larger than `limit`.
pub fn encode<T: Serialize>(message: &T, limit: usize) -> io::Result<Zeroizing<Vec<u8>>> {
    frame::encode(message, limit).map_err(|error| match error {
        EncodeError::TooLarge(_) => too_large(),
        EncodeError::Json(error) => error.into(),
    })
}

/// The length that a frame announces.
///
/// # Errors
/// It is above `limit`.
pub fn length(prefix: [u8; LENGTH], limit: usize) -> io::Result<usize> {
    usize::try_from(u32::from_be_bytes(prefix)).ok().filter(|length| *length <= limit).ok_or_else(too_large)
}

/// The message of a frame.
///
/// # Errors
/// It is none of this version.
pub fn parse<T: DeserializeOwned>(body: &[u8]) -> io::Result<T> {
    Ok(serde_json::from_slice(body)?)
}

fn too_large() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "a frame is above its limit")
}

#[cfg(test)]
mod tests {
    use vpn_api::{ConnectionId, Owner, TunnelSlot, plan::MAX_TUNNELS};

    use super::*;
    use crate::request::{Hold, InterfaceFeatures, InterfaceGrant, MAX_KEPT, Want};

    #[test]
    fn a_message_comes_back_and_its_length_is_bounded() {
        let message = FromEngine::Call { number: 7, request: Box::new(Request::Unwant(TunnelSlot(3))) };
        let frame = encode(&message, MAX_REQUEST).unwrap();
        let (prefix, body) = frame.split_first_chunk::<LENGTH>().unwrap();
        assert_eq!(length(*prefix, MAX_REQUEST).unwrap(), body.len());
        assert_eq!(parse::<FromEngine>(body).unwrap(), message);
        assert!(encode(&message, body.len()).is_ok() && encode(&message, body.len() - 1).is_err());
        assert!(length(*prefix, body.len()).is_ok() && length(*prefix, body.len() - 1).is_err());
    }

    #[test]
    fn what_may_be_kept_for_every_tunnel_fits() {
        let want = |slot| Want {
            slot: TunnelSlot(slot),
            connection: ConnectionId::try_from("work".to_owned()).unwrap(),
            owner: Owner::Uid(1000),
            hold: Hold::Yes,
            servers: [].into(),
            signs_in: false,
            kept: Some("\"".repeat(MAX_KEPT).as_str().into()),
        };
        let request = FromEngine::Call { number: 1, request: Box::new(Request::Want(Box::new(want(0)))) };
        assert!(encode(&request, MAX_REQUEST).is_ok());
        let all = Response::Wanted((0..MAX_TUNNELS).map(want).collect());
        assert!(encode(&ToEngine::Answer { number: 1, result: Box::new(Ok(all)) }, MAX_ANSWER).is_ok());
    }

    #[test]
    fn descriptors_come_with_interfaces_and_with_sockets_to_lead_past() {
        let call = |request| FromEngine::Call { number: 1, request: Box::new(request) };
        assert!(call(Request::LeadPast("192.0.2.1:1194".parse().unwrap())).has_descriptor());
        assert!(!call(Request::Wanted).has_descriptor() && !FromEngine::Forget(1).has_descriptor());
        let answer = |result| ToEngine::Answer { number: 1, result: Box::new(result) };
        let features = InterfaceFeatures { header: false, udp: false };
        let grant = InterfaceGrant { name: "adit0".to_owned(), features, refused_offload: None };
        assert!(answer(Ok(Response::Interface(grant))).has_descriptor());
        for none in [Ok(Response::Done), Err(Refusal::NotWanted)] {
            assert!(!answer(none).has_descriptor());
        }
        assert!(!ToEngine::Event(PrivilegedEvent::BegunAnew).has_descriptor());
    }

    #[test]
    fn what_is_no_message_is_refused() {
        for text in ["", "{}", "{\"call\":{\"number\":1,\"request\":\"reboot\"}}", "{\"forget\":-1}", "[[[["] {
            assert!(parse::<FromEngine>(text.as_bytes()).is_err(), "{text}");
        }
        assert!(parse::<FromEngine>("[".repeat(100_000).as_bytes()).is_err());
    }
}
