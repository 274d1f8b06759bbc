//! `aditctl disconnect`, and which connection is meant by a name.

use std::path::Path;

use vpn_api::{
    ConnectionId, Owner, Protection, ProtectionState, TunnelState,
    contract::{ConnectionSnapshot, Request},
};
use vpn_ipc::Client;

use crate::{
    exit::{CommandError, Exit},
    machine::{Machine, machine, snapshot},
    output::{Output, said},
};

/// Which tunnels are to be taken down.
#[derive(Debug)]
pub(crate) struct Ended {
    /// The one of this id or name.
    pub(crate) connection: Option<String>,
    /// All of them.
    pub(crate) all: bool,
    /// Of another user.
    pub(crate) of: Option<String>,
}

/// Takes tunnels down.
pub(crate) async fn disconnect(socket: &Path, ended: &Ended, output: Output) -> Result<Exit, CommandError> {
    let (client, _events) = Client::connect(socket).await?;
    let connections: Vec<Meant> = match (&ended.of, &ended.connection) {
        (Some(user), wanted) => of_user(&client, user, wanted.as_deref()).await?,
        (None, Some(wanted)) => vec![meant(&client, wanted).await?],
        (None, None) => {
            let Machine { connections, protection } = machine(&client).await?;
            let wanted = connections.into_iter().filter(|one| one.yours && may_be_wanted(one, &protection));
            wanted.map(Meant::from).collect()
        }
    };
    if connections.len() > 1 && !ended.all && ended.of.is_none() {
        let ids: Vec<&str> = connections.iter().map(|one| one.connection.as_str()).collect();
        let sentence = said("aditctl-several-up", &[("ids", &ids.join(", "))]);
        return Err(CommandError::message(Exit::Usage, sentence));
    }
    if connections.is_empty() && !output.json {
        output.line(&said("aditctl-nothing-to-disconnect", &[]));
    }
    for Meant { connection, owner } in connections {
        client.request(Request::Disconnect { connection: connection.clone(), owner }).await?;
        if !output.json {
            output.line(&said("aditctl-disconnecting", &[("connection", connection.as_str())]));
        }
    }
    Ok(Exit::Done)
}

/// Whether it is up or on its way, or may be what traffic is held back for: one that failed stays wanted.
fn may_be_wanted(one: &ConnectionSnapshot, protection: &Protection) -> bool {
    let holds = matches!(protection.state, ProtectionState::Held { .. } | ProtectionState::LetOut);
    one.state.is_active() || holds && matches!(one.state, TunnelState::Disconnected { failure: Some(_) })
}

/// What another user has, or the one of it that is named. There is nothing to choose from for who may not see it.
async fn of_user(client: &Client, user: &str, wanted: Option<&str>) -> Result<Vec<Meant>, CommandError> {
    let owner = i18n::user(user)
        .ok_or_else(|| CommandError::message(Exit::Usage, said("aditctl-no-such-user", &[("user", user)])))?;
    let Machine { connections, protection } = machine(client).await?;
    let theirs = connections.into_iter().filter(|one| one.owner == owner);
    let named = |one: &ConnectionSnapshot| match wanted {
        Some(wanted) => one.connection.as_str() == wanted || one.name == wanted,
        None => may_be_wanted(one, &protection),
    };
    Ok(theirs.filter(named).map(Meant::from).collect())
}

/// A connection that an argument names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Meant {
    /// Its id.
    pub(crate) connection: ConnectionId,
    /// Whose it is; `None`: the asking user's, as far as it exists.
    pub(crate) owner: Option<Owner>,
}

impl From<ConnectionSnapshot> for Meant {
    fn from(snapshot: ConnectionSnapshot) -> Self {
        Self { connection: snapshot.connection, owner: Some(snapshot.owner) }
    }
}

/// The connection of this id, one's own before those of others; else the only one of one's own that has this name.
pub(crate) async fn meant(client: &Client, wanted: &str) -> Result<Meant, CommandError> {
    let all = snapshot(client).await?;
    let of_this_id = || all.iter().filter(|one| one.connection.as_str() == wanted);
    if let Some(one) = of_this_id().find(|one| one.yours).or_else(|| of_this_id().next()) {
        return Ok(one.clone().into());
    }
    let named: Vec<Meant> = all.into_iter().filter(|one| one.yours && one.name == wanted).map(Meant::from).collect();
    match named.as_slice() {
        [one] => Ok(one.clone()),
        // Something that can be an id is for the helper to know or not.
        [] => ConnectionId::try_from(wanted.to_owned())
            .map(|connection| Meant { connection, owner: None })
            .map_err(|_| CommandError::message(Exit::Usage, said("aditctl-no-such-connection", &[("wanted", wanted)]))),
        several => {
            let ids: Vec<&str> = several.iter().map(|one| one.connection.as_str()).collect();
            let sentence = said("aditctl-several-such-connections", &[("wanted", wanted), ("ids", &ids.join(", "))]);
            Err(CommandError::message(Exit::Usage, sentence))
        }
    }
}
