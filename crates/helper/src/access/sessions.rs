//! Who sits at the machine, by logind: the same as [`super::ACTION`] has it where nobody changed that. polkit itself is not asked about
//! a user without a process: it knows sessions as subjects, but polkitd 126 (Debian 13) aborts when it is asked about one.

use std::time::Duration;

use vpn_api::Owner;
use zbus::{Connection, OwnedObjectPath, OwnedVariant};

use super::Verdict;

const LOGIND: &str = "org.freedesktop.login1";
/// logind answers at once.
const PATIENCE: Duration = Duration::from_secs(10);
/// Sessions of one user that are looked at.
const MAX_SESSIONS: usize = 16;

/// A session as logind lists it: id, user, name of the user, seat, object.
type Session = (String, u32, String, String, OwnedObjectPath);

/// Whether this user has a session at the machine in which he is active.
pub(super) async fn ask_about(user: Owner) -> Verdict {
    match tokio::time::timeout(PATIENCE, sits_here(&user)).await {
        Ok(Ok(true)) => Verdict::Permitted,
        Ok(Ok(false)) | Err(_) => Verdict::Denied,
        Ok(Err(error)) => {
            tracing::info!(%error, "logind cannot be asked");
            Verdict::NobodyToAsk
        }
    }
}

async fn sits_here(user: &Owner) -> zbus::Result<bool> {
    let Owner::Uid(uid) = user else { return Ok(false) };
    let connection = Connection::system().await?;
    let manager = Some("org.freedesktop.login1.Manager");
    let answer = connection.call_method(Some(LOGIND), "/org/freedesktop/login1", manager, "ListSessions", &()).await?;
    let sessions: Vec<Session> = answer.body().deserialize()?;
    for (.., path) in sessions.iter().filter(|(_, owner, ..)| owner == uid).take(MAX_SESSIONS) {
        // One that has just ended is none.
        let Ok(state) = property(&connection, path, "State").await else { continue };
        let Ok(remote) = property(&connection, path, "Remote").await else { continue };
        if String::try_from(state).is_ok_and(|state| state == "active") && bool::try_from(remote) == Ok(false) {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn property(connection: &Connection, session: &OwnedObjectPath, name: &str) -> zbus::Result<OwnedVariant> {
    let properties = Some("org.freedesktop.DBus.Properties");
    let which = ("org.freedesktop.login1.Session", name);
    connection.call_method(Some(LOGIND), session, properties, "Get", &which).await?.body().deserialize()
}
