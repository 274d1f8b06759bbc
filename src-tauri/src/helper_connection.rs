//! The connection to the helper: kept up, with pauses that grow, for as long as Adit runs.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::sync::Notify;
use vpn_api::contract::{ConnectionSnapshot, Event, Request, Response};
use vpn_api::{Blame, Failure, FailureKind, Retry};
use vpn_ipc::{Client, EventStream};

use crate::{
    controller::{Handle, Message},
    ports::{HelperEvent, HelperPort, PendingResponse},
};

/// First and longest pause between attempts. A helper that starts after Adit is found within this time.
const PAUSES: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(3));

/// The connection.
pub(crate) struct HelperConnection {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    client: Mutex<Option<Client>>,
    retry: Notify,
}

impl Shared {
    fn set(&self, client: Option<Client>) {
        *self.client.lock().unwrap_or_else(PoisonError::into_inner) = client;
    }

    fn client(&self) -> Option<Client> {
        self.client.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl HelperConnection {
    /// Begins to look for the helper at `socket`.
    pub(crate) fn start(socket: PathBuf, controller: Handle) -> Self {
        let shared = Arc::<Shared>::default();
        tokio::spawn(keep_up(socket, Arc::clone(&shared), controller));
        Self { shared }
    }
}

impl HelperPort for HelperConnection {
    fn request(&self, request: Request) -> PendingResponse {
        let client = self.shared.client();
        Box::pin(async move {
            match client {
                Some(client) => client.request(request).await,
                None => Err(Failure::new(FailureKind::HelperNotRunning, Blame::Machine, Retry::Never)),
            }
        })
    }

    fn retry_now(&self) {
        self.shared.retry.notify_one();
    }
}

async fn keep_up(socket: PathBuf, shared: Arc<Shared>, controller: Handle) {
    let mut pause = PAUSES.0;
    loop {
        let failure = match begin(&socket).await {
            Ok((client, events, connections)) => {
                pause = PAUSES.0;
                shared.set(Some(client.clone()));
                tell_policy(&client, &controller).await;
                controller.send(Message::Helper(HelperEvent::Up(connections)));
                listen(events, &client, &controller).await;
                shared.set(None);
                Failure::new(FailureKind::HelperNotRunning, Blame::Machine, Retry::Never).with_detail("it went away")
            }
            Err(failure) => failure,
        };
        tracing::debug!(%failure, "no connection to the helper");
        controller.send(Message::Helper(HelperEvent::Down(failure)));
        tokio::select! {
            () = tokio::time::sleep(pause) => pause = (pause * 2).min(PAUSES.1),
            () = shared.retry.notified() => {}
        }
    }
}

async fn begin(socket: &std::path::Path) -> Result<(Client, EventStream, Vec<ConnectionSnapshot>), Failure> {
    let (client, events) = Client::connect(socket).await?;
    client.request(Request::Subscribe).await?;
    match client.request(Request::Snapshot).await? {
        Response::Snapshot { connections, protection: _ } => Ok((client, events, connections)),
        Response::Done
        | Response::Log { .. }
        | Response::Network { .. }
        | Response::Proof { .. }
        | Response::Checks { .. }
        | Response::Policy { .. } => Err(Failure::internal("the helper answered something else than a snapshot")),
    }
}

/// What the organisation has settled. What cannot be learned is enforced by the helper all the same.
async fn tell_policy(client: &Client, controller: &Handle) {
    if let Ok(Response::Policy { policy }) = client.request(Request::Policy).await {
        controller.send(Message::Helper(HelperEvent::Policy(policy)));
    }
}

async fn listen(mut events: EventStream, client: &Client, controller: &Handle) {
    while let Some(event) = events.next().await {
        if event == Event::PolicyChanged {
            tell_policy(client, controller).await;
            continue;
        }
        controller.send(Message::Helper(HelperEvent::Event(event)));
    }
}
