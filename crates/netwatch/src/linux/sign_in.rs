//! Whether somebody has to sign in to the network first, as NetworkManager judges it. It asks a page of its own for that, as the
//! administrator has set it up (NetworkManager.conf(5), `connectivity`); nothing is sent from here.

use std::time::Duration;

use futures_util::StreamExt;
use zbus::{Connection, MessageStream};

use super::bus::{Object, Tries};
use crate::{NetworkSignIn, SignInCheck};

const MANAGER: Object = Object {
    service: "org.freedesktop.NetworkManager",
    path: "/org/freedesktop/NetworkManager",
    interface: "org.freedesktop.NetworkManager",
};
/// Properties of the manager change; it is started, or ends.
const SIGNALS: [&str; 2] = [
    "type='signal',sender='org.freedesktop.NetworkManager',path='/org/freedesktop/NetworkManager',\
     interface='org.freedesktop.DBus.Properties',member='PropertiesChanged'",
    "type='signal',sender='org.freedesktop.DBus',interface='org.freedesktop.DBus',member='NameOwnerChanged',\
     arg0='org.freedesktop.NetworkManager'",
];
/// `NM_CONNECTIVITY_PORTAL` (NetworkManager's D-Bus types, NMConnectivityState).
const PORTAL: u32 = 2;
/// `NM_CONNECTIVITY_FULL`.
const FULL: u32 = 4;
/// It answers from memory.
const PATIENCE: Duration = Duration::from_secs(1);
/// A property that is longer is no address of a page.
const LONGEST_PAGE: usize = 1024;

/// Watches for networks that want somebody to sign in.
#[derive(Debug, Default)]
pub struct SignInWatcher {
    bus: Option<Bus>,
    tries: Tries,
    told: Option<NetworkSignIn>,
}

#[derive(Debug)]
struct Bus {
    connection: Connection,
    changes: MessageStream,
    owners: MessageStream,
}

impl SignInWatcher {
    /// Completes when a network wants somebody to sign in, and when it does not any more. Not cancel-safe before the first
    /// signal: what was asked is asked again.
    pub async fn next(&mut self) -> Option<NetworkSignIn> {
        loop {
            match &mut self.bus {
                // Without it nobody judges.
                None => {
                    self.bus = Some(self.tries.until("nobody tells whether a network wants a sign-in", listen).await)
                }
                Some(bus) => {
                    let signal = tokio::select! {
                        signal = bus.changes.next() => signal,
                        signal = bus.owners.next() => signal,
                    };
                    if signal.is_none() {
                        // The bus has ended, and with it whoever judged.
                        self.bus = None;
                    }
                }
            }
            let judged = match &self.bus {
                Some(bus) => judgement(&bus.connection).await,
                None => None,
            };
            if judged != self.told {
                self.told.clone_from(&judged);
                return judged;
            }
        }
    }
}

/// How NetworkManager asks networks. While a lock holds its own question back, somebody else may ask it in the same way.
pub async fn sign_in_check() -> SignInCheck {
    let asked = async { asked(&Connection::system().await?).await };
    match tokio::time::timeout(PATIENCE, asked).await {
        Ok(Ok(check)) => check,
        // It does not run, or is older than these properties (1.10).
        Ok(Err(_)) | Err(_) => SignInCheck::NoPage,
    }
}

async fn asked(connection: &Connection) -> zbus::Result<SignInCheck> {
    let is_set_up: bool = MANAGER.property(connection, "ConnectivityCheckAvailable").await?;
    if !is_set_up {
        return Ok(SignInCheck::NoPage);
    }
    let is_wanted: bool = MANAGER.property(connection, "ConnectivityCheckEnabled").await?;
    if !is_wanted {
        return Ok(SignInCheck::Off);
    }
    let connectivity: u32 = MANAGER.property(connection, "Connectivity").await?;
    if connectivity == FULL {
        return Ok(SignInCheck::Answered);
    }
    Ok(page(connection).await.map_or(SignInCheck::Off, SignInCheck::Page))
}

async fn listen(connection: Connection) -> zbus::Result<Bus> {
    let [changes, owners] = SIGNALS;
    let changes = MessageStream::for_match_rule(changes, &connection, None).await?;
    let owners = MessageStream::for_match_rule(owners, &connection, None).await?;
    Ok(Bus { connection, changes, owners })
}

async fn judgement(connection: &Connection) -> Option<NetworkSignIn> {
    let connectivity: u32 = MANAGER.property(connection, "Connectivity").await.ok()?;
    if connectivity != PORTAL {
        return None;
    }
    Some(NetworkSignIn { page: page(connection).await })
}

/// The page that it asks, where a network could answer with its own.
async fn page(connection: &Connection) -> Option<String> {
    let page = MANAGER.property::<String>(connection, "ConnectivityCheckUri").await.ok();
    page.filter(|page| page.len() <= LONGEST_PAGE && page.starts_with("http://"))
}
