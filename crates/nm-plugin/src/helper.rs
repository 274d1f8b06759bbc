//! All connections as the helper has them, at any time. The helper may be started again meanwhile.

use std::{path::PathBuf, time::Duration};

use tokio::sync::watch;
use vpn_api::{
    Blame, Failure, FailureKind, Retry,
    contract::{ConnectRequest, ConnectionSnapshot, Event, Request, Response},
};
use vpn_ipc::Client;

use crate::standing::{Key, View};

/// Before the helper is looked for again.
const PAUSE: Duration = Duration::from_millis(250);

/// The helper, as long as it is there.
#[derive(Debug)]
pub struct Helper {
    socket: PathBuf,
    client: watch::Sender<Option<Client>>,
    view: watch::Sender<View>,
}

impl Helper {
    /// At this socket.
    #[must_use]
    pub fn new(socket: PathBuf) -> Self {
        Self { socket, client: watch::Sender::new(None), view: watch::Sender::new(View::default()) }
    }

    /// All connections, and their changes.
    #[must_use]
    pub fn view(&self) -> watch::Receiver<View> {
        self.view.subscribe()
    }

    /// Follows what the helper tells, for ever.
    pub async fn follow(&self) {
        let mut told = None;
        loop {
            let Err(failure) = self.follow_once().await;
            self.client.send_replace(None);
            self.view.send_modify(|view| view.reachable = false);
            if told.as_ref() != Some(&failure.kind) {
                tracing::info!("the helper is not there: {failure}");
                told = Some(failure.kind);
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn follow_once(&self) -> Result<std::convert::Infallible, Failure> {
        let (client, mut events) = Client::connect(&self.socket).await?;
        client.request(Request::Subscribe).await?;
        self.show(&client).await?;
        self.client.send_replace(Some(client));
        loop {
            match events.next().await {
                Some(Event::Connection(connection)) => self.view.send_modify(|view| put(view, *connection)),
                Some(
                    Event::Traffic { .. }
                    | Event::Ways(_)
                    | Event::Protection(_)
                    | Event::PolicyChanged
                    | Event::Log(_),
                ) => {}
                Some(Event::ShuttingDown) | None => return Err(not_there()),
            }
        }
    }

    /// Reads all connections at once.
    async fn show(&self, client: &Client) -> Result<(), Failure> {
        let Response::Snapshot { connections, .. } = client.request(Request::Snapshot).await? else {
            return Err(Failure::internal("no snapshot"));
        };
        self.view.send_modify(|view| {
            *view = View { reachable: true, connections: Default::default() };
            connections.into_iter().for_each(|connection| put(view, connection));
        });
        Ok(())
    }

    /// Asks the helper.
    ///
    /// # Errors
    /// The helper's own, or it is not there.
    pub async fn request(&self, request: Request) -> Result<Response, Failure> {
        let client = self.client.borrow().clone().ok_or_else(not_there)?;
        client.request(request).await
    }

    /// Brings a connection of this user up, if it is not wanted already. Afterwards the view has it.
    ///
    /// # Errors
    /// As [`Self::request`].
    pub async fn bring_up(&self, key: &Key, request: ConnectRequest) -> Result<(), Failure> {
        let client = self.client.borrow().clone().ok_or_else(not_there)?;
        self.show(&client).await?;
        if self.view.borrow().is_wanted(key) {
            return Ok(());
        }
        client.request(Request::ConnectFor { owner: key.0.clone(), request: Box::new(request) }).await?;
        self.show(&client).await
    }
}

fn put(view: &mut View, connection: ConnectionSnapshot) {
    view.connections.insert((connection.owner.clone(), connection.connection.clone()), connection);
}

fn not_there() -> Failure {
    Failure::new(FailureKind::HelperNotRunning, Blame::Machine, Retry::Never)
}
