//! The other end of a tunnel as a program, for who wants it in a namespace of its own.
//!
//! It writes a client profile, says `ready`, and serves until it is ended (SIGTERM, SIGINT). Then it prints its counters as one
//! line of JSON. On its standard input, while that is open, and in the file of `--orders`, as it grows, each line is an order:
//! `renegotiate`, or `report`, which prints the counters as they are.

use std::{io::BufRead, net::SocketAddr, path::PathBuf, time::Duration};

use anyhow::{Context, Result, bail};
use bench::{
    peer::{Peer, PeerOptions, Renegotiate},
    tell,
    ways::Ways,
};
use clap::{Parser, ValueEnum};
use ovpn_settings::Cipher;
use sim::Protection;
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::mpsc,
};
use vpn_api::Transport;

/// The other end of a tunnel, made of Adit's own data path.
#[derive(Debug, Parser)]
#[command(name = "bench-peer")]
struct Arguments {
    /// Where to listen.
    #[arg(value_name = "ADDRESS:PORT")]
    listen: SocketAddr,
    /// Where to write the client's profile.
    profile: PathBuf,
    /// Transport.
    #[arg(long, value_enum, default_value = "udp")]
    transport: Carrier,
    /// Data cipher, by OpenVPN's name.
    #[arg(long, default_value = "AES-256-GCM", value_parser = cipher)]
    cipher: Cipher,
    /// Protection of the control channel: none, tls-auth, tls-crypt, tls-crypt-v2.
    #[arg(long, default_value = "tls-crypt", value_parser = wrap)]
    wrap: Protection,
    /// Data packets of the epoch format.
    #[arg(long)]
    epochs: bool,
    /// Name of the interface.
    #[arg(long, default_value = "peer0")]
    interface: String,
    /// MTU inside the tunnel.
    #[arg(long, default_value_t = 1500)]
    mtu: u16,
    /// What the profile names as the server, instead of the address.
    #[arg(long)]
    host: Option<String>,
    /// Ask for new keys so long after the last agreement.
    #[arg(long, value_name = "MS")]
    renegotiate_every: Option<u64>,
    /// Ask for new keys after so many bytes.
    #[arg(long, value_name = "BYTES")]
    renegotiate_bytes: Option<u64>,
    #[command(flatten)]
    ways: Ways,
    /// A file whose lines, as they are added, are orders.
    #[arg(long, value_name = "FILE")]
    orders: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Carrier {
    Udp,
    Tcp,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let peer = Peer::start(options(&arguments))?;
    std::fs::write(&arguments.profile, peer.profile())
        .with_context(|| format!("write {}", arguments.profile.display()))?;
    tell("ready")?;
    let (sender, orders) = mpsc::unbounded_channel();
    let by_hand = sender.clone();
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            let _ = by_hand.send(line);
        }
    });
    if let Some(path) = arguments.orders.clone() {
        let sender = sender.clone();
        std::thread::spawn(move || follow(&path, &sender));
    }
    // `sender` lives on, so that the end of standard input is not the end.
    let served = tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(serve(&peer, orders));
    drop(sender);
    let report = peer.report()?;
    tell(&serde_json::to_string(&report)?)?;
    served
}

async fn serve(peer: &Peer, mut orders: mpsc::UnboundedReceiver<String>) -> Result<()> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    loop {
        tokio::select! {
            _ = terminate.recv() => return Ok(()),
            _ = interrupt.recv() => return Ok(()),
            line = orders.recv() => match line.as_deref() {
                Some("renegotiate") => peer.renegotiate(),
                Some("report") => tell(&serde_json::to_string(&peer.report()?)?)?,
                Some(other) => bail!("{other:?} is no order"),
                None => return Ok(()),
            },
        }
    }
}

fn options(arguments: &Arguments) -> PeerOptions {
    PeerOptions {
        listen: arguments.listen,
        transport: match arguments.transport {
            Carrier::Udp => Transport::Udp,
            Carrier::Tcp => Transport::Tcp,
        },
        cipher: arguments.cipher,
        wrap: arguments.wrap,
        epochs: arguments.epochs,
        interface: arguments.interface.clone(),
        mtu: arguments.mtu,
        host: arguments.host.clone(),
        renegotiate: Renegotiate {
            every: arguments.renegotiate_every.map(Duration::from_millis),
            bytes: arguments.renegotiate_bytes,
        },
        offload: arguments.ways.offload(),
        batching: arguments.ways.batching(),
    }
}

/// Gives the lines of a file as they are added.
fn follow(path: &std::path::Path, to: &mpsc::UnboundedSender<String>) {
    let mut taken = 0;
    loop {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        while let Some((line, _)) = text.get(taken..).and_then(|rest| rest.split_once('\n')) {
            taken += line.len() + 1;
            if to.send(line.to_owned()).is_err() {
                return;
            }
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn cipher(name: &str) -> Result<Cipher, String> {
    Cipher::by_name(name).ok_or(format!("{name} is not spoken"))
}

fn wrap(name: &str) -> Result<Protection, String> {
    Protection::by_name(name).ok_or(format!("there is no {name}"))
}
