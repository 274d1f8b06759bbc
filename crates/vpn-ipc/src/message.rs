//! What is framed: [`vpn_api::contract`], and the numbers that bring answers to their requests.
//!
//! The helper speaks first: a [`Hello`]. The client answers with its own, and is told if the versions do not fit. Then the
//! client sends [`Request`]s, each with a number of its choice, and the helper answers each once; [`Event`]s come in between
//! after a [`Request::Subscribe`]. Every request names its connection, because several tunnels can be up.

use serde::{Deserialize, Serialize};
use vpn_api::{
    Failure, bounded,
    contract::{Event, Request, Response},
};

/// Largest frame in bytes, without its length. A profile with all its certificates stays far below.
pub const MAX_FRAME: usize = 1024 * 1024;

/// Longest version of a program, in bytes.
const MAX_VERSION: usize = 256;

/// The first frame in each direction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hello {
    /// [`vpn_api::contract::PROTOCOL`] of the sender.
    pub protocol: u32,
    /// Version of the sending program, for people.
    #[serde(deserialize_with = "bounded::text::<MAX_VERSION, _>")]
    pub version: String,
}

/// From the helper. Its first frame has to be read by clients of every version, so its form does not change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum ServerMessage {
    /// First frame.
    Hello(Hello),
    /// The answer to the request with this number.
    Response {
        /// The request's number.
        id: u64,
        /// What came of it.
        result: Result<Response, Failure>,
    },
    /// Something happened. Boxed: a snapshot is large.
    Event(Box<Event>),
}

/// From a client. Externally tagged, see [`vpn_api::contract`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum ClientMessage {
    /// First frame.
    Hello(Hello),
    /// A request with a number of the client's choice.
    Request {
        /// The number.
        id: u64,
        /// What is wanted.
        request: Request,
    },
}
