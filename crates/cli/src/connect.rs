//! `aditctl connect`, `disconnect` and `answer`.

use std::{
    io::{BufRead, IsTerminal},
    path::Path,
    time::Duration,
};

use vpn_api::{
    Answer, ConnectionId, Failure, FailureKind, Prompt, ProxyProblem, Secret, Secrets, TunnelState,
    contract::{ConnectOptions, ConnectRequest, ConnectionSnapshot, Event, PendingPrompt, Request},
    prompt::{Field, FieldKind, FieldValue, FormAnswer},
};
use vpn_ipc::{Client, EventStream};

use crate::{
    AnswerArguments, ConnectArguments, SecretArguments,
    exit::{Exit, Stop},
    output::Output,
    round::Round,
    status::{self, snapshot},
    wish::{self, Wish},
};

/// Longest line read as a secret, in bytes.
const MAX_SECRET: u64 = 4096;

/// Brings a tunnel up.
pub(crate) async fn connect(socket: &Path, arguments: ConnectArguments, output: Output) -> Result<Exit, Stop> {
    let Wish { mut connection, name, profile, remembered } = wish::open(&arguments.profile, output).await?;
    if let Some(id) = arguments.id {
        connection = ConnectionId::try_from(id).map_err(|error| Stop::say(Exit::Usage, format!("--id: {error}.")))?;
    }
    let secrets = wish::merge(read_secrets(&arguments.secrets)?, remembered);
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
    let round = arguments.timeout.is_none().then(Round::default);
    let waiting = wait(&client, &mut events, &connection, round, &mut reason, output);
    match arguments.timeout.map(Duration::from_secs) {
        None => waiting.await,
        Some(limit) => match tokio::time::timeout(limit, waiting).await {
            Ok(exit) => exit,
            Err(_) => {
                client.request(Request::Disconnect { connection }).await?;
                // Why the last attempt failed was told when it did.
                let exit = reason.as_ref().map_or(Exit::Cancelled, Exit::of);
                Err(Stop::say(exit, format!("Not connected within {} seconds; cancelled.", limit.as_secs())))
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
    mut round: Option<Round>,
    reason: &mut Option<FailureKind>,
    output: Output,
) -> Result<Exit, Stop> {
    let mut shown = String::new();
    let mut answered = None;
    // The events may begin with how the connection was before our wish.
    let mut begun = false;
    loop {
        let event = tokio::select! {
            event = events.next() => event,
            _ = tokio::signal::ctrl_c() => {
                client.request(Request::Disconnect { connection: id.clone() }).await?;
                return Err(Stop::say(Exit::Cancelled, "Cancelled."));
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
        let word = status::word(&connection.state);
        if !output.json && shown != word {
            output.line(&word);
            shown = word;
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
                return Err(Stop::say(Exit::Cancelled, "Cancelled."));
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
            return Err(Stop::say(exit, "Given up. With --timeout Adit goes on trying for that long."));
        }
        let Some(pending) = &connection.prompt else { continue };
        if answered == Some(pending.id) {
            continue;
        }
        answered = Some(pending.id);
        if matches!(pending.prompt, Prompt::BrowserAnswer { .. }) {
            client.request(Request::Disconnect { connection: id.clone() }).await?;
            return Err(window_needed());
        }
        if !std::io::stdin().is_terminal() {
            return Err(unanswered(client, &connection, pending).await?);
        }
        let answer = ask(&pending.prompt)?;
        client.request(Request::Answer { connection: id.clone(), prompt: pending.id, answer }).await?;
        // Who answered wants another try.
        round = round.map(|_| Round::default());
    }
}

/// A question that nobody is there to answer ends the attempt, with the reason why it was asked.
async fn unanswered(client: &Client, connection: &ConnectionSnapshot, pending: &PendingPrompt) -> Result<Stop, Stop> {
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
) -> Result<Exit, Stop> {
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
        return Err(Stop::say(Exit::Usage, sentence));
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
async fn meant(client: &Client, wanted: &str) -> Result<ConnectionId, Stop> {
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
            .map_err(|_| Stop::say(Exit::Usage, format!("No connection is called “{wanted}”."))),
        several => {
            let ids: Vec<&str> = several.iter().map(ConnectionId::as_str).collect();
            let sentence =
                format!("Several connections are called “{wanted}”. Name one by its id: {}.", ids.join(", "));
            Err(Stop::say(Exit::Usage, sentence))
        }
    }
}

/// Answers what a connection asks.
pub(crate) async fn answer(socket: &Path, arguments: AnswerArguments, output: Output) -> Result<Exit, Stop> {
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
        return Err(Stop::say(Exit::Usage, "Nothing is being asked."));
    };
    if !asking.is_empty() {
        return Err(Stop::say(Exit::Usage, "Several connections ask something. Name one."));
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
            Prompt::Form(_) | Prompt::Banner { .. } => ask(&pending.prompt)?,
            Prompt::ProxyCredentials { proxy, username, .. } => Answer::ProxyCredentials {
                proxy: proxy.clone(),
                username: arguments.secrets.username.or_else(|| username.clone()).unwrap_or_default(),
                password: secret,
            },
        }
    } else {
        ask(&pending.prompt)?
    };
    client.request(Request::Answer { connection, prompt: pending.id, answer }).await?;
    if !output.json {
        output.line("Answered.");
    }
    Ok(Exit::Done)
}

/// Asks at the terminal.
fn ask(prompt: &Prompt) -> Result<Answer, Stop> {
    let hidden = |question: &str| {
        let typed = rpassword::prompt_password(question).map_err(|error| Stop::say(Exit::SignIn, error.to_string()))?;
        Ok::<Secret, Stop>(Secret::new(typed))
    };
    match prompt {
        Prompt::Credentials { username, username_locked, challenge, .. } => {
            let username = match username {
                Some(known) if *username_locked => known.clone(),
                Some(known) => Some(ask_shown(&format!("User name [{known}]: "))?)
                    .filter(|typed| !typed.is_empty())
                    .unwrap_or_else(|| known.clone()),
                None => ask_shown("User name: ")?,
            };
            let password = hidden("Password: ")?;
            let challenge = match challenge {
                Some(challenge) if challenge.echo => Some(Secret::new(ask_shown(&format!("{}: ", challenge.text))?)),
                Some(challenge) => Some(hidden(&format!("{}: ", challenge.text))?),
                None => None,
            };
            Ok(Answer::Credentials { username, password, challenge })
        }
        Prompt::KeyPassphrase { .. } => {
            Ok(Answer::KeyPassphrase { passphrase: hidden("Passphrase of the private key: ")? })
        }
        Prompt::Challenge(challenge) if challenge.echo => {
            Ok(Answer::Challenge { response: Secret::new(ask_shown(&format!("{}: ", challenge.text))?) })
        }
        Prompt::Challenge(challenge) => Ok(Answer::Challenge { response: hidden(&format!("{}: ", challenge.text))? }),
        Prompt::OpenBrowser { url } => {
            ask_shown(&format!("Sign in at {url} and press Enter here. "))?;
            Ok(Answer::BrowserOpened)
        }
        Prompt::BrowserAnswer { .. } => Err(window_needed()),
        Prompt::Form(form) => {
            for text in [Some(&form.title), form.message.as_ref()].into_iter().flatten() {
                eprintln_text(text);
            }
            let values = form.fields.iter().map(ask_field).collect::<Result<Vec<_>, Stop>>()?;
            Ok(Answer::Form(FormAnswer { values }))
        }
        Prompt::Banner { text } => {
            eprintln_text(text);
            let typed = ask_shown("Type “yes” to accept: ")?;
            Ok(if typed.trim().eq_ignore_ascii_case("yes") { Answer::Accepted } else { Answer::Cancel })
        }
        Prompt::ProxyCredentials { proxy, .. } => {
            let username = ask_shown(&format!("User name for the proxy {proxy}: "))?;
            let password = hidden("Password for the proxy: ")?;
            Ok(Answer::ProxyCredentials { proxy: proxy.clone(), username, password })
        }
    }
}

/// Asks for one field of a form. What is left empty keeps what the field starts with.
fn ask_field(field: &Field) -> Result<FieldValue, Stop> {
    let label = if field.label.is_empty() { &field.id } else { &field.label };
    let start = if field.value.is_empty() { String::new() } else { format!(" [{}]", field.value) };
    let or_start = |typed: String| if typed.is_empty() { field.value.clone() } else { typed };
    let value = match &field.kind {
        FieldKind::Hidden => Secret::new(field.value.clone()),
        FieldKind::Text => Secret::new(or_start(ask_shown(&format!("{label}{start}: "))?)),
        FieldKind::Password => {
            let typed = rpassword::prompt_password(format!("{label}: "));
            Secret::new(typed.map_err(|error| Stop::say(Exit::SignIn, error.to_string()))?)
        }
        FieldKind::Choice(options) => {
            for (number, option) in (1..).zip(options) {
                eprintln_text(&format!("  {number}  {}", option.label));
            }
            let typed = or_start(ask_shown(&format!("{label}{start}, a number or its value: "))?);
            let by_number = typed.parse().ok().and_then(|number: usize| options.get(number.checked_sub(1)?));
            Secret::new(by_number.map_or(typed, |option| option.value.clone()))
        }
    };
    Ok(FieldValue { id: field.id.clone(), value })
}

/// Shows a text beside a question, which goes to where questions go.
fn eprintln_text(text: &str) {
    use std::io::Write;
    // A text that cannot be shown is no reason not to ask.
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// The browser hands what it brought to the window, which listens for it.
fn window_needed() -> Stop {
    Stop::say(Exit::SignIn, i18n::message("terminal-browser-needs-window", &[]).to_string())
}

fn ask_shown(question: &str) -> Result<String, Stop> {
    use std::io::Write;
    let mut error = std::io::stderr().lock();
    // A question that cannot be shown is still asked: the answer is read from standard input all the same.
    let _ = write!(error, "{question}").and_then(|()| error.flush());
    read_line()
}

fn read_secrets(arguments: &SecretArguments) -> Result<Secrets, Stop> {
    let mut secrets = Secrets { username: arguments.username.clone(), ..Secrets::default() };
    if arguments.password_stdin {
        secrets.password = Some(read_secret_line()?);
    }
    if arguments.passphrase_stdin {
        secrets.key_passphrase = Some(read_secret_line()?);
    }
    Ok(secrets)
}

fn read_secret_line() -> Result<Secret, Stop> {
    read_line().map(Secret::new)
}

fn read_line() -> Result<String, Stop> {
    let mut line = String::new();
    let mut input = std::io::Read::take(std::io::stdin().lock(), MAX_SECRET);
    input.read_line(&mut line).map_err(|error| Stop::say(Exit::Usage, format!("Standard input: {error}.")))?;
    line.truncate(line.trim_end_matches(['\r', '\n']).len());
    Ok(line)
}
