//! `aditctl system`: connections of the administrator, which are brought up with the computer, before anybody logs in. Each is a
//! request to connect in a file of its own: judged and typed when it is added, and sent again as it is by the unit
//! `adit-system-connections.service`.

mod files;
#[cfg(not(unix))]
mod other;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
use other::{is_private, make_private_folder};
#[cfg(unix)]
use unix::{is_private, make_private_folder};

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use profile_api::Formats;
use serde_json::json;
use vpn_api::{
    ConnectionId,
    contract::{ConnectOptions, ConnectRequest, Request},
};
use vpn_ipc::Client;

use self::files::Files;
use crate::{
    arguments::GivenArguments,
    connect::complete,
    exit::{CommandError, Exit},
    known_network::NetworkArguments,
    machine,
    output::{Output, said},
    profile_lookup::{self, WantedTunnel},
};

/// What is said of these connections in `--help`.
pub(crate) const SYSTEM_HELP: &str = "\
They belong to root: others see that they are there, and do not end them. A question that nobody answers waits: give what the
server asks for with `add`. Secrets are kept in files that only root may read.";

/// Connections that are brought up with the computer.
#[derive(Debug, Args)]
pub(crate) struct SystemArguments {
    /// The folder that keeps them.
    #[arg(long, global = true, value_name = "PATH", default_value = "/etc/adit/connections")]
    connections: PathBuf,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Bring this profile up at each start of the computer from now on.
    Add(Box<AddArguments>),
    /// Leave it to whoever connects it.
    Remove {
        /// Its id, as `list` shows it.
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Show them.
    List,
    /// Bring them up now, as at the start of the computer. What is up stays as it is.
    Start,
}

#[derive(Debug, Args)]
struct AddArguments {
    /// A profile: a file (.ovpn). What is given here is kept with it.
    #[arg(value_name = "FILE")]
    profile: PathBuf,
    #[command(flatten)]
    given: GivenArguments,
    /// Name of the connection instead of the file's own.
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Do not let the local network be reached beside the tunnel.
    #[arg(long)]
    no_lan: bool,
    #[command(flatten)]
    network: NetworkArguments,
}

/// Does what is asked of them.
pub(crate) async fn system(
    socket: &Path,
    arguments: SystemArguments,
    formats: &Formats,
    output: Output,
) -> Result<Exit, CommandError> {
    let files = Files::new(arguments.connections);
    match arguments.what {
        What::Add(add) => {
            let request = request(*add, formats, output).await?;
            files.put(&request)?;
            if !output.json {
                output.line(&format!(
                    "{} is connected at each start of this computer. Now: systemctl restart adit-system-connections",
                    request.name
                ));
            }
            Ok(Exit::Done)
        }
        What::Remove { id } => {
            files.remove(&self::id(id)?)?;
            Ok(Exit::Done)
        }
        What::List => list(&files, output),
        What::Start => start(socket, &files, output).await,
    }
}

fn id(text: String) -> Result<ConnectionId, CommandError> {
    ConnectionId::try_from(text).map_err(|error| CommandError::message(Exit::Usage, format!("{error}.")))
}

async fn request(arguments: AddArguments, formats: &Formats, output: Output) -> Result<ConnectRequest, CommandError> {
    let mut answers = arguments.given.read(output)?;
    let wanted = profile_lookup::open(&arguments.profile, formats, output).await?;
    let connection = match arguments.id {
        Some(given) => id(given)?,
        None => wanted.connection.clone(),
    };
    complete(&mut answers, &wanted, &arguments.profile, output);
    let WantedTunnel { name, profile, .. } = wanted;
    let options =
        ConnectOptions { lan: !arguments.no_lan, network: arguments.network.condition(), ..ConnectOptions::default() };
    Ok(ConnectRequest { connection, name, profile, secrets: answers.secrets(false), options })
}

fn list(files: &Files, output: Output) -> Result<Exit, CommandError> {
    let (requests, unusable) = files.all()?;
    if output.json {
        let shown = requests.iter().map(|one| json!({ "connection": one.connection, "name": one.name }));
        output.value(&shown.collect::<Vec<_>>())?;
    } else if requests.is_empty() && unusable.is_empty() {
        output.line(&said("aditctl-nothing-at-start", &[]));
    } else {
        requests.iter().for_each(|one| output.line(&format!("{}  {}", one.connection, one.name)));
    }
    let worst = unusable.first().map_or(Exit::Done, |_| Exit::Machine);
    unusable.iter().for_each(|why| output.complain(why));
    Ok(worst)
}

/// Asks for all of them, whatever becomes of the others.
async fn start(socket: &Path, files: &Files, output: Output) -> Result<Exit, CommandError> {
    let (requests, unusable) = files.all()?;
    let mut worst = unusable.first().map_or(Exit::Done, |_| Exit::Machine);
    unusable.iter().for_each(|why| output.complain(why));
    if requests.is_empty() {
        return Ok(worst);
    }
    let (client, _events) = Client::connect(socket).await?;
    let known = machine::snapshot(&client).await?;
    let is_up = |id: &ConnectionId| known.iter().any(|one| one.yours && one.connection == *id && one.state.is_active());
    for request in requests.into_iter().filter(|request| !is_up(&request.connection)) {
        let name = request.name.clone();
        if let Err(failure) = client.request(Request::Connect(Box::new(request))).await {
            output.complain(&format!("{name}:"));
            output.failure(&failure);
            worst = Exit::of(&failure.kind);
        }
    }
    Ok(worst)
}
