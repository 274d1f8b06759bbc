//! `aditctl`: Adit in the terminal, with or without a desktop. [`run`] is the whole program; the binary only says which
//! profile formats there are.
//!
//! Secrets come from a prompt, standard input, a file or a file descriptor ([`arguments`]), never from arguments. Each class of failure has its own exit code, see
//! `exit::Exit`.

mod answer;
mod answers;
mod arguments;
mod connect;
mod disconnect;
mod doctor;
mod exit;
mod files;
mod how;
mod known_network;
mod let_out;
mod lint;
mod lock;
mod login_file;
mod logs;
mod machine;
mod output;
mod policy;
mod profile_lookup;
mod prompts;
mod server_round;
mod settings;
mod status;
mod system;
mod wait;

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};
use profile_api::Formats;
use vpn_ipc::default_socket;

use crate::{
    arguments::{ANSWERS_HELP, GivenArguments},
    disconnect::Ended,
    exit::{EXIT_CODES, Exit},
    lock::LockArguments,
    output::Output,
};

/// Adit in the terminal.
#[derive(Debug, Parser)]
#[command(name = "aditctl", version, about = "Adit, the VPN client, in the terminal", after_help = EXIT_CODES)]
struct Arguments {
    /// The helper's socket.
    #[arg(long, global = true, env = "ADIT_SOCKET", value_name = "PATH", default_value_os_t = default_socket())]
    socket: PathBuf,
    /// Print JSON instead of sentences.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Tell, line by line, what Adit makes of profiles. Contacts nobody.
    #[command(after_help = lint::EXIT_CODES)]
    Lint {
        /// Profiles (.ovpn), and folders with profiles in them.
        #[arg(required = true, value_name = "FILE|DIR")]
        files: Vec<PathBuf>,
        /// Also show the lines that are simply used.
        #[arg(long)]
        all: bool,
    },
    /// Bring a tunnel up.
    #[command(after_help = ANSWERS_HELP)]
    Connect(ConnectArguments),
    /// Take a tunnel down, or stop trying.
    Disconnect {
        /// The connection or its name, as `status` shows it. Not needed when there is only one.
        #[arg(value_name = "ID|NAME")]
        connection: Option<String>,
        /// All of yours.
        #[arg(long, conflicts_with = "connection")]
        all: bool,
        /// Those of this user, by name or number. For administrators.
        #[arg(long, value_name = "USER")]
        of: Option<String>,
    },
    /// Show all connections, and what is held back.
    Status {
        /// Also show how packets are moved, and why not better.
        #[arg(short, long)]
        verbose: bool,
    },
    /// Show or choose when traffic is held back while no tunnel carries it. With --json: all that is known of the lock.
    #[command(after_help = lock::EXIT_CODES)]
    Lock(LockArguments),
    /// Let out what is held back, without protection. It is held back again once a tunnel is up.
    Open(let_out::OpenArguments),
    /// Answer what a connection asks. Each question takes the flag that is for it, and no other.
    #[command(after_help = ANSWERS_HELP)]
    Answer(AnswerArguments),
    /// Show the helper's log.
    Logs {
        /// Go on showing lines as they come.
        #[arg(short, long)]
        follow: bool,
        /// Only the last lines.
        #[arg(short = 'n', long, default_value_t = 200, value_name = "COUNT")]
        lines: u32,
    },
    /// Print by what the network that this computer is in can be recognised: the key of a TLS server in it.
    #[command(after_help = known_network::NETWORK_HELP)]
    Network {
        /// The server's private address, with its port if that is not 443.
        #[arg(value_name = "ADDRESS", value_parser = known_network::parse_server)]
        server: std::net::SocketAddr,
    },
    /// Connections that are brought up with the computer, before anybody logs in. For root.
    #[command(after_help = system::SYSTEM_HELP)]
    System(system::SystemArguments),
    /// What the organisation has settled for this computer.
    #[command(after_help = policy::POLICY_HELP)]
    Policy(policy::PolicyArguments),
    /// Show or choose what can be set, for you and for this computer.
    #[command(after_help = settings::SETTINGS_HELP)]
    Settings(settings::SettingsArguments),
    /// Check what Adit needs from this machine. Works without the helper.
    #[command(after_help = doctor::DOCTOR_HELP)]
    Doctor,
}

#[derive(Debug, Args)]
struct ConnectArguments {
    /// A profile: a file (.ovpn), or the name or id of one of your organisation, or of one that was imported in Adit’s window. What
    /// the keychain remembers of an imported one is used, and for a file the files beside it that it names (auth-user-pass FILE, askpass FILE); what is
    /// given here goes before both.
    #[arg(value_name = "FILE|PROFILE")]
    profile: PathBuf,
    #[command(flatten)]
    given: GivenArguments,
    /// Wait until the tunnel is up, or cannot come up.
    #[arg(long)]
    wait: bool,
    /// With --wait: give up after this many seconds.
    #[arg(long, value_name = "SECONDS", requires = "wait")]
    timeout: Option<u64>,
    /// Name of the connection instead of the profile's own.
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Do not let the local network be reached beside the tunnel.
    #[arg(long)]
    no_lan: bool,
    #[command(flatten)]
    network: known_network::NetworkArguments,
}

#[derive(Debug, Args)]
struct AnswerArguments {
    /// The connection or its name, as `status` shows it. Not needed when only one asks.
    #[arg(value_name = "ID|NAME")]
    connection: Option<String>,
    #[command(flatten)]
    given: GivenArguments,
    /// Accept the text that the server shows.
    #[arg(long)]
    accept: bool,
    /// Give no answer and stop connecting.
    #[arg(long)]
    cancel: bool,
}

/// The command line of `aditctl`, for manual pages and shell completions.
#[must_use]
pub fn command() -> clap::Command {
    <Arguments as clap::CommandFactory>::command()
}

/// Runs the program with the process's arguments, for profiles of these formats. Gives the exit code.
#[must_use]
pub fn run(formats: &Formats) -> ExitCode {
    i18n::choose(settings::language().as_deref());
    let arguments = Arguments::parse();
    let output = Output { json: arguments.json };
    if let Command::Lint { files, all } = &arguments.command {
        return lint::run(files, *all, formats, output).unwrap_or_else(|error| error.report(output).into());
    }
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            output.complain(&error.to_string());
            return Exit::Other.into();
        }
    };
    let socket = arguments.socket.as_path();
    let outcome = runtime.block_on(async {
        match arguments.command {
            // Answered above: it waits for nothing, and has exit codes of its own.
            Command::Lint { .. } => Ok(Exit::Done),
            Command::Connect(arguments) => connect::connect(socket, arguments, formats, output).await,
            Command::Disconnect { connection, all, of } => {
                disconnect::disconnect(socket, &Ended { connection, all, of }, output).await
            }
            Command::Status { verbose } => status::run(socket, verbose, output).await,
            Command::Lock(arguments) => lock::lock(socket, arguments, output).await,
            Command::Answer(arguments) => answer::answer(socket, arguments, output).await,
            Command::Logs { follow, lines } => logs::run(socket, follow, lines, output).await,
            Command::Open(arguments) => let_out::open(socket, arguments, output).await,
            Command::Network { server } => known_network::learn(socket, server, output).await,
            Command::System(arguments) => system::system(socket, arguments, formats, output).await,
            Command::Policy(arguments) => policy::run(socket, arguments, formats, output).await,
            Command::Settings(arguments) => settings::run(socket, arguments, output).await,
            Command::Doctor => doctor::run(socket, output).await,
        }
    });
    // A keychain that does not answer must not hold what is over.
    runtime.shutdown_background();
    outcome.unwrap_or_else(|error| error.report(output)).into()
}
