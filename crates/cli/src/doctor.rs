//! `aditctl doctor`: what Adit needs from this machine, and whether it is there.

use std::path::Path;

use serde::Serialize;
use vpn_api::contract::{Check, Request, Response};
use vpn_ipc::Client;

use crate::{
    exit::{CommandError, Exit},
    output::Output,
};

#[derive(Serialize)]
struct Findings {
    helper: String,
    checks: Vec<Check>,
}

/// Asks the helper to look, and prints what it found.
pub(crate) async fn run(socket: &Path, output: Output) -> Result<Exit, CommandError> {
    let (client, _events) = Client::connect(socket).await?;
    let helper = client.helper_version().to_owned();
    let checks = match client.request(Request::Doctor).await? {
        Response::Checks { checks } => checks,
        Response::Done | Response::Snapshot { .. } | Response::Log { .. } | Response::Network { .. } => Vec::new(),
    };
    let exit = if checks.iter().all(|check| check.passed) { Exit::Done } else { Exit::Machine };
    if output.json {
        output.value(&Findings { helper, checks })?;
        return Ok(exit);
    }
    output.line(&format!("✓ helper {helper} at {}", socket.display()));
    for check in checks {
        output.line(&format!("{} {}: {}", if check.passed { "✓" } else { "✗" }, check.name, check.detail));
    }
    Ok(exit)
}
