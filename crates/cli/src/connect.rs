//! `aditctl connect`.

use std::{path::Path, time::Duration};

use profile_api::Formats;
use vpn_api::{
    ConnectionId,
    contract::{ConnectOptions, ConnectRequest, Request},
};
use vpn_ipc::Client;

use crate::{
    ConnectArguments,
    answers::{Answers, Slot},
    exit::{CommandError, Exit},
    login_file::{self, Wanted},
    output::{Output, said},
    profile_lookup::{self, WantedTunnel},
    server_round::ServerRound,
    wait::Waiting,
};

/// Brings a tunnel up.
pub(crate) async fn connect(
    socket: &Path,
    arguments: ConnectArguments,
    formats: &Formats,
    output: Output,
) -> Result<Exit, CommandError> {
    let mut answers = arguments.given.read(output)?;
    let wanted = profile_lookup::open_anywhere(&arguments.profile, socket, formats, output).await?;
    let mut connection = wanted.connection.clone();
    if let Some(id) = arguments.id {
        connection = ConnectionId::try_from(id)
            .map_err(|error| CommandError::message(Exit::Usage, format!("--id: {error}.")))?;
    }
    complete(&mut answers, &wanted, &arguments.profile, output);
    let WantedTunnel { name, profile, .. } = wanted;
    let (client, events) = Client::connect(socket).await?;
    if arguments.wait {
        client.request(Request::Subscribe).await?;
    }
    let secrets = answers.secrets(arguments.wait);
    let options =
        ConnectOptions { lan: !arguments.no_lan, network: arguments.network.condition(), ..ConnectOptions::default() };
    let request = ConnectRequest { connection: connection.clone(), name: name.clone(), profile, secrets, options };
    client.request(Request::Connect(Box::new(request))).await?;
    if !arguments.wait {
        if !output.json {
            output.line(&said("aditctl-connecting", &[("name", &name)]));
        }
        return Ok(Exit::Done);
    }
    let round = arguments.timeout.is_none().then(ServerRound::default);
    let mut waiting = Waiting::new(&client, connection.clone(), answers, round, output);
    let Some(limit) = arguments.timeout.map(Duration::from_secs) else { return waiting.run(events).await };
    if let Ok(outcome) = tokio::time::timeout(limit, waiting.run(events)).await {
        return outcome;
    }
    client.request(Request::Disconnect { connection, owner: None }).await?;
    // The reason of the last failed attempt has been printed already.
    let exit = waiting.told().map_or(Exit::Cancelled, Exit::of);
    Err(CommandError::message(
        exit,
        i18n::text("aditctl-not-connected-in-time", &[("seconds", i18n::Value::from(limit.as_secs()))]),
    ))
}

/// Adds what the profile's own files and the keychain have to what was given with the command, which goes before both.
pub(crate) fn complete(answers: &mut Answers, wanted: &WantedTunnel, path: &Path, output: Output) {
    let missing = Wanted { login: !answers.has(&Slot::Password), passphrase: !answers.has(&Slot::Passphrase) };
    answers.complete(login_file::read(path, &wanted.secret_files, missing, output));
    answers.complete(wanted.remembered.clone());
}
