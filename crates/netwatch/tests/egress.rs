//! By which interface packets leave, on a real kernel.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

#[path = "../../netconf/tests/common/mod.rs"]
mod common;

use common::{Machine, UPLINK, full_plan, in_namespace, one_tunnel, run};
use netwatch::egress;
use vpn_api::TunnelSlot;

const OWN: &str = "192.168.77.2";
const FAR: &str = "203.0.113.9:1194";

/// The name of the interface, and whether it is shared.
fn leaves(source: &str, remote: &str) -> Option<(String, bool)> {
    let found = egress(source.parse().unwrap(), remote.parse().unwrap()).unwrap()?;
    let line = run(&format!("ip -o link | grep '^{}:'", found.index));
    let name = line.split([' ', '@']).nth(1).unwrap().trim_end_matches(':').to_owned();
    Some((name, found.shared))
}

fn alone(name: &str) -> Option<(String, bool)> {
    Some((name.to_owned(), false))
}

#[test]
fn the_kernel_tells_by_which_uplink_a_socket_sends() {
    in_namespace("the_kernel_tells_by_which_uplink_a_socket_sends", async || {
        let machine = Machine::new();
        assert_eq!(leaves(OWN, FAR), alone(UPLINK));
        assert_eq!(leaves("2001:db8:77::2", "[2001:db8:9::1]:1194"), alone(UPLINK));
        assert_eq!(leaves(OWN, "192.168.77.2:1194"), None, "this machine itself");
        assert_eq!(leaves(OWN, "[2001:db8:9::1]:1194"), None, "two families");

        // A tunnel that takes all traffic does not count: the socket goes past it.
        let tunnel = machine.open_tunnel();
        let mut network = one_tunnel(&machine.options(), TunnelSlot(0));
        network.apply(&full_plan()).await.unwrap();
        assert!(run("ip route get 203.0.113.9").contains("adit0"), "the control: others are led into it");
        assert_eq!(leaves(OWN, FAR), alone(UPLINK));
        network.revert().await.unwrap();
        drop(tunnel);

        // Another uplink, which is preferred from here on.
        run("ip link add two0 type veth peer name two1; ip link set two0 up; ip link set two1 up");
        run("ip addr add 172.16.5.2/24 dev two0; ip route add default via 172.16.5.1 dev two0 metric 1");
        run("ip route del default via 192.168.77.1; ip route add default via 192.168.77.1 dev up0 metric 100");
        assert_eq!(leaves("172.16.5.2", FAR), alone("two0"));
        assert_eq!(leaves(OWN, FAR), None, "an address of another interface than the route's");

        // Both in one network.
        run("ip addr add 192.168.77.3/24 dev two0; ip route del default via 172.16.5.1 dev two0");
        assert_eq!(leaves(OWN, FAR), Some((UPLINK.to_owned(), true)));

        run("ip route flush table main");
        assert_eq!(leaves(OWN, FAR), None, "no way");
    });
}
