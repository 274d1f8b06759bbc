//! Two tunnels on one machine.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod common;

use std::fs;

use common::{BEYOND, Machine, address, assert_same, echoes, full_plan, in_namespace, route, run};
use vpn_api::{InterfacePlan, Mtu, NetworkPlan, RouteAction, TunnelSlot};

/// One network and its names through `adit1`.
fn office() -> NetworkPlan {
    let mut plan = full_plan();
    plan.slot = TunnelSlot(1);
    plan.interface =
        Some(InterfacePlan { name: "adit1".into(), addresses: [address("10.9.0.2/24")].into(), mtu: Mtu::default() });
    plan.routes = [route("10.20.0.0/16", RouteAction::Tunnel)].into();
    let dns = plan.dns.as_mut().unwrap();
    dns.servers = ["10.9.0.1".parse().unwrap()].into();
    dns.search = ["office.example".parse().unwrap()].into();
    dns.all = false;
    plan
}

fn leads(to: &str) -> String {
    run(&format!("ip route get {to}")).split_whitespace().skip_while(|word| *word != "dev").nth(1).unwrap().to_owned()
}

#[test]
fn two_tunnels_share_the_machine_and_leave_it_as_it_was() {
    in_namespace("two_tunnels_share_the_machine_and_leave_it_as_it_was", async || {
        let machine = Machine::new();
        let _end = machine.open_tunnel();
        // An interface that was up once has another queue than a new one.
        run(
            "ip tuntap add adit1 mode tun; ip link set adit1 addrgenmode none; ip link set adit1 up; ip link set adit1 down",
        );
        let before = machine.snapshot();
        let resolver_file = || fs::read_to_string(machine.resolver_file()).unwrap();
        let mut network = machine.options().machine();
        network.apply(TunnelSlot(0), &full_plan()).await.unwrap();
        network.apply(TunnelSlot(1), &office()).await.unwrap();
        assert_eq!(
            (leads("10.20.0.1"), leads("10.9.0.1"), leads(BEYOND)),
            ("adit1".into(), "adit1".into(), "adit0".into())
        );
        let both = resolver_file();
        assert!(both.contains("nameserver 10.8.0.1\nnameserver 10.9.0.1\n"), "{both}");
        assert!(both.contains("search corp.example office.example\n"), "{both}");
        for slot in [0, 1] {
            network.verify(TunnelSlot(slot)).await.unwrap();
        }

        // The first one goes; what it held goes on.
        network.revert(TunnelSlot(0)).await.unwrap();
        network.verify(TunnelSlot(1)).await.unwrap();
        assert_eq!(leads("10.20.0.1"), "adit1");
        assert!(echoes(BEYOND, false), "the rest goes past the tunnel that does not want it");
        let one = resolver_file();
        assert!(one.contains("nameserver 10.9.0.1\nnameserver 192.168.77.1\n") && !one.contains("10.8.0.1"), "{one}");

        // It comes back as the later one, and a killed helper leaves both.
        network.apply(TunnelSlot(0), &full_plan()).await.unwrap();
        assert_eq!((leads("10.20.0.1"), leads(BEYOND)), ("adit1".into(), "adit0".into()));
        std::mem::forget(network);
        let recovered = machine.options().recover().await.unwrap();
        assert!(recovered.failures.is_empty() && recovered.undone > 10, "{recovered:?}");
        assert_same(&machine.snapshot(), &before, "after the crash");
        assert_eq!(machine.state_files(), [""; 0]);
    });
}
