//! `aditctl open`: lets out what is held back, by the helper, or without one.

use std::path::{Path, PathBuf};

use clap::Args;
use netconf::{INTENT, NetError, Recovered, files, lock::Lock};
use vpn_api::NetworkStep;

use crate::{
    exit::{CommandError, Exit},
    lock,
    output::{Output, said},
};

/// How to open.
#[derive(Debug, Args)]
pub(crate) struct OpenArguments {
    /// Without the helper, when it is gone or does not answer: removes Adit's firewall, routes and rules. Only for root. The
    /// setting of the lock stays as it was.
    #[arg(long)]
    now: bool,
    /// With --now: where the helper keeps its journals.
    #[arg(long, value_name = "PATH", default_value = "/var/lib/adit", requires = "now")]
    state_dir: PathBuf,
}

/// Lets out what is held back.
pub(crate) async fn open(socket: &Path, arguments: OpenArguments, output: Output) -> Result<Exit, CommandError> {
    if !arguments.now {
        return lock::open(socket, output).await;
    }
    match open_now(&arguments.state_dir).await {
        Ok(recovered) => {
            if !output.json {
                output.line(&said("aditctl-let-out", &[]));
                output.line(&said("aditctl-let-out-setting", &[]));
                for failure in recovered.failures {
                    output.complain(&said("aditctl-not-undone", &[("problem", &failure.to_string())]));
                }
            }
            Ok(Exit::Done)
        }
        Err(error) => Err(CommandError::message(Exit::Machine, format!("{error}. Is this run as root?"))),
    }
}

/// Opens the machine without a helper: removes the lock and what is wanted, then undoes everything else. What was chosen for the lock
/// stays as it was. Where one thing fails, everything else is tried nevertheless.
async fn open_now(state_dir: &Path) -> Result<Recovered, NetError> {
    let opened = netconf::set_lock(&Lock::default()).await.map_err(NetError::system(NetworkStep::Firewall));
    let path = state_dir.join(INTENT);
    let forgotten = files::remove_file(&path).map_err(|cause| NetError::Journal { path, cause: cause.into() });
    let recovered = netconf::recover(state_dir, []).await;
    opened?;
    forgotten?;
    recovered
}
