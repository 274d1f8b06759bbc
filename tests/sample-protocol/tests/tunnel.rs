//! The whole way: a client of the helper, the helper with one more protocol, the engine, the machine's network, and a server in
//! another namespace. Needs root.

use std::{os::unix::net::UnixStream, path::Path, time::Duration};

use anyhow::{Context, Result, bail};
use lab::{Host, Process, cable, program, wait_until};
use sample_protocol::{
    provider::{SAMPLE, SampleSettings},
    server::{BANNER, INNER},
};
use tokio::time::timeout;
use vpn_api::{
    Answer, ConnectionDetails, ConnectionId, Prompt, ProtocolProfile, Secret, Secrets, TunnelState,
    contract::{ConnectOptions, ConnectRequest, ConnectionSnapshot, Event, PendingPrompt, Request},
    prompt::{FieldValue, Form, FormAnswer},
};
use vpn_ipc::{Client, EventStream};

const PATIENCE: Duration = Duration::from_secs(20);

fn start(host: &Host, name: &str, arguments: &[&str]) -> Result<Process> {
    host.start(name, host.command(program(name)?).args(arguments))
}

fn work() -> Result<ConnectionId> {
    Ok(ConnectionId::try_from("work".to_owned())?)
}

/// The connection's next state, or the next question.
async fn next(events: &mut EventStream, wanted: impl Fn(&ConnectionSnapshot) -> bool) -> Result<ConnectionSnapshot> {
    let search = async {
        loop {
            match events.next().await {
                Some(Event::Connection(connection)) => {
                    if let TunnelState::Disconnected { failure: Some(failure) } = &connection.state {
                        bail!("it failed: {failure}");
                    }
                    if wanted(&connection) {
                        return Ok(*connection);
                    }
                }
                Some(
                    Event::Traffic { .. }
                    | Event::Ways(_)
                    | Event::Protection(_)
                    | Event::PolicyChanged
                    | Event::Log(_),
                ) => {}
                Some(Event::ShuttingDown) | None => bail!("the helper is gone"),
            }
        }
    };
    timeout(PATIENCE, search).await.context("nothing happens")?
}

async fn asked(events: &mut EventStream, wanted: impl Fn(&Prompt) -> bool) -> Result<PendingPrompt> {
    let asks = |one: &ConnectionSnapshot| one.prompt.as_ref().is_some_and(|pending| wanted(&pending.prompt));
    next(events, asks).await?.prompt.context("a question")
}

fn filled(form: &Form) -> Answer {
    let value = |id: &str, start: &str| match id {
        "user" => "alice".to_owned(),
        "pass" => "secret".to_owned(),
        "group" => "staff".to_owned(),
        _ => start.to_owned(),
    };
    let values = form.fields.iter().map(|field| {
        let value = Secret::new(value(&field.id, &field.value));
        FieldValue { id: field.id.clone(), value }
    });
    Answer::Form(FormAnswer { values: values.collect() })
}

async fn connect(client: &Client, events: &mut EventStream) -> Result<Box<ConnectionDetails>> {
    let settings = SampleSettings { host: "192.0.2.1".to_owned(), port: 7000 };
    let profile = ProtocolProfile { protocol: SAMPLE, settings: Secret::new(serde_json::to_string(&settings)?) };
    let request = ConnectRequest {
        connection: work()?,
        name: "Work".to_owned(),
        profile,
        secrets: Secrets::default(),
        options: ConnectOptions::default(),
    };
    client.request(Request::Subscribe).await?;
    client.request(Request::Connect(Box::new(request))).await?;

    let pending = asked(events, |prompt| matches!(prompt, Prompt::Form(_))).await?;
    let Prompt::Form(form) = &pending.prompt else { bail!("not a form") };
    let answer = filled(form);
    client.request(Request::Answer { connection: work()?, owner: None, prompt: pending.id, answer }).await?;

    let pending = asked(events, |prompt| matches!(prompt, Prompt::Banner { .. })).await?;
    assert_eq!(pending.prompt, Prompt::Banner { text: BANNER.to_owned() });
    client
        .request(Request::Answer { connection: work()?, owner: None, prompt: pending.id, answer: Answer::Accepted })
        .await?;

    let up = next(events, |connection| matches!(connection.state, TunnelState::Connected(_))).await?;
    let TunnelState::Connected(details) = up.state else { bail!("not connected") };
    Ok(details)
}

/// How many answers came to so many pings, and how many of them twice.
fn ping(host: &Host, count: u32) -> Result<(u32, u32)> {
    let said = host.run(&format!("ping -n -c {count} -i 0.2 -W 2 {INNER}"))?;
    let summary = said.lines().find(|line| line.contains("packets transmitted")).context("no summary")?;
    let number = |what: &str| {
        let before = summary.split(what).next()?.trim_end();
        before.rsplit([' ', '+']).next()?.parse::<u32>().ok()
    };
    let doubles = if summary.contains("duplicates") { number("duplicates") } else { Some(0) };
    Ok((number("received").context("received")?, doubles.context("duplicates")?))
}

fn through_the_helper(socket: &Path, client: &Host, server: &Process) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let (link, mut events) = Client::connect(socket).await?;
        let details = connect(&link, &mut events).await?;
        assert_eq!((details.protocol.as_str(), details.banner.as_deref()), ("Sample", Some("Only for tests")));
        wait_until("the first ping", PATIENCE, || client.pings(&INNER.to_string(), 1))?;
        wait_until("datagrams", PATIENCE, || {
            client.pings(&INNER.to_string(), 1) && server.output().contains("OverDatagrams")
        })?;
        // Each datagram of the server holds its answer twice. Having the last one, ping does not wait for its double.
        let (received, doubles) = ping(client, 10)?;
        assert!(received == 10 && doubles >= 9, "{received} answers, {doubles} of them twice");
        link.request(Request::Disconnect { connection: work()?, owner: None }).await?;
        next(&mut events, |connection| !connection.state.is_active()).await?;
        Ok(())
    })
}

#[test]
fn a_second_protocol_needs_nothing_but_its_provider() -> Result<()> {
    let (client, server) = (Host::new()?, Host::new()?);
    cable(&client, "eth0", &["192.0.2.2/24"], &server, "eth0", &["192.0.2.1/24"])?;
    let mut running = start(&server, "sample-server", &["192.0.2.1:7000"])?;
    running.wait_for_output("ready", PATIENCE)?;
    let before = client.network()?;
    let socket = client.directory().join("aditd.sock");
    let state = client.directory().join("state");
    let arguments = [&socket, &state].map(|path| path.display().to_string());
    let helper = start(&client, "sample-helper", &arguments.each_ref().map(String::as_str))?;
    wait_until("the helper's socket", PATIENCE, || UnixStream::connect(&socket).is_ok())?;
    if let Err(error) = through_the_helper(&socket, &client, &running) {
        panic!("{error:#}\n{}\n{}", helper.output(), running.output());
    }
    for seen in ["Hello", "SignedIn(\"alice\")", "Accepted", "OverStream", "OverDatagrams", "Bye"] {
        assert!(running.output().contains(seen), "{seen} is missing:\n{}", running.output());
    }
    client.must_be_as(&before)
}
