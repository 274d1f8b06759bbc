//! `aditctl connect`, `disconnect` and `answer`.

use std::{path::Path, time::Duration};

use profile_api::Formats;
use vpn_api::{
    Answer, ConnectionId, Failure, FailureKind, Prompt, ProxyProblem, Secret, Secrets, TunnelState,
    contract::{ConnectOptions, ConnectRequest, ConnectionSnapshot, Event, PendingPrompt, Request},
};
use vpn_ipc::{Client, EventStream};

use crate::{
    AnswerArguments, ConnectArguments, SecretArguments,
    exit::{CommandError, Exit},
    output::Output,
    profile_lookup::{self, WantedTunnel},
    prompts::{self, OwnTerminal},
    server_round::ServerRound,
    status::{self, snapshot},
};

/// Brings a tunnel up.
pub(crate) async fn connect(
    socket: &Path,
    arguments: ConnectArguments,
    formats: &Formats,
    output: Output,
) -> Result<Exit, CommandError> {
    let wanted = profile_lookup::open(&arguments.profile, formats, output).await?;
    let WantedTunnel { mut connection, name, profile, remembered } = wanted;
    if let Some(id) = arguments.id {
        connection = ConnectionId::try_from(id)
            .map_err(|error| CommandError::message(Exit::Usage, format!("--id: {error}.")))?;
    }
    let secrets = profile_lookup::merge(read_secrets(&arguments.secrets)?, remembered);
    let (client, mut events) = Client::connect(socket).await?;
    if arguments.wait {
        client.request(Request::Subscribe).await?;
    }
    let options = ConnectOptions { lan: !arguments.no_lan, ..ConnectOptions::default() };
    let request = ConnectRequest { connection: connection.clone(), name: name.clone(), profile, secrets, options };
    client.request(Request::Connect(Box::new(request))).await?;
    if !arguments.wait {
        if !output.json {
            output.line(&format!("{name} is being connected. aditctl status shows how far it is."));
        }
        return Ok(Exit::Done);
    }
    let mut reason = None;
    let round = arguments.timeout.is_none().then(ServerRound::default);
    let waiting = wait(&client, &mut events, &connection, round, &mut reason, output);
    match arguments.timeout.map(Duration::from_secs) {
        None => waiting.await,
        Some(limit) => match tokio::time::timeout(limit, waiting).await {
            Ok(exit) => exit,
            Err(_) => {
                client.request(Request::Disconnect { connection }).await?;
                // The reason of the last failed attempt has been printed already.
                let exit = reason.as_ref().map_or(Exit::Cancelled, Exit::of);
                Err(CommandError::message(
                    exit,
                    format!("Not connected within {} seconds; cancelled.", limit.as_secs()),
                ))
            }
        },
    }
}

/// Follows a connection until it is up, has failed, or asks what nobody here can answer. Why an attempt failed that is
/// followed by another is told, and left in `reason`. With a `round` it ends when every server was tried once.
async fn wait(
    client: &Client,
    events: &mut EventStream,
    id: &ConnectionId,
    mut round: Option<ServerRound>,
    reason: &mut Option<FailureKind>,
    output: Output,
) -> Result<Exit, CommandError> {
    let mut shown = String::new();
    let mut answered = None;
    // The events may begin with how the connection was before our request.
    let mut begun = false;
    loop {
        let event = tokio::select! {
            event = events.next() => event,
            _ = tokio::signal::ctrl_c() => {
                client.request(Request::Disconnect { connection: id.clone() }).await?;
                return Err(CommandError::message(Exit::Cancelled, "Cancelled."));
            }
        };
        let connection = match event {
            Some(Event::Connection(connection)) if connection.connection == *id => connection,
            Some(Event::Connection(_) | Event::Traffic { .. } | Event::Log(_)) => continue,
            Some(Event::ShuttingDown) | None => {
                return Err(Failure::new(
                    FailureKind::HelperNotRunning,
                    vpn_api::Blame::Machine,
                    vpn_api::Retry::Never,
                )
                .into());
            }
        };
        if connection.state.is_active() {
            begun = true;
        }
        let state = status::state_name(&connection.state);
        if !output.json && shown != state {
            output.line(&state);
            shown = state;
        }
        match &connection.state {
            TunnelState::Connected(_) => {
                if output.json {
                    output.value(&connection)?;
                } else {
                    status::print(&connection, output);
                }
                return Ok(Exit::Done);
            }
            TunnelState::Disconnected { failure: Some(failure) } | TunnelState::Blocked { failure } if begun => {
                return Err(failure.clone().into());
            }
            TunnelState::Disconnected { failure: None } if begun => {
                return Err(CommandError::message(Exit::Cancelled, "Cancelled."));
            }
            TunnelState::Connecting { last_failure: Some(failure), .. }
            | TunnelState::Reconnecting { cause: failure, .. } => {
                if reason.as_ref() != Some(&failure.kind) {
                    output.failure(failure);
                    *reason = Some(failure.kind.clone());
                }
            }
            TunnelState::Connecting { last_failure: None, .. }
            | TunnelState::Disconnecting
            | TunnelState::Disconnected { .. }
            | TunnelState::Blocked { .. } => {}
        }
        if let (Some(round), TunnelState::Connecting { server: Some(server), attempt, last_failure, .. }) =
            (&mut round, &connection.state)
            && round.is_over(server, *attempt, last_failure.as_ref())
        {
            client.request(Request::Disconnect { connection: id.clone() }).await?;
            let exit = reason.as_ref().map_or(Exit::Other, Exit::of);
            return Err(CommandError::message(exit, "Given up. With --timeout Adit goes on trying for that long."));
        }
        let Some(pending) = &connection.prompt else { continue };
        if answered == Some(pending.id) {
            continue;
        }
        answered = Some(pending.id);
        if matches!(pending.prompt, Prompt::BrowserAnswer { .. }) {
            client.request(Request::Disconnect { connection: id.clone() }).await?;
            return Err(prompts::window_needed());
        }
        if !prompts::is_interactive() {
            return Err(unanswered(client, &connection, pending).await?);
        }
        let answer = prompts::ask(&pending.prompt, &mut OwnTerminal)?;
        client.request(Request::Answer { connection: id.clone(), prompt: pending.id, answer }).await?;
        // Who answered wants another try.
        round = round.map(|_| ServerRound::default());
    }
}

/// A question that nobody is there to answer ends the attempt, with the reason why it was asked.
async fn unanswered(
    client: &Client,
    connection: &ConnectionSnapshot,
    pending: &PendingPrompt,
) -> Result<CommandError, CommandError> {
    client.request(Request::Disconnect { connection: connection.connection.clone() }).await?;
    let kind = match &pending.prompt {
        Prompt::Credentials { refused: Some(refused), .. } => {
            FailureKind::CredentialsRefused { reason: refused.reason.clone() }
        }
        Prompt::Credentials { refused: None, .. } => FailureKind::CredentialsNeeded,
        Prompt::KeyPassphrase { wrong: true } => FailureKind::PassphraseWrong,
        Prompt::KeyPassphrase { wrong: false } => FailureKind::PassphraseNeeded,
        Prompt::Challenge(_)
        | Prompt::Form(_)
        | Prompt::Banner { .. }
        | Prompt::OpenBrowser { .. }
        | Prompt::BrowserAnswer { .. } => FailureKind::ChallengeNeeded,
        Prompt::ProxyCredentials { proxy, wrong, .. } => FailureKind::Proxy {
            proxy: proxy.clone(),
            problem: if *wrong { ProxyProblem::CredentialsRefused } else { ProxyProblem::CredentialsNeeded },
        },
    };
    Ok(Failure::new(kind, vpn_api::Blame::User, vpn_api::Retry::Never).into())
}

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
async fn meant(client: &Client, wanted: &str) -> Result<ConnectionId, CommandError> {
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

/// Answers what a connection asks.
pub(crate) async fn answer(socket: &Path, arguments: AnswerArguments, output: Output) -> Result<Exit, CommandError> {
    let (client, _events) = Client::connect(socket).await?;
    let asking = snapshot(&client).await?.into_iter().filter_map(|one| Some((one.connection, one.prompt?)));
    let mut asking: Vec<(ConnectionId, PendingPrompt)> = match &arguments.connection {
        Some(wanted) => {
            let meant = meant(&client, wanted).await?;
            asking.filter(|(connection, _)| *connection == meant).collect()
        }
        None => asking.collect(),
    };
    let Some((connection, pending)) = asking.pop() else {
        return Err(CommandError::message(Exit::Usage, "Nothing is being asked."));
    };
    if !asking.is_empty() {
        return Err(CommandError::message(Exit::Usage, "Several connections ask something. Name one."));
    }
    let answer = if arguments.cancel {
        Answer::Cancel
    } else if arguments.secrets.password_stdin || arguments.secrets.passphrase_stdin || arguments.response_stdin {
        let secret = read_secret_line()?;
        match &pending.prompt {
            Prompt::Credentials { username, .. } => Answer::Credentials {
                username: arguments.secrets.username.or_else(|| username.clone()).unwrap_or_default(),
                password: secret,
                challenge: None,
            },
            Prompt::KeyPassphrase { .. } => Answer::KeyPassphrase { passphrase: secret },
            Prompt::Challenge(_) | Prompt::BrowserAnswer { .. } => Answer::Challenge { response: secret },
            Prompt::OpenBrowser { .. } => Answer::BrowserOpened,
            Prompt::Form(_) | Prompt::Banner { .. } => prompts::ask(&pending.prompt, &mut OwnTerminal)?,
            Prompt::ProxyCredentials { proxy, username, .. } => Answer::ProxyCredentials {
                proxy: proxy.clone(),
                username: arguments.secrets.username.or_else(|| username.clone()).unwrap_or_default(),
                password: secret,
            },
        }
    } else {
        prompts::ask(&pending.prompt, &mut OwnTerminal)?
    };
    client.request(Request::Answer { connection, prompt: pending.id, answer }).await?;
    if !output.json {
        output.line("Answered.");
    }
    Ok(Exit::Done)
}

fn read_secrets(arguments: &SecretArguments) -> Result<Secrets, CommandError> {
    let mut secrets = Secrets { username: arguments.username.clone(), ..Secrets::default() };
    if arguments.password_stdin {
        secrets.password = Some(read_secret_line()?);
    }
    if arguments.passphrase_stdin {
        secrets.key_passphrase = Some(read_secret_line()?);
    }
    Ok(secrets)
}

fn read_secret_line() -> Result<Secret, CommandError> {
    prompts::read_line().map(Secret::new)
}
