//! The session under the real driver, over loopback: forms, a banner, a redirect, two links.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test")]

use std::{net::SocketAddr, time::Duration};

use futures_util::FutureExt;
use sample_protocol::{
    server::{BANNER, Rules, Seen, Server},
    session::Session,
};
use tokio::{sync::mpsc, time::timeout};
use vpn_api::{
    Answer, CloseReason, FailureKind, LookUpError, Prompt, PromptId, Secret, SessionEvent, TunnelConfig,
    prompt::{FieldValue, Form, FormAnswer},
};
use vpn_engine::{
    driver::{self, DriverCommand, DriverHandle},
    link::LinkFactory,
    resolve::Resolver,
};

const PATIENCE: Duration = Duration::from_secs(10);

async fn serve(rules: Rules) -> (SocketAddr, mpsc::UnboundedReceiver<Seen>) {
    let (server, seen) = Server::bind("127.0.0.1:0".parse().unwrap(), rules).await.unwrap();
    let address = server.address().unwrap();
    tokio::spawn(server.run());
    (address, seen)
}

/// Knows one name.
fn resolver(known: &'static str, address: SocketAddr) -> Resolver {
    Resolver::new(move |host| {
        async move { if host == known { Ok(vec![address.ip()]) } else { Err(LookUpError::UnknownName) } }.boxed()
    })
}

struct Client {
    driver: DriverHandle,
    seen: mpsc::UnboundedReceiver<Seen>,
}

impl Client {
    fn start(address: SocketAddr, seen: mpsc::UnboundedReceiver<Seen>, resolver: Resolver) -> Self {
        Self { driver: driver::spawn(Box::new(Session::new(address)), LinkFactory::unmarked(), resolver), seen }
    }

    /// The next event that is no step on the way.
    async fn next(&mut self) -> SessionEvent {
        loop {
            let event = timeout(PATIENCE, self.driver.events.recv()).await.expect("nothing happens").expect("it ended");
            if !matches!(event, SessionEvent::Progress(_)) {
                return event;
            }
        }
    }

    async fn form(&mut self) -> (PromptId, Form) {
        let event = self.next().await;
        let SessionEvent::Prompt(id, Prompt::Form(form)) = event else { panic!("not a form: {event:?}") };
        (id, form)
    }

    async fn answer(&self, id: PromptId, answer: Answer) {
        self.driver.commands.send(DriverCommand::Answer(id, answer)).await.unwrap();
    }

    async fn saw(&mut self) -> Seen {
        timeout(PATIENCE, self.seen.recv()).await.expect("the server sees nothing").unwrap()
    }

    async fn come_in(&mut self) -> TunnelConfig {
        let (id, form) = self.form().await;
        self.answer(id, filled(&form, "secret", "staff")).await;
        let SessionEvent::Prompt(id, Prompt::Banner { text }) = self.next().await else { panic!("no banner") };
        assert_eq!(text, BANNER);
        self.answer(id, Answer::Accepted).await;
        let event = self.next().await;
        let SessionEvent::Configured(config) = event else { panic!("no tunnel: {event:?}") };
        *config
    }
}

fn filled(form: &Form, password: &str, group: &str) -> Answer {
    let value = |id: &str, start: &str| match id {
        "user" => "alice".to_owned(),
        "pass" => password.to_owned(),
        "group" => group.to_owned(),
        _ => start.to_owned(),
    };
    let values = form.fields.iter().map(|field| {
        let value = Secret::new(value(&field.id, &field.value));
        FieldValue { id: field.id.clone(), value }
    });
    Answer::Form(FormAnswer { values: values.collect() })
}

#[tokio::test]
async fn a_form_a_banner_and_then_data_moves_to_the_second_link() {
    let (address, seen) = serve(Rules::default()).await;
    let mut client = Client::start(address, seen, Resolver::system());
    let (id, form) = client.form().await;
    assert_eq!((form.title.as_str(), form.fields.len(), &form.refused), ("Sample sign-in", 4, &None));
    // What does not fit the form is no answer to it, and nothing is sent.
    client.answer(id, filled(&form, "", "staff")).await;
    client.answer(id, Answer::Accepted).await;
    client.answer(id, filled(&form, "secret", "guests")).await;
    let (id, form) = client.form().await;
    let reason = form.refused.as_ref().and_then(|refusal| refusal.reason.as_deref());
    assert_eq!(reason, Some("Wrong user name, password or group"));
    client.answer(id, filled(&form, "secret", "staff")).await;
    let SessionEvent::Prompt(id, Prompt::Banner { text }) = client.next().await else { panic!("no banner") };
    assert_eq!(text, BANNER);
    client.answer(id, Answer::Accepted).await;
    let SessionEvent::Configured(config) = client.next().await else { panic!("no tunnel") };
    assert_eq!((config.mtu.get(), config.banner.as_deref()), (1400, Some("Only for tests")));
    assert_eq!(client.next().await, SessionEvent::Note("Data goes over datagrams".to_owned()));
    client.driver.commands.send(DriverCommand::Close(CloseReason::User)).await.unwrap();
    assert!(matches!(client.next().await, SessionEvent::Closed(failure) if failure.kind == FailureKind::Cancelled));
    let alice = Seen::SignedIn("alice".to_owned());
    for expected in [Seen::Hello, Seen::Refused, alice, Seen::Accepted, Seen::Bye] {
        assert_eq!(client.saw().await, expected);
    }
}

#[tokio::test]
async fn a_redirect_is_looked_up_in_mid_session() {
    let (second, seen) = serve(Rules::default()).await;
    let rules = Rules { redirect: Some(format!("second.example:{}", second.port())), ..Rules::default() };
    let (first, mut first_seen) = serve(rules).await;
    let mut client = Client::start(first, seen, resolver("second.example", second));
    client.come_in().await;
    assert_eq!(client.saw().await, Seen::Hello);
    assert_eq!(first_seen.recv().await, Some(Seen::Hello));
    assert!(first_seen.try_recv().is_err(), "the first server asks nothing");

    let rules = Rules { redirect: Some("unknown.example:1".to_owned()), ..Rules::default() };
    let (first, seen) = serve(rules).await;
    let mut client = Client::start(first, seen, resolver("second.example", second));
    let SessionEvent::Closed(failure) = client.next().await else { panic!("it goes on") };
    assert_eq!(failure.detail, "no such name");
}

#[tokio::test]
async fn without_datagrams_the_stream_goes_on() {
    let (address, seen) = serve(Rules { datagrams: false, ..Rules::default() }).await;
    let mut client = Client::start(address, seen, Resolver::system());
    client.come_in().await;
    let quiet = timeout(Duration::from_millis(500), client.driver.events.recv()).await;
    assert!(quiet.is_err(), "{quiet:?}");
}

#[tokio::test]
async fn saying_no_ends_it() {
    let (address, seen) = serve(Rules::default()).await;
    let mut client = Client::start(address, seen, Resolver::system());
    let (id, _) = client.form().await;
    client.answer(id, Answer::Cancel).await;
    assert!(matches!(client.next().await, SessionEvent::Closed(failure) if failure.kind == FailureKind::Cancelled));
}
