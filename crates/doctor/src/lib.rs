//! What Adit needs from this computer, looked at from the side of a user: no rights, and no helper, are needed for it.
//!
//! * [`look`] and [`start`]: how the helper is as a service of the system ([`Service`]), and starting it where an administrator
//!   permits that.
//! * [`examine`]: everything that Adit works with, each [`Finding`] with its way out. The window and `aditctl doctor` show the
//!   same, in sentences of `ui/locales`.
//!
//! What is found is a value ([`facts`]) that the [`system`]'s own module gathers; what it means is decided without asking
//! anybody ([`checks`]), so that each case can be tested.

mod checks;
mod facts;
mod finding;
mod service;
mod system;

use std::path::Path;

use vpn_api::contract::{Request, Response};
use vpn_ipc::Client;

pub use finding::{Finding, Helper, Level, Reached};
pub use service::{Phase, Service, Start, StartError};
pub use system::{look, start};

/// Looks at everything, and whether the helper at `socket` answers.
pub async fn examine(socket: &Path) -> (Reached, Vec<Finding>) {
    let reached = reach(socket).await;
    let findings = checks::all(&system::facts(socket, &reached).await);
    (reached, findings)
}

async fn reach(socket: &Path) -> Reached {
    let (client, _events) = Client::connect(socket).await?;
    let version = client.helper_version().to_owned();
    let checks = match client.request(Request::Doctor).await? {
        Response::Checks { checks } => checks,
        Response::Done
        | Response::Snapshot { .. }
        | Response::Log { .. }
        | Response::Network { .. }
        | Response::Proof { .. }
        | Response::Policy { .. } => Vec::new(),
    };
    let policy = match client.request(Request::Policy).await? {
        Response::Policy { policy } => policy,
        Response::Done
        | Response::Snapshot { .. }
        | Response::Log { .. }
        | Response::Network { .. }
        | Response::Proof { .. }
        | Response::Checks { .. } => None,
    };
    Ok(Helper { version, checks, policy })
}
