//! What leaves the machine under each policy, and that nothing slips out while policies change.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod common;

use std::{
    fs::File,
    net::{SocketAddr, UdpSocket},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use common::{
    BEYOND, Machine, ROUTER, SOON, TUNNEL, UPLINK, assert_same, comes_out, echoes, enters_tunnel, full_plan,
    in_namespace, run, socket, wait_for,
};
use netconf::{NetError, NetworkConfigurator};
use vpn_api::{FirewallPolicy, NetworkPlan, NetworkStep, TunnelSlot};

fn blocked(lan: bool) -> NetworkPlan {
    let allow = [SocketAddr::new(BEYOND.parse().unwrap(), 7)].into();
    NetworkPlan { firewall: FirewallPolicy::Blocked { allow, lan }, ..NetworkPlan::open(TunnelSlot(0)) }
}

fn tunnel(lan: bool) -> NetworkPlan {
    let allow = [SocketAddr::new(BEYOND.parse().unwrap(), 7)].into();
    let dns = ["10.8.0.1".parse().unwrap()].into();
    let firewall = FirewallPolicy::Tunnels { tunnels: [(TUNNEL.into(), dns)].into(), allow, lan };
    NetworkPlan { firewall, lan, ..full_plan() }
}

/// A socket that insists on the uplink, past every route.
fn bound(to: &str, port: u16) -> UdpSocket {
    let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::DGRAM, None).unwrap();
    socket.bind_device(Some(UPLINK.as_bytes())).unwrap();
    socket.connect(&SocketAddr::new(to.parse().unwrap(), port).into()).unwrap();
    socket.set_read_timeout(Some(SOON)).unwrap();
    socket.into()
}

fn bound_echoes(to: &str) -> bool {
    let socket = bound(to, 7);
    socket.send(b"hello").is_ok() && socket.recv(&mut [0; 16]).is_ok()
}

/// Whether the kernel lets an IPv6 datagram out to the neighbour; a refusal is told to the sender at once.
fn leaves_by_six() -> bool {
    socket("2001:db8:77::1", false).is_ok_and(|socket| socket.send(b"six").is_ok())
}

/// Whether a name server's port is reached through the tunnel.
fn asks(tunnel: &mut File, server: &str) -> bool {
    let socket = UdpSocket::bind("0.0.0.0:0").unwrap();
    let _ = socket.send_to(b"a name", (server, 53));
    comes_out(tunnel, b"a name")
}

#[test]
fn each_policy_lets_out_what_it_says_and_nothing_else() {
    in_namespace("each_policy_lets_out_what_it_says_and_nothing_else", async || {
        let machine = Machine::new();
        let mut end = machine.open_tunnel();
        run(
            "nft add table inet other; nft 'add chain inet other c { type filter hook output priority 5; policy accept; }'",
        );
        let before = machine.snapshot();
        assert!(
            leaves_by_six() && echoes(BEYOND, false) && echoes(ROUTER, false) && bound_echoes(BEYOND),
            "the control"
        );

        let mut network = machine.options().configurator(TunnelSlot(0)).unwrap();
        network.apply(&blocked(false)).await.unwrap();
        assert!(!echoes(BEYOND, false), "the server answers nobody but the tunnel's own sockets");
        assert!(echoes(BEYOND, true), "the tunnel's own sockets reach the server");
        assert!(!echoes(ROUTER, true) && !echoes(ROUTER, false), "and nobody else");
        assert!(!bound_echoes(BEYOND) && !bound_echoes(ROUTER), "not even past the routes");
        assert!(UdpSocket::bind("127.0.0.1:0").unwrap().send_to(b"x", "127.0.0.1:9").is_ok(), "loopback works");
        assert!(!leaves_by_six(), "nor by IPv6");
        network.apply(&blocked(true)).await.unwrap();
        assert!(echoes(ROUTER, false) && !echoes(BEYOND, false), "the local network, if wanted");

        network.apply(&tunnel(false)).await.unwrap();
        assert!(enters_tunnel(&mut end, BEYOND, b"in"));
        assert!(echoes(BEYOND, true) && !bound_echoes(BEYOND) && !echoes(ROUTER, false));
        assert!(asks(&mut end, "10.8.0.1"), "the tunnel's name server");
        assert!(!asks(&mut end, "203.0.113.53"), "and no other");
        network.verify().await.unwrap();
        network.apply(&tunnel(true)).await.unwrap();
        assert!(echoes(ROUTER, false));
        assert!(bound(ROUTER, 53).send(b"a name").is_err(), "no names from the local network");

        network.revert().await.unwrap();
        assert_same(&machine.snapshot(), &before, "as it was, other people's tables too");
    });
}

#[test]
fn names_are_held_back_and_nothing_else() {
    in_namespace("names_are_held_back_and_nothing_else", async || {
        let machine = Machine::new();
        let mut end = machine.open_tunnel();
        let before = machine.snapshot();
        let mut network = machine.options().configurator(TunnelSlot(0)).unwrap();
        network.apply(&full_plan()).await.unwrap();
        let lan = |port| ordinary(ROUTER, port).is_ok_and(|socket| socket.send(b"a name").is_ok());
        assert!(lan(53), "the control: names leave for the local network");
        let firewall = FirewallPolicy::NamesThroughTunnels { tunnels: [TUNNEL.to_owned()].into() };
        let plan = NetworkPlan { firewall, dns: None, ..full_plan() };
        network.apply(&plan).await.unwrap();
        network.verify().await.unwrap();
        assert!(!lan(53) && bound(ROUTER, 53).send(b"a name").is_err() && bound(BEYOND, 53).send(b"a name").is_err());
        assert!(lan(54) && echoes(ROUTER, false) && echoes(BEYOND, true), "everything else leaves as before");
        assert!(
            asks(&mut end, "203.0.113.53") && enters_tunnel(&mut end, BEYOND, b"in"),
            "names through the tunnel too"
        );
        network.revert().await.unwrap();
        assert_same(&machine.snapshot(), &before, "as it was");
    });
}

/// A datagram socket to a port, as any program makes it.
fn ordinary(to: &str, port: u16) -> std::io::Result<UdpSocket> {
    let socket = UdpSocket::bind("0.0.0.0:0")?;
    socket.connect((to, port))?;
    Ok(socket)
}

#[test]
fn a_flushed_ruleset_is_noticed_and_made_again() {
    in_namespace("a_flushed_ruleset_is_noticed_and_made_again", async || {
        let machine = Machine::new();
        let mut network = machine.options().configurator(TunnelSlot(0)).unwrap();
        network.apply(&blocked(false)).await.unwrap();
        for damage in [
            "nft flush ruleset",
            "nft delete table inet adit",
            "nft flush chain inet adit leaving",
            "nft add rule inet adit leaving accept",
            "nft 'chain inet adit leaving { policy accept; }'",
            "nft add table inet adit '{ flags dormant; }'",
        ] {
            run(damage);
            let error = network.verify().await.expect_err(damage);
            assert!(
                matches!(error, NetError::ReadBackMismatch { .. })
                    && error.failed_change().unwrap().step == NetworkStep::Firewall,
                "{damage}"
            );
            network.apply(&blocked(false)).await.unwrap();
            assert!(!echoes(ROUTER, false) && echoes(BEYOND, true), "{damage}");
        }
    });
}

#[test]
fn nothing_slips_out_while_policies_change() {
    in_namespace("nothing_slips_out_while_policies_change", async || {
        let machine = Machine::new();
        let _end = machine.open_tunnel();
        let mut network = machine.options().configurator(TunnelSlot(0)).unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        // Each probe names the phase it was sent in: an answer may be late.
        let phase = Arc::new(AtomicUsize::new(0));
        let sent = Arc::new([AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0)]);
        let back = Arc::new([AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0)]);
        let prober = {
            let (stop, phase, sent, back) = (stop.clone(), phase.clone(), sent.clone(), back.clone());
            thread::spawn(move || {
                let socket = bound(BEYOND, 7);
                socket.set_nonblocking(true).unwrap();
                let mut answer = [0; 16];
                while !stop.load(Ordering::SeqCst) {
                    let now = phase.load(Ordering::SeqCst);
                    let _ = socket.send(&[u8::try_from(now).unwrap(); 8]);
                    sent[now].fetch_add(1, Ordering::SeqCst);
                    thread::sleep(Duration::from_micros(100));
                    while socket.recv(&mut answer).is_ok() {
                        back[usize::from(answer[0])].fetch_add(1, Ordering::SeqCst);
                    }
                }
            })
        };
        let count = |counters: &[AtomicUsize; 3], phase: usize| counters[phase].load(Ordering::SeqCst);
        // By count and not by time: on a busy machine the prober seldom has its turn.
        wait_for("the control: without a policy probes come back", || count(&back, 0) > 100);
        phase.store(1, Ordering::SeqCst);
        network.apply(&blocked(false)).await.unwrap();
        // A probe that was named before the policy may be sent after it; the one after the next is not.
        let named = count(&sent, 1);
        wait_for("probes under the policy", || count(&sent, 1) > named + 2);
        phase.store(2, Ordering::SeqCst);
        let mut changes = 0;
        while changes < 200 || count(&sent, 2) <= 1000 {
            network.apply(&tunnel(false)).await.unwrap();
            network.apply(&blocked(false)).await.unwrap();
            changes += 2;
            assert!(changes < 100_000, "the prober does not work");
        }
        // What is on its way arrives.
        thread::sleep(Duration::from_millis(200));
        stop.store(true, Ordering::SeqCst);
        prober.join().unwrap();
        assert_eq!(count(&back, 2), 0);
    });
}

#[test]
fn a_dead_helpers_block_goes_or_stays_as_asked() {
    in_namespace("a_dead_helpers_block_goes_or_stays_as_asked", async || {
        let machine = Machine::new();
        let _end = machine.open_tunnel();
        let before = machine.snapshot();
        let mut network = machine.options().configurator(TunnelSlot(0)).unwrap();
        network.apply(&tunnel(true)).await.unwrap();
        std::mem::forget(network);
        let recovered = machine.options().keep_firewall().recover().await.unwrap();
        assert!(recovered.failures.is_empty());
        assert!(!bound_echoes(BEYOND), "the block stays");
        assert!(!run("ip rule").contains("5200"), "all else goes");
        let mut next = machine.options().configurator(TunnelSlot(0)).unwrap();
        next.apply(&blocked(true)).await.unwrap();
        assert!(!bound_echoes(BEYOND));
        let mut other = machine.options().configurator(TunnelSlot(1)).unwrap();
        let theirs = NetworkPlan { slot: TunnelSlot(1), ..blocked(false) };
        assert!(matches!(other.apply(&theirs).await, Err(NetError::FirewallTaken { holder: TunnelSlot(0) })));
        std::mem::forget(next);
        assert!(machine.options().recover().await.unwrap().failures.is_empty());
        assert_same(&machine.snapshot(), &before, "as it was");

        // A damaged journal does not open a machine that is to be protected, and does not lock one that is not.
        for keep in [true, false] {
            let mut network = machine.options().configurator(TunnelSlot(0)).unwrap();
            network.apply(&blocked(true)).await.unwrap();
            std::mem::forget(network);
            std::fs::write(machine.state_dir().join("network-0.json"), "{").unwrap();
            let options = if keep { machine.options().keep_firewall() } else { machine.options() };
            options.recover().await.unwrap();
            assert_eq!(bound_echoes(BEYOND), !keep);
            machine.options().configurator(TunnelSlot(0)).unwrap().revert().await.unwrap();
            assert_same(&machine.snapshot(), &before, "as it was");
        }
    });
}
