//! polkit, over D-Bus (org.freedesktop.PolicyKit1.Authority).

use std::{collections::HashMap, os::fd::AsFd, time::Duration};

use vpn_api::Owner;
use vpn_ipc::Peer;
use zbus::{Connection, Fd, Variant};

use super::{ACTION, Verdict};

const NAME: &str = "org.freedesktop.PolicyKit1";
const PATH: &str = "/org/freedesktop/PolicyKit1/Authority";
const AUTHORITY: &str = "org.freedesktop.PolicyKit1.Authority";
/// `CheckAuthorizationFlags`: somebody may be asked for a password.
const ALLOW_USER_INTERACTION: u32 = 1;
/// How long somebody may take to type it. The client waits a little longer.
const PATIENCE: Duration = Duration::from_secs(60);

/// Asks whether this process may use tunnels.
pub(super) async fn ask(peer: Peer) -> Verdict {
    let Ok(connection) = Connection::system().await else { return Verdict::NobodyToAsk };
    match tokio::time::timeout(PATIENCE, check(&connection, &peer)).await {
        Ok(Ok(true)) => Verdict::Permitted,
        Ok(Ok(false)) | Err(_) => Verdict::Denied,
        Ok(Err(error)) => {
            // Not there: NameHasNoOwner, ServiceUnknown. Without our action: Failed, "Action … is not registered".
            tracing::info!(%error, "polkit cannot be asked");
            Verdict::NobodyToAsk
        }
    }
}

async fn check(connection: &Connection, peer: &Peer) -> zbus::Result<bool> {
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
    let details: HashMap<&str, &str> = HashMap::new();
    let body = (("unix-process", subject), ACTION, details, ALLOW_USER_INTERACTION, "");
    let answer = connection.call_method(Some(NAME), PATH, Some(AUTHORITY), "CheckAuthorization", &body).await?;
    let (authorized, _challenge, _details): (bool, bool, HashMap<String, String>) = answer.body().deserialize()?;
    Ok(authorized)
}
