//! polkit, over D-Bus (org.freedesktop.PolicyKit1.Authority).

use std::{collections::HashMap, os::fd::AsFd, time::Duration};

use vpn_api::Owner;
use vpn_ipc::Peer;
use zbus::{Connection, Fd, OwnedObjectPath, Variant};

use super::{ACTION, Verdict};

const NAME: &str = "org.freedesktop.PolicyKit1";
const PATH: &str = "/org/freedesktop/PolicyKit1/Authority";
const AUTHORITY: &str = "org.freedesktop.PolicyKit1.Authority";
/// `CheckAuthorizationFlags`: somebody may be asked for a password.
const ALLOW_USER_INTERACTION: u32 = 1;
/// Sessions of one user that are asked about.
const MAX_SESSIONS: usize = 16;
/// How long somebody may take to type it. The client waits a little longer.
const PATIENCE: Duration = Duration::from_secs(60);

/// Asks whether this process may use tunnels.
pub(super) async fn ask(peer: Peer) -> Verdict {
    verdict(check(peer)).await
}

/// Asks whether this user may use tunnels, by one of the sessions that he has at present. Nobody is asked for a password.
pub(super) async fn ask_about(user: Owner) -> Verdict {
    verdict(check_sessions(user)).await
}

async fn verdict(check: impl Future<Output = zbus::Result<bool>>) -> Verdict {
    match tokio::time::timeout(PATIENCE, check).await {
        Ok(Ok(true)) => Verdict::Permitted,
        Ok(Ok(false)) | Err(_) => Verdict::Denied,
        Ok(Err(error)) => {
            // Not there: NameHasNoOwner, ServiceUnknown. Without our action: Failed, "Action … is not registered".
            tracing::info!(%error, "polkit cannot be asked");
            Verdict::NobodyToAsk
        }
    }
}

async fn check(peer: Peer) -> zbus::Result<bool> {
    let (Owner::Uid(uid), Some(process)) = (&peer.owner, &peer.process) else { return Ok(false) };
    let pid = u32::try_from(process.pid).unwrap_or_default();
    let mut subject: HashMap<&str, Variant<'_>> = HashMap::new();
    subject.insert("uid", Variant::from(uid.cast_signed()));
    subject.insert("pid", Variant::from(pid));
    // polkit looks it up.
    subject.insert("start-time", Variant::from(0_u64));
    if let Some(handle) = &process.handle {
        // polkit 124 and newer: it stays the process that connected, even if another one gets its number.
        subject.insert("pidfd", Variant::from(Fd::from(handle.as_fd())));
    }
    is_authorized(&Connection::system().await?, ("unix-process", subject), ALLOW_USER_INTERACTION).await
}

/// A session as logind lists it: id, user, name of the user, seat, object.
type Session = (String, u32, String, String, OwnedObjectPath);

async fn check_sessions(user: Owner) -> zbus::Result<bool> {
    let Owner::Uid(uid) = user else { return Ok(false) };
    let connection = Connection::system().await?;
    let (name, path) = ("org.freedesktop.login1", "/org/freedesktop/login1");
    let manager = Some("org.freedesktop.login1.Manager");
    let answer = connection.call_method(Some(name), path, manager, "ListSessions", &()).await?;
    let sessions: Vec<Session> = answer.body().deserialize()?;
    for (id, ..) in sessions.iter().filter(|(_, owner, ..)| *owner == uid).take(MAX_SESSIONS) {
        let subject = HashMap::from([("session-id", Variant::from(id.as_str()))]);
        if is_authorized(&connection, ("unix-session", subject), 0).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn is_authorized(
    connection: &Connection,
    subject: (&str, HashMap<&str, Variant<'_>>),
    flags: u32,
) -> zbus::Result<bool> {
    let details: HashMap<&str, &str> = HashMap::new();
    let body = (subject, ACTION, details, flags, "");
    let answer = connection.call_method(Some(NAME), PATH, Some(AUTHORITY), "CheckAuthorization", &body).await?;
    let (authorized, _challenge, _details): (bool, bool, HashMap<String, String>) = answer.body().deserialize()?;
    Ok(authorized)
}
