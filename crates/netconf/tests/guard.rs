//! What the machine's guard hears, on a real kernel.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod common;

use std::{fs, time::Duration};

use common::{Machine, ROUTER, in_namespace, run};
use netconf::linux::{Guard, Touched};
use vpn_api::TunnelSlot;

const OURS: Touched = Touched { ours: true, surroundings: false, firewall_by: None };
const AROUND: Touched = Touched { ours: false, surroundings: true, firewall_by: None };
const BOTH: Touched = Touched { ours: true, surroundings: true, firewall_by: None };

async fn next(guard: &mut Guard, why: &str) -> Touched {
    let told = tokio::time::timeout(Duration::from_secs(10), guard.next()).await;
    told.unwrap_or_else(|_| panic!("{why}: nothing is told"))
}

/// What is told of a command, each thing once. The kernel tells of a change before the command that makes it ends.
async fn told(guard: &mut Guard, command: &str) -> Vec<Touched> {
    run(command);
    let mut all = Vec::new();
    while let Ok(touched) = tokio::time::timeout(Duration::from_millis(150), guard.next()).await {
        if !all.contains(&touched) {
            all.push(touched);
        }
    }
    all
}

#[test]
fn changes_of_what_is_ours_and_of_the_surroundings_are_told_apart() {
    in_namespace("changes_of_what_is_ours_and_of_the_surroundings_are_told_apart", async || {
        let machine = Machine::new();
        let _tunnel = machine.open_tunnel();
        run("ip link set adit0 up; ip tuntap add foreign0 mode tap; ip tuntap add foreign1 mode tap");
        let mut guard = Guard::new().unwrap();
        let table = netconf::linux::ids::table(TunnelSlot(0));
        for (command, expected) in [
            ("ip link set foreign0 mtu 1300".to_owned(), &[][..]),
            ("ip route add unreachable 10.99.0.0/16 table 999".to_owned(), &[]),
            ("ip rule add pref 30000 table 999".to_owned(), &[]),
            (format!("ip route add unreachable 10.99.0.0/16 table {table}"), &[OURS]),
            (format!("ip route del 10.99.0.0/16 table {table}"), &[OURS]),
            (format!("ip -6 route add unreachable 2001:db8:5::/48 table {table}"), &[OURS]),
            ("ip link set adit0 mtu 1300".to_owned(), &[OURS]),
            ("ip rule add pref 100 table main".to_owned(), &[OURS]),
            ("ip rule del pref 100".to_owned(), &[OURS]),
            ("ip -6 rule add pref 100 table main".to_owned(), &[OURS]),
            (format!("ip route add 10.98.0.0/16 via {ROUTER}"), &[AROUND]),
            ("ip route del 10.98.0.0/16".to_owned(), &[AROUND]),
            ("ip addr add 10.8.0.9/32 dev adit0".to_owned(), &[]),
            ("ip addr del 10.8.0.9/32 dev adit0".to_owned(), &[BOTH]),
            ("ip link del foreign1".to_owned(), &[AROUND]),
        ] {
            assert_eq!(told(&mut guard, &command).await, expected, "{command}");
        }
        run("ip -6 addr add fd00::9/128 dev adit0 nodad");
        let gone = told(&mut guard, "ip -6 addr del fd00::9/128 dev adit0").await;
        assert!(gone.contains(&BOTH), "{gone:?}");
    });
}

#[test]
fn the_firewalls_changes_are_told_with_who_made_them() {
    in_namespace("the_firewalls_changes_are_told_with_who_made_them", async || {
        let _machine = Machine::new();
        let mut guard = Guard::new().unwrap();
        for command in ["nft add table inet other", "nft delete table inet other"] {
            run(command);
            let by = Touched { firewall_by: Some("nft".to_owned()), ..OURS };
            assert_eq!(next(&mut guard, command).await, by);
        }
    });
}

#[test]
fn the_resolver_file_is_watched_and_its_neighbours_are_not() {
    in_namespace("the_resolver_file_is_watched_and_its_neighbours_are_not", async || {
        let machine = Machine::new();
        let _tunnel = machine.open_tunnel();
        run("cp -a /etc /mnt/etc; mount --bind /mnt/etc /etc; rm -f /etc/resolv.conf");
        let mut guard = Guard::new().unwrap();
        for command in
            ["touch /etc/other", "mv /etc/other /etc/another", "rm /etc/another", "echo >/etc/resolv.conf.new"]
        {
            assert_eq!(told(&mut guard, command).await, [], "{command}");
        }
        for command in [
            "touch /etc/resolv.conf",
            "echo nameserver 192.0.2.1 >/etc/resolv.conf",
            "mv /etc/resolv.conf /etc/elsewhere",
            "mv /etc/elsewhere /etc/resolv.conf",
            "rm /etc/resolv.conf",
            "ln -s nowhere /etc/resolv.conf",
        ] {
            assert_eq!(told(&mut guard, command).await, [OURS], "{command}");
        }
    });
}

#[test]
fn whoever_lost_messages_looks_at_everything_and_hears_again() {
    in_namespace("whoever_lost_messages_looks_at_everything_and_hears_again", async || {
        let machine = Machine::new();
        let _tunnel = machine.open_tunnel();
        let mut guard = Guard::new().unwrap();
        let all: String =
            (0..20_000).map(|n| format!("route add unreachable 100.64.{}.{} table 999\n", n / 250, n % 250)).collect();
        fs::write("/mnt/batch", all).unwrap();
        run("ip -batch /mnt/batch");
        assert_eq!(next(&mut guard, "more than the kernel keeps").await, BOTH);
        run("ip rule add pref 100 table main");
        assert_eq!(next(&mut guard, "what comes after").await, OURS);
    });
}
