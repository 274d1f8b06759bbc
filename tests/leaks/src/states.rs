//! The states: how each is reached, what happens while markers are sent, and what is promised for it.

use std::{thread, time::Duration};

use anyhow::Result;
use lab::wait_until;

use crate::{machine::Machine, markers::Kind, measurement::Counts};

/// How many markers may leave until something that somebody else took away is put back: a tenth of a second's.
pub(crate) const BRIEF: u32 = 6;

/// What is promised of one kind of packet in one state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Promise {
    /// None leaves.
    Nothing,
    /// At most [`BRIEF`] leave, until what somebody with the administrator's rights took away is put back.
    Brief,
    /// All leave: the control.
    All,
    /// Nothing.
    None,
}

/// One state.
pub(crate) struct State {
    /// Its name in the table.
    pub(crate) name: &'static str,
    /// What is promised.
    pub(crate) promise: fn(Kind) -> Promise,
    /// Leads a fresh machine to where it begins.
    reach: Step,
    /// What happens while markers are sent.
    happens: Step,
    /// What has to be so afterwards.
    then: Step,
}

type Step = fn(&mut Machine) -> Result<()>;

impl State {
    /// Reaches it on a fresh machine and measures.
    pub(crate) fn run(&self, machine: &mut Machine) -> Result<Counts> {
        (self.reach)(machine)?;
        let counts = machine.measure(self.happens)?;
        (self.then)(machine)?;
        Ok(counts)
    }
}

const LONG: Duration = Duration::from_secs(2);

/// Local networks are reached by choice; everything else is held back.
pub(crate) fn beside_local(kind: Kind) -> Promise {
    match kind {
        Kind::Lan | Kind::Multicast | Kind::Multicast6 => Promise::None,
        Kind::V4
        | Kind::V6
        | Kind::Dns
        | Kind::DnsOfNetwork
        | Kind::ServerPort
        | Kind::Server
        | Kind::Bound
        | Kind::Forwarded
        | Kind::Raw => Promise::Nothing,
    }
}

fn nothing(_kind: Kind) -> Promise {
    Promise::Nothing
}

pub(crate) fn all(_kind: Kind) -> Promise {
    Promise::All
}

/// The firewall itself was taken away.
pub(crate) fn brief(kind: Kind) -> Promise {
    match beside_local(kind) {
        Promise::Nothing => Promise::Brief,
        other @ (Promise::Brief | Promise::All | Promise::None) => other,
    }
}

/// A state in which nothing happens.
const fn still(name: &'static str, promise: fn(Kind) -> Promise, reach: Step) -> State {
    State { name, promise, reach, happens: wait, then: as_it_is }
}

/// Something that a tunnel is held back through, without coming back within the measurement.
const fn outage(name: &'static str, happens: Step) -> State {
    State { name, promise: beside_local, reach: connect, happens, then: as_it_is }
}

/// Something that a tunnel survives.
const fn survived(name: &'static str, promise: fn(Kind) -> Promise, happens: Step) -> State {
    State { name, promise, reach: connect, happens, then: expect_up }
}

fn as_it_is(_machine: &mut Machine) -> Result<()> {
    Ok(())
}

fn wait(_machine: &mut Machine) -> Result<()> {
    thread::sleep(LONG);
    Ok(())
}

fn connect(machine: &mut Machine) -> Result<()> {
    machine.connect("")
}

fn expect_up(machine: &mut Machine) -> Result<()> {
    machine.expect_up();
    Ok(())
}

/// After a moment these commands on the machine, all of which must succeed, and a while.
fn run(machine: &mut Machine, lines: &[&str]) -> Result<()> {
    thread::sleep(Duration::from_millis(300));
    for line in lines {
        machine.client.run(line)?;
    }
    wait(machine)
}

/// Every state.
pub(crate) const STATES: &[State] = &[
    still("no VPN (control)", all, as_it_is),
    still("connecting, no server", beside_local, |machine| {
        machine.vpn.kill();
        machine.begin_to_connect()?;
        thread::sleep(Duration::from_millis(500));
        Ok(())
    }),
    still("connected", beside_local, connect),
    still("connected, no local networks", nothing, |machine| machine.connect("--no-lan")),
    // It becomes held back in the middle.
    State {
        name: "connecting to connected",
        promise: |_| Promise::None,
        reach: as_it_is,
        happens: connect,
        then: as_it_is,
    },
    outage("server dies", |machine| {
        machine.vpn.kill();
        thread::sleep(Duration::from_secs(6));
        Ok(())
    }),
    survived("server restarts", beside_local, |machine| {
        machine.vpn.kill();
        thread::sleep(Duration::from_secs(1));
        machine.vpn.restart(&machine.server)?;
        thread::sleep(Duration::from_secs(5));
        Ok(())
    }),
    survived("uplink down and up", beside_local, |machine| {
        machine.client.run("ip link set eth0 down")?;
        thread::sleep(Duration::from_millis(700));
        machine.plug_in()?;
        wait(machine)
    }),
    survived("routes from DHCP (TunnelVision)", beside_local, |machine| {
        run(
            machine,
            &[
                "ip route add 0.0.0.0/2 via 192.0.2.1 dev eth0",
                "ip route add 64.0.0.0/2 via 192.0.2.1 dev eth0",
                "ip route add 128.0.0.0/2 via 192.0.2.1 dev eth0",
                "ip route add 192.0.0.0/2 via 192.0.2.1 dev eth0",
                "ip route add 203.0.113.9/32 via 192.0.2.1 dev eth0",
                "ip -6 route add 2000::/4 via 2001:db8::1 dev eth0",
            ],
        )
    }),
    survived("public network on the link", beside_local, |machine| {
        run(machine, &["ip addr add 203.0.113.1/24 dev eth0"])
    }),
    outage("helper killed", |machine| {
        machine.helper.process().kill();
        wait(machine)
    }),
    // In one process, what is needed to connect is lost with it: traffic stays held back until the person connects again.
    State {
        name: "helper killed, starts again",
        promise: beside_local,
        reach: connect,
        happens: |machine| {
            machine.helper.process().kill();
            thread::sleep(Duration::from_millis(300));
            machine.restart_helper()?;
            wait(machine)
        },
        then: connect,
    },
    // In one process it lets everything out; with a broker see "package update" in whole systems.
    State {
        name: "helper without a broker ends",
        promise: |_| Promise::None,
        reach: connect,
        happens: |machine| {
            machine.helper.process().stop();
            wait(machine)
        },
        then: as_it_is,
    },
    survived("interface deleted", beside_local, |machine| run(machine, &["ip link del adit0"])),
    survived("interface down", beside_local, |machine| run(machine, &["ip link set adit0 down"])),
    survived("addresses flushed", beside_local, |machine| run(machine, &["ip addr flush dev adit0"])),
    survived("rules deleted", beside_local, |machine| {
        run(machine, &["ip rule del pref 5200", "ip -6 rule del pref 5200"])
    }),
    survived("all rules flushed", beside_local, |machine| {
        run(machine, &["ip rule flush", "ip rule add pref 32766 lookup main", "ip rule add pref 32767 lookup default"])
    }),
    survived("table flushed", beside_local, |machine| {
        run(machine, &["ip route flush table 11343616", "ip -6 route flush table 11343616"])
    }),
    outage("another rule first", |machine| {
        machine.client.run("ip rule add pref 100 lookup main")?;
        wait(machine)
    }),
    survived("nft flush ruleset", brief, |machine| run(machine, &["nft flush ruleset"])),
    still("disconnected by the person", all, |machine| {
        machine.connect("")?;
        machine.clean_up()
    }),
    still("always held back, no connection", beside_local, |machine| machine.ctl("lock always").map(drop)),
    still("always held back, helper killed", beside_local, |machine| {
        machine.ctl("lock always")?;
        machine.helper.process().kill();
        Ok(())
    }),
    still("let out by the person", all, |machine| {
        machine.ctl("lock always")?;
        machine.ctl("open").map(drop)
    }),
    still("held back, then let out", all, |machine| {
        machine.connect("")?;
        machine.vpn.kill();
        wait_until("the loss is noticed", Duration::from_secs(15), || {
            machine.helper.state_word().is_ok_and(|word| word == "reconnecting")
        })?;
        machine.ctl("open").map(drop)
    }),
];
