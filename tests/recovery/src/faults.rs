//! What happens to networks and servers, and how soon the tunnel has to be back.

use std::{fs, thread, time::Duration};

use anyhow::Result;
use lab::Host;

use crate::site::{SERVER, SERVER_MOVED, Site};

type Step = fn(&mut Site) -> Result<()>;

/// One fault.
pub(crate) struct Fault {
    /// Its name in the table.
    pub(crate) name: &'static str,
    /// The longest time without an answer that is allowed.
    pub(crate) bound: Duration,
    /// How often it happens.
    pub(crate) times: u32,
    /// Watched for at least so long: some repairs interrupt a second time.
    pub(crate) watch: Duration,
    /// Who is not back after this does not come back.
    pub(crate) limit: Duration,
    /// The tunnel has been up for so long before it happens.
    pub(crate) up_for: Duration,
    /// Before it happens for the first time.
    pub(crate) before: Step,
    /// It happens.
    pub(crate) happens: Step,
    /// Makes it undone, so that it may happen again.
    pub(crate) undo: Step,
}

/// A tunnel that was lost soon after it came up may be tried again more slowly each time. Servers that fall over after a while are
/// the usual case.
const LONG_UP: Duration = Duration::from_secs(21);

const fn millis(number: u64) -> Duration {
    Duration::from_millis(number)
}

/// All of them, in this order.
pub(crate) const FAULTS: &[Fault] = &[
    Fault {
        name: "default route moves to a second uplink",
        bound: millis(100),
        times: 5,
        watch: millis(2500),
        limit: millis(20_000),
        up_for: Duration::ZERO,
        before: nothing,
        happens: |site| batch(&site.machine, &["route add default via 203.0.113.1 dev eth1 metric 50"]),
        undo: |site| batch(&site.machine, &["route del default via 203.0.113.1 dev eth1 metric 50"]),
    },
    Fault {
        name: "first uplink goes down",
        bound: millis(300),
        times: 5,
        watch: millis(2500),
        limit: millis(20_000),
        up_for: Duration::ZERO,
        before: nothing,
        happens: |site| batch(&site.machine, &["link set eth0 down"]),
        undo: plug_in,
    },
    Fault {
        name: "address of the uplink changes",
        bound: millis(300),
        times: 5,
        watch: millis(2500),
        limit: millis(20_000),
        up_for: Duration::ZERO,
        before: one_uplink,
        happens: |site| readdress(&site.machine, "192.0.2.2", "192.0.2.77"),
        undo: |site| readdress(&site.machine, "192.0.2.77", "192.0.2.2"),
    },
    Fault {
        name: "uplink is away for 3 s",
        bound: millis(3200),
        times: 3,
        watch: millis(4500),
        limit: millis(20_000),
        up_for: Duration::ZERO,
        before: one_uplink,
        happens: |site| {
            batch(&site.machine, &["link set eth0 down"])?;
            thread::sleep(Duration::from_secs(3));
            plug_in(site)
        },
        undo: nothing,
    },
    Fault {
        name: "NAT forgets its mapping",
        bound: millis(300),
        times: 5,
        watch: millis(2500),
        limit: millis(20_000),
        up_for: Duration::ZERO,
        before: nothing,
        // Masquerading forgets everything about an address that goes.
        happens: |site| {
            batch(&site.router, &["addr del 198.51.100.1/24 dev eth2", "addr add 198.51.100.1/24 dev eth2"])
        },
        undo: nothing,
    },
    Fault {
        name: "server killed, back after 2 s",
        bound: millis(4000),
        times: 3,
        watch: millis(5000),
        limit: millis(70_000),
        up_for: LONG_UP,
        before: nothing,
        happens: restart_server,
        undo: nothing,
    },
    Fault {
        name: "the same, without ICMP",
        bound: millis(4000),
        times: 3,
        watch: millis(5000),
        limit: millis(70_000),
        up_for: LONG_UP,
        before: |site| {
            site.server.run("nft add table ip silent")?;
            site.server.run("nft add chain ip silent out { type filter hook output priority 0 ; }")?;
            site.server.run("nft add rule ip silent out icmp type destination-unreachable drop").map(drop)
        },
        happens: restart_server,
        undo: nothing,
    },
    Fault {
        name: "server moves to another address",
        bound: millis(10_000),
        times: 2,
        watch: millis(3000),
        limit: millis(70_000),
        up_for: LONG_UP,
        before: nothing,
        happens: move_server,
        undo: nothing,
    },
];

fn nothing(_site: &mut Site) -> Result<()> {
    Ok(())
}

fn one_uplink(site: &mut Site) -> Result<()> {
    batch(&site.machine, &["link set eth1 down"])
}

/// What a network manager does when a cable is plugged in.
fn plug_in(site: &mut Site) -> Result<()> {
    batch(&site.machine, &["link set eth0 up", "route add default via 192.0.2.1 dev eth0 metric 100"])
}

fn readdress(machine: &Host, old: &str, new: &str) -> Result<()> {
    let (old, new) = (format!("addr del {old}/24 dev eth0"), format!("addr add {new}/24 dev eth0"));
    batch(machine, &[&old, &new, "route replace default via 192.0.2.1 dev eth0 metric 100"])
}

fn restart_server(site: &mut Site) -> Result<()> {
    site.vpn.kill();
    thread::sleep(Duration::from_secs(2));
    site.vpn.restart(&site.server)
}

/// To and fro.
fn move_server(site: &mut Site) -> Result<()> {
    site.vpn.kill();
    let old = site.server_at;
    site.server_at = if old == SERVER { SERVER_MOVED } else { SERVER };
    site.names.lead_to(site.server_at);
    batch(
        &site.server,
        &[
            &format!("addr del {old}/24 dev eth0"),
            &format!("addr add {}/24 dev eth0", site.server_at),
            "route replace default via 198.51.100.1",
        ],
    )?;
    site.vpn.restart(&site.server)
}

/// Several commands of ip(8) by one process, as quick as one.
fn batch(host: &Host, lines: &[&str]) -> Result<()> {
    let file = host.directory().join("batch");
    fs::write(&file, lines.join("\n"))?;
    host.run(&format!("ip -batch {}", file.display())).map(drop)
}
