//! How long it takes until what somebody takes away is put back, by the kernel's own messages: from the first that tells of the
//! loss to the last that tells of the repair.

use std::{
    io::{self, BufRead, BufReader, Write},
    process::{ExitCode, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};

use crate::machine::Machine;

/// What is promised of each repair.
const LIMIT: Duration = Duration::from_millis(100);
/// Messages that come closer together than this belong together.
const QUIET: Duration = Duration::from_millis(600);
/// A loss is told at once; a command of its own takes a while to start.
const FIRST: Duration = Duration::from_secs(5);

/// What is taken away, and by which commands.
const LOSSES: [(&str, &[&str]); 10] = [
    ("rule of IPv4", &["ip rule del pref 5200"]),
    ("rule of IPv6", &["ip -6 rule del pref 5200"]),
    ("all routes of IPv4", &["ip route flush table 11343616"]),
    ("all routes of IPv6", &["ip -6 route flush table 11343616"]),
    ("default route", &["ip route del default table 11343616"]),
    ("addresses", &["ip addr flush dev adit0"]),
    ("interface set down", &["ip link set adit0 down"]),
    ("MTU", &["ip link set adit0 mtu 1300"]),
    ("table of the lock", &["nft delete table inet adit_lock"]),
    ("whole firewall", &["nft flush ruleset"]),
];

/// Takes each of them away this often, and prints how long it was gone.
pub(crate) fn run(times: usize) -> Result<ExitCode> {
    let machine = Machine::new()?;
    machine.ctl("lock always")?;
    machine.connect("")?;
    let messages = listen(&machine)?;
    let as_it_was = state(&machine)?;
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{:<24}{:>6}{:>10}{:>10}{:>10}   of {} ms",
        "taken away",
        "times",
        "half",
        "worst",
        "bound",
        LIMIT.as_millis()
    )?;
    let mut code = ExitCode::SUCCESS;
    for (name, commands) in LOSSES {
        let mut took = Vec::new();
        for _ in 0..times {
            while messages.recv_timeout(QUIET).is_ok() {}
            for command in commands {
                machine.client.run(command)?;
            }
            took.push(gone(&messages).with_context(|| name.to_owned())?);
            let now = state(&machine)?;
            ensure!(now == as_it_was, "{name} is not as it was:\n{now}\n--- was:\n{as_it_was}");
        }
        took.sort_unstable();
        let half = took.get(took.len() / 2).copied().unwrap_or_default();
        let worst = took.last().copied().unwrap_or_default();
        let kept = worst <= LIMIT;
        let verdict = if kept { "kept" } else { "missed" };
        writeln!(out, "{name:<24}{times:>6}{:>7} ms{:>7} ms{verdict:>10}", half.as_millis(), worst.as_millis())?;
        if !kept {
            code = ExitCode::FAILURE;
        }
    }
    Ok(code)
}

/// From the first message to the last one before it is quiet.
fn gone(messages: &Receiver<Instant>) -> Result<Duration> {
    let first = messages.recv_timeout(FIRST).context("the control: the kernel tells of no loss")?;
    let mut last = first;
    while let Ok(message) = messages.recv_timeout(QUIET) {
        last = message;
    }
    Ok(last.saturating_duration_since(first))
}

/// What the kernel tells of interfaces, addresses, routes and rules, and of the firewall: when each line came.
fn listen(machine: &Machine) -> Result<Receiver<Instant>> {
    let (sender, messages) = mpsc::channel();
    for (program, words) in [("ip", &["monitor", "link", "address", "route", "rule"][..]), ("nft", &["monitor"])] {
        let mut command = machine.client.command("timeout");
        command.args(["1200", "stdbuf", "-oL", program]).args(words).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.spawn().with_context(|| format!("start {program}"))?;
        let lines = BufReader::new(child.stdout.take().context("no output")?).lines();
        let sender = sender.clone();
        thread::spawn(move || {
            for _ in lines.map_while(Result::ok) {
                if sender.send(Instant::now()).is_err() {
                    break;
                }
            }
            let _ = child.kill();
            let _ = child.wait();
        });
    }
    // Both have to listen before anything happens.
    thread::sleep(Duration::from_secs(1));
    Ok(messages)
}

/// What has to be there again.
fn state(machine: &Machine) -> Result<String> {
    let lines = [
        "ip rule",
        "ip -6 rule",
        "ip route show table 11343616",
        "ip -6 route show table 11343616",
        "ip -brief -4 addr show adit0",
        "nft -s list ruleset",
    ];
    let mut all = String::new();
    for line in lines {
        all.push_str(&machine.client.run(line)?);
    }
    let link = machine.client.run("ip -o link show adit0")?;
    all.extend(link.split_whitespace().skip(2).take(3).flat_map(|word| [word, " "]));
    Ok(all)
}
