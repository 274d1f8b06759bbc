//! Datagrams on Linux: many in one system call, and a socket that is watched for what comes.

mod messages;
mod socket;

pub(crate) use messages::{Messages, force_buffers, send_whole};
pub(crate) use socket::Socket;
