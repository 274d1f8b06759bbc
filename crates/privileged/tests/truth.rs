//! What somebody takes away comes back, is counted, and is told; on a real kernel.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout, reason = "tests")]

#[path = "../../netconf/tests/common/mod.rs"]
mod common;

use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

use common::{BEYOND, Machine, enters_tunnel, full_plan, in_namespace, run};
use privileged::{Local, NetworkRequest, Privileged, PrivilegedEvent};
use vpn_api::{
    NetworkStep, Owner, TunnelSlot,
    protection::{Lock, ProtectionRequest, ProtectionSettings},
};

const SLOT: TunnelSlot = TunnelSlot(0);
const RESOLVER_FILE: &str = "/etc/resolv.conf";
/// What is promised is 100 ms; a machine that runs other tests besides is slower.
const LIMIT: Duration = Duration::from_secs(1);

/// A machine of its own down to `/etc`, without a system bus.
fn machine() -> Machine {
    let machine = Machine::new();
    run("cp -a /etc /mnt/etc; mount --bind /mnt/etc /etc; mount -t tmpfs none /run");
    fs::remove_file(RESOLVER_FILE).unwrap();
    fs::write(RESOLVER_FILE, "nameserver 192.168.77.1\n").unwrap();
    machine
}

fn state() -> String {
    run("ip -4 rule; ip -6 rule; ip -4 route show table all | grep -v linkdown; ip -6 route show table all | grep unreachable;
         ip -o addr show adit0 | grep -v 'scope link'; ip -o link show adit0 | grep -o 'adit0.*mtu [0-9]*' | sed 's/NO-CARRIER,//';
         nft list ruleset; grep -v '^# before' /etc/resolv.conf; true")
}

async fn settled() -> String {
    let mut last = state();
    loop {
        tokio::time::sleep(Duration::from_millis(150)).await;
        let next = state();
        if next == last {
            return last;
        }
        last = next;
    }
}

/// Takes something away, and waits until the machine is again as it was. The one thread of the test does nothing else until what
/// is missing was seen to be missing.
async fn comes_back(command: &str, as_it_was: &str) -> Duration {
    run(command);
    assert_ne!(state(), as_it_was, "the control: {command} takes something away");
    let begin = Instant::now();
    loop {
        tokio::time::sleep(Duration::from_millis(1)).await;
        let took = begin.elapsed();
        let now = state();
        if now == as_it_was {
            println!("{command}: back within {} ms", took.as_millis());
            return took;
        }
        assert!(took < LIMIT * 5, "{command}: not as it was:\n{now}\n--- was:\n{as_it_was}");
    }
}

fn drain(events: &mut tokio::sync::mpsc::Receiver<PrivilegedEvent>) -> Vec<PrivilegedEvent> {
    std::iter::from_fn(|| events.try_recv().ok()).collect()
}

fn repaired(events: &[PrivilegedEvent]) -> Vec<(NetworkStep, u32)> {
    let repaired = |event: &PrivilegedEvent| {
        if let PrivilegedEvent::Repaired { slot: SLOT, what, times, .. } = event { Some((*what, *times)) } else { None }
    };
    events.iter().filter_map(repaired).collect()
}

#[test]
fn what_is_taken_away_comes_back() {
    in_namespace("what_is_taken_away_comes_back", async || {
        let machine = machine();
        let mut tunnel = machine.open_tunnel();
        let local = Local::start(&machine.state_dir());
        let settings = ProtectionSettings { lock: Lock::Always, ..ProtectionSettings::default() };
        local.protect(Owner::Uid(0), ProtectionRequest::Set(settings)).await.unwrap();
        local.network(NetworkRequest::Apply(Box::new(full_plan()))).await.unwrap();
        let as_it_was = settled().await;
        assert!(as_it_was.contains("adit_lock") && as_it_was.contains("Written by Adit"), "{as_it_was}");
        let mut events = local.events();
        let cases = [
            ("ip rule del pref 5200", NetworkStep::Rule),
            ("ip -6 rule del pref 5200", NetworkStep::Rule),
            (
                "ip rule flush; ip rule add pref 32766 table main; ip rule add pref 32767 table default",
                NetworkStep::Rule,
            ),
            ("ip route flush table 11343616", NetworkStep::Route),
            ("ip -6 route flush table 11343616", NetworkStep::Route),
            ("ip route del default table 11343616", NetworkStep::Route),
            ("ip link set adit0 down", NetworkStep::Interface),
            ("ip link set adit0 mtu 1300", NetworkStep::Interface),
            ("ip addr flush dev adit0", NetworkStep::Address),
            ("echo nameserver 192.0.2.1 >/etc/resolv.conf", NetworkStep::Dns),
            ("echo nameserver 192.0.2.1 >/etc/next; mv /etc/next /etc/resolv.conf", NetworkStep::Dns),
            ("rm /etc/resolv.conf; ln -s /run/nowhere /etc/resolv.conf", NetworkStep::Dns),
            ("nft flush ruleset", NetworkStep::Firewall),
            ("nft delete table inet adit_lock", NetworkStep::Firewall),
            ("nft flush table inet adit_lock", NetworkStep::Firewall),
        ];
        let mut slowest = Duration::ZERO;
        for (command, _) in cases {
            slowest = slowest.max(comes_back(command, &as_it_was).await);
            // Whoever does it again and again is answered later and later, which is another test.
            tokio::time::sleep(Duration::from_millis(400)).await;
        }
        assert!(slowest < LIMIT, "{slowest:?}");
        assert!(enters_tunnel(&mut tunnel, BEYOND, b"still through the tunnel"));
        let told = repaired(&drain(&mut events));
        for (_, what) in &cases {
            assert_eq!(
                told.iter().filter(|(kind, times)| kind == what && *times == 1).count(),
                1,
                "{what:?}: {told:?}"
            );
        }

        let quiet = settled().await;
        assert_eq!(quiet, as_it_was);
        tokio::time::sleep(Duration::from_millis(500)).await;
        assert_eq!(drain(&mut events), [], "nothing is repaired that nobody took");
        local.unwant(SLOT).await.unwrap();
        assert!(!state().contains("5200:"), "what was taken back by ourselves stays away");
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert!(!state().contains("5200:"));
        assert_eq!(
            fs::read_link(RESOLVER_FILE).unwrap(),
            Path::new("/run/nowhere"),
            "what another one wrote last is theirs"
        );
        assert_eq!(repaired(&drain(&mut events)), []);
    });
}

#[test]
fn a_fight_is_bounded_and_told_a_few_times() {
    in_namespace("a_fight_is_bounded_and_told_a_few_times", async || {
        let machine = machine();
        let _tunnel = machine.open_tunnel();
        let local = Local::start(&machine.state_dir());
        local.network(NetworkRequest::Apply(Box::new(full_plan()))).await.unwrap();
        let mut events = local.events();
        let begin = Instant::now();
        let mut removed = 0;
        while begin.elapsed() < Duration::from_secs(8) {
            if run("ip rule").contains("5200:") {
                run("ip rule del pref 5200");
                removed += 1;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let told = repaired(&drain(&mut events));
        println!("removed {removed} times, told {told:?}");
        assert!((5..=85).contains(&removed), "{removed}");
        assert!(told == [(NetworkStep::Rule, 1), (NetworkStep::Rule, 3)], "{told:?}");
        let taken = local.protection().await.taken_away;
        assert!(taken.iter().any(|taken| taken.what == NetworkStep::Rule && taken.times == 3), "{taken:?}");
    });
}

#[test]
fn a_tunnel_without_its_interface_is_broken_until_it_has_one() {
    in_namespace("a_tunnel_without_its_interface_is_broken_until_it_has_one", async || {
        let machine = machine();
        let tunnel = machine.open_tunnel();
        let local = Local::start(&machine.state_dir());
        local.network(NetworkRequest::Apply(Box::new(full_plan()))).await.unwrap();
        let mut events = local.events();
        drop(tunnel);
        run("ip link del adit0");
        tokio::time::sleep(Duration::from_millis(500)).await;
        let broken = PrivilegedEvent::Broken { slot: SLOT, what: NetworkStep::Interface };
        assert_eq!(drain(&mut events), std::slice::from_ref(&broken), "told once");
        run("ip tuntap add adit0 mode tun; ip link set adit0 addrgenmode none");
        let _tunnel = machine.open_tunnel();
        tokio::time::sleep(LIMIT).await;
        let told = drain(&mut events);
        assert!(told.contains(&PrivilegedEvent::Whole(SLOT)) && !told.contains(&broken), "{told:?}");
        assert!(state().contains("10.8.0.6") && state().contains("5200:"));
    });
}
