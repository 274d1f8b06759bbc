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
    /// Reaches it on a fresh machine and measures.
    pub(crate) run: fn(&mut Machine) -> Result<Counts>,
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

fn wait() -> Result<()> {
    thread::sleep(LONG);
    Ok(())
}

/// Connected; then these commands on the machine, all of which must succeed, and a while.
fn after(machine: &mut Machine, lines: &[&str]) -> Result<Counts> {
    machine.connect("")?;
    let counts = machine.measure(|machine| {
        thread::sleep(Duration::from_millis(300));
        for line in lines {
            machine.client.run(line)?;
        }
        wait()
    })?;
    machine.expect_up();
    Ok(counts)
}

/// Every state.
pub(crate) const STATES: &[State] = &[
    State { name: "no VPN (control)", promise: all, run: |machine| machine.measure(|_| wait()) },
    State {
        name: "connecting, no server",
        promise: beside_local,
        run: |machine| {
            machine.vpn.kill();
            machine.begin_to_connect()?;
            thread::sleep(Duration::from_millis(500));
            machine.measure(|_| wait())
        },
    },
    State {
        name: "connected",
        promise: beside_local,
        run: |machine| {
            machine.connect("")?;
            machine.measure(|_| wait())
        },
    },
    State {
        name: "connected, no local networks",
        promise: nothing,
        run: |machine| {
            machine.connect("--no-lan")?;
            machine.measure(|_| wait())
        },
    },
    State {
        name: "connecting to connected",
        promise: |kind| match kind {
            // It becomes held back in the middle.
            Kind::V4 | Kind::V6 | Kind::Bound | Kind::Raw | Kind::Forwarded => Promise::None,
            Kind::Dns | Kind::DnsOfNetwork | Kind::ServerPort | Kind::Server => Promise::None,
            Kind::Lan | Kind::Multicast | Kind::Multicast6 => Promise::None,
        },
        run: |machine| machine.measure(|machine| machine.connect("")),
    },
    State {
        name: "server dies",
        promise: beside_local,
        run: |machine| {
            machine.connect("")?;
            machine.measure(|machine| {
                machine.vpn.kill();
                thread::sleep(Duration::from_secs(6));
                Ok(())
            })
        },
    },
    State {
        name: "server restarts",
        promise: beside_local,
        run: |machine| {
            machine.connect("")?;
            machine.measure(|machine| {
                machine.vpn.kill();
                thread::sleep(Duration::from_secs(1));
                machine.vpn.restart(&machine.server)?;
                thread::sleep(Duration::from_secs(5));
                machine.expect_up();
                Ok(())
            })
        },
    },
    State {
        name: "uplink down and up",
        promise: beside_local,
        run: |machine| {
            machine.connect("")?;
            machine.measure(|machine| {
                machine.client.run("ip link set eth0 down")?;
                thread::sleep(Duration::from_millis(700));
                machine.plug_in()?;
                thread::sleep(LONG);
                machine.expect_up();
                Ok(())
            })
        },
    },
    State {
        name: "routes from DHCP (TunnelVision)",
        promise: beside_local,
        run: |machine| {
            after(
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
        },
    },
    State {
        name: "public network on the link",
        promise: beside_local,
        run: |machine| after(machine, &["ip addr add 203.0.113.1/24 dev eth0"]),
    },
    State {
        name: "helper killed",
        promise: beside_local,
        run: |machine| {
            machine.connect("")?;
            machine.measure(|machine| {
                machine.helper.process().kill();
                wait()
            })
        },
    },
    State {
        name: "helper killed, starts again",
        promise: beside_local,
        run: |machine| {
            machine.connect("")?;
            machine.measure(|machine| {
                machine.helper.process().kill();
                thread::sleep(Duration::from_millis(300));
                machine.restart_helper()?;
                wait()?;
                machine.expect_up();
                Ok(())
            })
        },
    },
    State {
        name: "helper ends (package update)",
        promise: beside_local,
        run: |machine| {
            machine.connect("")?;
            machine.measure(|machine| {
                machine.helper.process().stop();
                wait()
            })
        },
    },
    State { name: "interface deleted", promise: beside_local, run: |machine| after(machine, &["ip link del adit0"]) },
    State { name: "interface down", promise: beside_local, run: |machine| after(machine, &["ip link set adit0 down"]) },
    State {
        name: "addresses flushed",
        promise: beside_local,
        run: |machine| after(machine, &["ip addr flush dev adit0"]),
    },
    State {
        name: "rules deleted",
        promise: beside_local,
        run: |machine| after(machine, &["ip rule del pref 5200", "ip -6 rule del pref 5200"]),
    },
    State {
        name: "all rules flushed",
        promise: beside_local,
        run: |machine| {
            after(
                machine,
                &["ip rule flush", "ip rule add pref 32766 lookup main", "ip rule add pref 32767 lookup default"],
            )
        },
    },
    State {
        name: "table flushed",
        promise: beside_local,
        run: |machine| after(machine, &["ip route flush table 11343616", "ip -6 route flush table 11343616"]),
    },
    State {
        name: "another rule first",
        promise: beside_local,
        run: |machine| {
            machine.connect("")?;
            machine.measure(|machine| {
                machine.client.run("ip rule add pref 100 lookup main")?;
                wait()
            })
        },
    },
    State { name: "nft flush ruleset", promise: brief, run: |machine| after(machine, &["nft flush ruleset"]) },
    State {
        name: "disconnected by the person",
        promise: all,
        run: |machine| {
            machine.connect("")?;
            machine.clean_up()?;
            machine.measure(|_| wait())
        },
    },
    State {
        name: "always held back, no connection",
        promise: beside_local,
        run: |machine| {
            machine.ctl("lock always")?;
            machine.measure(|_| wait())
        },
    },
    State {
        name: "always held back, helper killed",
        promise: beside_local,
        run: |machine| {
            machine.ctl("lock always")?;
            machine.helper.process().kill();
            machine.measure(|_| wait())
        },
    },
    State {
        name: "let out by the person",
        promise: all,
        run: |machine| {
            machine.ctl("lock always")?;
            machine.ctl("open")?;
            machine.measure(|_| wait())
        },
    },
    State {
        name: "held back, then let out",
        promise: all,
        run: |machine| {
            machine.connect("")?;
            machine.vpn.kill();
            wait_until("the loss is noticed", Duration::from_secs(15), || {
                machine.helper.state_word().is_ok_and(|word| word == "reconnecting")
            })?;
            machine.ctl("open")?;
            machine.measure(|_| wait())
        },
    },
];
