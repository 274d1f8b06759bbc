//! `aditctl disconnect`, and which connection is meant by a name.

use std::path::Path;

use vpn_api::{ConnectionId, contract::Request};
use vpn_ipc::Client;

use crate::{
    exit::{CommandError, Exit},
    output::Output,
    status::snapshot,
};

/// Takes tunnels down.
pub(crate) async fn disconnect(
    socket: &Path,
    connection: Option<String>,
    all: bool,
    output: Output,
) -> Result<Exit, CommandError> {
    let (client, _events) = Client::connect(socket).await?;
    let connections: Vec<ConnectionId> = match connection {
        Some(wanted) => vec![meant(&client, &wanted).await?],
        None => {
            let active = snapshot(&client).await?.into_iter().filter(|one| one.yours && one.state.is_active());
            active.map(|one| one.connection).collect()
        }
    };
    if connections.len() > 1 && !all {
        let ids: Vec<&str> = connections.iter().map(ConnectionId::as_str).collect();
        let sentence = format!("Several connections are up: {}. Name one, or say --all.", ids.join(", "));
        return Err(CommandError::message(Exit::Usage, sentence));
    }
    if connections.is_empty() && !output.json {
        output.line("Nothing to disconnect.");
    }
    for connection in connections {
        client.request(Request::Disconnect { connection: connection.clone() }).await?;
        if !output.json {
            output.line(&format!("{connection} is being disconnected."));
        }
    }
    Ok(Exit::Done)
}

/// The connection of this id; else the only one of one's own that has this name.
pub(crate) async fn meant(client: &Client, wanted: &str) -> Result<ConnectionId, CommandError> {
    let all = snapshot(client).await?;
    if let Some(one) = all.iter().find(|one| one.connection.as_str() == wanted) {
        return Ok(one.connection.clone());
    }
    let named: Vec<ConnectionId> =
        all.into_iter().filter(|one| one.yours && one.name == wanted).map(|one| one.connection).collect();
    match named.as_slice() {
        [one] => Ok(one.clone()),
        // Something that can be an id is for the helper to know or not.
        [] => ConnectionId::try_from(wanted.to_owned())
            .map_err(|_| CommandError::message(Exit::Usage, format!("No connection is called “{wanted}”."))),
        several => {
            let ids: Vec<&str> = several.iter().map(ConnectionId::as_str).collect();
            let sentence =
                format!("Several connections are called “{wanted}”. Name one by its id: {}.", ids.join(", "));
            Err(CommandError::message(Exit::Usage, sentence))
        }
    }
}
