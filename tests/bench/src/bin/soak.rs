//! `make soak`: what arrives is what was sent, at full speed and for a long time. Needs root, tcpdump and ethtool.
//!
//! `soak all` runs everything and prints what was found; the other commands are its parts, and the programs that these start
//! on their hosts. Numbers can be given as `10G`, `1M`.

use std::{
    net::{SocketAddr, SocketAddrV4},
    path::PathBuf,
    time::Duration,
};

use anyhow::{Result, ensure};
use bench::{
    soak::{client, datagrams, renewal, streams, transfer, wire},
    tell,
    ways::Ways,
};
use clap::{Parser, Subcommand};
use serde_json::{Value, json};

/// Most of the inner packets that renegotiations may cost.
const MAY_BE_LOST: f64 = 0.0001;

/// Long transfers through a tunnel, both ends made of Adit's own data path.
#[derive(Debug, Parser)]
#[command(name = "soak")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Everything.
    All {
        /// Bytes of each transfer.
        #[arg(long, value_parser = number, default_value = "10G")]
        bytes: u64,
        /// Renegotiations with each transport.
        #[arg(long, default_value_t = 1000)]
        renegotiations: u64,
        /// Bytes that tcpdump looks at.
        #[arg(long, value_parser = number, default_value = "1G")]
        wire: u64,
    },
    /// Bytes through a tunnel, in each way.
    Transfer {
        #[arg(long, value_parser = number, default_value = "10G")]
        bytes: u64,
        /// One of them only, counted from 0.
        #[arg(long)]
        only: Option<usize>,
    },
    /// Renegotiations under load. None: only the load, to compare with.
    Renew {
        #[arg(long, default_value_t = 1000)]
        renegotiations: u64,
    },
    /// What tcpdump says of the packets.
    Wire {
        #[arg(long, value_parser = number, default_value = "1G")]
        bytes: u64,
    },
    /// A client.
    #[command(hide = true)]
    Client {
        profile: PathBuf,
        #[command(flatten)]
        ways: Ways,
    },
    /// The end of streams.
    #[command(hide = true)]
    Sink { address: SocketAddr },
    /// The beginning of streams.
    #[command(hide = true)]
    Source {
        sink: SocketAddr,
        #[arg(long, default_value_t = 1)]
        flows: usize,
        #[arg(long, value_parser = number)]
        up: u64,
        #[arg(long, value_parser = number)]
        down: u64,
    },
    /// Sends datagrams.
    #[command(hide = true)]
    Talk {
        to: SocketAddr,
        #[arg(long, value_parser = number)]
        bytes: u64,
        /// Bytes per second.
        #[arg(long, value_parser = number, default_value = "10M")]
        rate: u64,
    },
    /// Hears datagrams until nobody sends.
    #[command(hide = true)]
    Listen { at: SocketAddr },
    /// Sends corrupt packets.
    #[command(hide = true)]
    Corrupt {
        to: SocketAddrV4,
        #[arg(long)]
        count: u16,
    },
}

fn main() -> Result<()> {
    match Arguments::parse().command {
        Command::All { bytes, renegotiations, wire } => {
            let found = json!({ "transfers": transfers(bytes, None)?, "renewals": renewals(renegotiations)?, "wire": judged(wire)? });
            let directory = std::path::Path::new("target/soak");
            std::fs::create_dir_all(directory)?;
            std::fs::write(directory.join("soak.json"), serde_json::to_string_pretty(&found)?)?;
        }
        Command::Transfer { bytes, only } => drop(transfers(bytes, only)?),
        Command::Renew { renegotiations } => drop(renewals(renegotiations)?),
        Command::Wire { bytes } => drop(judged(bytes)?),
        Command::Client { profile, ways } => {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            let report = runtime.block_on(client::run(&profile, ways.offload(), ways.batching()))?;
            tell(&serde_json::to_string(&report)?)?;
        }
        Command::Sink { address } => streams::sink(address)?,
        Command::Source { sink, flows, up, down } => {
            tell(&serde_json::to_string(&streams::source(sink, flows, up, down, 1)?)?)?;
        }
        Command::Talk { to, bytes, rate } => drop(datagrams::talk(to, bytes, rate)?),
        Command::Listen { at } => {
            tell(&serde_json::to_string(&datagrams::listen(at, Duration::from_secs(2))?)?)?;
        }
        Command::Corrupt { to, count } => datagrams::corrupt(to, count)?,
    }
    Ok(())
}

fn transfers(bytes: u64, only: Option<usize>) -> Result<Vec<Value>> {
    let mut found = Vec::new();
    let wanted = |(number, plan)| only.is_none_or(|only| only == number).then_some(plan);
    for plan in transfer::plans(bytes).into_iter().enumerate().filter_map(wanted) {
        let moved = transfer::run(plan)?;
        let gigabytes = moved.bytes as f64 / 1e9;
        tell(&format!("{plan}: {gigabytes:.2} GB arrived as sent, at {:.2} Gbit/s", moved.speed()))?;
        found.push(json!({ "plan": plan, "moved": moved }));
    }
    Ok(found)
}

fn renewals(renegotiations: u64) -> Result<Vec<Value>> {
    let mut found = Vec::new();
    for tcp in [false, true] {
        let renewal = renewal::run(tcp, renegotiations)?;
        tell(&format!("{}: {renewal}", if tcp { "TCP" } else { "UDP" }))?;
        ensure!(renewal.share_lost() <= MAY_BE_LOST, "too many packets were lost");
        found.push(json!({ "tcp": tcp, "renewal": renewal }));
    }
    Ok(found)
}

fn judged(bytes: u64) -> Result<wire::Judgement> {
    let judgement = wire::run(bytes)?;
    let wire::Judgement { bytes, packets: [tcp4, udp4, tcp6, udp6], unseen, wrong, .. } = &judgement;
    tell(&format!(
        "tcpdump: {:.2} GB in {tcp4} + {tcp6} segments and {udp4} + {udp6} datagrams (IPv4 + IPv6), {unseen} not seen: {wrong} \
         wrong checksums; {} of {} planted ones reported; {} of {} datagrams wrong or late",
        *bytes as f64 / 1e9,
        judgement.reported,
        judgement.planted,
        judgement.datagrams_wrong,
        judgement.datagrams,
    ))?;
    ensure!(*wrong == 0 && judgement.reported == judgement.planted, "{:#?}", judgement.examples);
    ensure!(judgement.datagrams_wrong == 0, "datagrams came wrong or late");
    Ok(judgement)
}

fn number(text: &str) -> Result<u64, String> {
    let (digits, factor) = match text.char_indices().last() {
        Some((at, 'G')) => (&text[..at], 1_000_000_000),
        Some((at, 'M')) => (&text[..at], 1_000_000),
        _ => (text, 1),
    };
    digits.parse::<u64>().map(|number| number * factor).map_err(|error| error.to_string())
}
