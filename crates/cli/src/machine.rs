//! What the helper knows of this machine, asked once.

use vpn_api::{
    Protection,
    contract::{ConnectionSnapshot, Request, Response},
};
use vpn_ipc::Client;

use crate::{
    exit::{CommandError, Exit},
    output::said,
};

/// What the helper knows of this machine.
pub(crate) struct Machine {
    /// All connections.
    pub(crate) connections: Vec<ConnectionSnapshot>,
    /// The lock.
    pub(crate) protection: Protection,
}

/// All connections as they are.
pub(crate) async fn snapshot(client: &Client) -> Result<Vec<ConnectionSnapshot>, CommandError> {
    Ok(machine(client).await?.connections)
}

/// All connections and the lock as they are.
pub(crate) async fn machine(client: &Client) -> Result<Machine, CommandError> {
    match client.request(Request::Snapshot).await? {
        Response::Snapshot { connections, protection } => Ok(Machine { connections, protection: *protection }),
        Response::Done
        | Response::Log { .. }
        | Response::Network { .. }
        | Response::Proof { .. }
        | Response::Checks { .. }
        | Response::Policy { .. } => Err(CommandError::message(Exit::Other, said("aditctl-unexpected-answer", &[]))),
    }
}
